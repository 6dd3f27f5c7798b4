"""The label line as a whole: every order of its labels, in every way in which templates set them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from msbazhong_spider.items import Article

Read = Callable[..., Article]

LABELS = {
    "时间": "2024年3月5日 09:12",
    "来源": "云岭县融媒体中心",
    "作者": "张禾 李暮云",
    "阅读": "123",
}
SETTINGS: dict[str, Callable[[str, str], str]] = {
    "glued": lambda label, value: f"{label}：{value}",
    "blanks": lambda label, value: f"{label}：{value} &nbsp;",
    "colons between blanks": lambda label, value: f"{label} : {value}　",
    "square brackets": lambda label, value: f"【{label}：{value}】",
    "bars": lambda label, value: f"{label}：{value} | ",
    "spans": lambda label, value: f"<span>{label}：{value}</span> ",
    "a span for each label": lambda label, value: f"<span>{label}：</span><span>{value}</span>",
    "list items": lambda label, value: f"<li>{label}:{value}</li>",
    "blocks": lambda label, value: f"<div>{label}：{value}</div>",
    "cells": lambda label, value: f"<td>{label}：</td><td>{value}</td>",
    "terms": lambda label, value: f"<dt>{label}：</dt><dd>{value}</dd>",
    "letters set apart": lambda label, value: f"{label[0]}　{label[1]}：{value}　　",
}
HOLDERS = {"list items": "ul", "cells": "table", "terms": "dl"}


@pytest.mark.parametrize("order", [" ".join(order) for order in permutations(LABELS)])
@pytest.mark.parametrize("setting", SETTINGS)
def test_any_order_in_any_setting(read_shape: Read, setting: str, order: str) -> None:
    """Time, source and author are read whatever stands around them, and none of it is text."""
    set_as = SETTINGS[setting]
    holder = HOLDERS.get(setting, "div")
    pieces = "".join(set_as(label, LABELS[label]) for label in order.split())
    article = read_shape(labels=f"<{holder}>{pieces}</{holder}>")
    assert article.published is not None
    assert (
        article.published.isoformat()[:16],
        article.source,
        [one.name for one in article.bylines],
        article.subtitles,
    ) == ("2024-03-05T09:12", "云岭县融媒体中心", ["张禾", "李暮云"], ())
    assert article.body.startswith("3月4日，")


@pytest.mark.parametrize("missing", ["来源", "作者", "来源 作者"])
@pytest.mark.parametrize("setting", SETTINGS)
def test_empty_values(read_shape: Read, setting: str, missing: str) -> None:
    """A label without a value takes nothing from its neighbours."""
    set_as = SETTINGS[setting]
    values = LABELS | dict.fromkeys(missing.split(), "")
    holder = HOLDERS.get(setting, "div")
    pieces = "".join(set_as(label, value) for label, value in values.items())
    article = read_shape(labels=f"<{holder}>{pieces}</{holder}>")
    assert article.source == ("云岭县融媒体中心" if "来源" not in missing else None)
    assert bool(article.bylines) == ("作者" not in missing)
    assert article.body.startswith("3月4日，")


BEHIND = [
    "[打印]", "【打印】", "(打印)", "【大 中 小】", "[大][中][小]", "字体大小", "纠错", "分享", "朗读", "A- A+", "视力保护色：",
    "打印本页 关闭窗口", "收藏本文", "[我要纠错]", "浏览次数 12", "点击: 次", "阅读 1.2万", "12人阅读", "1234次浏览", "评论(0)",
    "[关闭]", "【字体：大 中 小】【打印】【关闭】", "<a>进入论坛</a>", "<a>我要评论</a>", "手机看新闻", "<span>微信扫一扫</span>",
    "<em>1234</em>", "<a>打印</a> <a>收藏</a>", "查看：12", "已浏览12次", "本文已被阅读12次", "点击数：[12]", "第A01版", "字数：1200",
]  # fmt: skip


@pytest.mark.parametrize("blank", [" ", "&nbsp;&nbsp;", "　", "</span><span>"])
@pytest.mark.parametrize("tool", BEHIND)
def test_what_a_click_does_is_no_value(read_shape: Read, tool: str, blank: str) -> None:
    """Tools and counters behind the last value belong to nothing."""
    source = read_shape(
        labels=f"<p><span>2024-03-05 作者：张禾 来源：云岭日报{blank}{tool}</span></p>"
    )
    author = read_shape(
        labels=f"<p><span>2024-03-05 来源：云岭日报 作者：张禾{blank}{tool}</span></p>"
    )
    for article in (source, author):
        assert (article.source, [one.name for one in article.bylines]) == ("云岭日报", ["张禾"])
        assert article.body.startswith("3月4日，")


BETWEEN = {
    "share links": "<div class='share'><a>微信</a><a>微博</a><a>QQ空间</a></div>",
    "a share bar": "<div>分享到：<a href='#'>微信</a> <a href='#'>朋友圈</a></div>",
    "print and close": "<div class='tools'><a>打印</a> <a>关闭</a></div>",
    "sizes of letters": "<div>【字体：<a>大</a> <a>中</a> <a>小</a>】</div>",
    "a code to scan": "<div>用微信扫码二维码 分享至好友和朋友圈</div>",
    "a player": "<div class='audio'><span>听新闻</span><span>00:00</span><span>/</span><span>03:12</span></div>",
    "a counter": "<div>浏览次数：<span id='hits'></span></div>",
    "thumbs up": "<div>+1 <span>点赞</span> <span>12</span></div>",
    "colours": "<div>视力保护色：<i></i><i></i></div>",
    "comments": "<div><a>我要评论</a></div>",
    "the site": "<div><a href='/'>云岭新闻网</a></div>",
}


@pytest.mark.parametrize("place", ["above the headline", "below the headline", "below the labels"])
@pytest.mark.parametrize("tool", BETWEEN.values(), ids=BETWEEN)
def test_what_stands_between_headline_and_text(read_shape: Read, tool: str, place: str) -> None:
    """Buttons, codes, players and counters are neither text nor sub-headlines, wherever they stand."""
    headline, labels = "<h1>沈怀谷到石桥镇调研春耕生产</h1>", "<p>2024-03-05 来源：云岭日报</p>"
    pieces = {
        "above the headline": (tool + headline, labels),
        "below the headline": (headline + tool, labels),
        "below the labels": (headline, labels + tool),
    }
    above, below = pieces[place]
    article = read_shape(headline=above, labels=below)
    assert (article.title, article.subtitles) == ("沈怀谷到石桥镇调研春耕生产", ())
    assert (article.source, article.bylines) == ("云岭日报", ())
    assert article.body.startswith("3月4日，")


BOXED = {
    "time": "【发稿时间】2024-03-05 09:12",
    "source": "【稿件来源】云岭日报",
    "who provides": "【信息提供】云岭日报",
    "writer": "【撰稿人】张禾",
    "one letter": "【文】张禾",
    "with a word before it": "【文章编辑】张禾",
    "who entered it": "【录入人】张禾",
}


@pytest.mark.parametrize("blank", ["", " ", "　　", "，", " | ", "</span><span>"])
@pytest.mark.parametrize("label", BOXED.values(), ids=BOXED)
def test_labels_in_boxes(read_shape: Read, label: str, blank: str) -> None:
    """【撰稿人】张禾 is a label and its value, whatever the label."""
    rest = "".join(
        f"{blank}{other}"
        for kind, other in (("时间", "时间：2024-03-05 09:12"), ("来源", "来源：云岭日报"))
        if kind not in label and not ("信息提供" in label and kind == "来源")
    )
    article = read_shape(labels=f"<p><span>{label}{rest}</span></p>")
    assert article.published is not None
    assert article.published.isoformat()[:16] == "2024-03-05T09:12"
    assert article.source == "云岭日报"
    is_author = "张禾" in label and "录入" not in label
    assert [one.name for one in article.bylines] == ["张禾"] * is_author
    assert article.body.startswith("3月4日，")


def test_a_box_before_a_headline_is_none(read_shape: Read) -> None:
    """【图文】 tells of the headline."""
    article = read_shape(
        headline="<h1>【图文】沈怀谷到石桥镇调研春耕生产</h1>", page_title="云岭新闻网"
    )
    assert article.title == "【图文】沈怀谷到石桥镇调研春耕生产"


NEIGHBOURS = [
    "信息编辑：王朔风", "文章录入：admin", "责任录入：a12", "查看次数：12", "阅读人数：12", "被阅读12次", "已有12人阅读",
    "共有12人浏览", "所属校区：城东", "栏目主持：城东", "信息分类：动态",
]  # fmt: skip


@pytest.mark.parametrize(
    "blank", [" ", "&nbsp;&nbsp;", "　", "，", "｜", "</span><span>", "</td><td>"]
)
@pytest.mark.parametrize("other", NEIGHBOURS)
def test_a_label_that_no_list_knows_ends_a_value(read_shape: Read, other: str, blank: str) -> None:
    """新闻作者, 栏目主持 and counters behind a value are no part of it, and nobody's names."""
    table = "td" in blank
    for line in (
        f"2024-03-05 作者：张禾{blank}来源：云岭日报{blank}{other}",
        f"2024-03-05 来源：云岭日报{blank}作者：张禾{blank}{other}",
    ):
        set_so = (
            f"<table><tr><td>{line}</td></tr></table>" if table else f"<p><span>{line}</span></p>"
        )
        article = read_shape(labels=set_so)
        names = {one.name for one in article.bylines}
        assert (article.source, names - {"王朔风"}) == ("云岭日报", {"张禾"})
        assert article.subtitles == ()
        assert article.body.startswith("3月4日，")


