"""The skin of the portal: a small site on a PHP publishing system, as many county portals are.

Its article page has the form of the real article that this project started from: breadcrumb
当前位置, title, one line 时间…来源…阅读, sub-headlines as lines of the text, a footer with
telephone numbers, address and ICP number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from msbazhong_spider.items import Precision
from msbazhong_spider.replica.skins.base import Channel, Skin

if TYPE_CHECKING:
    from datetime import datetime


class PortalSkin(Skin):
    """Opaque folders by county, section and day; listings ``list_12_2.html``; UTF-8."""

    name: ClassVar[str] = "portal"
    title: ClassVar[str] = "县级新闻门户"
    shape: ClassVar[re.Pattern[str]] = re.compile(
        r"/[a-z]{2}/[a-z]{3}/\d{4}/\d{4}/(?P<number>\d+)\.html"
    )
    precision: ClassVar[Precision] = Precision.DAY
    stamped: ClassVar[str] = "%Y年%m月%d日"
    counters: ClassVar[tuple[str, ...]] = ("/plus/count.php",)
    programs: ClassVar[tuple[str, ...]] = ("/plus/", "/admin/")
    robots: ClassVar[str] = "User-agent: *\nDisallow: /plus/\nDisallow: /admin/\n"

    def article_path(self, section: Channel, number: int, moment: datetime, part: int = 1) -> str:
        """Give ``/qx/kaf/2022/0724/4711.html``."""
        del part
        return f"{_folder(section)}{moment:%Y/%m%d}/{number}.html"

    def listing_path(self, section: Channel, page: int, pages: int) -> str:
        """Give the folder for the first page, ``list_12_2.html`` in it for the second."""
        del pages
        return _folder(section) + ("" if page == 1 else f"list_{section.number}_{page}.html")

    def further_paths(self, section: Channel, page: int, pages: int) -> tuple[str, ...]:
        """Give the first page its second name."""
        del pages
        return (f"{_folder(section)}list_{section.number}_1.html",) if page == 1 else ()

    def county_path(self, county: Channel) -> str:
        """Give the county's folder."""
        return f"/{county.code}/"


def _folder(section: Channel) -> str:
    return f"/{section.county.code}/{section.code}/"
