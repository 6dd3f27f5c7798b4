"""Measure how fast an archive is read again, in one process and in several.

    python benchmarks/reread.py [--articles N] [--processes N] [--rounds N] [--data DIR]

Makes an archive of N invented reports (1,200; or takes the one in DIR) by importing a WARC file and
reads all of it again as ``msbazhong reread --dry-run`` does, from the WARC records to the
comparison with what is stored. Prints pages a second in one process and in N, and the share of the
linear gain. Every round has fresh processes, so that nothing is remembered of the pages; their
start and the loading of the word lists (a second or two, once in a run) are not counted. The
quickest of several rounds counts, and rounds take turns.

On a machine that is doing other things the share says little: the load before the rounds is
printed beside it. The share by CPU time is what the other way of working costs by itself (sending
tasks and what changes from process to process), and holds on a busy machine too.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import tempfile
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.request import ProxyHandler, build_opener

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from msbazhong_spider.harvest.importing import Wish as ImportWish
from msbazhong_spider.harvest.importing import import_pages
from msbazhong_spider.harvest.rereading import Wish, rereading
from msbazhong_spider.harvest.workers import InProcess, cores
from msbazhong_spider.replica import Replica

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WANTED = 0.85  # of the linear gain, on two cores
QUIET = 0.3  # processes of others, on average, up to which a machine counts as quiet


def main() -> None:
    """Read the arguments, make the archive, time, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=1200)
    parser.add_argument("--processes", type=int, default=min(cores(), 2))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", type=Path, help="an archive that is there already")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        warm = make_archive(Path(folder, "warm"), 60, seed=2)
        data = options.data or make_archive(Path(folder, "cold"), options.articles, seed=1)
        load = os.getloadavg()[0]
        ways = {1: list[Round](), options.processes: list[Round]()}
        for _ in range(options.rounds):
            for processes, rounds in ways.items():
                rounds.append(one_round(data, warm, processes))
        report(ways, options.processes, load)


def make_archive(folder: Path, articles: int, seed: int) -> Path:
    """Import the reports of an invented portal from a WARC file, as a crawler leaves one."""
    folder.mkdir()
    path = folder / "crawl.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, body in pages(articles, seed):
            headers = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
            )
            writer.write_record(
                writer.create_warc_record(
                    url,
                    "response",
                    payload=BytesIO(body),
                    length=len(body),
                    http_headers=headers,
                )
            )
    import_pages(ImportWish((path,), folder / "data"))
    return folder / "data"


def pages(articles: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Give address and bytes of each report."""
    opener = build_opener(ProxyHandler({}))
    with Replica(seed=seed, articles=articles) as replica:
        for truth in replica.truth:
            with opener.open(truth.article.url) as answer:
                yield truth.article.url, answer.read()


class Round(NamedTuple):
    """What one reading of the archive took."""

    pages: int
    seconds: float
    cpu: float


def one_round(data: Path, warm: Path, processes: int) -> Round:
    """Read the archive again in fresh processes that have read another one before."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        if processes == 1:  # all of the work in there, and nothing sent to and fro
            pool.submit(read_again, warm).result()
            return pool.submit(read_again, data).result()
        read_again(warm, pool)
        return read_again(data, pool)


def read_again(data: Path, pool: Executor | None = None) -> Round:
    """Read an archive again once, in this process or in those of a pool."""
    clocked = Clocked(pool) if pool else None
    with rereading(Wish(data, dry_run=True, executor=clocked or InProcess())) as job:
        start, cpu = time.perf_counter(), time.process_time()
        job.compare()
        seconds, own = time.perf_counter() - start, time.process_time() - cpu
        return Round(job.counts["pages"], seconds, own + (clocked.cpu if clocked else 0))


class Clocked(Executor):
    """Has work done by others, and adds up the CPU seconds that it took them."""

    def __init__(self, pool: Executor) -> None:
        self.cpu = 0.0
        self._pool = pool

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have it done; what comes back is the result alone."""
        given: Future[Any] = Future()

        def done(future: Future[tuple[Any, float]]) -> None:
            result, cpu = future.result()
            self.cpu += cpu
            given.set_result(result)

        self._pool.submit(with_clock, fn, *args, **kwargs).add_done_callback(done)
        return given


def with_clock(fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> tuple[Any, float]:
    """Do something, and tell the CPU seconds that it took."""
    start = time.process_time()
    return fn(*args, **kwargs), time.process_time() - start


def report(ways: dict[int, list[Round]], processes: int, load: float) -> None:
    """Print what came out."""
    alone, together = (min(ways[n], key=lambda one: one.seconds) for n in (1, processes))
    share = alone.seconds / (processes * together.seconds)
    by_cpu = min(one.cpu for one in ways[1]) / min(one.cpu for one in ways[processes])
    print(f"{alone.pages} pages; load of the machine before: {load:.2f} on {cores()} cores")
    print(f"1 process:   {alone.pages / alone.seconds:7.1f} pages/s")
    print(f"{processes} processes: {together.pages / together.seconds:7.1f} pages/s")
    print(f"share of linear: {share:.2f} (wanted on two quiet cores: {WANTED})")
    print(f"share by CPU time: {by_cpu:.2f}")
    if load > QUIET:
        print("the machine was not quiet: run it again when it is")


if __name__ == "__main__":
    main()
