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

from msbazhong_spider.items import Part


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
    " 添加时间 添加日期 上传时间 上传日期 创建时间 公布时间 公布日期 信息时间 稿件时间 刊发时间 发文时间"
    " 日期 时间 发布于 发表于",
    Label.UPDATED: "更新时间 更新日期 修改时间 最后更新 成文日期 发文日期 生成日期 印发日期",
    Label.SOURCE: "来源 信息来源 稿件来源 文章来源 新闻来源 内容来源 来源于 稿源 出处 文章出处 来源媒体"
    " 发布来源 转载自 来自 转自 本文来源 来源单位 来源部门 消息来源",
    Label.REPORTER: "记者 本报记者 本网记者 本台记者 全媒体记者 融媒体记者 融媒记者 首席记者 见习记者"
    " 实习记者 特约记者 特派记者 报道记者 采访记者 文字记者 采访 采写 采编 报道 见习生 实习生",
    Label.CORRESPONDENT: "通讯员 特约通讯员 通讯员文",
    Label.PHOTOGRAPHER: "摄影 摄影记者 图片 供图 配图 图 摄像 图片摄影 拍摄 摄",
    Label.WRITER: "作者 文 撰文 撰稿 撰稿人 供稿 供稿人 供稿者 执笔 文字 文图 图文 文/图 图/文 文、图 图、文"
    " 文章作者 本文作者 原作者 署名 投稿 投稿人 来稿 拟稿 拟稿人 编写 编译 翻译 策划 整理 稿件提供 文案 主笔 文稿 通讯",
    Label.EDITOR: "编辑 责编 责任编辑 网络编辑 值班编辑 新媒体编辑 本期编辑 本文编辑 实习编辑 网站编辑"
    " 文字编辑 美编 美术编辑 执行编辑 录入编辑 见习编辑 本网编辑 责任编缉 图文编辑 编缉",
    Label.REVIEWER: "审核 审核人 审校 初审 复审 终审 一审 二审 三审 审稿 审稿人 审读 审签 编审 监制 总监制"
    " 校对 校对人 校审 校核 核发 签发 签发人 总编 主编 执行主编 副主编 总编辑 值班总编 值班主任 值班领导"
    " 值班总编辑 责任校对 审定 责任审核 审发 主任 初核 复核 审查 把关",
    Label.OTHER: "点击 点击数 点击量 点击率 点击次数 阅读 阅读量 阅读数 阅读次数 浏览 浏览量 浏览数 浏览次数"
    " 访问量 访问次数 访问 人气 次数 热度 已阅 字体 字号 字体大小 文字大小 文章字体 字体显示 打印 打印本页"
    " 分享 分享到 收藏 关闭 评论 跟帖 栏目 所属栏目 所属类别 分类 类别 关键词 关键字 标签 索引号 文号 发文字号"
    " 主题词 主题分类 有效性 发布人 发布者 发稿人 录入 录入人 录入者 信息员 上传 上传人 上传者 保护视力色"
    " 视力保护色 背景色 电话 手机 QQ TEL Tel tel 邮箱 数据来源 图片来源 资料来源 视频来源 扫一扫 发布机构 发布单位 发布部门"
    " 发文机关 发文单位 主办单位 信息分类 公开方式 公开形式 公开时限 公开范围 生效日期 失效日期 文件编号 语音播报"
    " 作者单位 编辑电话 投稿邮箱 责任单位 发布 听新闻 大 中 小 原标题 我要评论 我要纠错 供稿单位 标题 摘要 简介",
}
_KINDS = {word.replace(" ", ""): kind for kind, words in _WORDS.items() for word in words.split()}
_SPACED = "|".join(
    r"\s{0,4}".join(map(re.escape, word)) for word in sorted(_KINDS, key=len, reverse=True)
)
# Words that end a value even without a colon, since only page furniture says them there.
_BARE = (
    "字号|字体|打印|分享到|分享|浏览|阅读量|阅读|点击量|点击数|点击|访问量|人气|收藏|关闭|评论|我要评论|"
    "大中小|大 中 小|【|】|我有话说|手机看|扫一扫|参与互动|查看原文|复制|订阅|保护视力色|语音|"
    "您是第|您的位置|本文共|共有"
)
_LABEL = re.compile(
    rf"(?P<word>{_SPACED})\s{{0,3}}(?:[:：︰]|[|｜丨/](?!\s{{0,2}}(?:文|图|摄)))"
    rf"|(?P<dated>(?:发布|发表|编辑|更新|录入)(?:时间|日期)|日期|时间)(?=\s{{0,3}}(?:19|20)\d\d\s?[-年/.])"
    rf"|(?:(?<=[\s|】\]）)])|^)(?P<bare>{_BARE})"
    r"|(?:(?<=[\s|【\[（(])|^)(?P<named>来\s{0,4}源|作\s{0,4}者|编\s{0,4}辑|责编|稿源|责任编辑)(?=\s)"
)
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
    marks = [mark for mark in _LABEL.finditer(text) if _stands_free(text, mark)]
    found = []
    for mark, following in zip_longest(marks, marks[1:]):
        word = re.sub(r"\s", "", mark["word"] or mark["dated"] or mark["bare"] or mark["named"])
        end = following.start() if following else len(text)
        kind = Label.OTHER if mark["bare"] else _KINDS[word]
        found.append(Labelled(kind, word, trim(text[mark.end() : end]), mark.start(), end))
    return tuple(found)


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


def _stands_free(text: str, mark: re.Match[str]) -> bool:
    """One-character labels (文, 图, 摄, 大) count only at the start or after a mark."""
    word = mark["word"]
    if word is None or len(re.sub(r"\s", "", word)) > 1:
        return True
    return mark.start() == 0 or not ("㐀" <= text[mark.start() - 1] <= "鿿")
