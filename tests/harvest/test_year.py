"""Night after night for twelve days in which all happens that else takes a year."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_twelve_nights_hold() -> None:
    """New templates, a moved section, an outage, a challenge: archive, exit codes, requests."""
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "year.py", "--short", "--articles-a-day", "2"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "12 nights" in done.stdout
