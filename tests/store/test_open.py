"""Opening: what is made, and what is refused in one line."""

import shutil
import sqlite3
import subprocess

import pytest

from msbazhong_spider.errors import NewerSchemaError, StoreError
from msbazhong_spider.store import open_store
from msbazhong_spider.store.schema import schema_version


def test_makes_file_and_folder(tmp_path):
    """A database that is not there is made, with its folder."""
    with open_store(tmp_path / "a" / "b" / "news.db") as store:
        assert store.counts().articles == 0


def test_connection_is_set_up(store):
    """WAL, synchronous NORMAL and foreign keys are on."""
    wanted = {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1}
    assert {name: store.db.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted


def test_all_our_tables_are_strict(store):
    """SQLite checks the type of every value that any writer puts in."""
    own = [
        name
        for name, kind in store.db.execute(
            "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND strict = 0"
        )
        if kind == "table" and not name.startswith(("sqlite_", "_sqlite_"))
    ]
    assert own == []


def test_opening_again_changes_nothing(tmp_path):
    """A database of this version is opened without a write."""
    path = tmp_path / "news.db"
    open_store(path).close()
    before = path.read_bytes()
    open_store(path).close()
    assert path.read_bytes() == before


def test_stock_sqlite_reads_it(store):
    """The sqlite3 program finds the database sound, views included."""
    program = shutil.which("sqlite3")
    if program is None:
        pytest.skip("the sqlite3 program is not installed")
    views = [
        name for (name,) in store.db.execute("SELECT name FROM sqlite_master WHERE type='view'")
    ]
    counts = [f"SELECT count(*) FROM {view};" for view in views]  # noqa: S608 - our own views
    script = " ".join(["PRAGMA integrity_check; PRAGMA foreign_key_check;", *counts])
    result = subprocess.run(
        [program, "-bail", store.path, script], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["ok", *["0"] * len(views)]


def test_refuses_newer_schema_and_leaves_it_alone(tmp_path):
    """A file of a later version is named with both versions and the remedy, and not written to."""
    path = tmp_path / "news.db"
    open_store(path).close()
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 999")
    other.close()
    before = path.read_bytes()
    with pytest.raises(
        NewerSchemaError, match=rf"has schema 999.*up to {schema_version()};.*newer"
    ):
        open_store(path)
    assert path.read_bytes() == before


def test_refuses_foreign_database(tmp_path):
    """A SQLite file of something else is not written into."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipe (name TEXT)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not one of msbazhong"):
        open_store(path)
    assert path.read_bytes() == before


def test_refuses_what_is_no_database(tmp_path):
    """Any other file is refused."""
    path = tmp_path / "news.db"
    path.write_text("县委书记" * 1000, "utf-8")
    with pytest.raises(StoreError, match="is no SQLite database"):
        open_store(path)


def test_missing_file_is_not_made_for_a_reader(tmp_path):
    """A reader learns how to make a database, and none is left behind."""
    path = tmp_path / "news.db"
    with pytest.raises(StoreError, match="no such database; make one"):
        open_store(path, create=False)
    assert not path.exists()


def test_refuses_a_folder(tmp_path):
    """A folder in place of the file is refused."""
    with pytest.raises(StoreError, match="is a folder"):
        open_store(tmp_path)


def test_refuses_an_impossible_folder(tmp_path):
    """Where no folder can be made, the message names it."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot make this folder"):
        open_store(tmp_path / "file" / "deep" / "news.db")


def test_locked_by_another_writer(store, harvested):
    """A write while another program writes fails in one line; reading goes on."""
    store.db.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(store.path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked by another program"):
        store.save([harvested()], None)
    assert store.counts().articles == 0
    with open_store(store.path, create=False) as reader:
        assert reader.newest() == []
    other.rollback()
    other.close()
    assert store.save([harvested()], None).new == 1


def test_unwritable_folder(shared_folder, only_reading):
    """Where nothing can be written, one line says so."""
    with (
        only_reading(shared_folder),
        pytest.raises(StoreError, match=r"news\.db: cannot be opened; check that its folder"),
    ):
        open_store(shared_folder / "news.db")


def test_read_only_archive_can_be_read(shared_folder, only_reading, harvested):
    """A closed database in a folder that may only be read is opened for reading."""
    path = shared_folder / "news.db"
    with open_store(path) as store:
        store.save([harvested()], None)
    path.chmod(0o444)
    with only_reading(shared_folder), open_store(path, create=False) as store:
        assert [hit.title for hit in store.search("李甲")] == ["云溪县召开工业发展大会"]
        with pytest.raises(StoreError, match="cannot be written; check who owns it"):
            store.save([harvested(2)], None)


def test_rows_beside_a_file_that_only_may_be_read(shared_folder, only_reading, harvested):
    """Without the file beside it a database would lack its latest rows: then it is refused."""
    path = shared_folder / "news.db"
    with open_store(path) as store:
        store.save([harvested()], None)
        log = path.with_name("news.db-wal")
        left = log.read_bytes()
    log.write_bytes(left)
    with (
        only_reading(shared_folder),
        pytest.raises(StoreError, match=r"latest rows are in news\.db-wal"),
    ):
        open_store(path, create=False)
