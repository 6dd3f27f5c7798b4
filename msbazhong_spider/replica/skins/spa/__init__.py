"""融媒体 platform: listings are filled by a script that asks for JSON; articles are pages.

Quirks: a listing's page holds an empty ``div`` and the call that names where its records come from;
times in them are milliseconds since 1970; related articles come by script too.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, urlsplit

from msbazhong_spider.replica.skins.base import Anchor, Channel, ListingView, Rows, ScriptedSkin

if TYPE_CHECKING:
    from datetime import datetime

_API = "/api/content/list"
_PER_PAGE = 10


class SpaSkin(ScriptedSkin):
    """``/p/12/4711.html``, ``/channel/12``, ``POST /api/content/list``."""

    name: ClassVar[str] = "spa"
    title: ClassVar[str] = "融媒体平台"
    shape: ClassVar[re.Pattern[str]] = re.compile(r"/p/\d+/(?P<number>\d+)\.html")
    numbered: ClassVar[bool] = False
    bodies: ClassVar[tuple[str, ...]] = ("wechat", "indented", "nested")
    counters: ClassVar[tuple[str, ...]] = ("/api/content/view",)
    programs: ClassVar[tuple[str, ...]] = ("/api/",)
    gone: ClassVar[tuple[str, str]] = ("内容不存在", "您访问的内容不存在或已被删除")
    api: ClassVar[str] = _API

    def article_path(self, section: Channel, number: int, moment: datetime, part: int = 1) -> str:
        """Give ``/p/12/4711.html``."""
        del moment, part
        return f"/p/{section.number}/{number}.html"

    def listing_path(self, section: Channel, page: int, pages: int) -> str:
        """Give ``/channel/12``; its script gets the records."""
        del page, pages
        return f"/channel/{section.number}"

    def county_path(self, county: Channel) -> str:
        """Give ``/channel/2``."""
        return f"/channel/{county.number}"

    def rows_of(self, path: str, form: bytes) -> Rows | None:
        """Read channel and page out of posted JSON, or out of the query."""
        parts = urlsplit(path)
        if parts.path != self.api:
            return None
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        asked |= json.loads(form) if form[:1] == b"{" else {}
        try:
            page, size = int(asked.get("pageNo", 1)), int(asked.get("pageSize", _PER_PAGE))
            return Rows(int(asked["channelId"]), (page - 1) * size + 1, page * size)
        except (KeyError, ValueError):
            return None

    def rows_page(self, view: ListingView) -> tuple[bytes, str]:
        """Give records as JSON."""
        records = [_record(item) for item in view.items]
        data = {"total": view.total, "pageSize": view.per_page, "records": records}
        answer = {"code": 200, "message": "success", "data": data}
        return json.dumps(answer, ensure_ascii=False).encode(), "application/json"


def _record(item: Anchor) -> dict[str, object]:
    identity = item.href.rpartition("/")[2].removesuffix(".html")
    return {
        "id": int(identity),
        "title": item.text,
        "summary": item.intro,
        "cover": "",
        "publishTime": int(item.moment.timestamp() * 1000) if item.moment else None,
        "url": item.href,
        "viewCount": 128,
    }
