"""Which exit code says what."""

from __future__ import annotations

import pytest

from msbazhong_spider.harvest import ExitCode
from msbazhong_spider.harvest.findings import CODES, Finding, Fine, Sign
from msbazhong_spider.harvest.outcome import RISING, judge
from msbazhong_spider.harvest.thresholds import Thresholds

GOOD = {"pages": 100, "links": 90, "found": 80, "articles": 80}
ENDS: dict[str, tuple[str | None, dict[str, int], ExitCode]] = {
    "all is well": ("finished", GOOD, ExitCode.DONE),
    "the limit was reached": ("limit", GOOD, ExitCode.DONE),
    "some errors": ("finished", {**GOOD, "problems": 5}, ExitCode.DONE),
    "one error in a night of few answers": (
        "finished",
        {**GOOD, "pages": 9, "problems": 2},
        ExitCode.DONE,
    ),
    "nothing new, and all is known": (
        "finished",
        {"pages": 40, "links": 300, "known": 300},
        ExitCode.DONE,
    ),
    "all that is new is unreadable": (
        "finished",
        {"pages": 40, "links": 300, "known": 296, "problem/not_article_other": 4},
        ExitCode.SUSPICIOUS,
    ),
    "one new page that is a poster": (
        "finished",
        {"pages": 40, "links": 300, "known": 299, "problem/not_article_other": 1},
        ExitCode.DONE,
    ),
    "listings that show nothing, where all was known": (
        "finished",
        {"pages": 40, "links": 0, "known": 0},
        ExitCode.SUSPICIOUS,
    ),
    "the time is up": ("max_time", GOOD, ExitCode.INTERRUPTED),
    "the disk is nearly full": ("disk_low", GOOD, ExitCode.DISK_FULL),
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
    verdict = judge(reason, counts, None, Thresholds())
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


def finding(sign: Sign) -> Finding:
    """Make one."""
    return Finding(sign, f"the sentence of {sign}")


def test_the_worst_finding_makes_the_code_and_all_are_told() -> None:
    """Suspicious is worse than errors; the sentence is that of the worst."""
    found = [finding(Sign.ALERTS), finding(Sign.FIELD), Fine(Sign.SITE, "news yesterday")]
    verdict = judge("finished", GOOD, None, Thresholds(), found)
    assert verdict.code is ExitCode.SUSPICIOUS
    assert verdict.why == "the sentence of field_missing (and 1 more)"
    assert [one.sign for one in verdict.findings] == [Sign.ALERTS, Sign.FIELD]
    assert Sign.SITE in {one.sign for one in verdict.fine}


def test_a_run_that_was_stopped_keeps_its_code_and_tells_what_it_found() -> None:
    """A planned end is resumable, whatever else was seen; it has no alarm of its own."""
    verdict = judge("budget", {"waiting": 7}, None, Thresholds(), [finding(Sign.FIELD)])
    assert verdict.code is ExitCode.INTERRUPTED
    assert verdict.why == (
        "the requests of this day are used up (--budget); what was read is kept, "
        "and 7 addresses wait for the next run"
    )
    assert [one.sign for one in verdict.findings] == [Sign.FIELD]


ENDINGS = {
    "a challenge": ("challenged", Sign.BLOCKED),
    "a full disk": ("disk_full", Sign.DISK),
    "too little room": ("disk_low", Sign.DISK),
    "no network": ("network_down", Sign.NETWORK),
    "no front page": ("front_missing", Sign.NO_FRONT),
    "an unknown county": ("unknown_scope", Sign.USAGE),
    "a crash": ("memusage_exceeded", Sign.INTERNAL),
}


@pytest.mark.parametrize(("reason", "sign"), ENDINGS.values(), ids=ENDINGS)
def test_every_bad_end_is_a_finding(reason: str, sign: Sign) -> None:
    """So that it is told; its code is the one that the run ends with."""
    verdict = judge(reason, GOOD, "why it ended", Thresholds())
    (found,) = verdict.findings
    assert (found.sign, found.code) == (sign, verdict.code)


@pytest.mark.parametrize("reason", ["shutdown", "max_time", "budget", "night_over"])
def test_an_end_that_was_asked_for_is_none(reason: str) -> None:
    """Nobody is woken because somebody pressed Ctrl-C, or set a limit."""
    assert judge(reason, GOOD, None, Thresholds()).findings == ()


def test_every_finding_of_a_whole_run_has_its_place() -> None:
    """Among those that can make the exit code of a run that went through."""
    ends = {Sign.USAGE, Sign.BLOCKED, Sign.LOCKED, Sign.DISK, Sign.NETWORK}
    for sign in set(Sign) - ends:
        assert CODES.get(sign, ExitCode.SUSPICIOUS) in RISING
