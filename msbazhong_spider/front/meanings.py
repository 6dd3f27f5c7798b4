"""What Datasette is told of our tables: their meaning, their facets, their search.

The meaning is that of ``data_dictionary``; what to show of a table is in ``tables.csv`` here.
"""

from __future__ import annotations

import csv
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from msbazhong_spider.store.dictionary import dictionary_rows

HIDDEN = "hidden"
_SEARCH = {"article": {"fts_table": "article_fts", "fts_pk": "seq"}}
_LABELS = {"article": "title", "person": "name", "section": "name", "capture": "url"}


@dataclass(frozen=True, slots=True)
class Shown:
    """How a table is shown: its group on the front page, columns of its list, facets, order.

    ``sort`` is a column, with ``-`` before it for descending, or empty.
    """

    group: str
    listed: tuple[str, ...]
    facets: tuple[str, ...]
    sort: str


_UNTOLD = Shown(HIDDEN, (), (), "")


@cache
def shown() -> dict[str, Shown]:
    """Read ``tables.csv``, in its order."""
    return {
        row["name"]: Shown(
            row["group"], (*row["listed"].split(),), (*row["facets"].split(),), row["sort"]
        )
        for row in _rows("tables.csv")
    }


@cache
def labels() -> dict[str, str]:
    """Give the Chinese names of tables and columns (``column``, or ``table.column``)."""
    return {row["name"]: row["label"] for row in _rows("labels.csv")}


def label_of(name: str, table: str | None = None) -> str:
    """Give the Chinese name of a table, or of a column of one; its own name if it has none."""
    return labels().get(f"{table}.{name}") or labels().get(name, name)


@cache
def values() -> dict[tuple[str, str], str]:
    """Give the Chinese word for a value of a closed set, by column and value."""
    return {(row["column"], row["value"]): row["label"] for row in _rows("values.csv")}


def meanings() -> dict[str, Any]:
    """Give Datasette's metadata for a database of ours; whoever gets it may change it."""
    return deepcopy(_meanings())


@cache
def _meanings() -> dict[str, Any]:
    tables: dict[str, dict[str, Any]] = {}
    for row in dictionary_rows():
        words = f"{row['meaning_zh']} {row['meaning_en']}"
        if row["column_name"]:
            tables[row["table_name"]]["columns"][row["column_name"]] = words
        else:
            tables[row["table_name"]] = _table(row["table_name"]) | {
                "description": words,
                "chinese": row["meaning_zh"],
                "english": row["meaning_en"],
                "columns": {},
            }
    return {"tables": tables}


def _table(name: str) -> dict[str, Any]:
    told = shown().get(name, _UNTOLD)
    metadata: dict[str, Any] = dict(_SEARCH.get(name, {}))
    if told.group == HIDDEN:
        metadata["hidden"] = True
    if told.facets:
        metadata["facets"] = list(told.facets)
    if told.sort:
        metadata["sort_desc" if told.sort.startswith("-") else "sort"] = told.sort.lstrip("-")
    if name in _LABELS:
        metadata["label_column"] = _LABELS[name]
    return metadata


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
