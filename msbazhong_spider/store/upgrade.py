"""Bringing a database of an earlier schema to this program's, after a copy has been made."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from sqlite_utils import Database

from msbazhong_spider.errors import DiskFullError, StoreError
from msbazhong_spider.store.open import friendly
from msbazhong_spider.store.save import transaction
from msbazhong_spider.store.schema import (
    check_ours,
    is_current,
    migrate,
    schema_version,
    version_of,
)
from msbazhong_spider.store.seal import seal

if TYPE_CHECKING:
    from pathlib import Path

# The copy, and what the migration writes beside the file before it is in it.
_ROOM = 3


@dataclass(frozen=True, slots=True)
class Upgraded:
    """From which schema to which; ``backup`` is the copy as it was, None if nothing was to do."""

    before: int
    after: int
    backup: Path | None


def upgrade(path: Path) -> Upgraded:
    """Bring a database forward, whatever earlier schema it has: all of it or nothing.

    The file as it was is kept beside it (``news.schema-1.db``), under a name that was not taken.

    Raises:
        StoreError: no such file, no database, not ours, locked; or rows that point nowhere.
        NewerSchemaError: written by a later version of this program.
        DiskFullError: no room for the copy and the migration.
    """
    if not path.is_file():
        raise StoreError(f"{path}: no such database; name its folder with --data")
    with friendly(path), closing(sqlite3.connect(path, timeout=30)) as connection:
        db = Database(connection, execute_plugins=False)
        check_ours(db, str(path), older=True)
        before = version_of(db)
        if is_current(db):
            return Upgraded(before, before, None)
        _check_room(path)
        backup = keep_copy(connection, path, f"schema-{before}")
        migrate(db)
        seal(connection, path)
        _check_sound(connection, path, backup)
    return Upgraded(before, schema_version(), backup)


def _check_room(path: Path) -> None:
    needed, free = _ROOM * path.stat().st_size, shutil.disk_usage(path.parent).free
    if free < needed:
        raise DiskFullError(
            f"{path.parent}: {free >> 20} MB are free, the upgrade and its copy of the file need"
            f" {needed >> 20} MB; make room and try again"
        )


def keep_copy(connection: sqlite3.Connection, path: Path, what: str) -> Path:
    """Copy a database beside itself as it is, what is still in its WAL included.

    ``what`` goes into the name of the copy (``news.what.db``), which is one that was not taken.

    Raises:
        StoreError: the database is damaged; no copy is left.
    """
    backup = _free_name(path, what)
    part = backup.with_name(backup.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            _check_whole(copy, path)
        return part.rename(backup)
    finally:
        part.unlink(missing_ok=True)


def _check_whole(copy: sqlite3.Connection, path: Path) -> None:
    found = copy.execute("PRAGMA quick_check").fetchone()[0]
    if found != "ok":
        raise StoreError(f"{path}: is damaged ({found}); restore it from a backup first")


def _free_name(path: Path, what: str) -> Path:
    for number in count(1):
        again = f"-{number}" if number > 1 else ""
        backup = path.with_name(f"{path.stem}.{what}{again}{path.suffix}")
        if not backup.exists():
            return backup
    raise AssertionError  # count() never ends


def replace_content(source: Path, path: Path) -> None:
    """Put the content of one database in place of another's, all of it at once, whoever reads it.

    Raises:
        StoreError: the database is in use by a writer, or can't be written.
    """
    with (
        friendly(path),
        closing(sqlite3.connect(source)) as new,
        closing(sqlite3.connect(path, timeout=30)) as connection,
    ):
        with transaction(connection):
            pass  # the seal goes before anything is written
        new.backup(connection)
        connection.execute("PRAGMA busy_timeout = 500")  # a reader may keep the seal off; no harm
        seal(connection, path)


def _check_sound(connection: sqlite3.Connection, path: Path, backup: Path) -> None:
    lost = connection.execute("PRAGMA foreign_key_check").fetchone()
    if lost is not None:
        raise StoreError(
            f"{path}: rows of {lost[0]} point to rows of {lost[2]} that are not there; they did so"
            f" before the upgrade, which is done ({backup.name} is the copy from before)"
        )
