"""Fetching single pages, politely, without keeping anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess

from msbazhong_spider.errors import BlockedError, MsbazhongError, UsageError
from msbazhong_spider.harvest.run import site_settings
from msbazhong_spider.middlewares import LOOK
from msbazhong_spider.spiders.answers import in_words
from msbazhong_spider.spiders.site import (
    DEFAULT_PORTS,
    Site,
    check_contact,
    is_on_this_machine,
    place_of,
    user_agent,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import Settings
    from twisted.python.failure import Failure

    from msbazhong_spider.items import Page

    Then = Callable[[Page], Iterable[str]]

Pages = dict[str, "Page | MsbazhongError"]


class PageSpider(Spider):
    """Asks for a few pages and follows nothing."""

    name = "page"

    def __init__(self, pages: Pages, then: Then | None = None, **kwargs: Any) -> None:
        """Take the mapping to fill, whose keys are the addresses, and what to ask for next."""
        super().__init__(**kwargs)
        self.pages, self._then = pages, then
        self.fronts = tuple(pages)
        self._sites = [_site_of(url) for url in pages]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider, and listen to which requests are made."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.scheduled, signal=signals.request_scheduled)
        return spider

    def on_site(self, url: str) -> bool:
        """Allow the hosts that were named, so that no redirect leads elsewhere."""
        return any(site.has(url) for site in self._sites)

    async def start(self) -> AsyncIterator[Request]:
        """Ask for every page."""
        for url in self.pages:
            yield self._request(url)

    def parse(self, response: Response, asked: str) -> Iterator[Request]:
        """Keep the page, and ask for what it leads to."""
        page: Page = response.meta[LOOK].page
        self.pages[asked] = page
        for url in self._then(page) if self._then else ():
            if url not in self.pages:
                self.pages[url] = _no_answer(url)
                yield self._request(url)

    def failed(self, failure: Failure) -> None:
        """Keep why there is no page."""
        request: Request = failure.request  # type: ignore[attr-defined] # Scrapy adds it
        asked = request.cb_kwargs["asked"]
        self.pages[asked] = MsbazhongError(f"{asked}: {in_words(failure.value)}")

    def scheduled(self, request: Request) -> None:
        """Tell of a redirect to another host; Scrapy drops it without a word."""
        asked = request.cb_kwargs["asked"]
        if not self.on_site(request.url):
            why = f"leads to another host; ask for {request.url} itself if that is the same site"
            self.pages[asked] = MsbazhongError(f"{asked}: {why}")

    def _request(self, url: str) -> Request:
        return Request(url, errback=self.failed, cb_kwargs={"asked": url})


def _site_of(url: str) -> Site:
    """Give the host of an address: on both usual ports if it is on one, else on its own port."""
    host, port = place_of(url)
    return Site(url, (host,) if port in DEFAULT_PORTS.values() else ())


def _no_answer(url: str) -> MsbazhongError:
    return BlockedError(f"{url}: no answer")


def fetch_pages(urls: Sequence[str], contact: str | None = None, then: Then | None = None) -> Pages:
    """Fetch pages with the settings of a harvest; for each address its page or what went wrong.

    ``then`` is called with each page that came, and gives the addresses on the same hosts to ask
    for next. Runs a Twisted reactor, so once in a process.
    """
    settings = _settings(contact)
    said = settings.get("MSBAZHONG_CONTACT") or ""
    pages: Pages = {}
    for url in urls:
        try:
            check_contact(said, url)
        except UsageError as error:
            pages[url] = error
    good = [url for url in dict.fromkeys(urls) if url not in pages]
    if good:
        settings.set("USER_AGENT", user_agent(said), priority="cmdline")
        local = all(is_on_this_machine(url) for url in good)
        settings.set("HTTPPROXY_ENABLED", not local, priority="cmdline")
        if local:  # nobody is bothered by haste on this machine
            settings.set("DOWNLOAD_DELAY", 0, priority="cmdline")
        waiting: Pages = {url: _no_answer(url) for url in good}
        process = AsyncCrawlerProcess(settings)
        process.crawl(PageSpider, pages=waiting, then=then)
        process.start()
        pages.update(waiting)
    return pages


def _settings(contact: str | None) -> Settings:
    settings = site_settings()
    nothing_kept = {
        "EXTENSIONS": {
            "msbazhong_spider.gate.Gate": 5,
            "msbazhong_spider.pace.CrawlDelay": 20,
        },
        "ITEM_PIPELINES": {},
        "LOG_LEVEL": "CRITICAL",
    }
    settings.setdict(nothing_kept, priority="cmdline")
    if contact is not None:
        settings.set("MSBAZHONG_CONTACT", contact, priority="cmdline")
    return settings
