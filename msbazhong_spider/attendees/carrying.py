"""The organ that a bare deputy takes over: 县政协主席王某，副主席魏某 is 县政协副主席.

A deputy without an organ belongs to the last one named before it whose head it answers to. Which
post answers to which is the table ``_ANSWERS``; heads of departments (提案委员会主任) take nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_RANKS = (
    "主任委员|主任|科长|处长|厅长|司长|股长|主席|会长|理事长|院长|校长|总经理|总裁|董事长|书记|镇长|乡长|局长|部长|师长|旅长|团长|组长|队长|所长"
    "|站长|馆长|社长|行长|台长|厂长|场长|园长|检察长|专员|总编辑|主委|总队长|支队长|大队长|司令员|政委|政治委员|指挥长|总指挥|干事长"
)
_MODIFIERS = "(?:常务|专职|第一|执行|轮值|兼职|挂职|名誉|荣誉)?"
# What stands behind the organ in a post.
_OFFICE = re.compile(
    "(?:(?:党委|党组|党工委|党总支|党支部|总支|支部)(?:第一|专职)?副?(?:书记|委员|成员)|(?<!学校)党委常委"
    "|(?:代理?|常务|专职|第一|执行|轮值|名誉|荣誉|永远|永久|首席|创会|首任|创始|原|资深)*(?:副|总)?"
    f"(?:{_RANKS}|秘书长|经理|顾问|理事))(?:兼.{{1,12}})?$"
)
_NO_ORGANS = frozenset(("监事会", "理事会", "董事会", "大会", "家长学校"))
_MONTH = re.compile("[\\d一二三四五六七八九十]{1,2}月份?$")  # 六月份|轮值会长
_COUNTY = re.compile("副(县长|市长|区长|旗长|州长|省长|盟长)")
_PLACE = re.compile("..+[县市区旗州省盟](?:人民)?(?:政府)?$")


@dataclass(frozen=True, slots=True)
class _Answer:
    """A bare post, what the post before it must hold, how its organ must end, and how near."""

    bare: re.Pattern[str]
    before: re.Pattern[str]
    organ: re.Pattern[str]
    near: int


def _answer(bare: str, before: str, organ: str, near: int) -> _Answer:
    return _Answer(re.compile(bare), re.compile(before), re.compile(f"(?:{organ})$"), near)


_ANY = ".."
_ANSWERS = (
    _answer(f"(?:{_MODIFIERS}副|执行|轮值|名誉|荣誉)会长", "会长|监事长|工商联副?主席", _ANY, 200),
    _answer("(?:执行|轮值|名誉|荣誉)主席", "主席", "会|联|盟|社", 200),
    _answer(
        "(?:代|执行|常务|副)?秘书长", "会长|主席|主任|理事长|秘书长", "会|政协|人大|联|盟|协", 120
    ),
    _answer("副?秘书长", "主委|主任委员", "委|会|社|盟|联", 120),
    _answer("(?:常务|执行)?副?秘书长", "主任", "(?:关工|组|筹|工)委", 120),
    _answer("监事长|监事会主席", "会长|秘书长|理事长", "会", 120),
    _answer("党组成员|党组副书记|(?:专职|驻会)常委", "", "会|政协|人大|联|府|院|局|委", 200),
    _answer("(?:常务|执行)?副?(?:总经理|总裁)", "董事长|总经理|总裁|书记", _ANY, 200),
    _answer("党委", "校党委", "校", 200),
    _answer("党工委(?:副书记|委员)", "党工委", "[区园]|街道", 200),
    _answer("部长|政委|政治委员", "人武部|武装部", "部", 20),
    _answer("(?:[一二]级)?巡视员", "主任|局长|厅长", "办|局|厅|委", 20),
    _answer(
        "党委(?:副书记|常委|委员)", "", "学院|学校|大学|公司|集团|局|院|镇|乡|街道|校|厂|场|行", 200
    ),
    _answer("副书记", "镇长|乡长", "镇|乡", 60),
    _answer(f"{_MODIFIERS}副院长", "书记|院长", "学院|医院|院", 200),
    _answer(f"{_MODIFIERS}副校长", "书记|校长", "大学|学校|中学|小学|学院|..校", 200),
    _answer(f"{_MODIFIERS}副镇长", "镇", "镇", 200),
    _answer(f"{_MODIFIERS}副乡长", "乡", "乡", 200),
)
_DEPUTY = re.compile(f"{_MODIFIERS}副(?P<head>{_RANKS})")
_PARTY = re.compile("([^、]+(?:党委|党组|党工委|党总支|党支部|纪委))书记")
# 省书法家协会顾问李甲，副主席王乙
_ADVISER = re.compile("(?:协会|学会|联合会|商会)(?:顾问|理事|秘书长)$")
_OF_SOCIETIES = frozenset(("主席", "会长", "理事长", "主任"))
# 县教育局党组书记李甲、副局长王乙, 区公安局政委李甲、副局长王乙: the party's secretary or the
# commissar of the organ whose deputy follows.
_UNITS = {
    head: _answer("", "(?:党[委组]|党工委|党总支|党支部)书记$|政委$", organ, 60)
    for head, organ in (
        *((f"{unit}长", unit) for unit in "局馆台社厅站所园处行部师旅团"),
        ("大队长", "大队"),
        ("支队长", "支队"),
        ("主任", "委|办|办公室|中心|委员会|供销社"),
        ("主席", "联|联合会|政协|工会"),
        ("会长", "会"),
    )
}
# 县委常委、组织部长李甲，常委、宣传部长王乙
_COMMITTEE = re.compile("[^、]{1,6}委(?=常委|书记|副书记)")
_NEAR_DEPUTY, _NEAR_ADVISER, _NEXT_DOOR = 400, 60, 10


@lru_cache(maxsize=4096)
def is_bare(post: str) -> bool:
    """Tell whether a post may take over an organ."""
    if post.startswith("常委、"):
        return True
    return bool(_DEPUTY.match(post) or _COUNTY.match(post)) or any(
        answer.bare.match(post) for answer in _ANSWERS
    )


def carry_organ(post: str, before: str, distance: int = 0) -> str:
    """Give a bare deputy the organ of a post that stands ``distance`` characters before it.

    >>> carry_organ("副主席", "县政协主席")
    '县政协副主席'
    >>> carry_organ("副县长", "县委副书记、县长")
    '副县长'
    >>> carry_organ("副县长", "青塘县县长")
    '青塘县副县长'
    """
    if post.startswith("常委、"):
        committee = _COMMITTEE.match(before) if distance <= _NEAR_ADVISER else None
        return (committee[0] if committee else "") + post
    if county := _COUNTY.match(post):
        return (_place_of(before, county[1]) if distance <= _NEXT_DOOR else "") + post
    answers = [answer for answer in _ANSWERS if answer.bare.match(post)]
    for answer in answers:
        carried = _with_organ(post, before, answer) if distance <= answer.near else post
        if carried != post:
            return carried
    if answers and not post.startswith("副书记"):
        return post
    return _carry_to_deputy(post, before, distance)


def _carry_to_deputy(post: str, before: str, distance: int) -> str:
    if post.startswith("副书记") and (party := _PARTY.search(before)):
        return party[1] + post
    deputy = _DEPUTY.match(post)
    if deputy is None or distance > _NEAR_DEPUTY:
        return post
    advised = deputy["head"] in _OF_SOCIETIES and distance <= _NEAR_ADVISER
    if deputy["head"] in before or (advised and _ADVISER.search(before)):
        organ = _organ_with(before, deputy["head"])
        return organ + post if organ else _with_organ(post, before, None)
    unit = _UNITS.get(deputy["head"])
    return _with_organ(post, before, unit) if unit and distance <= unit.near else post


def _organ_with(before: str, head: str) -> str:
    """Return 县公安局 of 县政府党组成员、县公安局党委书记、局长: the organ of that head."""
    organ = ""
    for part in before.split("、"):
        organ = organ_of(part) or organ
        if part.endswith(head):
            return organ
    return ""


def _with_organ(post: str, before: str, answer: _Answer | None) -> str:
    for part in before.split("、"):
        organ = organ_of(part)
        if organ and (
            answer is None or (answer.before.search(part) and answer.organ.search(organ))
        ):
            return organ + post
    return post


def organ_of(part: str) -> str:
    """Return the organ of a post, empty if it names none of its own.

    >>> organ_of("县人大常委会副主任")
    '县人大常委会'
    """
    match = _OFFICE.search(part)
    organ = part[: match.start()].removesuffix("本月") if match else ""
    named = len(organ) > 1 or part.startswith("校党委")
    return organ if named and organ not in _NO_ORGANS and not _MONTH.search(organ) else ""


def _place_of(before: str, head: str) -> str:
    """Return 青塘县 of 青塘县县长: the place that a bare 副县长 behind it belongs to."""
    for part in before.split("、"):
        if part.endswith(head):
            place = part.removesuffix(head).removesuffix("副").removesuffix("常务")
            if _PLACE.match(place):
                return place
    return ""
