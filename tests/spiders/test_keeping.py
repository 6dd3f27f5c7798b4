"""Keeping what was read: one bad article, a full disk, and the way through the pipelines."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from msbazhong_spider.errors import StoreError
from msbazhong_spider.items import Article, Harvested, Page, PageKind, Participation
from msbazhong_spider.keeper import Keeper, counted, is_disk_full
from msbazhong_spider.keeper.archived import Archived, unrecorded
from msbazhong_spider.keeper.wire import as_received, as_sent
from msbazhong_spider.middlewares import Look
from msbazhong_spider.pipelines import AttendeesPipeline, ReadPipeline, sections_of
from msbazhong_spider.spiders.found import Found
from msbazhong_spider.spiders.msbazhong import MsbazhongSpider
from msbazhong_spider.store import SaveCounts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def full_database() -> sqlite3.Error:
    """Make SQLite say that it is full."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA max_page_count = 3")
        database.execute("CREATE TABLE t (x)")
        with pytest.raises(sqlite3.OperationalError) as met:
            database.execute("INSERT INTO t VALUES (zeroblob(50000))")
        return met.value


class MemoryStore:
    """Stands in for the store; refuses a whole batch if one article of it is bad."""

    def __init__(self) -> None:
        self.saved: list[str] = []
        self.problems: list[tuple[str, str]] = []
        self.faults = {
            "bad": sqlite3.IntegrityError("cannot store TEXT in an INTEGER column"),
            "full": full_database(),
        }

    def save(self, batch: Sequence[Harvested], _run_id: int | None) -> SaveCounts:
        for item in batch:
            if item.article.title in self.faults:
                raise StoreError("in words") from self.faults[item.article.title]
        self.saved += [item.article.url for item in batch]
        return SaveCounts(new=len(batch))

    def record_problem(self, _run_id: Any, url: str, kind: str, *_: object) -> None:
        self.problems.append((url, kind))


def harvested(name: str) -> Harvested:
    """Make an article on its way to the store."""
    return Harvested("test", Article(f"http://a.example/{name}", name, "x"), Participation())


@pytest.fixture
def keeper(tmp_path: Any) -> Keeper:
    """Make a keeper that holds a store in memory, with batches of three."""
    crawler = get_crawler(
        MsbazhongSpider, {"MSBAZHONG_DATA": str(tmp_path), "MSBAZHONG_BATCH": 3,
                          "MSBAZHONG_BATCH_SECONDS": 999}
    )  # fmt: skip
    kept = Keeper(crawler)
    kept._store = MemoryStore()
    return kept


def test_articles_are_saved_in_batches(keeper: Keeper) -> None:
    """Nothing is written before a batch is full."""
    keeper.article(harvested("1"))
    keeper.article(harvested("2"))
    assert keeper._store.saved == []
    keeper.article(harvested("3"))
    assert len(keeper._store.saved) == 3


def test_one_bad_article_does_not_take_its_batch_with_it(keeper: Keeper) -> None:
    """The others are saved; the bad one is a problem, with its address."""
    for name in ("1", "bad", "3"):
        keeper.article(harvested(name))
    assert keeper._store.saved == ["http://a.example/1", "http://a.example/3"]
    assert keeper._store.problems == [("http://a.example/bad", "unsaved")]
    counts = counted(keeper._crawler)
    assert (counts["new"], counts["problems"], counts["problem/unsaved"]) == (2, 1, 1)


