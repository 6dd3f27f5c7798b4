"""Rows of ``capture`` read back: which answers there are, and where their bytes lie."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from msbazhong_spider.items import Capture, PageKind
from msbazhong_spider.store.open import connect_to_read, friendly
from msbazhong_spider.store.rows import as_json, capture_row, stable_id, utc
from msbazhong_spider.store.save import transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from msbazhong_spider.store.store import Store

_NAMES = tuple(field.name for field in fields(Capture))
_COLUMNS = ", ".join(f"capture.{name}" for name in _NAMES)


def as_capture(values: Iterable[Any]) -> Capture:
    """Turn the columns of a row, in the order of the item's fields, into the item."""
    row = dict(zip(_NAMES, values, strict=True))
    fetched, kind = datetime.fromisoformat(row["fetched"]), PageKind(row["kind"])
    return Capture(**{**row, "fetched": fetched, "kind": kind})


def capture_id(capture: Capture) -> str:
    """Give the id under which an answer is, or would be, stored."""
    return str(capture_row(capture, None)["id"])


def archived(
    store: Store, key: Callable[[str], str], only: str | None = None
) -> Iterator[list[Capture]]:
    """Give all answers whose bytes are kept: those of one ``key`` of their address together.

    Each group is in the order of time. ``only`` is one key, for a single group. Nothing but one
    group is in memory; what is written meanwhile is not seen.
    """
    connection = connect_to_read(store.path).conn
    try:
        connection.create_function("key_of", 1, key, deterministic=True)
        wanted = "AND key_of(url) = :only" if only is not None else ""
        rows = connection.execute(
            f"SELECT key_of(url) AS k, {_COLUMNS} FROM capture"  # noqa: S608 - our own names
            f" WHERE warc_file IS NOT NULL {wanted} ORDER BY k, fetched, id",
            {"only": only},
        )
        for _, group in groupby(rows, key=lambda row: row[0]):
            yield [as_capture(row[1:]) for row in group]
    finally:
        connection.close()


def count_archived(store: Store) -> int:
    """Count the answers whose bytes are kept."""
    with friendly(store.path):
        found = store.db.execute("SELECT count(*) FROM capture WHERE warc_file IS NOT NULL")
        return int(found.fetchone()[0])


def answers_since(path: Path, site: str, when: datetime) -> int:
    """Count the answers that runs of a site got since a moment; 0 if there is no database yet."""
    if not path.exists():
        return 0
    connection = connect_to_read(path).conn
    try:
        (found,) = connection.execute(
            "SELECT count(*) FROM capture JOIN run ON run.id = capture.run_id"
            " WHERE run.site = ? AND capture.fetched >= ?",
            (site, utc(when)),
        ).fetchone()
    finally:
        connection.close()
    return int(found)


def in_archive(store: Store, captures: Iterable[tuple[str, datetime]]) -> dict[str, list[Capture]]:
    """Give what is stored of answers by address and time; other answers of that second too."""
    wanted = as_json([[url, utc(fetched)] for url, fetched in captures])
    with friendly(store.path):
        rows = store.db.execute(
            f"SELECT {_COLUMNS} FROM json_each(?) AS w"  # noqa: S608 - our own names
            " JOIN capture ON capture.url = w.value ->> 0 AND capture.fetched = w.value ->> 1"
            " WHERE capture.warc_file IS NOT NULL",
            (wanted,),
        ).fetchall()
    found: dict[str, list[Capture]] = {}
    for capture in map(as_capture, rows):
        found.setdefault(capture.url, []).append(capture)
    return found


def stored_urls(store: Store, urls: Iterable[str]) -> set[str]:
    """Give those of the addresses that are stored articles."""
    with friendly(store.path):
        rows = store.db.execute(
            "SELECT url FROM article WHERE url IN (SELECT value FROM json_each(?))",
            (as_json(list(urls)),),
        ).fetchall()
    return {url for (url,) in rows}


