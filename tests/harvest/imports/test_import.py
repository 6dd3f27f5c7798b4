"""Imports of WARC and WACZ files: what a harvest would have kept, with origin and date."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.harvest.outcome import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://www.yunxi.example/news/{}.html"
NOON = "2019-03-05T04:00:00Z"
WAYBACK = "https://web.archive.org/web/20190305012345{}/http://www.yunxi.example/news/1.html"


def test_an_answer_becomes_an_article_with_its_people_and_its_bytes(
    warc: Any, body: Any, archive: Any, tmp_path: Path
) -> None:
    """Article, attendance and capture stand as after a harvest; the view leads to the record."""
    path = warc().add(URL.format(1), body("李甲到青石镇调研")).save(tmp_path / "crawl.warc.gz")
    done = archive.bring(path)
    assert (done.code, done.counts["new"], done.faults) == (ExitCode.DONE, 1, ())
    assert archive.ask("SELECT title, source, published, site, first_seen FROM article") == [
        (
            "李甲到青石镇调研",
            "岚河县融媒体中心",
            "2024-03-05",
            "yunxi.example",
            "2019-03-05T04:00:00Z",
        )
    ]
    (file, offset, origin, charset) = archive.ask(
        "SELECT warc_file, warc_offset, origin, charset_used FROM capture"
    )[0]
    assert (origin, charset) == ("warc/warc-date", "utf-8")
    assert file.startswith("import-crawl-")
    assert archive.ask("SELECT name, warc_file, warc_offset FROM attendance_flat") == [
        ("李甲", file, offset)
    ]


def test_a_second_import_changes_nothing(
    warc: Any, body: Any, archive: Any, tmp_path: Path
) -> None:
    """Neither a row nor a file, but the row of the run."""
    crawl = warc().add(URL.format(1), body("李甲到青石镇调研")).add(URL.format(2), b"<p>x</p>")
    path = crawl.save(tmp_path / "crawl.warc.gz")
    archive.bring(path)
    before, files = archive.dump(), sorted((archive.data / "warc").iterdir())
    done = archive.bring(path)
    assert (done.code, done.counts) == (ExitCode.DONE, {"known": 2})
    assert (archive.dump(), sorted((archive.data / "warc").iterdir())) == (before, files)


def test_the_same_page_in_two_files_is_one_article(
    warc: Any, body: Any, archive: Any, tmp_path: Path
) -> None:
    """Also under an address with a session in it; each answer keeps its row."""
    page = body("李甲到青石镇调研")
    first = warc().add(URL.format(1), page).save(tmp_path / "a.warc.gz")
    other = warc().add(URL.format(1) + "?from=timeline", page, date="2020-01-01T00:00:00Z")
    archive.bring(first, other.save(tmp_path / "b.warc.gz"))
    assert archive.ask("SELECT version, first_seen, last_seen FROM article") == [
        (1, "2019-03-05T04:00:00Z", "2020-01-01T00:00:00Z")
    ]
    assert archive.ask("SELECT count(*) FROM capture") == [(2,)]


def test_states_stand_in_the_order_of_their_time_whenever_they_come(
    warc: Any, body: Any, archive: Any, tmp_path: Path
) -> None:
    """An older state that is imported later becomes an earlier version."""
    for year, title in ((2021, "李甲到青石镇调研农业"), (2019, "李甲到青石镇调研")):
        crawl = warc().add(URL.format(1), body(title), date=f"{year}-01-01T00:00:00Z")
        archive.bring(crawl.save(tmp_path / f"{year}.warc.gz"))
    assert archive.ask("SELECT title, version FROM article") == [("李甲到青石镇调研农业", 2)]
    assert archive.ask("SELECT title, valid_from, changed_fields FROM article_version") == [
        ("李甲到青石镇调研", "2019-01-01T00:00:00Z", '["title"]')
    ]


WAYBACK_ANSWERS = {
    "the raw form is the page itself": ("id_", {}, "http", "wayback/timestamp", 0),
    "the rewritten form is told": ("", {}, "http", "wayback-rewritten/timestamp", 1),
    "a copy of an error is one of the site": (
        "id_",
        {"status": "404 Not Found", "headers": (("Memento-Datetime", "x"),)},
        "http",
        "wayback/timestamp",
        0,
    ),
    "not archived is no answer of the site": (
        "id_",
        {"status": "404 Not Found"},
        "https",
        "warc/warc-date",
        0,
    ),
}


@pytest.mark.parametrize(
    ("mode", "more", "scheme", "origin", "problems"), WAYBACK_ANSWERS.values(), ids=WAYBACK_ANSWERS
)
def test_wayback(  # noqa: PLR0913, PLR0917 - a table of many columns
    mode: str, more: Any, scheme: str, origin: str, problems: int, warc: Any, body: Any,
    archive: Any, tmp_path: Path,
) -> None:  # fmt: skip
    """An address of the Wayback Machine is the original one at the time that it names."""
    crawl = warc().add(WAYBACK.format(mode), body("李甲到青石镇调研"), **more)
    done = archive.bring(crawl.save(tmp_path / "crawl.warc.gz"))
    ((url, fetched, told),) = archive.ask("SELECT url, fetched, origin FROM capture")
    assert (url.partition(":")[0], told) == (scheme, origin)
    if origin != "warc/warc-date":
        assert (url, fetched) == (URL.format(1), "2019-03-05T01:23:45Z")
    assert done.counts.get("problem/rewritten", 0) == problems


def test_headers_that_the_wayback_machine_has_renamed_are_the_sites(
    warc: Any, archive: Any, tmp_path: Path
) -> None:
    """ETag and Last-Modified of the row are those that the site sent."""
    headers = (
        ("Content-Type", "text/html"),
        ("x-archive-orig-etag", '"abc"'),
        ("ETag", "theirs"),
    )
    crawl = warc().add(WAYBACK.format("id_"), b"<p>a</p>", headers=headers)
    archive.bring(crawl.save(tmp_path / "crawl.warc.gz"))
    assert archive.ask("SELECT etag FROM capture") == [('"abc"',)]


REFERENCES = {
    "by address and date": {"of": URL.format(1), "of_date": "2019-03-05T04:00:00Z"},
    "by digest alone": {"of": "", "of_date": ""},
}


@pytest.mark.parametrize("reference", REFERENCES.values(), ids=REFERENCES)
def test_a_revisit_record_has_the_bytes_of_what_it_repeats(
    reference: Any, warc: Any, body: Any, archive: Any, tmp_path: Path
) -> None:
    """Its own row, at its own time and place, and the article seen again; a reread finds it."""
    crawl = warc().add(URL.format(1), body("李甲到青石镇调研"))
    (digest,) = {
        one.rec_headers.get_header("WARC-Payload-Digest")
        for one in _records(crawl.save(tmp_path / "crawl.warc.gz"))
        if one.rec_type == "response"
    }
    crawl.revisit(URL.format(1), digest=digest, date="2020-01-01T00:00:00Z", **reference)
    done = archive.bring(crawl.save(tmp_path / "crawl.warc.gz"))
    assert done.faults == ()
    assert archive.ask(
        "SELECT count(*), count(DISTINCT sha256), count(DISTINCT warc_offset) FROM capture"
    ) == [(2, 1, 2)]
    assert archive.ask("SELECT last_seen FROM article") == [("2020-01-01T00:00:00Z",)]


def _records(path: Path) -> Any:
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as file:
        yield from ArchiveIterator(file)


def test_a_revisit_whose_original_is_nowhere_is_a_problem(
    warc: Any, body: Any, archive: Any, tmp_path: Path
) -> None:
    """It is told what to do, and the rest is imported."""
    crawl = warc().revisit(
        URL.format(9), URL.format(8), "2018-01-01T00:00:00Z", "sha1:A", "2020-01-01T00:00:00Z"
    )
    crawl.add(URL.format(1), body("李甲到青石镇调研"))
    done = archive.bring(crawl.save(tmp_path / "crawl.warc.gz"))
    assert (done.code, done.counts["new"]) == (ExitCode.PROBLEMS, 1)
    assert "import the other files of that crawl too" in done.faults[0]
    assert archive.ask("SELECT kind, url FROM problem") == [("unreadable", URL.format(9))]


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")], ids=["after it", "before it"])
def test_a_repeated_page_finds_its_original_in_whichever_file(
    warc: Any, body: Any, archive: Any, tmp_path: Path, names: tuple[str, str]
) -> None:
    """Files are read in the order of their names; the original may come last."""
    first, second = (tmp_path / f"{name}.warc.gz" for name in names)
    crawl = warc().add(URL.format(1), body("李甲到青石镇调研"))
    archive.bring(crawl.save(first))
    ((digest,),) = archive.ask("SELECT payload_digest FROM capture")
    other = type(archive)(tmp_path / "other")
    later = "2020-01-01T00:00:00Z"
    warc().revisit(URL.format(1), URL.format(1), NOON, digest, later).save(second)
    done = other.bring(*sorted((first, second)))
    assert (done.code, done.faults) == (ExitCode.DONE, ())
    assert other.ask("SELECT first_seen, last_seen FROM article") == [(NOON, later)]


def test_very_many_repeats_of_a_missing_file_are_one_line(
    warc: Any, archive: Any, tmp_path: Path
) -> None:
    """Each stands in ``problem``; the terminal is told the number."""
    crawl, digest = warc(), "sha1:" + "A" * 32
    for number in range(30):
        url = URL.format(number)
        crawl.revisit(url, url, "2018-01-01T00:00:00Z", digest, "2020-01-01T00:00:00Z")
    done = archive.bring(crawl.save(tmp_path / "b.warc.gz"))
    assert len(done.faults) == 1
    assert ": 30 records that only repeat" in done.faults[0]
    assert archive.ask("SELECT count(DISTINCT url) FROM problem") == [(30,)]


def test_a_file_that_was_renamed_is_known(
    warc: Any, body: Any, archive: Any, tmp_path: Path
) -> None:
    """Its bytes are in the archive already, and stay there once."""
    path = warc().add(URL.format(1), body("李甲到青石镇调研")).save(tmp_path / "a.warc.gz")
    archive.bring(path)
    done = archive.bring(path.rename(tmp_path / "b.warc.gz"))
    assert (done.code, done.counts) == (ExitCode.DONE, {"known": 1})
    assert len(list((archive.data / "warc").iterdir())) == 1


def test_an_article_in_parts_is_joined_in_whatever_order_they_come(
    warc: Any, page: Any, archive: Any, tmp_path: Path
) -> None:
    """The second part comes first in the file; it is no article of its own."""
    label = "<p>时间：2024-03-05 来源：岚河县融媒体中心</p>"
    texts = [
        f"<p>{'县委书记李甲到青石镇调研春耕，看了合作社，问了种子的价格。' * 3}第{n}部分。</p>"
        for n in (1, 2)
    ]
    ways = ('<a href="1_2.html">下一页</a>', '<a href="1.html">上一页</a>')
    parts = [
        page(
            f"<h1>李甲到青石镇调研</h1>{label}<div class=content>{text}</div>{way}",
            "李甲到青石镇调研",
        )[2]
        for text, way in zip(texts, ways, strict=True)
    ]
    crawl = warc().add(URL.format("1_2"), parts[1]).add(URL.format(1), parts[0])
    archive.bring(crawl.save(tmp_path / "crawl.warc.gz"))
    ((url, text),) = archive.ask("SELECT url, body FROM article")
    assert url == URL.format(1)
    assert "第1部分" in text
    assert "第2部分" in text
    assert archive.ask("SELECT count(*) FROM capture") == [(2,)]


def test_a_listing_gives_its_section_to_the_articles_that_it_shows(
    warc: Any, page: Any, body: Any, archive: Any, tmp_path: Path
) -> None:
    """As in a harvest, where the listing leads to them."""
    links = "".join(
        f"<li><a href=/news/{n}.html>云溪县召开第{n}次春耕生产工作会议</a> 2024-03-0{n}</li>"
        for n in range(1, 9)
    )
    crumbs = "<div>当前位置：<a href=/>首页</a> &gt; <a href=/yx/>云溪县</a> &gt; 时政新闻</div>"
    crawl = warc().add("http://www.yunxi.example/sz/", page(f"{crumbs}<ul>{links}</ul>")[2])
    crawl.add(URL.format(1), body("李甲到青石镇调研"))
    archive.bring(crawl.save(tmp_path / "crawl.warc.gz"))
    assert archive.ask(
        "SELECT s.county, s.name FROM article_section AS l JOIN section AS s ON s.id = l.section_id"
    ) == [("云溪县", "时政新闻")]


def test_what_is_no_page_of_the_web_has_no_row(warc: Any, archive: Any, tmp_path: Path) -> None:
    """DNS answers and notes of crawlers stay in the WARC file and nowhere else."""
    crawl = warc().add("dns:www.yunxi.example", b"1.2.3.4", kind="resource")
    crawl.add("urn:pageinfo:http://www.yunxi.example/", b"{}", kind="resource")
    crawl.add(
        "http://www.yunxi.example/a.png", b"\x89PNG", headers=(("Content-Type", "image/png"),)
    )
    archive.bring(crawl.save(tmp_path / "crawl.warc.gz"))
    assert archive.ask("SELECT url, kind FROM capture") == [
        ("http://www.yunxi.example/a.png", "other")
    ]


def test_a_film_takes_no_memory(
    warc: Any, archive: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a body that is too long for a page length and digest are taken piece by piece."""
    from hashlib import sha256

    monkeypatch.setattr("msbazhong_spider.harvest.reading.LONGEST", 1000)
    film = b"\0film" * 1000
    crawl = warc().add(
        "http://www.yunxi.example/a.mp4", film, headers=(("Content-Type", "video/mp4"),)
    )
    archive.bring(crawl.save(tmp_path / "crawl.warc.gz"))
    assert archive.ask("SELECT size, sha256, kind FROM capture") == [
        (5000, sha256(film).hexdigest(), "other")
    ]


