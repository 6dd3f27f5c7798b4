"""A harvest that is killed at any moment loses nothing; benchmarks/kills.py kills more often."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "kills.py"


def test_killed_and_resumed() -> None:
    """Articles, WARC files and database are whole after each of a few kills."""
    command = [sys.executable, SCRIPT, "--kills", "4", "--articles", "16", "--seed", "2"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=SCRIPT.parent.parent
    )
    assert done.returncode == 0, done.stdout
    assert "4 kills of a harvest of 16 articles: nothing lost or doubled" in done.stdout
