"""Parquet, with what each column means beside its type. Needs pyarrow: the extra ``parquet``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msbazhong_spider.errors import UsageError
from msbazhong_spider.store.export.reading import iter_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import BinaryIO

    from msbazhong_spider.store.export.relations import Relation

# A row group is what lies in memory: it ends at so many rows or so many characters.
_GROUP_ROWS = 50_000
_GROUP_CHARACTERS = 4_000_000


def write_parquet(connection: sqlite3.Connection, relation: Relation, out: BinaryIO) -> int:
    """Write the rows, and count them. Values are those of the database: times stay texts.

    Raises:
        UsageError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(
            "Parquet needs pyarrow: python -m pip install 'msbazhong-spider[parquet]'"
        ) from error
    schema = _schema(pa, relation)
    count = 0
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for rows in _groups(iter_rows(connection, relation)):
            arrays = [
                pa.array(values, field.type)
                for values, field in zip(zip(*rows, strict=True), schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            count += len(rows)
    return count


def _schema(pa: Any, relation: Relation) -> Any:
    types = {"integer": pa.int64(), "real": pa.float64(), "text": pa.string()}
    fields = [
        pa.field(
            column.name,
            types[column.type],
            nullable=not column.required,
            metadata={
                "meaning_en": column.meaning_en,
                "meaning_zh": column.meaning_zh,
                "unit": column.unit,
            },
        )
        for column in relation.columns
    ]
    about = {"meaning_en": relation.meaning_en, "meaning_zh": relation.meaning_zh}
    return pa.schema(fields, metadata=about)


def _groups(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    group: list[tuple[Any, ...]] = []
    characters = 0
    for row in rows:
        group.append(row)
        characters += sum(len(value) for value in row if isinstance(value, str))
        if len(group) >= _GROUP_ROWS or characters >= _GROUP_CHARACTERS:
            yield group
            group, characters = [], 0
    if group:
        yield group
