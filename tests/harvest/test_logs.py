"""The logs of runs: how many are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from msbazhong_spider.harvest.logs import forget_logs, log_file

if TYPE_CHECKING:
    from pathlib import Path

FIRST = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(("keep", "left"), [(2, 2), (9, 4)])
def test_the_last_ones_are_kept(tmp_path: Path, keep: int, left: int) -> None:
    """With what lies beside them under the same name; other files are nobody's logs."""
    logs = [log_file(tmp_path, FIRST + timedelta(days=day)) for day in range(4)]
    for log in logs:
        log.with_suffix(".json").touch()
    other = tmp_path / "runs" / "notes.log"
    other.touch()
    forget_logs(tmp_path, keep)
    kept = {path for log in logs[-left:] for path in (log, log.with_suffix(".json"))}
    assert set((tmp_path / "runs").iterdir()) == {*kept, other}
