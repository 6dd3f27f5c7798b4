"""来源: where a report comes from, as the page prints it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from msbazhong_spider.pages.dates import first_date, iter_dates, leading_host
from msbazhong_spider.pages.declared import declared_sources
from msbazhong_spider.pages.document import name_of
from msbazhong_spider.pages.english import english_source
from msbazhong_spider.pages.furniture import is_furniture
from msbazhong_spider.pages.labels import Label, lex, trim
from msbazhong_spider.pages.names import is_name, is_organ, split_names, words
from msbazhong_spider.pages.subtitles import is_tool_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msbazhong_spider.pages.document import Document, Line

_CALLED = re.compile(
    r"(?<!re)source|\bsour\b|laiyuan|\bly\b|ly_|_ly|\borigin\b|media-?name|copyfrom|come-?from"
    r"|\bfrom|\bwhere\b|\bmedia\b"
)
_ACCOUNT = re.compile(r"nickname|js_name|account[-_]?name|profile")
_ORGAN = re.compile(
    r"(?:社|报|网|台|局|新闻|发布|中心|在线|周刊|时报|日报|晚报|早报|频道|杂志|客户端|传媒|融媒|电视|广播|财经|卫视|都市报|之声|观察|人民政府|办公室|委员会|宣传部|组织部|公众号|头条)$"
)
_SECTION = re.compile(
    r"(?:时政|图片|国内|国际|社会|民生|本地|综合|要闻|工作|部门|乡镇|镇村|校园|学校|学院|公司|企业|行业|最新|热点|视频|头条|新闻|通知|政务)"
    r"(?:新闻|要闻|动态|发布|头条|资讯|快讯|中心|频道)"
)
_PLAIN = re.compile(r"[\u3400-\u9fffA-Za-z0-9·+]{2,16}")
# What stands beside a paper's name where a report's day and page are told.
_PAGE = r"第?\s?[A-Z]?\d{1,3}\s?版"
_EDITION = re.compile(rf"《.{{3,14}}》|{_PAGE}|星期[一二三四五六日天]")
_BESIDE_PAPER = re.compile(rf"{_PAGE}|数字报|电子[报版]|[《》（）()【】\[\]：:|｜/,，\s]+")
_BEGINS_WITH_PAPER = re.compile(r"[（(【\[]?\s?(?:原?载(?:自|于)?|刊于|转自|摘自)?\s?[:：]?\s?《")
_PAPER = re.compile(r"[\u3400-\u9fff]{2,10}(?<![预海通简本])(?:报|周刊|导刊|杂志)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_NOTHING = frozenset({"已", "未知", "不详", "无", "暂无", "佚名", "-", "--"})
_LONGEST, _LONGEST_NAME = 60, 16
# Who published a page, on sites that print no source beside it.
_PUBLISHERS = frozenset(
    "供稿单位 供稿部门 投稿单位 投稿部门 来稿单位 发稿单位 撰稿单位 撰稿部门 稿件提供 信息提供 信息提供者 信息提供单位 信息提供部门 提供单位 提供部门 报送单位 报送部门 上报单位 上报部门 公布单位 公布部门 供稿科室 发布科室 发布单位 发布部门 发布机构 发布".split()  # noqa: SIM905  a list of words reads better without the marks
)
_BY_PERSONS_TOO = frozenset({"发布", "稿件提供", "信息提供", "信息提供者"})
_SAID_TWICE = re.compile(r"^(?:来源|信息来源)\s*[:：]\s*")
_ROLES = r"(?:(?:[\u3400-\u9fff]{0,5})记者|通讯员|作者|编辑|责编|文[/／、|]图|图[/／、|]文|摄影)"
_WHO_BEHIND = re.compile(rf"[\s\x1f]+{_ROLES}")
_OWN_REPORTER = re.compile(r"(.{2,16}?)(?:特约|首席|见习)?记者\s+(\S+)")  # 某某报记者 李甲
_MORE_BEHIND = re.compile(r"\s*[|｜]\s*|\s{3,}|\s+\d+\s*(?:人|次|条|评论)")
_DISCLAIMS = re.compile(r"^.{0,10}(?:凡|注明|声明|转载请|除.{0,6}外)|不得|授权|版权")
_TOOLS_BEHIND = re.compile(
    r"(?<=[\u3400-\u9fff])\s?(?:我要评论|我来说两句|我要纠错|加入收藏|【?字[号体]|【?打印).*$"
)
_IS_SLASHED = re.compile(r"([^/／]{2,20})[/／]([^/／]{2,20})")
_CLOCK_BEHIND = re.compile(r"\s+\d{1,2}:\d{2}(?::\d{2})?\s*$")


@dataclass(frozen=True, slots=True)
class Places:
    """The lines of a page where a source may stand.

    ``above`` stand between headline and text, ``below`` after the text, ``before`` above the
    headline; ``within`` are the label lines at both ends of the text itself, ``ends`` its last
    lines, which may tell the paper that it is reprinted from.
    """

    above: Sequence[Line]
    below: Sequence[Line]
    before: Sequence[Line]
    within: Sequence[Line] = ()
    ends: Sequence[Line] = ()


def find_source(document: Document, places: Places) -> tuple[str | None, str]:
    """The source and the rule that found it; None and no rule where the page prints none."""
    return next(all_sources(document, places), (None, ""))


def all_sources(document: Document, places: Places) -> Iterator[tuple[str, str]]:
    """Source and rule of all evidence, the best first; worked out as far as it is asked for."""
    above, below, before = places.above, places.below[:8], places.before[-6:]
    for find, lines in (
        (_labelled, above),
        (_slashed, above),
        (_called, above),
        (_of_edition, above),
        (_beside_date, above),
        (_english, above),
        (_labelled, below),
        (_labelled, before),
        (_labelled, places.within),
        (_published_by, (*above, *before)),
    ):
        found = find(lines)
        if found:
            yield found
    declared = _declared(document)
    if declared:
        yield declared
    found = _of_edition(before) or _of_edition(places.ends, alone=True)
    if found:
        yield found


def _labelled(lines: Sequence[Line]) -> tuple[str, str] | None:
    for index, line in enumerate(lines):
        if len(line.text) > 300 or _DISCLAIMS.search(line.text):
            continue
        for found in lex(line.marked):
            if found.kind is not Label.SOURCE:
                continue
            value = clean_source(_first_piece(found.value))
            if not value and found.end >= len(line.marked):
                value = _pictured(line) or _next_value(lines[index + 1 : index + 2])
            if value and not _is_sentence(value):
                return value, f"label {found.word}"
    return None


def _is_sentence(value: str) -> bool:
    """Whether what follows a label is text: a source is a name, or a few."""
    return "。" in value or (len(value) > 24 and "，" in value)


def _next_value(following: Sequence[Line]) -> str:
    """The value that stands in the block after its label."""
    for line in following:
        if len(line.text) <= 30 and not lex(line.text) and not line.is_link:
            return clean_source(line.text)
        if len(line.text) <= 30 and line.is_link and _ORGAN.search(line.text):
            return line.text
    return ""


def _pictured(line: Line) -> str:
    """The name of a source whose logo stands in place of its name."""
    for image in line.element.iter("img") if line.element is not None else ():
        value = clean_source(image.get("alt") or image.get("title") or "")
        if _HAN.search(value) and len(value) <= _LONGEST_NAME:
            return value
    return ""


def _published_by(lines: Sequence[Line]) -> tuple[str, str] | None:
    """发布单位, where there is no source; in the table of an official document it is a register's."""
    found = [one for line in lines if len(line.text) <= 300 for one in lex(line.marked)]
    if any(one.word == "索引号" for one in found):
        return None
    for one in found:
        value = clean_source(_first_piece(one.value)) if one.word in _PUBLISHERS else ""
        if one.word in _BY_PERSONS_TOO and not (_ORGAN.search(value) or is_organ(value)):
            continue  # a person who published it
        if value and not _is_sentence(value):
            return value, f"label {one.word}"
    return None


