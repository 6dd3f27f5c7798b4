"""What listings and front pages offer, in the forms that publishing systems print."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from msbazhong_spider.items import Listing, Page, PageKind
from msbazhong_spider.pages import classify, read_listing

OWN = "http://www.yunling.example/yl/sz/index.html"
NAV = """<ul class="nav"><li><a href="/">首页</a></li><li><a href="/yl/">云岭县</a></li>
<li><a href="/qc/">清川县</a></li><li><a href="/yl/zh/">综合新闻</a></li></ul>"""
TITLES = [
    "沈怀谷主持召开县委常委会会议",
    "全县春季农业生产现场会召开",
    "陶喆到石桥镇调研",
    "李堃率队开展安全生产检查",
    "云岭县举行政银企对接会",
]
ENTRIES = "".join(
    f'<li><a href="/yl/sz/2024/030{day}/{40 + day}.html">{title}</a><span>2024-03-0{day}</span></li>'
    for day, title in enumerate(TITLES, 1)
)


def listing(inner: str, url: str = OWN, nav: str = NAV) -> Listing:
    """The listing that a page with this inside is read as."""
    html = f"<html><head><title>时政新闻</title></head><body>{nav}{inner}</body></html>"
    return read_listing(Page(url, html.encode(), fetched=datetime(2024, 3, 10, tzinfo=UTC)))


def test_entries_are_items_and_navigation_is_channels() -> None:
    """Links with dates are articles; short links to directories are listings."""
    found = listing(f"<ul>{ENTRIES}</ul>")
    assert [link.text for link in found.items] == TITLES
    assert [link.date for link in found.items] == [f"2024-03-0{day}" for day in range(1, 6)]
    assert [link.text for link in found.channels] == ["云岭县", "清川县", "综合新闻"]


def test_breadcrumb_gives_county_and_section() -> None:
    """首页 > county > section stands on listings as well."""
    crumbs = (
        '<div>当前位置：<a href="/">首页</a> &gt; <a href="/yl/">云岭县</a> &gt; 时政新闻</div>'
    )
    found = listing(f"{crumbs}<ul>{ENTRIES}</ul>")
    assert (found.breadcrumb, found.county, found.section) == (
        ("首页", "云岭县", "时政新闻"),
        "云岭县",
        "时政新闻",
    )


def test_a_listing_is_classified_as_one() -> None:
    """Dated links without running text are no article."""
    page = Page(OWN, f"<html><body>{NAV}<ul>{ENTRIES}</ul></body></html>".encode())
    assert classify(page).kind is PageKind.LISTING


def test_entries_with_summaries_are_a_listing() -> None:
    """Summaries between headlines are no article's text."""
    entries = "".join(
        f'<div><h3><a href="/n/{number}.html">{title}，推动各项任务落地落实</a></h3>'
        f"<p>3月{number}日，会议在县城召开，各镇负责人参加会议，会议对下一步工作作出安排。</p></div>"
        for number, title in enumerate(TITLES, 10)
    )
    html = f"<html><head><title>时政新闻</title></head><body>{NAV}{entries}</body></html>"
    assert classify(Page(OWN, html.encode())).kind is PageKind.LISTING


ONE_ITEM = {
    "the full title stands in title=": (
        '<li><a href="1234.html" title="沈怀谷主持召开县委常委会会议并讲话">沈怀谷主持召开县委…</a> 2024-03-05</li>',
        ("沈怀谷主持召开县委常委会会议并讲话", "2024-03-05"),
    ),
    "the date stands inside the link": (
        '<li><a href="1234.html">沈怀谷主持召开县委常委会会议<span>2024-03-05</span></a></li>',
        ("沈怀谷主持召开县委常委会会议", "2024-03-05"),
    ),
    "the date stands before the link": (
        '<li><span>2024/3/5</span><a href="1234.html">沈怀谷主持召开县委常委会会议</a></li>',
        ("沈怀谷主持召开县委常委会会议", "2024-03-05"),
    ),
    "a day without a year is the last such day": (
        '<li><a href="1234.html">沈怀谷主持召开县委常委会会议</a>[12-05]</li>',
        ("沈怀谷主持召开县委常委会会议", "2023-12-05"),
    ),
    "yesterday is told from the time of the fetch": (
        '<li><a href="1234.html">沈怀谷主持召开县委常委会会议</a><span>昨天</span></li>',
        ("沈怀谷主持召开县委常委会会议", "2024-03-09"),
    ),
    "cells of a table row": (
        "<table><tr><td>·<A HREF=1234.html target=_blank>沈怀谷主持召开县委常委会会议</A></td><td>2024年3月5日</td></tr></table>",
        ("沈怀谷主持召开县委常委会会议", "2024-03-05"),
    ),
    "a date makes even a short text an item": (
        '<li><a href="1234.html">人事任免</a><em>2024-03-05</em></li>',
        ("人事任免", "2024-03-05"),
    ),
    "records in a script": (
        (
            '<script type="text/xml"><datastore><recordset><record><![CDATA[<li><a href="/art/2024/3/5/art_123_456.html"'
            ' title="沈怀谷主持召开县委常委会会议">沈怀谷主持…</a><b>[2024-03-05]</b></li>]]></record></recordset></datastore></script>'
        ),
        ("沈怀谷主持召开县委常委会会议", "2024-03-05"),
    ),
}


