"""苏迪 WebPlus: panels around everything, the first page of a listing under two names.

Quirks: 下一页 is there on the last page too, and leads nowhere; a counter that a script reads from
an attribute; 发布者 is an account.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from msbazhong_spider.items import Precision
from msbazhong_spider.replica.skins.base import Channel, Skin

if TYPE_CHECKING:
    from datetime import datetime


class WebplusSkin(Skin):
    """``/2024/0305/c12a4711/page.htm``, ``/12/list.htm``, ``/12/list2.htm``."""

    name: ClassVar[str] = "webplus"
    title: ClassVar[str] = "苏迪 WebPlus"
    shape: ClassVar[re.Pattern[str]] = re.compile(r"/\d{4}/\d{4}/c\d+a(?P<number>\d+)/page\.htm")
    precision: ClassVar[Precision] = Precision.DAY
    stamped: ClassVar[str] = "%Y-%m-%d"
    bodies: ClassVar[tuple[str, ...]] = ("indented", "spanned", "word")
    counters: ClassVar[tuple[str, ...]] = ("/_visitcount",)
    programs: ClassVar[tuple[str, ...]] = ("/_web/",)
    gone: ClassVar[tuple[str, str]] = ("页面不存在", "抱歉，您要访问的页面不存在或已被删除！")

    def article_path(self, section: Channel, number: int, moment: datetime, part: int = 1) -> str:
        """Give ``/2024/0305/c12a4711/page.htm``."""
        del part
        return f"/{moment:%Y/%m%d}/c{section.number}a{number}/page.htm"

    def listing_path(self, section: Channel, page: int, pages: int) -> str:
        """Give ``/12/list.htm``, ``/12/list2.htm``."""
        del pages
        return f"/{section.number}/list{page if page > 1 else ''}.htm"

    def further_paths(self, section: Channel, page: int, pages: int) -> tuple[str, ...]:
        """Give the first page its second name."""
        del pages
        return (f"/{section.number}/list1.htm",) if page == 1 else ()

    def county_path(self, county: Channel) -> str:
        """Give ``/2/main.htm``."""
        return f"/{county.number}/main.htm"
