"""Who made a report, by all the places of its page that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msbazhong_spider.items import Byline, Part
from msbazhong_spider.pages import bylines
from msbazhong_spider.pages.body import is_full_label_line
from msbazhong_spider.pages.declared import declared_persons
from msbazhong_spider.pages.labels import PARTS, lex
from msbazhong_spider.pages.names import is_name, names_in_company, split_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msbazhong_spider.pages.document import Document, Line
    from msbazhong_spider.pages.layout import Layout

_LONGEST_BELOW = 160
_SHORTLY_BEFORE = 6  # lines above the headline that may be the label line
_ENDS = 3  # last lines of a text, among which it is signed
_LONGEST_LABEL, _LONGEST_VALUE, _LONGEST_AWAITING = 6, 30, 60
_SHORTEST_SITE, _SITES = 3, ("网", "在线", "报社", "日报", "电视台")
_COLONS = frozenset(":：")
_Offer = tuple[str, list[Byline]]


def find_bylines(
    document: Document, layout: Layout, source: str | None
) -> tuple[tuple[Byline, ...], str]:
    """The persons, each once, and the rules that found them.

    What the page tells machines is asked only where no line names anybody who wrote.
    """
    found: list[Byline] = []
    rules: list[str] = []
    for rule, persons in _of_lines(document, layout, source):
        _take(found, rules, rule, persons)
    wrote = any(one.part not in (Part.EDITOR, Part.REVIEWER) for one in found)
    for rule, persons in _declared(document, layout):
        edits = all(one.part is Part.EDITOR for one in persons)
        known = any(one.part is Part.EDITOR for one in found) if edits else wrote
        if not known:
            _take(found, rules, rule, persons)
    return bylines.unique(found), ", ".join(dict.fromkeys(rules))


def all_persons(document: Document, layout: Layout, source: str | None) -> Iterator[_Offer]:
    """Rule and persons of all evidence, in the order asked, for a person who asks why."""
    yield from _of_lines(document, layout, source)
    yield from _declared(document, layout)


def _of_lines(document: Document, layout: Layout, source: str | None) -> Iterator[_Offer]:
    """What the lines of a page offer, without what the site calls itself."""
    for rule, offered in _offers(document, layout, source):
        persons = [one for one in offered if not _is_part_of_site(one.name, document)]
        if persons:
            yield rule, persons


def _take(found: list[Byline], rules: list[str], rule: str, persons: list[Byline]) -> None:
    names = {known.name for known in found}
    fresh = [one for one in persons if one.name not in names]
    if fresh:
        found.extend(fresh)
        rules.append(rule)


def _offers(document: Document, layout: Layout, source: str | None) -> Iterator[_Offer]:
    for index, line in enumerate(layout.above):
        marked = line.marked + _value_behind(layout.above, index)
        yield "label line", bylines.from_labels(marked)
        if not lex(marked):
            yield "line above the text", bylines.from_line(line.text)
        yield "name/source", _slashed(line.text)
        yield "label line", bylines.from_mixed(line.spaced)
        yield "label line", bylines.from_english(line.spaced)
        yield "names before the paper's", bylines.from_edition(line.spaced)
        for rule, persons in (
            ("class that says author", bylines.from_cells(line)),
            ("names below the headline", bylines.names_of_line(line)),
        ):
            yield rule, [one for one in persons if not _is_site(one.name, document, source)]
    for line in layout.before[-_SHORTLY_BEFORE:]:
        if is_full_label_line(line):
            yield "label line above the headline", bylines.from_labels(line.marked)
    yield "names in 来源", _in_source(source or "")
    yield from _of_text(layout.body)
    for index, line in enumerate(layout.below):
        if len(line.text) <= _LONGEST_BELOW and not line.is_link:
            marked = line.marked + _value_behind(layout.below, index)
            yield "line below the text", bylines.from_labels(marked)


def _is_site(name: str, document: Document, source: str | None) -> bool:
    """Whether what could be a name is the site's or the source's, which no label tells apart."""
    return name == source or document.title.endswith(name)


def _is_part_of_site(name: str, document: Document) -> bool:
    """Whether a name is how a site calls itself: <title> has it before 网 or 在线."""
    shown = document.title
    found = shown.rfind(name) if len(name) >= _SHORTEST_SITE else -1
    if found <= 0 or not shown.startswith(_SITES, found + len(name)):
        return False
    return not shown[found - 1].isalnum()  # 记李建国网上办事的一天 names a person


def _of_text(body: Sequence[Line]) -> Iterator[_Offer]:
    texts = [line.text for line in body]
    for text in texts[:2]:
        yield "head of the text", bylines.from_head(text)
    for index, text in enumerate(texts):
        if len(text) <= bylines.LONGEST_LINE:
            whole = text + _value_behind(body, index)
            if bylines.is_byline_line(whole):
                yield "byline in the text", bylines.from_line(whole)
        if "摄" in text or "供图" in text:
            yield "caption", bylines.from_credit(text)
    for text in texts[-2:]:
        yield "end of the text", bylines.from_tail(text)
        yield "end of the text", bylines.from_signature(text)


def _value_behind(lines: Sequence[Line], index: int) -> str:
    """The names of the next line, where a label at the end of a line asks for them; else nothing."""
    text = lines[index].text
    size = len(text)
    if size > _LONGEST_LABEL and (size > _LONGEST_AWAITING or not _asks(text)):
        return ""
    found = lex(text)
    if not found or found[-1].value or found[-1].kind not in PARTS or index + 1 >= len(lines):
        return ""
    value = lines[index + 1].text
    if len(value) > _LONGEST_VALUE or not bylines.plain_names(value):
        return ""
    return value if _asks(text) else f"：{value}"


def _asks(text: str) -> bool:
    return text.rstrip()[-1:] in _COLONS


def _in_source(source: str) -> list[Byline]:
    """Persons whom a site prints as the source."""
    return [Byline(name, Part.REPORTER) for name in names_in_company(source)]


def _slashed(text: str) -> list[Byline]:
    """石某/中国某报: a writer and the source."""
    name, mark, organ = text.partition("/")
    if not mark or len(text) > 30 or not organ or is_name(organ):
        return []
    names = split_names(name)
    return [Byline(one, Part.WRITER) for one in names] if names and all(map(is_name, names)) else []


def _declared(document: Document, layout: Layout) -> Iterator[_Offer]:
    """The persons of metadata; 本报记者 张某 there is a byline like any other.

    ``<meta name=author>`` is often who made the site, so that the page has to show the name too.
    """
    for rule, text, edits in declared_persons(document):
        if len(text) > _LONGEST_VALUE:
            continue
        persons = bylines.parse_byline(text, Part.EDITOR if edits else Part.WRITER, strict=True)
        if rule.startswith("meta"):
            persons = [one for one in persons if _is_shown(one.name, layout)]
        if persons:
            yield rule, persons


def _is_shown(name: str, layout: Layout) -> bool:
    """Whether a name stands around the text, or at its ends."""
    around = (layout.before, layout.above, layout.body[:2], layout.body[-_ENDS:], layout.below)
    return any(name in line.text for lines in around for line in lines)
