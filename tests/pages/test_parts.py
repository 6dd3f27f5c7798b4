"""Articles in several parts: which page is which, and how they become one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from msbazhong_spider.items import Article, Byline, Link, Page, Part
from msbazhong_spider.pages import find_first_part, find_next_part, join_parts

FOLDER = "http://www.yunling.example/xw/"


def page(name: str, inner: str) -> Page:
    """Make a page of an article, with what its template prints below the text."""
    text = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>报道</title></head><body><h1>沈怀谷到石桥镇调研春耕生产</h1><p>时间：2024-03-05</p><p>3月4日，县委书记沈怀谷到石桥镇调研春耕生产。</p>{inner}</body></html>'
    return Page(f"{FOLDER}{name}", text.encode("gb18030"))


# What the page is called, what it prints, the next part, and the first one of a later part.
FORMS: dict[str, tuple[str, str, str | None, str | None]] = {
    "DedeCMS, the first": ("1234.html", "<ul class=pagelist><li>共3页:</li><li class=thisclass>1</li><li><a href=1234_2.html>2</a></li><li><a href=1234_2.html>下一页</a></li></ul>", "1234_2.html", None),
    "DedeCMS, the second": ("1234_2.html", "<a href=1234.html>上一页</a> <a href=1234.html>1</a> <b>2</b> <a href=1234_3.html>下一页</a>", "1234_3.html", "1234.html"),
    "DedeCMS, the last": ("1234_3.html", "<a href=1234_2.html>上一页</a> <a href=1234.html>1</a> <a href=1234_2.html>2</a> <b>3</b> <a href='#'>下一页</a>", None, "1234_2.html"),
    "PHPCMS, dynamic": ("index.php?m=content&c=index&a=show&catid=12&id=345", '<a href="index.php?m=content&c=index&a=show&catid=12&id=345&page=2">下一页</a>', "index.php?m=content&c=index&a=show&catid=12&id=345&page=2", None),
    "PHPCMS": ("show-12-345-1.html", '<span>1</span> <a href="show-12-345-2.html">2</a> <a href="show-12-345-2.html">下一页</a>', "show-12-345-2.html", None),
    "PHPCMS, the last one points to itself": ("show-12-345-2.html", '<a href="show-12-345-1.html">上一页</a> <a href="show-12-345-1.html">1</a> <span>2</span> <a href="show-12-345-2.html">下一页</a>', None, "show-12-345-1.html"),
    "TRS": ("t20240305_123456.html", '<script>createPageHTML(3, 0, "t20240305_123456", "html");</script>', "t20240305_123456_1.html", None),
    "TRS, the last": ("t20240305_123456_2.html", '<script>createPageHTML(3, 2, "t20240305_123456", "html");</script>', None, None),
    "a select list": ("345.html", "<select><option value=345.html selected>第1页</option><option value=345_2.html>第2页</option></select>", "345_2.html", None),
    "the next article is no part": ("1234.html", "<p>下一篇：<a href=1235.html>全县春季农业生产现场会召开</a></p>", None, None),
    "the next article under a wrong word": ("1234.html", "<a href=1235.html>下一页</a>", None, None),
    "a list beside the text": ("1234.html", "<div>相关新闻 <a href=list_12_2.html>下一页</a></div>", None, None),
    "a number that is no part": ("art_12_45.html", "<a href=art_12_44.html>上一篇</a> <a href=index.html>首页</a>", None, None),
}  # fmt: skip


@pytest.mark.parametrize(("name", "inner", "following", "first"), FORMS.values(), ids=FORMS)
def test_the_way_from_part_to_part(
    name: str, inner: str, following: str | None, first: str | None
) -> None:
    """下一页 of an article leads to its next part, 上一页 and 1 to an earlier one."""
    given = page(name, inner)
    assert find_next_part(given) == (following and f"{FOLDER}{following}")
    assert find_first_part(given) == (first and f"{FOLDER}{first}")


FIRST = Article(
    f"{FOLDER}1.html",
    "标题",
    "第一段。\n第二段。",
    subtitles=("副题",),
    evidence={"body": "container"},
)


def part(body: str, *bylines: str, subtitles: tuple[str, ...] = ()) -> Article:
    """Make a later part."""
    names = tuple(Byline(name, Part.EDITOR) for name in bylines)
    return Article(f"{FOLDER}1_2.html", "标题(2)", body, subtitles=subtitles, bylines=names)


def test_parts_become_one_article() -> None:
    """The text of all, the bylines of all, the title and address of the first."""
    whole = join_parts(FIRST, [part("第三段。", "李堃"), part("第四段。", "李堃", "陶喆")])
    assert (whole.url, whole.title) == (FIRST.url, "标题")
    assert whole.body == "第一段。\n第二段。\n第三段。\n第四段。"
    assert [one.name for one in whole.bylines] == ["李堃", "陶喆"]
    assert whole.evidence["body"] == "container, 3 parts"
    assert whole.doubts == ()


def test_one_part_stays_what_it_is() -> None:
    """Most articles have no other."""
    assert join_parts(FIRST, []) == FIRST


def test_where_the_text_of_each_page_stands() -> None:
    """Spans of the joined text; a page that adds nothing has an empty one."""
    first = replace(FIRST, body="")
    for start in (FIRST, first):
        whole = join_parts(start, [part("第三段。\n第四段。"), part(""), part("第五段。")])
        read = [whole.body[span.start : span.end] for span in whole.parts]
        assert read == ["第三段。\n第四段。", "", "第五段。"]
        assert whole.body[: whole.parts[0].start].rstrip("\n") == start.body


def test_pictures_and_files_of_all_parts_count_once() -> None:
    """What every part shows is listed once, in the order of the parts."""
    shared, own = Link(f"{FOLDER}a.jpg", ""), Link(f"{FOLDER}b.jpg", "")
    first = replace(FIRST, images=(shared,), attachments=(own,))
    whole = join_parts(first, [replace(part("第三段。"), images=(shared, own))])
    assert (whole.images, whole.attachments) == ((shared, own), (own,))


def test_what_every_part_repeats_stands_once() -> None:
    """Sub-headlines and a summary are printed at the head of every part."""
    first = Article(FIRST.url, "标题", "这是一段导读文字。\n第一段。", subtitles=("副题",))
    whole = join_parts(first, [part("副题\n这是一段导读文字。\n第二段。", subtitles=("副题",))])
    assert whole.body == "这是一段导读文字。\n第一段。\n第二段。"


def test_a_heading_at_the_head_of_a_part_is_text() -> None:
    """It looks like a sub-headline there, and is a heading within the report."""
    whole = join_parts(FIRST, [part("第三段。", subtitles=("二、下一步打算",))])
    assert whole.body == "第一段。\n第二段。\n二、下一步打算\n第三段。"
    assert whole.subtitles == ("副题",)


def test_a_missing_part_is_a_doubt() -> None:
    """The article says that it is not whole."""
    whole = join_parts(FIRST, [part("第三段。")], is_whole=False)
    assert whole.doubts == ("only 2 parts of the article could be had",)
