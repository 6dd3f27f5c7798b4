"""Pages that stand alone, each at ``/specimens/NAME.html`` of every replica.

What servers answer instead of news (challenge pages in the shape of the vendors', without their
code; notices with status 200; deleted WeChat pages), and one report in the odd forms that articles
come in (label lines, charsets, WeChat). Each knows what it is. To add one, put its page into the
folder and a row into the table of its kind.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msbazhong_spider.items import PageKind

from .base import PREFIX, Specimen, fill
from .reports import charsets, label_lines, wechat

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PREFIX", "Specimen", "specimens"]


@cache
def specimens() -> dict[str, Specimen]:
    """Give all specimens by their addresses."""
    made = (*_challenges(), *_notices(), *label_lines(), *charsets(), wechat())
    return {specimen.path: specimen for specimen in made}


# name: vendor, status, header
_CHALLENGES = {
    "aliyun": ("阿里云", 200, ("Set-Cookie", "acw_tc=0; path=/; HttpOnly")),
    "aliyun-block": ("阿里云", 405, ("Server", "Tengine")),
    "jiasule": ("加速乐", 521, ("Set-Cookie", "__jsluid_s=0; max-age=31536000; path=/")),
    "jiasule-second": ("加速乐", 521, ("Set-Cookie", "__jsluid_s=0; max-age=31536000; path=/")),
    "chuangyudun": ("创宇盾", 403, ("X-Via-JSL", "0")),
    "ruishu": ("瑞数", 412, ("Set-Cookie", "x0y1z2S=60aBc; path=/; HttpOnly")),
    "yunsuo": ("云锁", 200, ("Set-Cookie", "security_session_verify=0; path=/; HttpOnly")),
    "safedog": ("安全狗", 403, ("Set-Cookie", "safedog-flow-item=0; path=/")),
    "wzws": ("wzws", 200, ("Set-Cookie", "wzws_cid=0; path=/; HttpOnly")),
    "btwaf": ("宝塔", 200, ("Server", "nginx")),
    "frequency": ("", 429, ("Retry-After", "600")),
    "frequency-with-status-200": ("", 200, ("Server", "nginx")),
}
# name: what the page is, charset of page and header
_NOTICES = {
    "prompt": (PageKind.MISSING, "utf-8"),
    "wechat-deleted": (PageKind.MISSING, "utf-8"),
    "wechat-banned": (PageKind.MISSING, "utf-8"),
    "home-by-script": (PageKind.MISSING, "utf-8"),
    "maintenance": (PageKind.OTHER, "utf-8"),
    "moved": (PageKind.OTHER, "utf-8"),
    "stopped": (PageKind.OTHER, "gb2312"),
}


def _challenges() -> Iterator[Specimen]:
    for name, (product, status, header) in _CHALLENGES.items():
        page = fill(f"challenges/{name.removesuffix('-with-status-200')}.html").encode()
        yield Specimen(name, PageKind.CHALLENGE, page, status, headers=(header,), product=product)


def _notices() -> Iterator[Specimen]:
    for name, (kind, charset) in _NOTICES.items():
        page = fill(f"notices/{name}.html").encode("gb18030" if charset == "gb2312" else charset)
        yield Specimen(name, kind, page, charset=charset)
