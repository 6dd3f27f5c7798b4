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


class RobotsUnreachableError(IgnoreRequest):
    """The rules of a host can't be had, so that nothing there is asked for (RFC 9309, 2.3.1.4)."""


NO_ANSWER: dict[type[BaseException], str] = {
    CannotResolveHostError: "the host name can't be resolved",
    DownloadConnectionRefusedError: "the connection was refused",
    DownloadTimeoutError: "no answer in time",
    DownloadCancelledError: "the answer is larger than DOWNLOAD_MAXSIZE",
    DownloadFailedError: "the connection broke off",
    ResponseDataLossError: "the connection broke off before the answer was complete",
}


STOPPED = "stopped"


def kind_of(error: BaseException | None) -> str:
    """Tell what robots.txt or we ourselves forbid from a fault of the network, and from ours.

    STOPPED is no fault at all: the run ended before there was an answer.
    """
    if isinstance(error, StoppedError):
        return STOPPED
    if isinstance(error, RobotsUnreachableError):
        return "network"
    if isinstance(error, IgnoreRequest):
        return "forbidden"
    return "network" if isinstance(error, (*NO_ANSWER, OSError)) else "internal"


def is_silence(error: BaseException) -> bool:
    """Tell a host that can't be reached from one that answered, be it too much or too little."""
    answered = (DownloadCancelledError, ResponseDataLossError, RobotsUnreachableError)
    return kind_of(error) == "network" and not isinstance(error, answered)


def in_words(error: BaseException | None) -> str:
    """Say why there was no answer."""
    if error is None:
        return "no answer"
    if isinstance(error, IgnoreRequest):
        return str(error)
    return NO_ANSWER.get(type(error)) or f"{type(error).__name__}: {error}"
