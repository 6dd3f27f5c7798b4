"""Where an imported page came from, and which page of which time it was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Origin(StrEnum):
    """What stands in ``capture.origin``: where a page came from, and what dates it."""

    LIVE = "live"
    WARC = "warc/warc-date"
    WACZ = "wacz/warc-date"
    WAYBACK = "wayback/timestamp"
    REWRITTEN = "wayback-rewritten/timestamp"
    SAVED_SIDECAR = "saved/sidecar"
    SAVED_NOTE = "saved/page-note"
    SAVED_FILE_TIME = "saved/file-time"


_WAYBACK = re.compile(
    r"https?://(?:web|wayback)\.archive\.org/web/(\d{4,14})([a-z]{2}_)?/(.+)", re.IGNORECASE
)
_RAW = "id_"
_EARLIEST = "00000101000000"  # month and day of a timestamp that is only a year


@dataclass(frozen=True, slots=True)
class Original:
    """The page that the Wayback Machine kept: its address, when, and whether it is as it was."""

    url: str
    when: datetime
    is_raw: bool


def original_of(url: str) -> Original | None:
    """Tell what an address of the Wayback Machine stands for; None for any other address.

    >>> original_of("https://web.archive.org/web/20190305012345id_/http://a.example/1.html")
    Original(url='http://a.example/1.html', when=datetime.datetime(2019, 3, 5, 1, 23, 45, \
tzinfo=datetime.timezone.utc), is_raw=True)
    """
    found = _WAYBACK.fullmatch(url.strip())
    if found is None:
        return None
    stamp, mode, address = found.groups()
    whole = stamp + _EARLIEST[len(stamp) :]
    try:
        when = datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    if "://" not in address:
        address = f"http://{address}"
    return Original(address, when, is_raw=(mode or "").lower() == _RAW)
