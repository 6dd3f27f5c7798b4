"""Sections that turned out to list an article after it was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msbazhong_spider.store.rows import stable_id, storable
from msbazhong_spider.store.save import insert, transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

Listed = tuple[str, str, str]  # the article's address, county (may be empty), section


def add_sections(
    connection: sqlite3.Connection, site: str, listed: Iterable[Listed], at: str
) -> None:
    """Link articles to sections, in one transaction. An address that is not stored is left out."""
    known = "SELECT count(*) FROM article WHERE id = ?"
    with transaction(connection):
        for url, county, name in listed:
            article_id, section_id = stable_id(url), stable_id(site, county, name)
            if not connection.execute(known, (article_id,)).fetchone()[0]:
                continue
            section = {
                "id": section_id,
                "site": storable(site),
                "county": storable(county),
                "name": storable(name),
                "first_seen": at,
                "last_seen": at,
            }
            link = {"article_id": article_id, "section_id": section_id, "own": 0, "first_seen": at}
            insert(connection, "section", [section], "ON CONFLICT (id) DO NOTHING")
            insert(connection, "article_section", [link], "ON CONFLICT DO NOTHING")
