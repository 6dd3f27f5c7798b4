"""The database as a script, read back by the sqlite3 command."""

import subprocess
from contextlib import closing
from sqlite3 import connect

import pytest

from msbazhong_spider.store import open_store
from msbazhong_spider.store.export import one_moment, write_sql


@pytest.fixture
def read_back(filled, tmp_path):
    """Write the script, let sqlite3 read it, give the new file."""

    def dump(**options):
        script, target = tmp_path / "news.sql", tmp_path / "again.db"
        with one_moment(filled) as connection, script.open("wb") as out:
            write_sql(connection, out, **options)
        with script.open("rb") as script_again:
            done = subprocess.run(
                ["sqlite3", "-bail", target], stdin=script_again, capture_output=True, check=False
            )
        assert (done.returncode, done.stderr) == (0, b"")
        return target

    return dump


def everything(connection):
    """All tables with their rows, and the statements that made them."""
    made = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'article_fts_%'"
    ).fetchall()
    tables = [name for kind, name, sql in made if kind == "table" and "VIRTUAL" not in sql]
    select = 'SELECT * FROM "{}"'
    rows = {name: sorted(map(repr, connection.execute(select.format(name)))) for name in tables}
    return sorted(map(repr, made)), rows


def test_it_is_the_same_database(read_back, filled):
    """Every table, view, index, trigger and row; also whose file it is and which schema it has."""
    with closing(connect(read_back())) as again:
        assert everything(again) == everything(filled.db.conn)
        for name in ("application_id", "user_version"):
            both = [c.execute(f"PRAGMA {name}").fetchone() for c in (again, filled.db.conn)]
            assert both[0] == both[1]
        assert again.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert again.execute("PRAGMA foreign_key_check").fetchall() == []


def test_its_search_works_and_stays_right(read_back, harvested):
    """The index is there, with its settings, and the triggers keep it."""
    target = read_back()
    with open_store(target, create=False) as store:
        assert {hit.title for hit in store.search("双减")} == {"云溪县召开工业发展大会"}
        store.save([harvested(7, title="新修水库通水")], None)
        assert len(store.search("水库")) == 1
        store.db.execute(
            "INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)"
        )
        (size,) = store.db.execute(
            "SELECT v FROM article_fts_config WHERE k = 'hashsize'"
        ).fetchone()
    assert size == 33554432


def test_without_text(read_back):
    """Bodies and sentences are empty, and the search finds headlines only."""
    with open_store(read_back(text=False), create=False) as store:
        assert store.db.execute("SELECT DISTINCT body FROM article").fetchall() == [("",)]
        assert store.db.execute("SELECT DISTINCT sentence FROM attendance").fetchall() == [("",)]
        assert store.search("双减") == []
        assert store.search("工业")