@pytest.mark.parametrize(("inner", "expected"), ONE_ITEM.values(), ids=ONE_ITEM)
def test_item(inner: str, expected: tuple[str, str]) -> None:
    """Text and date of an item, wherever its entry prints them."""
    (item,) = listing(inner, nav="").items
    assert (item.text, item.date) == expected


def test_what_is_no_page_of_the_site_is_left_out() -> None:
    """Scripts, mail addresses, other sites, files and the page itself are neither item nor channel."""
    found = listing(
        '<a href="javascript:void(0)">沈怀谷主持召开县委常委会会议</a><a href="mailto:a@yunling.example">投稿给我们的编辑部</a>'
        '<a href="http://www.other.example/2024/0305/1.html">别的网站的一篇很长的新闻报道</a>'
        f'<a href="/a/2024/0305/1.pdf">沈怀谷主持召开县委常委会会议的纪要</a><a href="{OWN}#top">沈怀谷主持召开县委常委会会议</a>',
        nav="",
    )
    assert (found.items, found.channels) == ((), ())


def test_front_page_has_items_and_channels() -> None:
    """Headlines without dates are told from channels by their length and the shape of addresses."""
    blocks = "".join(
        f'<h3><a href="/yl/{name}/">{section}</a></h3><ul>'
        + "".join(
            f'<li><a href="/yl/{name}/2024/030{day}/{day}.html">{title}</a></li>'
            for day, title in enumerate(TITLES, 1)
        )
        + "</ul>"
        for name, section in (("sz", "时政新闻"), ("zh", "综合新闻"), ("xz", "乡镇动态"))
    )
    found = listing(blocks, url="http://www.yunling.example/", nav="")
    assert len(found.items) == 15
    assert [link.text for link in found.channels] == ["时政新闻", "综合新闻", "乡镇动态"]


def test_a_picture_and_its_headline_are_one_item() -> None:
    """Two links to one address are one item, with the longer text."""
    found = listing(
        '<a href="/n/2024/0305/1.html"><img alt=""></a><a href="/n/2024/0305/1.html">[详情]</a>'
        '<a href="/n/2024/0305/1.html?from=timeline">沈怀谷主持召开县委常委会会议</a>',
        nav="",
    )
    assert [link.text for link in found.items] == ["沈怀谷主持召开县委常委会会议"]


NEXT = {
    "link text 下一页": ('<a href="index_2.html">下一页</a>', "index_2.html"),
    "link text 下页": ('<a href="57.htm" class="Next">下页</a>', "57.htm"),
    "on the last page 下一页 points to itself": ('<a href="index.html">下一页</a>', None),
    "a script's link leads nowhere": ('<a href="javascript:next()">下一页</a>', None),
    "createPageHTML counts from 0": (
        '<script>createPageHTML(25, 0, "index", "html");</script>',
        "index_1.html",
    ),
    "createPageHTML in a comment is no call": (
        '<script>//createPageHTML(9, 5, "old", "html")\ncreatePageHTML(25, 3, "index", "html");</script>',
        "index_4.html",
    ),
    "createPageHTML on the last page": (
        '<script>createPageHTML(25, 24, "index", "html");</script>',
        None,
    ),
    "countPage and currentPage": (
        "<script>var currentPage = 0;//所在页从0开始\nvar countPage = 25//共多少页</script>",
        "index_1.html",
    ),
    "numbers, the own one without a link": (
        '<div><span>1</span> <a href="list_12_2.html">2</a> <a href="list_12_3.html">3</a></div>',
        "list_12_2.html",
    ),
    "numbers, all of them links": (
        '<div><a href="index.html">1</a><a href="index_2.html">2</a></div>',
        "index_2.html",
    ),
    "an arrow beside numbers": (
        '<div><a href="p2.html">2</a> <a href="p2.html">></a></div>',
        "p2.html",
    ),
    "a select list": (
        '<select><option value="index.html" selected>1</option><option value="list_12_2.html">2</option></select>',
        "list_12_2.html",
    ),
    "nothing": ("<p>共1页</p>", None),
}


@pytest.mark.parametrize(("inner", "expected"), NEXT.values(), ids=NEXT)
def test_next_page(inner: str, expected: str | None) -> None:
    """The next page in each form that a listing names it."""
    found = listing(f"<ul>{ENTRIES}</ul>{inner}").next_page
    assert found == (expected and f"http://www.yunling.example/yl/sz/{expected}")


def test_pagination_is_no_channel() -> None:
    """Page numbers and 尾页 are links of the listing to itself."""
    found = listing(
        f'<ul>{ENTRIES}</ul><a href="index_2.html">2</a><a href="index_2.html">下一页</a><a href="index_9.html">尾页</a>',
        nav="",
    )
    assert found.channels == ()


def test_base_address_is_heeded() -> None:
    """<base href> moves relative links."""
    html = '<html><head><base href="http://www.yunling.example/x/"></head><body><a href="2024/0305/1.html">沈怀谷主持召开县委常委会会议</a></body></html>'
    (item,) = read_listing(Page(OWN, html.encode())).items
    assert item.url == "http://www.yunling.example/x/2024/0305/1.html"
