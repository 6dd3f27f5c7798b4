"""What every table and column means, for the table ``data_dictionary`` and for docs/data.md.

``dictionary.csv`` beside this file is the source. A row with ``same_as`` takes what it leaves empty
from that column. ``python -m msbazhong_spider.store`` prints docs/data.md.
"""

from __future__ import annotations

import csv
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FILLED = ("type", "unit", "meaning_en", "meaning_zh", "source")
_TITLE = "# What is in `news.db`\n\n"
_GENERATED = "<!-- Generated: python -m msbazhong_spider.store > docs/data.md -->\n\n"
_HEAD = """\
The database says the same about itself: `SELECT * FROM data_dictionary`. Times of ours are UTC
(`2024-03-05T01:02:03Z`); times of a site are local (Asia/Shanghai) and only as exact as the site
is. Spans count Unicode characters from 0, the end excluded: `substr(body, start + 1, end - start)`.
NULL means that the page did not give the value; an empty text means that it gave none of several
possible ones.
"""
_SEARCH = """\
## Searching

Words go to the view `article_search` as they are, in any program that opens SQLite files; the
newest articles come first:

```sql
SELECT published, title, snippet FROM article_search
WHERE q = json_quote('李甲 AND (调研 OR "工业发展") NOT 学习') LIMIT 20;
```

Chinese words and names of any length are found, one character too, and a name that is printed
with a blank (李　甲) as well. Words side by side must all be there; AND, OR and NOT in capitals,
brackets and quotation marks work, half-width or full-width; NOT binds closest, OR widest. Latin
words and numbers are whole: 22 does not find 2022. Marks count inside a word: `7月22日，李甲`.
Titles, sub-headlines and bodies are searched. The view gives a thousand hits at most; all of
them, or their number:

```sql
SELECT count(*) FROM article_fts WHERE article_fts MATCH (
  SELECT expression FROM search_expression WHERE q = json_quote('李甲 工业'));
```

In Datasette the same works as `json_quote(:q)`, which makes a form. DuckDB passes it on:

```sql
ATTACH 'news.db' AS news (TYPE sqlite);
SELECT * FROM sqlite_query('news', $$
  SELECT published, title, snippet FROM article_search WHERE q = json_quote('李甲') LIMIT 20 $$);
```

Triggers keep the index right for every program that writes, as long as it does not drop them
(`sqlite-utils transform` does) and does not replace rows by `INSERT OR REPLACE`, which tells
none of them that a row went. `msbazhong verify` says if it is not right, and `INSERT INTO
article_fts (article_fts) VALUES ('rebuild');` makes it anew. Under `PRAGMA trusted_schema = OFF`,
which some programs set, SQLite refuses these views and triggers.
"""


def dictionary_rows() -> list[dict[str, str]]:
    """Read the dictionary, in the order of the file, with ``same_as`` resolved.

    Raises:
        KeyError: a ``same_as`` that names no column.
    """
    text = files(__package__).joinpath("dictionary.csv").read_text("utf-8")
    raw = list(csv.DictReader(text.splitlines()))
    known = {f"{row['table_name']}.{row['column_name']}": row for row in raw}
    return [_resolved(row, known) for row in raw]


def _resolved(row: dict[str, str], known: dict[str, dict[str, str]]) -> dict[str, str]:
    base = _resolved(known[row["same_as"]], known) if row["same_as"] else {}
    source = row["source"] or row["same_as"]
    filled = {name: row[name] or base.get(name, "") for name in _FILLED}
    return {
        "table_name": row["table_name"],
        "column_name": row["column_name"],
        **filled,
        "source": source,
    }


def as_markdown(entries: Iterable[dict[str, str]] | None = None) -> str:
    """Write a dictionary, this program's own if none is given, as the text of docs/data.md."""
    lines = [_TITLE + (_GENERATED if entries is None else "") + _HEAD, _SEARCH]
    rows_of = dictionary_rows() if entries is None else entries
    for _, rows in groupby(rows_of, key=lambda row: row["table_name"]):
        table, *columns = rows
        lines += [
            f"## {table['table_name']}\n",
            f"{table['meaning_en']}",
            f"{table['meaning_zh']}\n",
        ]
        lines += ["| column | type | unit | meaning | 含义 | from |", "|---|---|---|---|---|---|"]
        lines += [_line(column) for column in columns]
        lines.append("")
    return "\n".join(lines)


def _line(column: dict[str, str]) -> str:
    cells = [f"`{column['column_name']}`", *(column[name].replace("|", "\\|") for name in _FILLED)]
    return f"| {' | '.join(cells)} |"
