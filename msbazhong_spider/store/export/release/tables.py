"""The tables of a release as CSV, and how the Data Package describes them (Table Schema)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msbazhong_spider.store.export.as_csv import write_csv

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from msbazhong_spider.store.export.relations import Column, Relation

# Views that a reader without SQL wants; the others follow from the tables at a glance of SQL.
_VIEWS = frozenset({"attendance_flat", "coverage", "gone", "post_spell"})
_TYPES = {"integer": "integer", "real": "number", "text": "string"}
_BY_UNIT: dict[str, dict[str, Any]] = {
    "UTC time": {"type": "datetime"},
    "day": {"type": "date"},
    "0 or 1": {"type": "boolean", "trueValues": ["1"], "falseValues": ["0"]},
    "JSON object": {"type": "object"},
}


@dataclass(frozen=True, slots=True)
class TableFile:
    """One table as CSV: where, how many rows, and which columns hold an empty text somewhere."""

    relation: Relation
    path: Path
    rows: int
    with_empty_text: frozenset[str]


def write_tables(
    connection: sqlite3.Connection, relations: Iterable[Relation], folder: Path
) -> list[TableFile]:
    """Write every table, and the views that many want, as CSV into a new folder."""
    folder.mkdir()
    files = []
    for relation in relations:
        if relation.kind == "view" and relation.name not in _VIEWS:
            continue
        path = folder / f"{relation.name}.csv"
        with path.open("xb") as out:
            written = write_csv(connection, relation, out)
        files.append(TableFile(relation, path, written.rows, frozenset(written.with_empty_text)))
    return files


def table_schema(file: TableFile, present: Collection[str]) -> dict[str, Any]:
    """Describe a file for Frictionless. ``present`` are the tables that references may name.

    In CSV an empty text can't be told from NULL by most readers. So what holds one is not declared
    as required, and no key.
    """
    relation, empty = file.relation, file.with_empty_text
    schema: dict[str, Any] = {
        "fields": [
            _field(column, may_be_empty=column.name in empty) for column in relation.columns
        ],
        "missingValues": [""],
    }
    if relation.key and empty.isdisjoint(relation.key):
        schema["primaryKey"] = list(relation.key)
    foreign = [
        {
            "fields": list(reference.columns),
            "reference": {"resource": reference.table, "fields": list(reference.there)},
        }
        for reference in relation.references
        if reference.table in present
    ]
    return {**schema, "foreignKeys": foreign} if foreign else schema


def _field(column: Column, *, may_be_empty: bool) -> dict[str, Any]:
    kind = _BY_UNIT.get(column.unit, {"type": _TYPES[column.type]})
    if column.unit.startswith("JSON list"):
        kind = {"type": "array"}
    described = {
        "name": column.name,
        **kind,
        "description": column.meaning_en,
        "description_zh": column.meaning_zh,
    }
    if column.unit:
        described["unit"] = column.unit
    if column.required and not may_be_empty:
        described["constraints"] = {"required": True}
    return described
