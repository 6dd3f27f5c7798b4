"""Measure what a harvest takes beside bare Scrapy: pages a CPU second, and where the rest goes.

    python benchmarks/crawl.py [--articles N] [--seed N] [--rounds N]

A portal of N invented reports (1,500) is served on loopback by a process of its own, which makes
each page once and then only hands out its bytes. It is crawled in turn, each time by a new process
with the same settings (eight requests at once, no delay, robots.txt, compression, log):

harvest
    ``msbazhong harvest`` into a new folder: fetch, WARC, look, read, attendees, store.
follow
    bare Scrapy as its tutorial has it: ``response.follow`` for every link of every page, here as
    far as it leads to a page that the harvest asked for; Scrapy's own filter drops what is known.
sparing
    the same, but each address is handed to Scrapy once.
list
    bare Scrapy that is given the addresses, and does nothing with what comes. It parses no page.

Counted is the CPU time of the crawling process alone, from the first line of the crawl to its last,
without imports. The median of ``--rounds`` (3) crawls is printed, and the ratio of the harvest to
each bare crawl; exit code 1 if that to ``follow`` is below 0.40, or if a harvest missed a report.
One more harvest, with a clock around each step, tells where the time goes.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import multiprocessing
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import defaultdict
from contextlib import closing, contextmanager
from functools import partial, wraps
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    from msbazhong_spider.replica import Replica

WANTED = 0.40
AT_ONCE = 8
KINDS = ("harvest", "follow", "sparing", "list")

# --- The site ---


def serve(articles: int, seed: int, told: Connection) -> None:
    """Serve a portal until killed; tell the address. For a process of its own."""
    from msbazhong_spider.replica import Replica

    replica = Replica(seed=seed, articles=articles)
    known: dict[str, bytes] = {}

    def answer(path: str) -> bytes:
        if path not in known:
            known[path] = rendered(replica, path)
        return known[path]

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                writer.write(answer(head.split(b" ", 2)[1].decode()))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(client, "127.0.0.1", 0)
        told.send(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        await server.serve_forever()

    asyncio.run(main())


def rendered(replica: Replica, path: str) -> bytes:
    """Make the whole answer to a request, as the replica's own server would."""
    answer = replica.site.answer(path, b"")
    body = gzip.compress(answer.body, 5, mtime=0)
    charset = replica.site.skin.declared if answer.charset is None else answer.charset
    declared = f"; charset={charset}" if charset and answer.content_type == "text/html" else ""
    fields = {
        **dict(answer.headers),
        "Content-Type": answer.content_type + declared,
        "Content-Encoding": "gzip",
        "Content-Length": str(len(body)),
        "ETag": f'"{sha256(answer.body).hexdigest()[:16]}"',
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {answer.status} OK\r\n{lines}\r\n".encode() + body


@contextmanager
def served(articles: int, seed: int) -> Iterator[str]:
    """Serve a portal by a process of its own; give its address."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=serve, args=(articles, seed, there), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.kill()
        process.join()


# What a harvest sets in Scrapy that is no part of ours, and not what the crawl is for.
SHARED = (
    "CONCURRENT_ITEMS",
    "COOKIES_ENABLED",
    "DEFAULT_REQUEST_HEADERS",
    "DOWNLOAD_MAXSIZE",
    "DOWNLOAD_TIMEOUT",
    "LOG_LEVEL",
    "METAREFRESH_ENABLED",
    "ROBOTSTXT_OBEY",
    "TELNETCONSOLE_ENABLED",
    "WARN_ON_GENERATOR_RETURN_VALUE",
)

# --- The crawls, each in a process of its own ---


def crawl(kind: str, url: str, folder: Path) -> None:
    """Crawl, and print as JSON how many pages came, in how many seconds of CPU time."""
    pages, seconds, steps = CRAWLS[kind](url, folder)
    print(json.dumps({"pages": pages, "seconds": seconds, "steps": steps}))


def harvest(url: str, folder: Path) -> tuple[int, float, dict[str, float]]:
    """Harvest as ``msbazhong harvest`` does."""
    from msbazhong_spider.harvest import Plan
    from msbazhong_spider.harvest.run import harvest as run

    plan = Plan(start=url, data=folder / "data", delay=0)
    load_components()
    began = process_time()
    outcome = run(plan)
    seconds = process_time() - began
    if outcome.verdict.code:
        raise SystemExit(f"the harvest ended with {outcome.verdict}")
    return outcome.count("pages"), seconds, {}


def load_components() -> None:
    """Import what Scrapy would import when the crawl begins."""
    from scrapy.utils.misc import load_object

    from msbazhong_spider.harvest.run import site_settings

    settings = site_settings()
    for name in ("DOWNLOADER_MIDDLEWARES", "EXTENSIONS", "ITEM_PIPELINES", "DOWNLOAD_HANDLERS"):
        listed = settings.getwithbase(name)
        for component in listed.values() if name == "DOWNLOAD_HANDLERS" else listed:
            if component is not None:
                load_object(component)


def timed(url: str, folder: Path) -> tuple[int, float, dict[str, float]]:
    """Harvest with a clock around each step; what is left is Scrapy, and what waits on it."""
    steps: dict[str, float] = defaultdict(float)
    for step, owner, name in STEPS:
        holder = locate(owner)
        setattr(holder, name, with_clock(getattr(holder, name), step, steps))
    pages, seconds, _ = harvest(url, folder)
    return pages, seconds, {**steps, "fetch, schedule, signals": seconds - sum(steps.values())}


# The functions that do a step's work, where they are called. None of them calls another one.
STEPS = (
    ("look: decode, classify", "msbazhong_spider.middlewares", "take_look"),
    ("listings", "msbazhong_spider.spiders.portal", "read_listing"),
    ("read", "msbazhong_spider.pipelines", "read_article"),
    ("read", "msbazhong_spider.spiders.portal", "find_next_part"),
    ("read", "msbazhong_spider.spiders.portal", "find_first_part"),
    ("attendees", "msbazhong_spider.pipelines", "extract_attendees"),
    ("WARC", "msbazhong_spider.archive.sink.WarcSink", "write"),
    ("WARC", "msbazhong_spider.archive.sink.WarcSink", "sync"),
    ("WARC", "msbazhong_spider.archive.sink.WarcSink", "close"),
    ("store", "msbazhong_spider.store.store.Store", "save"),
    ("store", "msbazhong_spider.store.store.Store", "save_captures"),
    ("store", "msbazhong_spider.store.store.Store", "add_sections"),
    ("store", "msbazhong_spider.store.store.Store", "record_problem"),
    ("store", "msbazhong_spider.store.store.Store", "seal"),
)


def locate(path: str) -> Any:
    """Give a module, or a class in one, by its name."""
    try:
        return import_module(path)
    except ModuleNotFoundError:
        module, _, name = path.rpartition(".")
        return getattr(import_module(module), name)


def with_clock(function: Callable[..., Any], step: str, steps: dict[str, float]) -> Any:
    """Give a function that adds the time it takes to a step's."""

    @wraps(function)
    def measured(*given: Any, **named: Any) -> Any:
        began = process_time()
        try:
            return function(*given, **named)
        finally:
            steps[step] += process_time() - began

    return measured


def bare(
    url: str, folder: Path, *, follow: bool, once: bool
) -> tuple[int, float, dict[str, float]]:
    """Crawl the pages of the harvest with Scrapy alone."""
    from scrapy import Request, Spider
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from msbazhong_spider.harvest.run import site_settings

    pages = frozenset((folder / "pages").read_text("utf-8").split())
    wanted = set(pages)

    class Bare(Spider):
        name = "bare"

        async def start(self) -> Any:
            for one in [url] if follow else sorted(wanted):
                yield Request(one, errback=lambda _: None)

        def parse(self, response: Any) -> Any:
            if not follow:
                return
            for link in response.css("a::attr(href)"):
                there = response.urljoin(link.get())
                if there in wanted:
                    if once:
                        wanted.remove(there)
                    yield response.follow(link, errback=lambda _: None)

    ours = site_settings()
    settings = Settings({name: ours[name] for name in SHARED})
    settings.setdict(
        {
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS": AT_ONCE,
            "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
            "LOG_FILE": str(folder / "bare.log"),
        }
    )
    load_components()
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(Bare)
    began = process_time()
    process.crawl(crawler)
    process.start()
    seconds = process_time() - began
    came = crawler.stats.get_value("downloader/response_count") or 0
    if came < len(pages):
        raise SystemExit(f"only {came} of {len(pages)} pages; see {folder / 'bare.log'}")
    return came, seconds, {}


CRAWLS = {
    "harvest": harvest,
    "timed": timed,
    "follow": partial(bare, follow=True, once=False),
    "sparing": partial(bare, follow=True, once=True),
    "list": partial(bare, follow=False, once=True),
}


# --- The comparison ---


def measured(kind: str, url: str, folder: Path) -> dict[str, Any]:
    """Crawl in a new process; give what it printed."""
    shutil.rmtree(folder / "data", ignore_errors=True)
    command = [sys.executable, __file__, "--child", kind, url, str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def note_pages(folder: Path, articles: int) -> None:
    """Write down what the harvest asked for, for the bare crawls; see that it has all reports."""
    with closing(sqlite3.connect(folder / "data" / "news.db")) as database:
        urls = [url for (url,) in database.execute("SELECT DISTINCT url FROM capture")]
        (stored,) = database.execute("SELECT count(*) FROM article").fetchone()
    if stored != articles:
        raise SystemExit(f"only {stored} of {articles} reports were stored")
    (folder / "pages").write_text("\n".join(urls), "utf-8")


def compare(url: str, folder: Path, rounds: int, articles: int) -> dict[str, float]:
    """Crawl in turn; give the pages a CPU second of each kind."""
    rates: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds):
        for kind in KINDS:
            found = measured(kind, url, folder)
            if number == 0 and kind == "harvest":
                note_pages(folder, articles)
            rates[kind].append(found["pages"] / found["seconds"])
            print(
                f"{kind:8} {found['pages']:6,} pages in {found['seconds']:6.2f} s CPU: "
                f"{rates[kind][-1]:7.1f} pages a CPU second",
                flush=True,
            )
    return {kind: median(rates[kind]) for kind in KINDS}


def main() -> int:
    """Read the arguments, crawl, print."""
    if sys.argv[1:2] == ["--child"]:
        kind, url, folder = sys.argv[2:]
        crawl(kind, url, Path(folder))
        return 0
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1_500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, served(wanted.articles, wanted.seed) as url:
        rates = compare(url, Path(name), wanted.rounds, wanted.articles)
        steps = measured("timed", url, Path(name))
    ratios = {kind: rates["harvest"] / rates[kind] for kind in KINDS[1:]}
    print(f"median: {', '.join(f'{kind} {rates[kind]:.1f}' for kind in KINDS)}")
    print("where the time of a harvest goes, in milliseconds a page:")
    for step, seconds in sorted(steps["steps"].items(), key=lambda one: -one[1]):
        share = seconds / steps["seconds"]
        print(f"  {step:26} {1000 * seconds / steps['pages']:6.2f}  {share:4.0%}")
    for kind, ratio in ratios.items():
        print(f"harvest / {kind}: {ratio:.2f}")
    print(f"wanted of harvest / follow: {WANTED}")
    return int(ratios["follow"] < WANTED)


if __name__ == "__main__":
    sys.exit(main())
