"""Tables and views in other forms, read back by other people's programs."""

import csv
import io
import json
import tracemalloc

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from msbazhong_spider.errors import UsageError
from msbazhong_spider.store.export import (
    as_csv,
    as_parquet,
    catalog,
    choose,
    one_moment,
    write_csv,
    write_jsonl,
    write_parquet,
    write_popolo,
    write_sql,
)

WRITERS = {"csv": write_csv, "jsonl": write_jsonl, "parquet": write_parquet}


@pytest.fixture
def write(filled, tmp_path):
    """Write one table in one form and give the file."""

    def write_one(form, name, *, text=True):
        path = tmp_path / f"{name}.{form}"
        with one_moment(filled) as connection, path.open("wb") as out:
            relation = catalog(connection)[name]
            WRITERS[form](connection, relation if text else relation.without_text(), out)
        return path

    return write_one


@pytest.fixture
def names(filled):
    """All tables and views that can be exported."""
    with one_moment(filled) as connection:
        return list(catalog(connection))


def test_what_can_be_exported(names):
    """What speaks of the news, the dictionary too; not the index and what serves it."""
    assert {"article", "attendance", "run", "data_dictionary", "coverage"} <= set(names)
    assert not {"article_fts", "article_fts_data", "nums", "article_words"} & set(names)


def test_a_column_that_somebody_added_is_not_lost(filled):
    """It only lacks its meaning."""
    filled.db.execute("ALTER TABLE person ADD COLUMN remark TEXT")
    with one_moment(filled) as connection:
        *_, remark = catalog(connection)["person"].columns
    assert (remark.name, remark.type, remark.meaning_en) == ("remark", "text", "")


def test_what_is_not_named_is_all_tables(filled):
    """Views are wanted by name or with all."""
    with one_moment(filled) as connection:
        known = catalog(connection)
    assert {relation.kind for relation in choose(known, ())} == {"table"}
    assert len(choose(known, (), views=True)) == len(known)
    assert [one.name for one in choose(known, ("coverage", "run", "run"))] == ["coverage", "run"]
    with pytest.raises(UsageError, match="no table or view 'articles'; there are: run, "):
        choose(known, ("articles",))


def test_csv_is_read_by_duckdb_cell_for_cell(names, write, ask):
    """Of every table and view; NULL and an empty text stay two things."""
    for name in names:
        path = write("csv", name)
        read = duckdb.sql(
            "SELECT * FROM read_csv(?, header = true, all_varchar = true, quote = '\"',"
            " escape = '\"', delim = ',', new_line = '\\r\\n', allow_quoted_nulls = false)",
            params=[str(path)],
        ).fetchall()
        columns = ", ".join(f'"{c}"' for (c,) in ask("SELECT name FROM pragma_table_info(?)", name))
        stored = [
            tuple(None if value is None else str(value) for value in row)
            for row in ask(f'SELECT {columns} FROM "{name}"')  # noqa: S608 - our own names
        ]
        assert sorted(map(repr, read)) == sorted(map(repr, stored)), name


def test_csv_is_read_by_pandas(write, ask):
    """Numbers are numbers, Chinese is Chinese, an empty cell is missing."""
    frame = pd.read_csv(write("csv", "attendance_flat"))
    assert list(frame["name"]) == [name for (name,) in ask("SELECT name FROM attendance_flat")]
    assert frame["confidence"].dtype == float
    assert frame.loc[frame["name"] == "周己", "post"].tolist() == ["县委副书记、县长"]
    assert frame.loc[frame["name"] == "王乙", "post"].isna().any()


def test_csv_is_rfc_4180(write, ask):
    """Lines end in CR LF, what needs it is quoted, the first line has the names."""
    data = write("csv", "article").read_bytes()
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    assert data.startswith(b"seq,id,url,")
    assert data.endswith(b"\r\n")
    assert [row["body"] for row in rows] == [
        body for (body,) in ask("SELECT body FROM article ORDER BY seq")
    ]


CELLS = st.one_of(st.none(), st.integers(), st.text(st.characters(codec="utf-8")))


@given(st.lists(CELLS, min_size=2))
def test_any_values_come_back_from_csv(values):
    """Whatever marks, line ends and blanks a text has."""
    (read,) = csv.reader(io.StringIO(as_csv._line(tuple(values)).decode(), newline=""))
    assert read == ["" if value is None else str(value) for value in values]


def test_csv_for_excel_has_a_mark(filled):
    """Excel takes a file without it for the charset of the machine."""
    with one_moment(filled) as connection:
        out = io.BytesIO()
        write_csv(connection, catalog(connection)["run"], out, excel=True)
    assert out.getvalue().startswith(b"\xef\xbb\xbfid,site,")


def test_json_lines_are_read_by_duckdb_and_pandas(names, write, ask):
    """A row is an object; what is JSON in the database is nested, not a text."""
    for name in names:
        path = write("jsonl", name)
        (count,) = ask(f'SELECT count(*) FROM "{name}"')[0]  # noqa: S608 - our own names
        assert len(path.read_bytes().splitlines()) == count
        if count:
            read = duckdb.sql("SELECT count(*) FROM read_json(?)", params=[str(path)]).fetchall()
            assert read == [(count,)]
    frame = pd.read_json(write("jsonl", "article"), lines=True)
    assert list(frame["body"]) == [text for (text,) in ask("SELECT body FROM article ORDER BY seq")]
    assert frame["breadcrumb"][0] == ["首页", "云溪县", "时政新闻"]
    assert frame["evidence"][0] == {"title": "h1"}


