"""Room on the disks: enough to begin with, and enough to go on."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

from msbazhong_spider.amounts import read_size, tell_size
from msbazhong_spider.errors import DiskFullError
from msbazhong_spider.gate import gate_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

LOOK_EVERY = 1.0  # seconds; to look costs nothing
WAITING_SHARE = 10  # addresses that wait need a tenth of what the archive needs


def read_least(settings: BaseSettings) -> int:
    """Give the bytes that must stay free. Raises UsageError."""
    return read_size(str(settings.get("MSBAZHONG_MIN_FREE")))


def check_room(settings: BaseSettings) -> None:
    """See that the disks have the room that MSBAZHONG_MIN_FREE wants. Raises DiskFullError.

    Raises:
        DiskFullError: they have not; it says which, and what can be done.
        UsageError: MSBAZHONG_MIN_FREE is no size.
    """
    least = read_least(settings)
    data = settings.get("MSBAZHONG_DATA")
    if data:
        _check(Path(data), least, "make room, or choose another --data")
    _check(Path(gettempdir()), least // WAITING_SHARE, "make room, or set TMPDIR to a folder of it")


def _check(folder: Path, least: int, remedy: str) -> None:
    existing = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    free = shutil.disk_usage(existing).free
    if free < least:
        raise DiskFullError(
            f"{folder}: {tell_size(free)} are free, {tell_size(least)} are to stay free "
            f"(MSBAZHONG_MIN_FREE); {remedy}"
        )


class Room:
    """Ends the crawl, while all can still be saved, when there is too little room."""

    def __init__(self, crawler: Crawler) -> None:
        """Remember the crawl."""
        self._crawler = crawler
        self._watching: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the crawl, unless nothing is kept."""
        if not crawler.settings.get("MSBAZHONG_DATA"):
            raise NotConfigured
        room = cls(crawler)
        crawler.signals.connect(room._begin, signal=signals.spider_opened)
        crawler.signals.connect(room._end, signal=signals.spider_closed)
        return room

    def _begin(self) -> None:
        self._watching = asyncio.get_running_loop().create_task(self._watch())

    def _end(self) -> None:
        if self._watching is not None:
            self._watching.cancel()

    async def _watch(self) -> None:
        while True:
            try:
                check_room(self._crawler.settings)
            except DiskFullError as error:
                gate_of(self._crawler).stop("disk_low", error)
                return
            await asyncio.sleep(LOOK_EVERY)
