"""The search of docs/data.md works in other people's programs, and survives their writing."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest
import sqlite_utils

from msbazhong_spider.store import open_store
from msbazhong_spider.store.sound import check_database

DOCS = Path(__file__).parents[2] / "docs" / "data.md"
BY_VIEW, BY_INDEX, BY_DUCKDB = re.findall(
    r"```sql\n(.*?)```", DOCS.read_text("utf-8").partition("## run")[0], re.DOTALL
)
ASKED = """'李甲 AND (调研 OR "工业发展") NOT 学习'"""
# An environment of its own: the DuckDB extension comes as a package for some versions of it only.
DUCKDB = os.environ.get("MSBAZHONG_DUCKDB")
RUN_DUCKDB = """
import sys, duckdb, duckdb_extension_sqlite_scanner as extension
from pathlib import Path
(path,) = Path(extension.__file__).parent.rglob("*.duckdb_extension")
connection = duckdb.connect()
connection.load_extension(str(path))
for statement in duckdb.extract_statements(sys.argv[1]):
    rows = connection.execute(statement).fetchall()
for row in rows:
    print("|".join(map(str, row)))
"""


@pytest.fixture
def archive(tmp_path, harvested):
    """A database that no program of ours has open: reports 1 and 3 are those the docs ask for."""
    path = tmp_path / "news.db"
    bodies = ["县委书记李　甲调研", "李甲学习工业发展", "李甲谈工业发展", "王乙调研"]
    with open_store(path) as store:
        store.save(
            [
                harvested(number, title="云溪新闻", subtitles=(), body=body)
                for number, body in enumerate(bodies, 1)
            ],
            None,
        )
    return path


def sqlite3_says(path, sql):
    """What the sqlite3 program prints, line by line."""
    program = shutil.which("sqlite3")
    if program is None:
        pytest.skip("the sqlite3 program is not installed")
    done = subprocess.run([program, "-bail", path, sql], check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def duckdb_says(folder, sql):
    """What DuckDB gives, line by line."""
    if DUCKDB is None:
        pytest.skip("MSBAZHONG_DUCKDB names no Python with the extra duckdb")
    done = subprocess.run(
        [DUCKDB, "-c", RUN_DUCKDB, sql], check=True, capture_output=True, text=True, cwd=folder
    )
    return done.stdout.splitlines()


def test_sqlite3(archive):
    """As it stands in the docs, pasted into the sqlite3 program."""
    assert sqlite3_says(archive, BY_VIEW) == [
        "2022-07-24|云溪新闻|云溪新闻 李甲谈工业发展",
        "2022-07-24|云溪新闻|云溪新闻 县委书记李甲调研",
    ]
    assert sqlite3_says(archive, BY_INDEX) == ["2"]


def test_sqlite3_says_what_is_wrong(archive):
    """Words that make no query are an error and not an empty answer."""
    with pytest.raises(subprocess.CalledProcessError) as caught:
        sqlite3_says(archive, BY_VIEW.replace(ASKED, "'李甲 AND'"))
    assert "syntax error" in caught.value.stderr


def test_datasette(archive):
    """The question of the docs with a parameter, through Datasette's own JSON."""
    query = urlencode(
        {"sql": BY_VIEW.replace(ASKED, ":q"), "q": ASKED.strip("'"), "_shape": "array"}
    )
    done = subprocess.run(
        [sys.executable, "-m", "datasette", archive, "--get", f"/news.json?{query}"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert [row["snippet"] for row in json.loads(done.stdout)] == [
        "云溪新闻 李甲谈工业发展",
        "云溪新闻 县委书记李甲调研",
    ]


def test_duckdb(archive):
    """DuckDB hands the question on to SQLite; the other views can still be listed."""
    assert len(duckdb_says(archive.parent, BY_DUCKDB)) == 3
    attach = BY_DUCKDB.partition(";")[0]
    listed = duckdb_says(archive.parent, f"{attach}; SHOW ALL TABLES")
    assert any("|article|" in line for line in listed)
    counting = f"{attach}; SELECT count(*) FROM news.attendance_flat"  # noqa: S608 - our own words
    assert duckdb_says(archive.parent, counting) == ["8"]


def found(path, words):
    """The numbers of the reports that hold these words."""
    urls = sqlite3_says(path, f"SELECT url FROM article_search WHERE q = json_quote('{words}')")  # noqa: S608 - our own words
    return sorted(int(Path(url).stem) for url in urls)


def test_sqlite_utils_keeps_the_index_right(archive):
    """Rows changed, taken away and put in by sqlite-utils."""
    db = sqlite_utils.Database(archive, recursive_triggers=False)
    table = db["article"]
    first, second, *_ = (row["seq"] for row in table.rows_where(order_by="url"))
    table.update(first, {"body": "吴辛主持"})
    db.execute("PRAGMA foreign_keys = OFF")
    table.insert({**table.get(second), "seq": 7, "id": "f" * 16, "url": "https://x.example/9.html"})
    table.upsert({**table.get(7), "body": "郑壬主持"}, pk="seq")
    table.delete(second)
    db.close()
    assert found(archive, "主持") == [1, 9]
    assert found(archive, "李甲") == [3]
    assert not any("search index" in finding for finding in check_database(archive))


def test_duckdb_keeps_the_index_right(archive):
    """Rows changed and taken away by DuckDB."""
    children = ("article_section", "look", "byline", "attendance", "collective")
    statements = (
        BY_DUCKDB.partition(";")[0],
        "UPDATE news.article SET body = '吴辛主持' WHERE url LIKE '%/1.html'",
        *(f"DELETE FROM news.{table}" for table in children),  # noqa: S608 - our own names
        "DELETE FROM news.article WHERE url LIKE '%/2.html'",
    )
    duckdb_says(archive.parent, ";".join(statements))
    assert found(archive, "主持") == [1]
    assert found(archive, "李甲") == [3]
    assert not any("search index" in finding for finding in check_database(archive))


@pytest.mark.parametrize(
    "harm",
    [
        "DROP TRIGGER article_words_before_update; UPDATE article SET body = '吴辛'",
        "INSERT INTO index_by_hand VALUES ('x'); UPDATE article SET body = '吴辛'",
        "PRAGMA foreign_keys = OFF; INSERT OR REPLACE INTO article SELECT * FROM article LIMIT 1",
    ],
    ids=["without a trigger", "with the triggers told to keep still", "INSERT OR REPLACE"],
)
def test_a_wrong_index_is_told(archive, harm):
    """What the triggers could not see is found by the check, and mended by one statement."""
    assert not any("search index" in finding for finding in check_database(archive))
    sqlite3_says(archive, harm)
    assert any("search index" in finding for finding in check_database(archive))
    sqlite3_says(archive, "INSERT INTO article_fts (article_fts) VALUES ('rebuild')")
    assert not any("search index" in finding for finding in check_database(archive))
