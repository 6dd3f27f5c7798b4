"""The lines of an article page by what they are for: label lines, sub-headlines, text, what follows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from msbazhong_spider.pages.body import (
    Main,
    begins_with_summary,
    below_deck,
    end_of_text,
    is_summary,
)
from msbazhong_spider.pages.bylines import is_byline_line, names_of_line, plain_names
from msbazhong_spider.pages.dates import first_date, is_date_piece
from msbazhong_spider.pages.furniture import begins_page_again, is_furniture
from msbazhong_spider.pages.labels import (
    PARTS,
    Label,
    is_edition,
    is_register,
    lex,
    may_begin_with_label,
)
from msbazhong_spider.pages.names import is_organ
from msbazhong_spider.pages.source import is_called_source, is_organ_line
from msbazhong_spider.pages.subtitles import (
    could_be_subtitle,
    is_entry,
    is_marked_subtitle,
    is_paragraph,
    is_tool_line,
    leading_subtitles,
)
from msbazhong_spider.pages.title import is_label_line, say_the_same, share_box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msbazhong_spider.pages.breadcrumb import Trail
    from msbazhong_spider.pages.document import Document, Line
    from msbazhong_spider.pages.title import Headline

_SHORTEST_KICKER = 8
_LONGEST_TOOL = 3  # 微博, 大字号; 某某强调 is a sub-headline
_REGION = 24  # lines after the headline within which labels stand
_BELOW = 14  # lines after the text that may name editors
_BEFORE = 15  # lines above the headline that may be label lines
_LONGEST_VALUE = 30
_SHORTEST_SUMMARY = 40
# What stands below headlines beside sub-headlines: numbers of documents, and what a click does.
_TOOL = re.compile(
    r"〔\d{4}〕|第\s?\d+\s?号|扫码|二维码|手机|客户端|APP|播放|收听|语音|朗读|订阅|关注|转发|点赞|浏览|阅读|[>＞»|｜]"
)
_LONGEST_BUTTON = 12
_COUNTER = 8  # characters: 阅读：1234
_ENDS = 3  # lines at either end of a text that may be label lines
_LONGEST_LABEL_ONLY = 60
# An office's byline: （供稿单位：某镇林业站）
_OFFICES_THAT_WROTE = frozenset(
    f"{what}稿{who}" for what in "供投来发" for who in ("单位", "部门", "科室")
) | {"撰稿单位", "撰稿部门"}
_SAYS_PUBLISHED = re.compile(r"发布|发表|更新|编辑|录入|上传|发稿")


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of an article page by what they are for.

    ``before`` stand above the headline, ``above`` between headline and text, ``body`` are the text
    with the label lines at its ends, which ``within`` holds too; ``below`` follow the text.
    """

    before: list[Line]
    above: list[Line]
    body: list[Line]
    below: list[Line]
    within: list[Line]
    subtitles: tuple[str, ...]


def lay_out(
    document: Document, main: Main, headline: Headline, trail: Trail, said: Sequence[str] = ()
) -> Layout:
    """Tell apart the lines of an article page.

    ``said`` are the sub-headlines that the page itself names to machines.
    """
    lines, start = document.lines, headline.start
    top = headline.end if start >= 0 else max(main.start, trail.end)
    limit = max(top, min(main.end, main.first + 1))
    below = below_deck(lines, top) if start >= 0 else top
    begin = _begin_of_text(lines, below, limit, main.start)
    while begin < main.start and (main.is_exact or _is_no_text(document, main, begin)):
        begin += 1
    stop = max(begin, end_of_text(document, main, begin))
    repeats = begin < stop and say_the_same(lines[begin].text, headline.text)
    count = 0 if repeats else leading_subtitles(lines[begin:stop])
    above_it = _kickers(lines, max(trail.end, start - 2), start)
    between = _between(lines, top, begin)
    subtitles = [line.text for line in (*above_it, *between, *lines[begin : begin + count])]
    body = [line for line in lines[begin + count : stop] if line.text not in said]
    ends = [line for line in (*body[:2], *body[-_ENDS:]) if is_label_only(line.text)]
    ends += [line for line in _credits(body) if line not in ends]
    beside = _beside_headline(lines[start], headline.text) if start >= 0 else None
    return Layout(
        before=lines[max(0, (start if start >= 0 else top) - _BEFORE) : max(start, 0)],
        above=[
            *([beside] if beside and beside.text else []),
            *_without_summary(document, main, top, begin),
        ],
        body=body,
        below=lines[stop : stop + _BELOW],
        within=ends,
        subtitles=tuple(subtitles or said),
    )


def _without_summary(document: Document, main: Main, start: int, end: int) -> Iterator[Line]:
    """The lines without a summary, whose names are those of the text, and may be cut.

    A label line is none, whatever its template calls it.
    """
    for index, line in enumerate(document.lines[start:end], start):
        is_labels = _is_of_the_head(line) and "。" not in line.text
        if len(line.text) < _SHORTEST_SUMMARY or is_labels or not is_summary(document, main, index):
            yield line


def _beside_headline(line: Line, title: str) -> Line | None:
    """What stands behind a headline on its own line, as a line; as a rule nothing."""
    cells = line.cells if len(line.runs) > 1 and line.text != title else ()
    if not cells or cells[0] != title:
        return None
    rest = [index for index, run in enumerate(line.runs) if not run.isspace()][1:]
    runs, holders = [line.runs[index] for index in rest], [line.holders[index] for index in rest]
    return replace(line, text=" ".join(cells[1:]), runs=runs, holders=holders)


