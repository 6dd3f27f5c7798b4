"""WARC files of other crawlers into the folder, their records byte for byte as they were."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from warcio.archiveiterator import WARCIterator
from warcio.exceptions import ArchiveLoadFailed

from msbazhong_spider.archive.members import iter_members
from msbazhong_spider.archive.sums import add_sum
from msbazhong_spider.errors import StoreError, UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Watch = Callable[[int], object]

GZIP = b"\x1f\x8b"
PART, UNPACKED = ".part", "wacz-"  # a file and a folder that are there only for a while
_PIECE, _SMALL = 1 << 20, 1 << 14
_AS_FAR = "what could be unpacked is imported: get the file again"
_WBITS = zlib.MAX_WBITS + 16
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST_STEM = 60
_ENDINGS = re.compile(r"(?:\.warc)?(?:\.gz)?(?:\.open)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A file that is in the folder now. ``fault`` says what was left out of it; empty for nothing.

    ``is_new`` is false if the same file was taken in before.
    """

    path: Path
    is_new: bool
    fault: str = ""


def take_in(source: Path, folder: Path, *, name: str = "", watch: Watch | None = None) -> TakenIn:
    """Take a WARC file into a folder: a gzip member for each record, as offsets need it.

    A file that is packed so already is copied as it is; of others each record is packed, its bytes
    unchanged. Its name holds ``name`` (that of the source if empty) and a digest of the source,
    so that the same file is taken in once. What a damaged file holds before the damage is taken.
    ``watch`` is told how many bytes more were done. Nothing is kept in memory.

    Raises:
        UnreadableInputError: the source can't be read, is no WARC, or holds no whole record.
        StoreError: the folder can't be written.
    """
    digest = _digest(source)
    stem = _UNSAFE.sub("-", _ENDINGS.sub("", name or source.name))[:_LONGEST_STEM].strip("-")
    final = folder / f"import-{stem or 'warc'}-{digest[:12]}.warc.gz"
    if known := sorted(folder.glob(f"import-*-{digest[:12]}.warc.gz")):  # under whatever name
        return TakenIn(known[0], is_new=False)
    part = final.with_name(final.name + PART)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as target:
            fault = _take(source, part, target, watch or (lambda _: None))
            target.flush()
            os.fsync(target.fileno())
        part.rename(final)
        add_sum(final)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error.strerror or error})") from error
    finally:
        part.unlink(missing_ok=True)
    return TakenIn(final, is_new=True, fault=fault)


def sweep(folder: Path) -> None:
    """Take away what a killed import left half done. Only one import may work on a folder."""
    for part in folder.glob(f"*{PART}"):
        part.unlink()
    for unpacked in folder.glob(f"{UNPACKED}*"):
        shutil.rmtree(unpacked)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableInputError(f"{path}: {error.strerror or error}") from error


def _take(source: Path, part: Path, target: BinaryIO, watch: Watch) -> str:
    """Copy what is whole in the form that it needs; give the fault."""
    head = _head(source)
    if not head.startswith(b"WARC/"):
        raise UnreadableInputError(f"{source}: {_instead(head)}")
    with source.open("rb") as file:
        if file.read(2) != GZIP:
            fault = _pack_records(source, target, watch)
        elif _has_member_for_each(source):
            fault = _copy_members(source, target, watch)
        else:
            fault = _unpack_first(source, part, target, watch)
    if not target.tell():
        raise UnreadableInputError(f"{source}: holds no whole record ({fault or 'it is empty'})")
    return fault


def _head(source: Path) -> bytes:
    """The first bytes of the first record, unpacked."""
    with source.open("rb") as file:
        raw = file.read(1 << 16)
    if not raw.startswith(GZIP):
        return raw[:64]
    try:
        head = zlib.decompressobj(_WBITS).decompress(raw, 64)
    except zlib.error as error:
        raise UnreadableInputError(f"{source}: damaged from its beginning ({error})") from error
    return head or b"WARC/"  # cut off too early to tell what it is


def _instead(head: bytes) -> str:
    if not head:
        return "empty; get the file again"
    if head.startswith(b"filedesc:"):
        return "an ARC file; make a WARC of it: warcio recompress FILE NEW.warc.gz"
    return "no WARC file; give a WARC, a WACZ, or saved pages (.html, .txt)"


