"""The WARC files of a release, and their CDXJ index."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from warcio.exceptions import ArchiveLoadFailed

from msbazhong_spider.errors import StoreError, UsageError
from msbazhong_spider.store.export.release.sums import file_digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_ENDINGS = (".warc", ".warc.gz")
_ANSWERS = "response,revisit,resource"  # resource: a page that was saved, not fetched


def find_indexer() -> Any:
    """Give the class that indexes WARC files.

    Raises:
        UsageError: cdxj-indexer is not installed.
    """
    try:
        from cdxj_indexer.main import CDXJIndexer
    except ImportError as error:
        raise UsageError(
            "a release needs cdxj-indexer: python -m pip install 'msbazhong-spider[release]'"
        ) from error
    return CDXJIndexer


def closed_warcs(folder: Path) -> list[Path]:
    """List the WARC files of a folder and the folders in it.

    Raises:
        StoreError: one is still being written, so that the database may know more than the files.
    """
    for path in sorted(folder.rglob("*.open")):
        raise StoreError(f"{path}: is still being written; make the release when no harvest runs")
    return sorted(path for path in folder.rglob("*.warc*") if path.name.endswith(_ENDINGS))


def copy_warcs(paths: Iterable[Path], source: Path, target: Path) -> None:
    """Copy files, keeping their folders, and read each copy again to be sure of it.

    Raises:
        StoreError: a copy that differs.
        OSError: it can't be read or written.
    """
    for path in paths:
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        if file_digest(copy) != file_digest(path):
            raise StoreError(f"{path}: its copy differs from it; check the disk")


def write_index(paths: Iterable[Path], source: Path, target: Path) -> None:
    """Write an index line for each response, revisit and resource record, sorted as CDXJ is.

    Raises:
        StoreError: a file is no WARC, or a damaged one.
        UsageError: cdxj-indexer is not installed.
    """
    make_indexer = find_indexer()
    files = [str(path) for path in paths]
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="\n") as out:
        indexer = make_indexer(out, files, sort=True, dir_root=str(source), records=_ANSWERS)
        try:
            indexer.process_all()
        except (ArchiveLoadFailed, ValueError) as error:
            first = str(error).strip().splitlines()[0]
            raise StoreError(f"{indexer.curr_filename}: cannot be indexed ({first})") from error
