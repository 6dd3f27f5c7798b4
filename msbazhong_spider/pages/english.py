"""Bylines and sources as pages in English print them: By Li Kun in Yunling | Yunling Daily | Updated."""

from __future__ import annotations

import re

_WORD = r"[A-Z][\w'’.-]*"
_NAME = rf"{_WORD}(?:\s{_WORD}){{1,3}}"
_PLACE = rf"(?:\s(?:in|from|at)\s{_WORD}(?:\s{_WORD}){{0,2}})?"
_AND = r"(?:,\s*and\s|,\s*|\s+and\s+|\s+&\s+|;\s*)"
_BYLINE = re.compile(
    rf"\W{{0,3}}(?:By|by|BY|Reported by|Written by):?\s+"
    rf"(?P<who>{_NAME}{_PLACE}(?:{_AND}{_NAME}{_PLACE}){{0,5}})"
    r"(?=\W{0,3}$|\s*[|(（]|\s{2}|\s(?:Updated|Published|Posted|Source)\b)"
)
_WHERE = re.compile(r"\s(?:in|from|at)\s.*$")
_SEPARATOR = re.compile(_AND)
_LONGEST = 160
# The last words of what signs and is nobody: China Daily, Staff Reporter.
_NOBODY = frozenset(
    "daily news post times agency net online tv today staff reporter reporters writer office media network weekly press radio group center centre desk team editors contributor government bureau".split()  # noqa: SIM905  a list of words reads better without the marks
)
_LOGINS = frozenset({"admin", "administrator", "editor", "root"})
_DATED = r"(?:Updated|Published|Posted|Last updated|Time|Date|(?:19|20)\d\d-|\w{3,9}\.?\s\d{1,2},\s(?:19|20)\d\d)"
_SOURCE = re.compile(
    rf"(?:^|\|)\s*(?P<piped>[A-Z][\w.&'’ -]{{2,40}}?)\s*\|\s*{_DATED}"
    rf"|[(（]\s*(?P<bracketed>[A-Za-z][\w.&'’ -]{{2,40}}?)\s*[)）]\s*(?:Updated|Published|Posted)"
)


def english_byline(text: str) -> list[str]:
    """The names of a line that begins with a byline in English.

    >>> english_byline("By Li Kun in Yunling and Tao Zhe | Yunling Daily | Updated: 2024-03-05")
    ['Li Kun', 'Tao Zhe']
    >>> english_byline("By China Daily")
    []
    """
    found = _BYLINE.match(text) if len(text) <= _LONGEST else None
    return english_names(found["who"]) if found else []


def is_english_byline(text: str) -> bool:
    """Whether a line is a byline in English, and no sentence that begins like one.

    >>> is_english_byline("By Li Kun, Tao Zhe"), is_english_byline("By Li Kun (1900-80), the poet.")
    (True, False)
    """
    found = _BYLINE.match(text) if english_byline(text) else None
    return found is not None and text[found.end() :].strip(" .)")[:1] in ("", "|")


def english_names(text: str) -> list[str]:
    """The names of a list of names; what the last word tells to be nobody is left out.

    >>> english_names("Li Kun, Tao Zhe"), english_names("huanet")
    (['Li Kun', 'Tao Zhe'], [])
    """
    pieces = [_WHERE.sub("", piece).strip(" .") for piece in _SEPARATOR.split(text)]
    return [piece for piece in pieces if re.fullmatch(_NAME, piece) and _is_somebody(piece)]


def _is_somebody(name: str) -> bool:
    return name.rsplit(maxsplit=1)[-1].lower() not in _NOBODY


def english_source(text: str) -> str:
    """The paper beside the date of a line in English; empty without one.

    >>> english_source("( Yunling Today ) Updated: August 3, 2020")
    'Yunling Today'
    """
    found = _SOURCE.search(text) if len(text) <= _LONGEST else None
    named = (found["piped"] or found["bracketed"]).strip() if found else ""
    return "" if named.lower() in _LOGINS else named
