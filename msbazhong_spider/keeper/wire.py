"""Requests and answers of Scrapy as they went over the wire: what the archive keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlunsplit

from scrapy.utils.httpobj import urlparse_cached
from twisted.web.http import RESPONSES

from msbazhong_spider.archive import ReceivedResponse, SentRequest

if TYPE_CHECKING:
    from scrapy.http import Headers, Request, Response


def as_sent(request: Request) -> SentRequest:
    """Give a request as it went out, as far as Scrapy tells."""
    parts = urlparse_cached(request)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    headers = [(b"Host", parts.netloc.encode("ascii", "backslashreplace"))]
    return SentRequest(request.method, target, (*headers, *pairs(request.headers)), request.body)


def as_received(response: Response) -> ReceivedResponse:
    """Give an answer as it came in: still compressed, all headers.

    Twisted has joined the chunks, so a Transfer-Encoding would describe what is no longer there.
    """
    phrase = RESPONSES.get(response.status, b"").decode("ascii")
    kept = tuple(
        pair for pair in pairs(response.headers) if pair[0].lower() != b"transfer-encoding"
    )
    status_line = f"{response.protocol or 'HTTP/1.1'} {response.status} {phrase}".rstrip()
    return ReceivedResponse(status_line, kept, response.body)


def pairs(headers: Headers) -> tuple[tuple[bytes, bytes], ...]:
    """Give headers one by one, a header that was sent twice as two."""
    return tuple((name, value) for name, values in headers.items() for value in values)
