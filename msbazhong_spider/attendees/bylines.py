"""The stretches that name who made the report (记者, 通讯员, 编辑 ...): nobody there took part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.lexicon import any_of, words
from msbazhong_spider.attendees.names import SURE, read_name, surname_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msbazhong_spider.attendees.names import Name
    from msbazhong_spider.attendees.text import Compact, Line

_MAKERS = f"(?:{any_of(words('makers'))})(?!问|提问|招待|会|朋友|节|证)"
_MAKER = re.compile(
    f"(?<!(?:告诉|面对|回答))(?<!的)(?<!总(?=编辑))(?<!工(?=作者))(?:{_MAKERS})(?:[：/／|｜丨]|$)?"
)
_BRACKET = re.compile(r"[（【]([^（）【】\n]{1,90})[）】]")
_IN_BRACKET = re.compile(f"(?:{_MAKERS}|摄$|/摄|文$|图$|讯员|新闻热线|报料)")
_MAKER_LINE = re.compile(
    f"(?:.{{0,14}}(?:融媒|日报|传媒|新媒|网|台|报|客户端|中心|新闻).{{0,10}})?(?:{_MAKERS})[：/／|｜丨]?"
)
_MAX_LINE = 80
_MAX_SIGNATURE = 24


def maker_regions(page: Compact) -> list[tuple[int, int]]:
    """Return the stretches (start, end) of the compact text that name the report's makers."""
    regions = [region for line in page.lines for region in _line_regions(page, line)]
    regions += _brackets(page)
    regions += _announced(page)
    return sorted(regions)


def _line_regions(page: Compact, line: Line) -> Iterator[tuple[int, int]]:
    text = page.text[line.start : line.end]
    if len(text) <= _MAX_LINE and _MAKER_LINE.match(text) and "。" not in text:
        yield line.start, line.end


def _brackets(page: Compact) -> Iterator[tuple[int, int]]:
    for match in _BRACKET.finditer(page.text):
        inside = match[1]
        if _IN_BRACKET.search(inside) or _is_signature(page, match):
            yield match.span()


def _is_signature(page: Compact, match: re.Match[str]) -> bool:
    """Tell a bracket of names that closes a paragraph: （阎 丽 谯 欢）, （市防火办 赵楠）."""
    text, end = page.text, match.end()
    if end < len(text) and text[end] != "\n":
        return False
    if len(match[1]) > _MAX_SIGNATURE or re.search("[。，；：]", match[1]):
        return False
    position = match.start(1)
    if match.start() == 0 or text[match.start() - 1] == "\n":
        return any(
            _closes(page, start, match.end(1)) for start in range(position, match.end(1) - 1)
        )
    while position < match.end(1):
        name = read_name(page, position)
        if name is None:
            return False
        position = name.end + (text[name.end] in "、/")
    return True


def _closes(page: Compact, start: int, end: int) -> bool:
    name = read_name(page, start) if surname_length(page.text, start, rare=False) else None
    return name is not None and name.end == end


def _announced(page: Compact) -> Iterator[tuple[int, int]]:
    """Yield 记者王五 通讯员赵六 in running text: the word and the names behind it."""
    for match in _MAKER.finditer(page.text):
        end = match.end()
        for name in _names_from(page, end):
            end = name.end
        if end > match.end():
            yield match.start(), end


def _names_from(page: Compact, start: int) -> Iterator[Name]:
    name = read_name(page, start, strong=True)
    while name is not None:
        yield name
        step = page.text[name.end : name.end + 1] in ("、", "/")
        if not step and name.end not in page.breaks and name.grade == SURE:
            return
        name = read_name(page, name.end + step)