def _first_piece(value: str) -> str:
    """A value up to the next element, unless all elements hold names."""
    pieces = [piece for piece in value.split("\x1f") if piece.strip()]
    if len(pieces) > 1 and all(is_name(name) for piece in pieces for name in split_names(piece)):
        return " ".join(pieces)
    return pieces[0] if pieces else ""


def clean_source(value: str) -> str:
    """A source without the date that follows it; empty for what says nothing."""
    for dated in iter_dates(value):
        value = value[: dated.start] if dated.start >= 2 else value[dated.end :]
        break
    value = trim(_SAID_TWICE.sub("", value))
    value = trim(_WHO_BEHIND.split(value, maxsplit=1)[0])
    if (own := _OWN_REPORTER.match(value)) and is_name(own[2]):
        value = own[1]
    value = _CLOCK_BEHIND.sub("", _TOOLS_BEHIND.sub("", value))
    value = trim(_MORE_BEHIND.split(value, maxsplit=1)[0])
    clicks = is_tool_line(value) or is_furniture(value)  # 来源：  手机扫码阅读
    says_nothing = clicks or value in _NOTHING or not _LETTER.search(value)  # 来源：  0 阅读
    return "" if says_nothing or len(value) > _LONGEST else value


def _slashed(lines: Sequence[Line]) -> tuple[str, str] | None:
    """石某/中国某报, between headline and date."""
    for line in lines:
        found = _IS_SLASHED.fullmatch(line.text)
        if found and _ORGAN.search(found[2]) and all(map(is_name, split_names(found[1]))):
            return found[2].strip(), "name/source"
    return None


