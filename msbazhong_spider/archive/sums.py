"""The list beside a folder of WARC files: what each one held when it was closed, bit for bit.

The digests inside a WARC file speak of what its records hold once unpacked. Some bits of a packed
file say nothing of that (the time in a gzip header, the bits that fill a last byte), so the file as
a whole has a digest as well: ``sha256sum -c warc.sha256`` checks the folder ``warc`` everywhere.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from hashlib import file_digest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ENDING = ".sha256"
PACKED = ".warc.gz"
_LINE = re.compile(rb"([0-9a-f]{64})  ([^\n]+)\n")


def list_of(folder: Path) -> Path:
    """Give the file that lists a folder."""
    whole = folder.resolve()
    return whole.with_name(whole.name + ENDING)


@dataclass(frozen=True, slots=True)
class Sums:
    """The digest of each file by its name, and the numbers of lines that say nothing (from 1)."""

    of: dict[str, str]
    bad_lines: tuple[int, ...] = ()


def read_sums(folder: Path) -> Sums:
    """Read the list of a folder; a folder without one has an empty list.

    Raises:
        OSError: the list is there but can't be read.
    """
    path = list_of(folder)
    return read_list(path, f"{path.name.removesuffix(ENDING)}/") if path.exists() else Sums({})


def read_list(path: Path, inside: str = "") -> Sums:
    """Read a list as ``sha256sum`` writes it; all names in it must be ``inside`` of a folder.

    The names are given without that folder.

    Raises:
        OSError: the list can't be read.
    """
    start = os.fsencode(inside)
    of: dict[str, str] = {}
    bad = []
    for number, line in enumerate(path.read_bytes().splitlines(keepends=True), 1):
        match = _LINE.fullmatch(line)
        if match is None or not match[2].startswith(start):
            bad.append(number)
        else:
            of[os.fsdecode(match[2].removeprefix(start))] = match[1].decode()
    return Sums(of, tuple(bad))


def add_sum(path: Path) -> None:
    """Add a closed file to the list of its folder.

    The line goes out in one piece, so that a crash leaves it whole or not there, and two writers
    don't mix theirs.

    Raises:
        OSError: the file can't be read, or the list can't be written.
    """
    whole = path.resolve()
    name = os.fsencode(f"{whole.parent.name}/{whole.name}")
    line = f"{sum_of(path)}  ".encode() + name + b"\n"
    listed = os.open(list_of(path.parent), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        os.write(listed, line)
        os.fsync(listed)
    finally:
        os.close(listed)


def list_new(folder: Path) -> list[Path]:
    """Add the closed files that are not in the list yet, whoever brought them; give them.

    A list whose last line was cut off (a power cut) loses that line first.

    Raises:
        OSError: something can't be read or written.
    """
    _drop_torn_line(list_of(folder))
    known = read_sums(folder).of
    new = [path for path in sorted(folder.glob(f"*{PACKED}")) if path.name not in known]
    for path in new:
        add_sum(path)
    return new


def _drop_torn_line(path: Path) -> None:
    if not path.exists():
        return
    data = path.read_bytes()
    whole = data.rfind(b"\n") + 1
    if whole < len(data):
        os.truncate(path, whole)


def sum_of(path: Path) -> str:
    """Give the SHA-256 of a file.

    Raises:
        OSError: it can't be read.
    """
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
