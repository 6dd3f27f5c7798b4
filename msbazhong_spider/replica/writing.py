r"""The writer: patterns in, text and truth out, in one step.

A pattern is a sentence whose slots say both what is printed and what it means::

    {boss.full+chair+speak}主持会议并讲话，{others.etc+attend}出席。

=====================  ======================================================================
``{boss}``             a word that the report binds
``{boss.full+chair}``  a person or a list in a form, and what the sentence says they did; without
                       an action the name is only mentioned
``{row.led:县领导+attend}``  forms ``led``, ``ledetc`` and ``labelled`` take the label after a colon
``{@各乡镇党委书记+attend}``  a collective, as printed
``{=town}``            a place or word drawn from the county or a bank
``{#20-90}`` ``{#2-9.}``  a number, whole or with one decimal
``[这样|那样]``          one of the alternatives
县, 上, 地 in braces     the county's level, how it calls the prefecture, its name without 县
=====================  ======================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from msbazhong_spider.items import Action, Byline, Field

from .banks import bank
from .counties import County, Person, Town
from .names import invent_name
from .truth import Facts, Rank

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence
    from datetime import date

Bound = str | Person | tuple[Person, ...]
_CHOICE = re.compile(r"\[([^\[\]|]*(?:\|[^\[\]|]*)+)\]")
_SLOT = re.compile(r"\{([^{}]+)\}")
_OF_THE_DAY = ("执行主席", "常务主席")
_GENERAL = "领导"
_SHORT_NAME = 2  # names of two characters are the ones printed with an inner space


@dataclass(slots=True)
class Writer:
    """One report while it is written."""

    rng: random.Random
    county: County
    day: date
    title: str = ""
    subtitles: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    source: str | None = None
    bylines: list[Byline] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    roles: dict[str, Bound] = field(default_factory=dict)
    _inner_space: str = ""
    _comma: str = "，"
    _strangers: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Draw the habits that one editor keeps through one report."""
        self._inner_space = self.rng.choices(("", "　", " "), (6, 2, 2))[0]
        self._comma = self.rng.choices(("，", ","), (8, 2))[0]
        self._strangers = self.county.taken

    # What a report is made of

    def bind(self, **roles: Bound) -> None:
        """Name what later patterns may use."""
        self.roles.update(roles)

    def head(self, pattern: str) -> None:
        """Set the title (标题)."""
        self.title = self.say(pattern, spaced=False)

    def sub(self, pattern: str) -> None:
        """Add a sub-headline (引题 or 副题)."""
        self.subtitles.append(self.say(pattern, spaced=False))

    def par(self, *patterns: str) -> None:
        """Add a paragraph made of one or more patterns."""
        text = "".join(self.say(pattern) for pattern in patterns if pattern)
        self.paragraphs.append(text.replace("，", self._comma))

    # Drawing

    def pick(self, choices: Sequence[str]) -> str:
        """Draw one of the choices."""
        return self.rng.choice(choices)

    def some(self, people: Sequence[Person], low: int, high: int) -> tuple[Person, ...]:
        """Draw so many people and keep their order, as protocol does."""
        count = min(self.rng.randint(low, high), len(people))
        return tuple(people[i] for i in sorted(self.rng.sample(range(len(people)), count)))

    def chance(self, share: float) -> bool:
        """Say yes in that share of the cases."""
        return self.rng.random() < share

    def stranger(self, post: str = "", organ: str = "") -> Person:
        """Invent somebody who is nobody else in this county."""
        return Person(invent_name(self.rng, self._strangers), post, organ)

    def texts(self) -> dict[Field, str]:
        """Give the texts that spans point into."""
        return {
            Field.TITLE: self.title,
            Field.SUBTITLES: "\n".join(self.subtitles),
            Field.BODY: "\n".join(self.paragraphs),
        }

    # Patterns

    def say(self, pattern: str, *, spaced: bool = True) -> str:
        """Print a pattern and note what it says of whom."""
        while _CHOICE.search(pattern):
            pattern = _CHOICE.sub(lambda hit: self.pick(hit[1].split("|")), pattern, count=1)
        here = {"县": self.county.level, "上": self.county.above, "地": self.county.short}
        for word, text in here.items():
            pattern = pattern.replace(f"{{{word}}}", text)
        gap = self._inner_space if spaced else ""
        return _SLOT.sub(lambda hit: self._fill(hit[1], gap), pattern)

    def _fill(self, slot: str, gap: str) -> str:
        what, *actions = slot.split("+")
        done = tuple(Action(action) for action in actions)
        if what[0] == "#":
            return self._number(what[1:])
        if what[0] == "=":
            return self.say(self._once(what[1:]))
        if what[0] == "@":
            for action in done:
                self.facts.group(what[1:], action)
            return what[1:]
        role, _, form = what.partition(".")
        bound = self.roles[role]
        if isinstance(bound, str):
            return self.say(bound)
        form, _, label = form.partition(":")
        people = (bound,) if isinstance(bound, Person) else bound
        return _FORMS[form](_Printer(self.facts, gap, done, f"{self.county.level}领导"), people, label)

    def _number(self, span: str) -> str:
        low, high = span.rstrip(".").split("-")
        if span.endswith("."):
            return f"{self.rng.randint(int(low) * 10, int(high) * 10) / 10:.1f}"
        return str(self.rng.randint(int(low), int(high)))

    def _once(self, kind: str) -> str:
        # One report is about one place and one crop; companies and the like may differ.
        if kind in ("town", "village", "product"):
            self.bind(**{kind: self.roles.get(kind) or self.word(kind)})
            return str(self.roles[kind])
        return self.word(kind)

    def settle(self, town: Town) -> None:
        """Let the report happen in this township."""
        self.bind(town=town.name, village=self.rng.choice(town.villages))

    def word(self, kind: str) -> str:
        """Draw a place of the county, or an entry of ``banks/words``."""
        match kind:
            case "town":
                self.settle(self.rng.choice(self.county.towns))
                return str(self.roles["town"])
            case "village":
                self.settle(self.rng.choice(self.county.towns))
                return str(self.roles["village"])
            case "firm":
                return invent_firm(self.rng, self.county.short)
        return self.rng.choice(bank(f"words/{kind}"))


