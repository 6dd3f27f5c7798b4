"""The SQLite file: migrations, saving, versions, search, merging, dictionary."""

from msbazhong_spider.store.history import History, MissingLook, PastState
from msbazhong_spider.store.looks import Absence, absence_of
from msbazhong_spider.store.plan import SaveCounts
from msbazhong_spider.store.search import SearchHit
from msbazhong_spider.store.store import NewestRow, RunRow, Store, StoreCounts, open_store

__all__ = [
    "Absence",
    "History",
    "MissingLook",
    "NewestRow",
    "PastState",
    "RunRow",
    "SaveCounts",
    "SearchHit",
    "Store",
    "StoreCounts",
    "absence_of",
    "open_store",
]
