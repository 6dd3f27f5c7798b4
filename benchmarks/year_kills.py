"""Kill harvests with SIGKILL at random moments of random nights, start them again, and check.

::

    python benchmarks/year_kills.py --kills 50

Nights of a portal that lives in time are played as ``year.py`` plays them (twelve days, one seed
after another, without outage and challenge). A night's harvest is killed after a random time and
started again until it ends. What was asked for again may be what was in flight when it was killed,
and the first pages that every run reads. After the last night every article, version and deletion
must be as without kills, WARC files, database and search index must pass ``verify``, and each
answer in them must have its row. Exit code 1 with the first seed that fails; its folder is kept.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kills import unrecorded
from year import AT, LOOK_DAYS
from year_judge import Judge, falsely_gone
from year_nights import Job, Nights, harvest_arguments
from year_watch import Watch

from msbazhong_spider.harvest.fixity import Fixity
from msbazhong_spider.harvest.run import SEVERAL_AT_ONCE
from msbazhong_spider.replica import LivingReplica
from msbazhong_spider.replica.chronicle import Calendar, Span
from msbazhong_spider.replica.portal import ZONE

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 2.0  # seconds after which a night is killed at the latest
MOST_KILLS = 3  # of one night


def calm() -> Calendar:
    """Give twelve days on which the site is always up."""
    never = Span(datetime.max.replace(tzinfo=ZONE), datetime.max.replace(tzinfo=ZONE))
    made = Calendar.of_twelve_days()
    return replace(made, refusing=never, broken=never, challenged=never)


@dataclass(slots=True)
class Killer:
    """Plays nights and kills some; counts kills, and articles that were asked for again."""

    nights: Nights
    chance: random.Random
    kills: int = 0
    again: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def play(self, replica: LivingReplica, folder: Path) -> None:
        """Play all nights of a replica, and judge what is left."""
        watch = Watch(replica.site, LOOK_DAYS)
        days = replica.site.calendar.days
        for number in range(days):
            day = replica.site.calendar.first + timedelta(days=number)
            when = datetime.combine(day, AT, ZONE)
            full = number == days - 1
            replica.go_to(when)
            watch.night(when, full=full)
            more = ("--full",) if full else ()
            arguments = harvest_arguments(replica.url, folder / "data", more)
            kills = self._night(Job(when, arguments, {}, folder / "output.txt"))
            if not full:
                self._count_again(replica, when, kills)
        self.wrong += judged(replica, watch, folder / "data")

    def _night(self, job: Job) -> int:
        """Harvest, kill it, harvest again, until it ends; give how often it was killed."""
        kills = 0
        process = self.nights.begin(job)
        while kills < MOST_KILLS and not self.nights.has_ended(self.chance.uniform(0.05, LONGEST)):
            os.kill(process, signal.SIGKILL)
            if self.nights.end().code == -signal.SIGKILL:
                kills += 1
            job = replace(job, when=job.when + timedelta(minutes=10))
            process = self.nights.begin(job)
        code = self.nights.end().code
        if code:
            said = job.output.read_text(encoding="utf-8")
            self.wrong.append(f"{job.when:%m-%d}: exit code {code}: {said}")
        self.kills += kills
        return kills

    def _count_again(self, replica: LivingReplica, when: datetime, kills: int) -> None:
        """Count the articles that a night asked for more than once."""
        shape = replica.site.skin.article_of
        asked = Counter(path for path in replica.requests if shape(path))
        again = asked.total() - len(asked)
        self.again[again] += kills > 0
        if again > kills * SEVERAL_AT_ONCE:
            self.wrong.append(f"{when:%m-%d}: {kills} kills, {again} articles asked for again")


def judged(replica: LivingReplica, watch: Watch, data: Path) -> Iterator[str]:
    """Give what is wrong after the last night."""
    yield from Judge(replica, watch, data / "news.db").verdict().wrong
    yield from falsely_gone(replica, data / "news.db")
    yield from (str(finding) for finding in Fixity(data).findings())
    yield from unrecorded(data)


def main() -> int:
    """Kill as often as asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    chance, seed = random.Random(wanted.seed), wanted.seed  # noqa: S311 - no secret
    with Nights() as nights:
        killer = Killer(nights, chance)
        while killer.kills < wanted.kills:
            folder = Path(tempfile.mkdtemp(prefix=f"msbazhong-killed-{seed}-"))
            with LivingReplica(seed, calm(), counties=1, per_page=5) as replica:
                killer.play(replica, folder)
            if killer.wrong:
                print(f"seed {seed}, see {folder}", *killer.wrong, sep="\n  ")
                return 1
            shutil.rmtree(folder)
            seed += 1
    print(f"{killer.kills} kills in {12 * (seed - wanted.seed)} nights: nothing lost or doubled")
    print(f"articles asked for again in a night with kills: {max(killer.again)} at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