def invent_firm(rng: random.Random, place: str = "") -> str:
    """Draw the name of a company."""
    brand, trade = rng.choice(bank("places/firm_brands")), rng.choice(bank("places/firm_trades"))
    return f"{place}{brand}{trade}有限公司"


@dataclass(frozen=True, slots=True)
class _Printer:
    """Prints people in one slot and notes it."""

    facts: Facts
    gap: str
    actions: tuple[Action, ...]
    label: str

    def name(self, person: Person, post: str = "", rank: Rank = Rank.NONE) -> str:
        text = person.name
        if len(text) == _SHORT_NAME:
            text = text[0] + self.gap + text[1]
        self.facts.person(person.name, text, post, rank, self.actions)
        return text

    def titled(self, person: Person, printed: str | None = None) -> str:
        post = person.post if printed is None else printed
        return post + self.name(person, person.post, _rank(person.post))

    def listed(self, people: Sequence[Person]) -> str:
        """Posts and names: 县长甲，县政协主席乙、副主席丙，副县长丁、戊."""
        comma = "，" if any("、" in person.post for person in people) else "、"
        pieces, organ = [], ""
        for post, holders in groupby(people, key=lambda person: person.post):
            first, *rest = holders
            carried = bool(organ) and first.organ == organ
            printed = first.bare if carried else post
            pieces.append("、".join([self.titled(first, printed), *map(self._same, rest)]))
            organ = first.organ
        return comma.join(pieces)

    def _same(self, person: Person) -> str:
        return self.titled(person, "")

    def names(self, people: Sequence[Person], joint: str, label: str = "") -> str:
        return joint.join(self.name(person, label, _rank(label)) for person in people)


def _rank(post: str) -> Rank:
    if not post:
        return Rank.NONE
    if post.endswith(_OF_THE_DAY):
        return Rank.OF_THE_DAY
    return Rank.GENERAL if post.endswith(_GENERAL) else Rank.SPECIFIC


def _full(to: _Printer, people: tuple[Person, ...], _: str) -> str:
    return to.listed(people)


def _etc(to: _Printer, people: tuple[Person, ...], _: str) -> str:
    to.facts.incomplete = True
    return to.listed(people) + "等"


def _led(to: _Printer, people: tuple[Person, ...], label: str) -> str:
    label = label or to.label
    return label + to.names(people, "、", label)


def _ledetc(to: _Printer, people: tuple[Person, ...], label: str) -> str:
    to.facts.incomplete = True
    return _led(to, people, label) + "等"


def _labelled(to: _Printer, people: tuple[Person, ...], label: str) -> str:
    to.facts.incomplete = True
    label = label or to.label
    return to.names(people, "、", label) + "等" + label


def _after(to: _Printer, people: tuple[Person, ...], label: str) -> str:
    return to.name(people[0], label, _rank(label)) + label


def _joined(joint: str, tail: str = "") -> Callable[[_Printer, tuple[Person, ...], str], str]:
    def form(to: _Printer, people: tuple[Person, ...], _: str) -> str:
        to.facts.incomplete = to.facts.incomplete or bool(tail)
        return to.names(people, joint) + tail

    return form


_FORMS: dict[str, Callable[[_Printer, tuple[Person, ...], str], str]] = {
    "full": _full,
    "etc": _etc,
    "led": _led,
    "ledetc": _ledetc,
    "labelled": _labelled,
    "after": _after,
    "name": _joined("、"),
    "names": _joined("、"),
    "namesetc": _joined("、", "等"),
    "spaced": _joined(" "),
    "run": _joined(""),
    "row": _joined("  "),
}
