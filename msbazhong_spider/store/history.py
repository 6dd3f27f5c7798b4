"""All states of one article, and the times at which it was not there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msbazhong_spider.errors import UsageError
from msbazhong_spider.store.rows import stable_id

if TYPE_CHECKING:
    import sqlite3

# What a reader wants to compare, in the order of a page.
_FIELDS = (
    "county", "section", "breadcrumb", "title", "subtitles", "published", "source", "bylines",
    "body",
)  # fmt: skip
_NOW = f"""\
SELECT a.version, a.version_since, NULL, {", ".join(f"a.{name}" for name in _FIELDS[:-2])},
  (SELECT json_group_array(json_array(name, part)) FROM
    (SELECT name, part FROM byline WHERE article_id = a.id ORDER BY position)) AS bylines,
  a.body,
  CASE WHEN a.images IS NOT NULL THEN (SELECT json_group_array(json_array(kind, url, label)) FROM
    (SELECT kind, url, label FROM media WHERE article_id = a.id ORDER BY position)) END AS media,
  a.reader_version, c.url, c.warc_file, c.warc_offset
FROM article AS a
LEFT JOIN capture AS c ON c.id = a.capture_id
WHERE a.id = ?
"""  # noqa: S608 - our own names
_BEFORE = f"""\
SELECT v.version, v.valid_from, v.valid_to, {", ".join(f"v.{name}" for name in _FIELDS)},
  v.media, v.reader_version, c.url, c.warc_file, c.warc_offset
FROM article_version AS v
LEFT JOIN capture AS c ON c.id = v.capture_id
WHERE v.article_id = ?
ORDER BY v.version
"""  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True)
class PastState:
    """One state of an article.

    ``since`` is when it was seen first, ``until`` when the following one was (None: it still
    stands). ``fields`` are texts, lists joined by line ends, in the order of a page; what the page
    did not give is empty. ``media`` has a line for each picture and attachment, None if the state
    was read before they were kept. The last three say where the bytes are that it was read from.
    """

    version: int
    since: str
    until: str | None
    fields: dict[str, str]
    media: str | None
    reader_version: str
    captured_url: str | None
    warc_file: str | None
    warc_offset: int | None


@dataclass(frozen=True, slots=True)
class MissingLook:
    """One time at which an article was not found, and what stood in its place."""

    seen: str
    why: str


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of an article. ``looks`` counts the times at which it was found.

    ``gone`` says whether its absence is confirmed, by the view of that name.
    """

    id: str
    url: str
    title: str
    first_seen: str
    last_seen: str
    looks: int
    states: tuple[PastState, ...]
    missing: tuple[MissingLook, ...]
    gone: bool


def read_history(connection: sqlite3.Connection, article: str) -> History:
    """Read the history of an article, by its id or its address as stored.

    Raises:
        UsageError: no such article.
    """
    row = connection.execute(
        "SELECT id, url, title, first_seen, last_seen FROM article WHERE id IN (?, ?)",
        (article, stable_id(article)),
    ).fetchone()
    if row is None:
        raise UsageError(
            f"{article}: no article has this id or address; find it with `msbazhong search`"
        )
    article_id, url, title, first_seen, last_seen = row
    found = connection.execute(
        "SELECT count(*) FROM look WHERE article_id = ? AND text_sha256 IS NOT NULL", (article_id,)
    ).fetchone()[0]
    missing = connection.execute(
        "SELECT seen, why FROM look WHERE article_id = ? AND text_sha256 IS NULL ORDER BY seen",
        (article_id,),
    )
    gone = connection.execute("SELECT 1 FROM gone WHERE article_id = ?", (article_id,)).fetchone()
    states = (*connection.execute(_BEFORE, (article_id,)), *connection.execute(_NOW, (article_id,)))
    return History(
        article_id,
        url,
        title,
        first_seen,
        last_seen,
        looks=found,
        states=tuple(_state(values) for values in states),
        missing=tuple(MissingLook(*values) for values in missing),
        gone=gone is not None,
    )


def _state(values: tuple[Any, ...]) -> PastState:
    version, since, until, *rest = values
    texts = dict(zip(_FIELDS, rest, strict=False))
    fields = {name: _as_text(name, value) for name, value in texts.items()}
    media, *read = rest[len(_FIELDS) :]
    return PastState(version, since, until, fields, _as_lines(media), *read)


def _as_lines(media: str | None) -> str | None:
    """Write media a line each; a release without text has left them out (an empty text)."""
    if not media:
        return media
    return "\n".join(" ".join(one).rstrip() for one in json.loads(media))


def _as_text(name: str, value: str | None) -> str:
    """Write a value as text: lists joined by line ends, so that they can be compared as such."""
    if name == "breadcrumb":
        return " > ".join(json.loads(value or "[]"))
    if name == "bylines":
        return "\n".join(f"{who} ({part})" for who, part in json.loads(value or "[]"))
    return value or ""
