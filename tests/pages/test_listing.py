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


def listing(inner: str, url: str = OWN, nav: str = NAV, **headers: str) -> Listing:
    """The listing that a page with this inside is read as."""
    html = f"<html><head><meta charset=gb2312><title>时政新闻</title></head><body>{nav}{inner}</body></html>"
    now = datetime(2024, 3, 10, 4, tzinfo=UTC)
    return read_listing(Page(url, html.encode("gb18030"), headers=headers, fetched=now))


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


LINK = '<a href="1234.html">沈怀谷主持召开县委常委会会议</a>'
DAYS = {
    "dashes": (f"<li>{LINK}<span>2024-03-05</span></li>", "2024-03-05"),
    "no zeros": (f"<li>{LINK} 2024-3-5</li>", "2024-03-05"),
    "slashes and a time": (f"<li>{LINK}<i>2024/3/5 9:12</i></li>", "2024-03-05"),
    "in brackets": (f"<li>{LINK}[2024-03-05]</li>", "2024-03-05"),
    "dots": (f"<li>{LINK}<span>2024.03.05</span></li>", "2024-03-05"),
    "two digits of a year": (f"<li>{LINK}<span>24-03-05</span></li>", "2024-03-05"),
    "month and day in brackets": (f"<li>{LINK}[03-05]</li>", "2024-03-05"),
    "month and day with a slash": (f"<li>{LINK}<span>03/05</span></li>", "2024-03-05"),
    "month and day in words": (f"<li>{LINK}<span>3月5日</span></li>", "2024-03-05"),
    "month and day before the link": (f"<li><span>03-05</span>{LINK}</li>", "2024-03-05"),
    "a day that was last year": (f"<li>{LINK}[12-31]</li>", "2023-12-31"),
    "a leap day": (f"<li>{LINK}[02-29]</li>", "2024-02-29"),
    "a box with the day set large": (f"<li><em>05</em><span>2024-03</span>{LINK}</li>", "2024-03-05"),
    "a box of blocks": (f"<li><div>05</div><div>2024-03</div><div>{LINK}</div></li>", "2024-03-05"),
    "a box with the year below": (f"<li><div><p>03-05</p><p>2024</p></div>{LINK}</li>", "2024-03-05"),
    "a box with year and month above": (f"<li><div>2024年03月</div><div>05</div>{LINK}</li>", "2024-03-05"),
    "a block after the link, without a list": (f"<div><h3>{LINK}</h3><p>2024-03-05</p></div>", "2024-03-05"),
    "a day ago": (f"<li>{LINK}<span>昨天</span></li>", "2024-03-09"),
    "a day ago, with its time": (f"<li>{LINK}<span>昨天 18:20</span></li>", "2024-03-09"),
    "two days ago": (f"<li>{LINK}<span>前天</span></li>", "2024-03-08"),
    "hours ago": (f"<li>{LINK}<span>3小时前</span></li>", "2024-03-10"),
    "hours ago, which was yesterday": (f"<li>{LINK}<span>13小时前</span></li>", "2024-03-09"),
    "minutes ago": (f"<li>{LINK}<span>5分钟前</span></li>", "2024-03-10"),
    "just now": (f"<li>{LINK}<span>刚刚</span></li>", "2024-03-10"),
    "days ago": (f"<li>{LINK}<span>5天前</span></li>", "2024-03-05"),
    "a time alone is of today": (f"<li>{LINK}<span>09:12</span></li>", "2024-03-10"),
    "none": (f"<li>{LINK}</li>", None),
    "a score is no date": (f"<li>{LINK}<span>3-15分</span></li>", None),
}  # fmt: skip


@pytest.mark.parametrize(("inner", "day"), DAYS.values(), ids=DAYS)
def test_day_beside_a_link(inner: str, day: str | None) -> None:
    """A day in every form that lists print it; it is noon of 10 March 2024 in Beijing."""
    (item,) = listing(f"<ul>{inner}</ul>", nav="").items
    assert item.date == day


def test_days_are_counted_back_from_the_servers_clock() -> None:
    """The Date header says when the page was made, whenever it was fetched or saved."""
    inner = f"<li>{LINK}<span>昨天</span></li>"
    (item,) = listing(inner, nav="", date="Fri, 01 Mar 2024 17:00:00 GMT").items
    assert item.date == "2024-03-01"
    (item,) = listing(inner, nav="", date="some day").items
    assert item.date == "2024-03-09"


def test_a_day_belongs_to_its_own_entry() -> None:
    """An entry without a day has none, though its neighbours have."""
    found = listing(
        f'<ul><li>{LINK}</li><li><a href="2.html">全县春季农业生产现场会召开</a><span>2024-03-05</span></li></ul>',
        nav="",
    )
    assert [item.date for item in found.items] == [None, "2024-03-05"]


