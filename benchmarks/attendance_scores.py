"""Scores of extracted attendees against a gold file, as the annotation guideline defines them.

A case is a mapping with ``attendees`` (name, post, actions), ``groups`` and ``incomplete``. A fact
is a name, a name with its post, a name with one of its actions, or a group, each within its case;
precision, recall and F1 are over all facts of a kind. White space, width and the mark that joins
two posts make no difference.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msbazhong_spider.items import Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from msbazhong_spider.items import Participation

KINDS = ("name", "post", "action", "group")
_MARKS = re.compile("[,，、]")
_BLANK = re.compile(r"\s+")


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Return the cases of a gold file, one JSON object a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def as_report(case: Mapping[str, Any]) -> Report:
    """Return the text of a case."""
    return Report(
        title=case.get("title") or "",
        subtitles=tuple(case.get("subtitles") or ()),
        body=case.get("body") or "",
    )


def as_case(participation: Participation) -> dict[str, Any]:
    """Return what was extracted in the form of a gold case."""
    return {
        "attendees": [
            {"name": person.name, "post": person.post, "actions": list(person.actions)}
            for person in participation.attendees
        ],
        "groups": [group.name for group in participation.collectives],
        "incomplete": participation.incomplete,
    }


def squash(text: str | None) -> str:
    """Return the text as it is compared: width folded, white space gone, one joining mark."""
    folded = unicodedata.normalize("NFKC", text or "")
    return _MARKS.sub("、", _BLANK.sub("", folded))


def facts(case: Mapping[str, Any]) -> dict[str, set[Any]]:
    """Return the facts of a case, by kind."""
    people = case.get("attendees", [])
    return {
        "name": {squash(one["name"]) for one in people},
        "post": {(squash(one["name"]), squash(one.get("post"))) for one in people},
        "action": {(squash(one["name"]), str(act)) for one in people for act in one["actions"]},
        "group": {squash(group) for group in case.get("groups", [])},
    }


@dataclass(frozen=True, slots=True)
class Score:
    """How many facts were found, said and true."""

    found: int
    said: int
    true: int

    @property
    def precision(self) -> float:
        """Share of what was said that is true; 0 where nothing was said."""
        return self.found / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """Share of what is true that was found; 0 where nothing is."""
        return self.found / self.true if self.true else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0 where both are."""
        return 2 * self.found / (self.said + self.true) if self.said + self.true else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """All that is measured of one extractor on one gold file.

    ``kinds`` by kind of fact, ``actions`` by action, ``posts`` by class of post. ``exact`` is the
    share of cases with every name right, ``empty`` the share of cases without attendees that were
    left empty, ``incomplete`` the share with the incomplete mark right.
    """

    kinds: Mapping[str, Score]
    actions: Mapping[str, Score]
    posts: Mapping[str, Score]
    exact: float
    empty: float
    incomplete: float

    def figures(self) -> dict[str, float]:
        """Return the figures that are pinned: F1 of each kind, and the three shares."""
        found = {kind: score.f1 for kind, score in self.kinds.items()}
        return found | {"exact": self.exact, "empty": self.empty, "incomplete": self.incomplete}


def score(gold: Sequence[Mapping[str, Any]], said: Sequence[Mapping[str, Any]]) -> Scores:
    """Compare what was said with the gold, case by case in the same order."""
    pairs = [(facts(true), facts(told)) for true, told in zip(gold, said, strict=True)]
    nobody = [told for true, told in pairs if not true["name"]]
    marks = [
        bool(true.get("incomplete")) == bool(told.get("incomplete"))
        for true, told in zip(gold, said, strict=True)
    ]
    return Scores(
        kinds={kind: _tally(pairs, kind)[None] for kind in KINDS},
        actions=_tally(pairs, "action", lambda fact: fact[1]),
        posts=_tally(pairs, "post", lambda fact: post_class(fact[1])),
        exact=_share([true["name"] == told["name"] for true, told in pairs]),
        empty=_share([not told["name"] for told in nobody]),
        incomplete=_share(marks),
    )


def _share(marks: Sequence[bool]) -> float:
    return sum(marks) / len(marks) if marks else 1.0


def _tally(
    pairs: Sequence[tuple[dict[str, set[Any]], dict[str, set[Any]]]],
    kind: str,
    key: Any = lambda _: None,
) -> dict[Any, Score]:
    found: Counter[Any] = Counter()
    said: Counter[Any] = Counter()
    true: Counter[Any] = Counter()
    for gold, told in pairs:
        found.update(map(key, gold[kind] & told[kind]))
        said.update(map(key, told[kind]))
        true.update(map(key, gold[kind]))
    keys = sorted(said | true, key=lambda one: (-true[one], str(one))) or [None]
    return {one: Score(found[one], said[one], true[one]) for one in keys}


_LABEL = re.compile("(?:领导|领导同志|级干部)$")
_DAY = re.compile("代表$|^(?:大会|主席团)[^、]*主席$")


def post_class(post: str) -> str:
    """Return the class that a post's score is printed under."""
    if not post:
        return "none"
    if _LABEL.search(post):
        return "label"
    if _DAY.search(post):
        return "part of the day"
    if "、" in post:
        return "joined"
    return "deputy" if "副" in post else "single"


def rows(scores: Mapping[Any, Score]) -> Iterator[str]:
    """Yield one printed line for each score."""
    for name, one in scores.items():
        yield (
            f"  {name or '-':16} precision {one.precision:.4f}  recall {one.recall:.4f}"
            f"  F1 {one.f1:.4f}  ({one.true} in gold)"
        )
