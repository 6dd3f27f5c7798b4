"""When a verb only names something: 对检查工作提出要求, 听取汇报, 通过座谈等方式, 考察的企业."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.verbs import Kind

if TYPE_CHECKING:
    from msbazhong_spider.attendees.verbs import Verb

_NOUNLIKE = frozenset(
    (Kind.JOIN, Kind.INSPECT, Kind.VISIT, Kind.MEET, Kind.ACT, Kind.LOOK, Kind.SPEAK, Kind.TELL)
) | {Kind.HEAR}
# A verb of the first kind takes one of the second as its object: 会见来考察的…, 通报赴外地考察.
_TAKES_OBJECT = frozenset((Kind.MEET, Kind.VISIT, Kind.CHAIR, Kind.SPEAK, Kind.TELL))
_OF_OBJECT = frozenset((Kind.INSPECT, Kind.ACT, Kind.VISIT, Kind.JOIN, Kind.LOOK))
_TELLING = frozenset((Kind.SPEAK, Kind.TELL))
_MEANS = re.compile("(?:通过|采取|采用)[^，]*$")
_WAY = re.compile("方式|形式|等")
# 对…检查 is what somebody speaks of, unless 进行 or the like makes it the deed.
_TOWARDS = re.compile("(?:(?<!面)对于?|从|关于)(?!口|接)")
_SPEAKS_ON = re.compile(
    "[^，]{0,10}(?:工作|任务|事宜)(?:进行了?|作了?)(?:强调|安排|部署|发言|通报|说明)"
)
_DOING = re.compile("进行|开展|实施|予以|给予|全面|深入|实地|现场|作|做")


def is_noun(verb: Verb, last: Verb | None, before: str, after: str) -> bool:
    """Tell whether a verb is none in its clause.

    ``last`` is the verb before it in the clause; ``before`` and ``after`` are the clause's text on
    both sides.
    """
    kind = verb.kind
    if kind not in _NOUNLIKE:
        return False
    heard = kind in _TELLING and last is not None and last.kind is Kind.HEAR
    means = bool(_MEANS.search(before) and _WAY.search(after))
    item = before.endswith(("的", "及", "与")) or after.startswith(("与", "及", "暨"))
    item = item and not (before.endswith(("开展", "进行")) and after.startswith("与"))
    item = item and not verb.word.startswith("参加") and not _goes_on(verb, last)
    if heard or means or item or (_is_object(kind, last) and "并" not in before):
        return True
    if kind in _TELLING or verb.word.startswith(("进行", "开展")):
        return False
    return after.startswith("的") or _is_spoken_of(before) or _is_topic(before, after)


def _goes_on(verb: Verb, last: Verb | None) -> bool:
    """Tell 参加调研及座谈: both are deeds."""
    return last is not None and last.end == verb.start - 1 and last.word.startswith("参加")


def _is_object(kind: Kind, last: Verb | None) -> bool:
    return last is not None and last.kind in _TAKES_OBJECT and kind in _OF_OBJECT


def _is_topic(before: str, after: str) -> bool:
    """Tell 就如何做好|检查|工作进行了强调: what somebody speaks on."""
    return "就" in before and _SPEAKS_ON.match(after) is not None


def _is_spoken_of(before: str) -> bool:
    towards = _TOWARDS.search(before)
    return towards is not None and _DOING.search(before, towards.end()) is None
