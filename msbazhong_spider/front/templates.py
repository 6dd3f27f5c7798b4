"""What the templates call: Chinese names, the columns of a list, counts for the front page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette.database import QueryInterrupted

from msbazhong_spider.front.article import highlighted
from msbazhong_spider.front.cells import DATABASE, article_path, outside, person_path, text_of
from msbazhong_spider.front.meanings import label_of, shown, values
from msbazhong_spider.front.queries import canned
from msbazhong_spider.front.words import complaint, search_snippet, wanted
from msbazhong_spider.items import Action

if TYPE_CHECKING:
    from datasette.app import Datasette

_SUMMARY = {
    "articles": "SELECT count(*) FROM article",
    "attendances": "SELECT count(*) FROM attendance",
    "people": "SELECT count(*) FROM person",
    "first": "SELECT min(published) FROM article",
    "last": "SELECT max(published) FROM article",
    "seen": "SELECT max(last_seen) FROM section",
}
_NEWEST = "SELECT id, published, county, section, title FROM article ORDER BY seq DESC LIMIT 12"
_BARS = {"articles", "appearances", "together"}


def teach_templates(site: Datasette) -> None:
    """Give the templates what they call."""
    site.jinja_env.filters.update(
        label=label_of,
        value_label=lambda value, column: values().get((column, str(value)), value),
        text_of=text_of,
    )
    site.jinja_env.globals.update(
        actions=[*Action],
        article_path=article_path,
        biggest=biggest,
        complaint=complaint,
        database_of_ours=DATABASE,
        highlighted=highlighted,
        listed_columns=listed_columns,
        outside=outside,
        person_path=person_path,
        queries_of_ours=canned,
        search_snippet=search_snippet,
        settings_of_ours=site.settings_dict(),
        summary=lambda: _summary(site),
        tables_of=_tables_of,
        wanted=wanted,
    )


def _tables_of(group: str) -> list[str]:
    return [name for name, told in shown().items() if told.group == group]


def listed_columns(table: str, columns: list[dict[str, Any]], asked: Any) -> list[int]:
    """Give the places of the columns that a list shows, in the order in which it shows them.

    These are the ones of ``tables.csv``, or all where the user named columns (``_col``).
    """
    names = [column["name"] for column in columns]
    told = shown()[table].listed if table in shown() else ()
    if asked or not told:
        return list(range(len(names)))
    return [names.index(name) for name in told if name in names]


def biggest(columns: list[str], rows: list[Any]) -> dict[str, int]:
    """Give the columns that a bar is drawn for, each with its biggest value."""
    found = {}
    for name in _BARS.intersection(columns):
        at = columns.index(name)
        found[name] = max((row[at] for row in rows if isinstance(row[at], int)), default=0)
    return found


async def _summary(site: Datasette) -> dict[str, Any]:
    """Count what there is, as far as it can be counted in a moment, and list the newest."""
    database = site.get_database(DATABASE)
    found: dict[str, Any] = {"newest": (await database.execute(_NEWEST)).rows}
    for name, sql in _SUMMARY.items():
        try:
            found[name] = (await database.execute(sql, custom_time_limit=500)).rows[0][0]
        except QueryInterrupted:
            found[name] = None
    return found
