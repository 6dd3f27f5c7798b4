"""Each publishing system of the replica, walked from its front page to its last article."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.items import Participation, Precision
from msbazhong_spider.replica import Replica, Truth, epaper
from msbazhong_spider.replica.skins import SKINS

if TYPE_CHECKING:
    from msbazhong_spider.items import Article
    from msbazhong_spider.replica.site import Site

ROOT = Path(__file__).parent.parent.parent
OTHERS = [name for name in SKINS if name != "portal"]  # which the other tests harvest
ROWS = """
SELECT url, title, subtitles, published, precision, source, county, section, body, breadcrumb,
  (SELECT json_group_array(json_array(b.name, b.part)) FROM byline AS b WHERE b.article_id = a.id)
    AS bylines,
  (SELECT json_group_array(json_array(s.county, s.name)) FROM article_section AS x
    INNER JOIN section AS s ON s.id = x.section_id WHERE x.article_id = a.id) AS sections
FROM article AS a
"""
SAME = ("title", "source", "county", "section", "body", "precision")  # in rows as in the truth
FIELDS = (*SAME, "subtitles", "published", "bylines", "breadcrumb", "sections")
LAYOUT = {
    Precision.DAY: "%Y-%m-%d",
    Precision.MINUTE: "%Y-%m-%dT%H:%M",
    Precision.SECOND: "%Y-%m-%dT%H:%M:%S",
}


@dataclass(frozen=True)
class Walk:
    """A harvest of one skin: what is true, what was found, what was asked for."""

    site: Site
    truth: tuple[Truth, ...]
    rows: list[dict[str, Any]]
    asked: tuple[str, ...]
    outcome: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module", params=OTHERS)
def walk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Harvest a small portal in one skin over real HTTP, in a process of its own."""
    data = tmp_path_factory.mktemp(request.param) / "data"
    with Replica(seed=5, articles=32, skin=request.param, counties=2, per_page=2) as replica:
        done = harvest(replica.url, data)
        return Walk(replica.site, replica.truth, rows_of(data), replica.requests, done)


def harvest(start: str, data: Path) -> subprocess.CompletedProcess[str]:
    """Harvest a site into a folder, with eight requests under way at once."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MSBAZHONG")}
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "msbazhong_spider",
            "harvest",
            "--delay",
            "0",
            "--start",
            start,
            "--data",
            str(data),
        ],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=kept,
        check=False,
    )


def rows_of(data: Path) -> list[dict[str, Any]]:
    """Read the articles that a harvest has left."""
    with closing(sqlite3.connect(data / "news.db")) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(ROWS)]


def test_every_article_is_found_once_and_nothing_else(walk: Walk) -> None:
    """Front page, counties, sections and all pages of their listings are gone through."""
    assert walk.outcome.returncode == 0, walk.outcome.stderr
    urls = [row["url"] for row in walk.rows]
    assert sorted(urls) == sorted(one.article.url for one in walk.truth)


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_as_it_is_in_truth(walk: Walk, field: str) -> None:
    """Articles in several parts included, which are one article."""
    rows = {row["url"]: row for row in walk.rows}
    wrong = [
        (one.article.url, found(rows[one.article.url])[field], expected(one)[field])
        for one in walk.truth
        if one.article.url in rows and found(rows[one.article.url])[field] != expected(one)[field]
    ]
    assert not wrong, f"{len(wrong)} wrong, the first: {wrong[0]}"


def test_no_counter_is_asked_for(walk: Walk) -> None:
    """The pages name addresses that count a visit; asking for one would change what it counts."""
    counters = walk.site.skin.counters
    assert not [path for path in walk.asked if counters and path.startswith(counters)]


def test_the_walk_was_long_enough(walk: Walk) -> None:
    """It needed the further pages of listings, and parts of articles where the system has them."""
    site = walk.site
    assert max(map(site.pages, range(len(site.sections)))) >= 3
    parts = [len(site.skin.split(one.article.body)) for one in walk.truth]
    assert max(parts) > 1 or not site.skin.per_part


def test_the_newspaper_as_printed_is_walked_from_its_root(tmp_path: Path) -> None:
    """The root holds only a META REFRESH to the newest issue; its pages hold the articles."""
    with Replica(seed=5, articles=48, skin="founder", counties=2) as replica:
        done = harvest(f"{replica.url}epaper/", tmp_path)
        sheets = epaper.issue(replica.site)
        told = {replica.url + one.url[1:]: one for sheet in sheets for one in sheet.articles}
    assert done.returncode == 0, done.stderr
    rows = {row["url"]: row for row in rows_of(tmp_path)}
    assert sorted(rows) == sorted(told)
    fields = ("title", "subtitles", "published", "source", "body", "bylines")
    for url, article in told.items():
        want, row = expected(Truth(article, Participation(), ())), found(rows[url])
        assert {name: row[name] for name in fields} == {name: want[name] for name in fields}


def expected(one: Truth) -> dict[str, Any]:
    """Give the fields of an article as a row should hold them."""
    article = one.article
    return {
        **{name: getattr(article, name) for name in SAME},
        "subtitles": "\n".join(article.subtitles),
        "published": printed(article),
        "breadcrumb": list(article.breadcrumb),
        "bylines": sorted([line.name, line.part.value] for line in article.bylines),
        "sections": sorted(map(list, one.sections)),
    }


def found(row: dict[str, Any]) -> dict[str, Any]:
    """Give the fields of a row in a form that compares."""
    read = {name: json.loads(row[name]) for name in ("bylines", "sections", "breadcrumb")}
    return {**row, **read, "bylines": sorted(read["bylines"]), "sections": sorted(read["sections"])}


def printed(article: Article) -> str | None:
    """Write a time as exactly as it is known."""
    if not article.published or not article.precision:
        return None
    return article.published.strftime(LAYOUT[article.precision])
