"""Which pages a reader of the archive may begin with: the articles, as they stand now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_PAGES = """
SELECT c.url, c.fetched, a.title
FROM article AS a INNER JOIN capture AS c ON c.id = a.capture_id
WHERE c.warc_file IS NOT NULL
ORDER BY a.seq DESC
"""


def iter_replayed(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Give address, time (UTC) and headline of each article's page, the newest article first."""
    yield from connection.execute(_PAGES)


def title_of(connection: sqlite3.Connection) -> str:
    """Name an archive by its counties."""
    rows = connection.execute("SELECT DISTINCT county FROM article WHERE county <> '' ORDER BY 1")
    return "、".join(county for (county,) in rows) or "msbazhong"
