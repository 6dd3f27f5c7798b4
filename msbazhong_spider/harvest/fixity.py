"""Is everything in a data folder still what was written? Changes nothing, and tells what is not."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from msbazhong_spider.archive import verify
from msbazhong_spider.archive.facts import Facts, facts_at
from msbazhong_spider.archive.records import safe_address
from msbazhong_spider.archive.repair import OPEN, whole_part
from msbazhong_spider.archive.sums import PACKED, list_of, read_list, read_sums, sum_of
from msbazhong_spider.errors import StoreError, UnreadableInputError
from msbazhong_spider.store.export.release.sums import NAME as RELEASED
from msbazhong_spider.store.open import connect_to_read, friendly
from msbazhong_spider.store.seal import Seal, check_seal, seal_of
from msbazhong_spider.store.sound import check_database, is_without_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import Any, BinaryIO

LIVE = "live"
_NOT_MODIFIED = 304
_ROWS = """
SELECT c.warc_file, c.warc_offset, c.id, c.url, c.fetched, c.status, c.size, c.sha256, c.origin,
  c.payload_digest, c.record_id, c.refers_to, b.sha256 AS bytes_sha256
FROM capture AS c
LEFT JOIN capture AS b ON b.record_id = c.refers_to
WHERE c.warc_file IS NOT NULL
ORDER BY c.warc_file, c.warc_offset
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with a file; or, if it is no flaw, that ought to be known."""

    where: str
    what: str
    is_flaw: bool = True

    def __str__(self) -> str:
        """Say it in one line."""
        return " ".join(f"{self.where}: {self.what}".split())


class Fixity:
    """One check of a data folder. ``counts`` tells afterwards how much was looked at."""

    def __init__(self, data: Path) -> None:
        """Take the folder of news.db and warc/.

        Raises:
            StoreError: there is no such archive.
        """
        self._data, self._database, self._warc = data, data / "news.db", data / "warc"
        if not self._database.is_file():
            raise StoreError(f"{self._database}: no such database; name its folder with --data")
        self.counts: Counter[str] = Counter()

    def findings(self) -> Iterator[Finding]:
        """Check all there is and give what was found, file by file."""
        told: set[Finding] = set()
        for finding in self._all():
            if finding not in told:  # a database that can't be opened is told once
                yield finding
            told.add(finding)

    def _all(self) -> Iterator[Finding]:
        if (self._data / RELEASED).is_file():
            yield from self._release()
        else:
            yield from self._seal()
            yield from self._files()
            yield from self._captures()
        for what in check_database(self._database):
            yield Finding("news.db", what)

    # --- A release, whose files never change again ---

    def _release(self) -> Iterator[Finding]:
        """Check each file of a release against its list, and the records against the rows."""
        try:
            listed = read_list(self._data / RELEASED)
        except OSError as error:
            yield Finding(RELEASED, error.strerror or str(error))
            return
        for number in listed.bad_lines:
            yield Finding(RELEASED, f"line {number} is no digest and name")
        for name, said in listed.of.items():
            try:
                if sum_of(self._data / name) != said:
                    yield Finding(name, f"not the file that was released ({RELEASED} differs)")
            except OSError as error:
                yield Finding(name, f"{error.strerror}; it is listed in {RELEASED}")
        for path in sorted(self._warc.glob(f"*{PACKED}")):
            self.counts["files"] += 1
            yield from self._records(path)
        yield from self._rows_of_release()

    def _rows_of_release(self) -> Iterator[Finding]:
        try:
            without = is_without_texts(self._database)
        except StoreError:
            return  # check_database tells of it
        if not without:
            yield from self._captures()
            return
        what = "a release without texts: neither they nor the WARC files are here to be checked"
        yield Finding("news.db", what, is_flaw=False)

    # --- The database as a file ---

    def _seal(self) -> Iterator[Finding]:
        try:
            seal = check_seal(self._database)
        except (StoreError, OSError) as error:
            yield Finding("news.db", str(error))
            return
        name = seal_of(self._database).name
        if seal is Seal.BROKEN:
            yield Finding(
                "news.db",
                f"changed since it was sealed, or {name} was (if you changed it on purpose,"
                " delete that file; the next run makes a new one)",
            )
        elif seal is Seal.NONE:
            yield Finding(
                "news.db", f"not sealed ({name}): a run goes on, or was killed", is_flaw=False
            )

    # --- WARC files ---

    def _files(self) -> Iterator[Finding]:
        sums = read_sums(self._warc)
        listed = list_of(self._warc).name
        for number in sums.bad_lines:
            yield Finding(listed, f"line {number} is no digest and name")
        present = {path.name for path in self._warc.glob(f"*{PACKED}")}
        for name in sorted(sums.of.keys() - present):
            yield Finding(f"warc/{name}", f"listed in {listed}, but not there")
        for name in sorted(present):
            yield from self._file(self._warc / name, sums.of.get(name), listed)
        for path in sorted(self._warc.glob(f"*{PACKED}{OPEN}")):
            yield from self._open_file(path)

    def _file(self, path: Path, said: str | None, listed: str) -> Iterator[Finding]:
        where = f"warc/{path.name}"
        self.counts["files"] += 1
        try:
            if said is None:
                yield Finding(
                    where, f"not listed in {listed}; the next run lists it", is_flaw=False
                )
            elif sum_of(path) != said:
                yield Finding(
                    where, f"not the file that was closed (its digest in {listed} differs)"
                )
        except OSError as error:
            yield Finding(where, error.strerror or str(error))
        yield from self._records(path)

    def _records(self, path: Path) -> Iterator[Finding]:
        for flaw in verify([path]):
            at = "" if flaw.offset is None else f" at byte {flaw.offset}"
            yield Finding(f"warc/{path.name}{at}", flaw.what)

    def _open_file(self, path: Path) -> Iterator[Finding]:
        """Look at a file that is being written, or was when its writer was killed."""
        whole, torn = whole_part(path)
        end = f"; its last {torn} bytes are no whole record" if torn else ""
        what = f"still open, being written or left by a crash: {whole} bytes of whole records{end}"
        yield Finding(f"warc/{path.name}", f"{what}; the next run closes it", is_flaw=False)

    # --- Rows against records ---

    def _captures(self) -> Iterator[Finding]:
        try:
            with friendly(self._database), closing(connect_to_read(self._database).conn) as opened:
                opened.row_factory = sqlite3.Row
                rows = opened.execute(_ROWS)
                for name, of_file in groupby(rows, key=lambda row: str(row["warc_file"])):
                    yield from self._captures_in(name, of_file)
        except StoreError as error:
            yield Finding("news.db", str(error).removeprefix(f"{self._database}: "))

    def _captures_in(self, name: str, rows: Iterable[sqlite3.Row]) -> Iterator[Finding]:
        try:
            file = self._open(name)
        except OSError as error:
            count = sum(1 for _ in rows)
            yield Finding(f"warc/{name}", f"{error.strerror}; {count} rows of capture name it")
            return
        with file:
            for row in rows:
                self.counts["captures"] += 1
                for what in _differences(row, file):
                    yield Finding(
                        f"capture {row['id']} (warc/{name} at {row['warc_offset']})", what
                    )

    def _open(self, name: str) -> BinaryIO:
        path = self._warc / name
        return (path if path.exists() else path.with_name(name + OPEN)).open("rb")


def _differences(row: Any, file: BinaryIO) -> Iterator[str]:
    """Say in which ways a row is not that of its record."""
    try:
        facts = facts_at(file, row["warc_offset"])
    except (UnreadableInputError, OSError, TypeError) as error:
        yield str(error)
        return
    told = [("payload_digest", facts.payload_digest), ("record_id", facts.record_id)]
    if row["origin"] == LIVE:  # an import may stand for the time and address of the original
        said = (safe_address(row["url"]), row["fetched"], row["status"])
        if said != (facts.url, facts.date, facts.status):
            yield f"the row says {said}, the record {(facts.url, facts.date, facts.status)}"
        told.append(("refers_to", facts.refers_to))
    for column, value in told:
        if row[column] is not None and row[column] != value:
            yield f"{column} is {row[column]}, in the record {value}"
    if not _same_body(row, facts):
        yield f"the body is not the one of the row (sha256 {row['sha256']})"


def _same_body(row: Any, facts: Facts) -> bool:
    """Whether a body is that of the row; of a repeated one, whether the row it repeats says so.

    The row of a 304 is about what came, which is nothing, and not about the page that still stands.
    """
    if facts.kind == "revisit" and facts.size == 0:
        if row["status"] == _NOT_MODIFIED:
            return bool(row["size"] == 0)
        return row["refers_to"] is None or row["bytes_sha256"] in (row["sha256"], None)
    if row["size"] == facts.size and row["sha256"] == facts.sha256:
        return True
    return bool(row["sha256"] == facts.raw_sha256)
