"""The command line: what goes in, what comes out, and one line for whatever is wrong."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from msbazhong_spider.cli import cli
from msbazhong_spider.commands import COMMANDS
from msbazhong_spider.items import Article, Precision

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
REPORT = {
    "id": "a",
    "title": "全县春耕生产工作会议召开",
    "subtitles": ["李甲出席并讲话"],
    "body": "3月4日，全县春耕生产工作会议召开。县委书记李甲出席会议并讲话。",
}
needs_shared = pytest.mark.skipif(
    not (ROOT.parent / "shared").is_dir(), reason="shared/ is not beside the checkout"
)


def complaint(done: Any) -> str:
    """Give what a failed command says; it says it without a traceback."""
    assert "Traceback" not in done.stderr + done.stdout
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_explains_itself(command: str) -> None:
    """--help of each command works and gives more than its options."""
    result = CliRunner().invoke(cli, [command, "--help"])
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 5
    assert "\\b" not in result.output


def test_a_mistyped_command_or_option_is_told(run: Callable[..., Any]) -> None:
    """Exit code 2, as for every wrong argument."""
    assert run("harvst").returncode == 2
    done = run("read", "--jsn", "a.html")
    assert done.returncode == 2
    assert "--json" in done.stderr


def test_read_gives_every_field_as_json(
    run: Callable[..., Any], article_page: Callable[..., Any], tmp_path: Path
) -> None:
    """One line of JSON a page, with the evidence of each field."""
    body = article_page(
        "李甲到青石镇调研春耕生产工作", crumbs="<a href=/p/>岚河县</a> &gt; 时政新闻"
    )[2]
    (tmp_path / "a.html").write_bytes(body)
    done = run("read", "a.html", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    record = json.loads(done.stdout)
    assert record["file"] == "a.html"
    assert record["kind"] == "article"
    assert record["title"] == "李甲到青石镇调研春耕生产工作"
    assert (record["published"], record["precision"]) == ("2024-03-05", "day")
    assert record["source"] == "岚河县融媒体中心"
    assert (record["county"], record["section"]) == ("岚河县", "时政新闻")
    assert record["breadcrumb"] == ["首页", "岚河县", "时政新闻"]
    assert len(record["body"].split("\n")) == 2
    assert {"subtitles", "bylines", "authors", "groups", "incomplete", "charset"} <= record.keys()
    assert {"title", "published", "source"} <= record["evidence"].keys()
    (person,) = record["attendees"]
    assert (person["name"], person["post"]) == ("李甲", "县委书记")
    for span in person["spans"]:
        text = record["body"] if span["field"] == "body" else record["title"]
        assert text[span["start"] : span["end"]] in ("李甲", "县委书记")


def test_read_says_the_same_to_a_person(
    run: Callable[..., Any], article_page: Callable[..., Any], tmp_path: Path
) -> None:
    """Without --json the fields stand in lines, each with what gave it."""
    (tmp_path / "a.html").write_bytes(article_page("李甲到青石镇调研春耕生产工作")[2])
    text = run("read", "a.html").stdout
    assert "title       李甲到青石镇调研春耕生产工作" in text
    assert "2024-03-05 (to the day)" in text
    assert "1 attendees" in text


def test_read_explains_each_field(
    run: Callable[..., Any], article_page: Callable[..., Any], tmp_path: Path
) -> None:
    """--explain names the evidence of a field, what agrees with it, and what lost."""
    body = article_page("李甲到青石镇调研春耕生产工作")[2]
    meta = b'<meta name=pubdate content="2024-03-09"></head>'
    (tmp_path / "a.html").write_bytes(body.replace(b"</head>", meta))
    lines = run("read", "a.html", "--explain").stdout.splitlines()
    assert lines[0].startswith("a.html: article (")
    assert lines[2] == "  title       李甲到青石镇调研春耕生产工作   [line that <title> repeats]"
    assert lines[3].startswith("    won       李甲到青石镇调研春耕生产工作   [line that <title> ")
    assert lines[3].endswith(" points")
    assert "    same      李甲到青石镇调研春耕生产工作   [<title>]   0 points" in lines
    assert "  published   2024-03-05   [label 时间]" in lines
    assert "    lost      2024-03-09   [meta pubdate]" in lines
    assert "  doubt       label 时间 says 2024-03-05, meta pubdate says 2024-03-09" in lines
    assert any(
        line.startswith("    won       div.content   [2 lines from 3月4日") for line in lines
    )


def test_read_explains_a_listing(
    run: Callable[..., Any], serve: Callable[..., Any], page: Callable[..., Any], tmp_path: Path
) -> None:
    """Its links are told; a file has no address that they could start from."""
    links = "".join(
        f"<li><a href=/{n}.html>县委召开第{n}次常委会会议</a> 2024-03-{n}</li>"
        for n in range(10, 22)
    )
    answer = page(f"<ul>{links}</ul>")
    with serve({"/list/": answer}) as site:
        text = run("read", f"{site.url}list/", "--explain").stdout
    assert text.startswith(f"{site.url}list/: listing (")
    first = f"    2024-03-10  县委召开第10次常委会会议   {site.url}10.html"
    assert f"  items       12\n{first}\n" in text
    assert "    and 2 more\n" in text
    assert "  next page   -" in text
    (tmp_path / "a.html").write_bytes(answer[2])
    assert "only of a page with an address" in run("read", "a.html", "--explain").stdout


def test_read_explains_why_a_page_is_nothing(
    run: Callable[..., Any], page: Callable[..., Any]
) -> None:
    """What it is, and by what sign."""
    gone = page("<p>您访问的页面不存在或已被删除！</p>")[2]
    assert run("read", "-", "--explain", stdin=gone).stdout.startswith("-: missing (")


def test_read_uses_the_hints_of_a_site(
    run: Callable[..., Any], serve: Callable[..., Any], tmp_path: Path
) -> None:
    """Of the one that is named; a URL has those of the site that it belongs to."""
    saved = ROOT / "tests" / "sites" / "lanhe"
    path = saved / "article.html"
    plain, hinted = (
        json.loads(run("read", path, "--json", *options).stdout)
        for options in ([], ["--site", "lanhe"])
    )
    assert (plain["source"], hinted["source"]) == (None, "岚河县融媒体中心")
    assert hinted["evidence"]["source"] == "hint div.meta::attr(data-from)"
    listing = run("read", saved / "front.html", "--explain", "--site", "lanhe").stdout
    assert "  next page   http://www.lanhe.example/list/0_2.html" in listing
    assert "there is no site 'x'" in complaint(run("read", path, "--site", "x"))
    own = tmp_path / "msbazhong_sites"
    own.mkdir()
    with serve({"/a.html": (200, {"Content-Type": "text/html"}, path.read_bytes())}) as site:
        spider = (ROOT / "msbazhong_spider/spiders/lanhe.py").read_text("utf-8")
        spider = spider.replace("Lanhe", "Qingxi").replace('"lanhe"', '"qingxi"')
        (own / "qingxi.py").write_text(
            spider.replace("http://www.lanhe.example/", site.url), "utf-8"
        )
        record = json.loads(run("read", f"{site.url}a.html", "--json").stdout)
    assert record["source"] == "岚河县融媒体中心"


def test_a_json_file_of_the_same_name_may_be_somebody_elses(
    run: Callable[..., Any], article_page: Callable[..., Any], tmp_path: Path
) -> None:
    """Then the page is read as it lies there."""
    (tmp_path / "a.html").write_bytes(article_page("李甲到青石镇调研春耕生产工作")[2])
    for content in ("{", "[]", '{"url": "http://a.example/"}'):
        (tmp_path / "a.json").write_text(content)
        assert run("read", "a.html", "--json").returncode == 0


def test_read_explains_who_took_part(
    run: Callable[..., Any], article_page: Callable[..., Any], tmp_path: Path
) -> None:
    """--explain puts the marks into the report and tells the rule and how sure it is."""
    (tmp_path / "a.html").write_bytes(article_page("李甲到青石镇调研春耕生产工作")[2])
    text = run("read", "a.html", "--explain").stdout
    assert "⟦1 李甲⟧到青石镇调研春耕生产工作" in text
    assert "⟨1 " in text
    assert "1 attendees, the least sure first" in text
    assert "rule: " in text


def test_read_takes_standard_input_and_text(run: Callable[..., Any]) -> None:
    """- is a page, or the text of one."""
    text = "当前位置：首页 > 岚河县 > 时政新闻\n春耕生产工作会议召开\n"
    text += "时间：2024年03月05日来源：王乙阅读：\n\n3月4日，全县春耕生产工作会议召开。"
    text += "县委书记李甲出席会议并讲话，要求抓紧农时，把种子化肥送到农户手里。\n"
    record = json.loads(run("read", "-", "--json", stdin=text.encode()).stdout)
    assert (record["file"], record["title"]) == ("-", "春耕生产工作会议召开")


def test_a_listing_is_no_article(
    run: Callable[..., Any], page: Callable[..., Any], tmp_path: Path
) -> None:
    """Every page has its kind; only an article has fields."""
    links = "".join(
        f"<li><a href=/{n}.html>县委召开第{n}次常委会会议</a> 2024-03-0{n}</li>"
        for n in range(1, 9)
    )
    (tmp_path / "a.html").write_bytes(page(f"<ul>{links}</ul>")[2])
    record = json.loads(run("read", "a.html", "--json").stdout)
    assert (record["kind"], record["title"], record["attendees"]) == ("listing", None, [])


NO_PAGES: dict[str, tuple[str, bytes | None, str]] = {
    "a missing file": ("nope.html", None, "nope.html: can't be read (No such file"),
    "a picture": ("a.html", b"\x89PNG\r\n\x1a\n" + bytes(50), "binary, no page"),
    "bytes with zeros": ("a.html", b"a\0b" * 50, "binary, no page"),
    "an empty file": ("a.html", b" \n", "empty"),
    "a text without a Chinese word": ("a.txt", b"root:x:0:0\n" * 9, "neither markup nor Chinese"),
    "a folder": (".", None, "can't be read"),
}


@pytest.mark.parametrize("case", NO_PAGES.values(), ids=NO_PAGES)
def test_a_file_that_is_no_page(
    run: Callable[..., Any],
    article_page: Callable[..., Any],
    tmp_path: Path,
    case: tuple[str, bytes | None, str],
) -> None:
    """It is named with what is wrong; the others are read all the same; the exit code is 2."""
    name, content, message = case
    (tmp_path / "good.html").write_bytes(article_page("李甲到青石镇调研春耕生产工作")[2])
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run("read", name, "good.html", "--json")
    assert done.returncode == 2
    assert message in complaint(done)
    assert json.loads(done.stdout)["file"] == "good.html"


def test_read_fetches_an_address_politely(
    run: Callable[..., Any], serve: Callable[..., Any], article_page: Callable[..., Any]
) -> None:
    """One request for robots.txt, one for the page, with our name."""
    with serve({"/a.html": article_page("李甲到青石镇调研春耕生产工作")}) as site:
        done = run("read", f"{site.url}a.html", "--json", MSBAZHONG_CONTACT="a@example.org")
    record = json.loads(done.stdout)
    assert (record["url"], record["kind"]) == (f"{site.url}a.html", "article")
    assert site.asked == ["/robots.txt", "/a.html"]
    assert set(site.agents) == {"msbazhong-spider/0.1.0 (+a@example.org)"}


ADDRESSES = {
    "forbidden by robots.txt": ("{site}plus/a.html", "robots.txt"),
    "nobody answers": ("http://127.0.0.1:9/", "the connection was refused"),
    "no contact": ("http://www.a.example/", "export MSBAZHONG_CONTACT"),
}


@pytest.mark.parametrize(("address", "message"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_that_gives_no_page(
    run: Callable[..., Any], serve: Callable[..., Any], address: str, message: str
) -> None:
    """One line, and an exit code that is not zero."""
    rules = (200, {}, b"User-agent: *\nDisallow: /plus/\n")
    with serve({"/robots.txt": rules}) as site:
        done = run("read", address.format(site=site.url))
    assert done.returncode != 0
    assert message in complaint(done)


def test_attendees_of_reports(run: Callable[..., Any]) -> None:
    """JSON lines in, JSON lines out, in the form of the gold files."""
    line = json.dumps(REPORT, ensure_ascii=False).encode() + b"\n"
    done = run("attendees", stdin=line + b"\n" + line)
    assert (done.returncode, done.stderr) == (0, "")
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == second
    assert (first["id"], first["groups"], first["incomplete"]) == ("a", [], False)
    (person,) = first["attendees"]
    assert (person["name"], person["post"]) == ("李甲", "县委书记")
    assert person["actions"] == ["speak", "attend"]


BAD_LINES = {
    "no JSON": b"{",
    "a list": b"[1]",
    "no text at all": b'{"id": 1}',
    "a number as body": b'{"id": 1, "body": 7}',
    "no UTF-8": b'{"id": 1, "body": "\xff\xfe"}',
    "nested too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("bad", BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_is_named_and_the_others_are_done(run: Callable[..., Any], bad: bytes) -> None:
    """The number of the line is told, and the exit code is 2."""
    good = json.dumps(REPORT).encode() + b"\n"
    done = run("attendees", stdin=good + bad + b"\n" + good)
    assert done.returncode == 2
    assert complaint(done).startswith("msbazhong: line 2: ")
    assert len(done.stdout.splitlines()) == 2


@needs_shared
def test_the_scorer_takes_our_lines(run: Callable[..., Any], shared: Path, tmp_path: Path) -> None:
    """What ``attendees`` writes is what the scorer of the gold files reads."""
    gold = shared / "gold" / "attendance-dev.jsonl"
    lines = run("attendees", gold).stdout
    (tmp_path / "said.jsonl").write_text(lines, encoding="utf-8")
    scorer = [sys.executable, shared / "gold" / "score_attendance.py", gold]
    done = subprocess.run(
        [*scorer, tmp_path / "said.jsonl"], capture_output=True, text=True, check=True
    )
    f1 = float(done.stdout.split("F1 ")[1].split()[0])
    assert f1 >= 0.90


def test_a_replica_on_a_port_in_use(run: Callable[..., Any]) -> None:
    """One line that names the port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("replica", "--port", port)
    assert done.returncode == 2
    assert f"port {port}" in complaint(done)