def test_the_rest_is_imported_where_some_of_it_is_bad(
    warc: Any, body: Any, archive: Any, tmp_path: Path
) -> None:
    """Each bad file is named once, with what was wrong and what to do, and stands in problem."""
    good = (
        warc()
        .add(URL.format(1), body("李甲到青石镇调研"))
        .add(URL.format(2), body("王乙到白石镇调研"))
    )
    whole = good.save(tmp_path / "a.warc.gz")
    (tmp_path / "cut.warc.gz").write_bytes(whole.read_bytes()[:-20])
    with zipfile.ZipFile(tmp_path / "b.wacz", "w") as package:
        package.writestr("hello.txt", "x")
    (tmp_path / "c.wacz").write_bytes(b"PK\x03\x04 no zip")
    (tmp_path / "d.html").write_bytes(b"\x89PNG\r\n\0\0")
    (tmp_path / "e.warc").write_text("hello")
    names = ("none.html", "cut.warc.gz", "b.wacz", "c.wacz", "d.html", "e.warc")
    done = archive.bring(*(tmp_path / name for name in names))
    assert done.code is ExitCode.PROBLEMS
    assert archive.ask("SELECT title FROM article") == [("李甲到青石镇调研",)]
    words = ("can't be read", "cut off", "no WACZ", "no zip file", "binary", "no WARC")
    for name, word, told in zip(names, words, done.faults, strict=True):
        assert name in told
        assert word in told
    assert archive.ask("SELECT url FROM problem ORDER BY id") == [
        (str(tmp_path / n),) for n in names
    ]
    assert archive.ask("SELECT exit_code, finish_reason FROM run") == [(3, "finished")]


