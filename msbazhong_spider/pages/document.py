"""A page as lines: parsed once, walked once, shared by every step that reads it.

A line is what a reader sees as one: the text between two block borders or ``<br>``. Elements are
kept as ranges of lines, so that the text of a container is a slice and its size a difference. A
page that was saved as plain text has lines and no elements, and is read by the same steps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Any, TypeAlias

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from msbazhong_spider.pages.charset import Decoded

_BLOCK_NAMES = (
    "address article aside blockquote body button caption center dd details dialog div dl dt"
    " fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html"
    " legend li main menu nav ol p pre section summary table tbody td tfoot th thead title tr"
    " ul"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
_BOLD = frozenset({"b", "strong"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_WHITE = "\t\n\r\f\v \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACES = re.compile(f"[{_WHITE}]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\xad]+")
NOTE = 80  # characters
# The elements and the kind of script in which publishing systems tell machines of an article.
FOUNDER_TAGS = ("founder-content", "founder-title")
JSON_LD = "ld+json"
_TEXT = etree.XPath("string()", smart_strings=False)


def clean(text: str) -> str:
    """White space of all kinds to one blank, invisible marks out, ends trimmed.

    An ideographic space stays what it is: names of two characters are set with it (李　堃).
    """
    text = text.strip()
    if text.isprintable() and "  " not in text:
        return text  # neither odd white space nor invisible marks are printable
    if "\u3000" not in text:
        joined = " ".join(text.split())
        if joined.isprintable():
            return joined
    text = _INVISIBLE.sub("", text).strip()
    return _SPACES.sub(_one_space, text) if "\u3000" in text else " ".join(text.split())


def _one_space(found: re.Match[str]) -> str:
    return "\u3000" if found[0].strip("\u3000") == "" else " "


@dataclass(slots=True)
class Line:
    """One visible line.

    ``runs`` are its pieces of text as they stand in the source, ``holders`` the element that each
    stands in; ``linked`` counts the characters that are link text; ``element`` is the innermost
    block. What few lines are asked for is worked out when it is asked for.
    """

    text: str
    runs: Sequence[str]
    holders: Sequence[etree._Element | None]
    linked: int
    element: etree._Element | None
    _cells: tuple[str, ...] | None = field(default=None, init=False)
    weight: int = field(default=-1, init=False)  # kept by who weighs it, since several ask for it

    @property
    def bold(self) -> bool:
        """Whether a piece of the line is set in bold type."""
        return any(_is_bold(holder, self.element) for holder in self.holders)

    @property
    def tag(self) -> str:
        """The name of the innermost block; empty in a page without elements."""
        return "" if self.element is None else str(self.element.tag)

    @property
    def cells(self) -> tuple[str, ...]:
        """The pieces by inline element: a label and its value often stand in two spans."""
        if self._cells is None:
            one = len(self.runs) == 1
            pieces = (self.text,) if one else [clean(run) for run in self.runs if not run.isspace()]
            self._cells = tuple(pieces)
        return self._cells

    @property
    def styles(self) -> tuple[str, ...]:
        """What the template calls each of the cells; none in a page without elements."""
        pairs = zip(self.runs, self.holders, strict=False)
        return tuple(_called(holder) for run, holder in pairs if not run.isspace())

    @property
    def called(self) -> tuple[str, ...]:
        """The same in lower case, with the elements around each cell within the line's block."""
        if len(self.runs) == 1 == len(self.holders):
            return (_called_within(self.holders[0], self.element),)
        pairs = zip(self.runs, self.holders, strict=False)
        return tuple(
            _called_within(holder, self.element) for run, holder in pairs if not run.isspace()
        )

    @property
    def marked(self) -> str:
        """The text with U+001F, a white space to patterns, between pieces of two elements."""
        return self.text if len(self.runs) == 1 else "\x1f".join(filter(None, self.cells))

    @property
    def spaced(self) -> str:
        """The text with a blank between pieces of two elements."""
        return self.text if len(self.runs) == 1 else " ".join(filter(None, self.cells))

    @property
    def is_link(self) -> bool:
        """Whether (nearly) all of the line is link text."""
        return self.linked * 10 >= len(self.text) * 8


