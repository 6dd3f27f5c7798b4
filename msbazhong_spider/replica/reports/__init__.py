"""The kinds of reports: each is a function that fills a ``Writer``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from . import ceremony, congress, inspection, meeting, roundup, story, study, visit
from .sign import issue, sign

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from msbazhong_spider.replica.writing import Writer

    Kind = Callable[[Writer], None]

KINDS: Mapping[str, Kind] = {
    "meeting": meeting.field_of_work,
    "economy": meeting.economy,
    "standing": meeting.standing_committee,
    "government": meeting.government,
    "assembly": meeting.assembly,
    "consultative": meeting.consultative,
    "township": meeting.township,
    "bureau": meeting.bureau,
    "school": study.school,
    "centre": study.centre,
    "lecture": study.party_lecture,
    "chief": inspection.chief,
    "leader": inspection.county_leader,
    "schools": partial(inspection.county_leader, themes=("education", "health")),
    "sights": partial(inspection.county_leader, themes=("tourism",)),
    "town_leader": inspection.town_leader,
    "above": inspection.from_above,
    "split": inspection.split,
    "river": inspection.river,
    "petition": inspection.petition,
    "deputies": inspection.deputies,
    "receive": visit.receive,
    "delegation": visit.delegation,
    "signing": visit.signing,
    "away": visit.away,
    "npc": congress.people,
    "cppcc": congress.consultative,
    "closing": congress.closing,
    "presidium": congress.presidium,
    "plenum": congress.plenum,
    "condolence": ceremony.condolence,
    "opening": ceremony.opening,
    "festival": ceremony.festival,
    "army": ceremony.army,
    "trees": ceremony.trees,
    "plaque": ceremony.plaque,
    "roundup": roundup.write,
    "village": partial(story.tell, kind="village"),
    "health": partial(story.tell, kind="health"),
    "education": partial(story.tell, kind="education"),
    "tourism": partial(story.tell, kind="tourism"),
    "civil": partial(story.tell, kind="civil"),
    "notice": partial(story.tell, kind="notice"),
}

# Which kinds a section prints, and how often.
SECTIONS: Mapping[str, Mapping[str, int]] = {
    "时政新闻": {
        "meeting": 8, "economy": 2, "standing": 4, "government": 4, "assembly": 2,
        "consultative": 2, "school": 2, "centre": 2, "lecture": 1, "chief": 8, "leader": 5,
        "above": 4, "split": 2,
        "river": 1, "petition": 2, "deputies": 1, "receive": 4, "delegation": 2, "signing": 2,
        "away": 2, "npc": 1, "cppcc": 1, "closing": 1, "presidium": 1, "plenum": 1,
        "condolence": 3, "opening": 1, "roundup": 1,
    },
    "综合新闻": {
        "meeting": 4, "leader": 5, "village": 5, "civil": 4, "festival": 2, "opening": 2,
        "condolence": 2, "delegation": 1, "deputies": 2, "army": 1, "trees": 1, "plaque": 1,
    },
    "乡镇动态": {"township": 6, "town_leader": 5, "village": 4, "leader": 2, "lecture": 1},
    "部门动态": {"bureau": 7, "meeting": 3, "leader": 3, "river": 1, "plaque": 1},
    "教育卫生": {"schools": 5, "education": 4, "health": 4, "plaque": 1},
    "公示公告": {"notice": 1},
    "文化旅游": {"tourism": 4, "sights": 3, "festival": 3},
    "民生在线": {"civil": 4, "health": 1, "condolence": 1},
}  # fmt: skip

# Kinds that belong to some months: recruits leave in March and September, and so on.
_MONTHS: Mapping[str, frozenset[int]] = {
    "army": frozenset({3, 9}),
    "trees": frozenset({2, 3, 11}),
    "npc": frozenset({1, 2, 12}),
    "cppcc": frozenset({1, 2, 12}),
    "closing": frozenset({1, 2, 12}),
    "presidium": frozenset({1, 2, 12}),
    "plenum": frozenset({1, 7, 12}),
}


def fill(writer: Writer, section: str) -> None:
    """Write a report of a kind that the section prints, and sign it."""
    month = writer.day.month
    shares = {
        kind: share
        for kind, share in SECTIONS[section].items()
        if kind not in _MONTHS or month in _MONTHS[kind]
    }
    kind = writer.rng.choices(tuple(shares), tuple(shares.values()))[0]
    KINDS[kind](writer)
    if kind == "notice":
        issue(writer)
    else:
        sign(writer)
