"""The label line (时间：… 来源：… 作者：… 阅读：…), taken apart.

A value runs from its label to the next label, whatever stands between: on many sites nothing
does. So the list of labels that end a value matters as much as the list of those that are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from msbazhong_spider.items import Part

if TYPE_CHECKING:
    from collections.abc import Iterable


class Label(StrEnum):
    """What a label announces."""

    TIME = "time"
    UPDATED = "updated"
    SOURCE = "source"
    REPORTER = "reporter"
    CORRESPONDENT = "correspondent"
    PHOTOGRAPHER = "photographer"
    WRITER = "writer"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    OTHER = "other"


PARTS = {
    Label.REPORTER: Part.REPORTER,
    Label.CORRESPONDENT: Part.CORRESPONDENT,
    Label.PHOTOGRAPHER: Part.PHOTOGRAPHER,
    Label.WRITER: Part.WRITER,
    Label.EDITOR: Part.EDITOR,
    Label.REVIEWER: Part.REVIEWER,
}

_WORDS = {
    Label.TIME: "发布时间 发布日期 发表时间 发表日期 发稿时间 发稿日期 编辑日期 编辑时间 录入时间 录入日期"
    " 添加时间 添加日期 上传时间 上传日期 创建时间 公布时间 公布日期 信息时间 信息日期 稿件时间 刊发时间 刊发日期"
    " 发文时间 加入时间 加入日期 入库时间 发帖时间 推送时间 新闻时间 新闻日期 文章时间 文章日期 公开日期 公开时间"
    " 登载时间 登载日期 刊登时间 刊登日期 见报日期 出版日期 发出时间 上线时间 推送日期 入库日期 首发时间 日期 时间 发布于 发表于 发布 Date Posted Published",
    Label.UPDATED: "更新时间 更新日期 修改时间 修改日期 最后更新 更新于 更新 成文日期 成文时间 发文日期 生成日期 印发日期"
    " 印发时间 制发日期 Updated",
    Label.SOURCE: "来源 信息来源 稿件来源 文章来源 新闻来源 内容来源 来源于 稿源 出处 文章出处 来源媒体"
    " 发布来源 转载自 来自 转自 本文来源 来源单位 来源部门 消息来源 摘自 选自 摘编自 原文来源 图文来源 转载来源"
    " 来源网站 资讯来源 来源机构 来源平台 来源科室 来源渠道 新闻出处 信息出处 稿件出处 原文出处 稿件来自 文章转自 信源 Source",
    Label.REPORTER: "记者 本报记者 本网记者 本台记者 本刊记者 全媒体记者 全媒记者 融媒体记者 融媒记者 首席记者 见习记者"
    " 实习记者 特约记者 特派记者 报道记者 采访记者 文字记者 全媒体见习记者 采访 采写 采编 采写人 报道 见习生 实习生",
    Label.CORRESPONDENT: "通讯员 特约通讯员 通讯员文",
    Label.PHOTOGRAPHER: "摄影 摄影记者 图片 供图 配图 图 摄像 图片摄影 拍摄 摄 摄制 影像",
    Label.WRITER: "作者 文 撰文 撰文者 撰稿 撰稿人 撰稿者 撰稿人员 撰写 撰写人 撰写者 供稿 供稿人 供稿者 供稿人员 写稿 写稿人 执笔 执笔人 文字 文图 图文 文/图 图/文 文、图 图、文"
    " 文/摄 文/摄影 文、摄影 文字/图片 文字/摄影 图片/文字 文字、图片"
    " 文章作者 本文作者 原作者 署名 投稿 投稿人 投稿者 来稿 来稿人 拟稿 拟稿人 编写 编译 翻译 整理 稿件提供 文案 主笔 文稿 通讯 Author",
    Label.EDITOR: "编辑 责编 责任编辑 网络编辑 网页编辑 网编 微信编辑 值班编辑 新媒体编辑 本期编辑 本文编辑 实习编辑 网站编辑"
    " 文字编辑 美编 美术编辑 执行编辑 录入编辑 见习编辑 本网编辑 责任编缉 图文编辑 编缉 编辑人 编辑人员 编发 选稿 版面编辑 图片编辑 栏目编辑 频道编辑 本版编辑 本版责编 Editor",
    Label.REVIEWER: "审核 审核人 审核者 审核人员 审校 初审 初审人 复审 复审人 终审 终审人 一审 二审 三审 审稿 审稿人 审读 审签 审阅 编审 监制"
    " 总监制 主审 总审 责审 核稿 核稿人 三审三校 终审终校 校对 校对人 校对人员 校审 校核 核发 签发 签发人 总编 主编 执行主编 副主编"
    " 副总编 副总编辑 总编辑 执行总编 值班总编 值班主编 值班主任 值班领导 值班编委 值班副总编 值班总编辑 责任校对 审定"
    " 责任审核 审发 主任 初核 复核 复核人 审查 审批 签批 把关 一校 二校 三校",
    Label.OTHER: "点击 点击数 点击量 点击率 点击次数 点击人数 查看 查看数 查看次数 打印次数 下载次数 转发次数 播放量 播放次数 点赞数 收藏数 评论数 分享数 阅读 阅读量 阅读数 阅读次数 阅读人数 浏览 浏览量 浏览数 浏览次数 浏览人数"
    " 访问量 访问次数 访问人数 访问 人气 次数 热度 已阅 字体 字号 字体大小 文字大小 文章字体 字体显示 打印 打印本页"
    " 分享 分享到 收藏 关闭 评论 跟帖 栏目 所属栏目 所属类别 分类 类别 关键词 关键字 标签 索引号 索取号 文号 发文字号"
    " 主题词 主题分类 有效性 发布人 发布者 发稿人 录入 录入人 录入者 录入员 信息员 上传 上传人 上传者 保护视力色"
    " 视力保护色 背景色 电话 手机 QQ TEL Tel tel 邮箱 数据来源 图片来源 资料来源 视频来源 素材来源 扫一扫 发布机构 发布单位 发布部门"
    " 发文机关 发文单位 主办单位 信息分类 公开方式 公开形式 公开时限 公开范围 生效日期 失效日期 文件编号 语音播报"
    " 作者单位 编辑电话 投稿邮箱 责任单位 听新闻 大 中 小 原标题 我要评论 我要纠错 供稿单位 供稿部门 投稿单位 投稿部门 来稿单位 发稿单位 撰稿单位 撰稿部门"
    " 信息提供 信息提供者 信息提供单位 信息提供部门 提供单位 提供部门 报送单位 报送部门 上报单位 上报部门 公布单位"
    " 公布部门 发布科室 供稿科室 审核单位 审核部门 录入单位 录入部门 编辑单位 编辑部门 标题 摘要 简介"
    " 视频 音频 航拍 字幕 动画 漫画 手绘 策划 总策划 统筹 制作 设计 排版 视觉 视觉设计 版式 海报 剪辑 后期 出品 出品人 播音 主播 配音 技术"
    " 版次 版面 版名 字数 链接 原文链接 原文地址 来源链接 来源网址 阅读时间 阅读时长 Views Hits",
}
# Labels that also stand on a line or in a cell of their own, without a colon, before their value.
_ALONE = frozenset(
    [
        "发布时间",
        "发布日期",
        "更新时间",
        "成文日期",
        "信息来源",
        "稿件来源",
        "文章来源",
        "来源",
        "作者",
        "编辑",
        "责任编辑",
        "责编",
        "时间",
        "日期",
    ]
)
_LONGEST_ALONE = 12
# Everyday words, which are labels only where they do not end another word (云岭发布).
_EVERYDAY = frozenset(
    [
        "发布",
        "更新",
        "制作",
        "设计",
        "技术",
        "视觉",
        "统筹",
        "策划",
        "链接",
        "图片",
        "文字",
        "标题",
        "通讯",
        "报道",
        "采访",
        "整理",
        "拍摄",
        "影像",
        "版面",
        "转载",
        "署名",
        "投稿",
        "视频",
        "音频",
        "航拍",
        "字幕",
        "动画",
        "漫画",
        "手绘",
    ]
)
# Who made what goes with a report.
CREDITS = frozenset(
    "视频 音频 航拍 字幕 动画 漫画 手绘 策划 总策划 统筹 制作 排版 视觉 视觉设计 版式 海报 剪辑 后期 出品 出品人 播音 主播 配音".split()  # noqa: SIM905  a list of words reads better without the marks
)
# What stands in a box before headlines too, so that one box of them alone is no label.
_TAGS = frozenset(
    "图文 文图 图 海报 来稿 主任 主播 播音 出品 翻译 编译 见习生 实习生 更新于 文案".split()  # noqa: SIM905  a list of words reads better without the marks
)
_MARKS_HEADLINES, _SOME_BOXES = _TAGS | _EVERYDAY, 2
_BEGUN = frozenset({"来源", "时间", "日期", "出处", "来自", "转自", "摘自", "选自"})
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
# The words that announce persons.
PART_WORDS = tuple(word for word, kind in _KINDS.items() if kind in PARTS)


def _alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, with white space set between letters."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(f"{re.escape(word[0])}(?:{_rest_of(word[1:])})" for word in ordered)


def _rest_of(rest: str) -> str:
    """The letters behind the first: all set close, or all set apart, but 发布 日期 is two words."""
    if re.search(r"\W", rest):
        return "".join(rf"\s{{0,3}}{re.escape(letter)}" for letter in rest)
    apart = "".join(rf"\s{{1,4}}{letter}" for letter in rest)
    return f"{rest}|{apart}" if rest else ""


# Words that end a value even without a colon, since only page furniture says them there.
_BARE = (
    "字号|字体|打印|分享到|分享|浏览|阅读量|阅读|点击量|点击数|点击|访问量|人气|收藏|关闭|评论|我要评论|"
    "大中小|大 中 小|【|】|我有话说|手机看|扫一扫|参与互动|查看原文|复制|订阅|保护视力色|语音|"
    "您是第|您的位置|本文共|共有"
)
# What a label can begin with, and go on with: at most places of a text one look shows that none of
# the words is there. Words of one letter go on with the mark behind them.
_FIRST = "".join(sorted({word[0] for word in (*_KINDS, *_BARE.split("|"))}))
_SECOND = "".join(sorted({word[1] for word in (*_KINDS, *_BARE.split("|")) if len(word) > 1}))
# A pattern that begins with a set of characters is searched for many times faster than one that
# begins with a condition, so that these places are found first, and tried one by one.
_PLACE = re.compile(
    rf"[{re.escape(_FIRST)}【】](?:(?=[\s:：︰|｜丨/】\]{re.escape(_SECOND)}])|(?<=[【】]))"
)
# What stands before a label and is a part of it: 信息编辑, 文章录入, 新闻作者.
_QUALIFIERS = (
    "文章",
    "新闻",
    "稿件",
    "信息",
    "图文",
    "文字",
    "本文",
    "原文",
    "资讯",
    "内容",
    "资料",
    "网站",
    "网页",
    "责任",
    "值班",
    "本期",
    "页面",
    "作品",
    "材料",
)
_NO_NAMES = frozenset(["文章", "稿件", "图文"])  # no value ends in them
# Labels in a box of their own, 【供稿人】李堃; what marks a headline (【图文】, 【报道】) is none.
_BOXED_KINDS = {*PARTS, Label.TIME, Label.UPDATED, Label.SOURCE}
_BOXED_TOO = (
    "单位",
    "部门",
    "机构",
    "机关",
    "提供",
    "次数",
    "人数",
    "录入",
    "录入人",
    "录入员",
    "发布人",
    "信息员",
)
_DATED = "发布时间|发布日期|发表时间|发表日期|编辑时间|编辑日期|更新时间|更新日期|录入时间|录入日期|日期|时间"
_BOXED = "|".join(
    word
    for word, kind in _KINDS.items()
    if (kind in _BOXED_KINDS or word in CREDITS or word.endswith(_BOXED_TOO))
    and (len(word) > 1 or word in "文摄")
    and not word.isascii()
)
_NAMED = r"来\s{0,4}源|作\s{0,4}者|编\s{0,4}辑|责编|稿源|责任编辑"
_FORMS = (
    (_DATED, r"(?P<dated>{})(?=\s{{0,3}}(?:19|20)\d\d\s?[-年/.])"),
    (_BARE, r"(?:(?<=[\s|】\]）)])|^)(?P<bare>{})"),
    (_BOXED, rf"(?:(?<=[【\[])|(?<=[【\[](?:{'|'.join(_QUALIFIERS)})))(?P<boxed>{{}})(?=[】\]])"),
    (_NAMED, r"(?:(?<=[\s|【\[（(])|^)(?P<named>{})(?=\s)"),
)


def _labels_with(first: str) -> re.Pattern[str]:
    """A pattern for the labels that begin with a letter."""
    words = _alternatives(word for word in _KINDS if word[0] == first)
    colon = r"\s{0,3}(?:[:：︰]|[|｜丨/](?!\s{0,2}(?:文|图|摄)))"
    patterns = [f"(?P<word>{words}){colon}"] if words else []
    for listed, form in _FORMS:
        fitting = "|".join(word for word in listed.split("|") if word[0] == first)
        patterns += [form.format(fitting)] if fitting else []
    return re.compile("|".join(patterns))


# One pattern for all the words would be many times as large as all others of the reader, and at
# each place the whole of it would be looked through.
_LABELS = {first: _labels_with(first) for first in (*_FIRST, "【", "】")}
# What a line must have to hold a label at all: most lines of text are told so without a closer look.
# Each alternative begins with a fixed character, by which such a pattern is searched for quickly.
_MAY_HOLD = re.compile(rf":|：|︰|\||｜|丨|/|时间|日期|源\s|者\s|辑\s|编\s|{_BARE}")
# What a click does, or what is counted, behind a value: it belongs to no value.
_TOOLS = (
    r"打印|[大中小][】\]]?[\s【\[]{0,3}[中小]|关闭|收藏|加入收藏|纠错|我要|我来说|分享|转发|朗读|播报|语音|听新闻|字体|字号|保护视力|视力保护|进入|手机看"
    r"|(?:已有|共有|被)\s?(?:\d|阅读|浏览|点击|访问)|微信扫|手机扫|扫一扫|扫码|查看|已?浏览|已?阅读|本文|点击|评论|人气|热度|次数|下载|订阅|关注|点赞|返回|复制|投诉|举报|推荐给|第\s?[A-Z]?\d{1,3}\s?版|[AT][-+|]"
    r"|\d[\d.万]{0,8}\s?(?:人|次|阅读|浏览|条|评论|点击|字)"
)
_TOOLS_BEHIND = re.compile(
    rf"(?:[\s\x1f|｜，]+[\[【(（<+]?|[\[【(（<])\s?(?:{_TOOLS}).*$", re.DOTALL
)
_BEFORE_TOOLS = re.compile(r"[\s\x1f|｜，\[【(（<]")  # what _TOOLS_BEHIND begins with
# What labels of the page tell beside when, whence and by whom: who entered or published it, and its
# number in a register. Other words (评论：…, 海报｜…, 策划：…) begin headlines too.
_REGISTER_ENDS = (
    "人", "者", "员", "单位", "部门", "机构", "机关", "提供", "科室", "录入", "上传", "分类", "类别", "方式", "形式", "时限", "范围",
    "有效性", "索引号", "索取号", "文号", "发文字号", "文件编号",
)  # fmt: skip
_ORGANISERS = frozenset(["主办单位", "责任单位", "作者单位", "出品人"])
_REGISTER = (
    frozenset(
        word
        for word, kind in _KINDS.items()
        if kind is Label.OTHER and word.endswith(_REGISTER_ENDS)
    )
    - _ORGANISERS
)
_MARK_BEHIND = re.compile(r".{0,3}\s{0,3}[:：】\]|｜丨/]")
# 12次, a date that ran into it, and what is chosen by a click: 大 中 小, T|T.
_COUNT = re.compile(r"[\d\s.万次人大中小TA|+\-年月日时分秒/:：，\[\]【】()（）]*")
_GOES_ON = re.compile(r"，(?![\d【\[])|。")
# 《 云岭日报 》（ 2024年03月05日 第 06 版）
_EDITION = re.compile(
    r"《\s?[^《》，。]{2,14}\s?》\s?[（(]\s?(?:19|20)\d\d\s?[年.-][^（）()，。]{3,24}[)）]\s*$"
)
_LONGEST_REGISTER, _LONGEST_ENTRY = 120, 30
_BOXES = " 　[【（("
# A label that no list knows ends a value all the same.
_UNKNOWN_LABEL = re.compile(r"[\s\x1f，,|｜]+[\u3400-\u9fff]{2,6}\s?[:：].*$", re.DOTALL)
_COLON = re.compile("[:：]")
_GLUED_TOOLS = re.compile(
    r"(?<=[\u3400-\u9fff])(?:打印(?:本|\s?\d|$)|收藏本|手机扫|扫码|共有\s?\d|已有\s?\d|被阅读|已阅读|查看次数|【)"
)
_HAN_WORD = re.compile(r"[\u3400-\u9fff]{1,6}")
_TRIM = " \t\n\x1f|｜丨/·•-—－_【】[]()（）〔〕<>《》：:;；,，。、~～>»&"
_OPENERS = {"（": "）", "(": ")", "《": "》", "“": "”"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label, its kind, and the value that follows it (empty where a site prints none)."""

    kind: Label
    word: str
    value: str
    start: int
    end: int


