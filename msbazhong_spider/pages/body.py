"""Where the text of an article stands, and which of its lines are text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from msbazhong_spider.pages.dates import first_date, may_hold_date
from msbazhong_spider.pages.document import ancestors, names_of
from msbazhong_spider.pages.furniture import (
    begins_page_again,
    is_footer,
    is_furniture,
    names_the_owner,
    surely_begins_page_again,
)
from msbazhong_spider.pages.labels import Label, lex
from msbazhong_spider.pages.title import is_label_line

if TYPE_CHECKING:
    from lxml import etree

    from msbazhong_spider.pages.document import Document, Line

_SENTENCE_MARKS = re.compile(r"[，。；！？、]")
_ENOUGH = 14  # characters: shorter lines are menu entries as often as text
_LONG = 40
_LONG_ROW = 120
_HEADINGS = frozenset({"h1", "h2"})
_FEW_EMPTY = 3  # elements to look at for the next one with text
_PARAGRAPHS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "blockquote", "td"})
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 120
_SURELY = 10
_LABELS = re.compile(
    r"(?:来\s{0,4}源|作\s{0,4}者|编辑|责编|审核|时间|日期|点击数?|浏览(?:量|次数)?|阅读(?:量|次数)?|访问量|字体|字号|记者|摄影)\s{0,3}[:：]"
)
_BARS = re.compile(r"[|｜丨┊│]")
_MARKED = re.compile(r"[:：|｜丨┊│]")
_SHORTEST_MENU, _LONGEST_ENTRY = 4, 10  # entries; characters of one, on an average
_LABELLED = frozenset({Label.TIME, Label.UPDATED})
_DECK, _LONGEST_LABEL_LINE = 2, 60  # lines of text between headline and label line; characters
_ITEMS = 30  # lines among which the next of several items ends
_LOOK = 6
_IMPRINT = 20  # lines at the end of a page
_TEASER = 200
_SHORTEST_LINK = 5  # 打印 and 分享 are shorter, the headlines of other articles are not
_MORE = re.compile(r"(?:详细|详情|全文|更多|查看|>>|»)[\]】)）>»]{0,2}$")
_BEGINNING = 24
_CUT = re.compile(r"\.{2,}|…|\[")
_SUMMARY_HEADINGS = frozenset(
    ("摘要", "导读", "导语", "核心提示", "内容提要", "内容摘要", "内容简介", "简介", "提要", "概要")
)
_SUMMARY = re.compile(
    rf"^[【\[（(]?\s?(?:{'|'.join(sorted(_SUMMARY_HEADINGS))})\s?[】\]）):：\x1f]"
)
_CALLED_SUMMARY = re.compile(
    r"summary|abstract|\bintro|digest|daodu|zhaiyao|tiyao|\bdesc|\bbrief\b|\blead\b"
)
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
    """How many characters of running text a line is: none for links, menus, labels and footers."""
    if line.weight < 0:
        line.weight = _weight_of(line)
    return line.weight


def _weight_of(line: Line) -> int:
    text = line.text
    size = len(text)
    if size < _ENOUGH or line.linked * 2 > size:
        return 0
    if size < _LONG and not _SENTENCE_MARKS.search(text):
        return 0
    if size >= _LONG_ROW:
        return min(size, 1500)
    if begins_page_again(text):
        return 0
    # What all of these have is looked for first: most lines of a text have nothing of the kind.
    marked = _MARKED.search(text) is not None
    return 0 if (marked and (_is_labels(text) or _is_menu(text))) or is_footer(text) else size


def _is_menu(text: str) -> bool:
    """Whether a line is short entries between bars, which need not be links: scripts open them too."""
    entries = _BARS.split(text)
    many = len(entries) >= _SHORTEST_MENU and len(text) <= len(entries) * _LONGEST_ENTRY
    return many and not _SENTENCE_MARKS.search(text)


def _is_labels(text: str) -> bool:
    """Whether a line is labels of the page (来源：… 作者：…, …), for all the commas in it."""
    found = len(_LABELS.findall(text)) if ":" in text or "：" in text else 0
    return found > 1 or (found == 1 and len(text) < _LONG and "。" not in text)


def find_main(document: Document) -> Main:
    """The part of a page that holds its running text.

    Goes down from the page's root into the child that holds most of what its parent holds, for as
    long as one does; in a page without elements the lines speak for themselves. What stands above
    the line that ``<title>`` repeats, or below a line where the page begins again, is no text.
    """
    weights = _weigh(document.lines)
    anchor = _headline_line(document)
    anchor = _labelled_line(document.lines) if anchor < 0 else anchor
    top = anchor + 1 if anchor < 0 else below_deck(document.lines, anchor + 1)
    _only_below(weights, document.lines, anchor, top)
    _without_summary(weights, document.lines)
    _without_imprint(weights, document, anchor)
    sums = [0, *accumulate(weights)]
    path = [(0, len(weights))] if document.is_plain else _descend(document, sums)
    start, end = _climb(document, path, sums)
    good = [index for index in range(start, end) if weights[index]]
    if good:
        main = Main(start, end, good[0], good[-1], sums[end] - sums[start])
        return main if document.is_plain else _below_summary(document, main, path)
    if anchor >= 0:
        return _without_text(document, anchor)
    return Main(start, end, end, start, 0)


def _headline_line(document: Document) -> int:
    """The line that ``<title>`` repeats, -1 without one: the text stands below it.

    Of several the one with the label line below it, for a breadcrumb, a share box or the list of
    related articles may repeat the headline too.
    """
    shown = document.title
    title = "".join(shown.split())
    beginnings = {shown[index : index + 3] for index in range(len(shown))}
    best, best_points = -1, 0
    if len(title) < _SHORTEST_TITLE:
        return best
    begun = [index for index, line in enumerate(document.lines) if line.text[:3] in beginnings]
    for index in begun:
        line = document.lines[index]
        text = line.text
        if not _SHORTEST_TITLE <= len(text) <= _LONGEST_TITLE:
            continue
        points = _agreement("".join(text.split()), title)
        if points:
            below = document.lines[index + 1 : index + 4]
            labelled = any(_LABELS.search(one.text) or first_date(one.text) for one in below)
            points += (8 if labelled else 0) - (6 if line.is_link else 0)
        if points > best_points:
            best, best_points = index, points
    return best


def _labelled_line(lines: list[Line]) -> int:
    """The line above the label line, where ``<title>`` names only site and column; -1 without one.

    A list has label lines too, but one for each entry, below a link.
    """
    for is_one in (is_full_label_line, _is_dated_line):
        found = [index for index, line in enumerate(lines) if is_one(line)]
        if len(found) == 1 and not lines[found[0] - 1].is_link:
            return found[0] - 1
    return -1


def is_full_label_line(line: Line) -> bool:
    """Whether a line has a date with its label, and another label."""
    if not _ENOUGH <= len(line.text) < _LONG_ROW or line.is_link or not may_hold_date(line.text):
        return False
    found = lex(line.text)
    return len(found) > 1 and any(
        one.kind in _LABELLED and first_date(one.value) is not None for one in found
    )


def _is_dated_line(line: Line) -> bool:
    """Whether a line is a date and a name or two, and no clock."""
    text = line.text
    if len(text) >= _LONG or line.linked or "星期" in text or first_date(text) is None:
        return False
    return is_label_line(text)


def _agreement(text: str, title: str) -> int:
    """How much of a page's title a line is; a short piece counts only as its beginning."""
    if title.startswith(text):
        return len(text) + 4
    if text not in title or len(text) < _SURELY:
        return 0
    return len(text) if len(text) * 2 > len(title) or not title.endswith(text) else 0


