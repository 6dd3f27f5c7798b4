"""Names that try to leave the folder of the data: of sections, of files, in addresses."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msbazhong_spider.replica.site import Answer

_LAST_CRUMB = re.compile(rb'(<div class="place">.*>)([^<]+)(</a></div>)')
_OUT = b"../../../escaped/x"
# %2e%2e and its like, as links of the same site; the site answers each with a page of its own.
WAYS = (
    "/%2e%2e/%2e%2e/escaped/2024/0101/1.html",
    "/..%2f..%2fescaped/2024/0101/2.html",
    "/..%5c..%5cescaped/2024/0101/3.html",
    "/a/../../../escaped/2024/0101/4.html",
    "/%00/escaped/2024/0101/5.html",
    "/escaped/2024/0101/6%0d%0aWARC-Type: warcinfo.html",
)


def section(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """The breadcrumb calls the section ../../../escaped/x."""
    return replace(answer, body=_LAST_CRUMB.sub(rb"\1" + _OUT + rb"\3", answer.body))


def attachments(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """Files hang on the page whose names lead out of any folder."""
    links = b"".join(
        b'<p><a href="/files/%s" download="%s">&#38468;&#20214;</a></p>' % (name, name)
        for name in (b"..%2f..%2fescaped.pdf", b"../../../../escaped.doc", b"a%00.pdf", b"CON.xls")
    )
    head, found, tail = answer.body.rpartition(b'<div class="editor">')
    return replace(answer, body=head + links + found + tail) if found else answer


class Paths:
    """A list with addresses that have .. in many spellings; behind each is a report."""

    def owns(self, path: str) -> bool:
        """Tell whether a path is one of those ways."""
        return "escaped" in path

    def __call__(self, path: str, answer: Answer) -> Answer:
        """Put the ways on a page; answer each of them with the page of a report."""
        if self.owns(path):
            return replace(answer, status=200, body=_report(path), charset="utf-8")
        links = "".join(
            f'<li><a href="{way}">各地扎实推进农村人居环境整治之{number}</a>'
            "<span>2024-01-01</span></li>"
            for number, way in enumerate(WAYS)
        ).encode("ascii", "xmlcharrefreplace")
        head, found, tail = answer.body.partition(b'<ul class="list">')
        return replace(answer, body=head + found + links + tail) if found else answer


def _report(path: str) -> bytes:
    number = re.sub(r"\D", "", path)[-1:]
    text = "近日，各地扎实推进农村人居环境整治，清理沟渠，拆除残破棚舍，村容村貌焕然一新。" * 3
    return (
        f"<html><head><meta charset=utf-8><title>整治之{number}</title></head><body>"
        f"<h1>各地扎实推进农村人居环境整治之{number}</h1><p>时间：2024-01-01 来源：岚山新闻网</p>"
        f"<div class=content><p>{text}</p></div></body></html>"
    ).encode()
