"""The SQLite file, as the rest of the program sees it: one writer, any number of readers."""

from __future__ import annotations

import json
import platform
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Self

from msbazhong_spider import __version__
from msbazhong_spider.errors import UsageError
from msbazhong_spider.store import save as saving
from msbazhong_spider.store.history import History, read_history
from msbazhong_spider.store.looks import (
    Look,
    confirm_after,
    note_absences,
    record_missing,
    record_present,
)
from msbazhong_spider.store.open import connect, friendly
from msbazhong_spider.store.rows import as_json, storable, utc
from msbazhong_spider.store.seal import seal
from msbazhong_spider.store.search import SearchHit, search
from msbazhong_spider.store.sections import add_sections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from sqlite_utils import Database

    from msbazhong_spider.items import Capture, Harvested
    from msbazhong_spider.store.looks import Absence
    from msbazhong_spider.store.plan import SaveCounts
    from msbazhong_spider.store.sections import Listed

_FIRST_ATTENDEES = 5


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run. Times are UTC text; a run without ``finished`` is going on or was killed."""

    id: int
    site: str
    started: str
    finished: str | None
    finish_reason: str | None
    exit_code: int | None
    scope: dict[str, Any]
    counts: dict[str, Any]
    why: str = ""


@dataclass(frozen=True, slots=True)
class NewestRow:
    """One of the newest articles, with its first attendees in the order of the text."""

    id: str
    url: str
    published: str | None
    county: str | None
    title: str
    attendees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoreCounts:
    """How much is in the database."""

    articles: int
    attendances: int
    people: int
    captures: int
    problems: int


def open_store(path: Path, *, create: bool = True) -> Store:
    """Open a database; with ``create`` it and its folder are made if they are not there.

    Raises:
        StoreError: no such file, an unwritable folder, no database, not ours, or locked.
        NewerSchemaError: written by a later version of this program.
        OlderSchemaError: written by an earlier version, and not upgraded.
    """
    return Store(path, connect(path, create=create))


class Store:
    """An open ``news.db``. Use it as a context manager, or call ``close``.

    Every method raises StoreError, in one line, if SQLite cannot do what is asked. ``clock`` tells
    the time for what comes without one of its own.
    """

    def __init__(
        self, path: Path, db: Database, clock: Callable[[], datetime] | None = None
    ) -> None:
        """Take an open database; ``open_store`` makes it."""
        self.path = path
        self.db = db
        self._clock = clock or _now

    def __enter__(self) -> Self:
        """Hand over the open store."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close, whatever happened."""
        self.close()

    def close(self) -> None:
        """Close the file. What was saved is in it already."""
        self.db.close()

    def seal(self) -> bool:
        """Write the digest of the file beside it; the next writer takes it away (see seal.py).

        False if others are using the file: then whoever ends last seals it.
        """
        with friendly(self.path):
            return seal(self.db.conn, self.path)

    def begin_run(self, site: str, scope: Mapping[str, Any], started: datetime) -> int:
        """Note that a run has begun, with what it was asked for, and give its number."""
        uid = secrets.token_hex(8)
        row = (site, as_json(dict(scope)), utc(started), as_json(_versions()), uid)
        with friendly(self.path), saving.transaction(self.db.conn):
            cursor = self.db.execute(
                "INSERT INTO run (site, scope, started, versions, uid) VALUES (?, ?, ?, ?, ?)", row
            )
        return int(cursor.lastrowid or 0)

    def end_run(
        self,
        run_id: int,
        finished: datetime,
        finish_reason: str,
        exit_code: int | None,
        counts: Mapping[str, Any],
    ) -> None:
        """Note how a run ended. Nobody gives an exit code to a bare ``scrapy crawl``: None."""
        row = (utc(finished), finish_reason, exit_code, as_json(dict(counts)), run_id)
        with friendly(self.path), saving.transaction(self.db.conn):
            self.db.execute(
                "UPDATE run SET finished = ?, finish_reason = ?, exit_code = ?, counts = ?"
                " WHERE id = ?",
                row,
            )

    def explain_run(self, run_id: int, why: str) -> None:
        """Note the sentence that explains a run's exit code; empty if nothing needs explaining."""
        with friendly(self.path), saving.transaction(self.db.conn):
            self.db.execute("UPDATE run SET why = ? WHERE id = ?", (storable(why), run_id))

    def save(self, batch: Sequence[Harvested], run_id: int | None) -> SaveCounts:
        """Save articles with all that belongs to them: the whole batch or, on failure, none of it.

        Saving the same again changes nothing but ``last_seen``. Where the site's words differ, the
        earlier state goes to ``article_version``; an answer that is older than what is stored takes
        its place in time. An answer that is read again replaces its earlier reading, and makes no
        version.
        """
        with friendly(self.path):
            return saving.save(self.db.conn, batch, run_id, self._clock())

    def add_sections(self, site: str, listed: Iterable[Listed], when: datetime) -> None:
        """Link stored articles to sections that were found to list them later in the run.

        ``listed`` are (address of the article, county, section); ``when`` is the time of ours at
        which that was seen.
        """
        with friendly(self.path):
            add_sections(self.db.conn, site, listed, utc(when))

    def save_captures(self, batch: Sequence[Capture], run_id: int | None) -> None:
        """Save answers of the server; one that is there already only gains what it lacked."""
        with friendly(self.path):
            saving.save_captures(self.db.conn, batch, run_id)

    def record_problem(
        self, run_id: int | None, url: str, kind: str, why: str, when: datetime
    ) -> None:
        """Note what went wrong with a URL."""
        row = (run_id, storable(url), kind, storable(why), utc(when))
        with friendly(self.path), saving.transaction(self.db.conn):
            self.db.execute(
                "INSERT INTO problem (run_id, url, kind, why, happened) VALUES (?, ?, ?, ?, ?)", row
            )

    def record_missing(
        self,
        url: str,
        when: datetime,
        why: Absence,
        run_id: int | None = None,
        capture_id: str | None = None,
    ) -> bool:
        """Note that a look did not find an article; False if no such article is stored.

        ``why`` comes from ``absence_of``, which knows what proves an absence. The view ``gone``
        has the articles that were missing on enough days.
        """
        with friendly(self.path):
            return record_missing(self.db.conn, Look(url, utc(when), run_id, capture_id), why)

    def note_absences(self, key: Callable[[str], str]) -> None:
        """Note for all stored answers which articles they show to be missing.

        ``key`` gives the address of the article that an answer's address stands for.
        """
        with friendly(self.path):
            note_absences(self.db.conn, key)

    def record_present(
        self, url: str, when: datetime, run_id: int | None = None, capture_id: str | None = None
    ) -> bool:
        """Note that an article is there as it was, without reading it (304 Not Modified).

        False if no such article was seen before that time.
        """
        with friendly(self.path):
            return record_present(self.db.conn, Look(url, utc(when), run_id, capture_id))

    def confirm_gone_after(self, days: int) -> None:
        """Set on how many different days an article must be missing to count as gone.

        Raises:
            UsageError: less than one day.
        """
        if days < 1:
            raise UsageError(f"gone after {days} days: must be 1 or more")
        with friendly(self.path):
            confirm_after(self.db.conn, days)

    def history(self, article: str) -> History:
        """Tell all that is known of an article by its id or its address.

        Raises:
            UsageError: no such article.
        """
        with friendly(self.path):
            return read_history(self.db.conn, article)

    def search(self, words: str, limit: int = 20) -> list[SearchHit]:
        """Find articles by words of any length, with AND, OR, NOT, "phrases" and brackets.

        Raises:
            UsageError: words that make no query.
        """
        with friendly(self.path):
            return search(self.db.conn, words, limit)

    def runs(self, limit: int = 20) -> list[RunRow]:
        """List the latest runs, the last one first."""
        rows = self._rows(
            "SELECT id, site, started, finished, finish_reason, exit_code, scope, counts, why"
            " FROM run ORDER BY id DESC LIMIT ?",
            limit,
        )
        return [
            RunRow(*(*row[:6], json.loads(row[6]), json.loads(row[7] or "{}"), row[8] or ""))
            for row in rows
        ]

    def newest(self, limit: int = 10) -> list[NewestRow]:
        """List the newest articles by day of publication, with their first five attendees."""
        rows = self._rows(
            "SELECT id, url, published, county, title FROM article ORDER BY seq DESC LIMIT ?", limit
        )
        return [NewestRow(*(*row, self._first_attendees(row[0]))) for row in rows]

    def counts(self) -> StoreCounts:
        """Count what is in the database."""
        tables = ("article", "attendance", "person", "capture", "problem")
        return StoreCounts(*(self.db.table(table).count for table in tables))

    def _first_attendees(self, article_id: str) -> tuple[str, ...]:
        rows = self._rows(
            "SELECT name FROM attendance WHERE article_id = ? ORDER BY position LIMIT ?",
            article_id,
            _FIRST_ATTENDEES,
        )
        return tuple(name for (name,) in rows)

    def _rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        with friendly(self.path):
            return self.db.conn.execute(sql, parameters).fetchall()


def _now() -> datetime:
    return datetime.now(UTC)


def _versions() -> dict[str, str]:
    """Which versions took part in a run."""
    try:
        scrapy = version("scrapy")
    except PackageNotFoundError:
        scrapy = "not installed"
    return {
        "msbazhong_spider": __version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "scrapy": scrapy,
    }
