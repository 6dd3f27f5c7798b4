"""Why a page is an article: a headline, its label line, and text of its own below it.

Pages of articles carry menus, hot lists and related links that are longer than a short report, and
listings carry dates and summaries. What tells them apart is the order: an article's label line
stands beside its headline, before the first link to another report; a listing's dates stand beside
such links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from msbazhong_spider.pages.body import is_full_label_line, weight_of
from msbazhong_spider.pages.dates import first_date
from msbazhong_spider.pages.document import text_of
from msbazhong_spider.pages.furniture import is_furniture, surely_begins_page_again
from msbazhong_spider.pages.labels import Label, lex
from msbazhong_spider.pages.title import is_label_line, say_the_same, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msbazhong_spider.pages.document import Line
    from msbazhong_spider.pages.reading import Reading

_LITTLE, _SOME, _ENOUGH = 30, 40, 150  # characters of running text
_NEAR = 10  # lines after the headline within which its label line stands
_ABOVE = 12  # lines before it: official pages print a table of dates and numbers there
_BELOW = 10
_ENTRY, _SHORTEST, _FEWEST = 8, 5, 4  # characters of a link that is, could be, may be a headline
_SUMMARY = 40  # characters of a line that is no headline but the beginning of a text
_LONGEST_LABEL_LINE = 200
_SECTION_LIKE = 8  # characters of a headline that could as well be a section's name
_FEW_LINKS, _FEW_ENTRIES = 40, 3
_LABELS = frozenset({Label.TIME, Label.SOURCE, Label.WRITER, Label.EDITOR, Label.REPORTER})
_DECLARED = re.compile(
    r'"@type"\s*:\s*"(?:News|Reportage)?(?:News)?Article"|<!--\s*/?enp(?:content|property)|<founder-content',
    re.IGNORECASE,
)
_SITE = re.compile(r"(?:网|网站|门户|首页|频道|专题|栏目|平台|客户端)$")
_DECLARING = ("articletitle", "article:published_time", "contenttitle")
# What a site says of itself in the form of an article, without a date.
_IMPRINT = re.compile(
    r"(?:关于(?:我们|本站|本网)|联系(?:我们|方式)|网站(?:声明|简介|地图|介绍|概况|律师)|法律声明|免责声明|版权声明|隐私(?:政策|声明|保护)|广告(?:服务|刊例|合作)|"
    r"(?:加入|招聘)我们|诚聘英才|站点地图|使用(?:帮助|协议|条款)|用户(?:协议|注册|登录)|会员(?:登录|注册|中心)|(?:服务|注册)(?:条款|协议)|意见(?:反馈|征集)表?|在线(?:投稿|留言|咨询))"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a page is an article.

    ``labelled`` says that headline and label line stand together: then nothing that the text says
    speaks against it.
    """

    why: str
    labelled: bool


def article_evidence(reading: Reading) -> Evidence | None:
    """Why a page is an article; None if it is none."""
    if reading.hinted.title and reading.hinted.body:
        return Evidence("headline and text where the site's hints say", labelled=True)
    start, end = _headline_lines(reading)
    stands = start >= 0
    agreed = _is_agreed(reading)
    if not reading.headline.text or (stands and not agreed and _is_entry_of_list(reading, start)):
        return None
    labelled = stands and _is_labelled(reading, start, end)
    text = _text_below(reading.document.lines, end if stands else reading.main.first)
    if labelled and _outweighs_list(reading, end, agreed=agreed):
        return Evidence(_LABELLED if text else _NO_TEXT, labelled=True)
    if is_imprint(reading):
        return None
    why = _by_text(reading, text, stands=stands, agreed=agreed)
    return Evidence(why, labelled=labelled) if why else None


def is_imprint(reading: Reading) -> bool:
    """Whether a page tells of the site itself, as its headline says (关于我们, 联系我们)."""
    return _IMPRINT.fullmatch(squeeze(reading.headline.text)) is not None


_LABELLED = "headline, label line and running text"
_NO_TEXT = "headline and label line"


def _is_entry_of_list(reading: Reading, start: int) -> bool:
    """Whether what looks like a headline is an entry of a list: a link, or the summary under one."""
    document, text = reading.document, reading.headline.text
    line = document.lines[start]
    if line.linked * 2 > len(line.text):
        # The one great heading of a page may link to the page itself.
        return reading.headline.rule != "<h1>" or not _is_labelled(reading, start, start + 1)
    if not (text.endswith(("…", "...")) or len(text) >= _SUMMARY):
        return False
    near = range(max(start - 2, reading.trail.end), start + 1)
    return any(at in near and len(text_of(link)) >= _SHORTEST for link, at in document.links)


def _is_agreed(reading: Reading) -> bool:
    return "<title>" in reading.headline.rule or "meta" in reading.headline.rule


