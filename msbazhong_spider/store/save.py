"""Articles into the database: new, changed or unchanged, a whole batch or nothing of it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msbazhong_spider.store.rows import (
    VERSIONED,
    Row,
    Rows,
    as_json,
    capture_row,
    day_of,
    to_rows,
    utc,
    without_blanks,
)
from msbazhong_spider.store.words import cut

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from msbazhong_spider.items import Capture, Harvested

_CHILDREN = ("byline", "attendance", "collective")
_SEQ_OF_A_DAY = 1 << 14
_KEPT_IN_VERSION = (
    "county", "section", "breadcrumb", "title", "subtitles", "published", "precision",
    "published_raw", "source", "body", "text_sha256", "reader_version", "run_id", "capture_id",
)  # fmt: skip


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


@dataclass(slots=True)
class _Batch:
    """Rows that wait to be written together."""

    articles: list[Row] = field(default_factory=list)
    updates: list[Row] = field(default_factory=list)
    seen: list[tuple[str, str | None, str]] = field(default_factory=list)
    versions: list[Row] = field(default_factory=list)
    reread: list[str] = field(default_factory=list)
    children: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in _CHILDREN})
    persons: list[Row] = field(default_factory=list)
    unindexed: list[tuple[int, str]] = field(default_factory=list)
    indexed: list[tuple[int, str]] = field(default_factory=list)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep what is written inside, all of it or nothing. Takes the write lock at once."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row], tail: str = "") -> None:
    """Insert rows that all have the same keys. ``tail`` is an ON CONFLICT clause."""
    listed = list(rows)
    if not listed:
        return
    names = list(listed[0])
    marks = ", ".join(f":{name}" for name in names)
    connection.executemany(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}) {tail}",  # noqa: S608 - names are ours
        listed,
    )


def save(
    connection: sqlite3.Connection, batch: Sequence[Harvested], run_id: int | None, now: datetime
) -> SaveCounts:
    """Save articles in one transaction. ``now`` stands for the time of items without a capture."""
    counts = SaveCounts()
    with transaction(connection):
        for wave in _waves(batch):
            counts += _save_wave(connection, wave, run_id, utc(now))
    return counts


def save_captures(
    connection: sqlite3.Connection, batch: Iterable[Capture], run_id: int | None
) -> None:
    """Save answers in one transaction; one that is stored already gains only what it lacked."""
    with transaction(connection):
        _captures(connection, batch, run_id)


def _captures(
    connection: sqlite3.Connection, batch: Iterable[Capture], run_id: int | None
) -> None:
    lacking = ("run_id", "charset_declared", "charset_used", "warc_file", "warc_offset")
    gains = ", ".join(f"{name} = coalesce(capture.{name}, excluded.{name})" for name in lacking)
    rows = [capture_row(capture, run_id) for capture in batch]
    insert(connection, "capture", rows, f"ON CONFLICT (id) DO UPDATE SET {gains}")


def _waves(batch: Iterable[Harvested]) -> Iterator[list[Rows]]:
    """Split a batch so that no article comes twice in one wave."""
    waiting = [to_rows(item) for item in batch]
    while waiting:
        wave: dict[str, Rows] = {}
        later = []
        for rows in waiting:
            if rows.id in wave:
                later.append(rows)
            else:
                wave[rows.id] = rows
        yield list(wave.values())
        waiting = later


def _save_wave(
    connection: sqlite3.Connection, wave: list[Rows], run_id: int | None, now: str
) -> SaveCounts:
    stored = _stored(connection, [rows.id for rows in wave])
    captures = [rows.capture for rows in wave if rows.capture is not None]
    _captures(connection, captures, run_id)
    batch, counts = _Batch(), SaveCounts()
    seqs = _Seqs(connection)
    for rows in wave:
        at, capture_id = now, None
        if rows.capture is not None:
            row = capture_row(rows.capture, run_id)
            at, capture_id = row["fetched"], row["id"]
        fresh = {**rows.article, "run_id": run_id, "capture_id": capture_id}
        counts += _sort_in(batch, rows, stored.get(rows.id), fresh, at, seqs)
    _write(connection, batch)
    _write_sections(connection, wave, now)
    return counts


def _stored(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Row]:
    marks = ", ".join("?" * len(ids))
    cursor = connection.execute(f"SELECT * FROM article WHERE id IN ({marks})", ids)  # noqa: S608 - marks only
    names = [column[0] for column in cursor.description]
    return {row["id"]: row for row in (dict(zip(names, values, strict=True)) for values in cursor)}


def _sort_in(
    batch: _Batch, rows: Rows, old: Row | None, fresh: Row, at: str, seqs: _Seqs
) -> SaveCounts:
    """Decide what becomes of one article, and lay its rows ready."""
    if old is None:
        times = {"version": 1, "version_since": at, "first_seen": at, "last_seen": at}
        row = {"seq": seqs.take(fresh["published"]), **fresh, **times}
        batch.articles.append(row)
        batch.indexed.append(_text(row))
        _lay_children(batch, rows)
        return SaveCounts(new=1)
    if fresh["reading_sha256"] == old["reading_sha256"]:
        batch.seen.append((at, fresh["capture_id"], rows.id))
        return SaveCounts(unchanged=1)
    row = {**old, **fresh, "last_seen": max(at, old["last_seen"])}
    if fresh["text_sha256"] != old["text_sha256"]:
        batch.versions.append({**old, "valid_to": at, "fresh": fresh, "new_bylines": rows.bylines})
        row |= {"version": old["version"] + 1, "version_since": at}
    else:
        row["capture_id"] = old["capture_id"] or fresh["capture_id"]
    if day_of(fresh["published"]) != day_of(old["published"]):
        row["seq"] = seqs.take(fresh["published"])
    if _text(row) != _text(old):
        batch.unindexed.append(_text(old))
        batch.indexed.append(_text(row))
    batch.updates.append(row)
    batch.reread.append(rows.id)
    _lay_children(batch, rows)
    return SaveCounts(changed=1)


def _lay_children(batch: _Batch, rows: Rows) -> None:
    for name, children in zip(
        _CHILDREN, (rows.bylines, rows.attendances, rows.collectives), strict=True
    ):
        batch.children[name].extend(children)
    batch.persons.extend(rows.persons)


def _text(row: Mapping[str, Any]) -> tuple[int, str]:
    return row["seq"], "\n".join((row["title"], row["subtitles"], row["body"]))


class _Seqs:
    """Hands out places in time order: the next free one of the day of publication.

    A day has room for 16,384 articles; what goes beyond takes places of the following days.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._last: dict[int, int] = {}

    def take(self, published: str | None) -> int:
        day = day_of(published)
        last = self._last[day] if day in self._last else self._highest(day)
        seq = last + 1
        while seq % _SEQ_OF_A_DAY == 0:
            seq = max(self._last.get(seq, -1), self._highest(seq)) + 1
        self._last[day] = self._last[seq - seq % _SEQ_OF_A_DAY] = seq
        return seq

    def _highest(self, day: int) -> int:
        """Give the last place taken of a day; its first one is never given to an article."""
        found = self._connection.execute(
            "SELECT max(seq) FROM article WHERE seq >= ? AND seq < ?", (day, day + _SEQ_OF_A_DAY)
        ).fetchone()[0]
        return day if found is None else int(found)


