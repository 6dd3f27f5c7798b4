"""Several databases walked side by side, in the order of their keys, into a new one."""

from __future__ import annotations

import heapq
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, TypeVar

from msbazhong_spider.store.merge.article import Known, merge_article
from msbazhong_spider.store.merge.reading import Reading
from msbazhong_spider.store.open import connect, friendly
from msbazhong_spider.store.plan import Seqs, searched_text
from msbazhong_spider.store.rows import Row, as_json
from msbazhong_spider.store.save import index_words, insert, transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_BATCH = 500
# Columns of a capture that tell of one record of one file.
_RECORD = ("warc_file", "warc_offset", "payload_digest", "record_id", "refers_to")
# Columns that are merged each for itself, so that they do not tell which row is taken.
_OF_LISTING = frozenset({"first_seen", "head", "walked", "walked_since", "walks"})
_OF_LINK = frozenset({"first_seen", "article_id", "state"})
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Source:
    """A database to merge; ``renamed`` are WARC files that get another name in the result."""

    path: Path
    renamed: Mapping[str, str] = field(default_factory=dict)


def merge_databases(sources: Sequence[Source], target: Path) -> None:
    """Write a new database that holds what several hold: nothing lost, nothing twice.

    The result depends on the set of the sources only: not on their order, and not on whether one
    comes twice or has been merged into another before. They are read, never written, and each is
    seen as it was at one moment. One article is in memory at a time.

    Raises:
        StoreError: a source that cannot be read or is of another schema; a target that is there.
    """
    with ExitStack() as stack:
        readings = [
            stack.enter_context(closing(Reading(source.path, source.renamed))) for source in sources
        ]
        db = stack.enter_context(closing(connect(target, create=True)))
        stack.enter_context(friendly(target))
        db.execute("PRAGMA synchronous = OFF")  # a file that is not whole yet is worth nothing
        _Merger(db.conn, readings).merge()
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class _Merger:
    """Writes into the new database, table by table, each after those that it points to."""

    def __init__(self, connection: sqlite3.Connection, readings: Sequence[Reading]) -> None:
        self._connection = connection
        self._readings = readings
        self._seqs = Seqs(connection)
        self._run_ids: dict[str | None, int | None] = {None: None}

    def merge(self) -> None:
        """Write everything."""
        self._runs()
        self._table("section", [one.sections() for one in self._readings], _section)
        self._table("capture", [one.captures() for one in self._readings], self._capture)
        self._table("person", [one.persons() for one in self._readings], _greatest)
        ids = heapq.merge(*(one.article_ids() for one in self._readings))
        for batch in _batches((article_id for article_id, _ in groupby(ids))):
            with transaction(self._connection):
                self._articles([self._article(article_id) for article_id in batch])
        self._problems()
        self._frontier()
        with transaction(self._connection):
            self._connection.execute("DELETE FROM setting")
            self._connection.execute(
                "DELETE FROM person WHERE NOT EXISTS"
                " (SELECT 1 FROM attendance WHERE person_id = person.id)"
            )
        self._table("setting", [one.settings() for one in self._readings], _setting, ("name",))

    def _runs(self) -> None:
        """Number the runs by their start; of a run that is told at two stages, take the later."""
        runs: dict[str, Row] = {}
        for row in (row for one in self._readings for row in one.runs()):
            rival = runs.get(row["uid"])
            if rival is None or _rank_of_run(row) > _rank_of_run(rival):
                runs[row["uid"]] = row
        ordered = sorted(runs.values(), key=lambda row: (row["started"], row["uid"]))
        self._run_ids |= {row["uid"]: number for number, row in enumerate(ordered, 1)}
        with transaction(self._connection):
            insert(
                self._connection,
                "run",
                [row | {"id": self._run_ids[row["uid"]]} for row in ordered],
            )

    def _table(
        self,
        table: str,
        streams: Iterable[Iterator[Row]],
        merge: Callable[[Sequence[Row]], Row],
        key: tuple[str, ...] = ("id",),
    ) -> None:
        """Merge streams of rows that come in the order of their key; rows of one key make one."""

        def of(row: Row) -> tuple[str, ...]:
            return tuple(str(row[name]) for name in key)

        walked = heapq.merge(*streams, key=of)
        made = (merge(list(rows)) for _, rows in groupby(walked, key=of))
        for batch in _batches(made):
            with transaction(self._connection):
                insert(self._connection, table, batch)

    def _capture(self, rows: Sequence[Row]) -> Row:
        """Take of each value the least that is known; what tells of one record goes together."""
        merged = {name: _least(row[name] for row in rows) for name in rows[0]}
        kept = [row for row in rows if row["warc_file"] is not None]
        place = min(kept, key=lambda row: (row["warc_file"], as_json(row)), default=merged)
        return self._numbered(merged | {name: place[name] for name in _RECORD})

    def _article(self, article_id: str) -> Known:
        known = [one.known(article_id) for one in self._readings]
        return merge_article([one for one in known if one is not None])

    def _articles(self, batch: Sequence[Known]) -> None:
        """Write articles with all that hangs on them; the full-text index by hand."""
        articles = [self._placed(one.article) for one in batch]
        self._connection.execute("INSERT INTO index_by_hand VALUES ('merge')")
        insert(self._connection, "article", sorted(articles, key=lambda row: int(row["seq"])))
        index_words(self._connection, [searched_text(row) for row in articles])
        self._connection.execute("DELETE FROM index_by_hand")
        for table, rows in {
            "article_version": [self._numbered(row) for one in batch for row in one.versions],
            "look": [self._numbered(row) for one in batch for row in one.looks],
            "byline": [row for one in batch for row in one.bylines],
            "attendance": [row for one in batch for row in one.attendances],
            "collective": [row for one in batch for row in one.collectives],
            "media": [row for one in batch for row in one.media],
            "article_section": [row for one in batch for row in one.sections],
            "capture_part": [row for one in batch for row in one.parts],
        }.items():
            insert(self._connection, table, rows)

    def _placed(self, article: Row) -> Row:
        return self._numbered(article) | {"seq": self._seqs.take(article["published"])}

    def _problems(self) -> None:
        """Write each problem once, numbered in the order of time."""
        streams = [_sorted_within(one.problems()) for one in self._readings]
        walked = heapq.merge(*streams, key=_rank_of_problem)
        once = (next(rows) for _, rows in groupby(walked, key=_rank_of_problem))
        numbered = (self._numbered(row) | {"id": number} for number, row in enumerate(once, 1))
        for batch in _batches(numbered):
            with transaction(self._connection):
                insert(self._connection, "problem", batch)

    def _frontier(self) -> None:
        """Merge what is known of listings and links; alarms are the matter of each folder."""
        streams = [one.listings() for one in self._readings]
        self._table("listing", streams, _listing)
        self._table("link", [one.links() for one in self._readings], _link)
        streams = [one.listed() for one in self._readings]
        self._table("listed", streams, _listed, ("listing_id", "link_id"))

    def _numbered(self, row: Row) -> Row:
        """Put the number that a run has here for its lasting name."""
        return row | {"run_id": self._run_ids[row["run_id"]]}


