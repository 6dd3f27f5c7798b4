"""What a monitor looks at: the finished run, the archive, and what is to be judged by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import date, datetime

    from msbazhong_spider.harvest.thresholds import Thresholds

SITE_HOURS = timedelta(hours=8)  # Asia/Shanghai has had no summer time since 1991


@dataclass(frozen=True, slots=True)
class Scene:
    """One finished run over the archive. ``started`` is UTC; counts and scope are the run's.

    ``is_whole`` says that the crawl went through to its end.
    """

    connection: sqlite3.Connection
    site: str
    run_id: int
    started: datetime
    scope: Mapping[str, Any]
    counts: Mapping[str, int]
    is_whole: bool
    limits: Thresholds

    @property
    def since(self) -> str:
        """Give the start of the run as the database writes it."""
        return f"{self.started:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def today(self) -> date:
        """Give the day of the site's calendar on which the run began."""
        return (self.started + SITE_HOURS).date()

    @property
    def county(self) -> str | None:
        """Give the county that alone was asked for."""
        return self.scope.get("county")

    @property
    def section(self) -> str | None:
        """Give the section that alone was asked for."""
        return self.scope.get("section")

    @property
    def is_cut_short(self) -> bool:
        """Whether the run was asked to look at a part of what it could reach only."""
        return bool({"url", "limit"} & self.scope.keys()) or not self.is_whole

    def rows(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        """Ask the archive. ``:site``, ``:run`` and ``:since`` are known."""
        known = {"site": self.site, "run": self.run_id, "since": self.since}
        return self.connection.execute(sql, {**known, **values}).fetchall()
