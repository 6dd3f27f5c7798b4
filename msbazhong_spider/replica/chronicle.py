"""What happens to a portal in the course of time: what is published, edited, taken away, and when.

A chronicle is drawn whole from a seed before anything is served. It knows no page and no socket.
All times are of Asia/Shanghai.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from .portal import ZONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WEEKLY = {
    "公示公告": 2,
    "文化旅游": 4,
}  # sections that publish on one day of the week: 0 is Monday
_WEIGHTS = {"时政新闻": 6, "综合新闻": 4}
_PAST = timedelta(days=300)  # how far back the reports go that were there before the first day
_PAST_DAYS = 60  # so many days' worth of them
_WORKING, _RESTING = 1.25, 0.45  # how a day's number of reports differs from that of the mean day
_SATURDAY = 5
_CROWD = 2.5  # pages of a listing that the crowded day fills in one section
_EDITED, _AGAIN = 0.12, 0.35  # shares of reports that are edited, and edited once more
_TAKEN, _BACK = 0.06, 0.12  # shares of reports that are taken away, and of these that come back
_LINGER = timedelta(days=3)  # how long some listings go on to link what is gone


class Edit(StrEnum):
    """What an edit changes."""

    TITLE = "title"
    PARAGRAPH = "paragraph"
    ATTENDEE = "attendee"


class Manner(StrEnum):
    """What stands in the place of a report that was taken away."""

    NOT_FOUND = "not_found"
    SAYS_SO = "says_so"  # a page with status 200 that says so
    FRONT_PAGE = "front_page"  # a redirect there


@dataclass(frozen=True, slots=True)
class Absence:
    """A time in which a report is not there; ``until`` None is for ever.

    ``unlisted`` is when the listings cease to link it.
    """

    since: datetime
    until: datetime | None
    unlisted: datetime
    manner: Manner

    def holds(self, at: datetime) -> bool:
        """Tell whether the report is away at a time."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Life:
    """What becomes of one report: its section (a number), and what happens to it at which time."""

    section: int
    published: datetime
    edits: tuple[tuple[datetime, Edit], ...] = ()
    absence: Absence | None = None

    def state(self, at: datetime) -> int:
        """Say how often it has been edited by then."""
        return sum(when <= at for when, _ in self.edits)

    def is_away(self, at: datetime) -> bool:
        """Tell whether it was taken away, and is not back."""
        return self.absence is not None and self.absence.holds(at)

    def is_there(self, at: datetime) -> bool:
        """Tell whether its address shows it."""
        return self.published <= at and not self.is_away(at)

    def is_listed(self, at: datetime) -> bool:
        """Tell whether listings link to it: also for some time after it was taken away."""
        if self.absence is not None and self.absence.since <= at < self.absence.unlisted:
            return True
        return self.is_there(at)

    def moments(self) -> Iterator[datetime]:
        """Give the times at which something happens to it that a page may show."""
        yield self.published
        yield from (when for when, _ in self.edits)
        if self.absence is not None:
            yield from (self.absence.since, self.absence.unlisted)
            if self.absence.until is not None:
                yield self.absence.until


