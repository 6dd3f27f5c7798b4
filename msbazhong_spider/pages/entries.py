"""One entry of a listing: the full text of its link, and the day that is printed beside it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from msbazhong_spider.pages.dates import BEIJING, first_date
from msbazhong_spider.pages.document import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msbazhong_spider.items import Page
    from msbazhong_spider.pages.document import Anchor, Document, Line

_CUT = re.compile(r"(?:…|\.{2,}|。{2,})$")
_BULLET = re.compile(r"^[\s·•◆■□●○▪▲△★☆>»›\-—*※◇▶►]+|[\s]+$")
_PIN = re.compile(
    r"^[\[【(（]?(?:置顶|固顶|顶|热|荐|推荐|头条|new!?|hot)[\]】)）][\s:：]*|^(?:置顶|固顶)(?:[:：]|\s+)|[\[【(（](?:置顶|new!?)[\]】)）]$",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r"(?<![\d.\-/:：])\s*[\[(（【]?\s*(0?[1-9]|1[0-2])\s*[-/月.]\s*(3[01]|[12]\d|0?[1-9])\s*日?\s*[\])）】]?\s*$|[\[(（【]\s*(0?[1-9]|1[0-2])[-/月.](3[01]|[12]\d|0?[1-9])日?\s*[\])）】]"
)
# A box with the day set large and year and month small, in either order, or month and day.
_BOXES = (
    re.compile(r"(?<!\d)(?P<day>3[01]|[12]\d|0?[1-9])日?\s{1,3}(?P<year>20\d\d)\s?[-/.年]\s?(?P<month>1[0-2]|0?[1-9])(?!\d)月?"),
    re.compile(r"(?<!\d)(?P<year>20\d\d)\s?[-/.年]\s?(?P<month>1[0-2]|0?[1-9])月?\s{1,3}(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)日?"),
    re.compile(r"(?<!\d)(?P<month>1[0-2]|0?[1-9])\s?[-/.月]\s?(?P<day>3[01]|[12]\d|0?[1-9])日?\s{1,3}(?P<year>20\d\d)(?!\d)年?"),
    re.compile(r"(?<!\d)(?P<year>20\d\d)年?\s{1,3}(?P<month>1[0-2]|0?[1-9])\s?[-/.月]\s?(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)日?"),
)  # fmt: skip
_AGO = re.compile(r"(\d{1,3})\s?(秒|分钟|小时|天|日|周|个?月)(?:钟)?前")
_HOURS = {"秒": 0.0, "分钟": 1 / 60, "小时": 1.0, "天": 24.0, "日": 24.0, "周": 168.0}
_WORDS = {"刚刚": 0, "今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}
_TIME_ONLY = re.compile(r"^\D{0,3}(?:[01]?\d|2[0-3])[:：][0-5]\d\D{0,3}$")
_HEADLINE = 6  # characters of a link that leads to another entry
_LONGEST_BESIDE = 80
_LONGEST_DATE = 24  # characters of a text that says a day in words
_ENTRIES = ("li", "tr", "dd", "dl", "article")
_BLOCKS = ("div", "p", "section")


def full_text(anchor: Anchor) -> str:
    """The text of a link; where it is cut short and ``title=`` is not, that."""
    text = _without_pin(_BULLET.sub("", anchor.text))
    title = _without_pin(_BULLET.sub("", anchor.title))
    cut = _CUT.sub("", text)
    is_cut = cut != text or not text
    if title and len(title) <= 150 and (is_cut or title.startswith(text)):
        return title
    return text


def _without_pin(text: str) -> str:
    """A text without the mark of a pinned entry: [置顶] and its like."""
    return _PIN.sub("", text).strip()


def without_date(text: str) -> str:
    """The text of a link without a date that stands inside the link, before or after it."""
    dated = first_date(text)
    if dated and dated.end >= len(text) - 2 and dated.start >= 4:
        return text[: dated.start].rstrip(" [(（【")
    if dated and dated.start <= 1 and len(text) - dated.end >= 4:
        return text[dated.end :].lstrip(" ])）】")
    found = _MONTH_DAY.search(text)
    if found and found.start() >= 6 and found[0].strip()[:1] in "[(（【":
        return text[: found.start()].rstrip()
    return text


def now_of(page: Page) -> datetime | None:
    """The time that 昨天 and [03-05] are counted from: the server's, else that of the fetch."""
    said = page.headers.get("date")
    try:
        when = parsedate_to_datetime(said) if said else page.fetched
    except ValueError:
        when = page.fetched
    if when is not None and when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return when.astimezone(BEIJING) if when else None


