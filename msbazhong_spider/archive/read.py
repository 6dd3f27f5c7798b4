"""Reading WARC files of any crawler, one record in memory at a time."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed

from msbazhong_spider.errors import UnreadableInputError
from msbazhong_spider.items import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_log = logging.getLogger(__name__)


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
                yield from _pages(path, ArchiveIterator(file))
        except ArchiveLoadFailed as error:
            first = str(error).strip().splitlines()[0]
            raise UnreadableInputError(f"{path}: no WARC, or a damaged one ({first})") from error
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


def _page(record: Any) -> Page:
    http = record.http_headers
    coding = (http.get_header("content-encoding") or "identity").strip().lower()
    if coding not in ("identity", "none", *BufferedReader.get_supported_decompressors()):
        raise ValueError(f"content coding {coding!r} is not known")
    return Page(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        body=record.content_stream().read(),
        status=int(http.get_statuscode()),
        headers={name.lower(): value for name, value in http.headers},
        fetched=_date(record.rec_headers.get_header("WARC-Date")),
    )


def _date(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
