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
``{县}`` ``{上}``          the county's level; how it calls the prefecture
``{地}`` ``{乡镇}``         the county's name without 县; what its townships are called
=====================  ======================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from msbazhong_spider.items import Action, Byline, Field

from .banks import bank
from .counties import COUNTY_WORDS, County, Person, Town
from .names import invent_name, invent_person
from .truth import Facts, Rank

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

Bound = str | Person | tuple[Person, ...]
_CHOICE = re.compile(r"\[([^\[\]|]*(?:\|[^\[\]|]*)+)\]")
_SLOT = re.compile(r"\{([^{}]+)\}")
_OF_THE_DAY = ("执行主席", "常务主席")
_GENERAL = "领导"
_CITED = "习近平"  # the one real name that reports cite, as 习近平总书记
_LARGE = 1000
_YEARS = range(1950, 2100)
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
    _said: set[str] = field(default_factory=set)
    _used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Draw the habits that one editor keeps through one report."""
        self.bind(county=self.county.name)
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
        text = "".join(self.say(pattern) for pattern in patterns)
        if _CITED in text:
            self.facts.person(_CITED, _CITED, "", Rank.NONE, ())
        if text:
            self.paragraphs.append(text.replace("，", self._comma))

    def lines(self, name: str) -> tuple[str, ...]:
        """Give a bank's entries that fit the day of the report."""
        return bank(name, self.day.month)

    def choose(
        self, name: str, *, must: Iterable[str] = (), never: Iterable[str] = (), without: str = "#!"
    ) -> str:
        """Draw a pattern whose roles are all bound, with all of ``must`` and none of ``never``.

        ``without`` is a text that the pattern must not contain.

        Prefers one that this report hasn't used; gives an empty pattern when none fits.
        """
        bound = {role for role, value in self.roles.items() if value}
        fitting = [
            pattern
            for pattern in self.lines(name)
            if (roles := _roles(pattern)) <= bound
            and roles >= set(must)
            and not roles & set(never)
            and without not in pattern
        ]
        chosen = self.rng.choice([p for p in fitting if p not in self._used] or fitting or [""])
        self._used.add(chosen)
        return chosen

    def unsay(self, role: str) -> None:
        """Forget that a role has been printed: it is bound to something new."""
        self._said.discard(role)

    def said(self, role: str) -> bool:
        """Say whether a role has been printed."""
        return role in self._said

    # Drawing

    def pick(self, choices: Sequence[str]) -> str:
        """Draw one of the choices."""
        return self.rng.choice(choices)

    def one(self, people: Sequence[Person]) -> Person:
        """Draw one of the people."""
        return self.rng.choice(people)

    def some(self, people: Sequence[Person], low: int, high: int) -> tuple[Person, ...]:
        """Draw so many people and keep their order, as protocol does."""
        count = min(self.rng.randint(low, high), len(people))
        return tuple(people[i] for i in sorted(self.rng.sample(range(len(people)), count)))

    def chance(self, share: float) -> bool:
        """Say yes in that share of the cases."""
        return self.rng.random() < share

    def relative(self, *, woman: bool, of: str = "") -> Person:
        """Invent a man or a woman, of the family of somebody if a name is given."""
        surname = of[:1]
        return Person(invent_person(self.rng, self._strangers, woman=woman, surname=surname))

    def stranger(self, post: str = "", organ: str = "") -> Person:
        """Invent somebody who is nobody else in this county."""
        return Person(invent_name(self.rng, self._strangers), post, organ)

    def mention(self, name: str) -> str:
        """Print the name of somebody who is no attendee, and note that it stands in the text."""
        return _Printer(self.facts, self._inner_space, (), "").name(Person(name))

    def spoken(self, person: Person) -> bool:
        """Say whether the text has already made somebody speak."""
        return self.facts.did(person.name, Action.SPEAK)

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
        for word, text in self.county.words.items():
            pattern = pattern.replace(f"{{{word}}}", text)
        if "{town}" in pattern and isinstance(town := self.roles.get("town"), str):
            self._said.add("town")
            pattern = pattern.replace("{town}", town)  # it may stand inside a collective
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
        self._said.add(role)
        if isinstance(bound, str):
            return self.say(bound)
        form, _, label = form.partition(":")
        people = (bound,) if isinstance(bound, Person) else bound
        printer = _Printer(self.facts, gap, done, f"{self.county.level}领导")
        return _FORMS[form](printer, people, label)

    def _number(self, span: str) -> str:
        low, high = map(int, span.rstrip(".").split("-"))
        if span.endswith("."):
            return f"{self.rng.randint(low * 10, high * 10) / 10:.1f}"
        drawn = self.rng.randint(low, high)
        # Large numbers are told in round hundreds, but years are not.
        return str(drawn // 100 * 100 if drawn >= _LARGE and high not in _YEARS else drawn)

    def _once(self, kind: str) -> str:
        # One report is about one place and one crop; companies and the like may differ.
        if kind in ("town", "village", "product"):
            self.bind(**{kind: self.roles.get(kind) or self.word(kind)})
            return str(self.roles[kind])
        return self.word(kind)

    def settle(self, town: Town) -> None:
        """Let the report happen in this township."""
        at = self.rng.randrange(len(town.villages))
        self.bind(town=town.name, village=town.villages[at], villager=town.village_secretaries[at])

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
        return self.rng.choice(self.lines(f"words/{kind}"))


def _roles(pattern: str) -> set[str]:
    """Give the roles that a pattern needs.

    >>> sorted(_roles("{date}，{boss.full+chair}主持，{@各镇干部+attend}参加，{=town}{#1-3}"))
    ['boss', 'date']
    """
    slots = {re.split(r"[.+]", slot)[0] for slot in _SLOT.findall(pattern)}
    return {slot for slot in slots if slot[0] not in "#=@" and slot not in COUNTY_WORDS}


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

    def listed(self, people: Sequence[Person], organ: str = "") -> str:
        """Posts and names: 县长甲，县政协主席乙、副主席丙，副县长丁、戊.

        ``organ`` is the one that the text before has named.
        """
        pieces, comma = [], "，" if any("、" in person.post for person in people) else "、"
        for post, holders in groupby(people, key=lambda person: person.post):
            first, *rest = holders
            printed = post
            if organ and first.organ == organ:
                printed, comma = first.bare, "，"
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


def _carry(to: _Printer, people: tuple[Person, ...], _: str) -> str:
    return to.listed(people, people[0].organ)


def _after(to: _Printer, people: tuple[Person, ...], label: str) -> str:
    return to.name(people[0], label, _rank(label)) + label


def _joined(joint: str) -> Callable[[_Printer, tuple[Person, ...], str], str]:
    def form(to: _Printer, people: tuple[Person, ...], label: str) -> str:
        return to.names(people, joint, label)

    return form


def _name(to: _Printer, people: tuple[Person, ...], _: str) -> str:
    # Whoever has been introduced is called without the inner space.
    return replace(to, gap="").names(people, "、")


_FORMS: dict[str, Callable[[_Printer, tuple[Person, ...], str], str]] = {
    "full": _full,
    "etc": _etc,
    "led": _led,
    "ledetc": _ledetc,
    "labelled": _labelled,
    "after": _after,
    "carry": _carry,
    "name": _name,
    "names": _joined("、"),
    "spaced": _joined(" "),
    "run": _joined(""),
}
