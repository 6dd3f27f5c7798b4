"""Text to ``Document``: the one place where markup is parsed, in one pass over the tree."""

from __future__ import annotations

import re
from enum import IntEnum
from itertools import chain, islice
from typing import TYPE_CHECKING

from lxml import etree

from msbazhong_spider.pages.document import BLOCKS, Block, Document, Line, clean

if TYPE_CHECKING:
    from collections.abc import Hashable

MAX_LINES = 60_000
MAX_ELEMENTS = 400_000
_DEEPEST = 2000  # the parser itself stops at 2048
_NESTING_TAGS = re.compile(
    r"</?(?:div|section|article|center|blockquote|table|tbody|tr|td|dl|dd|dt|ul|ol|li)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_INLINE_TAGS = re.compile(
    r"</?(?:font|span|strong|small|big|em|ins|del|sub|sup|label|[biusa])\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_HEAD_LIMIT = 600
# Spelt out, since a pattern that begins with fixed characters is searched for several times faster.
_END = re.compile(rb"</[bBhH][oOtT][dDmM][yYlL]\s{0,9}>")
_LAST = (None,)
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none", re.IGNORECASE)


class _Kind(IntEnum):
    """What an element does to lines."""

    INLINE = 0
    BLOCK = 1
    BREAK = 2
    LINK = 3
    PICTURE = 4
    COMMENT = 5
    SKIPPED = 6


_INLINE, _BLOCK, _BREAK, _LINK, _PICTURE, _COMMENT, _SKIPPED = map(int, _Kind)
_SKIPPED_NAMES = (
    "script style noscript iframe template svg select textarea object embed canvas head math"
    " audio video map xmp"
)
_SHOWN = frozenset({"iframe", "embed", "object"})
_KINDS: dict[Hashable, int] = {
    **dict.fromkeys(BLOCKS, _BLOCK),
    **dict.fromkeys(_SKIPPED_NAMES.split(), _SKIPPED),
    "br": _BREAK,
    "a": _LINK,
    "img": _PICTURE,
    etree.Comment: _COMMENT,
    etree.Entity: _COMMENT,
}


def parse_html(text: str, url: str, data: bytes | None = None) -> Document:
    """Parse a page that has markup. Any text gives a document, an empty one at worst.

    ``data`` is the text in UTF-8, where it is at hand: then it need not be encoded again.
    """
    root = parse_root(text, data)
    if root is None:
        return Document(url=url, text=text)
    if _is_too_deep(root):
        flat = parse_root(_INLINE_TAGS.sub("", _NESTING_TAGS.sub("<br>", text)))
        document = walk(root if flat is None else flat, text, url)
        document.faults.append(f"over {_DEEPEST} tags within one another: read without them")
        return document
    return walk(root, text, url)


def _is_too_deep(root: etree._Element) -> bool:
    """Whether the parser gave up: it stops below a depth, and leaves out the rest of the page."""
    depth = 0
    last: etree._Element | None = root
    while last is not None:
        depth += 1
        last = next(last.iterchildren(reversed=True), None)
    return depth >= _DEEPEST


def parse_root(text: str, data: bytes | None = None) -> etree._Element | None:
    """The tree of a text with markup, None if it has none."""
    return _tree(_without_early_ends(text.encode("utf-8", "replace") if data is None else data))


def walk(root: etree._Element, text: str, url: str) -> Document:
    """The lines of a tree, with what its head says."""
    document = Document(url=url, text=text, root=root)
    _read_head(document, root)
    _walk(document, root)
    return document


def _tree(data: bytes) -> etree._Element | None:
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    parser = etree.HTMLParser(
        recover=True, huge_tree=True, encoding="utf-8", remove_pis=True, collect_ids=False
    )
    try:
        return etree.fromstring(data, parser) if data.strip() else None
    except etree.LxmlError:
        return None


def _without_early_ends(data: bytes) -> bytes:
    """The parser stops at </html>, which some templates print in the middle of the page."""
    found = _END.search(data)
    return data[: found.start()] + _END.sub(b"", data[found.start() :]) if found else data


def _read_head(document: Document, root: etree._Element) -> None:
    for element in root.iter("title", "meta", "base"):
        if element.tag == "meta":
            _read_meta(document.metas, element)
        elif element.tag == "base":
            document.base = document.base or element.get("href")
        elif not document.title:
            document.title = clean((element.text or "")[:_HEAD_LIMIT])


def _read_meta(metas: dict[str, str], element: etree._Element) -> None:
    content = element.get("content")
    name = element.get("name") or element.get("property") or element.get("itemprop")
    if name and content:
        content = clean(content[:_HEAD_LIMIT])
        if content:
            metas.setdefault(name.strip().lower(), content)


# In one piece, with a nested function only for what happens once a line: calls for the steps of an
# element would double what the pass costs, and it is the dearest part of reading a page.
def _walk(document: Document, root: etree._Element) -> None:  # noqa: C901, PLR0912, PLR0915
    """Turn the tree into lines, in one pass in the order of the text.

    Without recursion: pages with thousands of nested tags exist. ``path`` are the open elements,
    ``around`` the open blocks, ``begun`` those of them that have lines, as indexes into
    ``document.blocks``; blocks without lines are never entered there.
    """
    kind_of, lines, blocks = _KINDS.get, document.lines, document.blocks
    path: list[etree._Element] = []
    kinds: list[int] = []
    around: list[etree._Element] = []
    begun: list[int] = []
    runs: list[str] = []
    holders: list[etree._Element | None] = []
    linked = 0
    top: etree._Element | None = None
    skipped: etree._Element | None = None
    link: etree._Element | None = None
    has_pre = next(root.iter("pre"), None) is not None

    def flush() -> None:
        nonlocal runs, holders, linked
        text = runs[0] if len(runs) == 1 else "".join(runs)
        cleaned = clean(text)
        if cleaned and len(lines) < MAX_LINES:
            start = len(lines)
            if len(begun) < len(around):
                for block in around[len(begun) :]:
                    blocks.append(Block(block, start, start, begun[-1] if begun else -1))
                    begun.append(len(blocks) - 1)
            innermost = around[-1] if around else None
            lines.append(Line(cleaned, runs, holders, linked, innermost))
            if has_pre and "\n" in text and any(block.tag == "pre" for block in around):
                _split_last(lines, text)
        runs, holders, linked = [], [], 0

    elements = root.iter()
    for node in chain(islice(elements, MAX_ELEMENTS), _LAST):
        parent = None if node is None else node.getparent()
        while top is not parent:
            left, kind = path.pop(), kinds.pop()
            top = path[-1] if path else None
            if kind == _BLOCK:
                if runs:
                    flush()
                if len(begun) == len(around):
                    blocks[begun.pop()].end = len(lines)
                around.pop()
            elif kind == _LINK:
                link = None
            elif left is skipped:
                skipped = None
            tail = left.tail
            if tail and skipped is None and (runs or not tail.isspace()):
                runs.append(tail)
                holders.append(top)
                if link is not None:
                    linked += len(tail.strip())
        kind = _INLINE
        if node is None:
            break
        if skipped is None:
            kind = kind_of(node.tag, _INLINE)
            if kind == _SKIPPED or ("isplay" in (node.get("style") or "") and is_hidden(node)):
                skipped, kind = node, _INLINE
                if node.tag in _SHOWN:
                    document.frames.append(node)
            elif kind != _COMMENT:
                if kind == _BLOCK:
                    if runs:
                        flush()
                    around.append(node)
                elif kind == _BREAK:
                    if runs:
                        flush()
                elif kind == _LINK:
                    if node.get("href") is None:
                        kind = _INLINE
                    else:
                        link = node
                        document.links.append((node, len(lines)))
                elif kind == _PICTURE:
                    document.pictures.append((node, len(lines)))
                text = node.text
                if text and (runs or not text.isspace()):
                    runs.append(text)
                    holders.append(node)
                    if link is not None:
                        linked += len(text.strip())
        path.append(node)
        kinds.append(kind)
        top = node
    if runs:
        flush()
    if len(lines) >= MAX_LINES:
        document.faults.append(f"only the first {MAX_LINES} lines were read")
    if next(elements, None) is not None:
        document.faults.append(f"only the first {MAX_ELEMENTS} elements were read")


def is_hidden(node: etree._Element) -> bool:
    """Whether an element's own style says that it is not shown."""
    return _HIDDEN.search(node.get("style") or "") is not None


def _split_last(lines: list[Line], text: str) -> None:
    """In <pre> a line end is one."""
    last = lines.pop()
    for part in text.split("\n"):
        cleaned = clean(part)
        if cleaned:
            linked = len(cleaned) if last.is_link else 0
            lines.append(Line(cleaned, [part], last.holders[:1], linked, last.element))


def parse_plain(text: str, url: str) -> Document:
    """A page that was saved as plain text: its lines are the page's lines."""
    document = Document(url=url, text=text, is_plain=True)
    for raw in text.splitlines():
        line = clean(raw)
        if line:
            cells = [cell for cell in re.split(r"[\t　]+| {2,}", raw.strip()) if cell]
            document.lines.append(Line(line, cells or [line], [], 0, None))
        if len(document.lines) >= MAX_LINES:
            document.faults.append(f"only the first {MAX_LINES} lines were read")
            break
    return document
