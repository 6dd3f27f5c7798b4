"""Running the crawl in this process, from the lock to the row of the run."""

from __future__ import annotations

import logging
import random
import signal
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from msbazhong_spider.amounts import CHINA, day_began, tell_duration
from msbazhong_spider.errors import NotDueError, UsageError
from msbazhong_spider.harvest.conclude import End, conclude
from msbazhong_spider.harvest.lock import only_run
from msbazhong_spider.harvest.logs import forget_logs, log_file
from msbazhong_spider.harvest.metrics import check_metrics
from msbazhong_spider.harvest.plan import Progress
from msbazhong_spider.harvest.thresholds import Thresholds
from msbazhong_spider.keeper import Keeper, counted
from msbazhong_spider.limits import read_budget, read_hours, read_longest
from msbazhong_spider.room import check_room, read_least
from msbazhong_spider.spiders.scope import read_day
from msbazhong_spider.spiders.site import check_contact, is_on_this_machine
from msbazhong_spider.spiders.sites import add_own_sites, find_site
from msbazhong_spider.store import open_store
from msbazhong_spider.store.captured import answers_since

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType
    from typing import NoReturn

    from scrapy.crawler import Crawler

    from msbazhong_spider.harvest.outcome import Outcome
    from msbazhong_spider.harvest.plan import Plan
    from msbazhong_spider.spiders.portal import PortalSpider

SEVERAL_AT_ONCE = 8
OWN_BACKOFF = 0.1  # seconds; a server of our own that is busy needs no rest
LEAST_DELAY = 1.0  # seconds; what a public site can be asked to bear at most


def harvest(plan: Plan) -> Outcome:
    """Harvest a site as planned. Runs a Twisted reactor, so once in a process.

    Raises:
        UsageError: the plan makes no sense, or there is no contact for a site of others.
        NotDueError: it is not the time to begin, or the day's requests are used up.
        LockedError: another run works on the same folder.
        DiskFullError: there is too little room to begin.
        StoreError: the folder or the database can't be used.
        KeyboardInterrupt: Ctrl-C or SIGTERM came before the first request.
    """
    settings = _settings(plan)
    site = _check(plan, settings)
    with _sigterm_as_ctrl_c():
        _check_hours(settings)
        _put_off(plan)
        with only_run(plan.data, plan.wait, plan.tell):
            _check_hours(settings)
            check_room(settings)
            open_store(plan.database).close()
            _check_budget(plan, settings)
            return _crawl(plan, settings, site)


def check(plan: Plan) -> None:
    """Find what is wrong with a plan. Raises UsageError."""
    _check(plan, _settings(plan))


