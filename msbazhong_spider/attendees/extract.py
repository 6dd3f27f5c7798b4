"""Puts it together: who took part in what a report tells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.bylines import maker_regions
from msbazhong_spider.attendees.clauses import ClauseReader, sentences
from msbazhong_spider.attendees.confidence import confidence
from msbazhong_spider.attendees.features import LEADER, is_feature, leave_out_absent
from msbazhong_spider.attendees.groups import find_groups
from msbazhong_spider.attendees.ledger import Absence, Deed, Ledger
from msbazhong_spider.attendees.lexicon import words
from msbazhong_spider.attendees.mentions import Mention, MentionFinder
from msbazhong_spider.attendees.posts import standing
from msbazhong_spider.attendees.text import Compact, compact
from msbazhong_spider.attendees.verbs import Kind, find_verbs
from msbazhong_spider.items import Action, Attendee, Field, Participation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msbazhong_spider.attendees.posts import Post
    from msbazhong_spider.items import HasText

_CITED = words("cited_leaders")
_PRESENCE = frozenset(
    (Kind.CHAIR, Kind.JOIN, Kind.TAKE_PART, Kind.OBSERVE, Kind.ACCOMPANY, Kind.INSPECT)
) | {Kind.VISIT, Kind.MEET, Kind.LOOK}
# What nobody does without an event.
_EVENTS_OWN = frozenset((Kind.CHAIR, Kind.ACCOMPANY, Kind.OBSERVE))
_ORDER = tuple(Action)
# Parts in an event; who only 介绍 or 强调 may be talking to a reporter.
_PART = frozenset((Kind.SPEAK, Kind.DIRECT))
_SPEECH = frozenset((Kind.SPEAK, Kind.SAY, Kind.DIRECT, Kind.TELL))
# Who is cited or appointed was not there, unless the text has them do one of these.
_OUTWEIGHED = (
    (Absence.CITED, frozenset((Kind.SPEAK, Kind.DIRECT))),
    (Absence.APPOINTED, _SPEECH),
)
_VAGUE = frozenset((Kind.ACT, Kind.LOOK))
_TAKES_PART = frozenset((Kind.SPEAK, Kind.TAKE_PART))  # what makes a villager or a pupil take part
_PRESENT = frozenset(Action) - {Action.SPEAK}
_AND_OTHERS = re.compile(
    r"等(?!等|待|候|级|方面|额)(?:(?P<count>[\d一二三四五六七八九十两]+)(?:人|位|名|同志))?"
)
# Features are long; in fewer characters (a brief, a caption) village cadres do take part in events.
_FEATURE = 300
_VILLAGE = re.compile(
    "第一书记|[村社]支书|[村社](?:党)?(?:总)?支部书记|社区(?:党)?(?:总)?支部书记|驻村(?:干部|工作队)|村书记|村主任|村官|选调生"
)
_EVENT_TITLE = re.compile(
    "召开|举行|举办|开幕|闭幕|会议|大会(?!堂)|座谈会|仪式|调研|考察|检查|督[查导]|慰问|植树|会见|签约|视察|揭牌|培训班|宣讲|启动|开班|赴|走访"
)
_HELD_TODAY = re.compile(
    "[^。]{0,24}?(?:\\d日|[昨今][天日]|近日|日前)[^。]{0,60}?(?:会议|座谈会|大会|推进会|调度会|论坛|仪式)"
    "(?:在[^，。]{2,30})?(?:正式|隆重|顺利|成功)?(?:召开|举行|举办)"
)
_FEATURE_TITLE = re.compile(
    "见闻|故事|手记|走笔|侧记|纪实|札记|小记|随笔|日记|速写|剪影|纪行|纪事|的一天|蹲点|反响|热议"
)
# Rules of procedure tell who attends meetings of a kind, and of no event.
_RULES_TITLE = re.compile(
    "^(?!.*(?:召开|举行|审议|学习|调研|检查))"
    "(?:.*(?:规则|办法|条例|制度|细则|规定|章程|规程|职责)(?:》的通知|》?(?:的?政策)?(?:图解|解读)|（|\\(|$)"
    "|(?:一图|一文|图解|图说|解读).*(?:规则|办法|条例|制度|细则|规定|章程|规程|职责)》$)"
)
# What is still to come, or to be known.
_NOTICE_TITLE = re.compile(
    "(?:公示|公告|通告|启事|倡议书|公开信|简章|的一封信)$|关于.{2,60}的(?:预?通知|公告|公示|通告|邀?请?函)(?:（.*）)?$"
)
_NEAR = 4  # characters
# Of a life, or of who holds which office: no event.
_LIFE_TITLE = re.compile(
    "追记|追忆|专访|^对话(?!会)|讣告|小传$|生平|历任|(?:个人|工作|领导)简历|^[^，：]{2,4}(?:同志)?简历$|分工(?:（.*）)?$"
    "|科普[：:]|成员名单|口述|自述|事迹(?:材料|简介)?$"
)
_RECALLED = re.compile("[^，。；、]{0,4}领导")
_NUMERALS = "零一二三四五六七八九十"
_TITLE_OF_BOOK = re.compile(r"《[^《》\n]{1,80}》")


def extract_attendees(report: HasText) -> Participation:
    """Return who took part, by the annotation guideline.

    Takes anything with ``title``, ``subtitles`` and ``body``; never raises, whatever the text. The
    result is in the order of the first mention.
    """
    page = compact(report)
    if not page.text:
        return Participation()
    makers = maker_regions(page)
    quoted = [match.span() for match in _TITLE_OF_BOOK.finditer(page.text)]
    mentions = MentionFinder(page, sorted(makers + quoted)).find()
    named = [(mention.start, mention.end) for mention in mentions]
    verbs = find_verbs(page.text, named + quoted)
    ledger = ClauseReader(page, mentions, verbs).read()
    people = _by_name(mentions)
    leave_out_absent(page, ledger, people)
    announced = _announces_an_event(report.title)
    event = announced or _opens_with_an_event(page) or _tells_of_an_event(ledger)
    if event:
        ledger.take_vague()
    if not announced and is_feature(page, ledger, people):
        ledger.deeds.clear()
    portrait = not announced and len(page.text) > _FEATURE and _is_portrait(ledger, people)
    taken = {
        name
        for name, of_name in people.items()
        if _took_part(name, of_name, ledger, event) and not (portrait and _is_of_village(of_name))
    }
    title = report.title.strip()
    if _NOTICE_TITLE.search(title) or (_LIFE_TITLE.search(title) and not announced):
        taken = set()
    told = _Sentences(page, report)
    attendees = tuple(
        _attendee(page, people[name], deeds, ledger.absent, told.at(deeds[0].mention.start))
        for name in people
        if name in taken
        for deeds in [ledger.deeds[name]]
    )
    groups = find_groups(page, mentions, verbs, makers, taken)
    return Participation(
        attendees=attendees,
        collectives=() if _RULES_TITLE.search(report.title) and not attendees else tuple(groups),
        incomplete=_incomplete(page, mentions, taken, ledger),
        mentioned=tuple(name for name in people if name not in taken),
    )


def _by_name(mentions: list[Mention]) -> dict[str, list[Mention]]:
    people: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        people[mention.name].append(mention)
    return people


def _opens_with_an_event(page: Compact) -> bool:
    """Tell 8月1日，两县联席会议在青枫县召开, of which the title need say nothing."""
    first = next((line for line in page.lines if line.field is Field.BODY), None)
    if first is None:
        return False
    return _HELD_TODAY.match(page.text, first.start, first.end) is not None


def _tells_of_an_event(ledger: Ledger) -> bool:
    speakers = [name for name, deeds in ledger.deeds.items() if any(d.kind in _PART for d in deeds)]
    if len(speakers) > 1:
        return True
    return any(
        (deed.kind in _PRESENCE or (deed.kind in _PART and deed.mention.post is not None))
        and not deed.mention.is_commoner
        for deeds in ledger.deeds.values()
        for deed in deeds
    )


def _is_portrait(ledger: Ledger, people: dict[str, list[Mention]]) -> bool:
    """Tell a feature on village cadres: nobody else who holds a post acts, and nobody chairs."""
    kinds = {name: {deed.kind for deed in deeds} for name, deeds in ledger.deeds.items()}
    if any(_EVENTS_OWN & of_name for of_name in kinds.values()):
        return False
    others = (name for name, mentions in people.items() if _is_of_village(mentions) is False)
    return not any(_PRESENCE & kinds.get(name, set()) for name in others)


def _is_of_village(mentions: list[Mention]) -> bool | None:
    """Tell whether all posts of one person are those of a village; None without any post."""
    posts = [mention.post for mention in mentions if mention.post is not None]
    return all(_VILLAGE.search(post.text) for post in posts) if posts else None


def _announces_an_event(title: str) -> bool:
    return bool(_EVENT_TITLE.search(title)) and not _FEATURE_TITLE.search(title)


def _took_part(name: str, mentions: list[Mention], ledger: Ledger, event: bool) -> bool:
    """Weigh what the document says of one name."""
    kinds = {deed.kind for deed in ledger.deeds.get(name, [])}
    if not kinds:
        return False
    posts = [mention.post for mention in mentions if mention.post is not None]
    if posts and all(post.is_commoner for post in posts):
        return event and bool(kinds & _TAKES_PART)
    if kinds & _PRESENCE or any(deed.led for deed in ledger.deeds[name]):
        return True
    reasons = {ledger.absent.get(mention.start) for mention in mentions}
    if any(reason in reasons and not kinds & outweighs for reason, outweighs in _OUTWEIGHED):
        return False
    if any(LEADER.search(post.text) for post in posts) and (event or kinds != {Kind.REMARK}):
        return True
    return event or (bool(posts) and bool(kinds & _SPEECH))


def _attendee(
    page: Compact,
    mentions: list[Mention],
    deeds: list[Deed],
    absent: Mapping[int, Absence],
    sentence: str,
) -> Attendee:
    actions = _actions(deeds)
    post = _best_post([m for m in mentions if not _is_newly_given(page, m, absent)])
    used = {deed.mention.start for deed in deeds} | {mentions[0].start}
    first = mentions[0]
    return Attendee(
        name=first.name,
        post=standing(post.text) if post else None,
        actions=tuple(action for action in _ORDER if action in actions),
        names=tuple(page.span(m.start, m.end) for m in mentions if m.start in used and not m.short),
        posts=(page.span(post.start, post.end),) if post else (),
        sentence=sentence,
        rule=first.rule,
        confidence=confidence(mentions, deeds),
    )


def _is_newly_given(page: Compact, mention: Mention, absent: Mapping[int, Absence]) -> bool:
    """Tell 选举产生了党委书记李甲: the post is what the election gave."""
    if absent.get(mention.start) is not Absence.APPOINTED or mention.post is None:
        return False
    if mention.post.start > mention.start:
        return True  # 李甲等8名党委委员
    before = page.text[max(0, mention.post.start - _NEAR) : mention.post.start]
    return before.endswith(("产生", "产生了", "选出", "选出了")) or "新任" in mention.post.text


def _actions(deeds: list[Deed]) -> set[Action]:
    """Return what somebody did; the vaguer words count only where no clearer one does."""
    plain = {deed.action for deed in deeds if deed.kind not in _VAGUE}
    if plain & _PRESENT:
        return plain
    kinds = {deed.kind for deed in deeds}
    led = any(deed.kind is Kind.ACT and deed.led for deed in deeds)
    if Kind.LOOK in kinds and not led:
        return plain | {Action.INSPECT}
    return plain | {Action.ATTEND} if led or not plain else plain


def _best_post(mentions: list[Mention]) -> Post | None:
    posts = [mention.post for mention in mentions if mention.post is not None]
    return max(posts, key=lambda post: post.rank) if len(posts) > 1 else next(iter(posts), None)


class _Sentences:
    """The sentences of a document as printed, found by an offset of the compact text."""

    def __init__(self, page: Compact, report: HasText) -> None:
        self._page = page
        self._texts = {
            Field.TITLE: report.title,
            Field.SUBTITLES: "\n".join(report.subtitles),
            Field.BODY: report.body,
        }
        self._spans = sentences(page)
        self._starts = [start for start, _ in self._spans]

    def at(self, offset: int) -> str:
        """Return the sentence that holds an offset."""
        start, end = self._spans[max(0, bisect_right(self._starts, offset) - 1)]
        span = self._page.span(start, end)
        return self._texts[span.field][span.start : span.end].strip()


def _incomplete(page: Compact, mentions: list[Mention], taken: set[str], ledger: Ledger) -> bool:
    for mention in mentions:
        if mention.name not in taken or mention.start in ledger.absent:
            continue
        match = _AND_OTHERS.match(page.text, mention.after)
        if match and not (
            _counts_out(match["count"], mention, mentions)
            or _recalls(page, mention, mentions, match.end())
        ):
            return True
    return False


def _recalls(page: Compact, mention: Mention, mentions: list[Mention], end: int) -> bool:
    """Tell 侯某、张某等县领导 that only recalls leaders who were all listed before."""
    if not _RECALLED.match(page.text, end):
        return False
    names = {other.name for other in mentions if other.list_id == mention.list_id}
    before = {other.name for other in mentions if other.start < mention.start and other.post}
    return names < before and mention.list_id != mentions[0].list_id


def _counts_out(count: str | None, mention: Mention, mentions: list[Mention]) -> bool:
    """Tell 李甲、王乙等2人, a list that lacks nobody."""
    if not count:
        return False
    size = sum(other.list_id == mention.list_id for other in mentions)
    numeral = int(count) if count.isdecimal() else _NUMERALS.find(count)
    return numeral == size or (count == "两" and size == 2)  # noqa: PLR2004 - 两 is two
