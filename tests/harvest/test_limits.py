"""What ends a run by plan, or keeps it from beginning: its time, the night, the day's requests."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.amounts import CHINA
from msbazhong_spider.limits import Day
from msbazhong_spider.replica import Replica
from msbazhong_spider.store.captured import answers_since

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent.parent
QUICK = ("--data", "data", "--delay", "0")
SLOWLY = ("--data", "data", "--delay", "0.05")


@pytest.mark.parametrize("quiet", [(), ("--quiet",)], ids=["aloud", "quiet"])
def test_the_time_of_a_run(
    portal: Replica, run: Callable[..., Any], query: Callable[..., Any], quiet: tuple[str, ...]
) -> None:
    """Exit code 8, what was read is kept, and one line says so; --quiet says nothing."""
    done = run("harvest", "--start", portal.url, *SLOWLY, "--max-time", "2s", *quiet)
    assert done.returncode == 8
    if quiet:
        assert (done.stdout, done.stderr) == ("", "")
    else:
        assert "msbazhong: the time of this run is over (--max-time); " in done.stderr
    assert query("SELECT finish_reason, exit_code FROM run") == [("max_time", 8)]
    assert query("SELECT kind FROM problem WHERE kind <> 'missing'") == []
    assert 0 < len(query("SELECT id FROM article")) < 120


def test_the_end_of_the_night(portal: Replica, query: Callable[..., Any], tmp_path: Path) -> None:
    """A run that is under way ends well when the hours in which it may ask are over."""
    now = datetime.now(UTC)
    near = datetime(2026, 11, 23, 5, 59, 58, tzinfo=CHINA) - now
    code = (
        "import msbazhong_spider.limits as limits, msbazhong_spider.harvest.run as run\n"
        "from datetime import UTC, datetime, timedelta\n"
        f"limits._now = lambda: datetime.now(UTC) + timedelta(seconds={near.total_seconds()!r})\n"
        "run._check_hours = lambda _: None\n"
        "from msbazhong_spider.cli import main; main()"
    )
    options = ["harvest", "--start", portal.url, *SLOWLY, "--between", "22:00-06:00"]
    done = subprocess.run(
        [sys.executable, "-c", code, *options],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 8, done.stderr
    assert "the hours in which the site may be asked are over (--between)" in done.stderr
    assert query("SELECT finish_reason, exit_code FROM run") == [("night_over", 8)]


@pytest.mark.parametrize("quiet", [(), ("--quiet",)], ids=["aloud", "quiet"])
def test_by_day_nothing_begins(
    portal: Replica, run: Callable[..., Any], tmp_path: Path, quiet: tuple[str, ...]
) -> None:
    """Exit code 0, for nothing is wrong and nothing was begun; no request, no folder."""
    begin = datetime.now(CHINA) + timedelta(hours=2)
    hours = f"{begin:%H:%M}-{begin + timedelta(hours=1):%H:%M}"
    done = run("harvest", "--start", portal.url, *QUICK, "--between", hours, *quiet)
    assert done.returncode == 0
    told = "" if quiet else f"not within {hours} (--between)"
    assert told in done.stderr
    assert bool(done.stderr) is not bool(quiet)
    assert not (tmp_path / "data").exists()


def test_the_budget_of_a_day(run: Callable[..., Any], query: Callable[..., Any]) -> None:
    """All runs of the day together, robots.txt included, ask exactly so often; then none begins."""
    asked: list[str] = []

    def note(path: str, answer: Any) -> Any:
        asked.append(path)
        return answer

    with Replica(seed=7, articles=120, faults=[note]) as replica:
        harvest = ("harvest", "--start", replica.url, *QUICK, "--budget")
        first = run(*harvest, 20)
        assert (first.returncode, len(asked)) == (8, 20)
        assert "msbazhong: the requests of this day are used up (--budget); " in first.stderr
        second = run(*harvest, 35)
        assert (second.returncode, len(asked)) == (8, 35)
        third = run(*harvest, 35)
        assert (third.returncode, len(asked)) == (0, 35)
    assert "not begun: msbazhong has answered 35 requests today, of 35" in third.stderr
    assert query("SELECT finish_reason, exit_code FROM run") == [("budget", 8)] * 2
    assert query("SELECT kind FROM problem WHERE kind <> 'missing'") == []


def test_a_budget_that_listings_alone_use_up(
    run: Callable[..., Any], query: Callable[..., Any]
) -> None:
    """A harvest that never comes to the end of its listings gets on all the same."""
    with Replica(seed=7, articles=60) as replica:
        stored = []
        for night in range(1, 5):
            run("harvest", "--start", replica.url, *QUICK, "--budget", 30 * night)
            stored.append(len(query("SELECT id FROM article")))
    assert stored[0] < 30
    assert all(later - earlier >= 10 for earlier, later in pairwise(stored) if earlier < 45)


def test_only_what_a_site_answered_today_counts(tmp_path: Path, query: Callable[..., Any]) -> None:
    """Other sites, other days and imported pages have budgets of their own."""
    from msbazhong_spider.items import Capture, PageKind
    from msbazhong_spider.store import open_store

    today = datetime(2026, 11, 23, tzinfo=CHINA)
    database = tmp_path / "data" / "news.db"
    assert answers_since(database, "lanhe", today) == 0
    with open_store(database) as store:
        for site, when in (("lanhe", 0), ("lanhe", -1), ("msbazhong", 0), ("import", 0)):
            run_id = store.begin_run(site, {}, today)
            at = today + timedelta(hours=when)
            url = f"http://{site}.example/{when}"
            store.save_captures([Capture(url, at, 200, PageKind.OTHER, 1, "0" * 64)], run_id)
    assert answers_since(database, "lanhe", today) == 1


def test_at_midnight_a_new_day_begins() -> None:
    """In the midst of a run too."""
    clock = datetime(2026, 11, 23, 23, 59, tzinfo=CHINA)
    day = Day(lambda: clock, lambda began: began.day)
    assert (day.count(), day.count()) == (23, 24)
    clock += timedelta(minutes=1)
    assert (day.count(), day.count()) == (0, 1)


WRONG = {
    "a time that is none": ("--max-time", "long", "is no length of time"),
    "hours that are none": ("--between", "night", "are no hours of the day"),
    "a jitter that is none": ("--jitter", "some", "is no length of time"),
    "a jitter without end": ("--jitter", "forever", "is no length of time"),
    "a wait that is none": ("--wait", "msbazhong", "is no length of time"),
}


@pytest.mark.parametrize(("option", "value", "message"), WRONG.values(), ids=WRONG)
def test_limits_that_are_none(
    run: Callable[..., Any], option: str, value: str, message: str
) -> None:
    """One line, exit code 2, before anything is asked for."""
    done = run("harvest", "--start", "http://127.0.0.1:9/", option, value)
    assert (done.returncode, message in done.stderr) == (2, True)


@pytest.mark.parametrize("name", ["MAX_TIME", "BUDGET", "BETWEEN", "MIN_FREE"])
def test_limits_of_the_environment(run: Callable[..., Any], name: str) -> None:
    """They count like options, and are checked like them."""
    done = run("harvest", "--start", "http://127.0.0.1:9/", **{f"MSBAZHONG_{name}": "x"})
    assert (done.returncode, "'x' " in done.stderr) == (2, True)
