"""A user's search words, read into an FTS5 expression.

Words side by side must all stand in an article; ``OR``, ``NOT``, ``AND`` (in capitals), quotation
marks and brackets work, half-width or full-width. NOT binds closest, OR widest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from msbazhong_spider.errors import UsageError
from msbazhong_spider.store.words import cut, is_chinese

_MAX_WORDS = 64  # FTS5 refuses expressions that nest deeper than 256
_PIECE = re.compile(
    r"""\s*(?:(?P<mark>[()])|"(?P<phrase>[^"]*)"|(?P<open>")|(?P<word>[^\s()"]+))"""
)
_SAME_MARK = str.maketrans("（）“”„＂\u3000", '()"""" ')


@dataclass(frozen=True, slots=True)
class Query:
    """What to ask the index for, and the words that a reader wants to see in the result."""

    expression: str
    words: tuple[str, ...]


@dataclass(slots=True)
class _Pieces:
    """The pieces of a query, read from left to right."""

    asked: str
    pieces: list[tuple[str, str]]
    at: int = 0
    words: list[str] = field(default_factory=list)
    unwanted: int = 0

    @property
    def next(self) -> tuple[str, str]:
        return self.pieces[self.at] if self.at < len(self.pieces) else ("end", "")

    def take(self, kind: str, text: str) -> bool:
        if self.next == (kind, text):
            self.at += 1
            return True
        return False

    def wrong(self, why: str) -> UsageError:
        return UsageError(f"search {self.asked!r}: {why}")


def read_query(asked: str) -> Query:
    """Read search words.

    >>> read_query("张杰 NOT (调研 OR 学)").expression
    '("张杰" NOT ("调研" OR "学" *))'

    Raises:
        UsageError: nothing to look for, or operators, brackets or quotation marks that do not
            fit together.
    """
    pieces = _Pieces(asked, _split(asked))
    if not pieces.pieces:
        raise pieces.wrong("no words to look for")
    if sum(kind != "mark" for kind, _ in pieces.pieces) > _MAX_WORDS:
        raise pieces.wrong(f"more than {_MAX_WORDS} words")
    expression = _any_of(pieces, 0)
    if pieces.at < len(pieces.pieces):
        raise pieces.wrong("a closing bracket without its opening one")
    return Query(expression, tuple(dict.fromkeys(pieces.words)))


def _split(asked: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for match in _PIECE.finditer(asked.translate(_SAME_MARK)):
        kind = match.lastgroup or ""
        if kind == "open":
            raise UsageError(f"search {asked!r}: a quotation mark without its second one")
        if kind == "word" and match["word"] in ("AND", "OR", "NOT"):
            kind = "operator"
        found.append((kind, match[match.lastgroup or 0]))
    return found


def _any_of(pieces: _Pieces, depth: int) -> str:
    parts = [_all_of(pieces, depth)]
    while pieces.take("operator", "OR"):
        parts.append(_all_of(pieces, depth))
    return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"


def _all_of(pieces: _Pieces, depth: int) -> str:
    wanted, unwanted = [_one(pieces, depth)], []
    while True:
        joined = pieces.take("operator", "AND")
        if pieces.take("operator", "NOT"):
            pieces.unwanted += 1
            unwanted.append(_one(pieces, depth))
            pieces.unwanted -= 1
        elif joined or pieces.next[0] in ("word", "phrase") or pieces.next == ("mark", "("):
            wanted.append(_one(pieces, depth))
        else:
            break
    both = wanted[0] if len(wanted) == 1 else f"({' AND '.join(wanted)})"
    if not unwanted:
        return both
    return (
        f"({both} NOT {unwanted[0] if len(unwanted) == 1 else '(' + ' OR '.join(unwanted) + ')'})"
    )


def _one(pieces: _Pieces, depth: int) -> str:
    kind, text = pieces.next
    if kind in ("word", "phrase"):
        pieces.at += 1
        if not pieces.unwanted:
            pieces.words.append(text)
        return _phrase(pieces, text)
    if pieces.take("mark", "("):
        if depth == _MAX_WORDS:
            raise pieces.wrong("too many brackets")
        inside = _any_of(pieces, depth + 1)
        if not pieces.take("mark", ")"):
            raise pieces.wrong("an opening bracket without its closing one")
        return inside
    if kind == "operator":
        raise pieces.wrong(f"{text} needs a word before it and one after it")
    if kind == "end" and pieces.at and pieces.pieces[pieces.at - 1][0] == "operator":
        raise pieces.wrong(f"{pieces.pieces[pieces.at - 1][1]} needs a word after it")
    raise pieces.wrong("a bracket with nothing in it or left open")


def _phrase(pieces: _Pieces, text: str) -> str:
    """Turn one word into the phrase of its tokens; its last character may be the first of more."""
    tokens = cut(text)
    if not any(piece.isalnum() or is_chinese(piece) for piece in tokens):
        raise pieces.wrong(f"{text!r} holds nothing that can be looked for")
    last = tokens[-1]
    if len(last) > 1 or not is_chinese(last):
        return _quoted(tokens)
    if len(tokens) > 1 and tokens[-2][1:] == last and is_chinese(tokens[-2][0]):
        return _quoted(tokens[:-1])  # the pair before it holds it already
    return _quoted(tokens) + " *"


def _quoted(tokens: list[str]) -> str:
    return '"' + " ".join(tokens).replace('"', '""') + '"'
