"""Invented articles with the word frequencies of real Chinese, as many as a benchmark asks for.

The words and how often each comes are those of jieba's dictionary (the extra ``bench``); the
persons are invented, and a few of them stand in many articles. An article repeats its words about
as much as the gold reports of benchmarks/attendees.py do: 600 characters hold 0.63 different words
a word (0.63 there too), and 0.81 different pairs of characters a pair (0.76 there), because words
follow each other by chance. So the index of this corpus is rather bigger than that of real text.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import jieba

from msbazhong_spider.replica.names import invent_name
from msbazhong_spider.store.words import is_chinese

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_DAY = date(2008, 1, 1)
DAYS = 18 * 365
PERSONS = 5000
_DRAWS = 1 << 21  # words drawn by frequency, from which articles then draw evenly, which is faster
_WORDS = 490  # in an article: about 900 characters
_OWN, _FROM_OWN = 60, 0.4  # words of its own that an article keeps coming back to, and how often
_LATIN = ("GDP", "APP", "5G", "Windows XP", "PM2.5", "VIP", "WiFi", "12345")


class Lexicon(NamedTuple):
    """Words in the proportion in which they come, all words, and persons with their weights."""

    drawn: list[str]
    words: list[str]
    persons: list[str]
    weights: list[float]


class Text(NamedTuple):
    """One article: its number, its day, and what is printed."""

    number: int
    day: date
    title: str
    body: str


def lexicon(seed: int) -> Lexicon:
    """Read jieba's dictionary and invent the persons."""
    rng = random.Random(seed)
    words: list[str] = []
    counts: list[int] = []
    with jieba.dt.get_dict_file() as file:
        for line in file:
            word, count, *_ = line.decode().split()
            if all(map(is_chinese, word)):
                words.append(word)
                counts.append(int(count))
    taken: set[str] = set()
    persons = [invent_name(rng, taken) for _ in range(PERSONS)]
    weights = list(accumulate(1 / rank for rank in range(1, PERSONS + 1)))
    return Lexicon(rng.choices(words, counts, k=_DRAWS), words, persons, weights)


def write(known: Lexicon, seed: int, numbers: range, of: int) -> Iterator[Text]:
    """Write the articles of some numbers; each depends on the seed and its number alone.

    Number 0 is of the last day, ``of`` - 1 of the first: as a first harvest meets them.
    """
    for number in numbers:
        rng = random.Random(f"{seed}/{number}")
        day = FIRST_DAY + timedelta(days=DAYS - 1 - number * DAYS // of)
        yield Text(number, day, "".join(rng.choices(known.drawn, k=9)), _body(rng, known, day))


def _body(rng: random.Random, known: Lexicon, day: date) -> str:
    own, words = rng.choices(known.drawn, k=_OWN), rng.choices(known.drawn, k=_WORDS)
    for at in range(_WORDS):
        if rng.random() < _FROM_OWN:
            words[at] = own[int(rng.random() * _OWN)]
    for name in rng.choices(known.persons, cum_weights=known.weights, k=rng.randrange(7)):
        printed = f"{name[0]}　{name[1]}" if len(name) == 2 and rng.random() < 0.2 else name
        words[rng.randrange(_WORDS)] += printed
    words[0] = f"{day.month}月{day.day}日"
    words[rng.randrange(_WORDS)] += f"{rng.randrange(1, 9999)}"
    if rng.random() < 0.3:
        words[rng.randrange(_WORDS)] += rng.choice(_LATIN)
    at = 0
    while (at := at + rng.randint(3, 10)) < _WORDS:
        words[at] += rng.choice("，，，，。。、") if rng.random() < 0.9 else "。\n"
    return "".join(words) + "。"
