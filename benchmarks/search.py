"""Measure the search: time of each kind of query, size of the index, cost of an article.

    python benchmarks/search.py [--articles N | --million] [--data FILE] [--no-scan]

Makes N invented articles of about 900 characters (100,000; a million with ``--million``: 9 GB, and
an hour or more) with the word frequencies of real Chinese, needs the extra ``bench``, and prints

- the time to the newest 20 hits of 200 queries of each kind, through the index alone and through
  the view ``article_search``, snippets and all, as a user of sqlite3 asks it. Every query is asked
  three times over; the table has the quickest, and beside it the p95 of the first times;
- the size of the index beside the text;
- what an article costs: with many others, saved in small batches, and written by another program;
- whether 200 queries find just what a reading of all texts finds.

With ``--data`` the database is kept in FILE, and taken from there the next time.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, NamedTuple

from search_build import build
from search_corpus import DAYS, FIRST_DAY, lexicon, write
from search_queries import SHORT, Sampler
from search_scan import compare, hit_lines, sampled

from msbazhong_spider.items import Article, Harvested, Participation, Precision
from msbazhong_spider.store import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search_corpus import Lexicon

MILLION = 1_000_000
WANTED_MS = 50.0  # p95 of 2 to 6 characters, newest 20
WANTED_SIZE = 2.0  # of the text
QUERIES = 200
_ROUNDS = 3
_SLOW_MS = 200  # what takes longer is not asked again
_FEW = {"1 character": 20}  # queries of which a few will do: they take the index a second each
_SMALL = 20  # articles in a batch of a harvest
_INDEX = """\
SELECT a.published, a.title FROM article_fts AS f INNER JOIN article AS a ON a.seq = f.rowid
WHERE f.article_fts MATCH ? ORDER BY f.rowid DESC LIMIT 20
"""
_VIEW = """\
SELECT published, title, snippet FROM article_search WHERE q = json_quote(?) LIMIT 20
"""
_COPY = """\
INSERT INTO article SELECT
  seq + 9000, substr(id, 2) || 'x', url || '?', site, county, section, breadcrumb, title,
  subtitles, {rest} FROM article WHERE seq = ?
"""


class Asked(NamedTuple):
    """What one query took, in ms: the quickest by the index, by the view, and its first time."""

    query: str
    index: float
    view: float
    first: float
    hits: int


def main() -> None:
    """Read the arguments, build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--million", action="store_true", help=f"{MILLION} articles")
    parser.add_argument("--data", type=Path, help="keep the database in this file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-scan", action="store_true", help="leave the scan of all texts out")
    options = parser.parse_args()
    articles = MILLION if options.million else options.articles
    with tempfile.TemporaryDirectory() as folder:
        path = options.data or Path(folder, "news.db")
        if not path.exists():
            built = build(path, articles, options.seed)
            print(
                f"an article among many: {built.cutting:.2f} ms of CPU to cut it (in Python),"
                f" {built.writing:.2f} ms to write its row and its index"
            )
        measure(path, options.seed, scan=not options.no_scan)


