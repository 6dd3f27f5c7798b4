"""Dates and times as Chinese pages print them, in Beijing time and with their precision."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msbazhong_spider.items import Precision

if TYPE_CHECKING:
    from collections.abc import Iterator

BEIJING = ZoneInfo("Asia/Shanghai")
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_CENTURY = 70  # two-digit years from here on are of the last century
_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "Ｏ": "0",
}
# Where a page says in which half of the day a time is; 12:30 at noon is 12:30, 12:05 AM is 0:05.
_MORNING, _LATER = ("凌晨", "早上", "早晨", "上午", "AM"), ("下午", "晚上", "傍晚", "晚", "PM")
_HALF = "|".join((*_MORNING, *_LATER, "中午"))
_TIME = r"""
    (?P<hour>2[0-4]|1\d|0?\d)\s{0,2}(?:[:：]|时|点)\s{0,2}(?P<minute>[0-5]\d|(?<=[时点])\d(?=分))?(?!\d)
    (?:\s{0,2}(?:[:：]|分)\s{0,2}(?P<second>[0-5]\d)?(?!\d))?
    (?:\s?(?P<half>[AP]M)\b)?
    (?:(?:\.\d{1,9})?\s?(?P<zone>Z\b|[+-](?:0\d|1[0-4]):?[0-5]\d(?![\d-])))?
