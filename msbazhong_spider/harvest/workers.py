"""Work in several processes: in order, with a bounded number of tasks under way."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from msbazhong_spider.errors import MsbazhongError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")
R = TypeVar("R")
_FIRST = 4  # tasks that are not worth the start of other processes
_AHEAD = 4  # tasks under way for each process, so that none waits for the next


class InProcess(Executor):
    """Does what is submitted at once, in this process."""

    def submit(self, fn: Callable[..., R], /, *args: object, **kwargs: object) -> Future[R]:
        """Do it, and hand over what came of it."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - it is raised where the result is asked for
            future.set_exception(error)
        return future


class Growing(Executor):
    """Does the first few tasks itself and the rest in processes, whose start costs a second."""

    def __init__(self, processes: int) -> None:
        """Take the number of processes; they are started when they are needed."""
        self._processes, self._own = processes, InProcess()
        self._pool: ProcessPoolExecutor | None = None
        self._left = _FIRST

    def submit(self, fn: Callable[..., R], /, *args: object, **kwargs: object) -> Future[R]:
        """Do it at once, or have it done."""
        if self._left:
            self._left -= 1
            return self._own.submit(fn, *args, **kwargs)
        if self._pool is None:
            # Forking a process that has threads (a progress bar) can stop it for ever.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(
                self._processes, mp_context=context, initializer=_begin
            )
        with _uninterrupted():  # a task may start one more process
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)


@contextmanager
def workers(processes: int | None = None) -> Iterator[Executor]:
    """Give an executor of so many processes; None for one a core. One process is this one.

    Ctrl-C is left to this process: the others finish what they have begun and end.
    """
    wanted = processes or cores()
    executor = InProcess() if wanted == 1 else Growing(wanted)
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def cores() -> int:
    """Count the cores that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ignore Ctrl-C for a moment, which processes that are started meanwhile go on doing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _begin() -> None:
    """Leave Ctrl-C to the parent, and end with it: one that was killed can't say goodbye."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def in_order(
    work: Callable[[T], R], tasks: Iterable[T], executor: Executor, ahead: int | None = None
) -> Iterator[R]:
    """Give the results of all tasks, in their order; a few tasks are under way at any time.

    Raises MsbazhongError if a worker was killed, as the system does when memory runs out.
    """
    window = ahead or (1 if isinstance(executor, InProcess) else _AHEAD * cores())
    waiting: deque[Future[R]] = deque()
    try:
        for task in tasks:
            waiting.append(executor.submit(work, task))
            if len(waiting) >= window:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenExecutor as error:
        raise MsbazhongError(
            "a reading process was killed, most often for want of memory; what was read is kept:"
            " run it again with fewer --processes"
        ) from error
    finally:
        for future in waiting:
            future.cancel()


def chunked(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Cut a stream into pieces of so many items; the last may be shorter."""
    stream = iter(items)
    while piece := tuple(islice(stream, size)):
        yield piece
