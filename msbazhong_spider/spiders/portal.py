"""The way through a news portal: front page, counties, sections, listings, articles.

No path is guessed. Where to go next is decided by what a page is, by what its links are called and
by its breadcrumb; ``msbazhong_spider.pages`` reads all of that.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider

from msbazhong_spider.errors import BlockedError, MsbazhongError, UsageError
from msbazhong_spider.guards.addresses import is_private_place
from msbazhong_spider.items import PageKind, Query
from msbazhong_spider.keeper import Keeper
from msbazhong_spider.middlewares import ASKED_TO_WAIT, LOOK
from msbazhong_spider.pages import (
    canonical_url,
    find_first_part,
    find_forwarding,
    find_next_part,
    missed_hints,
    read_listing,
)
from msbazhong_spider.pages.forwarding import is_home
from msbazhong_spider.pages.urls import is_counter, is_script_route
from msbazhong_spider.spiders.answers import STOPPED, in_words, kind_of
from msbazhong_spider.spiders.chains import Chains
from msbazhong_spider.spiders.explorer import Explorer, Place
from msbazhong_spider.spiders.found import Found
from msbazhong_spider.spiders.ledger import STATE_OF, Ledger
from msbazhong_spider.spiders.scope import Scope, read_day
from msbazhong_spider.spiders.site import Site, check_contact, check_facts, user_agent
from msbazhong_spider.spiders.traps import UNPROVEN, Traps
from msbazhong_spider.store import Absence, absence_of
from msbazhong_spider.store.frontier import LinkState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence
    from typing import Any, Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from msbazhong_spider.items import Capture, Link, Listing
    from msbazhong_spider.middlewares import Look
    from msbazhong_spider.pages import Hints
    from msbazhong_spider.store.frontier import Known

LISTINGS_FIRST, LEFT_OVER_FIRST, PARTS_FIRST, LOOKS_LAST = 10, 15, 20, -10
# Of the links that earlier runs left so many come before the listings: a limit that ends every run
# among these would never let it come to an article.
MOST_LEFT_OVER_FIRST = 100
ASKED_AGAIN = frozenset({LinkState.WAITING, LinkState.LISTING})
LONGEST_LOOK = 3650  # days
PATIENCE_WITH_PARTS = 3  # runs in which a part must be missing before an article is kept without
NO_ARTICLE = frozenset({LinkState.MISSING, LinkState.OTHER})
AFTER_ARTICLES = -3  # later than what is asked for again
MOST_HOPS = 5  # pages in a row that only send us on
REFUSED = frozenset({401, 403, 407, 429, 451})
REFUSALS_IN_A_ROW = 10
BAD, BROKEN = 400, 500  # the first status that tells of an error, and of one of the server
# Why a run ends if the front page could not be had.
WITHOUT_FRONT = {
    "forbidden": "refused",
    "internal": "internal",
    "redirects": "front_missing",
    "too_large": "front_missing",
    **dict.fromkeys(("damaged", "network", "private"), "network_down"),
}


def read_count(text: str | None) -> int:
    """Read a number of articles; 0, for no limit, if there is none. Raises UsageError."""
    if text is None:
        return 0
    if not text.isdecimal() or int(text) < 1:
        raise UsageError(f"limit={text!r} is no number of articles; give 1 or more")
    return int(text)


def read_schedule(days: Sequence[object]) -> list[int]:
    """Read after how many days articles are looked at again. Raises UsageError."""
    told = [str(day).strip() for day in days]
    if wrong := [day for day in told if not (day.isdecimal() and 0 < int(day) <= LONGEST_LOOK)]:
        raise UsageError(
            f"MSBAZHONG_LOOKS: {wrong[0]!r} is no number of days from 1 to {LONGEST_LOOK};"
            " write them like 1,2,4,7,14,30"
        )
    return sorted({int(day) for day in told})


class PortalSpider(Spider):
    """Base of all sites: the way through a portal. A site adds only facts.

    They are: ``name`` and ``title`` (its name in Chinese), ``front_page``, ``hosts`` (all that
    belong to it; links to others are never followed), ``counties``, the names that people know,
    for help texts only (which counties there are is read from the site), and ``hints``, selectors
    for what the evidence on its pages misses. A class whose facts can't be raises UsageError.

    Arguments of a run: ``county``, ``section``, ``since`` (a day), ``limit`` (so many articles),
    ``full`` (leave out nothing that is known), or ``url`` (this one page).

    What the archive knows is left out: a listing is read until a page shows nothing new, a known
    article is asked for again only when a look at it is due.
    """

    title: str = ""
    front_page: str = ""
    hosts: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    hints: Hints | None = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Check the facts of a site where they are written."""
        super().__init_subclass__(**kwargs)
        check_facts(cls)

    def __init__(self, **arguments: str) -> None:
        """Take the arguments as Scrapy hands them over: all of them are text."""
        super().__init__()
        self.failure: BaseException | None = None
        self._arguments = {key: value for key, value in arguments.items() if value}
        self._found: dict[str, list[tuple[str, str]]] = {}
        self._gone: dict[str, Absence | None] = {}
        self._sent_to: dict[str, list[tuple[str, Capture]]] = {}
        self._refusals = 0
        self._taken = 0
        self._unfinished = 0
        self._took_up = False
        self._asked_first: set[str] = set()  # articles that the front page shows

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider; what is wrong with its arguments is told when it starts."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        crawler.signals.connect(spider.dropped, signal=signals.request_dropped)
        crawler.signals.connect(spider.scheduled, signal=signals.request_scheduled)
        try:
            spider.set_up(crawler.settings)
        except UsageError as error:
            spider.failure = error
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Introduce ourselves with the operator's contact."""
        super().update_settings(settings)
        agent = user_agent(settings.get("MSBAZHONG_CONTACT") or "")
        settings.set("USER_AGENT", agent, priority="spider")

    def set_up(self, settings: BaseSettings) -> None:
        """Read arguments and settings. Raises UsageError."""
        known = {"county", "section", "since", "url", "limit", "full"}
        if unknown := set(self._arguments) - known:
            raise UsageError(
                f"unknown argument {', '.join(sorted(unknown))}; known: {', '.join(sorted(known))}"
            )
        get = self._arguments.get
        since = read_day(self._arguments["since"]) if "since" in self._arguments else None
        self._wanted = Scope(get("county"), get("section"), since)
        self._limit = read_count(get("limit"))
        self._looks = read_schedule(settings.getlist("MSBAZHONG_LOOKS"))
        self._max_depth = settings.getint("MSBAZHONG_MAX_DEPTH")
        self._explorer = Explorer(self._wanted, self._max_depth, self.on_site)
        self._chains = Chains(settings.getint("MSBAZHONG_MAX_PAGES"))
        self._traps = Traps()
        start = settings.get("MSBAZHONG_START")
        only = get("url")
        self._site = Site(only or start or self.front_page, () if start or only else self.hosts)
        check_contact(settings.get("MSBAZHONG_CONTACT") or "", self._site.front_page)

    @property
    def is_full(self) -> bool:
        """Whether nothing is to be left out because it is known."""
        return "full" in self._arguments

    def scope(self) -> dict[str, str]:
        """Give the arguments and the start of this run, for its record."""
        return {"start": self._site.front_page, **self._arguments}

    @property
    def fronts(self) -> tuple[str, ...]:
        """The addresses that this run was told to begin at."""
        return (self._site.front_page,) if self.failure is None else ()

    def on_site(self, url: str) -> bool:
        """Tell whether an address belongs to the site. Nothing else is ever asked for.

        Neither is what counts a view: to ask would change what the site shows to others.
        """
        return self._site.has(url) and not is_counter(url)

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the front page, or for the one page that is wanted."""
        if self.failure is not None:
            self.logger.error("%s", self.failure)
            raise CloseSpider("usage")
        self._ledger = Ledger(self._keeper, self._wanted, full=self.is_full)
        self._were_gone = self._ledger.gone()
        yield self._request(self._site.front_page, Place(first=self._site.front_page))

    # --- Answers ---

    def parse(self, response: Response, place: Place) -> Iterator[Request | Found]:
        """Go on from a page by what it is: an article is kept, a listing is followed.

        The front page is always a listing, whatever it looks like.
        """
        look: Look = response.meta[LOOK]
        self._stop_if_refused(look, response, place)
        alone = "url" in self._arguments
        if self._is_sent_home(look, response, place):
            self._missing(response, "redirects to the front page", Absence.FRONT_PAGE)
            self._settle(place, LinkState.MISSING)
        elif look.kind is PageKind.OTHER and not alone and (onward := self._onward(look, place)):
            yield from onward
        elif place.depth == 0 and not alone:
            yield from self._listing(read_listing(look.page, self.hints, place.asked), place)
            yield from self._take_up()
        elif look.kind is PageKind.ARTICLE:
            yield from self._article(look, place)
        elif look.kind is PageKind.LISTING and not alone:
            self._settle(place, LinkState.LISTING)
            yield from self._listing(read_listing(look.page, self.hints, place.asked), place)
        elif look.kind is PageKind.MISSING:
            self._missing(response, look.why, absence_of(response.url, look.capture))
            self._settle(place, LinkState.MISSING)
            if place.resumed:  # the page before had linked to it: the first time proves nothing
                self._end_of_listing(place)
        elif place.asked is None:
            self._problem(look.page.url, look.kind.value, look.why)
            is_for_now = look.page.status >= BROKEN or look.page.status in REFUSED
            self._settle(place, LinkState.FAILED if is_for_now else LinkState.OTHER)
        else:  # an empty answer to a script's query only ends its list
            self._end_of_listing(place)

    def _end_of_listing(self, place: Place) -> None:
        """Note that the page which should go on with a listing is none: it ended before."""
        if place.page > 1:
            self._ledger.walked(place)

    def _take_up(self) -> Iterator[Request]:
        """Ask for what earlier runs left, and for the articles that are due to be looked at.

        The front page comes first, so that a site which is down or refuses us is asked no more.
        """
        if self._took_up:  # a front page in frames has several
            return
        self._took_up = True
        for url, place in self._ledger.broken_off():
            yield self._request(url, place, LISTINGS_FIRST)
        before_listings = 0 if self._limit else MOST_LEFT_OVER_FIRST
        for number, (link, place) in enumerate(self._ledger.left_over()):
            if link.url in self._asked_first:
                continue
            self._found.setdefault(link.url, list(link.sections))
            self._count("resumed")
            yield self._request(link.url, place, LEFT_OVER_FIRST if number < before_listings else 0)
        if self._limit:  # a small run is to show what is there, not to go through what is known
            return
        for url, place in self._ledger.due(self._looks):
            self._count("looks")
            yield self._request(url, place, LOOKS_LAST)

    def _is_sent_home(self, look: Look, response: Response, place: Place) -> bool:
        """Tell whether a page that is gone answered with the front page."""
        was_sent = bool(response.meta.get("redirect_urls"))
        return was_sent and place.depth > 0 and is_home(look.page.url)

    def _missing(self, response: Response, why: str, absence: Absence | None) -> None:
        """Record a page that is gone under the address that was asked for.

        If it was an article once, this is a look that did not find it. Without an ``absence`` the
        answer proves nothing: the page may be there tomorrow.
        """
        answer = response.meta[LOOK].capture
        asked = response.meta.get("redirect_urls") or [response.url]
        for url, own in ((asked[0], answer), *self._sent_to.pop(response.url, ())):
            self._absent(url, why, absence, own)
        self._gone[response.url] = absence

    def _absent(self, url: str, why: str, absence: Absence | None, answer: Capture) -> None:
        self._problem(url, PageKind.MISSING.value, why)
        if absence is not None and self._keeper is not None:
            self._keeper.missing(url, absence, answer)

    def _onward(self, look: Look, place: Place) -> list[Request]:
        """Give the pages that a page without content sends us to: roots of e-papers, frames."""
        found = find_forwarding(look.page)
        if found.abroad:
            self._external(look.page.url, f"sends its reader to {found.abroad}")
        if place.hops >= MOST_HOPS:
            return []
        there = replace(place, hops=place.hops + 1)
        urls = [url for url in found.onward if self.on_site(url)]
        return [self._request(url, there, LISTINGS_FIRST) for url in urls]

    def dropped(self, request: Request) -> None:
        """Record a page that is gone where its redirect leads to a page that is known already.

        Scrapy asks for no page twice, and drops such a redirect without a word. What the page is
        may turn out later.
        """
        asked = request.meta.get("redirect_urls")
        place: Place = request.cb_kwargs["place"]
        if request.url != place.first:  # another address led to the same page
            self._settle(place, LinkState.ARTICLE, request.url)
        if not asked:
            return
        url, sent = request.url, request.meta[LOOK].capture
        if is_home(url) or url in self._gone:
            absence = Absence.FRONT_PAGE if is_home(url) else self._gone[url]
            self._absent(asked[0], f"redirects to {url}", absence, sent)
        else:
            self._sent_to.setdefault(url, []).append((asked[0], sent))

    def scheduled(self, request: Request) -> None:
        """Record a page whose redirect leads to another site: Scrapy drops it just so."""
        asked = request.meta.get("redirect_urls")
        if asked and not self._site.has(request.url):
            kind = "private" if is_private_place(request.url) else "external"
            self._problem(asked[0], kind, f"redirects to {request.url}")

    def failed(self, failure: Failure) -> None:
        """Record a request that got no answer; without the front page there is nothing to do."""
        request: Request = failure.request  # type: ignore[attr-defined]
        kind, why = kind_of(failure.value), in_words(failure.value)
        if kind == STOPPED:
            return
        url = request.meta.get("redirect_urls", [request.url])[0]
        self._problem(url, kind, why)
        self._settle(request.cb_kwargs["place"], STATE_OF.get(kind, LinkState.OTHER))
        if request.cb_kwargs["place"].is_front:
            self._stop(WITHOUT_FRONT[kind], MsbazhongError(f"{url}: {why}"))

    def _stop_if_refused(self, look: Look, response: Response, place: Place) -> None:
        url, status = look.page.url, look.page.status
        if look.kind is PageKind.CHALLENGE:
            self._stop("challenged", BlockedError(f"{url} is a challenge page ({look.why})"))
        if ASKED_TO_WAIT in response.meta:
            wait = response.meta[ASKED_TO_WAIT]
            self._stop("asked_to_wait", MsbazhongError(f"{url}: come again in {wait:.0f} s"))
        self._refusals = self._refusals + 1 if status in REFUSED else 0
        if self._refusals and (place.is_front or self._refusals >= REFUSALS_IN_A_ROW):
            self._stop("refused", BlockedError(f"{url} answers with status {status}"))
        if place.is_front and status >= BAD:
            reason = "network_down" if status >= BROKEN else "front_missing"
            self._stop(reason, MsbazhongError(f"{url} answers with status {status}"))

    def _stop(self, reason: str, error: MsbazhongError) -> None:
        self.failure = error
        self.logger.error("%s", error)
        raise CloseSpider(reason)

    def _settle(self, place: Place, state: LinkState, article: str | None = None) -> None:
        """Keep what the link led to that brought us to a place; the first page of it tells."""
        if state in NO_ARTICLE:
            self._traps.came_of(place.via, is_article=False)
        if self._keeper is not None and place.page == 1:
            self._keeper.settle(place.first, state, article=article)

    def _problem(self, url: str, kind: str, why: str) -> None:
        if self._keeper is not None:
            self._keeper.problem(url, kind, why)

    @property
    def _keeper(self) -> Keeper | None:
        return self.crawler.get_extension(Keeper)

    def _count(self, what: str, by: int = 1) -> None:
        self.crawler.stats.inc_value(f"msbazhong/{what}", by)

    def _external(self, url: str, why: str) -> None:
        """Record a report that another site holds. It is never asked for."""
        self._problem(url, "external", why)

    # --- Articles ---

    def _article(self, look: Look, place: Place) -> Iterator[Request | Found]:
        """Hand over an article, or ask for its next part; of a later part, ask for the first."""
        first = find_first_part(look.page, self.hints)
        if first and "url" not in self._arguments and self.on_site(first):
            yield self._request(first, place)
            return
        if self._limit and self._taken >= self._limit:
            self._stop_at_limit()
            return
        self._traps.came_of(place.via, is_article=True)
        if self._is_as_it_was(look, place):
            return
        self._taken += 1
        pairs = self._found.get(place.first, ())
        self._unfinished += 1
        found = Found(look, tuple(pairs), self._wanted.since, asked=place.first)
        yield from self._with_next_part(found, look)

    def _is_as_it_was(self, look: Look, place: Place) -> bool:
        """Keep an article that is as it was without reading it; False if it has to be read."""
        keeper = self._keeper
        if keeper is None or not (look.is_same or keeper.is_same(look.capture)):
            return False
        known = keeper.present(look.capture)
        if known:
            self._settle(place, LinkState.ARTICLE, canonical_url(look.page.url))
        return known

    def part(self, response: Response, found: Found, place: Place) -> Iterator[Request | Found]:
        """Take in one more part of an article; what is none leaves it for another run."""
        look: Look = response.meta[LOOK]
        self._stop_if_refused(look, response, place)
        if found.has(look.page.url):
            yield from self._finished(found)
            return
        if look.kind is PageKind.ARTICLE:
            yield from self._with_next_part(found.with_part(look), look)
            return
        self._problem(look.page.url, look.kind.value, f"part of an article: {look.why}")
        yield from self._without_part(found, is_forbidden=False)

    def part_failed(self, failure: Failure) -> Iterator[Found]:
        """Hand over an article without a part that we may not have; see ``part`` for the rest."""
        request: Request = failure.request  # type: ignore[attr-defined]
        kind = kind_of(failure.value)
        if kind == STOPPED:
            self._end_one()
            return
        self._problem(request.url, kind, f"part of an article: {in_words(failure.value)}")
        yield from self._without_part(request.cb_kwargs["found"], is_forbidden=kind == "forbidden")

    def _without_part(self, found: Found, *, is_forbidden: bool) -> Iterator[Found]:
        """Hand over an article without a part that can't be had, or leave it for another run.

        Half of it now and the whole of it then would look as if the site had changed it: so one
        that is stored stays as it is, and a new one waits until a part has been missing in several
        runs, or may not be had at all.
        """
        keeper, url = self._keeper, found.asked or found.look.page.url
        if keeper is None or self._is_enough(keeper, found, url, is_forbidden=is_forbidden):
            yield from self._finished(replace(found, is_whole=False))
        else:
            keeper.settle(url, LinkState.FAILED)
            self._end_one()

    def _is_enough(self, keeper: Keeper, found: Found, url: str, *, is_forbidden: bool) -> bool:
        own = canonical_url(found.look.page.url)
        if is_forbidden or keeper.ask(lambda known: known.has_article(own), otherwise=False):
            return is_forbidden
        failures = keeper.ask(lambda known: known.failures(url), otherwise=0)
        return "url" in self._arguments or failures + 1 >= PATIENCE_WITH_PARTS

    def _with_next_part(self, found: Found, look: Look) -> Iterator[Request | Found]:
        following = find_next_part(look.page, self.hints)
        if following is None or found.has(following) or not self.on_site(following):
            yield from self._finished(found)
            return
        # A part that some listing links to as well must not be lost to the article.
        yield Request(
            following,
            callback=self.part,
            errback=self.part_failed,
            cb_kwargs={"found": found, "place": Place(depth=1, resumed=True)},
            priority=PARTS_FIRST,
            dont_filter=True,
        )

    def _finished(self, found: Found) -> Iterator[Found]:
        yield found
        self._end_one()

    def _end_one(self) -> None:
        """Count an article as dealt with."""
        self._unfinished -= 1
        if self._limit and self._taken >= self._limit:
            self._stop_at_limit()

    def _stop_at_limit(self) -> None:
        """Stop when enough articles were read, but wait for the parts of those begun."""
        if not self._unfinished:
            raise CloseSpider("limit")

    # --- Listings ---

    def _listing(self, listing: Listing, place: Place) -> Iterator[Request]:
        """Ask for the articles of a listing, for its next page, and for the listings behind it."""
        for hint in missed_hints(listing.doubts):
            self._count(f"hint_missed/{hint}")
        self._traps.listed(listing.url, len(listing.items) + len(listing.external))
        here = self._ledger.begin(self._explorer.where(listing, place))
        self._count("listings")
        if here.depth > self._max_depth + 1:
            self._problem(listing.url, "too_deep", f"{here.depth} links below the front page")
            return
        if self._explorer.is_wanted(here):
            yield from self._items(listing, here)
        if here.page == 1:
            for link, there in self._explorer.ways(listing.channels, here):
                if self._traps.is_barren(link.url):
                    self._trap(link.url, "one of many pages of its kind that list nothing")
                else:
                    yield self._request(link.url, there, LISTINGS_FIRST)

    def _trap(self, url: str, why: str) -> None:
        """Record a way that is not followed because it has no end; one of each kind will do."""
        if self._traps.is_new(url):
            self._problem(url, "trap", why)

    def _items(self, listing: Listing, here: Place) -> Iterator[Request]:
        """Ask for the new articles of a listing's page, and for its next page.

        A page that brings nothing new ends the listing, and so does one on which every date lies
        before the first day that is wanted. So does, for now, one that shows nothing but what the
        listing had shown before.
        """
        links = [link for link in listing.items if self.on_site(link.url)]
        abroad = self._chains.fresh(self._off_site(listing), here)
        new = self._chains.fresh(links, here)
        wanted = [link for link in new if not self._wanted.is_too_old(link.date)]
        self._count("links", len(new))
        self._count("older", len(new) - len(wanted))
        following = self._next_page(listing, here, links)
        if not self._chains.goes_on(listing, here, len(new) + len(abroad)):
            following = None
        elif following is not None and self._traps.is_endless(here.first, here.page):
            self._trap(here.first, f"{here.page} pages, and next to no article behind their links")
            following = None
        entered = self._ledger.enter(here, listing.url, wanted, abroad, following)
        for link, known in entered.abroad:
            if known.listed is None:
                self._external(link.url, f"another site holds {link.text}")
        for link, known in entered.links:
            yield from self._item(link, known, here)
        if following is not None and entered.goes_on:
            yield following

    def _off_site(self, listing: Listing) -> list[Link]:
        """Give the reports that other sites hold, as far as they are not too old."""
        others = [link for link in listing.items if not self._site.has(link.url)]
        links = (link for link in (*listing.external, *others) if not self.on_site(link.url))
        return [link for link in links if not self._wanted.is_too_old(link.date)]

    def _all_too_old(self, links: list[Link]) -> bool:
        dated = [link for link in links if link.date]
        return bool(dated) and all(self._wanted.is_too_old(link.date) for link in dated)

    def _item(self, link: Link, known: Known, here: Place) -> Iterator[Request]:
        """Ask for an article that a listing shows, unless it is known or tried later again."""
        if link.url not in self._found:
            self._found[link.url] = []
            self._count("found")
        pairs = self._found[link.url]
        pair = (here.county or "", here.section or "")
        if here.section and pair not in pairs:
            pairs.append(pair)
        there = replace(here.below(link.url), resumed=True)
        if known.state is LinkState.WAITING and is_script_route(link.url):
            self._problem(link.url, "script_only", f"only a script can show {link.text}")
            self._settle(there, LinkState.SCRIPT)
        elif known.state in ASKED_AGAIN or known.article in self._were_gone:
            if not self._took_up:
                self._asked_first.add(link.url)
            yield self._request(link.url, there)
        else:
            self._count("known")

    def _next_page(self, listing: Listing, here: Place, links: list[Link]) -> Request | None:
        """Give the request for the next page of a listing; None if there is none to be had."""
        query = listing.next_query
        url = query.url if query else listing.next_page
        if url is None or not self.on_site(url) or self._all_too_old(links):
            return None
        if query is None and here.asked is not None:
            query = Query(url, "")
        there = replace(here, page=here.page + 1, asked=query, resumed=False)
        # The articles of a listing that goes on and on show whether it is one.
        waits = here.page >= UNPROVEN and not self._traps.is_proven(here.first)
        return self._request(url, there, AFTER_ARTICLES if waits else LISTINGS_FIRST)

    def idle(self) -> None:
        """Stop with an error if the county or section that is wanted was nowhere to be found."""
        unknown = self._explorer.unknown(self._site.front_page) if self.failure is None else None
        if unknown is not None:
            self._stop("unknown_scope", unknown)

    def _request(self, url: str, place: Place, priority: int = 0) -> Request:
        """Ask for a page; a query with a body is posted."""
        query = place.asked
        is_post = query is not None and bool(query.body)
        return Request(
            url,
            method="POST" if is_post else "GET",
            body=query.body if query and is_post else "",
            headers={"Content-Type": query.media_type} if query and is_post else None,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"place": place},
            priority=priority,
        )
