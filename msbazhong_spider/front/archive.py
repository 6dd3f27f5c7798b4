"""The database as Datasette sees it: it can only be read, and what is read is never out of date."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette.database import Database

from msbazhong_spider.errors import StoreError
from msbazhong_spider.store.open import Reading, friendly, open_to_read

if TYPE_CHECKING:
    import os
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from datasette.app import Datasette


@dataclass(frozen=True, slots=True)
class _Open:
    """A connection of one thread, and what the file looked like when it was made."""

    reading: Reading
    looks: tuple[int, ...]

    def still(self, looks: tuple[int, ...]) -> bool:
        """Whether it shows what is in the file; what SQLite watches itself may change."""
        return self.looks[:2] == looks[:2] if self.reading.live else self.looks == looks


# Datasette ships no types.
class ArchiveDatabase(Database):  # type: ignore[misc]
    """A ``news.db`` for Datasette.

    Datasette would open a file either as one that changes, which SQLite refuses on a medium that
    can't be written, or as one that never does, and keep it for good. Here each thread looks before
    it reads: a file that was replaced (a backup put in its place) is opened anew, and so is one
    that could only be opened as it lay and has changed since.
    """

    def __init__(self, datasette: Datasette, path: Path) -> None:
        """Take the file. Nothing is opened yet."""
        super().__init__(datasette, path=str(path), is_mutable=True)
        self._path = path
        self._of_thread = threading.local()
        self._ended = False

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """Open the file for reading, whatever is asked for.

        Raises:
            StoreError: it can't be opened.
        """
        del write
        return self._read().connection

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """Run a function with a connection, in a thread of Datasette's."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.ds.executor, lambda: fn(self._connection()))

    def end(self) -> None:
        """Stop what is being read, and read no more: the server ends."""
        self._ended = True
        for connection in self._all_file_connections:
            connection.interrupt()

    def _connection(self) -> sqlite3.Connection:
        if self._ended:
            raise StoreError(f"{self._path}: is read no more, the server ends")
        looks = _looks(self._path)
        known: _Open | None = getattr(self._of_thread, "open", None)
        if known is not None:
            if known.still(looks):
                return known.reading.connection
            self._all_file_connections.remove(known.reading.connection)
            known.reading.connection.close()
            self._of_thread.open = None
        reading = self._read()
        self.ds._prepare_connection(reading.connection, self.name)  # noqa: SLF001 - as Database does
        self._of_thread.open = _Open(reading, looks)
        return reading.connection

    def _read(self) -> Reading:
        with friendly(self._path):
            reading = open_to_read(self._path, any_thread=True)
        self._all_file_connections.append(reading.connection)  # close() of Database closes these
        return reading


def _looks(path: Path) -> tuple[int, ...]:
    """Tell a file from another (the first two), and from itself as it was (the rest)."""
    found, log = _stat(path), _stat(path.with_name(f"{path.name}-wal"))
    if found is None:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, log.st_size if log else 0


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None
