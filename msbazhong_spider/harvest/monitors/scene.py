"""What a monitor looks at: the finished run, the archive, and what is to be judged by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import date, datetime
    from typing import Self

    from scrapy.settings import BaseSettings

SITE_HOURS = timedelta(hours=8)  # Asia/Shanghai has had no summer time since 1991


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What the settings of the same names (MSBAZHONG_...) say; settings.py has the reasons."""

    judge_articles: int = 20
    judge_past: int = 50
    field_drop: float = 0.3
    short_bodies: float = 0.5
    missing_share: float = 0.2
    listing_drop: float = 0.3
    silent_factor: float = 2.0
    silent_days: int = 7
    site_silent_days: int = 4
    ended_days: int = 90
    max_problems: float = 0.05
    min_problems: int = 3
    network_nights: int = 2

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Read them."""
        number = settings.getfloat
        whole = settings.getint
        return cls(
            judge_articles=whole("MSBAZHONG_JUDGE_ARTICLES"),
            judge_past=whole("MSBAZHONG_JUDGE_PAST"),
            field_drop=number("MSBAZHONG_FIELD_DROP"),
            short_bodies=number("MSBAZHONG_SHORT_BODIES"),
            missing_share=number("MSBAZHONG_MISSING_SHARE"),
            listing_drop=number("MSBAZHONG_LISTING_DROP"),
            silent_factor=number("MSBAZHONG_SILENT_FACTOR"),
            silent_days=whole("MSBAZHONG_SILENT_DAYS"),
            site_silent_days=whole("MSBAZHONG_SITE_SILENT_DAYS"),
            ended_days=whole("MSBAZHONG_ENDED_DAYS"),
            max_problems=number("MSBAZHONG_MAX_PROBLEMS"),
            min_problems=whole("MSBAZHONG_MIN_PROBLEMS"),
            network_nights=whole("MSBAZHONG_NETWORK_NIGHTS"),
        )


@dataclass(frozen=True, slots=True)
class Scene:
    """One finished run over the archive. ``started`` is UTC; ``counts`` and ``scope`` are the run's.

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
