"""Comparing a harvest of the replica with what the replica knows of itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msbazhong_spider.items import Precision
from msbazhong_spider.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from msbazhong_spider.items import Article
    from msbazhong_spider.replica import Truth

FIELDS = ("title", "subtitles", "published", "source", "county", "section", "body")
_ROWS = f"""
SELECT url, {", ".join(FIELDS)}, (
  SELECT json_group_array(json_array(s.county, s.name))
  FROM article_section AS x
  INNER JOIN section AS s ON s.id = x.section_id
  WHERE x.article_id = article.id
) AS sections
FROM article
"""  # noqa: S608 - the names stand above
_LAYOUT = {Precision.DAY: "%Y-%m-%d", Precision.MINUTE: "%Y-%m-%dT%H:%M"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """How much of the truth the database holds.

    ``articles`` is how many there are in truth, ``found`` how many of them are in the database,
    ``equal`` how many have a field just as it is in truth, ``wrong`` the first differences. Names
    are counted as (article, name).
    """

    articles: int
    found: int
    equal: Mapping[str, int]
    names_right: int
    names_said: int
    names_true: int
    wrong: tuple[str, ...]

    @property
    def precision(self) -> float:
        """The share of names said that are true."""
        return self.names_right / self.names_said if self.names_said else 1.0

    @property
    def recall(self) -> float:
        """The share of true names that were said."""
        return self.names_right / self.names_true if self.names_true else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.names_said + self.names_true
        return 2 * self.names_right / total if total else 1.0


def compare(database: Path, truth: Iterable[Truth]) -> Comparison:
    """Compare every article of the replica with its row."""
    told = list(truth)
    rows, names = _read(database)
    equal = dict.fromkeys((*FIELDS, "sections"), 0)
    wrong: list[str] = []
    right = said = true = found = 0
    for one in told:
        row = rows.get(one.article.url)
        want = {person.name for person in one.participation.attendees}
        got = names.get(one.article.url, set())
        right, said, true = right + len(want & got), said + len(got), true + len(want)
        found += row is not None
        for field, value in expected(one).items():
            if row is not None and row[field] == value:
                equal[field] += 1
            else:
                wrong.append(f"{one.article.url} {field}: {row and row[field]!r}, not {value!r}")
    return Comparison(len(told), found, equal, right, said, true, tuple(wrong))


def expected(one: Truth) -> dict[str, Any]:
    """Give the fields of an article as the database should hold them."""
    article = one.article
    return {
        "title": article.title,
        "subtitles": "\n".join(article.subtitles),
        "published": _printed(article),
        "source": article.source,
        "county": article.county,
        "section": article.section,
        "body": article.body,
        "sections": sorted(list(pair) for pair in one.sections),
    }


def _printed(article: Article) -> str | None:
    layout = _LAYOUT.get(article.precision or Precision.DAY, "%Y-%m-%dT%H:%M:%S")
    return article.published.strftime(layout) if article.published else None


def _read(database: Path) -> tuple[dict[str, dict[str, Any]], dict[str, set[str]]]:
    """Read articles and names out of the database, by the address of the article."""
    with open_store(database, create=False) as store:
        rows = {
            row["url"]: {**row, "sections": sorted(json.loads(row["sections"]))}
            for row in store.db.query(_ROWS)
        }
        names: dict[str, set[str]] = {}
        for row in store.db.query("SELECT url, name FROM attendance_flat"):
            names.setdefault(row["url"], set()).add(row["name"])
    return rows, names


def usual_port(database: Path, usual: int) -> int:
    """Give the port of the demo that filled this database before, so that addresses stay equal."""
    if not database.exists():
        return usual
    with open_store(database, create=False) as store:
        for run in store.runs(1):
            port = str(run.scope.get("start", "")).rstrip("/").rpartition(":")[2]
            if port.isdigit():
                return int(port)
    return usual
