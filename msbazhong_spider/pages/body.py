"""Where the text of an article stands, and which of its lines are text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from msbazhong_spider.pages.dates import first_date
from msbazhong_spider.pages.furniture import (
    begins_page_again,
    is_footer,
    is_furniture,
    names_the_owner,
    surely_begins_page_again,
)
from msbazhong_spider.pages.labels import lex

if TYPE_CHECKING:
    from lxml import etree

    from msbazhong_spider.pages.document import Document, Line

_SENTENCE_MARKS = re.compile(r"[，。；！？、]")
_ENOUGH = 14  # characters: shorter lines are menu entries as often as text
_LONG = 40
_LONG_ROW = 120
_HEADINGS = frozenset({"h1", "h2"})
_PARAGRAPHS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "blockquote", "td"})
_KEEP = 0.72  # a container is left for its child as long as the child holds this share of the text


@dataclass(frozen=True, slots=True)
class Main:
    """Where the running text is.

    Lines ``start`` to ``end`` (excluded) hold it, ``first`` and ``last`` are the first and last
    line that surely are text, ``weight`` is how many characters of running text there are.
    ``is_exact`` says that no line before ``start`` can be text, since the site itself tells so.
    """

    start: int
    end: int
    first: int
    last: int
    weight: int
    is_exact: bool = False


def weight_of(line: Line) -> int:
    """How many characters of running text a line is: none for links, menus and footers."""
    text = line.text
    size = len(text)
    if size < _ENOUGH or line.linked * 2 > size:
        return 0
    marks = len(_SENTENCE_MARKS.findall(text))
    if marks == 0 and size < _LONG:
        return 0
    if is_footer(text) or begins_page_again(text):
        return 0
    return min(size, 1500)


def find_main(document: Document) -> Main:
    """The part of a page that holds its running text.

    Goes down from the page's root into the child that holds most of what its parent holds, for as
    long as one does; in a page without elements the lines speak for themselves.
    """
    weights = [weight_of(line) for line in document.lines]
    sums = [0, *accumulate(weights)]
    start, end = (0, len(weights)) if document.is_plain else _descend(document, sums)
    good = [index for index in range(start, end) if weights[index]]
    if not good:
        return Main(start, end, end, start, 0)
    return Main(start, end, good[0], good[-1], sums[end] - sums[start])


def _descend(document: Document, sums: list[int]) -> tuple[int, int]:
    """Lines of the innermost block that holds most of the text, and of what belongs to it."""
    children: dict[int, list[int]] = {}
    for index, block in enumerate(document.blocks):
        children.setdefault(block.parent, []).append(index)
    path = [(0, len(document.lines))]
    at = -1
    while True:
        start, end = path[-1]
        whole = sums[end] - sums[start]
        best = _heaviest(document, children.get(at, []), sums)
        if best is None or whole == 0:
            break
        block = document.blocks[best]
        if sums[block.end] - sums[block.start] < whole * _KEEP:
            break
        if block.element.tag in _PARAGRAPHS and block.end - block.start <= 1:
            break  # one long paragraph does not make its short neighbours no text
        path.append((block.start, block.end))
        at = best
    return _climb(document, path, sums)


def _heaviest(document: Document, indexes: list[int], sums: list[int]) -> int | None:
    blocks = document.blocks
    return max(
        indexes, key=lambda index: sums[blocks[index].end] - sums[blocks[index].start], default=None
    )


def _climb(document: Document, path: list[tuple[int, int]], sums: list[int]) -> tuple[int, int]:
    """Take back text beside the innermost block, up to the block that holds headline and labels.

    Texts pasted from elsewhere come in nested sections of very different size.
    """
    start, end = path[-1]
    for outer_start, outer_end in reversed(path[:-1]):
        if any(_is_head(line) for line in document.lines[outer_start:start]):
            break
        extra = document.lines[outer_start:start] + document.lines[end:outer_end]
        linked = sum(line.linked for line in extra)
        size = sum(len(line.text) for line in extra)
        gained = sums[outer_end] - sums[outer_start] > sums[end] - sums[start]
        if linked * 5 > size:
            break
        if gained:
            start, end = outer_start, outer_end
    return start, end


def _is_head(line: Line) -> bool:
    """Whether a line is the page's head: a heading, a label line, or a menu."""
    if line.tag in _HEADINGS or line.is_link:
        return True
    return len(line.text) <= 160 and bool(lex(line.text) or first_date(line.text))


def end_of_text(document: Document, main: Main, first: int) -> int:
    """The line after the last one of the article, from ``first`` on.

    The page begins again at a marker (上一篇, 相关阅读, share bar) unless a good part of the text
    stands below it: then the marker was a heading of the article's own.
    """
    lines = document.lines
    rest = sum(weight_of(line) for line in lines[first : main.end])
    seen = 0
    for index in range(first, main.end):
        line = lines[index]
        if begins_page_again(line.text):
            share = 4 if surely_begins_page_again(line.text) else 1.5
            if seen * share >= rest:
                return index
        seen += weight_of(line)
    return _without_trailing(lines, first, main.end)


def _without_trailing(lines: list[Line], first: int, end: int) -> int:
    """The end of the text without imprint, links and furniture behind it.

    Addresses and telephone numbers go with an imprint below them; without one they are the
    report's own (公示, 招聘).
    """
    imprint = False
    while end > first:
        line = lines[end - 1]
        imprint = imprint or names_the_owner(line.text)
        is_figure = _is_table_cell(line) and not line.is_link
        is_page = line.is_link or is_furniture(line.text) or (imprint and is_footer(line.text))
        if is_figure or not is_page:
            break
        end -= 1
    return end


def paragraphs(lines: list[Line]) -> list[str]:
    """The text of the lines of a body, without furniture between them."""
    found: list[str] = []
    row = None
    for line in lines:
        if is_furniture(line.text) and not _is_table_cell(line):
            continue
        if row is not None and _row_of(line) is row and len(found[-1]) < _LONG_ROW:
            found[-1] = f"{found[-1]} {line.text}"
        else:
            found.append(line.text)
        row = _row_of(line)
    return found


def _is_table_cell(line: Line) -> bool:
    """Whether a number is a figure in a table with columns, and no counter of the page."""
    row = _row_of(line)
    return row is not None and len(row) > 1


def _row_of(line: Line) -> etree._Element | None:
    """The table row that a line is a cell of: names in a table read row by row."""
    element = line.element
    for _ in range(3):
        if element is None:
            return None
        if element.tag in ("td", "th"):
            row = element.getparent()
            return row if row is not None and len(line.text) < _LONG else None
        element = element.getparent() if element.tag in ("p", "span", "div") else None
    return None
