"""Keeping a crawl's bytes and rows: the one owner of the data folder while it runs."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from scrapy import signals
from scrapy.exceptions import CloseSpider, NotConfigured

from msbazhong_spider.archive import WarcSink
from msbazhong_spider.archive.read import read_page
from msbazhong_spider.archive.repair import OPEN, begun_since
from msbazhong_spider.errors import MsbazhongError, StoreError
from msbazhong_spider.items import Page, PageKind
from msbazhong_spider.keeper.archived import Archived, unrecorded
from msbazhong_spider.keeper.batch import Batch
from msbazhong_spider.keeper.counts import counted
from msbazhong_spider.keeper.disk import is_about_the_disk, is_disk_full
from msbazhong_spider.keeper.wire import as_received, as_sent
from msbazhong_spider.middlewares import FETCHED, RECORD
from msbazhong_spider.pages import canonical_url
from msbazhong_spider.store import open_store
from msbazhong_spider.store.captured import (
    by_record,
    capture_id,
    is_on_record,
    last_began,
    last_whole,
    latest_of,
    unread,
)
from msbazhong_spider.store.frontier import Frontier, LinkState, Settled
from msbazhong_spider.store.seal import Seal, check_seal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response
    from twisted.python.failure import Failure

    from msbazhong_spider.items import Capture, Harvested
    from msbazhong_spider.spiders.portal import PortalSpider
    from msbazhong_spider.store import Absence, SaveCounts, Store
    from msbazhong_spider.store.frontier import Due, Leftover

logger = logging.getLogger(__name__)

_T = TypeVar("_T")

RECENT = 100  # runs, of other sites too, among which the last one of a site is looked for
NO_FAULTS = frozenset({"forbidden", "external", PageKind.IMPRINT.value})


class Keeper:
    """Owns the data folder during one crawl: news.db, warc/ and the row of the run.

    All that is kept goes through it, in batches. A fault of the disk closes the spider; an article
    that can't be saved becomes a problem, and the rest of its batch is saved. ``fault`` is why a
    run ends in which something could not be kept, also if that showed only when it had ended.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Read the settings; nothing is opened before the spider is."""
        settings = crawler.settings
        self._crawler = crawler
        self.folder = Path(settings["MSBAZHONG_DATA"])
        self._batch_size = settings.getint("MSBAZHONG_BATCH")
        self._batch_seconds = settings.getfloat("MSBAZHONG_BATCH_SECONDS")
        self._batch = Batch()
        self._unread: dict[str, Capture] = {}
        self._frontier: Frontier | None = None
        self._store: Store | None = None
        self._warc: WarcSink | None = None
        self._were_gone: set[str] = set()
        self._listed_since = datetime.now(UTC)
        self.is_full = False
        self.run_id: int | None = None
        self.failure: BaseException | None = None
        self.fault = ""
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the crawl, unless there is no data folder."""
        if not crawler.settings.get("MSBAZHONG_DATA"):
            raise NotConfigured("MSBAZHONG_DATA is empty: nothing will be kept")
        keeper = cls(crawler)
        connect = crawler.signals.connect
        connect(keeper._open, signal=signals.spider_opened)
        connect(keeper._archive, signal=signals.response_downloaded)
        connect(keeper._callback_failed, signal=signals.spider_error)
        connect(keeper._item_failed, signal=signals.item_error)
        connect(keeper._spider_closed, signal=signals.spider_closed)
        return keeper

    # --- What the rest of the crawl calls ---

    def capture(self, capture: Capture) -> None:
        """Keep the row of an answer."""
        self._batch.captures.append(capture)
        self._count("pages")
        self._flush_if_due()

    def article(self, harvested: Harvested) -> None:
        """Keep an article with its attendances."""
        self._batch.articles.append(harvested)
        if harvested.asked:
            fetched = harvested.capture.fetched if harvested.capture else None
            url = harvested.article.url
            self.settle(harvested.asked, LinkState.ARTICLE, fetched, article=url)
        participation = harvested.participation
        self._count("articles")
        self._count("attendances", len(participation.attendees))
        self._count("collectives", len(participation.collectives))
        self._flush_if_due()

    def missing(self, url: str, absence: Absence, answer: Capture) -> None:
        """Keep that an answer shows an article not to be there under the address asked for.

        An address that never was an article's is no article's absence either: nothing is kept.
        """
        self._batch.absences.append((canonical_url(url), absence, answer))

    def present(self, capture: Capture) -> bool:
        """Keep that an answer shows an article to be as it was; False if it has to be read."""
        url = canonical_url(capture.url)
        known = self.ask(lambda frontier: frontier.has_article(url), otherwise=False)
        if known:
            self._batch.present.append((url, capture))
            self._count("unchanged")
        return known

    def is_same(self, capture: Capture) -> bool:
        """Whether an article's answer is, byte for byte, what its address answered before."""
        last = self._last_whole(capture.url, capture.fetched)
        return last is not None and (last.kind, last.sha256) == (capture.kind, capture.sha256)

    def settle(
        self,
        url: str,
        state: LinkState,
        when: datetime | None = None,
        article: str | None = None,
        day: str | None = None,
    ) -> None:
        """Keep what a request for an address that a listing shows led to (see ``Settled``)."""
        when = when or datetime.now(UTC)
        self._batch.settled.append(Settled(canonical_url(url), state, when, article, day))

    def ask(self, work: Callable[[Frontier], _T], otherwise: _T) -> _T:
        """Ask the frontier something; a store that can't go on ends the crawl."""
        if self._frontier is None:
            return otherwise
        try:
            return work(self._frontier)
        except (StoreError, OSError, sqlite3.Error) as error:
            self.stop(error)
            return otherwise

    def leftovers(self, *, full: bool) -> Iterator[Leftover]:
        """Give the links that earlier runs left, see ``Frontier.leftovers``."""
        now = datetime.now(UTC)
        yield from self._walk(lambda frontier: frontier.leftovers(now, full=full))

    def due(self, days: Sequence[int], *, full: bool) -> Iterator[Due]:
        """Give the articles that are to be looked at again, see ``Frontier.due``."""
        now = datetime.now(UTC)
        yield from self._walk(lambda frontier: frontier.due(now, days, full=full))

    def _walk(self, work: Callable[[Frontier], Iterator[_T]]) -> Iterator[_T]:
        if self._frontier is None:
            return
        try:
            yield from work(self._frontier)
        except (StoreError, OSError, sqlite3.Error) as error:
            self.stop(error)

    def unread(self, url: str) -> Capture | None:
        """Give an answer that a killed run got and nobody has read yet; once."""
        return self._unread.pop(url, None)

    def to_compare(self, url: str, oldest: datetime) -> Capture | None:
        """Give the last answer of an address that a condition can be put on.

        It has an ETag or a Last-Modified, and was had whole, not before ``oldest``.
        """
        last = self._last_whole(url, datetime.now(UTC))
        if last is None or last.fetched < oldest or not (last.etag or last.last_modified):
            return None
        known = self.ask(lambda frontier: is_on_record(frontier.store, last), otherwise=False)
        return last if known else None

    def _last_whole(self, url: str, now: datetime) -> Capture | None:
        article = canonical_url(url)
        return self.ask(lambda frontier: last_whole(frontier.store, url, article, now), None)

    def page_of(self, capture: Capture) -> Page | None:
        """Give an answer's page out of the archive; None if its record holds none.

        Of an answer that only repeats a record it is that of a record with the same payload, if
        possible of the same address.

        Raises:
            UnreadableInputError: its file is not there, or damaged.
        """
        if self._store is None:
            return None
        holds = capture
        if capture.refers_to:
            own = latest_of(self._store, capture.url)
            if own is None or own.payload_digest != capture.payload_digest:
                own = by_record(self._store, capture.refers_to, capture.payload_digest)
            holds = own or capture
        folder = self.folder / "warc"
        path = folder / (holds.warc_file or "")
        if not path.exists():  # the file that is being written has another name until it is closed
            path = path.with_name(path.name + OPEN)
        return read_page(path, holds.warc_offset or 0)

    def problem(self, url: str, kind: str, why: str) -> None:
        """Keep what went wrong with an address. ``kind`` is a word to count by.

        An address that robots.txt forbids, a report that another site holds and a page about the
        site itself are recorded, so that a gap can be explained, but are no faults and not counted
        as such: a menu that leads to 会员登录 would make every short run a bad one.
        """
        if kind not in NO_FAULTS:
            self._count("problems")
        self._count(f"problem/{kind}")
        logger.info("problem (%s) with %s: %s", kind, url, why)
        if self._store is not None:
            now = datetime.now(UTC)
            self._guard(lambda store: store.record_problem(self.run_id, url, kind, why, now))

    def stop(self, error: BaseException) -> None:
        """Close the spider because the disk can't be written any more."""
        engine = self._crawler.engine
        if self._closing is not None:
            return
        reason = self._fail(error)
        if engine.spider is not None:
            closing = engine.close_spider_async(reason=reason)
            self._closing = asyncio.get_running_loop().create_task(closing)

    def close(self, reason: str) -> None:
        """Save what is waiting and close the files. Does nothing the second time."""
        if self._store is None:
            return
        self._flush()
        finished = datetime.now(UTC)
        if (frontier := self._frontier) is not None:
            self._guard(lambda _: self._count_left(frontier))
        counts = counted(self._crawler)
        if (run_id := self.run_id) is not None:
            self._guard(lambda store: store.end_run(run_id, finished, reason, None, counts))
        if (warc := self._warc) is not None:
            self._guard(lambda _: warc.close())
        self._guard(lambda store: store.seal())
        self._store.close()
        self._store = self._frontier = None

    # --- Signals ---

    def _open(self, spider: PortalSpider) -> None:
        if spider.failure is not None:  # it will stop before it asks for anything
            return
        started = datetime.now(UTC)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            database = self.folder / "news.db"
            is_altered = database.exists() and check_seal(database) is Seal.BROKEN
            self._store = open_store(database)
            self._warc = WarcSink(
                self.folder / "warc",
                info=self._info(spider),
                known=Archived(self._store),
                largest=self._crawler.settings.getint("MSBAZHONG_WARC_SIZE"),
            )
            self._recover(spider)
            killed = last_began(self._store, spider.name)
            self._listed_since = killed or started
            if killed is not None:
                self._unread |= {one.url: one for one in unread(self._store, spider.name)}
            self.run_id = self._store.begin_run(spider.name, spider.scope(), started)
            self._frontier = Frontier(self._store, spider.name)
            self.is_full = spider.is_full
            self._were_gone = self._frontier.gone()
        except (MsbazhongError, OSError, sqlite3.Error) as error:
            self._fail(error)
            raise CloseSpider("store_unusable") from error
        self._crawler.stats.set_value("msbazhong/run_id", self.run_id)
        if is_altered:  # the seal at the end of this run must not make that unseen
            self.problem(str(database), "altered", "not as its last writer left it; see verify")

    def _recover(self, spider: PortalSpider) -> None:
        """Give rows to the last answers of a killed run, whose bytes are in the archive."""
        if self._warc is None or self._store is None:
            return
        last = next((run for run in self._store.runs(RECENT) if run.site == spider.name), None)
        killed = last if last is not None and last.finished is None else None
        files = {*self._warc.left_over}
        if killed is not None:
            # Also closed ones: full ones, and those that a run closed which was killed just then.
            files |= {*begun_since(self.folder / "warc", datetime.fromisoformat(killed.started))}
        for path in sorted(files):
            for answer in unrecorded(self._store, path, getattr(spider, "hints", None)):
                self._store.save_captures([answer], killed.id if killed else None)
                self._unread[answer.url] = answer

    def _info(self, spider: PortalSpider) -> dict[str, str]:
        """Say in the archive who fetched what, and by which rules."""
        contact = self._crawler.settings.get("MSBAZHONG_CONTACT")
        obeyed = self._crawler.settings.getbool("ROBOTSTXT_OBEY")
        return {
            "operator": contact or "not given",
            "isPartOf": spider.title or spider.name,
            "robots": "obey" if obeyed else "ignore",
            "http-header-user-agent": self._crawler.settings["USER_AGENT"],
        }

    def _archive(self, response: Response, request: Request) -> None:
        request.meta[FETCHED] = fetched = datetime.now(UTC)
        if self._warc is None:
            return
        sent, received = as_sent(request), as_received(response)
        try:
            # The address without its fragment, which no server is ever sent.
            request.meta[RECORD] = self._warc.write(response.url, sent, received, fetched)
        except (StoreError, OSError) as error:
            self.stop(error)

    def _callback_failed(self, failure: Failure, response: Response | None) -> None:
        url = response.url if response is not None else ""
        self.problem(url, "internal", repr(failure.value))

    def _item_failed(self, response: Response | None, failure: Failure) -> None:
        self._callback_failed(failure, response)

    def _spider_closed(self, reason: str) -> None:
        self.close(reason)

    # --- Saving ---

    def _count(self, what: str, by: int = 1) -> None:
        self._crawler.stats.inc_value(f"msbazhong/{what}", by)

    def _flush_if_due(self) -> None:
        if self._batch.is_due(self._batch_size, self._batch_seconds):
            self._flush()

    def _flush(self) -> None:
        batch, self._batch = self._batch, Batch()
        if (warc := self._warc) is not None:
            # Bytes are on the disk before rows that point to them, also if the power goes.
            self._guard(lambda _: warc.sync())
        if batch.captures:
            self._guard(lambda store: store.save_captures(batch.captures, self.run_id))
        if batch.articles:
            self._save(batch.articles)
        for url, absence, answer in batch.absences:
            self._guard(partial(self._save_absence, url, absence, answer))
        for url, answer in batch.present:
            self._guard(partial(self._save_present, url, answer))
        if batch.settled and (frontier := self._frontier) is not None:
            self._guard(lambda _: frontier.settle(batch.settled))

    def _save_absence(self, url: str, absence: Absence, answer: Capture, store: Store) -> None:
        own = capture_id(answer)
        if store.record_missing(url, answer.fetched, absence, self.run_id, own):
            self._count("absent")

    def _save_present(self, url: str, answer: Capture, store: Store) -> None:
        store.record_present(url, answer.fetched, self.run_id, capture_id(answer))

    def _count_left(self, frontier: Frontier) -> None:
        """Join articles with sections, count what waits, and what went or came back in this run."""
        frontier.add_sections(self._listed_since)
        gone = frontier.gone()
        self._crawler.stats.set_value("msbazhong/waiting", frontier.count_waiting())
        self._count("gone", len(gone - self._were_gone))
        self._count("returned", len(self._were_gone - gone))

    def _save(self, articles: Sequence[Harvested]) -> None:
        if self._store is None:
            return
        try:
            self._count_saved(self._store.save(articles, self.run_id))
        except (MsbazhongError, OSError, ValueError, TypeError, sqlite3.Error) as error:
            if is_about_the_disk(error):
                self.stop(error)
            elif len(articles) == 1:
                self.problem(articles[0].article.url, "unsaved", repr(error))
            else:
                for article in articles:  # one of them is to blame: find it, save the others
                    self._save([article])

    def _count_saved(self, saved: SaveCounts) -> None:
        self._count("new", saved.new)
        self._count("changed", saved.changed)
        self._count("edited", saved.edited)
        self._count("unchanged", saved.unchanged)

    def _guard(self, work: Callable[[Store], object]) -> None:
        """Do something with the store; a store that can't go on ends the crawl."""
        if self._store is None:
            return
        try:
            work(self._store)
        except (StoreError, OSError, sqlite3.Error) as error:
            self.stop(error)

    def _fail(self, error: BaseException) -> str:
        reason = "disk_full" if is_disk_full(error) else "store_unusable"
        if not isinstance(error, MsbazhongError):
            error = StoreError(f"{self.folder}: can't be written: {error}")
        logger.error("%s", error)
        if self.failure is None:
            self.failure, self.fault = error, reason
        return reason
