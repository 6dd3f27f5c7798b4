"""Is the database what it should be? Each check gives what is wrong, one sentence a finding."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msbazhong_spider.errors import StoreError
from msbazhong_spider.store.open import connect_to_read, friendly
from msbazhong_spider.store.rows import VERSIONED, text_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FIELDS = tuple(name for name in VERSIONED if name != "bylines")
_NOW = f"""
SELECT 'article ' || id, {", ".join(_FIELDS)}, (
  SELECT json_group_array(json_array(name, part))
  FROM (SELECT name, part FROM byline WHERE article_id = article.id ORDER BY position)
), text_sha256
FROM article
"""  # noqa: S608 - our own names
_BEFORE = f"""
SELECT 'article ' || article_id || ', version ' || version, {", ".join(_FIELDS)},
  bylines, text_sha256
FROM article_version
"""  # noqa: S608 - our own names
_SEARCH = "INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)"


def check_database(path: Path) -> Iterator[str]:
    """Give what is wrong with a database; nothing in it is changed.

    Checked are SQLite's own structures, references between tables, the texts of articles and
    versions against the digests that were taken when they were read, and the search index against
    the texts. A release without texts has none that could be checked.
    """
    told: set[str] = set()
    for check in (_structures, _texts, _search_index):
        for what in _guarded(check, path):
            if what not in told:  # a file that can't be opened is one finding, not three
                yield what
            told.add(what)


def _guarded(check: Callable[[Path], Iterator[str]], path: Path) -> Iterator[str]:
    """Run a check; a file in which it cannot even be run is a finding too."""
    try:
        with friendly(path):
            yield from check(path)
    except (StoreError, ValueError, OSError) as error:
        yield str(error).removeprefix(f"{path}: ")


def _structures(path: Path) -> Iterator[str]:
    with closing(connect_to_read(path).conn) as connection:
        for (line,) in connection.execute("PRAGMA integrity_check"):
            if line != "ok":
                yield f"integrity_check: {line}"
        for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
            yield f"row {row} of {table} points to a row of {parent} that is not there"


def is_without_texts(path: Path) -> bool:
    """Whether a database is that of a release whose texts were left out.

    Raises:
        StoreError: it can't be opened or read.
    """
    sql = "SELECT 1 FROM sqlite_master WHERE name = 'withheld_text'"
    with friendly(path), closing(connect_to_read(path).conn) as connection:
        return connection.execute(sql).fetchone() is not None


def _texts(path: Path) -> Iterator[str]:
    if is_without_texts(path):
        return
    with closing(connect_to_read(path).conn) as connection:
        for sql in (_NOW, _BEFORE):
            for name, *values, bylines, said in connection.execute(sql):
                fields = dict(zip(_FIELDS, values, strict=True))
                if text_digest(fields, json.loads(bylines)) != said:
                    yield f"{name}: its text is not the one that was read (text_sha256)"


def _search_index(path: Path) -> Iterator[str]:
    """Let SQLite compare the index with the texts: a statement that writes, so it is taken back."""
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        with TemporaryDirectory(prefix="msbazhong-verify-") as folder:
            copy = Path(folder, path.name)
            with (
                closing(connect_to_read(path).conn) as whole,
                closing(sqlite3.connect(copy)) as into,
            ):
                whole.backup(into)
            yield from _search_index(copy)
        return
    with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(_SEARCH)
        except sqlite3.DatabaseError as error:
            yield f"the search index is not that of the texts ({error}); see docs/archive.md"
        finally:
            connection.execute("ROLLBACK")
