"""What a harvest could have seen of a living portal, night by night: the yardstick of the year.

Nothing here asks the program. The schedule of looks is played through on the chronicle: an article
is seen on the first night on which the site is up, then so many days later, on every full night,
and each night while it is missing, until it counts as gone. One that was away on its first night
and came back is seen on the next full night.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from msbazhong_spider.replica.chronicle import Calendar, Life
    from msbazhong_spider.replica.living import LivingSite

GONE_DAYS = 3  # different days on which an article must be missing to be gone


def is_up(calendar: Calendar, when: datetime) -> bool:
    """Tell whether a site shows its pages at a time."""
    spans = (calendar.refusing, calendar.broken, calendar.challenged)
    return not any(span.holds(when) for span in spans)


@dataclass(slots=True)
class Watched:
    """What could be seen of an article: the nights of the first and last look, what these found.

    ``states`` are how often it had been edited, without repetition; ``missing`` the nights on which
    it has been missing since it was last there.
    """

    first: int
    last: int = -1
    states: list[int] = field(default_factory=list)
    missing: set[int] = field(default_factory=set)

    def look(self, night: int, state: int | None) -> None:
        """Note a look at a state, None for a look that did not find it."""
        self.last = night
        if state is None:
            self.missing.add(night)
            return
        self.missing.clear()
        if self.states[-1:] != [state]:
            self.states.append(state)


class Watch:
    """Plays the schedule of looks through, one night after another.

    ``days`` are the days after the first look on which an article is looked at again. ``articles``
    are those that could be seen, by number; ``planned`` is how many known articles the last night
    had to look at, ``nights`` when each night was.
    """

    def __init__(self, site: LivingSite, days: Iterable[int]) -> None:
        """Take the site, whose chronicle is read; no page is."""
        self._site, self._days = site, sorted(days)
        self.nights: list[datetime] = []
        self._well: set[int] = set()
        self.articles: dict[int, Watched] = {}
        self.planned = 0

    def night(self, when: datetime, *, full: bool) -> None:
        """Play a night. In a night of outage nothing is seen."""
        self.nights.append(when)
        self.planned = 0
        if not is_up(self._site.calendar, when):
            return
        for number, life in enumerate(self._site.lives, 1):
            if life.published > when:
                break
            self._look(number, life, full=full)

    def _look(self, number: int, life: Life, *, full: bool) -> None:
        night = len(self.nights) - 1
        when = self.nights[night]
        state = life.state(when) if life.is_there(when) else None
        known = self.articles.get(number)
        if known is None:
            if state is None or not (full or self._is_news(life, night)):
                return
            known = self.articles[number] = Watched(night)
        elif full or self._is_due(known, life, night):
            self.planned += 1
        else:
            return
        known.look(night, state)
        if state is not None:
            self._well.add(night)

    def _is_news(self, life: Life, night: int) -> bool:
        """Tell whether an article stands at the head of a listing: what comes back stands lower."""
        before = [when for when in self.nights[:night] if is_up(self._site.calendar, when)]
        return not before or before[-1] < life.published

    def _is_due(self, known: Watched, life: Life, night: int) -> bool:
        if known.missing:
            return not self.is_gone(known)
        age = self.nights[known.first].date() - life.published.date()
        if age.days > self._days[-1]:
            return False
        return any(known.last < known.first + day <= night for day in self._days)

    def night_of(self, when: datetime) -> datetime:
        """Give the night in which a time lies: at that moment the site stood still."""
        return self.nights[bisect_right(self.nights, when) - 1]

    def is_gone(self, known: Watched) -> bool:
        """Tell whether an article was missing on enough days on which the site showed another."""
        return len(known.missing & self._well) >= GONE_DAYS
