"""What a run knows before it asks: listings, the addresses that they show, and what is due.

A link is settled when it led to an article (or to what is none), and waits until then, from one run
to the next. A listing is read from its first page until a page shows nothing but what it had shown
before this reading began. A reading that is broken off stays open, with the page where it goes on.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from msbazhong_spider.store.open import friendly
from msbazhong_spider.store.rows import as_json, site_day, stable_id, storable, utc
from msbazhong_spider.store.save import insert, transaction
from msbazhong_spider.store.sections import add_sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from msbazhong_spider.store.rows import Row
    from msbazhong_spider.store.store import Store


class LinkState(StrEnum):
    """What became of an address that a listing shows as an article."""

    WAITING = "waiting"
    ARTICLE = "article"
    LISTING = "listing"
    MISSING = "missing"
    EXTERNAL = "external"
    FORBIDDEN = "forbidden"
    FAILED = "failed"
    OTHER = "other"
    SCRIPT = "script"


# States that another request may change, and after how many failures it is tried no more.
_TRIED_AGAIN = (LinkState.MISSING, LinkState.FORBIDDEN, LinkState.FAILED, LinkState.OTHER)
_MOST_FAILURES = 8
# Runs start a little earlier or later each night; what is due within half a day is due.
_SLACK = timedelta(hours=12)
_EVERY_RUN = timedelta(0)
_PAGE = 500  # rows that are in memory at a time


@dataclass(frozen=True, slots=True)
class Shown:
    """A link as a listing shows it; ``day`` is ISO. ``state`` is how a new one begins."""

    url: str
    text: str
    day: str | None = None
    state: LinkState = LinkState.WAITING


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a link that a listing shows.

    ``listed`` is when that listing showed it first (UTC text; None: just now for the first time),
    ``article`` the address of the article that it led to.
    """

    state: LinkState
    listed: str | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True)
class ListingPlace:
    """A listing: the address of its first page, and where it stands."""

    url: str
    county: str | None
    section: str | None
    depth: int


def behind(now: datetime) -> str:
    """Give the UTC time from which on all that was kept up to now counts as known before."""
    return utc(now + timedelta(seconds=1))  # times are kept to the second


@dataclass(frozen=True, slots=True)
class Walk:
    """A reading of a listing that goes on at a page.

    ``before`` is the UTC time at which it began, or empty for one that goes on to the end.
    ``since`` is the first day wanted, or empty. ``url``, ``body`` and ``media_type`` are the
    request for the page, ``body`` and ``media_type`` empty for a plain one; ``page`` is its number.
    """

    before: str
    since: str
    page: int
    url: str
    body: str = ""
    media_type: str = ""
    is_query: bool = False


