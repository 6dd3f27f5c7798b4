"""A report with the marks of what was read in it, so that a person can see why.

``⟦3 方凯⟧`` is a name of the third attendee, ``⟨3 县委书记⟩`` the place that the post was read
from, ``⟪各镇负责同志⟫`` a collective. Under the text stands the reason of each row.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from msbazhong_spider.commands.lines import fit
from msbazhong_spider.items import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msbazhong_spider.items import Attendee, HasText, Participation, Span

_NAME, _POST, _GROUP = "⟦⟧", "⟨⟩", "⟪⟫"


def explain(report: HasText, participation: Participation) -> str:
    """Lay out the marked texts and the reasons, the least sure attendees first."""
    marks = list(_marks(participation))
    texts = {
        Field.TITLE: report.title,
        Field.SUBTITLES: "\n".join(report.subtitles),
        Field.BODY: report.body,
    }
    lines = [_marked(text, field, marks) for field, text in texts.items() if text]
    lines += ["", f"{len(participation.attendees)} attendees, the least sure first"]
    numbered = enumerate(participation.attendees, start=1)
    for number, attendee in sorted(numbered, key=lambda pair: pair[1].confidence):
        lines += _reason(number, attendee)
    lines += [f"collective: {group.name} ({group.action})" for group in participation.collectives]
    if participation.incomplete:
        lines.append("a list ends in 等: others, unnamed, were there")
    if participation.mentioned:
        lines.append(f"only mentioned: {'、'.join(participation.mentioned)}")
    return "\n".join([*lines, ""])


def _marks(participation: Participation) -> Iterator[tuple[Span, str, str]]:
    """Yield each span with its brackets and the numbers that stand in them."""
    shown: dict[tuple[Span, str], list[str]] = defaultdict(list)
    for number, attendee in enumerate(participation.attendees, start=1):
        for brackets, spans in ((_NAME, attendee.names), (_POST, attendee.posts)):
            for span in spans:
                shown[span, brackets].append(str(number))
    for (span, brackets), numbers in shown.items():
        yield span, brackets, f"{','.join(numbers)} "
    yield from ((group.span, _GROUP, "") for group in participation.collectives)


def _marked(text: str, field: Field, marks: list[tuple[Span, str, str]]) -> str:
    """Put the marks of one field into its text; a mark inside another keeps its place."""
    openings = ((span.start, 1, -span.end, m[0] + n) for span, m, n in marks if span.field == field)
    closings = ((span.end, 0, -span.start, m[1]) for span, m, _ in marks if span.field == field)
    pieces, at = [], 0
    for position, _, _, mark in sorted(set(chain(openings, closings))):
        pieces += [text[at:position], mark]
        at = position
    return "".join([*pieces, text[at:]])


def _reason(number: int, attendee: Attendee) -> list[str]:
    actions = " ".join(attendee.actions)
    return [
        f"{number:3} {fit(attendee.name, 12)}{fit(actions, 20)}{attendee.post or '(no post)'}",
        f"      {attendee.confidence:.2f}  rule: {attendee.rule}",
        f"      {attendee.sentence}",
    ]
