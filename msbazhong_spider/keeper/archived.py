"""What the archive holds already, and what of it has no row yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msbazhong_spider.archive import Earlier
from msbazhong_spider.archive.read import read_page
from msbazhong_spider.archive.scan import iter_entries
from msbazhong_spider.items import Page
from msbazhong_spider.middlewares import look_at
from msbazhong_spider.store.captured import by_record, last_record, latest_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from msbazhong_spider.items import Capture
    from msbazhong_spider.pages import Hints
    from msbazhong_spider.store import Store

NOT_MODIFIED = 304


class Archived:
    """What the archive holds already, as its rows tell: for records that only repeat it."""

    def __init__(self, store: Store) -> None:
        """Take the store whose rows are asked."""
        self._store = store

    def same_payload(self, digest: str) -> Earlier | None:
        """Give the record whose payload has that digest."""
        return as_earlier(by_record(self._store, None, digest))

    def same_address(self, url: str) -> Earlier | None:
        """Give the record that holds what an address answered last."""
        return as_earlier(latest_of(self._store, url))


def as_earlier(capture: Capture | None) -> Earlier | None:
    """Give the record of an answer; None for an answer whose row does not name it."""
    if capture is None or not (capture.warc_file and capture.record_id and capture.payload_digest):
        return None
    return Earlier(
        record_id=capture.record_id,
        url=capture.url,
        fetched=capture.fetched,
        digest=capture.payload_digest,
        file=capture.warc_file,
    )


def unrecorded(store: Store, path: Path, hints: Hints | None) -> Iterator[Capture]:
    """Give the answers at the end of a WARC file whose rows were lost when their run was killed."""
    last = last_record(store, path.name)
    for entry in iter_entries(path, last or 0):
        if entry.date is None or (last is not None and entry.offset <= last):
            continue
        page = read_page(path, entry.offset)
        if page is None:  # a revisit: its page is that of the record which it repeats
            same = by_record(store, entry.refers_to_id, entry.digest)
            empty = look_at(Page(entry.url, b"", entry.status)).capture
            capture = empty if same is None or entry.status == NOT_MODIFIED else same
        else:
            capture = look_at(page, hints).capture
        yield replace(
            capture,
            url=entry.url,
            fetched=entry.date,
            status=entry.status,
            warc_file=path.name,
            warc_offset=entry.offset,
            payload_digest=entry.digest,
            record_id=entry.record_id,
            refers_to=entry.refers_to_id,
        )
