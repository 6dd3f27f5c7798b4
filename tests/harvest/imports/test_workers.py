"""Work in several processes: in order, a few tasks ahead, and honest about a killed worker."""

from __future__ import annotations

import os
import signal
from itertools import count, islice
from math import sqrt

import pytest

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


def _die(parent: int) -> None:
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
