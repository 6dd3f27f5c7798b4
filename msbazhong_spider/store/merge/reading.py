"""One database that is to be merged: opened for reading, seen as it was at one moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msbazhong_spider.store.merge.article import Known
from msbazhong_spider.store.open import connect_to_read, friendly
from msbazhong_spider.store.rows import Row, look_row, stable_id
from msbazhong_spider.store.timeline import PAYLOAD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sqlite_utils import Database

_PLACE = ("warc_file", "warc_offset")
_CHILDREN = tuple(
    f"SELECT * FROM {table} WHERE article_id = ? ORDER BY position"  # noqa: S608 - our own names
    for table in ("byline", "attendance", "collective", "media")
)
_VERSIONS = (
    f"SELECT {', '.join(PAYLOAD)} FROM article_version WHERE article_id = ? ORDER BY version"  # noqa: S608 - our own names
)
_SECTIONS = (
    "SELECT l.*, s.county, s.name FROM article_section AS l"
    " INNER JOIN section AS s ON s.id = l.section_id WHERE l.article_id = ?"
)
# Of all answers that an article was read from: of which others the further parts of its text are.
_PARTS = """
SELECT p.* FROM capture_part AS p WHERE p.capture_id IN (
  SELECT capture_id FROM look WHERE article_id = ?1
  UNION SELECT capture_id FROM article_version WHERE article_id = ?1
  UNION SELECT capture_id FROM article WHERE id = ?1
) ORDER BY p.capture_id, p.part
"""


class Reading:
    """A database being read. Numbers of runs are given as the runs' lasting names."""

    def __init__(self, path: Path, renamed: Mapping[str, str]) -> None:
        """Open a database; ``renamed`` are WARC files that have another name in the result.

        Raises:
            StoreError: no such file, no database, not ours, or of another schema.
        """
        self._db: Database = connect_to_read(path)
        self._path, self._renamed = path, renamed
        self._db.execute("BEGIN")  # all that follows sees one moment, whoever writes meanwhile
        self._uids = {row["id"]: _uid(row) for row in self.rows("SELECT * FROM run")}

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def rows(self, sql: str, *values: object) -> Iterator[Row]:
        """Ask by SQL; give rows as dictionaries, one at a time."""
        with friendly(self._path):
            cursor = self._db.conn.execute(sql, values)
            names = [column[0] for column in cursor.description]
            for row in cursor:
                yield dict(zip(names, row, strict=True))

    def runs(self) -> Iterator[Row]:
        """Give the runs, with their lasting names."""
        for row in self.rows("SELECT * FROM run ORDER BY id"):
            yield {**row, "uid": self._uids[row["id"]]}

    def captures(self) -> Iterator[Row]:
        """Give the answers by id, with the names that their WARC files have in the result."""
        for row in self.rows("SELECT * FROM capture ORDER BY id"):
            file = row["warc_file"]
            yield {**self._named(row), "warc_file": self._renamed.get(file, file)}

    def problems(self) -> Iterator[Row]:
        """Give the problems in the order of their time."""
        sql = "SELECT * FROM problem ORDER BY happened, url, kind, why"
        yield from (self._named(row) for row in self.rows(sql))

    def article_ids(self) -> Iterator[str]:
        """Give the ids of all articles in order."""
        yield from (row["id"] for row in self.rows("SELECT id FROM article ORDER BY id"))

    def known(self, article_id: str) -> Known | None:
        """Give all that is known of an article; None if nothing is."""
        article = next(self.rows("SELECT * FROM article WHERE id = ?", article_id), None)
        if article is None:
            return None
        bylines, attendances, collectives, media = (
            tuple(self.rows(sql, article_id)) for sql in _CHILDREN
        )
        return Known(
            article=self._named(article),
            versions=tuple(map(self._named, self.rows(_VERSIONS, article_id))),
            looks=self._looks(article),
            bylines=bylines,
            attendances=attendances,
            collectives=collectives,
            media=media,
            sections=tuple(self.rows(_SECTIONS, article_id)),
            parts=tuple(self.rows(_PARTS, article_id)),
        )

    def persons(self) -> Iterator[Row]:
        """Give the persons."""
        yield from self.rows("SELECT * FROM person ORDER BY id")

    def sections(self) -> Iterator[Row]:
        """Give the sections."""
        yield from self.rows("SELECT * FROM section ORDER BY id")

    def listings(self) -> Iterator[Row]:
        """Give the listings."""
        yield from self.rows("SELECT * FROM listing ORDER BY id")

    def links(self) -> Iterator[Row]:
        """Give the addresses that listings have shown."""
        yield from self.rows("SELECT * FROM link ORDER BY id")

    def listed(self) -> Iterator[Row]:
        """Give which listing has shown which address."""
        yield from self.rows("SELECT * FROM listed ORDER BY listing_id, link_id")

    def settings(self) -> Iterator[Row]:
        """Give what the user has set."""
        yield from self.rows("SELECT * FROM setting ORDER BY name")

    def _looks(self, article: Row) -> tuple[Row, ...]:
        sql = "SELECT * FROM look WHERE article_id = ? ORDER BY seen"
        looks = list(self.rows(sql, article["id"]))
        if all(look["text_sha256"] != article["text_sha256"] for look in looks):
            looks.append(look_row(article, article["last_seen"]))  # written by another program
        return tuple(map(self._named, looks))

    def _named(self, row: Row) -> Row:
        return {**row, "run_id": self._uids.get(row["run_id"])}


def _uid(run: dict[str, Any]) -> str:
    """Give the lasting name of a run; one that another program wrote without gets one here."""
    return run["uid"] or stable_id(
        "run", run["site"], run["scope"], run["started"], run["versions"]
    )
