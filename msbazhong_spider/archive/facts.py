"""What one record says of itself and of the bytes it holds, to be compared with a row about it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from warcio.archiveiterator import WARCIterator
from warcio.exceptions import ArchiveLoadFailed

from msbazhong_spider.errors import UnreadableInputError

if TYPE_CHECKING:
    from typing import BinaryIO

ANSWERS = frozenset({"response", "resource", "revisit"})
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Facts:
    """One record: its headers, and length and SHA-256 of its body, decoded from its codings.

    ``raw_sha256`` is that of the payload in its coding, which counts where the coding that the
    server promised was none. A revisit has the body of another record: its own is empty.
    """

    kind: str
    record_id: str
    url: str
    date: str
    status: int | None
    payload_digest: str | None
    size: int
    sha256: str
    raw_sha256: str
    refers_to: str | None = None


def facts_at(file: BinaryIO, offset: int) -> Facts:
    """Read the record that begins at an offset, one piece of it in memory at a time.

    Raises:
        UnreadableInputError: no record of an answer begins there, or it can't be unpacked.
        OSError: the file can't be read.
    """
    body = _read(file, offset, decoded=True)
    if body.coded:
        return _facts(body, _read(file, offset, decoded=False).sha256)
    return _facts(body, body.sha256)


@dataclass(frozen=True, slots=True)
class _Body:
    record: Any
    coded: bool
    size: int
    sha256: str


def _read(file: BinaryIO, offset: int, *, decoded: bool) -> _Body:
    try:
        file.seek(offset)
        # ArchiveIterator would take five words in a line for the head of an ARC record.
        record = next(iter(WARCIterator(file)))
        if record.rec_type not in ANSWERS:
            raise UnreadableInputError(f"a {record.rec_type} record stands there, no answer")
        coded = record.http_headers is not None
        stream = record.content_stream() if coded and decoded else record.raw_stream
        digest, size = sha256(), 0
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    except StopIteration:
        raise UnreadableInputError("the file ends before") from None
    except (ArchiveLoadFailed, ValueError) as error:
        first = (str(error).strip() or repr(error)).splitlines()[0]
        first = first.partition(", first line:")[0]  # the bytes themselves are nothing to print
        raise UnreadableInputError(f"no readable record begins there ({first})") from error
    return _Body(record, coded, size, digest.hexdigest())


def _facts(body: _Body, raw: str) -> Facts:
    said, http = body.record.rec_headers.get_header, body.record.http_headers
    status = http.get_statuscode() if http is not None else ""
    return Facts(
        kind=body.record.rec_type,
        record_id=said("WARC-Record-ID") or "",
        url=(said("WARC-Target-URI") or "").strip("<> "),
        date=said("WARC-Date") or "",
        status=int(status) if status.isdecimal() else None,
        payload_digest=said("WARC-Payload-Digest"),
        size=body.size,
        sha256=body.sha256,
        raw_sha256=raw,
        refers_to=said("WARC-Refers-To"),
    )
