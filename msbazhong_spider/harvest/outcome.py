"""How a run ended, and which exit code says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path


class ExitCode(IntEnum):
    """What ``harvest`` promises to whoever started it."""

    DONE = 0
    INTERNAL = 1
    USAGE = 2
    PROBLEMS = 3
    SUSPICIOUS = 4
    BLOCKED = 5
    LOCKED = 6
    DISK_FULL = 7
    INTERRUPTED = 8
    NOT_SOUND = 9
    NETWORK_DOWN = 75


BY_REASON = {
    "usage": ExitCode.USAGE,
    "unknown_scope": ExitCode.USAGE,
    "store_unusable": ExitCode.USAGE,
    "challenged": ExitCode.BLOCKED,
    "refused": ExitCode.BLOCKED,
    "front_missing": ExitCode.SUSPICIOUS,
    "disk_full": ExitCode.DISK_FULL,
    "disk_low": ExitCode.DISK_FULL,
    "shutdown": ExitCode.INTERRUPTED,
    "max_time": ExitCode.INTERRUPTED,
    "budget": ExitCode.INTERRUPTED,
    "night_over": ExitCode.INTERRUPTED,
    "network_down": ExitCode.NETWORK_DOWN,
    "asked_to_wait": ExitCode.NETWORK_DOWN,
}
# Ends that were asked for beforehand, and why in words: nobody needs to be told.
PLANNED = {
    "max_time": "the time of this run is over (--max-time)",
    "budget": "the requests of this day are used up (--budget)",
    "night_over": "the hours in which the site may be asked are over (--between)",
}
WHOLE = frozenset({"finished", "limit"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """An exit code and the sentence that explains it; empty where nothing needs explaining."""

    code: ExitCode
    why: str = ""


def judge(
    reason: str | None, counts: Mapping[str, int], failure: object, max_problems: float
) -> Verdict:
    """Decide how a crawl ended.

    ``reason`` is Scrapy's finish reason (None if the crawl never came to its end), ``counts`` what
    the keeper counted, ``failure`` the error that stopped the spider, ``max_problems`` the share
    of answers that may end in errors; pages that are gone are none.
    """
    if reason in PLANNED:
        waiting = counts.get("waiting", 0)
        left = f"{waiting} addresses wait for the next run" if waiting else "what was read is kept"
        return Verdict(BY_REASON[reason], f"{PLANNED[reason]}; {left}")
    if reason in BY_REASON:
        why = str(failure) if failure else "stopped before the end; what was read is kept"
        return Verdict(BY_REASON[reason], why)
    if reason not in WHOLE:
        return Verdict(ExitCode.INTERNAL, f"the crawl ended unexpectedly ({reason}); see the log")
    return _judge_harvest(counts, max_problems)


def _judge_harvest(counts: Mapping[str, int], max_problems: float) -> Verdict:
    """Judge a crawl that went through: did it find what should be there?"""
    articles, pages = counts.get("articles", 0), counts.get("pages", 0)
    older = counts.get("before_since", 0)
    # A dead link is the site's own, and stays there night after night: no reason to wake anybody.
    errors = counts.get("problems", 0) - counts.get("problem/missing", 0)
    if not counts.get("links", 1):
        return Verdict(ExitCode.SUSPICIOUS, "no link to any article was found on the site")
    everything_older = older > 0 or 0 < counts.get("links", 0) == counts.get("older", 0)
    if not articles and counts.get("problem/internal"):
        return Verdict(ExitCode.INTERNAL, "the program failed with every page; see the log")
    if not articles and not everything_older:
        return Verdict(ExitCode.SUSPICIOUS, "no page could be read as an article")
    if errors > max_problems * max(pages, 1):
        why = f"{errors} errors with {pages} pages; see the table problem of the database"
        return Verdict(ExitCode.PROBLEMS, why)
    return Verdict(ExitCode.DONE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run, as it ended. Times are UTC. ``counts`` has pages, articles, new, problems ..."""

    verdict: Verdict
    finish_reason: str
    counts: Mapping[str, int]
    run_id: int | None
    started: datetime
    finished: datetime
    database: Path
    log: Path

    @property
    def seconds(self) -> float:
        """How long it took."""
        return (self.finished - self.started).total_seconds()

    @property
    def is_planned(self) -> bool:
        """Whether a limit ended the crawl that the operator had set."""
        return self.finish_reason in PLANNED

    @property
    def is_whole(self) -> bool:
        """Whether the crawl went through to its end, be it with problems."""
        return self.finish_reason in WHOLE

    def count(self, what: str) -> int:
        """Give one count, 0 if nothing was counted."""
        return self.counts.get(what, 0)