def below_deck(lines: list[Line], top: int) -> int:
    """The label line below a sentence or two that stand under the headline; ``top`` without one.

    What is longer than all that follows is no such deck, nor the first of several items that are
    signed with source and day each.
    """
    deck = 0
    for index in range(top, min(top + _DECK + 1, len(lines))):
        line = lines[index]
        if _labels_the_page(line):
            is_deck = 0 < deck <= _text_from(lines, index, deck) and not _goes_on(lines, index)
            return index if is_deck else top
        deck += weight_of(line)
    return top


def _goes_on(lines: list[Line], index: int) -> bool:
    """Whether a label line follows below more text, before the page begins again."""
    seen = 0
    for line in islice(lines, index + 1, index + _ITEMS):
        if begins_page_again(line.text):
            return False
        if seen and _labels_the_page(line) and weight_of(line) == 0 and not line.linked:
            return True
        seen += weight_of(line)
    return False


def _labels_the_page(line: Line) -> bool:
    """Whether a line is a label line beyond doubt: a date with its time, or with a label beside it."""
    date = first_date(line.text) if len(line.text) < _LONGEST_LABEL_LINE else None
    if date is None or line.text[0] in "（(【[" or not is_label_line(line.text):
        return False
    return date.precision != "day" or any(one.kind is not Label.OTHER for one in lex(line.text))


