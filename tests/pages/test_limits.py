"""Pages beyond all measure: read as far as the limits go, and told where they cut."""

from __future__ import annotations

import pytest

from msbazhong_spider.errors import NotAnArticleError
from msbazhong_spider.items import Article, Page, PageKind
from msbazhong_spider.pages import classify, find_next_part, read_article, read_listing
from msbazhong_spider.pages.parse import MAX_ELEMENTS, MAX_LINES
from msbazhong_spider.pages.reading import MAX_BYTES

URL = "http://www.lanhe.example/xw/t20240305_1.html"
HEAD = "<html><head><title>岚河县部署春耕-岚河新闻网</title></head><body><h1>岚河县部署春耕</h1><p>时间：2024-03-05 来源：岚河新闻网</p>"
TEXT = "会议指出，要抢抓农时、精心组织，把各项强农惠农政策落到田间地头。"


def page(body: str) -> Page:
    """A page with a headline, a label line and a body."""
    return Page(URL, f"{HEAD}{body}".encode())


def read(body: str) -> Article:
    """What is read from such a page."""
    return read_article(page(body))


def test_a_page_too_large_to_be_one_is_left_unread() -> None:
    """The error names the page, its size, the limit, and what to do."""
    too_large = page("<p>字</p>" * (MAX_BYTES // 10 + 1))
    assert classify(too_large).kind is PageKind.OTHER
    assert read_listing(too_large).items == ()
    with pytest.raises(NotAnArticleError) as caught:
        read_article(too_large)
    told = str(caught.value)
    assert told.startswith(f"{URL}: not an article but other ({len(too_large.body)} bytes")
    assert str(MAX_BYTES) in told
    assert "save it by hand" in told


def test_a_page_of_ten_megabytes_is_read_whole() -> None:
    """The limit lies above it, and nothing of it is lost."""
    count = 10_000_000 // len(f"<p>{TEXT}</p>".encode()) // 4
    found = read(f"<p>{TEXT * 4}</p>" * count)
    assert len(found.body) == count * (len(TEXT) * 4 + 1) - 1
    assert found.doubts == ()


def test_more_lines_than_any_article_has_are_left_out_and_told() -> None:
    """What was cut is a doubt of the article, never a silence."""
    found = read(f"<p>{TEXT}</p>" * (MAX_LINES + 10))
    assert len(found.body.split("\n")) < MAX_LINES
    assert f"only the first {MAX_LINES} lines were read" in found.doubts


def test_more_elements_than_any_page_has_are_left_out_and_told() -> None:
    """Bold type around each character costs memory and nothing else."""
    letters = "".join(f"<b>{letter}</b>" for letter in TEXT)
    found = read(f"<p>{letters * (MAX_ELEMENTS // len(TEXT) + 1)}</p>")
    assert f"only the first {MAX_ELEMENTS} elements were read" in found.doubts


NESTS = {
    "blocks": "<div>" * 100_000 + f"<p>{TEXT}</p>",
    "closed blocks": "<div>" * 100_000 + f"<p>{TEXT}</p>" + "</div>" * 100_000,
    "letters": f"<p>{'<font size=3>' * 100_000}{TEXT}</p>",
    "letters around each sentence": f"<font color=red>{TEXT}<br>" * 5_000,
    "tables": "<table><tr><td>" * 30_000 + TEXT,
    "lists": "<ul><li>" * 50_000 + TEXT,
}


@pytest.mark.parametrize("body", NESTS.values(), ids=NESTS)
def test_tags_nested_without_end_hide_no_text(body: str) -> None:
    """The parser gives up below 2,000 tags; the text is read without the inner ones, and that is told."""
    found = read(body)
    assert found.body.split("\n")[-1] == TEXT
    assert found.body.count(TEXT) == body.count(TEXT)
    assert [doubt for doubt in found.doubts if "tags within one another" in doubt]


def test_tags_nested_without_end_hide_no_link() -> None:
    """The next part of an article, or the next page of a list, is found all the same."""
    source = f"<p>{TEXT}</p><a href=/sz/1_2.html>下一页</a>" + "<div><a href=/x.html>" * 30_000
    assert find_next_part(Page("http://a.example/sz/1.html", page(source).body)) == (
        "http://a.example/sz/1_2.html"
    )


HEAPS = {
    "opened brackets": "（" * 300_000,
    "bylines that never end": "（记者" * 100_000,
    "labels": "来源：" * 100_000,
    "boxes": "【图文】" * 100_000,
    "names in English": "By " + "Li Kun, " * 100_000,
    "dates": "2024-03-05 " * 100_000,
    "blanks": f"<p>{' ' * 1_000_000}{TEXT}</p>",
    "ideographic blanks": f"<p>字{'　' * 300_000}字。</p>",
    "open angles": "<" * 1_000_000,
    "an open comment": "<!--" + "x" * 1_000_000,
    "cells in one row": "<table><tr>" + "<td>春耕</td>" * 100_000,
    "markers": "<p>上一篇：没有了</p>" * 50_000,
    "label lines": "<p>来源：岚河 作者：</p>" * 30_000,
    "an endless attribute": f"<p title='{'x' * 1_000_000}'>{TEXT}</p>",
    "an endless list in a script": f"<script type='application/ld+json'>{'[' * 300_000}</script>",
    "links": "<li><a href='/a.html'>岚河县召开现场会议</a>2024-03-04</li>" * 20_000,
}


@pytest.mark.parametrize("body", HEAPS.values(), ids=HEAPS)
def test_no_heap_of_one_thing_stops_the_readers(body: str) -> None:
    """Each reader comes to an end, which it would not if a step of it were quadratic."""
    heaped = page(body)
    assert classify(heaped).kind in PageKind
    assert read_listing(heaped).url == URL
