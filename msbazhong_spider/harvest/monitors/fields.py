"""Do this run's articles have what the site's articles had so far: fields, times, whole bodies?

A change of template shows here first. The latest articles are compared with those before them,
section by section, because a notice (公告) never named an attendee and a photo series never had a
long body: what is expected of a handful of articles follows from where they stand. A night brings
few, so that articles of the nights before fill them up to a number that can be judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from statistics import median
from typing import TYPE_CHECKING

from msbazhong_spider.harvest.findings import MOST_EXAMPLES, Finding, Fine, Sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from msbazhong_spider.harvest.monitors.scene import Scene

WINDOW = 2000  # articles, by day of publication: what the site is like now, not ten years ago
CHANCE = 0.0001  # how rarely luck alone may explain a drop: every night is another draw
OWN_PAST = 5  # articles from which on a section has a past of its own
MIDNIGHT = "T00:00"

_COLUMNS = """
SELECT a.url, coalesce(a.county, ''), coalesce(a.section, ''), a.title, a.published, a.precision,
  a.source, length(a.body), a.version_since,
  EXISTS (SELECT 1 FROM byline AS b WHERE b.article_id = a.id),
  EXISTS (SELECT 1 FROM attendance AS t WHERE t.article_id = a.id)
FROM article AS a
"""
_LATEST = _COLUMNS + "WHERE a.site = :site ORDER BY a.seq DESC LIMIT :window"
# Undated articles come last in the order of seq, so those of the run are asked for by its looks.
_OF_RUN = f"""{_COLUMNS}
WHERE a.site = :site AND a.version_since >= :since AND a.id IN (
  SELECT article_id FROM look
  WHERE text_sha256 IS NOT NULL AND day >= date(:since, '+8 hours') AND seen >= :since
) ORDER BY a.version_since DESC, a.seq DESC LIMIT :window
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Seen:
    """What is compared of one article."""

    url: str
    county: str
    section: str
    title: str
    published: str | None
    precision: str | None
    source: str | None
    length: int
    since: str
    has_bylines: int
    has_attendees: int

    @property
    def place(self) -> tuple[str, str]:
        """Give where it stands."""
        return self.county, self.section

    @property
    def has_time(self) -> bool:
        """Whether it tells more than the day; midnight is printed where no time is known."""
        return self.precision in ("minute", "second") and MIDNIGHT not in (self.published or "")


FIELDS: dict[str, Callable[[Seen], object]] = {
    "title": lambda one: one.title,
    "published": lambda one: one.published,
    "source": lambda one: one.source,
    "county": lambda one: one.county,
    "section": lambda one: one.section,
    "body": lambda one: one.length,
    "attendees": lambda one: one.has_attendees,
    "bylines": lambda one: one.has_bylines,
}


@dataclass(frozen=True, slots=True)
class Samples:
    """The latest articles, and those that were read before them."""

    now: tuple[Seen, ...]
    past: tuple[Seen, ...]


def take(scene: Scene) -> tuple[Samples, bool]:
    """Take the latest articles and those before them; and say whether this run brought any.

    The latest are those that are new or changed in this run, filled up with the ones before.
    """
    own = [Seen(*row) for row in scene.rows(_OF_RUN, window=WINDOW)]
    urls = {one.url for one in own}
    known = [Seen(*row) for row in scene.rows(_LATEST, window=WINDOW)]
    before = sorted(
        (one for one in known if one.url not in urls and one.since < scene.since),
        key=lambda one: one.since,
        reverse=True,
    )
    lacking = max(0, scene.limits.judge_articles - len(own))
    return Samples((*own, *before[:lacking]), tuple(before[lacking:])), bool(own)


def coverage_of(scene: Scene) -> dict[str, float]:
    """Give the share of the latest articles that have each field; nothing if there are none."""
    now = take(scene)[0].now
    if not now:
        return {}
    shares = {field: sum(bool(has(one)) for one in now) / len(now) for field, has in FIELDS.items()}
    return shares | {"time": sum(one.has_time for one in now) / len(now)}


