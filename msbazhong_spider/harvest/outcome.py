"""How a run ended, and which exit code says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msbazhong_spider.harvest.codes import ExitCode
from msbazhong_spider.harvest.findings import ENDINGS, Finding, Fine, Sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from msbazhong_spider.harvest.thresholds import Thresholds

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
SIGNS = {
    ExitCode.USAGE: Sign.USAGE,
    ExitCode.BLOCKED: Sign.BLOCKED,
    ExitCode.SUSPICIOUS: Sign.NO_FRONT,
    ExitCode.DISK_FULL: Sign.DISK,
    ExitCode.NETWORK_DOWN: Sign.NETWORK,
}
# Ends that were asked for beforehand, and why in words: nobody needs to be told.
PLANNED = {
    "max_time": "the time of this run is over (--max-time)",
    "budget": "the requests of this day are used up (--budget)",
    "night_over": "the hours in which the site may be asked are over (--between)",
}
WHOLE = frozenset({"finished", "limit"})
WENT_WELL = WHOLE | frozenset(PLANNED)
# Worse than what comes before it: an exit code can tell of one thing only.
RISING = (ExitCode.DONE, ExitCode.PROBLEMS, ExitCode.SUSPICIOUS, ExitCode.INTERNAL)
LEAST_UNREAD = 3  # new pages that are no articles: fewer may be a poster and a film


@dataclass(frozen=True, slots=True)
class Verdict:
    """An exit code, the sentence that explains it, and all that was found to be wrong or fine.

    The sentence is empty where nothing needs explaining.
    """

    code: ExitCode
    why: str = ""
    findings: tuple[Finding, ...] = ()
    fine: tuple[Fine, ...] = ()


def judge(
    reason: str | None,
    counts: Mapping[str, int],
    failure: object,
    limits: Thresholds,
    found: Sequence[Finding | Fine] = (),
) -> Verdict:
    """Decide how a crawl ended. The worst finding makes the exit code; all of them are told.

    ``reason`` is Scrapy's finish reason (None if the crawl never came to its end), ``counts`` what
    the keeper counted, ``failure`` the error that stopped the spider, ``found`` what the monitors
    say. A crawl that was stopped keeps the code of what stopped it.
    """
    told = [*_of_the_end(reason, counts, failure, limits), *found]
    findings = tuple(one for one in told if isinstance(one, Finding))
    fine = tuple(one for one in told if isinstance(one, Fine))
    if reason in BY_REASON:
        return Verdict(BY_REASON[reason], _why_stopped(reason, counts, failure), findings, fine)
    worst = max(findings, key=lambda one: RISING.index(one.code), default=None)
    if worst is None:
        return Verdict(ExitCode.DONE, "", (), fine)
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    return Verdict(worst.code, f"{worst.why}{more}", findings, fine)


def _why_stopped(reason: str, counts: Mapping[str, int], failure: object) -> str:
    if failure:
        return str(failure)
    waiting = counts.get("waiting", 0)
    left = f", and {waiting} addresses wait for the next run" if waiting else ""
    return f"{PLANNED.get(reason, 'stopped before the end')}; what was read is kept{left}"


def _of_the_end(
    reason: str | None, counts: Mapping[str, int], failure: object, limits: Thresholds
) -> Iterator[Finding | Fine]:
    """Judge the end itself, and a crawl that went through by what it counted."""
    if reason in WENT_WELL:
        yield from (Fine(sign, "a run went through") for sign in sorted(ENDINGS))
    elif reason not in BY_REASON:
        why = f"the crawl ended unexpectedly ({reason}); see the log"
        yield Finding(Sign.INTERNAL, why)
    elif (sign := SIGNS.get(BY_REASON[reason])) is not None:
        yield Finding(sign, str(failure or reason))
    if reason in WHOLE:
        yield from _of_the_counts(counts, limits)


def _of_the_counts(counts: Mapping[str, int], limits: Thresholds) -> Iterator[Finding | Fine]:
    """Judge a crawl that went through: did it find what should be there?"""
    links, articles = counts.get("links", 1), counts.get("articles", 0)
    if not links:
        yield Finding(Sign.NO_LINKS, "no link to any article was found on the site")
        return
    yield Fine(Sign.NO_LINKS, f"{links} links to articles were found")
    if not articles and counts.get("problem/internal"):
        yield Finding(Sign.INTERNAL, "the program failed with every page; see the log")
    elif why := _why_no_article(counts):
        yield Finding(Sign.NO_ARTICLES, why)
    elif articles:
        yield Fine(Sign.NO_ARTICLES, f"{articles} articles were read")
    yield _errors(counts, limits)


def _why_no_article(counts: Mapping[str, int]) -> str:
    """Say why it is strange that no article was read; nothing where it is not.

    Nothing new is plausible where what the listings show is known, or too old for what was asked.
    """
    if counts.get("articles", 0):
        return ""
    unread = sum(count for name, count in counts.items() if name.startswith("problem/not_article"))
    unread += counts.get("problem/other", 0)
    if counts.get("known", 0):
        why = f"none of {unread} new pages could be read as an article"
        return why if unread >= LEAST_UNREAD else ""
    older = counts.get("before_since", 0)
    if older > 0 or 0 < counts.get("links", 0) == counts.get("older", 0):
        return ""
    return "no page could be read as an article"


def _errors(counts: Mapping[str, int], limits: Thresholds) -> Finding | Fine:
    """Weigh the errors against the pages; a few are no share of anything."""
    pages = counts.get("pages", 0)
    # A dead link is the site's own, and stays there night after night: no reason to wake anybody.
    errors = counts.get("problems", 0) - counts.get("problem/missing", 0)
    why = f"{errors} errors with {pages} pages; see the table problem of the database"
    if errors >= limits.min_problems and errors > limits.max_problems * max(pages, 1):
        return Finding(Sign.ERRORS, why)
    return Fine(Sign.ERRORS, why)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run, as it ended. Times are UTC. ``counts`` has pages, articles, new, problems ...

    ``report`` is the record that is written as JSON (docs/report.md), ``troubles`` what else went
    wrong at the very end.
    """

    verdict: Verdict
    finish_reason: str
    counts: Mapping[str, int]
    run_id: int | None
    started: datetime
    finished: datetime
    database: Path
    log: Path
    report: Mapping[str, Any] = field(default_factory=dict)
    troubles: tuple[str, ...] = ()

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


__all__ = ["BY_REASON", "PLANNED", "WENT_WELL", "WHOLE", "ExitCode", "Outcome", "Verdict", "judge"]