REGISTERS = [
    "发布机构：云岭县人民政府办公室", "发布单位: 云岭日报", "[提供单位：云岭日报]", "录入人：王朔风", "发布人： 王朔风", "信息员:王朔风",
    "文号：〔2024〕12号", "浏览人数：12", "信息分类：动态 浏览量：12次", "文章录入：admin",
]  # fmt: skip


@pytest.mark.parametrize("tag", ["div", "li", "td"])
@pytest.mark.parametrize("known", [True, False], ids=["title known", "title unknown"])
@pytest.mark.parametrize("register", REGISTERS)
def test_who_entered_a_page(read_shape: Read, register: str, tag: str, *, known: bool) -> None:
    """A line of its own for that is neither headline nor sub-headline nor text, with a date or not."""
    title = "沈怀谷到石桥镇调研春耕生产"
    for before, behind in ((register, "2024-03-05"), ("2024-03-05", register)):
        pieces = "".join(f"<{tag}>{one}</{tag}>" for one in (before, "责编：张禾", behind))
        holder = {"li": "ul", "td": "tr"}.get(tag, "div")
        inner = f"<{holder}>{pieces}</{holder}>"
        article = read_shape(
            headline=f"<div>{title}</div>",
            labels=f"<table>{inner}</table>" if tag == "td" else inner,
            page_title=f"{title}_云岭新闻网" if known else "云岭新闻网",
        )
        assert (article.title, article.subtitles) == (title, ())
        assert article.published is not None
        assert article.body.startswith("3月4日，")


