"""The invented prefecture: its counties, their places, and a cast that keeps its posts."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .banks import bank
from .names import invent_name

_LEVELS = ("县", "县", "区", "县", "市")
_TOWNS = 12
_VILLAGES = 3
COUNTY_WORDS = ("县", "上", "地", "乡镇")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a post (职务). ``organ`` is the front part that a list may leave to carry over.

    >>> Person("李甲", "县政协副主席", "县政协").bare
    '副主席'
    """

    name: str
    post: str = ""
    organ: str = ""

    @property
    def bare(self) -> str:
        """The post without its organ."""
        return self.post.removeprefix(self.organ)


@dataclass(frozen=True, slots=True)
class Town:
    """A township (乡镇): its name, its heads, its villages and their secretaries."""

    name: str
    secretary: Person
    head: Person
    villages: tuple[str, ...]
    village_secretaries: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class County:
    """A county (县, 区, 市) with its stable cast."""

    name: str
    level: str
    prefecture: str
    secretary: Person
    mayor: Person
    congress_chair: Person
    consultative_chair: Person
    deputy_secretary: Person
    standing: tuple[Person, ...]
    vice_mayors: tuple[Person, ...]
    congress_vices: tuple[Person, ...]
    consultative_vices: tuple[Person, ...]
    consultative_secretary: Person
    court: tuple[Person, ...]
    bureaus: tuple[Person, ...]
    towns: tuple[Town, ...]
    reporters: tuple[str, ...]
    leaders_above: tuple[Person, ...]

    @property
    def short(self) -> str:
        """The name without 县, 区, 市."""
        return self.name[:-1]

    @property
    def above(self) -> str:
        """How reports call the prefecture: 市, or its name where the county itself is a 市."""
        return self.prefecture if self.level == "市" else "市"

    @property
    def words(self) -> dict[str, str]:
        """What stands for the words in braces of a pattern."""
        towns = {"县": "乡镇", "区": "镇（街道）", "市": "乡镇（街道）"}[self.level]
        return dict(zip(COUNTY_WORDS, (self.level, self.above, self.short, towns), strict=True))

    @property
    def protocol(self) -> tuple[Person, ...]:
        """All leaders of the county in the order in which reports name them."""
        return (
            self.secretary,
            self.mayor,
            self.congress_chair,
            self.consultative_chair,
            self.deputy_secretary,
            *self.leaders,
        )

    @property
    def leaders(self) -> tuple[Person, ...]:
        """Everyone whom a report may call 县领导, the first five apart."""
        return (
            *self.standing,
            *self.congress_vices,
            *self.vice_mayors,
            *self.consultative_vices,
        )

    @property
    def taken(self) -> set[str]:
        """The names that nobody else in this county may bear."""
        officials = (
            *self.protocol,
            self.consultative_secretary,
            *self.court,
            *self.bureaus,
            *self.leaders_above,
        )
        towns = [
            person.name
            for town in self.towns
            for person in (town.secretary, town.head, *town.village_secretaries)
        ]
        return {*(person.name for person in officials), *towns, *self.reporters}


def make_counties(seed: int) -> tuple[County, ...]:
    """Give the counties of the portal, equal for equal seeds."""
    rng = random.Random(f"counties/{seed}")
    prefecture = rng.choice(bank("places/prefectures"))
    above: set[str] = set()
    stems = rng.sample(bank("places/county_stems"), len(_LEVELS))
    ranks = bank("posts/prefecture")
    leaders = tuple(_person(rng, above, post) for post in ranks)
    return tuple(
        _make_county(rng, stem + level, prefecture, leaders)
        for stem, level in zip(stems, _LEVELS, strict=True)
    )


def _make_county(
    rng: random.Random, name: str, prefecture: str, above: tuple[Person, ...]
) -> County:
    level = name[-1]
    if level == "市":
        above = tuple(Person(p.name, p.post.replace("市", prefecture, 1)) for p in above)
    taken = {person.name for person in above}

    def one(post: str, organ: str = "") -> Person:
        return _person(rng, taken, post.replace("县", level), organ.replace("县", level))

    return County(
        name=name,
        level=level,
        prefecture=prefecture,
        secretary=one("县委书记"),
        mayor=one("县委副书记、县长"),
        congress_chair=one("县人大常委会主任", "县人大常委会"),
        consultative_chair=one("县政协主席", "县政协"),
        deputy_secretary=one("县委副书记"),
        standing=tuple(one(post) for post in bank("posts/standing")),
        vice_mayors=tuple(one(post) for post in bank("posts/vice_mayors")),
        congress_vices=tuple(one("县人大常委会副主任", "县人大常委会") for _ in range(4)),
        consultative_vices=tuple(one("县政协副主席", "县政协") for _ in range(4)),
        consultative_secretary=one("县政协秘书长", "县政协"),
        court=(one("县法院院长"), one("县检察院检察长")),
        bureaus=tuple(one(post) for post in bank("posts/bureaus")),
        towns=_make_towns(rng, taken),
        reporters=tuple(invent_name(rng, taken) for _ in range(14)),
        leaders_above=above,
    )


def _person(rng: random.Random, taken: set[str], post: str, organ: str = "") -> Person:
    return Person(invent_name(rng, taken), post, organ)


def _make_towns(rng: random.Random, taken: set[str]) -> tuple[Town, ...]:
    stems: list[str] = []
    while len(stems) < _TOWNS:
        stem = rng.choice(bank("places/town_heads")) + rng.choice(bank("places/town_tails"))
        if stem not in stems and stem[0] != stem[1]:
            stems.append(stem)
    kinds = ["街道"] * 2 + ["乡"] * 2 + ["镇"] * (_TOWNS - 4)
    return tuple(_make_town(rng, taken, *pair) for pair in zip(stems, kinds, strict=True))


def _make_town(rng: random.Random, taken: set[str], stem: str, kind: str) -> Town:
    name = stem + kind
    party = "党工委" if kind == "街道" else "党委"
    head = "办事处主任" if kind == "街道" else f"{kind}长"
    heads = rng.sample(bank("places/town_heads"), _VILLAGES)
    villages = tuple(first + rng.choice(bank("places/village_tails")) for first in heads)
    return Town(
        name,
        _person(rng, taken, f"{name}{party}书记"),
        _person(rng, taken, f"{name}{party}副书记、{head}"),
        villages,
        tuple(_person(rng, taken, f"{village}党支部书记") for village in villages),
    )
