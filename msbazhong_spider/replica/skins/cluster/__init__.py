"""集约化平台, on which a province puts the sites of its governments.

Quirks: columns are numbers, articles are named by 32 hexadecimal digits; the government's meta
tags, with a relative Url; the label line in a list, each label apart from its value.
"""

from __future__ import annotations

import re
from hashlib import md5
from typing import TYPE_CHECKING, ClassVar

from msbazhong_spider.replica.skins.base import Channel, Skin

if TYPE_CHECKING:
    from datetime import datetime


class ClusterSkin(Skin):
    """``/c100012/2024-03/05/content_….shtml``, ``/c100012/column-index-2.shtml``."""

    name: ClassVar[str] = "cluster"
    title: ClassVar[str] = "集约化平台"
    shape: ClassVar[re.Pattern[str]] = re.compile(
        r"/c\d+/\d{4}-\d{2}/\d{2}/content_[0-9a-f]{24}(?P<number>[0-9a-f]{8})\.shtml"
    )
    stamped: ClassVar[str] = "%Y-%m-%d %H:%M"
    bodies: ClassVar[tuple[str, ...]] = ("justified", "word", "nested")
    counters: ClassVar[tuple[str, ...]] = ("/common/visit/",)
    programs: ClassVar[tuple[str, ...]] = ("/gongkai/", "/sso/")
    gone: ClassVar[tuple[str, str]] = ("404", "抱歉！您访问的页面已删除或不存在")

    def article_path(self, section: Channel, number: int, moment: datetime, part: int = 1) -> str:
        """Give ``/c100012/2024-03/05/content_….shtml``."""
        del part
        name = md5(str(number).encode(), usedforsecurity=False).hexdigest()[:24]
        return f"{_folder(section)}{moment:%Y-%m/%d}/content_{name}{number:08x}.shtml"

    def article_of(self, path: str) -> tuple[int, int] | None:
        """Read the number out of the last eight hexadecimal digits."""
        hit = self.shape.fullmatch(path)
        return (int(hit["number"], 16), 1) if hit else None

    def listing_path(self, section: Channel, page: int, pages: int) -> str:
        """Give ``/c100012/common_list.shtml``, ``/c100012/column-index-2.shtml``."""
        del pages
        name = "common_list" if page == 1 else f"column-index-{page}"
        return f"{_folder(section)}{name}.shtml"

    def further_paths(self, section: Channel, page: int, pages: int) -> tuple[str, ...]:
        """Give the first page its second name."""
        del pages
        return (f"{_folder(section)}column-index-1.shtml",) if page == 1 else ()

    def county_path(self, county: Channel) -> str:
        """Give ``/c100002/zwxx.shtml``."""
        return f"{_folder(county)}zwxx.shtml"


def _folder(channel: Channel) -> str:
    return f"/c{100000 + channel.number}/"
