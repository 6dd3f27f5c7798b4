"""Addresses that grow: a trap that adds to its own address on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.spidermiddlewares.urllength import UrlLengthMiddleware

from msbazhong_spider.keeper import Keeper

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

_SHOWN = 500


class LengthMiddleware(UrlLengthMiddleware):
    """Drops requests for addresses longer than URLLENGTH_LIMIT, and records each as a problem."""

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:
        """Give the request, or None for one that is not asked for."""
        kept = super().get_processed_request(request, response)
        keeper = self.crawler.get_extension(Keeper)
        if kept is None and keeper is not None:
            why = f"an address of {len(request.url)} characters is not asked for"
            keeper.problem(f"{request.url[:_SHOWN]}…", "address_too_long", why)
        return kept
