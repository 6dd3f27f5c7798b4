"""The database in other forms: tables as CSV, JSON lines, Parquet; SQL, Popolo; a release."""

from msbazhong_spider.store.export.as_csv import write_csv
from msbazhong_spider.store.export.as_jsonl import write_jsonl
from msbazhong_spider.store.export.as_parquet import write_parquet
from msbazhong_spider.store.export.as_popolo import write_popolo
from msbazhong_spider.store.export.as_sql import write_sql
from msbazhong_spider.store.export.output import check_target, new_file, new_path
from msbazhong_spider.store.export.reading import one_moment
from msbazhong_spider.store.export.relations import Relation, catalog, choose

__all__ = [
    "Relation",
    "catalog",
    "check_target",
    "choose",
    "new_file",
    "new_path",
    "one_moment",
    "write_csv",
    "write_jsonl",
    "write_parquet",
    "write_popolo",
    "write_sql",
]
