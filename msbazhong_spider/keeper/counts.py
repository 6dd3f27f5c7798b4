"""What a crawl has counted of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


def counted(crawler: Crawler) -> dict[str, int]:
    """Give what was counted of our own so far (pages, articles, problems ...)."""
    prefix = "msbazhong/"
    return {
        key.removeprefix(prefix): value
        for key, value in crawler.stats.get_stats().items()
        if key.startswith(prefix) and isinstance(value, int)
    }
