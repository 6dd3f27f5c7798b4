"""The collectives (各镇党政主要负责同志): attendees whom the report names as a group.

A collective is a noun phrase that ends in a word for people, holds no name, and is the subject of a
verb of taking part. Organs that share one such word are one collective; each further word for
people closes another.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.clauses import sentences
from msbazhong_spider.attendees.pieces import HEADS, SEPARATOR, Found, pieces
from msbazhong_spider.attendees.verbs import ACTIONS, Kind
from msbazhong_spider.items import Action, Collective, Field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from msbazhong_spider.attendees.mentions import Mention
    from msbazhong_spider.attendees.text import Compact
    from msbazhong_spider.attendees.verbs import Verb

_COUNT = (
    r"(?:等|共计?|总计|合计)*+(?:约|近)?"
    r"(?:\d+(?:余|多)?|[一二三四五六七八九十百千]+(?:余|多)?)(?:人|名|位)"
)
# 州委常委|、州委组织部、|统战部部长李甲
_ON_TO = re.compile("、(?:[^，；、和及]{2,10}(?:部|委|办|局)、)?")
_OFFICE_AT_END = re.compile(
    "(?:[团组]成员|常委|委员|主任|书记|[队团组]长|主席|[县市区局部]长|会长)$"
)
_MANY = re.compile("[各历们名位两三四]|全体|部分|有关|相关|单位|部门|在家")
_BODY_HEAD = re.compile(
    "(?:代表团|采访团|考察团|访问团|工作组|慰问组|调研组|工作队|团队|宣讲团|招商队|招商组|艺术团|演出团)$"
)
_ADVERBIAL = (
    f"(?:(?:一起|一道|一同)，|{_COUNT}|分别|分头|认真|仔细|积极|踊跃|纷纷|应邀|先后|也|均|都|还|一同|共同|一起|全程|随同|到场|到会|现场|随后|热情|亲切|专程|联合|陆续|冒雨|依次|在座|受邀|特邀|一并|同步|集中|上台|按要求"
    f"|(?:分别[与同]|[向对为给])(?:(?!{HEADS})[^，。；、]){{0,24}}+(?:{HEADS})(?:们|一行)?"
    f"(?:[和、及](?:(?!{HEADS})[^，。；、]){{0,12}}+(?:{HEADS}))?"
    "|(?:肩负|怀着|满怀|带着|牢记)着?[^，。；、]{2,24}"
    f"|(?:按照|根据|遵照)(?:(?!{HEADS})[^，。；、]){{0,24}}+"
    f"|(?:围绕|结合|对照|立足|针对|紧扣)(?:(?!{HEADS})[^，。；、]){{0,24}}+，"
    f"|(?:在|以|通过|围绕|就|向|对|为|面对|面向|到|前往|赴)(?:(?!{HEADS})[^，。；、]){{0,24}}+|(?:[作做]|进行)了?|等|共|参加)"
)
_TRAILING = re.compile(f"{_ADVERBIAL}*+在?$")
_IN_CHARGE = re.compile(
    "(?P<organ>[^，；。]{3,80}?)(?:的?(?:相关|有关|主要|分管))*(?:负责人|负责同志)"
)
_ORGAN_MARK = re.compile("以及|[、及和]")
_TAKES_PART = frozenset(
    (Kind.JOIN, Kind.OBSERVE, Kind.ACCOMPANY, Kind.INSPECT, Kind.TELL, Kind.SPEAK, Kind.MEET)
) | {Kind.HEAR, Kind.VISIT, Kind.TAKE_PART, Kind.DIRECT, Kind.ACT}
_LIST_HEAD = re.compile(
    r"(?:出席|参加|列席|陪同|就[座坐]|参会|与会|调研|到会)[^，。；：\n]{0,24}?(?:的(?:还|主要)?(?:有|包括)|还有|(?:人员|领导|单位|嘉宾|来宾)(?:有：?|：))：?(?=[^，。]{3})"
    "|(?:学员|(?:参训|参会|与会|出席|参加|到会|列席|陪同)人员)(?:主要)?(?:有|包括|是|为(?=全|各))"
)
_UNDER = re.compile(r"在([^。；！？\n]{2,200}?)(?:的)?陪同下")
# 组织部分政协委员赴…: whoever is sent or called takes part.
_SENT = re.compile(
    f"(?:(?:(?<!四大)(?<!级)组织|召集)(?=部分|[各在住]|我[县市区州旗]|[^，。；]{{0,10}}(?:人大代表|政协委员)|全体|有关|相关|离退休|医护|[^，。；]{{0,6}}(?:党员|干部|职工|师生|志愿者)|\\d|[^，。；]{{2,20}}代表，)|(?:邀请了?|安排)(?=[^，。；]{{0,16}}部分|各位老|离退休))"
    f"(?P<who>[^，。；：\\n“”]{{2,40}}?(?:{HEADS})(?:（[^（）]{{1,10}}）)?)(?:一行)?(?:{_COUNT})?"
    "(?=，|视察|赴|到|前往|开展|召开|参加|列席|深入|走进|对|在|分组|进行|围绕|来|共聚|欢聚|齐聚|座谈)"
)
# 与各界群众代表一道敬献花篮
_TOGETHER_WITH = re.compile(
    f"(?:(?<!要)[同和]|(?<!要)与(?!会))(?P<who>[^，。；：\\n“”与]{{2,100}}?(?:{HEADS}))(?:一道|一起(?!来|合影)|共同(?!合影|探讨|研究)|一同|共[话叙商谋])"
)
# 听取县水利局负责人关于防汛的汇报
_HEARD = re.compile(
    f"听取?+了?+(?P<who>(?:[^，。；：\\n“”的]|的(?=有关|相关|主要|负责)){{2,70}}?(?:{HEADS}))"
    "(?<!老干部)(?=就[^，。；]{0,24}?意见|(?:(?:关于|对|就)[^，。；]{0,24}?)?(?:所?作?的)?(?:工作)?(?:情况)?(?:交流|表态|典型)?(?:介绍|汇报|说明|讲解|发言|述职|述纪|述廉))"
)
# 听取相关负责人汇报: of whom nothing is said.
_NOBODYS = re.compile(
    "[各了]?(?:相关|有关|企业|项目|现场|单位|部门)?(?:相关|主要)?(?:负责人|(?:工作)?人员|领导|同志|负责同志)"
    "|[镇村]*干部"
)
# 会见来我县考察的企业负责人
_RECEIVED = re.compile(
    f"(?:会见|接见)了?(?P<who>[^，。；：、\\n“”]{{2,40}}?(?:{HEADS}))(?=[，。]|一行)"
)
# 邀请辖区企业家代表走进法院
_INVITED = re.compile(
    f"邀请了?(?P<who>[^，。；：\\n“”]{{2,60}}?(?:{HEADS}))(?=走进|参加|参会|到场|来到|出席|列席|前来|旁听|观摩)"
)
# 受到三溪市委主要领导的热情接待
_WELCOMED = re.compile(
    f"受到了?(?P<who>(?!中央|党和国家)[^，。；：\\n“”]{{2,60}}?(?:{HEADS}))(?:等)?的?(?:热情|亲切|热烈|盛情)?(?:接待|接见|会见|欢迎)"
)
# 由各乡镇、相关单位负责人组成的考察团
_FORMS = re.compile(
    f"(?:(?<![缘理自])由|[带率]队，)(?P<who>[^，。；：\\n“”]{{2,100}}?(?:{HEADS})(?<!记者))(?:共同|联合)?组成的?[^，。；、]{{0,12}}[团组队]"
)
# 300多名人大代表满怀豪情步入会场
_GATHER = re.compile(
    f"(?:^|(?<=[，。；\\n]))(?:当天|当日|今天|上午|下午|随后)?(?P<who>[^，。；：\\n“”]{{2,60}}?(?:{HEADS}))(?:们)?"
    "(?:[，、]?(?:身着|肩负|怀着|满怀|带着|精神饱满|意气风发|兴高采烈)[^，。；、\\n]{0,30}){0,3}[，、]?(?:陆续|纷纷|依次|齐|都|相继)?"
    "(?:[步走]入会场|步入[^，。；]{0,8}会场|走进会场|[汇欢齐]聚一堂|(?:赶|前)来送行)"
)
# Each with the words without which it need not be tried.
_PLACES = (
    (_WELCOMED, Kind.MEET, ("受到",)),
    (_INVITED, Kind.JOIN, ("邀请",)),
    (_FORMS, Kind.JOIN, ("组成",)),
    (_SENT, Kind.JOIN, ("组织", "召集", "邀请", "安排")),
    (_RECEIVED, Kind.MEET, ("会见", "接见")),
    (_TOGETHER_WITH, Kind.JOIN, ("一道", "一起", "共同", "一同", "共话", "共叙", "共商", "共谋")),
    (_HEARD, Kind.TELL, ("听",)),
    (_GATHER, Kind.JOIN, ("会场", "一堂", "送行")),
)
# 李甲等领导和考察团成员洽谈: only behind a label is 和 what 与 is everywhere.
_WITH = ("与", "同", "和")
_MET = re.compile("(?:并|还|又|先后|分别)*[与同和][^，；]*$")
# 各村书记按照企业参会地点参加: words in front of the deed, none themselves.
_BY_RULE = frozenset(("按照", "根据", "遵照"))
_TALK = ("交流", "沟通")
_TALKS_WITH = re.compile("[与同](?!会)[^，；]*$")
_ALSO = ("以及", "及", "和")
# 与村民交谈: whom somebody talks with is no attendee.
_PLEDGES = ("责任书", "承诺书", "军令状", "目标书")
_TALKS = frozenset(("交谈", "拉家常", "沟通", "交流"))
# 参加会议的委员, 来我县考察的客商: the verb only says which people.
_OF_A_GROUP = re.compile(
    f"(?!了)[^，。；：的]{{0,30}}的(?!有|还有)[^，。；：、的]{{0,16}}?(?:{HEADS})"
)
_LED_END = re.compile(
    "[，。；\n]|组成|赴|来(?!自|宾)|前往|深入|到(?!场)|对|在(?!家)|检查(?!组)|调研(?!组)|考察(?!团|组)|督导(?!组)|督查(?!组)|走访|慰问(?!组|团)|开展|莅临|参加|一行|现场|先后|视察|就|冒着|走进|巡"
)
# 带领相关人员|抬着牌匾
_LED_HEAD = re.compile(f"[^，。；：\\n“”的]{{0,24}}?(?:{HEADS})(?![们、和及与代会团组队])")
_DELEGATION = re.compile(
    "(?:(?:党政|经贸|投资|商务|民族|友好|政府|企业家|交流|(?<!我)[省市县区州旗盟])(?:代表团|考察团|访问团|参访团)|采访团|访问团|观摩团"
    "|(?:政协|人大常委会|商会)考察团)(?=来|赴|到|走进|一行|在|莅|与|访|参观|考察|视察|，|召开|一同|前来|的到来|感谢|。|\n)"
)
# The name of a body, read backwards from its head; it may begin with a quotation.
_BODY_NAME = re.compile(r"(?:“[^“”\n]{2,24}”)?[^，。；：、？！\n“”《》）]{0,24}$")
# 西山县、北川县、|富水县党政代表团
_SHARED_BY = re.compile("(?:[^，。；：、？！\n“”《》）]{1,14}[省市县区州旗盟镇乡]、){1,4}$")
# 市委、市政府联合|督查组
_JOINT_NAME = re.compile(
    r"(?:[^，。；：、？！\n“”《》）]{2,12}、){0,2}[^，。；：、？！\n“”《》）]{2,24}$"
)
_DELEGATION_LEAD = re.compile(
    "[^，]*的|[^，]*组成|[^，]*举行|[^，]*\\d[月日](?:上午|下午)?|接待了|了|着|携|向|率领|率|带领|组织|获得了?|会见了?|接待|欢迎|代表(?!团)|对(?![岸口外])|在|来|陪同|由|与"
)
_LED = frozenset(("带队", "率队", "率团"))
_OF_AN_ORGAN = re.compile("[省市县区州旗国委局厅院部联会第“]")
_LEADER = re.compile("组长|团长|领队")
_VISITORS = re.compile(
    "(?:专家|调研|督导|督查|检查|巡察|巡查|考察|视察|慰问|旁听)(?:小组|组|团)"
    "(?=一行|来(?!自)|莅|赴|到|深入|先后|对|走进|在|参观|考察|调研|检查|督查|就)"
)
_DATE = re.compile("^.*[日午]")
_COUNTED = re.compile(
    r"(?:\d+|[一二两三四五六七八九十]+)(?:位|名)[^，。；、]{0,8}?(?:委员|代表|同志|老师|领导|负责人|专家|嘉宾|学者|[长记席任])"
)
_LABEL = re.compile(
    "等[省市县区州旗]、[省市县区州旗]领导|等[县市区旗]委、(?:[^，。；：、]{2,6}、){0,5}[^，。；：、]{2,6}领导"
    r"|等(?:\d+|[几多两三四五六七八九十]+)?(?:位|名)?[^，。；：、和及与\n]{0,28}?(?:领导(?:同志|干部|班子(?:成员)?)?|人大代表|委员|专家|同志|老师|军官|高管|名家|学者|作家|企业家|艺术家|嘉宾)|等[^，。；、及和以]{0,10}(?=[，。；、及和以]|出席|参加)"
)
_CLAUSE_END = re.compile("[，；。！？\n]")
# 会上，县林业局负责人|说
_SAID_THERE = re.compile(
    f"(?:座谈|推进|调度|动员|现场|发布)?会(?:议)?上，(?P<who>[^，。；：\\n“”]{{2,40}}(?:{HEADS}))"
)
_SPEAKS = frozenset((Kind.SAY, Kind.REMARK))
_WORDS_FOLLOW = _SPEAKS | {Kind.EMBED}
# Limits that keep the work linear in the length of the text, in characters; of groups, a count.
_MAX_GROUP, _MAX_TRAILING, _MAX_HEAD, _MAX_CLAUSE, _RECENT = 120, 120, 24, 1000, 40
_MAX_BODY = 52
# 青年文明号|负责人: what follows a name is no word for people in the same breath.
_GROUP_GOES_ON = re.compile(
    f"(?!等|同志|先生|女士|一行|代表[^，。；、和及]|（)[^，。；、\n（）]{{0,2}}?(?:{HEADS})(?=[，。；、和及]|列席|参加|出席|等)"
)
_PAIRS = (("（", "）"), ("【", "】"), ("“", "”"), ("(", ")"))
_SUM = re.compile("[省市县区]{2}人大代表")
_FULL = 6  # 党政代表团 alone does not say whose


def find_groups(
    page: Compact,
    mentions: list[Mention],
    verbs: list[Verb],
    masked: list[tuple[int, int]],
    taken: Collection[str],
) -> list[Collective]:
    """Return the collectives in the order of the text, each once.

    ``taken`` has the names of those who took part.
    """
    mentions = [one for one in mentions if one.name in taken or not _is_no_name(page.text, one)]
    finder = _GroupFinder(page, mentions, verbs)
    body = next((line.start for line in page.lines if line.field is Field.BODY), len(page.text))
    found = list(_delegations(page, body, masked))
    # The headline names it in short, or with its city in front.
    found = [one for one in found if one[0] >= body and one[1] - one[0] > _FULL] or found
    if not _is_led(mentions, verbs):
        found += _visitors(page, body, mentions, masked)
    for start, end in sentences(page):
        if start >= body:
            found += finder.in_sentence(start, end)
    return _unique(page, sorted(found))


def _is_no_name(text: str, mention: Mention) -> bool:
    """Tell a stretch that only looks like a name, inside a group: 青年|文明号|负责人."""
    end = min(mention.end, mention.after)
    return _GROUP_GOES_ON.match(text, end, end + _MAX_HEAD) is not None


def _delegations(page: Compact, body: int, masked: list[tuple[int, int]]) -> Iterator[Found]:
    """Yield bodies with a name of their own: 江岸区党政代表团, 海外华文媒体采访团."""
    for match in _DELEGATION.finditer(page.text):
        start, end = _name_start(page.text, match.start()), match.end()
        if end <= body:  # in a headline white space parts: 合力共谱新篇 三溪县党政代表团来访
            blanks = (at for at in range(match.start() - 1, start, -1) if at in page.breaks)
            start = next(blanks, start)
        lead = page.text[start:end]
        if "次会议" in lead:
            continue  # 市六届人大五次会议三溪县代表团
        cut = max((m.end() for m in _DELEGATION_LEAD.finditer(lead)), default=0)
        if end - start - cut >= _FULL and not any(first <= start < last for first, last in masked):
            yield start + cut, end, Kind.JOIN


def _name_start(text: str, head: int) -> int:
    """Return where the name of a body begins whose head begins at ``head``."""
    floor = max(0, head - _MAX_BODY)
    name = _JOINT_NAME if text.startswith("联合", head - 2) else _BODY_NAME
    match = name.search(text[floor:head])
    start = floor + match.start() if match else head
    shared = _SHARED_BY.search(text[max(0, start - _MAX_BODY) : start])
    return start - len(shared[0]) if shared else start


def _is_led(mentions: list[Mention], verbs: list[Verb]) -> bool:
    """Tell whether somebody is said to lead others: who a body is, is known then."""
    leads = any(verb.kind is Kind.LEAD or verb.word in _LED for verb in verbs)
    return leads or any(m.post is not None and _LEADER.search(m.post.text) for m in mentions)


def _visitors(
    page: Compact, body: int, mentions: list[Mention], masked: list[tuple[int, int]]
) -> Iterator[Found]:
    """Yield the first body that comes to inspect and whose people nobody names: 市第二督导组."""
    taken = [*masked, *((mention.left, mention.after) for mention in mentions)]
    for match in _VISITORS.finditer(page.text, body):
        start, end = _name_start(page.text, match.start()), match.end()
        date = _DATE.match(page.text[start:end])
        start += date.end() if date else 0
        if page.text.find("的", start, end) >= 0:
            continue  # 由各单位负责人组成的|督查组, 以李甲为组长的|检查组
        free = not any(first < end and start < last for first, last in taken)
        if free and _OF_AN_ORGAN.search(page.text, start, end):
            yield start, end, Kind.INSPECT
            return


class _GroupFinder:
    """Finds the collectives of one document, sentence by sentence."""

    def __init__(self, page: Compact, mentions: list[Mention], verbs: list[Verb]) -> None:
        self._page = page
        self._mentions = mentions
        self._starts = [mention.start for mention in mentions]
        self._verbs = verbs
        self._verb_starts = [verb.start for verb in verbs]
        self._places = [
            (pattern, kind)
            for pattern, kind, signs in _PLACES
            if any(sign in page.text for sign in signs)
        ]

    def _between(self, start: int, end: int) -> list[Mention]:
        first, last = (bisect_left(self._starts, offset) for offset in (start, end))
        return self._mentions[first:last]

    def _is_inside(self, at: int) -> bool:
        """Tell whether an offset lies in a person's post or name."""
        index = bisect_left(self._starts, at)
        around = self._mentions[max(0, index - 1) : index + 1]
        return any(mention.left <= at < mention.after for mention in around)

    def in_sentence(self, start: int, end: int) -> Iterator[Found]:
        """Yield the collectives of one sentence with the kind of their verb."""
        text = self._page.text
        for match in _UNDER.finditer(text, start, end):
            yield from self._in_region(_opening(text, *match.span(1)), match.end(1), Kind.ACCOMPANY)
        yield from self._by_their_place(start, end)
        listing = _LIST_HEAD.search(text, start, end)
        if listing is not None:
            stop = _before_stop(text, end)
            yield from self._in_region(listing.end(), stop, Kind.JOIN, singles=True)
        yield from self._by_verbs(start, end, listing.start() if listing else end)

    def _by_their_place(self, start: int, end: int) -> Iterator[Found]:
        """Yield who is sent, who is heard, and with whom somebody did something."""
        text = self._page.text
        first, last = (bisect_left(self._verb_starts, offset) for offset in (start, end))
        said = (v.start for v in self._verbs[first:last] if v.kind in (Kind.SAY, Kind.REMARK))
        limit = next(said, end)  # what is said is no deed
        for pattern, kind in self._places:
            for match in pattern.finditer(text, start, end):
                if match.end() > limit or self._between(match.start("who"), match.end("who")):
                    continue
                for group in pieces(text, *match.span("who"), kind):
                    if pattern is not _HEARD or not _NOBODYS.fullmatch(text, *group[:2]):
                        yield group

    def _by_verbs(self, start: int, end: int, limit: int) -> Iterator[Found]:
        """Yield who stands before a verb of taking part that begins before ``limit``."""
        text, floor = self._page.text, start
        first, last = (bisect_left(self._verb_starts, offset) for offset in (start, end))
        for verb in self._verbs[first:last]:
            if self._is_inside(verb.start):
                continue
            if verb.kind in _SPEAKS and (match := _SAID_THERE.fullmatch(text, floor, verb.start)):
                yield from pieces(text, match.start("who"), verb.start, verb.kind)
            if verb.kind in _WORDS_FOLLOW:
                floor = text.find("；", verb.end, end) + 1 or end
            if verb.start < floor or verb.word in _BY_RULE:
                continue
            if verb.kind is Kind.LEAD and text.startswith("下", verb.end):
                continue  # 党员们在书记李甲带领下走访…
            if verb.start < limit and _OF_A_GROUP.match(text, verb.end, end):
                visited = verb.kind is Kind.VISIT  # 慰问坚守岗位的民警、职工，…
                floor = _floor_behind(text, verb, end) if visited else floor
                continue
            if verb.kind is Kind.LEAD:
                yield from self._led(verb, end)
            if self._takes_part(verb, floor) and verb.start <= limit:
                found = self._in_region(floor, verb.start, verb.kind)
                yield from (one for one in found if not self._is_nobody(one))
            floor = _floor_behind(text, verb, end)

    def _is_nobody(self, group: Found) -> bool:
        """Tell 项目负责人|介绍了情况: who explains, and has no organ."""
        start, end, kind = group
        return kind is Kind.TELL and bool(_NOBODYS.fullmatch(self._page.text, start, end))

    def _takes_part(self, verb: Verb, floor: int) -> bool:
        if verb.kind is Kind.MEET and _MET.match(self._page.text, floor, verb.start):
            return False  # 与企业负责人座谈: whom one meets in passing
        if verb.word.endswith(_PLEDGES):
            return False  # 与乡镇代表签订责任书
        talks = verb.word in _TALKS or (
            verb.word.endswith(_TALK) and _TALKS_WITH.search(self._page.text, floor, verb.start)
        )
        return verb.kind in _TAKES_PART and not talks

    def _led(self, verb: Verb, end: int) -> Iterator[Found]:
        """Yield who is led: 带领县林草局、应急管理局等部门负责人, 率县党政代表团."""
        text, end = self._page.text, min(end, verb.end + _MAX_GROUP)
        match = _LED_END.search(text, verb.end, end)
        stop = match.start() if match else end
        if any(mention.left < stop for mention in self._between(verb.end, end)):
            return
        if _BODY_HEAD.search(text, verb.end, stop):
            first = verb.end + text.startswith("的", verb.end)
            for separator in (*SEPARATOR.finditer(text, first, stop), None):
                last = separator.start() if separator else stop
                if last - first >= _FULL and text[first] != "该":
                    yield first, last, Kind.JOIN
                first = separator.end() if separator else stop
            return
        found = list(self._in_region(verb.end, stop, Kind.JOIN))
        if not found and (head := _LED_HEAD.match(text, verb.end, stop)):
            found = list(pieces(text, verb.end, head.end(), Kind.JOIN))
        yield from found

    def _in_region(
        self, start: int, end: int, kind: Kind, *, singles: bool = False
    ) -> Iterator[Found]:
        """Yield the collectives between two offsets, in what the people named there leave over."""
        text, position, labelled = self._page.text, start, True
        for mention in self._between(start, end):
            if mention.left > position:
                stop = _own_end(text, position, mention.left)
                found = list(pieces(text, position, stop, kind))
                yield from _without_offices(text, found, mention)
            position = mention.after
            position += text.startswith("，等", position)
            labelled = text.startswith("等", position)
            if labelled:
                position = _skip_label(text, position)
            elif label := _COUNTED.match(text, position):  # 李甲、王乙等15位委员
                position = label.end()
        trailing = _TRAILING.search(text, max(position, end - _MAX_TRAILING), end)
        if kind is Kind.MEET and text.startswith(_WITH if labelled else _WITH[:2], position):
            return  # 李甲等领导与考察团成员洽谈
        stop = trailing.start() if trailing else end
        rest = list(pieces(text, position, stop, kind, singles=singles))
        # Among collectives an office without a name stands for one who came: 各镇书记、县法院院长.
        yield from pieces(text, position, stop, kind, singles=True) if rest else ()


