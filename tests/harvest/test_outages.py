"""A site that goes away in the midst of a run: stop, say so, keep what is true, go on next time."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msbazhong_spider.harvest.demo import compare
from msbazhong_spider.harvest.fixity import Fixity
from msbazhong_spider.replica import Replica

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent.parent
COMMAND = (sys.executable, "-m", "msbazhong_spider")
SEED, REPORTS = 7, 300
SOME_PAGES = 150_000  # bytes of a WARC file in which there are articles, but far from all of them


@contextmanager
def replica_process(port: int) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve a portal by a process of its own; give its address and the process."""
    asked = ["--articles", str(REPORTS), "--seed", str(SEED), "--port", str(port)]
    with subprocess.Popen(
        [*COMMAND, "replica", *asked], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        try:
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found
            yield found[0], process
        finally:
            process.kill()


def start_harvest(url: str, data: Path) -> subprocess.Popen[str]:
    """Start a harvest."""
    command = [*COMMAND, "harvest", "--start", url, "--delay", "0", "--data", str(data)]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )


def free_port() -> int:
    """Give a port that nobody has."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


def test_a_server_that_dies_midway(query: Callable[..., Any], tmp_path: Path) -> None:
    """Exit code 75, soon; what was read is there, as it is in truth; the next run has it all."""
    data, port = tmp_path / "data", free_port()
    with replica_process(port) as (url, server):
        running = start_harvest(url, data)
        while sum(path.stat().st_size for path in data.glob("warc/*.open")) < SOME_PAGES:
            assert running.poll() is None
            time.sleep(0.02)
        server.kill()
        _, err = running.communicate(timeout=60)
    assert running.returncode == 75, err
    assert re.search(r"msbazhong: .*connection was refused.*left for the next run", err)
    assert query("SELECT finish_reason, exit_code FROM run") == [("network_down", 75)]
    first = query("SELECT url FROM article")
    assert 0 < len(first) < REPORTS
    with Replica(seed=SEED, articles=REPORTS, port=port) as replica:
        known = [one for one in replica.truth if one.article.url in set(first)]
        assert len(known) == len(first)
        wrong = [line for line in compare(data / "news.db", known).wrong if "sections" not in line]
        assert wrong == []
        again = start_harvest(replica.url, data)
        _, err = again.communicate(timeout=120)
        assert again.returncode == 0, err
        assert compare(data / "news.db", replica.truth).wrong == ()
    assert query("SELECT count(*) FROM article") == [REPORTS]
    assert query("SELECT count(*) FROM article_version") == [0]
    assert [str(found) for found in Fixity(data).findings() if found.is_flaw] == []
