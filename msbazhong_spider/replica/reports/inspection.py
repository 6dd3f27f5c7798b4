"""Inspections: leaders of the county and of the prefecture who look for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msbazhong_spider.replica.counties import Person

from .parts import Material, but, speak, subtitles, when

if TYPE_CHECKING:
    from msbazhong_spider.replica.writing import Writer


def county_leader(writer: Writer, themes: tuple[str, ...] = ()) -> None:
    """Write up how a leader of the county visits a township."""
    county, rng = writer.county, writer.rng
    boss = rng.choice((county.secretary, county.mayor, county.deputy_secretary, *county.leaders))
    _tour(writer, boss, writer.some(but(county.leaders, boss), 1, 5), themes)


def chief(writer: Writer) -> None:
    """Write up how the head of the county's party or government visits a township."""
    county = writer.county
    boss = writer.rng.choice((county.secretary, county.mayor))
    _tour(writer, boss, writer.some(but(county.leaders, boss), 2, 6))


def town_leader(writer: Writer) -> None:
    """Write up how a township's secretary visits a village."""
    town = writer.rng.choice(writer.county.towns)
    writer.settle(town)
    material = Material(writer, "farming", "safety", "village", "flood", "fire", "order", "party")
    writer.bind(
        date=when(writer),
        boss=town.secretary,
        others=(town.head,),
        pair=(town.secretary, town.head),
        host=writer.roles["villager"],
        one=writer.stranger(),
    )
    writer.head("{boss.name+inspect}到{village}{act}{theme}工作")
    writer.par(writer.choose("inspection/village"))
    writer.bind(others="")
    _stops(writer, material, town.head)
    speak(writer, material, town.secretary, writer.rng.randint(1, 2), "shared/speech_small")


def _tour(
    writer: Writer, boss: Person, others: tuple[Person, ...], themes: tuple[str, ...] = ()
) -> None:
    town = writer.rng.choice(writer.county.towns)
    writer.settle(town)
    material = Material(writer, *themes)
    local = material.local and writer.chance(0.6)
    second, *rest = others
    writer.bind(
        date=when(writer),
        boss=boss,
        pair=(boss, second) if rest else "",
        others=tuple(rest) or (second,),
        host=town.secretary,
        one=writer.stranger() if local else "",
    )
    never = () if local else ("town", "host", "one")
    lead = writer.choose("inspection/lead", must=("town",) if local else (), never=never)
    writer.par(lead)
    writer.head(writer.choose("inspection/title", never=never))
    said = ("others",) if writer.said("others") else ()
    subtitles(writer, "inspection/subs", 0.3, never=said)
    _stops(writer, material, town.secretary if local else None)
    speak(writer, material, boss, writer.rng.randint(2, 4))
    if not said and "@" not in lead:
        # A sub-headline has said of them that they took part in the inspection themselves.
        without = "accompany" if writer.said("others") else "#!"
        writer.par(writer.choose("inspection/close", without=without))


def _stops(writer: Writer, material: Material, host: Person | None) -> None:
    for i in range(writer.rng.randint(2, 4)):
        if not material.visit(host):
            break
        material.fresh()
        writer.par(writer.choose("inspection/next" if i else "inspection/first"))
    if host and writer.chance(0.5):
        writer.par(writer.choose("inspection/folk"))


def from_above(writer: Writer) -> None:
    """Write up how a leader of the prefecture visits the county."""
    county = writer.county
    boss = writer.rng.choice(county.leaders_above)
    town = writer.rng.choice(county.towns)
    writer.settle(town)
    material = Material(writer)
    writer.bind(
        date=when(writer),
        boss=boss,
        secretary=county.secretary,
        mayor=county.mayor,
        two=(county.secretary, county.mayor),
        locals=writer.some(county.leaders, 2, 5),
        promise=writer.word("promise"),
        host=town.secretary,
        one=writer.stranger(),
    )
    writer.par(writer.choose("above/lead"))
    writer.head(writer.choose("above/title"))
    _stops(writer, material, town.secretary if writer.said("town") else None)
    writer.par(writer.choose("above/report"))
    speak(writer, material, boss, writer.rng.randint(1, 2))


def split(writer: Writer) -> None:
    """Write up how several leaders visit several townships on one day."""
    county = writer.county
    material = Material(writer, "flood", "safety", "fire", "village", "farming", "education")
    towns = writer.rng.sample(county.towns, 3)
    people = list(writer.some(county.leaders, 6, 6))
    writer.bind(date=when(writer))
    writer.head(writer.choose("split/title"))
    writer.par(writer.choose("split/lead"))
    for town in towns:
        writer.settle(town)
        material.visit(town.secretary)
        material.fresh()
        boss, second = people.pop(0), people.pop(0)
        writer.bind(place=town.name, boss=boss, second=second, host=town.secretary)
        writer.par(writer.choose("split/part"))


def river(writer: Writer) -> None:
    """Write up how a river chief (河长) walks along the river."""
    town = writer.rng.choice(writer.county.towns)
    writer.settle(town)
    name = "清溪河"
    person = writer.rng.choice(writer.county.leaders)
    boss = Person(person.name, f"{person.post}、{name}{writer.county.level}级河长")
    material = Material(writer, "nature")
    writer.bind(date=when(writer), boss=boss, host=town.secretary, river=name)
    writer.head("{boss.name+inspect}到{river}开展巡河工作")
    writer.par(writer.choose("river/lead"))
    writer.par("{boss.name}一行沿着河岸步行，边走边看，仔细查看水质、岸线和排污口整治情况。")
    speak(writer, material, boss, writer.rng.randint(1, 2))


def petition(writer: Writer) -> None:
    """Write up how a leader receives people with complaints (接访)."""
    county = writer.county
    town = writer.rng.choice(county.towns)
    writer.settle(town)
    boss = writer.rng.choice((*county.protocol[:5], *county.standing))
    material = Material(writer, "order")
    others = writer.some(but(county.vice_mayors, boss), 1, 2)
    writer.bind(
        date=when(writer), boss=boss, others=others, host=town.secretary, one=writer.stranger()
    )
    writer.head(writer.pick(("{boss.name+meet}接待来访群众", "{boss.name+meet}开展接访工作")))
    writer.par(writer.choose("petition/lead"))
    for pattern in writer.rng.sample(writer.lines("petition/body"), 2):
        writer.bind(one=writer.stranger())
        writer.par(pattern)
    speak(writer, material, boss, 1)


def deputies(writer: Writer) -> None:
    """Write up how deputies and members inspect (视察) a field of work."""
    county = writer.county
    writer.settle(writer.rng.choice(county.towns))
    boss = writer.rng.choice((*county.congress_vices, *county.consultative_vices))
    council = boss in county.consultative_vices
    material = Material(writer, "education", "health", "city", "nature", "business", "tourism")
    others = writer.some(but(county.vice_mayors, boss), 1, 2)
    writer.bind(date=when(writer), boss=boss, others=others)
    leads = [line for line in writer.lines("deputies/lead") if ("政协" in line) == council]
    writer.head("{县}政协委员视察{theme}工作" if council else "{县}人大代表视察{theme}工作")
    writer.par(writer.pick(leads))
    for _ in range(2):
        material.visit()
        writer.par(writer.choose("deputies/stop"))
    speak(writer, material, boss, 1)
