"""What a release covers, and what it lacks: counted in the release's own database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from msbazhong_spider.store.export.release.details import Details

_SECTIONS = """\
SELECT site, county, section, min(month), max(month), sum(articles), count(*),
  coalesce(sum(empty_months_before), 0), max(coalesce(empty_months_before, 0))
FROM coverage GROUP BY site, county, section ORDER BY site, county, section
"""
_GAPS = """\
SELECT site, county, section, empty_months_before, month
FROM coverage WHERE empty_months_before > 0
ORDER BY empty_months_before DESC, site, county, section, month
"""
_RUNS = """\
SELECT coalesce(finish_reason, 'did not end'), coalesce(exit_code, ''), count(*),
  min(started), max(started)
FROM run GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
"""
_COUNTS = {
    "articles": "SELECT count(*) FROM article",
    "versions": "SELECT count(*) FROM article_version",
    "attendances": "SELECT count(*) FROM attendance",
    "people": "SELECT count(*) FROM person",
    "captures": "SELECT count(*) FROM capture",
    "runs": "SELECT count(*) FROM run",
    "undated": "SELECT count(*) FROM article WHERE published IS NULL",
    "without_county": "SELECT count(*) FROM article WHERE county IS NULL",
    "in_no_section": "SELECT count(*) FROM article"
    " WHERE id NOT IN (SELECT article_id FROM article_section)",
    "incomplete": "SELECT count(*) FROM article WHERE incomplete = 1",
    "without_capture": "SELECT count(*) FROM article WHERE capture_id IS NULL",
    "captures_without_warc": "SELECT count(*) FROM capture WHERE warc_file IS NULL",
    "gone": "SELECT count(*) FROM gone",
}
_LONGEST_GAPS = 50
_PLACES_IN_TITLE = 6
_KEYWORDS = ("China", "county", "local news", "officials", "县级新闻", "与会人员")


@dataclass(frozen=True, slots=True)
class Scope:
    """What there is, where it ends, and what is missing; lists are rows of the queries above."""

    title: str
    abstract: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    counts: dict[str, int]
    first_day: str | None
    last_day: str | None
    sites: tuple[str, ...]
    counties: tuple[str, ...]
    sections: list[tuple[Any, ...]]
    gaps: list[tuple[Any, ...]]
    more_gaps: int
    problems: list[tuple[Any, ...]]
    runs: list[tuple[Any, ...]]
    readers: tuple[str, ...]
    missing_warcs: list[tuple[Any, ...]]


def read_scope(connection: sqlite3.Connection, details: Details, warcs: Collection[str]) -> Scope:
    """Count. ``warcs`` are the names of the WARC files that the archive has."""
    counts = _counts(connection)
    days = "SELECT substr(min(published), 1, 10), substr(max(published), 1, 10) FROM article"
    first, last = connection.execute(days).fetchone()
    sites = _column(connection, "SELECT DISTINCT site FROM article ORDER BY 1")
    counties = _column(
        connection, "SELECT DISTINCT county FROM article WHERE county NOT NULL ORDER BY 1"
    )
    gaps = connection.execute(f"{_GAPS} LIMIT {_LONGEST_GAPS}").fetchall()
    used = connection.execute(
        "SELECT warc_file, count(*) FROM capture WHERE warc_file NOT NULL GROUP BY 1 ORDER BY 1"
    )
    place = _place(counties or sites)
    return Scope(
        title=details.title or f"News of Chinese counties, and who took part: {place}",
        abstract=_abstract(counts, place, first, last),
        authors=details.authors or (f"Keepers of the archive of {', '.join(sites) or 'no site'}",),
        keywords=(*_KEYWORDS, *counties),
        counts=counts,
        first_day=first,
        last_day=last,
        sites=sites,
        counties=counties,
        sections=connection.execute(_SECTIONS).fetchall(),
        gaps=gaps,
        more_gaps=_one(connection, f"SELECT count(*) FROM ({_GAPS})") - len(gaps),  # noqa: S608 - our own words
        problems=connection.execute(
            "SELECT kind, count(*), count(DISTINCT url) FROM problem GROUP BY 1 ORDER BY 2 DESC, 1"
        ).fetchall(),
        runs=connection.execute(_RUNS).fetchall(),
        readers=_column(connection, "SELECT DISTINCT reader_version FROM article ORDER BY 1"),
        missing_warcs=[row for row in used if row[0] not in warcs],
    )


def _abstract(counts: dict[str, int], place: str, first: str | None, last: str | None) -> str:
    when = f", published from {first} to {last}" if first else ""
    return (
        f"{counts['articles']} news reports of {place}{when}, with {counts['attendances']}"
        f" attendances of {counts['people']} people: name, post, action and place in the text,"
        " read by program from archived pages."
    )


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    views = _column(connection, "SELECT name FROM sqlite_master WHERE type = 'view'")
    return {
        name: _one(connection, sql)
        for name, sql in _COUNTS.items()
        if name != "gone" or name in views  # a view that early schemas lack
    }


def _place(names: tuple[str, ...]) -> str:
    """Name the places, if there are not too many for a title.

    >>> _place(("云溪县", "岚河县"))
    '云溪县、岚河县'
    """
    if len(names) > _PLACES_IN_TITLE:
        return f"{names[0]} and {len(names) - 1} other places"
    return "、".join(names) or "no place"


def _one(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


def _column(connection: sqlite3.Connection, sql: str) -> tuple[str, ...]:
    return tuple(value for (value,) in connection.execute(sql))
