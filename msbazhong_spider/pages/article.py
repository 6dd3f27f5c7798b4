"""The fields of an article, put together from the steps that read them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msbazhong_spider.errors import NotAnArticleError
from msbazhong_spider.items import Article, Page, PageKind
from msbazhong_spider.pages.body import paragraphs
from msbazhong_spider.pages.breadcrumb import county_of, section_of
from msbazhong_spider.pages.bylines import is_byline_line
from msbazhong_spider.pages.credited import find_bylines
from msbazhong_spider.pages.declared import declared_subtitles
from msbazhong_spider.pages.files import attachments_of, pictures_of
from msbazhong_spider.pages.hinted import with_hints
from msbazhong_spider.pages.kinds import classify_reading
from msbazhong_spider.pages.layout import Layout, is_label_only, lay_out
from msbazhong_spider.pages.published import Surroundings, find_published
from msbazhong_spider.pages.reading import Reading, read, release
from msbazhong_spider.pages.source import Places, find_source
from msbazhong_spider.pages.title import is_label_line
from msbazhong_spider.pages.urls import canonical_url

if TYPE_CHECKING:
    from msbazhong_spider.pages.document import Document, Line
    from msbazhong_spider.pages.hints import Hints

_DAMAGE = ("锟斤拷", "烫烫烫", "屯屯屯")  # UTF-8 or memory read as GBK
_SIGNED = 3  # last lines of a text, among which a notice is signed and dated
_ENDS = 2  # last lines of a text, among which the paper stands that it is reprinted from


def read_article(page: Page, hints: Hints | None = None) -> Article:
    """Read the article on a page.

    Raises ``NotAnArticleError`` for a page that is anything else. ``published`` is in Beijing
    time; ``evidence`` names the rule that gave each field. ``hints`` are those of the page's site,
    if it gives any: one that finds something wins over the evidence.
    """
    reading = read(page, hints)
    release(reading)
    kind = classify_reading(reading)
    if kind.kind is not PageKind.ARTICLE:
        raise NotAnArticleError(page.url, kind.kind.value, kind.why)
    return with_hints(_assemble(reading), reading.hinted, hints) if hints else _assemble(reading)


def _assemble(reading: Reading) -> Article:
    document, headline, trail = reading.document, reading.headline, reading.trail
    layout = layout_of(reading)
    published = find_published(document, surroundings(layout))
    source, source_rule = find_source(document, places(layout))
    persons, persons_rule = find_bylines(document, layout, source)
    body = "\n".join(_body(layout))
    own = canonical_url(reading.page.url)
    start, stop = _place(document, layout)
    evidence = {
        "title": headline.rule,
        "published": published.rule,
        "source": source_rule if source else "",
        "bylines": persons_rule,
        "subtitles": "lines between headline and text" if layout.subtitles else "",
        "breadcrumb": trail.rule,
        "body": "text of the page" if document.is_plain else "container of the text",
    }
    return Article(
        url=own,
        title=headline.text,
        body=body,
        subtitles=layout.subtitles,
        published=published.dated.when if published.dated else None,
        precision=published.dated.precision if published.dated else None,
        published_raw=published.dated.raw if published.dated else None,
        source=source,
        bylines=persons,
        breadcrumb=trail.steps,
        county=county_of(trail.steps),
        section=section_of(trail.steps, headline.text),
        images=pictures_of(document, own, start, stop),
        attachments=attachments_of(document, own, start, stop),
        charset=reading.decoded.charset_used,
        evidence={name: rule for name, rule in evidence.items() if rule},
        doubts=(*published.doubts, *reading.doubts, *_damage(headline.text, body)),
    )


def layout_of(reading: Reading) -> Layout:
    """The lines of an article's page by what they are for."""
    document, said = reading.document, declared_subtitles(reading.document)
    return lay_out(document, reading.main, reading.headline, reading.trail, said)


def places(layout: Layout) -> Places:
    """Where a source may stand."""
    ends = layout.body[-_ENDS:]
    return Places(layout.above, layout.below, layout.before, layout.within, ends)


def surroundings(layout: Layout) -> Surroundings:
    """Where a date may stand."""
    below = (*layout.within, *layout.below)
    return Surroundings(layout.above, below, layout.before, layout.body[-_SIGNED:])


def _place(document: Document, layout: Layout) -> tuple[int, int]:
    """The lines from the first of the text to the one after its last.

    A line that the layout made, out of two or of a part of one, has no place of its own.
    """
    held = {id(line) for line in layout.body or layout.above[-1:]}
    places = [index for index, line in enumerate(document.lines) if id(line) in held]
    return (places[0], places[-1] + 1) if places else (0, 0)


def _damage(title: str, body: str) -> tuple[str, ...]:
    """锟斤拷 and its like were in the site's text already: it is told, not mended."""
    found = [mark for mark in _DAMAGE if mark in body or mark in title]
    return (f"the site's own text is damaged ({found[0]})",) if found else ()


def _body(layout: Layout) -> list[str]:
    """The paragraphs: without byline lines, and without the date line that signs off under one.

    A date under an office's name signs what the office has issued, and belongs to it.
    """
    texts = [
        line
        for line in layout.body
        if not is_label_only(line.text) and not is_byline_line(line.text)
    ]
    kept = paragraphs(texts)
    if len(kept) > 1 and _is_date_only(kept[-1]) and _is_under_byline(layout.body, texts[-1]):
        kept.pop()
    return kept


def _is_under_byline(body: list[Line], last: Line) -> bool:
    above = next((line for line, below in pairwise(body) if below is last), None)
    return above is not None and is_byline_line(above.text)


def _is_date_only(text: str) -> bool:
    return len(text) <= 16 and is_label_line(text)
