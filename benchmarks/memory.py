"""Measure how much memory a harvest takes, and that a ten times larger one takes hardly more.

    python benchmarks/memory.py [--small N] [--large N] [--seed N]

Harvests a portal of N invented reports (2,000, then 20,000), each time as ``msbazhong harvest``
does: a process of its own, with database and WARC files in a new folder, from the replica, which is
served by another process. Prints the peak of the resident memory of both harvests as the kernel
kept it, pages a second, and the ratio of the two peaks; exit code 1 if it is above 1.25, or if a
harvest did not store every report. The larger one takes some minutes. ``--small 200 --large 2000``
is for a first look.
"""

from __future__ import annotations

import argparse
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

WANTED = 1.25  # times the peak of the smaller harvest
COMMAND = (sys.executable, "-m", "msbazhong_spider")


class Harvest(NamedTuple):
    """What one harvest took. ``peak`` is in MiB."""

    pages: int
    articles: int
    seconds: float
    peak: float


def main() -> int:
    """Read the arguments, harvest twice, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", type=int, default=2_000)
    parser.add_argument("--large", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    peaks = []
    for articles in (options.small, options.large):
        done = harvest(articles, options.seed)
        print(
            f"{articles:7,} reports: peak {done.peak:6.1f} MiB, {done.pages:,} pages "
            f"in {done.seconds:.0f} s, {done.pages / done.seconds:.1f} pages/s",
            flush=True,
        )
        if done.articles != articles:
            print(f"only {done.articles:,} reports were stored")
            return 1
        peaks.append(done.peak)
    ratio = peaks[1] / peaks[0]
    print(f"ratio of the peaks: {ratio:.2f} (wanted: at most {WANTED})")
    return int(ratio > WANTED)


def harvest(articles: int, seed: int) -> Harvest:
    """Harvest a portal of so many reports into a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder, served(articles, seed) as url:
        data = Path(folder, "data")
        start = [*COMMAND, "harvest", "--start", url, "--delay", "0", "--quiet"]
        began = monotonic()
        # The kernel counts the little that this process has as the child's until it has begun.
        peak = peak_of([*start, "--data", str(data)])
        seconds = monotonic() - began
        with closing(sqlite3.connect(data / "news.db")) as database:
            (stored,) = database.execute("SELECT count(*) FROM article").fetchone()
            (pages,) = database.execute("SELECT count(*) FROM capture").fetchone()
        return Harvest(pages, stored, seconds, peak)


def peak_of(command: list[str]) -> float:
    """Run a command to its end; give the peak of its resident memory in MiB."""
    with subprocess.Popen(command) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"the harvest ended with exit code {child.returncode}")
    return usage.ru_maxrss / 1024  # Linux counts in KiB


@contextmanager
def served(articles: int, seed: int) -> Iterator[str]:
    """Serve a portal by a process of its own; give its address."""
    command = [*COMMAND, "replica", "--articles", str(articles), "--seed", str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as replica:
        try:
            said = replica.stdout.readline() if replica.stdout else ""
            found = re.search(r"http://\S+", said)
            if found is None:
                raise SystemExit(f"the replica could not be served: {said}")
            yield found[0]
        finally:
            replica.terminate()


if __name__ == "__main__":
    sys.exit(main())