def by_record(store: Store, record_id: str | None, digest: str | None) -> Capture | None:
    """Give the stored answer of a WARC record's id, else one with a payload of this digest."""
    own = "warc_file IS NOT NULL AND refers_to IS NULL ORDER BY fetched, id LIMIT 1"
    with friendly(store.path):
        for column, value in (("record_id", record_id), ("payload_digest", digest)):
            sql = f"SELECT {_COLUMNS} FROM capture WHERE {column} = ? AND {own}"  # noqa: S608 - our own names
            row = store.db.execute(sql, (value,)).fetchone() if value else None
            if row:
                return as_capture(row)
    return None


def latest_of(store: Store, url: str) -> Capture | None:
    """Give the latest stored answer of an address whose own record holds a page (status 200)."""
    with friendly(store.path):
        row = store.db.execute(
            f"SELECT {_COLUMNS} FROM capture"  # noqa: S608 - our own names
            " WHERE url = ? AND status = 200 AND warc_file IS NOT NULL AND refers_to IS NULL"
            " ORDER BY fetched DESC, id LIMIT 1",
            (url,),
        ).fetchone()
    return as_capture(row) if row else None


# The last whole answer of an address, whether a look at the article speaks for it (if none does,
# nobody has read it), and whether it is the first of several pages, which tells nothing of others.
_LAST_WHOLE = f"""
SELECT EXISTS (SELECT 1 FROM look AS l WHERE l.article_id = ? AND l.seen = capture.fetched
    AND l.text_sha256 IS NOT NULL),
  EXISTS (SELECT 1 FROM capture_part AS p INNER JOIN capture AS o ON o.id = p.capture_id
    WHERE o.url = capture.url),
  {_COLUMNS}
FROM capture WHERE url = ? AND status = 200 AND warc_file IS NOT NULL AND fetched < ?
ORDER BY fetched DESC, id LIMIT 1
"""  # noqa: S608 - our own names


def last_whole(store: Store, url: str, article: str, now: datetime) -> Capture | None:
    """Give the last answer of an address that shows all there is, as far as it has been read.

    None if there is none (status 200, before ``now``), if it is an article's and no look at
    ``article`` (its canonical address) speaks for it, or if the article has several pages.
    """
    with friendly(store.path):
        row = store.db.execute(_LAST_WHOLE, (stable_id(article), url, utc(now))).fetchone()
    if row is None:
        return None
    was_read, in_parts, *values = row
    last = as_capture(values)
    is_article = last.kind is PageKind.ARTICLE and was_read and not in_parts
    return last if is_article or last.kind is PageKind.LISTING else None


def is_on_record(store: Store, capture: Capture) -> bool:
    """Whether the bytes of an answer are those of the last record of its address.

    What a server says to be as it was (304) is archived as a repetition of that record.
    """
    own = latest_of(store, capture.url)
    return own is not None and own.payload_digest == capture.payload_digest


def last_began(store: Store, site: str) -> datetime | None:
    """Give the start of the first of the runs that never ended, after the last that did."""
    with friendly(store.path):
        row = store.db.execute(
            "SELECT min(started) FROM run WHERE site = :site AND finished IS NULL AND id >"
            "  coalesce((SELECT max(id) FROM run WHERE site = :site AND finished IS NOT NULL), 0)",
            {"site": site},
        ).fetchone()
    return datetime.fromisoformat(row[0]) if row[0] else None


def unread(store: Store, site: str) -> list[Capture]:
    """Give the articles' answers that the site's killed runs got, and that nobody has read.

    Those are of the runs that never ended and began after the last one that did.
    """
    with friendly(store.path):
        rows = store.db.execute(
            f"SELECT {_COLUMNS} FROM capture WHERE kind = 'article' AND run_id IN ("  # noqa: S608 - our own names
            "  SELECT id FROM run WHERE site = :site AND finished IS NULL AND id > coalesce("
            "    (SELECT max(id) FROM run WHERE site = :site AND finished IS NOT NULL), 0))"
            " AND id NOT IN (SELECT capture_id FROM look WHERE capture_id IS NOT NULL)"
            " ORDER BY fetched, id",
            {"site": site},
        ).fetchall()
    return [as_capture(row) for row in rows]


def last_record(store: Store, warc_file: str) -> int | None:
    """Give where the last record of a WARC file begins that a row names; None if none does."""
    with friendly(store.path):
        found = store.db.execute(
            "SELECT max(warc_offset) FROM capture WHERE warc_file = ?", (warc_file,)
        )
        last: int | None = found.fetchone()[0]
    return last


