"""Invented people's names, of the shapes that county reports print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .banks import bank

if TYPE_CHECKING:
    import random

_SHARES = {"han": 88, "compound": 3, "yi": 4, "tibetan": 3, "dotted": 2}
_ONE_CHARACTER = 0.36  # so many given names have one character
_REGIONAL = 0.3  # so many surnames are those of one region, rare elsewhere


def invent_name(rng: random.Random, taken: set[str]) -> str:
    """Draw a name that is not ``taken`` and belongs to no national leader; add it to ``taken``."""
    while True:
        kind = rng.choices(tuple(_SHARES), tuple(_SHARES.values()))[0]
        name = _draw(rng, kind)
        if name not in taken and name not in bank("names/never"):
            taken.add(name)
            return name


def invent_person(rng: random.Random, taken: set[str], *, woman: bool, surname: str = "") -> str:
    """Draw a common name that reads as a woman's or a man's; ``surname`` makes a relative."""
    while True:
        name = _draw(rng, "han")
        name = surname + name[1:] if surname else name
        reads_as_woman = any(sign in name[1:] for sign in bank("names/female"))
        if reads_as_woman == woman and name not in taken and name not in bank("names/never"):
            taken.add(name)
            return name


def _draw(rng: random.Random, kind: str) -> str:
    match kind:
        case "yi":
            return rng.choice(bank("names/minority_yi_family")) + rng.choice(
                bank("names/minority_yi_given")
            )
        case "tibetan":
            return "".join(rng.sample(bank("names/minority_tibetan"), 2))
        case "dotted":
            return "·".join(rng.sample(bank("names/minority_dotted"), 2))
        case "compound":
            return rng.choice(bank("names/surnames_compound")) + _given(rng)
    rare = rng.random() < _REGIONAL
    surname = rng.choice(bank("names/surnames_regional" if rare else "names/surnames_common"))
    given = _given(rng)
    # 文文静, 阳朝阳: nobody is called so.
    return surname + (given if surname not in given else rng.choice(bank("names/given_one")))


def _given(rng: random.Random) -> str:
    one = rng.random() < _ONE_CHARACTER
    return rng.choice(bank("names/given_one" if one else "names/given_two"))
