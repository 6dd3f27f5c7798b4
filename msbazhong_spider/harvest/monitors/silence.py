"""Sections, and the whole site, that bring no news for longer than they ever did.

Silence is measured between the days on which articles were published, as the site dates them, and
without the days on which everybody is silent (see quiet.py). A section is measured by its own
silences of the last three years; since the longest of many is always a chance event, twice the
longest is asked for. What was silent already when we first saw it is no news, and what stays silent
for a quarter is taken to have ended: neither is told, or an operator stops listening.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msbazhong_spider.harvest.findings import MOST_EXAMPLES, Finding, Fine, Sign
from msbazhong_spider.harvest.monitors.quiet import silences, silent_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msbazhong_spider.harvest.monitors.scene import Scene

YEARS = 3
LEAST_SILENCES = 20  # days of publication less one: fewer have no longest silence to speak of

# A date in the future is a slip of the pen, and would hide every silence until then. An article
# without a date is news of the day on which we first saw it.
_DAYS = """
SELECT
  s.county, s.name, s.first_seen,
  coalesce(substr(a.published, 1, 10), date(a.first_seen, '+8 hours')) AS day, max(a.url)
FROM article_section AS l
INNER JOIN section AS s ON s.id = l.section_id
INNER JOIN article AS a ON a.id = l.article_id
WHERE s.site = :site AND day BETWEEN :first AND :last
  AND (:county IS NULL OR s.county = :county) AND (:section IS NULL OR s.name = :section)
GROUP BY s.id, day
"""
_DAYS_OF_SITE = """
SELECT
  coalesce(substr(published, 1, 10), date(first_seen, '+8 hours')) AS day,
  max(url), min(first_seen)
FROM article
WHERE site = :site AND day BETWEEN :first AND :last
  AND (:county IS NULL OR county = :county)
GROUP BY day
"""


@dataclass(frozen=True, slots=True)
class Course:
    """The days on which something brought news, each with an article; and since when we watch."""

    name: str
    days: dict[date, str]
    watched: date


@dataclass(frozen=True, slots=True)
class Silence:
    """How long something has been silent (days that count), and how long it ever was."""

    now: int
    longest: int
    after: date
    last: date
    known: int


def check_silence(scene: Scene) -> Iterator[Finding | Fine]:
    """Judge each section and the site. A run that looked at a part only says nothing of them."""
    if scene.is_cut_short:
        return
    for course in courses(scene):
        yield from _check(scene, course, Sign.SECTION, scene.limits.silent_days)
    if scene.section is None:
        yield from _check(scene, course_of_site(scene), Sign.SITE, scene.limits.site_silent_days)


def _check(scene: Scene, course: Course, sign: Sign, least: int) -> Iterator[Finding | Fine]:
    silence = silence_of(course, scene.today)
    if silence is None:
        return
    limits = scene.limits
    bound = max(silence.longest * limits.silent_factor, least)
    why = (
        f"no news since {silence.last} ({silence.now} days, quiet ones not counted); of its "
        f"{silence.known} silences in {YEARS} years the longest was {silence.longest} days, "
        f"after {silence.after}"
    )
    fell_silent_before = silent_days(silence.last, course.watched) > bound
    if silence.now <= bound:
        yield Fine(sign, f"news on {silence.last}", course.name)
    elif fell_silent_before or silence.now > bound + limits.ended_days:
        yield Fine(sign, f"taken to have ended: {why}", course.name)
    else:
        latest = sorted(course.days, reverse=True)[:MOST_EXAMPLES]
        examples = tuple(f"{day} {course.days[day]}" for day in latest)
        yield Finding(sign, why, course.name, examples)


def silence_of(course: Course, today: date) -> Silence | None:
    """Measure; None if there is too little to measure by.

    Today counts as a day that is still going on: its news may come this afternoon.
    """
    known = silences(course.days)
    if len(known) < LEAST_SILENCES:
        return None
    longest, after = max(known)
    last = max(course.days)
    return Silence(silent_days(last, today), longest, after, last, len(known))


def courses(scene: Scene) -> list[Course]:
    """Read the days of publication of each section that the run was to look at."""
    rows = scene.rows(_DAYS, **_bounds(scene), county=scene.county, section=scene.section)
    found: dict[str, Course] = {}
    for county, section, first_seen, day, url in rows:
        name = " > ".join(filter(None, (county, section)))
        watched = date.fromisoformat(first_seen[:10])
        course = found.setdefault(name, Course(name, {}, watched))
        course.days[date.fromisoformat(day)] = url
    return list(found.values())


def course_of_site(scene: Scene) -> Course:
    """Read the days of publication of the whole site, or of the county that alone was wanted."""
    rows = scene.rows(_DAYS_OF_SITE, **_bounds(scene), county=scene.county)
    days = {date.fromisoformat(day): url for day, url, _ in rows}
    watched = min((first_seen[:10] for *_, first_seen in rows), default=scene.today.isoformat())
    return Course(scene.county or "", days, date.fromisoformat(watched))


def _bounds(scene: Scene) -> dict[str, str]:
    first = scene.today - timedelta(days=YEARS * 366)
    return {"first": first.isoformat(), "last": (scene.today + timedelta(days=1)).isoformat()}
