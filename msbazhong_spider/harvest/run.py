"""Running the crawl in this process, from the lock to the row of the run."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from msbazhong_spider.errors import StoreError, UsageError
from msbazhong_spider.extensions import Keeper, counted
from msbazhong_spider.harvest.lock import only_run
from msbazhong_spider.harvest.outcome import Outcome, judge
from msbazhong_spider.spiders.scope import read_day
from msbazhong_spider.spiders.site import check_contact, is_on_this_machine
from msbazhong_spider.spiders.sites import add_own_sites, find_site
from msbazhong_spider.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.crawler import Crawler

    from msbazhong_spider.harvest.plan import Plan
    from msbazhong_spider.spiders.portal import PortalSpider

SEVERAL_AT_ONCE = 8
LEAST_DELAY = 1.0  # seconds; what a public site can be asked to bear at most


def harvest(plan: Plan) -> Outcome:
    """Harvest a site as planned. Runs a Twisted reactor, so once in a process.

    Raises:
        UsageError: the plan makes no sense, or there is no contact for a site of others.
        LockedError: another run works on the same folder.
        StoreError: the folder or the database can't be used.
    """
    settings = _settings(plan)
    site = _check(plan, settings)
    started = datetime.now(UTC)
    with only_run(plan.data):
        open_store(plan.database).close()
        log = _log_file(plan.data, started)
        settings.set("LOG_FILE", str(log), priority="cmdline")
        process = AsyncCrawlerProcess(settings)
        crawler = process.create_crawler(site)
        process.crawl(crawler, **plan.arguments())
        process.start()
        return _conclude(plan, crawler, _reason(process, crawler), started, log)


def _check(plan: Plan, settings: Settings) -> type[PortalSpider]:
    """Find what is wrong with a plan before anything is touched; give the site's spider."""
    if plan.since is not None:
        read_day(plan.since)
    if plan.start is None and plan.delay is not None and plan.delay < LEAST_DELAY:
        raise UsageError(
            f"a delay of {plan.delay:g} s is for a replica or mirror of your own (--start); "
            f"a public site gets {LEAST_DELAY:g} s or more"
        )
    site = find_site(plan.site, settings)
    front = plan.url or plan.start or site.front_page
    check_contact(settings.get("MSBAZHONG_CONTACT") or "", front)
    return site


def _log_file(folder: Path, started: datetime) -> Path:
    path = folder / "runs" / f"{started:%Y-%m-%dT%H%M%SZ}.log"
    try:
        path.parent.mkdir(exist_ok=True)
        path.touch()
    except OSError as error:
        raise StoreError(f"{path}: can't be written ({error.strerror})") from error
    return path


def _reason(process: AsyncCrawlerProcess, crawler: Crawler) -> str:
    """Say why the crawl ended, in Scrapy's words where it has some."""
    if process.bootstrap_failed:
        return "could_not_start"
    # Without a reason the spider was never closed: a second Ctrl-C.
    return str(crawler.stats.get_value("finish_reason") or "shutdown")


def _conclude(plan: Plan, crawler: Crawler, reason: str, started: datetime, log: Path) -> Outcome:
    """Judge the crawl and write the verdict into its row."""
    keeper = crawler.get_extension(Keeper)
    if keeper is not None:
        keeper.close(reason)
    counts = counted(crawler)
    failure = getattr(crawler.spider, "failure", None) or (keeper and keeper.failure)
    verdict = judge(reason, counts, failure, crawler.settings.getfloat("MSBAZHONG_MAX_PROBLEMS"))
    outcome = Outcome(
        verdict=verdict,
        finish_reason=reason,
        counts=counts,
        run_id=keeper.run_id if keeper is not None else None,
        started=started,
        finished=datetime.now(UTC),
        database=plan.database,
        log=log,
    )
    if outcome.run_id is not None:
        with open_store(plan.database) as store:
            store.end_run(outcome.run_id, outcome.finished, reason, verdict.code, counts)
            store.seal()
    return outcome


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
    if plan.start is not None:
        ours["MSBAZHONG_START"] = plan.start
        # A proxy of the environment has no way to a server on this machine.
        ours["HTTPPROXY_ENABLED"] = not is_on_this_machine(plan.start)
    if plan.delay is not None:
        ours["DOWNLOAD_DELAY"] = plan.delay
    if plan.delay == 0:
        ours["CONCURRENT_REQUESTS"] = ours["CONCURRENT_REQUESTS_PER_DOMAIN"] = SEVERAL_AT_ONCE
    extensions = {**settings.getdict("EXTENSIONS"), "msbazhong_spider.harvest.progress.Display": 30}
    settings.setdict({**ours, "EXTENSIONS": extensions}, priority="cmdline")
    return settings