@pytest.mark.parametrize(
    "line",
    [
        "2024-03-05 09:12，编辑：张禾，来源：，浏览量：12次", "2024-03-05 09:12，发布单位：云岭日报",
        "作者：张禾，李暮云 2024-03-05 09:12", "点击率：12，供稿单位：云岭日报，2024-03-05 09:12",
        "2024-03-05 09:12 供稿人：张禾，李暮云 点击率：12",
    ],
)  # fmt: skip
def test_commas_between_labels(read_shape: Read, line: str) -> None:
    """A comma makes no text of a label line."""
    article = read_shape(labels=f"<p>{line}</p>")
    assert article.published is not None
    assert article.published.isoformat()[:16] == "2024-03-05T09:12"
    assert article.body.startswith("3月4日，")


DECKS = {
    "a sentence": "书记来了，大家把难处说了出来。",
    "a question": "对种粮大户来说，这次调研意味着什么？",
    "two halves without an end": "县委书记沈怀谷到石桥镇调研春耕生产，察看育秧大棚、农资门店和高标准农田，要求把政策落到田间地头",
    "two paragraphs": "书记来了，大家把难处说了出来。</p><p>农资够不够，水渠修没修，都问到了。",
}
BELOW_DECK = {
    "pieces of one line": "<p><span>张禾</span><span>2024/03/05 09:12</span><span>浏览 3.2w</span><span>来源：云岭日报</span></p>",
    "a tool and its state": "<p>张禾 2024/03/05 09:12 来源：云岭日报</p><p>收藏 (7)</p><p>分享</p><p>字体：</p><p>宋</p>",
    "a share bar": "<div>2024-03-05 09:12 来源：云岭日报</div><div>收藏 (7) 分享 微博 微信</div>",
    "day and source": "<p>来源：云岭日报　2024年3月5日</p>",
}


