"""Cuts a stretch of text into the collectives that stand in it.

Organs that share one word for people are one collective (县发改局、县财政局负责人); each further
such word closes another. What stands in front (随后, 组织) and behind (到社区, 等人员) is no part.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.lexicon import any_of, words
from msbazhong_spider.attendees.names import is_word, surname_length
from msbazhong_spider.attendees.verbs import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADS = any_of(words("collective_heads"))
_HEAD_AT_END = re.compile(f"(?:{HEADS})们?(?:（[^（）]{{1,10}}）)?$")
# 主任, 副主任, 执行会长 behind 、: the same group goes on.
_BARE_HEAD = re.compile(f"(?:正副|副|常务副|第一|执行|常务)?(?:{HEADS})(?:（[^（）]{{1,8}}）)?$")
# What one person holds in a place beside another: 网格员、志愿者 are two groups.
_BARE_OFFICE = re.compile(
    "(?:正副|副|常务副|第一|执行|常务|主要|分管|主管|老)?"
    "(?:[^，。；、]{0,4}(?<!家)长|[^，。；]{1,8}）长|[^，。；、]{0,3}书记|主任|主席|委员|常委|秘书|领导"
    "|负责人|负责同志|同志|理事|政委|[正副]职|干事|指导员|教导员)"
    "(?:（[^（）]{1,8}）)?"
)
_SINGLE = re.compile(
    "(?:政委|院长|检察长|书记|主任|县长|市长|区长|主席|局长|部长|董事长|总经理|校长|会长|秘书长|组长|队长|团长|河长|林长|检察长|总指挥|指挥长)$"
)
_PLURAL = re.compile(
    "[各历等们]|全(?!国)|[名位两三四几其副镇乡村街]|部分|有关|相关|单位|部门|在家|单位|以上|正副|专委会|工作站"
)
SEPARATOR = re.compile("以及|[，；、和及暨]|与(?!会)|组成的")
# 各委员会干部|分别到社区，走访…: what they did stands behind a comma.
_DOES = re.compile(
    f"(?<=..)(?:{HEADS})们?"
    "(?=(?:等|还|也|分别|分头|先后|集体|陆续|依次|纷纷|便|一起|刚)*(?:到(?![会场])|赴|深入|来到|前往|走进|赶来|赶到|前来|欢聚|相聚|面对|面向|早早|边|聚集|集中|齐聚|分成|分组|分批|冒着"
    "|就(?![业职地近])|围绕|结合|针对|把|共聚|在(?![家职任编校川渝京外])))"
)
# 村支部书记|等人员, 委员会成员|等领导
_OTHERS = ("等人员", "等领导", "等同志")
_AND_OTHERS = re.compile(f"(?<=[人导员表部委记任长])(?:{'|'.join(_OTHERS)})$")
_LEADING = re.compile(
    r"(?:由[^，。；]{2,60}组成的|以及|及|和|与(?!会)|并|由|期间|接着|会上|会前|会后|随后|其中|同时|另外|此外|当天|活动中|仪式上|调研中|邀请|召集|联合(?=[省市县区旗州镇])|组织(?!部(?!分)|委|相关|有关|负责)|有(?!关|限)|："
    r"|[^，。；、]{0,10}(?:首先|随后|最后|分别)由|肩负[^，。；、]{2,24}的(?=\d)|偕同|的|[^，。；、]{2,12}(?:人大|政协|工会|妇联)组织(?!部|委)"
    r"|[^，。；、]{0,10}(?:的还有|的有(?!关)|还有|的是)：?"
    r"|[至到—-]{0,2}(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚)?|近日|日前|等|领导|先后(?=有)|[”▲●■◆])"
)
_NOT_A_GROUP = re.compile(
    "举办|属于|^从|^没等|^时任|下派|^(?:决定|通过|推选|审议|选举)|议论|^(?!全体|其他|在家|两|各|三|相关|有关).{0,4}(?<!在家)(?:[省市县州旗]|(?<!开发)区)(?:、[县市区旗])?上?领导(?:同志|干部)?$|不断|广大|各族(?:干部)?群众$|^一[名位行]|^当(?![地年])|年在.{2,8}当|^新当选的?(?:同志|人员)|^大会列席人员|^这次|派出(?!所|机构)|^问|要组织"
    "|^(?:全体|所有|各)?(?:参会|到会|与会)人员$|^(?:优秀(?!.*代表)|十佳|受聘|首先|请|看望|慰问|走访|到[^，。；]{2,30}开展|劝导|引导|动员|发动|提醒)|^[^，。；、]{2,4}等\\d+名|^(?:[^，、]{2,4}、){2,}[^，、]{2,4}等(?:代表|委员|同志|领导|干部)$|(?:人员|同志|干部|领导|部门)要|^会见|双方(?!.{0,14}(?:部门|有关|相关|单位))|抓|^(?:[一二三四五六七八九]要|现将|围绕)|会议(?![^，。；]{0,4}的|成员|代表|特邀|主席团)|主持|采取|[组团](?:与|同(?!志))|带着|指出|强调|要求|上述|^的|成为|作为|记者问|召开|举行|作出|了|[《》]|安排|明确|负责联系|(?:当|经)过|先听|听取|^(?:乡亲|村民|群众)们?$|^[^，。；、]{1,4}们$|^图为|受到|^(?:向(?!阳)|对|给|为|在(?!家|职|任|编|校|[川渝京外]|[^，。；、]{1,6}的)|把|就|累计|共有|代表历|各种形式)|考察组|分别|带领|率领|(?<!党)(?<!社会)(?<!群团)(?<!团)(?<!大)组织(?!部(?!分)|委|代表|负责|成员|的|相关|有关)|一行在|凡|^代表(?!团|们|委员)|协助领导|(?<!不)是|调动|携手|都与|^(?:让|要|变|每周|获得|（|(?:所有|全体)?[与参]会(?:的?[省市县区]*领导|人员|者|同志|代表|干部)$|(?:参加|出席)[^，。；的]{0,14}的[^，。；的]{0,4}(?:领导|人员|嘉宾|同志)们?$)"
    "|.{2}(?:向(?!阳)|对(?!口|外|象|应|接)|(?<!华)为(?!民))"
)
# 县直有关部门参加: organs stand for their people where nobody else does.
_BODY_AT_END = re.compile(
    "驻[^，。；、]{0,6}工作队$|..[^，。；、]{2,}(?:督导组|督查组|巡察组|指导组|检查组|工作专班|代表团|祝贺团|观摩团)$|..四[大套](?:班子|家)$"
)
_ARE = ("不是", "曾任", "曾担任", "担任过")
_OUGHT = ("，要", "要", "，应", "，必须")
# 县委常委、|组织部长作报告: an office of somebody whose name is left out.
_STANDING = re.compile("(?:政治局|[省市县区州旗盟镇乡]委)(?:常委|委员)")
_NEXT_OFFICE = re.compile(
    "、(?![各全])[^，。；、和及]{0,8}(?:部长|书记|主任|总理|[省市县区州旗盟]长)"
)
_SURNAME = "".join(sorted(one for one in words("surnames") if len(one) == 1))
# 王副县长, 乡党委书记陶书记: one person, called in short.
_IN_SHORT = re.compile(
    f"(?:^|[委局会府司院校团队厅]|书记)[{_SURNAME}]"
    "副?(?:书记|[县市区旗州乡镇局院校部]长|主席|主任)$"
)
_MAKE_UP = ("组成", "共同组成")
_NO_MEMBERS = ("记者", "部门", "单位", "科室", "机构")
# 委员|共21名常委会组成人员
_SUM_UP = re.compile("(?<=..)共\\d+[名位]")
_MAY = re.compile("可(?:以|视情|根据需要)?(?:邀请|安排|通知)[^，。；]{0,4}$")
_GIVES = re.compile("(?:表彰|奖励|慰问|看望|命名|评选|表扬|通报)了")
# 县检察院检察长李甲|；县政府办公室，…
_BEHIND_A_NAME = ("，", "；", "、", "及", "和", "以")
_ORGAN_AT_END = re.compile(
    "(?<![在到于对为向从由])[^，。；、]{2}(?:局|办公室|委员会|部门|单位|乡镇|街道|公司|中心|[省市县区旗乡镇])$"
)
_ORGAN = re.compile(
    "[全各]?[省市县区旗州镇乡][^，。；、在到于对为向从由]{1,6}(?:，[^，。；、在到于对为向从由]{2,6})*+"
    "(?<=局|办|委|部|院)(?<![主承举协开]办)|[全各]?[省市县区旗州][^，。；、在到]{0,6}(?:办公室|委员会|部门|单位|乡镇|街道)"
)
_LISTS_BODIES = frozenset((Kind.JOIN, Kind.ACCOMPANY, Kind.OBSERVE))
_LISTS_ORGANS = _LISTS_BODIES | {Kind.INSPECT}
_ORGANS = re.compile(
    r"[^，。；：\n]*?(?:(?:有关|相关|各|等|成员|\d+个|级|直)(?:部门|单位|企业)|新闻媒体|人民团体)(?=[，。]|$|\d)?$"
)
_COUNTED = re.compile("\\d+(?:余|多)?(?:名|位)")
_ROLES = "运动员|裁判员|教师|老师|学生|家长|职工|员工|干部|群众|党员|村民|居民|师生|嘉宾|新兵|业主"
_ROLE_DELEGATES = re.compile(f"(?:{_ROLES}|单位|企业)代表")
_PART_OF = re.compile(f"(?:分管|主管)[^，。；、]{{0,10}}(?:{HEADS})")
# 各镇书记、组织委员, 各县区县区长、水务局长: what else there is one of in each place.
_EACH = re.compile("(?:全[县市区旗])?各|\\d+个")
_NEXT_HEAD = re.compile("(?:乡镇|镇|乡|村|站|所)长|(?:副)?主任|副?书记|副镇长|副乡长")
_OF_EACH = re.compile(
    "(?:组织|宣传|纪检|统战|政法|武装)委员"
    "|(?![各县市区乡镇村驻])[^，。；、]{2,5}(?:局长|部长|所长|站长|办主任)|少先队长"
)
_PRAISED = ("优秀党务工作者", "先进基层党组织")
_DELEGATES = re.compile("[^，。；、]{0,4}(?:人大代表|党代表|政协委员)")
_DELEGATES_AT_END = re.compile("(?:人大代表|党代表|政协委员)$")
_ONLY_ROLES = re.compile(f"(?:{_ROLES})(?:、(?:{_ROLES}))*")
_ROLE_AT_END = re.compile(f"(?:{_ROLES})$")
_CALLING = re.compile(
    "委员|(?:联络|信息|网格|护林|监督|宣讲|调解|监察|运动|裁判|教练)员|志愿者|企业家|艺术家|公务员"
)
_ROLE = re.compile(HEADS)
_JOINS = frozenset("、及和与")
# An office with so few characters is no group: 副县长.
_SHORT = 4
Found = tuple[int, int, Kind]
# Limits that keep the work linear in the length of the text, in characters.
_MAX_GROUP, _MAX_TRAILING, _MAX_HEAD, _MAX_RULE = 120, 120, 24, 12


def pieces(
    text: str, start: int, end: int, kind: Kind, *, singles: bool = False
) -> Iterator[Found]:
    """Yield the groups of one stretch: pieces without a head wait for the next one that has it.

    ``singles``: offices that one person holds count too (县法院院长 in a list of who was there).
    """
    for begin, last in _cut(text, start, end, kind):
        if text.startswith(_OUGHT, last):
            continue  # 会议号召，广大政协委员，要…
        if _STANDING.fullmatch(text, begin, last) and _NEXT_OFFICE.match(text, last):
            continue
        if text.startswith(_MAKE_UP, last) and text.endswith(_NO_MEMBERS, begin, last):
            continue  # 多家媒体驻华记者|组成的外国驻华记者团, 由各部门|组成的检查组
        if _MAY.search(text[max(0, begin - _MAX_RULE) : begin]):
            continue  # 可邀请县人武部负责人|列席: a rule, no report
        if _is_group(text[begin:last], singles=singles) or _is_listed(text, begin, last):
            yield begin, last, kind


def _cut(text: str, start: int, end: int, kind: Kind) -> list[tuple[int, int]]:
    groups: list[tuple[int, int]] = []
    opened: int | None = None
    given = False
    listed = text.startswith(_BEHIND_A_NAME, start)
    for first, stop, separator in _split(text, start, end):
        if separator in ("，", "；"):
            given = False
            opened = opened if _is_organ(text, opened, first - 1, listed=listed) else None
        elif opened is not None and _COUNTED.match(text, first):  # 各部门和|60名代表
            groups += _organs(text, opened, first - 1, kind)
            opened = None
        given = given or text[first] in "为给" or _GIVES.search(text, first, stop) is not None
        if given:
            continue  # 为优秀教师、先进集体代表颁奖
        begin = _after_lead_in(text, first, stop) if opened is None else opened
        opened = begin
        last = _own_stop(text, max(begin, first), stop)
        if not _closes(text, begin, last, kind):
            continue
        if groups and groups[-1][1] == first - 1 and _continues(text, groups[-1], first, last):
            groups[-1] = groups[-1][0], last
        else:
            groups.append((begin, last))
        opened = None
        listed = True
    return groups if opened is None else groups + _organs(text, opened, end, kind)


def _organs(text: str, start: int, end: int, kind: Kind) -> list[tuple[int, int]]:
    """Return the organs that stand for their people: 县领导李甲及|各有关企业|参加会议."""
    match = _ORGANS.match(text, start, end) if kind in _LISTS_ORGANS else None
    return [(start, match.end())] if match else []


def _is_organ(text: str, start: int | None, end: int, *, listed: bool) -> bool:
    """Tell an organ before a comma in a list of such: 县政府办公室，|县财政局的负责同志."""
    if start is None or end - start > _MAX_GROUP:
        return False
    if not listed:  # nothing says yet that this is a list
        return _ORGAN.fullmatch(text, start, end) is not None
    return _ORGAN_AT_END.search(text, max(start, end - _MAX_HEAD), end) is not None


def _closes(text: str, start: int, end: int, kind: Kind) -> bool:
    """Tell whether a stretch ends in a word for people, or is a body that sat there."""
    tail = max(start, end - _MAX_HEAD)
    bodies = kind in _LISTS_BODIES and _BODY_AT_END.search(text, tail, end)
    if not bodies and not _HEAD_AT_END.search(text, tail, end):
        return False
    # 不是市委委员、候补委员的|市人大副主任
    return not text.startswith(_ARE, start) or text.find("的", start, end) >= 0


def _is_listed(text: str, start: int, end: int) -> bool:
    """Tell 主任李甲、副主任王乙及|委员, 分管领导及|联络员 and 网格员|、志愿者."""
    if start > 0 and text[start - 1] in "及和与、" and _CALLING.fullmatch(text, start, end):
        return True
    beside = text[start - 1 : start] in _JOINS or text[end : end + 1] in _JOINS
    role = _ROLE.fullmatch(text, start, end) if beside and end - start > _SHORT // 2 else None
    return role is not None and not _BARE_OFFICE.fullmatch(text, start, end)


def _own_stop(text: str, start: int, stop: int) -> int:
    """Return where a piece ends, without what they did (到社区) and a 等人员 behind it."""
    near = max(start, stop - _MAX_HEAD)
    if text.find("共", start, stop) >= 0 and (sum_up := _SUM_UP.search(text, start, stop)):
        return sum_up.start()
    if text.endswith(_OTHERS, near, stop):
        others = _AND_OTHERS.search(text, near, stop)
        return others.start() if others else stop
    if _HEAD_AT_END.search(text, near, stop):
        return stop
    does = _DOES.search(text, start, stop)
    return does.end() if does else stop


def _continues(text: str, group: tuple[int, int], first: int, last: int) -> bool:
    """Tell 各村书记、主任 and 人大代表、政协委员: one group goes on behind the separator."""
    if text[first:last] == "政协委员":
        return text.endswith("人大代表", *group)
    if text.startswith(_PRAISED, first):
        return text.find("优秀", *group) >= 0  # 优秀共产党员、优秀党务工作者和先进基层党组织代表
    if text[first - 1] != "，" and _PART_OF.fullmatch(text, first, last):
        return True  # 各乡镇党政正职、分管副职
    if _DELEGATES.fullmatch(text, first, last) and _DELEGATES_AT_END.search(text, *group):
        return True  # 部分在川全国人大代表和省人大代表
    if text[first - 1] in "和与及":
        return _shares_delegates(text, group, first, last)
    return text[first - 1] == "、" and _is_next_office(text, group, first, last)


def _shares_delegates(text: str, group: tuple[int, int], first: int, last: int) -> bool:
    """Tell 新兵、家长和|接兵部队代表 and 运动员和|裁判员代表."""
    if last - first <= _SHORT and _NEXT_HEAD.fullmatch(text, first, last):
        return _EACH.match(text, group[0]) is not None  # 各乡镇党委书记和乡镇长
    if _ONLY_ROLES.fullmatch(text, *group):
        return text.endswith("代表", first, last)
    role = _ROLE_DELEGATES.fullmatch(text, first, last)
    few = group[1] - group[0] <= _SHORT  # 基层干部群众及企业代表 are two
    return role is not None and few and _ROLE_AT_END.search(text, *group) is not None


def _is_next_office(text: str, group: tuple[int, int], first: int, last: int) -> bool:
    """Tell 各村书记、|主任 and 各镇书记、|组织委员."""
    each = _EACH.match(text, group[0]) and _OF_EACH.fullmatch(text, first, last)
    if _ONLY_ROLES.fullmatch(text, *group) and _ONLY_ROLES.fullmatch(text, first, last):
        return True  # 新兵、家长和接兵部队代表
    bare = _BARE_HEAD.fullmatch(text, first, last) and _BARE_OFFICE.fullmatch(text, first, last)
    return bool(each or bare)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield pieces with the separator before each; 和 inside an organ's name parts nothing."""
    position, separator = start, ""
    for match in SEPARATOR.finditer(text, start, end):
        joins = match[0] in "和与及" and not _COUNTED.match(text, match.end())
        if joins and not _HEAD_AT_END.search(
            text, max(position, match.start() - _MAX_HEAD), match.start()
        ):
            continue
        if _in_bracket(text, start, match.start()):
            continue
        if match.start() > position:
            yield position, match.start(), separator
        position, separator = match.end(), match[0]
    if position < end:
        yield position, end, separator


def _in_bracket(text: str, start: int, at: int) -> bool:
    start = max(start, at - _MAX_TRAILING)
    return text.rfind("（", start, at) > text.rfind("）", start, at)


def _after_lead_in(text: str, start: int, end: int) -> int:
    while (match := _LEADING.match(text, start, end)) is not None and match.end() > start:
        start = match.end()
    return start


def _is_comrade(group: str) -> bool:
    """Tell 折建军同志, one person, from 有关同志."""
    named = group.endswith("同志") and len(group) in (4, 5)
    return named and surname_length(group, 0) > 0 and not is_word(group, 0)


def _is_group(group: str, *, singles: bool) -> bool:
    if not _SHORT // 2 < len(group) <= _MAX_GROUP or _NOT_A_GROUP.search(group):
        return False
    if _BARE_HEAD.fullmatch(group) and len(group) <= _SHORT:
        return False  # 副县长: an office, no group
    if _is_comrade(group) or _IN_SHORT.search(group):
        return False
    return singles or not _SINGLE.search(group) or bool(_PLURAL.search(group))
