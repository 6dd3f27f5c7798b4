"""Days on which a Chinese newsroom may be silent: around the lunar new year, and in October's week.

The rule: from New Year's Eve (除夕) to the fifteenth day of the first month (元宵), which holds the
public holiday whole, and the first eight days of October (in some years Mid-Autumn makes the week
one of eight days). The dates of the lunar year come from ``holidays`` (MIT, released every few
weeks, knows 1950 to 2100): ``lunardate`` is under the GPL, ``LunarCalendar`` has not been touched
since 2018, ``chinese_calendar`` knows no year after the current one.
"""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NEW_YEAR = "春节"
BEFORE, AFTER = 1, 14  # 除夕, and the fourteen days from the first to 元宵
OCTOBER = range(1, 9)


@cache
def new_year(year: int) -> date | None:
    """Give the first day of the lunar year that begins in a year; None where it is not known.

    >>> new_year(2026)
    datetime.date(2026, 2, 17)
    """
    import holidays

    known = holidays.country_holidays("CN", years=year, language="zh_CN")
    return min((day for day, name in known.items() if name.startswith(NEW_YEAR)), default=None)


@cache
def quiet_days(year: int) -> frozenset[date]:
    """Give the quiet days of a year."""
    october = {date(year, 10, day) for day in OCTOBER}
    first = new_year(year)
    if first is None:
        return frozenset(october)
    spring = {first + timedelta(days=days) for days in range(-BEFORE, AFTER + 1)}
    return frozenset(october | spring)


def silent_days(last: date, until: date) -> int:
    """Count the whole days between two days, without the quiet ones.

    >>> silent_days(date(2026, 6, 2), date(2026, 6, 4))
    1
    >>> silent_days(date(2026, 9, 30), date(2026, 10, 10))
    1
    """
    between = max(0, (until - last).days - 1)
    if not between:
        return 0
    quiet = (day for year in range(last.year, until.year + 1) for day in quiet_days(year))
    return between - sum(last < day < until for day in quiet)


def silences(days: Iterable[date]) -> list[tuple[int, date]]:
    """Give the silences between days of publication, each with the day it began after."""
    ordered = sorted(set(days))
    return [(silent_days(one, other), one) for one, other in itertools.pairwise(ordered)]
