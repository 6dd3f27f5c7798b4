"""Requests that got no answer: whose fault it was, and why, in words."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from msbazhong_spider.gate import StoppedError
from msbazhong_spider.guards.errors import (
    DamagedError,
    EndlessRedirectError,
    PrivateAddressError,
    TooLargeError,
)


class RobotsUnreachableError(IgnoreRequest):
    """The rules of a host can't be had, so that nothing there is asked for (RFC 9309, 2.3.1.4)."""


STOPPED = "stopped"
OWN = (DamagedError, EndlessRedirectError, PrivateAddressError, TooLargeError)
# The first that fits counts: some are made of others.
KINDS: dict[type[BaseException], str] = {
    StoppedError: STOPPED,
    RobotsUnreachableError: "network",
    EndlessRedirectError: "redirects",
    PrivateAddressError: "private",
    IgnoreRequest: "forbidden",
    DownloadCancelledError: "too_large",
    ResponseDataLossError: "damaged",
}
NO_ANSWER: dict[type[BaseException], str] = {
    CannotResolveHostError: "the host name can't be resolved",
    DownloadConnectionRefusedError: "the connection was refused",
    DownloadTimeoutError: "no answer in time",
    DownloadCancelledError: "the answer is larger than DOWNLOAD_MAXSIZE",
    DownloadFailedError: "the connection broke off",
    ResponseDataLossError: "the connection broke off before the answer was complete",
}


def kind_of(error: BaseException | None) -> str:
    """Tell what robots.txt or we ourselves forbid from faults of site and network, and from ours.

    ``damaged`` is an answer that did not come in whole, ``too_large`` one that had no end in sight,
    STOPPED no fault at all: the run ended before there was an answer.
    """
    for known, kind in KINDS.items():
        if isinstance(error, known):
            return kind
    return "network" if isinstance(error, (*NO_ANSWER, OSError)) else "internal"


def is_silence(error: BaseException) -> bool:
    """Tell a host that can't be reached from one that answered, be it too much or too little."""
    return kind_of(error) == "network" and not isinstance(error, RobotsUnreachableError)


def in_words(error: BaseException | None) -> str:
    """Say why there was no answer."""
    if error is None:
        return "no answer"
    if isinstance(error, (IgnoreRequest, *OWN)):
        return str(error)
    return NO_ANSWER.get(type(error)) or f"{type(error).__name__}: {error}"
