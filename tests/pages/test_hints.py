"""Hints: selectors of a site that win over the evidence, and are told when they find nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from msbazhong_spider.errors import HintError, UsageError
from msbazhong_spider.items import Article, Byline, Listing, Page, PageKind, Part
from msbazhong_spider.pages import Hints, classify, missed_hints, read_article, read_listing

URL = "http://www.lanhe.example/xw/2024-03/06/17.html"
# An article whose template hides the headline, prints two dates and shows the source as a picture.
ARTICLE = """<html><head><title>岚河融媒</title></head><body>
<div class="trail"><b>首页</b><b>岚河县</b><b>镇村动态</b></div>
<div class="big">青石镇春茶开采</div>
<div class="small">茶香引来八方客</div>
<div class="info">时间：2024-03-01 <img class="logo" alt="岚河县融媒体中心">
<i data-when="2024-03-05 08:30">刚刚</i><em>李乙</em></div>
<div class="intro">本栏目由岚河县茶叶协会协办，欢迎各镇村踊跃来稿，分享您身边的故事，来稿请注明联系方式。</div>
<div class="text"><p>3月4日，青石镇三百亩春茶开采，镇党委书记张丁到茶园查看长势，向茶农了解收购价格。</p>
<p>张丁说，要把加工车间建到茶园边上，让鲜叶不出村就能卖上好价钱，让茶农在家门口增收。</p></div>
<div class="next"><p>青石镇去年新建茶园五百亩，茶叶产值两千万元，带动三百户茶农每户增收四千元以上。</p></div>
</body></html>"""
LISTING = """<html><head><title>镇村动态</title></head><body>
<div class="menu"><a href="/sz/">时政</a><a href="/mt/">媒体看岚河</a></div>
<div class="ads"><a href="/zt/2023-01/01/1.html">岚河县第十届茶文化旅游节专题报道</a> 2023-01-01</div>
<ul class="news">
<li><a href="/lm/1/">[镇村动态]</a><a href="/xw/2024-03/06/17.html">青石镇春茶开采</a><i>2024-03-06</i></li>
<li><a href="/lm/1/">[镇村动态]</a><a href="/xw/2024-03/05/16.html">河口村通组公路通车</a><i>2024-03-05</i></li>
</ul><a class="more" href="?p=2"><img alt=""></a></body></html>"""


def article(text: str = ARTICLE, **hints: str) -> Article:
    """Read an article with hints."""
    return read_article(Page(URL, text.encode()), Hints(**hints))


def listing(
    text: str = LISTING, url: str = "http://www.lanhe.example/cz/", **hints: str
) -> Listing:
    """Read a listing with hints."""
    page = Page(url, text.encode(), fetched=datetime(2024, 3, 10, tzinfo=UTC))
    return read_listing(page, Hints(**hints))


WON = {
    "a headline by CSS": ("title", ".big", "青石镇春茶开采"),
    "a headline by XPath": ("title", "//div[@class='big']", "青石镇春茶开采"),
    "a headline by XPath in brackets": ("title", "(//div)[2]", "青石镇春茶开采"),
    "a headline as text": ("title", ".big::text", "青石镇春茶开采"),
    "sub-headlines": ("subtitles", ".small", ("茶香引来八方客",)),
    "a date in an attribute": ("published", "i::attr(data-when)", "2024-03-05T08:30:00+08:00"),
    "a source as a picture's text": ("source", "img.logo::attr(alt)", "岚河县融媒体中心"),
    "a name without a label": ("bylines", ".info em", (Byline("李乙", Part.WRITER),)),
    "steps, each an element": ("breadcrumb", ".trail b", ("首页", "岚河县", "镇村动态")),
}


@pytest.mark.parametrize(("hint", "selector", "expected"), WON.values(), ids=WON)
def test_a_hint_wins_and_evidence_names_it(hint: str, selector: str, expected: object) -> None:
    """The field is what the selector matches, and its evidence is the selector."""
    found = article(**{hint: selector})
    value = getattr(found, hint)
    assert (value.isoformat() if hint == "published" else value) == expected
    assert found.evidence[hint] == f"hint {selector}"
    assert missed_hints(found.doubts) == []


def test_the_evidence_alone_misses_what_the_hints_are_for() -> None:
    """Otherwise these tests would say nothing."""
    found = read_article(Page(URL, ARTICLE.encode()))
    assert found.source is None
    assert found.bylines == ()
    assert found.published.isoformat() != "2024-03-05T08:30:00+08:00"
    assert "来稿请注明" in found.body


def test_a_body_is_what_stands_within_the_hint() -> None:
    """Nothing before it and nothing after it."""
    body = article(body="div.text").body.split("\n")
    assert [text[:8] for text in body] == ["3月4日，青石镇", "张丁说，要把加工"]


def test_a_body_of_several_parts() -> None:
    """It runs from the first match to the last."""
    assert len(article(body=".text, .next").body.split("\n")) == 3


def test_sub_headlines_leave_the_body() -> None:
    """A line that a hint calls a sub-headline is not text as well."""
    text = ARTICLE.replace('<div class="text">', '<div class="text"><p class="sub">张丁到场</p>')
    found = article(text, body="div.text", subtitles="p.sub")
    assert found.subtitles == ("张丁到场",)
    assert "张丁到场\n" not in found.body


def test_names_of_a_hint_stand_beside_the_others() -> None:
    """A report names its people in several places; the hint's come first."""
    text = ARTICLE.replace("每户增收四千元以上。", "每户增收四千元以上。（记者 王丙）")
    found = article(text, bylines=".info em")
    assert [one.name for one in found.bylines] == ["李乙", "王丙"]
    assert found.evidence["bylines"].startswith("hint .info em, ")


