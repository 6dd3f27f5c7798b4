"""What makes a version of an article, and what never does: whole pages, read and saved."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from msbazhong_spider.attendees import extract_attendees
from msbazhong_spider.items import Capture, Harvested, Page, PageKind
from msbazhong_spider.pages import read_article

URL = "http://www.yunxi.example/html/2024/03/05/1001.html"
NOON = datetime(2024, 3, 5, 4, tzinfo=UTC)
FIRST = "3月4日，县委书记李甲到青石镇调研春耕生产工作，看了两个合作社，问了种子和化肥的价格。"
SECOND = "李甲指出，要抓紧农时，把技术送到田间地头，让种粮的农户心里有底、手里有招、秋后有收成。"
THIRD = "县委副书记王乙一同调研。"
# A page as such sites print it. What stands in {} differs from one test to the next.
PARTS = {
    "clock": "<div id=top>今天是2024年3月5日 星期二 08:00:01</div>",
    "weather": "<span class=weather>云溪 晴 8℃~17℃</span>",
    "hot": "<ul class=hot><li><a href=/a/1.html>全县一季度经济运行分析会召开</a> 1203</li></ul>",
    "crumbs": "<a href=/>首页</a> &gt; <a href=/yx/>云溪县</a> &gt; <a href=/yx/sz/>时政新闻</a>",
    "title": "李甲到青石镇调研春耕生产工作",
    "time": "2024-03-05 09:12",
    "source": "云溪县融媒体中心",
    "hits": "浏览次数：<span id=hits>17</span>",
    "reporter": "（记者 赵丙）",
    "body": f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>",
    "share": "<div class=share>分享到：微信 微博</div>",
    "related": "<div class=related><h3>相关新闻</h3><ul>"
    "<li><a href=/a/2.html>县政府召开常务会议</a></li></ul></div>",
    "next": "<p>上一篇：<a href=/a/3.html>全县植树活动举行</a></p>",
    "foot": "<div class=footer>主办：云溪县人民政府 您是第 900001 位访客</div>",
    "script": "<script src=/count.js?v=1></script>",
}
LAYOUT = """<!DOCTYPE html>
<html><head><meta charset={charset}><title>{title}_云溪新闻网</title></head>
<body>{clock}{weather}<div class=side>{hot}</div><div class=path>当前位置：{crumbs}</div>
<h1>{title}</h1><div class=info>发布时间：{time} 来源：{source} {hits}</div>
<div class=content>{body}<p>{reporter}</p></div>{share}{related}{next}{foot}{script}
</body></html>"""


def page(charset="utf-8", **changes):
    """The bytes of the page, with some of its parts as they are another time."""
    text = LAYOUT.format(charset=charset, **PARTS | changes)
    return text.encode("gb18030" if charset.startswith("gb") else charset)


def harvested(body, hours=0, charset="utf-8"):
    """The page as it was read at some hour."""
    fetched = NOON + timedelta(hours=hours)
    headers = {"content-type": f"text/html; charset={charset}"}
    article = read_article(Page(URL, body, headers=headers, fetched=fetched))
    digest = sha256(body).hexdigest()
    capture = Capture(URL, fetched, 200, PageKind.ARTICLE, len(body), digest)
    return Harvested("yunxi", article, extract_attendees(article), capture)


def versions(store):
    """The states that have passed: which fields changed."""
    found = store.db.execute("SELECT changed_fields FROM article_version ORDER BY version")
    return [json.loads(fields) for (fields,) in found]


NO_VERSION = {
    "a counter of views": {"hits": "浏览次数：<span id=hits>18305</span>"},
    "a counter in words": {"hits": "阅读量：1.8万"},
    "a counter that is gone": {"hits": ""},
    "a counter of visitors": {"foot": "<div class=footer>您是第 900777 位访客</div>"},
    "the clock": {"clock": "<div id=top>今天是2024年11月23日 星期六 23:59:59</div>"},
    "the weather": {"weather": "<span class=weather>云溪 雨 3℃~6℃</span>"},
    "the hot list beside it": {
        "hot": "<ul class=hot><li><a href=/a/9.html>李甲主持召开县委常委会会议</a> 88</li>"
        "<li><a href=/a/8.html>王乙调研工业园区</a> 7</li></ul>"
    },
    "related news below it": {
        "related": "<div class=related><h3>相关新闻</h3><ul>"
        "<li><a href=/a/5.html>县委召开专题会议</a></li>"
        "<li><a href=/a/6.html>王乙到县医院检查工作</a></li></ul></div>"
    },
    "the next article has come": {
        "next": "<p>上一篇：<a href=/a/3.html>全县植树活动举行</a></p>"
        "<p>下一篇：<a href=/a/7.html>李甲会见客商</a></p>"
    },
    "buttons for sharing": {"share": "<div class=share>分享到：QQ空间 打印本页 关闭窗口</div>"},
    "another script": {"script": "<script src=/count.js?v=20241123></script>"},
    "blanks within the text": {
        "body": f"<p>　　{FIRST}</p>\n\n<p>&nbsp;&nbsp;{SECOND} </p>\n<p>\t{THIRD}</p>"
    },
    "blanks in the headline": {"title": " 李甲到青石镇　调研春耕生产工作 "},
    "markup of the text": {
        "body": f"<p style='text-indent:2em'><span>{FIRST}</span></p>"
        f"<p><font size=3>{SECOND}</font></p><p><strong>{THIRD}</strong></p>"
    },
    "a picture in the text": {
        "body": f"<p>{FIRST}</p><p><img src=/p/1.jpg></p><p>{SECOND}</p><p>{THIRD}</p>"
    },
    "the same time printed in another way": {"time": "2024年03月05日 09:12"},
    "another charset": {"charset": "gbk"},
}
A_VERSION = {
    "another headline": ({"title": "李甲调研春耕生产"}, ["title"]),
    "a word of the text": (
        {"body": f"<p>{FIRST.replace('两个', '三个')}</p><p>{SECOND}</p><p>{THIRD}</p>"},
        ["body"],
    ),
    "a paragraph that went": ({"body": f"<p>{FIRST}</p><p>{SECOND}</p>"}, ["body"]),
    "another time": ({"time": "2024-03-05 11:40"}, ["published"]),
    "another source": ({"source": "云溪发布"}, ["source"]),
    "another reporter": ({"reporter": "（记者 钱丁）"}, ["bylines"]),
    "another section": (
        {"crumbs": PARTS["crumbs"].replace("时政新闻", "专题报道")},
        ["section", "breadcrumb"],
    ),
}


@pytest.mark.parametrize("change", NO_VERSION.values(), ids=NO_VERSION)
def test_what_is_no_word_of_the_report(store, change):
    """It makes no version, in neither direction, and the article stands as it stood."""
    charset = change.get("charset", "utf-8")
    store.save([harvested(page())], None)
    before = store.newest()
    store.save([harvested(page(**change), 30, charset)], None)
    store.save([harvested(page(), 60)], None)
    assert versions(store) == []
    assert store.newest() == before


@pytest.mark.parametrize(("change", "fields"), A_VERSION.values(), ids=A_VERSION)
def test_what_is_a_word_of_the_report(store, change, fields):
    """It makes a version that names just the fields that changed; back again makes another."""
    store.save([harvested(page())], None)
    store.save([harvested(page(hits="浏览次数：99", **change), 30)], None)
    assert versions(store) == [fields]
    store.save([harvested(page(), 60)], None)
    assert len(versions(store)) == 2