def check_fields(scene: Scene) -> Iterator[Finding | Fine]:
    """Judge how many articles have each field, how many tell a time, how long bodies are."""
    found, is_news = take(scene)
    limits = scene.limits
    is_enough = len(found.now) >= limits.judge_articles and len(found.past) >= limits.judge_past
    if not (is_news and is_enough):
        return
    for field, has in FIELDS.items():
        yield from _check(scene, found, Sign.FIELD, field, has)
    yield from _check(scene, found, Sign.TIMES, "", lambda one: one.has_time)
    yield from _check_bodies(scene, found)


def _check(
    scene: Scene, found: Samples, sign: Sign, field: str, has: Callable[[Seen], object]
) -> Iterator[Finding | Fine]:
    """Compare a share with what it should be. What hardly any article ever had is not judged."""
    expected = expected_share(found, has, by_place=field not in ("county", "section"))
    lacking = [one for one in found.now if not has(one)]
    total, have = len(found.now), len(found.now) - len(lacking)
    share = have / total
    what = "a time of day" if sign is Sign.TIMES else field
    why = (
        f"{have} of the latest {total} articles ({share:.0%}) have {what}, "
        f"{expected:.0%} would be usual (by {len(found.past)} earlier ones)"
    )
    drop = share < expected * (1 - scene.limits.field_drop)
    if drop and chance_of(have, total, expected) < CHANCE:
        yield Finding(sign, why, field, tuple(one.url for one in lacking[:MOST_EXAMPLES]))
    elif not drop:
        yield Fine(sign, why, field)


def expected_share(found: Samples, has: Callable[[Seen], object], *, by_place: bool) -> float:
    """Tell which share of the latest articles should have something, by where they stand.

    A section with a past of its own is measured by it, any other by the site's.
    """
    overall = sum(bool(has(one)) for one in found.past) / len(found.past)
    if not by_place:
        return overall
    places: dict[tuple[str, str], list[bool]] = {}
    for one in found.past:
        places.setdefault(one.place, []).append(bool(has(one)))
    shares = {
        place: sum(known) / len(known) for place, known in places.items() if len(known) >= OWN_PAST
    }
    return sum(shares.get(one.place, overall) for one in found.now) / len(found.now)


def chance_of(have: int, total: int, share: float) -> float:
    """Give the chance that so few or fewer of ``total`` have what the share ``share`` has.

    A past without an exception does not prove that there is none: at most 99 % is expected.

    >>> round(chance_of(3, 4, 0.5), 4)
    0.9375
    """
    share = min(share, 0.99)
    terms = (comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(have + 1))
    return sum(terms)


def _check_bodies(scene: Scene, found: Samples) -> Iterator[Finding | Fine]:
    """Compare the lengths of bodies, each with the median of its section."""
    least = scene.limits.short_bodies
    ratios, before = _ratios(found.now, found.past), _ratios(found.past, found.past)
    ratio = median(ratios)
    why = (
        f"half of the latest {len(found.now)} articles have less than {ratio:.0%} of the usual "
        f"length of their section ({_length(found.now)} characters, {_length(found.past)} before)"
    )
    usual = sum(one >= least for one in before) / len(before)
    long_enough = sum(one >= least for one in ratios)
    if ratio >= least:
        yield Fine(Sign.SHORT, why)
    elif chance_of(long_enough, len(ratios), usual) < CHANCE:
        shortest = sorted(zip(ratios, (one.url for one in found.now), strict=True))
        examples = tuple(url for _, url in shortest[:MOST_EXAMPLES])
        yield Finding(Sign.SHORT, why, examples=examples)


def _ratios(articles: Sequence[Seen], past: Sequence[Seen]) -> list[float]:
    """Give the length of each body as a share of the usual one where it stands."""
    lengths: dict[tuple[str, str], list[int]] = {}
    for one in past:
        lengths.setdefault(one.place, []).append(one.length)
    overall = median(one.length for one in past)
    usual = {place: median(known) for place, known in lengths.items() if len(known) >= OWN_PAST}
    return [one.length / max(usual.get(one.place, overall), 1) for one in articles]


def _length(articles: Sequence[Seen]) -> str:
    return f"{median(one.length for one in articles):.0f}"
