"""Functions for SQL: a user's words as a query of the full-text index, and a piece of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msbazhong_spider.errors import UsageError
from msbazhong_spider.store.query import Query, read_query
from msbazhong_spider.store.rows import storable
from msbazhong_spider.store.search import snippet

if TYPE_CHECKING:
    import sqlite3

_NOTHING = '""'  # a query of FTS5 that finds nothing


def teach(connection: sqlite3.Connection) -> None:
    """Give a connection our functions; Datasette's search box calls ``escape_fts``."""
    connection.create_function("search_words", 1, search_words, deterministic=True)
    connection.create_function("escape_fts", 1, search_words, deterministic=True)
    connection.create_function("search_snippet", 2, search_snippet, deterministic=True)


def search_words(asked: str | None) -> str:
    """Turn words into a query of the index; what makes none finds nothing (see ``complaint``).

    >>> search_words("张杰 NOT 调研")
    '("张杰" NOT "调研")'
    """
    query = _query(asked)
    return query.expression if isinstance(query, Query) else _NOTHING


def search_snippet(text: str | None, asked: str | None) -> str:
    """Cut out of a text the place where most of the words stand together."""
    query = _query(asked)
    return snippet(text or "", query.words if isinstance(query, Query) else ())


def wanted(asked: str | None) -> tuple[str, ...]:
    """Give the words that a reader wants to see in the result, in their order."""
    query = _query(asked)
    return query.words if isinstance(query, Query) else ()


def complaint(asked: str | None) -> str | None:
    """Say what is wrong with a user's words; None if they make a query, or if there are none."""
    query = _query(asked)
    return None if isinstance(query, Query) or not (asked or "").strip() else str(query)


def _query(asked: str | None) -> Query | UsageError:
    try:
        return read_query(storable(asked or ""))
    except UsageError as error:
        return error
