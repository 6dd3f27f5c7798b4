"""Servers that take their time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msbazhong_spider.replica.site import Answer
    from msbazhong_spider.replica.wire import Message, Wire

_STEP = 0.2  # seconds between two bytes
_LONGEST = 600  # seconds


def drip(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """The body comes at five bytes a second."""
    return replace(answer, sender=_drip)


def _drip(message: Message, wire: Wire) -> None:
    wire.send(message.head)
    for number in range(min(len(message.body), int(_LONGEST / _STEP))):
        wire.send(message.body[number : number + 1])
        if wire.wait(_STEP):
            return


def drip_headers(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """The headers come at five bytes a second."""
    return replace(answer, sender=_drip_headers)


def _drip_headers(message: Message, wire: Wire) -> None:
    head = message.head
    for number in range(len(head)):
        wire.send(head[number : number + 1])
        if wire.wait(_STEP):
            return
    wire.send(message.body)


def silence(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """The request is taken, and nothing comes."""
    return replace(answer, sender=_silence)


def _silence(message: Message, wire: Wire) -> None:  # noqa: ARG001 - a sender
    wire.wait(_LONGEST)
