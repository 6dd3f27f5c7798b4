"""A changed template shows in what the articles have; a quiet or young site shows nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.harvest.monitors.fields import chance_of, coverage_of
from msbazhong_spider.items import Precision

if TYPE_CHECKING:
    from collections.abc import Callable

    from msbazhong_spider.harvest.monitors import Judged

DAY = date(2026, 6, 1)


def told(judged: Judged) -> dict[str, str]:
    """Give the findings by name."""
    return {one.key: one.why for one in judged.findings}


LOST: dict[str, tuple[dict[str, Any], str]] = {
    "the source": ({"source": None}, "field_missing: source"),
    "the date": ({"published": None, "precision": None}, "field_missing: published"),
    "the county": ({"county": None}, "field_missing: county"),
    "the bylines": ({"bylines": ()}, "field_missing: bylines"),
    "the attendees": ({"attended": False}, "field_missing: attendees"),
    "the time of day": ({"precision": Precision.DAY}, "times_missing"),
    "the time of day, printed as midnight": (
        {"published": datetime.fromisoformat("2026-05-31T00:00:00+08:00")},
        "times_missing",
    ),
    "most of the body": ({"body": "县委书记李甲到青石镇调研。"}, "bodies_short"),
}


@pytest.mark.parametrize(("changes", "name"), LOST.values(), ids=LOST)
def test_what_new_articles_lack_is_told(archive: Any, changes: dict[str, Any], name: str) -> None:
    """Twelve of the latest twenty articles lack what every article had."""
    archive.past(200, DAY)
    new = [archive.article(date(2026, 5, 31), **changes) for _ in range(12)]
    judged = archive.judge(DAY, *new)
    assert name in told(judged)
    (finding,) = [one for one in judged.findings if one.key == name]
    assert len(finding.examples) == 3
    assert set(finding.examples) <= {one.article.url for one in new}
    assert finding.code == 4


def test_the_sentence_has_the_numbers(archive: Any) -> None:
    """How many of how many, what would be usual, and by how many that is known."""
    archive.past(200, DAY)
    new = [archive.article(date(2026, 5, 31), source=None) for _ in range(12)]
    assert told(archive.judge(DAY, *new))["field_missing: source"] == (
        "8 of the latest 20 articles (40%) have source, 100% would be usual (by 192 earlier ones)"
    )


def few(archive: Any) -> list[Any]:
    archive.past(200, DAY)
    return [archive.article(date(2026, 5, 31), source=None) for _ in range(3)]


def young(archive: Any) -> list[Any]:
    archive.past(40, DAY)
    return [archive.article(date(2026, 5, 31), source=None) for _ in range(20)]


def never(archive: Any) -> list[Any]:
    archive.past(200, DAY, source=None)
    return [archive.article(date(2026, 5, 31), source=None) for _ in range(20)]


def notices(archive: Any) -> list[Any]:
    """A night of notices: their section never named an attendee and never had a long body."""
    archive.past(200, DAY)
    archive.past(40, DAY, "公示公告", attended=False, body="现予公示，公示期七天。")
    day = date(2026, 5, 31)
    return [
        archive.article(day, "公示公告", attended=False, body="现予公示，公示期七天。")
        for _ in range(20)
    ]


def first_run(archive: Any) -> list[Any]:
    return [archive.article(date(2026, 5, 31), source=None) for _ in range(150)]


def nothing_new(archive: Any) -> list[Any]:
    archive.past(200, DAY, source=None)
    archive.past(30, date(2026, 7, 1))
    return []


CALM: dict[str, Callable[[Any], list[Any]]] = {
    "three of twenty are no template": few,
    "an archive of forty articles has no past to judge by": young,
    "what was never there is not missed": never,
    "a section is measured by itself": notices,
    "the first run has nothing to compare with": first_run,
    "a night without news is not judged": nothing_new,
}


@pytest.mark.parametrize("make", CALM.values(), ids=CALM)
def test_no_false_alarm(archive: Any, make: Callable[[Any], list[Any]]) -> None:
    """Nothing is said where nothing is wrong, or where too little is known."""
    assert told(archive.judge(DAY, *make(archive))) == {}


def test_small_nights_add_up(archive: Any) -> None:
    """Four articles a night: the template that changed shows on the third night, and not before."""
    archive.past(200, DAY)
    found = []
    for number in range(1, 5):
        day = date(2026, 6, number)
        new = [archive.article(day, source=None) for _ in range(4)]
        found.append(
            "field_missing: source" in told(archive.judge(date(2026, 6, number + 1), *new))
        )
    assert found == [False, True, True, True]


def test_a_field_that_comes_back_is_fine_again(archive: Any) -> None:
    """What is judged to be fine closes an alarm; what cannot be judged does not."""
    archive.past(200, DAY)
    new = [archive.article(date(2026, 5, 31)) for _ in range(20)]
    fine = {one.key for one in archive.judge(DAY, *new).fine}
    assert {"field_missing: source", "times_missing", "bodies_short"} <= fine
    assert "field_missing: source" not in {one.key for one in archive.judge(date(2026, 6, 2)).fine}


def test_another_site_of_the_archive_is_no_past(archive: Any) -> None:
    """Each site is measured by itself."""
    archive.past(200, DAY)
    archive.site = "lanhe"
    new = [archive.article(date(2026, 5, 31), source=None) for _ in range(20)]
    assert told(archive.judge(DAY, *new)) == {}


def test_coverage_for_reports_and_metrics(archive: Any) -> None:
    """Shares of the latest articles, whether or not there is enough to judge them."""
    new = [archive.article(date(2026, 5, 31), source=source) for source in ("云溪融媒", None)]
    shares = coverage_of(archive.run(DAY, *new))
    assert (shares["source"], shares["title"], shares["time"]) == (0.5, 1.0, 1.0)


def test_no_articles_have_no_coverage(archive: Any) -> None:
    """An empty archive divides by nothing."""
    assert coverage_of(archive.run(DAY)) == {}


@pytest.mark.parametrize(
    ("have", "total", "share", "chance"),
    [(20, 20, 0.5, 1.0), (0, 1, 0.5, 0.5), (0, 2, 1.0, 0.0001), (1, 2, 0.5, 0.75)],
    ids=["all", "none of one", "certain is at most 99 in 100", "one of two"],
)
def test_chances(have: int, total: int, share: float, chance: float) -> None:
    """So many or fewer, by the binomial distribution."""
    assert chance_of(have, total, share) == pytest.approx(chance)
