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
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from msbazhong_spider.extensions import Keeper
    from msbazhong_spider.items import Link
    from msbazhong_spider.spiders.scope import Scope

# What a problem with an address says of the link that led to it. Other kinds tell of no article.
STATE_OF = {
    "missing": LinkState.MISSING,
    "forbidden": LinkState.FORBIDDEN,
    "network": LinkState.FAILED,
    "internal": LinkState.FAILED,
    "script_only": LinkState.SCRIPT,
}


@dataclass(frozen=True, slots=True)
class Entered:
    """A listing's page beside what was known: each link with what is known of it."""

    links: tuple[tuple[Link, Known], ...]
    abroad: tuple[tuple[Link, Known], ...]

    def shows_only_what_was_listed(self, before: str) -> bool:
        """Whether the listing had shown all of these links before a time (UTC text)."""
        every = [known.listed for _, known in (*self.links, *self.abroad)]
        return bool(every) and all(listed is not None and listed < before for listed in every)


class Ledger:
    """Keeps for the spider what each listing has shown, and where the reading of it goes on."""

    def __init__(self, keeper: Keeper | None, wanted: Scope, *, full: bool) -> None:
        """Take the keeper of the run (None: nothing is known), what is wanted, and how much."""
        self._keeper, self._wanted, self._full = keeper, wanted, full
        self._newest: dict[str, str] = {}

    @property
    def _since(self) -> str:
        return self._wanted.since or ""

    def begin(self, here: Place) -> Place:
        """Give a listing's first page the time before which what it showed is known."""
        if here.page > 1 or self._full or self._keeper is None:
            return here
        now = datetime.now(UTC)
        before = self._keeper.ask(lambda known: known.begin(_key(here), self._since, now), "")
        return replace(here, before=before)

    def enter(self, here: Place, links: Sequence[Link], abroad: Sequence[Link]) -> Entered:
        """Keep what a page shows; give what is known of it."""
        shown = [Shown(link.url, link.text, link.date) for link in links]
        shown += [Shown(one.url, one.text, one.date, LinkState.EXTERNAL) for one in abroad]
        nothing = [Known(one.state) for one in shown]
        known = nothing
        if self._keeper is not None:
            now = datetime.now(UTC)
            known = self._keeper.ask(
                lambda all_known: all_known.enter(_key(here), here.page, shown, now), nothing
            )
        self._note_pinned(here, links)
        count = len(links)
        return Entered(
            tuple(zip(links, known[:count], strict=True)),
            tuple(zip(abroad, known[count:], strict=True)),
        )

    def is_enough(self, here: Place, entered: Entered) -> bool:
        """Tell whether what follows on a listing is known, so that it need not be read."""
        if not here.before or not entered.shows_only_what_was_listed(here.before):
            return False
        keeper = self._keeper
        return keeper is not None and here.page >= keeper.ask(
            lambda known: known.head(here.first), 1
        )

    def goes_on(self, here: Place, there: Place, url: str) -> None:
        """Keep which page of a listing is to be read next, in case that this run does not."""
        query = there.asked
        body, media_type = (query.body, query.media_type) if query else ("", "")
        walk = Walk(here.before, self._since, there.page, url, body, media_type, query is not None)
        self._tell(lambda known: known.goes_on(here.first, walk))

    def ended(self, here: Place) -> None:
        """Keep that a reading of a listing met what was known before."""
        self._tell(lambda known: known.ended(here.first, here.before, self._since))

    def walked(self, here: Place) -> None:
        """Keep that a listing was read to its end, or as far back as was wanted."""
        now = datetime.now(UTC)
        self._tell(lambda known: known.walked(here.first, self._since, now))

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

    def _note_pinned(self, here: Place, links: Iterable[Link]) -> None:
        """Remember a first page that shows pinned articles only: news begin on the second.

        That is so if the second page shows a later day than the whole first one.
        """
        newest = max((link.date for link in links if link.date), default="")
        if here.page == 1:
            self._newest[here.first] = newest
        elif here.page == 2 and (first := self._newest.get(here.first)):  # noqa: PLR2004 - the page behind the first
            self._tell(lambda known: known.set_head(here.first, 2 if newest > first else 1))

    def _tell(self, work: object) -> None:
        if self._keeper is not None:
            self._keeper.ask(work, None)  # type: ignore[arg-type] # what it gives is not asked for


def _key(here: Place) -> ListingPlace:
    return ListingPlace(here.first, here.county, here.section, here.depth)
