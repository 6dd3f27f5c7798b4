"""Meetings: leading bodies of the county, fields of work, townships, bureaus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .parts import Material, but, session, speak, speak_widely, subtitles, when

if TYPE_CHECKING:
    from msbazhong_spider.replica.counties import Person
    from msbazhong_spider.replica.writing import Writer


def field_of_work(writer: Writer) -> None:
    """Write up a meeting of the whole county on one field of work."""
    county, rng = writer.county, writer.rng
    material = Material(writer)
    boss, chair = rng.choice(
        (
            (county.secretary, county.mayor),
            (county.secretary, county.deputy_secretary),
            (county.mayor, county.standing[0]),
            (county.deputy_secretary, county.vice_mayors[0]),
            (county.standing[0], county.vice_mayors[1]),
        )
    )
    rest = but(county.leaders, boss, chair)
    writer.bind(
        date=when(writer),
        gathering=writer.word("gathering"),
        boss=boss,
        chair=chair,
        others=writer.some(rest, 2, 8),
        heads=writer.some(but(county.bureaus, material.head), 2, 4),
    )
    if boss == county.secretary:
        writer.bind(npc=county.congress_chair, cppcc=county.consultative_chair)
        if chair != county.deputy_secretary:
            writer.bind(deputy=county.deputy_secretary)
    writer.par(writer.choose("meeting/lead"))
    writer.head(writer.choose("meeting/title"))
    subtitles(writer, "meeting/subs" if writer.said("chair") else "meeting/subs_plain", 0.4)
    _reports(writer, "meeting")
    if writer.chance(0.5):
        writer.par("会议指出，{fact}。[会议强调，|会议要求，]{demands}")
    speak(writer, material, boss, rng.randint(3, 5))
    _close(writer, material)


def economy(writer: Writer) -> None:
    """Write up the yearly meeting on the economy, where the secretary speaks on everything."""
    county = writer.county
    Material(writer, "industry", "business")
    others = writer.some(but(county.leaders, county.standing[0]), 4, 9)
    writer.bind(
        date=when(writer),
        theme="经济",
        gathering="会议",
        boss=county.secretary,
        chair=county.mayor,
        npc=county.congress_chair,
        cppcc=county.consultative_chair,
        others=others,
    )
    writer.par(writer.choose("meeting/lead", must=("chair",)))
    writer.head(writer.choose("meeting/title"))
    subtitles(writer, "meeting/subs", 0.7)
    speak_widely(writer, county.secretary, writer.rng.randint(5, 8))
    _close(writer, Material(writer, "industry", "business"))


def _reports(writer: Writer, kind: str) -> None:
    first = writer.choose(f"{kind}/head") if writer.chance(0.5) else ""
    second = writer.choose(f"{kind}/heads") if writer.chance(0.5) else ""
    writer.par(first, second)


def _close(writer: Writer, material: Material) -> None:
    material.fresh()
    if writer.said("chair") and writer.chance(0.4):
        writer.par(writer.choose("meeting/close"))
    said = [role for role in ("npc", "cppcc", "deputy") if writer.said(role)]
    others = "" if writer.said("others") else writer.choose("meeting/others", never=said)
    writer.par(others, writer.choose("meeting/groups") if writer.chance(0.75) else "")


def standing_committee(writer: Writer) -> None:
    """Write up a meeting of the county committee's standing committee (常委会)."""
    county = writer.county
    others = (county.mayor, county.deputy_secretary, *writer.some(county.standing, 0, 5))
    observers = (county.congress_chair, county.consultative_chair)
    _body(writer, "standing", county.secretary, others, observers)


def government(writer: Writer) -> None:
    """Write up a meeting of the county government (常务会议)."""
    county = writer.county
    others = (county.standing[0], *writer.some(county.vice_mayors, 2, 4))
    observers = (writer.one(county.congress_vices), writer.one(county.consultative_vices))
    _body(writer, "government", county.mayor, others, observers)


