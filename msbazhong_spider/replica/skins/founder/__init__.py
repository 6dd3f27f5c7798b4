"""方正 Founder, the system of newspaper groups, and the door to their paper as it was printed.

Quirks: the front page and the e-paper stand behind a META REFRESH; an enpproperty comment holds
every field; the text between enpcontent marks; counts from outside.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from msbazhong_spider.items import Precision
from msbazhong_spider.replica.skins.base import Channel, Skin

if TYPE_CHECKING:
    from datetime import datetime


class FounderSkin(Skin):
    """``/content/2024-03/05/content_4711.htm``, ``/node_12.htm``, ``/node_12_2.htm``."""

    name: ClassVar[str] = "founder"
    title: ClassVar[str] = "方正 Founder"
    shape: ClassVar[re.Pattern[str]] = re.compile(
        r"/content/\d{4}-\d{2}/\d{2}/content_(?P<number>\d+)\.htm"
    )
    precision: ClassVar[Precision] = Precision.SECOND
    stamped: ClassVar[str] = "%Y-%m-%d %H:%M:%S"
    bodies: ClassVar[tuple[str, ...]] = ("indented", "unclosed", "spanned")
    has_epaper: ClassVar[bool] = True
    counters: ClassVar[tuple[str, ...]] = ("/e/stat/",)
    gone: ClassVar[tuple[str, str]] = ("", "")

    def article_path(self, section: Channel, number: int, moment: datetime, part: int = 1) -> str:
        """Give ``/content/2024-03/05/content_4711.htm``."""
        del section, part
        return f"/content/{moment:%Y-%m/%d}/content_{number}.htm"

    def listing_path(self, section: Channel, page: int, pages: int) -> str:
        """Give ``/node_12.htm``, ``/node_12_2.htm``."""
        del pages
        return f"/node_{section.number}{f'_{page}' if page > 1 else ''}.htm"

    def county_path(self, county: Channel) -> str:
        """Give ``/node_2.htm``."""
        return f"/node_{county.number}.htm"

    def front_path(self) -> str:
        """Give ``/node_1.htm``, to which ``/`` refreshes."""
        return "/node_1.htm"