@dataclass(frozen=True, slots=True)
class Span:
    """A time from its first moment on, and before its end."""

    start: datetime
    end: datetime

    def holds(self, at: datetime) -> bool:
        """Tell whether a time lies in it."""
        return self.start <= at < self.end


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a chronicle, and what befalls the site as a whole.

    ``quiet`` are days without news but one or two. From ``renewed`` on the site has other
    templates, from ``moved`` on the listing of one section another address. Within ``refusing``
    no connection is taken, within ``broken`` the gateway answers for a server that is gone,
    within ``challenged`` every page is a challenge. On ``crowded`` one section gets more reports
    than a page of its listing holds.
    """

    first: date
    days: int
    quiet: tuple[tuple[date, date], ...]
    renewed: datetime
    moved: datetime
    refusing: Span
    broken: Span
    challenged: Span
    crowded: date

    @classmethod
    def of_2025(cls) -> Self:
        """Give the year 2025, with Chinese New Year and the October week."""
        return cls(
            first=date(2025, 1, 1),
            days=365,
            quiet=((date(2025, 1, 28), date(2025, 2, 4)), (date(2025, 10, 1), date(2025, 10, 8))),
            renewed=_at(date(2025, 3, 12), 15),
            moved=_at(date(2025, 6, 18), 10),
            refusing=Span(_at(date(2025, 8, 10), 22), _at(date(2025, 8, 14), 12)),
            broken=Span(_at(date(2025, 8, 14), 12), _at(date(2025, 8, 17), 20)),
            challenged=Span(_at(date(2025, 11, 20), 20), _at(date(2025, 11, 22), 8)),
            crowded=date(2025, 5, 14),
        )

    @classmethod
    def of_twelve_days(cls) -> Self:
        """Give twelve days in March 2025 on which all befalls the site that else takes a year."""
        first = date(2025, 3, 3)

        def day(number: int, hour: int) -> datetime:
            return _at(first + timedelta(days=number - 1), hour)

        return cls(
            first=first,
            days=12,
            quiet=((first + timedelta(days=10), first + timedelta(days=10)),),
            renewed=day(3, 15),
            moved=day(4, 10),
            refusing=Span(day(5, 22), day(6, 12)),
            broken=Span(day(6, 12), day(7, 12)),
            challenged=Span(day(8, 20), day(9, 8)),
            crowded=first + timedelta(days=8),
        )

    def is_quiet(self, day: date) -> bool:
        """Tell whether next to nothing is published on a day."""
        return any(first <= day <= last for first, last in self.quiet)


def draw_lives(
    seed: int, calendar: Calendar, sections: Sequence[str], a_day: float, per_page: int
) -> tuple[Life, ...]:
    """Draw all reports of a chronicle, the oldest first.

    ``sections`` are the names of the sections, ``a_day`` how many reports a mean day brings,
    ``per_page`` how many of them a page of a listing shows.
    """
    rng = random.Random(f"chronicle/{seed}")
    end = _at(calendar.first + timedelta(days=calendar.days), 0)
    lives = [_draw_past(rng, calendar.first, sections) for _ in range(round(a_day * _PAST_DAYS))]
    for number in range(calendar.days):
        lives += _draw_day(rng, calendar, calendar.first + timedelta(number), sections, a_day)
    crowd = rng.randrange(len(sections))
    for _ in range(round(_CROWD * per_page)):
        lives.append(Life(crowd, _moment(rng, calendar.crowded)))
    lives.sort(key=lambda life: life.published)
    return tuple(_with_fate(rng, life, _at(calendar.first, 0), end) for life in lives)


def _draw_past(rng: random.Random, first: date, sections: Sequence[str]) -> Life:
    day = first - timedelta(days=1 + rng.randrange(_PAST.days))
    return Life(rng.randrange(len(sections)), _moment(rng, day))


def _draw_day(
    rng: random.Random, calendar: Calendar, day: date, sections: Sequence[str], a_day: float
) -> Iterator[Life]:
    """Draw the reports of a day: many or few, in the sections that publish on that day."""
    daily = [number for number, name in enumerate(sections) if name not in _WEEKLY]
    weights = [_WEIGHTS.get(sections[number], 2) for number in daily]
    if calendar.is_quiet(day):
        count = int(rng.random() < 1 / 4)
    else:
        share = _RESTING if day.weekday() >= _SATURDAY else _WORKING
        count = round(a_day * share * rng.uniform(0.4, 1.6))
        for number, name in enumerate(sections):
            if _WEEKLY.get(name) == day.weekday():
                yield Life(number, _moment(rng, day))
    for section in rng.choices(daily, weights, k=count):
        yield Life(section, _moment(rng, day))


def _with_fate(rng: random.Random, life: Life, first: datetime, end: datetime) -> Life:
    """Draw what becomes of a report within the chronicle's days."""
    edits: list[tuple[datetime, Edit]] = []
    moment = max(life.published, first)
    share = _EDITED
    while rng.random() < share:
        moment += _delay(rng)
        if moment < end:
            edits.append((moment, rng.choice(tuple(Edit))))
        share = _AGAIN
    life = replace(life, edits=tuple(edits))
    away = max(life.published, first) + _delay(rng)
    if rng.random() < _TAKEN and away < end:
        life = replace(life, absence=_draw_absence(rng, away))
    return life


def _draw_absence(rng: random.Random, since: datetime) -> Absence:
    until = since + timedelta(days=rng.randint(2, 12)) if rng.random() < _BACK else None
    lingers = until is None and rng.random() < 1 / 3
    return Absence(
        since=since,
        until=until,
        unlisted=since + _LINGER if lingers else since,
        manner=rng.choice(tuple(Manner)),
    )


def _delay(rng: random.Random) -> timedelta:
    """Draw how long after the last event the next one comes: hours, days, or months."""
    kind = rng.choices(("hours", "days", "months"), (3, 5, 2))[0]
    if kind == "hours":
        return timedelta(minutes=rng.randint(20, 600))
    days = (1, 20) if kind == "days" else (21, 200)
    return timedelta(days=rng.randint(*days), minutes=rng.randint(-300, 300))


def _moment(rng: random.Random, day: date) -> datetime:
    return _at(day, 8) + timedelta(minutes=rng.randrange(14 * 60))


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE)
