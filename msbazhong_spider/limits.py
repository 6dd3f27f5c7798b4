"""What ends a run by plan: its time, the hours of the night, the requests of a day."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

from msbazhong_spider.amounts import Hours, day_began, read_duration
from msbazhong_spider.errors import UsageError
from msbazhong_spider.gate import StoppedError, gate_of
from msbazhong_spider.store.captured import answers_since

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

LOOK_EVERY = (
    30.0  # seconds after which the clock is looked at again: it may be set, a machine sleep
)


def read_budget(settings: BaseSettings) -> int:
    """Give the requests that a site may be sent in a day; 0 is any number. Raises UsageError."""
    text = str(settings.get("MSBAZHONG_BUDGET") or 0)
    if not text.isdecimal():
        raise UsageError(f"MSBAZHONG_BUDGET={text!r} is no number of requests")
    return int(text)


def read_hours(settings: BaseSettings) -> Hours | None:
    """Give the hours in which a site may be asked. Raises UsageError."""
    text = settings.get("MSBAZHONG_BETWEEN")
    return Hours.read(text) if text else None


def read_longest(settings: BaseSettings) -> float:
    """Give the seconds that a run may last; 0 is any number. Raises UsageError."""
    text = settings.get("MSBAZHONG_MAX_TIME")
    return read_duration(str(text)) if text else 0.0


class Day:
    """Counts the requests of a day, by China's clock, and begins anew at midnight."""

    def __init__(self, now: Callable[[], datetime], so_far: Callable[[datetime], int]) -> None:
        """Take the clock, and what tells how many answers came since a moment."""
        self._now = now
        self._began = day_began(now())
        self.asked = so_far(self._began)

    def count(self) -> int:
        """Count one more, and give how many there were before it."""
        began = day_began(self._now())
        if began != self._began:
            self._began, self.asked = began, 0
        self.asked += 1
        return self.asked - 1


class Limits:
    """Ends the crawl when its time is over, the night is, or the day's requests are used up."""

    def __init__(self, crawler: Crawler) -> None:
        """Read the limits. Raises UsageError."""
        self._crawler = crawler
        self._budget = read_budget(crawler.settings)
        self._hours = read_hours(crawler.settings)
        self._longest = read_longest(crawler.settings)
        self._day: Day | None = None
        self._watching: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the crawl, if there is any limit."""
        limits = cls(crawler)
        if not (limits._budget or limits._hours or limits._longest):
            raise NotConfigured
        crawler.signals.connect(limits._begin, signal=signals.spider_opened)
        crawler.signals.connect(limits._end, signal=signals.spider_closed)
        return limits

    def _begin(self) -> None:
        if self._budget:
            self._day = Day(_now, self._asked_since)
            gate_of(self._crawler).count = self._count
        if self._hours or self._longest:
            self._watching = asyncio.get_running_loop().create_task(self._watch())

    def _end(self) -> None:
        if self._watching is not None:
            self._watching.cancel()

    def _asked_since(self, when: datetime) -> int:
        database = Path(self._crawler.settings.get("MSBAZHONG_DATA") or "", "news.db")
        return answers_since(database, self._crawler.spidercls.name, when)

    def _count(self) -> None:
        """Count a request that is about to be sent; it is not, if it would be one too many."""
        if self._day is not None and self._day.count() >= self._budget:
            gate_of(self._crawler).stop("budget")
            raise StoppedError("the day's requests are used up")

    async def _watch(self) -> None:
        ends = monotonic() + self._longest if self._longest else float("inf")
        while True:
            night = self._hours.left(_now()).total_seconds() if self._hours else float("inf")
            run = ends - monotonic()
            if min(night, run) <= 0:
                gate_of(self._crawler).stop("max_time" if run <= 0 else "night_over")
                return
            await asyncio.sleep(min(night, run, LOOK_EVERY))


def _now() -> datetime:
    return datetime.now(UTC)
