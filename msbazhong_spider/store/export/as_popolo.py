"""People and posts as Popolo JSON (popoloproject.com): the exchange format of civic data.

A membership is a person in a post. Its ``sources`` are the reports that name the person with the
post. It has no ``start_date``: a report tells that a post was held that day, not since when. The
first and last day seen stand under ``extra``, with all else that the specification does not know.
"""

from __future__ import annotations

import json
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from msbazhong_spider import __version__
from msbazhong_spider.store.export.posts import split_post
from msbazhong_spider.store.rows import stable_id

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

_NOTE = (
    "Read by program from news reports; people are told apart by name and county only. first_seen"
    " and last_seen are days of publication in this archive, not of appointment."
)
_PERSONS = """\
SELECT p.id, p.name, p.county, t.post, a.published, a.title, a.url
FROM person AS p
INNER JOIN attendance AS t ON t.person_id = p.id
INNER JOIN article AS a ON a.id = t.article_id
ORDER BY p.id, a.published, a.url
"""
# Of the rows that min() ranges over, SQLite takes the other columns from the one that it finds.
_POSTS = """\
SELECT p.county, single.value, min(coalesce(a.published, '9999')), a.published, a.title, a.url
FROM attendance AS t
INNER JOIN person AS p ON p.id = t.person_id
INNER JOIN article AS a ON a.id = t.article_id
CROSS JOIN json_each({function}(t.post)) AS single
WHERE t.post <> ''
GROUP BY p.county, single.value
ORDER BY p.county, single.value
"""

Node = dict[str, Any]


def write_popolo(connection: sqlite3.Connection, out: BinaryIO) -> int:
    """Write one JSON document, an object a line, and count its people."""
    connection.create_function("post_labels", 1, _labels, deterministic=True)
    connection.create_function("post_organs", 1, _organs, deterministic=True)
    out.write(
        b'{\n"meta": ' + _json({"software": f"msbazhong-spider {__version__}", "note": _NOTE})
    )
    parts = {
        "areas": _areas(connection),
        "persons": map(_person, _by_person(connection)),
        "organizations": _organizations(connection),
        "posts": _posts(connection),
        "memberships": (node for rows in _by_person(connection) for node in _memberships(rows)),
    }
    counts = {name: _write_list(out, name, nodes) for name, nodes in parts.items()}
    out.write(b"\n}\n")
    return counts["persons"]


def _write_list(out: BinaryIO, name: str, nodes: Iterable[Node]) -> int:
    out.write(b',\n"' + name.encode() + b'": [')
    count = 0
    for count, node in enumerate(nodes, 1):
        out.write((b"\n" if count == 1 else b",\n") + _json(node))
    out.write(b"\n]" if count else b"]")
    return count


def _json(node: Node) -> bytes:
    return json.dumps(node, ensure_ascii=False).encode()


def _labels(printed: str) -> str:
    return json.dumps([post.label for post in split_post(printed)])


def _organs(printed: str) -> str:
    return json.dumps([post.organ for post in split_post(printed) if post.organ])


def _by_person(connection: sqlite3.Connection) -> Iterator[list[Node]]:
    """Give all appearances of one person after the other; no more than one's are in memory."""
    names = ("id", "name", "county", "post", "published", "title", "url")
    rows = (dict(zip(names, row, strict=True)) for row in connection.execute(_PERSONS))
    for _, appearances in groupby(rows, key=itemgetter("id")):
        yield list(appearances)


def _areas(connection: sqlite3.Connection) -> Iterator[Node]:
    rows = connection.execute("SELECT DISTINCT county FROM person WHERE county <> '' ORDER BY 1")
    for (county,) in rows:
        yield {"id": stable_id("area", county), "name": county, "classification": "county"}


def _person(rows: list[Node]) -> Node:
    first = rows[0]
    return {
        "id": first["id"],
        "name": first["name"],
        "sources": _sources(rows),
        "extra": {"county": first["county"] or None, **_seen(rows)},
    }


def _organizations(connection: sqlite3.Connection) -> Iterator[Node]:
    rows = connection.execute(_POSTS.format(function="post_organs"))
    for county, organ, _, published, title, url in rows:
        yield {
            "id": stable_id("organization", county, organ),
            "name": organ,
            **_area(county, organ),
            "sources": [_source(published, title, url)],
            "extra": {"county_of_reports": county or None},
        }


def _posts(connection: sqlite3.Connection) -> Iterator[Node]:
    rows = connection.execute(_POSTS.format(function="post_labels"))
    for county, label, _, published, title, url in rows:
        (post,) = split_post(label)
        yield {
            "id": stable_id("post", county, label),
            "label": label,
            "role": post.role,
            "organization_id": _organization_id(county, post.organ),
            **_area(county, label),
            "sources": [_source(published, title, url)],
            "extra": {"county_of_reports": county or None},
        }


def _memberships(rows: list[Node]) -> Iterator[Node]:
    held: dict[str, list[Node]] = {}
    for row in rows:
        for post in split_post(row["post"]) if row["post"] else ():
            held.setdefault(post.label, []).append(row)
    for label, seen in held.items():
        (post,) = split_post(label)
        person_id, county = seen[0]["id"], seen[0]["county"]
        yield {
            "id": stable_id("membership", person_id, label),
            "person_id": person_id,
            "post_id": stable_id("post", county, label),
            "organization_id": _organization_id(county, post.organ),
            "role": post.role,
            "label": label,
            "sources": _sources(seen),
            "extra": _seen(seen),
        }


def _organization_id(county: str, organ: str | None) -> str | None:
    return stable_id("organization", county, organ) if organ else None


def _area(county: str, named: str) -> Node:
    """Place what the report's own county is said to have: 县委 in 云溪县, but not 市委."""
    at_home = county and named[:1] == county[-1]
    return {"area_id": stable_id("area", county)} if at_home else {}


def _seen(rows: list[Node]) -> Node:
    days = [row["published"][:10] for row in rows if row["published"]]
    return {
        "first_seen": min(days, default=None),
        "last_seen": max(days, default=None),
        "appearances": len({row["url"] for row in rows}),
    }


def _sources(rows: list[Node]) -> list[Node]:
    once = {row["url"]: row for row in rows}
    return [_source(row["published"], row["title"], row["url"]) for row in once.values()]


def _source(published: str | None, title: str, url: str) -> Node:
    return {"url": url, "note": f"{published} {title}" if published else title}
