"""The way through a news portal: front page, counties, sections, listings, articles.

No path is guessed. Where to go next is decided by what a page is, by what its links are called and
by its breadcrumb; ``msbazhong_spider.pages`` reads all of that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider

from msbazhong_spider.errors import BlockedError, MsbazhongError, UsageError
from msbazhong_spider.extensions import Keeper
from msbazhong_spider.items import PageKind
from msbazhong_spider.middlewares import ASKED_TO_WAIT, LOOK
from msbazhong_spider.pages import missed_hints, read_listing
from msbazhong_spider.spiders.answers import in_words, kind_of
from msbazhong_spider.spiders.explorer import Explorer, Place
from msbazhong_spider.spiders.scope import Scope, read_day
from msbazhong_spider.spiders.site import Site, check_contact, check_facts, user_agent

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from typing import Any, Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from msbazhong_spider.items import Link, Listing
    from msbazhong_spider.middlewares import Look
    from msbazhong_spider.pages import Hints

LISTINGS_FIRST = 10
REFUSED = frozenset({401, 403, 407, 429, 451})
REFUSALS_IN_A_ROW = 10
BAD, BROKEN = 400, 500  # the first status that tells of an error, and of one of the server
# Why a run ends if the front page could not be had.
WITHOUT_FRONT = {"forbidden": "refused", "network": "network_down", "internal": "internal"}


@dataclass(frozen=True, slots=True)
class Found:
    """An article's page on its way through the pipelines, and the listings that led to it."""

    look: Look
    found_in: tuple[tuple[str, str], ...] = ()
    since: str | None = None


def read_count(text: str | None) -> int:
    """Read a number of articles; 0, for no limit, if there is none. Raises UsageError."""
    if text is None:
        return 0
    if not text.isdecimal() or int(text) < 1:
        raise UsageError(f"limit={text!r} is no number of articles; give 1 or more")
    return int(text)


