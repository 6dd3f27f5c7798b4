"""Word banks: text files beside the code, one entry a line, loaded once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def bank(name: str) -> tuple[str, ...]:
    """Give the entries of ``banks/NAME.txt``, in the order of the file."""
    text = (files(__package__) / "banks" / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line)


@cache
def theme(name: str) -> dict[str, tuple[str, ...]]:
    """Give the phrases of ``banks/themes/NAME.txt`` by their kind.

    A line is a kind, a tab and a phrase. The kinds: ``name`` what a meeting or an inspection is
    about, ``speech`` a demand that stands after 要, ``site`` a place to visit, ``scene`` a sentence
    on what is seen there, ``fact`` a sentence on how things stand, ``paper`` the name of a
    document, ``topic`` what somebody reports on.
    """
    phrases: dict[str, tuple[str, ...]] = {}
    for line in bank(f"themes/{name}"):
        kind, _, phrase = line.partition("\t")
        phrases[kind] = (*phrases.get(kind, ()), phrase)
    return phrases