def test_a_replica_tells_how_to_harvest_it() -> None:
    """Its address and the command that fits stand on standard output at once."""
    command = [sys.executable, "-u", "-m", "msbazhong_spider", "replica", "--articles", "5"]
    served = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True)
    assert served.stdout is not None
    first, second = served.stdout.readline(), served.stdout.readline()
    served.terminate()
    served.wait(10)
    served.stdout.close()
    address = first.partition(" at ")[2].split()[0]
    assert address.startswith("http://127.0.0.1:")
    assert f"msbazhong harvest --start {address} --delay 0" in second


def test_search_and_runs_look_into_the_database(
    run: Callable[..., Any], serve: Callable[..., Any], article_page: Callable[..., Any],
    page: Callable[..., Any],
) -> None:  # fmt: skip
    """Words of two characters are found; every run is listed with its exit code."""
    title = "李甲到青石镇调研春耕生产工作"
    front = page(f"<ul><li><a href=/news/2024/1.html>{title}</a> 2024-03-05</li></ul>")
    with serve({"/": front, "/news/2024/1.html": article_page(title)}) as site:
        run("harvest", "--start", site.url, "--delay", 0)
    found = run("search", "农时", "李甲")
    assert found.returncode == 0
    assert title in found.stdout
    nothing = run("search", "没有这个词")
    assert (nothing.returncode, nothing.stdout) == (0, "")
    runs = run("runs")
    assert "exit 0 (finished)" in runs.stdout
    assert f"start={site.url}" in runs.stdout