class Finder:
    """Finds answers in a database that another process may be writing. For readers of pages."""

    def __init__(self, path: Path) -> None:
        """Take the path of the database; it is opened for reading when something is asked."""
        self._path = path
        self._open: sqlite3.Connection | None = None

    def near(self, url: str, when: datetime) -> Capture | None:
        """Give the answer of an address that is an article and came nearest to a time."""
        return self._one(
            "url = ? AND kind = 'article' AND warc_file IS NOT NULL"
            " ORDER BY abs(julianday(fetched) - julianday(?)), id",
            url,
            utc(when),
        )

    def same_bytes(self, capture: Capture) -> list[Capture]:
        """Give the other answers with the same bytes, the one that its record names first."""
        found = self._all(
            "record_id = ? OR sha256 = ? AND warc_file IS NOT NULL"
            " ORDER BY record_id IS NOT ?, url <> ?, fetched, id LIMIT 20",
            capture.refers_to,
            capture.sha256,
            capture.refers_to,
            capture.url,
        )
        place = (capture.warc_file, capture.warc_offset)
        return [one for one in found if (one.warc_file, one.warc_offset) != place]

    def _one(self, condition: str, *values: str | None) -> Capture | None:
        return next(iter(self._all(f"{condition} LIMIT 1", *values)), None)

    def _all(self, condition: str, *values: str | None) -> list[Capture]:
        if self._open is None:
            self._open = connect_to_read(self._path).conn
        sql = f"SELECT {_COLUMNS} FROM capture WHERE {condition}"  # noqa: S608 - our own words
        with friendly(self._path):
            return [as_capture(row) for row in self._open.execute(sql, values)]

    def close(self) -> None:
        """Close the database, if it was opened."""
        if self._open is not None:
            self._open.close()
            self._open = None


def same_page(store: Store, url: str, sha256: str, fetched: datetime | None) -> Capture | None:
    """Give the stored answer of an address with these bytes, at a time or (None) at any time."""
    with friendly(store.path):
        row = store.db.execute(
            f"SELECT {_COLUMNS} FROM capture"  # noqa: S608 - our own names
            " WHERE url = ? AND sha256 = ? AND warc_file IS NOT NULL AND (? IS NULL OR fetched = ?)"
            " ORDER BY fetched, id",
            (url, sha256, *([utc(fetched)] * 2 if fetched else [None, None])),
        ).fetchone()
    return as_capture(row) if row else None


def readers_of(store: Store, urls: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Give for those addresses that are stored articles their site and the reader's version."""
    with friendly(store.path):
        rows = store.db.execute(
            "SELECT url, site, reader_version FROM article"
            " WHERE url IN (SELECT value FROM json_each(?))",
            (as_json(list(urls)),),
        ).fetchall()
    return {url: (site, version) for url, site, version in rows}


def note_readings(store: Store, captures: Iterable[Capture]) -> None:
    """Keep what answers are by a new reading: their kind and the charset they were read in."""
    rows = [
        (one.kind.value, one.charset_declared, one.charset_used, capture_id(one))
        for one in captures
    ]
    with friendly(store.path), transaction(store.db.conn):
        store.db.conn.executemany(
            "UPDATE capture SET kind = ?, charset_declared = ?, charset_used = ? WHERE id = ?", rows
        )


def note_reader(
    store: Store, articles: Iterable[tuple[str, str, tuple[str, str] | None]], version: str
) -> None:
    """Note on articles, all of whose answers were read again, which version read them.

    An article is given by address, site, and the county and section in which it now says that it
    stands. A section that only an earlier reading took for its own is its own no longer; sections
    whose listings show it stay.
    """
    rows = [
        (stable_id(url), stable_id(site, *own) if own else "", version)
        for url, site, own in articles
    ]
    with friendly(store.path), transaction(store.db.conn):
        store.db.conn.executemany(
            "DELETE FROM article_section WHERE article_id = ?1 AND own = 1 AND section_id <> ?2",
            [row[:2] for row in rows],
        )
        store.db.conn.executemany(
            "UPDATE article SET reader_version = ?2 WHERE id = ?1 AND reader_version <> ?2",
            [(row[0], row[2]) for row in rows],
        )
