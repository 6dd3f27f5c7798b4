"""Pages whose characters are lost: not in another charset, but spoiled before they were sent.

Nothing can be read of such a page, and nothing false must be: its headline would be a row of
question marks, and a report that was kept before would seem to have been edited.
"""

from __future__ import annotations

import re

from msbazhong_spider.pages.charset import count_common, count_wide

_SAMPLE, _FIRST_LOOK = 2000, 800  # characters looked at
# Letters of Western Europe, as UTF-8 shows when it is taken for Latin-1; not the signs that Chinese
# pages print (· × ° ± « » © ®).
_LATIN = re.compile("[\x80-\x9f¡-§ª¬¯²-¶¸-º¼-ÖØ-öø-ÿ]")
_MARKS = re.compile(r"\?{2,}")
_LOST = "\ufffd"
_SOME = 40
_LEAST_COMMON = 0.08  # of good text it is 0.3 or more, of text read by the wrong table 0.03
_MOST_LOST = 4  # times as many as are left; a character of two bytes leaves two marks


def find_garbling(visible: str) -> str | None:
    """Say how the characters of a page were lost, None for a page that can be read.

    ``visible`` is what a reader sees. A stray fragment in another charset is no such page.

    >>> find_garbling("?" * 30 + " 2024-03-05 " + "?" * 30)
    'its characters were replaced by question marks'
    """
    text = visible[:_SAMPLE]
    latin, lost = len(_LATIN.findall(text)), text.count(_LOST)
    marks = sum(map(len, _MARKS.findall(text))) if "??" in text else 0
    if max(latin, marks, lost) <= _SOME and _is_surely_chinese(text):
        return None
    wide = count_wide(text)
    if latin > max(wide, _SOME):
        return "its characters were taken for Latin ones"
    if marks > max(wide, _SOME):
        return "its characters were replaced by question marks"
    if lost > _SOME and lost > wide * _MOST_LOST:
        return "its characters were replaced"
    is_varied = len(set(text)) > _SOME  # one word over and over tells nothing
    if wide > _SOME and is_varied and count_common(text) < wide * _LEAST_COMMON:
        return "its characters were read by the wrong table"
    return None


def _is_surely_chinese(text: str) -> bool:
    """Whether the beginning has common characters enough for all of a text: of nearly any page."""
    return count_common(text[:_FIRST_LOOK]) >= len(text) * _LEAST_COMMON