def test_a_label_within_a_hint_is_no_part_of_the_value() -> None:
    """来源：某某 is the source 某某."""
    text = ARTICLE.replace("<em>李乙</em>", '<em class="s">稿源：岚河发布</em>')
    assert article(text, source="em.s").source == "岚河发布"


@pytest.mark.parametrize(
    "hint", ["title", "subtitles", "published", "source", "bylines", "breadcrumb", "body"]
)
def test_a_hint_that_finds_nothing_is_a_doubt(hint: str) -> None:
    """The field is what the evidence says, as if there were no hint."""
    plain = read_article(Page(URL, ARTICLE.encode()))
    found = article(**{hint: "#nowhere"})
    assert getattr(found, hint) == getattr(plain, hint)
    assert found.evidence == plain.evidence
    assert set(found.doubts) - set(plain.doubts) == {f"the hint for {hint} found nothing: #nowhere"}
    assert missed_hints(found.doubts) == [hint]


def test_a_text_without_a_date_is_nothing_for_a_date() -> None:
    """刚刚 says nothing once the page is saved."""
    assert missed_hints(article(published=".info i").doubts) == ["published"]


def test_a_date_that_the_evidence_contradicts_is_a_doubt() -> None:
    """More than a day apart, and the sentence says who says what."""
    doubts = article(published="i::attr(data-when)").doubts
    assert doubts[-1].startswith("hint i::attr(data-when) says 2024-03-05 08:30, ")


def test_hints_for_headline_and_text_make_an_article() -> None:
    """A page with three lines is one if both stand where the site says."""
    text = "<div class=t>停水通知</div><div class=c>今晚停水。</div><a href=/>首页</a>"
    page = Page(URL, text.encode())
    assert classify(page).kind is not PageKind.ARTICLE
    hints = Hints(title=".t", body=".c")
    assert classify(page, hints).kind is PageKind.ARTICLE
    assert read_article(page, hints).body == "今晚停水。"


def test_hints_reach_what_only_a_script_shows() -> None:
    """Where the text is kept in a field, selectors see the page as it is with the text in place."""
    told = "<p>青石镇去年新建茶园五百亩，茶叶产值两千万元，带动三百户茶农每户增收四千元以上。</p>"
    text = f"<div class=big>青石镇春茶开采</div><i>2024-03-05</i><textarea><b>本报记者</b>\
<div class=text>{told * 8}</div></textarea>"
    found = article(text, title=".big", body="div.text")
    assert found.title == "青石镇春茶开采"
    assert found.body.split("\n") == [told[3:-4]] * 8
    assert missed_hints(found.doubts) == []


