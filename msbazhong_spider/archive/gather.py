"""WARC files of several folders into one, none lost and none written over.

A name that stands for one content everywhere stays. Where files of one name differ, each gets a
name with the digest of its content (``name-sha256-0123456789ab.warc.gz``), whatever the order of
the folders, and the same again when what was gathered is gathered once more.
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from msbazhong_spider.archive.locks import lock
from msbazhong_spider.archive.members import iter_members
from msbazhong_spider.archive.repair import OPEN
from msbazhong_spider.archive.sums import list_new, list_of, read_sums
from msbazhong_spider.errors import LockedError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

PART = ".part"
_MARK = "-sha256-"
_DIGITS = 12
_MARKED = re.compile(rf"{_MARK}([0-9a-f]{{{_DIGITS}}})(?=\.|$)")
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a folder: the name that captures know, how much of it is whole, and its digest.

    A file that a crash left open goes by the name that it was to have, without its torn end.
    """

    path: Path
    name: str
    size: int
    digest: str

    @property
    def original(self) -> str:
        """The name that it had before it was told from others of that name."""
        return _MARKED.sub(
            lambda match: "" if self.digest.startswith(match[1]) else match[0], self.name
        )


@dataclass(frozen=True, slots=True)
class Gathering:
    """For each folder its files, each with the name that it gets."""

    folders: tuple[tuple[tuple[Found, str], ...], ...]

    @property
    def files(self) -> dict[str, Found]:
        """Give one file for each name; where several folders have it, that of the first."""
        named: dict[str, Found] = {}
        for found, name in (pair for files in self.folders for pair in files):
            named.setdefault(name, found)
        return named

    @property
    def size(self) -> int:
        """Count the bytes of all files."""
        return sum(found.size for found in self.files.values())

    def renamed(self, number: int) -> dict[str, str]:
        """Give the names of one folder that change: what captures know, and what it becomes."""
        return {found.name: name for found, name in self.folders[number] if found.name != name}


def plan(folders: Sequence[Path]) -> Gathering:
    """Look at all files of some folders, which need not be there, and give each its name.

    Raises:
        LockedError: a run is writing in one of them.
        StoreError: a file that can't be read, or is not what it was when it was closed.
    """
    found = [tuple(_found(folder)) for folder in folders]
    contents: dict[str, set[str]] = {}
    for one in (one for files in found for one in files):
        contents.setdefault(one.original, set()).add(one.digest)
    return Gathering(
        tuple(tuple((one, _name(one, contents[one.original])) for one in files) for files in found)
    )


def gather(gathering: Gathering, folder: Path) -> int:
    """Copy into a folder what is not there yet, and give the number of files copied.

    A copy has its lasting name only when all of it is on the disk and its digest is right. Nothing
    that is there is changed or taken away.

    Raises:
        StoreError: a file that can't be read or written, or that changed meanwhile.
    """
    copied = 0
    for name, found in gathering.files.items():
        try:
            copied += _copy(found, folder / name)
        except OSError as error:
            why = error.strerror or error
            raise StoreError(f"{found.path}: cannot be copied to {folder} ({why})") from error
    return copied


def tidy(gathering: Gathering, folder: Path) -> None:
    """Take away from a folder its own files that it now has under another name, and list the new.

    The folder is the first of those that were gathered. To be called when no capture knows the old
    names any more.

    Raises:
        StoreError: the folder can't be written.
    """
    there = set(gathering.files)
    gone = [found for found, name in gathering.folders[0] if found.path != folder / name]
    try:
        for found in gone:
            found.path.unlink()
        _unlist(folder, {found.name for found in gone} - there)
        list_new(folder)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error.strerror or error})") from error


def _unlist(folder: Path, names: set[str]) -> None:
    """Take files out of the list of a folder."""
    listed = list_of(folder)
    if not names or not listed.exists():
        return
    endings = tuple(f"/{name}\n".encode() for name in names)
    lines = listed.read_bytes().splitlines(keepends=True)
    part = listed.with_name(listed.name + PART)
    part.write_bytes(b"".join(line for line in lines if not line.endswith(endings)))
    part.replace(listed)


def _found(folder: Path) -> Iterator[Found]:
    """Give the files of a folder and of what is in it, in the order of their names."""
    listed = _listed(folder)
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path.name.endswith(PART):
            continue
        name = path.relative_to(folder).as_posix()
        try:
            with path.open("rb") as file:
                size = _whole(path, file) if name.endswith(OPEN) else path.stat().st_size
                file.seek(0)
                digest = _digest(file, size)
        except OSError as error:
            raise StoreError(f"{path}: cannot be read ({error.strerror or error})") from error
        if listed.get(name, digest) != digest:
            raise StoreError(f"{path}: is not what it was when it was closed; run msbazhong verify")
        if size or not name.endswith(OPEN):
            yield Found(path, name.removesuffix(OPEN), size, digest)


def _listed(folder: Path) -> dict[str, str]:
    try:
        return read_sums(folder).of
    except OSError as error:
        raise StoreError(f"{folder}: its list cannot be read ({error.strerror})") from error


def _whole(path: Path, file: BinaryIO) -> int:
    """Tell where the last whole record of a file ends that was left open."""
    with ExitStack() as stack:
        locked = stack.enter_context(path.open("rb"))
        if not lock(locked):
            raise LockedError(f"{path}: a run is writing it; wait until it has ended")
        return max((member.end for member in iter_members(file) if not member.damage), default=0)


def _pieces(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (piece := file.read(min(size, _PIECE))):
        yield piece
        size -= len(piece)


def _digest(file: BinaryIO, size: int) -> str:
    digest = hashlib.sha256()
    for piece in _pieces(file, size):
        digest.update(piece)
    return digest.hexdigest()


def _name(found: Found, contents: Iterable[str]) -> str:
    if len(set(contents)) == 1:
        return found.original
    folder, slash, name = found.original.rpartition("/")
    stem, dot, ending = name.partition(".")
    return f"{folder}{slash}{stem}{_MARK}{found.digest[:_DIGITS]}{dot}{ending}"


def _copy(found: Found, target: Path) -> bool:
    """Copy a file, checking its digest on the way; False if it is there already."""
    if target.exists():
        with target.open("rb") as there:
            if _digest(there, target.stat().st_size) == found.digest:
                return False
        raise StoreError(f"{target}: came up while files were gathered; try again")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + PART)
    digest = hashlib.sha256()
    with found.path.open("rb") as source, part.open("wb") as copy:
        for piece in _pieces(source, found.size):
            digest.update(piece)
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    if digest.hexdigest() != found.digest:
        part.unlink()
        raise StoreError(f"{found.path}: changed while it was copied; try again")
    part.replace(target)
    return True
