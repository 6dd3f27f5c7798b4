"""Names set close in a headline, with what they did behind them: 李甲乙王丙丁盛戊出席.

Where the body names none of them, only their surnames tell one from the next. A cut is taken that
makes names of two or three characters of all of it; of several such cuts the one whose surnames
are no characters that given names are full of (华, 文, 卫), and none where that leaves two.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msbazhong_spider.attendees.names import is_word, is_written_for_sound, surname_length

# The line, or its part between two blanks: names and what they did, nothing else.
_LINE = re.compile(
    "(?P<names>[\u3400-\u9fff]{5,60}?)等?(?:县领导|市领导|区领导)?(?:一同|分别|一起)?"
    "(?:参加|出席|列席|陪同|与会|参会|主持|讲话|致辞|调研|到会)(?:会议|活动|调研|并讲话|仪式|座谈会)?"
)
# Surnames that stand in given names as often.
_GIVEN_LIKE = frozenset(
    "华文明金安江成方云雷龙白强海国高康平和卫东春林洪时石田英兰玉荣福祥庆喜乐宁夏向阳晓思敏仁武力程章"
    "盛全永光景清山岳青松柏柳桂苗柯伟志学士家言宏权良元于冬秋辛尚温利车易经历千万之宗双延同"
)
_NO_GIVEN = re.compile("[的了是在有不我他这与和及县市区乡镇村局委办长书记主任会议工作大全]")
_LENGTHS, _FEWEST = (3, 2), 2  # of a name, and of names in a row
_SOUNDS = 4  # characters in a row
_MOST = 40  # characters: a longer row has too many cuts to be told apart


def names_in_a_row(text: str) -> list[tuple[int, int]]:
    """Return where each name of such a line begins and ends; none where it is no such line."""
    line = _LINE.fullmatch(text)
    row = line["names"] if line else ""
    known = 0 < len(row) <= _MOST and not _holds_sounds(row)
    cuts = _cuts(row) if known else ()
    if not cuts or len(cuts) > 1 or len(cuts[0]) < _FEWEST:
        return []
    return list(cuts[0])


def _holds_sounds(row: str) -> bool:
    """Tell 安扎木牛江礼荣: a name that writes sounds has no surname to be told by."""
    return any(is_written_for_sound(row, at, at + _SOUNDS) for at in range(len(row) - _SOUNDS + 1))


@lru_cache(maxsize=256)
def _cuts(row: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return the best cuts of a row: those with the fewest names of which fewest are doubtful."""
    best: dict[int, list[tuple[tuple[int, int], ...]]] = {0: [()]}
    for start in range(len(row)):
        for cut in best.get(start, ()):
            for end in (start + length for length in _LENGTHS):
                if _may_be_name(row, start, end):
                    best.setdefault(end, []).append((*cut, (start, end)))
        best = {at: _least(row, cuts) for at, cuts in best.items() if at > start}
    return tuple(best.get(len(row), ()))


def _least(row: str, cuts: list[tuple[tuple[int, int], ...]]) -> list[tuple[tuple[int, int], ...]]:
    """Keep the cuts that cost least, and of equals two, which tell enough."""
    costs = [(len(cut), sum(row[start] in _GIVEN_LIKE for start, _ in cut)) for cut in cuts]
    least = min(costs)
    return [cut for cut, cost in zip(cuts, costs, strict=True) if cost == least][:2]


def _may_be_name(row: str, start: int, end: int) -> bool:
    if end > len(row) or surname_length(row, start, rare=False) != 1 or is_word(row, start):
        return False
    return _NO_GIVEN.search(row, start + 1, end) is None
