"""CmsTop, met in local media.

Quirks: ``.shtml``; counts and comments by JSONP; 下一页 is a word without link on the last page;
the editors' names behind 责编 at the end of the text, above them a picture for the newspaper's app.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from msbazhong_spider.replica.skins.base import Channel, Skin

if TYPE_CHECKING:
    from datetime import datetime


class CmstopSkin(Skin):
    """``/qx/kaf/2024/0305/4711.shtml``, ``/qx/kaf/2.shtml``."""

    name: ClassVar[str] = "cmstop"
    title: ClassVar[str] = "CmsTop"
    shape: ClassVar[re.Pattern[str]] = re.compile(
        r"/[a-z]{2}/[a-z]{3}/\d{4}/\d{4}/(?P<number>\d+)\.shtml"
    )
    bodies: ClassVar[tuple[str, ...]] = ("indented", "wechat", "spanned")
    counters: ClassVar[tuple[str, ...]] = ("/?app=system&controller=content&action=stat",)
    programs: ClassVar[tuple[str, ...]] = ("/?app=",)
    gone: ClassVar[tuple[str, str]] = ("提示信息", "您访问的内容不存在或已被删除！")

    def article_path(self, section: Channel, number: int, moment: datetime, part: int = 1) -> str:
        """Give ``/qx/kaf/2024/0305/4711.shtml``."""
        del part
        return f"{_folder(section)}{moment:%Y/%m%d}/{number}.shtml"

    def listing_path(self, section: Channel, page: int, pages: int) -> str:
        """Give the folder, or ``2.shtml`` in it."""
        del pages
        return _folder(section) + ("" if page == 1 else f"{page}.shtml")

    def further_paths(self, section: Channel, page: int, pages: int) -> tuple[str, ...]:
        """Give the first page its name as a file."""
        del pages
        return (f"{_folder(section)}index.shtml",) if page == 1 else ()

    def county_path(self, county: Channel) -> str:
        """Give the county's folder."""
        return f"/{county.code}/"


def _folder(section: Channel) -> str:
    return f"/{section.county.code}/{section.code}/"
