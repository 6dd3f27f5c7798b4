"""One line and an exit code for watchdogs, whatever state the archive is in."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from socket import gethostname
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.harvest.alerts.state import mark_over, note
from msbazhong_spider.harvest.findings import Finding, Sign
from msbazhong_spider.harvest.health import Health, check_health
from msbazhong_spider.harvest.lock import only_run
from msbazhong_spider.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 6, 2, 8, 0, tzinfo=UTC)
DAY = timedelta(hours=26)
SECTION = Finding(Sign.SECTION, "no news", "云溪县 > 时政新闻")
NETWORK = Finding(Sign.NETWORK, "the connection was refused")


def ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


def archive(folder: Path, *runs: tuple[Any, ...], site: str = "yunxi") -> None:
    """Make an archive with runs: hours ago of start and end, reason, exit code."""
    with open_store(folder / "news.db") as store:
        for began, ended, reason, code in runs:
            run = store.begin_run(site, {}, ago(began))
            if ended is not None:
                store.end_run(run, ago(ended), reason, code, {})


def look(folder: Path, site: str | None = "yunxi") -> Health:
    return check_health(folder, site, DAY, NOW)


GOOD = (5, 4.5, "finished", 0)
STATES: dict[str, tuple[list[tuple[Any, ...]], bool, str]] = {
    "a good run": (
        [GOOD],
        True,
        "yunxi: last good run 4 h ago, the latest ended with exit code 0 (finished)",
    ),
    "too long ago": (
        [(30, 29, "finished", 0)],
        False,
        "yunxi: last good run 29 h ago, the latest ended with exit code 0 (finished)",
    ),
    "a bad run after a good one": (
        [GOOD, (2, 1, "network_down", 75)],
        True,
        "yunxi: last good run 4 h ago, the latest ended with exit code 75 (network_down)",
    ),
    "a planned end is a good one": (
        [(5, 4, "budget", 8)],
        True,
        "yunxi: last good run 4 h ago, the latest ended with exit code 8 (budget)",
    ),
    "Ctrl-C is none": (
        [(5, 4, "shutdown", 8)],
        False,
        "yunxi: no good run yet, the latest ended with exit code 8 (shutdown)",
    ),
    "killed": (
        [GOOD, (3, None, None, None)],
        True,
        "yunxi: last good run 4 h ago, the latest began 3 h ago and was killed",
    ),
    "a bare scrapy crawl has no code": (
        [GOOD, (3, 2, "finished", None)],
        True,
        "yunxi: last good run 4 h ago, the latest ended with exit code - (finished)",
    ),
}


@pytest.mark.parametrize(("runs", "is_well", "line"), STATES.values(), ids=STATES)
def test_states(tmp_path: Path, runs: list[tuple[Any, ...]], is_well: bool, line: str) -> None:
    """What is well, and the line that says why or why not."""
    archive(tmp_path, *runs)
    assert look(tmp_path) == Health(is_well, line)


@pytest.mark.parametrize(("began", "is_well"), [(3, True), (40, False)], ids=["3 h", "40 h"])
def test_a_run_that_goes_on(tmp_path: Path, began: float, is_well: bool) -> None:
    """It is let go on, but not for longer than a good run may be ago."""
    archive(tmp_path, (41, 4, "finished", 0), (began, None, None, None))
    with only_run(tmp_path):
        found = look(tmp_path)
    assert found.is_well is is_well
    assert f"a run has been going on for {began} h" in found.line


def test_a_lock_of_a_dead_run_is_none(tmp_path: Path) -> None:
    """It left its name in the file; on another machine nobody can know."""
    archive(tmp_path, GOOD, (3, None, None, None))
    for process, host, word in (
        (2**22 + 1, gethostname(), "was killed"),
        (1, "elsewhere", "has been going on"),
    ):
        (tmp_path / "harvest.lock").write_text(f"process {process} on {host} since long ago")
        assert word in look(tmp_path).line


def test_open_alarms(tmp_path: Path) -> None:
    """They are named; one that is over is forgotten."""
    archive(tmp_path, GOOD)
    with open_store(tmp_path / "news.db") as store:
        note(store.db.conn, "yunxi", [SECTION], NOW)
        found = look(tmp_path)
        mark_over(store.db.conn, "yunxi", [SECTION.key], NOW)
    assert not found.is_well
    assert found.line.endswith("open alarms: section_silent: 云溪县 > 时政新闻")
    assert look(tmp_path).is_well


@pytest.mark.parametrize(("nights", "is_well"), [(1, True), (2, False)])
def test_nights_without_network(tmp_path: Path, nights: int, is_well: bool) -> None:
    """One alone is none yet, as for alerts."""
    archive(tmp_path, GOOD)
    with open_store(tmp_path / "news.db") as store:
        for night in range(nights):
            when = NOW - timedelta(days=nights - 1 - night)
            note(store.db.conn, "yunxi", [NETWORK], when)
    assert look(tmp_path).is_well is is_well


def test_all_sites_of_a_folder(tmp_path: Path) -> None:
    """Imports and rereadings are no harvests; one bad site makes it bad."""
    archive(tmp_path, GOOD)
    archive(tmp_path, (5, 4, "finished", 3), site="import")
    assert look(tmp_path, None).line.startswith("yunxi: last good run 4 h ago")
    archive(tmp_path, (50, 49, "finished", 0), site="lanhe")
    assert look(tmp_path, None).line.startswith("lanhe: last good run 2 days ago")
    assert not look(tmp_path, None).is_well
    assert look(tmp_path, "yunxi").is_well


def test_no_archive(tmp_path: Path) -> None:
    """Nothing is made where nothing is."""
    assert "no such database" in look(tmp_path / "none").line
    archive(tmp_path)
    assert look(tmp_path).line == "yunxi: no run yet"
    assert look(tmp_path, None).line.endswith("news.db: no run yet")
    (tmp_path / "news.db").write_bytes(b"no database at all" * 100)
    assert "is no SQLite database" in look(tmp_path).line
    assert not look(tmp_path).is_well
    assert not (tmp_path / "none").exists()


def test_it_reads_while_others_write(tmp_path: Path) -> None:
    """A run that holds the write lock keeps nobody from looking, and the seal stays on."""
    archive(tmp_path, GOOD)
    with closing(sqlite3.connect(tmp_path / "news.db")) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE run SET why = 'x'")
        assert look(tmp_path).is_well


def test_the_command(run: Callable[..., Any], tmp_path: Path) -> None:
    """Exit code 0 or 1, one line; lengths of time in every form."""
    with open_store(tmp_path / "data" / "news.db") as store:
        number = store.begin_run("yunxi", {}, datetime.now(UTC))
        store.end_run(number, datetime.now(UTC) - timedelta(minutes=100), "finished", 0, {})
    for age, code in (("26h", 0), ("90m", 1), ("2d", 0), ("60", 1)):
        done = run("health", "yunxi", "--max-age", age, "--data", "data")
        assert (done.returncode, done.stderr) == (code, "")
        assert done.stdout == (
            "yunxi: last good run 100 min ago, the latest ended with exit code 0 (finished)\n"
        )
    done = run("health", "--max-age", "soon", "--data", "data")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is no length of time" in done.stderr
