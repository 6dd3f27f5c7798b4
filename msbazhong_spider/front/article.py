"""The page of one article: what the site says, who took part, and where each of it comes from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from msbazhong_spider.store.search import pattern_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

# What hangs on an article, by the name that its page uses.
_PARTS = {
    "bylines": "SELECT name, part FROM byline WHERE article_id = ? ORDER BY position",
    "attendances": "SELECT * FROM attendance WHERE article_id = ? ORDER BY position",
    "collectives": "SELECT * FROM collective WHERE article_id = ? ORDER BY position",
    "media": "SELECT kind, url, label FROM media WHERE article_id = ? ORDER BY position",
    "pages": (
        "SELECT p.part, p.part_capture_id, c.fetched FROM article AS a"
        " INNER JOIN capture_part AS p ON p.capture_id = a.capture_id"
        " INNER JOIN capture AS c ON c.id = p.part_capture_id WHERE a.id = ? ORDER BY p.part"
    ),
    "sections": (
        "SELECT s.id, s.county, s.name, l.own FROM article_section AS l"
        " INNER JOIN section AS s ON s.id = l.section_id"
        " WHERE l.article_id = ? ORDER BY l.own DESC, s.county, s.name"
    ),
    "versions": (
        "SELECT article_id, version, valid_from, valid_to, changed_fields FROM article_version"
        " WHERE article_id = ? ORDER BY version"
    ),
    "missing": "SELECT seen, why FROM look WHERE article_id = ? AND why IS NOT NULL ORDER BY seen",
    "gone": "SELECT days, first_missing, last_missing FROM gone WHERE article_id = ?",
}


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """All that the page of an article shows; the names of ``parts`` are those of ``_PARTS``."""

    article: sqlite3.Row
    capture: sqlite3.Row | None
    parts: dict[str, list[sqlite3.Row]]

    @property
    def evidence(self) -> dict[str, str]:
        """Which rule gave which field."""
        return dict(json.loads(self.article["evidence"]))

    @property
    def doubts(self) -> list[str]:
        """Sentences on what did not fit together."""
        return list(json.loads(self.article["doubts"]))

    @property
    def mentioned(self) -> list[str]:
        """Names in the text of people who did not take part."""
        return list(json.loads(self.article["mentioned"]))

    def text(self, field: str) -> list[Markup]:
        """Give a text of the article by its lines, with the attendees' names marked."""
        spans = [
            (start, end)
            for row in self.parts["attendances"]
            for where, start, end in json.loads(row["name_spans"])
            if where == field
        ]
        return marked(self.article[field], spans)


def read_article_page(connection: sqlite3.Connection, article_id: str) -> ArticlePage | None:
    """Read an article with all that hangs on it, as of one moment; None if there is none."""
    connection.execute("BEGIN")
    try:
        found = connection.execute("SELECT * FROM article WHERE id = ?", (article_id,)).fetchone()
        if found is None:
            return None
        capture = connection.execute(
            "SELECT * FROM capture WHERE id = ?", (found["capture_id"],)
        ).fetchone()
        parts = {
            name: connection.execute(sql, (article_id,)).fetchall() for name, sql in _PARTS.items()
        }
    finally:
        connection.rollback()
    return ArticlePage(found, capture, parts)


def marked(text: str, spans: Iterable[Sequence[int]]) -> list[Markup]:
    r"""Cut a text into its lines, with marks around spans; what overlaps is marked once.

    >>> marked("李甲讲话\n<b>", [(0, 2)])
    [Markup('<mark>李甲</mark>讲话'), Markup('&lt;b&gt;')]
    """
    pieces, at = [], 0
    for start, end in sorted((start, end) for start, end in spans):
        if at <= start < end <= len(text):
            pieces += [escape(text[at:start]), Markup("<mark>{}</mark>").format(text[start:end])]
            at = end
    return Markup().join([*pieces, escape(text[at:])]).split("\n")


def highlighted(text: Any, words: Iterable[str]) -> Markup:
    """Mark the words of a search in a text, also where blanks stand between their characters."""
    said = str(text)
    spans = [match.span() for word in words for match in pattern_of(word).finditer(said)]
    return Markup("\n").join(marked(said, spans))