@pytest.mark.parametrize("command", [("search", "农时"), ("runs",)], ids=["search", "runs"])
def test_looking_where_no_database_is(run: Callable[..., Any], command: tuple[str, ...]) -> None:
    """It is not made by looking for it; the message says how one is made."""
    done = run(*command, "--data", "nowhere")
    assert done.returncode == 2
    assert "msbazhong harvest" in complaint(done)


def test_a_fault_of_ours_is_one_line_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names the file with the traceback; --debug shows it."""
    from msbazhong_spider import cli as module

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr(module.cli, "main", fail)
    with pytest.raises(SystemExit) as stopped:
        module.main(["runs"])
    assert stopped.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith("msbazhong: unexpected ZeroDivisionError: of all things")
    log = Path(next(word for word in said.split() if word.endswith((".log,", ".log"))).rstrip(","))
    assert "Traceback" in log.read_text("utf-8")
    log.unlink()
    with pytest.raises(SystemExit):
        module.main(["--debug", "runs"])
    assert "Traceback" in capsys.readouterr().err


LOCALES = {
    "C": {"LC_ALL": "C"},
    "UTF-8": {"LC_ALL": "C.UTF-8"},
    "an old one": {"LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
    "ASCII": {"PYTHONIOENCODING": "ascii"},
}


@pytest.mark.parametrize("locale", LOCALES.values(), ids=LOCALES)
def test_chinese_in_every_locale(
    article_page: Callable[..., Any], tmp_path: Path, locale: dict[str, str]
) -> None:
    """Chinese comes out as it is or escaped; JSON stays JSON; nothing breaks."""
    (tmp_path / "a.html").write_bytes(article_page("李甲到青石镇调研春耕生产工作")[2])
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}
    env = {**kept, **locale, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "msbazhong_spider", "read", "a.html"]
    for options in ([], ["--json"]):
        done = subprocess.run(
            [*command, *options], capture_output=True, env=env, cwd=tmp_path, check=False
        )
        assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["title"] == "李甲到青石镇调研春耕生产工作"


def test_a_reader_that_goes_away_is_no_fault(
    article_page: Callable[..., Any], tmp_path: Path
) -> None:
    """``msbazhong read ... | head -1`` ends quietly."""
    (tmp_path / "a.html").write_bytes(article_page("李甲到青石镇调研春耕生产工作")[2])
    pages = " ".join(["a.html"] * 3000)
    pipe = f"{sys.executable} -m msbazhong_spider read {pages} | head -1"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(pipe, shell=True, capture_output=True, cwd=tmp_path, env=env, check=True)  # noqa: S602 - a pipe is what is tested
    assert done.stderr == b""


TIMES = {
    Precision.DAY: "2024-03-05",
    Precision.MINUTE: "2024-03-05T08:30:00+08:00",
    Precision.SECOND: "2024-03-05T08:30:00+08:00",
}


@pytest.mark.parametrize(("precision", "printed"), TIMES.items())
def test_times_are_as_exact_as_the_page(precision: Precision, printed: str) -> None:
    """A day stays a day."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from msbazhong_spider.commands.record import printed_time

    when = datetime(2024, 3, 5, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    article = Article("u", "t", "b", published=when, precision=precision)
    assert printed_time(article) == printed