def test_nothing_to_import_is_a_wrong_argument(archive: Any, tmp_path: Path) -> None:
    """An empty folder, or one file that is none, can't have been meant."""
    (tmp_path / "empty").mkdir()
    assert archive.bring(tmp_path / "empty").code is ExitCode.USAGE
    assert archive.bring(tmp_path / "none.warc").code is ExitCode.USAGE


def test_an_interruption_leaves_what_was_imported(
    warc: Any, body: Any, archive: Any, tmp_path: Path
) -> None:
    """Ctrl-C in the second file: the first is there, the run says so, the next import goes on."""
    for name, number in (("a", 1), ("b", 2)):
        warc().add(URL.format(number), body(f"李甲到第{number}镇调研")).save(
            tmp_path / f"{name}.warc.gz"
        )

    def interrupt(counts: Any) -> None:
        if counts["pages"] == 2:
            raise KeyboardInterrupt

    done = archive.bring(tmp_path, watch=interrupt)
    assert done.code is ExitCode.INTERRUPTED
    assert archive.ask("SELECT count(*) FROM article")[0][0] >= 1
    assert archive.ask("SELECT exit_code, finish_reason FROM run") == [(8, "shutdown")]
    assert archive.bring(tmp_path).code is ExitCode.DONE
    assert archive.ask("SELECT count(*) FROM article") == [(2,)]


