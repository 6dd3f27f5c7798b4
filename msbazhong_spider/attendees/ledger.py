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
    """Deeds by name, and absences by the start of the mention that shows them."""

    deeds: dict[str, list[Deed]] = field(default_factory=lambda: defaultdict(list))
    absent: dict[int, Absence] = field(default_factory=dict)

    def add(self, mention: Mention, kind: Kind, at: int, *, led: bool = False) -> None:
        """Note that a mention is the subject of a verb of this kind."""
        self.deeds[mention.name].append(Deed(ACTIONS[kind], kind, mention, at, led))
