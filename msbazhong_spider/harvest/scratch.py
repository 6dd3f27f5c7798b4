"""What an import has to remember until its end, on disk rather than in memory."""

from __future__ import annotations

import pickle
import sqlite3
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType


class Scratch:
    """A temporary database of SQLite's own, which is gone when it is closed."""

    def __init__(self) -> None:
        """Open it, empty."""
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("CREATE TABLE later (name TEXT, item BLOB)")

    def __enter__(self) -> Self:
        """Hand it over."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self._db.close()

    def put_off(self, name: str, items: Iterable[Any]) -> None:
        """Keep items for later, under a name."""
        rows = [(name, pickle.dumps(item)) for item in items]
        self._db.executemany("INSERT INTO later VALUES (?, ?)", rows)

    def take(self, name: str) -> Iterator[Any]:
        """Give the items that were kept under a name, in their order."""
        for (item,) in self._db.execute(
            "SELECT item FROM later WHERE name = ? ORDER BY rowid", (name,)
        ):
            yield pickle.loads(item)  # noqa: S301 - written by this very object

    def forget(self, name: str) -> None:
        """Drop the items that were kept under a name."""
        self._db.execute("DELETE FROM later WHERE name = ?", (name,))
