"""How sure a row is: the share of rows like it that are right in name, post and actions.

The doubts are the error rates, rounded, of some two thousand attendees in real reports that were
annotated by hand. They are subtracted one by one; what they add up to is there to sort by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msbazhong_spider.attendees.names import PARTICLE, VERB
from msbazhong_spider.attendees.verbs import Kind

if TYPE_CHECKING:
    from msbazhong_spider.attendees.ledger import Deed
    from msbazhong_spider.attendees.mentions import Mention

_AT_BEST, _AT_WORST = 0.98, 0.05
# The only thing said of somebody is a vague word, a remark, or a visit.
_LONE_WORDS = {Kind.ACT: 0.25, Kind.REMARK: 0.25, Kind.SAY: 0.2, Kind.VISIT: 0.1, Kind.LOOK: 0.15}
_RULES = {"known name": 0.1, "post behind name": 0.1, "glued to known names": 0.1}
_NO_PRESENCE, _SEVERAL_DEEDS, _NO_POST = 0.06, 0.06, 0.05
_NO_END, _WEAK_END = 0.4, 0.03
_SPEECH = frozenset((Kind.SPEAK, Kind.TELL, Kind.DIRECT))


def confidence(mentions: list[Mention], deeds: list[Deed]) -> float:
    """Return the estimate for one attendee, from 0 (hardly) to 1 (surely), two digits."""
    kinds = {deed.kind for deed in deeds}
    doubt = _RULES.get(mentions[0].rule, 0.0)
    if len(kinds) == 1:
        kind = next(iter(kinds))
        doubt += _LONE_WORDS.get(kind, _NO_PRESENCE if kind in _SPEECH else 0.0)
    else:
        doubt += _SEVERAL_DEEDS
    if not any(mention.post for mention in mentions):
        doubt += _NO_POST
    grade = max(mention.grade for mention in mentions)
    if grade < VERB:
        doubt += _NO_END if grade < PARTICLE else _WEAK_END
    return round(max(_AT_WORST, _AT_BEST - doubt), 2)
