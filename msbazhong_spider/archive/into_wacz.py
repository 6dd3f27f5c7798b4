"""The WARC files and a list of their pages as one WACZ, made by the package ``wacz``."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msbazhong_spider.errors import StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RUN = "import sys; from wacz.main import main; sys.exit(main())"


@dataclass(frozen=True, slots=True)
class ReplayedPage:
    """A page that a reader may begin with: its address, its time (UTC text) and its title."""

    url: str
    fetched: str
    title: str


def make_wacz(
    warcs: Sequence[Path], pages: Iterable[ReplayedPage], target: Path, title: str
) -> int:
    """Write a WACZ into a file that is not there yet; give the number of listed pages.

    The package is run as a program: as a library it prints, and ends the process on errors.

    Raises:
        UsageError: the package is not installed, or there is no WARC file.
        StoreError: the package says that it can't.
        OSError: the disk is full.
    """
    if find_spec("wacz") is None:
        raise UsageError("a WACZ needs the package wacz: pip install 'msbazhong-spider[wacz]'")
    if not warcs:
        raise UsageError("there is no WARC file to put into a WACZ; harvest something first")
    with TemporaryDirectory(prefix=".wacz-", dir=target.parent) as folder:
        listed = Path(folder, "pages.jsonl")
        count = _write_pages(listed, pages)
        command = [sys.executable, "-c", _RUN, "create", "--output", str(target)]
        options = ["--pages", str(listed), "--copy-pages", "--title", title]
        done = subprocess.run(  # noqa: S603 - our own interpreter and words
            [*command, *options, *map(str, warcs)], capture_output=True, text=True, check=False
        )
    if done.returncode or not target.exists():
        why = (done.stderr or done.stdout).strip().rpartition("\n")[2]
        if os.strerror(errno.ENOSPC) in why:
            raise OSError(errno.ENOSPC, why)
        raise StoreError(f"no WACZ could be made ({why})")
    return count


def _write_pages(path: Path, pages: Iterable[ReplayedPage]) -> int:
    """Write the list of pages, in ASCII: the package reads it in whatever the locale says."""
    count = 0
    with path.open("w", encoding="ascii") as file:
        file.write(json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "Articles"}))
        for page in pages:
            count += 1
            said = {"id": str(count), "url": page.url, "ts": page.fetched, "title": page.title}
            file.write("\n" + json.dumps(said))
    return count
