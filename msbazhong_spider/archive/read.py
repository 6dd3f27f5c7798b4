"""Reading WARC files of any crawler, one record in memory at a time."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from warcio.archiveiterator import WARCIterator
from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed

from msbazhong_spider.errors import UnreadableInputError
from msbazhong_spider.items import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_log = logging.getLogger(__name__)
_DIGITS_OF_A_SECOND = 6
_PIECE = 1 << 20


def iter_pages(paths: Iterable[Path]) -> Iterator[Page]:
    """Give the answers in ``.warc`` and ``.warc.gz`` files, decoded from their codings.

    The body is the page's own bytes: without chunks and content coding, in the page's charset. Of
    a header sent twice the last value stands in the page. A record that cannot be decoded is
    logged and passed over.

    Raises:
        UnreadableInputError: a file that is not there or is no WARC.
    """
    for path in paths:
        try:
            with path.open("rb") as file:
                yield from _pages(path, WARCIterator(file))
        except ArchiveLoadFailed as error:
            first = str(error).strip().splitlines()[0]
            raise UnreadableInputError(f"{path}: no WARC, or a damaged one ({first})") from error
        except OSError as error:
            raise UnreadableInputError(f"{path}: {error.strerror or error}") from error


def read_page(path: Path, offset: int, longest: int | None = None) -> Page | None:
    """Give the page whose record begins at an offset; None for a revisit: its bytes are elsewhere.

    A ``resource`` record (a file rather than an answer) is a page with status 200. ``longest`` is
    the number of bytes after which the body is cut off, so that a film takes no memory.

    Raises:
        UnreadableInputError: no such file, no answer begins there, or it cannot be decoded.
    """
    with _answer_at(path, offset) as record:
        return None if record.rec_type == "revisit" else _page(record, longest)


def measure(path: Path, offset: int) -> tuple[int, str]:
    """Give length and SHA-256 of the body that begins at an offset, however long it is.

    Raises UnreadableInputError as ``read_page`` does.
    """
    digest, size = sha256(), 0
    with _answer_at(path, offset) as record:
        stream = record.content_stream() if record.http_headers else record.raw_stream
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()


@contextmanager
def _answer_at(path: Path, offset: int) -> Iterator[Any]:
    where = f"{path} at byte {offset}"
    try:
        with path.open("rb") as file:
            file.seek(offset)
            record = next(iter(WARCIterator(file)))
            if record.rec_type not in ("response", "resource", "revisit"):
                raise UnreadableInputError(f"{where}: a {record.rec_type} record, no answer")
            yield record
    except StopIteration:
        raise UnreadableInputError(f"{where}: the file ends before") from None
    except (ArchiveLoadFailed, ValueError) as error:
        first = (str(error).strip() or repr(error)).splitlines()[0]
        raise UnreadableInputError(f"{where}: no readable record ({first})") from error
    except OSError as error:
        raise UnreadableInputError(f"{path}: {error.strerror or error}") from error


def _pages(path: Path, records: Any) -> Iterator[Page]:
    for record in records:
        if record.rec_type != "response" or record.http_headers is None:
            continue
        try:
            yield _page(record)
        except ValueError as error:
            _log.warning("%s: a record passed over (%s)", path, error)


def _page(record: Any, longest: int | None = None) -> Page:
    http = record.http_headers
    size = -1 if longest is None else longest
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    fetched = date_of(record.rec_headers.get_header("WARC-Date"))
    if http is None:
        said = record.rec_headers.get_header("Content-Type")
        headers = {"content-type": said} if said else {}
        return Page(url, _body(record.raw_stream, size), headers=headers, fetched=fetched)
    coding = (http.get_header("content-encoding") or "identity").strip().lower()
    if coding not in ("identity", "none", *BufferedReader.get_supported_decompressors()):
        raise ValueError(f"content coding {coding!r} is not known")
    return Page(
        url=url,
        body=_body(record.content_stream(), size),
        status=int(http.get_statuscode()),
        headers={name.lower(): value for name, value in http.headers},
        fetched=fetched,
    )


def _body(stream: Any, size: int) -> bytes:
    """Read so many bytes (-1: all); one call may give less than it is asked for."""
    if size < 0:
        return bytes(stream.read())
    pieces, left = [], size
    while left > 0 and (piece := stream.read(left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def date_of(text: str | None) -> datetime | None:
    """Read a WARC-Date; None for none. Fractions beyond microseconds (WARC 1.1) are cut off.

    >>> date_of("2019-03-05T01:23:45.123456789Z").isoformat()
    '2019-03-05T01:23:45.123456+00:00'
    """
    if not text:
        return None
    whole, point, rest = text.strip().partition(".")
    digits = rest.rstrip("Zz")[:_DIGITS_OF_A_SECOND].ljust(_DIGITS_OF_A_SECOND, "0")
    when = datetime.fromisoformat(f"{whole}.{digits}+00:00" if point else whole)
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
