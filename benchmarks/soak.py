"""Harvest a portal on which everything goes wrong by chance, night after night, until all is there.

::

    python benchmarks/soak.py --articles 300 --nights 6 --seed 1

All faults of the replica strike at once, each answer by chance from the seed. After every night
what is stored must be true (no article, field, section, version or disappearance that the site
never had), the archive must pass ``verify``, and the exit code must fit what was struck. Every
other night is a full one. At last the faults end: the next night must have every article just as
it is in truth, and the one after it must find nothing to do. One line for each night; the first
failure ends the script with exit code 1, and the folder is kept. ``--seeds 10`` does all that for
ten seeds, one after the other.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from msbazhong_spider.harvest.demo import compare
from msbazhong_spider.harvest.fixity import Fixity
from msbazhong_spider.replica import Replica
from msbazhong_spider.replica.faults import FAULTS, make_fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msbazhong_spider.replica.faults import Struck
    from msbazhong_spider.replica.site import Answer

# What the site then truly says: other sections, further reports.
TRUE_IN_THEIR_WAY = {"section-name", "paths"}
# Once an answer of these is met the run is over; with the share of the others none would end.
WALLS = {"challenge", "forbidden", "too-many"}
TRAPS = {"endless-listing", "repeated-listing", "calendar"}
SKINS = ("portal", "dedecms", "trs", "jeecms", "empirecms", "phpcms")
# Small limits, so that a night takes seconds.
LIMITS = {
    "DOWNLOAD_TIMEOUT": 2.0,
    "DOWNLOAD_MAXSIZE": 2 << 20,
    "DOWNLOAD_WARNSIZE": 0,
    "MSBAZHONG_BACKOFF": 0.1,
}
SCRIPT = """
import json, resource, sys
import msbazhong_spider.settings as settings
from msbazhong_spider.cli import main

vars(settings).update(json.loads(sys.argv[1]))
sys.argv[1:] = sys.argv[2:]
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
MOST_MEMORY, MOST_DISK = 400, 200  # MiB, of three hundred articles
NEVER = {1, 2, 6, 7, 8, 9}  # exit codes that no fault of a site explains


class Weather:
    """The faults of one portal; a fault itself, which can be over."""

    def __init__(self, share: float, seed: int) -> None:
        """Make all faults, which together strike that share of the answers."""
        common = [name for name in FAULTS if name not in TRUE_IN_THEIR_WAY | WALLS | TRAPS]
        chance = share / len(common)
        self.faults: list[Struck] = [make_fault(name, chance=chance, seed=seed) for name in common]
        self.faults += [make_fault(name, chance=chance / 20, seed=seed) for name in sorted(WALLS)]
        self.faults += [make_fault(name, "/", 0.3, seed=seed) for name in sorted(TRAPS)]
        self.is_over = False

    def __call__(self, path: str, answer: Answer) -> Answer:
        """Strike an answer, or several times, or not."""
        for fault in () if self.is_over else self.faults:
            answer = fault(path, answer)
        return answer

    def route(self, path: str) -> str:
        """Give the path without what faults have added."""
        for fault in self.faults:
            path = fault.route(path)
        return path

    def struck(self) -> dict[str, list[str]]:
        """Give what was struck since the last call: paths by fault."""
        found = {fault.name: list(fault.struck) for fault in self.faults if fault.struck}
        for fault in self.faults:
            fault.struck.clear()
        return found


@dataclass(frozen=True, slots=True)
class Night:
    """What one night brought; ``wrong`` is what is not as it must be."""

    code: int
    said: str
    seconds: float
    memory: int
    struck: int
    stored: int
    problems: int
    wrong: tuple[str, ...]


def harvest(replica: Replica, data: Path, *options: str) -> tuple[int, str, int]:
    """Run one night; give the exit code, what it said, and the most memory that it took (MiB)."""
    command = ["harvest", "--start", replica.url, "--delay", "0", "--quiet", "--data", str(data)]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(LIMITS), *command, *options],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr.strip(), int(done.stdout.split()[-1])


def wrong_in(data: Path, replica: Replica) -> list[str]:
    """Say what is stored that is not true, or not sound."""
    truth = {one.article.url: one for one in replica.truth}
    with closing(sqlite3.connect(data / "news.db")) as database:
        ask = database.execute
        stored = [url for (url,) in ask("SELECT url FROM article")]
        versions = [url for (url,) in ask("SELECT url FROM article WHERE version > 1")]
        gone = [url for (url,) in ask("SELECT url FROM gone")]
        placed = ask(
            "SELECT a.url, s.county, s.name FROM article_section AS x"
            " JOIN article AS a ON a.id = x.article_id JOIN section AS s ON s.id = x.section_id"
        ).fetchall()
    found = [f"{url}: no such article" for url in stored if url not in truth]
    found += [f"{url}: edited" for url in versions] + [f"{url}: gone" for url in gone]
    known = [truth[url] for url in stored if url in truth]
    differing = compare(data / "news.db", known).wrong
    found += [line for line in differing if " sections: " not in line]
    found += [
        f"{url}: stands in {county} {name}"
        for url, county, name in placed
        if url in truth and (county, name) not in truth[url].sections
    ]
    return [*found, *(str(flaw) for flaw in Fixity(data).findings() if flaw.is_flaw)]


