"""Does the index find what a reading of every text finds, and nothing else?"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import random
    import sqlite3
    from collections.abc import Iterable, Sequence

    from search_queries import Sampler

_ALL = """\
SELECT rowid FROM article_fts
WHERE article_fts MATCH (SELECT expression FROM search_expression WHERE q = json_quote(?))
ORDER BY rowid
"""
_HAN = "[\u4e00-\u9fff]"
_BLANKS = re.compile(f"(?<={_HAN})[ \u3000]+(?={_HAN})")
_LATIN = ("GDP", "gdp", "5G", "Windows XP", "PM2.5", "VIP", "WiFi", "12345", "2019", "１２３４")
_JOINTS = ("", "AND", "OR", "NOT")


class Asked(NamedTuple):
    """A query as the user writes it, and what a scan looks for."""

    query: str
    one: str
    joint: str
    other: str


class Agreement(NamedTuple):
    """Queries; those whose hits are the scan's; hits of all; hits missed; hits too many."""

    queries: int
    equal: int
    hits: int
    missed: int
    extra: int


def sampled(sampler: Sampler, number: int) -> list[Asked]:
    """Draw queries of one word, and of two joined by AND, OR and NOT."""
    rng, asked = sampler.rng, []
    for _ in range(number):
        one, other, joint = _word(sampler, rng), _word(sampler, rng), rng.choice(_JOINTS)
        if rng.random() < 0.6:
            joint = other = ""
        query = " ".join(part for part in (_quoted(one), joint, _quoted(other)) if part)
        asked.append(Asked(query, one, joint, other))
    return asked


def _word(sampler: Sampler, rng: random.Random) -> str:
    if rng.random() < 0.1:
        return rng.choice(_LATIN)
    if rng.random() < 0.1:
        return sampler.over_a_mark().strip('"')
    if rng.random() < 0.3:
        return sampler.name(rng.choice((2, 3)))
    length = rng.randint(1, 10)
    if rng.random() < 0.3:
        return sampler.common(2) + sampler.common(2)
    return sampler.cut_out(length)


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word or "，" in word else word


def compare(connection: sqlite3.Connection, asked: Sequence[Asked]) -> Agreement:
    """Scan every article for all queries, ask the index for each, and compare the two."""
    scanned = _scan(connection, asked)
    equal = hits = missed = extra = 0
    for one, expected in zip(asked, scanned, strict=True):
        found = array("q", (row[0] for row in connection.execute(_ALL, (one.query,))))
        hits += len(expected)
        if found == expected:
            equal += 1
        else:
            missed += len(set(expected) - set(found))
            extra += len(set(found) - set(expected))
    return Agreement(len(asked), equal, hits, missed, extra)


def _scan(connection: sqlite3.Connection, asked: Sequence[Asked]) -> list[array[int]]:
    """Read every text from end to end: blanks between Chinese characters do not count."""
    words = {word: _pattern(word) for one in asked for word in (one.one, one.other) if word}
    found = [array("q") for _ in asked]
    texts = connection.execute("SELECT seq, title || char(10) || body FROM article ORDER BY seq")
    for seq, printed in texts:
        text = _BLANKS.sub("", printed)
        there = {
            word: pattern.search(text) is not None if pattern else word in text
            for word, pattern in words.items()
        }
        for one, hits in zip(asked, found, strict=True):
            if _holds(one, there):
                hits.append(seq)
    return found


def _holds(one: Asked, there: dict[str, bool]) -> bool:
    match one.joint:
        case "OR":
            return there[one.one] or there[one.other]
        case "NOT":
            return there[one.one] and not there[one.other]
        case _:
            return there[one.one] and (not one.other or there[one.other])


def _pattern(word: str) -> re.Pattern[str] | None:
    """Latin words and numbers are whole, in either case and width; Chinese is found as it is."""
    if not re.search(r"[0-9A-Za-z０-９]", word):
        return None
    narrow = word.translate({full: full - 0xFEE0 for full in range(0xFF10, 0xFF1A)})
    return re.compile(f"(?<![0-9A-Za-z]){re.escape(narrow)}(?![0-9A-Za-z])", re.IGNORECASE)


def hit_lines(agreement: Agreement) -> Iterable[str]:
    """Put it into words."""
    right = agreement.hits - agreement.missed
    given = right + agreement.extra
    yield f"{agreement.equal} of {agreement.queries} queries find just what a scan finds"
    yield f"recall {right / max(agreement.hits, 1):.4f} of {agreement.hits} hits"
    yield f"precision {right / max(given, 1):.4f} of {given}"
