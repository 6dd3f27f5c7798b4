"""Taking in answers: whole, unpacked and within bounds, or not at all.

It stands where Scrapy's own handler of http and https does, so that a damaged answer never gets as
far as the archive: half a page there would look like the page ever after.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, DownloadFailedError
from twisted.web.client import ResponseFailed
from twisted.web.http_headers import InvalidHeaderName

from msbazhong_spider.guards.addresses import host_of
from msbazhong_spider.guards.ends import Ends
from msbazhong_spider.guards.errors import DamagedError, PrivateAddressError, TooLargeError
from msbazhong_spider.guards.unpack import unpack

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.web._newclient import HTTP11ClientProtocol
    from twisted.web._newclient import Request as TxRequest
    from twisted.web.iweb import IResponse

PLAIN = "msbazhong_plain"  # the unpacked body, from here to the middleware that wants it
_EARLIER = "msbazhong_earlier"
_MOST_HEADERS = 256 * 1024  # bytes of all of them together; browsers take as many
_OK = 200


class GuardedHandler(HTTP11DownloadHandler):
    """Scrapy's handler, with bounds for headers and for what is unpacked.

    What it raises besides Scrapy's errors is in ``guards.errors``.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Count headers from the first byte on."""
        super().__init__(crawler)
        self._pool._factory = _Factory  # noqa: SLF001 - as the base does
        self._ends = Ends()
        self._retries = crawler.settings.getint("RETRY_TIMES")

    async def download_request(self, request: Request) -> Response:
        """Give an answer that is whole; its unpacked body stands in ``request.meta[PLAIN]``."""
        try:
            response = await super().download_request(request)
        except (DownloadFailedError, CannotResolveHostError, DownloadCancelledError) as error:
            if (known := self._explained(request, error)) is not None:
                raise known from error
            raise
        codings = response.headers.getlist("Content-Encoding")
        body = unpack(response.body, codings, self._default_maxsize)
        if response.status == _OK:
            self._check_end(request, body)
        request.meta[PLAIN] = body
        return response

    def _explained(self, request: Request, error: Exception) -> Exception | None:
        """Say more exactly what went wrong, if we know."""
        if isinstance(error, DownloadCancelledError):
            return TooLargeError(f"the answer has more than {self._default_maxsize} bytes")
        if isinstance(error, CannotResolveHostError):
            return _private(host_of(request.url))
        return _within(error)

    def _check_end(self, request: Request, body: bytes) -> None:
        earlier = request.meta.setdefault(_EARLIER, [])
        is_last = request.meta.get("retry_times", 0) >= self._retries
        if not self._ends.is_whole(request.url, body, earlier, is_last=is_last):
            raise DamagedError("the page has no end, as if it had been cut off")


def _within(error: Exception) -> Exception | None:
    """Find our own error behind what Twisted makes of it."""
    cause = error.__cause__
    reasons = cause.reasons if isinstance(cause, ResponseFailed) else ()
    return next((one.value for one in reasons if isinstance(one.value, TooLargeError)), None)


def _private(name: str) -> Exception | None:
    """Tell a name that stands for a private address from one that stands for nothing."""
    from twisted.internet import reactor

    address: str | None = getattr(reactor.resolver, "refused", {}).get(name)
    if address is None:
        return None
    return PrivateAddressError(
        f"{name} stands for {address}, which is no public address; if it is a mirror of your own, "
        f"or a proxy of yours gives names such addresses, set MSBAZHONG_PRIVATE_HOSTS={name}"
    )


class _Parser(_LenientHTTPClientParser):
    """Counts the bytes of status line and headers, and passes over headers without a right name."""

    taken = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's
        self.taken += len(line)
        if self.taken > _MOST_HEADERS:
            raise TooLargeError(f"the headers have more than {_MOST_HEADERS} bytes")
        super().lineReceived(line)

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 - Twisted's
        # As browsers do; Twisted gives the whole answer up.
        with suppress(InvalidHeaderName):
            super().headerReceived(name, value)  # type: ignore[no-untyped-call]


class _Protocol(_LenientHTTP11ClientProtocol):
    def request(self, request: TxRequest) -> Deferred[IResponse]:
        answer = super().request(request)
        # As in Scrapy: Twisted makes the parser itself, and only its class can be changed.
        self._parser.__class__ = _Parser
        return answer


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: ARG002, N802 - Twisted's
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