def test_parquet_is_read_by_duckdb_and_pandas(names, write, ask):
    """With the same values and types, and the meaning of each column in both languages."""
    for name in names:
        path = write("parquet", name)
        columns = ", ".join(f'"{c}"' for (c,) in ask("SELECT name FROM pragma_table_info(?)", name))
        rows = ask(f'SELECT {columns} FROM "{name}"')  # noqa: S608 - our own names
        read = duckdb.sql("SELECT * FROM read_parquet(?)", params=[str(path)]).fetchall()
        assert sorted(map(repr, read)) == sorted(map(repr, rows)), name
    assert list(pd.read_parquet(write("parquet", "person"))["name"]) == [
        name for (name,) in ask("SELECT name FROM person ORDER BY id")
    ]
    schema = pq.read_schema(write("parquet", "attendance"))
    assert schema.field("post").metadata[b"meaning_zh"].decode().startswith("职务")
    assert b"meaning_en" in schema.metadata
    assert schema.field("chair").type == "int64"
    assert not schema.field("chair").nullable


def test_parquet_comes_in_groups(write, monkeypatch, ask):
    """A group ends when it has many characters or many rows; nothing is lost between groups."""
    monkeypatch.setattr(as_parquet, "_GROUP_ROWS", 2)
    file = pq.ParquetFile(write("parquet", "person"))
    rows = ask("SELECT name FROM person ORDER BY id")
    assert file.num_row_groups == -(-len(rows) // 2)
    assert file.read()["name"].to_pylist() == [name for (name,) in rows]
    monkeypatch.setattr(as_parquet, "_GROUP_CHARACTERS", 1)
    assert pq.ParquetFile(write("parquet", "person")).num_row_groups == len(rows)


def test_parquet_without_pyarrow(filled, monkeypatch):
    """The message says what to install."""
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with (
        one_moment(filled) as connection,
        pytest.raises(UsageError, match=r"pip install 'msbazhong-spider\[parquet\]'"),
    ):
        write_parquet(connection, catalog(connection)["run"], io.BytesIO())


@pytest.mark.parametrize("form", WRITERS)
def test_words_of_articles_can_be_left_out(form, write):
    """Bodies and sentences; headlines and all that was coded stay."""
    article = write(form, "article", text=False)
    seen = pq.read_schema(article).names if form == "parquet" else article.read_text("utf-8")
    assert "title" in seen
    assert "body" not in seen
    flat = write(form, "attendance_flat", text=False)
    seen = pq.read_schema(flat).names if form == "parquet" else flat.read_text("utf-8")
    assert "sentence" not in seen
    assert "name_start" in seen


def test_all_tables_are_of_one_moment(filled, harvested):
    """What a harvest saves meanwhile is in none of them."""
    from msbazhong_spider.store import open_store

    with one_moment(filled) as connection, open_store(filled.path) as other:
        known = catalog(connection)
        before = write_csv(connection, known["attendance"], io.BytesIO()).rows
        other.save([harvested(9)], None)
        assert write_csv(connection, known["article"], io.BytesIO()).rows == 3
        assert write_csv(connection, known["attendance"], io.BytesIO()).rows == before
    with one_moment(filled) as connection:
        assert write_csv(connection, known["article"], io.BytesIO()).rows == 4


class Nowhere(io.RawIOBase):
    """Takes bytes and forgets them."""

    def writable(self):
        return True

    def write(self, data):
        return len(data)


MANY = {
    "CSV": lambda connection, out: write_csv(connection, catalog(connection)["problem"], out),
    "JSON lines": lambda connection, out: write_jsonl(
        connection, catalog(connection)["problem"], out
    ),
    "SQL": write_sql,
    "Popolo": write_popolo,
}


def add_many(connection, number):
    """Put many problems, people and attendances into a database."""
    (article_id,) = connection.execute("SELECT min(id) FROM article").fetchone()
    ids = [f"{number}-{row}" for row in range(number)]
    connection.executemany(
        "INSERT INTO problem (url, kind, why, happened) VALUES (?, 'missing', ?, '')",
        ((one, one * 100) for one in ids),
    )
    connection.executemany(
        "INSERT INTO person VALUES (?, ?, '云溪县')", ((one, one) for one in ids)
    )
    connection.executemany(
        "INSERT INTO attendance (article_id, position, person_id, name, post, chair, speak, attend,"
        " observe, accompany, inspect, meet, sentence, name_spans, post_spans, rule, confidence)"
        " VALUES (?, ?, ?, '', '局长', 0, 0, 0, 0, 0, 0, 0, '', '[]', '[]', '', 1)",
        ((article_id, number * 10 + row, one) for row, one in enumerate(ids)),
    )
    connection.commit()


@pytest.mark.parametrize("write_all", MANY.values(), ids=MANY)
def test_memory_does_not_grow_with_the_rows(filled, write_all):
    """Ten thousand more rows take no more memory than a hundred."""
    peaks = []
    for number in (100, 10_000):
        add_many(filled.db.conn, number)
        with one_moment(filled) as connection:
            tracemalloc.start()
            write_all(connection, Nowhere())
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < peaks[0] + 200_000


def test_lines_of_json_are_one_line_each(write):
    """Whatever line ends a text has: a reader that splits at any of them finds whole objects."""
    for line in write("jsonl", "article").read_bytes().split(b"\n")[:-1]:
        assert json.loads(line)["id"]
