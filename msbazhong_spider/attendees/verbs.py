"""What is said to be done: every verb of the guideline, and the words that turn a clause around.

A verb is found by its characters, so each pattern also says what must not follow: 调研|组 and
慰问|金 are nouns, 座谈|会 is an event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.lexicon import any_of, guarded, lines, words
from msbazhong_spider.items import Action

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Kind(StrEnum):
    """How a word works in its clause."""

    CHAIR = "chair"
    SPEAK = "speak"  # 汇报, 致辞: a part in the event
    TELL = "tell"  # 介绍, 汇报 by those who receive a visit
    SAY = "say"  # 强调, 指出, 要求: what follows is what was said
    REMARK = "remark"  # 说, 表示, 认为: at an event a speech, in a feature an interview
    DIRECT = "direct"  # 部署, 安排 as the last act of a meeting: the meeting's, not the chair's
    JOIN = "join"
    TAKE_PART = "take_part"
    OBSERVE = "observe"
    ACCOMPANY = "accompany"
    INSPECT = "inspect"
    VISIT = "visit"  # 看望, 慰问: whoever follows is visited
    MEET = "meet"
    HEAR = "hear"  # 听取 X 的汇报: X spoke
    CITE = "cite"  # 传达 X 的讲话: X was not there
    APPOINT = "appoint"  # 任命 X: X was not there
    INVITE = "invite"  # 邀请 X 作辅导: X acts
    LEAD = "lead"  # 带领 X: X does what follows too
    ACT = "act"  # 来到, 捐赠, 带队: taking part in a way that no other word names
    LOOK = "look"  # 查看, 察看: an inspection where nothing clearer is said
    DIE = "die"  # 因公殉职: the subject takes part in nothing
    EMBED = "embed"  # 希望 X, 欢迎 X: what follows is not done here


ACTIONS = {
    Kind.CHAIR: Action.CHAIR,
    Kind.SPEAK: Action.SPEAK,
    Kind.TELL: Action.SPEAK,
    Kind.SAY: Action.SPEAK,
    Kind.REMARK: Action.SPEAK,
    Kind.DIRECT: Action.SPEAK,
    Kind.JOIN: Action.ATTEND,
    Kind.TAKE_PART: Action.ATTEND,
    Kind.ACT: Action.ATTEND,
    Kind.LOOK: Action.INSPECT,
    Kind.OBSERVE: Action.OBSERVE,
    Kind.ACCOMPANY: Action.ACCOMPANY,
    Kind.INSPECT: Action.INSPECT,
    Kind.VISIT: Action.INSPECT,
    Kind.MEET: Action.MEET,
}


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb or turning word of a clause, at ``start`` to ``end`` of the compact text."""

    start: int
    end: int
    kind: Kind
    word: str

    @property
    def action(self) -> Action | None:
        """The action that the subject is given, None for words that only turn the clause."""
        return ACTIONS.get(self.kind)


# What makes a noun of an inspection (调研|组), and what makes an event of it (调研|座谈会).
_PARTS = {
    "noun": "(?!(?:检查|督[查导]|指导|调研|考察|服务|帮扶|评估|验收|核查)?[组团队]"
    "|员|室|办|处|科|局|站|中心|表|单|报告|成果|课题|材料|对象|反馈|情况反馈"
    "|专员|总队|支队|大队)",
    "event": "(?!座谈会|会议|会|仪式|活动|启动|汇报会|反馈会|推进会|见面会|培训"
    "|动员|总结|工作会|工作座谈|工作推进|工作部署|工作动员)",
    "any": "(?:(?!会议|仪式|座谈会|活动|大会|典礼|座谈会|或|陪同)[^，。；：！？\\n、]){0,18}?",
    "inspection": any_of(words("inspections")),
}


def _patterns() -> Iterator[tuple[str, str]]:
    """Yield (kind, pattern) of ``words/verbs.txt``; where several fit, the first of them wins."""
    for line in lines("verbs"):
        kind, pattern = line.split(" ", 1)
        for name, part in _PARTS.items():
            pattern = pattern.replace(f"{{{name}}}", part)
        yield kind, pattern


def _compiled() -> re.Pattern[str]:
    groups = [
        (kind, "|".join(pattern for _, pattern in entries))
        for kind, entries in groupby(_patterns(), key=itemgetter(0))
    ]
    branches = (f"(?P<{kind}_{n}>{pattern})" for n, (kind, pattern) in enumerate(groups))
    return re.compile(guarded(branches))


VERB_PATTERN = _compiled()
_KINDS = {name: Kind(name.rsplit("_", 1)[0]) for name in VERB_PATTERN.groupindex}


def kind_of(match: re.Match[str]) -> Kind:
    """Return the kind of a match of ``VERB_PATTERN``."""
    return _KINDS[match.lastgroup or ""]


# Few texts tell of a death: they alone are searched for the words that say so.
_DEATHS = ("世", "殉职", "遇难", "身亡", "牺牲", "生命")
_DIES = re.compile(
    r"(?:去世|逝世|病逝|辞世|离世|殉职|遇难|身亡)(?=了?(?:[，。；！]|$|\n)|享年|终年|年仅)"
    "|(?:离开|告别)了?(?:人世|人间|这个世界)(?!的|后|前)|与世长辞|溘然长逝"
    "|牺牲(?=了?(?:[，。；！]|$|在|自己的?生命))|献出了?[^，。；]{0,12}生命(?=[，。；！]|$)"
)


def _outside_names(
    text: str, verbs: list[Verb], names: Sequence[tuple[int, int]]
) -> Iterator[Verb]:
    """Read what begins inside a name once more from its end: 李作民|带领人员检查, not 作…检查.

    A book's title is one: 以《做好人》为题|致辞, not 做…致辞.
    """
    ends = {at: end for start, end in names for at in range(start, end)}
    for verb in verbs:
        end = ends.get(verb.start, verb.end)
        if end >= verb.end:
            yield verb
            continue
        for match in VERB_PATTERN.finditer(text, end, verb.end):
            yield Verb(match.start(), match.end(), kind_of(match), match[0])


def find_verbs(text: str, names: Sequence[tuple[int, int]] = ()) -> list[Verb]:
    """Return the verbs of the compact text in order; ``names`` are spans of names and titles."""
    verbs = [
        Verb(match.start(), match.end(), kind_of(match), match[0])
        for match in VERB_PATTERN.finditer(text)
    ]
    verbs = list(_outside_names(text, verbs, names)) if names else verbs
    if not any(word in text for word in _DEATHS):
        return verbs
    deaths = [Verb(m.start(), m.end(), Kind.DIE, m[0]) for m in _DIES.finditer(text)]
    return sorted(verbs + deaths, key=attrgetter("start")) if deaths else verbs
