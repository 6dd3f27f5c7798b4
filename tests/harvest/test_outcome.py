"""Which exit code says what."""

from __future__ import annotations

import pytest

from msbazhong_spider.harvest import ExitCode
from msbazhong_spider.harvest.outcome import judge

GOOD = {"pages": 100, "links": 90, "found": 80, "articles": 80}
ENDS: dict[str, tuple[str | None, dict[str, int], ExitCode]] = {
    "all is well": ("finished", GOOD, ExitCode.DONE),
    "the limit was reached": ("limit", GOOD, ExitCode.DONE),
    "some errors": ("finished", {**GOOD, "problems": 5}, ExitCode.DONE),
    "too many errors": ("finished", {**GOOD, "problems": 6}, ExitCode.PROBLEMS),
    "dead links are the site's own": (
        "finished",
        {**GOOD, "problems": 20, "problem/missing": 20},
        ExitCode.DONE,
    ),
    "no link to any article": ("finished", {"pages": 1, "links": 0}, ExitCode.SUSPICIOUS),
    "links, but no article": (
        "finished",
        {"pages": 50, "links": 49, "problems": 49, "problem/missing": 49},
        ExitCode.SUSPICIOUS,
    ),
    "all of it is older than the first day wanted": (
        "finished",
        {"pages": 9, "links": 60, "older": 60},
        ExitCode.DONE,
    ),
    "older, as the pages themselves say": (
        "finished",
        {"pages": 9, "links": 6, "older": 0, "before_since": 6},
        ExitCode.DONE,
    ),
    "the reader fails with every page": (
        "finished",
        {"pages": 9, "problems": 9, "problem/internal": 9},
        ExitCode.INTERNAL,
    ),
    "one page that is no article": ("finished", {"pages": 2}, ExitCode.SUSPICIOUS),
    "Ctrl-C": ("shutdown", GOOD, ExitCode.INTERRUPTED),
    "a challenge": ("challenged", GOOD, ExitCode.BLOCKED),
    "a full disk": ("disk_full", GOOD, ExitCode.DISK_FULL),
    "a reason that nobody knows": ("memusage_exceeded", GOOD, ExitCode.INTERNAL),
    "no end at all": (None, {}, ExitCode.INTERNAL),
}


@pytest.mark.parametrize(("reason", "counts", "code"), ENDS.values(), ids=ENDS)
def test_exit_codes(reason: str | None, counts: dict[str, int], code: ExitCode) -> None:
    """Nothing found is never success, and an exit code other than 0 is always explained."""
    verdict = judge(reason, counts, None, 0.05)
    assert verdict.code is code
    assert bool(verdict.why) is (code is not ExitCode.DONE)


def test_the_promised_numbers() -> None:
    """They are in crontabs of others."""
    assert {code.name: code.value for code in ExitCode} == {
        "DONE": 0,
        "INTERNAL": 1,
        "USAGE": 2,
        "PROBLEMS": 3,
        "SUSPICIOUS": 4,
        "BLOCKED": 5,
        "LOCKED": 6,
        "DISK_FULL": 7,
        "INTERRUPTED": 8,
        "NOT_SOUND": 9,
        "NETWORK_DOWN": 75,
    }
