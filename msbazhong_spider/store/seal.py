"""The seal of a database: the digest of the file as the last writer left it.

SQLite has no checksums of its own, so a bit that falls over in a text goes unseen. When a run of
ours ends, the file's SHA-256 is written beside it (``news.db.sha256``, which ``sha256sum -c``
checks); the first transaction of the next writer takes the seal away, under the same lock.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from msbazhong_spider.errors import StoreError

if TYPE_CHECKING:
    import sqlite3

ENDING = ".sha256"
_LINE = re.compile(rb"([0-9a-f]{64})  ([^\n]+)\n")
_DIGEST = (
    "import hashlib,sys;print(hashlib.file_digest(open(sys.argv[1],'rb'),'sha256').hexdigest())"
)


class Seal(StrEnum):
    """What a seal says of the file."""

    WHOLE = "whole"
    BROKEN = "broken"
    NONE = "none"


def seal_of(path: Path) -> Path:
    """Give the file that holds the seal of a database."""
    return path.with_name(path.name + ENDING)


def break_seal(connection: sqlite3.Connection) -> None:
    """Take the seal away. Called with the write lock held, before anything is written."""
    name = connection.execute("PRAGMA database_list").fetchone()[2]
    if name:  # a database in memory has none
        seal_of(Path(name)).unlink(missing_ok=True)


def seal(connection: sqlite3.Connection, path: Path) -> bool:
    """Bring all that was written into the file and seal it; False if others are using it.

    The write lock is held from the last look at the file until the seal is on it.

    Raises:
        sqlite3.Error, OSError: the seal can't be written.
        StoreError: the file can't be read.
    """
    busy, left, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy or left > 0:
        return False
    connection.execute("BEGIN IMMEDIATE")
    try:
        wal = path.with_name(f"{path.name}-wal")
        if wal.exists() and wal.stat().st_size:  # another writer was faster; it will seal
            return False
        _write(seal_of(path), f"{_digest(path)}  ".encode() + os.fsencode(path.name) + b"\n")
    finally:
        connection.rollback()
    return True


def check_seal(path: Path) -> Seal:
    """Compare a file with its seal.

    Raises:
        OSError: the seal can't be read.
        StoreError: the file can't be read.
    """
    try:
        said = seal_of(path).read_bytes()
    except FileNotFoundError:
        return Seal.NONE
    match = _LINE.fullmatch(said)
    if match is None or os.fsdecode(match[2]) != path.name:
        return Seal.BROKEN
    return Seal.WHOLE if match[1].decode() == _digest(path) else Seal.BROKEN


def _digest(path: Path) -> str:
    """Take the digest in another process.

    A process that closes a file loses all its locks on it (POSIX), and with them SQLite's:
    https://www.sqlite.org/howtocorrupt.html, 2.2.
    """
    command = [sys.executable, "-I", "-S", "-c", _DIGEST, str(path.resolve())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter and words
    if done.returncode:
        why = done.stderr.strip().rpartition("\n")[2]
        raise StoreError(f"{path}: cannot be read ({why})")
    return done.stdout.strip()


def _write(path: Path, data: bytes) -> None:
    """Write a small file so that it is there whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
