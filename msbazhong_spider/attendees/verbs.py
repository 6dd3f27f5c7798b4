"""What is said to be done: every verb of the guideline, and the words that turn a clause around.

A verb is found by its characters, so each pattern also says what must not follow: 调研|组 and 慰问|金
are nouns, 座谈|会 is an event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from msbazhong_spider.items import Action

if TYPE_CHECKING:
    from collections.abc import Iterator


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


_BODY_NOUN = "(?!组|员|团|队|室|办|处|科|局|站|中心|表|单|报告|成果|课题|材料|对象|反馈|情况反馈|专员|总队|支队|大队)"
_EVENT = r"(?:(?!会议|仪式|活动|大会|典礼)[^，。；：！？\n、]){0,18}?"
_INSPECTIONS = (
    "调查研究|调研|检查指导|检查|督导|督查|督察|视察|考察|走访慰问|走访|暗访|巡河|巡查|巡林|巡湖|巡田|踏勘|踏查"
    "|现场办公|夜查|抽查|夜巡|督办|督战|验收|执法检查|研学考察|巡视检查|拉练检查|探访|巡考|巡课|观摩检查|调度检查|检阅|夜访|探查"
)
_EVENT_NOUN = "(?!座谈会|会议|会|仪式|活动(?!。|，|$|\n)|启动|汇报会|反馈会|推进会|见面会|培训|动员|总结|工作会|工作座谈|工作推进|工作部署|工作动员)"

# Order matters: the first alternative that fits wins.
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (
        Kind.CITE,
        "传达学习了?|学习传达了?|学习贯彻|深入学习|认真学习|集中学习|学习了|领学了|贯彻落实|按照|根据|落实|遵照|转达了?|宣读了?(?=[^，。]{2,24}(?:贺信|贺电|批示|来信|指示))",
    ),
    (
        Kind.APPOINT,
        "任命|免去|接受[^，。；]{0,12}(?:辞去|请求)|辞去|提请|选举(?!办法|委员会|工作|结果|情况|大会)|补选|推选|提名|拟任|追授|聘任|聘请|增补|追认",
    ),
    (Kind.JOIN, "主席台[^，。；]{0,4}就[座坐]"),
    (Kind.CHAIR, "主持(?!人|词|稿)"),
    (
        Kind.ACCOMPANY,
        "陪同(?!人员|的)|陪伴下|随同|随行(?!同志|人员|的|相关|有关|记者)|陪(?=市|省|县|着市)",
    ),
    (Kind.OBSERVE, "列席"),
    (
        Kind.MEET,
        "(?:参加|出席|参与)(?:了)?(?:此次|本次|上述|相关)?(?:会见|会谈|接见|会面|见面会谈|接访|(?:调研|考察)?座谈(?!会|交流会)|洽谈(?!会)|接待)",
    ),
    (
        Kind.INSPECT,
        f"(?:参加|参与)(?:了|上述|相关|此次|本次|有关|以上)*(?:{_EVENT})?(?:{_INSPECTIONS}|慰问){_BODY_NOUN}{_EVENT_NOUN}(?:活动(?=。|，|$))?",
    ),
    (
        Kind.JOIN,
        "出席|参加(?!工作[，、。；]|过|了工作|革命)|与会(?!人员|者|同志|代表|领导|干部|单位|专家)|到会(?!人|率)|参会(?!人员|者|单位|同志)|就[座坐]|见证[^，。；]{0,8}签[约署订]|见证(?!下|人|了全|了我|着)|参与了?|旁听|聆听|收听收看|观看|一同前往|一同参观",
    ),
    (Kind.HEAR, "听取了?(?=[^，。；]{2,})|听了"),
    (
        Kind.DIRECT,
        "(?<![合工协操写创制耕农运动劳当看])(?:作|做|进行|作出|作了|做了|进行了)(?:了|出)?(?:[^，。；作]{0,10})?(?:部署|安排)|安排部署了|部署了|安排了(?=[^，。；]{0,20}工作)",
    ),
    (
        Kind.SPEAK,
        "讲话(?!精神|稿|要求|中指)|发言(?!人|席|稿|材料|权)|致?(?:欢迎|开幕|闭幕|答谢|新年|新春|祝酒|贺|开班|欢送)?[辞词](?=。|，|；|、|！|\n|并|中|$|时|表示|说|后|和)|致辞|致词|致欢迎|致开幕|致闭幕|致答谢|致贺",
    ),
    (
        Kind.SPEAK,
        "(?<![合工协操写创制耕农运动劳当看])(?:作|做)(?:了|出)?[^，。；！？\n]{0,32}?(?:报告|汇报|说明|辅导|宣讲|点评|总结|介绍|动员|表态|交流|演讲|讲解|授课|讲座|通报|述职|解读|讲授|指导讲话|补充|强调|要求|推介|分享|检查)",
    ),
    (
        Kind.SPEAK,
        "汇报(?!会|材料|片|演出|稿)|宣读|传达|通报(?!会|指出|表扬|批评)|表态(?!会)|授课|讲授|宣讲(?!团|员|会|报告会|活动|稿|队|工作)|领学|述职(?!会|报告|评议)|答记者问|回答[^，。；]{0,6}提问|解读(?!单位|人)|讲(?!话|解)了?[^，。；]{0,6}(?:意见|党课|话|课)|讲意见|提出(?:了)?(?!的)[^，。；]{0,12}要求|提出(?:了)?[^，。；]{0,4}点[^，。；]{0,6}(?:意见|希望)|提要求|宣布(?=[^，。；]{0,30}(?:决定|命令|名单|文件|决议|任命|结果|通知|纪律|职务))|点评(?!会)|辅导(?!员|班|站|报告|讲座)|讲解|推介(?!会|活动)|领读|领誓|述说|报告了|报告工作|向[^，。；]{1,12}报告(?!会)",
    ),
    (Kind.TELL, "介绍(?!信)"),
    (Kind.SPEAK, "总结(?!会|大会|表彰|报告|经验|了经验|推广)(?=讲话|点评|部署|了|发言|$)"),
    (Kind.REMARK, r"表示(?=[，：“]|要|将|，|希望|愿|一定)|说(?=[，：“]|，|道)|认为|坦言|谈到"),
    (Kind.SAY, "强调(?!了?的是)|指出|要求(?!和|的|是)|叮嘱道|责令"),
    (
        Kind.EMBED,
        "希望|欢迎|感谢|祝愿|建议|得知|鼓励|叮嘱|嘱咐|要让|号召|提醒|勉励|祝贺|邀请(?=[^，。；]{2,30}(?:来|到|前来)(?:我|我县|考察))|表示(?=[^，。；]{0,8}(?:祝贺|感谢|欢迎|慰问|问候|敬意|赞赏|肯定|满意|哀悼|钦佩|敬佩))|代替|替代",
    ),
    (
        Kind.MEET,
        "会见(?!厅)|接见|会谈|会面|座谈(?!会|交流会|讨论会|了解会)|接待(?!中心|室|大厅|站|日|能力|工作|游客|了?游客|办)|接访(?!日|中心|室|制度|工作)|约访|下访|洽谈(?!会)|签约(?!仪式|企业|项目|额|金额|活动|率|资金|的)|(?:签订|签署)(?:了)?[^，。；]{0,40}(?:协议|合同|备忘录|意向书|协定)|签署协议|互换文本",
    ),
    (
        Kind.VISIT,
        "送[上去来][^，。；]{0,24}慰问[金品]|走访慰问|看望慰问|看望|探望"
        "|慰问(?!金|品|信|团|组|电|演出|物资|活动的)"
        f"|走访{_BODY_NOUN}",
    ),
    (Kind.INSPECT, f"(?:{_INSPECTIONS}){_BODY_NOUN}(?!会|时的讲话|时讲话|时指出的|座谈会)"),
    (Kind.LOOK, "察看|查看|实地了解"),
    (
        Kind.TAKE_PART,
        "颁奖(?!仪式|典礼|大会|词)|授牌(?!仪式)|授旗(?!仪式)|揭牌(?!仪式)|揭幕(?!仪式)|剪彩(?!仪式)|奠基(?!仪式)|培土|植树(?!节|造林)|宣誓(?!仪式)|颁发|颁授|按下[^，。；]{0,8}(?:启动|按钮|键)|启动(?=仪式|球|键|按钮|开关)|宣布[^，。；]{0,18}(?:开幕|开工|启动|开始|闭幕|成立|开业|开园|开班|开赛|开机)|鸣枪|开球|敬献花篮|敬献花圈|三鞠躬|默哀|为[^，。；]{2,20}(?:揭牌|揭幕|授牌|颁奖|剪彩)|敬献|监票|计票|领奖",
    ),
    (
        Kind.ACT,
        "莅临|莅会|捐赠(?!仪式)|赠送|捐献|组织(?=学习|开展|观看|召开|参观|召集|集中)|参观(?!者|学习团)|观摩(?!会|团)|来(?=我[县市区州旗省乡镇盟])|来到|走进|走访|深入|前往|抵达|(?:一行)?赴(?=[^，。；]{2,})|宣布|种下|发放|送上|送去|交付|交接|进行[^，。；]{0,8}(?:表彰|交流|洽谈|对接|指导)|对接|现场观看|交流|协商|敲钟|点火|传递|挥锹|磋商|沟通|带队|率队|率团",
    ),
    (Kind.INVITE, "邀请了?(?!函|赛)|特邀|请(?=县|市|省|党校|专家|教授)"),
    (Kind.LEAD, "率领|带领|率队|率团|带队|率(?=[^，。；先性领队团])|会同|携"),
)
VERB = re.compile(
    "|".join(f"(?P<{kind}_{n}>{pattern})" for n, (kind, pattern) in enumerate(_PATTERNS))
)


def verbs_in(text: str, start: int, end: int) -> Iterator[Verb]:
    """Yield the verbs that begin between two offsets of the compact text, in order."""
    for match in VERB.finditer(text, start, end):
        group = match.lastgroup or ""
        kind = Kind(group.rsplit("_", 1)[0])
        yield Verb(match.start(), match.end(), kind, match[0])
