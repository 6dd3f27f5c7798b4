"""One run at a time in one data directory, by a lock of the kernel."""

from __future__ import annotations

import fcntl
import os
import socket
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msbazhong_spider.errors import LockedError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "harvest.lock"


@contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, which is made if it is missing.

    The kernel lets go when the process ends, however it ends, so no lock is ever left behind; the
    file stays and says who held it last. Raises LockedError, and StoreError if the folder can't be
    written.
    """
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreError(
            f"{folder}: can't be written ({error.strerror}); choose another folder with --data"
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise LockedError(
                f"{folder}: another run is at work ({holder}); wait until it has ended"
            ) from error
        file.truncate(0)
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        file.write(f"process {os.getpid()} on {socket.gethostname()} since {now}")
        file.flush()
        yield


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
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            raise LockedError(
                f"{folder}: a run is at work there; wait until it has ended"
            ) from error
        yield
