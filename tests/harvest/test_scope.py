"""What a run brings: all, a county, a section, reports since a day, one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from msbazhong_spider.replica import Replica, Truth


QUICK = ("--data", "data", "--delay", "0")


def test_a_run_brings_every_article_of_the_site(
    portal: Replica, run: Callable[..., Any], query: Callable[..., Any]
) -> None:
    """From the front page, by what links and pages say; and nothing that is no article."""
    done = run("harvest", "--start", portal.url, *QUICK)
    assert done.returncode == 0, done.stderr
    assert set(query("SELECT url FROM article")) == {one.article.url for one in portal.truth}
    links = "SELECT a.url, s.county, s.name FROM article AS a JOIN article_section AS x"
    on = "ON x.article_id = a.id JOIN section AS s ON s.id = x.section_id"
    listed = {(one.article.url, *pair) for one in portal.truth for pair in one.sections}
    assert set(query(f"{links} {on}")) == listed


def test_counters_and_scripts_are_never_asked_for(portal: Replica, run: Callable[..., Any]) -> None:
    """No request raises a view counter, and what robots.txt forbids is left alone."""
    run("harvest", "--start", portal.url, *QUICK)
    assert not [path for path in portal.requests if path.startswith(("/plus/", "/admin/"))]
    assert not [path for path in portal.requests if path.endswith((".js", ".css", ".png"))]


def scoped(portal: Replica, **wanted: str) -> list[Truth]:
    """Give the truth about a part of the portal."""
    return [
        one
        for one in portal.truth
        if any(
            wanted.get("county", county) == county and wanted.get("section", section) == section
            for county, section in one.sections
        )
        and (one.article.published or 0).strftime("%Y-%m-%d") >= wanted.get("since", "")
    ]


SCOPES = {
    "a county": {"county": 0},
    "a section of every county": {"section": "时政新闻"},
    "a section of a county": {"county": 1, "section": "综合新闻"},
    "since a day": {"since": "2024-01-01"},
    "all of them": {"county": 0, "section": "时政新闻", "since": "2023-01-01"},
}


@pytest.mark.parametrize("wanted", SCOPES.values(), ids=SCOPES)
def test_a_scope_brings_that_and_no_more(
    portal: Replica,
    run: Callable[..., Any],
    query: Callable[..., Any],
    wanted: dict[str, Any],
) -> None:
    """Exactly the articles that the wanted listings list, since the wanted day."""
    counties = sorted({one.article.county for one in portal.truth})
    scope = {key: counties[it] if isinstance(it, int) else it for key, it in wanted.items()}
    options = [part for key, value in scope.items() for part in (f"--{key}", value)]
    done = run("harvest", "--start", portal.url, *QUICK, *options)
    assert done.returncode == 0, done.stderr
    truth = scoped(portal, **scope)
    assert truth
    assert set(query("SELECT url FROM article")) == {one.article.url for one in truth}


def test_since_stops_asking_for_older_listing_pages(run: Callable[..., Any]) -> None:
    """Once a whole page of a listing is older, its further pages are not asked for."""
    from msbazhong_spider.replica import Replica

    with Replica(seed=3, articles=900) as replica:
        newest = max(one.article.published for one in replica.truth)
        before = len(replica.requests)
        run("harvest", "--start", replica.url, *QUICK, "--since", f"{newest:%Y-%m-%d}")
        asked = replica.requests[before:]
    assert len(asked) < 100  # 900 articles stand on more than 45 pages of about 35 listings


def test_the_unit_of_a_county_may_be_left_out(
    portal: Replica, run: Callable[..., Any], query: Callable[..., Any]
) -> None:
    """--county 平昌 means 平昌县."""
    county = next(one.article.county for one in portal.truth)
    done = run("harvest", "--start", portal.url, *QUICK, "--county", county[:-1])
    assert done.returncode == 0, done.stderr
    assert county in query("SELECT DISTINCT county FROM section")


def test_a_limit_is_kept(
    portal: Replica, run: Callable[..., Any], query: Callable[..., Any]
) -> None:
    """--limit 5 brings five articles."""
    done = run("harvest", "--start", portal.url, *QUICK, "--limit", 5)
    assert done.returncode == 0, done.stderr
    assert query("SELECT count(*) FROM article") == [5]


def test_the_scrapy_way(
    portal: Replica, run: Callable[..., Any], query: Callable[..., Any], tmp_path: Path
) -> None:
    """``scrapy crawl`` with arguments brings the same, and its run is on record."""
    county = portal.truth[0].article.county
    scope = ("-a", f"county={county}", "-a", "section=时政新闻")
    settings = {
        "MSBAZHONG_START": portal.url,
        "MSBAZHONG_DATA": tmp_path / "data",
        "DOWNLOAD_DELAY": 0,
    }
    options = [part for key, value in settings.items() for part in ("-s", f"{key}={value}")]
    done = run("crawl", "msbazhong", *scope, *options, module="scrapy")
    assert done.returncode == 0, done.stderr
    truth = scoped(portal, county=county, section="时政新闻")
    assert set(query("SELECT url FROM article")) == {one.article.url for one in truth}
    assert query("SELECT finish_reason FROM run") == ["finished"]


def test_one_page_alone(
    portal: Replica, run: Callable[..., Any], query: Callable[..., Any], tmp_path: Path
) -> None:
    """``scrapy crawl -a url=`` reads that page and follows nothing."""
    url = portal.truth[3].article.url
    before = len(portal.requests)
    where = tmp_path / "data"
    done = run(
        "crawl", "msbazhong", "-a", f"url={url}", "-s", f"MSBAZHONG_DATA={where}", module="scrapy"
    )
    assert done.returncode == 0
    assert query("SELECT url FROM article") == [url]
    assert len(portal.requests) - before == 2  # robots.txt and the page
