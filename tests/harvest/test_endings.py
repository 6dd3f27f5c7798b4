"""How runs end: the exit code, the sentence that explains it, and what is kept."""

from __future__ import annotations

import fcntl
import json
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.replica import Replica

if TYPE_CHECKING:
    from collections.abc import Callable

QUICK = ("--data", "data", "--delay", "0")
ROOT = Path(__file__).parent.parent.parent


def said(done: Any) -> str:
    """Give the one line that a failed command says, and see that it is one."""
    lines = [line for line in done.stderr.splitlines() if line.startswith("msbazhong: ")]
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    return lines[0]


def test_nothing_new_is_a_good_end(
    portal: Replica, run: Callable[..., Any], query: Callable[..., Any]
) -> None:
    """A second run asks for no article, says so, and changes nothing."""
    run("harvest", "--start", portal.url, *QUICK)
    before = query("SELECT id, title, body, version FROM article ORDER BY id")
    done = run("harvest", "--start", portal.url, *QUICK)
    assert done.returncode == 0
    assert "0 new, 0 changed" in done.stdout
    assert query("SELECT id, title, body, version FROM article ORDER BY id") == before
    assert query("SELECT exit_code FROM run ORDER BY id") == [0, 0]


def test_quiet_prints_nothing_when_all_is_well(portal: Replica, run: Callable[..., Any]) -> None:
    """Cron mails whatever is printed."""
    done = run("harvest", "--start", portal.url, *QUICK, "--quiet", "--limit", 3)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_report_tells_the_same(portal: Replica, run: Callable[..., Any], tmp_path: Path) -> None:
    """--report writes JSON with the exit code and the counts."""
    run("harvest", "--start", portal.url, *QUICK, "--report", "report.json")
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert (report["exit_code"], report["finish_reason"]) == (0, "finished")
    assert report["counts"]["articles"] == report["counts"]["new"] == 120


def test_gone_pages_are_recorded_and_never_stored(
    portal: Replica, run: Callable[..., Any], query: Callable[..., Any]
) -> None:
    """A page that says it is gone, with status 200, is a row of problem and no article."""
    run("harvest", "--start", portal.url, *QUICK)
    gone = query("SELECT url FROM problem WHERE kind = 'missing'")
    assert gone
    assert not set(gone) & set(query("SELECT url FROM article"))
    assert set(query("SELECT kind FROM capture WHERE url IN (SELECT url FROM problem)")) == {
        "missing"
    }


def test_every_answer_has_its_row_and_its_bytes(
    portal: Replica, run: Callable[..., Any], query: Callable[..., Any], tmp_path: Path
) -> None:
    """Rows of capture point at WARC records that hold exactly what was read."""
    from hashlib import sha256

    from msbazhong_spider.archive import iter_pages

    run("harvest", "--start", portal.url, *QUICK, "--limit", 10)
    files = sorted((tmp_path / "data" / "warc").iterdir())
    kept = {page.url: sha256(page.body).hexdigest() for page in iter_pages(files)}
    rows = dict(query("SELECT url, sha256 FROM capture"))
    assert rows.items() <= kept.items()
    assert query("SELECT count(*) FROM capture WHERE warc_file IS NULL") == [0]
    assert query("SELECT count(*) FROM article WHERE capture_id IS NULL") == [0]


UNKNOWN = {
    "county": (["--county", "没有县"], "has no county '没有县'; it has: "),
    "section": (["--section", "没有栏"], "has no section '没有栏'; it has: 时政新闻、"),
}