@lru_cache(maxsize=4096)  # each line of a page is asked about by several readers
def lex(text: str) -> tuple[Labelled, ...]:
    """Take a line apart at its labels.

    >>> [(found.word, found.value) for found in lex("时间:2022年07月24日来源:吴弢 吴定君阅读:")]
    [('时间', '2022年07月24日'), ('来源', '吴弢 吴定君'), ('阅读', '')]
    """
    if len(text) <= _LONGEST_ALONE:
        alone = "".join(text.split())
        if alone in _ALONE:
            return (Labelled(_KINDS[alone], alone, "", 0, len(text)),)
    if not _MAY_HOLD.search(text):
        return ()
    marks = _marks(text)
    found = []
    for (mark, word, start), following in zip_longest(marks, marks[1:]):
        end = following[2] if following else len(text)
        kind = Label.OTHER if mark.lastgroup == "bare" else _KINDS[word]
        value = _without_tools(text[mark.end() : end])
        if kind is not Label.OTHER:
            value = _without_glued(value)
        found.append(Labelled(kind, word, value, start, end))
    return tuple(found)


def _without_glued(value: str) -> str:
    """A value without a label that no list knows, and without a tool that nothing separates."""
    if _COLON.search(value):
        value = _UNKNOWN_LABEL.sub("", value)
    glued = _GLUED_TOOLS.search(value)
    return trim(value[: glued.start()] if glued else value)


