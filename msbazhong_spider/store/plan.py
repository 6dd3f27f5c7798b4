"""What is to be written for a batch, decided article by article before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msbazhong_spider.store.rows import SEQ_OF_A_DAY, Row, Rows, capture_row, day_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

CHILDREN = ("byline", "attendance", "collective")


@dataclass(frozen=True, slots=True)
class SaveCounts:
    """What became of a batch.

    ``changed`` are articles of which the site's words or our reading of them differ from what was
    stored; if it was the site's words, the earlier state stays in ``article_version``.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: SaveCounts) -> SaveCounts:
        """Add two counts, field by field."""
        return SaveCounts(
            self.new + other.new, self.changed + other.changed, self.unchanged + other.unchanged
        )


class Seqs:
    """Hands out places in time order: the next free one of the day of publication.

    A day has room for 16,383 articles; what goes beyond takes places of the following days.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take the database whose places count as taken."""
        self._connection = connection
        self._last: dict[int, int] = {}

    def take(self, published: str | None) -> int:
        """Take the next place of a day; None is for the undated, which come before all days."""
        day = day_of(published)
        while (last := self._highest(day)) == day + SEQ_OF_A_DAY - 1:
            day += SEQ_OF_A_DAY
        self._last[day] = last + 1
        return last + 1

    def _highest(self, day: int) -> int:
        """Give the last place taken of a day; its first one is never given to an article."""
        if day not in self._last:
            found = self._connection.execute(
                "SELECT max(seq) FROM article WHERE seq >= ? AND seq < ?",
                (day, day + SEQ_OF_A_DAY),
            ).fetchone()[0]
            self._last[day] = day if found is None else found
        return self._last[day]


@dataclass(slots=True)
class Plan:
    """Rows that wait to be written together. ``now`` is for articles without a capture."""

    seqs: Seqs
    run_id: int | None
    now: str
    articles: list[Row] = field(default_factory=list)
    updates: list[Row] = field(default_factory=list)
    seen: list[Row] = field(default_factory=list)
    replaced: list[tuple[Row, Rows, str]] = field(default_factory=list)
    reread: list[str] = field(default_factory=list)
    children: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in CHILDREN})
    persons: list[Row] = field(default_factory=list)
    unindexed: list[tuple[int, str]] = field(default_factory=list)
    indexed: list[tuple[int, str]] = field(default_factory=list)

    def lay(self, rows: Rows, old: Row | None) -> SaveCounts:
        """Lay the rows of one article ready, beside what is stored of it."""
        capture = capture_row(rows.capture, self.run_id) if rows.capture else None
        at = capture["fetched"] if capture else self.now
        capture_id = capture["id"] if capture else None
        if old is None:
            self._lay_new(rows, at, capture_id)
            return SaveCounts(new=1)
        if rows.article["reading_sha256"] == old["reading_sha256"]:
            self.seen.append({"id": rows.id, "at": at, "capture_id": capture_id})
            return SaveCounts(unchanged=1)
        self._lay_changed(rows, old, at, capture_id)
        return SaveCounts(changed=1)

    def _lay_new(self, rows: Rows, at: str, capture_id: str | None) -> None:
        row = {
            "seq": self.seqs.take(rows.article["published"]),
            **rows.article,
            "version": 1,
            "version_since": at,
            "first_seen": at,
            "last_seen": at,
            "run_id": self.run_id,
            "capture_id": capture_id,
        }
        self.articles.append(row)
        self.indexed.append(_text(row))
        self._lay_children(rows)

    def _lay_changed(self, rows: Rows, old: Row, at: str, capture_id: str | None) -> None:
        row = {**old, **rows.article, "run_id": self.run_id, "last_seen": max(at, old["last_seen"])}
        if row["text_sha256"] == old["text_sha256"]:
            row["capture_id"] = old["capture_id"] or capture_id
        else:
            self.replaced.append((old, rows, at))
            row |= {"version": old["version"] + 1, "version_since": at, "capture_id": capture_id}
        if day_of(row["published"]) != day_of(old["published"]):
            row["seq"] = self.seqs.take(row["published"])
        if _text(row) != _text(old):
            self.unindexed.append(_text(old))
            self.indexed.append(_text(row))
        self.updates.append(row)
        self.reread.append(rows.id)
        self._lay_children(rows)

    def _lay_children(self, rows: Rows) -> None:
        self.children["byline"] += rows.bylines
        self.children["attendance"] += rows.attendances
        self.children["collective"] += rows.collectives
        self.persons += rows.persons


def _text(row: Mapping[str, Any]) -> tuple[int, str]:
    """Give an article's place in the index and all of its text that is searched."""
    return row["seq"], "\n".join((row["title"], row["subtitles"], row["body"]))
