"""The whole database as one SQL script, which the sqlite3 command reads back.

The full-text index is not dumped but built anew by the last statements. Python's own ``iterdump``
writes a script that cannot be read back, because it knows nothing of virtual tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msbazhong_spider.store.export.relations import Column

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import BinaryIO

_VIRTUAL = "sql LIKE 'CREATE VIRTUAL%'"
_SHADOWS = f"""\
SELECT m.name FROM sqlite_master AS m
INNER JOIN sqlite_master AS v ON v.{_VIRTUAL} AND m.name LIKE v.name || '\\_%' ESCAPE '\\'
"""  # noqa: S608 - nothing of it comes from outside
_HEAD = """\
-- The whole of a msbazhong database. Read it back with: sqlite3 news.db < this-file
-- The statements behind "The search" build the full-text index; the rest stands without them.
PRAGMA foreign_keys = OFF;
BEGIN;
"""


def write_sql(connection: sqlite3.Connection, out: BinaryIO, *, text: bool = True) -> int:
    """Write the script, and count the rows. Without ``text`` what holds words is empty."""
    rows = 0
    out.write(_HEAD.encode())
    for name, statement in _made(connection, "table"):
        out.write(f"{statement};\n".encode())
        for row in _inserts(connection, name, text=text):
            out.write(row.encode())
            rows += 1
    out.writelines(line.encode() for line in _tail(connection))
    return rows


def schema_script(connection: sqlite3.Connection) -> str:
    """Write how tables, indexes, views, the full-text index and triggers are made."""
    statements = [statement for _, statement in _made(connection, "table")]
    for kind in ("index", "view"):
        statements += [statement for _, statement in _made(connection, kind)]
    statements += [statement for _, statement in _virtual_tables(connection)]
    statements += [statement for _, statement in _made(connection, "trigger")]
    return "".join(f"{statement};\n\n" for statement in statements)


def _made(connection: sqlite3.Connection, kind: str) -> list[tuple[str, str]]:
    """Give name and statement of what is ordinary, in the order of its making."""
    return connection.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = ? AND sql NOT NULL"  # noqa: S608 - see above
        f" AND NOT ({_VIRTUAL}) AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        f" AND name NOT IN ({_SHADOWS}) ORDER BY rowid",
        (kind,),
    ).fetchall()


def _inserts(connection: sqlite3.Connection, table: str, *, text: bool) -> Iterator[str]:
    columns = connection.execute(
        "SELECT name, lower(type), '', '', '' FROM pragma_table_info(?)", (table,)
    ).fetchall()
    parts = [
        "''''''" if Column(*column).carries_text and not text else f'quote("{column[0]}")'
        for column in columns
    ]
    names = ", ".join(f'"{column[0]}"' for column in columns)
    head = f'INSERT INTO "{table}" ({names}) VALUES ('  # noqa: S608 - names that the database gave
    values = " || ', ' || ".join(parts)
    select = f'SELECT {values} FROM "{table}"'  # noqa: S608 - the same
    for (row,) in connection.execute(select):
        yield f"{head}{row});\n"


def _tail(connection: sqlite3.Connection) -> Iterator[str]:
    for kind in ("index", "view"):
        for _, statement in _made(connection, kind):
            yield f"{statement};\n"
    for name in ("application_id", "user_version"):
        value = connection.execute(f"PRAGMA {name}").fetchone()[0]
        yield f"PRAGMA {name} = {value};\n"
    yield "-- The search\n"
    for name, statement in _virtual_tables(connection):
        yield f"{statement};\n"
        yield from _settings(connection, name)
        yield f"INSERT INTO {name} ({name}) VALUES ('rebuild');\n"  # noqa: S608 - a name that the database gave
    for _, statement in _made(connection, "trigger"):
        yield f"{statement};\n"
    yield "COMMIT;\n"


def _virtual_tables(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    rows = connection.execute(f"SELECT name, sql FROM sqlite_master WHERE {_VIRTUAL}")  # noqa: S608 - our own words
    return rows.fetchall()


def _settings(connection: sqlite3.Connection, name: str) -> Iterator[str]:
    """Repeat the settings of a full-text index (memory for a batch, merging ...)."""
    rows = connection.execute(f"SELECT k, quote(v) FROM \"{name}_config\" WHERE k <> 'version'")  # noqa: S608 - a name that the database gave
    for setting, value in rows.fetchall():
        yield f"INSERT INTO {name} ({name}, rank) VALUES ('{setting}', {value});\n"  # noqa: S608 - the same