def _without_offices(text: str, found: list[Found], mention: Mention) -> list[Found]:
    """Drop what is part of the next person's post: 中央委员、|副总理李甲."""
    end = mention.left
    while found and _ON_TO.fullmatch(text, found[-1][1], end):
        start, stop, _ = found[-1]
        if _MANY.search(text, start, stop) or not _OFFICE_AT_END.search(text, start, stop):
            break
        end = start
        found.pop()
    return found


def _own_end(text: str, start: int, end: int) -> int:
    """Return where groups may end before a person: 企业代表|某公司总经理李甲 is no group."""
    if text[end - 1] in "，；、和及暨与":
        return end
    if text[end - 1] == "在":  # 20多名党员|在书记李甲的带领下
        return end - 1
    separators = [match.end() for match in SEPARATOR.finditer(text, start, end)]
    return separators[-1] if separators else start


def _opening(text: str, start: int, end: int) -> int:
    """Return where they begin who accompany: 在三溪镇，李甲在|有关部门负责人的陪同下."""
    at = end
    while (at := text.rfind("在", start, at)) > start:
        if text[at + 1] not in "家职任编川" and text[at - 1] not in "正现驻存所":
            return at + 1
    return start


def _before_stop(text: str, end: int) -> int:
    while text[end - 1] in "。！？\n":
        end -= 1
    return end


