"""A readable difference of two texts: by paragraph, and by character within what was reworded."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Less alike than this, two passages are shown one after the other and not one in the other.
_ALIKE = 0.35
# What stays between two changes must be this long to be shown as having stayed.
_ISLAND = 2
# difflib takes the product of the lengths; beyond this (a second or two) passages stay whole.
_MOST = 4_000_000


class Fate(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text and what became of it."""

    fate: Fate
    text: str


def difference(before: str, after: str) -> list[list[Piece]]:
    """Compare two texts paragraph by paragraph; give the passages that differ.

    Paragraphs that differ in blanks only are the same. In each passage, kept and added pieces
    together are the text after, kept and removed ones the text before.
    """
    old, new = (text.split("\n") if text else [] for text in (before, after))
    matcher = SequenceMatcher(None, [*map(_said, old)], [*map(_said, new)], autojunk=False)
    return [
        _passage(old[start:end], new[first:last])
        for kind, start, end, first, last in matcher.get_opcodes()
        if kind != "equal"
    ]


def _said(paragraph: str) -> str:
    return "".join(paragraph.split())


def _passage(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    before, after = "\n".join(old), "\n".join(new)
    whole = [Piece(Fate.REMOVED, before)] * bool(old) + [Piece(Fate.ADDED, after)] * bool(new)
    if not old or not new:
        return whole
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    middle = before[head : len(before) - tail], after[head : len(after) - tail]
    if len(middle[0]) * len(middle[1]) > _MOST:
        return whole
    pieces = [Piece(Fate.KEPT, before[:head]), *_compare(*middle)]
    pieces.append(Piece(Fate.KEPT, before[len(before) - tail :]))
    kept = sum(len(piece.text) for piece in pieces if piece.fate is Fate.KEPT)
    if kept < _ALIKE * max(len(before), len(after)):
        return whole
    return [piece for piece in pieces if piece.text]


def _common(one: str, other: str) -> int:
    """Count the characters with which both begin."""
    same = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        same += 1
    return same


def _compare(before: str, after: str) -> Iterator[Piece]:
    """Compare by character; what lies between two changes and is too short counts as changed."""
    removed = added = ""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    codes = matcher.get_opcodes()
    for number, (kind, start, end, first, last) in enumerate(codes):
        inside = 0 < number < len(codes) - 1
        if kind != "equal" or (inside and end - start < _ISLAND):
            removed, added = removed + before[start:end], added + after[first:last]
            continue
        yield from (Piece(Fate.REMOVED, removed), Piece(Fate.ADDED, added))
        yield Piece(Fate.KEPT, before[start:end])
        removed = added = ""
    yield from (Piece(Fate.REMOVED, removed), Piece(Fate.ADDED, added))