@dataclass(frozen=True, slots=True)
class Leftover:
    """A link that waits or is to be tried again, with the sections whose listings show it."""

    url: str
    day: str | None
    county: str | None
    section: str | None
    depth: int
    sections: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A known article that is to be looked at again, under the address where it was found."""

    url: str
    county: str | None
    section: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Settled:
    """What a request for a link led to, when (UTC). ``article`` is the address of an article."""

    url: str
    state: LinkState
    when: datetime
    article: str | None = None
    day: str | None = None


class Frontier:
    """The state of one site's harvest in an open store. Every change is one transaction."""

    def __init__(self, store: Store, site: str) -> None:
        """Take the store and the site's name."""
        self.store, self._site = store, site
        self._db = store.db.conn
        self._inside = False

    # --- Listings ---

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make all changes inside one transaction: all of them or none."""
        with friendly(self.store.path), transaction(self._db):
            self._inside = True
            try:
                yield
            finally:
                self._inside = False

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self._inside:
            yield
            return
        with friendly(self.store.path), transaction(self._db):
            yield

    def begin(self, place: ListingPlace, since: str, now: datetime) -> str:
        """Begin to read a listing that is known; give when the reading began, as ``Walk.before``.

        Empty if nothing may be left out, because it has never been read to its end, or not as far
        back as ``since`` (an ISO day, or empty for all).
        """
        row = self._one(
            "SELECT walked, walked_since, walks FROM listing WHERE id = ?", self._id(place.url)
        )
        if row is None:
            return ""
        walked, walked_since, walks = row
        reached = walked is not None and _covers(walked_since, since)
        is_open = any(walk.since == since for walk in _walks(walks))
        return utc(now) if reached or is_open else ""

    def enter(
        self, place: ListingPlace, page: int, links: Sequence[Shown], now: datetime
    ) -> list[Known]:
        """Keep that a listing's page shows these links; give what was known of each before."""
        at, own = utc(now), self._id(place.url)
        ids = [stable_id(link.url) for link in links]
        with self._transaction():
            self._note_listing(place, own, page, len(links), at)
            known = self._known(own, ids)
            fresh = [
                self._link(place, link, at)
                for one, link in zip(ids, links, strict=True)
                if one not in known
            ]
            insert(self._db, "link", fresh, "ON CONFLICT DO NOTHING")
            self._db.execute(
                "UPDATE link SET article_id = id, state = 'article' WHERE state = 'waiting'"
                " AND id IN (SELECT value FROM json_each(?)) AND id IN (SELECT id FROM article)",
                (as_json([row["id"] for row in fresh]),),
            )
            known = self._known(own, ids)
            rows = [{"listing_id": own, "link_id": one, "first_seen": at} for one in ids]
            insert(self._db, "listed", rows, "ON CONFLICT DO NOTHING")
        return [known[one] for one in ids]

    def _note_listing(self, place: ListingPlace, own: str, page: int, items: int, at: str) -> None:
        row = {
            "id": own,
            "site": self._site,
            "url": storable(place.url),
            "county": _text(place.county),
            "section": _text(place.section),
            "depth": place.depth,
            "first_seen": at,
            "last_read": at,
            "items": items,
            "head": 1,
            "walked": None,
            "walked_since": "",
            "walks": "[]",
        }
        tail = (
            "ON CONFLICT (id) DO UPDATE SET county = excluded.county, section = excluded.section,"
            " depth = excluded.depth, last_read = excluded.last_read, items = excluded.items"
        )
        insert(self._db, "listing", [row], tail if page == 1 else "ON CONFLICT DO NOTHING")

    def _link(self, place: ListingPlace, link: Shown, at: str) -> Row:
        return {
            "id": stable_id(link.url),
            "site": self._site,
            "url": storable(link.url),
            "text": storable(link.text),
            "day": link.day,
            "county": _text(place.county),
            "section": _text(place.section),
            "depth": place.depth + 1,
            "first_seen": at,
            "state": link.state.value,
            "article_id": None,
            "asked": None,
            "failures": 0,
        }

    def _known(self, listing_id: str, ids: Sequence[str]) -> dict[str, Known]:
        rows = self._db.execute(
            "SELECT k.id, k.state, l.first_seen, a.url FROM json_each(?) AS w"
            " INNER JOIN link AS k ON k.id = w.value"
            " LEFT JOIN listed AS l ON l.listing_id = ? AND l.link_id = k.id"
            " LEFT JOIN article AS a ON a.id = k.article_id",
            (as_json(list(ids)), listing_id),
        )
        return {one: Known(LinkState(state), seen, url) for one, state, seen, url in rows}

    def head(self, url: str) -> int:
        """Give how many first pages of a listing are read in every run."""
        row = self._one("SELECT head FROM listing WHERE id = ?", self._id(url))
        return int(row[0]) if row else 1

    def set_head(self, url: str, pages: int) -> None:
        """Set how many first pages of a listing are read in every run."""
        with self._transaction():
            self._db.execute("UPDATE listing SET head = ? WHERE id = ?", (pages, self._id(url)))

    def goes_on(self, url: str, walk: Walk) -> None:
        """Keep where the reading of a listing goes on."""
        with self._transaction():
            others = self._others(url, walk.before, walk.since)
            self._set_walks(url, [*others, walk])

    def ended(self, url: str, before: str, since: str) -> None:
        """Keep that a reading met only what was known before it began."""
        with self._transaction():
            self._set_walks(url, self._others(url, before, since))

    def walked(self, url: str, before: str, since: str, now: datetime) -> None:
        """Keep that a reading came to the end of a listing, or back to ``since``.

        With it end the readings that began before it: it has passed where they were broken off.
        Those that began later, nearer to the first page, stay open, and so do those that wanted
        more.
        """
        with self._transaction():
            self._set_walks(
                url,
                [
                    walk
                    for walk in self._others(url, before, since)
                    if walk.before > before or not _covers(since, walk.since)
                ],
            )
            self._db.execute(
                "UPDATE listing SET walked = ?, walked_since = ? WHERE id = ?",
                (utc(now), since, self._id(url)),
            )

    def met(self, url: str, before: str, page: tuple[str, str], now: datetime) -> None:
        """Keep that a reading has read the page (address, body) where later ones would go on.

        From there on it does their work. They still read that page in the next run, for news that
        pushed something over its edge between the two, and stop if it shows nothing unknown.
        """
        with self._transaction():
            self._set_walks(
                url,
                [
                    replace(walk, before=behind(now))
                    if walk.before > before and (walk.url, walk.body) == page
                    else walk
                    for walk in self._walks_of(url)
                ],
            )

    def start_over(self, url: str, since: str) -> None:
        """Forget the readings that wanted no more than one which leaves out nothing, from now."""
        with self._transaction():
            left = [walk for walk in self._walks_of(url) if not _covers(since, walk.since)]
            self._set_walks(url, left)

    def _others(self, url: str, before: str, since: str) -> list[Walk]:
        walks = self._walks_of(url)
        return [one for one in walks if (one.before, one.since) != (before, since)]

    def _walks_of(self, url: str) -> list[Walk]:
        row = self._one("SELECT walks FROM listing WHERE id = ?", self._id(url))
        return _walks(row[0]) if row else []

    def _set_walks(self, url: str, walks: Sequence[Walk]) -> None:
        self._db.execute(
            "UPDATE listing SET walks = ? WHERE id = ?", (_as_text(walks), self._id(url))
        )

    def open_walks(self, since: str) -> Iterator[tuple[ListingPlace, Walk]]:
        """Give the readings that were broken off and wanted what is wanted now."""
        rows = self._all(
            "SELECT url, county, section, depth, walks FROM listing"
            " WHERE site = ? AND walks <> '[]' ORDER BY url",
            self._site,
        )
        for *place, walks in rows:
            for walk in _walks(walks):
                if walk.since == since:
                    yield ListingPlace(*place), walk

    def add_sections(self, since: datetime) -> None:
        """Join articles with the sections of the listings that show them.

        That concerns what listings have shown for the first time since then, and what was asked for
        since then: a listing may show an article before it is stored, or after.
        """
        rows = self._all(_NOT_JOINED, self._site, utc(since))
        with friendly(self.store.path):
            add_sections(self._db, self._site, [row[:3] for row in rows], utc(datetime.now(UTC)))

    # --- Links ---

    def settle(self, outcomes: Iterable[Settled]) -> None:
        """Keep what became of links. What is no link is passed over.

        A link that led to an article once stays that article's, whatever it leads to today.
        """
        rows = [
            {
                "id": stable_id(one.url),
                "state": one.state.value,
                "article": stable_id(one.article) if one.article else None,
                "when": utc(one.when),
                "day": one.day,
            }
            for one in outcomes
        ]
        with self._transaction():
            self._db.executemany(_SETTLE, rows)

    def leftovers(self, now: datetime, *, full: bool = False) -> Iterator[Leftover]:
        """Give the links that wait, and those that are due to be tried again.

        After n failures in a row a link rests for about 2^(n-1) days, and after eight it is left
        alone; the first failure is tried again in the next run. With ``full`` all are tried.
        """
        yield from self._leftovers("k.state = 'waiting'")
        if full:
            yield from self._leftovers(_TRIED)
            return
        due = [
            [n, utc(now - (timedelta(days=2 ** (n - 1)) - _SLACK if n > 1 else _EVERY_RUN))]
            for n in range(1, _MOST_FAILURES)
        ]
        yield from self._leftovers(_RESTED, as_json(due))

    def _leftovers(self, condition: str, *values: object) -> Iterator[Leftover]:
        for _, url, day, county, section, depth, found_in in self._paged(
            _LEFTOVERS.format(condition), *values
        ):
            pairs = tuple((of, name) for of, name in json.loads(found_in))
            yield Leftover(url, day, county, section, depth, pairs)

    def count_waiting(self) -> int:
        """Count the addresses that are left for the next run."""
        row = self._one(
            "SELECT count(*) FROM link WHERE site = ? AND state = 'waiting'", self._site
        )
        return int(row[0]) if row else 0

    # --- Second looks ---

    def due(self, now: datetime, days: Sequence[int], *, full: bool = False) -> Iterator[Due]:
        """Give the articles that are to be looked at again.

        Those are articles that were published not long before they were first seen, after each of
        ``days`` from then; those that were missing when they were last looked at, once a day, until
        they are gone or there again; with ``full`` all of them.
        """
        if full:
            yield from (Due(*row[1:]) for row in self._paged(_ALL))
            return
        given = {"site": self._site, **self._schedule(now, days)}
        with friendly(self.store.path):
            rows = self._db.execute(_DUE, given).fetchall()
        yield from (Due(*row) for row in rows)

    def _schedule(self, now: datetime, days: Sequence[int]) -> dict[str, Any]:
        longest = max(days, default=0)
        day = now - timedelta(days=2 * longest + 2)
        return {
            "now": utc(now),
            "today": site_day(utc(now)),
            "oldest": site_day(utc(day)),
            "longest": longest,
            "hours": as_json([24 * one - _SLACK.seconds // 3600 for one in sorted(days)]),
        }

    def has_article(self, url: str) -> bool:
        """Whether an article is stored under a canonical address."""
        return self._one("SELECT 1 FROM article WHERE id = ?", stable_id(url)) is not None

    def failures(self, url: str) -> int:
        """Give how many times in a row a link led to no article; 0 for what is no link."""
        row = self._one("SELECT failures FROM link WHERE id = ?", stable_id(url))
        return int(row[0]) if row else 0

    def gone(self) -> set[str]:
        """Give the addresses of the articles that are gone."""
        return {url for (url,) in self._all("SELECT url FROM gone WHERE site = ?", self._site)}

    # --- SQL ---

    def _id(self, url: str) -> str:
        return stable_id("listing", self._site, url)

    def _one(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        with friendly(self.store.path):
            row: tuple[Any, ...] | None = self._db.execute(sql, values).fetchone()
        return row

    def _all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with friendly(self.store.path):
            return self._db.execute(sql, values).fetchall()

    def _paged(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a question a few hundred at a time; the first column is the rowid.

        What is written in between is seen or not, and nothing is in memory for long.
        """
        after = 0
        while rows := self._all(sql, self._site, *values, after, _PAGE):
            yield from rows
            after = rows[-1][0]


_SETTLE = """
UPDATE link SET
  state = CASE
    WHEN EXISTS (SELECT 1 FROM article WHERE id = :article) THEN 'article'
    WHEN article_id IS NOT NULL THEN 'article'
    WHEN :state = 'article' THEN 'failed'
    ELSE :state END,
  failures = iif(
    :state IN ('listing', 'waiting') OR EXISTS (SELECT 1 FROM article WHERE id = :article),
    0, failures + 1),
  article_id = coalesce((SELECT id FROM article WHERE id = :article), article_id),
  day = coalesce(:day, day),
  asked = :when
WHERE id = :id
"""
_TRIED = f"k.state IN ({', '.join(repr(state.value) for state in _TRIED_AGAIN)})"
_RESTED = (
    f"{_TRIED} AND EXISTS (SELECT 1 FROM json_each(?) AS w"  # noqa: S608 - our own words
    " WHERE w.value ->> 0 = k.failures AND w.value ->> 1 >= k.asked)"
)
_LEFTOVERS = """
SELECT k.rowid, k.url, k.day, k.county, k.section, k.depth, (
  SELECT json_group_array(json_array(coalesce(i.county, ''), i.section))
  FROM listed AS d INNER JOIN listing AS i ON i.id = d.listing_id
  WHERE d.link_id = k.id AND i.section IS NOT NULL)
FROM link AS k WHERE k.site = ? AND {} AND k.rowid > ? ORDER BY k.rowid LIMIT ?
"""
_NOT_JOINED = """
SELECT a.url, coalesce(i.county, ''), i.section
FROM listed AS d
INNER JOIN listing AS i ON i.id = d.listing_id
INNER JOIN link AS k ON k.id = d.link_id
INNER JOIN article AS a ON a.id = k.article_id
WHERE i.site = ?1 AND i.section IS NOT NULL AND (d.first_seen >= ?2 OR k.asked >= ?2)
  AND NOT EXISTS (
    SELECT 1 FROM article_section AS x INNER JOIN section AS s ON s.id = x.section_id
    WHERE x.article_id = a.id AND s.site = i.site AND s.county = coalesce(i.county, '')
      AND s.name = i.section)
"""
_ADDRESS = "coalesce((SELECT k.url FROM link AS k WHERE k.article_id = a.id LIMIT 1), a.url)"
_ALL = f"""
SELECT a.seq, {_ADDRESS}, a.county, a.section, a.published FROM article AS a
WHERE a.site = ? AND a.seq > ? ORDER BY a.seq LIMIT ?
"""  # noqa: S608 - our own words
# An article that was missing is looked at once a day until it is gone (several days) or back.
_DUE = f"""
SELECT {_ADDRESS}, a.county, a.section, a.published FROM (
  SELECT a.id FROM article AS a
  WHERE a.published >= :oldest AND a.site = :site
    AND substr(a.published, 1, 10) >= date(a.first_seen, '+8 hours', '-' || :longest || ' days')
    AND EXISTS (
      SELECT 1 FROM json_each(:hours) AS w
      WHERE strftime('%Y-%m-%dT%H:%M:%SZ', a.first_seen, '+' || w.value || ' hours') <= :now
        AND strftime('%Y-%m-%dT%H:%M:%SZ', a.first_seen, '+' || w.value || ' hours')
          > (SELECT max(l.seen) FROM look AS l WHERE l.article_id = a.id)
    )
  UNION
  SELECT m.article_id FROM look AS m CROSS JOIN article AS a
  WHERE m.text_sha256 IS NULL AND a.id = m.article_id AND m.seen > a.last_seen AND a.site = :site
  GROUP BY m.article_id HAVING max(m.day) < :today
) AS d
INNER JOIN article AS a ON a.id = d.id
WHERE a.id NOT IN (SELECT article_id FROM gone WHERE site = :site)
ORDER BY a.seq DESC
"""  # noqa: S608 - our own words


def _text(text: str | None) -> str | None:
    return None if text is None else storable(text)


def _covers(reached: str, wanted: str) -> bool:
    """Whether a reading back to one day (empty: to the end) holds one back to another."""
    return not reached or (bool(wanted) and reached <= wanted)


def _walks(text: str) -> list[Walk]:
    return [Walk(**one) for one in json.loads(text)]


def _as_text(walks: Sequence[Walk]) -> str:
    names = Walk.__slots__
    return as_json([{name: getattr(walk, name) for name in names} for walk in walks])
