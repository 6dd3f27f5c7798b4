"""What a token of the full-text index is, and how a user's words become a query.

Why pairs: SQLite's own tokenizers cannot find Chinese words of one or two characters, and most
names have two or three. So Chinese is cut into overlapping pairs, and a word is looked up as the
phrase of its pairs: 县委书记 is ``县委 委书 书记``. The last character of a run stands alone as
well, so that one character is found as the beginning of a token, and so that no phrase crosses a
mark or the end of a line. Compared with single characters as tokens, the index is bigger (1.5 to
1.9 times the text against 1.2) but stays fast for rare names and long phrases as the archive
grows; the weak spot is a single common character.

- Blanks between Chinese characters do not count: 张　杰 in print is found as 张杰.
- Latin words and numbers are whole tokens; full-width forms equal the half-width ones.
- Marks are tokens, half-width ones in their full-width form; the dots of names (·•・) are one.
- The end of a line is the token ¶.

The view ``article_words`` does the same in SQL for the triggers. Whoever changes what a token is
changes both, and adds a migration that rebuilds the index.
"""

from __future__ import annotations

import re
from itertools import pairwise

_BLANKS = "\x01\t\r \u00a0\u200b\u3000\ufeff"
_LETTERS = "0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff"
# From the radicals on all is Chinese enough, but for the blocks of marks.
_HAN = (
    "\u2e80-\u2fff\u3005-\u3007\u3021-\u302f\u3031-\u30fa\u30fc-\ufe0f\ufe70-\ufefe"
    "\uff00\uff66-\uffdf\ufff0-\U0010ffff"
)
_TOKEN = re.compile(
    f"(?P<han>[{_HAN}](?: ?[{_HAN}])*)|(?P<word>[{_LETTERS}]+)"
    "|(?P<void>[\x00-\x09\x0b-\x20\x7f-\x9f])|(?P<mark>.)",
    re.DOTALL,
)
_FULL_WIDTH = 0xFEE0
_FOLD: dict[int, int | str] = {
    **{full: full - _FULL_WIDTH for full in range(0xFF10, 0xFF5B) if chr(full).isalnum()},
    **{
        ord(mark): ord(mark) + _FULL_WIDTH
        for mark in map(chr, range(33, 127))
        if not mark.isalnum()
    },
    **dict.fromkeys(map(ord, _BLANKS), " "),
    **dict.fromkeys(map(ord, "•‧・･"), "·"),
}
_BLANK_RUN = re.compile("  +")


def cut(text: str) -> list[str]:
    """Cut a text into the tokens of the index.

    >>> cut("县委书记张　杰,2022年")
    ['县委', '委书', '书记', '记张', '张杰', '杰', '，', '2022', '年']
    """
    tokens: list[str] = []
    for match in _TOKEN.finditer(_BLANK_RUN.sub(" ", text.translate(_FOLD))):
        piece = match.group()
        if match.lastgroup == "han":
            run = piece.replace(" ", "")
            tokens.extend(map("".join, pairwise(run)))
            tokens.append(run[-1])
        elif match.lastgroup == "word":
            tokens.append(piece)
        elif match.lastgroup == "mark":
            tokens.append("¶" if piece == "\n" else piece)
    return tokens


def is_chinese(character: str) -> bool:
    """Whether a character is one that pairs are made of."""
    return re.match(f"[{_HAN}]", character) is not None