def _text_from(lines: list[Line], start: int, enough: int) -> int:
    """How much text there is from a line on, counted until there is enough."""
    weight = 0
    for line in islice(lines, start, None):
        weight += weight_of(line)
        if weight >= enough:
            break
    return weight


def _only_below(weights: list[int], lines: list[Line], anchor: int, top: int) -> None:
    """Take away the weight of what stands above the headline, and below the end of the article.

    ``top`` is the line below the headline and its deck.
    """
    below = sum(weights[anchor + 1 :])
    if anchor >= 0 and below * 4 >= sum(weights[:anchor]):
        weights[: anchor + 1] = [0] * (anchor + 1)
    if top > anchor + 1:
        weights[anchor + 1 : top] = [0] * (top - anchor - 1)
    seen, rest = 0, sum(weights)
    for index in range(top, len(weights)):
        text = lines[index].text
        if seen * 8 >= rest and seen and surely_begins_page_again(text):
            weights[index:] = [0] * (len(weights) - index)
            return
        rest -= weights[index]
        if weights[index] or (not seen and anchor >= 0 and _could_be_text(lines[index])):
            seen += len(text)


def _without_summary(weights: list[int], lines: list[Line]) -> None:
    """Take away the weight of the first text if it is a summary of what follows."""
    heavy = [index for index, weight in enumerate(weights) if weight][:_LOOK]
    if len(heavy) > 1:
        first, following = lines[heavy[0]], [lines[index] for index in heavy[1:]]
        if _is_called_summary(first) or _is_repeated(first.text, following):
            weights[heavy[0]] = 0


def _without_imprint(weights: list[int], document: Document, anchor: int) -> None:
    """Take away the weight of what a site says of itself in the blocks that hold its imprint."""
    lines = document.lines
    last = range(max(anchor + 1, len(lines) - _IMPRINT), len(lines)) if anchor >= 0 else ()
    imprints = [index for index in last if names_the_owner(lines[index].text)]
    if not imprints:
        return
    done = anchor + 1
    # Most blocks end before the first of them, which are told apart without a step of the loop.
    for _, start, end, _ in [block for block in document.blocks if block[2] > imprints[0]]:
        if start < done:
            continue
        if start > imprints[-1]:
            break  # they are in the order of their first lines
        if not any(start <= index < end for index in imprints):
            continue
        has_text = any(map(_could_be_text, lines[anchor + 1 : start]))
        if has_text or sum(weights[start:end]) * 2 < sum(weights):
            weights[start:end] = [0] * (end - start)
            done = end


def _could_be_text(line: Line) -> bool:
    """Whether a short line may be the text of a short article: a caption, a verse."""
    return not line.linked and not is_furniture(line.text) and not _is_head(line)


def _weigh(lines: list[Line]) -> list[int]:
    """The weight of each line; none for what tells of another article below a link to it."""
    # Most lines are links and menus, which are told apart without a call.
    weights = [
        weight_of(line) if (size := len(line.text)) >= _ENOUGH and line.linked * 2 <= size else 0
        for line in lines
    ]
    for index, weight in enumerate(weights):
        if weight and weight < _TEASER and _is_teaser(lines, index):
            weights[index] = 0
    return weights


def _is_teaser(lines: list[Line], index: int) -> bool:
    line, above = lines[index], lines[index - 1]
    if line.linked and _MORE.search(line.text):
        return True
    return index > 0 and above.is_link and len(above.text) >= _SHORTEST_LINK


def is_summary(document: Document, main: Main, index: int) -> bool:
    """Whether a line above the text's container is its summary (导读, 摘要): that is no part of it.

    The template's name for it tells, the word at its head, or that the text says it again.
    """
    line = document.lines[index]
    following = document.lines[main.start : main.start + _LOOK]
    headed = index > 0 and document.lines[index - 1].text in _SUMMARY_HEADINGS
    return headed or _is_called_summary(line) or _is_repeated(line.text, following)


def _is_called_summary(line: Line) -> bool:
    called = names_of(islice(ancestors(line.element), 2))
    return begins_with_summary(line) or _CALLED_SUMMARY.search(called) is not None


def begins_with_summary(line: Line) -> bool:
    """Whether a line says that it is a summary, with a mark or an element of its own for the word."""
    return _SUMMARY.match(line.marked) is not None


def _is_repeated(text: str, lines: list[Line]) -> bool:
    shown = _CUT.split(text[: _BEGINNING + 2], maxsplit=1)[0][:_BEGINNING]
    return len(shown) >= _ENOUGH and any(shown in line.text for line in lines)


