"""A database of every earlier schema is brought forward, and refused until it is."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from msbazhong_spider.errors import DiskFullError, NewerSchemaError, OlderSchemaError, StoreError
from msbazhong_spider.store import open_store
from msbazhong_spider.store.schema import schema_version
from msbazhong_spider.store.upgrade import upgrade

# One small database of each schema, written by the version that had it. A new migration adds the
# database that the version before it wrote.
SCHEMAS = sorted(Path(__file__).with_name("schemas").glob("schema-*.db.gz"))


def content(path, *tables, like=None):
    """All rows of tables; with ``like``, only the columns that the tables have in that file."""
    with closing(sqlite3.connect(path)) as db, closing(sqlite3.connect(like or path)) as shape:
        return {
            table: db.execute(f"SELECT {columns_of(shape, table)} FROM {table}").fetchall()  # noqa: S608 - our own names
            for table in tables
        }


def columns_of(db, table):
    """The names of a table's columns, as SQL lists them."""
    return ", ".join(
        name for (name,) in db.execute("SELECT name FROM pragma_table_info(?)", [table])
    )


@pytest.fixture(params=SCHEMAS, ids=lambda path: path.name.partition(".")[0])
def earlier(request, tmp_path):
    """A database of an earlier schema."""
    path = tmp_path / "news.db"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


@pytest.fixture
def first(tmp_path):
    """A database of the first schema."""
    path = tmp_path / "news.db"
    path.write_bytes(gzip.decompress(SCHEMAS[0].read_bytes()))
    return path


def test_every_earlier_schema_has_its_database():
    """Whoever adds a migration keeps a database of the schema before it."""
    names = [path.name for path in SCHEMAS]
    assert names == [f"schema-{number}.db.gz" for number in range(1, schema_version())]


def test_opening_an_earlier_schema_is_refused(earlier):
    """The message says what to run; the file is not touched."""
    before = earlier.read_bytes()
    with pytest.raises(OlderSchemaError, match=r"news\.db: has schema \d+.*msbazhong upgrade"):
        open_store(earlier)
    assert earlier.read_bytes() == before


def test_upgraded_is_shaped_like_new(earlier, tmp_path):
    """Tables, indexes, triggers, views and dictionary are those of a database made today."""
    upgrade(earlier)
    shape = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    with open_store(earlier) as old, open_store(tmp_path / "new.db") as new:
        for question in (f"{shape} ORDER BY 1, 2", "SELECT * FROM data_dictionary"):
            assert old.db.execute(question).fetchall() == new.db.execute(question).fetchall()


def test_upgrading_loses_nothing(earlier):
    """Every value of every table is there as it was; the copy is the file as it was."""
    tables = ("article", "article_version", "capture", "section", "byline", "attendance", "problem")
    before = content(earlier, *tables)
    done = upgrade(earlier)
    assert content(done.backup, *tables) == before
    assert content(earlier, *tables, like=done.backup) == before
    with open_store(earlier) as store:
        assert len(store.search("李甲")) == len(before["article"])
        assert store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        store.db.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check',1)")


def test_looks_of_the_first_schema(first, harvested):
    """What it knew of states becomes looks, so that its articles go on as any others."""
    upgrade(first)
    with open_store(first) as store:
        url = "https://www.yunxi.example/news/1.html"
        looks = store.db.execute(
            "SELECT seen, day FROM look JOIN article ON id = article_id WHERE url = ? ORDER BY 1",
            [url],
        ).fetchall()
        assert looks == [
            ("2024-03-05T04:00:00Z", "2024-03-05"),
            ("2024-03-06T04:00:00Z", "2024-03-06"),
        ]
        assert store.save([harvested(1, hours=30, title="第三个标题")], None).changed == 1
        assert [state.fields["title"] for state in store.history(url).states] == [
            "云溪县召开工业发展大会", "云溪县工业大会召开", "第三个标题",
        ]  # fmt: skip


