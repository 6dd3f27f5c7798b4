"""The word lists, loaded once. Each is a text file under ``words/``, one entry a line."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def lines(name: str) -> list[str]:
    """Return the lines of ``words/NAME.txt`` in their order."""
    text = files(__package__).joinpath("words", f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line]


@cache
def words(name: str) -> frozenset[str]:
    """Return the entries of ``words/NAME.txt``."""
    return frozenset(lines(name))


def guarded(pattern: str) -> str:
    """Put a look at the next character before a pattern of many branches.

    Matches the same wherever every branch begins with a Chinese character that is written out in
    the pattern; at all other characters no branch is tried, which halves the time of a search.
    """
    characters = "".join(sorted(set(re.findall("[\u3400-\u9fff]", pattern))))
    return f"(?=[{characters}])(?:{pattern})"


def any_of(entries: Iterable[str]) -> str:
    """Return a pattern that matches any entry, the longest first. It has no repetition."""
    return "|".join(map(re.escape, sorted(entries, key=lambda entry: (-len(entry), entry))))
