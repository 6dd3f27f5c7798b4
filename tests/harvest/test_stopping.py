"""Stopping: at once, whatever a run is waiting for; nothing is asked for any more."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.replica import Replica

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent.parent
SIGNS = {"Ctrl-C": signal.SIGINT, "SIGTERM": signal.SIGTERM}


def start(folder: Path, url: str, *options: str) -> subprocess.Popen[str]:
    """Start a harvest."""
    command = [sys.executable, "-m", "msbazhong_spider", "harvest", "--data", "data", "--start"]
    return subprocess.Popen(
        [*command, url, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def front(page: Callable[..., Any]) -> Any:
    """Make a front page with a few links to articles."""
    titles = ("李甲到青石镇调研春耕生产工作", "全县经济工作会议召开", "王乙到白马村看望老人")
    links = "".join(
        f"<li><a href=/news/2024/{number}.html>{title}</a> 2024-03-05</li>"
        for number, title in enumerate(titles, 1)
    )
    return page(f"<ul>{links}</ul>")


RULES = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nCrawl-delay: 60\n")
BUSY = (503, {"Retry-After": "60"}, b"")
ALL_BUSY = {f"/news/2024/{number}.html": BUSY for number in (1, 2, 3)}
# The answers of a site, and what has been asked for when the run waits.
WAITS: dict[str, tuple[dict[str, Any], str]] = {
    "for its turn, by the crawl delay": ({"/robots.txt": RULES}, "/robots.txt"),
    "for a busy site": (ALL_BUSY, "/news"),
    "for a busy front page": ({"/": BUSY}, "/"),
    "for robots.txt of a busy site": ({"/robots.txt": BUSY}, "/robots.txt"),
}


@pytest.mark.parametrize("wait", WAITS.values(), ids=WAITS)
def test_a_signal_ends_all_waiting(
    serve: Callable[..., Any],
    page: Callable[..., Any],
    query: Callable[..., Any],
    tmp_path: Path,
    wait: tuple[dict[str, Any], str],
) -> None:
    """Exit code 8 within seconds, not after the minute; nothing is recorded against an address."""
    answers, asked = wait
    with serve({"/": front(page), **answers}) as site, start(tmp_path, site.url) as running:
        while not any(path.startswith(asked) for path in site.asked):
            time.sleep(0.02)
        time.sleep(0.5)
        running.terminate()
        _, err = running.communicate(timeout=20)
    assert running.returncode == 8, err
    assert "msbazhong: stopped before the end; " in err
    assert query("SELECT finish_reason, exit_code FROM run") == [("shutdown", 8)]
    assert query("SELECT * FROM problem") == []


SLOW = {"one that comes soon is kept": (1.5, 1), "one that does not come is let go of": (30.0, 0)}


@pytest.mark.parametrize(("seconds", "kept"), SLOW.values(), ids=SLOW)
def test_an_answer_on_its_way_when_the_signal_comes(
    query: Callable[..., Any], tmp_path: Path, seconds: float, kept: int
) -> None:
    """It is waited for some seconds; no other page is asked for meanwhile."""
    asked: list[str] = []
    gone = Event()

    def slow(path: str, answer: Any) -> Any:
        if re.search(r"\d{4}\.html", path):
            asked.append(path)
            gone.wait(seconds)
        return answer

    replica = Replica(seed=7, articles=30, faults=[slow])
    with replica, start(tmp_path, replica.url, "--delay", "0.01") as running:
        while not asked:
            time.sleep(0.02)
        running.terminate()
        _, err = running.communicate(timeout=20)
        gone.set()
    assert running.returncode == 8, err
    assert len(asked) == 1
    assert len(query("SELECT id FROM article")) == kept
    assert query("SELECT * FROM problem") == []


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_a_signal_before_the_first_request(tmp_path: Path, sign: signal.Signals) -> None:
    """While the beginning is put off nothing has been done, and nothing is left."""
    with start(tmp_path, "http://127.0.0.1:9/", "--jitter", "10h") as running:
        assert re.search(r"msbazhong: beginning in .* \(--jitter\)", running.stderr.readline())
        running.send_signal(sign)
        assert running.stderr.read().strip() == "msbazhong: interrupted"
    assert running.returncode == 8
    assert not (tmp_path / "data").exists()


WALL = "<html><script>var arg1='0123456789ABCDEF0123456789ABCDEF01234567';</script></html>"


@pytest.mark.parametrize("delay", ["0.1", "0"], ids=["one at a time", "eight at a time"])
def test_after_a_challenge_page_nothing_is_asked_for(
    query: Callable[..., Any], tmp_path: Path, delay: str
) -> None:
    """Only what was on its way already has been: nothing that waited for its turn is sent."""
    asked: list[str] = []

    def challenge(path: str, answer: Any) -> Any:
        asked.append(path)
        if len(asked) < 40:
            return answer
        if len(asked) > 40:
            time.sleep(0.5)
        return replace(answer, body=WALL.encode())

    replica = Replica(seed=7, articles=120, faults=[challenge])
    with replica, start(tmp_path, replica.url, "--delay", delay) as running:
        _, err = running.communicate(timeout=60)
        truth = {one.article.title for one in replica.truth}
    assert running.returncode == 5, err
    assert "is a challenge page" in err
    assert len(asked) == 40 if delay != "0" else len(asked) < 40 + 8
    assert query("SELECT finish_reason, exit_code FROM run") == [("challenged", 5)]
    assert set(query("SELECT title FROM article")) <= truth
    assert query("SELECT * FROM problem WHERE kind NOT IN ('missing', 'challenge')") == []


def test_a_challenge_page_in_place_of_robots_txt(
    serve: Callable[..., Any], page: Callable[..., Any], run: Callable[..., Any]
) -> None:
    """It holds no rules, but it is no leave to go on either."""
    wall = (200, {"Content-Type": "text/html"}, WALL.encode())
    with serve({"/robots.txt": wall, "/": front(page)}) as site:
        done = run("harvest", "--start", site.url, "--data", "data", "--delay", "0")
    assert done.returncode == 5
    assert site.asked == ["/robots.txt"]
