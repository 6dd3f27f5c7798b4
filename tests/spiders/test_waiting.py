"""Requests that wait on disk: what comes back is what went in, the last one first."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from scrapy import Request
from scrapy.utils.test import get_crawler

from msbazhong_spider.items import Capture, Page, PageKind, Query
from msbazhong_spider.keeper import is_disk_full
from msbazhong_spider.middlewares import Look
from msbazhong_spider.spiders.explorer import Place
from msbazhong_spider.spiders.found import Found
from msbazhong_spider.spiders.msbazhong import MsbazhongSpider
from msbazhong_spider.waiting import WaitingRequests

if TYPE_CHECKING:
    from collections.abc import Iterator

URL = "http://a.example/{}.html"
FULL = Path("/dev/full")


class Keeper:
    """Stands in for the keeper, and notes what should stop the crawl."""

    def __init__(self) -> None:
        self.stopped: list[BaseException] = []

    def stop(self, error: BaseException) -> None:
        self.stopped.append(error)


@pytest.fixture
def crawler() -> Any:
    """Make a crawl whose spider is there, and whose keeper is not yet."""
    made = get_crawler(MsbazhongSpider)
    made.spider = MsbazhongSpider.from_crawler(made)
    made.get_extension = lambda _: None
    return made


@pytest.fixture
def queue(crawler: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Make an empty queue, with a temporary folder of its own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = WaitingRequests.from_crawler(crawler, "")
    yield made
    made.close()


def test_the_last_one_comes_first(queue: Any, crawler: Any) -> None:
    """With all that the spider needs to go on from its answer."""
    spider, place = (
        crawler.spider,
        Place("平昌县", "时政新闻", 3, asked=Query(URL.format(9), "p=2")),
    )
    for number in range(3):
        queue.push(
            Request(
                URL.format(number),
                spider.parse,
                errback=spider.failed,
                cb_kwargs={"place": place},
                meta={"depth": number},
                priority=7,
            )
        )
    assert len(queue) == 3
    assert queue.peek().url == URL.format(2)
    for number in (2, 1, 0):
        request = queue.pop()
        assert (request.url, request.meta) == (URL.format(number), {"depth": number})
        assert (request.callback, request.errback) == (spider.parse, spider.failed)
        assert (request.cb_kwargs, request.priority) == ({"place": place}, 7)
    assert (len(queue), queue.pop()) == (0, None)


def test_an_article_that_waits_for_its_next_part(queue: Any, crawler: Any) -> None:
    """The bytes of the parts that are there come back as they were."""
    page = Page(URL.format(1), b"<html>\xb9\xab\xb8\xe6", 200, {"content-type": "text/html"})
    now = datetime(2026, 11, 23, tzinfo=UTC)
    capture = Capture(page.url, now, 200, PageKind.ARTICLE, 10, "0" * 64)
    found = Found(Look(page, PageKind.ARTICLE, "test", capture), (("平昌县", "要闻"),))
    queue.push(Request(URL.format(2), crawler.spider.part, cb_kwargs={"found": found}))
    assert queue.pop().cb_kwargs == {"found": found}


def test_nothing_is_left_of_it(queue: Any, tmp_path: Path) -> None:
    """Its file has no name from the beginning, so that a killed run leaves none."""
    queue.push(Request(URL.format(1)))
    assert [*tmp_path.iterdir()] == []


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
def test_a_full_disk_ends_the_crawl(queue: Any, crawler: Any) -> None:
    """No request is lost in silence: the run ends, as full as any other disk would."""
    keeper = Keeper()
    queue.f.close()
    queue.f = FULL.open("r+b", buffering=0)
    with pytest.raises(OSError, match="No space left"):
        queue.push(Request(URL.format(1)))
    crawler.get_extension = lambda _: keeper
    queue.push(Request(URL.format(1)))
    (error,) = keeper.stopped
    assert is_disk_full(error)
