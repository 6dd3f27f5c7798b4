"""What the spider may leave out, and what it leaves for the next run: its view of the frontier.

Without a data folder nothing is known, and nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msbazhong_spider.items import Query
from msbazhong_spider.spiders.explorer import Place
from msbazhong_spider.store.frontier import (
    Due,
    Known,
    Leftover,
    LinkState,
    ListingPlace,
    Shown,
    Walk,
    behind,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scrapy.http import Request

    from msbazhong_spider.items import Link
    from msbazhong_spider.keeper import Keeper
    from msbazhong_spider.spiders.scope import Scope
    from msbazhong_spider.store.frontier import Frontier

# What a problem with an address says of the link that led to it. Other kinds tell of no article.
STATE_OF = {
    "missing": LinkState.MISSING,
    "forbidden": LinkState.FORBIDDEN,
    "network": LinkState.FAILED,
    "damaged": LinkState.FAILED,
    "too_large": LinkState.FAILED,
    "redirects": LinkState.FAILED,
    "private": LinkState.FAILED,
    "internal": LinkState.FAILED,
    "script_only": LinkState.SCRIPT,
}


@dataclass(frozen=True, slots=True)
class Entered:
    """A listing's page beside what was known: each link with what is known of it.

    ``goes_on`` tells whether the next page is to be read.
    """

    links: tuple[tuple[Link, Known], ...]
    abroad: tuple[tuple[Link, Known], ...]
    goes_on: bool


class Ledger:
    """Keeps for the spider what each listing has shown, and where the reading of it goes on."""

    def __init__(self, keeper: Keeper | None, wanted: Scope, *, full: bool) -> None:
        """Take the keeper of the run (None: nothing is known), what is wanted, and how much."""
        self._keeper, self._wanted, self._full = keeper, wanted, full
        self._newest: dict[str, str] = {}
        self._begun: dict[str, str] = {}  # when the readings of this run began, by listing
        self._read_on: set[tuple[str, str]] = set()  # pages of lists that were broken off

    @property
    def _since(self) -> str:
        return self._wanted.since or ""

    def begin(self, here: Place) -> Place:
        """Give a listing's first page the time before which what it showed is known."""
        if here.page > 1:
            return here
        self._begun[here.first] = here.before
        if self._full or self._keeper is None:
            return here
        now = datetime.now(UTC)
        before = self._keeper.ask(lambda known: known.begin(_key(here), self._since, now), "")
        self._begun[here.first] = before
        return replace(here, before=before)

    def enter(
        self,
        here: Place,
        url: str,
        links: Sequence[Link],
        abroad: Sequence[Link],
        following: Request | None,
    ) -> Entered:
        """Keep what a page shows, and where the reading of its listing goes on: in one stroke.

        ``url`` is the page's own, ``following`` the request for the next one, None if there is
        none.
        """
        shown = [Shown(link.url, link.text, link.date) for link in links]
        shown += [Shown(one.url, one.text, one.date, LinkState.EXTERNAL) for one in abroad]
        nothing = [Known(one.state) for one in shown], following is not None
        known, goes_on = nothing
        if self._keeper is not None:
            known, goes_on = self._keeper.ask(
                lambda frontier: self._enter(frontier, here, url, shown, following), nothing
            )
        count = len(links)
        return Entered(
            tuple(zip(links, known[:count], strict=True)),
            tuple(zip(abroad, known[count:], strict=True)),
            goes_on=goes_on,
        )

    def _enter(
        self,
        frontier: Frontier,
        here: Place,
        url: str,
        shown: Sequence[Shown],
        following: Request | None,
    ) -> tuple[list[Known], bool]:
        now = datetime.now(UTC)
        with frontier.together():
            known = frontier.enter(_key(here), here.page, shown, now)
            if self._full and here.page == 1:
                frontier.start_over(here.first, self._since)
            self._note_pinned(frontier, here, shown)
            if self._is_read_on(here):
                page = (url, here.asked.body if here.asked else "")
                self._read_on.add(page)
                frontier.met(here.first, here.before, page, now)
            if self._is_enough(frontier, here, known):
                frontier.ended(here.first, here.before, self._since)
                return known, False
            if following is None:
                frontier.walked(here.first, here.before, self._since, now)
                return known, False
            frontier.goes_on(here.first, self._walk(here, following, now))
        return known, True

    def _is_read_on(self, here: Place) -> bool:
        """Tell a reading that an earlier run began from those of this run."""
        return here.page > 1 and self._begun.get(here.first) != here.before

    def _is_enough(self, frontier: Frontier, here: Place, known: Sequence[Known]) -> bool:
        """Tell whether what follows on a listing is known, so that it need not be read.

        That is so behind a page that shows nothing but what the listing had shown before this
        reading of it began.
        """
        if not here.before or here.page < frontier.head(here.first):
            return False
        listed = [one.listed for one in known]
        return bool(listed) and all(one is not None and one < here.before for one in listed)

    def _walk(self, here: Place, following: Request, now: datetime) -> Walk:
        there: Place = following.cb_kwargs["place"]
        query = there.asked
        body, media_type = (query.body, query.media_type) if query else ("", "")
        is_query = query is not None
        # What lies behind a page that a resumed reading has read is read by that one.
        is_met = not self._is_read_on(here) and (following.url, body) in self._read_on
        before = behind(now) if is_met else here.before
        return Walk(before, self._since, there.page, following.url, body, media_type, is_query)

    def walked(self, here: Place) -> None:
        """Keep that a listing was read to its end, or as far back as was wanted."""
        if self._keeper is not None:
            now = datetime.now(UTC)
            self._keeper.ask(
                lambda known: known.walked(here.first, here.before, self._since, now),
                otherwise=None,
            )

    def broken_off(self) -> Iterator[tuple[str, Place]]:
        """Give the pages of listings at which earlier runs were broken off."""
        if self._keeper is None or self._full:
            return
        since = self._since
        nothing: list[tuple[ListingPlace, Walk]] = []
        for listing, walk in self._keeper.ask(lambda known: [*known.open_walks(since)], nothing):
            place = Place(
                county=listing.county,
                section=listing.section,
                depth=listing.depth,
                page=walk.page,
                first=listing.url,
                asked=Query(walk.url, walk.body, walk.media_type) if walk.is_query else None,
                before=walk.before,
                resumed=True,
            )
            if self._wants(listing.county, listing.section):
                yield walk.url, place

    def left_over(self) -> Iterator[tuple[Leftover, Place]]:
        """Give the links that earlier runs left, as far as they are wanted."""
        if self._keeper is None:
            return
        for link in self._keeper.leftovers(full=self._full):
            if self._wants(link.county, link.section) and not self._wanted.is_too_old(link.day):
                place = Place(link.county, link.section, link.depth, first=link.url, resumed=True)
                yield link, place

    def due(self, days: Sequence[int]) -> Iterator[tuple[str, Place]]:
        """Give the articles that are to be looked at again, as far as they are wanted."""
        if self._keeper is None:
            return
        for one in self._keeper.due(days, full=self._full):
            if self._wants(one.county, one.section) and not self._is_too_old(one):
                yield one.url, Place(one.county, one.section, 1, first=one.url, resumed=True)

    def gone(self) -> set[str]:
        """Give the addresses of articles that are gone; one that is listed again may be back."""
        return self._keeper.ask(lambda known: known.gone(), set()) if self._keeper else set()

    def _is_too_old(self, one: Due) -> bool:
        return self._wanted.is_too_old(one.published[:10] if one.published else None)

    def _wants(self, county: str | None, section: str | None) -> bool:
        return self._wanted.wants_county(county) and self._wanted.wants_section(section)

    def _note_pinned(self, frontier: Frontier, here: Place, shown: Iterable[Shown]) -> None:
        """Remember a first page that shows pinned articles only: news begin on the second.

        That is so if the second page shows a later day than the whole first one.
        """
        newest = max((link.day for link in shown if link.day), default="")
        if here.page == 1:
            self._newest[here.first] = newest
        elif here.page == 2 and (first := self._newest.get(here.first)):  # noqa: PLR2004 - the page behind the first
            frontier.set_head(here.first, 2 if newest > first else 1)


def _key(here: Place) -> ListingPlace:
    return ListingPlace(here.first, here.county, here.section, here.depth)
