"""Telling: from what a run found to who was told, through one path for runs, failures and tests."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from msbazhong_spider.errors import StoreError, UsageError
from msbazhong_spider.harvest.alerts.config import channels
from msbazhong_spider.harvest.alerts.deliver import deliver
from msbazhong_spider.harvest.alerts.news import Alarms, News
from msbazhong_spider.harvest.alerts.words import message_of
from msbazhong_spider.harvest.findings import Finding, Sign
from msbazhong_spider.store.open import connect, friendly
from msbazhong_spider.store.seal import Seal, check_seal, seal

if TYPE_CHECKING:
    from msbazhong_spider.harvest.alerts.channel import Channel
    from msbazhong_spider.harvest.alerts.deliver import Delivery
    from msbazhong_spider.harvest.alerts.words import Situation
    from msbazhong_spider.harvest.outcome import Verdict
    from msbazhong_spider.harvest.thresholds import Thresholds

logger = logging.getLogger(__name__)

BUSY_SECONDS = 5.0  # a run that is under way may be writing just now


@dataclass(frozen=True, slots=True)
class Told:
    """What was to be told, and what became of it in each channel.

    ``failed`` is a finding if nobody could be told, which the exit code must say then.
    """

    news: News = field(default_factory=News)
    deliveries: tuple[Delivery, ...] = ()
    failed: Finding | None = None

    @property
    def complaints(self) -> tuple[str, ...]:
        """Say which channels failed, a line each; no secret stands in them."""
        return tuple(f"alert: {one}" for one in self.deliveries if not one.is_taken)


def tell(
    connection: sqlite3.Connection, verdict: Verdict, situation: Situation, limits: Thresholds
) -> Told:
    """Note the alarms of a run in its database, and tell whom there is to tell.

    What nobody could be told stays untold, and is tried again by the next run. Raises StoreError if
    the alarms can't be noted.
    """
    with friendly(situation.data / "news.db"):
        alarms = Alarms(connection, situation.site, limits, situation.when)
        news = alarms.take(verdict)
        told = send(situation, news)
        if news and any(one.is_taken for one in told.deliveries):
            alarms.settle(news)
        elif told.failed is None:
            alarms.close(news)
    return told


def tell_without_run(verdict: Verdict, situation: Situation, limits: Thresholds) -> Told:
    """Tell of a run that could not even start, with what is remembered of earlier ones if possible.

    Where there is no database to remember in, it is told every time, and the message says so. One
    that was altered since it was sealed is left as it is: to write would make that unseen.
    """
    path = situation.data / "news.db"
    try:
        before = check_seal(path) if path.is_file() else Seal.BROKEN
        if before is not Seal.BROKEN:
            with closing(connect(path, create=False, busy_seconds=BUSY_SECONDS)) as database:
                told = tell(database.conn, verdict, situation, limits)
                if before is Seal.WHOLE:
                    seal(database.conn, path)
                return told
    except (StoreError, OSError, sqlite3.Error) as error:
        logger.warning("alarms can't be noted: %s", error)
    note = "(No database remembers this: it is told by every run until it is mended.)"
    return send(replace(situation, note=note), News(verdict.findings))


def send(situation: Situation, news: News) -> Told:
    """Send news through all channels of a data folder. Without news only the channels are read."""
    try:
        listed: tuple[Channel, ...] = channels(situation.data)
    except UsageError as error:
        logger.error("alerts: %s", error)  # noqa: TRY400 - a wrong key needs no traceback
        return Told(news, failed=Finding(Sign.ALERTS, str(error)))
    if not news or not listed:
        return Told(news)
    deliveries = deliver(listed, message_of(situation, news))
    for one in deliveries:
        logger.log(logging.INFO if one.is_taken else logging.ERROR, "alert: %s", one)
    if any(one.is_taken for one in deliveries):
        return Told(news, deliveries)
    why = "; ".join(str(one) for one in deliveries)
    failed = Finding(Sign.ALERTS, f"nobody could be told; the next run tries again ({why})")
    return Told(news, deliveries, failed)