def untruth(code: int, struck: dict[str, list[str]]) -> list[str]:
    """Say what an exit code claims without reason."""
    found = []
    if code in NEVER:
        found.append(f"exit code {code}")
    if code == 5 and not WALLS & struck.keys():  # noqa: PLR2004 - the codes of the README
        found.append("blocked, but there was no wall")
    paths = {path for those in struck.values() for path in those}
    if code in (4, 75) and all(re.search(r"\d{4}\.\w+$", path) for path in paths):
        found.append(f"exit code {code}, but only articles were struck")
    return found


def night(replica: Replica, weather: Weather, data: Path, *options: str) -> Night:
    """Play one night and look at what it left."""
    began = monotonic()
    code, said, memory = harvest(replica, data, *options)
    seconds = monotonic() - began
    struck = weather.struck()
    with closing(sqlite3.connect(data / "news.db")) as database:
        (stored,) = database.execute("SELECT count(*) FROM article").fetchone()
        (problems,) = database.execute(
            "SELECT count(*) FROM problem WHERE run_id = (SELECT max(id) FROM run)"
        ).fetchone()
    wrong = [*wrong_in(data, replica), *untruth(code, struck)]
    if memory > MOST_MEMORY:
        wrong.append(f"{memory} MiB of memory")
    if (size := disk(data)) > MOST_DISK:
        wrong.append(f"{size} MiB on disk")
    return Night(
        code, said, seconds, memory, sum(map(len, struck.values())), stored, problems, tuple(wrong)
    )


def disk(data: Path) -> int:
    """Give the size of a folder in MiB."""
    return sum(path.stat().st_size for path in data.rglob("*") if path.is_file()) >> 20


def soak(replica: Replica, weather: Weather, data: Path, nights: int) -> list[str]:
    """Play all nights; give what was wrong with the first one that was not as it must be."""
    for number in range(1, nights + 3):
        weather.is_over = number > nights
        is_full = number == nights + 1 or (number % 2 == 0 and not weather.is_over)
        options = ["--full"] if is_full else []
        played = night(replica, weather, data, *options)
        wrong = list(played.wrong)
        if weather.is_over:
            wrong += compare(data / "news.db", replica.truth).wrong
            if played.code:
                wrong.append(f"exit code {played.code} of a good night: {played.said}")
        kind = "fair" if weather.is_over else "foul"
        print(
            f"{number:>5}  {kind:<4} {'full' if options else '':<5}{played.code:>4}"
            f"{played.struck:>8}{played.problems:>10}{played.stored:>9}{played.memory:>8}"
            f"{disk(data):>6}{played.seconds:>9.1f}",
            flush=True,
        )
        if wrong:
            return [*wrong[:5], played.said]
    return []


def play(seed: int, articles: int, nights: int, share: float) -> bool:
    """Play the nights of one seed; False if something was wrong, which is printed."""
    skin = SKINS[random.Random(seed).randrange(len(SKINS))]  # noqa: S311 - a game
    data = Path(tempfile.mkdtemp(prefix="soak-"))
    print(f"seed {seed}: {articles} articles, {skin}, {share:.0%} of the answers struck")
    print("night  sky  how  code  struck  problems articles  memory  disk  seconds")
    weather = Weather(share, seed)
    with Replica(seed, articles, skin=skin, counties=2, per_page=10, faults=[weather]) as replica:
        wrong = soak(replica, weather, data, nights)
    if wrong:
        print(f"wrong, see {data}:", *wrong, sep="\n  ")
        return False
    shutil.rmtree(data)
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the arguments and play."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--nights", type=int, default=6, help="with faults; two without follow")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="how many, beginning with --seed")
    parser.add_argument("--share", type=float, default=0.15, help="of the answers that are struck")
    asked = parser.parse_args(arguments)
    for seed in range(asked.seed, asked.seed + asked.seeds):
        if not play(seed, asked.articles, asked.nights, asked.share):
            return 1
    print(f"{asked.seeds} seeds: everything true and sound, every article there in the end")
    return 0


if __name__ == "__main__":
    sys.exit(main())
