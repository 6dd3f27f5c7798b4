"""One run from start to exit code: lock, crawl, verdict, report."""

from msbazhong_spider.harvest.outcome import ExitCode, Outcome
from msbazhong_spider.harvest.plan import Plan
from msbazhong_spider.harvest.run import harvest

__all__ = ["ExitCode", "Outcome", "Plan", "harvest"]
