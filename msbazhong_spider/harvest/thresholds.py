"""What a run is judged by: settings called MSBAZHONG_..., which settings.py gives with reasons."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from msbazhong_spider.errors import UsageError

if TYPE_CHECKING:
    from typing import Protocol, Self

    class Settings(Protocol):
        """Scrapy's settings, or the environment."""

        def get(self, name: Any, default: Any = None, /) -> Any:
            """Give a setting, or the default where it is not there."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Each is the setting of its name in capitals behind MSBAZHONG_; these are the defaults."""

    max_problems: float = 0.05
    min_problems: int = 3
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
    network_nights: int = 2
    lock_hours: float = 26.0

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """Read them. Raises UsageError for one that is no number, or is negative."""
        given: dict[str, Any] = {}
        for field in fields(cls):
            name = f"MSBAZHONG_{field.name.upper()}"
            default: Any = field.default
            said = settings.get(name, default)
            try:
                number = default if said == "" else type(default)(said)
            except (TypeError, ValueError) as error:
                raise UsageError(f"{name}={said!r} is no number") from error
            if not number >= 0:
                raise UsageError(f"{name}={said!r} must be 0 or more")
            given[field.name] = number
        return cls(**given)
