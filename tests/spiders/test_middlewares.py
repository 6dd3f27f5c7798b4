"""Politeness: robots.txt, waiting, staying on the site; and looking at every answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.http import HtmlResponse, Request

from msbazhong_spider.items import PageKind
from msbazhong_spider.middlewares import seconds_to_wait, take_look

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
AT_ONCE = {"CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 16}


def test_robots_txt_is_obeyed_under_concurrency(
    serve: Callable[..., Any], probe: Callable[..., Any], page: Callable[..., Any]
) -> None:
    """Of twenty forbidden pages asked for at the same time, none is fetched."""
    rules = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /plus/\n")
    paths = [f"/plus/{number}" for number in range(20)]
    with serve({"/robots.txt": rules, **{path: page("x") for path in paths}}) as site:
        found = probe([site.url + path[1:] for path in paths], **AT_ONCE)
    assert site.asked == ["/robots.txt"]
    assert [what for _, what in found["answers"]] == ["IgnoreRequest"] * 20


def test_rules_for_us_by_name_are_obeyed(
    serve: Callable[..., Any], probe: Callable[..., Any], page: Callable[..., Any]
) -> None:
    """A site can name this program in robots.txt."""
    text = b"User-agent: msbazhong-spider\nDisallow: /\n\nUser-agent: *\nDisallow:\n"
    with serve({"/robots.txt": (200, {}, text), "/a": page("x")}) as site:
        probe([site.url + "a"])
    assert site.asked == ["/robots.txt"]


def test_crawl_delay_of_robots_txt_is_kept(
    serve: Callable[..., Any], probe: Callable[..., Any], page: Callable[..., Any]
) -> None:
    """Four requests, robots.txt included, take at least three of the delays that it asks for."""
    text = b"User-agent: *\nCrawl-delay: 0.4\n"
    pages = {f"/{number}": page("x") for number in range(3)}
    with serve({"/robots.txt": (200, {}, text), **pages}) as site:
        found = probe([site.url + path[1:] for path in pages], **AT_ONCE)
    assert len(site.asked) == 4
    assert found["seconds"] >= 3 * 0.4 - 0.05


def test_a_busy_site_gets_the_time_it_asks_for(
    serve: Callable[..., Any], probe: Callable[..., Any], page: Callable[..., Any]
) -> None:
    """After 503 with Retry-After, the same page is asked for again, and not before."""
    busy = (503, {"Retry-After": "1"}, b"")
    with serve({"/a": [busy, page("x")]}) as site:
        found = probe([site.url + "a"])
    assert site.asked.count("/a") == 2
    assert found["answers"] == [[site.url + "a", 200]]
    assert found["seconds"] >= 1


def test_a_site_that_wants_to_rest_for_long_is_left_alone(
    serve: Callable[..., Any], probe: Callable[..., Any]
) -> None:
    """Nobody waits an hour: the page is not asked for again."""
    with serve({"/a": (429, {"Retry-After": "3600"}, b"")}) as site:
        found = probe([site.url + "a"])
    assert site.asked.count("/a") == 1
    assert found["answers"] == [[site.url + "a", 429]]


def test_a_busy_site_without_retry_after_gets_more_time_each_time(
    serve: Callable[..., Any], probe: Callable[..., Any]
) -> None:
    """Two retries, after one and two times the first pause."""
    with serve({"/a": (503, {}, b"")}) as site:
        found = probe([site.url + "a"], MSBAZHONG_BACKOFF=0.3)
    assert site.asked.count("/a") == 3
    assert found["seconds"] >= 0.9


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_broken_server_gets_more_time_each_time_too(
    serve: Callable[..., Any], probe: Callable[..., Any], status: int
) -> None:
    """Three attempts in all, with a pause before the second and a longer one before the third."""
    with serve({"/a": (status, {}, b"")}) as site:
        found = probe([site.url + "a"], MSBAZHONG_BACKOFF=0.3)
    assert site.asked.count("/a") == 3
    assert found["seconds"] >= 0.9


SERVERS = {
    "has gone": ((502, {}, b""), "network_down"),
    "is there, but for a section": ((200, {}, b"<p>ok</p>"), "finished"),
    "has no front page": ((404, {}, b""), "finished"),
}


@pytest.mark.parametrize(("root", "reason"), SERVERS.values(), ids=SERVERS)
def test_a_server_of_which_nothing_but_errors_comes(
    serve: Callable[..., Any], probe: Callable[..., Any], root: Any, reason: str
) -> None:
    """After so many in a row its root tells whether it is worth going on."""
    pages = {f"/{number}": (500, {}, b"") for number in range(20)}
    with serve({"/": root, **pages}) as site:
        urls = [site.url + path[1:] for path in pages]
        found = probe(urls, MSBAZHONG_BACKOFF=0, MSBAZHONG_MAX_SILENCE=9)
    assert found["reason"] == reason
    assert site.asked.count("/") == (1 if reason == "network_down" else 6)
    assert (len(site.asked) < 20) is (reason == "network_down")


def test_robots_txt_that_cannot_be_had_forbids_its_host_alone(
    serve: Callable[..., Any], probe: Callable[..., Any], page: Callable[..., Any]
) -> None:
    """Another host of the site goes on; what is missing is no rule that forbids."""
    with (
        serve({"/robots.txt": (503, {}, b""), "/a": page("x")}) as broken,
        serve({"/a": page("x")}) as good,
    ):
        found = probe([broken.url + "a", good.url + "a"], MSBAZHONG_BACKOFF=0)
    assert sorted(found["answers"]) == sorted(
        [[broken.url + "a", "RobotsUnreachableError"], [good.url + "a", 200]]
    )
    assert "/a" not in broken.asked


def test_a_challenge_page_is_never_asked_for_again(
    serve: Callable[..., Any], probe: Callable[..., Any], page: Callable[..., Any]
) -> None:
    """Even with a status that is retried otherwise."""
    challenge = (503, {}, page("<script>var arg1='0123456789ABCDEF0123456789ABCDEF01234567';"
                               "document.cookie='acw_sc__v2='+x;</script>")[2])  # fmt: skip
    with serve({"/a": challenge}) as site:
        probe([site.url + "a"], MSBAZHONG_BACKOFF=0)
    assert site.asked.count("/a") == 1


def test_an_answer_that_is_too_large_is_cut_off(
    serve: Callable[..., Any], probe: Callable[..., Any]
) -> None:
    """DOWNLOAD_MAXSIZE holds."""
    with serve({"/a": (200, {}, b"x" * 300_000)}) as site:
        found = probe([site.url + "a"], DOWNLOAD_MAXSIZE=100_000)
    assert found["answers"] == [[site.url + "a", "TooLargeError"]]


WAITS = {
    "seconds": ("120", 120.0),
    "a date": ("Mon, 23 Nov 2026 12:00:30 GMT", 30.0),
    "a date that has passed": ("Mon, 23 Nov 2026 11:00:00 GMT", 0.0),
    "nothing": (None, None),
    "nonsense": ("soon", None),
    "a negative number is nonsense": ("-5", None),
}


@pytest.mark.parametrize(("header", "seconds"), WAITS.values(), ids=WAITS)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    """Retry-After is read in both of its forms."""
    assert seconds_to_wait(header, NOW) == seconds


def test_a_look_records_what_came(article_page: Callable[..., Any]) -> None:
    """The row of an answer has its kind, size, digest, charset and validators."""
    _, headers, body = article_page("李甲到青石镇调研春耕生产工作")
    response = HtmlResponse(
        "http://a.example/1.html",
        headers={**headers, "ETag": '"1"', "Last-Modified": "Mon, 23 Nov 2026 11:00:00 GMT"},
        body=body,
        request=Request("http://a.example/1.html"),
    )
    look = take_look(response, NOW - timedelta(seconds=1))
    assert look.kind is PageKind.ARTICLE
    assert look.page.body == body
    assert look.page.headers["etag"] == '"1"'
    capture = look.capture
    assert (capture.status, capture.kind, capture.size) == (200, PageKind.ARTICLE, len(body))
    assert (capture.charset_declared, capture.charset_used) == ("utf-8", "utf-8")
    assert capture.etag == '"1"'
    assert capture.fetched == NOW - timedelta(seconds=1)
    assert len(capture.sha256) == 64


def test_a_page_that_the_reader_cannot_bear_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the reader loses neither the run nor the row of the answer."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("msbazhong_spider.middlewares.classify", fail)
    look = take_look(HtmlResponse("http://a.example/", body=b"x"), NOW)
    assert (look.kind, look.capture.size) == (PageKind.OTHER, 1)
    assert "ZeroDivisionError" in look.why


ENDS = {
    "as many attempts without an answer as there may be": ("dead dead dead", "network_down"),
    "one fewer": ("dead dead", "finished"),
    "a site that answers now and then": ("dead dead alive dead dead", "finished"),
    "a page that is not there is an answer": ("dead dead missing dead dead", "finished"),
    "errors of the server tell nothing of life": ("dead broken dead broken dead", "network_down"),
    "nor are they silence": ("broken broken broken broken", "finished"),
}


@pytest.mark.parametrize(("asked", "reason"), ENDS.values(), ids=ENDS)
def test_a_site_that_answers_nothing_any_more_ends_the_crawl(
    serve: Callable[..., Any],
    probe: Callable[..., Any],
    page: Callable[..., Any],
    asked: str,
    reason: str,
) -> None:
    """Attempts count that nobody answers, one after the other, at whatever address."""
    with serve({}) as gone:
        pass
    with serve({"/alive": page("x"), "/broken": (500, {}, b"")}) as site:
        hosts = {"dead": gone.url}
        urls = [f"{hosts.get(what, site.url)}{what}?{n}" for n, what in enumerate(asked.split())]
        site.answers |= {url.removeprefix(site.url[:-1]): site.answer(f"/{what}")
                         for url, what in zip(urls, asked.split(), strict=True)}  # fmt: skip
        found = probe(
            urls,
            CONCURRENT_REQUESTS=1,
            RETRY_ENABLED=False,
            ROBOTSTXT_OBEY=False,
            MSBAZHONG_MAX_SILENCE=3,
        )
    assert found["reason"] == reason


def test_every_attempt_at_a_dead_site_counts(
    serve: Callable[..., Any], probe: Callable[..., Any]
) -> None:
    """Else each of a thousand pages would be asked for once before any of them had failed."""
    with serve({}) as gone:
        pass
    found = probe([gone.url], RETRY_TIMES=2, ROBOTSTXT_OBEY=False, MSBAZHONG_MAX_SILENCE=3)
    assert found["reason"] == "network_down"
