"""Pictures and attachments of an article: what stands in its text or beside it and is a file."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urljoin, urlsplit

from msbazhong_spider.items import Link
from msbazhong_spider.pages.document import text_of
from msbazhong_spider.pages.urls import absolute_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from msbazhong_spider.pages.document import Document

_BELOW = 12  # lines below the text among which the list of attachments may stand
_EXTENSION = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|dps|rtf|ofd|caj|csv|txt|zip|rar|7z|tar|gz|tiff?)$",
    re.IGNORECASE,
)
# Addresses without a file's name: VSB, JCMS, PHPCMS and their like hand files out by a number.
_NAMED = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|rtf|ofd|csv|txt|zip|rar|7z)\b", re.IGNORECASE
)
_FILE_LIKE = re.compile(  # in lower case
    r"\.(?:pdf|doc|xls|ppt|wps|et\b|dps|rtf|ofd|caj|csv|txt|zip|rar|7z|tar|gz|tif)|down|att|file|a_k="
)
_HANDED_OUT = re.compile(
    r"download(?:attach|file|\.)|downattach|downfile|c=down\b|[?&]a_k=|wbfileid=|attachid=|fileid=|/attachment/|getfile|openfile",
    re.IGNORECASE,
)
_IN_SCRIPT = re.compile(r"showVsbpdfIframe\(\s{0,3}[\"']([^\"']{1,300})[\"']")
_FEW = 4  # lines of text beside a file that a script shows
# Where templates keep a picture's address until it comes into view; ``src`` is a grey box then. As
# bytes, which lxml looks up twice as fast as text.
_ADDRESSES = (
    b"data-src", b"data-original", b"data-lazy-src", b"data-actualsrc", b"data-echo", b"data-url",
    b"lazy-src", b"original", b"_src", b"zoomfile", b"src", b"oldsrc",
)  # fmt: skip
_INLINE = ("data:", "file:")
# In lower case. Places are searched for by the letters that alternatives begin with, so that each
# has to begin with one.
_FILLERS = ("spacer", "blank", "pixel", "loading", "grey", "placeholder", "lazy")
_NO_PICTURE = re.compile(
    "|".join(rf"{name}[\w.-]{{0,12}}\.(?:gif|png|jpe?g)$" for name in _FILLERS)
    + r"|/(?:icons?|ico|filetype\w*|skin|templets|images/share)/"
    r"|qr_?code|erweima|ewm|next_?page|prev_?page"
)
# An address that is whole and has nothing to be resolved; most pictures have such a one.
_PLAIN = re.compile(r"https?://[a-z0-9][\w.-]{0,200}(?:/[\w%~-][\w.%~-]{0,200}){1,30}", re.ASCII)
_LINE = _FIRST = itemgetter(1)  # of a link or picture, of a block
_WEB = ("http://", "https://")
_ICON = 40  # pixels: what is smaller illustrates nothing


def pictures_of(document: Document, url: str, start: int, stop: int) -> tuple[Link, ...]:
    """The pictures of the text that fills the lines ``start`` to ``stop`` (excluded).

    Absolute addresses, each once, with the words that the page gives for those who cannot see.
    """
    base = absolute_url(url, document.base or "") or url
    around = _container(document, start, stop)
    found: dict[str, Link] = {}
    for element, _ in _between(document.pictures, start, stop + 1):
        if not _is_within(element, around):
            continue
        address = _address(element)
        absolute = _absolute(base, address) if address else None
        if absolute:
            found.setdefault(absolute, Link(absolute, (element.get("alt") or "").strip()))
    return tuple(found.values())


def _between(
    elements: list[tuple[etree._Element, int]], start: int, stop: int
) -> list[tuple[etree._Element, int]]:
    """Those of a page's links or pictures that begin on the lines ``start`` to ``stop`` (excluded)."""
    first = bisect_left(elements, start, key=_LINE)
    return elements[first : bisect_left(elements, stop, key=_LINE)]


def _names_file(text: str) -> bool:
    return _NAMED.search(text) is not None


def _absolute(base: str, address: str) -> str | None:
    """A file's address as it is asked for, with all its parameters; None for what is no web address."""
    if _PLAIN.fullmatch(address):
        return address
    if ":" not in address and not base.startswith(_WEB):
        return None
    try:
        joined = urljoin(base, address).partition("#")[0]
    except ValueError:
        return None
    return joined.replace(" ", "%20") if joined.startswith(_WEB) else None


def _container(document: Document, start: int, stop: int) -> etree._Element | None:
    """The innermost block that holds a range of lines."""
    if start >= stop:
        return None
    # Blocks are in the order of their first lines, the inner ones behind those around them.
    before = bisect_right(document.blocks, start, key=_FIRST)
    inwards = (document.blocks[index] for index in range(before - 1, -1, -1))
    return next((element for element, _, end, _ in inwards if end >= stop), None)


def _is_within(element: etree._Element, around: etree._Element | None) -> bool:
    return around is None or any(one is around for one in element.iterancestors())


def _address(element: etree._Element) -> str | None:
    sizes = (element.get(b"width") or "", element.get(b"height") or "")
    if any(size.isdecimal() and int(size) < _ICON for size in sizes):
        return None
    for name in _ADDRESSES:
        address = (element.get(name) or "").strip()
        if not address:
            continue
        lowered = address.lower()
        if not lowered.startswith(_INLINE) and not _NO_PICTURE.search(lowered):
            return address
    return None


def attachments_of(document: Document, url: str, start: int, stop: int) -> tuple[Link, ...]:
    """The files that an article offers, in its text (lines ``start`` to ``stop``) or right below it.

    Absolute addresses, each once, with the text of the link. A file shown in the page by a viewer
    counts as the file.
    """
    base = absolute_url(url, document.base or "") or url
    found: dict[str, Link] = {}
    for address, text in _offered(document, start, stop):
        absolute = _absolute(base, address)
        if absolute:
            found.setdefault(absolute, Link(absolute, text))
    return tuple(found.values())


def _offered(document: Document, start: int, stop: int) -> Iterator[tuple[str, str]]:
    lines = document.lines
    for element, line in _between(document.links, start, stop + _BELOW):
        href = (element.get("href") or "").strip()
        named = line < len(lines) and "." in lines[line].text and _names_file(lines[line].text)
        if named or _FILE_LIKE.search(href.lower()):
            text = text_of(element) or (element.get("title") or "").strip()
            address = _file(href) or (href if named and _EXTENSION.search(text) else None)
            if address:
                yield address, text
    for element in document.frames:
        address = _file(element.get("src") or element.get("data-src") or element.get("data") or "")
        if address and _EXTENSION.search(_path(address)):
            yield address, (element.get("title") or "").strip()
    if stop - start <= _FEW and document.source.holds("showVsbpdfIframe"):
        for called in _IN_SCRIPT.finditer(document.text):
            yield called[1], ""


def _file(href: str) -> str | None:
    """The address of the file that an address leads to, None if it leads to none."""
    if not href or href.startswith(("#", "javascript:", "mailto:")):
        return None
    if _EXTENSION.search(_path(href)) or _HANDED_OUT.search(href):
        return href
    for values in parse_qs(href.partition("?")[2]).values():
        if _EXTENSION.search(values[0]):
            is_viewer = ".htm" in href.partition("?")[0]
            return values[0] if is_viewer else href
    return None


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return address
