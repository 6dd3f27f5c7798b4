"""A replica for the tests of whole runs, and looking into what they left."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.replica import Replica

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def portal() -> Iterator[Replica]:
    """Serve a portal of 120 invented reports."""
    with Replica(seed=7, articles=120) as replica:
        yield replica


@pytest.fixture
def query(tmp_path: Path) -> Callable[[str], list[Any]]:
    """Ask the database of a run in ``data`` with the stock library; one column gives values."""

    def ask(sql: str) -> list[Any]:
        with closing(sqlite3.connect(tmp_path / "data" / "news.db")) as database:
            rows = database.execute(sql).fetchall()
        return [row[0] if len(row) == 1 else row for row in rows]

    return ask
