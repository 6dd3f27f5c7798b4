"""What the guards raise, as Scrapy's own errors: they are retried and counted as those are."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    IgnoreRequest,
    ResponseDataLossError,
)


class DamagedError(ResponseDataLossError):
    """An answer that is not whole, or can't be unpacked. It is asked for again."""


class TooLargeError(DownloadCancelledError):
    """An answer that is larger than we want to hold, as it comes in or unpacked."""


class EndlessRedirectError(IgnoreRequest):
    """A page that redirects round in circles, or to ever new addresses."""

    def __init__(self, asked: str, why: str) -> None:
        """Take the address that was asked for first, and what its redirects do."""
        self.asked = asked
        super().__init__(why)


class PrivateAddressError(CannotResolveHostError):
    """A public name that stands for an address which is not public."""
