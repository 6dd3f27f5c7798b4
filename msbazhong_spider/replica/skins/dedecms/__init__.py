"""DedeCMS 织梦, in GBK, as its default templates print it.

Quirks: pages call themselves gb2312 and the server says nothing; the first page of a listing has
two names; some listings are made at the moment of asking and carry a total that changes daily;
dates without year beside intros; articles in parts ``4711_2.html``; a counter that is a script.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from msbazhong_spider.replica.skins.base import Channel, Skin

if TYPE_CHECKING:
    from datetime import datetime


class DedecmsSkin(Skin):
    """``/a/qx/kaf/20240305/4711.html``, ``/a/qx/kaf/list_12_2.html``."""

    name: ClassVar[str] = "dedecms"
    title: ClassVar[str] = "DedeCMS 织梦"
    shape: ClassVar[re.Pattern[str]] = re.compile(
        r"/a/[a-z]{2}/[a-z]{3}/\d{8}/(?P<number>\d+)(?:_(?P<part>\d+))?\.html"
    )
    charset: ClassVar[str] = "gb18030"
    declared: ClassVar[str] = ""
    home: ClassVar[str] = "主页"
    per_part: ClassVar[int] = 4
    bodies: ClassVar[tuple[str, ...]] = ("spaced", "broken", "unclosed", "word")
    counters: ClassVar[tuple[str, ...]] = ("/plus/count.php",)
    programs: ClassVar[tuple[str, ...]] = ("/plus/", "/member/", "/dede/")
    gone: ClassVar[tuple[str, str]] = ("DedeCMS提示信息！", "把数据传递给模板时出错：文档id错误！")

    def article_path(self, section: Channel, number: int, moment: datetime, part: int = 1) -> str:
        """Give ``/a/qx/kaf/20240305/4711.html``, ``4711_2.html`` for the second part."""
        page = f"_{part}" if part > 1 else ""
        return f"{_folder(section)}{moment:%Y%m%d}/{number}{page}.html"

    def listing_path(self, section: Channel, page: int, pages: int) -> str:
        """Give the folder, or ``list_12_2.html`` in it; for some sections the program's address."""
        if is_dynamic(section):
            total = f"&TotalResult={pages * 10}" if page > 1 else ""
            number = f"&PageNo={page}" if page > 1 else ""
            return f"/plus/list.php?tid={section.number}{total}{number}"
        return _folder(section) + ("" if page == 1 else f"list_{section.number}_{page}.html")

    def further_paths(self, section: Channel, page: int, pages: int) -> tuple[str, ...]:
        """Give the first page its second name; the program does without the total."""
        del pages
        if is_dynamic(section):
            return (f"/plus/list.php?tid={section.number}&PageNo={page}",)
        return (f"{_folder(section)}list_{section.number}_1.html",) if page == 1 else ()

    def county_path(self, county: Channel) -> str:
        """Give the county's folder."""
        return f"/a/{county.code}/"


def is_dynamic(section: Channel) -> bool:
    """Say whether a section's listing is made at the moment of asking: one of three is."""
    return section.number % 3 == 0


def _folder(section: Channel) -> str:
    return f"/a/{section.county.code}/{section.code}/"
