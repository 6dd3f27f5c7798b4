"""Word banks: text files beside the code, one entry a line, loaded once.

An entry that fits only some months of the year ends in a mark: ``春耕生产 @2-5``.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_MONTHS = re.compile(r"(.*\S) @(\d+)-(\d+)")


@cache
def bank(name: str, month: int = 0) -> tuple[str, ...]:
    """Give the entries of ``banks/NAME.txt`` that fit the month (0: all), in the file's order."""
    text = (files(__package__) / "banks" / f"{name}.txt").read_text(encoding="utf-8")
    lines = (_in_season(line, month) for line in text.splitlines())
    return tuple(line for line in lines if line)


def _in_season(line: str, month: int) -> str:
    hit = _MONTHS.fullmatch(line)
    if hit is None:
        return line
    first, last = int(hit[2]), int(hit[3])
    fits = first <= month <= last if first <= last else not last < month < first
    return hit[1] if fits or not month else ""


@cache
def theme(name: str, month: int = 0) -> dict[str, tuple[str, ...]]:
    """Give the phrases of ``banks/themes/NAME.txt`` that fit the month, by their kind.

    A line is a kind, a tab and a phrase. The kinds: ``name`` what a meeting or an inspection is
    about, ``speech`` a demand that stands after 要, ``visit`` a place to see and, after ｜, what is
    seen there, ``fact`` a sentence on how things stand, ``paper`` the name of a document, ``topic``
    what somebody reports on, ``bureau`` the post of whoever answers for it.
    """
    phrases: dict[str, tuple[str, ...]] = {}
    for line in bank(f"themes/{name}", month):
        kind, _, phrase = line.partition("\t")
        phrases[kind] = (*phrases.get(kind, ()), phrase)
    return phrases
