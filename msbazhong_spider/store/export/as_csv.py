"""CSV (RFC 4180), in UTF-8. NULL is an empty cell; an empty text is a quoted one, ``""``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msbazhong_spider.store.export.reading import iter_rows

if TYPE_CHECKING:
    import sqlite3
    from typing import BinaryIO

    from msbazhong_spider.store.export.relations import Relation

_MARKS = frozenset(',"\r\n')
_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Written:
    """How many rows a file holds, and which of its columns hold an empty text somewhere."""

    rows: int = 0
    with_empty_text: set[str] = field(default_factory=set)


def write_csv(
    connection: sqlite3.Connection, relation: Relation, out: BinaryIO, *, excel: bool = False
) -> Written:
    """Write the rows below a line of column names.

    With ``excel`` the file begins with the mark by which Excel knows UTF-8.
    """
    if excel:
        out.write(_BOM)
    names = [column.name for column in relation.columns]
    out.write(_line(names))
    written = Written()
    for row in iter_rows(connection, relation):
        out.write(_line(row))
        written.rows += 1
        if "" in row:
            written.with_empty_text.update(
                name for name, value in zip(names, row, strict=True) if value == ""
            )
    return written


def _line(values: list[str] | tuple[Any, ...]) -> bytes:
    return (",".join(map(_cell, values)) + "\r\n").encode()


def _cell(value: object) -> str:
    """Write a cell. The csv module can tell NULL from an empty text only from Python 3.12 on."""
    if value is None:
        return ""
    text = str(value)
    if text == "" or not _MARKS.isdisjoint(text):
        return '"' + text.replace('"', '""') + '"'
    return text
