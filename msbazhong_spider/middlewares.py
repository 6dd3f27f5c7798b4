"""What happens to every request and answer: stay on the site, obey robots.txt, wait, look."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from msbazhong_spider.errors import BlockedError, MsbazhongError
from msbazhong_spider.gate import gate_of
from msbazhong_spider.items import Capture, Page, PageKind
from msbazhong_spider.pages import classify, decode
from msbazhong_spider.spiders.answers import RobotsUnreachableError, in_words, is_silence

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser
    from scrapy.settings import BaseSettings

    from msbazhong_spider.archive import WarcPlace
    from msbazhong_spider.pages import Hints

logger = logging.getLogger(__name__)

TOO_MANY_REQUESTS = 429
BAD, BROKEN = 400, 500  # the first status that tells of an error, and of one of the server
LOOK = "msbazhong_look"
RECORD = "msbazhong_record"
FETCHED = "msbazhong_fetched"
ASKED_TO_WAIT = "msbazhong_asked_to_wait"
PROBE = "msbazhong_probe"


@dataclass(frozen=True, slots=True)
class Look:
    """An answer as the rooms see it: the page, what it is, why, and the row that records it.

    ``is_same`` tells of a page out of the archive, because the server said that it is as it was.
    """

    page: Page
    kind: PageKind
    why: str
    capture: Capture
    is_same: bool = False


def take_look(response: Response, fetched: datetime, hints: Hints | None = None) -> Look:
    """Say what an answer is. Its body must be decompressed already."""
    headers = {
        name.decode("latin-1").lower(): values[-1].decode("latin-1")
        for name, values in response.headers.items()
        if values
    }
    return look_at(Page(response.url, response.body, response.status, headers, fetched), hints)


def look_at(page: Page, hints: Hints | None = None) -> Look:
    """Say what a page is, which came in just now or is in the archive. It must have its time."""
    kind, why, charsets = _reading(page, hints)
    capture = Capture(
        url=page.url,
        fetched=page.fetched or datetime.now(UTC),
        status=page.status,
        kind=kind,
        size=len(page.body),
        sha256=hashlib.sha256(page.body).hexdigest(),
        charset_declared=charsets[0],
        charset_used=charsets[1],
        etag=page.headers.get("etag"),
        last_modified=page.headers.get("last-modified"),
    )
    return Look(page, kind, why, capture)


def _reading(
    page: Page, hints: Hints | None
) -> tuple[PageKind, str, tuple[str | None, str | None]]:
    """Classify and decode; a page that the reader can't bear is recorded like any other."""
    try:
        classified = classify(page, hints)
        decoded = decode(page.body, page.headers.get("content-type"))
    except Exception as error:
        logger.exception("the reader failed with %s", page.url)
        return PageKind.OTHER, f"the reader failed: {error!r}", (None, None)
    return classified.kind, classified.why, (decoded.charset_declared, decoded.charset_used)


class LookMiddleware:
    """Looks at every answer once, notes what it is, and hands the row to the keeper.

    It stands before redirects and retries, so that robots.txt, a redirect and the first of three
    failures are recorded too. A challenge page is never asked for again; status 429 is no challenge
    but a request to wait, see PatientRetryMiddleware.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Remember the crawl, whose keeper gets the rows."""
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it as Scrapy wants it."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Look at an answer; the spider finds the result in ``response.meta[LOOK]``."""
        fetched = request.meta.get(FETCHED) or datetime.now(UTC)
        look = take_look(response, fetched, getattr(self._crawler.spidercls, "hints", None))
        record: WarcPlace | None = request.meta.pop(RECORD, None)
        if record is not None:
            capture = replace(
                look.capture,
                warc_file=record.file,
                warc_offset=record.offset,
                payload_digest=record.digest,
                record_id=record.record_id,
                refers_to=record.refers_to,
            )
            look = replace(look, capture=capture)
        self._hand_over(look)
        request.meta[LOOK] = look
        if look.kind is PageKind.CHALLENGE and response.status != TOO_MANY_REQUESTS:
            request.meta["dont_retry"] = True
            request.meta["dont_redirect"] = True  # some products ask for a sign by a redirect
            self._stop(look)
        return response

    def _stop(self, look: Look) -> None:
        """End the crawl here: until the spider sees the page, more would be asked for."""
        why = f"{look.page.url} is a challenge page ({look.why})"
        gate_of(self._crawler).stop("challenged", BlockedError(why))

    def _hand_over(self, look: Look) -> None:
        from msbazhong_spider.keeper import Keeper

        keeper = self._crawler.get_extension(Keeper)
        if keeper is not None:
            keeper.capture(look.capture)


