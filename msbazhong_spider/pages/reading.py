"""A page taken in once: decoded, parsed, and its main parts found. Every reader starts from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msbazhong_spider.pages.body import Main, find_main
from msbazhong_spider.pages.breadcrumb import Trail, find_trail
from msbazhong_spider.pages.charset import Decoded, as_decoded, decode
from msbazhong_spider.pages.document import Document
from msbazhong_spider.pages.hinted import NOTHING, Hinted, find_hinted
from msbazhong_spider.pages.parse import parse_html, parse_plain
from msbazhong_spider.pages.title import Headline, find_headline
from msbazhong_spider.pages.unpack import unpack

if TYPE_CHECKING:
    from msbazhong_spider.items import Page
    from msbazhong_spider.pages.hints import Hints

_MARKUP = re.compile(
    r"<(?:!doctype|!--|html|head|body|meta|title|div|p|table|span|script|br|a|h[1-6]|ul|font|center|section)\b[^<]{0,2000}?>",
    re.IGNORECASE,
)
MAX_BYTES = 12_000_000  # the longest articles have a hundredth of that
_LOOK = 60_000  # characters
_LITTLE = 80  # characters of running text; with fewer it is worth looking for hidden text
_MUCH_MORE = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What every step needs to know of a page."""

    page: Page
    decoded: Decoded
    document: Document
    main: Main
    trail: Trail
    headline: Headline
    hints: Hints | None = None
    hinted: Hinted = NOTHING

    def answers(self, page: Page, hints: Hints | None) -> bool:
        """Whether this is what taking in a page with these hints would give."""
        return self.page is page and self.hints == hints

    @property
    def doubts(self) -> tuple[str, ...]:
        """What went wrong before anything was read."""
        replaced = self.decoded.replaced
        damage = (f"{replaced} characters could not be decoded",) if replaced else ()
        return (*damage, *self.document.faults, *self.hinted.doubts)

    @property
    def refusal(self) -> str:
        """Why nothing of the page was read; empty for a page that was."""
        faults = self.document.faults
        return faults[0] if faults and not self.document.lines else ""


def read(page: Page, hints: Hints | None = None) -> Reading:
    """Take a page in, unless that was done a moment ago: to classify it and then read it is one.

    The last page is remembered, and those that wait for their reader (see ``keep``).
    """
    if _last and _last[0].answers(page, hints):
        return _last[0]
    known = next((one for one in _waiting if one.answers(page, hints)), None)
    _last.clear()  # first, so that the new tree takes the place of the old one in memory
    _last.append(known or _take_in(page, hints))
    return _last[0]


def keep(reading: Reading) -> None:
    """Keep a page that was classified until its fields are read.

    In a harvest other pages come between the two. Few are kept, the newest: each has a tree, and
    to write into memory that was not in use a moment ago makes whatever is read meanwhile slower.
    """
    _waiting.append(reading)
    while len(_waiting) > _MOST or sum(len(one.page.body) for one in _waiting) > _MOST_BYTES:
        _waiting.pop(0)


def release(reading: Reading) -> None:
    """Keep a page no longer whose fields are being read."""
    _waiting[:] = [one for one in _waiting if one is not reading]


_last: list[Reading] = []
_waiting: list[Reading] = []
_MOST, _MOST_BYTES = 8, 4_000_000  # of pages that are kept, and of their bytes together


def _take_in(page: Page, hints: Hints | None) -> Reading:
    if len(page.body) > MAX_BYTES:
        return _refuse(page)
    content_type = page.headers.get("content-type")
    decoded = decode(page.body, content_type)
    plain = (content_type or "").lower().startswith("text/plain") or not _has_markup(decoded)
    document = (parse_plain if plain else parse_html)(decoded, page.url)
    hinted = find_hinted(document, hints) if hints else NOTHING
    main = hinted.body or find_main(document)
    if main.weight < _LITTLE and not hinted.body:
        document, main = _unpacked(document, main)
        hinted = find_hinted(document, hints) if hints else NOTHING  # its lines are others now
        main = hinted.body or main
    trail = hinted.trail(main) or find_trail(document, main.first + 1)
    headline = hinted.headline(main) or find_headline(document, main, trail.steps)
    return Reading(page, decoded, document, main, trail, headline, hints, hinted)


def _has_markup(decoded: Decoded) -> bool:
    """Whether a page begins with markup, or has some before long."""
    return (
        _MARKUP.search(decoded.beginning, 0, _LOOK) is not None
        or _MARKUP.search(decoded.text, 0, _LOOK) is not None
    )


def _refuse(page: Page) -> Reading:
    """A page so large that it cannot be one, left unread."""
    fault = (
        f"{len(page.body)} bytes, more than the {MAX_BYTES} that are read of a page;"
        " if it is an article, save it by hand and cut away what is not"
    )
    decoded = as_decoded("")
    document = Document(page.url, decoded, faults=[fault])
    nothing = Main(0, 0, 0, 0, 0)
    return Reading(
        page,
        decoded,
        document,
        nothing,
        Trail((), 0, ""),
        Headline("", -1, -1, ""),
    )


def _unpacked(document: Document, main: Main) -> tuple[Document, Main]:
    """The page with the text that only a script shows, if that is what the page is about."""
    other = None if document.is_plain else unpack(document)
    if other is None:
        return document, main
    found = find_main(other)
    return (
        (other, found)
        if found.weight > max(main.weight, _LITTLE) * _MUCH_MORE
        else (document, main)
    )
