"""Count what a night costs on a site that has not changed, with 1,000 and 100,000 known articles.

    python benchmarks/unchanged.py [--articles N ...] [--seed N]

Harvests an invented portal that stands still. So that a hundred thousand articles need no hour, the
articles are stored from what the portal knows of itself, as if they had been read, and a first run
walks through all its listings, as every first run does. Then three more nights follow, a day apart.
Printed are for each the requests for listings and for articles that were due to be looked at again,
seconds, and the peak of memory. Exit code 1 if a night after the first asked for more than two
pages a section and what was due.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from memory import peak_of, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msbazhong_spider.items import Harvested

FIRST = datetime(2024, 12, 20, 18, 30, tzinfo=UTC)  # when the newest article is some hours old
NIGHTS = 3
_TOGETHER = 500
_AT = """
import datetime, sys, time_machine
with time_machine.travel(datetime.datetime.fromisoformat(sys.argv.pop(1)), tick=True):
    from msbazhong_spider.cli import main
    main()
"""


class Night(NamedTuple):
    """What one run took. ``peak`` is in MiB."""

    requests: int
    looks: int
    seconds: float
    peak: float


def main() -> int:
    """Play the nights for each number of articles."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 100_000], metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", nargs=2, metavar=("DATABASE", "URL"), help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.store:
        store_all(Path(wanted.store[0]), wanted.store[1], wanted.articles[0], wanted.seed)
        return 0
    return int(max(is_too_much(articles, wanted.seed) for articles in wanted.articles))


def is_too_much(articles: int, seed: int) -> bool:
    """Play the nights on a site of so many articles; say whether one asked for too much."""
    too_much = False
    with tempfile.TemporaryDirectory() as folder, served(articles, seed) as url:
        data = Path(folder)
        began = monotonic()
        own = [sys.executable, __file__, "--articles", str(articles), "--seed", str(seed)]
        subprocess.run([*own, "--store", str(data / "news.db"), url], check=True)
        print(f"{articles:,} articles stored in {monotonic() - began:.0f} s")
        for number in range(NIGHTS + 1):
            night = play(url, data, FIRST + timedelta(days=number))
            sections = count(data, "SELECT count(*) FROM section")
            most = 2 * sections + night.looks
            print(
                f"  night {number}: {night.requests:6,} requests, {night.looks:6,} of them second"
                f" looks, {sections} sections; {night.seconds:6.1f} s, {night.peak:6.1f} MiB",
                flush=True,
            )
            too_much = too_much or (number > 0 and night.requests > most)
    return too_much


def play(url: str, data: Path, when: datetime) -> Night:
    """Harvest once, at a time."""
    command = [sys.executable, "-c", _AT, when.isoformat(), "harvest", "--start", url]
    began = monotonic()
    peak = peak_of([*command, "--delay", "0", "--quiet", "--data", str(data)])
    seconds = monotonic() - began
    asked = count(data, "SELECT count(*) FROM capture WHERE run_id = (SELECT max(id) FROM run)")
    with closing(sqlite3.connect(data / "news.db")) as database:
        (counts,) = database.execute("SELECT counts FROM run ORDER BY id DESC LIMIT 1").fetchone()
    return Night(asked, json.loads(counts).get("looks", 0), seconds, peak)


def count(data: Path, sql: str) -> int:
    """Ask the database for a number."""
    with closing(sqlite3.connect(data / "news.db")) as database:
        return int(database.execute(sql).fetchone()[0])


def store_all(database: Path, url: str, articles: int, seed: int) -> None:
    """Store what the portal knows of itself, as if it had been read a day before the first run."""
    from msbazhong_spider.replica import Replica
    from msbazhong_spider.store import Store, open_store

    site = Replica(seed=seed, articles=articles).site
    items = iter(harvested(site, url.rstrip("/"), articles))
    with open_store(database) as opened:
        store = Store(database, opened.db, clock=lambda: FIRST - timedelta(days=1))
        while batch := list(islice(items, _TOGETHER)):
            store.save(batch, None)
        store.seal()


def harvested(site: Any, base: str, articles: int) -> Iterator[Harvested]:
    """Give all articles, the oldest first, as the pipelines would hand them over."""
    from msbazhong_spider.items import Harvested

    for number in range(1, articles + 1):
        truth = site.truth(number, base)
        yield Harvested(
            site="msbazhong",
            article=truth.article,
            participation=truth.participation,
            found_in=truth.sections,
        )


if __name__ == "__main__":
    sys.exit(main())
