"""A page as lines: parsed once, walked once, shared by every step that reads it.

A line is what a reader sees as one: the text between two block borders or ``<br>``. Elements are
kept as ranges of lines, so that the text of a container is a slice and its size a difference. A
page that was saved as plain text has lines and no elements, and is read by the same steps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_CHARACTERS = 12_000_000
_MAX_LINES = 60_000

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "iframe",
        "template",
        "svg",
        "select",
        "textarea",
        "object",
        "embed",
        "canvas",
        "head",
        "math",
        "audio",
        "video",
        "map",
    ]
)
_BOLD = frozenset({"b", "strong"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_WHITE = "\t\n\r\f\v \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACES = re.compile(f"[{_WHITE}]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\xad]+")
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none", re.IGNORECASE)
_ENDS = re.compile(r"</(?:html|body)\s{0,9}>", re.IGNORECASE)
_COMMENT_LIMIT = 200
_HEAD_LIMIT = 600


def clean(text: str) -> str:
    """White space of all kinds to one blank, invisible marks out, ends trimmed.

    An ideographic space stays what it is: names of two characters are set with it (李　堃).
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    return _SPACES.sub(_one_space, _INVISIBLE.sub("", text)).strip()


def _one_space(found: re.Match[str]) -> str:
    return "\u3000" if found[0].strip("\u3000") == "" else " "


@dataclass(slots=True)
class Line:
    """One visible line.

    ``cells`` are its pieces by inline element (a label and its value often stand in two spans),
    ``styles`` what the template calls each of them; ``linked`` counts the characters that are
    link text; ``element`` is the innermost block.
    """

    text: str
    cells: tuple[str, ...]
    linked: int
    element: etree._Element | None
    tag: str
    bold: bool = False
    styles: tuple[str, ...] = ()

    @property
    def marked(self) -> str:
        """The text with U+001F, a white space to patterns, between pieces of two elements."""
        return self.text if len(self.cells) == 1 else "\x1f".join(filter(None, self.cells))

    @property
    def spaced(self) -> str:
        """The text with a blank between pieces of two elements."""
        return self.text if len(self.cells) == 1 else " ".join(filter(None, self.cells))

    @property
    def is_link(self) -> bool:
        """Whether (nearly) all of the line is link text."""
        return self.linked * 10 >= len(self.text) * 8


@dataclass(slots=True)
class Anchor:
    """A link as it stands on the page: not yet resolved, with the line it begins on."""

    href: str
    text: str
    title: str
    line: int
    element: etree._Element


@dataclass(slots=True)
class Block:
    """A block element and its lines ``start`` (included) to ``end`` (excluded)."""

    element: etree._Element
    start: int
    end: int
    depth: int
    parent: int


@dataclass(slots=True)
class Document:
    """A parsed page. ``lines`` in the order of the text; everything else points into them."""

    url: str
    text: str
    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    comments: list[tuple[str, int]] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    title: str = ""
    base: str | None = None
    root: etree._Element | None = None
    is_plain: bool = False

    @property
    def visible(self) -> str:
        """All lines joined by line ends."""
        return "\n".join(line.text for line in self.lines)


def parse_html(text: str, url: str) -> Document:
    """Parse a page that has markup. Any text gives a document, an empty one at worst."""
    document = Document(url=url, text=text)
    # The parser stops at </html>, which some templates print in the middle of the page.
    data = _ENDS.sub("", text[:MAX_CHARACTERS].replace("\x00", "")).encode("utf-8", "replace")
    parser = etree.HTMLParser(recover=True, huge_tree=True, encoding="utf-8", remove_pis=True)
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except etree.LxmlError:
        root = None
    if root is None:
        return document
    document.root = root
    _read_head(document, root)
    _Walk(document).run(root)
    return document


def _read_head(document: Document, root: etree._Element) -> None:
    for element in root.iter("title", "meta", "base"):
        if element.tag == "title":
            document.title = document.title or clean(
                "".join(map(str, element.itertext()))[:_HEAD_LIMIT]
            )
        elif element.tag == "base":
            document.base = document.base or element.get("href")
        else:
            _read_meta(document.metas, element)


def _read_meta(metas: dict[str, str], element: etree._Element) -> None:
    name = element.get("name") or element.get("property") or element.get("itemprop") or ""
    content = clean((element.get("content") or "")[:_HEAD_LIMIT])
    if name and content:
        metas.setdefault(name.strip().lower(), content)


