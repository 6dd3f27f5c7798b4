"""Fixity: does every record still hold the bytes that were written?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warcio.archiveiterator import WARCIterator
from warcio.exceptions import ArchiveLoadFailed

from msbazhong_spider.archive.members import iter_members
from msbazhong_spider.archive.repair import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a file, at which offset (None: with the file as a whole)."""

    file: str
    offset: int | None
    what: str

    def __str__(self) -> str:
        """Say it in one line."""
        at = "" if self.offset is None else f" at byte {self.offset}"
        return f"{self.file}{at}: {self.what}"


def verify(paths: Iterable[Path]) -> list[Flaw]:
    """Check the gzip members, block digests and payload digests of all records; [] is good."""
    return [flaw for path in paths for flaw in _verify_one(path)]


def _verify_one(path: Path) -> Iterator[Flaw]:
    if path.name.endswith(OPEN):
        yield Flaw(str(path), None, "still open: being written, or left by a crash")
    try:
        damaged = list(_members(path))
        yield from damaged
        if not damaged:
            yield from _digests(path)
    except OSError as error:
        yield Flaw(str(path), None, error.strerror or str(error))


def _members(path: Path) -> Iterator[Flaw]:
    with path.open("rb") as file:
        if file.read(2) != b"\x1f\x8b":
            return  # not packed; the digests alone speak
        file.seek(0)
        for member in iter_members(file):
            if member.damage:
                yield Flaw(str(path), member.start, f"gzip member {member.damage}")


def _digests(path: Path) -> Iterator[Flaw]:
    count = 0
    with path.open("rb") as file:
        records = WARCIterator(file, check_digests=True)
        try:
            for record in records:
                count += 1
                _read_through(record)
                for problem in record.digest_checker.problems:
                    yield Flaw(str(path), records.get_record_offset(), problem)
        except ArchiveLoadFailed as error:
            yield Flaw(str(path), records.offset, str(error).strip().splitlines()[0])
    if not count:
        yield Flaw(str(path), None, "holds no records")


def _read_through(record: Any) -> None:
    while record.raw_stream.read(_PIECE):
        pass
