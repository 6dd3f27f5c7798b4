"""Selectors that a site gives for what the evidence on its pages misses.

A hint is CSS, or XPath if it begins with ``/``, ``./`` or ``(``, in the dialect of parsel:
``::text`` and ``::attr(name)`` take a text instead of an element. A hint that finds something wins
over the evidence and is named as such; one that finds nothing is told among the doubts.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree
from parsel import Selector

from msbazhong_spider.errors import HintError
from msbazhong_spider.pages.document import ancestors, clean
from msbazhong_spider.pages.document import text_of as whole_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from msbazhong_spider.pages.document import Document


_XPATH = ("/", "./", "(")
_MOST = 100  # matches of a field: a selector with more selects no field, and would cost much time


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


class Selection:
    """A page as selectors see it."""

    def __init__(self, document: Document) -> None:
        """Take a page; what is needed only for some questions is worked out when they are asked."""
        self.document = document

    def select(self, selector: str) -> list[etree._Element | str]:
        """The elements or texts that a selector matches, in the order of the page.

        Raises HintError for a fault that shows only where there is something to select.
        """
        if self.document.root is None:
            return []
        try:
            return _matches(Selector(root=self.document.root, type="html"), selector)
        except ValueError as error:
            raise HintError("selector", selector, str(error)) from error

    def texts(self, selector: str) -> Iterator[str]:
        """What a reader sees of each match, as one line; matches without text are left out."""
        for node in self.select(selector)[:_MOST]:
            text = self.text_of(node)
            if text:
                yield text

    def text_of(self, node: etree._Element | str) -> str:
        """What a reader sees of a match, as one line; of what is hidden or in the head, its text."""
        if isinstance(node, str):
            return clean(node)
        shown: dict[int, list[str]] = {}
        for number, _, run in sorted(self._held_in(node)):
            shown.setdefault(number, []).append(run)
        lines = (clean("".join(runs)) for runs in shown.values())
        return " ".join(filter(None, lines)) or whole_text(node)

    def lines_of(self, node: etree._Element) -> range:
        """The lines that an element fills, wholly or in part; empty if it is not to be seen."""
        found = [number for number, _, _ in self._held_in(node)]
        return range(min(found), max(found) + 1) if found else range(0)

    def _held_in(self, node: etree._Element) -> list[tuple[int, int, str]]:
        held = self._held
        return [place for one in node.iter() if one in held for place in held[one]]

    @cached_property
    def _held(self) -> dict[etree._Element, list[tuple[int, int, str]]]:
        """For each element with text of its own: line, place on the line, and text."""
        held: dict[etree._Element, list[tuple[int, int, str]]] = {}
        for number, line in enumerate(self.document.lines):
            for place, (run, holder) in enumerate(zip(line.runs, line.holders, strict=False)):
                if holder is not None:
                    held.setdefault(holder, []).append((number, place, run))
        return held


def only_links(document: Document, selector: str) -> Document:
    """The page with no links but those that a selector matches, stands in or holds.

    Of an entry with several links it is the one with the longest text.
    """
    known = dict(document.links)
    found: dict[etree._Element, int] = {}
    for node in Selection(document).select(selector):
        if isinstance(node, str):
            continue
        links = [one for one in _links_at(node) if one in known]
        if links:
            best = max(links, key=lambda link: len(whole_text(link)))
            found[best] = known[best]
    return replace(document, links=list(found.items()), _anchors=None)


def address_of(document: Document, selector: str) -> str | None:
    """The address that a selector matches: of a link, of the link in an element, or as text."""
    for node in Selection(document).select(selector):
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
