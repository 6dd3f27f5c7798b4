"""What is to be written for a batch, decided article by article before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msbazhong_spider.store.rows import (
    SEQ_OF_A_DAY,
    Row,
    Rows,
    capture_row,
    day_of,
    look_row,
    reader_rank,
)
from msbazhong_spider.store.timeline import PAYLOAD, numbers_of, payload_of, states_of, versions_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

# What of them a passed state keeps, in the order in which payload_of takes them.
LISTS = {"byline": ("name", "part"), "media": ("kind", "url", "label")}
CHILDREN = ("byline", "attendance", "collective", "media")


@dataclass(frozen=True, slots=True)
class SaveCounts:
    """What became of a batch.

    ``changed`` are articles of which the site's words or our reading of them differ from what was
    stored. ``edited`` are those of them of which it was the site's words; the other state is in
    ``article_version``.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    edited: int = 0

    def __add__(self, other: SaveCounts) -> SaveCounts:
        """Add two counts, field by field."""
        return SaveCounts(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.edited + other.edited,
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


class Past:
    """What is stored of an article's earlier times. Asked only where something has changed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take the database."""
        self._connection = connection

    def looks(self, article_id: str) -> dict[str, str]:
        """Give the digest of what each look found, by time; looks that found nothing left out."""
        return dict(
            self._connection.execute(
                "SELECT seen, text_sha256 FROM look"
                " WHERE article_id = ? AND text_sha256 IS NOT NULL",
                (article_id,),
            )
        )

    def payloads(self, article: Row) -> dict[str, Row]:
        """Give all states of an article that are stored, by digest; the present one wins."""
        names = ", ".join(PAYLOAD)
        rows = self._connection.execute(
            f"SELECT {names} FROM article_version WHERE article_id = ? ORDER BY version",  # noqa: S608 - our own names
            (article["id"],),
        )
        passed = [dict(zip(PAYLOAD, values, strict=True)) for values in rows]
        lists = (children(self._connection, *one, article["id"]) for one in LISTS.items())
        return {row["text_sha256"]: row for row in (*passed, payload_of(article, *lists))}


def children(
    connection: sqlite3.Connection, table: str, columns: tuple[str, ...], article_id: str
) -> list[Row]:
    """Give rows of one of CHILDREN that hang on an article, in their order."""
    cursor = connection.execute(
        f"SELECT {', '.join(columns)} FROM {table} WHERE article_id = ? ORDER BY position",  # noqa: S608 - our own names
        (article_id,),
    )
    return [dict(zip(columns, values, strict=True)) for values in cursor]


@dataclass(slots=True)
class Plan:
    """Rows that wait to be written together. ``now`` is for articles without a capture."""

    seqs: Seqs
    past: Past
    run_id: int | None
    now: str
    articles: list[Row] = field(default_factory=list)
    updates: list[Row] = field(default_factory=list)
    seen: list[Row] = field(default_factory=list)
    looks: list[Row] = field(default_factory=list)
    versions: dict[str, list[Row]] = field(default_factory=dict)
    reread: list[str] = field(default_factory=list)
    children: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in CHILDREN})
    persons: list[Row] = field(default_factory=list)
    unindexed: list[tuple[int, str]] = field(default_factory=list)
    indexed: list[tuple[int, str]] = field(default_factory=list)

    def lay(self, rows: Rows, old: Row | None) -> SaveCounts:
        """Lay the rows of one article ready, beside what is stored of it."""
        capture = capture_row(rows.capture, self.run_id) if rows.capture else None
        at = capture["fetched"] if capture else self.now
        come = {**rows.article, "run_id": self.run_id, "capture_id": capture and capture["id"]}
        if old is None:
            self._lay_new(rows, come, at)
            return SaveCounts(new=1)
        if come["text_sha256"] != old["text_sha256"] or at < old["version_since"]:
            return self._lay_other_state(rows, come, old, at)
        self.looks.append(look_row(come, at))
        if come["reading_sha256"] == old["reading_sha256"] or _is_worse(come, old, at):
            self.seen.append({"id": rows.id, "at": at, "capture_id": come["capture_id"]})
            return SaveCounts(unchanged=1)
        come["capture_id"] = come["capture_id"] or old["capture_id"]
        self._replace(rows, old, {**old, **come, "last_seen": max(at, old["last_seen"])})
        return SaveCounts(changed=1)

    def _lay_new(self, rows: Rows, come: Row, at: str) -> None:
        row = {
            "seq": self.seqs.take(come["published"]),
            **come,
            "version": 1,
            "version_since": at,
            "first_seen": at,
            "last_seen": at,
        }
        self.looks.append(look_row(come, at))
        self.articles.append(row)
        self.indexed.append(searched_text(row))
        self._lay_children(rows)

    def _lay_other_state(self, rows: Rows, come: Row, old: Row, at: str) -> SaveCounts:
        """Lay out the states anew: another state than the present one was seen, or an older one."""
        looks, payloads = self.past.looks(rows.id), self.past.payloads(old)
        text = come["text_sha256"]
        fresh = payload_of(come, rows.bylines, rows.media)
        known = text in payloads
        for seen in _read_anew(at, come["capture_id"], looks, payloads):
            looks[seen] = text
            self.looks.append(look_row(come, seen) | ({} if seen == at else {"capture_id": None}))
        if at >= old["last_seen"] or _reads_again(come, payloads.get(text)):
            payloads[text] = fresh
        payloads.setdefault(text, fresh)
        states = states_of(looks)
        self.versions[rows.id] = versions_of(rows.id, states, payloads)
        if states[-1].text != old["text_sha256"]:
            self._replace(rows, old, {**old, **come, **numbers_of(states)})
            return SaveCounts(changed=1, edited=1)
        self.updates.append({**old, **numbers_of(states)})
        return SaveCounts(unchanged=1) if known else SaveCounts(changed=1, edited=1)

    def _replace(self, rows: Rows, old: Row, row: Row) -> None:
        """Lay an article's row ready in place of the old one, with all that hangs on it."""
        if day_of(row["published"]) != day_of(old["published"]):
            row["seq"] = self.seqs.take(row["published"])
        if searched_text(row) != searched_text(old):
            self.unindexed.append(searched_text(old))
            self.indexed.append(searched_text(row))
        self.updates.append(row)
        self.reread.append(rows.id)
        self._lay_children(rows)

    def _lay_children(self, rows: Rows) -> None:
        self.children["byline"] += rows.bylines
        self.children["attendance"] += rows.attendances
        self.children["collective"] += rows.collectives
        self.children["media"] += rows.media
        self.persons += rows.persons


