"""A system of the site's own in ASP, in gb2312, as old county portals have them.

Quirks: tables in tables, capitals, attributes without quotes; articles and pages are queries; the
line of date and source in brackets below the headline, which is a font; a counter in a query.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from msbazhong_spider.items import Precision
from msbazhong_spider.replica.skins.base import Channel, Skin

if TYPE_CHECKING:
    from datetime import datetime


class AspSkin(Skin):
    """``/news_show.asp?id=4711``, ``/news_list.asp?classid=12&page=2``."""

    name: ClassVar[str] = "asp"
    title: ClassVar[str] = "ASP"
    shape: ClassVar[re.Pattern[str]] = re.compile(r"/news_show\.asp\?id=(?P<number>\d+)")
    charset: ClassVar[str] = "gb18030"
    declared: ClassVar[str] = ""
    precision: ClassVar[Precision] = Precision.DAY
    heads: ClassVar[tuple[str, ...]] = ("centred", "one_block")
    bodies: ClassVar[tuple[str, ...]] = ("bare", "unclosed", "broken")
    counters: ClassVar[tuple[str, ...]] = ("/count.asp",)
    programs: ClassVar[tuple[str, ...]] = ("/admin/", "/login.asp")
    gone: ClassVar[tuple[str, str]] = ("错误信息", "对不起，没有找到相关内容！")

    def article_path(self, section: Channel, number: int, moment: datetime, part: int = 1) -> str:
        """Give ``/news_show.asp?id=4711``."""
        del section, moment, part
        return f"/news_show.asp?id={number}"

    def listing_path(self, section: Channel, page: int, pages: int) -> str:
        """Give ``/news_list.asp?classid=12&page=2``."""
        del pages
        return f"/news_list.asp?classid={section.number}{f'&page={page}' if page > 1 else ''}"

    def further_paths(self, section: Channel, page: int, pages: int) -> tuple[str, ...]:
        """Give the first page its number too."""
        del pages
        return (f"/news_list.asp?classid={section.number}&page=1",) if page == 1 else ()

    def county_path(self, county: Channel) -> str:
        """Give ``/county.asp?id=2``."""
        return f"/county.asp?id={county.number}"

    def printed(self, moment: datetime) -> str:
        """Print 2024/3/5, as ASP does."""
        return f"{moment.year}/{moment.month}/{moment.day}"
