"""What a new reading changes: the work of a rereading's processes, of which little comes back.

Articles are compared where they were read, so that of one that reads as before no text goes from
process to process.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msbazhong_spider.harvest.keeping import FAULTS
from msbazhong_spider.harvest.reading import own_section, read_tasks
from msbazhong_spider.pages import canonical_url
from msbazhong_spider.store import absence_of
from msbazhong_spider.store.compare import Change, Stored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msbazhong_spider.harvest.reading import Seen, Task
    from msbazhong_spider.items import Capture, Harvested

_OF_ANSWERS = frozenset({"kind", "missing"})
_ABOUT = _OF_ANSWERS | {"history"}


@dataclass(slots=True)
class Outcome:
    """What reading one address again gave: what is different, and what is to be applied.

    ``faults`` are (address, kind, why), ``kinds`` answers that are another kind of page than was
    known, ``changed`` the readings to save. ``read`` has address, site and own section of the
    article, if it is one.
    """

    counts: Counter[str] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    kinds: list[Capture] = field(default_factory=list)
    changed: list[Harvested] = field(default_factory=list)
    read: list[tuple[str, str, tuple[str, str] | None]] = field(default_factory=list)


def compare_tasks(tasks: tuple[Task, ...]) -> list[Outcome]:
    """Read all answers of several tasks, of one archive, and compare them with what is stored."""
    with Stored(tasks[0].data / "news.db") as stored:
        return [_outcome(stored, result) for result in read_tasks(tasks)]


def _outcome(stored: Stored, result: list[Seen]) -> Outcome:
    """Compare all readings of one address with what is stored."""
    outcome = Outcome()
    readings = [seen.harvested for seen in result if seen.harvested is not None]
    found = [change for seen in result for change in _of_answer(stored, seen, outcome)]
    if any(change.field not in _ABOUT for change in found):
        # Then other answers with the same state are read differently too: nothing of their own.
        found = [change for change in found if change.field != "history"]
    if any(change.field not in _OF_ANSWERS for change in found):
        outcome.changed = readings
    if readings:
        last = readings[-1]
        outcome.counts["articles"] += 1
        outcome.counts["attendances"] += len(last.participation.attendees)
        outcome.read = [(last.article.url, last.site, own_section(last.article))]
    outcome.changes = found
    return outcome


def _of_answer(stored: Stored, seen: Seen, outcome: Outcome) -> Iterator[Change]:
    outcome.counts["pages"] += 1
    answer = seen.capture
    if seen.fault is not None and seen.fault[0] in FAULTS:
        outcome.counts["problems"] += 1
        outcome.faults.append((answer.url, *seen.fault))
        return
    if seen.was is not None and seen.was != answer.kind:
        outcome.kinds.append(answer)
        yield Change(answer.url, "kind", seen.was.value, answer.kind.value)
    if seen.harvested is not None:
        yield from stored.differences(seen.harvested)
    elif absence_of(answer.url, answer) is not None:
        yield from stored.unnoted_absence(canonical_url(answer.url), answer)
