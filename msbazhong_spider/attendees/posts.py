"""Where the post (职务) starts that ends here, what a bare deputy inherits, which post is better.

A post is organ, modifiers and a head (书记, 局长, 教授); several are joined by 、. Only the head is
a closed class, so a post is found by its head and read backwards to what can't belong to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.lexicon import any_of, words
from msbazhong_spider.attendees.names import surname_length

if TYPE_CHECKING:
    from msbazhong_spider.attendees.text import Compact

_LABELS = words("labels")
_DAY_ROLES = words("day_roles")
_COMMONERS = words("commoners")
_OFFICES = words("heads") | _DAY_ROLES
_COLLECTIVE = re.compile("全体|部分|各[^自]|有关(?!部门(?:祝贺|代表|慰问)团团长)|相关|等")
# Behind these a head is only part of a longer word: 委员|会, 代表|团, 书记|处, 主任|医师.
_NO_HEAD = (
    "(?!会(?!长)|团|大会|队|处|室|制|办公|联席|科员|医师|护师|药师|记者|编辑|级"
    "|江学者|式|岗|(?<=村民)宿|(?<=[大中少上]校)长|(?<=支书)记|(?<=总指挥)长|(?<=主教)练|(?<=少将)衔|(?<=队员)宿|班子(?!成员)|小组(?!组长)|机构|体制|集体|下|层|机关|单位|大会|委员)"
)
_CANDIDATE = "(?:(?:提名)?(?:候选人)?(?:人选|候选人)?)"
# 某公司CTO, 首席行政官, 公司副总李甲. Each opens with its first letter, not with a look back: thus
# `re` passes over the characters that no head begins with.
_LATIN = (
    "C(?<![A-Za-z]C)[A-Z]{1,2}O(?![A-Za-z])|首席[^，。；、]{2,4}官|关长(?<!长关长)"
    "|副总(?![理裁经工编监干队指设规农会教导站领参统督台警厨司体负量协调师])"
)
HEAD = re.compile(f"(?:{any_of(_OFFICES | _LABELS | _COMMONERS)}|{_LATIN}){_NO_HEAD}{_CANDIDATE}")
HEAD_AT_END = re.compile(
    f"(?:{any_of(_OFFICES | _LABELS)}|{_LATIN}){_CANDIDATE}(?:（[^（）]{{1,8}}）)?$"
)
_COMMONER_AT_END = re.compile(f"(?:{any_of(_COMMONERS)})$")
_LABEL_AT_END = re.compile(r"(?:领导|领导同志|领导干部|老干部|老领导|班子成员)$")
_ORGAN_LIST = re.compile(
    "(?:[^、]*(?:委|人大|政府|政协|人武部|法院|检察院|两院|纪委|人大常委会)、)+"
)
_DAY_ROLE_AT_END = re.compile(
    f"(?:{any_of(_DAY_ROLES)}|(?:学校|企业|单位|家长|教师|商会|客商|嘉宾)代表"
    "|^(?:本[届次]|此次)(?:学术)?(?:年会|大会|论坛|会议|活动|比赛|研讨会).{0,8})$"
)

_OF_SOCIETY = re.compile("(?:协|[协学商]会|联合会|联|集团|公司)执行主席$")

# Organs whose own name holds 和; elsewhere 和 parts two things.
_AND_IN_ORGAN = re.compile(
    r"(?:资源|住房|社会|文化|工业|发展|人力资源|农业|林业|教育|卫生|健康|粮食|物资|经济|民族|广播|"
    r"卫生健康|统计|体育|科技|科学技术|交通|生态|市场|投资|财政|商务|新闻|安全|生产|保障|医疗|应急|信息|"
    r"人口|计划生育|扶贫|退役|规划|建设|城乡建设|党史|机关|档案|对外|国防|外事|港澳|侨务|台港澳)和"
    r"(?:规划|城乡|信息|旅游|改革|草原|体育|科技|科学|计划|物资|商务|社会|宗教|电视|管理|生育|统计|"
    r"经济|食品|监督|生产|运输|环境|合作|保险|救灾|军人|法制|地方|国有|建设|乡村|农村|海洋|新闻|出版|"
    r"信息化|移民|交通|文化|健康|动员|侨务|事务|数据|促进|协作|青少年|妇女)"
)
_STOPS = frozenset("，。；：！？\n“”》《【】…—-◆|〉〈")
_OF_ORGAN = re.compile(
    "(?:贯彻)?.{0,30}主题教育|委(?=副?主任)|委员会|中心|室|办|科|处|局|会|组|团|员|国|站|部|院|大学|学院|书院|强国|党支部|党委|党总支|心"
)
_LEAD_IN = re.compile(
    any_of(words("lead_ins"))
    # Words of one character that part a post from what stands before it, but not in these words.
    + r"|委派(?!驻)"
    r"|\d{1,2}(?:日|号)"
    r"|\d{4}年"
    r"|\d{1,2}月(?![\d份])"
    r"|在(?!家|职|任|编|外|日(?!前|常|程)|乡|籍|川|渝|京|沪|蓉|陕(?!西)|甘(?!肃)|深(?!圳)|粤|.(?:工作|创业|投资))"
    r"|(?<![会大共])同(?!胞|事|伴|桌|窗|心|仁|乐|乡|学|江|安|济|盟|德|煤|志)"
    r"|向(?!阳|前|荣)"
    r"|携手?(?!程)"
    r"|(?<!应)对(?!外|口|台|接)"
    r"|代表(?=[^与]{2,16}与)"
    r"|(?<=[先别并后托])代表(?=[省市县区州旗地]{1,2}(?:党?委|人大|政协|纪委|行署)[^，。；]{0,8}(?:书记|常委|主任|主席|专员))"
    r"|企业代表(?=..)"
    r"|爱心企业(?=..)"
    r"|我(?:校(?!党委|领导|挂职)|院(?!领导)|局(?!领导))"
    r"|我(?=校党委|[校院局]领导)"
    r"|(?<![财外荥农社])经(?!济|费|验|局|信|开|贸|营|发|管|理|办|委|协|销|纪|科|作|团|合|信|投|联)"
    r"|(?<!党)(?<!日常工作)(?<!主持工作)的"
    r"|(?<=[家宾者])(?<!国家)有(?![限色关])"
    r"|(?<!数)据(?!点)"
    r"|(?<![少中上大])将(?!军|乐|.[县市区镇乡])"
    r"|(?<![无犍])为(?!民)"
    r"|[我本][县市区旗州省乡镇盟](?=副|县|市|区|旗|州|镇|乡|盟|原|常务|老)"
    r"|我(?=[县市区旗州省乡镇盟]|商会|协会|公司|集团)"
    r"|该(?=[商协学]会|公司|集团)"
    r"|该(?=[县市区]政府|[县市区]委)"
    r"|该[县市区]"
    r"|派出(?!所|机构)"
    r"|^带(?![头动队岭水班])"
    r"|(?:组员|嘉宾代表|主讲人|发起人(?!代表)|评委(?!会))(?=[^、]{3})"
    r"|(?:班子成员|领导班子)(?=党[委组]|[副总常])"
    r"|^组织(?!部|（|委员|处|科|办|员|干事|股|室|工作|人事|人劳|人力|劳动|编制|局|机构)"
    r"|听(?!证|力|取)"
    r"|从(?!业|军|化|江|教)"
    r"|受(?!方)"
    r"|受到"
    r"|^应(?!城)(?=[^，。；]{0,3}[县市区旗州省镇])"
    r"|以(?!色|下简称)"
    r"|(?<![天高中初平特优一二三同])等(?!级|功)"
    r"|及"
    r"|跟(?!踪)"
    r"|^有(?!限|色|机|关)"
    r"|(?<=[的还])有(?!限)"
    r"|(?<=领导)有"
    r"|(?<=嘉宾)有"
)
_AND = re.compile(
    "(?:(?<=[负责导持言表]人)|(?<![永泰兴共清安义太祥嘉人中协平谐仁雍顺德]))和(?!平|田|静|硕|布|林|顺|龙|政|谐|浩特|.[乡镇村][党人政副])|与(?!会)"
)
# Before 和 a person or people, behind it an organ of its own: the two are not one organ.
_PARTED = re.compile(
    f"(?:{any_of(_OFFICES | _LABELS)}"
    "|事宜|事项|问题|一行|[工作调研考察代表督导检查]{2}[组团]|同志|人员|群众|先生|女士|双方|报告|情况|介绍|汇报|发言|讲话|带队|率队|政府|公司|集团|大学|银行)$"
)
# A membership alone: 副县长 says more than 县政府党组成员.
_MEMBER = re.compile("[^、]*(?:党组成员|班子成员)")
_COMPANY = re.compile("..(?:公司|集团)$")
_OF_COMPANIES = re.compile(
    "[^、]{2,20}(?:公司|集团)(?:党委书记|董事长|总经理|总裁|执行董事|董事(?!局)|监事)"
)
_ADVERBS = frozenset("还也又并曾均都")  # 还|与县文联主席李甲
_SISTERS = re.compile("[^、]{0,8}(?:组织|宣传|统战|人武|政法)部")  # 州委组织部、统战部部长
_WATERS = re.compile("[^、]{1,8}[河江湖溪库渠]")  # 白河、青溪河区级河长
# 县委、县政府督查室主任
_COMMITTEE = re.compile("(?:^|[^、])[省市县区旗州]委$")
_OF_BOTH = re.compile(
    "[省市县区旗州]?(?:人民)?政府(?:副秘书长|[^、，副]{1,6}[组团室局办部处](?:副?[主组团局部处]|专职|常务))"
)
# 全国人大民委、国家民委祝贺团团长
_OF_PARTY = re.compile(
    "[^、]{2,10}(?:祝贺团|代表团|慰问团|考察团|指挥部|专班|工作组|调研组)副?(?:团长|组长|指挥长|总指挥)"
)
# 全国、州人大代表
_LEVEL = re.compile("全国|自治区|[省市州县区旗]")
_OF_LEVEL = re.compile("[省市州县区旗、]{1,3}(?:人大代表|政协委员|党代表)")
# 县人大、县政协领导
_OF_PLACE = re.compile(
    "^[省市县区旗州镇]$|[县市区旗州]委$|^.{0,4}(?:人大(?:常委会)?|政府|政协|纪委|法院|检察院)$"
    "|^[省市县区旗州]?(?:“法检”)?两院$"
)
_MAKERS = re.compile("记者|通讯员|摄影")
_SPOKEN = re.compile("[，。！？；：“”]")  # “报告提气。”|副县长李甲
_QUOTES = {"》": "《", "”": "“"}
_ENDS_PIECE = _STOPS | set("、（）") | set(_QUOTES)
_THIS_TIME = (
    "、本次",
    "、此次",
    "、这次",
    "、本届",
    "、该公司",
    "、该集团",
)  # 县人大常委会主任、|本次|大会主席团常务主席
_NEW_ORGAN = re.compile("县|市|区|旗|州|省|镇|乡|村|中共|国家|全国|公司|集团|学校|我|该|原|副|党")
# 青枫建工集团股份有限公司（以下简称“青枫建工”）|董事长
_CALLED_FOR_SHORT = re.compile("[（(](?:以下)?(?:简称|称)[^（）()\n]{1,24}[）)]")
_SHORTEST_LEAD_IN = 2
_ABOUT_PEOPLE = ("听取", "会见", "看望", "慰问", "审议", "讨论", "聘", "任命", "选举", "邀请")
_COUNTS_IN = ("包括", "人员有", "嘉宾有", "领导有")
_MAX_PIECE, _MAX_POST, _MAX_COMMA_PIECE, _MAX_NAMING = 48, 120, 20, 32


@dataclass(frozen=True, slots=True)
class Post:
    """A post as it stands in the compact text: where, and its text as printed."""

    start: int
    end: int
    text: str

    @property
    def is_label(self) -> bool:
        """Tell 县领导, which any better post beats."""
        return _is_label(self.text)

    @property
    def is_day_role(self) -> bool:
        """Tell a part played for the day (大会执行主席), which any standing post beats."""
        return _is_day_role(self.text)

    @property
    def is_commoner(self) -> bool:
        """Tell 村民, 低保户: people who are visited and heard, and hold no office."""
        return _is_commoner(self.text)

    @property
    def rank(self) -> tuple[int, int]:
        """Sort the posts of one person: office, membership, label, day role; fuller first."""
        return _rank(self.text)


# The posts of a county's people come again in each report: what they are is asked once.
@lru_cache(maxsize=4096)
def _is_label(text: str) -> bool:
    if _LABEL_AT_END.search(text) is None:
        return False
    return "、" not in text or "、" not in _ORGAN_LIST.sub("", text)


@lru_cache(maxsize=4096)
def _is_day_role(text: str) -> bool:
    return all(map(_is_day_part, text.split("、")))


@lru_cache(maxsize=4096)
def _is_commoner(text: str) -> bool:
    return bool(_COMMONER_AT_END.search(text)) and not _is_label(text)


@lru_cache(maxsize=4096)
def _rank(text: str) -> tuple[int, int]:
    if _is_day_role(text) or _is_commoner(text):
        kind = 1
    elif _is_label(text):
        kind = 2
    elif _MEMBER.fullmatch(text):
        kind = 3
    else:
        kind = 4
    return kind, len(text)


def read_post(page: Compact, end: int, floor: int) -> Post:
    """Return the post whose head ends at ``end``. It starts nowhere before ``floor``."""
    start = piece_start(page, end, max(floor, end - _MAX_PIECE))
    if start == floor > 0 and page.text[start] in "和与及":
        start += 1  # 副县长盛楠|和|县教育局局长于海
    while start > floor and page.text[start - 1] in "、，" and end - start < _MAX_POST:
        left = piece_start(page, start - 1, max(floor, start - 1 - _MAX_PIECE))
        piece = page.text[left : start - 1]
        if not _joins(piece, page.text[start:end]):
            break
        if page.text[start - 1] == "，" and not _opens(page, left, floor, piece):
            break
        start = left
    return Post(start, end, _CALLED_FOR_SHORT.sub("", page.raw[start:end]))


def _opens(page: Compact, left: int, floor: int, piece: str) -> bool:
    """Tell a comma inside one person's posts: 县委副书记，县政府党组书记、县长李甲.

    Only a post that opens its sentence or stands behind the last person is joined over a comma.
    """
    if left > floor and page.text[left - 1] == "、":  # 某集团党委书记、董事长，某公司董事长李甲
        earlier = piece_start(page, left - 1, max(floor, left - 1 - _MAX_PIECE))
        left = earlier if HEAD_AT_END.search(page.text, earlier, left - 1) else left
    if page.text.endswith("为", 0, left):
        return False  # 由副院长李甲为组长，某局副局长王乙、…
    return (
        len(piece) <= _MAX_COMMA_PIECE
        and not piece.endswith(("领导", "负责人", "负责同志", "检查组成员", "调研组成员"))
        and (left == floor or page.text[left - 1] in "。\n；，" or left <= floor + 1)
    )


def _shares_office(piece: str, right: str) -> bool:
    """Tell an organ, a river or a party that has its share in the office behind the mark."""
    if right.endswith(("河长", "湖长")):
        return _WATERS.fullmatch(piece) is not None
    if right.endswith("部部长") and _SISTERS.fullmatch(piece):
        return True
    if piece.endswith("民主党派"):
        return right.startswith(("工商联", "无党派"))
    if _LEVEL.fullmatch(piece):
        return _OF_LEVEL.match(right) is not None or _LABEL_AT_END.search(right) is not None
    if piece.endswith(("委", "政府", "人大", "政协")) and _OF_PARTY.match(right):
        return True
    return _COMMITTEE.search(piece) is not None and _OF_BOTH.match(right) is not None


@lru_cache(maxsize=4096)
def _joins(piece: str, right: str) -> bool:
    """Tell whether the piece before 、 is a post of the same person: 县委常委、组织部部长."""
    if HEAD_AT_END.search(piece) and not piece.startswith("任"):
        return not _COLLECTIVE.search(piece)
    if _COMPANY.search(piece):  # 某某集团、某某公司董事长
        return _OF_COMPANIES.match(right) is not None
    if _shares_office(piece, right):
        return True
    return _OF_PLACE.search(piece) is not None and _LABEL_AT_END.search(right) is not None


def piece_start(page: Compact, end: int, floor: int) -> int:
    """Walk back to the separator before the piece that ends at ``end``, then cut its lead-in."""
    text, start = page.text, end
    while start > floor:
        if start in page.breaks and start < end and page.is_headline(start):
            break  # 考察团赴云岭 市委书记李甲陪同
        character = text[start - 1]
        if character not in _ENDS_PIECE:
            start -= 1
            continue
        if (
            character in _QUOTES
            and (opening := _opening(text, _QUOTES[character], floor, start)) >= 0
        ):
            start = opening  # 《河东日报》总编辑, “人民之星”获得者
            continue
        if character in _STOPS or character in "、（":
            break
        if character == "）":
            named = _CALLED_FOR_SHORT.search(text, max(floor, start - _MAX_NAMING), start)
            opening = named.start() if named else _opening(text, "（", floor, start)
            if opening <= floor or text[opening - 1] in _STOPS:
                break
            if _MAKERS.search(text, opening, start):
                break
            start = opening
            continue
        start -= 1
    opening = start + _lead_in(text[start:end])
    return start if text.endswith(_THIS_TIME, start - 1, opening) else opening


def _opening(text: str, bracket: str, floor: int, end: int) -> int:
    """Return where the bracket opens that closes at ``end``: near by, on the same line; or -1."""
    first = max(floor, end - 14, text.rfind("\n", floor, end))
    opening = text.rfind(bracket, first, end)
    return -1 if bracket == "“" and _SPOKEN.search(text, opening + 1, end - 1) else opening


@lru_cache(maxsize=8192)
def _lead_in(piece: str) -> int:
    """Return how much of a piece stands before the post: 会议由|县委书记, 3月5日|县长."""
    cut = 0
    for match in _LEAD_IN.finditer(piece):
        inside = _inside_office(piece, match.start(), match.end()) or _is_quoted(piece, match)
        if match.end() < len(piece) and not inside:
            cut = match.end()
    for match in _AND.finditer(piece):
        before, rest = piece[cut : match.start()], piece[match.end() :]
        if not rest or match.start() < cut:
            continue
        placed = match[0] == "与" and piece[cut - 1 : cut] == "在"  # 在招商大厦|与某公司董事长
        if (
            not before
            or placed
            or before in _ADVERBS
            or _is_parted(before)
            or (before[1:] and _NEW_ORGAN.match(rest))
        ):
            organ = piece[max(0, match.start() - 6) : match.end() + 4]
            cut = cut if before and _AND_IN_ORGAN.search(organ) else match.end()
    return cut


def _is_quoted(piece: str, match: re.Match[str]) -> bool:
    """Tell 为 in “益心为公”志愿者, a name that marks of quotation hold, from a lead-in."""
    opened = piece.rfind("“", 0, match.start())
    return opened >= 0 and piece.find("”", opened) >= match.end()


def _is_parted(before: str) -> bool:
    """Tell whether what stands before 和 or 与 is a person, people or an organ of its own."""
    named = len(before) in (2, 3) and surname_length(before, 0) > 0
    return named or _PARTED.search(before) is not None


def _inside_office(piece: str, start: int, end: int) -> bool:
    """Tell 会议|中心, 学习|室, 联合|会: the word is part of an organ's name."""
    if end - start < _SHORTEST_LEAD_IN or piece[start] in "我本该班" or piece[end - 1] == "了":
        return False
    if piece.startswith(("联合旗", "联合社", "联合创始"), start):
        return True
    if piece[end:] in _OFFICES and piece.startswith(_ABOUT_PEOPLE, start):
        return False  # 听取|站长, 审议了|院长
    if piece.endswith(_COUNTS_IN, start, end):
        return False  # 出席人员包括|院长
    return _OF_ORGAN.match(piece, end) is not None


def _is_day_part(part: str) -> bool:
    """Tell 大会执行主席 from 县作协执行主席, who is one tomorrow as well."""
    return bool(_DAY_ROLE_AT_END.search(part)) and not _OF_SOCIETY.search(part)


def standing(text: str) -> str:
    """Drop the parts played for the day where an office stands beside them."""
    parts = text.split("、")
    offices = [part for part in parts if not _is_day_part(part)]
    return "、".join(offices) if offices and len(offices) < len(parts) else text
