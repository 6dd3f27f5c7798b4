"""Asking for no more than is new: answers that the archive holds already stand in for requests.

Two cases. A page that is known is asked for on condition that it changed (RFC 9110, 13.1); the
server's 304 is put back into the page that the archive holds. And an answer that came in just
before a run was killed, so that nobody has read it yet, is read instead of asked for again.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from scrapy.responsetypes import responsetypes

from msbazhong_spider.archive import WarcPlace
from msbazhong_spider.errors import UnreadableInputError
from msbazhong_spider.keeper import Keeper
from msbazhong_spider.middlewares import FETCHED, LOOK, RECORD, look_at

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

    from msbazhong_spider.items import Capture, Page

logger = logging.getLogger(__name__)

OK, NOT_MODIFIED = 200, 304
KNOWN = "msbazhong_known"
# What described the bytes on the wire, and not the page that the archive gives back.
OF_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_LONGEST_TAG = 500  # characters of an ETag; what is longer is no tag
UNCONDITIONAL = "msbazhong_unconditional"


def as_response(page: Page, request: Request, status: int) -> Response:
    """Give an archived page as an answer to a request."""
    headers = {name: value for name, value in page.headers.items() if name not in OF_THE_WIRE}
    made = responsetypes.from_args(url=request.url, body=page.body)
    return made(request.url, status=status, headers=headers, body=page.body, request=request)


class RevisitMiddleware:
    """Puts conditions on requests for known pages, and answers what the archive can answer.

    A server may be wrong about what changed, so that a page is asked for without condition when
    MSBAZHONG_TRUST_DAYS have passed since it was last had whole, and in a full run.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Read for how long a server is believed."""
        self._crawler = crawler
        self._trust = timedelta(days=crawler.settings.getfloat("MSBAZHONG_TRUST_DAYS"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it as Scrapy wants it."""
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        """Answer from the archive, or ask on condition, or let the request be as it is."""
        keeper = self._crawler.get_extension(Keeper)
        place = request.cb_kwargs.get("place")
        if keeper is None or place is None or request.method != "GET":
            return None
        if place.resumed and (unread := keeper.unread(request.url)) is not None:
            return self._read_now(request, unread, keeper)
        if UNCONDITIONAL not in request.meta and not keeper.is_full:
            self._put_condition(request, keeper)
        return None

    def _read_now(self, request: Request, unread: Capture, keeper: Keeper) -> Response | None:
        page = page_of(unread, keeper)
        if page is None:
            return None
        if unread.status == NOT_MODIFIED:
            request.meta[KNOWN] = unread
            page = replace(page, body=b"")
        request.meta[FETCHED] = unread.fetched
        request.meta[RECORD] = WarcPlace(
            unread.warc_file or "",
            unread.warc_offset or 0,
            unread.payload_digest or "",
            unread.record_id or "",
            unread.refers_to,
        )
        self._crawler.stats.inc_value("msbazhong/from_archive")
        return as_response(page, request, unread.status)

    def _put_condition(self, request: Request, keeper: Keeper) -> None:
        known = keeper.to_compare(request.url, datetime.now(UTC) - self._trust)
        if known is None:
            return
        request.meta[KNOWN] = known
        if known.etag and len(known.etag) <= _LONGEST_TAG:
            request.headers["If-None-Match"] = known.etag.encode("latin-1", "replace")
        if known.last_modified and is_past(known.last_modified, known.fetched):
            request.headers["If-Modified-Since"] = known.last_modified.encode("latin-1", "replace")

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Put the archived page in the place of a 304, which has been looked at and recorded.

        If that page is lost, it is asked for again, without condition.
        """
        keeper, known = self._crawler.get_extension(Keeper), request.meta.pop(KNOWN, None)
        if response.status != NOT_MODIFIED or known is None or keeper is None:
            return response
        page = page_of(known, keeper)
        if page is None:
            return self._unconditional(request)
        self._crawler.stats.inc_value("msbazhong/not_modified")
        hints = getattr(self._crawler.spidercls, "hints", None)
        own = request.meta[LOOK].capture
        request.meta[LOOK] = replace(look_at(page, hints), capture=own, is_same=True)
        return as_response(page, request, OK)

    def _unconditional(self, request: Request) -> Request:
        again = request.replace(dont_filter=True)
        for name in ("If-None-Match", "If-Modified-Since"):
            again.headers.pop(name, None)
        again.meta[UNCONDITIONAL] = True
        return again


def is_past(last_modified: str, when: datetime) -> bool:
    """Tell whether a Last-Modified may be believed: a date, and none after the answer itself.

    A server whose clock was ahead would say for as long that nothing has changed since.
    """
    try:
        said = parsedate_to_datetime(last_modified)
    except ValueError:
        return False
    return (said if said.tzinfo else said.replace(tzinfo=UTC)) <= when


def page_of(capture: Capture, keeper: Keeper) -> Page | None:
    """Give the page of an answer out of the archive; None if its bytes can't be had any more."""
    try:
        page = keeper.page_of(capture)
    except UnreadableInputError as error:
        logger.warning("%s: not in the archive any more, asked for again: %s", capture.url, error)
        return None
    return replace(page, url=capture.url, fetched=capture.fetched) if page else None