def measure(path: Path, seed: int, *, scan: bool) -> None:
    """Print all that is known of a database."""
    known = lexicon(seed)
    print(
        f"SQLite {sqlite3.sqlite_version}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    with closing(sqlite3.connect(path)) as connection:
        sampler = Sampler(connection, known, seed)
        print_size(connection)
        print_times(connection, sampler)
        if scan:
            print("\n".join(hit_lines(compare(connection, sampled(sampler, QUERIES)))), flush=True)
    print_costs(path, known, seed)


def ask(connection: sqlite3.Connection, queries: Sequence[str]) -> list[Asked]:
    """Ask each query several times."""
    expression = "SELECT expression FROM search_expression WHERE q = json_quote(?)"
    asked = []
    for query in queries:
        first, view, hits = timed(connection, _VIEW, query)
        words = connection.execute(expression, (query,)).fetchone()[0]
        _, index, _ = timed(connection, _INDEX, words)
        asked.append(Asked(query, index, view, first, hits))
    return asked


def timed(connection: sqlite3.Connection, sql: str, words: str) -> tuple[float, float, int]:
    """Give ms of the first time and of the quickest, and the number of rows."""
    times: list[float] = []
    rows: list[object] = []
    while len(times) < _ROUNDS and (not times or times[-1] < _SLOW_MS):
        start = time.perf_counter()
        rows = connection.execute(sql, (words,)).fetchall()
        times.append((time.perf_counter() - start) * 1000)
    return times[0], min(times), len(rows)


def print_times(connection: sqlite3.Connection, sampler: Sampler) -> None:
    """Ask; print a line for each kind of query, and one for all of 2 to 6 characters."""
    print(
        f"\n{'ms to the newest 20':36} {'no hit':>6} {'index p50':>9} {'p95':>7}"
        f" {'view p50':>9} {'p95':>7} {'first p95':>9}"
    )
    short = []
    for kind, draw in sampler.kinds().items():
        answers = ask(connection, [draw() for _ in range(_FEW.get(kind, QUERIES))])
        print_line(kind, answers)
        short += [one for one in answers if is_short(one.query)]
    print_line("all of 2 to 6 characters", short)
    print(f"(wanted: p95 at most {WANTED_MS:.0f} ms)\n", flush=True)


def is_short(query: str) -> bool:
    """Whether it is one word of 2 to 6 characters."""
    return len(query) in SHORT and query.isalpha() and not query.isascii()


def print_line(kind: str, answers: Sequence[Asked]) -> None:
    """Print what a kind of query took."""
    none = sum(not one.hits for one in answers)
    times = [
        value
        for pick in ("index", "view")
        for value in middle_and_late([getattr(one, pick) for one in answers])
    ]
    late = middle_and_late([one.first for one in answers])[1]
    print(
        f"{kind:36} {none:6} {times[0]:9.1f} {times[1]:7.1f} {times[2]:9.1f} {times[3]:7.1f}"
        f" {late:9.1f}",
        flush=True,
    )


def middle_and_late(values: Sequence[float]) -> tuple[float, float]:
    """Give p50 and p95."""
    hundredths = quantiles(values, n=100)
    return hundredths[49], hundredths[94]


def print_size(connection: sqlite3.Connection) -> None:
    """Print the size of the index beside the text it indexes."""
    number, characters, text = connection.execute(
        "SELECT count(*), avg(length(body)),"
        " sum(length(CAST(title || subtitles || body AS BLOB))) FROM article"
    ).fetchone()
    (index,) = connection.execute(
        "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'article_fts%'"
    ).fetchone()
    print(
        f"{number} articles of {characters:.0f} characters: text {text / 1e6:.0f} MB,"
        f" index {index / 1e6:.0f} MB, {index / text:.2f} of the text"
        f" (wanted: at most {WANTED_SIZE})",
        flush=True,
    )


def print_costs(path: Path, known: Lexicon, seed: int) -> None:
    """Print what further articles cost, by this program and by another one."""
    last = FIRST_DAY + timedelta(days=DAYS)
    with open_store(path) as store:
        there = store.counts().articles
        texts = list(write(known, seed + 1, range(there, there + 400), there + 400))
        items = [harvested(text.number, text.title, text.body, last) for text in texts]
        start = time.perf_counter()
        for at in range(0, len(items), _SMALL):
            store.save(items[at : at + _SMALL], None)
        saved = (time.perf_counter() - start) / len(items) * 1000
        print(f"an article saved in batches of {_SMALL}: {saved:.1f} ms, all that belongs to it")
    print(f"an article copied by a plain INSERT (triggers): {by_triggers(path):.1f} ms")


def harvested(number: int, title: str, body: str, day: object) -> Harvested:
    """Make an article of the day after all others, as a harvest hands it over."""
    published = datetime.fromisoformat(f"{day}T00:00:00").replace(tzinfo=UTC)
    url = f"https://www.yunxi.example/new/{number}.html"
    article = Article(url, title, body, published=published, precision=Precision.DAY)
    return Harvested("yunxi", article, Participation())


def by_triggers(path: Path) -> float:
    """Copy articles one by one, as any program could; ms for each."""
    with closing(sqlite3.connect(path)) as connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(article)")]
        sql = _COPY.format(rest=", ".join(names[names.index("subtitles") + 1 :]))
        newest = connection.execute(
            "SELECT seq FROM article ORDER BY seq DESC LIMIT 100"
        ).fetchall()
        start = time.perf_counter()
        for row in newest:
            connection.execute(sql, row)
            connection.commit()
        return (time.perf_counter() - start) / len(newest) * 1000


if __name__ == "__main__":
    main()
