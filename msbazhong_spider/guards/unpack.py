"""Unpacking answers, whole or not at all, and never more than so many bytes.

Scrapy gives what it could unpack of a stream that was cut off, as if that were the page. Here half
a page is an error. Only the two codings that we ask for are taken.
"""

from __future__ import annotations

import zlib

from msbazhong_spider.guards.errors import DamagedError, TooLargeError

ACCEPTED = b"gzip, deflate"
_GZIP, _ZLIB, _RAW = 31, 15, -15  # the window bits that tell zlib of its three forms
_DEFLATE = 8  # the method, in the lower half of the first byte
_NONE = frozenset({b"", b"identity", b"none"})
_PIECE = 1 << 16
_MAGIC = b"\x1f\x8b"
_MOST_CODINGS = 2  # one over the other; more is a trick


def unpack(body: bytes, codings: list[bytes], most: int) -> bytes:
    """Give a body without its codings, as Content-Encoding lists them (the last one outermost).

    Raises:
        DamagedError: a stream that is cut off or broken, or in a coding that we did not ask for.
        TooLargeError: it would have more than ``most`` bytes (0: as many as it likes).
    """
    names = [name.strip().lower() for line in codings for name in line.split(b",")]
    wanted = [name for name in reversed(names) if name not in _NONE]
    if len(wanted) > _MOST_CODINGS:
        raise DamagedError(f"the answer is packed {len(wanted)} times over")
    for name in wanted if body else ():
        body = _unpacked(body, name, most)
    return body


def _unpacked(body: bytes, name: bytes, most: int) -> bytes:
    try:
        if name in (b"gzip", b"x-gzip"):
            return _members(body, most)
        if name == b"deflate":
            return _stream(body, _ZLIB if _has_zlib_header(body) else _RAW, most)[0]
    except zlib.error as error:
        raise DamagedError(f"the answer can't be unpacked ({error})") from error
    raise DamagedError(f"the answer is packed in {name.decode('latin-1')!r}, unasked")


def _has_zlib_header(body: bytes) -> bool:
    """Tell deflate as it is meant from the bare stream that some servers send (RFC 1950, 2.2)."""
    return body[0] & 15 == _DEFLATE and int.from_bytes(body[:2]) % 31 == 0


def _members(body: bytes, most: int) -> bytes:
    """Unpack all members of a gzip stream; what follows and is none is not part of it."""
    whole = b""
    while body[:2] == _MAGIC or not whole:
        piece, body = _stream(body, _GZIP, most, len(whole))
        whole += piece
        if not piece:
            break
    return whole


def _stream(body: bytes, form: int, most: int, size: int = 0) -> tuple[bytes, bytes]:
    """Unpack one stream, after ``size`` bytes of others; give it, and the bytes behind its end."""
    packer = zlib.decompressobj(form)
    pieces: list[bytes] = []
    rest = body
    while not packer.eof:
        piece = packer.decompress(rest, _PIECE)
        rest = packer.unconsumed_tail
        if not piece and not rest and not packer.eof:
            raise DamagedError("the answer was cut off before it could be unpacked to its end")
        pieces.append(piece)
        size += len(piece)
        if most and size > most:
            raise TooLargeError(f"the answer has more than {most} bytes unpacked")
    return b"".join(pieces), packer.unused_data
