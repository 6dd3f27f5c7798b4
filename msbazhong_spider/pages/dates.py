"""Dates and times as Chinese pages print them, in Beijing time and with their precision."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msbazhong_spider.items import Precision

if TYPE_CHECKING:
    from collections.abc import Iterator

BEIJING = ZoneInfo("Asia/Shanghai")
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "Ｏ": "0",
}
_DATE = re.compile(
    r"""
    (?<![\d.])
    (?P<year>(?:19|20)\d\d|\d\d(?=[-/年.]\d{1,2}[-/月.]\d{1,2}(?:日|[^\d.]|$)))
    (?:\s{0,3}(?P<sep>[-/年.－—])\s{0,3}|\s{1,3}(?=\d\d\s?[-/]\s?\d\d(?!\d)))
    (?P<month>0?[1-9]|1[0-2])
    \s{0,3}(?:[-/月.－—])\s{0,3}
    (?P<day>3[01]|[12]\d|0?[1-9])(?!\d(?!\d?[:：时]))
    (?:\s{0,2}日)?
    (?:
      (?:\s|T|\(|（|星期.|周.|\)|）|上午|下午|,|，|/|-|\|){0,12}?
      (?P<hour>2[0-4]|1\d|0?\d)\s{0,2}(?:[:：]|时|点)\s{0,2}(?P<minute>[0-5]\d)?(?!\d)
      (?:\s{0,2}(?:[:：]|分)\s{0,2}(?P<second>[0-5]\d)?(?!\d))?
    )?
    """,
    re.VERBOSE,
)
_HAN_DATE = re.compile(
    r"([〇一二三四五六七八九零○Ｏ]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_URL_DATE = re.compile(
    r"""
      (?:t|/|_)(?P<y1>20[0-3]\d)(?P<m1>0[1-9]|1[0-2])(?P<d1>0[1-9]|[12]\d|3[01])(?!\d{1,5}(?!\d))
    | (?:/|_)(?P<y2>20[0-3]\d)[-/_]?(?P<m2>0[1-9]|1[0-2]|[1-9](?=[-/_]))[-/_]?(?P<d2>0[1-9]|[12]\d|3[01]|[1-9](?=/))(?=[/_.-]|$)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date found in a text: when, how exactly, as printed, and where it stood."""

    when: datetime
    precision: Precision
    raw: str
    start: int
    end: int


def iter_dates(text: str) -> Iterator[Dated]:
    """All dates with a year in a text, in its order. Impossible ones (2024-02-31) are passed over."""
    for found in _DATE.finditer(text):
        dated = _from_match(found)
        if dated:
            yield dated
    if "年" in text:
        for found in _HAN_DATE.finditer(text):
            when = _from_han(found)
            if when:
                yield Dated(when, Precision.DAY, found[0], found.start(), found.end())


@lru_cache(maxsize=4096)
def first_date(text: str) -> Dated | None:
    """The first date of a text, None if it has none."""
    return next(iter_dates(text), None)


def date_of_url(url: str) -> Dated | None:
    """The day that an address carries (``t20240305_12.html``, ``/2024/0305/``), None without one."""
    found = _URL_DATE.search(url)
    if not found:
        return None
    which = "1" if found["y1"] else "2"
    when = _moment(*(int(found[part + which]) for part in "ymd"))
    return Dated(when, Precision.DAY, found[0].strip("/_"), *found.span()) if when else None


def _from_match(found: re.Match[str]) -> Dated | None:
    year = int(found["year"])
    if year < 100:
        if found["hour"] is None and found["sep"] == ".":
            return None  # 11.3.20 is more often a number than a date
        year += 2000
    precision = _precision(found)
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    when = _moment(year, int(found["month"]), int(found["day"]))
    if when is None:
        return None
    if precision is not Precision.DAY:
        if "下午" in found[0] and hour < 12:
            hour += 12
        when += timedelta(hours=hour, minutes=minute, seconds=second)  # 24:00 is the next midnight
    return Dated(when, precision, found[0].strip(), found.start(), found.end())


def _precision(found: re.Match[str]) -> Precision:
    if found["hour"] is None or (found["minute"] is None and "时" not in found[0]):
        return Precision.DAY
    return Precision.SECOND if found["second"] else Precision.MINUTE


def _moment(year: int, month: int, day: int) -> datetime | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return datetime(year, month, day, tzinfo=BEIJING)
    except ValueError:
        return None


def _from_han(found: re.Match[str]) -> datetime | None:
    year = int("".join(_DIGITS[char] for char in found[1]))
    return _moment(year, _han_number(found[2]), _han_number(found[3]))


def _han_number(text: str) -> int:
    """二十三 is 23; what is no number under a hundred gives 0.

    >>> _han_number("十一"), _han_number("三十"), _han_number("五")
    (11, 30, 5)
    """
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(_DIGITS[text]) if text in _DIGITS else 0
    high = int(_DIGITS.get(tens, "0")) if tens else 1
    return high * 10 + int(_DIGITS.get(ones, "0")) if len(ones) <= 1 else 0
