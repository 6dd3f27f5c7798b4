"""What a crash leaves: a file still named ``.open``, with a record cut off at its end."""

from __future__ import annotations

import logging
import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msbazhong_spider.archive.locks import lock
from msbazhong_spider.archive.members import iter_members
from msbazhong_spider.archive.sums import add_sum

if TYPE_CHECKING:
    from pathlib import Path

OPEN = ".open"
_OF_A_CRAWL = re.compile(r"msbazhong-(\d{14})-\d+\.warc\.gz")
_log = logging.getLogger(__name__)


def close_left_over(folder: Path) -> list[Path]:
    """Close the files that no one is writing any more, and give their names.

    Every whole record stays at its offset; a record that was cut off is taken away. A file that
    another process is still writing is left alone.
    """
    closed = []
    for path in sorted(folder.glob(f"*.warc.gz{OPEN}")):
        with path.open("r+b") as file:
            if not lock(file):
                continue
            whole = max((part.end for part in iter_members(file) if not part.damage), default=0)
            torn = path.stat().st_size - whole
            if torn:
                _log.warning("%s: cut off by a crash, its last %d bytes dropped", path, torn)
                file.truncate(whole)
                os.fsync(file.fileno())
        closed += [finish(path)] if whole else _drop(path)
    return closed


def begun_since(folder: Path, when: datetime) -> list[Path]:
    """Give the closed files of crawls that were begun at a time or later, as their names tell."""
    first = f"{when.astimezone(UTC):%Y%m%d%H%M%S}"
    return [
        path
        for path in sorted(folder.glob("*.warc.gz"))
        if (named := _OF_A_CRAWL.fullmatch(path.name)) and named[1] >= first
    ]


def whole_part(path: Path) -> tuple[int, int]:
    """Give how many bytes of an open file are whole records, and how many come after them.

    Raises:
        OSError: the file can't be read.
    """
    with path.open("rb") as file:
        whole = max((part.end for part in iter_members(file) if not part.damage), default=0)
        return whole, path.stat().st_size - whole


def finish(path: Path) -> Path:
    """Give a complete file its lasting name, and list what it holds (see sums.py).

    A name that is taken is never written over.
    """
    final = path.with_name(path.name.removesuffix(OPEN))
    if final.exists():
        raise FileExistsError(f"{final}: is there already")
    path.rename(final)
    add_sum(final)
    return final


def _drop(path: Path) -> list[Path]:
    path.unlink()
    return []
