"""People one behind the other, and whether the last of them belongs to the same list.

会见了李甲，王乙，盛丙等客商: a comma parts those who are met as it parts clauses. Which of the two
it does is told by what stands behind the last: a verb makes a clause of its own (…，王乙参加会见).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.verbs import VERB_PATTERN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msbazhong_spider.attendees.mentions import Mention

_BETWEEN = re.compile("(?:一行|等)?(?:，|、|；|和|与|及|以及|，?以及|暨)?")
# Behind the last: nothing more, or those whom the list leaves unnamed.
_CLOSED = re.compile(
    "(?P<rest>(?:一行|等[^，。；：、\n]{0,20}|(?:以?及|和|与|暨)[^，。；：、\n]{2,24})?)"
    "(?:[。；！\n]|，(?=并|双方|就|向|对|共同|介绍|听取|合影|给|为|代表))"
)
_HEARD = re.compile(
    "(?:一行|同志|等[^，。；：、\n]{0,12})*(?:所?作?的|(?:分别|先后)?(?:[就对]|关于|围绕|所作))"
)


def last_in_row(text: str, mentions: Sequence[Mention], first: int) -> int:
    """Return the index of the last of the people who follow ``first`` with only a mark between."""
    last = first
    while last + 1 < len(mentions):
        between = _BETWEEN.match(text, mentions[last].after)
        if between is None or between.end() != mentions[last + 1].left:
            break
        last += 1
    return last


def is_closed(text: str, last: Mention) -> bool:
    """Tell whether a row of people ends there, so that none of them does anything behind it."""
    closed = _CLOSED.match(text, last.after)
    return closed is not None and VERB_PATTERN.search(closed["rest"]) is None


def is_heard(text: str, last: Mention) -> bool:
    """Tell the end of a row of people who are heard: …，王乙，盛丙的汇报."""
    return _HEARD.match(text, last.after) is not None
