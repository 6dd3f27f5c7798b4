"""Requests that must not leave, and redirects that lead nowhere."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.utils.test import get_crawler

from msbazhong_spider.guards.errors import EndlessRedirectError
from msbazhong_spider.guards.middlewares import BoundedRedirectMiddleware
from msbazhong_spider.harvest.run import site_settings
from msbazhong_spider.middlewares import OnSiteMiddleware, time_there
from msbazhong_spider.revisits import is_past
from msbazhong_spider.spiders.portal import PortalSpider

HOME = "http://a.example/"


class ASpider(PortalSpider):
    """A site of the internet."""

    name = "a"
    front_page = HOME


def crawler_of_a(**settings: object):
    """Make the crawl of that site; nothing is asked for."""
    ours = {"MSBAZHONG_CONTACT": "x@a.example", "TWISTED_REACTOR_ENABLED": False}
    known = dict(site_settings()) | ours | settings
    crawler = get_crawler(ASpider, known)
    crawler.spider = crawler._create_spider()
    return crawler


@pytest.mark.parametrize(
    "url",
    ["http://10.0.0.1/", "http://b.example/", "file:///etc/passwd", "https://a.example:8443/"],
)
def test_a_retry_that_is_redirected_stays_on_the_site(url: str) -> None:
    """Scrapy lets pass whatever a retry leads to (dont_filter)."""
    guard = OnSiteMiddleware.from_crawler(crawler_of_a())
    with pytest.raises(IgnoreRequest):
        guard.process_request(Request(url, dont_filter=True))
    guard.process_request(Request(f"{HOME}1.html", dont_filter=True))


def followed(asked: str, *locations: str) -> str:
    """Follow redirects from an address; give the one that they end at."""
    guard = BoundedRedirectMiddleware.from_crawler(crawler_of_a(URLLENGTH_LIMIT=200))
    request = Request(asked)
    for location in locations:
        answer = Response(request.url, status=302, headers={"Location": location})
        found = guard.process_response(request, answer)
        assert isinstance(found, Request)
        request = found
    return request.url


CIRCLES = {
    "to itself": (["/1.html"], "in a circle"),
    "to itself by way of another": (["/2.html", "/1.html"], "in a circle"),
    "to ever new addresses": ([f"/{n}.html" for n in range(2, 9)], "redirects 6 times"),
    "to an address that grows": (["/" + "a" * 300], "an address of 317 characters"),
}


@pytest.mark.parametrize(("locations", "why"), CIRCLES.values(), ids=CIRCLES)
def test_redirects_without_an_end(locations: list[str], why: str) -> None:
    """The error says which address was asked for, and what its redirects do."""
    with pytest.raises(EndlessRedirectError, match=why) as caught:
        followed(f"{HOME}1.html", *locations)
    assert caught.value.asked == f"{HOME}1.html"


def test_a_redirect_that_leads_somewhere_is_followed() -> None:
    """As in Scrapy."""
    assert followed(f"{HOME}1.html", "/2.html", "3.html") == f"{HOME}3.html"


@pytest.mark.parametrize("location", ["file:///etc/passwd", "data:text/html,x", "http://[/"])
def test_a_redirect_to_what_is_no_web_page_is_an_answer(location: str) -> None:
    """It goes to the spider, which records where it leads."""
    guard = BoundedRedirectMiddleware.from_crawler(crawler_of_a())
    answer = Response(f"{HOME}1.html", status=302, headers={"Location": location})
    assert guard.process_response(Request(answer.url), answer) is answer


@pytest.mark.parametrize(
    ("date", "year"),
    [("Mon, 23 Nov 2020 12:00:00 GMT", 2020), ("Tue, 01 Jan 2030 00:00:00 -0000", 2030)],
)
def test_dates_of_a_server_go_by_its_own_clock(date: str, year: int) -> None:
    """However wrong that is."""
    assert time_there(Response(HOME, headers={"Date": date})).year == year


@pytest.mark.parametrize("headers", [{}, {"Date": "yesterday"}])
def test_a_server_without_a_clock_goes_by_ours(headers: dict[str, str]) -> None:
    """Then Retry-After is told from now."""
    assert time_there(Response(HOME, headers=headers)).year >= 2026


BELIEVED = {
    "before the answer": ("Mon, 23 Nov 2026 11:00:00 GMT", True),
    "at the moment of the answer": ("Mon, 23 Nov 2026 12:00:00 GMT", True),
    "after the answer": ("Mon, 23 Nov 2026 12:00:01 GMT", False),
    "a year ahead": ("Tue, 23 Nov 2027 12:00:00 GMT", False),
    "without a zone": ("Mon, 23 Nov 2026 11:00:00 -0000", True),
    "no date": ("yesterday", False),
}


@pytest.mark.parametrize(("said", "is_believed"), BELIEVED.values(), ids=BELIEVED)
def test_a_change_that_lies_ahead_is_not_believed(said: str, is_believed: bool) -> None:
    """Else that server would say until then that nothing has changed."""
    assert is_past(said, datetime(2026, 11, 23, 12, tzinfo=UTC)) is is_believed
