"""Saved pages as tests of a site: what the evidence misses, what hints bring, what is told."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.items import Page
from msbazhong_spider.pages.saved import as_json, read_values, saved_fields, saved_pages
from msbazhong_spider.spiders.lanhe import LanheSpider
from msbazhong_spider.spiders.scaffold import Facts, files_of, layout_of

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).parent / "lanhe"
PAGES = {saved.name: saved for saved in saved_pages(FOLDER)}
MISSED = {"article": {"published", "source"}, "front": {"next_page"}}


@pytest.mark.parametrize(("name", "fields"), MISSED.items(), ids=MISSED)
def test_the_hints_bring_what_the_evidence_misses(name: str, fields: set[str]) -> None:
    """They are needed, and for nothing else: a hint that is not needed is taken out."""
    saved = PAGES[name]
    without = saved.read(None)
    assert {field for field in without if without[field] != saved.expected[field]} == fields
    assert not any(without[field] for field in fields)


def test_a_page_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    """Bytes, address, status, time, and the headers that reading asks for; no others."""
    for saved in PAGES.values():
        (tmp_path / f"{saved.name}.html").write_bytes(saved.page.body)
        text = as_json(saved.page, saved.expected)
        (tmp_path / f"{saved.name}.json").write_text(text, encoding="utf-8")
    assert saved_pages(tmp_path) == list(PAGES.values())
    page = Page(
        "http://a.example/", b"", headers={"set-cookie": "a=b", "content-type": "text/html"}
    )
    assert json.loads(as_json(page, {}))["headers"] == {"content-type": "text/html"}


def test_what_is_neither_article_nor_listing_has_its_kind() -> None:
    """And nothing else."""
    assert read_values(Page("http://a.example/1.html", b"gone", 404)) == {"kind": "missing"}


def test_a_folder_without_saved_pages_makes_no_test(tmp_path: Path) -> None:
    """A mistyped folder must not pass for want of cases."""
    with pytest.raises(LookupError, match="holds no saved page"):
        saved_fields(tmp_path)


def show(number: int, title: str, day: str) -> bytes:
    """Print another article in the template of the saved one."""
    text = PAGES["article"].page.body.decode("gb18030")
    text = text.replace("青石镇：三百亩春茶开采", title).replace("2024-03-05 08:30", f"{day} 09:00")
    return text.encode("gb18030")


def listing(*entries: tuple[int, str, str], following: str) -> bytes:
    """Print a listing in the template of the saved front page."""
    text = PAGES["front"].page.body.decode("gb18030")
    start, end = text.index('<div class="cell">'), text.index("</div>\n<button")
    cells = "".join(
        f'<div class="cell"><a href="/show/{number}.html">{title}</a><em>{day}</em></div>\n'
        for number, title, day in entries
    )
    return (
        (text[:start] + cells + text[end:]).replace("/list/0_2.html", following).encode("gb18030")
    )


FIRST = [
    (1023, "青石镇：三百亩春茶开采", "2024-03-05"),
    (1019, "全县安全生产工作会议召开", "2024-03-04"),
]
SECOND = [
    (1017, "河口村通组公路建成通车", "2024-03-02"),
    (1011, "县医院新门诊楼投入使用", "2024-03-01"),
]


@pytest.fixture
def answers() -> dict[str, Any]:
    """Give a site of two listing pages and four articles that hides what the hints name."""
    kind = {"Content-Type": "text/html"}
    pages = {"/": listing(*FIRST, following="/list/0_2.html")}
    pages["/list/0_2.html"] = listing(*SECOND, following="/list/0_2.html")
    pages |= {f"/show/{one[0]}.html": show(*one) for one in (*FIRST, *SECOND)}
    return {path: (200, kind, body) for path, body in pages.items()}


def test_a_harvest_uses_the_hints(
    run: Callable[..., Any], serve: Callable[..., Any], answers: dict[str, Any], tmp_path: Path
) -> None:
    """Every article is found over the hinted next page, with date and source of the hints."""
    with serve(answers) as site:
        done = run("harvest", "lanhe", "--start", site.url, "--delay", 0)
    assert done.returncode == 0, done.stderr
    assert "hints that found nothing" not in done.stdout
    found = rows(tmp_path, "SELECT title, published, source FROM article ORDER BY published DESC")
    entries = [*FIRST, *SECOND]
    assert found == [(title, f"{day}T09:00", "岚河县融媒体中心") for _, title, day in entries]


def test_a_harvest_tells_of_hints_that_found_nothing(
    run: Callable[..., Any], serve: Callable[..., Any], answers: dict[str, Any], tmp_path: Path
) -> None:
    """After a change of the template: in the summary by number, in each article as a doubt."""
    status, kind, body = answers["/show/1023.html"]
    answers["/show/1023.html"] = status, kind, body.replace(b"data-from", b"data-by")
    with serve(answers) as site:
        done = run("harvest", "lanhe", "--start", site.url, "--delay", 0)
    assert "hints that found nothing, with the number of pages: source 1\n" in done.stdout
    (doubts,) = rows(tmp_path, "SELECT doubts FROM article WHERE source IS NULL")[0]
    told = json.loads(doubts)
    assert told == ["the hint for source found nothing: div.meta::attr(data-from)"]


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """Ask the database of a run."""
    with closing(sqlite3.connect(folder / "data" / "news.db")) as database:
        return database.execute(sql).fetchall()


def test_the_site_is_written_as_new_site_writes_it() -> None:
    """Its test is what the command gives, so that what the command gives is linted here."""
    root = FOLDER.parent.parent.parent
    layout = layout_of(root)
    facts = Facts("lanhe", LanheSpider.title, LanheSpider.front_page, LanheSpider.hosts, ())
    written = files_of(facts, {}, layout)[layout.test("lanhe")]
    assert written.decode() == layout.test("lanhe").read_text("utf-8")
    assert layout.spider("lanhe").is_file()
