"""Articles and answers into the database: a whole batch or nothing of it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from msbazhong_spider.store.plan import CHILDREN, Past, Plan, SaveCounts, Seqs
from msbazhong_spider.store.rows import Row, Rows, as_json, capture_row, to_rows, utc
from msbazhong_spider.store.seal import break_seal
from msbazhong_spider.store.words import cut

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from msbazhong_spider.items import Capture, Harvested

# An answer that is read again speaks in place of the earlier reading; the look stays that run's.
_LOOKED_AGAIN = """\
ON CONFLICT (article_id, seen) DO UPDATE SET
  text_sha256 = excluded.text_sha256, why = NULL, reader_version = excluded.reader_version,
  capture_id = coalesce(excluded.capture_id, look.capture_id)
"""
# What tells of one record goes together: the same answer, a second time within its second, stands
# in another record, and that one may say only that it repeats the first.
_OF_RECORD = ("warc_file", "warc_offset", "payload_digest", "record_id", "refers_to")
_SAME_RECORD = (
    "capture.warc_file IS NULL OR (capture.warc_file, capture.warc_offset)"
    " = (excluded.warc_file, excluded.warc_offset)"
)
_GAINS = "ON CONFLICT (id) DO UPDATE SET " + ", ".join(
    [f"{name} = coalesce(capture.{name}, excluded.{name})"
     for name in ("run_id", "charset_declared", "charset_used")]
    + [f"{name} = iif({_SAME_RECORD}, coalesce(capture.{name}, excluded.{name}), capture.{name})"
       for name in _OF_RECORD]
)  # fmt: skip


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep what is written inside, all of it or nothing. Takes the write lock at once.

    The seal of the file goes with the first thing that is written (see seal.py).
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        break_seal(connection)
        yield
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row], tail: str = "") -> None:
    """Insert rows that all have the same keys. ``tail`` is an ON CONFLICT clause."""
    listed = list(rows)
    if not listed:
        return
    names = ", ".join(listed[0])
    marks = ", ".join(f":{name}" for name in listed[0])
    # No word of this comes from outside: the names are those of our own columns.
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) {tail}"  # noqa: S608
    connection.executemany(sql, listed)


def save(
    connection: sqlite3.Connection, batch: Sequence[Harvested], run_id: int | None, now: datetime
) -> SaveCounts:
    """Save articles in one transaction. ``now`` stands for the time of items without a capture."""
    counts = SaveCounts()
    waves = list(_waves(batch))
    with transaction(connection):
        for wave in waves:
            counts += _save_wave(connection, wave, run_id, utc(now))
    return counts


def save_captures(
    connection: sqlite3.Connection, batch: Iterable[Capture], run_id: int | None
) -> None:
    """Save answers in one transaction; one that is stored already gains only what it lacked."""
    with transaction(connection):
        _captures(connection, batch, run_id)


def _captures(connection: sqlite3.Connection, batch: Iterable[Capture], run_id: int | None) -> None:
    rows = [capture_row(capture, run_id) for capture in batch]
    insert(connection, "capture", rows, _GAINS)


def _waves(batch: Iterable[Harvested]) -> Iterator[list[Rows]]:
    """Split a batch so that no article comes twice in one wave."""
    waiting = [to_rows(item) for item in batch]
    while waiting:
        wave: dict[str, Rows] = {}
        waiting = [rows for rows in waiting if wave.setdefault(rows.id, rows) is not rows]
        yield list(wave.values())


def _save_wave(
    connection: sqlite3.Connection, wave: list[Rows], run_id: int | None, now: str
) -> SaveCounts:
    answers = [one for rows in wave for one in (rows.capture, *rows.part_captures) if one]
    _captures(connection, answers, run_id)
    stored = _stored(connection, [rows.id for rows in wave])
    plan, counts = Plan(Seqs(connection), Past(connection), run_id, now), SaveCounts()
    for rows in wave:
        counts += plan.lay(rows, stored.get(rows.id))
    _write(connection, plan)
    _write_parts(connection, wave)
    _write_sections(connection, wave, now)
    return counts


def _stored(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Row]:
    cursor = connection.execute(
        "SELECT * FROM article WHERE id IN (SELECT value FROM json_each(?))", (as_json(list(ids)),)
    )
    names = [column[0] for column in cursor.description]
    return {row["id"]: row for row in (dict(zip(names, values, strict=True)) for values in cursor)}


def _write(connection: sqlite3.Connection, plan: Plan) -> None:
    """Write what was laid ready; the full-text index by hand (see search.sql)."""
    for article_id, versions in plan.versions.items():
        connection.execute("DELETE FROM article_version WHERE article_id = ?", (article_id,))
        insert(connection, "article_version", versions)
    left_behind = _clear_children(connection, plan.reread)
    connection.execute("INSERT INTO index_by_hand VALUES ('save')")
    _unindex(connection, plan.unindexed)
    insert(connection, "article", sorted(plan.articles, key=lambda row: int(row["seq"])))
    _update_articles(connection, plan)
    index_words(connection, plan.indexed)
    connection.execute("DELETE FROM index_by_hand")
    insert(connection, "look", plan.looks, _LOOKED_AGAIN)
    insert(connection, "person", plan.persons, "ON CONFLICT DO NOTHING")
    for table, rows_of_it in plan.children.items():
        insert(connection, table, rows_of_it)
    connection.executemany(
        "DELETE FROM person WHERE id = :id"
        " AND NOT EXISTS (SELECT 1 FROM attendance WHERE person_id = :id)",
        left_behind,
    )


def _clear_children(connection: sqlite3.Connection, ids: Iterable[str]) -> list[Row]:
    """Take away what hangs on these articles; give the persons who may now hang on nothing."""
    left_behind: list[Row] = []
    for article_id in ids:
        persons = connection.execute(
            "SELECT person_id FROM attendance WHERE article_id = ?", (article_id,)
        )
        left_behind += [{"id": person_id} for (person_id,) in persons]
        for table in CHILDREN:
            connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))  # noqa: S608 - our own names
    return left_behind


def _update_articles(connection: sqlite3.Connection, plan: Plan) -> None:
    if plan.updates:
        sets = ", ".join(f"{name} = :{name}" for name in plan.updates[0] if name != "id")
        connection.executemany(f"UPDATE article SET {sets} WHERE id = :id", plan.updates)  # noqa: S608 - our own names
    connection.executemany(
        "UPDATE article SET last_seen = max(last_seen, :at),"
        " capture_id = coalesce(capture_id, :capture_id) WHERE id = :id",
        plan.seen,
    )


def _unindex(connection: sqlite3.Connection, texts: list[tuple[int, str]]) -> None:
    connection.executemany(
        "INSERT INTO article_fts (article_fts, rowid, words) VALUES ('delete', ?, ?)",
        [(seq, " ".join(cut(text))) for seq, text in sorted(texts)],
    )


def index_words(connection: sqlite3.Connection, texts: list[tuple[int, str]]) -> None:
    """Cut texts and index them."""
    index_tokens(connection, [(seq, " ".join(cut(text))) for seq, text in texts])


def index_tokens(connection: sqlite3.Connection, texts: list[tuple[int, str]]) -> None:
    """Index in the order of seq, else FTS5 would write one piece of index for each article."""
    connection.executemany("INSERT INTO article_fts (rowid, words) VALUES (?, ?)", sorted(texts))


def _write_parts(connection: sqlite3.Connection, wave: Iterable[Rows]) -> None:
    """Write which answers gave the further parts of a text, in place of an earlier reading."""
    for rows in wave:
        if rows.capture:
            own = capture_row(rows.capture, None)["id"]
            connection.execute("DELETE FROM capture_part WHERE capture_id = ?", (own,))
        insert(connection, "capture_part", rows.parts)


def _write_sections(connection: sqlite3.Connection, wave: Iterable[Rows], now: str) -> None:
    sections: list[Row] = []
    links: list[Row] = []
    for rows in wave:
        at = utc(rows.capture.fetched) if rows.capture else now
        sections += [{**row, "first_seen": at, "last_seen": at} for row in rows.sections]
        links += [{**row, "first_seen": at} for row in rows.article_sections]
    insert(
        connection,
        "section",
        sections,
        "ON CONFLICT (id) DO UPDATE SET first_seen = min(first_seen, excluded.first_seen),"
        " last_seen = max(last_seen, excluded.last_seen)",
    )
    insert(
        connection,
        "article_section",
        links,
        "ON CONFLICT (article_id, section_id) DO UPDATE SET own = excluded.own,"
        " first_seen = min(first_seen, excluded.first_seen)",
    )
