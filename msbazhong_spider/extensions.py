"""What goes on beside the crawl: keeping its bytes and rows, the pace robots.txt asks for."""

from __future__ import annotations

import asyncio
import errno
import logging
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlunsplit

from scrapy import signals
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.utils.httpobj import urlparse_cached
from twisted.web.http import RESPONSES

from msbazhong_spider.archive import Earlier, ReceivedResponse, SentRequest, WarcSink
from msbazhong_spider.archive.read import read_page
from msbazhong_spider.archive.repair import OPEN, begun_since
from msbazhong_spider.archive.scan import iter_entries
from msbazhong_spider.errors import MsbazhongError, StoreError
from msbazhong_spider.items import Page, PageKind
from msbazhong_spider.middlewares import FETCHED, RECORD, look_at
from msbazhong_spider.pages import canonical_url
from msbazhong_spider.store import open_store
from msbazhong_spider.store.captured import (
    by_record,
    capture_id,
    is_on_record,
    last_began,
    last_record,
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
    from scrapy.http import Headers, Request, Response
    from scrapy.robotstxt import RobotParser
    from twisted.python.failure import Failure

    from msbazhong_spider.items import Capture, Harvested
    from msbazhong_spider.pages import Hints
    from msbazhong_spider.spiders.portal import PortalSpider
    from msbazhong_spider.store import Absence, SaveCounts, Store
    from msbazhong_spider.store.frontier import Due, Leftover

logger = logging.getLogger(__name__)

_T = TypeVar("_T")

NOT_MODIFIED = 304
RECENT = 100  # runs, of other sites too, among which the last one of a site is looked for
NO_FAULTS = frozenset({"forbidden", "external", PageKind.IMPRINT.value})
DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def is_disk_full(error: BaseException) -> bool:
    """Tell a full disk (or quota) from every other fault, also behind an error of the store."""
    if isinstance(error, StoreError) and error.__cause__ is not None:
        return is_disk_full(error.__cause__)
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return isinstance(error, OSError) and error.errno in DISK_FULL


def is_about_the_disk(error: BaseException) -> bool:
    """Tell a folder or database that can't be written from an article that can't be stored."""
    cause = error.__cause__ if isinstance(error, StoreError) and error.__cause__ else error
    return isinstance(cause, (OSError, sqlite3.OperationalError, StoreError))


def counted(crawler: Crawler) -> dict[str, int]:
    """Give what was counted of our own so far (pages, articles, problems ...)."""
    prefix = "msbazhong/"
    return {
        key.removeprefix(prefix): value
        for key, value in crawler.stats.get_stats().items()
        if key.startswith(prefix) and isinstance(value, int)
    }


def as_sent(request: Request) -> SentRequest:
    """Give a request as it went out, as far as Scrapy tells."""
    parts = urlparse_cached(request)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    headers = [(b"Host", parts.netloc.encode("ascii", "backslashreplace"))]
    return SentRequest(request.method, target, (*headers, *pairs(request.headers)), request.body)


def as_received(response: Response) -> ReceivedResponse:
    """Give an answer as it came in: still compressed, all headers.

    Twisted has joined the chunks, so a Transfer-Encoding would describe what is no longer there.
    """
    phrase = RESPONSES.get(response.status, b"").decode("ascii")
    kept = tuple(
        pair for pair in pairs(response.headers) if pair[0].lower() != b"transfer-encoding"
    )
    status_line = f"{response.protocol or 'HTTP/1.1'} {response.status} {phrase}".rstrip()
    return ReceivedResponse(status_line, kept, response.body)


def pairs(headers: Headers) -> tuple[tuple[bytes, bytes], ...]:
    """Give headers one by one, a header that was sent twice as two."""
    return tuple((name, value) for name, values in headers.items() for value in values)


class Archived:
    """What the archive holds already, as its rows tell: for records that only repeat it."""

    def __init__(self, store: Store) -> None:
        """Take the store whose rows are asked."""
        self._store = store

    def same_payload(self, digest: str) -> Earlier | None:
        """Give the record whose payload has that digest."""
        return as_earlier(by_record(self._store, None, digest))

    def same_address(self, url: str) -> Earlier | None:
        """Give the record that holds what an address answered last."""
        return as_earlier(latest_of(self._store, url))


def as_earlier(capture: Capture | None) -> Earlier | None:
    """Give the record of an answer; None for an answer whose row does not name it."""
    if capture is None or not (capture.warc_file and capture.record_id and capture.payload_digest):
        return None
    return Earlier(
        record_id=capture.record_id,
        url=capture.url,
        fetched=capture.fetched,
        digest=capture.payload_digest,
        file=capture.warc_file,
    )


def unrecorded(store: Store, path: Path, hints: Hints | None) -> Iterator[Capture]:
    """Give the answers at the end of a WARC file whose rows were lost when their run was killed."""
    last = last_record(store, path.name)
    for entry in iter_entries(path, last or 0):
        if entry.date is None or (last is not None and entry.offset <= last):
            continue
        page = read_page(path, entry.offset)
        if page is None:  # a revisit: its page is that of the record which it repeats
            same = by_record(store, entry.refers_to_id, entry.digest)
            empty = look_at(Page(entry.url, b"", entry.status)).capture
            capture = empty if same is None or entry.status == NOT_MODIFIED else same
        else:
            capture = look_at(page, hints).capture
        yield replace(
            capture,
            url=entry.url,
            fetched=entry.date,
            status=entry.status,
            warc_file=path.name,
            warc_offset=entry.offset,
            payload_digest=entry.digest,
            record_id=entry.record_id,
            refers_to=entry.refers_to_id,
        )


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
        self._articles: list[Harvested] = []
        self._captures: list[Capture] = []
        self._absences: list[tuple[str, Absence, Capture]] = []
        self._present: list[tuple[str, Capture]] = []
        self._settled: list[Settled] = []
        self._unread: dict[str, Capture] = {}
        self._frontier: Frontier | None = None
        self._flushed = monotonic()
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
        self._captures.append(capture)
        self._count("pages")
        self._flush_if_due()

    def article(self, harvested: Harvested) -> None:
        """Keep an article with its attendances."""
        self._articles.append(harvested)
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
        self._absences.append((canonical_url(url), absence, answer))

    def present(self, capture: Capture) -> bool:
        """Keep that an answer shows an article to be as it was; False if it has to be read."""
        url = canonical_url(capture.url)
        known = self.ask(lambda frontier: frontier.has_article(url), otherwise=False)
        if known:
            self._present.append((url, capture))
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
        self._settled.append(Settled(canonical_url(url), state, when, article, day))

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
        full = max(len(self._articles), len(self._captures)) >= self._batch_size
        if full or monotonic() - self._flushed > self._batch_seconds:
            self._flush()

    def _flush(self) -> None:
        articles, self._articles = self._articles, []
        captures, self._captures = self._captures, []
        absences, self._absences = self._absences, []
        present, self._present = self._present, []
        settled, self._settled = self._settled, []
        self._flushed = monotonic()
        if (warc := self._warc) is not None:
            # Bytes are on the disk before rows that point to them, also if the power goes.
            self._guard(lambda _: warc.sync())
        if captures:
            self._guard(lambda store: store.save_captures(captures, self.run_id))
        if articles:
            self._save(articles)
        for url, absence, answer in absences:
            self._guard(partial(self._save_absence, url, absence, answer))
        for url, answer in present:
            self._guard(partial(self._save_present, url, answer))
        if settled and (frontier := self._frontier) is not None:
            self._guard(lambda _: frontier.settle(settled))

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


class CrawlDelay:
    """Keeps the pace that robots.txt asks for (Crawl-delay), where it is slower than ours."""

    def __init__(self, crawler: Crawler) -> None:
        """Read how long a wait may be."""
        self._crawler = crawler
        self._longest = crawler.settings.getfloat("MSBAZHONG_MAX_WAIT")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the crawl, unless robots.txt is not asked for."""
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        extension = cls(crawler)
        crawler.signals.connect(extension._slow_down, signal=signals.robots_parsed)
        return extension

    def _slow_down(self, robotparser: RobotParser, request: Request) -> None:
        asked = robotparser.crawl_delay(self._crawler.settings["ROBOTSTXT_USER_AGENT"])
        if not asked:
            return
        downloader = self._crawler.engine.downloader
        ours = self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        delay = max(ours, min(asked, self._longest))
        key = downloader.get_slot_key(request)
        # A slot that was idle for a minute is thrown away and made anew from these.
        downloader.per_slot_settings[key] = {"concurrency": 1, "delay": delay, "jitter": 0.0}
        slot = downloader.slots.get(key)
        if slot is not None:
            slot.concurrency, slot.delay, slot.jitter = 1, delay, 0.0
        logger.info("%s: robots.txt asks for %g s between requests", key, asked)
