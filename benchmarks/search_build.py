"""The database that benchmarks/search.py asks: invented articles, indexed as the store does it."""

from __future__ import annotations

import time
from hashlib import sha256
from multiprocessing import get_context
from typing import TYPE_CHECKING, NamedTuple

from search_corpus import lexicon, write

from msbazhong_spider.store import open_store
from msbazhong_spider.store.plan import Seqs
from msbazhong_spider.store.save import index_tokens, insert, transaction
from msbazhong_spider.store.words import cut

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from multiprocessing.pool import Pool
    from pathlib import Path

    from search_corpus import Lexicon, Text

    from msbazhong_spider.store.rows import Row

_BATCH = 4000  # articles in a transaction; their index fits into the memory that FTS5 gives it
_PROGRESS = 25  # batches


class Built(NamedTuple):
    """What building took, each an article: ms of CPU for cutting, ms on the clock for writing."""

    cutting: float
    writing: float


class _Written(NamedTuple):
    rows: list[Row]
    words: list[str]
    cutting: float  # seconds


def build(path: Path, articles: int, seed: int) -> Built:
    """Make the database. Words are cut in a process of their own, while this one writes."""
    cutting = writing = 0.0
    with get_context("spawn").Pool(1, _begin, (seed,)) as pool, open_store(path) as store:
        store.db.execute("PRAGMA cache_size = -262144")  # KB
        seqs = Seqs(store.db.conn)
        for number, batch in enumerate(_ahead(pool, _jobs(seed, articles)), 1):
            start = time.perf_counter()
            _save(store.db.conn, seqs, batch)
            writing += time.perf_counter() - start
            cutting += batch.cutting
            if number % _PROGRESS == 0:
                print(
                    f"{number * _BATCH} articles, {writing / number / _BATCH * 1000:.2f} ms each",
                    flush=True,
                )
    return Built(cutting / articles * 1000, writing / articles * 1000)


def _jobs(seed: int, articles: int) -> list[tuple[int, range, int]]:
    starts = range(0, articles, _BATCH)
    return [(seed, range(start, min(start + _BATCH, articles)), articles) for start in starts]


def _ahead(pool: Pool, jobs: Sequence[tuple[int, range, int]]) -> Iterator[_Written]:
    """Give batches in their order, two of them made ahead."""
    waiting = [pool.apply_async(_write, job) for job in jobs[:2]]
    for job in (*jobs[2:], None, None):
        if not waiting:
            return
        yield waiting.pop(0).get()
        if job:
            waiting.append(pool.apply_async(_write, job))


_LEXICON: list[Lexicon] = []  # of the process that writes


def _begin(seed: int) -> None:
    _LEXICON.append(lexicon(seed))


def _write(seed: int, numbers: range, of: int) -> _Written:
    texts = list(write(_LEXICON[0], seed, numbers, of))
    start = time.process_time()
    words = [" ".join(cut(f"{text.title}\n\n{text.body}")) for text in texts]
    return _Written([_row(text) for text in texts], words, time.process_time() - start)


def _row(text: Text) -> Row:
    """Give the row of an article; what search does not look at is empty."""
    url = f"https://www.yunxi.example/{text.day:%Y/%m/%d}/{text.number}.html"
    lacking = ("version_since", "first_seen", "last_seen", "text_sha256", "reading_sha256")
    return {
        "id": sha256(url.encode()).hexdigest()[:16],
        "url": url,
        "site": "yunxi",
        "title": text.title,
        "subtitles": "",
        "published": text.day.isoformat(),
        "precision": "day",
        "body": text.body,
        "incomplete": 0,
        "version": 1,
        "charset": "utf-8",
        **dict.fromkeys(("breadcrumb", "mentioned", "doubts"), "[]"),
        "evidence": "{}",
        **dict.fromkeys((*lacking, "reader_version"), ""),
    }


def _save(connection: sqlite3.Connection, seqs: Seqs, batch: _Written) -> None:
    """Write rows and index in one transaction, as saving and merging do."""
    rows = [row | {"seq": seqs.take(row["published"])} for row in batch.rows]
    words = [(row["seq"], words) for row, words in zip(rows, batch.words, strict=True)]
    with transaction(connection):
        connection.execute("INSERT INTO index_by_hand VALUES ('benchmark')")
        insert(connection, "article", sorted(rows, key=lambda row: int(row["seq"])))
        index_tokens(connection, words)
        connection.execute("DELETE FROM index_by_hand")
