"""JSON lines: an object a row, in UTF-8. Columns that hold JSON become real lists and objects."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msbazhong_spider.store.export.reading import iter_rows

if TYPE_CHECKING:
    import sqlite3
    from typing import BinaryIO

    from msbazhong_spider.store.export.relations import Relation


def write_jsonl(connection: sqlite3.Connection, relation: Relation, out: BinaryIO) -> int:
    """Write the rows, and count them."""
    names = [column.name for column in relation.columns]
    nested = [column.name for column in relation.columns if column.is_json]
    rows = 0
    for row in iter_rows(connection, relation):
        record = dict(zip(names, row, strict=True))
        for name in nested:
            if record[name] is not None:
                record[name] = json.loads(record[name])
        out.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
        rows += 1
    return rows
