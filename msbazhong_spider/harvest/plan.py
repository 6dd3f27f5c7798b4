"""What one run is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable


class Progress(StrEnum):
    """How a run shows how far it is: a bar on a terminal, lines in a pipe or log, or nothing."""

    BAR = "bar"
    LINES = "lines"
    NONE = ""


def progress_for(stream: TextIO, *, quiet: bool = False) -> Progress:
    """Choose how to show progress on a stream: a bar only where somebody looks at a terminal."""
    if quiet:
        return Progress.NONE
    return Progress.BAR if stream.isatty() else Progress.LINES


@dataclass(frozen=True, slots=True)
class Plan:
    """The arguments of one run.

    ``delay`` is in seconds, None for the careful one of the settings; with 0 several requests are
    under way at once. ``full`` leaves out nothing that is known. ``contact`` and ``metrics`` None
    mean what the environment says. ``url`` names one page that is read alone. ``wait`` is for how
    many seconds at most another run's end is waited for, ``jitter`` within how many the beginning
    is put off by chance. ``max_time`` (``2h``), ``budget`` (requests of a day) and ``between``
    (``22:00-06:00``) end it; None means what the environment says. ``tell`` takes what an operator
    who looks on wants to know before it begins.
    """

    site: str = "msbazhong"
    county: str | None = None
    section: str | None = None
    since: str | None = None
    url: str | None = None
    full: bool = False
    limit: int | None = None
    start: str | None = None
    data: Path = Path("data")
    delay: float | None = None
    contact: str | None = None
    metrics: Path | None = None
    progress: Progress = Progress.NONE
    wait: float = 0.0
    jitter: float = 0.0
    max_time: str | None = None
    budget: int | None = None
    between: str | None = None
    keep_logs: int | None = None
    tell: Callable[[str], object] = lambda _: None

    @property
    def database(self) -> Path:
        """Where the rows go."""
        return self.data / "news.db"

    def arguments(self) -> dict[str, str]:
        """Give the spider's arguments, as text."""
        named = {
            "county": self.county,
            "section": self.section,
            "since": self.since,
            "url": self.url,
            "limit": self.limit,
            "full": "yes" if self.full else None,
        }
        return {name: str(value) for name, value in named.items() if value is not None}