def _floor_behind(text: str, verb: Verb, end: int) -> int:
    """Return from where on the subjects of the verb that follows may stand."""
    if verb.kind is Kind.LEAD:  # 率李甲、王乙及有关部门负责人到会
        return verb.end
    if "了" in verb.word and text.startswith("、", verb.end):
        return verb.end + 1  # 队长代表作了发言、|志愿者代表进行了宣誓
    floor = _next_clause(text, verb.end, end)
    if verb.kind is Kind.VISIT and floor < end and text.startswith(_ALSO, floor):
        return _next_clause(text, floor, end)  # 看望了李甲等企业家，以及商会负责人
    return floor


def _next_clause(text: str, start: int, end: int) -> int:
    match = _CLAUSE_END.search(text, start, min(end, start + _MAX_CLAUSE))
    return match.end() if match else min(end, start + _MAX_CLAUSE)


def _skip_label(text: str, position: int) -> int:
    match = _LABEL.match(text, position)
    return match.end() if match else position + 1


def _sums_up(name: str, others: list[str]) -> bool:
    """Tell 省市人大代表 beside 省十二届人大代表 and 部分市人大代表."""
    return _SUM.fullmatch(name) is not None and any(
        one != name and one.endswith("人大代表") for one in others
    )


def _echoes(shorter: str, longer: str) -> bool:
    """Tell 各镇负责人 behind 全县各镇负责人: the same people, named in short."""
    return longer.endswith(shorter) or longer.startswith(shorter)


