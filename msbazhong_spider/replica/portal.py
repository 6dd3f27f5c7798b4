"""The portal without its pages: which reports there are, and where they stand.

Reports are numbered from 1, the oldest. Where a report stands follows from the seed and its number
alone, by arithmetic, so that a hundred thousand of them cost nothing until somebody looks; a report
is written when it is asked for and kept for a while.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msbazhong_spider.items import Article

from . import reports
from .banks import bank
from .counties import County, make_counties
from .skins import Channel
from .truth import Truth
from .writing import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .skins import Skin

PER_PAGE = 20  # articles on a page of a listing
COUNTIES = 5
ZONE = ZoneInfo("Asia/Shanghai")
NEWEST = datetime(2024, 12, 20, 18, tzinfo=ZONE)
SPAN = timedelta(days=4 * 365)
_TWICE = 12  # one report of so many is listed in a second section
_KEPT = 4096  # reports kept in memory
_ID_STEP = 3  # numbers of real articles have gaps: deleted ones, drafts
_ID_START = 4000


@dataclass(frozen=True, slots=True)
class Section:
    """A section and the county that it belongs to."""

    channel: Channel
    county: County


class Portal:
    """The portal of one seed and one number of reports: its counties, its sections, its reports."""

    def __init__(
        self,
        seed: int,
        articles: int,
        skin: Skin,
        *,
        counties: int = COUNTIES,
        per_page: int = PER_PAGE,
    ) -> None:
        """Draw the counties; write no report yet."""
        self.seed, self.articles, self.skin, self.per_page = seed, articles, skin, per_page
        self.counties = make_counties(seed)[:counties]
        self.county_channels, self.sections = _make_channels(seed, self.counties)
        self._weights = [_weight(section.channel.name) for section in self.sections]
        self._table = [i for i, weight in enumerate(self._weights) for _ in range(weight)]
        self._kept = lru_cache(maxsize=_KEPT)(self._report)

    # Where a report stands

    def placed(self, number: int) -> tuple[int, ...]:
        """Give the sections of a report: its own, and for some a second one of the same county."""
        bits, own = mix(self.seed, number), self.own(number)
        if (bits >> 24) % _TWICE:
            return (own,)
        county = self.sections[own].county
        others = [
            i
            for i, section in enumerate(self.sections)
            if section.county is county and i != own and section.channel.name != "公示公告"
        ]
        return (own, others[(bits >> 40) % len(others)])

    def own(self, number: int) -> int:
        """Give the section that a report's own breadcrumb names."""
        return self._table[mix(self.seed, number) % len(self._table)]

    def moment(self, number: int) -> datetime:
        """Say when a report was published; a later number is never earlier."""
        step = SPAN / self.articles
        shake = (mix(self.seed, -number) % 1000) / 1000
        return NEWEST - step * (self.articles - number) - step * shake

    def path(self, number: int, part: int = 1) -> str:
        """Give the address of a report, or of one of its parts."""
        section = self.sections[self.placed(number)[0]].channel
        return self.skin.article_path(section, self.identity(number), self.moment(number), part)

    def identity(self, number: int) -> int:
        """Give the number that addresses show: growing, with gaps."""
        return _ID_START + number * _ID_STEP + mix(self.seed, number) % _ID_STEP

    def number_of(self, identity: int) -> int:
        """Give the report whose address shows a number, 0 if there is none."""
        number = (identity - _ID_START) // _ID_STEP
        return number if 0 < number <= self.articles else 0

    @property
    def unused(self) -> int:
        """A number that addresses might show and that no report has: of one that was taken down."""
        return _ID_START + _ID_STEP + (self.identity(1) - _ID_START + 1) % _ID_STEP

    @property
    def numbers(self) -> Iterable[int]:
        """The reports that are there, newest first."""
        return range(self.articles, 0, -1)

    @property
    def listed(self) -> Iterable[int]:
        """The reports that listings link to, newest first."""
        return self.numbers

    @cached_property
    def index(self) -> tuple[tuple[int, ...], ...]:
        """The reports of each section, newest first."""
        rows: list[list[int]] = [[] for _ in self.sections]
        for number in self.listed:
            for section in self.placed(number):
                rows[section].append(number)
        return tuple(map(tuple, rows))

    def pages(self, section: int) -> int:
        """Say how many pages the listing of a section has."""
        return max(1, -(-len(self.index[section]) // self.per_page))

    @cached_property
    def listings(self) -> dict[str, tuple[int, int]]:
        """The section and the page of every address of a listing."""
        return dict(self._all_listings())

    def _all_listings(self) -> Iterator[tuple[str, tuple[int, int]]]:
        for i, section in enumerate(self.sections):
            pages = self.pages(i)
            for page in range(1, pages + 1 if self.skin.numbered else 2):
                yield self.skin.listing_path(section.channel, page, pages), (i, page)
                for path in self.skin.further_paths(section.channel, page, pages):
                    yield path, (i, page)

    # Reports

    def truth(self, number: int, base: str) -> Truth:
        """Give what is true of a report that is served under ``base``."""
        return self.rooted(self.report(number), base)

    @staticmethod
    def rooted(known: Truth, base: str) -> Truth:
        """Give the same truth as it is under ``base``."""
        return replace(known, article=replace(known.article, url=base + known.article.url))

    def report(self, number: int) -> Truth:
        """Give what is true of a report, with its address from the root."""
        return self._kept(number, self.state(number))

    @property
    def written(self) -> int:
        """How many reports had to be written so far."""
        return self._kept.cache_info().misses

    def state(self, number: int) -> int:
        """Say how often a report has been edited."""
        del number
        return 0

    def amend(self, number: int, edits: int, writer: Writer) -> None:
        """Edit a report that was just written so many times. Here none ever is."""

    def _report(self, number: int, edits: int) -> Truth:
        places = [self.sections[i] for i in self.placed(number)]
        channel, county = places[0].channel, places[0].county
        moment = self.moment(number)
        writer = Writer(random.Random(f"{self.seed}/{number}"), county, moment.date())
        reports.fill(writer, channel.name)
        self.amend(number, edits, writer)
        published, precision, raw = self.skin.stamp(moment)
        article = Article(
            url=self.path(number),
            title=writer.title,
            body="\n".join(writer.paragraphs),
            subtitles=tuple(writer.subtitles),
            published=published,
            precision=precision,
            published_raw=raw,
            source=writer.source,
            bylines=tuple(writer.bylines),
            breadcrumb=(self.skin.home, county.name, channel.name),
            county=county.name,
            section=channel.name,
            charset=self.skin.charset,
        )
        names = tuple((place.county.name, place.channel.name) for place in places)
        return Truth(article, writer.facts.participation(writer.texts()), names)


def _make_channels(
    seed: int, counties: tuple[County, ...]
) -> tuple[tuple[Channel, ...], tuple[Section, ...]]:
    rng = random.Random(f"channels/{seed}")
    letters = "abcdefghijkmnpqrstuvwxyz"
    codes: set[str] = set()

    def code(length: int) -> str:
        while (drawn := "".join(rng.choices(letters, k=length))) in codes:
            pass
        codes.add(drawn)
        return drawn

    channels: list[Channel] = []
    sections: list[Section] = []
    for county in counties:
        channel = Channel(county.name, code(2), 2 + 2 * len(channels))
        channels.append(channel)
        extra = rng.sample(bank("sections/some"), rng.randint(0, 2))
        for name in (*bank("sections/all"), *extra):
            number = 11 + 2 * len(sections)
            sections.append(Section(Channel(name, code(3), number, channel), county))
    return tuple(channels), tuple(sections)


def _weight(section: str) -> int:
    return {"时政新闻": 6, "综合新闻": 4, "公示公告": 1}.get(section, 2)


def mix(seed: int, number: int) -> int:
    """Scatter two numbers over 64 bits (the finaliser of SplitMix64)."""
    bits = (number * 0x9E3779B97F4A7C15 + seed * 0xD1B54A32D192ED03) & 0xFFFFFFFFFFFFFFFF
    bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return bits ^ (bits >> 31)
