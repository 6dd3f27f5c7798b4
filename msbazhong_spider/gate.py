"""The last thing that a request passes. Once it is shut, nothing is asked for any more."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import IgnoreRequest, NotConfigured
from twisted.python.failure import Failure

from msbazhong_spider.guards.handler import GuardedHandler

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

    from msbazhong_spider.errors import MsbazhongError

logger = logging.getLogger(__name__)


class StoppedError(IgnoreRequest):
    """The crawl is ending: this was not asked for, or its answer was not waited for.

    It says nothing about the address, which is left for the next run.
    """


class Gate:
    """Ends a crawl at once, whatever its requests are waiting for.

    Scrapy waits for all requests that it has taken out of its queue, also for those that wait for
    their turn: with a crawl delay that is minutes, and after a challenge page they would still be
    sent. Here those are let go of when the spider is told to close, whoever tells it; answers on
    their way are waited for, but not for longer than MSBAZHONG_STOP_SECONDS.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Remember the crawl."""
        self._crawler = crawler
        self._patience = crawler.settings.getfloat("MSBAZHONG_STOP_SECONDS")
        self._under_way: set[asyncio.Task[object]] = set()
        self._sleeping: set[asyncio.Task[object]] = set()
        self._closing: asyncio.Task[None] | None = None
        self.is_shut = False
        self.count: Callable[[], None] = lambda: None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the crawl."""
        gate = cls(crawler)
        crawler.signals.connect(gate._stand_before_closing, signal=signals.spider_opened)
        return gate

    def stop(self, reason: str, failure: MsbazhongError | None = None) -> None:
        """End the crawl; ``failure`` says why, for the last line of the run."""
        if self.is_shut:
            return
        if failure is not None:
            logger.error("%s", failure)
            setattr(self._crawler.spider, "failure", failure)  # noqa: B010 - of PortalSpider
        self.shut()
        closing = self._crawler.engine.close_spider_async(reason=reason)
        self._closing = asyncio.get_running_loop().create_task(closing)

    def shut(self) -> None:
        """Let go of all that has not been sent, and soon of what has been."""
        if self.is_shut:
            return
        self.is_shut = True
        for task in self._sleeping:
            task.cancel()
        for slot in self._crawler.engine.downloader.slots.values():
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(_stopped())
        asyncio.get_running_loop().call_later(self._patience, self._give_up)

    def check(self) -> None:
        """Raise StoppedError if the gate is shut."""
        if self.is_shut:
            raise StoppedError("stopped before it was asked for")

    async def sleep(self, seconds: float) -> None:
        """Wait. Raises StoppedError at once when the crawl ends meanwhile."""
        self.check()
        task = asyncio.create_task(asyncio.sleep(seconds))
        self._sleeping.add(task)
        try:
            await asyncio.wait([task])
        finally:
            self._sleeping.discard(task)
        self.check()

    async def send(self, handler: Handler, request: Request) -> Response:
        """Send a request, unless the gate is shut; give the answer if it comes in time."""
        self.check()
        self.count()
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("requests are sent by tasks of asyncio")
        self._under_way.add(task)
        try:
            return await handler.fetch(request)
        except asyncio.CancelledError:
            raise StoppedError("stopped before the answer was there") from None
        finally:
            self._under_way.discard(task)

    def _give_up(self) -> None:
        for task in self._under_way:
            task.cancel()

    def _stand_before_closing(self) -> None:
        """Shut the gate as soon as the spider is to be closed; there is no signal for that."""
        engine = self._crawler.engine
        close = engine.close_spider_async

        async def shut_and_close(*, reason: str = "cancelled") -> None:
            self.shut()
            await close(reason=reason)

        engine.close_spider_async = shut_and_close  # type: ignore[method-assign] # of this one engine


def _stopped() -> Failure:
    return Failure(StoppedError("stopped before it was asked for"))  # type: ignore[no-untyped-call] # Twisted


def gate_of(crawler: Crawler) -> Gate:
    """Give the gate of a crawl."""
    gate = crawler.get_extension(Gate)
    if gate is None:
        raise NotConfigured("msbazhong_spider.gate.Gate must be among the EXTENSIONS")
    return gate


class GateMiddleware:
    """Keeps requests from waiting for their turn when the crawl is ending."""

    def __init__(self, crawler: Crawler) -> None:
        """Remember the crawl, whose gate is asked."""
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it as Scrapy wants it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:  # noqa: ARG002 - as Scrapy calls it
        """Let a request through while the gate is open."""
        gate_of(self._crawler).check()


class Handler(GuardedHandler):
    """Sends requests as Scrapy does, through the gate."""

    def __init__(self, crawler: Crawler) -> None:
        """Take the crawl, whose gate is passed."""
        super().__init__(crawler)
        self._gate = gate_of(crawler)

    async def download_request(self, request: Request) -> Response:
        """Give the answer. Raises StoppedError, and what the base raises."""
        return await self._gate.send(self, request)

    async def fetch(self, request: Request) -> Response:
        """Send a request that has passed the gate."""
        return await super().download_request(request)
