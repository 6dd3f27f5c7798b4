"""What benchmarks/search.py asks for: words of every length, common, rare and not there at all."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from search_corpus import Lexicon

_SAMPLE = 1000  # articles from which words are taken
_COMMON = 300  # words that count as common: the most frequent ones of their length
_RUN = re.compile(r"[\u4e00-\u9fff]{12,}")
_OVER_A_MARK = re.compile(r"[\u4e00-\u9fff]{2,4}，[\u4e00-\u9fff]{2,4}")

SHORT = range(2, 7)  # characters: what the promised time speaks of


class Sampler:
    """Draws queries; the same ones from the same database, lexicon and seed."""

    def __init__(self, connection: sqlite3.Connection, known: Lexicon, seed: int) -> None:
        """Read some articles and count the lexicon."""
        self.rng = random.Random(seed)
        self.persons = known.persons
        self.texts = _sampled(connection, self.rng)
        counted = Counter(known.drawn)
        self.by_length: dict[int, list[str]] = {}
        for word, _ in counted.most_common():
            self.by_length.setdefault(len(word), []).append(word)
        self.rare = [word for word in known.words if len(word) == 2 and counted[word] <= 1]

    def kinds(self) -> dict[str, Callable[[], str]]:
        """Give the kinds of queries by their names, each with what draws one."""
        two = self.common
        return {
            "1 character": lambda: self.cut_out(1),
            "2 characters, common words": lambda: two(2),
            "2 characters, rare words": lambda: self.rng.choice(self.rare),
            "2 characters, names": lambda: self.name(2),
            "2 characters, cut out": lambda: self.cut_out(2),
            "3 characters, common words": lambda: two(3),
            "3 characters, names": lambda: self.name(3),
            "3 characters, cut out": lambda: self.cut_out(3),
            "4 characters, common words": lambda: two(4),
            "4 characters, cut out": lambda: self.cut_out(4),
            "4 characters, two common words": lambda: two(2) + two(2),
            "5 characters, cut out": lambda: self.cut_out(5),
            "6 characters, cut out": lambda: self.cut_out(6),
            "6 characters, three common words": lambda: two(2) + two(2) + two(2),
            "10 characters, cut out": lambda: self.cut_out(10),
            "AND of common words": lambda: f"{two(2)} {two(2)}",
            "AND of a name and a common word": lambda: f"{self.name(3)} AND {two(2)}",
            "OR of names": lambda: f"{self.name(2)} OR {self.name(3)}",
            "NOT": lambda: f"{two(2)} NOT {two(2)}",
            "phrase over a mark": self.over_a_mark,
        }

    def common(self, length: int) -> str:
        """Draw one of the most frequent words of a length."""
        return self.rng.choice(self.by_length[length][:_COMMON])

    def name(self, length: int) -> str:
        """Draw a person's name of a length."""
        while len(name := self.rng.choice(self.persons)) != length or "·" in name:
            pass
        return name

    def cut_out(self, length: int) -> str:
        """Cut some characters out of a text, wherever words begin and end."""
        run = self.rng.choice(_RUN.findall(self.rng.choice(self.texts)))
        start = self.rng.randrange(len(run) - length + 1)
        return str(run[start : start + length])

    def over_a_mark(self) -> str:
        """Cut out a place with a comma in it."""
        return f'"{self.rng.choice(_OVER_A_MARK.findall(self.rng.choice(self.texts)))}"'


def _sampled(connection: sqlite3.Connection, rng: random.Random) -> Sequence[str]:
    first, last = connection.execute("SELECT min(seq), max(seq) FROM article").fetchone()
    texts = [
        connection.execute(
            "SELECT body FROM article WHERE seq >= ? ORDER BY seq LIMIT 1",
            (rng.randint(first, last),),
        ).fetchone()[0]
        for _ in range(_SAMPLE)
    ]
    return [text for text in texts if _RUN.search(text) and _OVER_A_MARK.search(text)]
