"""What is read while others write, where nobody can write, and when the file is another one."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.errors import StoreError
from msbazhong_spider.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def titles(visitor: Any) -> list[str]:
    """Give the headlines, the newest first."""
    return [row["title"] for row in visitor.rows("/news/article")]


def test_rows_of_a_harvest_that_goes_on(
    visit: Callable[..., Any], reports: dict[str, Any], tmp_path: Path
) -> None:
    """What another connection has just saved is on the next page; the writer isn't held up."""
    with open_store(tmp_path / "news.db") as store, visit(tmp_path / "news.db") as visitor:
        assert titles(visitor) == []
        assert "还没有文章" in visitor.get("/").text
        store.save([reports["spring"]], None)
        assert titles(visitor) == ["李甲到青石镇调研春耕生产工作"]
        store.save([reports["sports"]], None)
        assert titles(visitor) == ["县第一小学举行运动会", "李甲到青石镇调研春耕生产工作"]
        assert visitor.get("/news/article").headers["cache-control"] == "no-cache"
        assert store.seal()


def test_nothing_can_be_written(visitor: Any, path: Path) -> None:
    """Neither by SQL, nor by what plugins of Datasette use; the file stays as it is."""
    before = path.read_bytes()
    assert visitor.get("/news", sql="DELETE FROM article").status_code == 400
    assert "only" in visitor.get("/news.json", sql="WITH a AS (SELECT 1) DELETE FROM byline").text
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        visitor.site.get_database("news").connect(write=True).execute("DELETE FROM byline")
    assert visitor.get("/news.db").status_code == 403
    assert path.read_bytes() == before


def test_another_file_in_its_place(
    visit: Callable[..., Any], reports: dict[str, Any], tmp_path: Path
) -> None:
    """A backup that was put back is what is shown; while there is none, the page says so."""
    path, backup = tmp_path / "news.db", tmp_path / "backup.db"
    with open_store(path) as store:
        store.save([reports["spring"]], None)
    shutil.copy(path, backup)
    with open_store(path) as store:
        store.save([reports["sports"]], None)
    with visit(path) as visitor:
        assert len(titles(visitor)) == 2
        for name in ("news.db", "news.db-wal", "news.db-shm"):
            path.with_name(name).unlink(missing_ok=True)
        missing = visitor.get("/news/article")
        assert (missing.status_code, "no such database" in missing.text) == (503, True)
        backup.rename(path)
        assert titles(visitor) == ["李甲到青石镇调研春耕生产工作"]


def test_a_medium_that_cannot_be_written(
    visit: Callable[..., Any],
    reports: dict[str, Any],
    shared_folder: Path,
    only_reading: Callable[..., Any],
) -> None:
    """The file is read as it lies, without a file beside it; what changes in it is seen."""
    path = shared_folder / "news.db"
    with open_store(path) as store:
        store.save([reports["spring"]], None)
    with visit(path) as visitor:
        with only_reading(shared_folder):
            assert titles(visitor) == ["李甲到青石镇调研春耕生产工作"]
            assert [found.name for found in shared_folder.iterdir()] == ["news.db"]
        with open_store(path) as store:  # somebody else may write after all
            store.save([reports["sports"]], None)
            with only_reading(shared_folder):
                assert len(titles(visitor)) == 2
        with only_reading(shared_folder):
            assert len(titles(visitor)) == 2


def test_rows_that_cannot_be_read_are_told(
    visit: Callable[..., Any],
    reports: dict[str, Any],
    shared_folder: Path,
    only_reading: Callable[..., Any],
) -> None:
    """A file whose latest rows lie beside it, on such a medium: no page without them."""
    path = shared_folder / "news.db"
    log = shared_folder / "news.db-wal"
    with open_store(path) as store:
        store.save([reports["spring"]], None)
        left = log.read_bytes()
    log.write_bytes(left)
    with visit(path) as visitor, only_reading(shared_folder):
        # As JSON: the templates may lie where only root can read.
        page = visitor.get("/news/article.json")
        assert page.status_code == 503
        assert "its latest rows are in news.db-wal" in page.text
        with pytest.raises(StoreError, match="latest rows"):
            visitor.site.get_database("news").connect()


def test_a_server_that_ends_waits_for_no_query(
    visit: Callable[..., Any], reports: dict[str, Any], tmp_path: Path
) -> None:
    """What is being read is stopped, and nothing new is begun."""
    with open_store(tmp_path / "news.db") as store:
        store.save([reports["spring"]], None)
    endless = "WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k) SELECT i FROM k"
    with visit(tmp_path / "news.db") as visitor:
        database = visitor.site.get_database("news")

        def end_in_midst(connection: sqlite3.Connection) -> None:
            rows = connection.execute(endless)
            next(rows)
            database.end()
            for _ in rows:
                pass

        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            asyncio.run(database.execute_fn(end_in_midst))
        assert visitor.get("/news/article").status_code == 503
