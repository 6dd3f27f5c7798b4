"""Everything goes wrong by chance, for a few nights; benchmarks/soak.py plays more of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "soak.py"


def test_nights_on_which_everything_goes_wrong() -> None:
    """After each what is stored is true; when it is over, every article is there."""
    numbers = {"--articles": 24, "--nights": 1, "--seed": 5, "--share": 0.3}
    asked = [str(part) for pair in numbers.items() for part in pair]
    done = subprocess.run(
        [sys.executable, SCRIPT, *asked],
        capture_output=True,
        text=True,
        check=False,
        cwd=SCRIPT.parent.parent,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "everything true and sound, every article there in the end" in done.stdout