def test_a_wacz_made_by_hand(warc: Any, body: Any, archive: Any, tmp_path: Path) -> None:
    """Its WARC files are imported; one whose digest is not the promised one is told."""
    crawl = warc().add(URL.format(1), body("李甲到青石镇调研")).save(tmp_path / "data.warc.gz")
    listed = {"resources": [{"path": "archive/data.warc.gz", "hash": "sha256:" + "0" * 64}]}
    with zipfile.ZipFile(tmp_path / "crawl.wacz", "w") as package:
        package.write(crawl, "archive/data.warc.gz")
        package.writestr("datapackage.json", json.dumps(listed))
    done = archive.bring(tmp_path / "crawl.wacz")
    assert "it was altered" in done.faults[0]
    assert archive.ask("SELECT title FROM article") == [("李甲到青石镇调研",)]
    assert archive.ask("SELECT origin FROM capture") == [("wacz/warc-date",)]


@pytest.mark.skipif(find_spec("wacz") is None, reason="the wacz package is not installed")
def test_a_wacz_of_the_wacz_package(warc: Any, body: Any, archive: Any, tmp_path: Path) -> None:
    """A package that another tool has made is imported without a word of complaint."""
    crawl = warc().add(URL.format(1), body("李甲到青石镇调研")).save(tmp_path / "data.warc.gz")
    made = tmp_path / "crawl.wacz"
    command = [sys.executable, "-c", "from wacz.main import main; import sys; sys.exit(main())"]
    subprocess.run(
        [*command, "create", str(crawl), "-o", str(made)], check=True, capture_output=True
    )
    done = archive.bring(made)
    assert (done.code, done.faults) == (ExitCode.DONE, ())
    assert archive.ask("SELECT title FROM article") == [("李甲到青石镇调研",)]


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_a_warc_of_wget(
    packed: bool, serve: Any, article_page: Any, archive: Any, tmp_path: Path
) -> None:
    """What wget has fetched and written is imported; its own notes are no pages."""
    options = [] if packed else ["--no-warc-compression"]
    with serve({"/news/1.html": article_page("李甲到青石镇调研")}) as site:
        subprocess.run(
            ["wget", "-q", "--no-proxy", "--warc-file=crawl", *options, f"{site.url}news/1.html"],
            cwd=tmp_path,
            check=True,
            env={**os.environ, "LC_ALL": "C"},
        )
    done = archive.bring(next(tmp_path.glob("crawl.warc*")))
    assert (done.code, done.faults) == (ExitCode.DONE, ())
    assert archive.ask("SELECT title, url FROM article") == [
        ("李甲到青石镇调研", f"{site.url}news/1.html")
    ]
    assert archive.ask("SELECT count(*) FROM capture") == [(1,)]


