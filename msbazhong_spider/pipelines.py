"""From a page to rows: read the article, find who took part, keep it.

Whatever goes wrong with one page ends as a row of ``problem``; the next page is read all the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from msbazhong_spider.attendees import extract_attendees
from msbazhong_spider.errors import NotAnArticleError
from msbazhong_spider.items import Harvested, Participation
from msbazhong_spider.keeper import Keeper
from msbazhong_spider.pages import join_parts, missed_hints, read_article
from msbazhong_spider.store.frontier import LinkState

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from msbazhong_spider.items import Article
    from msbazhong_spider.spiders.found import Found


class Step:
    """One step of the way. Knows the crawl, and through it the keeper and the counters."""

    def __init__(self, crawler: Crawler) -> None:
        """Remember the crawl."""
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the step as Scrapy wants it."""
        return cls(crawler)

    @property
    def keeper(self) -> Keeper | None:
        """The keeper of this crawl, or None if nothing is kept."""
        return self._crawler.get_extension(Keeper)

    def drop(self, url: str, kind: str, why: str) -> DropItem:
        """Record a problem and give the exception that ends the item's way."""
        if self.keeper is not None:
            self.keeper.problem(url, kind, why)
        return DropItem(f"{url}: {why}", log_level="DEBUG")


class ReadPipeline(Step):
    """Found → Harvested: what the page says, and which sections it stands in."""

    async def process_item(self, item: Found) -> Harvested:
        """Read the article, all its parts as one.

        A page that turns out to be none is a problem, never an article.
        """
        try:
            hints = getattr(self._crawler.spidercls, "hints", None)
            parts = [read_article(look.page, hints) for look in (item.look, *item.parts)]
            article = join_parts(parts[0], parts[1:], is_whole=item.is_whole)
        except NotAnArticleError as error:
            self._settle(item, LinkState.OTHER)
            raise self.drop(error.url, f"not_article_{error.kind}", error.why) from error
        if item.since and article.published and article.published.date().isoformat() < item.since:
            # It waits for a run that goes further back.
            self._settle(item, LinkState.WAITING, article.published.date().isoformat())
            self._crawler.stats.inc_value("msbazhong/before_since")
            raise DropItem(f"{article.url}: older than {item.since}", log_level="DEBUG")
        self._count_missing(article)
        return Harvested(
            site=self._crawler.spidercls.name,
            article=article,
            participation=Participation(),
            capture=item.look.capture,
            found_in=sections_of(article, item.found_in),
            parts=tuple(look.capture for look in item.parts),
            asked=item.asked,
        )

    def _settle(self, item: Found, state: LinkState, day: str | None = None) -> None:
        if self.keeper is not None and item.asked:
            self.keeper.settle(item.asked, state, item.look.capture.fetched, day=day)

    def _count_missing(self, article: Article) -> None:
        for field in ("published", "source", "county", "section"):
            if getattr(article, field) is None:
                self._crawler.stats.inc_value(f"msbazhong/missing/{field}")
        for hint in missed_hints(article.doubts):
            self._crawler.stats.inc_value(f"msbazhong/hint_missed/{hint}")


def sections_of(
    article: Article, found_in: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    """Join where an article was found with where it says it stands; each pair once."""
    own = ((article.county or "", article.section),) if article.section else ()
    return tuple(dict.fromkeys((*own, *found_in)))


class AttendeesPipeline(Step):
    """Adds who took part."""

    async def process_item(self, item: Harvested) -> Harvested:
        """Give the same article with its attendees."""
        return replace(item, participation=extract_attendees(item.article))


class StorePipeline(Step):
    """Hands the article to the keeper, which saves in batches."""

    async def process_item(self, item: Harvested) -> Harvested:
        """Keep the article."""
        if self.keeper is not None:
            self.keeper.article(item)
        return item