def _marks(text: str) -> list[tuple[re.Match[str], str, int]]:
    """The labels of a text, each with its word without white space, and where it begins."""
    marks = []
    end, boxes = 0, text.count("【")
    for place in _PLACE.finditer(text):
        start = place.start()
        if start < end:
            continue  # within the label before
        mark = _LABELS[place[0]].match(text, start)
        if mark is None:
            continue
        end = mark.end()
        word = "".join(mark[mark.lastgroup or 0].split())
        if mark.lastgroup == "boxed" and word in _MARKS_HEADLINES and boxes < _SOME_BOXES:
            continue
        begin = _with_qualifier(text, start)
        if (
            begin < start
            or start == 0
            or mark.lastgroup != "word"
            or _stands_free(text, start, word)
        ):
            marks.append((mark, word, begin))
    return marks


def _with_qualifier(text: str, start: int) -> int:
    """Where a label begins with the word that goes before it, as a rule with itself."""
    if not text.endswith(_QUALIFIERS, 0, start):
        return start
    begin = start - 2
    before = text[begin - 1] if begin else " "
    is_value = before in ":：" or "㐀" <= before <= "鿿"  # 来源：网站编辑：李堃
    return start if is_value and text[begin:start] not in _NO_NAMES else begin


def is_edition(text: str) -> bool:
    """Whether a line tells the paper, its day and page that a text stands in, and who wrote it."""
    return len(text) <= _LONGEST_REGISTER and "《" in text and _EDITION.search(text) is not None


