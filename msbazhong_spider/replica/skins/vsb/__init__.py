"""博达 VSB (WebBuilder), the system of many schools and some counties.

Quirks: page numbers of a listing count down to 1, the oldest; addresses as seen from the page; a
counter that is a call; a script that could lead to another site; 上一条 instead of 上一篇.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from msbazhong_spider.replica.skins.base import Channel, Skin

if TYPE_CHECKING:
    from datetime import datetime


class VsbSkin(Skin):
    """``/info/12/4711.htm``, ``/qx/kaf.htm``, then ``/qx/kaf/57.htm`` down to ``/qx/kaf/1.htm``."""

    name: ClassVar[str] = "vsb"
    title: ClassVar[str] = "博达 VSB"
    shape: ClassVar[re.Pattern[str]] = re.compile(r"/info/\d+/(?P<number>\d+)\.htm")
    stamped: ClassVar[str] = "%Y年%m月%d日 %H:%M"
    bodies: ClassVar[tuple[str, ...]] = ("spanned", "indented", "wechat")
    counters: ClassVar[tuple[str, ...]] = ("/system/resource/code/news/click/",)
    programs: ClassVar[tuple[str, ...]] = ("/system/",)
    gone: ClassVar[tuple[str, str]] = ("", "")

    def article_path(self, section: Channel, number: int, moment: datetime, part: int = 1) -> str:
        """Give ``/info/12/4711.htm``."""
        del moment, part
        return f"/info/{section.number}/{number}.htm"

    def listing_path(self, section: Channel, page: int, pages: int) -> str:
        """Give ``/qx/kaf.htm``; the second of 58 pages is ``/qx/kaf/57.htm``."""
        stem = f"/{section.county.code}/{section.code}"
        return f"{stem}.htm" if page == 1 else f"{stem}/{pages - page + 1}.htm"

    def county_path(self, county: Channel) -> str:
        """Give ``/qx.htm``."""
        return f"/{county.code}.htm"
