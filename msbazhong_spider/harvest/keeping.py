"""Saving what was read, in batches: answers, articles, and what went wrong with which."""

from __future__ import annotations

import logging
import sqlite3
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msbazhong_spider.errors import MsbazhongError
from msbazhong_spider.keeper import is_about_the_disk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msbazhong_spider.harvest.reading import Seen
    from msbazhong_spider.items import Capture, Harvested
    from msbazhong_spider.store import SaveCounts, Store

_log = logging.getLogger(__name__)
_BATCH = 200
# What went wrong with the input, or with us; the rest (a challenge that was archived) is only told.
FAULTS = frozenset({"unreadable", "damaged", "internal", "unsaved", "rewritten"})


class Batches:
    """Owns what waits to be saved in one run, and counts."""

    def __init__(self, store: Store, run_id: int) -> None:
        """Take the open store and the number of the run."""
        self._store, self._run_id = store, run_id
        self._captures: list[Capture] = []
        self._articles: list[Harvested] = []
        self.counts: Counter[str] = Counter()

    def seen(self, seen: Seen) -> None:
        """Keep what an answer turned out to be."""
        self.counts["pages"] += 1
        if seen.fault is not None:
            self.problem(seen.capture.url, *seen.fault)
        if seen.harvested is not None:
            self._articles.append(seen.harvested)
        elif seen.capture.sha256:  # an answer that could not be read has no row
            self._captures.append(seen.capture)
        if max(len(self._articles), len(self._captures)) >= _BATCH:
            self.flush()

    def problem(self, where: str, kind: str, why: str) -> None:
        """Record what went wrong with an address or a file."""
        self.counts["problems"] += kind in FAULTS
        self.counts[f"problem/{kind}"] += 1
        _log.info("problem (%s) with %s: %s", kind, where, why)
        self._store.record_problem(self._run_id, where, kind, why, datetime.now(UTC))

    def flush(self) -> None:
        """Save what is waiting."""
        captures, self._captures = self._captures, []
        articles, self._articles = self._articles, []
        if captures:
            self._store.save_captures(captures, self._run_id)
        if articles:
            self._save(articles)

    def _save(self, articles: Sequence[Harvested]) -> None:
        """Save a batch; if one article of it can't be saved, save the others and tell."""
        try:
            saved = self._store.save(articles, self._run_id)
        except (MsbazhongError, ValueError, TypeError, sqlite3.Error) as error:
            if is_about_the_disk(error):
                raise
            if len(articles) == 1:
                self.problem(articles[0].article.url, "unsaved", repr(error))
                return
            for article in articles:
                self._save([article])
            return
        self._count(articles, saved)

    def _count(self, articles: Sequence[Harvested], saved: SaveCounts) -> None:
        self.counts["articles"] += len(articles)
        self.counts["attendances"] += sum(len(one.participation.attendees) for one in articles)
        self.counts["new"] += saved.new
        self.counts["changed"] += saved.changed
        self.counts["unchanged"] += saved.unchanged
