"""Reading a table row by row, all tables as they are at one moment."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from msbazhong_spider.store.open import friendly

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from msbazhong_spider.store.export.relations import Relation
    from msbazhong_spider.store.store import Store


@contextmanager
def one_moment(store: Store) -> Iterator[sqlite3.Connection]:
    """Give a connection that sees the database as it is now, whatever others write meanwhile.

    Raises:
        StoreError: SQLite can't read on.
    """
    with friendly(store.path):
        store.db.conn.execute("BEGIN")
        try:
            yield store.db.conn
        finally:
            store.db.conn.rollback()


@contextmanager
def frozen(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file that nobody writes any more: for reading, and leaving no trace beside it."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with friendly(path), closing(sqlite3.connect(address, uri=True)) as connection:
        yield connection


def iter_rows(connection: sqlite3.Connection, relation: Relation) -> Iterator[tuple[Any, ...]]:
    """Give the rows one after the other; those of a table in the order of its key."""
    names = ", ".join(f'"{column.name}"' for column in relation.columns)
    order = ", ".join(f'"{name}"' for name in relation.key)
    sql = f'SELECT {names} FROM "{relation.name}"'  # noqa: S608 - names that the database gave
    yield from connection.execute(f"{sql} ORDER BY {order}" if order else sql)
