"""JEECMS: programs that look like pages.

Quirks: ``.jhtml`` everywhere; a listing tells 共48条记录 1/3页, and on some only a script's call
leads to the next page; counts fetched by the page's script; articles in parts ``4711_2.jhtml``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from msbazhong_spider.items import Precision
from msbazhong_spider.replica.skins.base import Channel, Skin

if TYPE_CHECKING:
    from datetime import datetime


class JeecmsSkin(Skin):
    """``/qxkaf/4711.jhtml``, ``/qxkaf/index_2.jhtml``."""

    name: ClassVar[str] = "jeecms"
    title: ClassVar[str] = "JEECMS"
    shape: ClassVar[re.Pattern[str]] = re.compile(
        r"/[a-z]{5}/(?P<number>\d+)(?:_(?P<part>\d+))?\.jhtml"
    )
    precision: ClassVar[Precision] = Precision.SECOND
    stamped: ClassVar[str] = "%Y-%m-%d %H:%M:%S"
    per_part: ClassVar[int] = 4
    bodies: ClassVar[tuple[str, ...]] = ("spanned", "indented", "broken")
    counters: ClassVar[tuple[str, ...]] = ("/content_view.jspx",)
    programs: ClassVar[tuple[str, ...]] = ("/login.jspx", "/search.jspx", "/guestbook.jspx")
    gone: ClassVar[tuple[str, str]] = ("出错了", "出错了：您访问的信息不存在！")

    def article_path(self, section: Channel, number: int, moment: datetime, part: int = 1) -> str:
        """Give ``/qxkaf/4711.jhtml``, ``4711_2.jhtml`` for the second part."""
        del moment
        return f"{_folder(section)}{number}{f'_{part}' if part > 1 else ''}.jhtml"

    def listing_path(self, section: Channel, page: int, pages: int) -> str:
        """Give ``/qxkaf/index.jhtml``, ``/qxkaf/index_2.jhtml``."""
        del pages
        return f"{_folder(section)}index{f'_{page}' if page > 1 else ''}.jhtml"

    def county_path(self, county: Channel) -> str:
        """Give ``/qx/index.jhtml``."""
        return f"/{county.code}/index.jhtml"


def _folder(section: Channel) -> str:
    return f"/{section.county.code}{section.code}/"
