"""Which tables and views can be exported, and what their columns are: as the database says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from msbazhong_spider.errors import UsageError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

# They serve the search and the schema, and say nothing about the news.
_MACHINERY = frozenset(
    {
        "_sqlite_migrations", "article_search", "article_words", "index_by_hand", "nums",
        "search_expression",
    }
)  # fmt: skip
# Columns, in whichever table or view, that hold words of an article's text: captions too.
_TEXT = frozenset({"body", "sentence", "label", "media"})
_DICTIONARY = """\
SELECT d.table_name, d.column_name, d.type, d.unit, d.meaning_en, d.meaning_zh
FROM data_dictionary AS d
INNER JOIN sqlite_master AS m ON m.name = d.table_name
WHERE m.type = 'view' OR m.sql NOT LIKE 'CREATE VIRTUAL%'
ORDER BY d.rowid
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``type`` is text, integer or real; ``key`` its place in the primary key, or 0."""

    name: str
    type: str
    unit: str
    meaning_en: str
    meaning_zh: str
    required: bool = False
    key: int = 0

    @property
    def carries_text(self) -> bool:
        """Tell whether it holds words of an article, which a release without text leaves out."""
        return self.name in _TEXT

    @property
    def is_json(self) -> bool:
        """Tell whether its text is JSON."""
        return self.unit.startswith("JSON")


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns that name a row of another table: a foreign key."""

    columns: tuple[str, ...]
    table: str
    there: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or a view (``kind``), with its columns in order."""

    name: str
    kind: str
    meaning_en: str
    meaning_zh: str
    columns: tuple[Column, ...]
    references: tuple[Reference, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """Name the columns of the primary key, in order."""
        keyed = sorted((column for column in self.columns if column.key), key=lambda one: one.key)
        return tuple(column.name for column in keyed)

    def without_text(self) -> Relation:
        """Leave out the columns that hold words of an article."""
        return replace(self, columns=tuple(one for one in self.columns if not one.carries_text))


def catalog(connection: sqlite3.Connection) -> dict[str, Relation]:
    """List what the database documents about itself, in the order of its dictionary.

    The full-text index and what serves it are left out.
    """
    rows = connection.execute(_DICTIONARY)
    found = (
        _relation(connection, name, list(group))
        for name, group in groupby(rows.fetchall(), key=lambda row: row[0])
        if name not in _MACHINERY
    )
    return {relation.name: relation for relation in found}


def choose(
    known: Mapping[str, Relation], names: Sequence[str], *, views: bool = False
) -> list[Relation]:
    """Pick what is named; if nothing is named all tables, and all views too if they are wanted.

    Raises:
        UsageError: a name that is neither a table nor a view.
    """
    for name in names:
        if name not in known:
            raise UsageError(f"there is no table or view {name!r}; there are: {', '.join(known)}")
    if names:
        return [known[name] for name in dict.fromkeys(names)]
    return [relation for relation in known.values() if views or relation.kind == "table"]


def _relation(connection: sqlite3.Connection, name: str, rows: list[tuple[str, ...]]) -> Relation:
    meant = {column: (kind, *meaning) for _, column, kind, *meaning in rows}
    kind, _, english, chinese = meant[""]
    shape = connection.execute(
        'SELECT name, lower(type), "notnull", pk FROM pragma_table_info(?) ORDER BY cid', (name,)
    )
    columns = []
    for column, declared, required, key in shape.fetchall():
        # A column that somebody added lacks its meaning only.
        what, unit, *meaning = meant.get(column, (declared or "text", "", "", ""))
        columns.append(Column(column, what, unit, meaning[0], meaning[1], bool(required), key))
    references = tuple(_references(connection, name)) if kind == "table" else ()
    return Relation(name, kind, english, chinese, tuple(columns), references)


def _references(connection: sqlite3.Connection, name: str) -> Iterator[Reference]:
    rows = connection.execute(
        'SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq', (name,)
    )
    for _, group in groupby(rows.fetchall(), key=lambda row: row[0]):
        pairs = list(group)
        yield Reference(
            tuple(pair[2] for pair in pairs), pairs[0][1], tuple(pair[3] for pair in pairs)
        )