def _listed_offices(names: list[str]) -> set[str]:
    """Return the organs of 县水利局、县财政局负责人, beside whom 县水利局负责人 are nobody else."""
    found: set[str] = set()
    for name in names:
        office = _IN_CHARGE.fullmatch(name)
        organs = _ORGAN_MARK.split(office["organ"]) if office else []
        found.update(organs if len(organs) > 1 else ())
    return found


def _is_in_list(name: str, listed: set[str]) -> bool:
    office = _IN_CHARGE.fullmatch(name)
    return office is not None and office["organ"] in listed


def _unique(page: Compact, found: list[Found]) -> list[Collective]:
    groups: dict[str, Collective] = {}
    for start, end, kind in found:
        name = page.raw[start:end].strip("，、；：和及")
        recent = list(groups)[-_RECENT:]
        if (
            not name
            or any(name.count(first) != name.count(last) for first, last in _PAIRS)
            or any(_echoes(name, one) for one in recent)
        ):
            continue
        for shorter in [one for one in recent if _echoes(one, name)]:
            del groups[shorter]
        groups[name] = Collective(name, ACTIONS.get(kind, Action.ATTEND), page.span(start, end))
    names = list(groups)
    listed = _listed_offices(names)
    return [
        one
        for name, one in groups.items()
        if not _sums_up(name, names) and not _is_in_list(name, listed)
    ]
