"""The people of a document: every place where a person is named, with the post printed there.

First the names that something announces: a post before them, a list that they stand in, a post
behind them, a headline. Then every other place where a name so found stands bare. A name that is
certain in one place thus resolves it in all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import count, pairwise
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.carrying import carry_organ, is_bare, organ_of
from msbazhong_spider.attendees.glued import names_in_a_row
from msbazhong_spider.attendees.lexicon import any_of, guarded, places_of, words
from msbazhong_spider.attendees.names import (
    NONE,
    PARTICLE,
    PLACE_NAMES,
    SURE,
    VERB,
    Name,
    is_kind_of_people,
    is_named_like_an_office,
    is_word,
    is_written_for_sound,
    opens_deed,
    read_name,
    said_again,
    surname_length,
    tail,
)
from msbazhong_spider.attendees.posts import HEAD, HEAD_AT_END, Post, piece_start, read_post
from msbazhong_spider.attendees.verbs import VERB_PATTERN, Kind, kind_of
from msbazhong_spider.items import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msbazhong_spider.attendees.text import Compact

_CITED = words("cited_leaders")
_COMMONERS = words("commoners")
_TITLES = any_of(words("heads") - words("no_titles"))
_BEHIND = re.compile(
    guarded([f"(?:(?:常务|专职|第一)?副)?(?:{_TITLES})(?:兼(?:{_TITLES}))?(?!们|会|团|级)"])
)
_DELEGATE = re.compile("代表(?=说|认为|表示|建议|谈到|发言)")  # 李甲代表说
# Behind a name they are politeness, no post.
_ADDRESSES = ("老师", "同学", "先生", "女士")
# Somebody else's: 陪同领导：李甲
_NO_POST = re.compile(
    "(?:(?:出席|参加|陪同|列席|与会|参会|到会)(?:会议|活动)?的?)?(?:领导|领导同志|同志|人员)"
)
_BRACKETED = re.compile("（([^（）\n，。；]{2,24})）")
_COUNT = r"(?:几位|多位|[一二两三四五六七八九十\d]+(?:名|位))"
_LABEL_BEHIND = re.compile(
    f"(?:(?:等人|等){_COUNT}?|{_COUNT})(?P<label>(?:{any_of(words('labels'))}"
    "|(?:县委|市委|区委|旗委)、(?:[^，。；：、\n]{2,6}、){0,5}[^，。；：、\n]{2,6}领导"
    "|[^，。；：、\n]{2,10}班子成员"
    "|(?!人?[与和同对向就到为跟]|在(?!家))[^，。；：、\n\\d]{1,8}(?:领导(?:同志|干部)?|负责人|负责同志|委员|人大代表|党代表)|(?<=[名位])(?:委员|代表)"
    f"|(?<=[名位])[^，。；：、\n\\d]{{0,6}}(?:{_TITLES})(?!们|团)"
    "|委员(?!会)|代表(?=[，。、]|先后|分别|围绕|结合|针对|依次|踊跃|发言|参加|出席|在|就)))"
    f"|(?P<plain>{any_of(words('labels'))})"
)
# 来到, 到会, 李甲和王乙: also the ends of names
_NAME_OR_VERB = frozenset("来到和")
# What nobody comes to do: before these 来 and 到 are no verbs.
_NO_ERRAND = re.compile(
    "[，。、；：）]|首先|随后|最后|先后|分别|一行|一同|一起|共同|全程|陪同|随同|深入|带领|带队|率|同志|等|强调|指出"
    "|要求|表示|说|主持|列席|讲话|致辞|在|就(?![读医业餐])|对(?!接)"
)
_PARTICLES = frozenset("都也还又再就在对向与和同为以从到率作将说等及并则已曾均先后主")
# Behind these heads stand many people, or none with a name.
_PLURAL_HEADS = tuple(words("plural_heads"))
# A list item that is an organ, not a name.
_ORGAN_ITEM = re.compile(
    "[^、，。；：\n]{2,12}和[^、，。；：\n和]{2,8}委员会|"
    "[^、，。；\n和与及以]{0,14}?(?:大学|学院|公司|集团|证券|银行|局|委|办|中心|镇|乡|村|医院|[计究法察书画剧老]院(?!长)|学校|单位|部门|街道|[协商]会|支行|报社|区|园|所|站)"
)
_LONGEST_HEADLINE = 120
_SHORT, _LONGEST_HEAD, _LONGEST_POST = 2, 8, 48
_FIRST_PART = 6  # characters before the first dot of a name
# So many names in a row are a list of people, whatever follows.
_SURE_RUN = 4
_PLACE_ENDS = frozenset("县市区旗州镇乡村局部委会院校处科第常务正名办厅站所队团社组大总支馆")
# 在青石镇古街，…: where it was, and nobody's name.
_SPOT_ENDS = frozenset("街路湾寨沟坝坪岭湖")
_ORGAN_AND_NAME = re.compile(
    r"(?<![^，、；。\n和及])[^，、；。：\n“”《》（）]{2,20}?"
    "(?:集团|公司|证券|银行|局|委|办|处|科|学院|大学|医院|学校|协会|商会|专班|支行|报社|镇|乡|街道|政府|中心|作协|文联|办公室)"
    r"(?P<name>[\u3400-\u9fff]{2,3})(?=[、，]|等|\d+名|以及|及|分别|先后|依次)"
)
_ITEM = re.compile(r"[\u3400-\u9fff]{2,3}(?=[、，]|等)")
_FIRST_ITEM = re.compile(r"[\u3400-\u9fff]{2,3}(?=[、，])")
# Held by one person at a time.
_ONLY_ONE = re.compile("(?:[县市区旗州盟]委|地委)书记$|(?<!副)[县市区旗州盟]长$")
_SENTENCE_END = re.compile("[。\n]")
_LIST_ITEM = re.compile(r"[^、，。；：\n及和与等]{6,16}")
_HAN_ONLY = re.compile(r"[\u3400-\u9fff]+")
_ORGAN_LAST = frozenset("县区局委办厅部院校站所会组镇乡村社厂行团队党政军民的")
_LIST_AND = re.compile("、|和(?!平|谐)|与|及|以及|暨")
_BRACKET = re.compile(r"（[^（）\n]{1,14}）")
_BELONGS = re.compile(r"(?:同志|先生|女士|老师|同学)?(?:（[^（）\n]{1,14}）)?")
_REMARK = re.compile("（[^（）\n]{0,8}(?:姓|笔画|排序|排名|为序|先后)[^（）\n]{0,8}）")
_HEADER = re.compile(
    "(?:^|[。，；\n])(?:主持人?|出席|参加|列席|陪同|与会|参会|到会)(?:人员|领导|会议)?：$"
    "|(?:出席|参加|列席|陪同|就[座坐]|参会|与会|在座|在场|到场|发言|汇报|致辞|讲话)[^，。；\n]{0,20}"
    "(?:有|包括|的(?:还|分别|依次)?是)：?$"
)
_PERSONAL = frozenset(
    (Kind.CHAIR, Kind.SPEAK, Kind.TELL, Kind.JOIN, Kind.TAKE_PART, Kind.OBSERVE, Kind.ACCOMPANY)
) | {Kind.INSPECT, Kind.VISIT, Kind.MEET, Kind.SAY, Kind.DIRECT}

# A deputy looks for its organ among so many posts before it.
_POSTS_BACK = 6
# 县领导：, 执行主席是（按姓氏笔画排列）：, 县领导有
_COLON = re.compile(
    "(?:的)?(?:是|有|为|还有)?(?:（[^）\n]{1,16}）)?[：]|还?有，?(?!关|限)|分别是|包括|是"
)
_OPENS_LINES = re.compile("(?:有|是|为|名单|人员|领导)：?$|：$")
_LINE_LABEL = re.compile("(?:的|还有|有)?([^，。；：的有]{2,14})(?:有|是)?：?$")
# 平昌县长 is the head of a county, not a person of that name.
_OF_PLACE = re.compile(
    "^(?:第一)?(?:书记|企业家|[县市区镇乡村州旗省盟][长级直]|主席|主任|支书|代表|领导|局长|部长)"
)
# Surnames, though rare ones, that are nearly always something else here: 镇|执法队长.
_NO_RARE = frozenset("镇村社院")
# The word that stands close to what follows, up to the mark before it.
_WORD_AT_END = re.compile(r"(?:(?<=[，。；：、！？\n“”》◆])|(?<![\s\S]))[\u3400-\u9fff]{2,}$")
_ACTS_AT_ONCE = re.compile(
    "一行|带领|率[领队]?|回顾|祝贺|强调|指出|要求|说|表示|认为|建议|在发言|主持|通报|宣布|致辞|讲话|汇报|介绍|就"
)
_NEXT, _CLAUSE_ENDS = 20, re.compile("[，。；：、\\n]")  # characters that hold the next post
_NEXT_TITLED = re.compile(rf"、[\u3400-\u9fff]{{3}}副?(?:{_TITLES})")
_ORGAN_ENDS = re.compile(
    "[办局委部处院会司团校科股联社协所厅]$|大学$|政府$|人大$|总支$"
)  # 市台办|容某主任
_SHORT_TITLES = re.compile(
    "书记|县长|市长|区长|旗长|州长|镇长|乡长|主任|主席|部长|局长|院长|校长|会长|董事长|教授|专员"
)
# A mark with what may open a name behind it: asked of each mark, this is what costs.
_OPENING_MARK = re.compile(
    "[，。；：！？\\n”◆】》]"
    f"(?=[{''.join(sorted({name[0] for name in words('surnames') | words('surnames_compound')}))}]"
    "|.{2,5}[·、])",
    re.DOTALL,
)

_OPENS = re.compile("^$|[，。；：！？”\n◆]$")
# 江某副县长、|方某局长
_IN_A_ROW = re.compile(f"(?:{_TITLES})、$")
_TITLE_END = re.compile(f"(?:{_TITLES})$")
# Verbs that make a bare name at the head of a clause a person: 李甲主持会议.
_BARE_VERB = re.compile(
    "主持|出席|参加|列席|陪同|会见|讲话|致辞|致词|代表(?:说|认为|表示|建议|谈到|发言)|强调|指出|要求|带队|率队|率团|率领|一行|调研|督导|督查|检查|视察"
    "|看望|慰问|走访|作报告|汇报|发言|接待|分别|先后|等出席|等参加|等陪同|等[^，。；]{0,12}领导|在(?:主|分|各|县|市|区)[^，。；]{0,8}会场|在.{1,20}(?:上|时|中)(?:强调|指出|要求|说|表示)"
    "|到.{1,14}(?:调研|督导|检查|视察|走访|慰问|看望|督查|巡河|宣讲|接访)|深入.{1,14}(?:调研|督导|检查)|赴.{1,14}(?:调研|考察)"
    "|代表[^，。；、]{2,14}?(?:宣誓|发言|致辞|致词|讲话|作|签|表态)"
    "|受[^，。；]{2,40}委托|当选|任|在[^。；\n]{4,80}?的?陪同下|在主席台|(?:等[^，。；]{0,10}?)?的?(?:陪同|带领|率领)下"
)
_ORGAN_OPENS = re.compile("(?:专班|党委|办公室|指挥部|工作组|政府)(?=.{2,30}(?:等同志|主持))")
_BODY_OPENS = re.compile(
    "(?:作协|文联|工商联|商会|协会|学会|集团|公司|医院|法院)"
    "(?=[^，。；：、\n]{2,4}、[^，。；：、\n]{2,4}、)"
)
_CALLED_OPENS = re.compile(
    "(?:会见|接见|接待|拜会)了?(?=[^，。；：、\n]{2,4}一行)"
    "|(?:(?<=..)[部局委院社办]|公司|集团|中心|大学)(?=[^，。；：、\n组团队]{2,3}一行)"
    "|(?:先生|女士|同志)[、和与及](?=[^，。；：、\n]{2,3}(?:先生|女士|同志))"
    "|(?:校友|嘉宾|乡贤|企业家)(?=[^，。；：、\n]{2,3}(?:先生|女士))"
    "|的(?=[^，。；：、\n的]{2,3}(?:同学|先生|女士)[^，。；：、\n的])"
)
_FROM_OPENS = re.compile("来自[^，。；：、\n的]{1,16}的(?=[^，。；：、\n]{2,8}、)")
_LIST_OPENS = re.compile(
    "(?:出席|参加|列席|陪同|就[座坐]|参会|与会|在座|在场|到场|发言|汇报|致辞|讲话)[^，。；\n]{0,16}?的"
    "(?:领导|嘉宾|人员|同志|代表)?(?:和(?:嘉宾|来宾|代表))?(?:还|分别|依次)?(?:有|是|包括)：?"
    "|，以及(?=[^，。；：、\n]{2,4}、)"
)
# 邵东、武冈、洞口等县农业局人员: places, no people.
# 省内外专家组李甲、王乙、盛丙、陶丁
_GROUP_OPENS = re.compile(
    "(?:专家|调研|督[导查察]|检查|考察|工作|评审)组(?=[^，。；：组]{2,4}(?:、|带队|率队|同志))"
)
_UNDER_OPENS = re.compile("在(?=[^，。；：\n]{2,24}?(?:陪同|带领|率领)下)")
_PLACES = re.compile("等[县市区乡镇村地](?!领导|级|委|直|人大|政协|政府|四|几|主要)")
_NEWS_OPENS = re.compile("(?:本[报网台刊]|[日县市区])讯|(?:本[报网台]|日)消息|日电")
# 向官兵致以问候: 向 is no surname here.
_TOWARDS = re.compile(
    "向[^，。；]{1,24}?(?:致以|表示|送|介绍|汇报|通报|讲解|了解|学习|提出|赠|敬|问好|作|做|致|授|颁|捐|献)"
)
# 县长从人文、工业、物流等方面介绍
_FROM_SIDES = re.compile("从[^，。；]{1,60}?(?:方面|角度|层面|环节|出发|入手)")
_GIVES_TO = re.compile(
    "向[^，。；]{2,24}?(?:授[旗牌予]|颁发|捐赠|赠送|献[花上])"
    "|向[^，。；]{0,8}(?:[组团]|一行|群众|官兵|职工|学生|客商|嘉宾|大家)[^，。；]{0,10}?(?:介绍|汇报|表示|致)"
)
# 向张三书记汇报
_TO_SOMEBODY = re.compile(
    f"向[^，。；]{{1,3}}(?:{_TITLES})[^，。；]{{0,12}}?(?:汇报|介绍|报告|表示)"
)
_THEN_OPENS = re.compile(
    "(?:随后|最后|接着|首先|会上|会前|会后|仪式上|其中|(?:大会|会议|活动|仪式)现场)(?=.{2,4}(?:、|同志|先生|女士|主持|作))"
)
# 受县人大常委会主任委托，副主任李甲…: who is not named has an organ all the same
_ENTRUSTED_BY = re.compile("受(?P<post>[^，。；、\n]{2,20}?(?:主任|主席|会长|院长))委托")
# Posts of schools, hospitals, companies; 在某某大学，校长李甲、副校长王乙会见…
_OF_INSTITUTION = re.compile("^党|(?:校长|院长|总经理|总裁)$")
_AT_INSTITUTION = re.compile(
    "[，。；\\n]在([^，。；：、\\n]{2,16}(?:大学|学院|公司|集团|医院|学校|中学|小学))"
    "(?:[^，。；、\\n]{0,6}(?:时|期间|中))?，"
)
# 我校副校长李甲, 校党委书记王乙, 我处盛丙处长: whose organ is the writer's
_OURS = re.compile(
    "我(?:校|院|处|局|所|中心|公司|集团|医院)(?!的|们)(?=[^，。；、\n]{4,20}[、，])"
    "|(?<=[，。；])校(?:党委|长)"
)
_AT_HOME = re.compile("在家(?!的)")
# 李甲、王乙、盛丙，各镇负责人参加会议
_JOINED_BY = re.compile("，[^。；\n]{2,90}?(?:参加|出席|列席)")
_LIST_VERB = re.compile(
    r"\d+[位名]|[两三四五六七八九十]+[位名]|等|出席|参加|列席|陪同|分别|在主席台|在各?[主分]会场|就座|就坐|及|以及|和|参会|与会|一同|随同|到会|应邀|见证|作|主持|讲话"
    "|[还又]?(?:深入(?!贯彻|学习)|来到|前往|走访|先后)"
)


@dataclass(slots=True)
class Mention:
    """One place where a person is named.

    ``start`` to ``end`` is the name, ``after`` lies behind a bracket that follows it (（右二）).
    ``left`` is where post and name begin. ``list_id`` is shared by the names of one list.
    """

    name: str
    start: int
    end: int
    after: int
    left: int
    post: Post | None
    list_id: int
    rule: str
    grade: int
    short: bool = False  # 方书记 for 方凯: the person, but not the name

    @property
    def is_commoner(self) -> bool:
        """Tell whether the text calls the person 村民 or the like here."""
        return self.post is not None and self.post.is_commoner


class MentionFinder:
    """Finds the mentions of one document. ``masked`` stretches hold no attendees."""

    def __init__(self, page: Compact, masked: list[tuple[int, int]]) -> None:
        """Take the compact text and the stretches to leave out."""
        self.page = page
        self._masked = masked
        self._masked_starts = [start for start, _ in masked]
        self.found: dict[int, Mention] = {}
        self._names: set[str] = set()
        self._lists = 0

    def find(self) -> list[Mention]:
        """Return all mentions in the order of the text."""
        self._announced_by_post()
        self._post_behind()
        self._name_lines()
        self._bare()
        self._of_organs()
        self._shorten()
        self._lengthen()
        self._known()
        self._rows()
        mentions = [self.found[start] for start in sorted(self.found)]
        self._trim_posts(mentions)
        self._labels_behind(mentions)
        self._carry_organs(mentions)
        return mentions

    def names(self) -> set[str]:
        """Return the names found so far."""
        return self._names

    # -- bookkeeping

    def masked(self, position: int) -> bool:
        """Tell whether a stretch that is left out covers the position."""
        if not self._masked:
            return False
        at = bisect_right(self._masked_starts, position) - 1
        return at >= 0 and any(end > position for _, end in self._masked[max(0, at - 2) : at + 1])

    def _taken(self, start: int, end: int) -> bool:
        return any(
            mention.start < end and mention.end > start
            for at in range(start - 8, end)
            if (mention := self.found.get(at)) is not None
        )

    def _add(self, name: Name, post: Post | None, left: int, list_id: int, rule: str) -> Mention:
        page = self.page
        after = self._behind_name(name.end)
        title = _BEHIND.match(page.text, name.end) or _DELEGATE.match(page.text, name.end)
        if title is not None and not read_name(page, title.end()):
            after = title.end()
            if post is None or (post.is_day_role and title[0] not in _ADDRESSES):
                post = Post(title.start(), title.end(), page.raw[title.start() : title.end()])
        if post is not None and (post.text.endswith("老同志") or _NO_POST.fullmatch(post.text)):
            post = None
        if post is None:
            post = self._bracketed(name.end)
        mention = Mention(
            name=page.raw[name.start : name.end],
            start=name.start,
            end=name.end,
            after=after,
            left=left,
            post=post,
            list_id=list_id,
            rule=rule,
            grade=name.grade,
        )
        self.found[name.start] = mention
        self._names.add(mention.name)
        return mention

    def _bracketed(self, end: int) -> Post | None:
        """Return the post that stands in brackets behind a name: 李甲（县长）."""
        bracket = _BRACKETED.match(self.page.text, end)
        if bracket is None or HEAD_AT_END.search(bracket[1]) is None:
            return None
        start, stop = bracket.span(1)
        return Post(start, stop, self.page.raw[start:stop])

    def _behind_name(self, end: int) -> int:
        """Go over what follows a name and belongs to it: 同志, 女士, （右二）."""
        match = _BELONGS.match(self.page.text, end)
        return match.end() if match else end

    def _new_list(self) -> int:
        self._lists += 1
        return self._lists

    # -- a post in front

    def _announced_by_post(self) -> None:
        floor = 0
        for head in HEAD.finditer(self.page.text):
            start = self._skip_bracket(head.end())
            if head.start() < floor or self.masked(head.start()):
                continue
            if self._is_title_behind(head.start(), head.end(), floor):
                continue
            if head[0].endswith("代表") and self._is_verb_behind(head.end() - _SHORT, floor):
                continue
            start = self._skip_agent(self._skip_colon(head[0], start))
            alone = not head[0].endswith(_PLURAL_HEADS) and head[0] not in _COMMONERS
            name = self._strong_name(start, guess=alone)
            if name is None and (alone or head[0].endswith("领导")):
                name = self._odd_first(head[0], start)
            if name is None:
                continue
            post = read_post(self.page, self._post_end(head.end(), start), floor)
            floor = self._add_list(name, post)

    def _is_title_behind(self, start: int, end: int, floor: int) -> bool:
        """Tell 张三丰会长|向…: the head belongs to the name before it, not to one behind."""
        text = self.page.text
        if text[start + 1 : start + 2] == "委":
            return False  # 乌兰前|旗委书记 is no person, however often the place is named
        opening = piece_start(self.page, end, max(floor, end - 12))
        word = text[opening:start]
        if not _SHORT <= len(word) <= _SHORT + 1 or not surname_length(text, opening, rare=False):
            return False
        if word[-1] in _PLACE_ENDS or is_word(text, opening) or HEAD.search(word):
            return False
        return word in self._names or (len(word) > _SHORT and said_again(text, word, start))

    def _is_verb_behind(self, at: int, floor: int) -> bool:
        """Tell 李甲代表县委 and 李甲副县长代表县委: here 代表 is what somebody does."""
        title = _TITLE_END.search(self.page.text, max(0, at - 8), at)
        return at == floor or (
            title is not None and self._name_before(title.start(), title[0]) is not None
        )

    def _odd_first(self, head: str, start: int) -> Name | None:
        """Read 县领导林长、伍某: the first of a list whose name is a word or has a rare surname."""
        text = self.page.text
        if head.endswith("领导") and surname_length(text, start, rare=False):
            short = Name(start, start + _SHORT, SURE)
            if text[short.end : short.end + 1] == "、" and read_name(self.page, short.end + 1):
                return short
        item = _FIRST_ITEM.match(text, start)
        odd = self._unusual(start, item.end()) if item is not None else None
        if odd is None:
            return None
        return odd if self._names_follow(odd.end, 1 if head.endswith("领导") else _SHORT) else None

    def _names_follow(self, at: int, least: int) -> bool:
        """Tell whether so many names follow, the mark that stands at ``at`` before each."""
        mark = self.page.text[at : at + 1]
        for _ in range(least):
            name = read_name(self.page, at + 1, strong=mark == "、")
            if self.page.text[at : at + 1] != mark or name is None or name.grade < VERB:
                return False
            at = self._behind_name(name.end)
        return True

    def _skip_bracket(self, position: int) -> int:
        bracket = _BRACKET.match(self.page.text, position)
        return bracket.end() if bracket else position

    def _skip_colon(self, head: str, position: int) -> int:
        """Go over the colon of 县领导：张三、李四."""
        match = _COLON.match(self.page.text, position)
        return (
            match.end() if match and head.endswith(("领导", "主席", "成员", "同志")) else position
        )

    def _skip_agent(self, position: int) -> int:
        """Go over the 由 of 执行主席由李甲、王乙担任, which is a surname too."""
        text = self.page.text
        is_agent = text.startswith("由", position) and surname_length(text, position + 1)
        name = read_name(self.page, position + 1, strong=True) if is_agent else None
        return position + 1 if name is not None and name.grade >= VERB else position

    def _post_end(self, head_end: int, name_start: int) -> int:
        between = self.page.text[head_end:name_start]
        if _REMARK.fullmatch(between):
            return head_end
        return name_start if between.startswith("（") and between.endswith("）") else head_end

    def _strong_name(self, start: int, *, guess: bool = True) -> Name | None:
        page = self.page
        if start >= len(page.text) or self.masked(start):
            return None
        if page.text[start] in "和与及" and surname_length(page.text, start + 1):
            return None
        if _TO_SOMEBODY.match(page.text, start) or _FROM_SIDES.match(page.text, start):
            return None
        if page.text[start] == "向" and _GIVES_TO.match(page.text, start):
            return None  # 与会领导|向民兵应急连授旗
        if HEAD.match(page.text, start) and not is_named_like_an_office(page, start):
            return None
        return read_name(page, start, strong=True, guess=guess)

    def _add_list(self, name: Name, post: Post) -> int:
        """Add a name behind a post and the names that follow it; return where they end."""
        list_id = self._new_list()
        mention = self._add(name, post, post.start, list_id, "post before name")
        for so_far in count(1):
            following = self._next_in_list(mention)
            if following is None and self._goes_on_over_comma(
                mention.after, so_far + post.is_label
            ):
                sure = so_far >= _SHORT
                following = read_name(self.page, mention.after + 1, strong=sure)
            if following is None:
                break
            mention = self._add(following, post, following.start, list_id, "list after post")
        return mention.after

    def _next_in_list(self, mention: Mention) -> Name | None:
        """Return the bare name that continues a list behind a mention."""
        page, at = self.page, mention.after
        separator = _LIST_AND.match(page.text, at)
        if separator is None:
            return self._next_spaced(at)
        start = separator.end()
        if self.masked(start):
            return None
        if HEAD.match(page.text, start) and not is_named_like_an_office(page, start):
            return None
        listed = separator[0] == "、"
        guess = listed and not (_ORGAN_ITEM.match(page.text, start) or self._holds_head(start))
        name = read_name(page, start, strong=listed, guess=guess)
        padded = start + 1 in page.breaks  # 于 敏、丛 林|分三组深入各乡镇
        if name is not None and (guess or padded or not listed or name.grade >= VERB):
            return name
        return self._unusual_item(start) if separator[0] == "、" else None

    def _holds_head(self, start: int) -> bool:
        """Tell 、华美生物董事长李甲: an organ and a post of its own, no name of the list."""
        item = _LIST_ITEM.match(self.page.text, start)
        return item is not None and HEAD.search(item[0], _SHORT + 1) is not None

    def _next_spaced(self, at: int) -> Name | None:
        page = self.page
        if at not in page.breaks or not surname_length(page.text, at, rare=False):
            return None
        name = read_name(page, at)
        return name if name is not None and name.grade >= VERB else None

    def _unusual_item(self, start: int) -> Name | None:
        """Take 、X、 as a name where X has no known surname and is nothing else either."""
        match = _ITEM.match(self.page.text, start)
        return self._unusual(start, match.end()) if match else None

    def _unusual(self, start: int, end: int) -> Name | None:
        text = self.page.text
        word = text[start:end]
        if not _HAN_ONLY.fullmatch(word) or is_word(text, start) or HEAD.search(word):
            return None
        if opens_deed(text, start) or is_kind_of_people(text, start, end):
            return None  # 县领导|陪同下，李甲、王乙
        if word[-1] in _ORGAN_LAST:  # 袁明镇 in a list of names
            usual = len(word) > _SHORT and surname_length(text, start, rare=False)
            if not usual or text[end : end + 1] != "、" or not self._names_follow(end, _SHORT):
                return None
        return Name(start, end, SURE)

    # -- a post behind

    def _post_behind(self) -> None:
        """Find 李甲副县长, 艺术学院赵尧生院长: the name stands before its post."""
        page = self.page
        for head in _BEHIND.finditer(page.text):
            if tail(page, head.end()) == NONE or self.masked(head.start()):
                continue
            name = self._name_before(head.start(), head[0])
            if name is None or self._taken(name.start, name.end):
                continue
            if head.end() in self.found:
                continue
            organ_start = piece_start(page, name.start, max(0, name.start - 24))
            organ = page.raw[organ_start : name.start]
            if organ and not re.search(
                r"(?<![我本该])[学院校司局委部办会镇乡村县市区室处所队社行团科股联府协台厅]$|人大$|总支$",
                organ,
            ):
                organ, organ_start = "", name.start
            if len(organ) > _SHORT and organ[0] in "我本":
                organ, organ_start = organ[1:], organ_start + 1  # 我公司李甲总裁
            text = organ + page.raw[head.start() : head.end()]
            post = Post(organ_start, head.end(), text)
            if organ and (first := self._first_post(organ_start)):
                post = Post(first.start, head.end(), f"{first.text}、{text}")
            mention = self._add(name, post, post.start, self._new_list(), "post behind name")
            mention.after = head.end()

    def _first_post(self, end: int) -> Post | None:
        """Return 省农学会会长 of 省农学会会长、省农科院李甲教授: one person's."""
        text = self.page.text
        head = HEAD_AT_END.search(text, max(0, end - _LONGEST_HEAD), end - 1)
        if head is None or not text.endswith("、", 0, end):
            return None
        first = max(0, end - _LONGEST_POST)
        floor = max(
            (self.found[at].after for at in range(first, end) if at in self.found), default=first
        )
        post = read_post(self.page, end - 1, min(floor, end - 1))
        if not post.text.endswith("院士") and not organ_of(post.text.split("、")[-1]):
            return None
        named = self._name_before(end - 1 - len(head[0]), head[0]) is not None
        return None if named or self._taken(post.start, end) else post

    def _name_before(self, end: int, head: str) -> Name | None:
        """Return the name that ends where a title begins: four characters by sound, three, two."""
        text = self.page.text
        start = end - _SHORT - 2
        if start >= 0 and is_written_for_sound(text, start, end) and self._may_open(start):
            return Name(start, end, SURE)
        acts = _ACTS_AT_ONCE.match(text, end + len(head)) is not None
        for start in (end - _SHORT - 1, end - _SHORT):
            rare = acts and text[start : start + 1] not in _NO_RARE
            if start >= 0 and self._is_name_before(start, end, rare=rare):
                word = text[start:end]
                known = word in self._names or _ORGAN_ENDS.search(text, max(0, start - 2), start)
                known = known or _IN_A_ROW.search(text, max(0, start - _LONGEST_HEAD), start)
                if len(word) > _SHORT or known or self._acts_at_once(word, end, head):
                    return Name(start, end, SURE)
        return None

    def _is_name_before(self, start: int, end: int, *, rare: bool) -> bool:
        text = self.page.text
        word = text[start:end]
        if not surname_length(text, start, rare=rare) or is_word(text, start):
            return False
        if start and HEAD.match(text, start - 1, end):
            return False  # 王局长|向鱼主任
        if word[0] in "和与及" and start and text[start - 1] not in "，。；、\n":
            return False
        if word[0] == "来" and start and text[start - 1] in "后近原本从将以":
            return False  # 后来|方校长
        if not _HAN_ONLY.fullmatch(word) or word[-1] in _PLACE_ENDS or word[-1] == "等":
            return False  # 毛某|等县级领导
        return "全国" not in word and not HEAD.search(word) and self._may_open(start)

    def _acts_at_once(self, word: str, end: int, head: str) -> bool:
        """Tell 周立县长带领… from 平昌县长: behind the title stands what a person does."""
        if not _OF_PLACE.search(head):
            return True
        behind = end + len(head)
        if _NEXT_TITLED.match(self.page.text, behind) or self._next_has_post(behind):
            return True  # 陈章书记、李甲院长; 陈章县长，副县长李甲
        if _ACTS_AT_ONCE.match(self.page.text, behind) is None:
            return False
        return re.search(f"{word}[县市区旗州省](?!长)", self.page.text) is None

    def _next_has_post(self, end: int) -> bool:
        """Tell 陈章县长，副县长李甲: behind the comma stands somebody else with a post."""
        text = self.page.text
        head = HEAD.search(text, end, end + _NEXT) if text[end : end + 1] == "，" else None
        if head is None or _CLAUSE_ENDS.search(text, end + 1, head.start()):
            return False
        name = read_name(self.page, head.end(), strong=True)
        return name is not None and name.grade > PARTICLE

    def _may_open(self, start: int) -> bool:
        before = self.page.text[start - 1 : start]
        return (
            not before
            or before in "，。；：！？、\n“”◆由和与及在对向为受请让（时后中前上日下晚"
            or bool(
                re.search(
                    r"(?:学|学院|学校|大学|公司|集团|协会|商会|委|局|会|办|部|处|室|社|科|股|联|协|所|厅|台|中心|院|政府|人大|政协|大队|支队|总队|中队|总支|银行|听取了?|陪同|镇|乡|街道|社区|村)$",
                    self.page.text[max(0, start - 4) : start],
                )
            )
        )

    # -- lines that are lists of names

    def _name_lines(self) -> None:
        """Find lists that fill a line of their own under a header such as 应邀就座的县领导有."""
        above: Post | None = None
        going_on = False
        for before, line in zip(self.page.lines, self.page.lines[1:], strict=False):
            header = self.page.text[before.start : before.end]
            opened = bool(_OPENS_LINES.search(header))
            if line.field is not Field.BODY or self.masked(line.start) or not (opened or going_on):
                going_on = False
                continue
            names = self._whole_line(line.start, line.end)
            going_on = len(names) >= _SHORT and not self._taken(line.start, line.end)
            if not going_on:
                continue
            above = self._label_of(header, before.start) if opened else above
            list_id = self._new_list()
            for name in names:
                self._add(name, above, name.start, list_id, "line of names")

    def _unusual_cell(self, start: int) -> Name | None:
        """Take two or three characters between white space as a name with a rare surname."""
        for end in (start + _SHORT, start + _SHORT + 1):
            if end in self.page.breaks:
                return self._unusual(start, end)
        return None

    def _label_of(self, header: str, start: int) -> Post | None:
        """Return the post that a header gives the names under it: 还有离退休老领导：."""
        label = _LINE_LABEL.search(header)
        heads = list(HEAD.finditer(label[1])) if label else []
        if label is None or not heads or heads[-1].end() != len(label[1]) or label[1] == "领导":
            return None
        first, last = (start + at for at in label.span(1))
        return Post(first, last, self.page.raw[first:last])

    def _whole_line(self, start: int, end: int) -> list[Name]:
        names: list[Name] = []
        position = start
        while position < end:
            name = read_name(self.page, position, strong=True) or self._unusual_cell(position)
            if name is None or name.end > end:
                return []
            names.append(name)
            position = name.end + (self.page.text[name.end : name.end + 1] in ("、", "，", "。"))
        return names

    # -- bare names

    def _bare(self) -> None:
        """Find names that open a clause or a headline and are followed by what people do."""
        posts = sorted((m.start, m.left) for m in self.found.values() if m.left < m.start)
        names = [start for start, _ in posts]
        for start in self._openings():
            if not self._may_be_name(start):
                continue
            behind = bisect_right(names, start)
            in_post = behind < len(posts) and posts[behind][1] <= start
            if start in self.found or self.masked(start) or in_post:
                continue
            self._bare_list(start)

    def _openings(self) -> Iterator[int]:
        text = self.page.text
        yield 0
        yield from (match.end() for match in _OPENING_MARK.finditer(text))
        last = next((line.start for line in self.page.lines if line.field is Field.BODY), len(text))
        yield from sorted(at for at in self.page.breaks if at < last)
        # 参加活动的还有李甲、王乙
        yield from (match.end() for match in _LIST_OPENS.finditer(text))
        # 本报讯李甲、王乙等市领导
        yield from (match.end() for match in _NEWS_OPENS.finditer(text))
        # 随后李甲同志宣誓
        yield from (match.end() for match in _THEN_OPENS.finditer(text))
        yield from (match.end() for match in _GROUP_OPENS.finditer(text))
        # 县作协李甲、王乙、盛丙等陪同
        yield from (match.end() for match in _BODY_OPENS.finditer(text))
        # 会见李甲一行, 校友李甲先生、王乙女士, 实验小学的李甲同学
        yield from (match.end() for match in _CALLED_OPENS.finditer(text))
        # 来自基层的李甲、王乙等代表
        if "来自" in text:
            yield from (match.end() for match in _FROM_OPENS.finditer(text))
        # 县工作专班李甲、王乙到会
        for match in _ORGAN_OPENS.finditer(text):
            yield match.end()
        # 在李甲、王乙等陪同下
        yield from (match.end() for match in _UNDER_OPENS.finditer(text))
        # 会议由李甲主持
        for match in re.finditer(
            r"(?:会议?|式|大会|动|赛|班|会上|[组团队])由|由(?=[^，。；]{2,4}同志)", text
        ):
            yield match.end()

    def _bare_list(self, start: int) -> None:
        names = self._run_of_names(start) if not _TOWARDS.match(self.page.text, start) else []
        if names and self._share_post(names):
            return
        if not names or any(self._taken(name.start, name.end) for name in names):
            return
        if any(self.page.text[name.start : name.end] in PLACE_NAMES for name in names):
            return  # 韩国、日本、美国等国嘉宾
        end = self._behind_name(names[-1].end)
        if _PLACES.match(self.page.text, end):
            return
        listed = len(names) >= _SURE_RUN or self._has_header(start)
        if len(names) == _SURE_RUN - 1 and self.page.text[start - 1] in "。\n":
            listed = listed or _JOINED_BY.match(self.page.text, end) is not None
        if not listed and not self._acts(end, several=len(names) > 1):
            return
        list_id = self._new_list()
        for name in names:
            self._add(name, None, name.start, list_id, "bare name before verb")

    def _share_post(self, names: list[Name]) -> bool:
        """Add 李甲、王乙 of 李甲、王乙、盛丙副主席, unless something better is said of them."""
        last, others = self.found.get(names[-1].start), names[:-1]
        if last is None and self.page.text[names[-1].end] == "、":
            last, others = self.found.get(names[-1].end + 1), names
        post = last.post if last is not None else None
        if last is None or post is None or not post.start == last.start < last.end < post.end:
            return False
        if not others or any(self._taken(name.start, name.end) for name in others):
            return False
        known = {mention.name for mention in self.found.values() if mention.post is not None}
        for name in others:
            own = None if self.page.raw[name.start : name.end] in known else post
            self._add(name, own, name.start, last.list_id, "list before a post")
        return True

    def _acts(self, end: int, *, several: bool) -> bool:
        """Tell whether what people do follows: a verb that needs one, or the end of a list."""
        text = self.page.text
        if _BARE_VERB.match(text, end) or (several and _LIST_VERB.match(text, end)):
            return True
        if text.startswith(("同志", "老师", "同学", "先生", "女士"), end - 2):
            return True
        verb = VERB_PATTERN.match(text, end)
        return verb is not None and kind_of(verb) in _PERSONAL

    def _has_header(self, start: int) -> bool:
        """Tell 出席：李甲、王乙: a label says what the names behind the colon did."""
        return _HEADER.search(self.page.text, max(0, start - 40), start) is not None

    def _run_of_names(self, start: int) -> list[Name]:
        page = self.page
        names: list[Name] = []
        position = start
        while True:
            office = HEAD.match(page.text, position)
            if self.masked(position) or (office and not is_named_like_an_office(page, position)):
                break
            strong = bool(names) or self._sounds_before_mark(position)
            name = read_name(page, position, strong=strong)
            if name is None and (not names or page.text[position - 1] == "、"):
                name = self._unusual_item(position)
            if name is None and len(names) >= _SHORT:
                name = self._rare_last(position)
            paired = name is not None and not names and self._goes_on_with_and(name.end)
            if name is None or name.grade < (PARTICLE if names or paired else VERB):
                break
            if page.text[name.start : name.end] in _CITED:
                break
            names.append(name)
            end = self._behind_name(name.end)
            if page.text[end : end + 1] == "、" or self._goes_on_over_comma(end, len(names)):
                position = end + 1
            elif name.end in page.breaks:
                position = name.end
            elif self._goes_on_with_and(end):
                position = end + 1
            else:
                break
        return names

    def _rare_last(self, start: int) -> Name | None:
        """Read the last of 李甲、王乙、茶某某|出席: a rare surname in a list of people who act."""
        end = start + _SHORT + 1
        text = self.page.text
        if text[start - 1] != "、" or surname_length(text, start) != 1:
            return None
        return self._unusual(start, end) if self._acts(end, several=True) else None

    def _may_be_name(self, position: int) -> bool:
        """Tell whether a surname stands here, or a name of parts (祖农·艾合买提)."""
        text = self.page.text
        if surname_length(text, position, rare=False):
            return True
        if text.find("·", position, position + _FIRST_PART) > position + 1:
            return True
        # The cheap question first: a list opens with few characters before its mark.
        if text.find("、", position + _SHORT, position + _FIRST_PART) < 0:
            return False
        return self._sounds_before_mark(position) or self._odd_opens(position)

    def _odd_opens(self, position: int) -> bool:
        """Tell 位某某、李甲、王乙、盛丙: of bare names the first has a surname not known."""
        text = self.page.text
        mark = text.find("、", position + _SHORT, position + _SURE_RUN)
        if mark < 0 or self._unusual(position, mark) is None:
            return False
        rare = surname_length(text, position) > 0
        return self._names_follow(mark, _SHORT if rare else _SURE_RUN - 1)

    def _sounds_before_mark(self, position: int) -> bool:
        """Tell 格桑丹增、姜帆等市领导: the list opens with a name written for its sound."""
        mark = self.page.text.find("、", position, position + _FIRST_PART)
        return mark > position + _SHORT and is_written_for_sound(self.page.text, position, mark)

    def _goes_on_with_and(self, end: int) -> bool:
        """Tell 高某和糜某分别汇报: two bare names."""
        text = self.page.text
        if text[end : end + 1] not in ("和", "与", "及") or HEAD.match(text, end + 1):
            return False
        name = read_name(self.page, end + 1)
        return name is not None and name.grade >= VERB and self._acts(name.end, several=True)

    def _goes_on_over_comma(self, end: int, so_far: int) -> bool:
        """Tell …、石某，蔡某等领导: a comma inside a list of names."""
        if self.page.text[end : end + 1] != "，":
            return False
        name = read_name(self.page, end + 1, strong=so_far >= _SHORT)
        behind = self.page.text[name.end : name.end + 1] if name is not None else ""
        return behind == "，" or (so_far >= _SHORT and behind in ("、", "等", "。"))

    # -- an organ in front

    def _of_organs(self) -> None:
        """Find 云岭集团丁英、青枫证券侯杰等: who is named with an organ alone, beside others."""
        items = [
            (match.start(), match.end(), name)
            for match in _ORGAN_AND_NAME.finditer(self.page.text)
            if match[0][0] not in "在到赴"
            if (name := self._organ_name(match.start("name"), match.end("name"))) is not None
        ]
        around = {mention.after for mention in self.found.values()}
        around |= {-mention.left for mention in self.found.values()}
        around |= {end for _, end, _ in items} | {-start for start, _, _ in items}
        list_id, last = self._new_list(), 0
        for start, end, name in items:
            if start - 1 in around or -(end + 1) in around:
                list_id = list_id if start - 1 == last else self._new_list()
                mention = self._add(name, None, start, list_id, "organ before name")
                while (following := self._next_in_list(mention)) is not None:
                    if self._taken(following.start, following.end):
                        break
                    rule = "list after organ"
                    mention = self._add(following, None, following.start, list_id, rule)
                last = mention.end

    def _organ_name(self, start: int, end: int) -> Name | None:
        """Return the two or three characters as a name where they can hardly be anything else."""
        text = self.page.text
        if not surname_length(text, start, rare=False) or is_word(text, start):
            return None
        word = text[start:end]
        if word[-1] in _PLACE_ENDS or word[-1] in _SPOT_ENDS or HEAD.search(word):
            return None
        if self.masked(start):
            return None
        return None if self._taken(start, end) else Name(start, end, SURE)

    # -- names known from elsewhere

    def _known(self) -> None:
        names = self.names()
        if not names:
            return
        text = self.page.text
        ends = {mention.end: mention for mention in self.found.values()}
        for start, end in places_of(names, text):
            if start in self.found or self.masked(start) or self._taken(start, end):
                continue
            before = ends.get(start)
            if before is None and not self._stands_alone(start, end, names):
                continue
            name = Name(start, end, tail(self.page, end))
            list_id = before.list_id if before else self._new_list()
            post = before.post if before else self._post_before(start)
            ends[end] = self._add(name, post, start, list_id, "known name")
        self._glued()
        self._short_forms()

    def _rows(self) -> None:
        """Find names set close in a headline that nothing else names: 李甲乙王丙丁盛戊出席."""
        for line in self.page.lines:
            if line.field is Field.BODY or line.end - line.start > _LONGEST_HEADLINE:
                continue
            marks = [at for at in range(line.start + 1, line.end) if at in self.page.breaks]
            for start, end in pairwise([line.start, *marks, line.end]):
                self._row(start, self.page.text[start:end])

    def _row(self, start: int, text: str) -> None:
        row = [Name(start + first, start + last, SURE) for first, last in names_in_a_row(text)]
        if any(self._taken(name.start, name.end) for name in row):
            return
        list_id = self._new_list()
        for name in row:
            self._add(name, None, name.start, list_id, "names set close in a headline")

    def _post_before(self, start: int) -> Post | None:
        """Return the post that stands before a name which nothing there could tell as one."""
        head = HEAD_AT_END.search(self.page.text, max(0, start - _LONGEST_HEAD), start)
        if head is None or head[0].endswith(_PLURAL_HEADS):
            return None
        return read_post(self.page, start, max(0, start - _LONGEST_POST))

    def _short_forms(self) -> None:
        """Find who is named again in short: 卡米力 for 卡米力·托乎提, 方书记 for 县委书记方凯."""
        known = self._called_in_short()
        posts: dict[str, set[str]] = defaultdict(set)
        for mention in self.found.values():
            if mention.post:
                posts[mention.name].add(mention.post.text)
        for start, end in places_of(known, self.page.text):
            if self.masked(start) or self._taken(start, end):
                continue
            opens = _OPENS.search(self.page.text, max(0, start - 1), start)
            if not opens and not self._is_organ_of(posts[known[self.page.text[start:end]]], start):
                continue
            if tail(self.page, end) > NONE:
                name = Name(start, end, tail(self.page, end))
                mention = self._add(name, None, start, self._new_list(), "short form")
                mention.name, mention.post, mention.short = (
                    known[self.page.text[start:end]],
                    None,
                    True,
                )

    def _called_in_short(self) -> dict[str, str]:
        """Return the short forms that can only be one person's, with the names."""
        forms: dict[str, set[str]] = defaultdict(set)
        for mention in self.found.values():
            if "·" in mention.name:
                forms[mention.name.split("·")[0]].add(mention.name)
            for title in _SHORT_TITLES.findall(mention.post.text if mention.post else ""):
                forms[mention.name[0] + title].add(mention.name)
                if len(mention.name) > _SHORT:  # 冠强县长
                    forms[mention.name[1:] + title].add(mention.name)
        return {form: min(names) for form, names in forms.items() if len(names) == 1 < len(form)}

    def _is_organ_of(self, posts: set[str], end: int) -> bool:
        """Tell 二公司党委|郭书记, whose organ one of the person's posts names."""
        before = _WORD_AT_END.search(self.page.text, max(0, end - _LONGEST_HEAD), end)
        return before is not None and any(before[0] in post for post in posts)

    def _shorten(self) -> None:
        """Cut a particle off that was read as part of a name: 周政都|强调 where 周政 is known."""
        names = {
            mention.name for mention in self.found.values() if mention.grade == SURE or mention.post
        }
        for mention in self.found.values():
            short = mention.name[:-1]
            if len(short) > 1 and short in names and mention.name[-1] in _PARTICLES:
                mention.name, mention.end = short, mention.end - 1
                mention.after = mention.end

    def _lengthen(self) -> None:
        """Add what was read as a verb to a name: 贺春|来到 where 贺春来|首先 shows the whole."""
        read: dict[str, tuple[set[int], int]] = {}
        for mention in self.found.values():
            end = mention.end
            opener = self.page.text[end : end + 1]
            if opener not in _NAME_OR_VERB or len(mention.name) != _SHORT:
                continue
            longer = mention.name + opener
            if longer not in read:  # once for all mentions: a text may hold thousands
                read[longer] = self._read_shorter(mention.name, longer)
            shorter, times = read[longer]
            # Elsewhere the name reads longer everywhere; here, if it stands nowhere else.
            if not shorter or (shorter == {mention.start} and times > 1):
                mention.name, mention.end = longer, end + 1
                mention.after = mention.end
                self._names.add(longer)

    def _read_shorter(self, name: str, longer: str) -> tuple[set[int], int]:
        """Return where a name can't be read longer (two tell enough), and how often it stands."""
        text, found, times = self.page.text, set[int](), 0
        at = text.find(name)
        while at >= 0 and len(found) < _SHORT:
            read = text.startswith(longer, at) and _NO_ERRAND.match(text, at + len(longer))
            if not read:
                found.add(at)
            times += 1
            at = text.find(name, at + 1)
        return found, times

    def _stands_alone(self, start: int, end: int, names: set[str]) -> bool:
        """Tell 陈文|出席 from 陈文华: a short name must not be the head of a longer word."""
        if tail(self.page, end) > NONE or self._opens_known(end, names):
            return True
        return end - start > _SHORT and self.page.text[start - 1 : start] != "·"

    def _opens_known(self, start: int, names: set[str]) -> bool:
        text = self.page.text
        return any(text[start : start + length] in names for length in (2, 3, 4))

    def _glued(self) -> None:
        """Resolve 牟若蓉尹朗龚昶高翎等: a rest between known names that reads as a name is one."""
        ends = {mention.after for mention in self.found.values()}
        for mention in [self.found[start] for start in sorted(self.found)]:
            start = mention.after
            if mention.start not in ends or start in self.found:
                continue
            if not surname_length(self.page.text, start, rare=False):
                continue
            name = read_name(self.page, start)
            if name is not None and name.grade >= VERB:
                self._add(name, None, start, mention.list_id, "glued to known names")

    # -- posts that stand elsewhere

    def _trim_posts(self, mentions: list[Mention]) -> None:
        """Cut what belongs to others off a post: 县医院李甲院长、县教育局局长王乙."""
        for before, mention in pairwise(mentions):
            post, start = mention.post, before.after
            if post is None or not post.start < start < post.end <= mention.start:
                continue
            while start < post.end and self.page.text[start] in "、，和与及":
                start += 1
            mention.post = Post(start, post.end, self.page.raw[start : post.end])
            mention.left = max(mention.left, start)

    def _labels_behind(self, mentions: list[Mention]) -> None:
        """Give 李甲、王乙等县领导 the label to those of the list who have nothing."""
        labels = self._labels(mentions)
        if not labels:
            return
        lists: dict[int, list[Mention]] = defaultdict(list)
        for mention in mentions:
            lists[mention.list_id].append(mention)
        for list_id, label in labels.items():
            people = lists[list_id]
            own = self._with_own_post(people)
            for mention in people[own:]:
                mention.post = label
            if label is not None:
                for mention in people[:own]:
                    mention.post = mention.post or label

    def _labels(self, mentions: list[Mention]) -> dict[int, Post | None]:
        """Return the label behind each list that has one, None for leaders of nowhere."""
        labels: dict[int, Post | None] = {}
        for mention in mentions:
            match = _LABEL_BEHIND.match(self.page.text, mention.after)
            if match is None:
                continue
            start, end = match.span(match.lastgroup or "label")
            at_home = _AT_HOME.match(self.page.text, start)
            start = at_home.end() if at_home else start
            plain = self.page.text[start:end] in ("领导", "领导同志")
            labels[mention.list_id] = None if plain else Post(start, end, self.page.raw[start:end])
        return labels

    def _with_own_post(self, people: list[Mention]) -> int:
        """Return how many of a list the post before it is for, and not the label behind it.

        副主席李甲、王乙以及盛丙、陶丁等领导: for two; 县委书记李甲、王乙等县领导: for one.
        """
        if people[0].post is None or people[0].post.start > people[0].start:
            return len(people)
        if _ONLY_ONE.search(people[0].post.text):
            return 1
        parts = (
            at
            for at, mention in enumerate(people[:-_SHORT], 1)
            if self.page.text.startswith(("及", "以及"), mention.after)
        )
        return next(parts, len(people))

    def _parted(self, start: int, end: int) -> bool:
        """Tell whether a sentence ends between two offsets."""
        return _SENTENCE_END.search(self.page.text, start, end) is not None

    def _carry_organs(self, mentions: list[Mention]) -> None:
        before: list[tuple[int, str]] = []
        entrusting = [(m.end(), m["post"]) for m in _ENTRUSTED_BY.finditer(self.page.text)]
        for mention in mentions:
            if mention.post is None:
                continue
            while entrusting and entrusting[0][0] < mention.start:
                before.append(entrusting.pop(0))
            text = mention.post.text
            if is_bare(text):
                near = self._of_ours(before[-_POSTS_BACK:], mention.start)
                secretary = text.endswith("秘书长") and near
                if _OF_INSTITUTION.search(text) and near:
                    near = self._since_place(near, mention.left)
                if text.startswith("党") or (secretary and self._parted(near[-1][0], mention.left)):
                    near = _since_organ(near)
                carried = (
                    carry_organ(text, other, mention.start - at) for at, other in reversed(near)
                )
                text = next((longer for longer in carried if longer != text), text)
                mention.post = Post(mention.post.start, mention.post.end, text)
            before.append((mention.start, text))

    def _of_ours(self, posts: list[tuple[int, str]], end: int) -> list[tuple[int, str]]:
        """Cut the posts before 我校: 某大学校长李甲来访，我校党委书记王乙，副校长盛丙座谈."""
        ours = list(_OURS.finditer(self.page.text, posts[0][0], end)) if posts else []
        return [(at, post) for at, post in posts if not ours or at >= ours[-1].start()]

    def _since_place(self, posts: list[tuple[int, str]], end: int) -> list[tuple[int, str]]:
        """Cut the posts before 在某某大学，: the secretary there is that one's."""
        places = list(_AT_INSTITUTION.finditer(self.page.text, posts[0][0], end))
        if not places:
            return posts
        first, organ = places[-1].start(), places[-1][1]
        return [(at, post) for at, post in posts if at > first or post.startswith(organ)]


def _since_organ(posts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Cut the posts before the last that names an organ.

    县工商联副主席李甲，某银行行长王乙。会议由秘书长盛丙主持: he may be the bank's, not the other's.
    """
    for index in range(len(posts) - 1, -1, -1):
        if organ_of(posts[index][1].split("、")[0]):
            return posts[index:]
    return posts