def test_a_page_without_markup_has_nothing_to_select() -> None:
    """A page saved as text is read by its evidence, and the hint is told."""
    text = "青石镇春茶开采\n时间：2024-03-05\n3月4日，青石镇三百亩春茶开采，茶农忙着采摘。\n"
    assert missed_hints(article(text, title="h1").doubts) == ["title"]


def test_items_of_a_hint() -> None:
    """Of each entry it is the link with the longest text, with the date beside it."""
    found = listing(items="ul.news li")
    assert [(link.text, link.date) for link in found.items] == [
        ("青石镇春茶开采", "2024-03-06"),
        ("河口村通组公路通车", "2024-03-05"),
    ]
    assert listing(items="ul.news li a:last-of-type").items == found.items


def test_channels_of_a_hint() -> None:
    """Only they lead on."""
    found = listing(channels=".menu a")
    assert [link.url.rpartition("example")[2] for link in found.channels] == ["/sz/", "/mt/"]


@pytest.mark.parametrize("selector", ["a.more", "a.more::attr(href)", "a.more img"])
def test_next_page_of_a_hint(selector: str) -> None:
    """A link, its address, or what stands in the link."""
    assert listing(next_page=selector).next_page == "http://www.lanhe.example/cz/?p=2"


def test_a_next_page_that_is_the_page_itself_is_none() -> None:
    """Some systems print it on the last page."""
    own = "http://www.lanhe.example/cz/?p=2"
    assert listing(url=own, next_page="a.more").next_page is None


def test_a_listing_hint_that_finds_nothing_is_a_doubt_where_the_evidence_finds_something() -> None:
    """Without any next page there is nothing to miss."""
    found = listing(items="#nowhere", next_page="#nowhere")
    assert found.items == listing().items != ()
    assert missed_hints(found.doubts) == ["items"]


def test_a_breadcrumb_of_a_hint_tells_where_a_listing_stands() -> None:
    """County and section come from it; found nowhere, it is a doubt beside the evidence."""
    trail = "<p class=w><i>首页</i><i>岚河县</i><i>镇村动态</i></p>"
    text = LISTING.replace("<ul", f"{trail}<div>当前位置：首页 &gt; 青溪区 &gt; 要闻</div><ul")
    found = listing(text, breadcrumb="p.w i")
    assert (found.county, found.section, found.doubts) == ("岚河县", "镇村动态", ())
    missed = listing(text, breadcrumb="p.x i")
    assert (missed.county, missed.section) == ("青溪区", "要闻")
    assert missed_hints(missed.doubts) == ["breadcrumb"]


def test_a_fault_that_shows_only_on_a_page() -> None:
    """XPath looks for a function when something is there to be tried."""
    with pytest.raises(HintError, match="Unregistered function"):
        article(title="//div[nothing(.)]")


def test_a_selector_that_matches_everything_costs_no_more_than_a_page() -> None:
    """Of very many matches the first are looked at; of a text's paragraphs also the last."""
    told = [
        f"<p>青石镇第{number}茶园新建茶园五百亩，茶叶产值两千万元。</p>" for number in range(400)
    ]
    text = f"<div class=big>青石镇春茶开采</div><i>2024-03-05</i>{''.join(told)}"
    found = article(text, title=".big", body="p", published="p", source="*")
    assert len(found.body.split("\n")) == len(told)
    assert missed_hints(found.doubts) == ["published"]


NO_SELECTORS = {
    "CSS cut short": ("h1[", "Expected"),
    "a pseudo-element that parsel has not": ("h1::texts", "unknown"),
    "XPath cut short": ("//h1[", "Invalid expression"),
    "nothing": (" ", "a selector is a text"),
    "a list": (["h1"], "a selector is a text"),
}


@pytest.mark.parametrize(("selector", "why"), NO_SELECTORS.values(), ids=NO_SELECTORS)
def test_what_is_no_selector(selector: str, why: str) -> None:
    """It is told when the site's class is made, with the hint's name."""
    with pytest.raises(HintError, match="hint title=") as told:
        Hints(title=selector)
    assert why in str(told.value)
    assert isinstance(told.value, UsageError)
