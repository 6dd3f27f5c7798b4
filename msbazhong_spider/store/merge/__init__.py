"""Several databases into one: the same result in whatever order, and however often."""

from msbazhong_spider.store.merge.databases import Source, merge_databases

__all__ = ["Source", "merge_databases"]
