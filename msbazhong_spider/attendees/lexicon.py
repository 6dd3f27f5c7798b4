"""The word lists, loaded once. Each is a text file under ``words/``, one entry a line."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HAN = re.compile("[\u3400-\u9fff]")
_GROUP = re.compile(r"^\((?:\?:|\?P<\w+>)?")
_LOOK_BACK = re.compile(r"^(?:\(\?<[!=][^()]*\))+")


def lines(name: str) -> list[str]:
    """Return the lines of ``words/NAME.txt`` in their order."""
    text = files(__package__).joinpath("words", f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line]


@cache
def words(name: str) -> frozenset[str]:
    """Return the entries of ``words/NAME.txt``."""
    return frozenset(lines(name))


def guarded(branches: Iterable[str]) -> str:
    """Join branches behind a look at the next character, so that few positions try any of them.

    Each branch begins with a Chinese character, a class or a group of such, looks back or not:
    what else a pattern may begin with is an error (ValueError).
    """
    branches = list(branches)
    characters = "".join(sorted(set().union(*map(_openings, branches))))
    return f"(?=[{characters}])(?:{'|'.join(branches)})"


def _openings(branch: str) -> set[str]:
    """Return the characters that a match of a branch may begin with."""
    branch = _LOOK_BACK.sub("", branch)
    if branch.startswith("["):
        return set(branch[1 : branch.index("]")])
    if branch.startswith("("):
        end = _closing(branch)
        inside = _GROUP.sub("", branch[:end])
        found = set().union(*map(_openings, _alternatives(inside)))
        return found | (_openings(branch[end + 2 :]) if branch[end + 1 : end + 2] == "?" else set())
    if not _HAN.match(branch):
        raise ValueError(f"{branch!r} begins with no Chinese character")
    optional = branch[1:2] == "?"
    return {branch[0]} | (_openings(branch[2:]) if optional else set())


def _closing(pattern: str) -> int:
    """Return where the group ends that a pattern begins with."""
    depth = 0
    for at, character in enumerate(pattern):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return at
    raise ValueError(f"{pattern!r} closes no bracket")


def _alternatives(pattern: str) -> list[str]:
    """Split a pattern at the bars that stand in no group."""
    parts, depth, start = [], 0, 0
    for at, character in enumerate(pattern):
        depth += (character == "(") - (character == ")")
        if character == "|" and depth == 0:
            parts.append(pattern[start:at])
            start = at + 1
    return [*parts, pattern[start:]]


def any_of(entries: Iterable[str]) -> str:
    """Return a pattern that matches any entry, the longest first. It has no repetition.

    What entries have in common at their beginning is written once, so that a position at which
    hundreds of them are looked for takes as many steps as the longest has characters.
    """
    tree: dict[str, Any] = {}
    for entry in sorted(entries):
        node = tree
        for character in entry:
            node = node.setdefault(character, {})
        node[""] = {}
    return _written(tree)


def _written(tree: dict[str, Any]) -> str:
    branches = [re.escape(head) + _rest(below) for head, below in tree.items() if head]
    return "|".join(branches)


def _rest(tree: dict[str, Any]) -> str:
    """Return the pattern for what follows a beginning; nothing may, where an entry ends there."""
    if tree.keys() == {""}:
        return ""
    if len(tree) == 1:
        return _written(tree)
    return f"(?:{_written(tree)})" + ("?" if "" in tree else "")


def places_of(entries: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    """Give start and end of every entry in a text as ``any_of`` finds them, from left to right.

    For entries that another text will not have: to compile a pattern takes far longer than this.
    """
    found = sorted((start, -len(entry)) for entry in entries for start in _starts_of(entry, text))
    last = 0
    for start, length in found:
        if start >= last:
            last = start - length
            yield start, last


def _starts_of(entry: str, text: str) -> Iterator[int]:
    start = text.find(entry)
    while start >= 0:
        yield start
        start = text.find(entry, start + 1)
