"""Pages that send their reader on: META REFRESH, framesets, a script that sets the location."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msbazhong_spider.pages.document import ancestors
from msbazhong_spider.pages.reading import read
from msbazhong_spider.pages.urls import absolute_url, canonical_url, same_site

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from msbazhong_spider.items import Page
    from msbazhong_spider.pages.document import Document

_REFRESH = re.compile(
    r"^\s*(\d{1,4})?(?:\.\d+)?\s*[;,]?\s*url\s*=\s*['\"]?\s*(.+?)\s*['\"]?\s*$", re.IGNORECASE
)
_SCRIPT = re.compile(
    r"(?:(?:window|document|top|self|parent)\.)?location(?:\.href|\.replace|\.assign)?\s{0,3}[=(]\s{0,3}[\"'](?P<to>[^\"'\s]{1,300})[\"'](?!\s{0,9}\+)"
)
_FUNCTION = re.compile(r"function\b[^{}]{0,80}\{[^{}]{0,2000}\}")
_HOME = re.compile(r"/?(?:(?:index|default|main)\.\w{2,5})?", re.IGNORECASE)
_LITTLE = 300  # characters of visible text beside which a page may be nothing but a signpost
_FEW = 3  # links: a page with more has a menu, and whatever its scripts say waits for a click
_PATIENT = 30  # seconds after which a page that reloads is a page to be read
_LONGEST_SCRIPT = 20_000


def is_home(url: str) -> bool:
    """Whether an address is a site's front page.

    >>> is_home("http://www.example.com/index.html"), is_home("http://www.example.com/pc/")
    (True, False)
    """
    parts = urlsplit(canonical_url(url))
    return _HOME.fullmatch(parts.path) is not None and not parts.query and not parts.fragment


@dataclass(frozen=True, slots=True)
class Forwarding:
    """Where a page without content of its own sends its reader: pages of its site, or elsewhere."""

    onward: tuple[str, ...] = ()
    abroad: str | None = None


def find_forwarding(page: Page) -> Forwarding:
    """Say where a page sends its reader; nowhere, if it has something to say of its own.

    The roots of e-papers and of sites in frames are such pages, and reports whose original stands
    on another site.
    """
    return forwarding_of(read(page).document, canonical_url(page.url))


def forwarding_of(document: Document, own: str) -> Forwarding:
    """The same for a page that was taken in already."""
    targets = dict.fromkeys(url for url in _targets(document, own) if url != own)
    abroad = next((url for url in targets if not same_site(own, url)), None)
    return Forwarding(tuple(url for url in targets if same_site(own, url)), abroad)


def sends_home(document: Document, own: str) -> str | None:
    """How a page sends its reader to the front page instead of saying that it is gone."""
    root = document.root
    if root is None or is_home(own):
        return None
    if _lead_home(own, _refreshes(root)):
        return "redirects to the front page"
    has_nothing = len(document.links) < _FEW or document.title[:1] in ("", "-", "_", "|")
    if has_nothing and _lead_home(own, _locations(document.text)):
        return "redirects to the front page by script"
    return None


def _lead_home(own: str, hrefs: Iterable[str]) -> bool:
    return any(url and is_home(url) for url in (absolute_url(own, href) for href in hrefs))


def _targets(document: Document, own: str) -> list[str]:
    root = document.root
    if root is None or sum(len(line.text) for line in document.lines) > _LITTLE:
        return []
    base = absolute_url(own, document.base or "") or own
    hrefs = [*_refreshes(root), *_frames(root)]
    if not hrefs and len(document.links) < _FEW:
        hrefs = _by_script(document.text)
    return [url for url in (absolute_url(base, href) for href in hrefs) if url]


def _refreshes(root: etree._Element) -> list[str]:
    found = []
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        match = _REFRESH.match(meta.get("content") or "")
        without_script = any(one.tag == "noscript" for one in ancestors(meta))
        if match and int(match[1] or 0) <= _PATIENT and not without_script:
            found.append(match[2])
    return found


def _frames(root: etree._Element) -> list[str]:
    """The frames of a frameset, and the inner pages of a page that holds nothing else."""
    frames = [frame.get("src") or "" for frame in root.iter("frame")]
    if frames:
        return frames
    if any(True for _ in root.iter("a")):
        return []
    return [frame.get("src") or "" for frame in root.iter("iframe")]


def _by_script(text: str) -> list[str]:
    """An address that a script goes to at once; one inside a function waits for a click."""
    return _locations(_FUNCTION.sub("", text[:_LONGEST_SCRIPT]))


def _locations(text: str) -> list[str]:
    return [found["to"] for found in _SCRIPT.finditer(text[:_LONGEST_SCRIPT])]
