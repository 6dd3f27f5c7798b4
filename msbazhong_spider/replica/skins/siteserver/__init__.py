"""SiteServer, a system on .NET: dates without leading zeros, a form around everything.

Quirks: ``__VIEWSTATE``; ``stl:`` left-overs in comments; counts fetched by the page's script;
links in capitals without quotes; 2024/3/5 9:12:33.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from msbazhong_spider.items import Precision
from msbazhong_spider.replica.skins.base import Channel, Skin

if TYPE_CHECKING:
    from datetime import datetime


class SiteserverSkin(Skin):
    """``/contents/12/345.html``, ``/channels/12_2.html``."""

    name: ClassVar[str] = "siteserver"
    title: ClassVar[str] = "SiteServer"
    shape: ClassVar[re.Pattern[str]] = re.compile(r"/contents/\d+/(?P<number>\d+)\.html")
    precision: ClassVar[Precision] = Precision.SECOND
    bodies: ClassVar[tuple[str, ...]] = ("indented", "word", "spanned")
    counters: ClassVar[tuple[str, ...]] = ("/sitefiles/services/", "/api/stl/")
    programs: ClassVar[tuple[str, ...]] = ("/home/", "/siteserver/")
    gone: ClassVar[tuple[str, str]] = (
        "提示信息",
        "对不起，您访问的页面不存在或已被删除！3秒后自动返回首页",
    )

    def article_path(self, section: Channel, number: int, moment: datetime, part: int = 1) -> str:
        """Give ``/contents/12/345.html``."""
        del moment, part
        return f"/contents/{section.number}/{number}.html"

    def listing_path(self, section: Channel, page: int, pages: int) -> str:
        """Give ``/channels/12.html``, ``/channels/12_2.html``."""
        del pages
        return f"/channels/{section.number}{f'_{page}' if page > 1 else ''}.html"

    def county_path(self, county: Channel) -> str:
        """Give ``/channels/2.html``."""
        return f"/channels/{county.number}.html"

    def printed(self, moment: datetime) -> str:
        """Print 2024/3/5 9:12:33, as .NET does."""
        return f"{moment.year}/{moment.month}/{moment.day} {moment.hour}:{moment:%M:%S}"