TEXT = (
    "<p>3月4日，云岭县委书记沈怀谷到石桥镇调研春耕生产，实地察看育秧大棚和高标准农田，详细了解种子、化肥储备情况。</p>"
    "<p>沈怀谷指出，要抢抓农时、精心组织，把各项强农惠农政策落到田间地头，确保全年粮食播种面积只增不减。</p>"
    "<p>县领导陶喆、李堃参加调研。</p>"
)


@pytest.mark.parametrize("box", ["{}", "<div>{}</div>", "<div class='head'>{}</div><div>"])
@pytest.mark.parametrize("labels", BELOW_DECK.values(), ids=BELOW_DECK)
@pytest.mark.parametrize("deck", DECKS.values(), ids=DECKS)
def test_the_label_line_below_a_deck(read_shape: Read, deck: str, labels: str, box: str) -> None:
    """A sentence or two under the headline are not yet the text when the label line follows them."""
    head = f"<h1>沈怀谷到石桥镇调研春耕生产</h1><p>{deck}</p>{labels}"
    article = read_shape(headline="", labels="", body=box.format(head) + TEXT)
    assert article.published is not None
    assert article.published.isoformat()[:10] == "2024-03-05"
    assert article.source == "云岭日报"
    assert article.body.startswith("3月4日，")


def test_what_is_longer_than_the_rest_is_no_deck(read_shape: Read) -> None:
    """A report's only paragraph with the label line below it stays its text."""
    text = "3月4日，云岭县委书记沈怀谷到石桥镇调研春耕生产，实地察看育秧大棚和高标准农田。"
    article = read_shape(
        body=f"<p>{text}</p><p>来源：云岭日报　2024-03-05 09:12</p><p>更多内容，敬请关注。</p>"
    )
    assert article.body.startswith(text)


def test_items_that_are_signed_each_are_no_deck(read_shape: Read) -> None:
    """The first of several short reports on one page, with source and day below each, is text."""
    items = (
        "云岭县春耕生产全面展开，各乡镇备足种子化肥。",
        "石桥镇高标准农田建设项目通过验收，受益农户三百余户。",
        "青溪村第一书记带领村民修渠引水，三百亩旱田变成水田。",
    )
    body = "".join(f"<p>{text}</p><p>来源：云岭日报　2024-03-05</p>" for text in items)
    article = read_shape(headline="", labels="", body=f"<h1>沈怀谷到石桥镇调研春耕生产</h1>{body}")
    assert article.body.startswith(items[0])
