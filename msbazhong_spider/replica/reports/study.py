"""Study: 读书班, 中心组学习, 专题党课."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .parts import Material, but, speak, speak_widely, subtitles, when

if TYPE_CHECKING:
    from msbazhong_spider.replica.writing import Writer

_PLACES = ("省委党校", "省社会科学院", "市委党校")


def _bind(writer: Writer) -> None:
    county, rng = writer.county, writer.rng
    town = rng.choice(county.towns)
    writer.settle(town)
    writer.bind(
        date=when(writer),
        boss=county.secretary,
        chair=county.deputy_secretary,
        npc=county.congress_chair,
        cppcc=county.consultative_chair,
        others=writer.some(but(county.leaders, county.standing[0]), 3, 8),
        lecturer=writer.stranger(rng.choice(_PLACES).replace("市", county.above, 1) + "教授"),
        town_boss=town.secretary,
        town_head=town.head,
    )


def school(writer: Writer) -> None:
    """Write up a class for leading cadres, in the form of the article this project started from."""
    _bind(writer)
    Material(writer, "industry", "village", "business", "party", "tourism")
    writer.par(writer.choose("study/school"))
    writer.head(writer.choose("study/title", never=("boss",)))
    never = ("npc",) if not writer.said("npc") else ("others",)
    subtitles(writer, "study/subs", 0.7, never=never)
    speak_widely(writer, writer.county.secretary, writer.rng.randint(4, 7))
    writer.par(writer.choose("study/lecture"))
    writer.par(_close(writer))


def centre(writer: Writer) -> None:
    """Write up a session of the county committee's study group (理论学习中心组)."""
    _bind(writer)
    material = Material(writer)
    speakers = writer.some(writer.county.leaders, 2, 4)
    writer.bind(speakers=speakers, others=writer.some(but(writer.county.leaders, *speakers), 2, 6))
    writer.head(writer.choose("study/title_centre"))
    writer.par(writer.choose("study/centre"))
    writer.par(writer.choose("study/talks"))
    speak(writer, material, writer.county.secretary, writer.rng.randint(2, 3))
    writer.par(_close(writer))


def party_lecture(writer: Writer) -> None:
    """Write up a lecture (党课) that a leader gives to party members of a township."""
    _bind(writer)
    boss = writer.rng.choice((writer.county.secretary, *writer.county.standing))
    writer.bind(boss=boss)
    material = Material(writer, "party", "village", "order")
    writer.head(writer.choose("study/title", must=("boss",)))
    writer.par(writer.choose("study/party"))
    speak(writer, material, boss, writer.rng.randint(2, 4))


def _close(writer: Writer) -> str:
    said = ("others",) if writer.said("others") else ()
    return writer.choose("study/close", must=() if said else ("others",), never=said)
