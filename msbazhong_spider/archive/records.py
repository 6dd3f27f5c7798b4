"""HTTP messages as WARC records hold them: byte for byte as they went over the wire."""

from __future__ import annotations

import re
from base64 import b32encode
from dataclasses import dataclass
from hashlib import sha1
from typing import TYPE_CHECKING, Any

from warcio.statusandheaders import StatusAndHeaders

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNSAFE_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f]")
_LINE_END = re.compile(rb"[\r\n]+")

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request: method (``GET``), target (``/path?query``), headers in their order, and body."""

    method: str
    target: str
    headers: Headers = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class ReceivedResponse:
    """An answer: status line (``HTTP/1.1 200 OK``), all headers, also double ones, and payload.

    The payload is what came in, still in its content coding (gzip ...).
    """

    status_line: str
    headers: Headers = ()
    payload: bytes = b""

    @property
    def is_not_modified(self) -> bool:
        """Whether it says that what was sent before still holds (304)."""
        return self.status_line.split(" ")[1:2] == ["304"]


class ExactHeaders(StatusAndHeaders):  # type: ignore[misc] # warcio ships no types
    """Headers that are written just as they came; warcio alone would re-encode them."""

    def __init__(self, first_line: str, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Take the first line and the headers as bytes."""
        kept = [(name, _one_line(value)) for name, value in headers]
        protocol, _, rest = first_line.partition(" ")
        super().__init__(rest, kept, protocol=protocol)
        lines = [first_line.encode("utf-8"), *(b"%b: %b" % pair for pair in kept), b"", b""]
        self._exact = b"\r\n".join(lines)

    def compute_headers_buffer(self, header_filter: Any = None) -> None:  # noqa: ARG002 - warcio's
        """Hand warcio the bytes to write."""
        self.headers_buff = self._exact


def payload_digest(payload: bytes) -> str:
    """Give the digest of a payload in the form that WARC files have used from the beginning.

    >>> payload_digest(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    digest = sha1(payload, usedforsecurity=False).digest()
    return f"sha1:{b32encode(digest).decode('ascii')}"


def safe_address(url: str) -> str:
    """Encode what would break the header of a record: blanks, line ends, control characters."""
    return _UNSAFE_IN_ADDRESS.sub(lambda match: f"%{ord(match.group()):02X}", url)


def _one_line(value: bytes) -> bytes:
    return _LINE_END.sub(b" ", value)
