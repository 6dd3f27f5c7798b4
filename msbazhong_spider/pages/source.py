"""来源: where a report comes from, as the page prints it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msbazhong_spider.pages.dates import iter_dates
from msbazhong_spider.pages.document import names_of
from msbazhong_spider.pages.labels import Label, lex, trim
from msbazhong_spider.pages.names import is_name, split_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msbazhong_spider.pages.document import Document, Line

_METAS = ("contentsource", "source", "og:source", "mediaid", "article:source", "copyfrom")
_FOUNDER = re.compile(r"<source>([^<]{2,40})</source>|<founder-source[^>]*>([^<]{2,40})<")
_CALLED = re.compile(
    r"\bsource\b|\bsour\b|laiyuan|\bly\b|ly_|_ly|\borigin\b|media-?name|copyfrom|come-?from|\bfrom\b|\bmedia\b"
)
_ACCOUNT = re.compile(r"nickname|js_name|account[-_]?name|profile")
_ORGAN = re.compile(
    r"(?:社|报|网|台|局|新闻|发布|中心|在线|周刊|时报|日报|晚报|早报|频道|杂志|客户端|传媒|融媒|电视|广播|财经|卫视|都市报|之声|观察|人民政府|办公室|委员会|宣传部|组织部|公众号|头条)$"
)
_NOTHING = frozenset({"未知", "不详", "无", "暂无", "佚名", "-", "--"})
_LONGEST = 60


def find_source(
    document: Document, above: Sequence[Line], below: Sequence[Line], before: Sequence[Line]
) -> tuple[str | None, str]:
    """The source and the rule that found it.

    ``above`` are the lines between headline and text, ``below`` those after the text, ``before``
    those above the headline.
    """
    found = _labelled(above) or _slashed(above) or _called(above) or _beside_date(above)
    found = found or _labelled(below[:8]) or _labelled(before[-6:])
    return found or _declared(document)


def _labelled(lines: Sequence[Line]) -> tuple[str, str] | None:
    for index, line in enumerate(lines):
        if len(line.text) > 300:
            continue
        marked = line.marked
        for found in lex(marked):
            if found.kind is not Label.SOURCE:
                continue
            value = clean_source(_first_piece(found.value))
            if not value and found.end >= len(marked) and index + 1 < len(lines):
                following = lines[index + 1].text
                value = (
                    clean_source(following) if len(following) <= 30 and not lex(following) else ""
                )
            if value:
                return value, f"label {found.word}"
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
    value = trim(re.sub(r"^(?:来源|信息来源)\s*[:：]\s*", "", value))
    value = trim(re.split(r"\s*[|｜]\s*|\s{3,}|\s+\d+\s*(?:人|次|条|评论)", value, maxsplit=1)[0])
    return "" if value in _NOTHING or len(value) > _LONGEST else value


def _slashed(lines: Sequence[Line]) -> tuple[str, str] | None:
    """石某/中国某报, between headline and date."""
    for line in lines:
        found = re.fullmatch(r"([^/／]{2,20})[/／]([^/／]{2,20})", line.text)
        if found and _ORGAN.search(found[2]) and all(map(is_name, split_names(found[1]))):
            return found[2].strip(), "name/source"
    return None


def _called(lines: Sequence[Line]) -> tuple[str, str] | None:
    """What the template itself calls the source: a piece of a line, or a line."""
    for line in lines:
        if len(line.text) > 80:
            continue
        for cell, style in zip(line.cells, line.styles, strict=False):
            lowered = style.lower()
            if style and (
                _ACCOUNT.search(lowered) or (_CALLED.search(lowered) and _ORGAN.search(cell))
            ):
                rest = _rest(cell)
                if rest:
                    return rest, "class that says source"
        if line.element is not None and _CALLED.search(names_of([line.element])):
            rest = _rest(line.text)
            if rest and _ORGAN.search(rest):
                return rest, "class that says source"
    return None


def _beside_date(lines: Sequence[Line]) -> tuple[str, str] | None:
    """An organisation by itself on the date's line or on the line beside it."""
    dated = [index for index, line in enumerate(lines) if next(iter_dates(line.text), None)]
    for index in dated:
        for piece in (*lines[index].cells, lines[index].text):
            rest = _rest(piece)
            if rest and _ORGAN.search(rest):
                return rest, "beside the date"
    for index in dated:
        for near in (index - 1, index + 1):
            if 0 <= near < len(lines):
                text = lines[near].text
                if 2 <= len(text) <= 16 and _ORGAN.search(text) and not lex(text):
                    return text, "line beside the date"
    return None


def _rest(text: str) -> str:
    for dated in iter_dates(text):
        text = f"{text[: dated.start]} {text[dated.end :]}"
        break
    labelled = lex(text)
    if labelled:
        text = text[: labelled[0].start]
    rest = trim(text)
    return rest if 2 <= len(rest) <= 16 and " " not in rest else ""


def _declared(document: Document) -> tuple[str | None, str]:
    for name in _METAS:
        value = clean_source(document.metas.get(name, ""))
        if value and re.search(r"[\u3400-\u9fff]", value):
            return value, f"meta {name}"
    found = _FOUNDER.search(document.text)
    if found:
        return clean_source(found[1] or found[2]) or None, "enpproperty"
    return None, ""
