"""Too little room: before a run, in the midst of one, and the run after."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.amounts import read_size
from msbazhong_spider.harvest.demo import compare
from msbazhong_spider.harvest.fixity import Fixity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from msbazhong_spider.replica import Replica

SIZE = 12 << 20


@contextmanager
def mounted(folder: Path) -> Iterator[Path]:
    """Mount an empty file system of a few megabytes: ext4 in a file, or else one in memory."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a file system")
    image, point = folder / "image", folder / "small"
    point.mkdir()
    image.write_bytes(bytes(SIZE))
    ways = [["mount", "-o", "loop", image, point],
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", point]]  # fmt: skip
    if shutil.which("mkfs.ext4") is None:
        ways = ways[1:]
    else:
        # In blocks of a page, as on any disk of today: with less SQLite can't tell a full disk.
        subprocess.run(["mkfs.ext4", "-q", "-b", "4096", image], check=True)
    tried = (subprocess.run(way, capture_output=True, check=False) for way in ways)
    if all(done.returncode for done in tried):
        pytest.skip("this machine lets nobody mount a file system")
    try:
        yield point
    finally:
        subprocess.run(["umount", point], check=True)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Give a small file system."""
    with mounted(tmp_path) as point:
        yield point


def test_a_run_does_not_begin_with_too_little_room(
    portal: Replica, run: Callable[..., Any], tmp_path: Path
) -> None:
    """Exit code 7 before any request; one line says how much is free, and what to do."""
    done = run("harvest", "--start", portal.url, "--data", "data", MSBAZHONG_MIN_FREE="900T")
    assert done.returncode == 7
    assert "are free, 900000 GB are to stay free (MSBAZHONG_MIN_FREE); make room" in done.stderr
    assert not (tmp_path / "data" / "news.db").exists()


def test_nor_where_waiting_requests_have_no_room(
    portal: Replica, run: Callable[..., Any], small: Path
) -> None:
    """They lie in the temporary folder, which may be another disk."""
    done = run("harvest", "--start", portal.url, "--data", "data", TMPDIR=str(small))
    assert done.returncode == 7
    assert f"{small}: " in done.stderr
    assert "50 MB are to stay free" in done.stderr
    assert "TMPDIR" in done.stderr


ENDS = {
    "while there is room to end well": ("4M", ("disk_low", "are to stay free")),
    # The database tells it in its words, a WARC file in those of the system.
    "when nothing more can be written": ("0", ("disk_full", "disk is full|No space left")),
}


@pytest.mark.parametrize(("least", "end"), ENDS.values(), ids=ENDS)
def test_room_that_runs_out_in_the_midst(
    portal: Replica, run: Callable[..., Any], small: Path, least: str, end: tuple[str, str]
) -> None:
    """Exit code 7; what is kept is sound, and with room again the next run goes on."""
    harvest = ("harvest", "--start", portal.url, "--data", small / "data", "--delay")
    run(*harvest, 0, "--limit", 3, MSBAZHONG_MIN_FREE="0")
    filler = small / "filler"
    leave = read_size(least) + 130_000  # about as much as half of the pages take
    filler.write_bytes(bytes(shutil.disk_usage(small).free - leave))
    done = run(*harvest, 0.02, "--report", small.parent / "report.json", MSBAZHONG_MIN_FREE=least)
    assert done.returncode == 7, done.stderr
    assert re.search(end[1], done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    report = json.loads((small.parent / "report.json").read_text("utf-8"))
    assert report["finish_reason"] == end[0]
    filler.unlink()
    again = run(*harvest, 0, MSBAZHONG_MIN_FREE="0")
    assert again.returncode == 0, again.stderr
    assert compare(small / "data" / "news.db", portal.truth).wrong == ()
    assert [str(found) for found in Fixity(small / "data").findings() if found.is_flaw] == []