"""
_DATE = re.compile(
    rf"""
    (?<![\d.])
    (?P<year>(?:19|20)\d\d|\d\d(?=[-/年.]\d{{1,2}}[-/月.]\d{{1,2}}(?:日|[^\d.]|$)))
    (?:\s{{0,3}}(?P<sep>[-/年.－—])\s{{0,3}}|\s{{1,3}}(?=\d\d\s?[-/]\s?\d\d(?!\d)))
    (?P<month>0?[1-9]|1[0-2])
    \s{{0,3}}(?:[-/月.－—])\s{{0,3}}
    (?P<day>3[01]|[12]\d|0?[1-9])(?!\d(?!\d?[:：时]))
    (?:\s{{0,2}}日)?
    (?:
      (?:\s|T|\(|（|星期.|周.|\)|）|{_HALF}|,|，|/|-|\|){{0,12}}?
      {_TIME}
    )?
    """,
    re.VERBOSE,
)
# What every date has: a year, a mark or blanks, and a month. Most lines are told so without more.
_MAY_DATE = re.compile(r"[0-9０-９][0-9０-９]\s{0,3}[-/年.－—／．\s]\s{0,3}[0-9０-９]")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}
_NAMED = "|".join(_MONTHS)
# Forms that are dates only where something announces one: 03/05/2024, Mar 5, 2024 and
# Tue Mar 05 09:12:33 CST 2024 of an interface in English, and 20240305 0912.
_ENGLISH = re.compile(
    rf"""
    (?:
      (?P<month1>{_NAMED})[a-z]{{0,6}}\.?\s{{1,2}}(?P<day1>3[01]|[12]\d|0?[1-9])
      (?:st|nd|rd|th)?,?\s{{1,2}}(?:[\d:]{{5,8}}\s{{1,2}}(?:[A-Z+\d:]{{1,9}}\s{{1,2}})?)?(?P<year1>(?:19|20)\d\d)
    | (?P<day2>3[01]|[12]\d|0?[1-9])[\s-]{{1,2}}(?P<month2>{_NAMED})[a-z]{{0,6}}[\s,-]{{1,2}}(?P<year2>(?:19|20)\d\d)
    | (?<!\d)(?P<month3>0?[1-9]|1[0-2])/(?P<day3>3[01]|[12]\d|0?[1-9])/(?P<year3>(?:19|20)\d\d)(?!\d)
    | (?<!\d)(?P<year4>(?:19|20)\d\d)(?P<month4>0[1-9]|1[0-2])(?P<day4>0[1-9]|[12]\d|3[01])(?!\d)
    )
    """,
    re.VERBOSE,
)
_CLOCK_TIME = re.compile(rf"(?<![\d:]){_TIME}", re.VERBOSE)
_EPOCH = re.compile(r"\s*(1[0-9]{9})(?:\d{3})?\s*")
_PIECES = re.compile(
    r"(?:19|20)\d\d\s?[年/.-]?|(?:19|20)\d\d\s?[年/.-]\s?\d{1,2}\s?月?|\d{1,2}\s?[月/.-]\s?\d{1,2}\s?日?|\d{1,2}\s?日?|\d{1,2}\s?月"
    r"|[01]?\d:[0-5]\d(?::[0-5]\d)?|2[0-3]:[0-5]\d(?::[0-5]\d)?"
)
_WIDE = str.maketrans("０１２３４５６７８９：／．", "0123456789:/.")
_IS_WIDE = re.compile("[０-９]")
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
    return _dates_from(text, _MAY_DATE.search(text))


def _dates_from(text: str, may: re.Match[str] | None) -> Iterator[Dated]:
    if may:
        plain = text.translate(_WIDE) if _IS_WIDE.search(text) else text
        for found in _DATE.finditer(plain, max(0, may.start() - 2)):  # 20 of 2024
            dated = _from_match(found, text)
            if dated:
                yield dated
    if "年" in text:
        for found in _HAN_DATE.finditer(text):
            when = _from_han(found)
            if when:
                yield Dated(when, Precision.DAY, found[0], found.start(), found.end())


def may_hold_date(text: str) -> bool:
    """Whether a date could stand in a text, for a quick look before a closer one."""
    return "年" in text or _MAY_DATE.search(text) is not None


_HOST = re.compile(
    r"\s*(?:(?:[\u3400-\u9fff]{2,10}\s+)?https?://)?(?:[\w-]+\.){1,4}[a-z]{2,10}/?(?=\s)",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def first_date(text: str) -> Dated | None:
    """The first date of a text, None if it has none."""
    may = _MAY_DATE.search(text)
    if may is None and "年" not in text:
        return None
    return next(_dates_from(text, may), None)


def leading_host(text: str) -> int:
    """How many characters a host takes before a date: http://www.example.cn 2009年08月22日08:29.

    The name of the site may stand before it.
    """
    host = _HOST.match(text)
    return host.end() if host else 0


def announced_date(text: str) -> Dated | None:
    """The date that a label or a name for machines announces: also forms that elsewhere are none.

    >>> [announced_date(text).when.isoformat()[:16] for text in ("20240305", "03/05/2024 9:12 PM", "1709601153000")]
    ['2024-03-05T00:00', '2024-03-05T21:12', '2024-03-05T09:12']
    """
    dated = first_date(text)
    if dated:
        return dated
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        return date_of_epoch(epoch[1], *epoch.span(1))
    found = _ENGLISH.search(text.translate(_WIDE))
    return _from_english(found, text) if found else None


def date_of_epoch(seconds: str, start: int = 0, end: int = 0) -> Dated:
    """The moment that a count of seconds since 1970 stands for."""
    when = datetime.fromtimestamp(int(seconds), BEIJING)
    return Dated(when, Precision.SECOND, seconds, start, end)


def is_date_piece(text: str) -> bool:
    """Whether a line is a part of a date that a template sets in parts: 2024, 03/05, 09:12."""
    return len(text) <= 10 and _PIECES.fullmatch(text) is not None


def date_of_url(url: str) -> Dated | None:
    """The day that an address carries (``t20240305_12.html``, ``/2024/0305/``), None without one."""
    found = _URL_DATE.search(url)
    if not found:
        return None
    which = "1" if found["y1"] else "2"
    when = _moment(*(int(found[part + which]) for part in "ymd"))
    return Dated(when, Precision.DAY, found[0].strip("/_"), *found.span()) if when else None


def _from_match(found: re.Match[str], text: str) -> Dated | None:
    read = _read(found[0], *found.groups())
    if read is None:
        return None
    start, end = found.span()
    return Dated(*read, text[start:end].strip(), start, end)


@lru_cache(maxsize=64)  # the label line is read by several readers, and in several forms
def _read(
    whole: str,
    year: str,
    sep: str | None,
    month: str,
    day: str,
    *time: str | None,
) -> tuple[datetime, Precision] | None:
    """The moment that the groups of _DATE tell, and how exactly; None if there is no such day."""
    number = int(year)
    if number < 100:
        if time[0] is None and sep == ".":
            return None  # 11.3.20 is more often a number than a date
        number += 2000 if number < _CENTURY else 1900
    when = _moment(number, int(month), int(day))
    return _timed(when, whole, *time) if when else None


def _from_english(found: re.Match[str], text: str) -> Dated | None:
    form = next(form for form in "1234" if found[f"year{form}"])
    month = found[f"month{form}"]
    number = _MONTHS[month] if month in _MONTHS else int(month)
    when = _moment(int(found[f"year{form}"]), number, int(found[f"day{form}"]))
    if when is None:
        return None
    time = _CLOCK_TIME.search(text, found.start())
    if time is None:
        return Dated(when, Precision.DAY, found[0], *found.span())
    when, precision = _timed(when, time[0], *time.groups())
    end = max(found.end(), time.end())
    return Dated(when, precision, text[found.start() : end], found.start(), end)


def _timed(when: datetime, whole: str, *time: str | None) -> tuple[datetime, Precision]:
    """A day with the time of day that the groups of _TIME tell, in Beijing time, and how exactly.

    ``whole`` is the text of all the match.
    """
    hour_text, minute, second, _, zone = time
    if hour_text is None or (minute is None and "时" not in whole):
        return when, Precision.DAY
    hour = int(hour_text)
    if hour < 12 and any(word in whole for word in _LATER):
        hour += 12
    elif hour == 12 and any(word in whole for word in ("凌晨", "AM")):
        hour = 0
    elif hour < 3 and "中午" in whole:
        hour += 12
    # 24:00 is the next midnight.
    when += timedelta(hours=hour, minutes=int(minute or 0), seconds=int(second or 0))
    return _in_beijing(when, zone), Precision.SECOND if second else Precision.MINUTE


def _in_beijing(when: datetime, zone: str | None) -> datetime:
    """A time of another zone as it was in Beijing: a script's 01:12Z is 09:12 there."""
    if zone is None:
        return when
    if zone == "Z":
        return when.replace(tzinfo=UTC).astimezone(BEIJING)
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    offset = timedelta(minutes=-minutes if zone[0] == "-" else minutes)
    return when.replace(tzinfo=timezone(offset)).astimezone(BEIJING)


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
