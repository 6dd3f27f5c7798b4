"""What waits to be written, so that many small things become one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msbazhong_spider.items import Capture, Harvested
    from msbazhong_spider.store import Absence
    from msbazhong_spider.store.frontier import Settled


@dataclass(slots=True)
class Batch:
    """What a crawl found since ``begun`` (of the monotonic clock, in seconds).

    ``absences`` are articles that an answer shows not to be there, ``present`` those that it shows
    to be as they were: canonical addresses, with the answer.
    """

    captures: list[Capture] = field(default_factory=list)
    articles: list[Harvested] = field(default_factory=list)
    absences: list[tuple[str, Absence, Capture]] = field(default_factory=list)
    present: list[tuple[str, Capture]] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    begun: float = field(default_factory=monotonic)

    def is_due(self, most: int, seconds: float) -> bool:
        """Whether as many articles or answers wait as may, or some for longer than they should."""
        is_full = max(len(self.articles), len(self.captures)) >= most
        return is_full or monotonic() - self.begun > seconds
