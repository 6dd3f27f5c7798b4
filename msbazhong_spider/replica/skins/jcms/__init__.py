"""JCMS 大汉, the system of many governments.

Quirks: a listing's records stand as data inside a script, and its script posts to a data proxy for
the others; comment marks around every field; 截断 of headlines with the whole in ``title``;
``contentSource`` with a small c, and Maketime, when the page was last made, years after the report.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, urlsplit

from msbazhong_spider.replica.skins.base import Channel, ListingView, Rows, ScriptedSkin

if TYPE_CHECKING:
    from datetime import datetime

_PROXY = "/module/web/jpage/dataproxy.jsp"
_GROUP = 45  # records that a link to a group brings


class JcmsSkin(ScriptedSkin):
    """``/art/2024/3/5/art_12_4711.html``, ``/col/col12/index.html``."""

    name: ClassVar[str] = "jcms"
    title: ClassVar[str] = "JCMS 大汉"
    shape: ClassVar[re.Pattern[str]] = re.compile(
        r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_(?P<number>\d+)\.html"
    )
    numbered: ClassVar[bool] = False
    proxy: ClassVar[str] = _PROXY
    bodies: ClassVar[tuple[str, ...]] = ("indented", "word", "spanned")
    counters: ClassVar[tuple[str, ...]] = ("/module/visitcount/",)
    programs: ClassVar[tuple[str, ...]] = ("/module/", "/jact/")
    gone: ClassVar[tuple[str, str]] = ("您访问的网页不存在", "抱歉，您访问的网页不存在或已被移除。")

    def article_path(self, section: Channel, number: int, moment: datetime, part: int = 1) -> str:
        """Give ``/art/2024/3/5/art_12_4711.html``."""
        del part
        day = f"{moment.year}/{moment.month}/{moment.day}"
        return f"/art/{day}/art_{section.number}_{number}.html"

    def listing_path(self, section: Channel, page: int, pages: int) -> str:
        """Give ``/col/col12/index.html``; its script gets the other pages."""
        del page, pages
        return f"/col/col{section.number}/index.html"

    def county_path(self, county: Channel) -> str:
        """Give ``/col/col2/index.html``."""
        return f"/col/col{county.number}/index.html"

    def rows_of(self, path: str, form: bytes) -> Rows | None:
        """Read the column out of form or query, and the records wanted out of the query."""
        parts = urlsplit(path)
        if parts.path != self.proxy:
            return None
        asked = {**parse_qs(parts.query), **parse_qs(form.decode())}
        first, last = _wanted({key: values[0] for key, values in asked.items()})
        column = asked.get("columnid", [""])[0]
        return Rows(int(column), first, last) if column.isdecimal() else None

    def rows_page(self, view: ListingView) -> tuple[bytes, str]:
        """Print records as XML."""
        return self._print("records", view=view), "text/xml"

    def remade(self, moment: datetime) -> str:
        """Say when a page was last made: long after the report."""
        return f"{moment + timedelta(days=1100):%Y-%m-%d %H:%M:%S}"


def _wanted(asked: dict[str, str]) -> tuple[int, int]:
    if "startrecord" in asked:
        return int(asked["startrecord"]), int(asked.get("endrecord", asked["startrecord"]))
    group = int(asked.get("page", "0"))
    return group * _GROUP + 1, (group + 1) * _GROUP