def date_beside(document: Document, anchor: Anchor, now: datetime | None) -> str | None:
    """The day printed beside a link, as ISO date; None if none is printed, or none can be told."""
    texts = list(_texts_beside(document, anchor))
    for text in texts:
        dated = first_date(text)
        if dated:
            return dated.when.date().isoformat()
    for text in (*texts, " ".join(texts)):
        day = _from_box(text)
        if day:
            return day
    days = (_day_without_year(text, now) for text in texts)
    return next(filter(None, days), None) if now else None


def _texts_beside(document: Document, anchor: Anchor) -> Iterator[str]:
    """The line of the link without the link's text, and the lines that share its entry."""
    if anchor.line >= len(document.lines):
        return
    line = document.lines[anchor.line]
    rest = line.spaced.replace(anchor.text, " ", 1) if anchor.text else line.spaced
    yield rest if rest.strip() else anchor.text
    yield anchor.text[-20:]
    for near in _lines_of_entry(document, anchor):
        yield near.spaced[:_LONGEST_BESIDE]


def _lines_of_entry(document: Document, anchor: Anchor) -> list[Line]:
    """The other lines of the entry that holds a link and no other headline."""
    line = document.lines[anchor.line]
    around = document.lines[max(0, anchor.line - 3) : anchor.line + 6]
    outside = [one for one in ancestors(anchor.element) if one.tag in (*_ENTRIES, *_BLOCKS)]
    entry = next((one for one in outside if one.tag in _ENTRIES), None)
    for one in [entry] if entry is not None else outside[:4]:
        beside = [
            near
            for near in around
            if near is not line and any(other is one for other in ancestors(near.element))
        ]
        headlines = sum(_is_headline(near) for near in beside)
        if headlines > 1 or (entry is None and headlines):
            return []  # it holds a list of its own: whose date would it be?
        if beside and (entry is not None or any(_says_day(near.spaced) for near in beside)):
            return beside
    return []


def _is_headline(line: Line) -> bool:
    return line.linked >= _HEADLINE


def _says_day(text: str) -> bool:
    return len(text) <= _LONGEST_BESIDE and (
        first_date(text) is not None
        or _MONTH_DAY.search(text) is not None
        or any(box.search(text) for box in _BOXES)
        or (
            len(text) <= _LONGEST_DATE
            and (_AGO.search(text) is not None or _word(text) is not None)
        )
    )


def _from_box(text: str) -> str | None:
    for box in _BOXES:
        found = box.search(text)
        if not found:
            continue
        try:
            day = datetime(int(found["year"]), int(found["month"]), int(found["day"]), tzinfo=UTC)
        except ValueError:
            continue
        return day.date().isoformat()
    return None


def _day_without_year(text: str, now: datetime | None) -> str | None:
    """昨天, 3小时前, [03-05]: counted back from now; a day without a year is the last such day."""
    if now is None:
        return None
    if len(text.strip()) <= _LONGEST_DATE:
        back = _time_back(text)
        if back is not None:
            return (now - back).date().isoformat()
    found = _MONTH_DAY.search(text) if len(text) < 60 else None
    if not found:
        return None
    return _last_such_day(int(found[1] or found[3]), int(found[2] or found[4]), now)


def _time_back(text: str) -> timedelta | None:
    word = _word(text)
    if word is not None:
        return timedelta(days=_WORDS[word])
    found = _AGO.search(text)
    if found:
        hours = _HOURS.get(found[2], 720.0)  # 1个月前 says no more than about thirty days
        return timedelta(hours=int(found[1]) * hours)
    return timedelta(0) if _TIME_ONLY.match(text.strip()) else None


def _word(text: str) -> str | None:
    return next((word for word in _WORDS if word in text), None)


def _last_such_day(month: int, day: int, now: datetime) -> str | None:
    for year in range(now.year, now.year - 5, -1):  # 02-29 may lie four years back
        try:
            when = now.replace(year=year, month=month, day=day)
        except ValueError:
            continue
        if when <= now + timedelta(days=1):
            return when.date().isoformat()
    return None
