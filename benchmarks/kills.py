"""Kill a harvest with SIGKILL at random moments, resume it, and check that nothing is lost.

::

    python benchmarks/kills.py --kills 100

Each time a portal is harvested into a new folder; the harvest is killed after a random part of the
time that a whole one takes, and started again. Then every article must be as it is in truth, once,
without a version that the site never made; WARC files, database and search index must pass
``verify``, the WARC files ``warcio check``, and each answer in them must have its row. The first
failure ends the script with exit code 1; the folder is kept. Every other harvest saves in batches
of ten pages, so that kills fall between and into transactions.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from msbazhong_spider.archive.scan import iter_entries
from msbazhong_spider.harvest.demo import compare
from msbazhong_spider.harvest.fixity import Fixity
from msbazhong_spider.replica import Replica

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL_BATCHES = "import msbazhong_spider.settings as s; s.MSBAZHONG_BATCH = 10; "
RUN = "from msbazhong_spider.cli import main; main()"


def command(replica: Replica, data: Path, *, small: bool = False) -> list[str]:
    """Give the command line of a harvest."""
    start = [sys.executable, "-c", (SMALL_BATCHES if small else "") + RUN, "harvest"]
    return [*start, "--start", replica.url, "--delay", "0", "--quiet", "--data", str(data)]


def kill_one(replica: Replica, data: Path, after: float, *, small: bool) -> str | None:
    """Harvest, kill it after some seconds, and say in which state it was; None if it had ended."""
    with subprocess.Popen(command(replica, data, small=small)) as harvest:
        try:
            harvest.wait(after)
        except subprocess.TimeoutExpired:
            harvest.send_signal(signal.SIGKILL)
            harvest.wait()
    return state_of(data) if harvest.returncode == -signal.SIGKILL else None


def state_of(data: Path) -> str:
    """Say what a killed harvest left."""
    if not (data / "news.db").exists():
        return "no database yet"
    with closing(sqlite3.connect(data / "news.db")) as database:
        if not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return "an empty database"
        (articles,) = database.execute("SELECT count(*) FROM article").fetchone()
    if articles:
        return "some articles stored"
    return "answers archived" if any(data.glob("warc/*.open")) else "nothing archived"


def faults(replica: Replica, data: Path) -> Iterator[str]:
    """Resume a harvest; give what is wrong after it."""
    done = subprocess.run(command(replica, data), capture_output=True, text=True, check=False)
    if done.returncode:
        yield f"resumed: exit {done.returncode}: {done.stderr.strip()[-500:]}"
        return
    seen = compare(data / "news.db", replica.truth)
    yield from seen.wrong
    with closing(sqlite3.connect(data / "news.db")) as database:
        (articles,) = database.execute("SELECT count(*) FROM article").fetchone()
        (versions,) = database.execute("SELECT count(*) FROM article_version").fetchone()
    if (articles, versions) != (seen.articles, 0):
        yield f"{articles} articles and {versions} versions, but {seen.articles} in truth"
    yield from (str(finding) for finding in Fixity(data).findings())
    yield from unrecorded(data)
    warcs = sorted((data / "warc").iterdir())
    check = [sys.executable, "-m", "warcio.cli", "check", *map(str, warcs)]
    checked = subprocess.run(check, capture_output=True, text=True, check=False)
    if checked.returncode or checked.stdout.strip():
        yield f"warcio check: {checked.stdout}{checked.stderr}"


def unrecorded(data: Path) -> Iterator[str]:
    """Compare the records of answers with the rows about them."""
    records = {
        entry.record_id for path in (data / "warc").iterdir() for entry in iter_entries(path)
    }
    with closing(sqlite3.connect(data / "news.db")) as database:
        rows = {row for (row,) in database.execute("SELECT record_id FROM capture")}
    if records != rows:
        yield f"{len(records - rows)} records without a row, {len(rows - records)} rows without one"


def seconds_of_a_whole_one(replica: Replica, folder: Path) -> float:
    """Harvest once to its end."""
    started = monotonic()
    subprocess.run(command(replica, folder / "whole"), check=True)
    return monotonic() - started


def main() -> int:
    """Kill as often as asked; print a line for each kind of state that was met."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    chance, states = random.Random(wanted.seed), Counter[str]()  # noqa: S311 - no secret
    folder = Path(tempfile.mkdtemp(prefix="msbazhong-kills-"))
    with Replica(seed=wanted.seed, articles=wanted.articles) as replica:
        longest = seconds_of_a_whole_one(replica, folder)
        while (number := states.total()) < wanted.kills:
            data = folder / f"{number:03d}"
            after = chance.uniform(0.2 * longest, longest)
            state = kill_one(replica, data, after, small=number % 2 == 1)
            if state is None:  # this one was faster than the one that was timed
                longest = after
                shutil.rmtree(data)
                continue
            states[state] += 1
            if found := list(faults(replica, data)):
                print(f"killed after {after:.3f} s, see {data}", *found, sep="\n  ")
                return 1
            shutil.rmtree(data)
    shutil.rmtree(folder)
    print(
        f"{wanted.kills} kills of a harvest of {wanted.articles} articles: nothing lost or doubled"
    )
    for state, times in states.most_common():
        print(f"{times:5}  {state}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
