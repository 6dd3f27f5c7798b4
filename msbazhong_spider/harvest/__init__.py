"""One run from start to exit code: lock, crawl, verdict, report."""

from typing import TYPE_CHECKING, Any

from msbazhong_spider.harvest.outcome import ExitCode, Outcome
from msbazhong_spider.harvest.plan import Plan

if TYPE_CHECKING:
    from msbazhong_spider.harvest.run import harvest

__all__ = ["ExitCode", "Outcome", "Plan", "harvest"]


def __getattr__(name: str) -> Any:
    """Load the crawler only for who harvests: a health check must not wait a second for Scrapy."""
    if name == "harvest":
        from msbazhong_spider.harvest.run import harvest

        return harvest
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
