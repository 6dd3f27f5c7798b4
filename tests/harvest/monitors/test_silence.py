"""Sections that fall silent are told of; those that rest, ended or are young are not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from msbazhong_spider.harvest.monitors import Judged

SECTION = "section_silent: 云溪县 > 时政新闻"
SITE = "site_silent"


def silent(judged: Judged) -> list[str]:
    """Name the silences that are told of."""
    return [one.key for one in judged.findings if one.sign in ("section_silent", "site_silent")]


def every(archive: Any, days: int, count: int, until: date, section: str = "时政新闻") -> None:
    """Publish every so many days, last on the day before ``until``."""
    last = until - timedelta(days=1)
    span = [last - timedelta(days=days * number) for number in range(count)]
    archive.store.save([archive.article(day, section) for day in span], None)


COURSES = {
    "news yesterday": (1, 60, date(2026, 6, 1), 1, []),
    "a daily section, silent for a week": (1, 60, date(2026, 6, 1), 8, [SITE]),
    "a daily section, silent for eight days": (1, 60, date(2026, 6, 1), 9, [SECTION, SITE]),
    "a weekly section, silent for twelve days": (7, 60, date(2026, 6, 1), 13, []),
    "a weekly section, silent for thirteen days": (7, 60, date(2026, 6, 1), 14, [SECTION, SITE]),
    "the spring festival": (1, 60, date(2026, 2, 16), 18, []),
    "the spring festival and nine days more": (1, 60, date(2026, 2, 16), 26, [SECTION, SITE]),
    "October's week": (1, 60, date(2026, 10, 1), 12, []),
    "a young section": (1, 15, date(2026, 6, 1), 40, []),
    "silent for a quarter: it has ended": (1, 60, date(2026, 3, 10), 120, []),
}


@pytest.mark.parametrize("course", COURSES.values(), ids=COURSES)
def test_silences(archive: Any, course: tuple[int, int, date, int, list[str]]) -> None:
    """Measured by the section's own longest silence, twice; quiet days do not count."""
    every_days, count, until, later, expected = course
    every(archive, every_days, count, until)
    assert silent(archive.judge(until + timedelta(days=later - 1))) == expected


def test_the_sentence_tells_since_when_and_how_long_it_ever_was(archive: Any) -> None:
    """Also the latest articles, so that a person can look."""
    every(archive, 1, 60, date(2026, 6, 1))
    judged = archive.judge(date(2026, 6, 12))
    (finding,) = [one for one in judged.findings if one.key == SECTION]
    assert finding.why == (
        "no news since 2026-05-31 (11 days, quiet ones not counted); of its 59 silences in 3 years "
        "the longest was 0 days, after 2026-05-30"
    )
    assert finding.examples[0].startswith("2026-05-31 https://")


def test_one_silent_section_of_a_busy_site(archive: Any) -> None:
    """The site goes on; the section is named."""
    every(archive, 1, 60, date(2026, 6, 1))
    every(archive, 1, 90, date(2026, 7, 1), "公示公告")
    assert silent(archive.judge(date(2026, 7, 1))) == [SECTION]


def test_what_was_silent_when_it_was_first_seen_is_no_news(archive: Any) -> None:
    """A section that ended years ago is found by the first harvest, and stays as it is."""
    days = [date(2025, 5, 1) + timedelta(days=number) for number in range(60)]
    read = date(2026, 6, 1)
    archive.store.save([archive.article(day, read=read) for day in days], None)
    every(archive, 1, 60, read, "公示公告")
    assert silent(archive.judge(read)) == []


def test_a_date_in_the_future_does_not_hide_a_silence(archive: Any) -> None:
    """2062 for 2026 is a slip of the pen."""
    every(archive, 1, 60, date(2026, 6, 1))
    archive.store.save([archive.article(date(2062, 6, 1), read=date(2026, 6, 1))], None)
    assert SECTION in silent(archive.judge(date(2026, 6, 12)))


def test_news_without_a_date_are_news(archive: Any) -> None:
    """Of the day on which they were first seen."""
    every(archive, 1, 60, date(2026, 6, 1))
    undated = archive.article(date(2026, 6, 10), published=None, precision=None)
    assert silent(archive.judge(date(2026, 6, 12), undated)) == []


PARTS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "so many articles": ({"limit": "5"}, []),
    "one page": ({"url": "https://www.yunxi.example/1.html"}, []),
    "another county": ({"county": "青石县"}, []),
    "this county": ({"county": "云溪县"}, [SECTION, f"{SITE}: 云溪县"]),
    "this section": ({"section": "时政新闻"}, [SECTION]),
}


@pytest.mark.parametrize(("scope", "expected"), PARTS.values(), ids=PARTS)
def test_a_run_speaks_of_what_it_looked_at(
    archive: Any, scope: dict[str, Any], expected: list[str]
) -> None:
    """A run for a part says nothing of the rest."""
    every(archive, 1, 60, date(2026, 6, 1))
    assert silent(archive.judge(date(2026, 6, 12), **scope)) == expected


def test_news_close_the_alarm(archive: Any) -> None:
    """A section that speaks again is fine, by name."""
    every(archive, 1, 60, date(2026, 6, 1))
    judged = archive.judge(date(2026, 6, 12), archive.article(date(2026, 6, 11)))
    assert {SECTION, SITE} <= {one.key for one in judged.fine}
