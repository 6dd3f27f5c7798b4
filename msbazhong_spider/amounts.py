"""Times and sizes as people write them: ``2h30m``, ``500M``, ``22:00-06:00``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from msbazhong_spider.errors import UsageError

CHINA = ZoneInfo("Asia/Shanghai")  # one clock for the whole country, without summer time since 1991

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?[smhd])+")
_BYTES = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)([KMGT]?)B?", re.IGNORECASE)
_HOURS = re.compile(r"(\d\d?):(\d\d)-(\d\d?):(\d\d)")


def read_duration(text: str) -> float:
    """Read a length of time; a bare number is in seconds. Raises UsageError.

    >>> read_duration("2h30m"), read_duration("90")
    (9000.0, 90.0)
    """
    stripped = text.strip().lower()
    if re.fullmatch(r"\d+(?:\.\d+)?", stripped):
        return float(stripped)
    if not _DURATION.fullmatch(stripped):
        raise UsageError(f"{text!r} is no length of time; one is written like 90s, 15m or 2h30m")
    parts = re.findall(r"(\d+(?:\.\d+)?)([smhd])", stripped)
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)


def tell_duration(seconds: float) -> str:
    """Write a length of time for a person, as exactly as one wants to know it.

    >>> tell_duration(9000), tell_duration(59.6), tell_duration(61)
    ('2 h 30 min', '60 s', '1 min 1 s')
    """
    if seconds < 60.5:  # noqa: PLR2004 - so that nobody reads "0 min 60 s"
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:  # noqa: PLR2004 - minutes of an hour
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def read_size(text: str) -> int:
    """Read a number of bytes. Raises UsageError.

    >>> read_size("500M"), read_size("1.5 GB"), read_size("0")
    (500000000, 1500000000, 0)
    """
    found = _SIZE.fullmatch(text.replace(" ", ""))
    if found is None:
        raise UsageError(f"{text!r} is no size; one is written like 500M or 2G")
    return int(float(found[1]) * _BYTES[found[2].upper()])


def tell_size(number: int) -> str:
    """Write a number of bytes for a person.

    >>> tell_size(500_000_000), tell_size(1_530_000_000), tell_size(900)
    ('500 MB', '1.5 GB', '900 bytes')
    """
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if number >= size:
            tenths = f"{number / size:.1f}".removesuffix(".0")
            return f"{tenths} {unit}"
    return f"{number} bytes"


@dataclass(frozen=True, slots=True)
class Hours:
    """Some hours of every day by China's clock; over midnight, if they end before they begin."""

    begin: time
    end: time

    @classmethod
    def read(cls, text: str) -> Hours:
        """Read ``22:00-06:00``. Raises UsageError."""
        found = _HOURS.fullmatch(text.replace(" ", ""))
        try:
            first, last, then, till = map(int, found.groups()) if found else (24, 0, 24, 0)
            hours = cls(time(first, last), time(then, till))
        except ValueError as error:
            raise UsageError(
                f"{text!r} are no hours of the day; they are written like 22:00-06:00"
            ) from error
        if hours.begin == hours.end:
            raise UsageError(f"{text!r} begins when it ends; leave it out for the whole day")
        return hours

    def left(self, now: datetime) -> timedelta:
        """Tell how long they go on at a moment; nothing, or less, outside of them."""
        local = now.astimezone(CHINA)
        end = datetime.combine(local.date(), self.end, CHINA)
        if self.end < self.begin and local.time() >= self.begin:
            end += timedelta(days=1)
        over_midnight = self.end < self.begin
        is_in = (
            local.time() >= self.begin or local.time() < self.end
            if over_midnight
            else self.begin <= local.time() < self.end
        )
        return end - local if is_in else timedelta()

    def __str__(self) -> str:
        """Write them as they are read."""
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"


def day_began(now: datetime) -> datetime:
    """Give the moment at which the day began in China."""
    return now.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
