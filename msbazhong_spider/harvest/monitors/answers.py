"""What the answers of the run were: missing pages, challenge pages, listings gone empty."""

from __future__ import annotations

import json
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

from msbazhong_spider.harvest.findings import MOST_EXAMPLES, Finding, Fine, Sign
from msbazhong_spider.store.save import transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msbazhong_spider.harvest.monitors.scene import Scene

RUNS = 30  # earlier runs that tell what is usual
LEAST_RUNS = 3
LEAST_PAGES = 5
TIMES_USUAL = 3
LEAST_ITEMS = 5  # a listing of fewer articles may well show none tomorrow
RECENT = timedelta(days=365)  # a first page rarely goes back further
ACCEPTED = 14  # runs after which a listing that shows fewer articles is taken as it is

_EARLIER = """
SELECT counts FROM run
WHERE site = :site AND id < :run AND counts IS NOT NULL AND finish_reason IN ('finished', 'limit')
ORDER BY id DESC LIMIT :runs
"""
_URLS = "SELECT DISTINCT url FROM problem WHERE run_id = :run AND kind = :kind LIMIT :most"
_AGAIN = """
SELECT count(DISTINCT url) FROM problem WHERE run_id = :run AND kind = :kind
AND url IN (SELECT url FROM problem WHERE kind = :kind AND run_id < :run)
"""
_LISTINGS = """
SELECT url, coalesce(county, ''), coalesce(section, ''), items, usual FROM listing
WHERE site = :site AND last_read >= :since AND usual IS NOT NULL
"""
# What answered in the place of a listing; errors of server and network are told as such.
_LOST = """
SELECT l.url, coalesce(l.county, ''), coalesce(l.section, ''), min(p.why), l.usual
FROM problem AS p
INNER JOIN listing AS l ON l.url = p.url AND l.site = :site
WHERE p.run_id = :run AND p.kind IN ('other', 'missing', 'imprint') AND l.last_read < :since
  AND l.last_read >= :oldest AND l.usual >= :least
GROUP BY l.url
"""
# A change that has lasted for so many runs is how the site is now; nothing at all is never usual.
_LEARN = """
UPDATE listing SET usual = items
WHERE site = :site AND last_read >= :since AND (
  usual IS NULL OR items >= usual * :drop OR items > 0 AND EXISTS (
    SELECT 1 FROM alarm AS a WHERE a.site = listing.site
      AND a.name = :name || ': ' || listing.url AND a.recovered IS NULL AND a.nights >= :accepted
  )
)
"""


def check_missing(scene: Scene) -> Iterator[Finding | Fine]:
    """Judge the share of answers that say that the page is missing, or put up a challenge.

    A site that is rebuilt sends every old address home, or answers 200 with 页面不存在: many of
    them at once is no matter of single articles. What was missing in an earlier run is looked at
    again until it is gone: it counts neither among those that are missing nor among the answers. If
    there is more of that than of anything else, nothing can be told.
    """
    yield from _check_share(scene, Sign.MISSING, "missing", "say that the page is missing")
    yield from _check_share(scene, Sign.CHALLENGES, "challenge", "are challenge pages")


def _check_share(scene: Scene, sign: Sign, kind: str, what: str) -> Iterator[Finding | Fine]:
    pages = scene.counts.get("pages", 0)
    number = scene.counts.get(f"problem/{kind}", 0)
    if not pages:
        return
    ((again,),) = scene.rows(_AGAIN, kind=kind)
    number, pages = max(0, number - again), max(1, pages - again)
    share = number / pages
    usual = usual_share(scene, kind)
    why = f"{number} of {pages} answers ({share:.0%}) {what}, {usual:.0%} would be usual"
    bound = max(scene.limits.missing_share, usual * TIMES_USUAL)
    if share > bound and number >= LEAST_PAGES:
        rows = scene.rows(_URLS, kind=kind, most=MOST_EXAMPLES)
        yield Finding(sign, why, examples=tuple(url for (url,) in rows))
    elif again < pages:
        yield Fine(sign, why)


def usual_share(scene: Scene, kind: str) -> float:
    """Give the median share of answers that were problems of a kind in the latest whole runs."""
    rows = scene.rows(_EARLIER, runs=RUNS)
    counts = [json.loads(text) for (text,) in rows]
    shares = [one.get(f"problem/{kind}", 0) / one["pages"] for one in counts if one.get("pages")]
    return median(shares) if len(shares) >= LEAST_RUNS else 0.0


def check_listings(scene: Scene) -> Iterator[Finding | Fine]:
    """Judge the first page of each listing that was read: does it show as many articles as ever?"""
    if _is_only_recent(scene):
        return
    oldest = f"{scene.started - timedelta(days=scene.limits.ended_days):%Y-%m-%dT%H:%M:%SZ}"
    lost = scene.rows(_LOST, least=LEAST_ITEMS, oldest=oldest)
    for url, county, section, why_lost, usual in lost:
        where = " > ".join(filter(None, (county, section))) or "no section"
        why = f"it is no listing any more ({why_lost}); {usual} links are usual ({where})"
        yield Finding(Sign.LISTING, why, url, (url,))
    for url, county, section, items, usual in scene.rows(_LISTINGS):
        where = " > ".join(filter(None, (county, section))) or "no section"
        why = f"its first page shows {items} links to articles, {usual} are usual ({where})"
        if usual >= LEAST_ITEMS and items < usual * scene.limits.listing_drop:
            yield Finding(Sign.LISTING, why, url, (url,))
        else:
            yield Fine(Sign.LISTING, why, url)


def _is_only_recent(scene: Scene) -> bool:
    """Tell whether only news were asked for: what is older on a first page does not count then."""
    since = str(scene.scope.get("since") or "")
    return bool(since) and date.fromisoformat(since) > scene.today - RECENT


def learn_listings(scene: Scene) -> None:
    """Remember what the listings of this run show, except where it is too little to be believed."""
    if _is_only_recent(scene):
        return
    values = {
        "site": scene.site,
        "since": scene.since,
        "drop": scene.limits.listing_drop,
        "name": Sign.LISTING.value,
        "accepted": ACCEPTED,
    }
    with transaction(scene.connection):
        scene.connection.execute(_LEARN, values)
