"""What there is to tell after a run: alarms that are new, and alarms that are over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msbazhong_spider.harvest.alerts.state import mark_over, mark_told, note, open_alarms
from msbazhong_spider.harvest.findings import Sign

if TYPE_CHECKING:
    import sqlite3

    from msbazhong_spider.harvest.alerts.state import Alarm
    from msbazhong_spider.harvest.findings import Finding
    from msbazhong_spider.harvest.outcome import Verdict
    from msbazhong_spider.harvest.thresholds import Thresholds

# An alert that cannot be delivered is no alarm of its own: those it should have told are.
NO_ALARMS = frozenset({Sign.ALERTS})


@dataclass(frozen=True, slots=True)
class Over:
    """An alarm that is over, since when it was open, and what is so now."""

    name: str
    since: str
    why: str


@dataclass(frozen=True, slots=True)
class News:
    """What nobody was told of yet. ``going_on`` are the names of alarms that were told before."""

    new: tuple[Finding, ...] = ()
    over: tuple[Over, ...] = ()
    going_on: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.new or self.over)


class Alarms:
    """The alarms of one site in one database, at the end of one run (``now``, UTC)."""

    def __init__(
        self, connection: sqlite3.Connection, site: str, limits: Thresholds, now: datetime
    ) -> None:
        """Remember where they are kept."""
        self._connection, self._site, self._limits, self._now = connection, site, limits, now

    def take(self, verdict: Verdict) -> News:
        """Note what a run found, and say what is to be told."""
        before = open_alarms(self._connection, self._site)
        findings = {one.key: one for one in verdict.findings if one.sign not in NO_ALARMS}
        note(self._connection, self._site, findings.values(), self._now)
        after = open_alarms(self._connection, self._site)
        new = [one for key, one in findings.items() if self._is_due(one, after[key])]
        over = [
            Over(name, alarm.since, why)
            for name, alarm in before.items()
            if name not in findings and (why := self._why_over(alarm, verdict))
        ]
        unheard = [one.name for one in over if before[one.name].told is None]
        mark_over(self._connection, self._site, unheard, self._now)
        heard = tuple(one for one in over if one.name not in unheard)
        return News(tuple(new), heard, tuple(key for key in findings if after[key].told))

    def settle(self, news: News) -> None:
        """Note that the news were delivered."""
        mark_told(self._connection, self._site, [one.key for one in news.new], self._now)
        self.close(news)

    def close(self, news: News) -> None:
        """Close what is over, whether anybody was told or there is nobody to tell."""
        mark_over(self._connection, self._site, [one.name for one in news.over], self._now)

    def _is_due(self, finding: Finding, alarm: Alarm) -> bool:
        """Whether to tell of a finding now. One night without network is nobody's concern."""
        if alarm.told is not None:
            return False
        if finding.sign is Sign.NETWORK:
            nights = min(alarm.nights, alarm.days(self._now))
            return nights >= self._limits.network_nights
        return True

    def _why_over(self, alarm: Alarm, verdict: Verdict) -> str:
        """Say why an alarm is over; nothing if it is not, or if nobody could look."""
        fine = next((one for one in verdict.fine if one.key == alarm.name), None)
        if fine is not None:
            return fine.why
        unseen = self._now - datetime.fromisoformat(alarm.last_seen)
        if unseen > timedelta(days=self._limits.ended_days):
            return f"nothing was seen of it for {unseen.days} days"
        return ""
