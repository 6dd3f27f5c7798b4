"""A page is taken in once, however many readers ask, and whatever comes between them."""

from __future__ import annotations

from msbazhong_spider.items import Page, PageKind
from msbazhong_spider.pages import classify, find_next_part, read_article
from msbazhong_spider.pages.reading import read

REPORT = (
    "<title>岚河县部署春耕-岚河新闻网</title><h1>岚河县部署春耕</h1><p>时间：2024-03-05 来源：岚河新闻网</p>"
    "<p>会议指出，要抢抓农时、精心组织，把各项强农惠农政策落到田间地头。</p>"
)


def pages(count: int, length: int = 0) -> list[Page]:
    """So many reports, each with so many characters that nobody sees."""
    body = f"{REPORT}<!--{'x' * length}-->".encode()
    return [Page(f"http://www.lanhe.example/xw/{number}.html", body) for number in range(count)]


def test_a_page_is_taken_in_once_though_others_come_before_its_fields_are_read() -> None:
    """In a harvest several answers are looked at before the first of them is read."""
    several = pages(5)
    assert {classify(page).kind for page in several} == {PageKind.ARTICLE}
    first = read(several[0])
    find_next_part(several[1])
    assert read(several[0]) is first


def test_a_page_whose_fields_were_read_is_kept_no_longer_than_till_the_next() -> None:
    """Its tree takes memory that the next one can use."""
    page, other = pages(2)
    classify(page)
    taken = read(page)
    read_article(page)
    assert read(page) is taken
    read(other)
    assert read(page) is not taken


def test_few_pages_are_kept() -> None:
    """A page that nobody comes to read makes room for the newer ones."""
    several = pages(30)
    for page in several:
        classify(page)
    newest = read(several[-2])
    assert read(several[-2]) is newest
    oldest = read(several[0])
    read(several[-1])
    assert read(several[0]) is not oldest


def test_large_pages_are_not_kept() -> None:
    """The memory that trees take is bounded, whatever a site sends."""
    page, other, another = pages(3, length=3_000_000)
    classify(page)
    taken = read(page)
    classify(other)
    classify(another)
    assert read(page) is not taken