def _write(connection: sqlite3.Connection, batch: _Batch) -> None:
    """Write what was laid ready; the full-text index by hand (see search.sql)."""
    _keep_versions(connection, batch.versions)
    left_behind = _clear_children(connection, batch.reread)
    connection.execute("INSERT INTO index_by_hand VALUES ('save')")
    _unindex(connection, batch.unindexed)
    insert(connection, "article", sorted(batch.articles, key=lambda row: row["seq"]))
    _update_articles(connection, batch.updates)
    _index(connection, batch.indexed)
    connection.execute("DELETE FROM index_by_hand")
    connection.executemany(
        "UPDATE article SET last_seen = max(last_seen, ?), capture_id = coalesce(capture_id, ?)"
        " WHERE id = ?",
        batch.seen,
    )
    insert(connection, "person", batch.persons, "ON CONFLICT DO NOTHING")
    for table, rows in batch.children.items():
        insert(connection, table, rows)
    connection.executemany(
        "DELETE FROM person WHERE id = :id"
        " AND NOT EXISTS (SELECT 1 FROM attendance WHERE person_id = :id)",
        left_behind,
    )


def _keep_versions(connection: sqlite3.Connection, olds: Iterable[Row]) -> None:
    for old in olds:
        bylines = connection.execute(
            "SELECT name, part FROM byline WHERE article_id = ? ORDER BY position", (old["id"],)
        ).fetchall()
        before = {**old, "bylines": as_json([list(row) for row in bylines])}
        new_bylines = [[row["name"], row["part"]] for row in old["new_bylines"]]
        after = {**old["fresh"], "bylines": as_json(new_bylines)}
        changed = [
            name
            for name in VERSIONED
            if without_blanks(before[name]) != without_blanks(after[name])
        ]
        row = {
            "article_id": old["id"],
            "version": old["version"],
            "valid_from": old["version_since"],
            "valid_to": old["valid_to"],
            "changed_fields": json.dumps(changed),
            "bylines": before["bylines"],
            **{name: old[name] for name in _KEPT_IN_VERSION},
        }
        insert(connection, "article_version", [row])