def _is_worse(come: Row, old: Row, at: str) -> bool:
    """Whether a reading of the same words is of an older answer, and not by a later reader."""
    return (
        at < old["last_seen"]
        and come["capture_id"] != old["capture_id"]
        and reader_rank(come["reader_version"]) <= reader_rank(old["reader_version"])
    )


def _reads_again(come: Row, known: Row | None) -> bool:
    """Whether a reading is of the answer that a state was read from, by no earlier reader."""
    return (
        known is not None
        and come["capture_id"] is not None
        and come["capture_id"] == known["capture_id"]
        and reader_rank(come["reader_version"]) >= reader_rank(known["reader_version"])
    )


def _read_anew(
    at: str, capture_id: str | None, looks: Mapping[str, str], payloads: Mapping[str, Row]
) -> list[str]:
    """Give the looks that a reading speaks for.

    That is its own look; but where it is the answer that a whole state was read from, read again,
    it speaks for all of that state. Else a better reader would make a version that no site made.
    """
    for state in states_of(looks):
        read_from = payloads[state.text]["capture_id"] if state.text in payloads else None
        if state.first <= at <= state.last and capture_id and read_from == capture_id:
            return [seen for seen in looks if state.first <= seen <= state.last]
    return [at]


def searched_text(row: Mapping[str, Any]) -> tuple[int, str]:
    """Give an article's place in the index and all of its text that is searched."""
    return row["seq"], "\n".join((row["title"], row["subtitles"], row["body"]))
