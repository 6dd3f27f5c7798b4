"""The logs of runs, in the folder ``runs``: a new one for each, and as many as are wanted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msbazhong_spider.errors import StoreError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

FOLDER = "runs"
_OURS = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}Z)\.\w+")


def log_file(data: Path, started: datetime) -> Path:
    """Make the log of a run that began at a moment. Raises StoreError."""
    path = data / FOLDER / f"{started:%Y-%m-%dT%H%M%SZ}.log"
    try:
        path.parent.mkdir(exist_ok=True)
        path.touch()
    except OSError as error:
        raise StoreError(f"{path}: can't be written ({error.strerror})") from error
    return path


def forget_logs(data: Path, keep: int) -> None:
    """Take away what lies there of all but the last ``keep`` runs: logs, and reports beside them.

    Files that are not called by the time of a run are left alone. Raises StoreError.
    """
    named = {path: found[1] for path in (data / FOLDER).iterdir() if (found := _run_of(path))}
    kept = sorted(set(named.values()))[-keep:] if keep else []
    for path, run in named.items():
        if run not in kept:
            try:
                path.unlink()
            except OSError as error:
                raise StoreError(f"{path}: can't be removed ({error.strerror})") from error


def _run_of(path: Path) -> re.Match[str] | None:
    return _OURS.fullmatch(path.name)
