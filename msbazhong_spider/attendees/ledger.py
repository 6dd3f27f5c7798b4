"""What a document says of each name: the deeds, and what speaks against presence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.verbs import ACTIONS, Kind

if TYPE_CHECKING:
    from msbazhong_spider.attendees.mentions import Mention
    from msbazhong_spider.items import Action


class Absence(StrEnum):
    """Why a mention speaks of somebody who was not there."""

    CITED = "cited"
    APPOINTED = "appointed"
    VISITED = "visited"
    OBLIQUE = "oblique"


@dataclass(slots=True)
class Deed:
    """That somebody did something: which word says so, of which mention, and where."""

    action: Action
    kind: Kind
    mention: Mention
    at: int
    led: bool = False  # 带队, 率队: said of the one who came at the head


@dataclass(slots=True)
class Ledger:
    """Deeds by name, absences by the start of the mention that shows them, and ``vague`` deeds.

    ``ruled_out`` holds the names of those who died, are accused or did not come: they took part in
    nothing.

    A vague deed is one for which no verb is known: it counts where the document tells of an event
    and says nothing clearer of the person.
    """

    deeds: dict[str, list[Deed]] = field(default_factory=lambda: defaultdict(list))
    absent: dict[int, Absence] = field(default_factory=dict)
    ruled_out: set[str] = field(default_factory=set)
    vague: list[Deed] = field(default_factory=list)

    def add(self, mention: Mention, kind: Kind, at: int, *, led: bool = False) -> None:
        """Note that a mention is the subject of a verb of this kind."""
        self.deeds[mention.name].append(Deed(ACTIONS[kind], kind, mention, at, led))

    def take_vague(self) -> None:
        """Let the vague deeds count for those of whom nothing else is said."""
        for deed in self.vague:
            if not self.deeds.get(deed.mention.name) and deed.mention.start not in self.absent:
                self.deeds[deed.mention.name].append(deed)

    def add_vague(self, mention: Mention, at: int) -> None:
        """Note that a mention is the subject of words that hold no verb of the list."""
        self.vague.append(Deed(ACTIONS[Kind.ACT], Kind.ACT, mention, at))
