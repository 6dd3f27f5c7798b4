"""Who did it: gives each verb of a sentence its subjects, and finds those who only seem to be any.

A sentence is read from left to right as people, verbs and clause marks. People gather until a verb
takes them; the next people begin anew. What was said (强调，…) is no deed: after a verb of saying
the rest of the sentence is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.absence import (
    absence_of,
    blames,
    is_accused,
    is_elected,
    is_missing,
    mourns_from_afar,
)
from msbazhong_spider.attendees.ledger import Absence, Ledger
from msbazhong_spider.attendees.lexicon import any_of, words
from msbazhong_spider.attendees.nouns import is_noun
from msbazhong_spider.attendees.runs import is_closed, is_heard, last_in_row
from msbazhong_spider.attendees.verbs import VERB_PATTERN, Kind, Verb, kind_of
from msbazhong_spider.items import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msbazhong_spider.attendees.mentions import Mention
    from msbazhong_spider.attendees.text import Compact

_SENTENCE_END = re.compile("[。！？\n◆]")
_OF_KIN_BEHIND = re.compile("的?(?:生前[友好]|(?:亲属|家属|遗属|亲友)(?!代表|院))")
_MOURNING = re.compile("悼|唁|花[圈篮]")
_CLAUSE = re.compile("[，；：！？。\n]")
_BOOK = re.compile("《[^》\n]{0,80}》")
# No clause is read further back than this: it bounds the work on text without any punctuation.
_CLAUSE_REACH = 160
_UNDER = re.compile(
    "在(?P<who>[^。；！？\n]{2,260}?)的?"
    "(?P<how>陪同|陪伴|带领|率领|引导|引领|带队|主持|见证|组织|指导)下"
)
# 商会在李甲等历任会长的带领下: over the years.
_PREDECESSORS = re.compile("等?历[任届]")
# 石梁商会主席李甲、执行主席王乙: a league's, and no congress's.
_LEAGUE_CHAIR, _NEAR_CHAIR = re.compile("(?:联盟|商会|协会|学会|联合会)主席"), 60
# 受到 X 的热情接待
_WELCOMED = re.compile(
    "[受得]到了?[^。；！？\n]{0,200}?(?:的|热情|热烈|亲切|隆重)(?:热情|热烈|亲切|隆重)*的?"
    "(?P<how>接待|欢迎|会见|接见|款待|迎接)"
)
# 记者在李甲陪同下来到…, 我接到采访任务后，便在李甲陪同下…: no event
_REPORTERS_WAY = re.compile(
    "(?:记者|笔者)(?:们|一行)?(?:便|又|随后)?$|采访(?![团组人员])[^（）。]{1,60}$"
)
_SAID = re.compile("(?:指出|强调|表示|说|认为|要求|谈到)[，：]")
_UNDER_KIND = {"主持": Kind.CHAIR, "见证": Kind.JOIN}
_UNDER_KIND |= dict.fromkeys(("陪同", "陪伴", "引导", "引领"), Kind.ACCOMPANY)
# 出席会议的还有…: all people behind it did that.
_LIST_VERBS = (
    "出席|参加|参与|列席|陪同|就[座坐]|与会|会见|调研|考察|检查|慰问|见证|参会|到会|采风|到场|在座|在场"
    "|发言|汇报|致辞|讲话"
)
_LISTED_PEOPLE = (
    "(?:[^，。；：、\\n的]{0,6}"
    "(?:领导|嘉宾|来宾|人员|同志|干部|代表|作家|艺术家|画家|专家|学者|企业家|客人))"
)
_LIST_HEAD = re.compile(
    f"(?P<verb>{_LIST_VERBS})[^，。；：\n]{{0,24}}?"
    f"(?:(?:的|(?={_LISTED_PEOPLE}))(?:{_LISTED_PEOPLE}(?:(?:以?及|[和、]){_LISTED_PEOPLE})?)?"
    "(?:还|主要|分别|依次)?(?:有|是|包括)|还有|的[^，。；：、\n的]{2,20}(?:有|是|包括)(?=：?\n))"
    "(?=[：，]|\n|[^，。]{2})(?!关|效|力|序|所|着|一定|利|些|不)"
    "|(?P<label>主持|出席|参加|列席|陪同|与会|参会|到会)(?:会议|活动|仪式)?的?(?:人|人员|领导|嘉宾|同志)?：(?=.)(?![^，。；：\n]{2,12}，(?:您|你|大家|各位))"
)
_BEHIND_LIST = re.compile(
    "等|同志|一行|及|以及|和|与|、|先生|女士|（|[一二两三四五六七八九十]位|代表[^，。；]{0,20}$|在|作为|（"
)
_LISTED_EVENT = re.compile(
    "(?:座谈|会见|会谈|洽谈|调研|考察|检查|视察|慰问|看望|走访)(?=(?:活动)?的)"
)
_TALKS = frozenset(("座谈", "会见", "会谈", "洽谈"))
_LIST_REACH = 60
_IN_A_SENTENCE = 8  # deeds of one person, which are the last that were noted
_LEADS = frozenset({Kind.INSPECT, Kind.VISIT, Kind.MEET, Kind.LEAD})
_LIST_KINDS = {"主持": Kind.CHAIR, "列席": Kind.OBSERVE, "陪同": Kind.ACCOMPANY, "会见": Kind.MEET}
_LIST_KINDS |= dict.fromkeys(("发言", "汇报", "致辞", "讲话"), Kind.SPEAK)
_LIST_KINDS |= dict.fromkeys(("调研", "考察", "检查", "慰问"), Kind.INSPECT)
# The event, a body or everybody as subject: what they do, nobody named does.
_BODY_SUBJECT = re.compile(
    "会议|大会|全会|座谈会|会上，大家|仪式|双方|大家|与会(?:人员|者|同志|代表|领导|干部)|代表们|委员们|各位|专家们"
    "|(?:督[查导]|调研|考察|检查|工作|视察|慰问|巡[察视]|专家|采访|课题|评估|指导|审议)[^，。；]{0,3}[组团队]"
    "|代表团|采访团|全体|各级|各[^，。；]{0,12}(?:单位|部门|乡镇|组)|县委、县政府|学员们|同学们|村民们|群众"
)
_INSPECTORS = re.compile("(?:调研|考察|督查|督导|检查|视察|巡察)[组团队]由$")
_PRONOUN = re.compile("(?:随后，|最后，|同时，)?[他她](?!们|的|说的)")
# 李甲、王乙给予肯定。他们强调，…: only what leaders say, since those who are visited are 他们 too.
_THEY = re.compile(
    "(?:随后，|最后，|同时，)?[他她]们(?=(?:还|也|共同|一致|分别|先后)*(?:强调|指出|要求))"
)
# What may stand between the subject and a verb of saying: adverbs, then one phrase at the most.
_ADVERBS = re.compile(
    "(?:同志|一行|等人|等(?:[^，。；在]{0,12}(?:领导|同志|代表|委员|专家))?|（[^（）]{1,10}）|分别|先后|还|也|又|并|再次|反复|多次|特别|着重|进一步|一再|首先|最后|随后|明确|郑重|严肃"
    "|现场|当场|同时|均|都|则|讲话[中时]?|发言[中时]?|致辞[中时]?|总结讲话[中时]?|表态|重点|指示|深情地?|动情地?|语重心长地?|详细|认真|简要|全面"
    "|(?:检查|调研|督导|考察|慰问)[中时后]?|(?:座谈)?会上|激动地|边[^，。；]{1,3})*+"
    "(?:(?:代表|[在就对向从围绕结合针对此为]|主持会议|听取|充分肯定|作|高度评价)[^，。；]{0,60}|[^，。；]{1,40}?[后时中])?"
)
# 李甲在座谈会上说: no interview.
_AT_EVENT = re.compile("(?<!大)[会式]上|发言[中时]")
# 民警李甲：我们在周边几个村…
_QUOTED = re.compile("(?:同志|先生|女士)?：\n?[^\n]{16}")
_SPEAKS_ON = tuple(f"并{verb}" for verb in ("表示", "强调", "指出", "要求", "说"))
_STILL = re.compile("(?:同时|随后|最后|并|[，])*")
_SPEECH_FOLLOWS = re.compile("(?:了)?[，：“]|[\u4e00-\u9fff]")
_NEXT_SPEAKER = re.compile(
    "(?:同志)?[还也]?(?:强调|指出|要求|表示|说)[，：]|主持|出席|参加|陪同|汇报|介绍|发言|致辞|宣读|通报|讲话"
    "|作了?[^，。；]{0,12}(?:发言|讲话|汇报|报告|表态|介绍)"
)
_HEARD = re.compile("[^。；]{0,120}?(?:汇报|介绍|讲解|发言|报告|说明|讲座|授课|讲课|辅导)")
_GOES_ON = re.compile(
    "[^，。；]{0,60}(?:(?<!并)讲话|批示|指示|要求)(?:精神)?(?=[，。；、]|$)|[^，。；]{0,60}精神"
)
_NEXT_ITEM = re.compile("[二三四五六七八九十]是")  # of an agenda: 一是…传达…精神；二是李甲讲话
# …传达了市委会议精神，县委书记李甲就抓好落实|提出要求: his own words, and none that are conveyed.
_SPEAKS_HIMSELF = re.compile(
    "(?:同志)?(?:[也还并]|随后|最后|接着|现场|当场|分别)*"
    "(?:(?:就|对|围绕|结合)[^，。；]{2,40}?)?"
    "(?:(?:作了?|发表了?|进行了?)(?:重要|总结|动员|表态|强调|具体|全面|点评|交流)*(?:讲话|发言|部署|安排|强调)"
    "|提出?了?[^，。；]{0,10}要求)(?=[，。；]|并)"
)
_TO_COME = re.compile(
    "(?<![即行必终])将(?=在|于|出席|参加|与|到|赴|率|列席|作|主持|陪同)[^，。；]{0,36}$"
    "|将[^，。；]{0,2}$|届时[^。；]{0,10}$|拟[^，。；]{0,4}$"
)
_TO_COME_REACH = 40
_ATTRIBUTE_REACH = 14
_LED = frozenset(("带队", "率队", "率团"))
_CHAIRING = frozenset(("大会主持人", "会议主持人"))
_SWALLOWED = frozenset((Kind.INSPECT, Kind.VISIT, Kind.MEET, Kind.LOOK))
_TURNS = frozenset((Kind.HEAR, Kind.EMBED, Kind.INVITE, Kind.LEAD, Kind.DIE))
_WISHES = frozenset(("希望", "建议", "祝愿", "号召"))
_ROLL = 3  # people, and characters between them
_NO_ROLL = re.compile("包括|任命|当选|选举|名单|公示|简历|分工|委员会由|：\n|组成|提名|推选|产生")
# Lists of people end in these; so many characters between two of them are still one list.
_LISTED = frozenset((Kind.JOIN, Kind.OBSERVE, Kind.ACCOMPANY, Kind.TAKE_PART))
_ATTENDS = _LISTED | {Kind.CHAIR}
_DONE_WITH = _ATTENDS | {Kind.INSPECT, Kind.SPEAK}
_GAP = 6
_MANY_DEEDS, _MANY_PEOPLE = 20, 50
_LONG_LIST, _FEW = 3, 4  # people before the one that was misread; characters left of the name
_TOGETHER = re.compile("共同|一[起道同]|联合|携手")
_OF_A_PARTY = re.compile("(?:、[^，。；、]{2,4}){0,4}(?:(?:率领|带领)的|一行)")
_PARTY = re.compile(
    "(?:率领|带领|带队|组成|[为任](?:副?组长|[副组]?团长|副?领队|副?队长|组员|成员|团员|队员)(?:组成)?)的"
    "[^，。；]{0,40}?(?:[组团队]|一行|专班)"
)
# 由李甲为组长，王乙、…
_PART_IN_PARTY = re.compile(
    "(?:同志)?(?:[为任](?:副?(?:组长|团长|领队|队长)|组员|成员|团员)|带队|牵头)?[，、和与]?"
)
_CAME_TO_INSPECT = re.compile("[来到赴][^，。；]{0,20}(?:考察|调研|视察|检查|督导)(?![组团队])")
_ENTRUSTS = ("委托", "委派", "指派")  # 县长李甲委托|副县长王乙
_RECEIVES = frozenset(("会见", "接见"))
_SURVEY_PARTY = re.compile(
    "[^，。；、的]{0,20}?(?:考察|调研|视察|督查|督导|检查|巡察)[团组](?=一行|[来赴到前在莅对就，]|深入|走进)"
)
# The party itself, not one of the people in it: 会见了代表团一行.
_DELEGATION = re.compile(
    "了?[^，。；、的]{0,16}(?:代表|考察|访问|慰问|学习|观摩)团(?=一行|[^的，。；]{0,2}[，。；来赴到前])"
)
_WELCOMES = re.compile("[^，。；]{0,8}(?:欢迎|感谢|谢意)")
_THANKS = frozenset(("祝贺", "感谢", "祝愿"))
_GREETS = frozenset(("接见", "接待", "洽谈", "座谈", "约谈", "会晤"))
_GREETS |= {"拜访", "拜会"}
_COLLECTIVE_SUBJECT = re.compile(f"(?:{any_of(words('collective_heads'))})[^，。；：]{{0,14}}$")
# 李甲颁发聘书，经发局|解读政策
_ORGAN_SUBJECT = re.compile(
    "[^，。；：]{1,10}(?:局|办|委|院|公司|集团|街道|联合会|商会|工商联|办事处)(?:分别|先后|[就对][^，。；]{1,20})?"
)
_TOPIC_WORDS = ("围绕", "结合", "针对", "对照", "立足", "紧扣")
# 各镇负责人围绕专项行动，…，汇报…
_COLLECTIVE_OPENS = re.compile(
    f"[^，。；：\n]{{2,40}}?(?:{any_of(words('collective_heads'))})"
    f"(?:分别)?(?:{'|'.join(_TOPIC_WORDS)})[^，。；：\n]{{1,24}}，"
)
# 代表县委向客人致辞, 与企业负责人座谈: the people so named are not who acts.
_NO_SUBJECT = re.compile(
    "(?:[并还也又]|期间|随后|亲自|现场|专门|集中)*(?:代表|围绕|结合|按照|通过|[给与同和向为对就])"
)
_SOME_PREDICATE = re.compile(
    "(?:同志)?(?:分别|现场|当场|随后|最后|[还也])*"
    "(?:[就对为向]|从(?![化江])|(?:在[^，。；]{2,24})?(?:组织)?开展(?=[^，。；]{2,40}(?:活动|工作)[，。；])|围绕|结合|针对|代表(?![团们性队]|大会|资格)|进行)"
    "(?![^，。；]*(?:请假|的(?:讲话|报告|批示|指示|委托|要求)))[^，。；\n]{3}"
)
_WITH = re.compile("[与同](?![会时志期])[^并]{2,40}$")
# What somebody used to do is told of no event.
_HABIT = re.compile(
    r"(?:多次|(?<![第\d])[数几两三四五六七八九十\d]次|经常|常年|每年|年年|连续(?:[^，。；]{1,4}年)?)"
    "(?:[^，。；]{0,2}|[到赴在来深前走][^，。；]{0,10})$"
    "|曾(?:[经在于到赴率随应]|多次|两次|先后)[^，。；]{0,10}$|曾$|年间，?[^，。；]{0,8}$"
)
_HABIT_REACH = 16
_REPORTERS = ("记者", "笔者")
_ASKED = re.compile("接受[^，。；]{0,12}[采专]访|[对向]《")
# A clause that begins with such a year tells of the past.
_PAST = re.compile(
    r"(?<![^，。；：！？“”\n（早在自从])"
    r"(?:19\d\d年(?!出生|生|[^，。；]{0,10}的)|20[01]\d年(?=，|[初底末]|[春夏秋冬]天?，|以来|起|至)"
    r"|(?:[\d一二三四五六七八九十]+[多几余]?|[多几数近])年来，|[\d一二三四五六七八九十几多]+年前"
    "|去年|前年|那年|当年|早年|那时|前不久|不久前|前些[天年日]|前段时间)"
    "|(?:上任|到任|任职|履职|驻村|退休)(?:伊始|之初|以来|期间|不久|的?第一年)，|退休后，"
    "|(?:担任|出任|当选|就任)[^，。；“”]{1,16}(?:以来|期间|之初|后不久)，"
)
_TODAY = re.compile("今|现[在任]|目前|日前|近[日年]|昨|20\\d\\d年")
# …家中，得知他的儿子牺牲: not who stands before it
_OF_KIN = re.compile(
    "[父母妻儿女兄弟姐妹爷奶孙]|丈夫|老伴|战友|家属|同事|亲人|得知|听说|了解|讲述|悼|缅怀|追[思忆]|其"
)
_ADDRESSED = ("向", "给", "为", "对", "受", "应")
_NEGATED = ("未", "未能", "没有", "没能", "无法", "不能", "不再")
_FOR_WHOM = ("向", "给", "为", "志代")
_ORGANS_SIGN = re.compile(
    "[^，。；]{2,24}(?:政府|公司|集团|大学|学院|学校|医院|局|委|办|中心|商会)(?:分别)?[与和同][^，。；]{2,30}"
)
_NOT_SIGNING = re.compile("责任书|承诺书|军令状|目标书|请战书")


@dataclass(slots=True)
class _State:
    """Where the reading of a sentence stands."""

    subjects: list[Mention] = field(default_factory=list)
    taken: bool = False  # a verb has used the subjects: the next person begins anew
    verb: Verb | None = None  # the last verb of this clause
    noun: bool = False  # it only names something: 开展|调研|活动
    agent: list[Mention] = field(default_factory=list)  # 由 X
    joint: list[Mention] = field(default_factory=list)  # 与 X
    went: list[Mention] = field(default_factory=list)  # 李甲前往某地，王乙前往某地，分别督查
    acting: Mention | None = None  # the last of 由 X who did something
    blocker: Kind | None = None  # the clause speaks of absent people
    hearing: bool = False
    embedded: bool = False
    passed_on: bool = False  # somebody died, was elected or appointed: 他 behind it is that one
    content: bool = False  # inside what was said
    listing: Kind | None = None  # 出席会议的有 …
    convened: bool = False  # 主持召开: what the meeting arranges is the meeting's
    met: bool = False  # 会见李甲，王乙率领的…一行: over a comma
    chaired: bool = False  # 李甲主持，听取…，安排…: so is what the meeting hears and arranges
    accompanied: bool = False
    body_subject: bool = False
    wished: bool = False  # content is a wish
    wishing: bool = False  # 祝贺, 感谢
    leading: bool = False  # 率领 X，Y…: those who are led go on over commas
    verbs: bool = False  # the sentence has verbs of its own
    oblique: bool = False  # the clause names people who are spoken to or about: 向李甲，王乙
    party: int = -1  # where …一行13人|到 stands, given to the people before it
    deeds: int = 0
    row_end: int = 0  # so far go the objects of the clause over commas
    row_read: int = 0  # so far it has been looked for them


class ClauseReader:
    """Reads the sentences of one document and fills the ledger."""

    def __init__(self, page: Compact, mentions: list[Mention], verbs: list[Verb]) -> None:
        """Take the compact text, its mentions and its verbs, in order."""
        self.page = page
        self.mentions = mentions
        self._verbs = verbs
        self._verb_starts = [verb.start for verb in verbs]
        self.ledger = Ledger()
        self._lefts = sorted(mention.left for mention in mentions)
        self._starts = [mention.start for mention in mentions]
        self._lasts = {mention.list_id: mention for mention in mentions}
        self._blames = blames(page.text)
        self._mourns = _MOURNING.search(page.text) is not None
        self._row_last = -1  # the last of the row of people that was looked at
        self._past = [match.start() for match in _PAST.finditer(page.text)]
        self._clauses = [match.end() for match in _CLAUSE.finditer(page.text)]
        self._body = next(
            (line.start for line in page.lines if line.field is Field.BODY), len(page.text)
        )
        self._topic: Mention | None = None
        self._topics: list[Mention] = []
        self._carried: Kind | None = None  # 出席的有： on a line of its own
        self._under: list[tuple[int, int]] = []
        self._at_head: list[Mention] = []  # who leads a delegation

    def read(self) -> Ledger:
        """Return the ledger of the document."""
        for start, end in sentences(self.page):
            first, last = (bisect_left(self._starts, offset) for offset in (start, end))
            inside = self.mentions[first:last]
            header = self.page.text.startswith("：", end - 2)
            if inside or header or self._topic is not None:
                self._sentence(start, end, inside)
        self._presidium()
        return self.ledger

    def _presidium(self) -> None:
        """Who is called 大会执行主席 sat there, whether a verb says so or not."""
        for mention in self.mentions:
            post = mention.post
            if post is None or not post.is_day_role or "主席" not in post.text:
                continue
            before = self.page.text[max(0, mention.left - _NEAR_CHAIR) : mention.left]
            if not _LEAGUE_CHAIR.search(before):
                self.ledger.add(mention, Kind.JOIN, mention.start)

    def _leading(self, state: _State, mentions: list[Mention]) -> Mention | None:
        """Return whom a sentence is about that ends in who came along: 李甲检查防汛，王乙陪同."""
        if state.verb is None or state.verb.kind not in (Kind.ACCOMPANY, Kind.JOIN):
            return None
        first = mentions[0] if mentions else None
        if first is None or first in state.subjects or first.start in self.ledger.absent:
            return None
        deeds = self.ledger.deeds.get(first.name, [])[-_IN_A_SENTENCE:]
        led = any(deed.mention is first and deed.kind in _LEADS for deed in deeds)
        return first if led else None

    # -- one sentence

    def _sentence(self, start: int, end: int, mentions: list[Mention]) -> None:
        state = _State()
        units = self._units(start, end, mentions)
        above = self._list_from_above(start)
        # Under a list of names, 县委书记李甲讲话 is none of it.
        state.listing = above and (None if self._has_verb(units, mentions) else above)
        under = self._read_under(start, end, mentions, state)
        for unit in units:
            if isinstance(unit, Verb):
                if not any(first <= unit.start < last for first, last in self._under):
                    self._verb(state, unit, start, end)
            elif isinstance(unit, int):
                if not self._is_inside_row(state, unit, start):
                    self._boundary(state, unit, start, end)
            elif unit.start not in under:
                self._person(state, unit, start)
        if state.listing is not None and not state.verbs and self.page.text[end - 1] == "\n":
            self._carried = self._carried or state.listing
        self._vague_deed(state, end)
        if not state.verbs and self._is_roll(start, end, mentions):
            for mention in mentions:
                self.ledger.add(mention, Kind.ACT, mention.start)
        self._remember(state, mentions)

    def _has_verb(self, units: list[Verb | Mention | int], mentions: list[Mention]) -> bool:
        """Tell whether a verb stands behind the first of the people of a sentence."""
        after = mentions[0].after if mentions else len(self.page.text)
        return any(isinstance(unit, Verb) and unit.start >= after for unit in units)

    def _is_inside_row(self, state: _State, at: int, start: int) -> bool:
        """Tell a comma between people whom the clause is about: 会见了李甲，王乙等客商."""
        visits = state.verb is not None and state.verb.kind in (Kind.MEET, Kind.VISIT)
        if not (visits or state.hearing or state.joint or state.oblique):
            return False
        if not self._person_at(at):
            return False
        if at > state.row_read:
            before = bisect_left(self._starts, at) - 1
            if before < 0 or self.mentions[before].start < start:
                return False
            last = self.mentions[last_in_row(self.page.text, self.mentions, before)]
            state.row_read = last.after
            if last.left >= at and self._closes_row(state, last):
                state.row_end = last.after
        return at < state.row_end

    def _closes_row(self, state: _State, last: Mention) -> bool:
        if state.hearing:
            return is_heard(self.page.text, last)
        if state.oblique:
            return not self._attends(last.after)
        if state.joint and state.verb is None:
            return not self.page.text.startswith(("与", "同", "和"), last.after)
        return is_closed(self.page.text, last)

    def _attends(self, at: int) -> bool:
        verb = VERB_PATTERN.match(self.page.text, at)
        return verb is not None and kind_of(verb) in _ATTENDS

    def _is_roll(self, start: int, end: int, mentions: list[Mention]) -> bool:
        """Tell a sentence that only names people and their posts, without any verb."""
        if len(mentions) < _ROLL or not all(m.post and not m.is_commoner for m in mentions):
            return False
        if _NO_ROLL.search(self.page.text, max(0, start - _LIST_REACH), end):
            return False
        named = sum(mention.after - mention.left for mention in mentions)
        return end - start - named <= _ROLL * len(mentions) + _ROLL

    def _units(self, start: int, end: int, mentions: list[Mention]) -> list[Verb | Mention | int]:
        """Return people, verbs and clause starts (as offsets) in the order of the text."""
        text = self.page.text
        spans = [(mention.left, mention.after) for mention in mentions]
        spans += [match.span() for match in _BOOK.finditer(text, start, end)]
        spans.sort()
        lefts = [left for left, _ in spans]
        units: list[tuple[int, int, Verb | Mention | int]] = [(start, 0, start)]
        units += [(mention.start, 2, mention) for mention in mentions]
        first, last = (bisect_left(self._verb_starts, offset) for offset in (start, end))
        for verb in self._verbs[first:last]:
            span = bisect_right(lefts, verb.start) - 1
            if span < 0 or spans[span][1] <= verb.start:
                units.append((verb.start, 2, verb))
        first, last = bisect_right(self._clauses, start), bisect_left(self._clauses, end)
        units += [(at, 1, at) for at in self._clauses[first:last]]
        units += [(at, 1, at) for at in self._headline_breaks(start, end, mentions)]
        units.sort(key=itemgetter(0, 1))
        return [unit for _, _, unit in units]

    def _headline_breaks(self, start: int, end: int, mentions: list[Mention]) -> Iterator[int]:
        """In headlines white space parts clauses; in the body it pads names."""
        if end > self._body:
            return
        inside = {at for mention in mentions for at in range(mention.left + 1, mention.after)}
        yield from (
            at for at in range(start + 1, end) if at in self.page.breaks and at not in inside
        )

    def _list_from_above(self, start: int) -> Kind | None:
        kind, self._carried = self._carried, None
        return kind if start else None

    def _remember(self, state: _State, mentions: list[Mention]) -> None:
        self._topics = [] if state.body_subject or state.passed_on else state.subjects
        if (state.body_subject or state.passed_on) and not state.subjects:
            self._topic = None
        elif state.subjects:
            self._topic = self._leading(state, mentions) or state.subjects[0]
        elif state.acting is not None:  # 由李甲作表态发言。|她说
            self._topic = state.acting

    def _read_under(self, start: int, end: int, mentions: list[Mention], state: _State) -> set[int]:
        """Read 在 X 的陪同下 and the like; return the starts of the mentions inside."""
        self._under = []
        inside: set[int] = set()
        for match in _UNDER.finditer(self.page.text, start, end):
            kind, opening = _UNDER_KIND.get(match["how"]), self._opening_of(match)
            if mentions and _SAID.search(self.page.text, mentions[0].after, opening):
                continue  # 会长李甲说，商会在王乙带领下…
            own = kind is Kind.ACCOMPANY and _REPORTERS_WAY.search(self.page.text, start, opening)
            if _PREDECESSORS.search(self.page.text, opening, match.end()):
                continue
            people = self._inside_of(opening, match, mentions, None if own else kind)
            if kind is None:  # 在 X 带领下: X does what follows
                state.subjects += people
            inside.update(mention.start for mention in people)
        if "受到" in (text := self.page.text[start:end]) or "得到" in text:
            inside |= self._read_welcome(start, end, mentions)
        return inside

    def _read_welcome(self, start: int, end: int, mentions: list[Mention]) -> set[int]:
        """Read 受到 X 的热情接待: X receives; return the starts of the mentions inside."""
        inside: set[int] = set()
        text = self.page.text
        for match in _WELCOMED.finditer(text, start, end):
            begin, how = match.start(), match.start("how")
            opening = max(text.rfind("受到", begin, how), text.rfind("得到", begin, how))
            if VERB_PATTERN.search(text, opening, how) is None:
                people = self._inside_of(opening, match, mentions, Kind.MEET)
                inside.update(mention.start for mention in people)
        return inside

    def _inside_of(
        self, opening: int, match: re.Match[str], mentions: list[Mention], kind: Kind | None
    ) -> list[Mention]:
        """Give the people of a phrase that ends in ``how`` what it says they do."""
        self._under.append((opening, match.end()))
        people = [m for m in mentions if opening <= m.start < match.end()]
        for mention in people:
            if kind is not None and not mention.is_commoner:
                self.ledger.add(mention, kind, match.start("how"))
        return people

    def _opening_of(self, match: re.Match[str]) -> int:
        """Return where the last 在 stands that can open 在 X 的陪同下."""
        text, at = self.page.text, match.start("how")
        while (at := text.rfind("在", match.start(), at)) > match.start():
            if text[at + 1] not in "家职任" and text[at - 1] not in "正现驻存所":
                return at
        return match.start()

    # -- clause marks

    def _vague_deed(self, state: _State, end: int) -> None:
        """Note 李甲就融资难题出主意: an office-holder does what no verb of the list says."""
        acted = state.verb is not None and not state.noun
        settled = acted or state.content or state.embedded or state.taken
        people = state.subjects
        if settled or state.blocker is not None or not people:
            return
        behind = self.page.text[people[-1].after : min(end, people[-1].after + _CLAUSE_REACH)]
        # The cheap question first: a list of people grows from clause to clause.
        if not _SOME_PREDICATE.match(behind):
            return
        if all(mention.post is not None and not mention.is_commoner for mention in people):
            for mention in people:
                self.ledger.add_vague(mention, people[-1].after)

    def _boundary(self, state: _State, at: int, start: int, end: int) -> None:
        self._vague_deed(state, at)
        if at > start and (state.verb is None or state.noun) and state.subjects:
            rest = self._is_predicate(state.subjects[-1].after, at - 1)
            # 在李甲的带领下，|慰问组到…慰问: he leads what the party does.
            rest = rest and all(last != at - 1 for _, last in self._under)
            state.taken = state.taken or (rest and not self._is_odd_item(state, at))
        if state.agent:
            self._end_agent(state, at)
        if state.verb is not None:
            state.leading = state.leading and state.verb.kind is Kind.LEAD
        acted = state.taken or state.verb is not None
        state.verb, state.embedded, state.hearing = None, False, False
        state.noun = False
        state.oblique = False
        state.accompanied = False
        if at <= self._body:  # a headline holds several sayings
            state.content = False
        if at > start and self.page.text[at - 1] == "；":
            state.content = state.content and not self._person_at(at)
            state.subjects = [] if acted else state.subjects
        if state.wished and self.page.text.startswith(_SPEAKS_ON, at):
            state.content = False  # 希望他当好示范，并表示…
        goes_on = _GOES_ON.match(self.page.text, at) and not _NEXT_ITEM.match(self.page.text, at)
        if state.blocker is Kind.CITE and goes_on:
            pass  # a list of conveyed speeches goes on over commas: 传达了…精神，李甲在…讲话精神
        else:
            state.blocker = None
        if not state.content:
            state.listing = self._listing(at, end) or state.listing
            self._new_subject(state, at)

    def _end_agent(self, state: _State, at: int) -> None:
        """Let 由 X end with its clause, unless the comma parts those whom it names.

        Who leads or makes up a party does what follows too: 由县长李甲率领的考察团到我县，….
        """
        text, after = self.page.text, state.agent[-1].after
        if _PARTY.search(text, after, at) or text[after : at - 1] in _LED:
            state.subjects = state.agent
            state.taken = state.verb is not None and state.verb.kind is not Kind.LEAD
        elif state.verb is None and _PART_IN_PARTY.fullmatch(text, after, at):
            return  # 由县委书记甲，县长乙率队
        state.agent = []

    def _is_predicate(self, after: int, end: int) -> bool:
        """Tell 方某下达开工令，… from 方某等领导，…: words behind a name that no list goes over."""
        behind = self.page.text[after:end]
        if not 1 < len(behind) < _CLAUSE_REACH or _CLAUSE.search(behind):
            return False
        return _BEHIND_LIST.match(behind) is None

    def _is_odd_item(self, state: _State, at: int) -> bool:
        """Tell a name that was read too short in a long list: …，某人之女李甲|乙女士，书记王丙."""
        left = at - 1 - state.subjects[-1].after
        return len(state.subjects) > _LONG_LIST and left <= _FEW and self._person_at(at)

    def _new_subject(self, state: _State, at: int) -> None:
        """A clause that opens with 他 or with a body has a subject of its own."""
        text = self.page.text
        if len(self._topics) > 1 and not state.subjects and _THEY.match(text, at):
            state.subjects, state.taken, state.body_subject = list(self._topics), False, False
        elif _PRONOUN.match(text, at) and (state.subjects or self._topic is not None):
            topic = state.subjects[-1] if state.subjects else self._topic
            state.subjects, state.taken = [topic] if topic else [], False
            state.body_subject = False
        elif (
            (state.taken or not state.subjects)
            and (_BODY_SUBJECT.match(text, at) or self._collective_opens(at))
            and not self._person_at(at)
        ):
            state.subjects, state.taken, state.body_subject = [], False, True

    def _collective_opens(self, at: int) -> bool:
        text = self.page.text
        clause = text[at : at + _CLAUSE_REACH].partition("，")[0]
        # The cheap question first: few clauses hold one of these words.
        if not any(word in clause for word in _TOPIC_WORDS):
            return False
        return _COLLECTIVE_OPENS.match(text, at) is not None

    def _person_at(self, at: int) -> bool:
        """Tell whether a person, with the post in front, begins here."""
        index = bisect_left(self._lefts, at)
        return index < len(self._lefts) and self._lefts[index] == at

    def _listing(self, at: int, end: int) -> Kind | None:
        match = _LIST_HEAD.search(self.page.text, at, min(end, at + _LIST_REACH))
        if match is None or "，" in self.page.text[at : match.start()]:
            return None
        kind = _LIST_KINDS.get(match["verb"] or match["label"], Kind.JOIN)
        plain = kind is Kind.JOIN or kind is Kind.INSPECT
        if plain and (event := _LISTED_EVENT.search(match[0])):
            kind = Kind.MEET if event[0] in _TALKS else Kind.INSPECT
        rest = self.page.text[match.end() : end].strip("：\n")
        if not rest or self.page.text[:end].rstrip("\n").endswith("："):
            self._carried = kind
        return kind

    # -- people

    def _person(self, state: _State, mention: Mention, start: int) -> None:
        if _OF_KIN_BEHIND.match(self.page.text, mention.after):
            return  # 李甲同志生前友好，…: others
        if state.oblique and mention.start < state.row_end:
            self.ledger.absent[mention.start] = Absence.OBLIQUE
            return
        if self._blames and self._is_blamed(mention):
            self.ledger.ruled_out.add(mention.name)
        if reason := self._absence(state, mention, start):
            self._leave_out(state, mention, reason)
            return
        if mention.post is not None and mention.post.text in _CHAIRING:
            self.ledger.add(mention, Kind.CHAIR, mention.start)
        if state.content:
            if not self._speaks_next(mention):
                return
            state.content, state.subjects, state.taken, state.verb = False, [], False, None
        if state.listing is None and _QUOTED.match(self.page.text, mention.after):
            self.ledger.add(mention, Kind.REMARK, mention.after)
            state.content = True
        elif not self._has_part(state, mention):
            self._place(state, mention, self.page.text[max(start, mention.left - 2) : mention.left])

    def _is_blamed(self, mention: Mention) -> bool:
        text = self.page.text
        return is_accused(text, mention) or is_missing(text, self._lasts[mention.list_id])

    def _is_afar(self, mention: Mention) -> bool:
        """Tell whether a person, or the list that he stands in, only sent condolences."""
        index = bisect_left(self._starts, mention.start)
        if index > self._row_last:  # once for all of a row: it may hold thousands
            self._row_last = last_in_row(self.page.text, self.mentions, index)
        return mourns_from_afar(self.page.text, self.mentions[self._row_last])

    def _leave_out(self, state: _State, mention: Mention, reason: Absence) -> None:
        """Note a person who was not there, and what that means for the rest of the clause."""
        text = self.page.text
        before = text[max(0, mention.left - 1) : mention.left]
        self.ledger.absent[mention.start] = reason
        state.passed_on = state.passed_on or reason is Absence.APPOINTED
        if reason is Absence.CITED and before in ("，", "。", "；", "\n"):
            state.subjects = []  # …，县长李甲作出批示，要求…
        state.oblique = reason is Absence.OBLIQUE and before in _ADDRESSED
        # 在李甲主持召开的会议上, but not 为李甲主持葬礼
        if text.startswith("主持", mention.after) and before != "为":
            self.ledger.add(mention, Kind.CHAIR, mention.after)
        # 向|李甲, 同志|代县长李甲
        for_whom = mention.left > 0 and text.startswith(_FOR_WHOM, mention.left - 1)
        for_whom = for_whom or text.startswith(_ENTRUSTS, mention.after)
        if reason is not Absence.OBLIQUE or not for_whom:
            state.verb = state.verb or Verb(mention.start, mention.start, Kind.EMBED, "")
            state.embedded = True

    def _has_part(self, state: _State, mention: Mention) -> bool:
        """Give a person the part that the clause has for all it names: 出席的有…, 听取…的汇报."""
        kind = state.listing if state.listing is not None else Kind.SPEAK
        if state.listing is None and not state.hearing:
            return False
        if mention.is_commoner:
            return state.listing is None
        self.ledger.add(mention, kind, mention.start)
        if state.listing is not None:
            state.subjects.append(mention)
            state.taken = True
        return True

    def _place(self, state: _State, mention: Mention, before: str) -> None:
        """Make a person agent, partner, subject or object of the clause."""
        received = state.verb is not None and state.verb.word in _RECEIVES  # 会见由李甲率领的…
        if (before.endswith("由") and not received) or (
            state.agent and self._same_party(state.agent[-1], mention)
        ):
            state.agent.append(mention)
        elif self._is_partner(state, mention, before):
            state.joint.append(mention)
        elif state.met and _OF_A_PARTY.match(self.page.text, mention.after):
            self.ledger.add(mention, Kind.MEET, mention.start)
        elif state.verb is None or self._begins_anew(state.verb, mention, before):
            self._subject(state, mention)
        elif state.verb.kind is Kind.LEAD and not mention.is_commoner:
            state.subjects.append(mention)  # 方某率汤某、毛某慰问: they all do
        else:
            self._object(state, mention, state.verb)

    def _begins_anew(self, verb: Verb, mention: Mention, before: str) -> bool:
        """Tell 书记甲宣布开工、县长乙作动员讲话: a mark of lists parts two clauses."""
        if mention.is_commoner:
            return False  # 来到老党员李甲、老军人王乙家
        deed = verb.kind not in _TURNS and verb.kind not in (Kind.VISIT, Kind.MEET)
        return before.endswith("、") and mention.left < mention.start and deed

    def _is_partner(self, state: _State, mention: Mention, before: str) -> bool:
        """Tell 李甲与王乙座谈: the second is no subject of what the first alone does."""
        if before.endswith(("与", "同")) and state.subjects and state.verb is None:
            return True
        return bool(state.joint) and self._same_list(state.joint[-1], mention)

    def _same_list(self, one: Mention, other: Mention) -> bool:
        return one.list_id == other.list_id or other.left - one.after <= 1

    def _same_party(self, one: Mention, other: Mention) -> bool:
        if self._same_list(one, other):
            return True
        text = self.page.text
        return _PART_IN_PARTY.fullmatch(text, one.after, other.left) is not None

    def _subject(self, state: _State, mention: Mention) -> None:
        if state.taken and not state.leading:
            state.subjects, state.taken, state.joint = [], False, []
            state.convened = state.chaired = False
        state.body_subject = False
        state.subjects.append(mention)

    def _object(self, state: _State, mention: Mention, verb: Verb) -> None:
        state.embedded = True
        if mention.is_commoner:
            return
        if (verb.kind is Kind.MEET and "会见" in verb.word) or verb.word in _GREETS:
            self.ledger.add(mention, Kind.MEET, verb.start)
            state.met = True
        elif verb.kind in (Kind.ACCOMPANY, Kind.INVITE):  # the object does what follows
            state.subjects, state.taken, state.verb = [mention], False, None
            state.accompanied = state.embedded = False
        elif verb.kind is Kind.VISIT:
            self.ledger.absent.setdefault(mention.start, Absence.VISITED)

    def _absence(self, state: _State, mention: Mention, start: int) -> Absence | None:
        """Return why a mention speaks of somebody who was not there, None if it does not."""
        if state.blocker is Kind.CITE and self._conveys_next(mention):
            state.blocker = None
        if state.blocker is not None:
            return Absence.CITED if state.blocker is Kind.CITE else Absence.APPOINTED
        if self._list_is_elected(mention):
            return Absence.APPOINTED
        if state.listing is not None:
            return Absence.APPOINTED if is_elected(self.page.text, mention) else None
        if self._mourns and self._is_afar(mention):
            return Absence.CITED
        return absence_of(self.page.text, mention, start)

    def _list_is_elected(self, mention: Mention) -> bool:
        """Tell 李甲、王乙当选…: what is said behind a list is said of all of it."""
        last = self._lasts[mention.list_id]
        if last is mention or last.start - mention.start > _LIST_REACH:
            return False
        return last.post is mention.post and is_elected(self.page.text, last)

    def _conveys_next(self, mention: Mention) -> bool:
        """Tell …传达了某会精神，王乙传达…: the next in turn, not one who is conveyed."""
        if self.page.text[mention.left - 1 : mention.left] not in ("，", "；"):
            return False
        if _SPEAKS_HIMSELF.match(self.page.text, mention.after):
            return True
        match = VERB_PATTERN.match(self.page.text, mention.after)
        return match is not None and kind_of(match) in (Kind.SPEAK, Kind.TELL, Kind.CHAIR)

    def _speaks_next(self, mention: Mention) -> bool:
        """Tell whether a person inside reported speech is its next speaker: …；李甲要求，…."""
        text = self.page.text
        if text[mention.left - 1 : mention.left] not in ("，", "；", "”"):
            return False
        return _NEXT_SPEAKER.match(text, mention.after) is not None

    # -- verbs

    def _verb(self, state: _State, verb: Verb, start: int, end: int) -> None:
        state.verbs = True
        if state.content or (state.blocker is not None and "讲话" in verb.word):
            return
        if verb.kind in (Kind.CITE, Kind.APPOINT):
            self._conveyed(state, verb, start)
            state.blocker, state.verb = verb.kind, verb
        elif verb.kind in (Kind.SAY, Kind.REMARK):
            heard = state.verb is not None and state.verb.kind is Kind.HEAR  # 听取介绍, but …后指出
            heard = heard and not self.page.text.endswith(("后", "时"), start, verb.start)
            if not heard and not self._is_of_no_event(verb, start):
                self._say(state, verb, start)
        elif verb.kind in _TURNS and not (
            verb.kind is Kind.INVITE and self._is_to_come(verb, start)
        ):
            self._turn(state, verb, start, end)
        elif self._is_of_no_event(verb, start):
            state.verb = verb
        elif self._is_to_come(verb, start):
            state.content = True  # 将出席, 届时参加: it has not happened yet
        elif verb.kind is not Kind.ACT and self._is_attributive(state, verb, end):
            return
        elif (deed := self._deed(state, verb, start, end)) or state.verb is None:
            state.verb, state.noun = verb, not deed
            state.leading = state.leading and verb.kind is Kind.ACT

    def _is_to_come(self, verb: Verb, start: int) -> bool:
        first = max(start, verb.start - _TO_COME_REACH)
        return _TO_COME.search(self.page.text, first, verb.start) is not None

    def _bury(self, state: _State, verb: Verb) -> None:
        """Note that the subjects of a clause died: 李甲赴村里走访途中遭遇车祸，因公殉职."""
        if not state.subjects or state.embedded:
            return
        after = state.subjects[-1].after
        if verb.start - after > _CLAUSE_REACH or _OF_KIN.search(self.page.text, after, verb.start):
            return
        self.ledger.ruled_out.update(mention.name for mention in state.subjects)

    def _is_of_no_event(self, verb: Verb, start: int) -> bool:
        """Tell 未参加, which did not happen, and 多次参加, which happened at another time."""
        text = self.page.text
        if text.endswith(_NEGATED, start, verb.start):
            return True
        past = bisect_left(self._past, verb.start) - 1
        if past >= 0 and self._is_told_of_then(self._past[past], verb.start, start):
            return True
        return _HABIT.search(text, max(start, verb.start - _HABIT_REACH), verb.start) is not None

    def _is_told_of_then(self, past: int, at: int, start: int) -> bool:
        """Tell whether a year that is past still holds ``at`` a verb of the sentence.

        A year of the last century goes on to the end of its line. Where today is spoken of, or a
        quotation ends that the year stands in, it holds no longer.
        """
        text = self.page.text
        if past < start and not (text.startswith("19", past) and at - past < _CLAUSE_REACH):
            return False
        if text.find("\n", past, at) >= 0 or _TODAY.search(text, past + 2, at):
            return False
        close = text.find("”", past, at)
        return close < 0 or text.find("“", past, close) >= 0

    def _conveyed(self, state: _State, verb: Verb, start: int) -> None:
        """Give 李甲传达学习了… to whom it names; what a meeting conveys is the meeting's."""
        clause = self._clause_start(start, verb.start)
        near = [m for m in state.subjects[-1:] if clause <= m.start < verb.start]
        if "传达" not in verb.word or not near or state.convened:
            return
        if _ADVERBS.fullmatch(self.page.text, near[0].after, verb.start):
            self.ledger.add(near[0], Kind.SPEAK, verb.start)

    def _turn(self, state: _State, verb: Verb, start: int, end: int) -> None:
        """Read a word that changes what the people behind it are."""
        if verb.kind is Kind.HEAR:
            chaired = state.verb is not None and state.verb.kind is Kind.CHAIR
            state.convened = state.convened or chaired or state.chaired
            state.hearing = _HEARD.match(self.page.text, verb.end, end) is not None
            self._deed(state, Verb(verb.start, verb.end, Kind.ACT, verb.word), start, end)
        elif verb.kind is Kind.EMBED:
            if verb.word.startswith("表示"):
                # 表示欢迎 is said to guests (the guideline counts 表示); 表示祝贺 only done there
                said = _WELCOMES.match(self.page.text, verb.end) is not None
                to_guests = said and state.oblique  # 对区长李甲一行的到来表示欢迎
                for mention in state.subjects if to_guests or not state.embedded else ():
                    self.ledger.add(mention, Kind.SPEAK if said else Kind.ACT, verb.start)
            state.embedded = True
            state.wishing = state.wishing or verb.word in _THANKS
            state.content = state.wished = verb.word in _WISHES
        elif verb.kind is Kind.LEAD and not self._is_of_no_event(verb, start):
            surveys = _SURVEY_PARTY.match(self.page.text, verb.end) is not None
            deed = Kind.INSPECT if surveys else Kind.ACT  # 率党政考察团来我市对接工作
            self._deed(state, Verb(verb.start, verb.end, deed, verb.word), start, end)
            if _DELEGATION.match(self.page.text, verb.end):
                self._at_head = [*self._at_head, *state.subjects[-_FEW:]][-2 * _FEW :]
            of_party = state.met and self.page.text.startswith("的", verb.end)  # 会见李甲率领的…
            state.leading = verb.word not in _LED and not of_party
        elif verb.kind is Kind.DIE:
            self._bury(state, verb)
        state.verb = verb

    def _is_attributive(self, state: _State, verb: Verb, end: int) -> bool:
        """Tell 列席会议的县长李甲: the verb is said of the person behind it alone.

        Why somebody is here (正在我县调研的, 来访的) is no deed of the event.
        """
        if verb.kind is Kind.MEET and state.subjects and not state.taken:
            return False  # 李甲会见来访的王乙: a deed of both
        index = bisect_left(self._starts, verb.end)
        if index == len(self._starts) or verb.action is None:
            return False
        mention = self.mentions[index]
        between = self.page.text[verb.end : mention.left]
        if mention.left >= end or len(between) > _ATTRIBUTE_REACH or not between.endswith("的"):
            return False
        if _CLAUSE.search(between):
            return False
        received = state.verb is not None and state.verb.kind is Kind.MEET
        if verb.kind not in _SWALLOWED and not received:
            for one in self._listed_from(index, end):
                self.ledger.add(one, verb.kind, verb.start)
        return True

    def _listed_from(self, index: int, end: int) -> Iterator[Mention]:
        """Yield a mention and those that go on its list: 参会的嘉宾李甲、王乙."""
        first = self.mentions[index]
        for mention in self.mentions[index:]:
            if mention.list_id != first.list_id or mention.start >= end:
                return
            yield mention

    def _say(self, state: _State, verb: Verb, start: int) -> None:
        speakers = self._speakers(state, verb, start) or self._still_speaking(state, verb, start)
        if verb.word == "要求" and not speakers:
            return
        asked = any(word in verb.word for word in _REPORTERS)
        if speakers and not asked:
            asked = _ASKED.search(self.page.text, speakers[-1].after, verb.start) is not None
        for mention in () if asked else speakers:
            at_event = _AT_EVENT.search(self.page.text, mention.after, verb.start) is not None
            interviewed = mention.is_commoner or (verb.kind is Kind.REMARK and not at_event)
            self.ledger.add(mention, Kind.REMARK if interviewed else Kind.SAY, verb.start)
        if speakers or state.body_subject or not state.subjects:
            state.content = _SPEECH_FOLLOWS.match(self.page.text, verb.end) is not None
        state.taken = True
        state.verb = verb

    def _still_speaking(self, state: _State, verb: Verb, start: int) -> list[Mention]:
        """Return who spoke last where a sentence opens with 要求 or 强调 and names nobody."""
        if state.subjects or self._topic is None or verb.kind is not Kind.SAY:
            return []
        return [self._topic] if _STILL.fullmatch(self.page.text, start, verb.start) else []

    def _speakers(self, state: _State, verb: Verb, start: int) -> list[Mention]:
        text = self.page.text
        clause = self._clause_start(start, verb.start)
        inside = [m for m in state.subjects[-1:] if clause <= m.start < verb.start]
        begin = inside[-1].after if inside else clause
        if pronoun := _PRONOUN.match(text, begin) or _THEY.match(text, begin):
            begin = pronoun.end()
        if state.embedded and not inside:
            return []
        return state.subjects if _ADVERBS.fullmatch(text, begin, verb.start) else []

    def _clause_start(self, start: int, at: int) -> int:
        """Return where the clause begins that holds the offset ``at``."""
        start = max(start, at - _CLAUSE_REACH)
        last = bisect_right(self._clauses, at) - 1
        return max(start, self._clauses[last]) if last >= 0 else start

    def _deed(self, state: _State, verb: Verb, start: int, end: int) -> bool:
        """Give the verb to its subjects; return whether it works as a verb here."""
        clause = self._clause_start(start, verb.start)
        # 陪同考察或参加座谈, 陪同调研并座谈
        onward = verb.word.startswith("参加") or self.page.text[verb.start - 1] == "并"
        joined = verb.kind is Kind.MEET and onward
        if verb.kind in _SWALLOWED and (state.accompanied or state.embedded) and not joined:
            return True
        if self._names_only(state, verb, clause, end):
            return False
        if not state.agent and self._others_act(state, verb, clause):
            if verb.kind is Kind.SPEAK:  # 新任职人员代表发言，表示…: their words
                state.subjects, state.body_subject = [], True
            return True
        self._mark(state, verb)
        goes_on = verb.kind is Kind.MEET or (verb.kind is Kind.SPEAK and onward)  # 祝贺…并讲话
        if state.embedded and not goes_on and not state.agent:
            return True
        verb = self._made_up_of(state, verb)
        for mention in self._subjects_of(state, verb):
            if not mention.is_commoner or verb.kind in (Kind.SPEAK, Kind.TAKE_PART):
                self.ledger.add(mention, verb.kind, verb.start, led=verb.word in _LED)
                state.party = verb.start if verb.word.startswith("一行") else state.party
                state.acting = mention if state.agent else state.acting
                if verb.word in _LED and self._closes(verb, end) and self._inspecting(start):
                    self.ledger.add(mention, Kind.INSPECT, verb.start)
                state.taken = state.taken or not state.agent
        self._receive(state, verb)
        self._severally(state, verb)
        if verb.kind is Kind.SPEAK and self.page.text.startswith("：", verb.end):
            state.content = True
        return True

    def _severally(self, state: _State, verb: Verb) -> None:
        """Give 李甲前往某地，王乙前往某地，分别|督查 to all who went."""
        if verb.kind is Kind.ACT:
            state.went = [*state.went, *state.subjects[-_MANY_PEOPLE:]][-_MANY_PEOPLE:]
        elif state.went and self.page.text.endswith("，分别", 0, verb.start):
            here = {mention.start for mention in state.subjects}
            for mention in state.went:
                if mention.start not in here:
                    self.ledger.add(mention, verb.kind, verb.start)

    def _receive(self, state: _State, verb: Verb) -> None:
        """Give 李甲率代表团来我市，市长王乙会见了代表团 to both: a party is met with its head."""
        if verb.word not in _RECEIVES or not _DELEGATION.match(self.page.text, verb.end):
            return
        for mention in self._at_head:
            if mention not in state.subjects:
                self.ledger.add(mention, Kind.MEET, verb.start)

    def _left_out(self, first: Mention) -> list[Mention]:
        """Return who stands before a list in the same way, but was lost to words not understood."""
        people: list[Mention] = []
        for index in range(bisect_left(self._starts, first.start) - 1, -1, -1):
            before = self.mentions[index]
            gap = self.page.text[before.after : first.left]
            joined = len(gap) <= _GAP and gap.endswith(("，", "、")) and "。" not in gap
            lost = before.post is not None and not before.is_commoner and not self._acts(before)
            if not (joined and lost) or VERB_PATTERN.search(gap) or "\n" in gap:
                break
            people.insert(0, before)
            first = before
        return people

    def _acts(self, mention: Mention) -> bool:
        """Tell whether something was said of a mention already, were it that the person is away."""
        deeds = self.ledger.deeds.get(mention.name, [])[-_MANY_DEEDS:]
        return mention.start in self.ledger.absent or any(d.mention is mention for d in deeds)

    def _closes(self, verb: Verb, end: int) -> bool:
        """Tell …来我县考察。区委书记李甲率队。: nothing else is said of who led."""
        return verb.end >= end - 1 or self.page.text[verb.end] in "，；。"

    def _inspecting(self, start: int) -> bool:
        """Tell whether the sentence before, or this one, says that a party came to inspect."""
        text = self.page.text
        return (
            _CAME_TO_INSPECT.search(text, max(0, start - _LIST_REACH), start + _LIST_REACH)
            is not None
        )

    def _made_up_of(self, state: _State, verb: Verb) -> Verb:
        """Read 调研组由李甲、王乙组成: they inspect."""
        if verb.word != "组成" or not state.agent:
            return verb
        left = state.agent[0].left
        if not _INSPECTORS.search(self.page.text, max(0, left - 4), left):
            return verb
        return Verb(verb.start, verb.end, Kind.INSPECT, verb.word)

    def _names_only(self, state: _State, verb: Verb, clause: int, end: int) -> bool:
        """Tell a verb that is no deed here: a noun, or an act of the meeting that was convened."""
        text = self.page.text
        before = text[clause : verb.start]
        stop = _CLAUSE.search(text, verb.end, min(end, verb.end + _CLAUSE_REACH))
        after = text[verb.end : stop.start() if stop else min(end, verb.end + _CLAUSE_REACH)]
        if state.convened and (verb.kind is Kind.DIRECT or self._is_meetings(state, verb, before)):
            return True
        if verb.kind is Kind.MEET and self._is_signed_by_organs(state, verb, before):
            return True
        if verb.word.endswith("座谈会") and _WITH.search(before) is None:
            return True  # 举行座谈会: with whom is said, or it is the event's
        if verb.word == "慰问" and state.wishing:
            return True  # 祝贺…，感谢…，慰问…: all of it is said
        if "从" in before or "对" in before:  # 李从军|参加, 对外联络部部长李甲|参加
            before = self._without_people(clause, verb.start)
        return is_noun(verb, state.verb, before, after)

    def _without_people(self, start: int, end: int) -> str:
        """Return a stretch of text in which other characters stand for posts and names."""
        text = self.page.text[start:end]
        first, last = (bisect_left(self._starts, at) for at in (start, end))
        for mention in self.mentions[first:last]:
            left, right = max(mention.left, start) - start, mention.end - start
            text = text[:left] + "某" * (right - left) + text[right:]
        return text

    def _is_signed_by_organs(self, state: _State, verb: Verb, before: str) -> bool:
        """Tell 县政府与某公司签署协议: the organs of this clause sign, and pledges nobody signs."""
        if _NOT_SIGNING.search(verb.word):
            return True
        first = verb.start - len(before)
        named = any(first <= mention.start for mention in (*state.subjects, *state.joint)[-1:])
        return verb.word.startswith("签") and not named and bool(_ORGANS_SIGN.fullmatch(before))

    def _is_meetings(self, state: _State, verb: Verb, before: str) -> bool:
        """Tell 李甲主持召开会议，传达…: the meeting did that."""
        if "并" in before or verb.word == "讲话":
            return False
        first = verb.start - len(before)
        return not any(first <= mention.start < verb.start for mention in state.subjects[-1:])

    def _others_act(self, state: _State, verb: Verb, clause: int) -> bool:
        """Tell …，各镇负责人陪同: a collective of this clause acts, not the people before it."""
        named = [*state.subjects[-1:], *state.joint[-1:]]
        if not state.taken or any(clause <= m.start < verb.start for m in named):
            return False
        if state.leading or _NO_SUBJECT.match(self.page.text, clause):
            return False
        if state.party >= clause:  # 李甲，各镇负责人一行|到青枫村调研
            return False
        if _ORGAN_SUBJECT.fullmatch(self.page.text, clause, verb.start):
            return True
        return _COLLECTIVE_SUBJECT.search(self.page.text, clause, verb.start) is not None

    def _mark(self, state: _State, verb: Verb) -> None:
        """Note what a verb means for the rest of its clause or sentence."""
        if verb.kind is Kind.ACCOMPANY:
            state.accompanied = True
        if verb.kind is Kind.CHAIR:
            state.chaired = self.page.text.startswith("，", verb.end)
            state.convened = state.convened or self.page.text.startswith("召开", verb.end)
        if verb.kind is Kind.SPEAK and verb.word.startswith(("传达", "宣读")):
            state.blocker = Kind.CITE

    def _is_joint_deed(self, state: _State, verb: Verb) -> bool:
        """Tell 与李甲座谈, 与李甲共话乡情, 与李甲、王乙一道植树: those behind 与 do it too."""
        if verb.kind is Kind.MEET or verb.word.startswith(("共", "畅", "进行")):
            return True
        if verb.word.endswith(("交流", "对接")):
            return True
        if verb.start == state.joint[-1].after and verb.kind in _DONE_WITH:
            return True  # 副院长李甲与庭长王乙|陪同调研
        if self.page.text.startswith("一行", state.joint[-1].after):
            return True  # 董事长李甲与副总经理王乙、盛丙一行到车间慰问
        together = _TOGETHER.search(self.page.text, state.joint[-1].after, verb.start)
        return together is not None

    def _subjects_of(self, state: _State, verb: Verb) -> list[Mention]:
        people = self._all_subjects_of(state, verb)
        state.deeds += 1
        # A list without end and verbs without end: the work stays linear.
        return people[-_MANY_PEOPLE:] if state.deeds > _MANY_DEEDS else people

    def _all_subjects_of(self, state: _State, verb: Verb) -> list[Mention]:
        if state.agent:
            return state.agent
        if state.joint and self._is_joint_deed(state, verb):
            return state.subjects + [m for m in state.joint if m not in state.subjects]
        if verb.kind in _LISTED and len(state.subjects) > 1:
            return [*self._left_out(state.subjects[0]), *state.subjects]
        return state.subjects


def sentences(page: Compact) -> tuple[tuple[int, int], ...]:
    """Return the sentences (start, end) of the compact text; a line end closes one too."""
    return _sentences_of(page.text)


@lru_cache(maxsize=1)  # of one report after the other three steps ask for them
def _sentences_of(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(_cut(text))


def _cut(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.end() - start > 1:
            yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)
