"""Judging a finished run by the site's own past, with plain SQL over the archive. No daemon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msbazhong_spider.harvest.findings import Finding, Fine
from msbazhong_spider.harvest.monitors.answers import check_listings, check_missing
from msbazhong_spider.harvest.monitors.fields import check_fields
from msbazhong_spider.harvest.monitors.scene import Scene
from msbazhong_spider.harvest.monitors.silence import check_silence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MONITORS: tuple[Callable[[Scene], Iterator[Finding | Fine]], ...] = (
    check_missing,
    check_listings,
    check_fields,
    check_silence,
)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is wrong, and what was looked at and is fine. What is in neither was not judged."""

    findings: tuple[Finding, ...] = ()
    fine: tuple[Fine, ...] = ()


def look_over(scene: Scene) -> Judged:
    """Let every monitor look at a run. Reads only."""
    told = [one for monitor in MONITORS for one in monitor(scene)]
    return Judged(
        tuple(one for one in told if isinstance(one, Finding)),
        tuple(one for one in told if isinstance(one, Fine)),
    )


__all__ = ["Judged", "Scene", "look_over"]
