"""Unpacking, whole or not at all."""

from __future__ import annotations

import gzip
import zlib

import pytest

from msbazhong_spider.guards.errors import DamagedError, TooLargeError
from msbazhong_spider.guards.unpack import unpack

TEXT = ("岚河县召开春耕生产工作会议，" * 9000).encode()
PACKED = gzip.compress(TEXT)
RAW = zlib.compressobj(wbits=-15)
BARE = RAW.compress(TEXT) + RAW.flush()
GOOD = {
    "not packed": (TEXT, []),
    "said not to be packed": (TEXT, [b"identity"]),
    "gzip": (PACKED, [b"gzip"]),
    "gzip under its old name, in capitals": (PACKED, [b" X-GZIP "]),
    "gzip in two members": (gzip.compress(TEXT[:50_000]) + gzip.compress(TEXT[50_000:]), [b"gzip"]),
    "gzip with bytes behind it": (PACKED + b"\r\n", [b"gzip"]),
    "deflate": (zlib.compress(TEXT), [b"deflate"]),
    "deflate without its header": (BARE, [b"deflate"]),
    "one in the other": (gzip.compress(zlib.compress(TEXT)), [b"deflate, gzip"]),
    "one in the other, in two headers": (gzip.compress(PACKED), [b"gzip", b"gzip"]),
}
BAD = {
    "cut off": (PACKED[: len(PACKED) // 2], [b"gzip"], "cut off"),
    "cut off in the header": (PACKED[:5], [b"gzip"], "cut off"),
    "cut off before the checksum": (PACKED[:-8], [b"gzip"], "cut off"),
    "a wrong checksum": (PACKED[:-8] + bytes(8), [b"gzip"], "can't be unpacked"),
    "plain bytes": (TEXT, [b"gzip"], "can't be unpacked"),
    "deflate that is cut off": (zlib.compress(TEXT)[:-4], [b"deflate"], "cut off"),
    "deflate that is none": (TEXT, [b"deflate"], "can't be unpacked"),
    "a second member that is cut off": (PACKED + PACKED[:-9], [b"gzip"], "cut off"),
    "a coding that we did not ask for": (TEXT, [b"br"], "unasked"),
    "packed many times": (TEXT, [b"gzip, gzip, gzip"], "3 times"),
}


@pytest.mark.parametrize(("body", "codings"), GOOD.values(), ids=GOOD)
def test_what_is_whole_is_unpacked(body: bytes, codings: list[bytes]) -> None:
    """Every form that servers send."""
    assert unpack(body, codings, len(TEXT)) == TEXT


@pytest.mark.parametrize(("body", "codings", "why"), BAD.values(), ids=BAD)
def test_what_is_not_whole_is_an_error(body: bytes, codings: list[bytes], why: str) -> None:
    """Never as much of it as could be had."""
    with pytest.raises(DamagedError, match=why):
        unpack(body, codings, 0)


@pytest.mark.parametrize("body", [PACKED, PACKED * 2, gzip.compress(bytes(1 << 26))])
def test_a_body_has_so_many_bytes_at_most(body: bytes) -> None:
    """All members together; unpacking ends as soon as that is clear."""
    with pytest.raises(TooLargeError, match="more than 200000 bytes"):
        unpack(body, [b"gzip"], 200_000)


def test_an_empty_body_is_packed_in_nothing() -> None:
    """As answers without a body have it: 304, redirects."""
    assert unpack(b"", [b"gzip"], 0) == b""
