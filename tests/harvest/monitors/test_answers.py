"""Shares of missing pages against what is usual, and listings that show too little."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.harvest.alerts.state import note
from msbazhong_spider.harvest.findings import Finding
from msbazhong_spider.harvest.monitors.answers import check_listings, check_missing, learn_listings
from msbazhong_spider.store.rows import stable_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msbazhong_spider.harvest.findings import Fine
    from msbazhong_spider.harvest.monitors import Scene

DAY = date(2026, 6, 1)
URL = "https://www.yunxi.example/sz/"


def names(told: Iterable[Finding | Fine]) -> list[str]:
    """Name the findings among what monitors say."""
    return [one.key for one in told if isinstance(one, Finding)]


SHARES = {
    "a few dead links": ([5] * 5, 8, []),
    "nine of a hundred, where none is usual": ([0] * 5, 9, []),
    "every fourth page": ([2] * 5, 25, ["pages_missing"]),
    "every fourth page, in a young archive": ([], 25, ["pages_missing"]),
    "every fourth page, as ever": ([24] * 5, 25, []),
    "one bad night before makes it no habit": ([2, 2, 60, 2, 2], 25, ["pages_missing"]),
}


@pytest.mark.parametrize(("before", "now", "expected"), SHARES.values(), ids=SHARES)
def test_missing_pages(archive: Any, before: list[int], now: int, expected: list[str]) -> None:
    """Measured by the middle one of the latest runs, of a hundred pages each."""
    for number, missing in enumerate(before):
        archive.counts = {"problem/missing": missing}
        archive.run(DAY - timedelta(days=9 - number))
    archive.counts = {"problem/missing": now}
    scene = archive.run(DAY)
    url = "https://www.yunxi.example/gone.html"
    archive.store.record_problem(scene.run_id, url, "missing", "says 页面不存在", datetime.now(UTC))
    told = list(check_missing(scene))
    assert names(told) == expected
    assert all(one.examples == (url,) for one in told if isinstance(one, Finding))


def missing_run(archive: Any, day: date, pages: int, numbers: range) -> Scene:
    """Let a run of so many answers have found some pages missing."""
    archive.counts = {"pages": pages, "problem/missing": len(numbers)}
    scene = archive.run(day)
    for number in numbers:
        url = f"https://www.yunxi.example/{number}.html"
        archive.store.record_problem(scene.run_id, url, "missing", "status 404", datetime.now(UTC))
    return scene


AGAIN = {
    "what was missing before is looked at again": (40, range(11), 1),
    "most answers are of that kind, so that little is known": (18, range(11), 0),
    "eleven others too": (40, range(22), 1),
}


@pytest.mark.parametrize(("pages", "numbers", "told"), AGAIN.values(), ids=AGAIN)
def test_pages_that_are_still_missing(archive: Any, pages: int, numbers: range, told: int) -> None:
    """A full run finds all that went in a month; that is confirmed in the nights after it."""
    missing_run(archive, DAY - timedelta(days=1), 400, range(11))
    said = [
        one
        for one in check_missing(missing_run(archive, DAY, pages, numbers))
        if one.key == "pages_missing"
    ]
    assert len(said) == told
    assert bool(names(said)) is (len(numbers) > 11)


def test_challenge_pages_that_did_not_stop_a_run(archive: Any) -> None:
    """They are no missing pages, and told by their own name."""
    archive.counts = {"problem/challenge": 30}
    assert names(check_missing(archive.run(DAY))) == ["challenges"]


def test_a_run_without_answers_has_no_shares(archive: Any) -> None:
    """Nothing is divided by nothing."""
    archive.counts = {"pages": 0}
    assert list(check_missing(archive.run(DAY))) == []


def reading(scene: Scene, items: int) -> Scene:
    """Let the listing have been read in a run, with so many articles on its first page."""
    scene.connection.execute(
        "INSERT INTO listing (id, site, url, county, section, depth, first_seen, last_read, items,"
        " head, walked_since, walks)"
        " VALUES (?, ?, ?, '云溪县', '时政新闻', 1, ?, ?, ?, 1, '', '[]')"
        " ON CONFLICT (id) DO UPDATE SET last_read = excluded.last_read, items = excluded.items",
        (stable_id(URL), scene.site, URL, scene.since, scene.since, items),
    )
    scene.connection.commit()
    return scene


NIGHTS = {
    "as ever": ([20, 20, 20], []),
    "a little less": ([20, 20, 12], []),
    "none": ([20, 20, 0], [f"listing_changed: {URL}"]),
    "far fewer": ([20, 20, 4], [f"listing_changed: {URL}"]),
    "none, for the second night": ([20, 0, 0], [f"listing_changed: {URL}"]),
    "back again": ([20, 0, 20], []),
    "a short listing": ([4, 4, 0], []),
    "seen for the first time": ([0], []),
    "it has grown, and shrinks to what it was": ([8, 20, 8], []),
}


@pytest.mark.parametrize(("nights", "expected"), NIGHTS.values(), ids=NIGHTS)
def test_listings(archive: Any, nights: list[int], expected: list[str]) -> None:
    """A bad reading does not become the measure of the next one."""
    for number, items in enumerate(nights):
        scene = reading(archive.run(DAY + timedelta(days=number)), items)
        told = names(check_listings(scene))
        learn_listings(scene)
    assert told == expected


def test_a_listing_that_is_none_any_more(archive: Any) -> None:
    """Its address answers, but with something else: nobody reads it, and somebody is told."""
    learn_listings(reading(archive.run(DAY), 20))
    scene = archive.run(DAY + timedelta(days=1))
    archive.store.record_problem(scene.run_id, URL, "other", "a form", datetime.now(UTC))
    (found,) = [one for one in check_listings(scene) if isinstance(one, Finding)]
    assert found.key == f"listing_changed: {URL}"
    assert found.why == (
        "it is no listing any more (a form); 20 links are usual (云溪县 > 时政新闻)"
    )
    later = archive.run(DAY + timedelta(days=100))
    archive.store.record_problem(later.run_id, URL, "other", "a form", datetime.now(UTC))
    assert names(check_listings(later)) == []  # that is how the site is now


def test_a_listing_that_could_not_be_had_is_not_judged(archive: Any) -> None:
    """A fault of the network says nothing of its shape."""
    learn_listings(reading(archive.run(DAY), 20))
    scene = archive.run(DAY + timedelta(days=1))
    archive.store.record_problem(scene.run_id, URL, "network", "reset", datetime.now(UTC))
    assert list(check_listings(scene)) == []


SINCE = {
    "last week": ("2026-05-25", []),
    "long ago": ("2020-01-01", [f"listing_changed: {URL}"]),
}


@pytest.mark.parametrize(("since", "expected"), SINCE.values(), ids=SINCE)
def test_what_was_too_old_to_be_asked_for(archive: Any, since: str, expected: list[str]) -> None:
    """A run for last week's news neither judges a listing by them nor learns from it."""
    learn_listings(reading(archive.run(DAY), 20))
    scene = reading(archive.run(DAY + timedelta(days=1), since=since), 2)
    assert names(check_listings(scene)) == expected
    learn_listings(scene)
    usual = scene.connection.execute("SELECT usual FROM listing").fetchall()
    assert usual == [(20,)]


def test_a_listing_that_was_not_read_is_not_judged(archive: Any) -> None:
    """Neither good nor bad is known of it."""
    learn_listings(reading(archive.run(DAY), 20))
    assert list(check_listings(archive.run(DAY + timedelta(days=1)))) == []


def test_a_change_that_lasts_is_how_the_site_is_now(archive: Any) -> None:
    """After two weeks of five articles a page five are usual; none never are."""
    learn_listings(reading(archive.run(DAY), 20))
    told = []
    for number in range(1, 17):
        scene = reading(archive.run(DAY + timedelta(days=number)), 5)
        findings = [one for one in check_listings(scene) if isinstance(one, Finding)]
        note(scene.connection, scene.site, findings, scene.started)
        learn_listings(scene)
        told.append(bool(findings))
    assert told == [True] * 14 + [False] * 2
    assert names(check_listings(reading(scene, 0))) == [f"listing_changed: {URL}"]