def is_register(text: str) -> bool:
    """Whether a line is labels that tell who entered or published a page, or how often it was read.

    Each with a short value, from the first letter on: 发布人：李堃, 文号：〔2020〕1号.
    """
    if len(text) > _LONGEST_REGISTER or not may_begin_with_label(text.lstrip(_BOXES)):
        return False
    found = lex(text)
    return (
        any(one.word in _REGISTER or one.value for one in found)
        and not text[: found[0].start].strip(_BOXES)
        and all(_is_entry(text, one) for one in found)
    )


def _is_entry(text: str, one: Labelled) -> bool:
    """Whether a label and its short value, a counter, or what a reader clicks (打印)."""
    if one.kind is not Label.OTHER:
        return False
    if one.word not in _REGISTER:
        return _COUNT.fullmatch(one.value) is not None
    return _is_short(one.value) and _MARK_BEHIND.match(text, one.start + len(one.word)) is not None


def _is_short(value: str) -> bool:
    return len(value) <= _LONGEST_ENTRY and _GOES_ON.search(value) is None


def is_label(word: str) -> bool:
    """Whether a word is a label: 终审 is no name, whatever mark stands behind it."""
    return word in _KINDS


def may_begin_with_label(text: str) -> bool:
    """Whether a line can begin with a label, for a quick look before a closer one."""
    first = text[:1]
    return first in _LABELS or first.isspace() or not first


