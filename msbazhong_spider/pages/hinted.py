"""What the hints of a site find on one page, in the form in which the readers find things."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from msbazhong_spider.items import Part
from msbazhong_spider.pages.body import Main, weight_of
from msbazhong_spider.pages.breadcrumb import Trail, steps_of
from msbazhong_spider.pages.bylines import from_labels, parse_byline
from msbazhong_spider.pages.dates import first_date
from msbazhong_spider.pages.hints import Hints, Selection, missed
from msbazhong_spider.pages.labels import Label, lex
from msbazhong_spider.pages.source import clean_source
from msbazhong_spider.pages.title import Headline, squeeze

if TYPE_CHECKING:
    from collections.abc import Callable

    from msbazhong_spider.items import Article, Byline
    from msbazhong_spider.pages.dates import Dated
    from msbazhong_spider.pages.document import Document

_ASKED = ("title", "subtitles", "published", "source", "bylines", "breadcrumb", "body")
_MOST = 20  # matches that are looked at for a field; of a text's paragraphs the first and the last
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Hinted:
    """What the hints found on an article's page; None or empty where they found nothing.

    ``doubts`` has a sentence for each hint that found nothing.
    """

    title: Headline | None = None
    subtitles: tuple[str, ...] | None = None
    published: Dated | None = None
    source: str | None = None
    bylines: tuple[Byline, ...] | None = None
    breadcrumb: Trail | None = None
    body: Main | None = None
    doubts: tuple[str, ...] = ()

    def headline(self, main: Main) -> Headline | None:
        """The title; without lines if it stands below the text, where no labels follow it."""
        if self.title and self.title.start >= main.end:
            return replace(self.title, start=-1, end=-1)
        return self.title

    def trail(self, main: Main) -> Trail | None:
        """The breadcrumb; without lines if it stands below the text."""
        if self.breadcrumb and self.breadcrumb.end > main.first:
            return replace(self.breadcrumb, end=0)
        return self.breadcrumb


NOTHING = Hinted()


def find_hinted(document: Document, hints: Hints) -> Hinted:
    """Ask a page for everything that the hints for articles name."""
    if hints == Hints():
        return NOTHING
    page = Selection(document)

    def ask(name: str, find: Callable[[Selection, str], _Found | None]) -> _Found | None:
        selector = getattr(hints, name)
        return find(page, selector) if selector else None

    found = Hinted(
        title=ask("title", _title),
        subtitles=ask("subtitles", _subtitles),
        published=ask("published", _published),
        source=ask("source", _source),
        bylines=ask("bylines", _bylines),
        breadcrumb=ask("breadcrumb", _breadcrumb),
        body=ask("body", _body),
    )
    failed = [name for name in _ASKED if getattr(hints, name) and getattr(found, name) is None]
    return replace(found, doubts=tuple(missed(name, getattr(hints, name)) for name in failed))


def rule_of(selector: str | None) -> str:
    """How evidence names a hint that won."""
    return f"hint {selector}"


def with_hints(article: Article, hinted: Hinted, hints: Hints) -> Article:
    """The article with what the hints found in place of what the evidence found.

    Title, breadcrumb and the place of the text were read where the hints say before; here follows
    the rest. Bylines are added to the others, for a report may name people in several places.
    """
    changes: dict[str, Any] = {}
    doubts = article.doubts
    if hinted.subtitles:
        kept = [text for text in article.body.split("\n") if text not in hinted.subtitles]
        changes |= {"subtitles": hinted.subtitles, "body": "\n".join(kept)}
    if hinted.published:
        dated = hinted.published
        changes |= {"published": dated.when, "precision": dated.precision}
        changes |= {"published_raw": dated.raw}
        doubts += _disagreement(article, dated, rule_of(hints.published))
    if hinted.source:
        changes["source"] = hinted.source
    if hinted.bylines:
        changes["bylines"] = tuple(dict.fromkeys((*hinted.bylines, *article.bylines)))
    return replace(article, **changes, doubts=doubts, evidence=_evidence(article, hinted, hints))


def _evidence(article: Article, hinted: Hinted, hints: Hints) -> dict[str, str]:
    """Each field's rule: the hint's where it won, both for bylines."""
    evidence = dict(article.evidence)
    for name in _ASKED:
        if getattr(hinted, name) is not None:
            won = rule_of(getattr(hints, name))
            both = name == "bylines" and name in evidence
            evidence[name] = f"{won}, {evidence[name]}" if both else won
    return evidence


def _disagreement(article: Article, dated: Dated, rule: str) -> tuple[str, ...]:
    """A hint's date that lies more than a day beside what the evidence says."""
    other = article.published
    if other is None or abs(other - dated.when) <= timedelta(days=1):
        return ()
    evidence = article.evidence.get("published", "")
    return (f"{rule} says {dated.raw}, {evidence} says {article.published_raw}",)


def _title(page: Selection, selector: str) -> Headline | None:
    """The first match with a text, and the line that it stands on: there the labels follow."""
    for node in page.select(selector)[:_MOST]:
        text = page.text_of(node)
        if not text:
            continue
        plain = squeeze(text)
        stands = range(len(page.document.lines)) if isinstance(node, str) else page.lines_of(node)
        for number in stands:
            if plain in squeeze(page.document.lines[number].text):
                return Headline(text, number, number + 1, rule_of(selector))
        if isinstance(node, str) or not stands:
            return Headline(text, -1, -1, rule_of(selector))
        return Headline(text, stands.start, stands.stop, rule_of(selector))
    return None


def _subtitles(page: Selection, selector: str) -> tuple[str, ...] | None:
    return tuple(page.texts(selector)) or None


def _published(page: Selection, selector: str) -> Dated | None:
    return next(filter(None, map(first_date, page.texts(selector))), None)


def _source(page: Selection, selector: str) -> str | None:
    """The first text that says something, without its label (来源：) where it has one."""
    for text in page.texts(selector):
        labelled = [found.value for found in lex(text) if found.kind is Label.SOURCE]
        value = clean_source(labelled[0] if labelled else text)
        if value:
            return value
    return None


def _bylines(page: Selection, selector: str) -> tuple[Byline, ...] | None:
    found: list[Byline] = []
    for text in page.texts(selector):
        found += from_labels(text) if lex(text) else parse_byline(text, Part.WRITER)
    return tuple(found) or None


def _breadcrumb(page: Selection, selector: str) -> Trail | None:
    nodes = page.select(selector)[:_MOST]
    shown = [text for node in nodes if (text := page.text_of(node))]
    steps = steps_of(shown[0]) if len(shown) == 1 else tuple(shown)
    ends = [page.lines_of(node).stop for node in nodes if not isinstance(node, str)]
    return Trail(steps, max(ends, default=0), rule_of(selector)) if steps else None


def _body(page: Selection, selector: str) -> Main | None:
    """All lines from the first match to the last, whatever they weigh."""
    nodes = [node for node in page.select(selector) if not isinstance(node, str)]
    ends = nodes if len(nodes) <= 2 * _MOST else [*nodes[:_MOST], *nodes[-_MOST:]]
    ranges = [lines for node in ends if (lines := page.lines_of(node))]
    if not ranges:
        return None
    start, end = min(one.start for one in ranges), max(one.stop for one in ranges)
    weights = [weight_of(line) for line in page.document.lines[start:end]]
    good = [start + number for number, weight in enumerate(weights) if weight] or [start, end - 1]
    return Main(start, end, good[0], good[-1], sum(weights), is_exact=True)
