"""The shape of ``news.db``: migrations, views, dictionary, and the refusal of what is not ours."""

from __future__ import annotations

import sqlite3
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlite_utils import Database, Migrations

from msbazhong_spider.errors import NewerSchemaError, OlderSchemaError, StoreError
from msbazhong_spider.store.dictionary import dictionary_rows
from msbazhong_spider.store.rows import stable_id
from msbazhong_spider.store.save import insert, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

APPLICATION_ID = 0x6D736264  # "msbd": tells our files from other SQLite files
migrations = Migrations("msbazhong")


@migrations(name="0001_first")
def _first(db: Database) -> None:
    for name in ("tables.sql", "search.sql"):
        _run(db, name)


@migrations(name="0002_looks")
def _looks(db: Database) -> None:
    _run(db, "looks.sql")
    firsts = dict(
        db.execute("SELECT run_id, min(fetched || ' ' || id) FROM capture GROUP BY run_id")
    )
    runs = db.execute("SELECT id, site, scope, started, versions FROM run").fetchall()
    for run_id, *known in runs:
        uid = stable_id("run", str(run_id), *known, firsts.get(run_id) or "")
        db.execute("UPDATE run SET uid = ? WHERE id = ?", [uid, run_id])


@migrations(name="0003_records")
def _records(db: Database) -> None:
    _run(db, "records.sql")


@migrations(name="0004_absences")
def _absences(db: Database) -> None:
    _run(db, "absences.sql")


@migrations(name="0005_media")
def _media(db: Database) -> None:
    _run(db, "media.sql")


@migrations(name="0006_parts")
def _parts(db: Database) -> None:
    _run(db, "parts.sql")


@migrations(name="0007_search")
def _search(_: Database) -> None:
    """Nothing but views: search_expression and article_search. Views are made anew anyway."""


@migrations(name="0008_frontier")
def _frontier(db: Database) -> None:
    _run(db, "frontier.sql")


def schema_version() -> int:
    """Give the number of the schema that this program writes."""
    return len(migrations._migrations)  # noqa: SLF001 - sqlite-utils offers no public list of all


def check_ours(db: Database, where: str, *, older: bool = False) -> None:
    """Refuse a file that holds something else, or another schema than ours; writes nothing.

    ``older`` lets a file of an earlier version pass: the upgrade itself asks for that.

    Raises:
        StoreError: a SQLite file that is not ours.
        NewerSchemaError: written by a later version of this program.
        OlderSchemaError: written by an earlier version, and not upgraded.
    """
    if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
        return
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StoreError(f"{where}: a database, but not one of msbazhong; choose another --data")
    version = version_of(db)
    if version > schema_version():
        raise NewerSchemaError(
            f"{where}: has schema {version}, this program knows up to {schema_version()};"
            " install a newer msbazhong-spider"
        )
    if version < schema_version() and not older:
        raise OlderSchemaError(
            f"{where}: has schema {version}, this program works with {schema_version()};"
            " run `msbazhong upgrade` once, which keeps a copy of the file as it is"
        )


def version_of(db: Database) -> int:
    """Give the number of the schema of an open database; 0 of an empty one."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def is_current(db: Database) -> bool:
    """Whether nothing is left to migrate."""
    return version_of(db) == schema_version()


def migrate(db: Database) -> None:
    """Bring an empty or earlier database to this version: tables, views, dictionary."""
    with transaction(db.conn):
        if is_current(db):  # another process was faster
            return
        _drop_views(db)
        migrations.apply(db)
        _run(db, "views.sql")
        db.execute("DELETE FROM data_dictionary")
        insert(db.conn, "data_dictionary", dictionary_rows())
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {schema_version()}")


def _drop_views(db: Database) -> None:
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        db.execute(f'DROP VIEW "{name}"')


def _run(db: Database, name: str) -> None:
    for statement in _statements(files(__package__).joinpath(name).read_text("utf-8")):
        db.execute(statement)


def _statements(script: str) -> Iterator[str]:
    """Split a script; ``executescript`` would commit in the midst of a migration."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