def test_runs_of_the_first_schema_get_lasting_names(first, tmp_path):
    """Two copies that are upgraded apart give a run the same name, and two runs two names."""
    copy = tmp_path / "copy.db"
    copy.write_bytes(first.read_bytes())
    upgrade(first)
    upgrade(copy)
    runs = content(first, "run")["run"]
    assert content(copy, "run")["run"] == runs
    uids = {row[9] for row in runs}
    assert len(uids - {None}) == len(runs) == 2


def test_nothing_to_upgrade(tmp_path):
    """A database of today stays as it is, and no copy is made."""
    open_store(tmp_path / "news.db").close()
    done = upgrade(tmp_path / "news.db")
    assert (done.before, done.backup) == (done.after, None)
    assert [path.name for path in tmp_path.iterdir()] == ["news.db"]


def test_a_copy_is_never_written_over(first):
    """The second copy of a schema gets another name."""
    taken = first.with_name("news.schema-1.db")
    taken.write_bytes(b"something dear")
    assert upgrade(first).backup.name == "news.schema-1-2.db"
    assert taken.read_bytes() == b"something dear"


def test_what_is_in_the_wal_is_in_the_copy(first):
    """A copy made while the last rows are still in the write-ahead log has them."""
    with closing(sqlite3.connect(first)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("UPDATE problem SET why = 'in the log'")
        other.commit()
        backup = upgrade(first).backup
    assert [row[4] for row in content(backup, "problem")["problem"]] == ["in the log"]
    assert not backup.with_name(backup.name + "-wal").exists()


def test_a_migration_that_fails_changes_nothing(first):
    """All of it or nothing: the file still has its schema and its rows, and can be tried again."""
    with closing(sqlite3.connect(first)) as other:
        other.execute("CREATE TABLE look (mine TEXT)")
        other.commit()
    with pytest.raises(StoreError, match="look already exists"):
        upgrade(first)
    with closing(sqlite3.connect(first)) as other:
        assert other.execute("PRAGMA user_version").fetchone() == (1,)
        assert other.execute("SELECT count(*) FROM attendance_flat").fetchone() == (6,)
        other.execute("DROP TABLE look")
        other.commit()
    assert upgrade(first).after == schema_version()


def test_rows_that_point_nowhere_are_told(first):
    """A database that was unsound before is upgraded, but not in silence."""
    with closing(sqlite3.connect(first)) as other:
        other.execute("UPDATE article_section SET section_id = 'nowhere' || rowid")
        other.commit()
    with pytest.raises(StoreError, match=r"article_section point to rows of section.*schema-1\.db"):
        upgrade(first)


def test_no_room(first, monkeypatch):
    """Without room for the copy nothing is begun."""
    before = first.read_bytes()
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("usage", (), {"free": 1 << 10}))
    with pytest.raises(DiskFullError, match="make room"):
        upgrade(first)
    assert [path.read_bytes() for path in first.parent.iterdir()] == [before]


def test_a_damaged_file_is_not_upgraded(first):
    """What SQLite finds broken stays as it is, and no copy pretends to be good."""
    data = bytearray(first.read_bytes())
    data[8192 : len(data) // 2] = b"\xff" * (len(data) // 2 - 8192)
    first.write_bytes(data)
    with pytest.raises(StoreError, match="damaged"):
        upgrade(first)
    assert [path.name for path in first.parent.iterdir()] == ["news.db"]


def test_a_newer_schema_is_not_upgraded(tmp_path):
    """There is no way back."""
    open_store(tmp_path / "news.db").close()
    with closing(sqlite3.connect(tmp_path / "news.db")) as other:
        other.execute("PRAGMA user_version = 999")
    with pytest.raises(NewerSchemaError):
        upgrade(tmp_path / "news.db")


def test_the_command(run, first):
    """Any command sends the user to upgrade, which says what it did; a second time it rests."""
    done = run("runs", "--data", first.parent)
    assert done.returncode == 2
    assert "msbazhong upgrade" in done.stderr
    assert "as it was: news.schema-1.db" in run("upgrade", "--data", first.parent).stdout
    assert "nothing to do" in run("upgrade", "--data", first.parent).stdout
    assert run("runs", "--data", first.parent).returncode == 0
    assert run("upgrade", "--data", first.parent / "none").returncode == 2
