"""Files that are complete or not there: written beside their place, then renamed into it."""

from __future__ import annotations

import errno
import gzip
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast
from uuid import uuid4

from msbazhong_spider.errors import DiskFullError, StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})


def check_target(path: Path, *, force: bool = False) -> None:
    """Refuse a place that is taken, before any work is done.

    Raises:
        UsageError: something is there already; with ``force``, something that is no plain file.
        StoreError: its folder is not there.
    """
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise UsageError(f"{path}: is there already and is no plain file; choose another --out")
    if path.exists() and not force:
        raise UsageError(f"{path}: is there already; choose another --out, or say --force")
    if not path.parent.is_dir():
        raise StoreError(f"{path.parent}: no such folder; make it first")


@contextmanager
def new_file(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """Write a file that gets its name when it is complete; whatever fails leaves nothing behind.

    A name that ends in ``.gz`` is packed. Only a crash of the machine or ``kill -9`` leaves a file
    behind, whose name begins with a dot and ends in ``.part``.

    Raises:
        UsageError: the place is taken.
        DiskFullError: there is no room.
        StoreError: it can't be written.
    """
    with new_path(path, force=force) as part, part.open("xb") as file:
        with _packed(file, path) as out:
            yield out
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def new_path(path: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a place for another program to write to; what it wrote then gets the file's name.

    Raises:
        UsageError: the place is taken.
        DiskFullError: there is no room.
        StoreError: it can't be written.
    """
    check_target(path, force=force)
    part = _beside(path)
    try:
        yield part
        _place(part, path, force=force)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Fill a folder that gets its name when it is complete; a name that is taken stays as it is.

    Raises:
        UsageError: the place is taken.
        DiskFullError: there is no room.
        StoreError: it can't be written.
    """
    check_folder(path)
    part = _beside(path)
    try:
        part.mkdir()
        yield part
        check_folder(path)
        part.rename(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)  # after the renaming there is nothing to remove


def check_folder(path: Path) -> None:
    """Refuse a folder that is there already, or has no folder to be in.

    Raises:
        UsageError, StoreError: see above.
    """
    if path.is_symlink() or path.exists():
        raise UsageError(f"{path}: is there already; a release is never overwritten, choose --out")
    if not path.parent.is_dir():
        raise StoreError(f"{path.parent}: no such folder; make it first")


def cannot_write(path: Path, error: OSError) -> StoreError:
    """Say in one line why a file can't be written."""
    if error.errno in _FULL:
        return DiskFullError(f"{path}: the disk is full, nothing was kept; make room, try again")
    return StoreError(f"{path}: cannot be written ({error.strerror or error}), nothing was kept")


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")


@contextmanager
def _packed(file: BinaryIO, path: Path) -> Iterator[BinaryIO]:
    if path.suffix != ".gz":
        yield file
        return
    # Without time and name inside, the same rows give the same bytes.
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        yield cast("BinaryIO", packed)


def _place(part: Path, path: Path, *, force: bool) -> None:
    """Give a file its name. Without force a hard link does it, which overwrites nothing."""
    if force:
        part.replace(path)
        return
    try:
        path.hardlink_to(part)
    except OSError as error:
        if error.errno not in _NO_LINKS or path.exists():
            raise
        part.rename(path)
