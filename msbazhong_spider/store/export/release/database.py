"""The copy of the database in a release: one file at rest, checked, with or without the texts."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING

from msbazhong_spider.errors import StoreError
from msbazhong_spider.store.export.relations import catalog
from msbazhong_spider.store.open import friendly

if TYPE_CHECKING:
    from pathlib import Path

    from msbazhong_spider.store.store import Store

_WITHHELD = """\
CREATE TABLE withheld_text (
  article_id TEXT NOT NULL REFERENCES article (id),
  version INTEGER NOT NULL,
  characters INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (article_id, version)
) STRICT
"""
_DIGESTS = """\
INSERT INTO withheld_text
SELECT id, version, length(body), sha256(body) FROM article
UNION ALL SELECT article_id, version, length(body), sha256(body) FROM article_version
"""
_DICTIONARY = (
    ("", "table", "", "Length and digest of each text that this release leaves out.",
     "本发布版未收录的每篇正文的长度和摘要。", ""),
    ("article_id", "text", "16 hexadecimal digits", "The article.", "所属文章。", "article.id"),
    ("version", "integer", "", "The state of the article.", "文章的版本号。", "article.version"),
    ("characters", "integer", "characters", "Length of the body.", "正文字数。", "counted"),
    ("sha256", "text", "64 hexadecimal digits",
     "Digest of the body in UTF-8, to check one's own copy of the text against.",
     "正文（UTF-8）的摘要，可用以核对自有文本。", "computed"),
)  # fmt: skip
_LEFT_OUT_EN = " Left out of this release: empty."
_LEFT_OUT_ZH = "本发布版未收录，为空。"
# How article_now counts, and where the same number stands when the text is gone.
_COUNTED = "length(a.body)"
_KNOWN = (
    "(SELECT w.characters FROM withheld_text AS w"
    " WHERE w.article_id = a.id AND w.version = a.version)"
)


def copy_database(store: Store, target: Path, *, text: bool = True) -> None:
    """Copy the database as it is now into a file without WAL, and check the copy.

    Without ``text`` bodies, sentences and labels are emptied, in the index and the free pages too,
    and lengths and digests of the bodies go into the table ``withheld_text``.

    Raises:
        OSError: there is no room.
        StoreError: SQLite can't, or the copy is not sound.
    """
    try:
        with friendly(store.path):
            store.db.conn.execute("VACUUM INTO ?", (str(target),))
        with friendly(target), closing(sqlite3.connect(target)) as connection:
            if not text:
                _take_text_out(connection)
            connection.execute("PRAGMA journal_mode = DELETE")
            _check(connection, target)
    except StoreError as error:
        if getattr(error.__cause__, "sqlite_errorname", None) == "SQLITE_FULL":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise


def _check(connection: sqlite3.Connection, where: Path) -> None:
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
    strays = connection.execute("PRAGMA foreign_key_check").fetchmany(3)
    if found != ["ok"] or strays:
        said = "; ".join(map(str, found if found != ["ok"] else strays))
        raise StoreError(f"{where.name}: the database is not sound, so no release is made: {said}")


def _take_text_out(connection: sqlite3.Connection) -> None:
    """Empty the texts. Triggers rest meanwhile; the index is built anew, which is all it needs."""
    connection.create_function("sha256", 1, _digest, deterministic=True)
    triggers = _statements(connection, "type = 'trigger'")
    with connection:
        for name, _ in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(_WITHHELD)
        connection.execute(_DIGESTS)
        _empty(connection)
        _tell(connection)
        for name, _ in _statements(connection, "sql LIKE 'CREATE VIRTUAL%'"):
            connection.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")  # noqa: S608 - a name that the database gave
        for _, statement in triggers:
            connection.execute(statement)
    connection.execute("VACUUM")  # what was emptied is still in the free pages


def _empty(connection: sqlite3.Connection) -> None:
    for relation in catalog(connection).values():
        for column in relation.columns:
            if not column.carries_text:
                continue
            if relation.kind == "table":
                connection.execute(f'UPDATE "{relation.name}" SET "{column.name}" = \'\'')  # noqa: S608 - names that the database gave
            connection.execute(
                "UPDATE data_dictionary"
                " SET meaning_en = meaning_en || ?, meaning_zh = meaning_zh || ?"
                " WHERE table_name = ? AND column_name = ?",
                (_LEFT_OUT_EN, _LEFT_OUT_ZH, relation.name, column.name),
            )


def _tell(connection: sqlite3.Connection) -> None:
    """Document the table of digests, and let views count by it."""
    connection.executemany(
        "INSERT INTO data_dictionary VALUES ('withheld_text', ?, ?, ?, ?, ?, ?)", _DICTIONARY
    )
    for name, statement in _statements(connection, "type = 'view'"):
        if _COUNTED in statement:
            connection.execute(f'DROP VIEW "{name}"')
            connection.execute(statement.replace(_COUNTED, _KNOWN))


def _statements(connection: sqlite3.Connection, which: str) -> list[tuple[str, str]]:
    sql = f"SELECT name, sql FROM sqlite_master WHERE {which} ORDER BY rowid"  # noqa: S608 - our own words
    return connection.execute(sql).fetchall()


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