def _is_bold(element: etree._Element | None, block: etree._Element | None) -> bool:
    while element is not None and element is not block:
        if element.tag in _BOLD:
            return True
        element = element.getparent()
    return False


def _called(element: etree._Element | None) -> str:
    """What the template calls an inline element; blocks are asked through ``Line.element``."""
    if element is None or element.tag in BLOCKS:
        return ""
    return " ".join(filter(None, (element.get(b"class"), element.get(b"id"))))


def _called_within(holder: etree._Element | None, block: etree._Element | None) -> str:
    if holder is block:
        return ""  # most pieces stand in their block itself
    return names_of(takewhile(lambda element: element is not block, ancestors(holder)))


@dataclass(slots=True)
class Anchor:
    """A link as it stands on the page: not yet resolved, with the line it begins on."""

    href: str
    text: str
    title: str
    line: int
    element: etree._Element


# A block element with text, its first line, the one after its last, and the index of the block
# around it (-1 without one). No object of its own: a page has hundreds, and to make those would
# cost more than all that is asked of them.
Block: TypeAlias = "tuple[etree._Element, int, int, int]"  # noqa: SLF001 - lxml's only name for it


@dataclass(slots=True)
class Document:
    """A parsed page. ``lines`` and ``blocks`` in the order of the text; all else points into them.

    ``links`` and ``pictures`` are the elements, each with the number of the line it begins on;
    ``frames`` show another page or a file in this one.
    ``answers`` are what several steps ask of a page, as far as one has asked (see ``memo``).
    ``notes`` are the beginnings of its comments, ``told`` which of ``FOUNDER_TAGS`` and ``JSON_LD``
    it holds. ``faults`` are sentences on what of the page could not be taken in.
    """

    url: str
    source: Decoded
    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    links: list[tuple[etree._Element, int]] = field(default_factory=list)
    pictures: list[tuple[etree._Element, int]] = field(default_factory=list)
    frames: list[etree._Element] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    answers: dict[Hashable, Any] = field(default_factory=dict)
    title: str = ""
    base: str | None = None
    root: etree._Element | None = None
    is_plain: bool = False
    faults: list[str] = field(default_factory=list)
    _anchors: list[Anchor] | None = None
    _noted: str | None = None

    @property
    def text(self) -> str:
        """The whole source. To ask whether it ``holds`` a word first is many times quicker."""
        return self.source.text

    @property
    def noted(self) -> str:
        """How the comments of the page begin; the whole of a page without elements.

        To look here for a mark is many times quicker than in the page's whole text.
        """
        if self.root is None:
            return self.text
        if self._noted is None:
            self._noted = "\n".join(self.notes)
        return self._noted

    @property
    def visible(self) -> str:
        """All lines joined by line ends."""
        return "\n".join(line.text for line in self.lines)

    @property
    def anchors(self) -> list[Anchor]:
        """The links with their texts. Made when asked for: a listing is, an article is not."""
        if self._anchors is None:
            self._anchors = [_anchor(element, line) for element, line in self.links]
        return self._anchors


def _anchor(element: etree._Element, line: int) -> Anchor:
    title = element.get("title")
    title = clean(title) if title else ""
    return Anchor(element.get("href") or "", text_of(element), title, line, element)


def content_of(element: etree._Element) -> str:
    """All text within an element, as it stands there."""
    return str(_TEXT(element)) if len(element) else element.text or ""


def text_of(element: etree._Element) -> str:
    """All text within an element, as one line."""
    return clean(content_of(element))


def ancestors(element: etree._Element | None) -> Iterator[etree._Element]:
    """An element and what it stands in, from the inside out, at most a dozen."""
    for _ in range(12):
        if element is None:
            return
        yield element
        element = element.getparent()


def name_of(element: etree._Element) -> str:
    """Class and id of an element in lower case, for a look at what a template calls it."""
    # As bytes, which lxml looks up twice as fast as text.
    return f"{element.get(b'class') or ''} {element.get(b'id') or ''}".lower()


def names_of(elements: Iterable[etree._Element]) -> str:
    """The same of several elements, as one text."""
    return " ".join(map(name_of, elements))
