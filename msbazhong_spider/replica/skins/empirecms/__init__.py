"""EmpireCMS 帝国, in GBK, built of tables as its old default templates are.

Quirks: a counter that is raised by asking for it; a listing's row of numbers without a word for
the next page, or only a select list; articles in parts ``345_2.html``; 作者 without a value before
the next label.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from msbazhong_spider.items import Precision
from msbazhong_spider.replica.skins.base import Channel, Skin

if TYPE_CHECKING:
    from datetime import datetime


class EmpirecmsSkin(Skin):
    """``/qx/kaf/2024-03-05/345.html``, ``/qx/kaf/index_2.html``."""

    name: ClassVar[str] = "empirecms"
    title: ClassVar[str] = "EmpireCMS 帝国"
    shape: ClassVar[re.Pattern[str]] = re.compile(
        r"/[a-z]{2}/[a-z]{3}/\d{4}-\d{2}-\d{2}/(?P<number>\d+)(?:_(?P<part>\d+))?\.html"
    )
    charset: ClassVar[str] = "gb18030"
    declared: ClassVar[str] = "gb2312"
    precision: ClassVar[Precision] = Precision.SECOND
    stamped: ClassVar[str] = "%Y-%m-%d %H:%M:%S"
    per_part: ClassVar[int] = 5
    bodies: ClassVar[tuple[str, ...]] = ("bare", "unclosed", "indented")
    counters: ClassVar[tuple[str, ...]] = ("/e/public/ViewClick/",)
    programs: ClassVar[tuple[str, ...]] = ("/e/",)
    gone: ClassVar[tuple[str, str]] = ("信息提示", "此信息不存在")

    def article_path(self, section: Channel, number: int, moment: datetime, part: int = 1) -> str:
        """Give ``/qx/kaf/2024-03-05/345.html``, ``345_2.html`` for the second part."""
        page = f"_{part}" if part > 1 else ""
        return f"{_folder(section)}{moment:%Y-%m-%d}/{number}{page}.html"

    def listing_path(self, section: Channel, page: int, pages: int) -> str:
        """Give the folder, or ``index_2.html`` in it."""
        del pages
        return _folder(section) + ("" if page == 1 else f"index_{page}.html")

    def further_paths(self, section: Channel, page: int, pages: int) -> tuple[str, ...]:
        """Give the first page its name as a file."""
        del pages
        return (f"{_folder(section)}index.html",) if page == 1 else ()

    def county_path(self, county: Channel) -> str:
        """Give the county's folder."""
        return f"/{county.code}/"


def _folder(section: Channel) -> str:
    return f"/{section.county.code}/{section.code}/"