def _clear_children(connection: sqlite3.Connection, ids: Iterable[str]) -> list[Row]:
    """Take away what hangs on these articles; give the persons who may now hang on nothing."""
    left_behind: list[Row] = []
    for article_id in ids:
        persons = connection.execute(
            "SELECT person_id FROM attendance WHERE article_id = ?", (article_id,)
        )
        left_behind += [{"id": person_id} for (person_id,) in persons]
        for table in _CHILDREN:
            connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))  # noqa: S608 - ours
    return left_behind


def _update_articles(connection: sqlite3.Connection, rows: list[Row]) -> None:
    if not rows:
        return
    sets = ", ".join(f"{name} = :{name}" for name in rows[0] if name != "id")
    connection.executemany(f"UPDATE article SET {sets} WHERE id = :id", rows)  # noqa: S608 - ours


def _unindex(connection: sqlite3.Connection, texts: list[tuple[int, str]]) -> None:
    connection.executemany(
        "INSERT INTO article_fts (article_fts, rowid, words) VALUES ('delete', ?, ?)",
        [(seq, " ".join(cut(text))) for seq, text in sorted(texts)],
    )


def _index(connection: sqlite3.Connection, texts: list[tuple[int, str]]) -> None:
    """Index in the order of seq, else FTS5 would write one piece of index for each article."""
    connection.executemany(
        "INSERT INTO article_fts (rowid, words) VALUES (?, ?)",
        [(seq, " ".join(cut(text))) for seq, text in sorted(texts)],
    )


def _write_sections(connection: sqlite3.Connection, wave: Iterable[Rows], now: str) -> None:
    sections: list[Row] = []
    links: list[Row] = []
    for rows in wave:
        at = utc(rows.capture.fetched) if rows.capture is not None else now
        sections += [{**row, "first_seen": at, "last_seen": at} for row in rows.sections]
        links += [{**row, "first_seen": at} for row in rows.article_sections]
    insert(
        connection,
        "section",
        sections,
        "ON CONFLICT (id) DO UPDATE SET last_seen = max(last_seen, excluded.last_seen)",
    )
    insert(
        connection,
        "article_section",
        links,
        "ON CONFLICT (article_id, section_id) DO UPDATE SET own = excluded.own",
    )