def _batches(rows: Iterable[_T]) -> Iterator[list[_T]]:
    """Cut a stream into lists that are written together."""
    stream = iter(rows)
    while batch := list(islice(stream, _BATCH)):
        yield batch


def _sorted_within(problems: Iterable[Row]) -> Iterator[Row]:
    """Order problems that are alike but for their run."""
    for _, rows in groupby(problems, key=lambda row: _rank_of_problem(row)[:-1]):
        yield from sorted(rows, key=_rank_of_problem)


def _rank_of_problem(row: Row) -> tuple[str, ...]:
    return (row["happened"], row["url"], row["kind"], row["why"], row["run_id"] or "")


def _rank_of_run(row: Row) -> tuple[Any, ...]:
    told = {name: value for name, value in row.items() if name != "id"}
    return (row["finished"] is not None, row["finished"] or "", as_json(told))


def _section(rows: Sequence[Row]) -> Row:
    return rows[0] | {
        "first_seen": min(row["first_seen"] for row in rows),
        "last_seen": max(row["last_seen"] for row in rows),
    }


def _listing(rows: Sequence[Row]) -> Row:
    """Take the listing as it was read last; what one of the readings lacks is read by the next run.

    A walk to the end counts only if all who know the listing have made one: what the others were
    shown later may have a gap behind it.
    """
    last = max(rows, key=lambda row: (row["last_read"], _all_but(row, _OF_LISTING)))
    is_walked = all(row["walked"] is not None for row in rows)
    return last | {
        "first_seen": min(row["first_seen"] for row in rows),
        "head": max(row["head"] for row in rows),
        "walked": min(row["walked"] for row in rows) if is_walked else None,
        "walked_since": max(row["walked_since"] for row in rows),
        "walks": max((row["walks"] for row in rows), key=lambda text: (len(text), text)),
    }


def _link(rows: Sequence[Row]) -> Row:
    """Take of a link what the last request told; an article that one has, all have."""
    last = max(rows, key=lambda row: (row["asked"] or "", _all_but(row, _OF_LINK), row["state"]))
    article = max((row["article_id"] for row in rows if row["article_id"]), default=None)
    state = "article" if article else last["state"]
    first_seen = min(row["first_seen"] for row in rows)
    return last | {"first_seen": first_seen, "article_id": article, "state": state}


def _all_but(row: Row, names: frozenset[str]) -> str:
    return as_json({name: value for name, value in row.items() if name not in names})


def _listed(rows: Sequence[Row]) -> Row:
    return rows[0] | {"first_seen": min(row["first_seen"] for row in rows)}


def _setting(rows: Sequence[Row]) -> Row:
    """Take the most careful value: the greatest number."""
    return max(rows, key=lambda row: (len(row["value"]), row["value"]))


def _greatest(rows: Sequence[Row]) -> Row:
    return max(rows, key=as_json)


def _least(values: Iterable[Any]) -> Any:
    return min((value for value in values if value is not None), default=None)
