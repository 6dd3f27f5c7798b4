"""Saved pages: what tells their address and their time, and how they stand in the archive."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.archive.read import read_page
from msbazhong_spider.harvest.origins import Origin
from msbazhong_spider.harvest.outcome import ExitCode
from msbazhong_spider.harvest.saved import read_saved
from msbazhong_spider.harvest.sources import find_sources
from msbazhong_spider.items import Page
from msbazhong_spider.pages.saved import as_json

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://www.yunxi.example/news/1.html"
FILE_TIME = datetime(2018, 1, 2, 3, 4, 5, tzinfo=UTC)
NOTED = datetime(2024, 3, 5, 4, 13, 14, tzinfo=UTC)
TEXT = """\
当前位置:首页 > 云溪县 > 时政新闻
云溪县召开春耕生产工作会议
时间:2022年03月05日来源:赵丙 钱丁阅读:

李甲在会上强调

   3月4日,云溪县召开春耕生产工作会议,贯彻落实省市有关会议精神,安排部署春耕生产各项工作,县委书记李甲出席会议并讲话。

县长王乙主持会议。

李甲指出,要抓紧农时,把技术送到田间地头,让种粮的农户心里有底、手里有招、秋后有收成,各乡镇要把责任落到人头。

各乡镇负责同志参加会议。
"""


def save(path: Path, content: bytes) -> Path:
    """Write a file as old as FILE_TIME."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (FILE_TIME.timestamp(), FILE_TIME.timestamp()))
    return path


CLAIMS = {
    "the browser's note": (
        b"<!-- saved from url=(0036)%s -->",
        URL,
        FILE_TIME,
        Origin.SAVED_FILE_TIME,
    ),
    "SingleFile's note": (
        (
            b"<!--\n Page saved with SingleFile \n url: %s \n"
            b" saved date: Tue Mar 05 2024 12:13:14 GMT+0800 (China Standard Time)\n-->"
        ),
        URL,
        NOTED,
        Origin.SAVED_NOTE,
    ),
    "HTTrack's note": (
        (
            b"<!-- Mirrored from www.yunxi.example/news/1.html by HTTrack Website Copier/3.x"
            b" [XR&CO'2014], Tue, 05 Mar 2024 04:13:14 GMT -->%.0s"
        ),
        URL,
        NOTED,
        Origin.SAVED_NOTE,
    ),
    "its canonical link": (
        b'<link href="%s" rel="canonical">',
        URL,
        FILE_TIME,
        Origin.SAVED_FILE_TIME,
    ),
    "its og:url": (
        b'<meta property="og:url" content="%s">',
        URL,
        FILE_TIME,
        Origin.SAVED_FILE_TIME,
    ),
    "a page of the Wayback Machine": (
        b"<!-- saved from url=(0080)https://web.archive.org/web/20240305041314/%s -->",
        URL,
        NOTED,
        Origin.REWRITTEN,
    ),
}


@pytest.mark.parametrize(("note", "url", "dated", "origin"), CLAIMS.values(), ids=CLAIMS)
def test_a_note_in_the_page_tells_its_address(
    note: bytes, url: str, dated: datetime, origin: Origin, tmp_path: Path
) -> None:
    """And its time, if the note has one; else the file's own time counts, and the row says so."""
    path = save(tmp_path / "a.html", (note % URL.encode()) + b"<html><body><p>x</p>")
    page = read_saved(path)
    assert (page.url, page.dated, page.origin) == (url, dated, origin)


def test_a_canonical_link_to_the_front_page_tells_nothing(tmp_path: Path) -> None:
    """Templates print it on every page; all pages would become one."""
    page = b'<link rel=canonical href="http://www.yunxi.example/"><html><p>x</p>'
    assert read_saved(save(tmp_path / "a.html", page)).url.startswith("urn:sha256:")


MIRRORED = {
    "www.yunxi.example/news/1.html": "http://www.yunxi.example/news/1.html",
    "www.yunxi.example/news/index.html": "http://www.yunxi.example/news/",
    "www.yunxi.example/show.php?id=3": "http://www.yunxi.example/show.php?id=3",
    "10.20.0.3:8080/news/1.html": "http://10.20.0.3:8080/news/1.html",
    "www.yunxi.example:8080/news/云.html": "http://www.yunxi.example:8080/news/%E4%BA%91.html",
}


@pytest.mark.parametrize(("name", "url"), MIRRORED.items(), ids=MIRRORED)
def test_a_folder_named_as_a_host_tells_the_address(name: str, url: str, tmp_path: Path) -> None:
    """As wget -m leaves them."""
    assert read_saved(save(tmp_path / name, b"<html><p>x</p>")).url == url


