"""Fetching single pages, politely, without keeping anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

from msbazhong_spider.errors import BlockedError, MsbazhongError, UsageError
from msbazhong_spider.harvest.run import site_settings
from msbazhong_spider.middlewares import LOOK
from msbazhong_spider.spiders.answers import in_words
from msbazhong_spider.spiders.site import check_contact, is_on_this_machine, place_of, user_agent

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from scrapy.http import Response
    from scrapy.settings import Settings
    from twisted.python.failure import Failure

    from msbazhong_spider.items import Page

Pages = dict[str, "Page | MsbazhongError"]


class PageSpider(Spider):
    """Asks for a few pages and follows nothing."""

    name = "page"

    def __init__(self, pages: Pages, **kwargs: Any) -> None:
        """Take the mapping to fill; its keys are the addresses."""
        super().__init__(**kwargs)
        self.pages = pages
        self._hosts = {place_of(url) for url in pages}

    def on_site(self, url: str) -> bool:
        """Allow the hosts that were named, so that no redirect leads elsewhere."""
        return place_of(url) in self._hosts

    async def start(self) -> AsyncIterator[Request]:
        """Ask for every page."""
        for url in self.pages:
            yield Request(url, errback=self.failed, cb_kwargs={"asked": url})

    def parse(self, response: Response, asked: str) -> None:
        """Keep the page."""
        self.pages[asked] = response.meta[LOOK].page

    def failed(self, failure: Failure) -> None:
        """Keep why there is no page."""
        request: Request = failure.request  # type: ignore[attr-defined] # Scrapy adds it
        asked = request.cb_kwargs["asked"]
        self.pages[asked] = MsbazhongError(f"{asked}: {in_words(failure.value)}")


def fetch_pages(urls: Sequence[str], contact: str | None = None) -> Pages:
    """Fetch pages with the settings of a harvest; for each address its page or what went wrong.

    Runs a Twisted reactor, so once in a process.
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
        waiting: Pages = {url: BlockedError(f"{url}: no answer") for url in good}
        process = AsyncCrawlerProcess(settings)
        process.crawl(PageSpider, pages=waiting)
        process.start()
        pages.update(waiting)
    return pages


def _settings(contact: str | None) -> Settings:
    settings = site_settings()
    nothing_kept = {
        "EXTENSIONS": {"msbazhong_spider.extensions.CrawlDelay": 20},
        "ITEM_PIPELINES": {},
        "LOG_LEVEL": "CRITICAL",
    }
    settings.setdict(nothing_kept, priority="cmdline")
    if contact is not None:
        settings.set("MSBAZHONG_CONTACT", contact, priority="cmdline")
    return settings
