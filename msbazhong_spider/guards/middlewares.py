"""The guards on the way of requests and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.responsetypes import responsetypes

from msbazhong_spider.guards.errors import EndlessRedirectError
from msbazhong_spider.guards.handler import PLAIN
from msbazhong_spider.guards.unpack import ACCEPTED

if TYPE_CHECKING:
    from typing import Any

    from scrapy.http import Request, Response
    from scrapy.settings import BaseSettings

_SHOWN = 300


class UnpackMiddleware:
    """Asks for the codings that we take, and puts the unpacked body in the packed one's place."""

    def process_request(self, request: Request) -> None:
        """Say what we can unpack."""
        request.headers.setdefault("Accept-Encoding", ACCEPTED)

    def process_response(self, request: Request, response: Response) -> Response:
        """Give the answer as a reader wants it; the handler has unpacked it."""
        body: bytes | None = request.meta.pop(PLAIN, None)
        if body is None or "Content-Encoding" not in response.headers:
            return response
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        return response.replace(cls=kind, headers=headers, body=body)


class BoundedRedirectMiddleware(RedirectMiddleware):
    """Follows redirects as Scrapy does; one that goes round in circles is an error, and told.

    Scrapy drops a request that was made before without a word, and so every circle.
    """

    def __init__(self, settings: BaseSettings) -> None:
        """Read how many redirects and how long an address there may be."""
        super().__init__(settings)
        self._longest = settings.getint("URLLENGTH_LIMIT")

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Any = None,  # noqa: ARG002 - as the base
    ) -> Request | Response:
        """Give the request that an answer leads to, or the answer, where it leads nowhere."""
        try:
            return super().process_response(request, response)
        except ValueError:  # what it names is no address; the answer says what it is
            return response

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        """Let a redirect pass that leads to a place where its chain has not been."""
        been = [*request.meta.get("redirect_urls", ()), request.url]
        to, size = redirected.url[:_SHOWN], len(redirected.url)
        if redirected.url in been and redirected.method == request.method:
            raise EndlessRedirectError(been[0], f"redirects in a circle, to {to}")
        if len(been) > self.max_redirect_times:
            raise EndlessRedirectError(been[0], f"redirects {len(been)} times, last to {to}")
        if size > self._longest > 0:
            raise EndlessRedirectError(been[0], f"redirects to an address of {size} characters")
        return super()._redirect(redirected, request, reason)
