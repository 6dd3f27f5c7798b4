"""Showing how far a crawl is: a bar on a terminal, a line now and then anywhere else."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from scrapy import signals
from scrapy.exceptions import NotConfigured

from msbazhong_spider.harvest import plan
from msbazhong_spider.keeper import counted

if TYPE_CHECKING:
    from typing import Protocol, Self

    from scrapy.crawler import Crawler

    class Screen(Protocol):
        """Something that shows counts."""

        every: float

        def show(self, counts: dict[str, int]) -> None:
            """Show how far the crawl is."""

        def end(self, counts: dict[str, int]) -> None:
            """Show it for the last time."""


def in_words(counts: dict[str, int]) -> str:
    """Say the counts in one line.

    >>> in_words({"pages": 12, "articles": 9, "attendances": 30})
    '12 pages, 9 articles, 30 attendances, 0 problems'
    """
    whats = ("pages", "articles", "attendances", "problems")
    return ", ".join(f"{counts.get(what, 0)} {what}" for what in whats)


class Bar:
    """A bar on the terminal. Its end moves on as long as listings bring more articles."""

    every = 0.25

    def __init__(self) -> None:
        """Draw it, empty."""
        self._progress = Progress(
            SpinnerColumn(),
            BarColumn(bar_width=24),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        )
        self._task = self._progress.add_task(in_words({}), total=None)
        self._progress.start()

    def show(self, counts: dict[str, int]) -> None:
        """Draw the counts."""
        done = counts.get("articles", 0) + counts.get("problems", 0)
        found = counts.get("found") or None
        text = in_words(counts)
        self._progress.update(self._task, completed=done, total=found, description=text)

    def end(self, counts: dict[str, int]) -> None:
        """Draw the counts for the last time and leave the terminal as it was."""
        self.show(counts)
        self._progress.stop()


class Lines:
    """Plain lines on standard error, for a pipe or a log file."""

    every = 10.0

    def show(self, counts: dict[str, int]) -> None:
        """Write a line."""
        now = datetime.now().astimezone()
        sys.stderr.write(f"{now:%H:%M:%S}  {in_words(counts)}\n")
        sys.stderr.flush()

    def end(self, counts: dict[str, int]) -> None:
        """Write the last line."""
        self.show(counts)


class Display:
    """Shows the crawl's counts while it runs."""

    def __init__(self, crawler: Crawler, screen: Screen) -> None:
        """Take the crawl and what shows it."""
        self._crawler, self._screen = crawler, screen
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build what MSBAZHONG_PROGRESS asks for."""
        style = plan.Progress(crawler.settings.get("MSBAZHONG_PROGRESS") or "")
        if style is plan.Progress.NONE:
            raise NotConfigured
        display = cls(crawler, Bar() if style is plan.Progress.BAR else Lines())
        crawler.signals.connect(display._opened, signal=signals.spider_opened)
        crawler.signals.connect(display._closed, signal=signals.spider_closed)
        return display

    def _opened(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._keep_showing())

    async def _keep_showing(self) -> None:
        while True:
            self._screen.show(counted(self._crawler))
            await asyncio.sleep(self._screen.every)

    def _closed(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._screen.end(counted(self._crawler))
