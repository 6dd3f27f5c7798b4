"""One run at a time in one data directory, by a lock of the kernel."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shlex
import socket
import sys
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from msbazhong_spider.amounts import tell_duration
from msbazhong_spider.errors import LockedError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

NAME = "harvest.lock"
FOREVER = float("inf")
_EVERY = 0.2  # seconds between two attempts
_HELD = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES})


@contextmanager
def only_run(
    folder: Path, wait: float = 0.0, tell: Callable[[str], object] = lambda _: None
) -> Iterator[None]:
    """Hold the lock of a folder, which is made if it is missing.

    If another run holds it, wait for so many seconds at most, and ``tell`` that once. The kernel
    lets go when the process ends, however it ends, so no lock is ever left behind; the file stays.

    Raises:
        LockedError: another run is at work, and still is after the wait. It says which.
        StoreError: the folder can't be written, or its file system has no locks.
    """
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("a+b", buffering=0)
    except OSError as error:
        raise StoreError(
            f"{folder}: can't be written ({error.strerror}); choose another folder with --data"
        ) from error
    with file:
        _take(file, path, wait, tell)
        try:
            _note(file, holder())
            yield
        finally:
            # What stands there while nobody holds the lock would be told of the next reader.
            _note(file, "")


@contextmanager
def at_rest(folder: Path) -> Iterator[None]:
    """Keep runs out of a folder that is only read; nothing is written there.

    A folder where no run has ever been has no lock. Raises LockedError if a run is at work.
    """
    path = folder / NAME
    if not path.exists():
        yield
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise StoreError(f"{path}: can't be read ({error.strerror})") from error
    with file:
        if not _lock(file, path, fcntl.LOCK_SH):
            raise LockedError(_at_work(folder, _holder_in(file)))
        yield


def named_holder(folder: Path) -> str:
    """Say who is at work in a folder, by what the lock's file tells; empty if nobody is.

    No lock is taken, not for a moment: that could turn a run away that is just beginning.
    """
    try:
        text = " ".join((folder / NAME).read_text("utf-8", "replace").split())
    except OSError:
        return ""
    return text if text and not _is_dead(text) else ""


def holder() -> str:
    """Say who we are: command, process, host, and since when, by both clocks."""
    now = datetime.now(UTC)
    command = shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]]).replace("\n", " ")
    return (
        f"process {os.getpid()} on {socket.gethostname()} since {now:%Y-%m-%dT%H:%M:%SZ} "
        f"({now.astimezone():%Y-%m-%d %H:%M:%S %z}): {command}"
    )


def _take(file: IO[bytes], path: Path, wait: float, tell: Callable[[str], object]) -> None:
    began, is_told = monotonic(), False
    while not _lock(file, path, fcntl.LOCK_EX):
        who = _holder_in(file)
        if monotonic() - began >= wait:
            waited = f" after {tell_duration(wait)} of waiting" if wait else ""
            raise LockedError(_at_work(path.parent, who, waited))
        if not is_told:
            longest = "" if wait == FOREVER else f", for {tell_duration(wait)} at most"
            tell(f"waiting for another run to end{longest}: {who}")
            is_told = True
        sleep(_EVERY)


def _lock(file: IO[bytes], path: Path, how: int) -> bool:
    """Take the lock if it is free; False if another process has it."""
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise StoreError(
            f"{path}: can't be locked ({error.strerror}), so two runs at once could not be told "
            "apart; a folder of a file system with locks is needed (NFS: with its lock service)"
        ) from error
    return True


def _at_work(folder: Path, who: str, waited: str = "") -> str:
    return f"{folder}: another run is at work{waited} ({who}); wait until it has ended"


def _holder_in(file: IO[bytes]) -> str:
    """Read who holds the lock. One that is dead left its name, and another, unnamed, holds it."""
    file.seek(0)
    text = " ".join(file.read().decode(errors="replace").split())
    named = "" if _is_dead(text) else text
    return named or "another process, which only reads or has just begun"


def _is_dead(text: str) -> bool:
    """Tell whether the process that a text names was one of this machine, and is no more."""
    found = re.match(r"process (\d+) on (\S+) ", text)
    return bool(found and found[2] == socket.gethostname() and not _is_alive(int(found[1])))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's
        return True
    return True


def _note(file: IO[bytes], text: str) -> None:
    """Put a text in place of the file's content.

    The lock holds without it. That there is no room for a line is told by who needs more of it.
    """
    with suppress(OSError):
        file.truncate(0)
        file.write(text.encode())