class PortalSpider(Spider):
    """Base of all sites: the way through a portal. A site adds only facts.

    They are: ``name`` and ``title`` (its name in Chinese), ``front_page``, ``hosts`` (all that
    belong to it; links to others are never followed), ``counties``, the names that people know,
    for help texts only (which counties there are is read from the site), and ``hints``, selectors
    for what the evidence on its pages misses. A class whose facts can't be raises UsageError.

    Arguments of a run: ``county``, ``section``, ``since`` (a day), ``limit`` (so many articles),
    or ``url`` (this one page).
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
        self._chains: dict[str, set[str]] = {}
        self._found: dict[str, list[tuple[str, str]]] = {}
        self._read: dict[str, str] = {}
        self._refusals = 0
        self._taken = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider; what is wrong with its arguments is told when it starts."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
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
        known = {"county", "section", "since", "url", "limit"}
        if unknown := set(self._arguments) - known:
            raise UsageError(
                f"unknown argument {', '.join(sorted(unknown))}; known: {', '.join(sorted(known))}"
            )
        get = self._arguments.get
        since = read_day(self._arguments["since"]) if "since" in self._arguments else None
        self._wanted = Scope(get("county"), get("section"), since)
        self._limit = read_count(get("limit"))
        self._max_depth = settings.getint("MSBAZHONG_MAX_DEPTH")
        self._explorer = Explorer(self._wanted, self._max_depth, self.on_site)
        self._max_pages = settings.getint("MSBAZHONG_MAX_PAGES")
        start = settings.get("MSBAZHONG_START")
        only = get("url")
        self._site = Site(only or start or self.front_page, () if start or only else self.hosts)
        check_contact(settings.get("MSBAZHONG_CONTACT") or "", self._site.front_page)

    def scope(self) -> dict[str, str]:
        """Give the arguments and the start of this run, for its record."""
        return {"start": self._site.front_page, **self._arguments}

    def on_site(self, url: str) -> bool:
        """Tell whether an address belongs to the site. Nothing else is ever asked for."""
        return self._site.has(url)

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the front page, or for the one page that is wanted."""
        if self.failure is not None:
            self.logger.error("%s", self.failure)
            raise CloseSpider("usage")
        yield self._request(self._site.front_page, Place(first=self._site.front_page))

    # --- Answers ---

    def parse(self, response: Response, place: Place) -> Iterator[Request | Found]:
        """Go on from a page by what it is: an article is kept, a listing is followed.

        The front page is always a listing, whatever it looks like.
        """
        look: Look = response.meta[LOOK]
        self._stop_if_refused(look, response, place)
        alone = "url" in self._arguments
        if place.depth == 0 and not alone:
            yield from self._listing(read_listing(look.page, self.hints), place)
        elif look.kind is PageKind.ARTICLE:
            yield from self._article(look, place)
        elif look.kind is PageKind.LISTING and not alone:
            yield from self._listing(read_listing(look.page, self.hints), place)
        else:
            self._problem(look.page.url, look.kind.value, look.why)

    def failed(self, failure: Failure) -> None:
        """Record a request that got no answer; without the front page there is nothing to do."""
        request: Request = failure.request  # type: ignore[attr-defined]
        kind, why = kind_of(failure.value), in_words(failure.value)
        self._problem(request.url, kind, why)
        if request.cb_kwargs["place"].is_front:
            self._stop(WITHOUT_FRONT[kind], MsbazhongError(f"{request.url}: {why}"))

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

    def _problem(self, url: str, kind: str, why: str) -> None:
        if self._keeper is not None:
            self._keeper.problem(url, kind, why)

    @property
    def _keeper(self) -> Keeper | None:
        return self.crawler.get_extension(Keeper)

    def _count(self, what: str, by: int = 1) -> None:
        self.crawler.stats.inc_value(f"msbazhong/{what}", by)

    def _article(self, look: Look, place: Place) -> Iterator[Found]:
        if self._limit and self._taken >= self._limit:
            raise CloseSpider("limit")
        self._taken += 1
        self._read[place.first] = look.page.url
        pairs = self._found.get(place.first, ())
        yield Found(look, tuple(pairs), self._wanted.since)

    # --- Listings ---

    def _listing(self, listing: Listing, place: Place) -> Iterator[Request]:
        """Ask for the articles of a listing, for its next page, and for the listings behind it."""
        for hint in missed_hints(listing.doubts):
            self._count(f"hint_missed/{hint}")
        here = self._explorer.where(listing, place)
        if here.depth > self._max_depth + 1:
            self._problem(listing.url, "too_deep", f"{here.depth} links below the front page")
            return
        if self._explorer.is_wanted(here):
            yield from self._items(listing, here)
        if here.page == 1:
            for link, there in self._explorer.ways(listing.channels, here):
                yield self._request(link.url, there, LISTINGS_FIRST)

    def _items(self, listing: Listing, here: Place) -> Iterator[Request]:
        """Ask for the articles of a listing's page, and for its next page.

        A page that brings nothing new ends the listing, and so does one on which every date lies
        before the first day that is wanted.
        """
        links = [link for link in listing.items if self.on_site(link.url)]
        seen = self._chains.setdefault(here.first, set())
        new = [link for link in links if link.url not in seen]
        seen.update(link.url for link in new)
        wanted = [link for link in new if not self._wanted.is_too_old(link.date)]
        self._count("links", len(new))
        self._count("older", len(new) - len(wanted))
        for link in wanted:
            yield self._item(link, here)
        if new and listing.next_page and not self._all_too_old(links):
            yield from self._next_page(listing.next_page, here)

    def _all_too_old(self, links: list[Link]) -> bool:
        dated = [link for link in links if link.date]
        return bool(dated) and all(self._wanted.is_too_old(link.date) for link in dated)

    def _item(self, link: Link, here: Place) -> Request:
        if link.url not in self._found:
            self._found[link.url] = []
            self._count("found")
        pairs = self._found[link.url]
        pair = (here.county or "", here.section or "")
        if here.section and pair not in pairs:
            pairs.append(pair)
            if (read_as := self._read.get(link.url)) and self._keeper:
                self._keeper.also_in(read_as, *pair)
        return self._request(link.url, replace(here, depth=here.depth + 1, page=1, first=link.url))

    def _next_page(self, url: str, here: Place) -> Iterator[Request]:
        if here.page < self._max_pages and self.on_site(url):
            yield self._request(url, replace(here, page=here.page + 1), LISTINGS_FIRST)

    def idle(self) -> None:
        """Stop with an error if the county or section that is wanted was nowhere to be found."""
        unknown = self._explorer.unknown(self._site.front_page) if self.failure is None else None
        if unknown is not None:
            self._stop("unknown_scope", unknown)

    def _request(self, url: str, place: Place, priority: int = 0) -> Request:
        return Request(
            url,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"place": place},
            priority=priority,
        )
