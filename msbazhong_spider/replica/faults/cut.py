"""Answers that end too early: what came in is not what was meant to be sent.

All keep the ETag of the whole page, as servers do: whoever keeps it beside half a page is told
ever after that nothing has changed.
"""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msbazhong_spider.replica.server import Fault
    from msbazhong_spider.replica.site import Answer
    from msbazhong_spider.replica.wire import Message, Sender, Wire

_MORE = 1000  # bytes


def _sent_by(sender: Sender, what: str) -> Fault:
    def fault(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
        return replace(answer, sender=sender)

    fault.__doc__ = what
    return fault


def _half(body: bytes) -> bytes:
    return body[: len(body) // 2]


def _reset(message: Message, wire: Wire) -> None:
    wire.send(message.head, _half(message.body))
    wire.reset()


def _closed(message: Message, wire: Wire) -> None:
    wire.send(message.head, _half(message.body))


def _promised(message: Message, wire: Wire) -> None:
    wire.send(message.but(Content_Length=str(len(message.body) + _MORE)).head, message.body)


def _short(message: Message, wire: Wire) -> None:
    wire.send(message.but(Content_Length=str(len(message.body) // 2)).head, message.body)


def _unmeasured(message: Message, wire: Wire) -> None:
    plain = _plain(message)
    head = plain.but(Content_Length=None, Connection="close").head
    wire.send(head, _half(plain.body))


def _plain(message: Message) -> Message:
    if ("Content-Encoding", "gzip") not in message.headers:
        return message
    body = gzip.decompress(message.body)
    return replace(message.but(Content_Encoding=None), body=body)


def _cut_gzip(message: Message, wire: Wire) -> None:
    packed = gzip.compress(_plain(message).body, mtime=0)
    half = _half(packed)
    wire.send(message.but(Content_Encoding="gzip", Content_Length=str(len(half))).head, half)


def _bad_gzip(message: Message, wire: Wire) -> None:
    packed = gzip.compress(_plain(message).body, mtime=0)
    wrong = packed[:-8] + bytes(8)
    wire.send(message.but(Content_Encoding="gzip", Content_Length=str(len(wrong))).head, wrong)


def _no_gzip(message: Message, wire: Wire) -> None:
    body = _plain(message).body
    wire.send(message.but(Content_Encoding="gzip", Content_Length=str(len(body))).head, body)


def _bad_chunks(message: Message, wire: Wire) -> None:
    head = message.but(Content_Length=None, Transfer_Encoding="chunked").head
    half = _half(message.body)
    wire.send(head, b"%x\r\n" % len(message.body), half)


reset = _sent_by(_reset, "The connection is reset in the middle of the body.")
closed = _sent_by(_closed, "The connection is closed in the middle of the body.")
length_long = _sent_by(_promised, "Content-Length promises more than comes.")
length_short = _sent_by(_short, "Content-Length says half of what comes.")
unmeasured = _sent_by(_unmeasured, "Half a page without any length, ended by closing.")
cut_gzip = _sent_by(_cut_gzip, "Half of a gzip stream, with the right length of that half.")
bad_gzip = _sent_by(_bad_gzip, "A gzip stream whose checksum is wrong.")
no_gzip = _sent_by(_no_gzip, "Plain bytes that are said to be gzip.")
cut_chunks = _sent_by(_bad_chunks, "A chunked body that ends inside of a chunk.")