def _has_member_for_each(source: Path) -> bool:
    """Whether each record is packed by itself: whether the first member holds just one."""
    with source.open("rb") as file:
        first = next(iter_members(file))
        file.seek(0)
        records = WARCIterator(_UpTo(file, first.end), no_record_parse=True)
        try:
            for number, record in enumerate(records):
                while record.raw_stream.read(_PIECE):
                    pass
                if number or (not first.damage and getattr(record.raw_stream, "limit", 0)):
                    return False
        except ArchiveLoadFailed:
            return False
    return True


class _UpTo:
    """A file as far as some place, as warcio reads one."""

    def __init__(self, file: BinaryIO, end: int) -> None:
        self._file, self._end = file, end

    def read(self, size: int = -1) -> bytes:
        left = self._end - self._file.tell()
        return self._file.read(left if size < 0 else min(size, left))

    def tell(self) -> int:
        return self._file.tell()


def _copy_members(source: Path, target: BinaryIO, watch: Watch) -> str:
    with source.open("rb") as walked, source.open("rb") as copied:
        for member in iter_members(walked):
            if member.damage:
                return _left_out(f"gzip member {member.damage}", member.start, source)
            _copy(copied, target, member.end - member.start)
            watch(member.end - member.start)
    return ""


def _copy(source: BinaryIO, target: BinaryIO, size: int) -> None:
    while size > 0:
        piece = source.read(min(size, _PIECE))
        target.write(piece)
        size -= len(piece)


def _unpack_first(source: Path, part: Path, target: BinaryIO, watch: Watch) -> str:
    """Unpack a file that is packed as a whole beside the new one, and take its records."""
    plain = part.with_name(part.name + ".plain" + PART)
    try:
        with plain.open("wb") as unpacked:
            damage = _unpack(source, unpacked)
        fault = _pack_records(plain, target, watch)
    finally:
        plain.unlink(missing_ok=True)
    return damage or fault


def _unpack(source: Path, target: BinaryIO) -> str:
    """Unpack as far as it goes. Small pieces: one may unpack to a thousand times its size."""
    unpacker = None
    with source.open("rb") as file:
        while piece := file.read(_SMALL):
            while piece:
                unpacker = unpacker or zlib.decompressobj(_WBITS)
                try:
                    target.write(unpacker.decompress(piece))
                except zlib.error as error:
                    return f"packed as a whole, and damaged ({error}); {_AS_FAR}"
                piece = unpacker.unused_data
                unpacker = None if unpacker.eof else unpacker
    return f"packed as a whole, and cut off; {_AS_FAR}" if unpacker else ""


def _pack_records(source: Path, target: BinaryIO, watch: Watch) -> str:
    """Pack each record of a plain file by itself."""
    with source.open("rb") as copied:
        for start, length, is_whole in _records(source):
            if not is_whole:
                return _left_out("record cut off", start, source)
            copied.seek(start)
            _pack(copied, target, length)
            watch(length)
    return ""


def _records(source: Path) -> Iterator[tuple[int, int, bool]]:
    """Give start and length of each record, and whether all of its bytes are there."""
    with source.open("rb") as file:
        records = WARCIterator(file, no_record_parse=True)
        try:
            for record in records:
                while record.raw_stream.read(_PIECE):
                    pass
                is_whole = not getattr(record.raw_stream, "limit", 0)
                yield records.get_record_offset(), records.get_record_length(), is_whole
        except (ArchiveLoadFailed, ValueError):
            yield records.offset, 0, False


def _pack(source: BinaryIO, target: BinaryIO, length: int) -> None:
    packer = zlib.compressobj(wbits=_WBITS)
    while length > 0 and (piece := source.read(min(length, _PIECE))):
        target.write(packer.compress(piece))
        length -= len(piece)
    target.write(packer.compress(b"\r\n\r\n") + packer.flush())


def _left_out(damage: str, start: int, source: Path) -> str:
    rest = source.stat().st_size - start
    return (
        f"{damage} at byte {start}; what stands before is imported, the last {rest} bytes are not:"
        " get the file again"
    )