def _begin_of_text(lines: list[Line], top: int, limit: int, container: int) -> int:
    """The line after the last label line between headline and text.

    Within the ``container`` of the text a name by itself is the speaker's or the text's.
    """
    begin = top
    dated = False
    for index in range(top, min(limit, top + _REGION)):
        if index < begin:
            continue  # a value whose label stands on the line before
        text = lines[index].text
        if is_paragraph(text) and not (is_label_line(text) or is_edition(text)):
            break
        date = first_date(text)
        if dated and date and date.precision == "day" and _is_bare_label_line(text):
            break  # a second bare date signs the text, it does not label the page
        named = index < container and (
            bool(names_of_line(lines[index])) or _is_button(lines[index]) or is_entry(text)
        )
        goes_on = begin == index and (named or _is_value(lines[index]))
        if goes_on or _is_of_the_head(lines[index]):
            begin = index + 1
            dated = dated or date is not None
            begin += _awaits_value(text, lines[begin : min(begin + 1, limit)])
    return begin


def _is_bare_label_line(text: str) -> bool:
    """Whether a line tells when, whence or by whom without a word that says so."""
    return is_label_line(text) and all(found.kind is Label.OTHER for found in lex(text))


def _is_of_the_head(line: Line) -> bool:
    text = line.text
    return (
        is_label_line(text)
        or is_furniture(text)
        or is_byline_line(text)
        or is_register(text)
        or is_edition(text)
    )


def _is_value(line: Line) -> bool:
    """Whether a line goes on a label line: part of a date, the source, a counter, a button."""
    if is_tool_line(line.text):
        return True
    found = lex(line.text) if len(line.text) <= _LONGEST_VALUE else ()
    if found and found[0].start == 0 and len(found[0].value) < _COUNTER:
        return True
    return all(map(is_date_piece, line.spaced.split())) or is_called_source(line)


def _is_button(line: Line) -> bool:
    return line.is_link and len(line.text) <= _LONGEST_BUTTON


def _awaits_value(text: str, following: Sequence[Line]) -> bool:
    """Whether a label stands at the end of a line, and its value in the next block."""
    found = lex(text)
    if not found or found[-1].value or not following:
        return False
    value, kind = following[0].text, found[-1].kind
    if kind is Label.OTHER:
        return len(value) <= _LONGEST_TOOL and not lex(value)  # 字体：宋
    if kind is Label.SOURCE:
        return len(value) <= _LONGEST_VALUE and not lex(value)
    if kind not in PARTS or len(value) > _LONGEST_VALUE or lex(value):
        return False
    return bool(plain_names(value)) or value.isascii() or is_organ(value)


def _is_no_text(document: Document, main: Main, index: int) -> bool:
    """Tools or a summary between the label line and the container of the text."""
    return _is_tool(document.lines[index]) or is_summary(document, main, index)


def _is_tool(line: Line) -> bool:
    return line.is_link or is_furniture(line.text) or len(line.text) <= _LONGEST_TOOL


def _between(lines: Sequence[Line], top: int, begin: int) -> list[Line]:
    """The sub-headlines between headline and label line.

    There stands also what shares, zooms and counts, the source, and who wrote: a line that no
    template and no dash marks is a sub-headline only directly below the headline.
    """
    found: list[Line] = []
    for index in range(top, begin):
        line = lines[index]
        if index > 0 and _awaits_value(lines[index - 1].text, [line]):
            continue
        is_next = len(found) == index - top
        if is_marked_subtitle(line) or (is_next and _is_unmarked_subtitle(line)):
            found += [line] * (_is_no_tool(line) and not _names_somebody(line))
    return found


def _is_unmarked_subtitle(line: Line) -> bool:
    text = line.text
    is_long = len(text) >= _SHORTEST_KICKER and could_be_subtitle(line)
    if not is_long or is_organ_line(text) or begins_with_summary(line):
        return False
    return _TOOL.search(text) is None


def _names_somebody(line: Line) -> bool:
    return is_byline_line(line.text) or bool(names_of_line(line))


def _kickers(lines: Sequence[Line], first: int, start: int) -> list[Line]:
    """引题: above the headline only what the template calls so, or sets in the headline's own box.

    A section's name stands there too.
    """
    return [
        line
        for line in lines[first : max(0, start)]
        if len(line.text) >= _SHORTEST_KICKER
        and _is_no_tool(line)
        and (is_marked_subtitle(line) or _shares_box(line, lines[start]))
    ]


def _shares_box(line: Line, headline: Line) -> bool:
    """Whether a line is set like a sub-headline in the rows of the headline's own table."""
    return line.tag == "td" and could_be_subtitle(line) and share_box(line, headline)


def _is_no_tool(line: Line) -> bool:
    return not lex(line.text) and not begins_page_again(line.text)


def _credits(body: Sequence[Line]) -> list[Line]:
    """The lines that end a text and tell who made it, among which the source may stand."""
    lines = takewhile(
        lambda line: is_byline_line(line.text) or is_label_only(line.text), reversed(body)
    )
    return list(lines)[::-1]


def is_label_only(text: str) -> bool:
    """Whether a line of a text is no text: 来源：… or 发布时间：… and nothing more."""
    if len(text) >= _LONGEST_LABEL_ONLY or "，" in text:
        return False
    bare = text.lstrip("（(【[")
    if not (may_begin_with_label(bare) or may_begin_with_label(bare[1:])):
        return False  # most lines of a text, told by their first letters
    found = lex(bare)
    if not found or found[0].start > 1:
        return False
    if found[0].word in _OFFICES_THAT_WROTE:
        return bool(found[0].value)
    if found[0].kind is Label.TIME:
        return _SAYS_PUBLISHED.match(found[0].word) is not None and first_date(text) is not None
    return found[0].kind is Label.SOURCE
