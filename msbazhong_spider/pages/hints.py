"""Selectors that a site gives for what the evidence on its pages misses.

A hint is CSS, or XPath if it begins with ``/``, ``./`` or ``(``, in the dialect of parsel:
``::text`` and ``::attr(name)`` take a text instead of an element. A hint that finds something wins
over the evidence and is named as such; one that finds nothing is told among the doubts.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from lxml import etree
from parsel import Selector

from msbazhong_spider.errors import HintError
from msbazhong_spider.pages.document import ancestors, clean
from msbazhong_spider.pages.document import text_of as whole_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msbazhong_spider.pages.document import Document

_XPATH = ("/", "./", "(")


@dataclass(frozen=True, slots=True)
class Hints:
    """A site's selectors, all of them optional.

    For an article: ``title``, ``subtitles`` (each match is one), ``published`` (a text that holds
    a date), ``source``, ``bylines`` (names, with or without a label; they are added to those that
    the evidence finds), ``breadcrumb`` (one match that holds all steps, or a match for each) and
    ``body`` (the element that holds the text; of several, from the first to the last).

    For a listing: ``items`` (the links to articles, or the entries that hold one each),
    ``channels`` (the links to other listings, or the entries that hold one each) and ``next_page``
    (the link, or its address as text).

    Raises HintError for what is no selector.
    """

    title: str | None = None
    subtitles: str | None = None
    published: str | None = None
    source: str | None = None
    bylines: str | None = None
    breadcrumb: str | None = None
    body: str | None = None
    items: str | None = None
    channels: str | None = None
    next_page: str | None = None

    def __post_init__(self) -> None:
        """Try every selector on an empty page, so that a wrong one is told where it is written."""
        empty = Selector("<p></p>", type="html")
        for field in fields(self):
            selector = getattr(self, field.name)
            if selector is None:
                continue
            if not isinstance(selector, str) or not selector.strip():
                raise HintError(field.name, selector, "a selector is a text")
            try:
                _matches(empty, selector)
            except (ValueError, SyntaxError, RuntimeError) as error:
                raise HintError(field.name, selector, str(error)) from error


def _matches(root: Selector, selector: str) -> list[etree._Element | str]:
    found = root.xpath(selector) if selector.startswith(_XPATH) else root.css(selector)
    return [one.root if etree.iselement(one.root) else str(one.root) for one in found]


_MISSED = "the hint for {} found nothing: {}"


def missed(hint: str, selector: str) -> str:
    """The doubt about a hint that found nothing."""
    return _MISSED.format(hint, selector)


def missed_hints(doubts: Iterable[str]) -> list[str]:
    """The names of the hints that found nothing, by the doubts of an article or a listing."""
    before, after = _MISSED.split("{}")[:2]
    told = [doubt for doubt in doubts if doubt.startswith(before) and after in doubt]
    return [doubt.removeprefix(before).partition(after)[0] for doubt in told]


def select(document: Document, selector: str) -> list[etree._Element | str]:
    """The elements or texts of a page that a selector matches, in the order of the page.

    Raises HintError for a fault that shows only where there is something to select.
    """
    if document.root is None:
        return []
    try:
        return _matches(Selector(root=document.root, type="html"), selector)
    except ValueError as error:
        raise HintError("selector", selector, str(error)) from error


def texts(document: Document, selector: str) -> list[str]:
    """What a reader sees of each match, as one line; matches without text are left out."""
    found = [text_of(document, node) for node in select(document, selector)]
    return [text for text in found if text]


def text_of(document: Document, node: etree._Element | str) -> str:
    """What a reader sees of a match, as one line; of what is hidden or in the head, its text."""
    if isinstance(node, str):
        return clean(node)
    inside = set(node.iter())
    shown = []
    for line in document.lines:
        pairs = zip(line.runs, line.holders, strict=False)
        shown.append(clean("".join(run for run, holder in pairs if holder in inside)))
    return " ".join(filter(None, shown)) or whole_text(node)


def lines_of(document: Document, node: etree._Element) -> range:
    """The lines that an element fills, wholly or in part; empty if it is not to be seen."""
    inside = set(node.iter())
    found = [
        number
        for number, line in enumerate(document.lines)
        if any(holder in inside for holder in line.holders)
    ]
    return range(found[0], found[-1] + 1) if found else range(0)


def only_links(document: Document, selector: str) -> Document:
    """The page with no links but those that a selector matches, stands in or holds.

    Of an entry with several links it is the one with the longest text.
    """
    known = dict(document.links)
    found: dict[etree._Element, int] = {}
    for node in select(document, selector):
        if isinstance(node, str):
            continue
        links = [one for one in _links_at(node) if one in known]
        if links:
            best = max(links, key=lambda link: len(whole_text(link)))
            found[best] = known[best]
    return replace(document, links=list(found.items()), _anchors=None)


def address_of(document: Document, selector: str) -> str | None:
    """The address that a selector matches: of a link, of the link in an element, or as text."""
    for node in select(document, selector):
        if isinstance(node, str):
            if node.strip():
                return node.strip()
            continue
        href = next(filter(None, (link.get("href") for link in _links_at(node))), None)
        if href:
            return href
    return None


def _links_at(node: etree._Element) -> list[etree._Element]:
    """The links in an element, itself included; without any, the link that it stands in."""
    return list(node.iter("a")) or [one for one in ancestors(node) if one.tag == "a"]
