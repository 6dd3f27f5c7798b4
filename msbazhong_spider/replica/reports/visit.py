"""Visits: receptions, delegations, signings, journeys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msbazhong_spider.replica.banks import bank
from msbazhong_spider.replica.writing import invent_firm

from .parts import Material, but, more, when

if TYPE_CHECKING:
    from msbazhong_spider.replica.counties import Person
    from msbazhong_spider.replica.writing import Writer


def _company(writer: Writer) -> tuple[str, tuple[Person, ...]]:
    """Invent an organisation from elsewhere and two or three of its people."""
    if writer.chance(0.3):
        org = writer.pick(bank("places/outside_schools"))
        posts = ["党委书记", "副校长", "副校长"]
    else:
        org = invent_firm(writer.rng, writer.pick(bank("places/outside_cities"))[:-1])
        posts = ["董事长", "副总经理", "副总经理"]
    count = writer.rng.randint(2, 3)
    return org, tuple(writer.stranger(org + post, org) for post in posts[:count])


def _neighbours(writer: Writer) -> tuple[str, tuple[Person, ...]]:
    """Invent leaders of another county."""
    place = writer.pick(bank("places/outside_counties"))
    level = place[-1]
    first = writer.pick((f"{level}委书记", f"{level}委副书记、{level}长", f"{level}政协主席"))
    short = place[:-1]
    posts = (first, f"{level}委常委、组织部部长", f"副{level}长")
    return place, tuple(
        writer.stranger((short if post.startswith(level) else place) + post) for post in posts
    )


def _bind(writer: Writer, boss: Person, guests: tuple[Person, ...]) -> Material:
    county = writer.county
    writer.settle(writer.rng.choice(county.towns))
    material = Material(writer, "industry", "business", "tourism", "farming", "village", "city")
    others = writer.some(but(county.leaders, boss), 1, 4)
    writer.bind(date=when(writer), boss=boss, others=others)
    writer.bind(guest=guests[0], guest2=guests[1], guests=guests)
    return material


def receive(writer: Writer) -> None:
    """Write up how a leader receives guests (会见)."""
    boss = writer.rng.choice(writer.county.protocol[:5])
    org, guests = _company(writer)
    _bind(writer, boss, guests)
    writer.bind(org=org)
    writer.par(writer.choose("receive/lead"))
    writer.head(writer.choose("receive/title"))
    writer.par(writer.choose("receive/boss"))
    writer.par(writer.choose("receive/guest"))
    more(writer, "receive/more", 1, 3)


def delegation(writer: Writer) -> None:
    """Write up how leaders of another county come to learn (考察)."""
    county = writer.county
    place, guests = _neighbours(writer)
    boss = writer.rng.choice(county.protocol[:5])
    material = _bind(writer, boss, guests)
    writer.bind(place=place, guests=guests[1:], hosts=writer.some(but(county.leaders, boss), 1, 4))
    writer.par(writer.choose("delegation/lead"))
    writer.head(writer.choose("delegation/title"))
    for _ in range(writer.rng.randint(1, 3)):
        material.visit()
        writer.par(writer.pick(_SIGHTS))
    writer.par(writer.choose("delegation/talk"))
    more(writer, "delegation/more", 1, 2)


def signing(writer: Writer) -> None:
    """Write up a signing ceremony (签约仪式)."""
    county = writer.county
    boss = writer.rng.choice((county.secretary, county.mayor))
    org, guests = _company(writer)
    material = _bind(writer, boss, guests)
    signer, *others = writer.some(county.vice_mayors, 3, 4)
    writer.bind(org=org, chair=county.standing[0], signer=signer, others=tuple(others))
    writer.par(writer.choose("signing/lead"))
    writer.head(writer.choose("signing/title"))
    writer.par(writer.choose("signing/sign"))
    more(writer, "signing/more", 1, 2)
    material.fresh()
    writer.par(writer.choose("receive/boss"))
    writer.par(writer.choose("receive/guest"))


def away(writer: Writer) -> None:
    """Write up how leaders of the county travel (赴外考察)."""
    place, guests = _neighbours(writer)
    boss = writer.rng.choice(writer.county.protocol[:5])
    _bind(writer, boss, guests)
    material = Material(writer, "industry", "business", "tourism", "village", "city")
    writer.bind(place=place, firm_boss=writer.stranger(invent_firm(writer.rng) + "董事长"))
    writer.par(writer.choose("away/lead"))
    writer.head(writer.choose("away/title"))
    never = ("guest",) if writer.said("guest") else ()
    for pattern in dict.fromkeys(writer.choose("away/body", never=never) for _ in range(2)):
        writer.par(pattern)
    more(writer, "away/more", 1, 2)
    material.fresh()
    writer.par(writer.choose("away/speech"))


_SIGHTS = (
    "在{site}，{scene}。{guest.name}一行边走边看，详细了解有关做法。",
    "来到{site}，{scene}。考察组一行听取了情况介绍，并就有关问题深入交流。",
    "考察组还来到{site}。{scene}。",
)
