"""Who did it: gives each verb of a sentence its subjects, and finds those who only seem to be any.

A sentence is read from left to right as people, verbs and clause marks. People gather until a verb
takes them; the next people begin anew. What was said (强调，…) is no deed: after a verb of saying the
rest of the sentence is left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.lexicon import any_of, words
from msbazhong_spider.attendees.verbs import ACTIONS, Kind, Verb, verbs_in
from msbazhong_spider.items import Action, Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msbazhong_spider.attendees.mentions import Mention
    from msbazhong_spider.attendees.text import Compact

_SENTENCE_END = re.compile("[。！？\n◆]")
_CLAUSE = re.compile("[，；：！？。\n]")
_UNDER = re.compile(
    r"在(?P<who>[^。；！？\n]{2,260}?)的?(?P<how>陪同|陪伴|带领|率领|引导|引领|带队|主持|见证|组织|指导)下"
)
_UNDER_KIND = {
    "主持": Kind.CHAIR,
    "见证": Kind.JOIN,
    "陪同": Kind.ACCOMPANY,
    "陪伴": Kind.ACCOMPANY,
}
_UNDER_KIND |= {"引导": Kind.ACCOMPANY, "引领": Kind.ACCOMPANY}
# 出席会议的还有…: all people behind it did that.
_LIST_HEAD = re.compile(
    r"(?P<verb>出席|参加|列席|陪同|就[座坐]|与会|会见|调研|考察|检查|慰问|见证|参会|到会)[^，。；：\n]{0,24}?"
    r"(?:的(?:[县市区省州旗]?(?:党政)?领导|嘉宾|人员|同志)?(?:还|主要)?(?:有|是|包括)|还有)(?=：|\n|[^，。]{2})"
    r"(?!关|效|力|序|所|着|一定|利|些|不)"
)
_LIST_KINDS = {"列席": Kind.OBSERVE, "陪同": Kind.ACCOMPANY, "会见": Kind.MEET}
_LIST_KINDS |= dict.fromkeys(("调研", "考察", "检查", "慰问"), Kind.INSPECT)
# The event, a body or everybody as subject: what they do, nobody named does.
_BODY_SUBJECT = re.compile(
    r"(?:会议|大会|全会|座谈会|会上，大家|仪式|双方|大家|与会(?:人员|者|同志|代表|领导|干部)|代表们|委员们|各位|专家们|"
    r"(?:督[查导]|调研|考察|检查|工作|视察|慰问|巡[察视]|专家|采访|课题|评估|指导|审议)[^，。；]{0,3}[组团队]|代表团|采访团|全体|各级|"
    r"各[^，。；]{0,12}(?:单位|部门|乡镇|组)|县委、县政府|学员们|同学们|村民们|群众)"
)
_PRONOUN = re.compile(r"(?:随后，|最后，|同时，)?[他她](?!们|的|说的)")
_OBLIQUE = re.compile(
    r"(?:在|对|向|为|给|从|把|被|将|据|到|来到|走进|找到|跟随|跟着|针对|围绕|代|替|关于|学习|缅怀|追忆|贯彻)$"
)
_CITED_BEHIND = re.compile(
    r"(?:同志|等同志|书记|主席|总书记|总理|主任|省长|市长|县长)?(?:[在对关就于来以视考到][^，。；！？\n]{0,60}?|的?(?:系列)?(?:重要|有关|相关)?)?"
    r"的?(?:重要|有关|相关|系列|指示|工作|主题|署名)*(?:讲话|指示|批示|论述|要求|文章|贺信|来信|回信|思想|重要论述|作品|先进事迹|事迹|精神)"
    r"(?:和[^，。；]{0,12})?(?:精神|要求)?(?=[，。；、“《]|$|，|精神|和|后|及|以及|等)"
)
_APPOINTED_BEHIND = re.compile(
    r"(?:同志)?(?:（[^（）]{1,6}）)?(?:当选|为[^，。；]{2,24}(?:人选|候选人|委员|主任|局长|县长|院长|检察长|主席|书记|秘书长)|任[^，。；组]{2,24}(?:长|任|记|席|员)|"
    r"不再担任|辞去|担任[^，。；]{2,20}(?:长|任|记|席|员)(?=。|，|；)|的[^，。；]{2,20}职务|等?(?:\d+|[一二三四五六七八九十]+)(?:人|名同志|名)?(?:为|任|当选)|被(?:任命|选举|推选|评|授)|任职|逝世|去世|同志逝世)"
)
# 李甲当选会长并讲话: elected, and there.
_SPOKE_THEN = re.compile("[^。；，]{0,30}并[^，。；]{0,8}(?:讲话|发言|表态|致辞|宣誓)")
_HOUSEHOLD_BEHIND = re.compile(
    "等?(?:[^，。；]{0,3}(?:户|位|名)[^，。；]{0,6})?(?:一?家|家中|家里|的家|的院|的遗|家的|夫妇|遗属)"
)
_INTERVIEWED = re.compile(
    "[^，。；！？\n]{0,8}(?:告诉记者|对记者|向记者|接受[^，。；]{0,12}采访|接受记者|笑着|高兴地|激动地|开心地|感慨|感叹|回忆|自豪|欣喜|满脸|"
    "欣慰|乐呵呵|笑呵呵|掰着|坦言|竖起|难掩|如是说|心里|介绍，?说“|算[了起]?)"
)
# What may stand between the subject and a verb of saying.
_ADVERBS = re.compile(
    r"(?:同志|一行|等人|等|（[^（）]{1,10}）|分别|先后|还|也|又|并|再次|反复|多次|特别|着重|进一步|一再|首先|最后|随后|明确|郑重|严肃|"
    r"现场|当场|同时|均|都|就此|对此|为此|则|强调并|代表[^，。；]{2,40}?|[在就对向从围绕结合针对][^，。；]{1,60}?|主持会议[并时]|"
    r"听取[^，。；]{0,30}后|充分肯定[^，。；]{0,40}|作[^，。；]{0,10}时|边[^，。；]{1,3}|讲话(?:中|时)?|发言(?:中|时)?|致辞(?:中|时)?|总结讲话(?:中|时)?|表态|"
    r"检查(?:中|时|后)?|调研(?:中|时|后)?|督导(?:中|时|后)?|考察(?:中|时|后)?|慰问(?:中|时|后)?|重点|指示|"
    r"高度评价[^，。；]{0,30}|深情地?|动情地?|语重心长地?|详细|认真|简要|重点|全面)*"
)
_IN_SPEECH = re.compile(
    r"在(?:[^，。；]{0,12})?(?:致辞|致词|讲话|发言|报告|汇报|总结|表态|演讲|点评|辅导|主旨演讲|授课|推介)(?:中|时|里)"
)
_SPEECH_FOLLOWS = re.compile("(?:了)?[，：“]|要|他|全|各|必须|对|做好|一定|[\u4e00-\u9fff]{2}")
_TO_COME = re.compile(
    "(?<![即行必终])将(?=在|于|出席|参加|与|到|赴|率|列席|作|主持|陪同)[^，。；]{0,36}$|将[^，。；]{0,2}$|届时[^。；]{0,10}$|拟[^，。；]{0,4}$"
)
_NOUNLIKE = frozenset(
    (
        Kind.JOIN,
        Kind.INSPECT,
        Kind.VISIT,
        Kind.MEET,
        Kind.ACT,
        Kind.LOOK,
        Kind.SPEAK,
        Kind.TELL,
        Kind.HEAR,
    )
)
_LED = frozenset(("带队", "率队", "率团"))
_TAKES_OBJECT = frozenset((Kind.MEET, Kind.VISIT, Kind.CHAIR, Kind.SPEAK, Kind.TELL))
_OF_OBJECT = frozenset((Kind.INSPECT, Kind.ACT, Kind.VISIT, Kind.JOIN, Kind.LOOK))
_MEANS = re.compile("(?:通过|采取|采用)[^，]*$")
# 对…检查 is what somebody speaks of, unless 进行 or 开展 makes it the deed.
_TOWARDS = re.compile(
    "(?:对|从|关于|对于)(?!口|接)(?!.*(?:进行|开展|实施|予以|给予|全面|深入|实地|现场|作|做)).*$"
)
_SWALLOWED = frozenset((Kind.INSPECT, Kind.VISIT, Kind.MEET, Kind.LOOK))
_COLLECTIVE_SUBJECT = re.compile(f"(?:{any_of(words('collective_heads'))})[^，。；：]{{0,14}}$")
_NOT_SIGNING = re.compile("责任书|承诺书|军令状|目标书|请战书")


@dataclass(slots=True)
class Deed:
    """That somebody did something: the action, the mention that says so, and how strongly."""

    action: Action
    kind: Kind
    mention: Mention
    at: int
    led: bool = False  # 带队, 率队: said of the one who came at the head


@dataclass(slots=True)
class Ledger:
    """What the whole document says of each name."""

    deeds: dict[str, list[Deed]] = field(default_factory=lambda: defaultdict(list))
    # Mentions that speak against presence: id of the mention -> why.
    absent: dict[int, str] = field(default_factory=dict)

    def add(self, mention: Mention, kind: Kind, at: int, *, led: bool = False) -> None:
        """Note that a mention is the subject of a verb of this kind."""
        self.deeds[mention.name].append(Deed(ACTIONS[kind], kind, mention, at, led))


@dataclass(slots=True)
class _State:
    """Where the reading of a sentence stands."""

    subjects: list[Mention] = field(default_factory=list)
    taken: bool = False  # a verb has used the subjects: the next person begins anew
    verb: Verb | None = None  # the last verb of this clause
    agent: list[Mention] = field(default_factory=list)  # 由 X
    joint: list[Mention] = field(default_factory=list)  # 与 X
    blocker: Kind | None = None  # the clause speaks of absent people
    hearing: bool = False
    embedded: bool = False
    content: bool = False  # inside what was said
    listing: Kind | None = None  # 出席会议的有 …
    convened: bool = False  # 主持召开: what the meeting arranges is the meeting's
    accompanied: bool = False
    body_subject: bool = False


class ClauseReader:
    """Reads the sentences of one document and fills the ledger."""

    def __init__(self, page: Compact, mentions: list[Mention]) -> None:
        """Take the compact text and its mentions in order."""
        self.page = page
        self.mentions = mentions
        self.ledger = Ledger()
        self._topic: Mention | None = None
        self._carried: Kind | None = None
        self._under: list[tuple[int, int]] = []

    def read(self) -> Ledger:
        """Return the ledger of the document."""
        at = 0
        for start, end in sentences(self.page):
            inside: list[Mention] = []
            while at < len(self.mentions) and self.mentions[at].start < end:
                if self.mentions[at].start >= start:
                    inside.append(self.mentions[at])
                at += 1
            if inside or self._topic is not None:
                self._sentence(start, end, inside)
        for mention in self.mentions:
            if (
                mention.post is not None
                and mention.post.is_day_role
                and "主席" in mention.post.text
            ):
                self.ledger.add(mention, Kind.JOIN, mention.start)
        return self.ledger

    # -- one sentence

    def _sentence(self, start: int, end: int, mentions: list[Mention]) -> None:
        state = _State()
        state.listing = self._list_from_above(start)
        under = self._read_under(start, end, mentions, state)
        for unit in self._units(start, end, mentions):
            if isinstance(unit, Verb):
                if not any(first <= unit.start < last for first, last in self._under):
                    self._verb(state, unit, start, end)
            elif isinstance(unit, int):
                self._boundary(state, unit, start, end)
            elif unit.start not in under:
                self._person(state, unit, start)
        self._remember(state)

    def _units(
        self, start: int, end: int, mentions: list[Mention]
    ) -> Iterator[Verb | Mention | int]:
        """Yield people, verbs and clause starts (as offsets) in the order of the text."""
        text = self.page.text
        spans = [(mention.left, mention.after) for mention in mentions]
        units: list[tuple[int, int, Verb | Mention | int]] = [(start, 0, start)]
        units += [(mention.start, 2, mention) for mention in mentions]
        units += [
            (verb.start, 2, verb)
            for verb in verbs_in(text, start, end)
            if not any(left <= verb.start < after for left, after in spans)
        ]
        units += [
            (match.end(), 1, match.end())
            for match in _CLAUSE.finditer(text, start, end)
            if match.end() < end
        ]
        units += [(at, 1, at) for at in self._headline_breaks(start, end, mentions)]
        quoted = [match.span() for match in re.finditer("《[^》]{0,80}》", text[start:end])]
        for position, _, unit in sorted(units, key=lambda unit: unit[:2]):
            if not any(first <= position - start < last for first, last in quoted):
                yield unit

    def _headline_breaks(self, start: int, end: int, mentions: list[Mention]) -> Iterator[int]:
        """In headlines white space parts clauses; in the body it pads names."""
        if end > self._body_start:
            return
        inside = {at for mention in mentions for at in range(mention.left + 1, mention.after)}
        yield from (at for at in self.page.breaks if start < at < end and at not in inside)

    @property
    def _body_start(self) -> int:
        return next(
            (line.start for line in self.page.lines if line.field is Field.BODY),
            len(self.page.text),
        )

    def _list_from_above(self, start: int) -> Kind | None:
        kind, self._carried = self._carried, None
        return kind if start else None

    def _remember(self, state: _State) -> None:
        if state.listing is not None and state.subjects == []:
            pass
        if state.body_subject and not state.subjects:
            self._topic = None
        elif len(state.subjects) >= 1:
            self._topic = state.subjects[0]

    def _read_under(self, start: int, end: int, mentions: list[Mention], state: _State) -> set[int]:
        """Read 在 X 的陪同下 and the like; return the starts of the mentions inside."""
        inside: set[int] = set()
        self._under = []
        for match in _UNDER.finditer(self.page.text, start, end):
            opening = self._opening_of(match)
            self._under.append((opening, match.end()))
            people = [m for m in mentions if opening <= m.start < match.end()]
            kind = _UNDER_KIND.get(match["how"])
            for mention in people:
                inside.add(mention.start)
                if kind is not None and not mention.is_commoner:
                    self.ledger.add(mention, kind, match.start("how"))
            if kind is None:  # 在 X 带领下: X does what follows
                state.subjects += people
        return inside

    def _opening_of(self, match: re.Match[str]) -> int:
        """Return where the last 在 stands that can open 在 X 的陪同下."""
        text, at = self.page.text, match.start("how")
        while (at := text.rfind("在", match.start(), at)) > match.start():
            if text[at + 1] not in "家职任" and text[at - 1] not in "正现驻存所":
                return at
        return match.start()

    # -- clause marks

    def _boundary(self, state: _State, at: int, start: int, end: int) -> None:
        text = self.page.text
        mark = text[at - 1] if at > start else ""
        state.verb, state.agent, state.embedded, state.hearing = None, [], False, False
        state.accompanied = False
        if mark == "；" and self._names_soon(at):
            state.content = False
        if mark == "；" and state.taken:
            state.subjects = []
        if state.blocker is not None and not self._blocker_goes_on(state, at):
            state.blocker = None
        if state.content:
            return
        if listing := self._listing(at, end):
            state.listing = listing
        pronoun = _PRONOUN.match(text, at)
        if pronoun is not None and (state.subjects or self._topic is not None):
            topic = state.subjects[-1] if state.subjects else self._topic
            state.subjects, state.taken = [topic] if topic else [], False
            state.body_subject = False
        elif _BODY_SUBJECT.match(text, at) and not self._names_soon(at):
            if not (state.subjects and not state.taken):
                state.subjects, state.taken = [], False
                state.body_subject = True

    def _names_soon(self, at: int) -> bool:
        return any(mention.left == at for mention in self.mentions if mention.left >= at)

    def _listing(self, at: int, end: int) -> Kind | None:
        match = _LIST_HEAD.match(self.page.text, at) or _LIST_HEAD.search(
            self.page.text, at, min(end, at + 60)
        )
        if match is None or "，" in self.page.text[at : match.start()]:
            return None
        kind = _LIST_KINDS.get(match["verb"], Kind.JOIN)
        rest = self.page.text[match.end() : end].strip("：\n")
        if not rest or self.page.text[:end].rstrip("\n").endswith("："):
            self._carried = kind
        return kind

    def _blocker_goes_on(self, state: _State, at: int) -> bool:
        """A list of conveyed speeches goes on over commas: 传达了…精神，李甲在…讲话精神."""
        window = self.page.text[at : at + 90]
        return state.blocker is Kind.CITE and bool(
            re.match(r"[^，。；]{0,60}(?:讲话|批示|指示|要求|文件|会议)(?:精神)?", window)
        )

    # -- people

    def _person(self, state: _State, mention: Mention, start: int) -> None:
        text = self.page.text
        if reason := self._absence(state, mention, start):
            self.ledger.absent[mention.start] = reason
            state.verb = state.verb or Verb(mention.start, mention.start, Kind.EMBED, "")
            state.embedded = True
            return
        if state.content and not self._speaks_next(mention):
            return
        if state.content:
            state.content, state.subjects, state.taken, state.verb = False, [], False, None
        before = text[max(start, mention.left - 2) : mention.left]
        if state.listing is not None and not mention.is_commoner:
            self.ledger.add(mention, state.listing, mention.start)
            state.subjects.append(mention)
            state.taken = True
        elif state.hearing:
            if not mention.is_commoner:
                self.ledger.add(mention, Kind.SPEAK, mention.start)
        elif before.endswith("由") or (state.agent and self._same_list(state.agent[-1], mention)):
            state.agent.append(mention)
        elif before.endswith(("与", "同")) and state.subjects and state.verb is None:
            state.joint.append(mention)
        elif state.joint and self._same_list(state.joint[-1], mention):
            state.joint.append(mention)
        elif state.verb is None or self._extends(state, mention):
            self._subject(state, mention)
        else:
            self._object(state, mention)

    def _same_list(self, one: Mention, other: Mention) -> bool:
        return one.list_id == other.list_id or other.left - one.after <= 1

    def _extends(self, state: _State, mention: Mention) -> bool:
        """Tell whether a person behind a verb still belongs to the subject: 李甲带领王乙检查."""
        return state.verb is not None and state.verb.kind is Kind.LEAD and not mention.is_commoner

    def _subject(self, state: _State, mention: Mention) -> None:
        if state.taken:
            state.subjects, state.taken, state.joint = [], False, []
            state.convened = False
        state.body_subject = False
        state.subjects.append(mention)

    def _object(self, state: _State, mention: Mention) -> None:
        verb = state.verb
        if verb is None or mention.is_commoner:
            state.embedded = True
            return
        if verb.kind is Kind.MEET and "会见" in verb.word or verb.word in ("接见", "洽谈", "座谈"):
            self.ledger.add(mention, Kind.MEET, verb.start)
        elif verb.kind is Kind.ACCOMPANY:
            state.subjects, state.taken, state.accompanied = [mention], False, False
            state.verb = None
            return
        elif verb.kind is Kind.INVITE:
            state.subjects, state.taken, state.verb = [mention], False, None
            return
        elif verb.kind is Kind.VISIT:
            self.ledger.absent.setdefault(mention.start, "visited")
        state.embedded = True

    def _absence(self, state: _State, mention: Mention, start: int) -> str | None:
        """Return why a mention speaks of somebody who was not there, None if it does not."""
        text = self.page.text
        before = text[max(start, mention.left - 4) : mention.left]
        if state.blocker is Kind.CITE:
            return "cited"
        if state.blocker is Kind.APPOINT:
            return "appointed"
        if (
            _APPOINTED_BEHIND.match(text, mention.after)
            and not _SPOKE_THEN.match(text, mention.after)
            and not self._has_role_verb(mention)
        ):
            return "appointed"
        if _HOUSEHOLD_BEHIND.match(text, mention.after):
            return "visited"
        if _OBLIQUE.search(before) and not self._list_under(state):
            return "cited" if before.endswith(("据", "关于")) else "oblique"
        if re.search("(?:传达|学习|转达|通报)", text[start : mention.left]) and _CITED_BEHIND.match(
            text, mention.after
        ):
            return "cited"
        return None

    def _has_role_verb(self, mention: Mention) -> bool:
        return bool(re.match("任组长|任总|为团长", self.page.text[mention.after :][:6]))

    def _list_under(self, state: _State) -> bool:
        return state.listing is not None

    def _speaks_next(self, mention: Mention) -> bool:
        """Tell whether a person inside reported speech is its next speaker: …；李甲要求，…"""
        text = self.page.text
        if text[mention.left - 1 : mention.left] not in ("，", "；", "”"):
            return False
        return bool(
            re.compile(
                "(?:同志)?(?:还|也)?(?:强调|指出|要求|表示|说)[，：]|主持|出席|参加|陪同"
            ).match(text, mention.after)
        )

    # -- verbs

    def _verb(self, state: _State, verb: Verb, start: int, end: int) -> None:
        if state.content:
            return
        if verb.kind in (Kind.CITE, Kind.APPOINT):
            self._turn(state, verb, end)
            return
        if verb.kind in (Kind.SAY, Kind.REMARK):
            self._say(state, verb, start)
            return
        if verb.kind in (Kind.HEAR, Kind.EMBED, Kind.INVITE, Kind.LEAD):
            state.hearing = verb.kind is Kind.HEAR and self._is_hearing(verb, end)
            state.embedded = state.embedded or verb.kind is Kind.EMBED
            if verb.kind is Kind.LEAD:
                self._deed(state, Verb(verb.start, verb.end, Kind.ACT, verb.word), start, end)
            state.verb = verb
            return
        if state.blocker is not None and "讲话" in verb.word:
            return
        if self._is_to_come(verb, start):
            state.content = True
            return
        if verb.kind is not Kind.ACT and self._is_attributive(state, verb, end):
            return
        if self._deed(state, verb, start, end) or state.verb is None:
            state.verb = verb

    def _is_attributive(self, state: _State, verb: Verb, end: int) -> bool:
        """Tell 列席会议的县长李甲: the verb is said of the person behind it alone."""
        text = self.page.text
        mention = next((m for m in self.mentions if m.left >= verb.end), None)
        if mention is None or mention.left >= end or verb.action is None:
            return False
        between = text[verb.end : mention.left]
        if len(between) > 14 or not between.endswith("的") or re.search("[，；：]", between):
            return False
        self.ledger.add(mention, verb.kind, verb.start)
        return True

    def _is_to_come(self, verb: Verb, start: int) -> bool:
        """Tell 将出席, 届时参加: it has not happened yet."""
        return bool(_TO_COME.search(self.page.text, max(start, verb.start - 40), verb.start))

    def _is_hearing(self, verb: Verb, end: int) -> bool:
        clause = self.page.text[verb.end : min(end, verb.end + 120)]
        return bool(re.match(r"[^。；]*?(?:汇报|介绍|讲解|发言|报告|说明)", clause))

    def _turn(self, state: _State, verb: Verb, end: int) -> None:
        if verb.kind is Kind.APPOINT or "学习" in verb.word or "传达" not in verb.word:
            state.blocker = verb.kind
            state.verb = verb

    def _say(self, state: _State, verb: Verb, start: int) -> None:
        speakers = self._speakers(state, verb, start)
        if verb.kind is Kind.SAY and verb.word == "要求" and not speakers:
            return
        for mention in speakers:
            interviewed = verb.kind is Kind.REMARK or mention.is_commoner
            self.ledger.add(mention, Kind.REMARK if interviewed else Kind.SAY, verb.start)
        if speakers or state.body_subject or not state.subjects:
            state.content = bool(_SPEECH_FOLLOWS.match(self.page.text, verb.end))
        state.taken = True
        state.verb = verb

    def _speakers(self, state: _State, verb: Verb, start: int) -> list[Mention]:
        text = self.page.text
        clause = max((m.end() for m in _CLAUSE.finditer(text, start, verb.start)), default=start)
        inside = [m for m in state.subjects if clause <= m.start < verb.start]
        begin = inside[-1].after if inside else clause
        if pronoun := _PRONOUN.match(text, begin):
            begin = pronoun.end()
        if state.embedded and not inside:
            return []
        if _ADVERBS.fullmatch(text, begin, verb.start) is None:
            return []
        return state.subjects

    def _deed(self, state: _State, verb: Verb, start: int, end: int) -> bool:
        """Give the verb to its subjects; return whether it works as a verb here."""
        text, kind = self.page.text, verb.kind
        subjects = self._subjects_of(state, verb)
        if kind in _SWALLOWED and (state.accompanied or state.embedded):
            return True
        if self._is_noun(state, verb, start, end):
            return False
        if state.taken and not state.agent and self._group_acts(state, verb, start):
            return True
        if kind is Kind.ACCOMPANY:
            state.accompanied = True
        if kind is Kind.CHAIR and text.startswith("召开", verb.end):
            state.convened = True
        if kind is Kind.MEET:
            if _NOT_SIGNING.search(verb.word):
                return True
            subjects = subjects + [m for m in state.joint if m not in subjects]
        if state.embedded and kind is not Kind.MEET and not state.agent:
            return True
        for mention in subjects:
            if mention.is_commoner and kind not in (Kind.SPEAK,):
                continue
            self.ledger.add(mention, kind, verb.start, led=verb.word in _LED)
        if kind is Kind.SPEAK and verb.word.startswith("传达"):
            state.blocker = Kind.CITE
        if subjects and not state.agent:
            state.taken = True
        return True

    def _is_noun(self, state: _State, verb: Verb, start: int, end: int) -> bool:
        """Tell a verb that only names something: 对…检查工作提出要求, 听取汇报, 通过座谈等方式."""
        text, kind = self.page.text, verb.kind
        before = _CLAUSE.split(text[start : verb.start])[-1]
        after = _CLAUSE.split(text[verb.end : end], maxsplit=1)[0]
        if (
            kind in (Kind.SPEAK, Kind.TELL)
            and state.verb is not None
            and state.verb.kind is Kind.HEAR
        ):
            return True
        if state.convened and kind is Kind.DIRECT:
            return True
        if (
            state.convened
            and "并" not in before
            and verb.word != "讲话"
            and not self._inside(state, verb, before)
        ):
            return True
        if kind not in _NOUNLIKE:
            return False
        if _MEANS.search(before) and re.search("方式|形式|环节|，$", after[-12:] + "，"):
            return bool(re.search("方式|形式|等", after))
        if (
            state.verb is not None
            and state.verb.kind in _TAKES_OBJECT
            and kind in _OF_OBJECT
            and "并" not in before
        ):
            return True
        if before.endswith(("的", "及", "与")) or after.startswith(("与", "及")):
            return True
        if kind in (Kind.SPEAK, Kind.TELL) or verb.word.startswith(("进行", "开展")):
            return False
        return bool(_TOWARDS.search(before)) or (after.startswith("的") and kind is not Kind.TELL)

    def _inside(self, state: _State, verb: Verb, before: str) -> bool:
        """Tell whether the subject stands in the verb's own clause."""
        first = verb.start - len(before)
        return any(first <= mention.start < verb.start for mention in state.subjects)

    def _group_acts(self, state: _State, verb: Verb, start: int) -> bool:
        """Tell …，各镇负责人陪同: a collective of this clause is the subject, not those before it."""
        text = self.page.text
        clause = max((m.end() for m in _CLAUSE.finditer(text, start, verb.start)), default=start)
        if any(clause <= mention.start < verb.start for mention in state.subjects):
            return False
        if state.verb is not None and state.verb.kind is Kind.LEAD:
            return False
        return bool(_COLLECTIVE_SUBJECT.search(text, clause, verb.start))

    def _subjects_of(self, state: _State, verb: Verb) -> list[Mention]:
        if state.agent:
            return state.agent
        return state.subjects


def sentences(page: Compact) -> Iterator[tuple[int, int]]:
    """Yield the sentences (start, end) of the compact text; a line end closes one too."""
    start = 0
    for match in _SENTENCE_END.finditer(page.text):
        if match.end() - start > 1:
            yield start, match.end()
        start = match.end()
    if start < len(page.text):
        yield start, len(page.text)
