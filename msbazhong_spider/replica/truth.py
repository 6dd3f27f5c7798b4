"""What the replica knows of its own reports, gathered while they are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from msbazhong_spider.items import (
    Action,
    Article,
    Attendee,
    Collective,
    Field,
    Participation,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Rank(IntEnum):
    """How much a post tells: the specific beats the general (annotation guideline)."""

    NONE = 0
    OF_THE_DAY = 1  # 大会执行主席: kept only where the text gives nothing else
    GENERAL = 2  # 县领导
    SPECIFIC = 3


@dataclass(frozen=True, slots=True)
class Truth:
    """One report of the replica: its fields, who took part, and where it is listed.

    ``sections`` are the (county, section) pairs of all listings that link to it; the first is the
    one that its own breadcrumb names.
    """

    article: Article
    participation: Participation
    sections: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Known:
    post: str = ""
    rank: Rank = Rank.NONE
    actions: set[Action] = field(default_factory=set)
    printed: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Facts:
    """What the clauses of one report say about people; merged by the guideline."""

    _people: dict[str, _Known] = field(default_factory=dict)
    _groups: list[tuple[str, Action]] = field(default_factory=list)
    incomplete: bool = False

    def person(
        self, name: str, printed: str, post: str, rank: Rank, actions: Iterable[Action]
    ) -> None:
        """Note one mention. A person who never gets an action is only mentioned."""
        known = self._people.setdefault(name, _Known())
        known.actions.update(actions)
        if printed not in known.printed:
            known.printed.append(printed)
        if (rank, len(post)) > (known.rank, len(known.post)):
            known.rank, known.post = rank, post

    def group(self, text: str, action: Action) -> None:
        """Note a collective (集体), as printed."""
        if all(text != known for known, _ in self._groups):
            self._groups.append((text, action))

    def names(self, name: str) -> bool:
        """Say whether the text has named somebody."""
        return name in self._people

    def did(self, name: str, action: Action) -> bool:
        """Say whether somebody has done this already."""
        return name in self._people and action in self._people[name].actions

    def participation(self, texts: Mapping[Field, str]) -> Participation:
        """Give the truth for the finished texts, in the order in which the body names people."""
        found = {name: _first(known.printed, texts) for name, known in self._people.items()}
        order = sorted(found, key=lambda name: (_ORDER[found[name].field], found[name].start))
        return Participation(
            attendees=tuple(
                _attendee(name, self._people[name], found[name])
                for name in order
                if self._people[name].actions
            ),
            collectives=tuple(
                Collective(text, action, _first([text], texts)) for text, action in self._groups
            ),
            incomplete=self.incomplete,
            mentioned=tuple(name for name in order if not self._people[name].actions),
        )


_ORDER = {Field.BODY: 0, Field.SUBTITLES: 1, Field.TITLE: 2}


def _attendee(name: str, known: _Known, span: Span) -> Attendee:
    actions = tuple(action for action in Action if action in known.actions)
    return Attendee(name, known.post or None, actions, (span,))


def _first(printed: Iterable[str], texts: Mapping[Field, str]) -> Span:
    forms = tuple(printed)
    for where in _ORDER:
        hits = [(at, form) for form in forms if (at := texts.get(where, "").find(form)) >= 0]
        if hits:
            at, form = min(hits)
            return Span(where, at, at + len(form))
    raise LookupError(f"the report does not print {forms[0]}")
