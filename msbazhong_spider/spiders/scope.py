"""What a run is asked to bring: a county, a section, reports since a day; and matching names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from msbazhong_spider.errors import UsageError

COUNTY = re.compile(r"[一-鿿]{1,8}(?:县|区|市|旗)")
UNIT = re.compile(r"(?<=..)(?:自治县|县|区|市|旗)$")


@cache
def not_counties() -> tuple[str, ...]:
    """Load words that end like a county's name and are none (社区, 全县, 楼市)."""
    text = files("msbazhong_spider.spiders").joinpath("not_counties.txt").read_text("utf-8")
    return tuple(text.split())


def looks_like_county(text: str) -> bool:
    """Tell whether an anchor text is the name of a county, district or city.

    >>> [looks_like_county(text) for text in ("平昌县", "巴州区", "时政新闻", "视频专区", "全县")]
    [True, True, False, False, False]
    """
    name = squash(text)
    return bool(COUNTY.fullmatch(name)) and not name.endswith(not_counties())


def squash(text: str) -> str:
    """Fold width and drop white space, so that printed variants of a name are equal."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def same_name(wanted: str, found: str | None) -> bool:
    """Compare names of counties or sections; the unit (县, 区) may be left out on either side.

    >>> same_name("平昌", "平昌县"), same_name("平昌县", "平昌"), same_name("平昌县", "通江县")
    (True, True, False)
    """
    if not found:
        return False
    one, other = squash(wanted), squash(found)
    if one not in other and other not in one:
        return False
    return one == other or UNIT.sub("", one) == UNIT.sub("", other)


def read_day(text: str) -> str:
    """Check a day and give it as ISO 8601. Raises UsageError."""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        raise UsageError(
            f"since={text!r} is no day; write it as year-month-day, like 2022-01-31"
        ) from error


@dataclass(frozen=True, slots=True)
class Scope:
    """What is wanted. None means all. ``since`` is an ISO day, the first one wanted."""

    county: str | None = None
    section: str | None = None
    since: str | None = None

    @property
    def is_all(self) -> bool:
        """Whether every county and every section is wanted."""
        return self.county is None and self.section is None

    def wants_county(self, county: str | None) -> bool:
        """Whether a listing of this county is wanted."""
        return self.county is None or same_name(self.county, county)

    def wants_section(self, section: str | None) -> bool:
        """Whether a listing of this section is wanted."""
        return self.section is None or same_name(self.section, section)

    def is_too_old(self, day: str | None) -> bool:
        """Whether a day (ISO) lies before the first one wanted; an unknown day never does."""
        return bool(self.since and day and day < self.since)
