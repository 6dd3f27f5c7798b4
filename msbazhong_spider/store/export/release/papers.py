"""What a person reads in a release: README in two languages, scope and gaps, data dictionary."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined

from msbazhong_spider import __version__
from msbazhong_spider.store.dictionary import as_markdown
from msbazhong_spider.store.export.release.citation import cite

if TYPE_CHECKING:
    import sqlite3

    from msbazhong_spider.store.export.release.details import Details
    from msbazhong_spider.store.export.release.scope import Scope

_TEMPLATES = {
    "README.md": "readme.en.txt",
    "README.zh.md": "readme.zh.txt",
    "SCOPE.md": "scope.txt",
}
_DICTIONARY = (
    "SELECT table_name, column_name, type, unit, meaning_en, meaning_zh, source"
    " FROM data_dictionary ORDER BY rowid"
)


def papers(details: Details, scope: Scope) -> dict[str, str]:
    """Write README.md, README.zh.md and SCOPE.md; give their texts by name."""
    values = {
        "details": details,
        "scope": scope,
        "citation": cite(details, scope),
        "program": __version__,
    }
    return {
        name: _environment().get_template(template).render(values)
        for name, template in _TEMPLATES.items()
    }


def data_dictionary(connection: sqlite3.Connection) -> str:
    """Write the dictionary that the database itself holds, as Markdown."""
    cursor = connection.execute(_DICTIONARY)
    names = [column[0] for column in cursor.description]
    return as_markdown(dict(zip(names, row, strict=True)) for row in cursor)


@cache
def _environment() -> Environment:
    made = Environment(  # noqa: S701 - the output is Markdown, its cells are escaped by ``cell``
        loader=FunctionLoader(_template), undefined=StrictUndefined, keep_trailing_newline=True
    )
    made.filters["cell"] = _cell
    return made


def _template(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _cell(value: object) -> str:
    """Write a value into a cell of a Markdown table; what a site calls itself may hold anything."""
    text = " ".join(str(value).split())
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;") or "-"
