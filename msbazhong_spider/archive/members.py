"""A ``.warc.gz`` as what it is on disk: gzip members one after the other, a record in each."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_PIECE = 1 << 16
_GZIP = zlib.MAX_WBITS + 16


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member, from ``start`` to ``end`` (excluded). ``damage`` is None if it is whole."""

    start: int
    end: int
    damage: str | None = None


def iter_members(file: BinaryIO) -> Iterator[Member]:
    """Walk the members of a file, checking each one's CRC, without keeping what is in them.

    The walk ends with the first member that is cut off or damaged; it is given last.
    """
    start, rest = file.tell(), b""
    while True:
        rest = rest or file.read(_PIECE)
        if not rest:
            return
        damage, rest, end = _walk_one(file, rest)
        yield Member(start, end, damage)
        if damage:
            return
        start = end


def _walk_one(file: BinaryIO, rest: bytes) -> tuple[str | None, bytes, int]:
    """Go through one member; give its damage, the bytes read beyond it, and where it ends."""
    unpacker = zlib.decompressobj(_GZIP)
    piece = rest
    while piece:
        try:
            while piece and not unpacker.eof:
                unpacker.decompress(piece, _PIECE)
                piece = unpacker.unconsumed_tail
        except zlib.error as error:
            return f"damaged ({error})", b"", file.tell()
        if unpacker.eof:
            return None, unpacker.unused_data, file.tell() - len(unpacker.unused_data)
        piece = file.read(_PIECE)
    return "cut off", b"", file.tell()
