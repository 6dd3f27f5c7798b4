"""Which days are quiet, and how long a silence is."""

from __future__ import annotations

from datetime import date

import pytest

from msbazhong_spider.harvest.monitors.quiet import new_year, quiet_days, silences, silent_days

# As the almanacs print them; also long past and far ahead.
FIRST_DAYS = (
    date(1988, 2, 17), date(2000, 2, 5), date(2020, 1, 25), date(2024, 2, 10),
    date(2025, 1, 29), date(2026, 2, 17), date(2033, 1, 31), date(2050, 1, 23), date(2099, 1, 21),
)  # fmt: skip


@pytest.mark.parametrize("first", FIRST_DAYS, ids=str)
def test_the_lunar_new_year(first: date) -> None:
    """It is known in any year, not only where the holidays of the state have been announced."""
    assert new_year(first.year) == first


QUIET = {
    "the day before New Year's Eve is not": (date(2026, 2, 15), False),
    "除夕": (date(2026, 2, 16), True),
    "the first day": (date(2026, 2, 17), True),
    "元宵, the fifteenth": (date(2026, 3, 3), True),
    "the sixteenth is not": (date(2026, 3, 4), False),
    "the last of September is not": (date(2026, 9, 30), False),
    "国庆": (date(2026, 10, 1), True),
    "the eighth of October": (date(2026, 10, 8), True),
    "the ninth is not": (date(2026, 10, 9), False),
    "May Day is not": (date(2026, 5, 1), False),
}


@pytest.mark.parametrize(("day", "is_quiet"), QUIET.values(), ids=QUIET)
def test_quiet_days(day: date, is_quiet: bool) -> None:
    """A newsroom may be silent on them."""
    assert (day in quiet_days(day.year)) is is_quiet


SILENCES = {
    "from one day to the next": (date(2026, 6, 1), date(2026, 6, 2), 0),
    "the same day": (date(2026, 6, 1), date(2026, 6, 1), 0),
    "a day in the future": (date(2026, 6, 3), date(2026, 6, 1), 0),
    "one whole day": (date(2026, 6, 1), date(2026, 6, 3), 1),
    "over the spring festival": (date(2026, 2, 15), date(2026, 3, 4), 0),
    "over October's week": (date(2026, 9, 30), date(2026, 10, 11), 2),
    "over the turn of a year": (date(2025, 12, 30), date(2026, 1, 3), 3),
    "over two new years": (date(2025, 1, 1), date(2026, 12, 31), 728 - 2 * 24),
    "a year of which nothing is known": (date(2200, 1, 1), date(2200, 3, 1), 58),
}


@pytest.mark.parametrize(("last", "until", "days"), SILENCES.values(), ids=SILENCES)
def test_how_long_a_silence_is(last: date, until: date, days: int) -> None:
    """Whole days in between, without the quiet ones."""
    assert silent_days(last, until) == days


def test_silences_lie_between_days_of_publication() -> None:
    """Each with the day that it began after; two articles of a day are one day."""
    days = [date(2026, 6, 1), date(2026, 6, 5), date(2026, 6, 1), date(2026, 6, 2)]
    assert silences(days) == [(0, date(2026, 6, 1)), (2, date(2026, 6, 2))]
