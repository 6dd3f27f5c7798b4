"""One run at a time: who is turned away, what it is told, and how it can wait."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.errors import LockedError, StoreError
from msbazhong_spider.harvest.lock import at_rest, only_run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from msbazhong_spider.replica import Replica

ROOT = Path(__file__).parent.parent.parent
HOLD = """
import sys, time
from pathlib import Path
from msbazhong_spider.harvest.lock import only_run
sys.argv = ["/usr/bin/msbazhong", "harvest", "--data", "my data"]
with only_run(Path(sys.stdin.readline().strip())):
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def another_run(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Hold the lock of a folder by a process of its own, until it is written a line or killed."""
    command = [sys.executable, "-c", HOLD]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        process.stdin.write(f"{folder}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_who_is_turned_away_is_told_by_whom(run: Callable[..., Any], tmp_path: Path) -> None:
    """Exit code 6; command, process, host, and since when by both clocks."""
    with another_run(tmp_path / "data") as process:
        done = run("harvest", "--start", "http://127.0.0.1:9/", "--data", "data", TZ="Asia/Tokyo")
    assert done.returncode == 6
    assert re.search(
        rf"msbazhong: data: another run is at work \(process {process.pid} on "
        rf"{re.escape(socket.gethostname())} since \d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\dZ "
        r"\(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}\): msbazhong harvest --data 'my data'\)",
        done.stderr,
    )


WRITERS = {
    "harvest": ["harvest", "--start", "http://127.0.0.1:9/"],
    "import": ["import", "page.html"],
    "reread": ["reread"],
    "merge": ["merge", "other"],
    "upgrade": ["upgrade"],
}


@pytest.mark.parametrize("command", WRITERS.values(), ids=WRITERS)
def test_whatever_writes_honours_the_lock(
    run: Callable[..., Any], tmp_path: Path, command: list[str]
) -> None:
    """It is turned away with exit code 6, before it has changed anything."""
    from msbazhong_spider.store import open_store

    (tmp_path / "page.html").write_text("<p>x</p>")
    for folder in ("data", "other"):
        open_store(tmp_path / folder / "news.db").close()
    before = (tmp_path / "data" / "news.db").read_bytes()
    with another_run(tmp_path / "data"):
        done = run(*command, "--data", "data")
    assert (done.returncode, "another run is at work" in done.stderr) == (6, True)
    assert (tmp_path / "data" / "news.db").read_bytes() == before


def test_waiting_for_the_other_run_and_then_going_on(portal: Replica, tmp_path: Path) -> None:
    """It says once for whom it waits, and harvests when that one has ended."""
    command = [sys.executable, "-m", "msbazhong_spider", "harvest", "--start", portal.url]
    options = ["--data", str(tmp_path), "--delay", "0", "--limit", "1", "--wait"]
    with (
        another_run(tmp_path) as other,
        subprocess.Popen(
            [*command, *options], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
            cwd=ROOT,
        ) as waiting,
    ):  # fmt: skip
        said = waiting.stderr.readline()
        other.communicate("\n")
        rest = waiting.stderr.read()
    assert f"msbazhong: waiting for another run to end: process {other.pid}" in said
    assert (waiting.returncode, "waiting for" in rest) == (0, False)


def test_waiting_only_so_long(tmp_path: Path) -> None:
    """Then it is turned away like everybody else."""
    with (
        another_run(tmp_path),
        pytest.raises(LockedError, match="at work after 1 s of waiting"),
        only_run(tmp_path, wait=0.6),
    ):
        pass


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_signal_ends_the_waiting(tmp_path: Path, sign: signal.Signals) -> None:
    """Exit code 8, and one line."""
    command = [sys.executable, "-m", "msbazhong_spider", "harvest", "--wait", "--data", "data"]
    start = ["--start", "http://127.0.0.1:9/"]
    with another_run(tmp_path / "data"), subprocess.Popen(
        [*command, *start], stderr=subprocess.PIPE, text=True, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as waiting:  # fmt: skip
        assert "waiting for another run" in waiting.stderr.readline()
        waiting.send_signal(sign)
        assert waiting.stderr.read().strip() == "msbazhong: interrupted"
    assert waiting.returncode == 8


def test_a_killed_run_hinders_nobody(tmp_path: Path) -> None:
    """The kernel lets go of its lock; its name in the file is that of nobody."""
    with another_run(tmp_path) as process:
        process.kill()
        process.wait()
        assert f"process {process.pid} " in (tmp_path / "harvest.lock").read_text()
        with at_rest(tmp_path), pytest.raises(LockedError) as told, only_run(tmp_path):
            pass
        with only_run(tmp_path):
            pass
    assert "another process, which only reads or has just begun" in str(told.value)


def test_nobody_is_named_when_nobody_is_at_work(tmp_path: Path) -> None:
    """The file stays, empty."""
    with only_run(tmp_path):
        assert f"process {os.getpid()} " in (tmp_path / "harvest.lock").read_text()
    assert (tmp_path / "harvest.lock").read_text() == ""


def test_a_folder_that_can_only_be_read(
    shared_folder: Path, only_reading: Callable[..., Any]
) -> None:
    """It says so, and what to do."""
    with (
        only_reading(shared_folder),
        pytest.raises(StoreError, match=r"can't be written \(Permission denied\).*--data"),
        only_run(shared_folder),
    ):
        pass


def test_a_file_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some network file systems have none; that is no other run at work."""

    def fail(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", fail)
    with pytest.raises(StoreError, match=r"can't be locked.*NFS"), only_run(tmp_path):
        pass
