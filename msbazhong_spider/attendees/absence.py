"""The ways of not being there: cited, appointed, visited, or only spoken to or about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.ledger import Absence

if TYPE_CHECKING:
    from msbazhong_spider.attendees.mentions import Mention

# What stands before a person who is not the subject: 对李甲一行表示…, 据李甲介绍, 在李甲家.
_OBLIQUE = re.compile(
    "(?:在|受|应|对|向|(?<!图)为|给|从|把|被|将|据(?:[该我][县市区州旗镇])?|(?<!请)到|来到|走进|找到|跟随|跟着|针对|围绕|代|替|(?:首先|分别|并|随后|受托|，)代表|关于|学习|缅怀|追忆|贯彻)$"
)
_TOLD = re.compile("据(?:[该我].)?$|关于$")
# 以李甲女士为团长的代表团
_HEADS_DELEGATION = re.compile("(?:先生|女士|同志)?[为任](?:团长|组长|领队)的")
_REACH = 200  # characters
_CONVEYED = re.compile("传达|学习|转达|通报|落实|贯彻")
# 李甲在全市会议上的讲话精神, 李甲的批示要求
_CITED_BEHIND = re.compile(
    "(?:同志|等同志)?"
    "(?:[在对关就于来以视考到](?:(?!提出|作[出了]|讲了|进行)[^，。；！？\n]){0,60}?(?:的|(?=[^，。；]{2,6}精神)))?"
    "的?(?:重要|有关|相关|系列|指示|工作|主题|署名)*+"
    "(?:讲话|指示|批示|论述|要求|文章|贺信|来信|回信|思想|作品|先进事迹|事迹|精神)"
    "(?=[，。；、“《\n]|$|精神|要求|和|后|及|等|进行|作)"
)
# 传达了全省会议精神，县委书记李甲讲话; 一是传达精神；二是县委书记李甲讲话: a clause of its own, and
# his own talk.
_SPOKE_HIMSELF = re.compile("(?:同志)?讲话(?=[，。；\n]|$)")
_CLAUSE_OPENS = re.compile("[，；](?:[一二三四五六七八九十]是|最后|随后|接着|然后)?$")
_APPOINTED_BEHIND = re.compile(
    "(?:同志)?(?:（[^（）]{1,6}）)?(?:当选|拟?提名为|不再担任|辞去|任职|逝世|去世|辞世|离世|病逝|走了(?=[，。！])|被(?:任命|选举|推选|评|授)"
    "|为[^，。；]{2,24}(?:人选|候选人|委员|主任|局长|县长|院长|检察长|主席|书记|秘书长|团长|会长|理事长|监事长|召集人)(?=[，。；、\n]|$)"
    "|任(?!组长|总)[^，。；组]{2,24}[长任记席员]|担任(?!(?:本案)?审判长|听证员|裁判长|现场|评委)[^，。；]{2,20}[长任记席员](?=[。，；])|的[^，。；]{2,20}职务"
    r"|等?(?:\d+|[一二三四五六七八九十]+)(?:人|名同志|名)?(?:为|任|当选))"
)
# 李甲在培训期间，违反规定…, 李甲涉嫌受贿
_ACCUSED_BEHIND = re.compile(
    "(?:同志)?(?:（[^（）]{1,12}）)?(?:在[^，。；]{2,24}期间，?|因)?"
    "(?:存在|涉嫌|违反|违规|违纪|严重违|收受|受贿|犯受贿|利用(?:职务|担任)|接受(?:纪律|审查|监察|组织审查)"
    "|被(?:立案|开除|查处|双开|刑拘|逮捕|提起公诉|判处|给予|依法))"
)
# 李甲、王乙两位代表缺席, 李甲因病请假
_MISSING_BEHIND = re.compile(
    r"(?:同志)?(?:等)?(?:(?:\d+|[一二两三四五六七八九十]+)(?:位|名|人)[^，。；、\n]{0,6}?)?"
    "(?:因[^，。；、\n]{1,6}?|均|都|无故|临时|未请假)?"
    "(?:缺席|缺会|请假|旷会|未到会|未参会|未出席|未参加会议)(?=[，。；、\n]|$|了(?!解)|会议|本次|此次|这次)"
)
# 李甲作出批示, 李甲发来贺信: from afar.
_WROTE_BEHIND = re.compile(
    "(?:专门|对此|就此|第一时间|[对就][^，。；]{1,24}?)?(?:作出|作了)[^，。；]{0,4}批示"
    "|(?:专门|对此|就此|第一时间)?[^，。；]{0,4}批示|发来|致[信电]"
)
_ENTRUSTED = re.compile("(?:同志)?的?(?:委托|指派|委派)")
# 李甲当选会长并讲话: elected, and there.
_SPOKE_THEN = re.compile("[^。；，]{0,30}(?:并|当选后)[^，。；]{0,8}(?:讲话|发言|表态|致辞|宣誓)")
_HOUSEHOLD_BEHIND = re.compile(
    "等?(?:[^，。；]{0,3}[户位名][^，。；]{0,6})?(?:一?(?<![名专作画业术])家|家中|家里|的家|的院|的遗|家的|夫妇|遗属)"
)

_BEHIND = (
    (_WROTE_BEHIND, Absence.CITED),
    (_ENTRUSTED, Absence.OBLIQUE),
    (_HOUSEHOLD_BEHIND, Absence.VISITED),
)


def is_elected(text: str, mention: Mention) -> bool:
    """Tell whether the words behind a mention appoint, elect, remove or mourn the person."""
    after = mention.after
    if _HEADS_DELEGATION.match(text, after) or not _APPOINTED_BEHIND.match(text, after):
        return False
    return _SPOKE_THEN.match(text, after) is None


# 李甲、王乙等以不同方式表示慰问和哀悼: not at the funeral.
_AFAR_BEHIND = re.compile(
    "(?:同志)?等?(?:[^，。；、\n]{0,6}(?:领导|同志))?(?:也|还|先后|分别|均|都)?"
    "(?:(?:以|通过)[^，。；、\n]{2,10}(?:方式|形式|渠道)[^，。；、\n]{0,10}(?:慰问|哀悼|悼念)"
    "|(?:送来?|敬送)了?[^，。；、\n]{0,4}花[圈篮](?!并|后)|(?:发来|发|致)了?唁[电函])"
)


def mourns_from_afar(text: str, mention: Mention) -> bool:
    """Tell whether the words behind the last of a list say that they sent their condolences."""
    return _AFAR_BEHIND.match(text, mention.after) is not None


# What one of these patterns needs: most texts hold nothing of it, and need not be asked for each.
_BLAME = re.compile(
    "存在|涉嫌|违[反规纪法]|严重违|受贿|收受|利用|接受|被|缺[席会]|请假|旷会|未[到参出]"
)


def blames(text: str) -> bool:
    """Tell whether a text may say of anybody that he is accused or stayed away."""
    return _BLAME.search(text) is not None


def is_accused(text: str, mention: Mention) -> bool:
    """Tell whether the words behind a mention say what the person did against the rules."""
    return _ACCUSED_BEHIND.match(text, mention.after) is not None


def is_missing(text: str, mention: Mention) -> bool:
    """Tell whether the words behind a mention, the last of a list, say that it did not come."""
    return _MISSING_BEHIND.match(text, mention.after) is not None


def absence_of(text: str, mention: Mention, start: int) -> Absence | None:
    """Return why a mention in the sentence from ``start`` speaks of an absent person, or None."""
    before = text[max(start, mention.left - 4) : mention.left]
    if is_elected(text, mention):
        return Absence.APPOINTED
    for behind, reason in _BEHIND:
        if behind.match(text, mention.after):
            return reason
    if before.endswith("受") and text[mention.left] in "助访援邀灾奖训聘":
        return None  # 受助学校代表
    replaced = before.endswith("同志") and text[mention.left] == "代"  # 李甲同志代县长王乙作报告
    if replaced or _OBLIQUE.search(before):
        return Absence.CITED if _TOLD.search(before) else Absence.OBLIQUE
    return Absence.CITED if _is_conveyed(text, mention, start) else None


def _is_conveyed(text: str, mention: Mention, start: int) -> bool:
    """Tell whether the words behind a mention are of a talk or a paper that others pass on."""
    if not _CITED_BEHIND.match(text, mention.after):
        return False
    opens = _CLAUSE_OPENS.search(text, max(start, mention.left - 3), mention.left)
    if opens and _SPOKE_HIMSELF.match(text, mention.after):
        return False
    return bool(_CONVEYED.search(text, max(start, mention.left - _REACH), mention.left))