def _below_summary(document: Document, main: Main, path: list[tuple[int, int]]) -> Main:
    """The same without a summary above the innermost container of the text."""
    start = main.start
    if start >= path[-1][0]:
        return main
    inner = replace(main, start=path[-1][0])
    while start < inner.start and is_summary(document, inner, start):
        start += 1
    return replace(main, start=start, first=max(start, main.first))


def _without_text(document: Document, anchor: int) -> Main:
    """A poem, captions, a line or two: what stands below headline and labels, by its place alone."""
    lines = document.lines
    start = anchor + 1
    while start < len(lines) and _is_above_text(lines[start]):
        start += 1
    around = (end for _, first, end, _ in reversed(document.blocks) if first <= anchor)
    end = next((end for end in around if end > start), start)
    for index in range(start, end):
        if begins_page_again(lines[index].text):
            end = index
            break
    return Main(start, end, start, max(start, end - 1), 0)


def _is_above_text(line: Line) -> bool:
    return is_furniture(line.text) or _is_head(line) or _is_called_summary(line)


def _descend(document: Document, sums: list[int]) -> list[tuple[int, int]]:
    """The lines of the page, of its block that holds most of the text, and so on inwards.

    Parents stand before their children in the list of blocks, and only one child can hold most of
    what its parent holds, so that one look at each block is enough.
    """
    path = [(0, len(document.lines))]
    at, enough = -1, sums[-1] * _KEEP
    for index, (element, start, end, parent) in enumerate(document.blocks):
        if start >= path[-1][1]:
            break  # they are in the order of their first lines
        if parent != at:
            continue
        weight = sums[end] - sums[start]
        if weight < enough or not weight:
            continue
        if end - start <= 1 and _is_paragraph(element):
            break  # one long paragraph does not make its short neighbours no text
        path.append((start, end))
        at, enough = index, weight * _KEEP
    return path


def _is_paragraph(element: etree._Element) -> bool:
    """Whether an element is one of the paragraphs of a text: a p, or one of several set alike."""
    if element.tag in _PARAGRAPHS:
        return True
    style = element.get(b"class"), element.get(b"style")
    beside = (_beside(element, preceding=True), _beside(element, preceding=False))
    return any(style) and any(
        one is not None and (one.tag, one.get(b"class"), one.get(b"style")) == (element.tag, *style)
        for one in beside
    )


def _beside(element: etree._Element, *, preceding: bool) -> etree._Element | None:
    """The next element with text; empty ones stand between paragraphs."""
    siblings = islice(element.itersiblings(preceding=preceding), _FEW_EMPTY)
    elements = (one for one in siblings if isinstance(one.tag, str))  # comments are siblings too
    return next((one for one in elements if any(text.strip() for text in one.itertext())), None)


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
    weights = [weight_of(line) for line in lines[first : main.end]]
    rest, seen = sum(weights), 0
    for index, weight in enumerate(weights, first):
        text = lines[index].text
        if begins_page_again(text):
            share = 4 if surely_begins_page_again(text) else 1.5
            if seen * share >= rest:
                return index
        seen += weight
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
        is_figure = _cell_of(line) is not None and not line.is_link
        is_page = line.is_link or is_furniture(line.text) or (imprint and is_footer(line.text))
        if is_figure or not is_page:
            break
        end -= 1
    return end


def paragraphs(lines: list[Line]) -> list[str]:
    """The text of the lines of a body, without furniture between them.

    The cells of a table's row (names in columns) make one paragraph.
    """
    found: list[str] = []
    last: etree._Element | None = None
    for line in lines:
        cell = _cell_of(line)
        if cell is None and is_furniture(line.text):
            continue
        if cell is not None and _is_beside(cell, last) and len(found[-1]) < _LONG_ROW:
            found[-1] = f"{found[-1]} {line.text}"
        else:
            found.append(line.text)
        last = cell
    return found


def _is_beside(cell: etree._Element, last: etree._Element | None) -> bool:
    """Whether two cells stand side by side in one row."""
    if last is None or cell is last:
        return False
    return cell.getparent() is last.getparent()


def _cell_of(line: Line) -> etree._Element | None:
    """The cell of a table with columns that a short line stands in, None if it stands in none."""
    if len(line.text) >= _LONG:
        return None
    for element in islice(ancestors(line.element), 3):
        if element.tag in ("td", "th"):
            is_alone = element.getnext() is None and element.getprevious() is None
            return None if is_alone else element
        if element.tag not in ("p", "div"):
            return None
    return None