ADDRESSES = {
    "relative": ("<a href=1234.html>{}</a>", "/yl/sz/1234.html"),
    "upper case, no quotes": ("<A HREF=1234.html TARGET=_blank>{}</A>", "/yl/sz/1234.html"),
    "tabs, line ends and blanks": ('<a href=" \t12\n34.html\t ">{}</a>', "/yl/sz/1234.html"),
    "a backslash": ("<a href='..\\sz\\1234.html'>{}</a>", "/yl/sz/1234.html"),
    "entities": ('<a href="/view.php?a=1&amp;id=34">{}</a>', "/view.php?a=1&id=34"),
    "entities twice": ('<a href="/view.php?a=1&amp;amp;id=34">{}</a>', "/view.php?a=1&id=34"),
    "no scheme": ('<a href="//www.yunling.example/a/1234.html">{}</a>', "/a/1234.html"),
    "TRS: a folder of the month": ('<a href="./202403/t20240305_1234.html">{}</a>', "/yl/sz/202403/t20240305_1234.html"),
    "a call of a function": ("<a href=\"javascript:void(0)\" onclick=\"openNews(1234)\">{}</a><script>function openNews(id){{ window.open('/a/' + id + '.html'); }}</script>", "/a/1234.html"),
    "a call as address": ("<a href=\"javascript:openNews('1234','sz')\">{}</a><script>var openNews = function(id, c){{ location.href = '/show.jsp?c=' + c + '&id=' + id; }}</script>", "/show.jsp?c=sz&id=1234"),
    "a window that is opened": ("<a href='#' onclick=\"window.open('/a/1234.html')\">{}</a>", "/a/1234.html"),
    "a query in GBK": ("<a href='/view.asp?name=平昌&id=1234'>{}</a>", "/view.asp?name=%C6%BD%B2%FD&id=1234"),
    "a query that is escaped already": ("<a href='/view.asp?name=%C6%BD%B2%FD&id=1234'>{}</a>", "/view.asp?name=%C6%BD%B2%FD&id=1234"),
    "a route of a script": ("<a href='/#/detail?id=1234'>{}</a>", "/#/detail?id=1234"),
}  # fmt: skip


@pytest.mark.parametrize(("form", "path"), ADDRESSES.values(), ids=ADDRESSES)
def test_address_of_an_item(form: str, path: str) -> None:
    """Where a link leads, however a template writes it."""
    inner = (
        f"<ul><li>{form.format('沈怀谷主持召开县委常委会会议')}<span>2024-03-05</span></li></ul>"
    )
    (item,) = listing(inner, nav="").items
    assert item.url == f"http://www.yunling.example{path}"


PINNED = {
    "in the link": "<a href=1234.html>[置顶]沈怀谷主持召开县委常委会会议</a>",
    "in the link, in other brackets": "<a href=1234.html>【置顶】沈怀谷主持召开县委常委会会议</a>",
    "before the link": "<em>[置顶]</em><a href=1234.html>沈怀谷主持召开县委常委会会议</a>",
    "in the title as well": '<a href=1234.html title="[置顶]沈怀谷主持召开县委常委会会议">[置顶]沈怀谷主持…</a>',
}


@pytest.mark.parametrize("link", PINNED.values(), ids=PINNED)
def test_a_pinned_item_is_one_like_others(link: str) -> None:
    """The mark of a pinned entry is no part of its title."""
    (item,) = listing(f"<ul><li>{link}<span>2023-03-05</span></li></ul>", nav="").items
    assert (item.text, item.date) == ("沈怀谷主持召开县委常委会会议", "2023-03-05")


def test_reports_of_other_sites_are_told_apart() -> None:
    """They are listed with their dates, and neither items nor channels."""
    found = listing(
        f'<ul>{ENTRIES}<li><a href="http://www.other.example/a/1.html">省里的报纸报道我县春耕生产</a><span>2024-03-06</span></li>'
        '<li><a href="https://mp.weixin.qq.com/s?__biz=x&mid=1&idx=1&sn=2">云岭发布：全县重点项目开工</a></li></ul>'
        '<div><a href="http://www.friend.example/">友好县人民政府门户网站</a></div>',
        nav="",
    )
    assert len(found.items) == 5
    assert [(link.text, link.date) for link in found.external] == [
        ("省里的报纸报道我县春耕生产", "2024-03-06"),
        ("云岭发布：全县重点项目开工", None),
    ]
    assert found.channels == ()


def test_counters_are_never_offered() -> None:
    """What counts a view when it is asked for is neither item nor channel."""
    found = listing(
        '<ul><li><a href="/e/public/ViewClick/?classid=3&id=345&addclick=1">沈怀谷主持召开县委常委会会议</a>2024-03-05</li>'
        '<li><a href="/plus/count.php?aid=1">阅读次数</a></li></ul>',
        nav="",
    )
    assert (found.items, found.channels) == ((), ())


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


def test_the_name_of_a_section_above_its_entries_has_no_date() -> None:
    """A dated entry below it makes it no report: 时政新闻 leads to a listing."""
    box = f'<div class=box><h3><a href="/yl/zh/">综合新闻</a></h3><ul>{ENTRIES}</ul></div>'
    one = f'<div class=box><h3><a href="/yl/xz/">乡镇动态</a></h3><ul><li>{LINK} 2024-03-05</li></ul></div>'
    found = listing(box + one, nav="")
    assert [link.text for link in found.channels] == ["综合新闻", "乡镇动态"]
    assert len(found.items) == 6
