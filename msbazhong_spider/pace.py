"""The pace that a site's robots.txt asks for."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Request
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)


class CrawlDelay:
    """Keeps the pace that robots.txt asks for (Crawl-delay), where it is slower than ours."""

    def __init__(self, crawler: Crawler) -> None:
        """Read how long a wait may be."""
        self._crawler = crawler
        self._longest = crawler.settings.getfloat("MSBAZHONG_MAX_WAIT")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the crawl, unless robots.txt is not asked for."""
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        extension = cls(crawler)
        crawler.signals.connect(extension._slow_down, signal=signals.robots_parsed)
        return extension

    def _slow_down(self, robotparser: RobotParser, request: Request) -> None:
        asked = robotparser.crawl_delay(self._crawler.settings["ROBOTSTXT_USER_AGENT"])
        if not asked:
            return
        downloader = self._crawler.engine.downloader
        ours = self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        delay = max(ours, min(asked, self._longest))
        key = downloader.get_slot_key(request)
        # A slot that was idle for a minute is thrown away and made anew from these.
        downloader.per_slot_settings[key] = {"concurrency": 1, "delay": delay, "jitter": 0.0}
        slot = downloader.slots.get(key)
        if slot is not None:
            slot.concurrency, slot.delay, slot.jitter = 1, delay, 0.0
        logger.info("%s: robots.txt asks for %g s between requests", key, asked)
