"""All that could have been a field of an article, for a person who asks why it is what it is.

The same steps as in ``read_article`` are asked for everything that they weigh; reading an article
never does this.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from msbazhong_spider.pages.article import layout_of, places, read_article, surroundings
from msbazhong_spider.pages.body import weight_of
from msbazhong_spider.pages.credited import all_persons
from msbazhong_spider.pages.hinted import rule_of
from msbazhong_spider.pages.published import all_dates
from msbazhong_spider.pages.reading import read
from msbazhong_spider.pages.source import all_sources
from msbazhong_spider.pages.title import rated_headlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from msbazhong_spider.items import Article, Byline, Page
    from msbazhong_spider.pages.body import Main
    from msbazhong_spider.pages.document import Document
    from msbazhong_spider.pages.hints import Hints
    from msbazhong_spider.pages.reading import Reading

_MOST = 6  # candidates of a field that lost and are told; those behind them were far from winning
_FIRST_WORDS = 16  # characters of a block's first line


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that a field could have had, the evidence for it, and its points if it has any.

    ``won`` says that this evidence gave the field, ``agrees`` that it says the same as what did.
    """

    value: str
    rule: str
    points: float | None = None
    won: bool = False
    agrees: bool = False


def find_candidates(page: Page, hints: Hints | None = None) -> dict[str, tuple[Candidate, ...]]:
    """Candidates of title, published, source, bylines and body: what won, then the best of the rest.

    Raises NotAnArticleError for a page that is anything else.
    """
    article = read_article(page, hints)
    reading = read(page, hints)
    found = {
        "title": _titles(reading, article),
        "published": _dates(reading, article),
        "source": _sources(reading, article),
        "bylines": _bylines(reading, article),
        "body": _bodies(reading),
    }
    return {
        field: tuple(_ordered([*_by_hint(article, field, hints), *candidates]))
        for field, candidates in found.items()
    }


def _by_hint(article: Article, field: str, hints: Hints | None) -> Iterator[Candidate]:
    """What a hint of the site gave, which the evidence knows nothing of."""
    rule = rule_of(getattr(hints, field)) if hints else ""
    if not hints or not article.evidence.get(field, "").startswith(rule):
        return
    if field == "bylines":
        yield Candidate("、".join(map(_person, article.bylines)), rule, won=True, agrees=True)
    elif field == "published":
        yield Candidate(article.published_raw or "", rule, won=True, agrees=True)
    elif field in ("title", "source"):
        yield Candidate(getattr(article, field), rule, won=True, agrees=True)


def _ordered(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Each candidate once: those that won, then the best that lost."""
    told = list(dict.fromkeys(candidates))
    yield from (one for one in told if one.won)
    yield from [one for one in told if not one.won][:_MOST]


def _titles(reading: Reading, article: Article) -> Iterator[Candidate]:
    for points, headline in rated_headlines(reading.document, reading.main, reading.trail.steps):
        agrees = headline.text == article.title
        won = agrees and headline.rule == article.evidence.get("title")
        yield Candidate(headline.text, headline.rule, round(points, 1), won, agrees)


def _dates(reading: Reading, article: Article) -> Iterator[Candidate]:
    rule_of_field = article.evidence.get("published", "")
    for rule, dated in all_dates(reading.document, surroundings(layout_of(reading))):
        won = dated.raw == article.published_raw and rule_of_field.startswith(rule)
        agrees = article.published is not None and dated.when.date() == article.published.date()
        yield Candidate(dated.raw, rule, won=won, agrees=agrees)


def _sources(reading: Reading, article: Article) -> Iterator[Candidate]:
    for value, rule in all_sources(reading.document, places(layout_of(reading))):
        agrees = value == article.source
        won = agrees and rule == article.evidence.get("source")
        yield Candidate(value, rule, won=won, agrees=agrees)


def _bylines(reading: Reading, article: Article) -> Iterator[Candidate]:
    rules = article.evidence.get("bylines", "").split(", ")
    for rule, persons in all_persons(reading.document, layout_of(reading), article.source):
        for person in persons:
            agrees = person in article.bylines
            yield Candidate(_person(person), rule, won=agrees and rule in rules, agrees=agrees)


def _person(person: Byline) -> str:
    return f"{person.name} ({person.part.value})"


def _bodies(reading: Reading) -> Iterator[Candidate]:
    """The lines that were taken as the place of the text, and the blocks beside and around them."""
    document, main = reading.document, reading.main
    sums = [0, *accumulate(map(weight_of, document.lines))]
    taken = (main.start, main.end)
    won = [element for element, start, end, _ in document.blocks if (start, end) == taken]
    name = _name_of(won[-1]) if won else "no single element"
    where = _where(document, main.start, main.end)
    whole = sums[main.end] - sums[main.start]
    yield Candidate(name, where, whole, won=True, agrees=True)
    rated = {
        (start, end): Candidate(_name_of(element), _where(document, start, end), weight)
        for element, start, end, _ in document.blocks
        if (weight := sums[end] - sums[start]) and _competes((start, end), weight, main, whole)
    }
    yield from sorted(rated.values(), key=lambda one: -(one.points or 0))


def _competes(lines: tuple[int, int], weight: int, main: Main, whole: int) -> bool:
    """Whether a block is no part of what was taken, and no more than a box around it."""
    start, end = lines
    is_part = main.start <= start and end <= main.end
    is_around = start <= main.start and main.end <= end
    return not is_part and (not is_around or weight > whole)


def _name_of(element: etree._Element) -> str:
    """An element as CSS would name it, so that it can be given as a hint."""
    called = "".join(f".{name}" for name in (element.get("class") or "").split())
    known = f"#{element.get('id')}" if element.get("id") else ""
    return f"{element.tag}{known}{called}"


def _where(document: Document, start: int, end: int) -> str:
    """Where a block begins, and how many lines it has."""
    text = document.lines[start].text[:_FIRST_WORDS] if start < end else ""
    return f"{end - start} lines from {text}"
