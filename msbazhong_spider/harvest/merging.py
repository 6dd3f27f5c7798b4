"""Archives of several machines or years into one folder: databases, WARC files, logs."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msbazhong_spider.archive.gather import Gathering, gather, plan, tidy
from msbazhong_spider.archive.sums import list_new
from msbazhong_spider.errors import DiskFullError, StoreError, UsageError
from msbazhong_spider.harvest.lock import at_rest, only_run
from msbazhong_spider.store import open_store
from msbazhong_spider.store.merge import Source, merge_databases
from msbazhong_spider.store.seal import Seal, check_seal, seal
from msbazhong_spider.store.upgrade import keep_copy, replace_content

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from msbazhong_spider.store import StoreCounts

DATABASE = "news.db"
_FOLDERS = ("warc", "runs")


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge made. ``backup`` is the database that was there before, None if none was.

    ``renamed`` counts files of the sources that have another name in the result.
    """

    counts: StoreCounts
    copied: int
    renamed: int
    backup: Path | None


def merge(files: Sequence[Path], folder: Path) -> Merged:
    """Merge archives into a folder; what is there already is one of them.

    ``files`` are databases, with ``warc/`` and ``runs/`` beside them, or their folders. They are
    only read. The files of the WARC folders are copied first and the database is put in place last,
    in one transaction, so that an interrupted merge can just be started again.

    Raises:
        UsageError: a file that is not there.
        LockedError: a run is at work in one of the archives.
        StoreError: an archive that can't be read, is damaged or of another schema.
        DiskFullError: no room.
    """
    databases = _databases(files)
    target = folder / DATABASE
    with ExitStack() as stack:
        for home in {database.parent.resolve() for database in databases} - {folder.resolve()}:
            stack.enter_context(at_rest(home))
        stack.enter_context(only_run(folder))
        others = [one for one in databases if not (target.exists() and one.samefile(target))]
        return _merge([target, *others] if target.exists() else others, folder)


def _databases(files: Sequence[Path]) -> list[Path]:
    found = [file / DATABASE if file.is_dir() else file for file in files]
    for database in found:
        if not database.is_file():
            raise UsageError(f"{database}: no such file; give a news.db or the folder of one")
    return list({database.resolve(): database for database in found}.values())


def _merge(databases: Sequence[Path], folder: Path) -> Merged:
    for database in databases:
        if check_seal(database) is Seal.BROKEN:
            raise StoreError(f"{database}: is not as it was left; run msbazhong verify there")
    homes = list(dict.fromkeys(one.parent.resolve() for one in (folder / DATABASE, *databases)))
    warcs, logs = (plan([home / name for home in homes]) for name in _FOLDERS)
    _check_room(folder, sum(database.stat().st_size for database in databases), (warcs, logs))
    copied = gather(warcs, homes[0] / "warc")
    gather(logs, homes[0] / "runs")
    renamed = {home: warcs.renamed(number) for number, home in enumerate(homes)}
    sources = [Source(one, renamed[one.parent.resolve()]) for one in databases]
    backup = _put_in_place(sources, folder / DATABASE)
    tidy(warcs, homes[0] / "warc")
    list_new(homes[0] / "warc")
    tidy(logs, homes[0] / "runs")
    with open_store(folder / DATABASE) as store:
        return Merged(store.counts(), copied, sum(map(len, renamed.values())), backup)


def _check_room(folder: Path, database: int, gatherings: Sequence[Gathering]) -> None:
    """Ask for room for what is copied, for the new database, its log, and the copy of the old."""
    needed = 3 * database + sum(gathering.size for gathering in gatherings)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DiskFullError(
            f"{folder}: {free >> 20} MB are free, merging may need {needed >> 20} MB; make room"
        )


def _put_in_place(sources: Sequence[Source], target: Path) -> Path | None:
    """Make the merged database beside the target and then, at once, the target's content."""
    part = target.with_name(f"{target.name}.merging")
    _remove(part)
    try:
        merge_databases(sources, part)
        if not target.exists():
            part.rename(target)
            with closing(sqlite3.connect(target)) as connection:
                seal(connection, target)
            return None
        with closing(sqlite3.connect(target)) as connection:
            backup = keep_copy(connection, target, "before-merge")
        replace_content(part, target)
        return backup
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        part.with_name(part.name + ending).unlink(missing_ok=True)
