"""Every table and column is documented, in both languages, in the file and in docs."""

from pathlib import Path

import pytest

from msbazhong_spider.store.dictionary import as_markdown, dictionary_rows

# What FTS5 and SQLite keep for themselves behind tables that are documented.
INNER = ("article_fts_", "sqlite_")
DOCS = Path(__file__).parents[2] / "docs" / "data.md"


def in_the_file(store):
    """All columns of all tables and views, as (table, column)."""
    names = store.db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    tables = [name for (name,) in names if not name.startswith(INNER)]
    columns = {
        (table, column)
        for table in tables
        for (column,) in store.db.execute("SELECT name FROM pragma_table_info(?)", [table])
    }
    return columns | {(table, "") for table in tables}


def test_everything_is_documented_and_nothing_else(store, rows):
    """The dictionary lists what is there, table by table and column by column."""
    listed = rows("SELECT table_name, column_name FROM data_dictionary")
    assert set(listed) == in_the_file(store)
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    "row", dictionary_rows(), ids=lambda row: f"{row['table_name']}.{row['column_name']}"
)
def test_each_entry_says_it_in_both_languages(row):
    """Type, meaning in English and in Chinese; a column also says where it comes from."""
    assert row["type"] in ("table", "view") if not row["column_name"] else row["source"]
    assert row["type"]
    assert row["meaning_en"].endswith(".")
    assert any("\u4e00" <= character <= "\u9fff" for character in row["meaning_zh"])


def test_types_are_those_of_the_tables(store, rows):
    """The type that the dictionary gives is the type that SQLite enforces."""
    wrong = rows(
        "SELECT table_name, column_name, d.type, i.type FROM data_dictionary AS d"
        " JOIN sqlite_master AS m ON m.name = table_name AND m.type = 'table'"
        " JOIN pragma_table_info(table_name) AS i ON i.name = column_name"
        " WHERE upper(d.type) <> i.type AND table_name <> 'article_fts'"
    )
    assert wrong == []


def test_docs_are_current():
    """If this fails: python -m msbazhong_spider.store > docs/data.md."""
    assert DOCS.read_text("utf-8") == as_markdown()
