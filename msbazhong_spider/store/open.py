"""Opening the file, and SQLite's errors in words that say what to do."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlite_utils import Database

from msbazhong_spider.errors import StoreError
from msbazhong_spider.store.schema import check_ours, is_current, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BUSY_SECONDS = 30.0
_REMEDIES = {
    "SQLITE_NOTADB": "is no SQLite database; choose another --data or move the file away",
    "SQLITE_CORRUPT": "is damaged; restore it from a backup, or try the sqlite3 command .recover",
    "SQLITE_BUSY": "is locked by another program; let that one finish, then try again",
    "SQLITE_LOCKED": "is locked by another program; let that one finish, then try again",
    "SQLITE_FULL": "cannot grow, the disk is full; make room and try again",
    "SQLITE_READONLY": "cannot be written; check who owns it and its folder",
    "SQLITE_CANTOPEN": "cannot be opened; check that its folder exists and may be written to",
    "SQLITE_PERM": "cannot be opened; check who owns it and its folder",
    "SQLITE_IOERR": "cannot be read or written, the disk reports an error",
}


@contextmanager
def friendly(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into a StoreError of one line: what, where, what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {_remedy(error)}") from error


def _remedy(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", None) or ""
    for known, remedy in _REMEDIES.items():
        if name.startswith(known):
            return remedy
    return f"SQLite says: {error}"


def connect(path: Path, *, create: bool, busy_seconds: float = _BUSY_SECONDS) -> Database:
    """Open the file, make what is in a new one, and set the connection up.

    A file that may only be read is opened for reading. An earlier schema is never brought forward
    here: that is the user's decision (``upgrade``).

    Raises:
        StoreError: no such file, no folder to write in, no database, not ours, locked.
        NewerSchemaError: written by a later version of this program.
        OlderSchemaError: written by an earlier version, and not upgraded.
    """
    _check_place(path, create=create)
    with friendly(path):
        try:
            db = Database(sqlite3.connect(path, timeout=busy_seconds), execute_plugins=False)
            _set_up(db, str(path))
        except sqlite3.OperationalError as error:
            if create or not _only_readable(error):
                raise
            db = Database(open_to_read(path).connection, execute_plugins=False)
            check_ours(db, str(path))
    return db


def connect_to_read(path: Path) -> Database:
    """Open a file so that nothing in it or beside it can be changed by us.

    Raises:
        StoreError: no such file, no database, not ours.
        NewerSchemaError: written by a later version of this program.
        OlderSchemaError: written by an earlier version, and not upgraded.
    """
    with friendly(path):
        db = Database(open_to_read(path).connection, execute_plugins=False)
        check_ours(db, str(path))
    return db


@dataclass(frozen=True, slots=True)
class Reading:
    """A connection that can only read.

    ``live`` says that it sees what others write from now on. On a medium that cannot be written
    SQLite can neither set a lock nor make the files that readers and writers share: there the file
    is read as it lies, and whoever reads for long looks whether it is still the same one.
    """

    connection: sqlite3.Connection
    live: bool


def open_to_read(path: Path, *, any_thread: bool = False) -> Reading:
    """Open a file for reading alone; ``any_thread`` lets other threads use the connection, in turn.

    Raises:
        StoreError: no such file, or one that can't be read without writing beside it.
        sqlite3.Error: no database, damaged, not ours to read.
    """
    _check_place(path, create=False)
    try:
        return Reading(_connection(path, "mode=ro", any_thread=any_thread), live=True)
    except sqlite3.OperationalError as error:
        if not _only_readable(error):
            raise
    _check_whole(path)
    immutable = _connection(path, "mode=ro&immutable=1", any_thread=any_thread)
    return Reading(immutable, live=False)


def _connection(path: Path, how: str, *, any_thread: bool) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?{how}"
    connection = sqlite3.connect(address, uri=True, check_same_thread=not any_thread)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _check_whole(path: Path) -> None:
    """Refuse to read a file alone whose latest rows lie in the write-ahead log beside it."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise StoreError(
            f"{path}: its latest rows are in {log.name}, which cannot be read where nothing can be"
            " written; copy both files into a folder of your own"
        )


def _check_place(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{path}: is a folder, not a database; name the file in it")
    if path.exists():
        return
    if not create:
        raise StoreError(
            f"{path}: no such database; make one with `msbazhong harvest` or `msbazhong demo`"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{path.parent}: cannot make this folder ({error.strerror}); choose another --data"
        ) from error


def _set_up(db: Database, where: str) -> None:
    try:
        check_ours(db, where)
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = NORMAL")
        if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            db.execute("PRAGMA journal_mode = WAL")
        if not is_current(db):
            migrate(db)
    except BaseException:
        db.close()
        raise


def _only_readable(error: sqlite3.Error) -> bool:
    name = getattr(error, "sqlite_errorname", None) or ""
    return name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN"))
