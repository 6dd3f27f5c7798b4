"""A first look at a new site, from one address: its front page, and one article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from msbazhong_spider.errors import BlockedError, MsbazhongError, UsageError
from msbazhong_spider.harvest.fetch import fetch_pages
from msbazhong_spider.items import PageKind
from msbazhong_spider.pages import canonical_url, classify, find_forwarding, read_listing
from msbazhong_spider.spiders.site import place_of

if TYPE_CHECKING:
    from msbazhong_spider.items import Page

BROKEN = 500  # the first status that tells of a fault of the server
MOST_ARTICLES = 4  # links of a front page that are tried before we give up


class Scout:
    """Decides which pages are asked for, and remembers what they are.

    The address of an article leads to the root of its host as well; any other page is taken for
    the front page, and leads to the first of its links that is an article. A front page that only
    sends its reader on is followed once.
    """

    def __init__(self, url: str) -> None:
        """Take an address. Raises UsageError if it can't be the beginning of a site."""
        place_of(url)
        if urlsplit(url).username is not None:
            raise UsageError(f"{url}: an address with a password has no place in a spider")
        self.url = canonical_url(url)
        self.article: Page | None = None
        self.front: Page | None = None
        self.front_page = self.url
        self._links: list[str] = []
        self._was_sent_on = False

    def then(self, page: Page) -> list[str]:
        """Take a page in, and give the addresses to ask for next: one, or none."""
        kind = classify(page).kind
        is_root = canonical_url(page.url) == canonical_url(urljoin(page.url, "/"))
        if self.article is None and kind is PageKind.ARTICLE and not is_root:
            self.article = page
            if self.front is None:
                self.front_page = urljoin(page.url, "/")
            return [self.front_page] if self.front is None else []
        if self.front is None and kind is PageKind.OTHER and not self._was_sent_on:
            self._was_sent_on = True
            return [*find_forwarding(page).onward[:1]]
        if self.front is None and kind in (PageKind.LISTING, PageKind.ARTICLE):
            self._take_front(page)
        return [self._links.pop(0)] if self.article is None and self._links else []

    def _take_front(self, page: Page) -> None:
        """Keep the front page, and its links, those with a date first."""
        self.front = page
        if not self._was_sent_on:
            self.front_page = canonical_url(page.url)
        links = sorted(read_listing(page).items, key=lambda link: link.date is None)
        self._links = [link.url for link in links][:MOST_ARTICLES]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a site: an article, and the front page if that could be read."""

    front_page: str
    article: Page
    front: Page | None

    @property
    def pages(self) -> dict[str, Page]:
        """The pages by the names under which they are saved."""
        named = {"article": self.article, "front": self.front}
        return {name: page for name, page in named.items() if page is not None}


def scout(url: str, contact: str | None = None) -> Seen:
    """Look at a site, politely: at most six requests. Runs a Twisted reactor, once in a process.

    Raises UsageError where the address leads to no article, BlockedError where it leads to a
    challenge page, MsbazhongError where there is no answer.
    """
    found = Scout(url)
    pages = fetch_pages([found.url], contact, found.then)
    first = pages[found.url]
    if isinstance(first, MsbazhongError):
        raise first
    if found.article is None:
        raise _no_article(first)
    return Seen(found.front_page, found.article, found.front)


def _no_article(page: Page) -> MsbazhongError:
    """Say what the address leads to instead."""
    classified = classify(page)
    if classified.kind is PageKind.CHALLENGE:
        return BlockedError(f"{page.url} is a challenge page ({classified.why}); come back later")
    if page.status >= BROKEN:
        return MsbazhongError(f"{page.url} answers with status {page.status}; try again later")
    is_list = classified.kind is PageKind.LISTING
    advice = "none of its first links is an article; " if is_list else ""
    return UsageError(
        f"{page.url} is no article but {classified.kind.value} ({classified.why}); "
        f"{advice}give the address of an article"
    )
