"""Work in several processes: in order, a few tasks ahead, and honest about a killed worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from itertools import count, islice
from math import sqrt
from pathlib import Path

import pytest

import msbazhong_spider
from msbazhong_spider.errors import MsbazhongError
from msbazhong_spider.harvest.workers import InProcess, in_order, workers


def test_results_come_in_the_order_of_the_tasks() -> None:
    """Also those that other processes give."""
    with workers(2) as executor:
        assert list(in_order(sqrt, (n * n for n in range(40)), executor)) == list(range(40))


def test_an_endless_stream_of_tasks_is_taken_as_it_is_needed() -> None:
    """Only a few tasks are under way at any time."""
    taken = []
    numbers = (taken.append(n) or n for n in count())
    assert list(islice(in_order(abs, numbers, InProcess(), ahead=4), 3)) == [0, 1, 2]
    assert len(taken) <= 6


def test_what_a_task_raises_is_raised_where_its_result_is_asked_for() -> None:
    """In this process as in others."""
    with pytest.raises(ValueError, match="math domain"):
        list(in_order(sqrt, [-1.0], InProcess()))


def test_a_killed_worker_is_told() -> None:
    """With what to do about it."""
    with workers(2) as executor, pytest.raises(MsbazhongError, match="fewer --processes"):
        list(in_order(_die, [os.getpid()] * 9, executor))


BUSY = """
import os, signal, sys, time
from msbazhong_spider.harvest.workers import in_order, workers

def process(number):
    time.sleep(0.1)
    return os.getpid()

if __name__ == "__main__":
    with workers(2) as executor:
        for worker in in_order(process, range(60), executor):
            print(worker, flush=True)
            if worker != os.getpid():
                os.kill(os.getpid(), signal.SIGKILL)
"""


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    """They hold the pipes open among themselves, and would sleep for ever."""
    script = tmp_path / "busy.py"
    script.write_text(BUSY, "utf-8")
    path = {**os.environ, "PYTHONPATH": str(Path(msbazhong_spider.__file__).parent.parent)}
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, env=path, timeout=60, check=False
    )
    assert done.returncode == -signal.SIGKILL
    # Until all that write to the pipe of its output have ended, run() does not come back.
    assert len(done.stdout.split()) > 1


def _die(parent: int) -> None:
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
