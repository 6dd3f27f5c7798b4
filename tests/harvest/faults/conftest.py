"""Runs against a replica that misbehaves, with small limits, and what must hold after each."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.harvest.demo import compare
from msbazhong_spider.harvest.fixity import Fixity

if TYPE_CHECKING:
    from collections.abc import Callable

    from msbazhong_spider.replica import Replica

ROOT = Path(__file__).parent.parent.parent.parent
# Small limits, so that nobody waits for a minute or sends 16 MiB.
LIMITS = {
    "DOWNLOAD_TIMEOUT": 3.0,
    "RETRY_TIMES": 1,
    "DOWNLOAD_MAXSIZE": 2 << 20,
    "DOWNLOAD_WARNSIZE": 0,
    "MSBAZHONG_BACKOFF": 0.1,
}
# Settings of one run, and what memory the run took at most, which only the process itself knows.
SCRIPT = r"""
import json, re, sys
from pathlib import Path
import msbazhong_spider.settings as settings
from scrapy.resolver import dnscache
from msbazhong_spider.cli import main

changed, names = json.loads(sys.argv[1])
vars(settings).update(changed)
dnscache.update(names)
sys.argv[1:] = sys.argv[2:]
try:
    main()
finally:
    # Not ru_maxrss: that also counts what took memory before this program was started in its place.
    told = Path("/proc/self/status").read_text()
    print("KILOBYTES", re.search(r"VmHWM:\s+(\d+)", told)[1], file=sys.stderr)
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: exit code, what it said, and the most memory that it took, in MiB."""

    code: int
    said: str
    memory: float


class House:
    """One data folder, and the runs that fill it."""

    def __init__(self, folder: Path) -> None:
        """Take the folder in which the data folder will be."""
        self.folder, self.data = folder, folder / "data"

    def harvest(
        self, start: str, *options: str, names: dict[str, str] | None = None, **changed: object
    ) -> Ended:
        """Run a harvest with small limits; ``names`` says what host names stand for."""
        told = json.dumps([{**LIMITS, **changed}, names or {}])
        command = ["harvest", "--start", start, "--delay", "0", "--data", str(self.data), *options]
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, told, *command],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        said, _, memory = done.stderr.rpartition("KILOBYTES ")
        return Ended(done.returncode, said, int(memory) / 1024)

    def rows(self, sql: str, *values: object) -> list[Any]:
        """Ask the database; one column gives values."""
        with closing(sqlite3.connect(self.data / "news.db")) as database:
            found = database.execute(sql, values).fetchall()
        return [row[0] if len(row) == 1 else row for row in found]

    @property
    def problems(self) -> dict[str, str]:
        """What went wrong in the last run, by address: kind and why, in words."""
        found = self.rows(
            "SELECT url, kind || ': ' || why FROM problem WHERE run_id = (SELECT max(id) FROM run)"
        )
        return dict(found)

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(path.stat().st_size for path in self.data.rglob("*") if path.is_file())

    def check(self, replica: Replica) -> set[str]:
        """See that what is stored is true and sound; give the addresses of the articles."""
        stored = set(self.rows("SELECT url FROM article"))
        known = {one.article.url: one for one in replica.truth}
        assert stored <= known.keys()
        wrong = compare(self.data / "news.db", (known[url] for url in stored)).wrong
        # In which sections an article stands is known only when all of them were read.
        assert [line for line in wrong if " sections: " not in line] == []
        assert self.rows("SELECT count(*) FROM article_version") == [0]
        assert self.rows("SELECT count(*) FROM gone") == [0]
        assert self.flaws == []
        return stored

    @property
    def flaws(self) -> list[str]:
        """What ``verify`` finds."""
        return [str(flaw) for flaw in Fixity(self.data).findings() if flaw.is_flaw]

    def is_complete(self, replica: Replica) -> bool:
        """Tell whether every article is there, in all of its sections."""
        return compare(self.data / "news.db", replica.truth).wrong == ()


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Give an empty data folder."""
    return House(tmp_path)


@pytest.fixture
def path_of() -> Callable[[Any], str]:
    """Give the path of a truth's article."""
    return lambda truth: re.sub(r"^http://[^/]+", "", truth.article.url)
