"""Answers that are too large: to come in, to unpack, or to have an end."""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msbazhong_spider.replica.site import Answer
    from msbazhong_spider.replica.wire import Message, Wire

_MIB = 1 << 20
_BOMB = 128 * _MIB  # bytes unpacked
_HUGE = 100 * _MIB
_MOST = 4096 * _MIB  # after so much even an endless answer ends, if nobody leaves before
_PIECE = b"<p>" + b"x" * 65529 + b"</p>"


_packing = Lock()


@cache
def _packed_once(size: int) -> bytes:
    """Pack so many bytes of nothing, piece by piece."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = bytes(_MIB)
    pieces = [packer.compress(piece) for _ in range(size // _MIB)]
    return b"".join((*pieces, packer.flush()))


def _packed(size: int) -> bytes:
    """Give the same, with one thread at work and the others waiting for it."""
    with _packing:
        return _packed_once(size)


def _packed_body(message: Message, wire: Wire, body: bytes, coding: str) -> None:
    message = message.but(Content_Encoding=coding, Content_Length=str(len(body)))
    wire.send(message.head, body)


def _bomb(message: Message, wire: Wire) -> None:
    _packed_body(message, wire, _packed(_BOMB), "gzip")


def _double_bomb(message: Message, wire: Wire) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    twice = packer.compress(_packed(_BOMB)) + packer.flush()
    _packed_body(message, wire, twice, "gzip, gzip")


def bomb(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """An eighth of a megabyte that unpacks to 128 MiB."""
    return replace(answer, sender=_bomb)


def double_bomb(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """The same, packed once more: less than a kilobyte."""
    return replace(answer, sender=_double_bomb)


def endless(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """A body of unknown length that does not end."""
    return replace(answer, sender=_endless)


def _endless(message: Message, wire: Wire) -> None:
    head = message.but(Content_Length=None, Content_Encoding=None, Connection="close").head
    wire.send(head)
    for _ in range(_MOST // len(_PIECE)):
        wire.send(_PIECE)


def huge(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """A page of 100 MiB, as its length says."""
    return replace(answer, sender=_huge)


def _huge(message: Message, wire: Wire) -> None:
    wire.send(message.but(Content_Length=str(_HUGE), Content_Encoding=None).head)
    for _ in range(_HUGE // len(_PIECE)):
        wire.send(_PIECE)
    wire.send(_PIECE[: _HUGE % len(_PIECE)])


def endless_headers(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """Headers that do not end."""
    return replace(answer, sender=_endless_headers)


def _endless_headers(message: Message, wire: Wire) -> None:
    wire.send(message.head[:-2])
    line = b"".join(b"X-%d: %s\r\n" % (number, b"x" * 1000) for number in range(64))
    for _ in range(_MOST // len(line)):
        wire.send(line)


def many_headers(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """Five thousand headers before a page that is in order."""
    return replace(answer, sender=_many_headers)


def _many_headers(message: Message, wire: Wire) -> None:
    lines = "".join(f"X-Number-{number}: {number}\r\n" for number in range(5000))
    wire.send(message.head[:-2], lines.encode(), b"\r\n", message.body)
