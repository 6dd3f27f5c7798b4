"""TRS WCM 拓尔思, the system of many governments.

Quirks: addresses as seen from the page's folder; page numbers only in a script's call, counted from
0, with another copy of the call in a comment, or as two variables; the same call parts an article;
the government's meta tags; a style sheet inside the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from msbazhong_spider.replica.skins.base import Channel, Skin

if TYPE_CHECKING:
    from datetime import datetime


class TrsSkin(Skin):
    """``/qx/kaf/202403/t20240305_4711.html``, ``/qx/kaf/index_1.html`` for the second page."""

    name: ClassVar[str] = "trs"
    title: ClassVar[str] = "TRS WCM 拓尔思"
    shape: ClassVar[re.Pattern[str]] = re.compile(
        r"/[a-z]{2}/[a-z]{3}/\d{6}/t\d{8}_(?P<number>\d+)(?:_(?P<part>\d+))?\.html"
    )
    per_part: ClassVar[int] = 5
    bodies: ClassVar[tuple[str, ...]] = ("justified", "spanned", "word")
    gone: ClassVar[tuple[str, str]] = ("404", "您访问的页面找不到了！")

    def article_path(self, section: Channel, number: int, moment: datetime, part: int = 1) -> str:
        """Give ``/qx/kaf/202403/t20240305_4711.html``, ``…_4711_1.html`` for the second part."""
        page = f"_{part - 1}" if part > 1 else ""
        return f"{_folder(section)}{moment:%Y%m}/t{moment:%Y%m%d}_{number}{page}.html"

    def article_of(self, path: str) -> tuple[int, int] | None:
        """Count the parts from 0: the second one ends in ``_1``."""
        hit = self.shape.fullmatch(path)
        return (int(hit["number"]), int(hit["part"] or 0) + 1) if hit else None

    def listing_path(self, section: Channel, page: int, pages: int) -> str:
        """Give the folder, or ``index_1.html`` in it for the second page."""
        del pages
        return _folder(section) + ("" if page == 1 else f"index_{page - 1}.html")

    def further_paths(self, section: Channel, page: int, pages: int) -> tuple[str, ...]:
        """Give the first page its name as a file."""
        del pages
        return (f"{_folder(section)}index.html",) if page == 1 else ()

    def county_path(self, county: Channel) -> str:
        """Give the county's folder."""
        return f"/{county.code}/"


def _folder(section: Channel) -> str:
    return f"/{section.county.code}/{section.code}/"