def _without_tools(value: str) -> str:
    value = value.lstrip(" \t\n\x1f\xa0\u3000")
    first = _BEFORE_TOOLS.search(value, 1)
    tools = _TOOLS_BEHIND.search(value, first.start()) if first else None
    return trim(value[: tools.start()] if tools else value)


def trim(value: str) -> str:
    """A value without the marks that separate it from its neighbours; paired brackets stay."""
    value = value.strip(" \t\n\x1f\xa0　")
    while value and value[-1] in _TRIM and not _closes(value):
        value = value[:-1]
    while (
        value and value[0] in _TRIM and not (value[0] in _OPENERS and _OPENERS[value[0]] in value)
    ):
        value = value[1:]
    return value


def _closes(value: str) -> bool:
    """Whether the last character closes a bracket that was opened within the value."""
    for opener, closer in _OPENERS.items():
        if value[-1] == closer:
            return value.count(opener) == value.count(closer)
    return False


def _stands_free(text: str, start: int, word: str) -> bool:
    """Whether a word is a label, and not the end of another word.

    One-character labels (文, 图, 摄, 大) and everyday words (发布, 制作) count only at the start or
    after a mark. 来源 and 时间 may follow a value without a blank, but not the word that a line
    begins with: 收入来源 and 开标时间 are no labels of the page.
    """
    before = text[start - 1]
    if len(word) == 1 or word in _EVERYDAY:
        return not ("㐀" <= before <= "鿿")
    if word.isascii():
        return not before.isalpha()
    if word in _BEGUN and "㐀" <= before <= "鿿":
        return _HAN_WORD.fullmatch(text[:start].lstrip("（(【[ ")) is None
    return True
