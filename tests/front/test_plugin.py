"""Datasette as it is, with the plugin alone: search and meanings for databases of ours."""

from __future__ import annotations

import asyncio
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from datasette.app import Datasette

from msbazhong_spider.front import plugin

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def datasette(path: Path, tmp_path: Path, visitor: Any) -> Iterator[Datasette]:
    """A plain Datasette with an archive and with somebody else's database."""
    del (
        visitor
    )  # it registers the plugin, which the entry point does where the package is installed
    other = tmp_path / "recipes.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.executescript(
            "CREATE VIRTUAL TABLE article USING fts5 (title);"
            "INSERT INTO article VALUES ('rice'), ('rice and beans');"
        )
    opened = Datasette([str(path), str(other)])
    yield opened
    opened.executor.shutdown()
    for database in opened.databases.values():
        database.close()


def ask(datasette: Datasette, path: str) -> Any:
    """Ask for JSON."""
    return asyncio.run(datasette.client.get(path)).json()


def test_the_entry_point_names_the_plugin() -> None:
    """Datasette finds it by that where the package is installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["datasette"] == {"msbazhong": plugin.__name__}


def test_search_and_queries(datasette: Datasette) -> None:
    """The box finds Chinese words, the canned queries work, tables and columns are explained."""
    found = ask(datasette, "/news/article.json?_search=张杰+OR+运动会&_shape=array")
    assert [row["title"] for row in found] == ["县第一小学举行运动会", "云溪县召开工业发展大会"]
    found = ask(datasette, "/news/search.json?q=张杰&_shape=array")
    assert [row["title"] for row in found] == ["云溪县召开工业发展大会"]
    page = asyncio.run(datasette.client.get("/news/article")).text
    assert "文章的现状。 An article as it stands now." in page
    assert "标题，不含引题、副题。" in page


def test_databases_of_others_are_left_alone(datasette: Datasette) -> None:
    """Their search is Datasette's own, and they get no queries of ours."""
    found = ask(datasette, "/recipes/article.json?_search=rice+beans&_shape=array")
    assert [row["title"] for row in found] == ["rice and beans"]
    assert ask(datasette, "/recipes.json")["queries"] == []
    assert asyncio.run(datasette.client.get("/")).headers.get("content-security-policy") is None
