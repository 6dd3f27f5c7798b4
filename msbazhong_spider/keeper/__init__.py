"""What a crawl keeps: its answers, articles and whatever the next run must know."""

from msbazhong_spider.keeper.counts import counted
from msbazhong_spider.keeper.disk import is_about_the_disk, is_disk_full
from msbazhong_spider.keeper.keeper import Keeper

__all__ = ["Keeper", "counted", "is_about_the_disk", "is_disk_full"]
