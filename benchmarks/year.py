"""Play a year of nights against a portal that lives in time, and check what is left in the archive.

::

    python benchmarks/year.py [--nights N] [--seed N] [--articles-a-day N] [--short] [--keep DIR]

Each night at 02:30 Asia/Shanghai, ``msbazhong harvest --quiet`` is started as cron would start it,
in a process of its own whose clock says that night; with ``--full`` on the first night of a month
and on the last one. The portal publishes, edits and deletes day by day, is quiet over Chinese New
Year and the October week, gets new templates in March, moves a section in June, is down for a week
in August and puts up a challenge page for two nights in November (``--short``: all of that within
twelve days). Alerts go to a webhook on loopback.

Printed are one line for each month, and what holds. Exit code 1 if anything does not.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from year_judge import Judge, Verdict, falsely_gone
from year_nights import Job, Nights, harvest_arguments
from year_watch import Watch, is_up
from year_webhook import Webhook

from msbazhong_spider.replica import LivingReplica
from msbazhong_spider.replica.chronicle import Calendar
from msbazhong_spider.replica.portal import ZONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LOOK_DAYS = (1, 2, 4, 7, 14, 30)
AT = time(2, 30)
DOWN, CHALLENGED = 75, 5  # exit codes
NIGHTS_DOWN = 2  # nights without network after which somebody is told


@dataclass(frozen=True, slots=True)
class Night:
    """One night: what was to happen, and what did."""

    number: int
    when: datetime
    full: bool
    planned: int
    dead: int
    walked: int
    code: int
    seconds: float
    work: float
    asked: tuple[str, ...]
    counts: dict[str, Any]
    alerts: tuple[str, ...]
    printed: str
    falsely_gone: tuple[str, ...]

    def count(self, what: str) -> int:
        """Give one of the counts of its run."""
        return int(self.counts.get(what, 0))


class Year:
    """Plays the nights."""

    def __init__(
        self, replica: LivingReplica, nights: Nights, webhook: Webhook, folder: Path
    ) -> None:
        """Take what serves, what runs, who is told, and where it all goes."""
        self._replica, self._nights, self._folder = replica, nights, folder
        self._webhook = webhook
        self.watch = Watch(replica.site, LOOK_DAYS)
        self.database = folder / "data" / "news.db"

    def play(self, number: int, *, last: bool) -> Night:
        """Play the night before a day of the calendar."""
        site = self._replica.site
        when = datetime.combine(site.calendar.first + timedelta(days=number), AT, ZONE)
        full = when.day == 1 or last
        self._replica.go_to(when)
        self.watch.night(when, full=full)
        arguments = harvest_arguments(
            self._replica.url, self._folder / "data", ("--full",) if full else ()
        )
        output = self._folder / "output.txt"
        told = {"MSBAZHONG_ALERT_WEBHOOK_URL": self._webhook.url}
        ended = self._nights.run(Job(when, arguments, told, output))
        return Night(
            number=number,
            when=when,
            full=full,
            planned=self.watch.planned,
            dead=sum(map(self._is_dead, self._replica.requests)),
            walked=self._pages_of_moved(when),
            code=ended.code,
            seconds=ended.seconds,
            work=ended.work,
            asked=self._replica.requests,
            counts=self._counts(),
            alerts=self._webhook.take(),
            printed=output.read_text(encoding="utf-8"),
            falsely_gone=tuple(falsely_gone(self._replica, self.database)),
        )

    def _is_dead(self, path: str) -> bool:
        """Tell whether an address is that of an article which nobody could see yet."""
        asked = self._replica.site.skin.article_of(path)
        return bool(asked) and self._replica.site.number_of(asked[0]) not in self.watch.articles

    def _pages_of_moved(self, when: datetime) -> int:
        """Give how many pages the moved listing has on its first night: it is new, and walked."""
        site = self._replica.site
        is_first = when - timedelta(days=1) < site.calendar.moved <= when
        return site.pages(site.moved) if is_first else 0

    def _counts(self) -> dict[str, Any]:
        with closing(sqlite3.connect(self.database)) as database:
            (counts,) = database.execute(
                "SELECT counts FROM run ORDER BY id DESC LIMIT 1"
            ).fetchone()
        made: dict[str, Any] = json.loads(counts or "{}")
        return made


# --- Expectations of nights ---


def expected_code(calendar: Calendar, when: datetime) -> int:
    """Give the exit code that a night must end with."""
    if calendar.challenged.holds(when):
        return CHALLENGED
    return 0 if is_up(calendar, when) else DOWN


def wrong_codes(nights: Sequence[Night], calendar: Calendar) -> Iterator[str]:
    """Give the nights that ended with another exit code than they must."""
    for night in nights:
        if night.code != (code := expected_code(calendar, night.when)):
            yield f"{night.when:%m-%d}: exit code {night.code}, not {code}: {night.printed[:300]}"


def expected_alerts(nights: Sequence[Night], calendar: Calendar) -> Iterator[int]:
    """Give how many alerts each night must send.

    Of an outage one on its second night, of a challenge one at once, and one of the recovery from
    either. Nothing else that happens in the year is worth one.
    """
    down, told = 0, False
    for night in nights:
        code = expected_code(calendar, night.when)
        down = down + 1 if code == DOWN else 0
        is_news = not told and (code == CHALLENGED or down == NIGHTS_DOWN)
        yield int(is_news or (told and not code))
        told = (told or is_news) and bool(code)


def wrong_alerts(nights: Sequence[Night], calendar: Calendar) -> Iterator[str]:
    """Give the nights that told somebody when they should not, or did not when they should."""
    for night, expected in zip(nights, expected_alerts(nights, calendar), strict=True):
        if len(night.alerts) != expected:
            said = "; ".join(night.alerts)
            yield f"{night.when:%m-%d}: {len(night.alerts)} alerts, not {expected}: {said}"


def false_losses(nights: Sequence[Night]) -> Iterator[str]:
    """Give what was falsely gone after any night."""
    for night in nights:
        yield from (f"{night.when:%m-%d}: {one}" for one in night.falsely_gone)


def too_many_requests(nights: Sequence[Night], replica: LivingReplica) -> Iterator[str]:
    """Give the nights that asked for more than two pages a section and what was new or due.

    Dead links are tried again too, less and less often; and a listing under another address is a
    new one.
    """
    site = replica.site
    for night in nights[1:]:
        new = night.count("new")
        allowed = 2 * len(site.sections) + new + -(-new // site.per_page) + night.planned
        allowed += night.dead + night.walked
        if night.full or len(night.asked) <= allowed:
            continue
        articles = sum(site.skin.article_of(path) is not None for path in night.asked)
        yield (
            f"{night.when:%m-%d}: {len(night.asked)} requests, not {allowed} or less: {articles}"
            f" for articles, where {new} are new, {night.planned} due, {night.dead} dead"
        )


# --- What is printed ---


def table(nights: Sequence[Night]) -> Iterator[str]:
    """Print a line for each month."""
    yield "month    nights requests  a night seconds  cpu s   new edited  gone  codes        alerts"
    months = dict.fromkeys(f"{night.when:%Y-%m}" for night in nights)
    for month in months:
        own = [night for night in nights if f"{night.when:%Y-%m}" == month]
        yield line(month, own)
    yield line("all", nights)


def line(label: str, nights: Sequence[Night]) -> str:
    """Sum nights up in a line."""
    asked = sum(len(night.asked) for night in nights)
    usual = sorted(len(night.asked) for night in nights if not night.full) or [0]
    codes = Counter(night.code for night in nights)
    new, edited, gone = (
        sum(night.count(what) for night in nights) for what in ("new", "edited", "gone")
    )
    seconds, work = (sum(getattr(night, what) for night in nights) for what in ("seconds", "work"))
    said = " ".join(f"{code}:{times}" for code, times in sorted(codes.items()))
    alerts = sum(len(night.alerts) for night in nights)
    return (
        f"{label:8} {len(nights):6} {asked:8} {usual[len(usual) // 2]:8} {seconds:7.0f} {work:6.0f}"
        f" {new:5} {edited:6} {gone:5}  {said:12} {alerts:7}"
    )


def play_all(wanted: argparse.Namespace, folder: Path) -> tuple[list[Night], Verdict]:
    """Play all nights and judge them."""
    calendar = Calendar.of_twelve_days() if wanted.short else Calendar.of_2025()
    count = min(wanted.nights or calendar.days, calendar.days)
    with Nights() as nights, Webhook() as webhook:
        replica = LivingReplica(
            wanted.seed,
            calendar,
            a_day=wanted.articles_a_day,
            counties=1 if wanted.short else 2,
            per_page=5 if wanted.short else 20,
        )
        with replica:
            year = Year(replica, nights, webhook, folder)
            played = []
            for number in range(count):
                played.append(year.play(number, last=number == count - 1))
                show_progress(f"{played[-1].when:%Y-%m-%d}")
            show_progress("")
            verdict = Judge(replica, year.watch, year.database).verdict()
            verdict.check("nothing is falsely gone after any night", false_losses(played))
            verdict.check("every night ends with its exit code", wrong_codes(played, calendar))
            verdict.check("alerts go out on the right nights", wrong_alerts(played, calendar))
            verdict.check("no night asks for more than it must", too_many_requests(played, replica))
    return played, verdict


def show_progress(text: str) -> None:
    """Show how far it is, where somebody looks at a terminal."""
    if sys.stderr.isatty():
        print(f"\r{text:10}\r", end="", file=sys.stderr, flush=True)


def main() -> int:
    """Play, print, and say whether all holds."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--nights", type=int, help="Only the first N nights.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles-a-day", type=float, default=4, metavar="N")
    parser.add_argument("--short", action="store_true", help="Twelve nights in which all happens.")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="Work in DIR, and leave it there.")
    wanted = parser.parse_args()
    started = perf_counter()
    with tempfile.TemporaryDirectory(prefix="msbazhong-year-") as made:
        folder = wanted.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        nights, verdict = play_all(wanted, folder)
    print(*table(nights), "", *verdict.lines, *verdict.wrong, sep="\n")
    minutes, seconds = divmod(round(perf_counter() - started), 60)
    result = "WRONG" if verdict.wrong else "all holds"
    print(f"{len(nights)} nights in {minutes} min {seconds} s: {result}")
    return 1 if verdict.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
