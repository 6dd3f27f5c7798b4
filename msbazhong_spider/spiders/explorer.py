"""Finding the wanted counties and sections, link by link. Asks for nothing itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msbazhong_spider.errors import UnknownScopeError
from msbazhong_spider.spiders.scope import Scope, looks_like_county

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msbazhong_spider.items import Link, Listing, Query


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the site a page stands, as far as the way to it tells.

    ``depth`` counts links below the front page, ``page`` the pages of one listing, whose first
    page is ``first``. ``hops`` counts pages that sent us on without having anything to say, and
    ``asked`` is the query that the page answers, where it was more than an address. ``before`` is
    the time (UTC text) at which the reading of a listing began, empty for one that leaves nothing
    out. ``resumed`` tells that an answer which the archive got last, unread, will do. ``via`` is
    the listing that led here, by its first page.
    """

    county: str | None = None
    section: str | None = None
    depth: int = 0
    page: int = 1
    first: str = ""
    hops: int = 0
    asked: Query | None = None
    before: str = ""
    resumed: bool = False
    via: str = ""

    @property
    def is_front(self) -> bool:
        """Whether it is the front page, without which there is nothing to do."""
        return self.depth == 0 and self.page == 1

    def below(self, url: str) -> Place:
        """Give the place of a page that a link of this one leads to."""
        return Place(self.county, self.section, self.depth + 1, first=url, via=self.first)


class Explorer:
    """Decides which links to other listings are followed, and remembers what the site has."""

    def __init__(self, wanted: Scope, max_depth: int, on_site: Callable[[str], bool]) -> None:
        """Take what is wanted, how deep to go, and what tells the site's own addresses."""
        self.wanted = wanted
        self._max_depth, self._on_site = max_depth, on_site
        self._menu: frozenset[str] = frozenset()
        self._exploring = False
        self._counties: dict[str, None] = {}
        self._sections: dict[str, set[str | None]] = {}

    def where(self, listing: Listing, place: Place) -> Place:
        """Say where a listing stands: its breadcrumb is believed before the way that led to it."""
        if place.depth == 0 or (listing.county is None and listing.section is None):
            return place
        return replace(
            place,
            county=listing.county or place.county,
            section=listing.section or (place.section if listing.county is None else None),
        )

    def is_wanted(self, here: Place) -> bool:
        """Tell whether the articles of a listing are wanted."""
        if self.wanted.is_all:
            return True
        self._note(here)
        return self.wanted.wants_county(here.county) and self.wanted.wants_section(here.section)

    def ways(self, channels: Sequence[Link], here: Place) -> list[tuple[Link, Place]]:
        """Give the links that lead on from here, each with where it is likely to lead.

        The menu of the front page stands on every page, so elsewhere its links say nothing of
        where they stand. They are followed from there only if nothing else leads on: their
        breadcrumb will tell.
        """
        if here.depth >= self._max_depth:
            return []
        links = [link for link in channels if self._on_site(link.url)]
        if here.depth == 0:
            self._menu |= {link.url for link in links}  # a front page in frames has several
            return self._from_front([(link, self._behind(link, here)) for link in links])
        own = [(link, self._behind(link, here)) for link in links if link.url not in self._menu]
        for _, there in own:
            self._note(there)
        leading = [way for way in own if self._leads_there(way[1])]
        if leading or self.wanted.is_all or self._exploring:
            return leading  # the menu has been followed from the front page, as far as it leads
        return self._from_menu([link for link in links if link.url in self._menu], here)

    def unknown(self, where: str) -> UnknownScopeError | None:
        """Say that the site has not what is wanted, once all that could lead there was read."""
        county, section = self.wanted.county, self.wanted.section
        if county and not any(map(self.wanted.wants_county, self._counties)):
            return UnknownScopeError("county", county, [*self._counties], where)
        if section and not any(map(self.wanted.wants_section, self._sections)):
            within = f"{where} ({county})" if county else where
            return UnknownScopeError("section", section, self._known_sections(), within)
        return None

    def _from_front(self, ways: list[tuple[Link, Place]]) -> list[tuple[Link, Place]]:
        for _, there in ways:
            self._note(there)
        leading = [way for way in ways if self._leads_there(way[1])]
        self._exploring = not leading
        # A front page that names counties names all of them; then there is nothing to look for.
        if leading or (self.wanted.county and len(self._counties) > 1):
            return leading
        return ways

    def _from_menu(self, links: list[Link], here: Place) -> list[tuple[Link, Place]]:
        """Follow the menu's links by their text alone."""
        return [
            (link, Place(section=link.text, depth=here.depth + 1, first=link.url))
            for link in links
            if self.wanted.wants_section(link.text) and not looks_like_county(link.text)
        ]

    def _behind(self, link: Link, here: Place) -> Place:
        """Say what a link is likely to lead to, from its text and the page that it stands on."""
        there = here.below(link.url)
        if here.county is None and here.section is None and looks_like_county(link.text):
            return replace(there, county=link.text)
        return replace(there, section=link.text)

    def _leads_there(self, there: Place) -> bool:
        if self.wanted.county and not self.wanted.wants_county(there.county):
            return False
        return there.section is None or self.wanted.wants_section(there.section)

    def _note(self, place: Place) -> None:
        """Remember which counties there are, and which sections where they are wanted."""
        if place.county:
            self._counties[place.county] = None
        if place.section and self.wanted.wants_county(place.county):
            self._sections.setdefault(place.section, set()).add(place.county)

    def _known_sections(self) -> list[str]:
        """List sections for a person: those of counties, where there are any."""
        of_counties = [name for name, counties in self._sections.items() if counties != {None}]
        return of_counties or [*self._sections]