def _body(
    writer: Writer,
    kind: str,
    boss: Person,
    others: tuple[Person, ...],
    observers: tuple[Person, ...],
) -> None:
    Material(writer)
    writer.bind(
        date=when(writer),
        ordinal=writer.say("{#12-98}"),
        boss=boss,
        others=others,
        observers=observers,
        cited=writer.rng.choice(writer.county.leaders_above[:2]),
    )
    writer.par(writer.choose(f"{kind}/lead"))
    writer.head(writer.choose(f"{kind}/title"))
    if writer.chance(0.7):
        writer.par(writer.choose("shared/convey"), "会议[指出|强调|要求]，{demands}")
    for _ in range(writer.rng.randint(1, 3)):
        Material(writer)
        writer.par(writer.choose("standing/item"))
    lists = {"others", "observers"}
    said = {role for role in lists if writer.said(role)}
    writer.par(writer.choose("standing/close", must=() if said else lists, never=said))


def assembly(writer: Writer) -> None:
    """Write up a session of the congress's standing committee (人大常委会)."""
    county = writer.county
    vices = writer.some(county.congress_vices, 2, 4)
    invited = (writer.one(county.standing), writer.one(county.vice_mayors), *county.court)
    session(writer)
    writer.bind(boss=county.congress_chair, vices=vices, first=vices[0], invited=invited)
    _parliament(writer, "assembly", county.congress_chair)


def consultative(writer: Writer) -> None:
    """Write up a meeting of the chairs of the consultative conference (政协主席会议)."""
    county = writer.county
    vices = writer.some(county.consultative_vices, 2, 4)
    writer.bind(boss=county.consultative_chair, vices=vices, first=vices[0])
    writer.bind(cited=county.leaders_above[3])
    if writer.chance(0.5):
        writer.bind(vices=(*vices, county.consultative_secretary))
    _parliament(writer, "consult", county.consultative_chair)


def _parliament(writer: Writer, kind: str, boss: Person) -> None:
    material = Material(writer)
    writer.bind(date=when(writer), ordinal=writer.say("{#8-46}"))
    writer.bind(new=writer.stranger(), gone=writer.stranger())
    writer.par(writer.choose(f"{kind}/lead"))
    writer.head(writer.choose(f"{kind}/title"))
    for _ in range(2):
        writer.par(writer.choose(f"{kind}/item"))
        material.fresh()
    speak(writer, material, boss, writer.rng.randint(1, 2))
    writer.par(writer.choose(f"{kind}/close"))


def township(writer: Writer) -> None:
    """Write up a meeting of a township."""
    town = writer.rng.choice(writer.county.towns)
    writer.settle(town)
    material = Material(writer, *_COUNTRYSIDE)
    writer.bind(
        date=when(writer),
        gathering=writer.word("gathering"),
        boss=town.secretary,
        chair=town.head,
        heads=town.village_secretaries[: writer.rng.randint(2, 3)],
    )
    _small(writer, material, "township", town.secretary)


def bureau(writer: Writer) -> None:
    """Write up a meeting of a bureau of the county."""
    material = Material(writer)
    office = material.head.post.removesuffix("局长")
    writer.bind(
        date=when(writer),
        gathering=writer.word("gathering"),
        office=office,
        boss=material.head,
        deputy=writer.stranger(f"{office}副局长"),
    )
    _small(writer, material, "bureau", material.head)


def _small(writer: Writer, material: Material, kind: str, boss: Person) -> None:
    lead = writer.choose(f"{kind}/lead")
    writer.par(lead)
    writer.head(writer.choose(f"{kind}/title"))
    if kind == "township" and writer.chance(0.5):
        writer.par(writer.choose("township/heads"))
    speak(writer, material, boss, writer.rng.randint(2, 4), "shared/speech_small")
    if "@" not in lead:
        unsaid = () if writer.said("chair") else ("chair",)
        writer.par(writer.choose(f"{kind}/close", never=unsaid))


_COUNTRYSIDE = ("farming", "flood", "safety", "fire", "village", "nature", "party", "order")