@pytest.mark.parametrize("folder", ["1.2.3", "10.20.0.300", "news.old", "v1.2.3.4"])
def test_a_folder_that_only_looks_like_a_host_tells_nothing(folder: str, tmp_path: Path) -> None:
    """A number of a version, or words with a dot in them."""
    page = save(tmp_path / folder / "1.html", b"<html><p>x</p>")
    assert read_saved(page).url.startswith("urn:sha256:")


def test_the_json_that_new_site_writes_tells_all(archive: Any, body: Any, tmp_path: Path) -> None:
    """Address, time and content type; nothing else is asked."""
    page = Page(
        URL, body("李甲到青石镇调研"), 200, {"content-type": "text/html; charset=utf-8"}, NOTED
    )
    save(tmp_path / "article.html", page.body)
    (tmp_path / "article.json").write_text(as_json(page, {}), "utf-8")
    assert archive.bring(tmp_path).code is ExitCode.DONE
    assert archive.ask("SELECT url, fetched, origin, kind FROM capture") == [
        (URL, "2024-03-05T04:13:14Z", "saved/sidecar", "article")
    ]
    ((file, offset),) = archive.ask("SELECT warc_file, warc_offset FROM capture")
    assert read_page(archive.data / "warc" / file, offset) == page


def test_a_text_page_is_one_full_article_however_often_and_from_where(
    archive: Any, tmp_path: Path
) -> None:
    """Without an address it is known by its bytes; a copy of another time changes nothing."""
    first = save(tmp_path / "one" / "page.txt", TEXT.encode())
    assert archive.bring(first, site="msbazhong").code is ExitCode.DONE
    before = archive.dump()
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "copy.txt").write_bytes(TEXT.encode())
    assert archive.bring(tmp_path / "two").counts["known"] == 1
    assert archive.dump() == before
    ((title, subtitles, published, source, county, section, site),) = archive.ask(
        "SELECT title, subtitles, published, source, county, section, site FROM article"
    )
    assert (title, subtitles) == ("云溪县召开春耕生产工作会议", "李甲在会上强调")
    assert (published, source) == ("2022-03-05", "赵丙 钱丁")
    assert (county, section, site) == ("云溪县", "时政新闻", "msbazhong")
    assert archive.ask("SELECT name, post, speak, chair FROM attendance ORDER BY position") == [
        ("李甲", "县委书记", 1, 0),
        ("王乙", "县长", 0, 1),
    ]
    assert archive.ask("SELECT fetched, origin FROM capture") == [
        ("2018-01-02T03:04:05Z", "saved/file-time")
    ]


def test_the_first_article_of_all(archive: Any, shared: Path) -> None:
    """The page that a browser copied as text is one full article."""
    path = shared / "pages" / "msbazhong-article.txt"
    if not path.exists():
        pytest.skip("the shared pages do not lie beside the checkout")
    assert archive.bring(path, site="msbazhong").counts["new"] == 1
    ((title, body, people, groups, incomplete),) = archive.ask(
        "SELECT title, body, (SELECT count(*) FROM attendance), (SELECT count(*) FROM collective),"
        " incomplete FROM article"
    )
    assert title == "平昌县级领导干部和正科级主要负责同志读书班举行"
    assert len(body.split("\n")) == 10
    assert (people, groups, incomplete) == (11, 4, 1)


BAD = {
    "empty": (b" \n", "empty; save the page again"),
    "binary": (b"<html>\0\0", "binary, no page"),
    "neither markup nor Chinese": (b"User-agent: *\nDisallow: /\n", "neither markup nor Chinese"),
    "MHTML": (
        b"From: <Saved by Blink>\nContent-Type: multipart/related; boundary=x\n\n<html>",
        "an MHTML file; open it in a browser",
    ),
}


@pytest.mark.parametrize(("content", "words"), BAD.values(), ids=BAD)
def test_what_is_no_page_is_told(content: bytes, words: str, archive: Any, tmp_path: Path) -> None:
    """In words, with the file's name."""
    path = save(tmp_path / "a.html", content)
    done = archive.bring(path)
    assert done.code is ExitCode.USAGE
    assert str(path) in done.faults[0]
    assert words in done.faults[0]


def test_a_folder_is_searched_for_pages_and_archives(tmp_path: Path) -> None:
    """Pictures, styles, hidden folders and the archive itself are passed over."""
    names = ("a.html", "b/c.SHTML", "b/d.txt", "e.warc.gz", "f.wacz", "g.php@id=3")
    others = ("h.png", "i.css", ".git/j.html", "data/warc/k.warc.gz", "l.json", "m.warc.gz.open")
    for name in (*names, *others):
        save(tmp_path / name, b"x")
    found = find_sources([tmp_path, tmp_path / "a.html"], tmp_path / "data" / "warc")
    assert sorted(str(one.path.relative_to(tmp_path)) for one in found) == sorted(names)
