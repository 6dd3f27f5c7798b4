"""A value of the database as a piece of a page.

Whatever a site printed is text here: it is escaped, and never becomes a link by itself. Links lead
to pages of ours, but for addresses of articles and answers, which must be http or https.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from msbazhong_spider.front.meanings import label_of, values
from msbazhong_spider.items import Action

if TYPE_CHECKING:
    from collections.abc import Mapping

DATABASE = "news"
_OUTSIDE = Markup('<a href="{}" rel="noopener noreferrer nofollow" class="outside">{}</a>')
_TIME = Markup('<time datetime="{}" title="{} (UTC)">{:%Y-%m-%d %H:%M}</time>')
_SITES_CLOCK = ZoneInfo("Asia/Shanghai")
_OUR_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_SITES_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")
_ARTICLE_ID = re.compile(r"[0-9a-f]{16}")
_FLAGS = {*Action, "incomplete", "own"}
_ADDRESSES = {"url", "article_url"}
_PEOPLE = {"name", "name_a", "name_b"}
_NAMES_OF_OTHERS = {"section", "collective", "byline", "setting", "_sqlite_migrations"}
_ARTICLES = {"article", "article_now"}
_TITLES = {"title", "title_now"}
_LISTS = {
    "breadcrumb", "mentioned", "changed_fields", "bylines", "scope", "counts", "versions",
    "evidence", "doubts", "media", "name_spans", "post_spans",
}  # fmt: skip
_YES, _NO = Markup("✓"), Markup("&nbsp;")
_ROWS = {
    "capture_id": "capture", "part_capture_id": "capture", "run_id": "run", "section_id": "section",
}  # fmt: skip


def cell(value: Any, column: str, row: Mapping[str, Any], table: str | None) -> Markup:
    """Show a value of a row; an empty text where there is nothing to show.

    ``value`` may be what Datasette makes of a reference: the value with its label.
    """
    label = None
    if isinstance(value, dict):
        value, label = value["value"], str(value["label"])
    if value is None or value == "":
        return Markup()
    if column in _FLAGS:
        return _YES if value == 1 else _NO
    return _linked(value, column, row, table, label) or text_of(value, column)


def text_of(value: Any, column: str) -> Markup:
    """Show a value by itself, as text."""
    said = str(value)
    if (column, said) in values():
        return Markup('<span title="{}">{}</span>').format(said, values()[column, said])
    if column in _LISTS:
        return escape(listed(said, column))
    if _OUR_TIME.fullmatch(said):
        return _time(said)
    if _SITES_TIME.fullmatch(said):
        said = said.replace("T", " ")
    return escape(said)


def listed(text: str, column: str = "") -> str:
    """Write a JSON value on one line; what is none is left as it is.

    >>> listed('["首页", "平昌县"]', "breadcrumb"), listed('{"new": 3}')
    ('首页 › 平昌县', 'new: 3')
    """
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return (" › " if column == "breadcrumb" else "、").join(_parts(value, column))


def outside(address: Any, shown: Any = None) -> Markup:
    """Link to an address of the web, if it is one; else give it as text."""
    said = str(address)
    if not _is_web(said):
        return escape(said if shown is None else shown)
    return _OUTSIDE.format(said, said if shown is None else shown)


def article_path(article_id: str) -> str:
    """Give the path of an article's page."""
    return f"/{DATABASE}/article/{quote(article_id, safe='')}"


def person_path(name: str, county: str | None = None) -> str:
    """Give the path of a person's appearances."""
    wanted = {"name": name} | ({"county": county} if county else {})
    return f"/{DATABASE}/appearances?{urlencode(wanted)}"


def _linked(
    value: Any, column: str, row: Mapping[str, Any], table: str | None, label: str | None
) -> Markup | None:
    """Show a value as a link, if there is something that it leads to."""
    said = str(value)
    if column in _ADDRESSES:
        return outside(said)
    path = _path_of(said, column, row, table, label)
    return Markup('<a href="{}">{}</a>').format(path, label or said) if path else None


def _path_of(
    said: str, column: str, row: Mapping[str, Any], table: str | None, label: str | None
) -> str | None:
    """Give the page of ours that a value leads to."""
    if column in _TITLES:
        article = _article_of(row, table)
        return article_path(article) if article else None
    if column == "article_id" or (column == "id" and table in _ARTICLES):
        return article_path(said)
    if column in _PEOPLE and table not in _NAMES_OF_OTHERS:
        return person_path(said, _county_of(row))
    if column == "person_id" and label:
        return person_path(label)
    return f"/{DATABASE}/{_ROWS[column]}/{quote(said, safe='')}" if column in _ROWS else None


def _article_of(row: Mapping[str, Any], table: str | None) -> str | None:
    """Give the id of the article that a row speaks of."""
    names = ("article_id", "id") if table in _ARTICLES else ("article_id",)
    for name in names:
        found = row[name] if name in row.keys() else None  # noqa: SIM118 - sqlite3.Row is asked by its keys
        found = found["value"] if isinstance(found, dict) else found
        if isinstance(found, str) and _ARTICLE_ID.fullmatch(found):
            return found
    return None


def _county_of(row: Mapping[str, Any]) -> str | None:
    return row["county"] if "county" in row.keys() else None  # noqa: SIM118 - as above


def _time(said: str) -> Markup:
    """Show a time of ours by the site's clock; the one that is stored stands behind it."""
    try:
        local = datetime.fromisoformat(said).astimezone(_SITES_CLOCK)
    except (ValueError, OverflowError):  # no such day, or beyond the year 9999
        return escape(said)
    return _TIME.format(said, said, local)


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _parts(value: Any, column: str) -> list[str]:
    if isinstance(value, dict):
        return [f"{name}: {'、'.join(_parts(inner, column))}" for name, inner in value.items()]
    if isinstance(value, list):
        return [" ".join(_parts(inner, column)) for inner in value]
    return [_word(value, column)]


def _word(value: Any, column: str) -> str:
    said = "" if value is None else str(value)
    if column == "changed_fields":
        return label_of(said)
    return values().get(("part", said), said) if column == "bylines" else said
