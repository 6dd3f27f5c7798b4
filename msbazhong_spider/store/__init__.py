"""The SQLite file: migrations, saving, versions, search, dictionary."""

from msbazhong_spider.store.plan import SaveCounts
from msbazhong_spider.store.search import SearchHit
from msbazhong_spider.store.store import NewestRow, RunRow, Store, StoreCounts, open_store

__all__ = ["NewestRow", "RunRow", "SaveCounts", "SearchHit", "Store", "StoreCounts", "open_store"]
