"""Of what kept a run from starting, somebody is told; of what is no fault, nobody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from msbazhong_spider.errors import (
    DiskFullError,
    LockedError,
    NotDueError,
    StoreError,
    UnknownScopeError,
    UsageError,
)
from msbazhong_spider.harvest.alerts.startup import finding_of
from msbazhong_spider.harvest.findings import Sign
from msbazhong_spider.harvest.thresholds import Thresholds

NOW = datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
HELD = "data: another run is at work (process 7 on h since {}: msbazhong); wait"
ERRORS: dict[str, tuple[BaseException, Sign | None]] = {
    "a wrong option": (UsageError("no such option"), Sign.USAGE),
    "an unknown county": (UnknownScopeError("county", "x", ["y"], "z"), Sign.USAGE),
    "a folder that can't be written": (StoreError("x"), Sign.USAGE),
    "too little room": (DiskFullError("x"), Sign.DISK),
    "a run since this morning": (LockedError(HELD.format("2026-06-03T02:00:00Z")), None),
    "a run since the day before yesterday": (
        LockedError(HELD.format("2026-06-02T05:00:00Z")),
        Sign.LOCKED,
    ),
    "somebody who does not say since when": (LockedError("another process"), None),
    "not the time to begin": (NotDueError("it is 12:00 in China"), None),
    "Ctrl-C": (KeyboardInterrupt(), None),
    "a fault of the program": (ZeroDivisionError("division by zero"), Sign.INTERNAL),
    "a fault without a word": (AssertionError(), Sign.INTERNAL),
}


@pytest.mark.parametrize(("error", "sign"), ERRORS.values(), ids=ERRORS)
def test_what_is_told(error: BaseException, sign: Sign | None) -> None:
    """By name, with the line that was printed."""
    found = finding_of(error, NOW, Thresholds())
    assert (found and found.sign) == sign
    assert found is None or (found.why and "\n" not in found.why)
