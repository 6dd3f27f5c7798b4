"""The collectives (各镇党政主要负责同志): attendees whom the report names as a group.

A collective is a noun phrase that ends in a word for people, holds no name, and is the subject of a
verb of taking part. Organs that share one such word are one collective; each further word for
people closes another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.clauses import sentences
from msbazhong_spider.attendees.lexicon import any_of, words
from msbazhong_spider.attendees.verbs import ACTIONS, Kind, verbs_in
from msbazhong_spider.items import Collective, Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msbazhong_spider.attendees.mentions import Mention
    from msbazhong_spider.attendees.text import Compact
    from msbazhong_spider.attendees.verbs import Verb

_HEADS = any_of(words("collective_heads"))
_HEAD_AT_END = re.compile(f"(?:{_HEADS})(?:们)?(?:（[^（）]{{1,10}}）)?(?:共|共计|约|近)?(?:\\d+(?:余|多)?(?:人|名|位))?$")
_BARE_HEAD = re.compile(f"(?:副|常务副|第一)?(?:{_HEADS})$")
_BODY_HEAD = re.compile("(?:代表团|采访团|考察团|访问团|工作组|调研组|考察组|督导组|检查组|工作队|团队|小组)$")
_SEPARATOR = re.compile("以及|[，；、和及与暨]")
_TRAILING = re.compile(
    r"(?:分别|应邀|先后|也|均|都|还|一同|共同|一起|全程|随同|到场|到会|现场|随后|依次|"
    r"(?:在|以|通过)[^，。；、]{1,18}|等|共|参加|同步|集中|按要求|受邀|特邀|一并|或|和|、|及|\d+(?:余|多)?人|围绕[^，。]{1,30}|就[^，。]{1,30}|向[^，。]{1,20}|对[^，。]{1,30})+$"
)
_LEADING = re.compile(
    r"^(?:以及|及|和|与|并|由|还有|会上|会议|随后|其中|同时|另外|此外|当天|活动中|仪式上|[^，。；、]{0,8}(?:的还有|的有|还有|有)|"
    r"(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚)?|近日|日前|来自|组织|邀请|等)"
)
_TAKES_PART = frozenset(
    (Kind.JOIN, Kind.OBSERVE, Kind.ACCOMPANY, Kind.INSPECT, Kind.TELL, Kind.SPEAK, Kind.MEET, Kind.HEAR)
)
_LIST_HEAD = re.compile(
    r"(?:出席|参加|列席|陪同|就[座坐]|参会|与会|调研|到会)[^，。；：\n]{0,24}?的?(?:还|主要)?(?:有|包括|是)(?=：|[^，。]{3})(?!关|效|力|序|所)"
)
_UNDER = re.compile(r"在([^。；！？\n]{2,200}?)(?:的)?陪同下")
_LED_END = re.compile("[，。；、\n]|赴|来(?!自)|前往|深入|到|对|在|检查|调研|考察|督导|督查|走访|慰问|开展|莅临|参加|一行|现场|先后|视察|就")
_DELEGATION = re.compile(r"([^，。；：、\n“”]{0,14}?(?:代表团|采访团|考察团|访问团))(?=来|赴|到|走进|一行|在|莅|与|访|参观|，|召开|一同|前来)")
_NOT_A_GROUP = re.compile("会议|主持|指出|强调|要求|上述|成为|作为|记者问|[“”《》]|召开|举行|作出|了")
_MAX_GROUP = 70


def find_groups(page: Compact, mentions: list[Mention], masked: list[tuple[int, int]]) -> list[Collective]:
    """Return the collectives in the order of the text, each once."""
    found = list(_delegations(page, masked))
    for start, end in sentences(page):
        if not _in_headline(page, start):
            found += _in_sentence(page, start, end, mentions)
    return _unique(page, sorted(found))


def _in_headline(page: Compact, start: int) -> bool:
    return any(
        line.start <= start < line.end and line.field is not Field.BODY for line in page.lines[:12]
    )


_Found = tuple[int, int, Kind]


def _delegations(page: Compact, masked: list[tuple[int, int]]) -> Iterator[_Found]:
    for match in _DELEGATION.finditer(page.text):
        start, end = match.span(1)
        name = match[1]
        cut = max((m.end() for m in re.finditer("率领|率|会见了?|以.{2,30}为团长的|接待|欢迎|代表|的|与|对|在|来|陪同", name)), default=0)
        if len(name) - cut > 4 and not any(first <= start < last for first, last in masked):
            yield start + cut, end, Kind.JOIN


def _in_sentence(page: Compact, start: int, end: int, mentions: list[Mention]) -> Iterator[_Found]:
    text = page.text
    inside = [m for m in mentions if start <= m.start < end]
    for match in _UNDER.finditer(text, start, end):
        yield from _in_region(page, match.start(1), match.end(1), inside, Kind.ACCOMPANY)
    listing = _LIST_HEAD.search(text, start, end)
    if listing is not None:
        yield from _in_region(page, listing.end(), end, inside, Kind.JOIN)
    floor = start
    for verb in verbs_in(text, start, end):
        if any(m.left <= verb.start < m.after for m in inside):
            continue
        if verb.kind is Kind.LEAD:
            yield from _led(page, verb, end, inside)
        if verb.kind in (Kind.SAY, Kind.REMARK, Kind.EMBED):
            return
        if verb.kind in _TAKES_PART and (listing is None or verb.start < listing.start()):
            yield from _in_region(page, floor, verb.start, inside, verb.kind)
        floor = _next_clause(text, verb.end, end)


def _next_clause(text: str, start: int, end: int) -> int:
    match = re.compile("[，；。！？\n]").search(text, start, end)
    return match.end() if match else end


def _led(page: Compact, verb: Verb, end: int, inside: list[Mention]) -> Iterator[_Found]:
    stop = verb.end
    people = [m for m in inside if m.start >= verb.end]
    while (match := _LED_END.search(page.text, stop, end)) is not None and match[0] == "、":
        stop = match.end()
    stop = match.start() if match else end
    if people and people[0].left < stop:
        return
    region = page.text[verb.end : stop]
    if _BODY_HEAD.search(region) and len(region) > 4:
        yield verb.end, stop, Kind.JOIN
    else:
        yield from _in_region(page, verb.end, stop, inside, Kind.JOIN)


def _in_region(
    page: Compact, start: int, end: int, mentions: list[Mention], kind: Kind
) -> Iterator[_Found]:
    """Yield the collectives between two offsets, in what the people named there leave over."""
    trailing = _TRAILING.search(page.text, start, end)
    if trailing is not None and trailing.end() == end:
        end = trailing.start()
    position = start
    for mention in [m for m in mentions if start <= m.start < end]:
        yield from _pieces(page, position, mention.left, kind)
        position = mention.after
        if page.text.startswith("等", position):
            position = _skip_label(page.text, position)
    yield from _pieces(page, position, end, kind)


def _skip_label(text: str, position: int) -> int:
    match = re.compile("等[^，。；、及和以]{0,10}(?=[，。；、及和以]|出席|参加)").match(text, position)
    return match.end() if match else position + 1


def _pieces(page: Compact, start: int, end: int, kind: Kind) -> Iterator[_Found]:
    text = page.text
    opened = start
    last: tuple[int, int] | None = None
    for piece_start, piece_end, separator in _split(text, start, end):
        if separator in ("，", "；"):
            opened = piece_start
            if last is not None:
                yield *last, kind
                last = None
        first = _after_lead_in(text, piece_start, piece_end) if opened == piece_start else opened
        piece = text[piece_start:piece_end]
        if last is not None and separator == "、" and _BARE_HEAD.fullmatch(piece):
            last = last[0], piece_end
            opened = piece_end
            continue
        if last is not None and separator:
            yield *last, kind
            last = None
        if _HEAD_AT_END.search(piece):
            begin = first if opened == piece_start else _after_lead_in(text, opened, piece_end)
            if _is_group(text[begin:piece_end]):
                last = begin, piece_end
            opened = piece_end + 1
        elif separator in ("，", "；", ""):
            opened = piece_start
        if last is not None:
            opened = piece_end + len(separator or "、")
    if last is not None:
        yield *last, kind


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield pieces with the separator before each; 和 inside an organ's name parts nothing."""
    position, separator = start, ""
    for match in _SEPARATOR.finditer(text, start, end):
        if match[0] in "和与及" and not _HEAD_AT_END.search(text, position, match.start()):
            continue
        if _in_bracket(text, start, match.start()):
            continue
        if match.start() > position:
            yield position, match.start(), separator
        position, separator = match.end(), match[0]
    if position < end:
        yield position, end, separator


def _in_bracket(text: str, start: int, at: int) -> bool:
    return text.rfind("（", start, at) > text.rfind("）", start, at)


def _after_lead_in(text: str, start: int, end: int) -> int:
    match = _LEADING.match(text[start:end])
    return start + match.end() if match else start


def _is_group(group: str) -> bool:
    return 2 < len(group) <= _MAX_GROUP and not _NOT_A_GROUP.search(group)


def _unique(page: Compact, found: list[_Found]) -> list[Collective]:
    groups: dict[str, Collective] = {}
    for start, end, kind in found:
        name = page.raw[start:end].strip("，、；：和及")
        bracket = name.count("（") - name.count("）")
        if not name or bracket or any(name in known for known in groups):
            continue
        for known in [known for known in groups if known in name]:
            if known.endswith(("团", "组")):
                del groups[known]
        groups[name] = Collective(name, ACTIONS.get(kind, ACTIONS[Kind.JOIN]), page.span(start, end))
    return list(groups.values())
