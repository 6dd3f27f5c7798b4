"""Finding articles by their words, the newest first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msbazhong_spider.errors import UsageError
from msbazhong_spider.store.query import read_query
from msbazhong_spider.store.rows import storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_AROUND = 20  # characters of text shown on either side of what was found
_SHOWN = "a.id, a.url, a.published, a.county, a.section, a.title, a.subtitles, a.body"
_FIND = f"""\
SELECT {_SHOWN}
FROM article_fts AS f
INNER JOIN article AS a ON a.seq = f.rowid
WHERE article_fts MATCH ?
ORDER BY f.rowid DESC
LIMIT ?
"""  # noqa: S608 - our own names
# To find one character, the index must merge all pairs that begin with it. A common one is found
# sooner by reading the newest articles; as in the view article_search.
_CHARACTER = re.compile(r'"(.)" \*')
_READ = 3000
_FIND_NEWEST = f"""\
SELECT {_SHOWN}
FROM (SELECT * FROM article ORDER BY seq DESC LIMIT {_READ}) AS a
WHERE instr(a.title || a.subtitles || a.body, ?) > 0
ORDER BY a.seq DESC
LIMIT ?
"""  # noqa: S608 - our own names and number


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An article that was found. ``published`` is as the site gives it, None if it does not."""

    id: str
    url: str
    published: str | None
    county: str | None
    section: str | None
    title: str
    snippet: str


def search(connection: sqlite3.Connection, asked: str, limit: int) -> list[SearchHit]:
    """Find articles that hold the words asked for, newest day of publication first.

    Raises:
        UsageError: words that make no query, or a limit under 1.
    """
    if limit < 1:
        raise UsageError(f"limit {limit}: must be 1 or more")
    query = read_query(storable(asked))
    rows = _rows(connection, query.expression, limit)
    hits = [
        SearchHit(*(*row[:6], snippet("\n".join(row[5:]), query.words)))  # title, subtitles, body
        for row in rows
    ]
    # Within a day the index knows only the order of saving; the page shows the order of the clock.
    return sorted(hits, key=lambda hit: hit.published or "", reverse=True)


def _rows(connection: sqlite3.Connection, expression: str, limit: int) -> list[tuple[str, ...]]:
    if character := _CHARACTER.fullmatch(expression):
        rows = connection.execute(_FIND_NEWEST, (character[1], limit)).fetchall()
        if len(rows) == limit:
            return rows
    return connection.execute(_FIND, (expression, limit)).fetchall()


def snippet(text: str, words: Sequence[str]) -> str:
    r"""Cut out the place where most of the words stand together, on one line.

    >>> snippet("标题\n县委书记张 杰出席会议。", ["张杰"])
    '标题 县委书记张 杰出席会议。'
    """
    places = [match.start() for word in words for match in [pattern_of(word).search(text)] if match]
    start = 0 if not places else max(0, min(places, key=lambda at: _near(at, places)) - _AROUND)
    end = min(len(text), start + 3 * _AROUND)
    piece = re.sub(r"\s*\n\s*", " ", text[start:end]).strip()
    return f"{'…' if start else ''}{piece}{'…' if end < len(text) else ''}"


def _near(at: int, places: Sequence[int]) -> int:
    return sum(not 0 <= place - at < 2 * _AROUND for place in places)


def pattern_of(word: str) -> re.Pattern[str]:
    """Match a word as the index does: blanks between its characters do not count."""
    return re.compile(r"[ \t\u00a0\u3000]*".join(map(re.escape, word)), re.IGNORECASE)
