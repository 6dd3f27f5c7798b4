"""One given article as a page of the replica's form."""

import re
from dataclasses import replace
from datetime import datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from msbazhong_spider.items import Article, Precision
from msbazhong_spider.replica import render_article

ARTICLE = Article(
    url="http://replica.example/1.html",
    title="青垭县<文旅>工作推进会召开",
    subtitles=("赵大明在会上强调", "守牢底线 稳中求进"),
    body="7月22日,全县文旅工作推进会召开。\n县委书记赵大明讲话,提出A&B两项要求。",
    published=datetime(2022, 7, 24, tzinfo=ZoneInfo("Asia/Shanghai")),
    precision=Precision.DAY,
    source="王乙 李丙丁",
    breadcrumb=("首页", "青垭县", "时政新闻"),
)


def content(page: str) -> list[str]:
    """Give the lines of the text, without markup."""
    inner = re.search(r'<div class="content">(.*?)</div>\n*<div class="share">', page, re.DOTALL)
    assert inner
    lines = re.sub(r"<br ?/?>|</p>", "\n", inner[1])
    plain = unescape(re.sub(r"<[^>]+>", "", lines))
    return [line.strip() for line in plain.split("\n") if line.strip()]


@pytest.mark.parametrize("mark", range(12))
def test_every_line_stands_in_the_page_whatever_the_editor_s_habit(mark):
    """Titles decide the habit of the markup; sub-headlines and paragraphs survive each."""
    page = render_article(replace(ARTICLE, title=f"{ARTICLE.title}{mark}")).decode("utf-8")
    assert content(page) == [*ARTICLE.subtitles, *ARTICLE.body.split("\n")]


def test_breadcrumb_title_time_and_source_are_printed():
    """The line below the title is 时间…来源…阅读, as on the real page."""
    page = render_article(ARTICLE).decode("utf-8")
    assert "<h2>青垭县&lt;文旅&gt;工作推进会召开</h2>" in page
    assert "时间:2022年07月24日来源:王乙 李丙丁阅读:" in page
    trail = re.search(r"当前位置:(.*?)</div>", page)
    assert trail
    assert re.findall(r">([^<>]+)</a>", trail[1]) == list(ARTICLE.breadcrumb)


def test_an_article_without_time_and_source_is_printed_too():
    """Missing fields leave their labels empty."""
    page = render_article(Article(url="", title="标题", body="正文。")).decode("utf-8")
    assert "时间:来源:阅读:" in page
