"""What a WARC file holds, record by record, without keeping any of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warcio.archiveiterator import WARCIterator
from warcio.exceptions import ArchiveLoadFailed

from msbazhong_spider.archive.read import date_of
from msbazhong_spider.errors import UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

ANSWERS = frozenset({"response", "resource", "revisit"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer in a file: its kind of record, where it begins, and what its headers say.

    ``refers_to_*`` are those of a revisit record: what it repeats. ``is_memento`` says that an
    archive served it and named the time at which that archive had got it.
    """

    kind: str
    offset: int
    url: str
    date: datetime | None
    record_id: str | None = None
    digest: str | None = None
    status: int = 200
    is_memento: bool = False
    refers_to_id: str | None = None
    refers_to_url: str | None = None
    refers_to_date: datetime | None = None


def iter_entries(path: Path, start: int = 0) -> Iterator[Entry]:
    """Give the answers that a WARC file holds: responses, resources and revisits, in their order.

    ``start`` is where the first record to be looked at begins.

    Raises:
        UnreadableInputError: a file that is not there, is no WARC, or is damaged from some place
            on; what stands before that place was given.
    """
    try:
        with path.open("rb") as file:
            file.seek(start)
            records = WARCIterator(file)
            for record in records:
                if record.rec_type in ANSWERS:
                    yield _entry(record, records.get_record_offset())
    except (ArchiveLoadFailed, ValueError) as error:
        first = (str(error).strip() or repr(error)).splitlines()[0]
        raise UnreadableInputError(f"{path}: a damaged WARC ({first})") from error
    except OSError as error:
        raise UnreadableInputError(f"{path}: {error.strerror or error}") from error


def _entry(record: Any, offset: int) -> Entry:
    said, http = record.rec_headers.get_header, record.http_headers
    status = http.get_statuscode() if http is not None else ""
    return Entry(
        kind=record.rec_type,
        offset=offset,
        url=(said("WARC-Target-URI") or "").strip("<> "),
        date=date_of(said("WARC-Date")),
        record_id=said("WARC-Record-ID"),
        digest=said("WARC-Payload-Digest"),
        status=int(status) if status.isdecimal() else 200,
        is_memento=http is not None and http.get_header("Memento-Datetime") is not None,
        refers_to_id=said("WARC-Refers-To"),
        refers_to_url=said("WARC-Refers-To-Target-URI"),
        refers_to_date=date_of(said("WARC-Refers-To-Date")),
    )