def test_answers_that_did_not_find_an_article_are_looks_in_any_order(
    warc: Any, body: Any, archive: Any, tmp_path: Path
) -> None:
    """404s on three days make it gone if the site was well; a challenge and a 503 prove nothing."""
    missed = warc()
    for day, status in ((1, "404 Not Found"), (2, "410 Gone"), (3, "404 No"), (4, "503 Ill")):
        missed.add(URL.format(1), b"no", status=status, date=f"2020-01-0{day}T04:00:00Z")
    missed.add(URL.format(1), b"x" * 40, status="521 x", date="2020-01-05T04:00:00Z")
    archive.bring(missed.save(tmp_path / "later.warc.gz"))
    assert archive.ask("SELECT count(*) FROM look") == [(0,)]
    there = warc().add(URL.format(1), body("李甲到青石镇调研"))
    for day in (1, 2, 3):
        there.add(URL.format(2), body("王乙到白石镇调研"), date=f"2020-01-0{day}T05:00:00Z")
    archive.bring(there.save(tmp_path / "earlier.warc.gz"))
    looks = "SELECT why, day, capture_id IN (SELECT id FROM capture) FROM look WHERE why > ''"
    assert archive.ask(f"{looks} ORDER BY seen") == [
        ("not_found", "2020-01-01", 1),
        ("gone", "2020-01-02", 1),
        ("not_found", "2020-01-03", 1),
    ]
    assert archive.ask("SELECT url, days FROM gone") == [(URL.format(1), 3)]
