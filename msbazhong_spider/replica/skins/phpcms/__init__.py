"""PHPCMS v9, as its default templates print it.

Quirks: the headline's element holds the line of time and source too; an abstract above the text
repeats how it begins; 下一页 on the last page points to that page itself; after a few static pages
a listing goes on as a program; articles in parts ``345_2.html``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from msbazhong_spider.items import Precision
from msbazhong_spider.replica.skins.base import Channel, Skin

if TYPE_CHECKING:
    from datetime import datetime

_STATIC = 2  # pages of a listing that are written to files


class PhpcmsSkin(Skin):
    """``/html/qx/kaf/2024/0305/345.html``, ``/html/qx/kaf/2.html``."""

    name: ClassVar[str] = "phpcms"
    title: ClassVar[str] = "PHPCMS v9"
    shape: ClassVar[re.Pattern[str]] = re.compile(
        r"/html/[a-z]{2}/[a-z]{3}/\d{4}/\d{4}/(?P<number>\d+)(?:_(?P<part>\d+))?\.html"
    )
    precision: ClassVar[Precision] = Precision.SECOND
    stamped: ClassVar[str] = "%Y-%m-%d %H:%M:%S"
    per_part: ClassVar[int] = 4
    bodies: ClassVar[tuple[str, ...]] = ("indented", "spanned", "nested", "wechat")
    counters: ClassVar[tuple[str, ...]] = ("/api.php?op=count",)
    programs: ClassVar[tuple[str, ...]] = (
        "/index.php?m=member",
        "/index.php?m=comment",
        "/admin.php",
    )
    gone: ClassVar[tuple[str, str]] = ("提示信息", "信息不存在！")

    def article_path(self, section: Channel, number: int, moment: datetime, part: int = 1) -> str:
        """Give ``/html/qx/kaf/2024/0305/345.html``, ``345_2.html`` for the second part."""
        page = f"_{part}" if part > 1 else ""
        return f"{_folder(section)}{moment:%Y/%m%d}/{number}{page}.html"

    def listing_path(self, section: Channel, page: int, pages: int) -> str:
        """Give the folder, ``2.html`` in it, and from some page on the program's address."""
        del pages
        if page > _STATIC:
            return f"/index.php?m=content&c=index&a=lists&catid={section.number}&page={page}"
        return _folder(section) + ("" if page == 1 else f"{page}.html")

    def further_paths(self, section: Channel, page: int, pages: int) -> tuple[str, ...]:
        """Give the first page its name as a file."""
        del pages
        return (f"{_folder(section)}index.html",) if page == 1 else ()

    def county_path(self, county: Channel) -> str:
        """Give the county's folder."""
        return f"/html/{county.code}/"


def _folder(section: Channel) -> str:
    return f"/html/{section.county.code}/{section.code}/"
