"""Servers that are broken, busy or rude: answers that are told by their status."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msbazhong_spider.replica.site import Answer
    from msbazhong_spider.replica.wire import Message, Wire

_PAGE = b"<html><head><title>%d</title></head><body><h1>%d</h1><hr>nginx</body></html>"
_SKEW = timedelta(days=2)
_SOON = "1"  # seconds


def _plain(status: int) -> bytes:
    return _PAGE % (status, status)


def broken(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """The server failed (500)."""
    return replace(answer, status=500, body=_plain(500), modified=None)


def busy(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """The server wants to be left alone for a second (503 with Retry-After)."""
    headers = (*answer.headers, ("Retry-After", _SOON))
    return replace(answer, status=503, body=_plain(503), modified=None, headers=headers)


def busy_until(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """The same as a date, by a clock that is two days ahead, as its Date says."""
    return replace(answer, status=503, body=_plain(503), modified=None, sender=_two_days_ahead)


def _two_days_ahead(message: Message, wire: Wire) -> None:
    now = datetime.now(UTC) + _SKEW
    until = format_datetime(now + timedelta(seconds=int(_SOON)), usegmt=True)
    message = message.but(Date=format_datetime(now, usegmt=True), Retry_After=until)
    wire.send(message.head, message.body)


def too_many(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """Too many requests (429), for a second."""
    headers = (*answer.headers, ("Retry-After", _SOON))
    return replace(answer, status=429, body=_plain(429), modified=None, headers=headers)


def forbidden(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """Not for us (403), though it was before."""
    return replace(answer, status=403, body=_plain(403), modified=None)
