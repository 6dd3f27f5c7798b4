"""Source to ``Document``: the one place where markup is parsed, in one pass over the tree."""

from __future__ import annotations

import re
from enum import IntEnum
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from msbazhong_spider.pages.charset import as_decoded
from msbazhong_spider.pages.document import (
    BLOCKS,
    FOUNDER_TAGS,
    JSON_LD,
    NOTE,
    Document,
    Line,
    clean,
)

if TYPE_CHECKING:
    from collections.abc import Hashable

    from msbazhong_spider.pages.charset import Decoded

MAX_LINES = 60_000
MAX_ELEMENTS = 400_000
_DEEPEST = 2000  # the parser itself stops at 2048
_DEEP_ENOUGH = 300  # tags within one another that are left of a page that has too many
_NESTING = re.compile(
    r"<(?P<end>/?)(?:(?P<block>div|section|article|center|blockquote|table|tbody|tr|td|dl|dd|dt|ul|ol|li)"
    r"|font|span|strong|small|big|em|ins|del|sub|sup|label|[bius])\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_HEAD_LIMIT = 600
# Spelt out, since a pattern that begins with fixed characters is searched for several times faster.
_END = re.compile(rb"</[bBhH][oOtT][dDmM][yYlL]\s{0,9}>")
_ENDS = re.compile(rb"(?:</[bBhH][oOtT][dDmM][yYlL]\s{0,9}>|\s)*")
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none", re.IGNORECASE)


class _Kind(IntEnum):
    """What an element does to lines."""

    INLINE = 0
    BLOCK = 1
    BREAK = 2
    LINK = 3
    PICTURE = 4
    SKIPPED = 5
    COMMENT = 6  # from here on: what is told to machines as well
    TOLD = 7
    TITLE = 8
    SCRIPT = 9
    PRE = 10


_INLINE, _BLOCK, _BREAK, _LINK, _PICTURE, _SKIPPED, _COMMENT, _TOLD, _TITLE, _SCRIPT, _PRE = map(
    int, _Kind
)
_SHOWN_AS = {
    _COMMENT: _COMMENT,
    _TOLD: _INLINE,
    _TITLE: _BLOCK,
    _SCRIPT: _SKIPPED,
    _PRE: _BLOCK,
}
_SKIPPED_NAMES = (
    "script style noscript iframe template svg select textarea object embed canvas head math"
    " audio video map xmp"
)
_SHOWN = frozenset({"iframe", "embed", "object"})
_KINDS: dict[Hashable, int] = {
    **dict.fromkeys(BLOCKS, _BLOCK),
    **dict.fromkeys(_SKIPPED_NAMES.split(), _SKIPPED),
    **dict.fromkeys(("meta", "base", *FOUNDER_TAGS), _TOLD),
    "title": _TITLE,
    "script": _SCRIPT,
    "pre": _PRE,
    "br": _BREAK,
    "a": _LINK,
    "img": _PICTURE,
    etree.Comment: _COMMENT,
    etree.Entity: _SKIPPED,
}


def parse_html(source: Decoded, url: str) -> Document:
    """Parse a page that has markup. Any source gives a document, an empty one at worst."""
    root = parse_root(source)
    if root is None:
        return Document(url, source)
    if _is_too_deep(root):
        flat = parse_root(as_decoded(_shallow(source.text)))
        document = walk(root if flat is None else flat, source, url)
        document.faults.append(
            f"over {_DEEPEST} tags within one another: read without the inner ones"
        )
        return document
    return walk(root, source, url)


def _shallow(text: str) -> str:
    """The source without the tags that stand within too many others, nor their ends.

    Where the rest of the page stands is left as it is: menus, links and the text's own container.
    """
    depth = left_out = 0

    def kept(found: re.Match[str]) -> str:
        nonlocal depth, left_out
        if found["end"]:
            left_out, depth, is_out = max(0, left_out - 1), depth - (not left_out), bool(left_out)
        else:
            is_out = depth >= _DEEP_ENOUGH
            left_out, depth = left_out + is_out, depth + (not is_out)
        if not is_out:
            return found[0]
        return "<br>" if found["block"] else ""

    return _NESTING.sub(kept, text)


def _is_too_deep(root: etree._Element) -> bool:
    """Whether the parser gave up: it stops below a depth, and leaves out the rest of the page."""
    depth = 0
    last: etree._Element | None = root
    while last is not None:
        depth += 1
        last = last[-1] if len(last) else None
    return depth >= _DEEPEST


def parse_root(source: Decoded) -> etree._Element | None:
    """The tree of a source with markup, None if it has none."""
    data = source.utf8 or source.text.encode("utf-8", "replace")
    markup = _without_early_ends(data)
    return _tree(bytes(markup).replace(b"\0", b"") if b"\0" in data else markup)


def walk(root: etree._Element, source: Decoded, url: str) -> Document:
    """The lines of a tree, with what its head says."""
    document = Document(url, source, root=root)
    document.notes += [(note.text or "")[:NOTE] for note in root.itersiblings(preceding=True)]
    _walk(document, root)
    return document


def _tree(data: bytes | memoryview) -> etree._Element | None:
    parser = etree.HTMLParser(
        recover=True, huge_tree=True, encoding="utf-8", remove_pis=True, collect_ids=False
    )
    try:
        return etree.fromstring(data, parser)  # type: ignore[arg-type]  # buffers since lxml 6.0
    except etree.LxmlError:
        return None


def _without_early_ends(data: bytes) -> bytes | memoryview:
    """The parser stops at </html>, which some templates print in the middle of the page."""
    found = _END.search(data)
    if found is None:
        return data
    if _ENDS.fullmatch(data, found.start()):
        return memoryview(data)[: found.start()]  # no copy: that would cost as much as the search
    return data[: found.start()] + _END.sub(b"", data[found.start() :])


def _read_told(document: Document, element: etree._Element, kind: int) -> None:
    """Take in what a comment, script, title, meta or base element tells, wherever it stands."""
    if kind == _SCRIPT:
        if JSON_LD in (element.get("type") or ""):
            document.told.add(JSON_LD)
    elif kind == _COMMENT:
        document.notes.append((element.text or "")[:NOTE])
    elif kind == _TITLE:
        document.title = document.title or clean((element.text or "")[:_HEAD_LIMIT])
    elif element.tag == "meta":
        _read_meta(document.metas, element)
    elif element.tag == "base":
        document.base = document.base or element.get("href")
    elif kind == _TOLD:
        document.told.add(str(element.tag))


def _read_meta(metas: dict[str, str], element: etree._Element) -> None:
    name = element.get("name") or element.get("property") or element.get("itemprop")
    content = clean((element.get("content") or "")[:_HEAD_LIMIT]) if name else ""
    if name and content:
        metas.setdefault(name.strip().lower(), content)


# In one piece, with a nested function only for what happens once a line: calls for the steps of an
# element would double what the pass costs, and it is the dearest part of reading a page.
def _walk(document: Document, root: etree._Element) -> None:  # noqa: C901, PLR0912, PLR0915
    """Turn the tree into lines, in one pass in the order of the text.

    Without recursion: pages with thousands of nested tags exist. ``path`` are the open elements
    with what they do to lines, and how many children are left of the element around each; ``left``
    is that of the innermost. ``around`` are the open blocks, ``begun`` those of them that have
    lines, as indexes into ``document.blocks``; blocks without lines are never entered there.
    """
    kind_of, lines, blocks = _KINDS.get, document.lines, document.blocks
    links, pictures = document.links, document.pictures
    path: list[tuple[etree._Element, int, int]] = []
    left = 1
    around: list[etree._Element] = []
    begun: list[int] = []
    preformatted: list[etree._Element] = []
    runs: list[str] = []
    holders: list[etree._Element | None] = []
    linked = 0
    link: etree._Element | None = None

    def add(runs: list[str], holders: list[etree._Element | None], linked: int) -> None:
        text = runs[0] if len(runs) == 1 else "".join(runs)
        cleaned = clean(text)
        start = len(lines)
        if not cleaned or start >= MAX_LINES:
            return
        for block in around[len(begun) :]:
            parent = begun[-1] if begun else -1
            begun.append(len(blocks))
            blocks.append((block, start, start, parent))
        lines.append(Line(cleaned, runs, holders, linked, around[-1] if around else None))
        if preformatted and "\n" in text and any(block.tag == "pre" for block in around):
            _split_last(lines, text)

    elements = root.iter()
    taken = islice(elements, MAX_ELEMENTS)
    for node in taken:
        kind = kind_of(node.tag, _INLINE)
        if kind >= _COMMENT:
            if kind == _PRE:
                preformatted.append(node)
            else:
                _read_told(document, node, kind)
            kind = _SHOWN_AS[kind]
        if kind == _SKIPPED or (
            (style := node.get(b"style")) and "isplay" in style and is_hidden(node)
        ):
            if node.tag in _SHOWN:
                document.frames.append(node)
            children = len(node)
            while children and (inner := next(taken, None)) is not None:
                children += len(inner) - 1
                if (told := kind_of(inner.tag, _INLINE)) >= _COMMENT:
                    _read_told(document, inner, told)
            kind = _SKIPPED
        elif kind != _COMMENT:
            if kind == _BLOCK:
                if runs:
                    add(runs, holders, linked)
                    runs, holders, linked = [], [], 0
                around.append(node)
            elif kind == _LINK:
                if node.get(b"href") is None:
                    kind = _INLINE
                else:
                    link = node
                    links.append((node, len(lines)))
            elif kind == _PICTURE:
                pictures.append((node, len(lines)))
            elif kind == _BREAK and runs:
                add(runs, holders, linked)
                runs, holders, linked = [], [], 0
            text = node.text
            if text and (runs or not text.isspace()):
                runs.append(text)
                holders.append(node)
                if link is not None:
                    linked += len(text.strip())
            children = len(node)
            if children:
                path.append((node, kind, left))
                left = children
                continue
        # The element ends here, and with a last child what it stands in.
        while True:
            if kind == _BLOCK:
                if runs:
                    add(runs, holders, linked)
                    runs, holders, linked = [], [], 0
                if len(begun) == len(around):
                    at = begun.pop()
                    block, start, _, parent = blocks[at]
                    blocks[at] = (block, start, len(lines), parent)
                around.pop()
            elif kind == _LINK:
                link = None
            tail = node.tail
            if tail and (runs or not tail.isspace()):
                runs.append(tail)
                holders.append(path[-1][0] if path else None)
                if link is not None:
                    linked += len(tail.strip())
            left -= 1
            if left or not path:
                break
            node, kind, left = path.pop()  # noqa: PLW2901 - done with
    if runs:
        add(runs, holders, linked)
    if len(lines) >= MAX_LINES:
        document.faults.append(f"only the first {MAX_LINES} lines were read")
    if next(elements, None) is not None:
        document.faults.append(f"only the first {MAX_ELEMENTS} elements were read")
    for at in begun:  # those that such a page was cut in
        block, start, _, parent = blocks[at]
        blocks[at] = (block, start, len(lines), parent)


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


def parse_plain(source: Decoded, url: str) -> Document:
    """A page that was saved as plain text: its lines are the page's lines."""
    document = Document(url, source, is_plain=True)
    for raw in source.text.splitlines():
        line = clean(raw)
        if line:
            cells = [cell for cell in re.split(r"[\t　]+| {2,}", raw.strip()) if cell]
            document.lines.append(Line(line, cells or [line], [], 0, None))
        if len(document.lines) >= MAX_LINES:
            document.faults.append(f"only the first {MAX_LINES} lines were read")
            break
    return document
