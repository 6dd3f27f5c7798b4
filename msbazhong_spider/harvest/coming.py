"""Records of a WARC file as answers on their way into the archive: whose, of which time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msbazhong_spider.errors import UnreadableInputError
from msbazhong_spider.harvest.origins import Origin, original_of
from msbazhong_spider.items import Capture, PageKind

if TYPE_CHECKING:
    from msbazhong_spider.archive.scan import Entry

_GOOD = range(200, 300)
_PAGES = ("http://", "https://", "urn:sha256:")


@dataclass(frozen=True, slots=True)
class Coming:
    """An answer whose record is in the archive, and whose row is yet to be written."""

    entry: Entry
    capture: Capture

    @property
    def is_rewritten(self) -> bool:
        """Whether the Wayback Machine has put its own links and scripts into the page."""
        return self.capture.origin == Origin.REWRITTEN


def coming(entry: Entry, file: str, origin: Origin) -> Coming | None:
    """Give the answer that a record holds; None for what is no page of the web (DNS and so on).

    An address of the Wayback Machine stands for the original one at the time that it names. But
    what the Machine says of itself (not archived, wait) is no answer of the site.

    Raises UnreadableInputError for a record that does not say when it was made.
    """
    if not entry.url.lower().startswith(_PAGES):
        return None
    if entry.date is None:
        raise UnreadableInputError(
            f"{file} at byte {entry.offset}: a record without WARC-Date; it can't be placed in time"
        )
    url, fetched = entry.url, entry.date
    original = original_of(url)
    if original is not None and (entry.status in _GOOD or entry.is_memento):
        url, fetched = original.url, original.when
        origin = Origin.WAYBACK if original.is_raw else Origin.REWRITTEN
    capture = Capture(
        url=url,
        fetched=fetched.replace(microsecond=0),
        status=entry.status,
        kind=PageKind.OTHER,  # until it has been read
        size=0,
        sha256="",
        warc_file=file,
        warc_offset=entry.offset,
        origin=origin.value,
        payload_digest=entry.digest,
        record_id=entry.record_id,
    )
    return Coming(entry, capture)