def _by_text(reading: Reading, text: int, *, stands: bool, agreed: bool) -> str | None:
    """Evidence without a label line: a headline and enough text."""
    main, document = reading.main, reading.document
    if _is_declared(reading) and (text >= _LITTLE or stands):
        return "the page's own data call it an article"
    if _is_list(reading):
        return None
    if main.weight >= _ENOUGH and (agreed or document.is_plain or stands):
        return "headline and running text"
    few = len(document.links) < _FEW_LINKS and main.weight >= _SOME
    if agreed and stands and (few or (text >= _LITTLE and not _names_a_place(reading))):
        return "headline that <title> repeats, and running text"
    return None


def _names_a_place(reading: Reading) -> bool:
    """Whether a headline could as well be the name of a section or of the site."""
    headline = reading.headline.text
    return _is_section_like(reading) or _SITE.search(headline) is not None


def _is_section_like(reading: Reading) -> bool:
    headline = reading.headline.text
    return len(headline) <= _SECTION_LIKE or headline in reading.trail.steps


def _headline_lines(reading: Reading) -> tuple[int, int]:
    """The lines of the headline: where it was read, or the first other line that is the same.

    With little text of its own a page seems to have its text elsewhere, far from the headline.
    """
    headline, lines = reading.headline, reading.document.lines
    if headline.start >= 0:
        return headline.start, headline.end
    for index, line in enumerate(lines):
        near = abs(len(line.text) - len(headline.text)) <= _BELOW
        if near and not line.is_link and say_the_same(line.text, headline.text):
            return index, index + 1
    return -1, -1


def _is_labelled(reading: Reading, start: int, end: int) -> bool:
    """Whether a label line stands with the headline: below it, above it, or below the text."""
    lines, main = reading.document.lines, reading.main
    if any(_is_label(line) for line in _before_entries(lines[end : end + _NEAR])):
        return True
    above = lines[max(0, start - _ABOVE) : start]
    if any(_has_label(line, {Label.TIME}) or is_full_label_line(line) for line in above):
        return True
    tail = lines[main.last + 1 : main.last + _BELOW]
    return main.weight > 0 and any(
        len(line.text) < 120 and not line.linked and _has_label(line, {Label.TIME, Label.EDITOR})
        for line in tail
    )


def _is_entry(line: Line) -> bool:
    """Whether a line links to something with a name as long as a headline's."""
    return line.linked >= _ENTRY and line.linked * 2 > len(line.text) and not _is_label(line)


def _is_label(line: Line) -> bool:
    if line.is_link:
        return False
    if _has_label(line, _LABELS):
        return True
    dated = first_date(line.text) is not None
    return is_label_line(line.text) and (line.linked == 0 if dated else line.linked < _ENTRY)


def _has_label(line: Line, kinds: set[Label] | frozenset[Label]) -> bool:
    if len(line.text) >= _LONGEST_LABEL_LINE or line.is_link:
        return False
    return any(found.kind in kinds for found in lex(line.text))


def _outweighs_list(reading: Reading, end: int, *, agreed: bool) -> bool:
    """Whether headline and label line are an article's and not those of a list of reports.

    A section's name with a list under it, each entry with its date first, looks nearly the same;
    but its dates have no labels.
    """
    lines = reading.document.lines
    if not _is_section_like(reading):
        return True
    if any(_has_label(line, _LABELS) for line in _before_entries(lines[end : end + _NEAR])):
        return True
    text = sum(map(weight_of, _before_entries(lines[end:])))
    return text >= _LITTLE or (agreed and not _has_dated_links(lines[end : end + _NEAR]))


def _before_entries(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        if _is_entry(line):
            return
        yield line


def _has_dated_links(lines: Sequence[Line]) -> bool:
    """Whether a link has a date beside it, as the entries of lists have."""
    return any(
        line.linked >= _FEWEST
        and any(first_date(one.text) for one in lines[max(0, index - 1) : index + 2])
        for index, line in enumerate(lines)
    )


def _text_below(lines: Sequence[Line], end: int) -> int:
    """How much running text stands below the headline, before the page begins again.

    It is counted until there is enough beyond doubt.
    """
    weight = entries = 0
    for line in islice(lines, end, None):
        entries = entries + 1 if _is_entry(line) else 0
        if weight >= _LITTLE or entries >= _FEW_ENTRIES or surely_begins_page_again(line.text):
            break
        weight += weight_of(line)
    return weight


def _is_declared(reading: Reading) -> bool:
    """Whether the publisher's metadata speak of an article."""
    document = reading.document
    metas = document.metas
    if any(name in metas for name in _DECLARING) or metas.get("og:type", "").lower() == "article":
        return True
    return _DECLARED.search(document.text) is not None


def _is_list(reading: Reading) -> bool:
    """Links as long as headlines between the lines of text, or many with dates: a listing."""
    main, lines = reading.main, reading.document.lines
    if reading.document.is_plain or main.weight == 0:
        return False
    between = lines[main.first : main.last + 1]
    texts = sum(not line.linked and _is_text(line.text) for line in between)
    headlines = [line for line in between if line.linked >= 8 and line.linked * 3 >= len(line.text)]
    dated = sum(first_date(line.text) is not None for line in headlines)
    return len(headlines) >= 4 and (len(headlines) * 2 >= texts or dated >= 4)


def _is_text(text: str) -> bool:
    return len(text) >= 14 and not is_furniture(text) and not is_label_line(text)
