"""Which alarms are open, and whether anybody was told: the table ``alarm``.

An alarm is opened by the first run that finds it, told once, and closed by a run that looked at the
same thing and found it as it should be. A run that could not look leaves it as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from msbazhong_spider.store.rows import SITE_ZONE, storable, utc
from msbazhong_spider.store.save import transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from msbazhong_spider.harvest.findings import Finding

_OPEN = """
SELECT name, since, last_seen, nights, told, why FROM alarm
WHERE site = ? AND recovered IS NULL ORDER BY since, name
"""
_NOTE = """
INSERT INTO alarm (site, name, since, last_seen, nights, told, why, recovered)
VALUES (:site, :name, :now, :now, 1, NULL, :why, NULL)
ON CONFLICT (site, name) DO UPDATE SET
  since = iif(recovered IS NULL, since, excluded.since),
  nights = iif(recovered IS NULL, nights, 0) + 1,
  told = iif(recovered IS NULL, told, NULL),
  last_seen = excluded.last_seen, why = excluded.why, recovered = NULL
"""


@dataclass(frozen=True, slots=True)
class Alarm:
    """An open alarm. Times are UTC text.

    ``nights`` counts the runs that found it; ``told`` is when an alert was delivered, None if none
    was yet.
    """

    name: str
    since: str
    last_seen: str
    nights: int
    told: str | None
    why: str

    def days(self, now: datetime) -> int:
        """Give the number of days of the site's calendar on which it was open, today included."""
        first = datetime.fromisoformat(self.since).astimezone(SITE_ZONE).date()
        return (now.astimezone(SITE_ZONE).date() - first).days + 1


def open_alarms(connection: sqlite3.Connection, site: str) -> dict[str, Alarm]:
    """Read the open alarms of a site by name, the oldest first."""
    return {row[0]: Alarm(*row) for row in connection.execute(_OPEN, (site,))}


def note(
    connection: sqlite3.Connection, site: str, findings: Iterable[Finding], now: datetime
) -> None:
    """Open alarms for findings, or note that they go on."""
    rows = [
        {"site": site, "name": storable(one.key), "why": storable(one.why), "now": utc(now)}
        for one in findings
    ]
    with transaction(connection):
        connection.executemany(_NOTE, rows)


def mark_told(
    connection: sqlite3.Connection, site: str, names: Iterable[str], now: datetime
) -> None:
    """Note that somebody was told of alarms."""
    _mark(connection, "told", site, names, now)


def mark_over(
    connection: sqlite3.Connection, site: str, names: Iterable[str], now: datetime
) -> None:
    """Close alarms."""
    _mark(connection, "recovered", site, names, now)


def _mark(
    connection: sqlite3.Connection, what: str, site: str, names: Iterable[str], now: datetime
) -> None:
    with transaction(connection):
        connection.executemany(
            f"UPDATE alarm SET {what} = ? WHERE site = ? AND name = ?",  # noqa: S608 - our own words
            [(utc(now), site, name) for name in names],
        )