def test_a_full_disk_stops_the_crawl(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be kept any more: the spider is closed, and the reason is on record."""
    stopped: list[BaseException] = []
    monkeypatch.setattr(keeper, "stop", stopped.append)
    for name in ("1", "full", "3"):
        keeper.article(harvested(name))
    (error,) = stopped
    assert is_disk_full(error)
    assert keeper._store.problems == []


def test_what_robots_txt_forbids_is_recorded_and_no_fault(keeper: Keeper) -> None:
    """A gap can be explained, and obeying does not turn the run into a bad one."""
    keeper.problem("http://a.example/x", "forbidden", "robots.txt")
    assert keeper._store.problems == [("http://a.example/x", "forbidden")]
    assert "problems" not in counted(keeper._crawler)


FAULTS: dict[str, tuple[BaseException, bool]] = {
    "no space": (OSError(errno.ENOSPC, "x"), True),
    "quota": (OSError(errno.EDQUOT, "x"), True),
    "not permitted": (OSError(errno.EACCES, "x"), False),
    "something else": (ValueError("x"), False),
}


@pytest.mark.parametrize(("error", "full"), FAULTS.values(), ids=FAULTS)
def test_a_full_disk_is_told_apart(error: BaseException, full: bool) -> None:
    """It has an exit code of its own."""
    assert is_disk_full(error) is full


def test_a_full_disk_is_seen_through_the_stores_words() -> None:
    """SQLite's error stands behind the one of the store."""
    error = StoreError("cannot grow")
    error.__cause__ = full_database()
    assert is_disk_full(error)
    assert not is_disk_full(StoreError("cannot be written"))


def found(article_page: Callable[..., Any], since: str | None = None, **more: Any) -> Found:
    """Make an article's page on its way through the pipelines."""
    status, headers, body = article_page("李甲到青石镇调研春耕生产工作", **more)
    page = Page("http://a.example/1.html", body, status, {"content-type": headers["Content-Type"]})
    kind = PageKind.ARTICLE
    from msbazhong_spider.items import Capture

    capture = Capture(page.url, NOW, status, kind, len(body), "0" * 64)
    return Found(Look(page, kind, "test", capture), (("岚河县", "时政新闻"),), since)


async def through(item: Found) -> Harvested:
    """Send a page through the first two steps."""
    crawler = get_crawler(MsbazhongSpider, {"EXTENSIONS": {}})
    crawler.get_extension = lambda _: None
    read = await ReadPipeline(crawler).process_item(item)
    return await AttendeesPipeline(crawler).process_item(read)


def run_async(item: Found) -> Harvested:
    """Run it outside of a crawl."""
    import asyncio

    return asyncio.run(through(item))


def test_a_page_becomes_an_article_with_attendees(article_page: Callable[..., Any]) -> None:
    """With its capture, and the section that listed it."""
    item = run_async(found(article_page))
    assert item.site == "msbazhong"
    assert item.article.published.date() == date(2024, 3, 5)
    assert [person.name for person in item.participation.attendees] == ["李甲"]
    assert item.found_in == (("岚河县", "时政新闻"),)
    assert item.capture is not None


def test_an_article_older_than_wanted_is_left_out(article_page: Callable[..., Any]) -> None:
    """Also if the listing printed no date; the day itself is wanted."""
    with pytest.raises(DropItem):
        run_async(found(article_page, since="2024-03-06"))
    assert run_async(found(article_page, since="2024-03-05")).article.title


def test_where_an_article_stands() -> None:
    """Its own section first, then those that listed it, each once."""
    article = Article("u", "t", "b", county="岚河县", section="时政新闻")
    listed = (("岚河县", "乡镇动态"), ("岚河县", "时政新闻"))
    assert sections_of(article, listed) == (("岚河县", "时政新闻"), ("岚河县", "乡镇动态"))
    assert sections_of(Article("u", "t", "b"), ()) == ()


def test_an_answer_is_archived_as_it_came(tmp_path: Any) -> None:
    """Still compressed, with all headers, those too that came twice; chunks were joined before."""
    from gzip import compress

    from scrapy.http import HtmlResponse, Request

    payload = compress("云溪县".encode("gb18030"), mtime=0)
    headers = {
        "Content-Encoding": ["gzip"],
        "Set-Cookie": ["one=1", "two=2"],
        "Transfer-Encoding": ["chunked"],
    }
    response = HtmlResponse("http://a.example/1", 404, headers, payload, protocol="HTTP/1.1")
    received = as_received(response)
    assert received.status_line == "HTTP/1.1 404 Not Found"
    assert received.payload == payload
    assert received.headers == (
        (b"Content-Encoding", b"gzip"),
        (b"Set-Cookie", b"one=1"),
        (b"Set-Cookie", b"two=2"),
    )
    request = Request("http://a.example:81/a%20b?c=1#part", headers={"Accept": "text/html"})
    sent = as_sent(request)
    assert (sent.method, sent.target) == ("GET", "/a%20b?c=1")
    assert sent.headers == ((b"Host", b"a.example:81"), (b"Accept", b"text/html"))


def test_answers_whose_rows_were_lost_are_found_again(tmp_path: Any) -> None:
    """Each record behind the last one that a row names: pages, repeated pages, and a 304."""
    from msbazhong_spider.archive import ReceivedResponse, SentRequest, WarcSink
    from msbazhong_spider.store import open_store

    page = "<title>云溪县</title>".encode("gb18030")
    whole = ReceivedResponse("HTTP/1.1 200 OK", ((b"Content-Type", b"text/html"),), page)
    unchanged = ReceivedResponse("HTTP/1.1 304 Not Modified")
    url = "http://a.example/1"
    with open_store(tmp_path / "news.db") as store:
        known = Archived(store)
        sink = WarcSink(tmp_path / "warc", known=known)
        asked = SentRequest("GET", "/1")
        first = sink.write(url, asked, whole, NOW)
        path = tmp_path / "warc" / f"{first.file}.open"
        (row,) = unrecorded(store, path, None)
        store.save_captures([replace(row, warc_file=first.file)], None)
        for minute, answer in enumerate((whole, unchanged), 1):
            sink.write(url, asked, answer, NOW + timedelta(minutes=minute))
        sink.close()
        path = path.with_suffix("")
        again, still = unrecorded(store, path, None)
        assert (row.sha256, row.size, row.status) == (sha256(page).hexdigest(), len(page), 200)
        assert (row.record_id, row.refers_to) == (first.record_id, None)
        assert (again.sha256, again.refers_to) == (row.sha256, first.record_id)
        assert again.fetched == NOW + timedelta(minutes=1)
        assert (still.size, still.status, still.refers_to) == (0, 304, first.record_id)
        store.save_captures([again, still], None)
        assert list(unrecorded(store, path, None)) == []


def test_a_run_that_was_killed_twice_loses_no_row(tmp_path: Any) -> None:
    """The run after it closed the file and was killed before it had given rows to the answers."""
    from msbazhong_spider.archive import ReceivedResponse, SentRequest, WarcSink
    from msbazhong_spider.store import open_store

    whole = ReceivedResponse("HTTP/1.1 200 OK", ((b"Content-Type", b"text/html"),), b"<p>1</p>")
    keeper = Keeper(get_crawler(MsbazhongSpider, {"MSBAZHONG_DATA": str(tmp_path)}))
    with open_store(tmp_path / "news.db") as store:
        run = store.begin_run("msbazhong", {}, NOW)
        with WarcSink(tmp_path / "warc", clock=lambda: NOW) as closed:
            closed.write("http://a.example/1", SentRequest("GET", "/1"), whole, NOW)
        keeper._store, keeper._warc = store, WarcSink(tmp_path / "warc")
        assert keeper._warc.left_over == []
        for _ in range(2):
            keeper._recover(MsbazhongSpider())
            rows = store.db.execute("SELECT url, run_id FROM capture").fetchall()
            assert rows == [("http://a.example/1", run)]
        store.end_run(run, NOW, "finished", 0, {})
        store.db.execute("DELETE FROM capture")
        keeper._recover(MsbazhongSpider())
        assert not store.db.execute("SELECT url FROM capture").fetchall()


def test_a_repeated_page_is_that_of_the_record_which_it_repeats(tmp_path: Any) -> None:
    """An article's address answers with the notice that another address gave before it."""
    from msbazhong_spider.archive import ReceivedResponse, SentRequest, WarcSink
    from msbazhong_spider.store import open_store

    article, notice = (
        ReceivedResponse(f"HTTP/1.1 {status}", ((b"Content-Type", b"text/html"),), body)
        for status, body in (("200 OK", b"<h1>1</h1>"), ("404 Not Found", b"<h1>404</h1>"))
    )
    answers = (("1", article), ("2", notice), ("1", notice))
    keeper = Keeper(get_crawler(MsbazhongSpider, {"MSBAZHONG_DATA": str(tmp_path)}))
    with open_store(tmp_path / "news.db") as store:
        keeper._store = store
        for minute, (name, answer) in enumerate(answers):
            with WarcSink(tmp_path / "warc", known=Archived(store)) as sink:
                when = NOW + timedelta(minutes=minute)
                asked = SentRequest("GET", f"/{name}")
                file = sink.write(f"http://a.example/{name}", asked, answer, when).file
            (row,) = unrecorded(store, tmp_path / "warc" / file, None)
            store.save_captures([row], None)
        page = keeper.page_of(row)
    assert (row.url, row.status) == ("http://a.example/1", 404)
    assert row.refers_to
    assert page
    assert page.body == b"<h1>404</h1>"
