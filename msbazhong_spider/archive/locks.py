"""A lock on an open file, which the operating system lifts when its holder dies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import IO

try:
    import fcntl
except ImportError:  # Windows itself refuses to rename or cut a file that another holds open
    fcntl = None  # type: ignore[assignment]


def lock(file: IO[bytes]) -> bool:
    """Take the lock until the file is closed; False if another process or object holds it."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