def _called(lines: Sequence[Line]) -> tuple[str, str] | None:
    """What the template itself calls the source: a piece of a line, or a line."""
    for line in lines:
        if len(line.text) > 80:
            continue
        dated = first_date(line.text) is not None
        for cell, called in zip(line.cells, line.called, strict=False):
            if called and (
                _ACCOUNT.search(called)
                or (_CALLED.search(called) and (_ORGAN.search(cell) or (dated and _is_plain(cell))))
            ):
                rest = _rest(cell)
                if rest:
                    return rest, "class that says source"
        if is_called_source(line) and _ORGAN.search(_rest(line.text)):
            return _rest(line.text), "class that says source"
    return None


def _is_plain(cell: str) -> bool:
    """Whether what the template calls the source beside the date is a name, and no person's."""
    if not _PLAIN.fullmatch(cell) or not _HAN.search(cell) or cell in words("not_names"):
        return False
    return not is_furniture(cell) and not all(map(is_name, split_names(cell)))


def is_called_source(line: Line) -> bool:
    """Whether the template calls a line or a piece of it the source, and a name stands there."""
    if line.element is None or len(line.text) > 80:
        return False
    if any(map(_ACCOUNT.search, line.called)):
        return True
    if not _CALLED.search(name_of(line.element)):
        return False
    return _ORGAN.search(_rest(line.text)) is not None


def _beside_date(lines: Sequence[Line]) -> tuple[str, str] | None:
    """An organisation by itself on the date's line or on the line beside it."""
    dated = [index for index, line in enumerate(lines) if first_date(line.text)]
    for index in dated:
        for before, piece in pairwise(("", *lines[index].cells, lines[index].text)):
            labelled = lex(before)
            is_value = "：" in piece or (labelled and not labelled[-1].value)
            if is_value and piece != lines[index].text:
                continue  # another label's
            rest = _rest(piece)
            if rest and _ORGAN.search(rest) and not _SECTION.fullmatch(rest):
                return rest, "beside the date"
    for index in dated:
        for near in (index - 1, index + 1):
            if 0 <= near < len(lines):
                text = lines[near].text
                if is_organ_line(text) and not lines[near].is_link:
                    return text, "line beside the date"
    return None


def _english(lines: Sequence[Line]) -> tuple[str, str] | None:
    """The paper on the label line of a page in English."""
    found = next(filter(None, (english_source(line.spaced) for line in lines)), None)
    return (found, "paper beside the date") if found else None


def _of_edition(lines: Sequence[Line], *, alone: bool = False) -> tuple[str, str] | None:
    """The paper whose day and page stand beside its name: 《云岭日报》（2024年03月05日 第A06版）.

    ``alone`` asks that the line begins with the paper, as what ends a text may be text.
    """
    for line in lines:
        if len(line.text) > 80 or not _EDITION.search(line.text):
            continue
        if alone and not _BEGINS_WITH_PAPER.match(line.text):
            continue
        for dated in iter_dates(line.text):
            rest = f"{line.text[: dated.start]} {line.text[dated.end :]}"
            found = [word for word in _BESIDE_PAPER.split(rest) if _PAPER.fullmatch(word)]
            if found:
                return found[0], "paper beside day and page"
    return None


def is_organ_line(text: str) -> bool:
    """Whether a line is an organisation's name and nothing else; a section (时政新闻) is none."""
    if not 2 <= len(text) <= _LONGEST_NAME or _SECTION.fullmatch(text):
        return False
    return _ORGAN.search(text) is not None and not lex(text)


def _rest(text: str) -> str:
    for dated in iter_dates(text):
        text = f"{text[: dated.start]} {text[dated.end :]}"
        break
    labelled = lex(text)
    if labelled:
        text = text[: labelled[0].start]
    rest = trim(text[leading_host(text) :])
    return rest if 2 <= len(rest) <= 16 and " " not in rest else ""


def _declared(document: Document) -> tuple[str, str] | None:
    for rule, text in declared_sources(document):
        value = clean_source(text)
        if value and _HAN.search(value):
            return value, rule
    return None