class _Walk:
    """One pass over the tree, without recursion: pages with 100,000 nested tags exist."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.runs: list[str] = []
        self.cells: list[str] = []
        self.linked = 0
        self.bold = 0
        self.styles: list[str] = []
        self.preformatted = 0
        self.open_blocks: list[int] = []
        self.open_links: list[tuple[Anchor, list[str]]] = []

    def run(self, root: etree._Element) -> None:
        """Walk the tree: down to the first child, on to the next sibling, up when there is none."""
        enter, leave = self._enter, self._leave
        node: etree._Element | None = root
        while node is not None:
            if enter(node):
                node = node[0]
                continue
            while node is not None:
                leave(node)
                if node is root:
                    node = None
                    break
                sibling = node.getnext()
                if sibling is not None:
                    node = sibling
                    break
                node = node.getparent()
        self._flush()

    def _enter(self, node: etree._Element) -> bool:
        """Take in a node, and say whether its children are to be walked."""
        tag = node.tag
        if tag in _SKIPPED or len(self.document.lines) > _MAX_LINES:
            return False
        if tag == "br":
            self._flush()
            return False
        if not isinstance(tag, str):
            self._comment(node)
            return False
        if self._is_hidden(node):
            return False
        self._open(node, tag)
        text = node.text
        if text:
            self._text(text, node)
        return len(node) > 0

    def _open(self, node: etree._Element, tag: str) -> None:
        if tag in _BLOCKS:
            self._open_block(node)
            self.preformatted += tag == "pre"
        elif tag == "a":
            self._open_link(node)
        elif tag in _BOLD:
            self.bold += 1

    @staticmethod
    def _is_hidden(node: etree._Element) -> bool:
        style = node.get("style")
        return style is not None and "isplay" in style and _HIDDEN.search(style) is not None

    def _leave(self, node: etree._Element) -> None:
        tag = node.tag
        if tag in _BLOCKS:
            self._close_block(node)
            if tag == "pre":
                self.preformatted -= 1
        elif tag == "a":
            self._close_link(node)
        tail = node.tail
        if tail:
            self._text(tail, node.getparent())

    def _text(self, text: str, element: etree._Element | None) -> None:
        if not self.runs and text.isspace() and not self.preformatted:
            return
        if not self.preformatted or "\n" not in text:
            self._run(text, element)
            return
        for number, part in enumerate(text.split("\n")):
            if number:
                self._flush()
            self._run(part, element)

    def _run(self, text: str, element: etree._Element | None) -> None:
        self.runs.append(text)
        if text.isspace():
            return
        self.cells.append(text)
        if self.open_links:
            self.linked += len(text.strip())
            self.open_links[-1][1].append(text)
        self.styles.append(_called(element))

    def _comment(self, node: etree._Element) -> None:
        text = node.text
        if text and len(text) < _COMMENT_LIMIT:
            self.document.comments.append((text.strip(), len(self.document.lines)))

    def _open_block(self, node: etree._Element) -> None:
        self._flush()
        blocks = self.document.blocks
        parent = self.open_blocks[-1] if self.open_blocks else -1
        start = len(self.document.lines)
        blocks.append(Block(node, start, start, len(self.open_blocks), parent))
        self.open_blocks.append(len(blocks) - 1)

    def _close_block(self, node: etree._Element) -> None:
        if self.open_blocks and self.document.blocks[self.open_blocks[-1]].element is node:
            self._flush()
            self.document.blocks[self.open_blocks.pop()].end = len(self.document.lines)

    def _open_link(self, node: etree._Element) -> None:
        href = node.get("href")
        if href is not None:
            line = len(self.document.lines)
            anchor = Anchor(href, "", clean(node.get("title") or ""), line, node)
            self.open_links.append((anchor, []))

    def _close_link(self, node: etree._Element) -> None:
        if self.open_links and self.open_links[-1][0].element is node:
            anchor, texts = self.open_links.pop()
            anchor.text = clean("".join(texts))
            self.document.anchors.append(anchor)

    def _flush(self) -> None:
        if self.cells:
            text = clean("".join(self.runs))
            if text:
                block = self.document.blocks[self.open_blocks[-1]] if self.open_blocks else None
                element = block.element if block else None
                tag = str(element.tag) if element is not None else ""
                cells = (text,) if len(self.cells) == 1 else tuple(map(clean, self.cells))
                styles = tuple(self.styles)
                line = Line(text, cells, self.linked, element, tag, self.bold > 0, styles)
                self.document.lines.append(line)
        if self.runs:
            self.runs, self.cells, self.styles = [], [], []
        self.linked = self.bold = 0


def _called(element: etree._Element | None) -> str:
    """What the template calls an inline element; blocks are asked through ``Line.element``."""
    if element is None or element.tag in _BLOCKS:
        return ""
    name = element.get("class")
    if name is None:
        name = element.get("id")
    return name or ""


def parse_plain(text: str, url: str) -> Document:
    """A page that was saved as plain text: its lines are the page's lines."""
    document = Document(url=url, text=text, is_plain=True)
    for raw in text[:MAX_CHARACTERS].splitlines():
        line = clean(raw)
        if line:
            cells = tuple(cell for cell in re.split(r"[\t　]+| {2,}", raw.strip()) if cell)
            document.lines.append(Line(line, cells or (line,), 0, None, ""))
        if len(document.lines) > _MAX_LINES:
            break
    return document


def ancestors(element: etree._Element | None) -> Iterator[etree._Element]:
    """An element and what it stands in, from the inside out, at most a dozen."""
    for _ in range(12):
        if element is None:
            return
        yield element
        element = element.getparent()


def names_of(elements: Iterable[etree._Element]) -> str:
    """The classes and ids of elements in lower case, for a look at what a template calls them."""
    names = []
    for element in elements:
        names.append(element.get("class") or "")
        names.append(element.get("id") or "")
    return " ".join(names).lower()
