"""Every fault at an article of its own, all in one run: each is told, none is taken for news."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msbazhong_spider.replica import Replica
from msbazhong_spider.replica.faults import FAULTS, make_fault

if TYPE_CHECKING:
    from collections.abc import Callable

SEED, REPORTS = 11, 120
# What the table problem says of an article that always answers so.
SPOILT = {
    "broken": "other: status 500",
    "busy": "other: status 503",
    "busy-until": "other: status 503",
    "forbidden": "other: status 403",
    "reset": "damaged: the connection broke off before",
    "closed": "damaged: the connection broke off before",
    "length-long": "damaged: the connection broke off before",
    "length-short": "damaged: the answer was cut off",
    "unmeasured": "damaged: the page has no end",
    "cut-gzip": "damaged: the answer was cut off",
    "bad-gzip": "damaged: the answer can't be unpacked",
    "no-gzip": "damaged: the answer can't be unpacked",
    "cut-chunks": "damaged: the connection broke off before",
    "bomb": "too_large: the answer has more than 2097152 bytes unpacked",
    "double-bomb": "too_large: the answer has more than 2097152 bytes unpacked",
    "endless": "too_large: the answer has more than 2097152 bytes",
    "huge": "too_large: the answer has more than 2097152 bytes",
    "endless-headers": "too_large: the headers have more than",
    "long-header": "network: the connection broke off",
    "drip": "network: no answer in time",
    "drip-headers": "network: no answer in time",
    "silence": "network: no answer in time",
    "loop": "redirects: redirects in a circle",
    "two": "redirects: redirects in a circle",
    "maze": "redirects: redirects 6 times",
    "private": r"private: redirects to http://\S+",
    "offsite": "external: redirects to http://www.example.com/",
    "file": "other: redirects to file:///etc/passwd",
    "data": "other: redirects to data:",
    "nowhere": r"external: redirects to http://nowhere\.invalid/",
    "no-address": r"other: redirects to http://\[/",
    "empty": "other: no body",
    "mojibake": "other: garbled: its characters were taken for Latin ones",
    "wrong-table": "other: garbled: its characters were read by the wrong table",
    "question-marks": "other: garbled: its characters were replaced by question marks",
    "soft-404": "missing: says",
}
# What spoils nothing: the article is read as if all were well.
BORNE = (
    "wrong-charset", "cookies", "ahead", "behind", "deep", "attribute", "attributes", "entities",
    "scripts", "headers", "many-headers", "attachments",
)  # fmt: skip
# What strikes whole sites or the way through them has tests of its own.
ELSEWHERE = {
    "too-many", "challenge", "nul-bytes", "endless-listing", "repeated-listing", "calendar",
    "sessions", "section-name", "paths",
}  # fmt: skip


def test_every_fault_is_tried_somewhere() -> None:
    """A new one has to be put into one of the tables."""
    assert set(FAULTS) == {*SPOILT, *BORNE, *ELSEWHERE}


class Switch:
    """A fault that does what others do, as soon as there are some."""

    faults: tuple[Any, ...] = ()

    def __call__(self, path: str, answer: Any) -> Any:
        for fault in self.faults:
            answer = fault(path, answer)
        return answer


def struck(replica: Replica, switch: Switch, path_of: Callable[[Any], str]) -> dict[str, str]:
    """Strike an article with each fault; give the address of each by the fault's name."""
    chosen = dict(zip((*SPOILT, *BORNE), replica.truth[::2], strict=False))
    switch.faults = tuple(make_fault(name, f"{path_of(one)}*") for name, one in chosen.items())
    return {name: one.article.url for name, one in chosen.items()}


def check_told(house: Any, at: dict[str, str]) -> None:
    """See that the last run told of each fault what it is."""
    problems = house.problems
    for name, why in SPOILT.items():
        assert re.match(why, problems[at[name]]), (name, problems[at[name]])
    for name in BORNE:
        assert at[name] not in problems, (name, problems[at[name]])


def test_a_first_run_with_all_faults_at_once(house: Any, path_of: Callable[[Any], str]) -> None:
    """The run goes on, within bounds; the other articles are there; the next run has them all."""
    switch = Switch()
    with Replica(SEED, REPORTS, faults=[switch]) as replica:
        at = struck(replica, switch, path_of)
        ended = house.harvest(replica.url)
        assert ended.code == 3, ended.said
        assert "errors with" in ended.said
        check_told(house, at)
        every = {one.article.url for one in replica.truth}
        assert house.check(replica) == every - {at[name] for name in SPOILT}
        assert ended.memory < 300
        assert house.size < 8 << 20
        switch.faults = ()
        assert house.harvest(replica.url).code == 0
        house.check(replica)
        assert house.is_complete(replica)


def test_faults_of_known_articles_are_no_news(house: Any, path_of: Callable[[Any], str]) -> None:
    """None is an edit, and none takes an article away."""
    switch = Switch()
    with Replica(SEED, REPORTS, faults=[switch]) as replica:
        assert house.harvest(replica.url).code == 0
        at = struck(replica, switch, path_of)
        assert house.harvest(replica.url, "--full").code == 3
        check_told(house, at)
        assert house.check(replica) == {one.article.url for one in replica.truth}
        assert house.is_complete(replica)
    absent = house.rows(
        "SELECT a.url, l.why FROM look AS l JOIN article AS a ON a.id = l.article_id"
        " WHERE l.why IS NOT NULL"
    )
    assert absent == [(at["soft-404"], "says_so")]
