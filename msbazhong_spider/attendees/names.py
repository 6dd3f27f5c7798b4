"""Where a name ends that starts here.

Chinese writes no space behind a name, so its length is told by what follows: punctuation, a verb
(苟学明|主持), 等, 同志. ``tail`` grades that, ``read_name`` weighs the lengths that are possible.
The surname list is the first filter; names of other languages written in characters (桑杰卓玛,
沙马拉哈) have no surname and are taken only where the context leaves nothing else (``strong``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.lexicon import any_of, words

if TYPE_CHECKING:
    from msbazhong_spider.attendees.text import Compact

# Grades of what stands behind a name: nothing, a particle or preposition, a verb, a sure end.
NONE, PARTICLE, VERB, SURE = 0, 1, 2, 3

_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
HAN = re.compile(f"[{_HAN}]")
# Private-use characters stand for rare ones on old GBK pages; a name may hold one.
_NAME_CHAR = re.compile(f"[{_HAN}\ue000-\uf8ff]")
_NAME_CHARS = re.compile(f"{_NAME_CHAR.pattern}+")
# A hyphen for the dot is common on old pages.
_DOTTED = re.compile(f"[{_HAN}]{{1,8}}(?:[·-][{_HAN}]{{1,8}}){{1,3}}")
_DOT = re.compile("[·-]")
_SURE_ENDS = frozenset("、，。；：！？（）\n”】…—－-/|〈〉◆丨")
_SURE_WORDS = (
    "等",
    "同志",
    "一行",
    "先生",
    "女士",
    "老师",
    "同学",
    "二人",
    "等人",
    "大和尚",
    "法师",
    "长老",
    "居士",
    *(f"{n}{unit}" for n in "两三四五六七八九十" for unit in "人位名"),
)
# As the third character these are nearly always the next word: 周立|作报告, 刘洋|对…
_PREPOSITIONS = frozenset("受对与到赴率就从作做在向以把被将也还又的了等及并来")
# Two readings end in a verb: 卢卓|致欢迎词, not 卢卓致|欢迎.
_VERB_OPENERS = frozenset("敬夜致作提宣传介汇讲主列陪走调代约未观回担授部推带携公为")
_SURNAMES = words("surnames")
# They only begin like verbs: 青龙|代表团 is no person.
_NOT_TAILS = (
    "舒服",
    "那天",
    "那时",
    "那年",
    "代表团",
    "联系组",
    "联系点",
    "代表队",
    "代表大会",
    "工业",
    "工作",
    "街道",
    "参考",
    "主题",
    "主要",
    "主办",
    "主动",
)
_WORDS_BEHIND = (*_SURE_WORDS, *_NOT_TAILS)
_OPENING = frozenset(word[0] for word in _WORDS_BEHIND)
_RARE = words("surnames_rare") | {"和"}
# 区委, 区财政局, 区内外: where a post stands before it, what is not one of these is the surname 区.
_OF_DISTRICT = re.compile(
    "区(?:[委人政长直级属内外里府法检公财发改教卫工交住水应审统机党纪监组宣团妇残科商规房域块间划情市县及和与、，等一各多四]"
    "|国资|国土|国税|司法|信访|信用|民政|民宗|农业|农村|农林|农委|环保|环境|林业|经济|经信|经贸|文化|文旅|文体|文联)"
)
# 副书记同志强，: behind a post, not 同志 with a word behind it.
_CALLED_TONGZHI = re.compile(f"同志[{_HAN}](?=[，、。；]|主持|出席|参加|陪同|强调|讲话)(?<!们)")
# Of the rare ones those that begin no word: at the end of a list they are surnames like others.
_NO_WORDS = frozenset("鞠贠笪杲禤昃訚剡蔄闾铙炅俎迮孛芈姒妫陟芶蘧轷郓郪黟骞祃弋")
_COMPOUND = words("surnames_compound")
# 信息员, 从业者, 贵宾 in a list of people: a rare surname, or none, and the end of a word for many.
_KIND_OF_PEOPLE = re.compile(
    "..?[员者户匠客众徒贩医宾企商团人]|.[民方友工农主东家手士辈]|.{1,2}(?:修工|保工|焊工|吊工|中生|学生)"
)
_TAILS = frozenset(word[:2] for word in words("name_tails"))
_FUNCTION = words("function_chars")
_NO_END = _PREPOSITIONS | _VERB_OPENERS | _FUNCTION
# Words that look like names, and how something is done: 县长|亲自|主持, 代表|依次|发言.
_MANNERS = words("manners")
_THINGS = words("names_of_things")
_NOT_NAMES = words("not_names") | _MANNERS
# Provinces and countries in a list: 北京市、河北省等省市有关领导, 韩国、日本等国嘉宾.
# Cities are told by what they end in, and provinces without 省 (江苏) may be people.
PLACE_NAMES = words("places")
_IS_PLACE = re.compile(f"(?:{any_of(PLACE_NAMES)})(?=[、，。；：\n等和与及]|$)")
_PLACES_OPEN = frozenset(word[0] for word in PLACE_NAMES)
# 担任委员|以来
_SINCE = ("以来", "以后", "以前", "至今", "期间", "之后", "之前", "之初", "之际", "之一", "之余")
_TRANSLITERATION = words("transliteration")
# They write sounds too, but stand in many Chinese names: read so behind the dot of a name only.
_BEHIND_DOTS = _TRANSLITERATION | words("transliteration_behind_dots")
_MAX_TRANSLITERATED = 6
_SINCE_OPENS = frozenset(word[0] for word in _SINCE)
_STRANGE = 2  # characters at the end of a name of parts that are not known to write sounds
_HEADS = re.compile(any_of(words("heads") | words("commoners")))
# No given name: what stands before them is another word's end.
_NO_GIVEN = frozenset(
    ("致辞", "致词", "讲话", "发言", "汇报", "授予", "主持", "出席", "参加", "列席", "陪同", "宣读")
) | {"通报", "调研", "考察", "检查", "督导", "视察", "慰问", "走访", "看望", "会见", "座谈", "签约"}
# 分管领导和|庭室负责人
_PEOPLE = re.compile(
    "[^，。；：、\n]{1,10}?(?:负责人|负责同志|人员|成员|职工|家长|师生"
    "|代表(?=分别|先后|发言|参加|出席|[，。；]))"
)
_CLAUSE_END = re.compile("[，。；：、！？\n]")
_NO_SOUNDS = re.compile(
    "公司|集团|企业|单位|机关|政府|学校|主持|出席|参加|会议|工作|同志|群体|[县区乡局委办厅部院校站所却]"
)
_PLACE = re.compile("[镇乡县市区旗村州局部委办院校街路社园厂站场馆]")
# 霍尔果斯市|老促会会长, 融水苗族自治县|人大常委会主任: no name opens there.
_PLACE_NAME = re.compile(
    r"[^，。；：、\n\d名到在赴对与和及向来率带往主出参陪深作就将等说]{2,15}?"
    "(?:族自治[县旗州]|族[乡镇]|[前后左右中]旗|[县市旗盟州](?=[委人政老法检公教财发]))"
)
# Up to where a list's item goes that is an office and its holder; who does something ends it.
_ITEM = re.compile(
    "(?:人大代表|党代表|首席代表|法定代表人|代检察长|带队领导|[^，。；：、\n和与及向对为给陪率带受代在从听到赴说就把将同]){4,}"
)
_LONGEST_PLACE, _LONGEST_ITEM = 22, 26
# What only a person does: 安全|主持会议 is a person of that name.
_DOES = re.compile("主持|出席|参加|列席|陪同|率队|率团|作")
_TELLS = re.compile("汇报|致辞|讲话|介绍(?!信)")
_TOWNS_NEVER = ("作", "讲话", "主持", "出席", "参加会", "强调", "到会", "宣读", "致辞")
_SAYINGS = ("强调", "指出", "一行", "同志", "说，", "说：", "表示，", "要求，", "首先", "先后")
_WHEN = re.compile("\\d|[当今昨近前次同]|上午|下午|日前|晚")
# Most names have three characters.
_USUAL = 3
# A word is looked for so far around, so that the work stays linear in the length of the text.
_NEAR, _FEW = 10_000, 8
# What no name holds: particles, units, organs.
_NEVER = re.compile(
    r"[的了是这那我你她它们么吗呢吧很各个名次县区乡局委办厅部院校站厂街]"
    r"|[百千万余多]人|公司|集团|企业|单位|机关|政府|学校|人大|政协|主持|出席|参加|会议|工作|同志|记者|全国|项目|产业|园区|烈士"
)


# 周书记, 陈主任: a surname and a title, no name.
_SCHOLARS = (
    "教授",
    "副教授",
    "研究员",
    "院士",
    "博士",
    "律师",
    "医生",
    "医师",
    "法官",
    "工程师",
    "少将",
    "中将",
    "大校",
    "上校",
    "中校",
)
_TITLE = re.compile(
    "书记|县长|市长|区长|镇长|乡长|主任|局长|部长|会长|院长|校长|主席|教授|老师|科长|处长|厅长|总裁|经理|医生|董事|同学|先生|女士|大爷|大妈"
)


_NEVER_OR_TITLE = re.compile(f"{_NEVER.pattern}|{_TITLE.pattern}")


@dataclass(frozen=True, slots=True)
class Name:
    """A name that was read: from ``start`` to ``end`` of the compact text, and how surely."""

    start: int
    end: int
    grade: int


def tail(page: Compact, end: int) -> int:
    """Grade what follows a name that would end at ``end``."""
    text = page.text
    if end >= len(text) or (opening := text[end]) in _SURE_ENDS:
        return SURE
    # Few characters open one of these words: they are looked for only then.
    if opening in _OPENING and text.startswith(_WORDS_BEHIND, end):
        return SURE if text.startswith(_SURE_WORDS, end) else NONE
    if text[end : end + 2] in _TAILS:
        return VERB
    if end in page.breaks:
        return SURE
    if opening.isdecimal() or text.startswith(_SCHOLARS, end):
        return VERB  # 胡某教授, 副县长毛某3日出席
    return PARTICLE if opening in _FUNCTION or opening in "“《" else NONE


def surname_length(text: str, start: int, *, rare: bool = True) -> int:
    """Return how many characters at ``start`` can be a surname: 2, 1 or 0."""
    if text[start : start + 2] in _COMPOUND:
        return 2
    character = text[start : start + 1]
    return 1 if character in _SURNAMES or (rare and character in _RARE) else 0


def is_word(text: str, start: int) -> bool:
    """Tell whether a common word stands here that only looks like a name (高度, 项目)."""
    return text[start : start + 2] in _NOT_NAMES


def is_kind_of_people(text: str, start: int, end: int) -> bool:
    """Tell 信息员 and 贵宾, whose first character few or none have as a surname, from a person."""
    usual = surname_length(text, start, rare=False)
    return not usual and _KIND_OF_PEOPLE.fullmatch(text, start, end) is not None


def is_named_like_an_office(page: Compact, start: int) -> bool:
    """Tell the person 林长青 from 林长|方凯: behind 长 stands one character, and then an end."""
    text, end = page.text, start + _USUAL
    if text[start + 1 : start + 2] != "长" or surname_length(text, start, rare=False) != 1:
        return False
    return bool(_NAME_CHAR.match(text, end - 1)) and tail(page, end) > NONE


def read_name(
    page: Compact, start: int, *, strong: bool = False, guess: bool = False
) -> Name | None:
    """Return the name that starts at ``start``, None if there is none.

    ``strong``: the place calls for a name (behind a post, inside a list of names), so that names
    written for their sound are taken too. ``guess``: it can hardly be anything else (behind the
    post of one person), so that unknown surnames and ends without evidence are taken too.
    """
    text = page.text
    if start >= len(text) or (text[start] == "的" and not _is_name_of_de(page, start, guess=guess)):
        return None
    if text[start] in _SINCE_OPENS and text.startswith(_SINCE, start):
        return None
    dotted = _read_dotted(page, start)
    if dotted is not None:
        return dotted
    name = _read_han(page, start, strong=strong, guess=guess)
    if strong and (name is None or name.grade < SURE) and _opens_post_in_list(page, start):
        return None
    if not strong or (name is not None and name.grade > PARTICLE):
        return name
    return _read_strange(page, start, name, guess=guess)


def _is_name_of_de(page: Compact, start: int, *, guess: bool) -> bool:
    """Tell 的日拉哈 in a list, and 部长|的莫木乃|通报 behind a post, from the particle."""
    if page.text[start - 1] == "、":
        return True
    ends = range(start + _USUAL, start + _MAX_TRANSLITERATED)
    return guess and any(
        tail(page, end) >= VERB and _sounds_all(page.text, Name(start + 1, end, SURE))
        for end in ends
    )


def _read_strange(page: Compact, start: int, name: Name | None, *, guess: bool) -> Name | None:
    """Read a name that is written for its sound, or has a surname or an end that nothing shows."""
    text = page.text
    longer = _read_transliterated(page, start, guess=guess)
    if name is not None:
        written = longer is not None and longer.end - start > _USUAL
        sounds = longer is not None and _sounds_all(text, longer)
        return longer if written and sounds else name
    if longer is not None or not guess:
        return longer or _read_repeated(page, start)
    return (
        _read_repeated(page, start)
        or _read_unended(page, start)
        or _read_recurring(page, start)
        or _read_foreign_surname(page, start)
        or _read_doer(page, start)
    )


def _opens_post_in_list(page: Compact, start: int) -> bool:
    """Tell whether a list goes on with a place or an organ whose first characters look like a name.

    县长李甲、|鄂尔多斯市政协主席王乙、|青石副主任丙.
    """
    text = page.text
    if text[start - 1 : start] not in ("、", "，"):
        return False
    if _PLACE_NAME.match(text, start, start + _LONGEST_PLACE):
        return True
    item = _ITEM.match(text, start, start + _LONGEST_ITEM)
    heads = [] if item is None else list(_HEADS.finditer(text, start + 2, item.end()))
    if item is None or not heads:
        return False
    first = heads[-1].end()
    return bool(surname_length(text, first)) and any(
        end <= item.end() and tail(page, end) >= VERB for end in (first + 2, first + 3)
    )


def _surname_here(text: str, start: int, *, strong: bool, guess: bool) -> int:
    """Return the length of the surname that a name can open with here, 0 if none can."""
    if text.startswith(_NOT_TAILS, start) or (text[start] == "和" and _is_conjunction(text, start)):
        return 0
    if text[start] in _PLACES_OPEN and _IS_PLACE.match(text, start):
        return 0
    odd = (text[start] == "区" and not _OF_DISTRICT.match(text, start)) or text[start] == "同"
    return surname_length(text, start, rare=strong) or int(guess and odd)


def _read_set_form(text: str, start: int, *, guess: bool) -> Name | None:
    """Read 尼玛才让|向 and 副书记|同志强|，; what else opens with 同 is no name."""
    if text.startswith("才让", start + 2) and _sounds(text, start, start + 4):
        return Name(start, start + 4, VERB)
    called = guess and _CALLED_TONGZHI.match(text, start)
    return Name(start, start + _USUAL, VERB) if called else None


def _read_han(page: Compact, start: int, *, strong: bool, guess: bool) -> Name | None:
    text = page.text
    length = _surname_here(text, start, strong=strong, guess=guess)
    if not length:
        return None
    at_once = _read_padded(page, start, length) or _read_set_form(text, start, guess=guess)
    if at_once is not None:
        return at_once
    if text[start] == "同":
        return None
    candidates = [_candidate(page, start, start + length + given, guess=guess) for given in (1, 2)]
    usual = text[start] in _SURNAMES
    if length == 1 and is_word(text, start) and not (usual and _is_sure_list_item(page, start)):
        takes = strong and usual  # with a rare surname a word is a word
        return _read_wordlike(text, start, candidates, guess=guess) if takes else None
    if length > 1:
        candidates.insert(0, _candidate(page, start, start + 2))
    least = PARTICLE
    is_odd = text[start] in _RARE and not (text[start] in _NO_WORDS and _listed(text, start))
    if length == 1 and is_odd:
        least = SURE if text[start] != "和" else VERB
        if guess and text[start] not in "和来过员" and text[start : start + 2] not in _TAILS:
            least = PARTICLE  # 县长查楠|就
    return _best(
        text,
        [
            name
            for name in candidates
            if name is not None
            and (name.grade >= least or (guess and _DOES.match(text, name.end) is not None))
        ],
    )


def _read_wordlike(
    text: str, start: int, candidates: list[Name | None], *, guess: bool
) -> Name | None:
    """Read a name that opens like a common word (安全, 陈述安) where the place calls for a name."""
    shorter, longer = candidates[:2]
    listed = _listed(text, start)
    word = text[start : start + _USUAL]
    # 局长周一诺|汇报, 部长白天成|到
    goes_on = longer is not None and (
        longer.grade >= VERB or text[longer.end] in "到在赴对向就率的"
    )
    sure = guess and goes_on and word[-1] not in _FUNCTION
    # 委员|应按时|参加会议, 各村书记|陆续|参加
    as_ruled = not _MANNERS.isdisjoint((word[:2], word[1:])) or word == "原则上"
    if as_ruled or (word[:2] in _TAILS and not sure):
        does = as_ruled and guess and shorter is None and _does_it(text, longer)
        return longer if does else None
    # 县委书记黎明|到, where 黎明|强调 stands too
    acts = shorter is not None and (
        _DOES.match(text, shorter.end) or _TELLS.match(text, shorter.end)
    )
    # 县委书记江山|到: behind a post no word for a thing can stand
    thing = word[:2] in _THINGS and shorter is not None and text[shorter.end] in "到在赴对就率带"
    if guess and shorter is not None and (acts or thing or _speaks_elsewhere(text, word[:2])):
        return shorter
    if longer is not None and longer.grade >= VERB:
        return None if word[-1] in "地的得和来到" and not listed else longer
    if sure:
        return longer
    if shorter is None or shorter.grade < SURE or not (guess or listed):
        return None
    return shorter


def _does_it(text: str, name: Name | None) -> bool:
    """Tell 党委书记|马上飞|作了发言, though 马上 says how something is done."""
    if name is None or text[name.start + 1 : name.end] in _MANNERS:
        return False
    acts = _DOES.match(text, name.end) or _TELLS.match(text, name.end)
    return acts is not None and text[name.end - 1] not in _NO_END


def _listed(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] == "、"


def _speaks_elsewhere(text: str, word: str) -> bool:
    """Tell whether a word that could be a name does what only a person does, somewhere."""
    at = text.find(word)
    while at >= 0:
        if text.startswith(_SAYINGS, at + len(word)):
            return True
        at = text.find(word, at + 1)
    return False


def _is_conjunction(text: str, start: int) -> bool:
    """Tell 和 as 'and' from the surname 和: what follows it is a word or another surname."""
    following = text[start + 1 : start + 3]
    return (
        following in _TAILS
        or following in _NOT_NAMES
        or following[:1] in _SURNAMES
        or following in _COMPOUND
        or _HEADS.match(text, start + 1) is not None
        or _PEOPLE.match(text, start + 1) is not None
        or following.startswith(
            (
                "人大",
                "参会",
                "工作",
                "部分",
                "嘉宾",
                "来宾",
                "群众",
                "爱心",
                "企业",
                "各",
                "本",
                "相关",
                "有关",
                "全",
                "县",
                "市",
            )
        )
    )


def _is_sure_list_item(page: Compact, start: int) -> bool:
    """Tell whether the characters up to a separator are all of a list item: 、高原、."""
    return (
        start > 0
        and page.text[start - 1] == "、"
        and any(page.text[start + n : start + n + 1] in ("、", "，", "。", "等") for n in (2, 3))
    )


def _read_padded(page: Compact, start: int, length: int) -> Name | None:
    """Read 何　芳, 司马　宁: white space between surname and given name pads a name of two."""
    text, given = page.text, start + length
    if given not in page.breaks or not _NAME_CHAR.match(text, given):
        return None
    end = given + 1
    if end in page.breaks and _spaced_out(page, start, end):
        return Name(start, end + 1, SURE)
    grade = tail(page, end)
    if grade == NONE and _NAME_CHAR.match(text, end) and tail(page, end + 1) >= VERB:
        return Name(start, end + 1, VERB)  # 郎 玉海
    return Name(start, end, max(grade, PARTICLE))


def _spaced_out(page: Compact, start: int, end: int) -> bool:
    """Tell 王 小 明 from 冯 燕 孙 玮: the third character opens no name of its own."""
    text = page.text
    return (
        (end + 1 in page.breaks or tail(page, end + 1) >= VERB)
        and not surname_length(text, end, rare=False)
        and bool(_NAME_CHAR.match(text, end))
        and (start not in page.breaks or end + 1 not in page.breaks)
    )


def _candidate(page: Compact, start: int, end: int, *, guess: bool = False) -> Name | None:
    text = page.text
    written = _NAME_CHARS.match(text, start, end)
    if written is None or written.end() < end:
        return None
    if not page.breaks.isdisjoint(range(start + 1, end)) or is_kind_of_people(text, start, end):
        return None
    if (
        text[start + 1 : end] == "总"
        or (
            text[end - 1] in ("等的了" if guess and end - start == _USUAL else "等的了镇市")
            and not _is_no_town(text, start, end, guess=guess)
        )
        or _NEVER_OR_TITLE.search(text, start + 1, end)
    ):
        return None
    if end - start == _USUAL and text[start + 1 : end] in _NO_GIVEN:
        return None  # 主办方|致辞, 和|授予
    grade = tail(page, end)
    if text[end - 1] == "村" and grade < SURE:
        return None  # 青枫村|驻村第一书记
    return Name(start, end, grade) if grade > NONE else None


def _is_no_town(text: str, start: int, end: int, *, guess: bool) -> bool:
    """Tell the person 葛镇 from a town: he does something, or stands between others."""
    if end - start != _USUAL - 1 or text[end - 1] != "镇":
        return False
    behind = text[end : end + 1]
    listed = (guess or text[start - 1 : start] == "、") and behind in ("、", "，", "等")
    return listed or text.startswith(_TOWNS_NEVER, end)


def _best(text: str, names: list[Name]) -> Name | None:
    best: Name | None = None
    for name in names:  # the shorter first
        if best is None or _beats(text, name, best):
            best = name
    return best


# 余雷|说：, 陈楠|先把客人介绍给大家, 石磊|自担任县长以来
_GOES_ON = (
    "自担",
    "自上",
    "自任",
    "说：",
    "说，",
    "说“",
    "称：",
    "称，",
    "称“",
    "先把",
    "先后",
    "先是",
    "先在",
    "先到",
)


_NOBODY_COMES_TO = (
    *("宣读", "强调", "指出", "要求", "表示", "传达", "致辞", "代表"),
    *("前往", "赶赴", "奔赴", "深入", "走进", "来到", "赴"),
)


def _beats(text: str, longer: Name, shorter: Name) -> bool:
    last = text[shorter.end]
    comes = last == "来" and text.startswith(_NOBODY_COMES_TO, longer.end)  # 周善来|宣读
    if comes or (last in "和与及" and text[longer.end : longer.end + 1] in ("及", "与", "、")):
        return True
    leads = last == "和" and text[longer.end] == "率"  # 骆某和|率州委副秘书长
    if last in "和与及" and longer.grade < SURE and not leads and _opens_post(text, longer.end):
        return False
    # 柳某|于5月3日, 戚某|于当晚
    on_day = last == "于" and _WHEN.match(text, longer.end) is not None
    if on_day or text[shorter.end : longer.end + 1].startswith(_GOES_ON):
        return False
    if last in _VERB_OPENERS and shorter.grade == longer.grade == VERB:
        return False
    if last in _PREPOSITIONS:
        return longer.grade == SURE and shorter.grade < VERB
    return longer.grade >= shorter.grade


def _opens_post(text: str, start: int, reach: int = 14) -> bool:
    """Tell whether a post follows before the clause ends: 石磊|和组织委员彭某."""
    clause = _CLAUSE_END.search(text, start, start + reach)
    return _HEADS.search(text, start, clause.start() if clause else start + reach) is not None


def _read_dotted(page: Compact, start: int) -> Name | None:
    """Read 阿布都·热合曼: parts joined by a dot; the last part ends where a verb begins.

    The last part goes on as long as its characters are those that sounds are written with.
    """
    match = _DOTTED.match(page.text, start)
    if match is None:
        return None
    dots = list(_DOT.finditer(page.text, start, match.end()))
    if not (
        _sounds(page.text, start, dots[0].start())
        or _sounds_behind_dot(page.text, start, dots[0].start())
    ):
        return None
    last = dots[-1].end()
    limit = last
    while limit < match.end() and page.text[limit] in _BEHIND_DOTS:
        if page.text[limit] == "和" and limit - last > 1 and _opens_post(page.text, limit, 30):
            break
        if page.text.startswith(("以及", "的"), limit) and limit - last > 1:
            break
        limit += 1
    ends = [end for end in range(last + 2, match.end() + 1) if tail(page, end) >= VERB]
    if limit - last < _USUAL - 1:
        limit = ends[0] if ends else match.end()
    elif limit - 1 in ends and (tail(page, limit) < VERB or page.text[limit - 1] == "作"):
        limit -= 1  # 卡德尔|作了报告
    elif tail(page, limit) == NONE:
        inside = [end for end in ends if end < limit]
        near = [end for end in ends[:1] if end <= limit + _STRANGE and tail(page, end) == SURE]
        limit = inside[-1] if inside else (near or [limit])[0]  # 赛力|禾加、
    return Name(start, limit, max(tail(page, limit), PARTICLE))


def _sounds(text: str, start: int, end: int) -> bool:
    """Tell whether the characters write the sounds of another language (all but one)."""
    return sum(character not in _TRANSLITERATION for character in text[start:end]) <= 1


def _sounds_behind_dot(text: str, start: int, dot: int) -> bool:
    """Tell 肖开提·依明: a short part whose characters are unusual, and one of sounds behind it."""
    behind = text[dot + 1 : dot + _USUAL]
    return dot - start <= _USUAL and all(character in _BEHIND_DOTS for character in behind)


def _sounds_all(text: str, name: Name) -> bool:
    return all(character in _TRANSLITERATION for character in text[name.start : name.end])


def _read_transliterated(page: Compact, start: int, *, guess: bool = False) -> Name | None:
    text = page.text
    if text[start] not in _TRANSLITERATION:
        return None
    if is_word(text, start) or (text[start] == "和" and _is_conjunction(text, start)):
        return None
    if (whole := _read_sounding_item(page, start)) is not None:
        return whole
    strange = 0
    for end in range(start + 1, min(len(text), start + _MAX_TRANSLITERATED) + 1):
        strange += text[end - 1] not in _TRANSLITERATION
        if (
            strange > 1
            or (end > start + 2 and end - 1 in page.breaks)
            or not _NAME_CHAR.match(text, end - 1)
        ):
            break
        grade = tail(page, end)
        written = end - start > _USUAL
        ended = grade >= VERB or (grade > NONE and written and not strange)
        if end - start > 1 and ended and (not strange or written) and text[end - 1] != "的":
            odd = _HEADS.search(text, start, end) or _NO_SOUNDS.search(text, start, end)
            return None if odd else Name(start, end, VERB)
    return _read_short_sounds(page, start) if guess else None


def _read_short_sounds(page: Compact, start: int) -> Name | None:
    """Read 镇长乌云那|就禁牧作了汇报: three characters that write sounds, before a particle."""
    name = Name(start, start + _USUAL, VERB)
    sounds = _sounds_all(page.text, name) and page.breaks.isdisjoint((start + 1, start + 2))
    return name if sounds and tail(page, name.end) > NONE else None


def _read_sounding_item(page: Compact, start: int) -> Name | None:
    """Read 乌木尔达来 in a list, though 来 could be a verb, and 布　穷, set with white space."""
    text = page.text
    if start + 1 in page.breaks:
        end = start + 2
        sounds = all(character in _TRANSLITERATION for character in text[start:end])
        return Name(start, end, VERB) if sounds and tail(page, end) > NONE else None
    mark = text.find("、", start + _USUAL + 1, start + _MAX_TRANSLITERATED + 1)
    if mark < 0 or not all(character in _TRANSLITERATION for character in text[start:mark]):
        return None
    return Name(start, mark, SURE)


def _read_repeated(page: Compact, start: int) -> Name | None:
    """Read a name whose end nothing shows, if the document says it again elsewhere."""
    text = page.text
    length = surname_length(text, start, rare=False)
    if not length or is_word(text, start):
        return None
    for given in (2, 1):
        word = text[start : start + length + given]
        if (
            len(word) == length + given
            and all(map(_NAME_CHAR.match, word))
            and not _NEVER.search(word, 1)
            and _ends_elsewhere(page, word, start)
            and not _PLACE.search(text, start, start + len(word) + 1)
        ):
            return Name(start, start + len(word), PARTICLE)
    return None


def _read_recurring(page: Compact, start: int) -> Name | None:
    """Read 县长滚朝晖|到: an unknown surname, if the document has the name again where it ends."""
    text = page.text
    for end in (start + _USUAL, start + _USUAL - 1):
        word = text[start:end]
        if not said_again(text, word, start):
            continue
        odd = _NEVER.search(word) or _PLACE.search(word) or _TITLE.search(word)
        wordy = any(is_word(word, at) or word[at : at + 2] in _TAILS for at in range(len(word) - 1))
        if odd or wordy or not all(map(_NAME_CHAR.match, word)) or _FUNCTION.intersection(word):
            continue
        if _acts_alone(page, word, start):
            return Name(start, end, PARTICLE)
    return None


def _acts_alone(page: Compact, word: str, start: int) -> bool:
    """Tell whether a word opens a clause elsewhere before what only a person does."""
    text, first, last = page.text, max(0, start - _NEAR), start + _NEAR
    at = text.find(word, first, last)
    for _ in range(_FEW):
        if at < 0:
            return False
        opens = text[at - 1 : at] in ("", "，", "。", "\n")
        if at != start and opens and text.startswith(_SAYINGS, at + len(word)):
            return True
        at = text.find(word, at + 1, last)
    return False


def _ends_elsewhere(page: Compact, word: str, start: int) -> bool:
    """Tell whether the word stands elsewhere with what ends a name behind it."""
    first, last = max(0, start - _NEAR), start + _NEAR
    at = page.text.find(word, first, last)
    for _ in range(8):
        if at < 0:
            return False
        if at != start and tail(page, at + len(word)) >= VERB:
            return True
        at = page.text.find(word, at + 1, last)
    return False


def said_again(text: str, word: str, start: int) -> bool:
    """Tell whether a word stands a second time within reach."""
    return text.count(word, max(0, start - _NEAR), start + _NEAR) > 1


def _read_unended(page: Compact, start: int) -> Name | None:
    """Read three characters as a name where nothing shows its end, as most names have three."""
    text, end = page.text, start + _USUAL
    if surname_length(text, start, rare=False) != 1 or is_word(text, start) or end > len(text):
        return None
    word = text[start:end]
    if not all(map(_NAME_CHAR.match, word)) or any(
        at in page.breaks for at in (start + 1, start + 2)
    ):
        return None
    if (
        _NEVER.search(word, 1)
        or _TITLE.search(text, start + 1, end + 1)
        or _PLACE.search(word + text[end : end + 1], 1)
    ):
        return None
    if any(character in _FUNCTION for character in word[1:]) or is_word(text, start + 1):
        return None
    if text[end : end + 1] in _TRANSLITERATION and tail(page, end + 1) >= VERB:
        return Name(start, end + 1, VERB)
    return Name(start, end, NONE)


def _read_foreign_surname(page: Compact, start: int) -> Name | None:
    """Read three characters before a sure end as a name, or two before a comma."""
    text, end = page.text, start + _USUAL
    mark = text[end - 1 : end]
    if mark in ("，", "；") or (mark == "、" and _acts_elsewhere(page, text[start : end - 1])):
        end -= 1  # 副局长生磊，
    elif text[end + 1 : end + 2] in ("，", "；", "、") and _sounds(text, start, end):
        end += 1  # 副市长阿史拉布，
    word = text[start:end]
    if not all(map(_NAME_CHAR.match, word)) or tail(page, end) < VERB:
        return None
    if is_kind_of_people(text, start, end):
        return None
    if is_word(text, start) or is_word(text, start + 1) or word[:2] in _TAILS or word[1:] in _TAILS:
        return None
    if _NEVER.search(word) or _PLACE.search(word) or _TITLE.search(word) or _HEADS.search(word):
        return None
    odd = set(word) - _TRANSLITERATION
    if word[0] == "等" or word[0] in _FUNCTION or not _FUNCTION.isdisjoint(odd):
        return None
    return Name(start, end, PARTICLE)


def _acts_elsewhere(page: Compact, word: str) -> bool:
    """Tell whether a verb follows a word somewhere: 副校长乙澜、…。会议由乙澜|主持."""
    return any(tail(page, match.end()) == VERB for match in re.finditer(re.escape(word), page.text))


def _read_doer(page: Compact, start: int) -> Name | None:
    """Read two or four characters before what only a person does: 旗委书记兴安|主持."""
    text = page.text
    for end in (start + 2, start + 4):
        word = text[start:end]
        if not _DOES.match(text, end) or not all(map(_NAME_CHAR.match, word)):
            continue
        if any(at in page.breaks for at in range(start + 1, end)):
            return None
        if is_word(text, start) or is_kind_of_people(text, start, end):
            return None
        if word[0] in "和与及暨等各本该全":
            return None
        odd = any(pattern.search(word) for pattern in (_NEVER, _PLACE, _TITLE, _HEADS))
        wordy = any(word[at : at + 2] in _TAILS for at in range(len(word) - 1))
        if odd or wordy or any(character in _FUNCTION for character in word):
            return None
        return Name(start, end, PARTICLE)
    return None


def opens_deed(text: str, start: int) -> bool:
    """Tell whether a word of those stands here that end a name (陪同, 主持)."""
    return text[start : start + 2] in _TAILS


def is_written_for_sound(text: str, start: int, end: int) -> bool:
    """Tell whether all characters are those that foreign sounds are written with."""
    return _sounds_all(text, Name(start, end, SURE)) and not is_word(text, start)