class SilenceMiddleware:
    """Ends the crawl when the site has gone: nothing answers any more, whatever is asked for.

    Each attempt counts, because a request that failed is asked again only after all others. An
    error of the server (status 500 and above) neither counts nor tells of life: one broken section
    is no outage, and a gateway also speaks for a server that is gone. After so many of these in a
    row the server is asked for its root, and the crawl goes on if that gives no such error.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Read after how many attempts without any answer to give up."""
        self._crawler = crawler
        self._most = crawler.settings.getint("MSBAZHONG_MAX_SILENCE")
        self._unanswered = 0
        self._broken = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it as Scrapy wants it."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Note that the site is alive, or see whether it is."""
        if request.meta.get(PROBE):
            return response
        if response.status < BROKEN:
            self._unanswered = self._broken = 0
            return response
        self._broken += 1
        if self._broken >= self._most:
            self._broken = 0
            await self._probe(response)
        return response

    async def _probe(self, response: Response) -> None:
        """Ask for the root of a server that answers with errors only."""
        root = urljoin(response.url, "/")
        probe = Request(root, callback=NO_CALLBACK, meta={PROBE: True, "dont_retry": True})
        try:
            answer = await self._crawler.engine.download_async(probe)
        except IgnoreRequest:  # the crawl is ending already, or robots.txt forbids to know
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, there was no answer
            self._stop(f"{root}: {in_words(error)}, after {self._most} errors of the server")
            return
        if answer.status >= BROKEN:
            self._stop(f"{root} answers with status {answer.status}, like {self._most} before it")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count an attempt that got no answer; the rest of the chain decides what becomes of it."""
        if not is_silence(exception):
            return
        self._unanswered += 1
        if self._unanswered >= self._most:
            before = f"like {self._unanswered - 1} attempts before it"
            self._stop(f"{request.url}: {in_words(exception)}, {before}")

    def _stop(self, why: str) -> None:
        failure = MsbazhongError(f"{why}; the rest is left for the next run")
        gate_of(self._crawler).stop("network_down", failure)


class OnSiteMiddleware(OffsiteMiddleware):
    """Lets only requests to the spider's own site through, redirects and retries included."""

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Refuse a request to another site, also one that is to pass other filters.

        Scrapy marks every retry so (dont_filter), and what that one is redirected to as well.
        """
        super().process_request(request)
        spider = spider or self.crawler.spider
        if request.dont_filter and spider and not self.should_follow(request, spider):
            raise IgnoreRequest(f"{request.url} is another site's")

    def should_follow(self, request: Request, spider: Spider) -> bool:
        """Ask the spider, which knows scheme, host and port of its site."""
        on_site = getattr(spider, "on_site", None)
        return bool(on_site(request.url)) if on_site else super().should_follow(request, spider)


class RobotsMiddleware(RobotsTxtMiddleware):
    """Obeys robots.txt also under concurrency, and where it can't be had.

    In Scrapy 2.19 all requests that wait for one robots.txt share one result that is gone after the
    first has read it, so that the others pass unchecked. Here they queue up, host by host.

    Scrapy takes a robots.txt that can't be had for one without rules. By RFC 9309 that is so for
    one that is not there (2.3.1.3); an error of the server or no answer forbids everything until
    there is one (2.3.1.4). So does a request to come again later (429).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._locks: dict[str, asyncio.Lock] = {}
        self._unreachable: dict[str, str] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Fetch and read robots.txt of the request's host once; give what it says."""
        netloc = urlparse_cached(request).netloc
        async with self._locks.setdefault(netloc, asyncio.Lock()):
            parser = await super().robot_parser(request)
        if why := self._unreachable.get(netloc):
            raise RobotsUnreachableError(why)
        return parser

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= BROKEN or response.status == TOO_MANY_REQUESTS:
            self._note(response.url, f"answers with status {response.status}", netloc)
        rules = response if response.status < BAD else response.replace(body=b"")
        await super()._parse_robots(rules, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if not isinstance(exc, IgnoreRequest):
            self._note(f"robots.txt of {netloc}", f"can't be had ({in_words(exc)})", netloc)
        super()._robots_error(exc, netloc)

    def _note(self, what: str, why: str, netloc: str) -> None:
        self._unreachable[netloc] = (
            f"{what} {why}: nothing may be asked for there until its rules can be read"
        )


def seconds_to_wait(retry_after: str | None, now: datetime) -> float | None:
    """Read a Retry-After header: seconds, or a date (RFC 9110, 10.2.3). None if it says nothing."""
    if not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        when = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())


def time_there(response: Response) -> datetime:
    """Give the time by the server's own clock, by which its dates go; ours if it does not say."""
    header = response.headers.get("Date")
    try:
        when = parsedate_to_datetime((header or b"").decode("latin-1"))
    except ValueError:
        return datetime.now(UTC)
    return when if when.tzinfo is not None else when.replace(tzinfo=UTC)


class PatientRetryMiddleware(RetryMiddleware):
    """Retries as Scrapy does, but gives a busy or broken site (429, 5xx) the time it asks for.

    While it waits, nothing else is asked of that host. A site that wants to be left alone for
    longer than MSBAZHONG_MAX_WAIT is left alone: the answer goes to the spider, marked, and the
    spider stops.
    """

    def __init__(self, settings: BaseSettings) -> None:
        """Read how long to wait by ourselves, and how long at most."""
        super().__init__(settings)
        self._not_before: dict[str, float] = {}
        self._longest = settings.getfloat("MSBAZHONG_MAX_WAIT")
        self._backoff = settings.getfloat("MSBAZHONG_BACKOFF")

    async def process_request(self, request: Request) -> None:
        """Hold a request back while its host is resting; let it go when the crawl is stopped."""
        host = urlparse_cached(request).netloc
        while (rest := self._not_before.get(host, 0.0) - monotonic()) > 0:
            await gate_of(self.crawler).sleep(rest)

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - as the base has it
    ) -> Request | Response:
        """Note how long a busy host is to rest before Scrapy's own retry is scheduled."""
        is_busy = response.status >= BROKEN or response.status == TOO_MANY_REQUESTS
        if is_busy and not request.meta.get("dont_retry"):
            wait = self._wait(request, response)
            if wait > self._longest:
                request.meta[ASKED_TO_WAIT] = wait
                return response
            self._not_before[urlparse_cached(request).netloc] = monotonic() + wait
        return super().process_response(request, response)

    def _wait(self, request: Request, response: Response) -> float:
        header = response.headers.get("Retry-After")
        said = seconds_to_wait(header.decode("latin-1") if header else None, time_there(response))
        if said is not None:
            return said
        retries: int = request.meta.get("retry_times", 0)
        return min(self._longest, self._backoff * 2.0**retries)
