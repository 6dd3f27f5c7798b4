"""The plugin of Datasette: Chinese words in its search box, meanings, canned queries.

It does this for databases of ours and leaves all others alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from pluggy import HookimplMarker

from msbazhong_spider.front.meanings import meanings
from msbazhong_spider.front.queries import canned
from msbazhong_spider.front.words import teach
from msbazhong_spider.store.schema import APPLICATION_ID

if TYPE_CHECKING:
    import sqlite3

    from datasette.app import Datasette

hookimpl = HookimplMarker("datasette")
# Which databases are ours is known from their first connection, which comes before any page.
_OURS: WeakKeyDictionary[Datasette, set[str]] = WeakKeyDictionary()


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Datasette) -> None:
    """Give a connection the functions of the search, after Datasette has given its own."""
    if conn.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
        _OURS.setdefault(datasette, set()).add(database)
        teach(conn)


@hookimpl
def get_metadata(datasette: Datasette) -> dict[str, Any]:
    """Describe tables and columns, and say by what they are searched, sorted and faceted."""
    return {"databases": {name: meanings() for name in _OURS.get(datasette, ())}}


@hookimpl
def canned_queries(datasette: Datasette, database: str) -> dict[str, dict[str, Any]]:
    """Offer the queries that people come for."""
    return canned() if database in _OURS.get(datasette, ()) else {}
