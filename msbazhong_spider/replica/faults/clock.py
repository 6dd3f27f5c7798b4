"""Servers whose clock is wrong, and says so in every answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msbazhong_spider.replica.server import Fault
    from msbazhong_spider.replica.site import Answer
    from msbazhong_spider.replica.wire import Message, Wire


def _skewed(by: timedelta, what: str) -> Fault:
    def send(message: Message, wire: Wire) -> None:
        now = format_datetime(datetime.now(UTC) + by, usegmt=True)
        later = format_datetime(datetime.now(UTC) + by + timedelta(days=1), usegmt=True)
        message = message.but(Date=now, Last_Modified=later, Expires=later, ETag=None)
        wire.send(message.head, message.body)

    def fault(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
        return replace(answer, sender=send)

    fault.__doc__ = what
    return fault


ahead = _skewed(timedelta(days=400), "The server's clock is more than a year ahead.")
behind = _skewed(timedelta(days=-20_000), "The server's clock stands in the nineteen-seventies.")