def _crawl(plan: Plan, settings: Settings, site: type[PortalSpider]) -> Outcome:
    """Crawl, and conclude. The folder must be locked."""
    started = datetime.now(UTC)
    log = log_file(plan.data, started)
    # A line of the log that finds no room on the disk is lost; it would be told on standard error
    # with a traceback, and the run itself says better what is full.
    logging.raiseExceptions = False
    settings.set("LOG_FILE", str(log), priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(site)
    process.crawl(crawler, **plan.arguments())
    process.start()
    outcome = _conclude(plan, crawler, _reason(process, crawler), started, log)
    if plan.keep_logs is not None:
        forget_logs(plan.data, plan.keep_logs)
    return outcome


@contextmanager
def _sigterm_as_ctrl_c() -> Iterator[None]:
    """Let SIGTERM interrupt what Ctrl-C does; during the crawl Scrapy deals with both."""

    def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _put_off(plan: Plan) -> None:
    """Begin at some moment of the next seconds, so that not all the world begins at two sharp."""
    if plan.jitter:
        seconds = random.uniform(0, plan.jitter)  # noqa: S311 - no secret
        plan.tell(f"beginning in {tell_duration(seconds)} (--jitter)")
        time.sleep(seconds)


def _check_hours(settings: Settings) -> None:
    hours, now = read_hours(settings), datetime.now(UTC)
    if hours is not None and hours.left(now).total_seconds() <= 0:
        clock = f"{now.astimezone(CHINA):%H:%M}"
        raise NotDueError(f"not begun: it is {clock} in China, not within {hours} (--between)")


def _check_budget(plan: Plan, settings: Settings) -> None:
    budget = read_budget(settings)
    if not budget:
        return
    asked = answers_since(plan.database, plan.site, day_began(datetime.now(UTC)))
    if asked >= budget:
        raise NotDueError(
            f"not begun: {plan.site} has answered {asked} requests today, of {budget} (--budget)"
        )


def _check(plan: Plan, settings: Settings) -> type[PortalSpider]:
    """Find what is wrong with a plan before anything is touched; give the site's spider."""
    if plan.since is not None:
        read_day(plan.since)
    if plan.start is None and plan.delay is not None and plan.delay < LEAST_DELAY:
        raise UsageError(
            f"a delay of {plan.delay:g} s is for a replica or mirror of your own (--start); "
            f"a public site gets {LEAST_DELAY:g} s or more"
        )
    for read in (read_longest, read_hours, read_budget, read_least, Thresholds.from_settings):
        read(settings)
    if metrics := settings.get("MSBAZHONG_METRICS"):
        check_metrics(Path(metrics))
    site = find_site(plan.site, settings)
    front = plan.url or plan.start or site.front_page
    check_contact(settings.get("MSBAZHONG_CONTACT") or "", front)
    return site


def _reason(process: AsyncCrawlerProcess, crawler: Crawler) -> str:
    """Say why the crawl ended, in Scrapy's words where it has some."""
    if process.bootstrap_failed:
        return "could_not_start"
    # Without a reason the spider was never closed: a second Ctrl-C.
    return str(crawler.stats.get_value("finish_reason") or "shutdown")


def _conclude(plan: Plan, crawler: Crawler, reason: str, started: datetime, log: Path) -> Outcome:
    """Judge the crawl, write the verdict into its row, and tell whom there is to tell."""
    keeper, site = crawler.get_extension(Keeper), crawler.spidercls
    failure = getattr(crawler.spider, "failure", None)
    if keeper is not None:
        keeper.close(reason)
        reason = keeper.fault or reason
        failure = keeper.failure or failure
    end = End(
        site=site.name,
        reason=reason,
        counts=counted(crawler),
        failure=failure,
        run_id=keeper.run_id if keeper is not None else None,
        scope={"start": plan.start or getattr(site, "front_page", ""), **plan.arguments()},
        started=started,
        data=plan.data,
        log=log,
        is_attended=plan.progress is Progress.BAR,
    )
    return conclude(end, crawler.settings)


def site_settings() -> Settings:
    """Give the settings of the crawl as an installed package has them, without a scrapy.cfg."""
    settings = Settings()
    settings.setmodule("msbazhong_spider.settings", priority="project")
    add_own_sites(settings)
    return settings


def _settings(plan: Plan) -> Settings:
    settings = site_settings()
    ours: dict[str, Any] = {
        "MSBAZHONG_DATA": str(plan.data),
        "MSBAZHONG_PROGRESS": plan.progress.value,
    }
    if plan.contact is not None:
        ours["MSBAZHONG_CONTACT"] = plan.contact
    if plan.metrics is not None:
        ours["MSBAZHONG_METRICS"] = str(plan.metrics)
    if plan.start is not None:
        ours["MSBAZHONG_START"] = plan.start
        # A proxy of the environment has no way to a server on this machine.
        ours["HTTPPROXY_ENABLED"] = not is_on_this_machine(plan.start)
    if plan.delay is not None:
        ours["DOWNLOAD_DELAY"] = plan.delay
    if plan.delay == 0:
        ours["CONCURRENT_REQUESTS"] = ours["CONCURRENT_REQUESTS_PER_DOMAIN"] = SEVERAL_AT_ONCE
        ours["MSBAZHONG_BACKOFF"] = OWN_BACKOFF
    limits = {"MAX_TIME": plan.max_time, "BUDGET": plan.budget, "BETWEEN": plan.between}
    ours.update({f"MSBAZHONG_{name}": value for name, value in limits.items() if value is not None})
    extensions = {**settings.getdict("EXTENSIONS"), "msbazhong_spider.harvest.progress.Display": 30}
    settings.setdict({**ours, "EXTENSIONS": extensions}, priority="cmdline")
    return settings