@pytest.mark.parametrize(("options", "message"), UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_scope_lists_what_there_is(
    portal: Replica,
    run: Callable[..., Any],
    query: Callable[..., Any],
    options: list[str],
    message: str,
) -> None:
    """A county or section that the site does not have is a mistake of the caller."""
    done = run("harvest", "--start", portal.url, *QUICK, *options)
    assert done.returncode == 2
    assert message in said(done)
    assert query("SELECT finish_reason, exit_code FROM run") == [("unknown_scope", 2)]


def test_an_unknown_section_of_a_county_lists_the_sections_of_that_county(
    portal: Replica, run: Callable[..., Any]
) -> None:
    """Other counties' sections are no help."""
    county = portal.truth[0].article.county
    done = run("harvest", "--start", portal.url, *QUICK, "--county", county, "--section", "没有栏")
    assert done.returncode == 2
    listed = said(done).rpartition("it has: ")[2].split("、")
    true = {name for one in portal.truth for where, name in one.sections if where == county}
    assert true <= set(listed)


def test_a_challenge_page_stops_the_run(run: Callable[..., Any], query: Callable[..., Any]) -> None:
    """A challenge in the middle: exit code 5, nothing false stored, what was read is kept."""
    from dataclasses import replace

    seen: list[str] = []
    script = "var arg1='0123456789ABCDEF0123456789ABCDEF01234567';"
    wall = f"<html><body><script>{script}</script></body></html>"

    def challenge(path: str, answer: Any) -> Any:
        seen.append(path)
        return replace(answer, body=wall.encode()) if len(seen) > 40 else answer

    with Replica(seed=7, articles=120, faults=[challenge]) as replica:
        done = run("harvest", "--start", replica.url, *QUICK)
        truth = {one.article.title for one in replica.truth}
    assert done.returncode == 5
    assert "challenge page" in said(done)
    assert set(query("SELECT title FROM article")) <= truth
    assert len(seen) < 60
    assert query("SELECT finish_reason, exit_code FROM run") == [("challenged", 5)]


FRONTS: dict[str, tuple[Any, int, str]] = {
    "the site refuses us": ((403, {}, b"no"), 5, "answers with status 403"),
    "the front page is gone": ((404, {}, b"no"), 4, "answers with status 404"),
    "the server is broken": ((500, {}, b"no"), 75, "answers with status 500"),
    "the site asks to come again later": (
        (503, {"Retry-After": "9999"}, b""),
        75,
        "come again in 9999 s",
    ),
    "the front page has no links": ((200, {}, b"<html><p>ok</p></html>"), 4, "no link to any"),
}


@pytest.mark.parametrize(("answer", "code", "message"), FRONTS.values(), ids=FRONTS)
def test_a_front_page_that_is_none(
    run: Callable[..., Any], serve: Callable[..., Any], answer: Any, code: int, message: str
) -> None:
    """Nothing found is never a good end."""
    with serve({"/": answer}) as site:
        done = run("harvest", "--start", site.url, *QUICK)
    assert done.returncode == code
    assert message in said(done)


def test_a_front_page_that_robots_txt_forbids(
    run: Callable[..., Any], serve: Callable[..., Any], page: Callable[..., Any]
) -> None:
    """The site does not want us: exit code 5, and the page is not asked for."""
    rules = (200, {}, b"User-agent: *\nDisallow: /\n")
    with serve({"/robots.txt": rules, "/": page("x")}) as site:
        done = run("harvest", "--start", site.url, *QUICK)
    assert done.returncode == 5
    assert "robots.txt" in said(done)
    assert site.asked == ["/robots.txt"]


RULES: dict[str, Any] = {
    "an error of the server": (500, {}, b""),
    "a request to come again later": (429, {}, b"User-agent: *\nAllow: /\n"),
    "a request for a rest of hours": (503, {"Retry-After": "9999"}, b""),
}


@pytest.mark.parametrize("answer", RULES.values(), ids=RULES)
def test_rules_that_cannot_be_read_forbid_everything(
    run: Callable[..., Any], serve: Callable[..., Any], page: Callable[..., Any], answer: Any
) -> None:
    """RFC 9309, 2.3.1.4: exit code 75, one line that says so, and not one page is asked for."""
    with serve({"/robots.txt": answer, "/": page("x")}) as site:
        done = run("harvest", "--start", site.url, *QUICK)
    assert done.returncode == 75
    assert f"robots.txt answers with status {answer[0]}: nothing may be asked" in said(done)
    assert set(site.asked) == {"/robots.txt"}


def test_no_network_is_told_apart_from_no_news(
    run: Callable[..., Any], serve: Callable[..., Any], query: Callable[..., Any]
) -> None:
    """Nobody answers: exit code 75, and the run is on record."""
    with serve({}) as site:
        pass
    done = run("harvest", "--start", site.url, *QUICK)
    assert done.returncode == 75
    assert "the connection was refused" in said(done)
    assert query("SELECT finish_reason, exit_code FROM run") == [("network_down", 75)]


def test_two_runs_do_not_share_a_folder(
    portal: Replica, run: Callable[..., Any], tmp_path: Path
) -> None:
    """The second run is turned away with exit code 6 and is told who is at work."""
    (tmp_path / "data").mkdir()
    with (tmp_path / "data" / "harvest.lock").open("w") as file:
        file.write("process 4711 on elsewhere")
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        done = run("harvest", "--start", portal.url, *QUICK)
    assert done.returncode == 6
    assert "process 4711 on elsewhere" in said(done)


def test_a_lock_left_by_a_dead_run_hinders_nobody(
    portal: Replica, run: Callable[..., Any], tmp_path: Path
) -> None:
    """The file stays, the lock does not."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "harvest.lock").write_text("process 4711 on elsewhere")
    assert run("harvest", "--start", portal.url, *QUICK, "--limit", 1).returncode == 0


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_signal_stops_cleanly_and_keeps_what_was_read(
    query: Callable[..., Any], tmp_path: Path, sign: signal.Signals
) -> None:
    """Exit code 8; every article that was read is in the database, whole."""
    articles: list[str] = []

    def slow(path: str, answer: Any) -> Any:
        if re.search(r"\d{4}\.html", path):
            articles.append(path)
            time.sleep(0.05)
        return answer

    with Replica(seed=7, articles=400, faults=[slow]) as replica:
        command = [sys.executable, "-m", "msbazhong_spider", "harvest", "--start", replica.url]
        started = subprocess.Popen(
            [*command, "--data", str(tmp_path / "data"), "--delay", "0"],
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        while len(articles) < 40:
            time.sleep(0.02)
        started.send_signal(sign)
        _, err = started.communicate(timeout=60)
        truth = {(one.article.title, one.article.body) for one in replica.truth}
    assert started.returncode == 8
    assert "wait for the next run" in err.decode()
    assert len(query("SELECT id FROM article")) >= 30
    assert {title for title, _ in truth} >= set(query("SELECT title FROM article"))
    assert query("SELECT finish_reason, exit_code FROM run") == [("shutdown", 8)]
    assert not list((tmp_path / "data" / "warc").glob("*.open"))


def test_links_to_other_sites_are_never_followed(
    run: Callable[..., Any],
    serve: Callable[..., Any],
    page: Callable[..., Any],
    article_page: Callable[..., Any],
    query: Callable[..., Any],
) -> None:
    """Neither as an article nor as a listing nor by a redirect, even on the same machine."""
    with serve({"/": page("never")}) as other:
        titles = (
            "李甲到青石镇调研春耕生产工作",
            "全县经济工作会议召开",
            "别处的新闻也在这里列出来了",
        )
        links = "".join(
            f"<li><a href={href}>{title}</a> 2024-03-05</li>"
            for href, title in zip(
                ("/news/2024/1.html", "/news/2024/2.html", f"{other.url}news/2024/3.html"),
                titles,
                strict=True,
            )
        )
        front = page(f"<ul>{links}</ul><div><a href={other.url}list/>别处要闻</a></div>")
        away = (302, {"Location": f"{other.url}news/2024/2.html"}, b"")
        answers = {"/": front, "/news/2024/1.html": article_page(titles[0]),
                   "/news/2024/2.html": away}  # fmt: skip
        with serve(answers) as site:
            done = run("harvest", "--start", site.url, *QUICK)
    assert done.returncode in (0, 3)
    assert other.asked == []
    assert query("SELECT title FROM article") == [titles[0]]


def test_a_listing_that_repeats_itself_ends(
    run: Callable[..., Any],
    serve: Callable[..., Any],
    page: Callable[..., Any],
    article_page: Callable[..., Any],
) -> None:
    """Whatever page is asked for, the same items come: two pages are enough to see that."""
    titles = [f"李甲到{place}镇调研春耕生产工作" for place in ("青石", "白马", "双桥", "石门")]
    items = "".join(
        f"<li><a href=/news/2024/{number}.html>{title}</a><span>2024-03-0{number}</span></li>"
        for number, title in enumerate(titles, 1)
    )
    answers = {
        f"/news/2024/{number}.html": article_page(title) for number, title in enumerate(titles, 1)
    }
    for number in range(1, 30):
        more = f"<div>{number} <a href=/list_{number + 1}.html>下一页</a></div>"
        answers[f"/list_{number}.html"] = page(f"<ul>{items}</ul>{more}")
    with serve(answers) as site:
        done = run("harvest", "--start", f"{site.url}list_1.html", *QUICK)
    assert done.returncode == 0, done.stderr
    assert [path for path in site.asked if "list_" in path] == ["/list_1.html", "/list_2.html"]


def test_the_contact_is_in_the_user_agent(
    run: Callable[..., Any], serve: Callable[..., Any], page: Callable[..., Any]
) -> None:
    """The operator of a site can see whom to write to."""
    with serve({"/": page("x")}) as site:
        run("harvest", "--start", site.url, *QUICK, MSBAZHONG_CONTACT="a@example.org")
    assert set(site.agents) == {"msbazhong-spider/0.1.0 (+a@example.org)"}


def spoil(path: Path) -> None:
    """Mark a database as one of a later program."""
    path.parent.mkdir(parents=True)
    from msbazhong_spider.store import open_store

    open_store(path).close()
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 9999")


WRONG: dict[str, tuple[list[str], str]] = {
    "no contact for a site of others": ([], "export MSBAZHONG_CONTACT=you@example.org"),
    "a contact that is none": (["--contact", "me"], "neither an e-mail address nor a web page"),
    "a contact with a line end": (["--contact", "a@b.example\nX: y"], "neither an e-mail"),
    "a bad day": (["--since", "2024-13-01", "--start", "http://127.0.0.1:9/"], "is no day"),
    "a start that is no address": (["--start", "www.a.example"], "is no web address"),
    "no delay for a public site": (
        ["--delay", "0", "--contact", "a@b.example"],
        "a public site gets 1 s or more",
    ),
    "an unknown site": (["nosite", "--start", "http://127.0.0.1:9/"], "there is: lanhe, msbazhong"),
    "a folder below a file": (
        ["--start", "http://127.0.0.1:9/", "--data", "file/data"],
        "choose another folder with --data",
    ),
    "a folder that nobody can write": (
        ["--start", "http://127.0.0.1:9/", "--data", "/proc/data"],
        "choose another folder with --data",
    ),
    "a database of a later program": (
        ["--start", "http://127.0.0.1:9/", "--data", "later"],
        "has schema 9999",
    ),
    "a database that is none": (
        ["--start", "http://127.0.0.1:9/", "--data", "garbage"],
        "is no SQLite database",
    ),
}


@pytest.mark.parametrize(("options", "message"), WRONG.values(), ids=WRONG)
def test_wrong_input_gives_one_line(
    run: Callable[..., Any], tmp_path: Path, options: list[str], message: str
) -> None:
    """One line that says what, where and what to do, and exit code 2; no request is made."""
    (tmp_path / "file").write_text("x")
    spoil(tmp_path / "later" / "news.db")
    (tmp_path / "garbage").mkdir()
    (tmp_path / "garbage" / "news.db").write_bytes(b"no database at all" * 100)
    done = run("harvest", *options)
    assert done.returncode == 2
    assert message in said(done)
