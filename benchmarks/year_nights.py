"""One night of the year: a harvest in a process of its own, at the night's time.

A process that has everything imported and every word list read forks a child for each night, so
that a night costs its harvest and not the start of a program. It is forked before anything has a
thread.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from time import perf_counter
from typing import TYPE_CHECKING, Self

import time_machine
from scrapy.settings import default_settings
from scrapy.utils.misc import load_object

from msbazhong_spider.attendees import extract_attendees
from msbazhong_spider.harvest.monitors.quiet import quiet_days
from msbazhong_spider.items import Article, Page
from msbazhong_spider.pages import classify, read_article
from msbazhong_spider.replica import render_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from multiprocessing.connection import Connection
    from pathlib import Path

YEARS = (2024, 2025)  # those whose holidays a harvest of 2025 asks for
_fork = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Job:
    """A command line of ``msbazhong``, when it is started, and where its output goes."""

    when: datetime
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    output: Path


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code (negative: killed by a signal), and what it took.

    ``seconds`` by the clock on the wall, ``work`` of a processor.
    """

    code: int
    seconds: float
    work: float


class Nights:
    """Runs jobs one after another, each in a child of a warm process. A context manager."""

    def __init__(self) -> None:
        """Nothing runs yet."""
        self._ours, theirs = _fork.Pipe()
        self._process = _fork.Process(target=_serve, args=(theirs,))

    def __enter__(self) -> Self:
        """Start the warm process; call this before any thread is started."""
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._ours.send(None)
        self._process.join()

    def run(self, job: Job) -> Ended:
        """Run a job to its end."""
        self.begin(job)
        return self.end()

    def begin(self, job: Job) -> int:
        """Start a job and give the number of its process."""
        self._ours.send(job)
        return int(self._ours.recv())

    def has_ended(self, seconds: float) -> bool:
        """Wait for the job at most so long."""
        return bool(self._ours.poll(seconds))

    def end(self) -> Ended:
        """Wait for the job that was begun."""
        ended: Ended = self._ours.recv()
        return ended


def _serve(jobs: Connection) -> None:
    _warm_up()
    while (job := jobs.recv()) is not None:
        started, before = perf_counter(), _work_of_children()
        child = _fork.Process(target=_play, args=(job,))
        child.start()
        jobs.send(child.pid)
        child.join()
        work = _work_of_children() - before
        jobs.send(Ended(child.exitcode or 0, perf_counter() - started, work))


def _work_of_children() -> float:
    used = os.times()
    return used.children_user + used.children_system


def _warm_up() -> None:
    """Import what a harvest needs and read its word lists; start no thread and no reactor."""
    for name in ("commands.harvest", "commands.summary", "pipelines", "settings", "waiting"):
        import_module(f"msbazhong_spider.{name}")
    for name in ("harvest.progress", "harvest.run", "spiders.lanhe", "spiders.msbazhong"):
        import_module(f"msbazhong_spider.{name}")
    parts = ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "DOWNLOAD_HANDLERS")
    for part in parts:
        every: dict[str, object] = getattr(default_settings, f"{part}_BASE")
        for path in every.values() if part == "DOWNLOAD_HANDLERS" else every:
            load_object(path)
    for name in (
        "DUPEFILTER_CLASS",
        "SCHEDULER",
        "STATS_CLASS",
        "LOG_FORMATTER",
        "ROBOTSTXT_PARSER",
    ):
        load_object(getattr(default_settings, name))
    for year in YEARS:
        quiet_days(year)
    _read_a_page()


def _read_a_page() -> None:
    body = "3月4日，县委书记李甲到青石镇调研春耕生产工作，县委常委、副县长王乙参加。\n" * 8
    article = Article(url="http://here.example/1.html", title="李甲调研春耕", body=body)
    page = Page(article.url, render_article(article))
    classify(page)
    extract_attendees(read_article(page))


def _play(job: Job) -> None:
    """Be ``msbazhong`` at the job's time."""
    os.environ.update(job.environment)
    with _into(job.output), time_machine.travel(job.when, tick=True):
        from msbazhong_spider.cli import main

        sys.argv[1:] = job.arguments
        main()


@contextmanager
def _into(path: Path) -> Iterator[None]:
    """Send what is printed into a file."""
    with path.open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
        yield


def harvest_arguments(start: str, data: Path, more: Sequence[str] = ()) -> tuple[str, ...]:
    """Give the command line of a harvest of a site on this machine, as cron would have it."""
    return ("harvest", "--start", start, "--delay", "0", "--quiet", "--data", str(data), *more)
