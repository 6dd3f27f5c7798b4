"""Is a site harvested as it should be? For watchdogs: reads only, also while a run is under way."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msbazhong_spider.errors import StoreError, UsageError
from msbazhong_spider.harvest.alerts.state import open_alarms
from msbazhong_spider.harvest.findings import Sign, plain
from msbazhong_spider.harvest.lock import named_holder
from msbazhong_spider.harvest.outcome import PLANNED
from msbazhong_spider.harvest.thresholds import Thresholds
from msbazhong_spider.store.open import connect_to_read, friendly

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

_SITES = "SELECT DISTINCT site FROM run WHERE site NOT IN ('import', 'reread') ORDER BY site"
_LATEST = """
SELECT started, finished, finish_reason, exit_code FROM run
WHERE site = ? ORDER BY id DESC LIMIT 1
"""
_GOOD = """
SELECT max(finished) FROM run
WHERE site = ? AND (exit_code = 0 OR finish_reason IN (SELECT value FROM json_each(?)))
"""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether all is well with a site, and why not, in one line."""

    is_well: bool
    line: str


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched: whose runs, and for how long at most no good one may have ended."""

    data: Path
    max_age: timedelta
    now: datetime


def check_health(
    data: Path, site: str | None, max_age: timedelta, now: datetime | None = None
) -> Health:
    """Look at one site, or at all of a folder: then the first that is not well is told.

    A run is good that ended with exit code 0, or as planned (--max-time and the like).
    """
    watch = Watch(data, max_age, now or datetime.now(UTC))
    path = data / "news.db"
    try:
        with friendly(path), closing(connect_to_read(path)) as database:
            sites = [site] if site else [name for (name,) in database.execute(_SITES)]
            found = [_check(database.conn, watch, name) for name in sites]
    except (StoreError, UsageError) as error:
        return Health(is_well=False, line=" ".join(str(error).split()))
    if not found:
        return Health(is_well=False, line=f"{path}: no run yet")
    return next((one for one in found if not one.is_well), _joined(found))


def _joined(found: list[Health]) -> Health:
    return Health(is_well=True, line="; ".join(one.line for one in found))


def _check(connection: sqlite3.Connection, watch: Watch, site: str) -> Health:
    latest = connection.execute(_LATEST, (site,)).fetchone()
    if latest is None:
        return Health(is_well=False, line=f"{site}: no run yet")
    good = _last_good(connection, site)
    age = watch.now - good if good else None
    alarms = _alarms(connection, site, watch.now)
    told = [_told_age(age), _told_latest(latest, watch), *_told_alarms(alarms)]
    is_late = age is None or age > watch.max_age
    # A first run may take longer than a night; that one is late says so once it should have ended.
    is_well = not (is_late or alarms or _is_stuck(latest, watch))
    return Health(is_well, plain(f"{site}: {', '.join(told)}"))


def _last_good(connection: sqlite3.Connection, site: str) -> datetime | None:
    planned = "[" + ", ".join(f'"{reason}"' for reason in sorted(PLANNED)) + "]"
    (finished,) = connection.execute(_GOOD, (site, planned)).fetchone()
    return datetime.fromisoformat(finished) if finished else None


def _alarms(connection: sqlite3.Connection, site: str, now: datetime) -> list[str]:
    """Name the open alarms; a single night without network is none yet."""
    nights = Thresholds.from_settings(os.environ).network_nights
    return [
        alarm.name
        for alarm in open_alarms(connection, site).values()
        if alarm.name != Sign.NETWORK or min(alarm.nights, alarm.days(now)) >= nights
    ]


def _told_age(age: timedelta | None) -> str:
    return "no good run yet" if age is None else f"last good run {in_hours(age)} ago"


def _told_latest(latest: tuple[str, str | None, str | None, int | None], watch: Watch) -> str:
    started, finished, reason, code = latest
    if finished is not None:
        return f"the latest ended with exit code {'-' if code is None else code} ({reason})"
    since = in_hours(watch.now - datetime.fromisoformat(started))
    if named_holder(watch.data):
        return f"a run has been going on for {since}"
    return f"the latest began {since} ago and was killed"


def _told_alarms(alarms: list[str]) -> list[str]:
    return [f"open alarms: {'; '.join(alarms)}"] if alarms else []


def _is_stuck(latest: tuple[str, str | None, str | None, int | None], watch: Watch) -> bool:
    started, finished, *_ = latest
    goes_on = finished is None and named_holder(watch.data) != ""
    return goes_on and watch.now - datetime.fromisoformat(started) > watch.max_age


def in_hours(length: timedelta) -> str:
    """Write a length of time as watchdogs do: minutes, hours, and days from two on.

    >>> in_hours(timedelta(minutes=50)), in_hours(timedelta(hours=26)), in_hours(timedelta(days=3))
    ('50 min', '26 h', '3 days')
    """
    minutes = max(0, round(length.total_seconds() / 60))
    if minutes < 120:  # noqa: PLR2004 - two hours
        return f"{minutes} min"
    hours = round(minutes / 60)
    return f"{hours} h" if hours < 48 else f"{round(hours / 24)} days"  # noqa: PLR2004 - two days
