"""Telling of runs that could not start: a wrong crontab line, no room, a lock held for long."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msbazhong_spider.errors import (
    DiskFullError,
    LockedError,
    MsbazhongError,
    StoreError,
    UsageError,
)
from msbazhong_spider.harvest.alerts.tell import tell_without_run
from msbazhong_spider.harvest.alerts.words import Situation
from msbazhong_spider.harvest.codes import ExitCode
from msbazhong_spider.harvest.findings import Finding, Sign
from msbazhong_spider.harvest.outcome import Verdict
from msbazhong_spider.harvest.thresholds import Thresholds

if TYPE_CHECKING:
    from pathlib import Path

_SINCE = re.compile(r"since (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)")


def tell_failure(data: Path, site: str, error: BaseException) -> tuple[str, ...]:
    """Tell of a run that ended with an error before it began; give what went wrong with telling.

    Nothing is told of what the operator did (Ctrl-C), of what is no fault (not the time to begin),
    and of a lock that is held no longer than a run may take.
    """
    now = datetime.now(UTC)
    try:
        limits = Thresholds.from_settings(os.environ)
    except UsageError:
        limits = Thresholds()  # that is what is wrong, and is being told
    finding = finding_of(error, now, limits)
    if finding is None:
        return ()
    verdict = Verdict(finding.code, finding.why, (finding,))
    told = tell_without_run(verdict, Situation(site, now, data, finding.code.value), limits)
    return told.complaints or ((str(told.failed),) if told.failed else ())


def finding_of(error: BaseException, now: datetime, limits: Thresholds) -> Finding | None:
    """Name what kept a run from starting; None if nobody needs to know."""
    why = " ".join(str(error).split())
    if isinstance(error, LockedError):
        held = held_for(why, now)
        is_long = held is not None and held > timedelta(hours=limits.lock_hours)
        return Finding(Sign.LOCKED, why) if is_long else None
    if isinstance(error, DiskFullError):
        return Finding(Sign.DISK, why)
    if isinstance(error, (UsageError, StoreError)):
        return Finding(Sign.USAGE, why)
    if isinstance(error, MsbazhongError) and error.exit_code == ExitCode.DONE:
        return None
    if isinstance(error, Exception):
        return Finding(Sign.INTERNAL, f"{type(error).__name__}: {why}" if why else repr(error))
    return None


def held_for(text: str, now: datetime) -> timedelta | None:
    """Read from the words about a lock for how long it has been held; None if they do not say."""
    found = _SINCE.search(text)
    return now - datetime.fromisoformat(found[1]) if found else None
