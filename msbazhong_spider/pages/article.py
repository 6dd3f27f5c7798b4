"""The fields of an article, put together from the steps that read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msbazhong_spider.errors import NotAnArticleError
from msbazhong_spider.items import Article, Byline, Page, PageKind, Part
from msbazhong_spider.pages import bylines as bylines_
from msbazhong_spider.pages.body import Main, end_of_text, paragraphs
from msbazhong_spider.pages.breadcrumb import county_of, section_of
from msbazhong_spider.pages.dates import first_date
from msbazhong_spider.pages.furniture import begins_page_again, is_furniture
from msbazhong_spider.pages.hinted import with_hints
from msbazhong_spider.pages.kinds import classify_reading
from msbazhong_spider.pages.labels import Label, lex
from msbazhong_spider.pages.names import is_name, names_in_company, split_names
from msbazhong_spider.pages.published import find_published
from msbazhong_spider.pages.reading import Reading, read
from msbazhong_spider.pages.source import find_source
from msbazhong_spider.pages.subtitles import is_marked_subtitle, is_paragraph, leading_subtitles
from msbazhong_spider.pages.title import is_label_line
from msbazhong_spider.pages.urls import canonical_url

if TYPE_CHECKING:
    from msbazhong_spider.pages.document import Document, Line
    from msbazhong_spider.pages.hints import Hints

_SHORTEST_KICKER = 8
_LONGEST_TOOL = 3  # 微博, 大字号; 某某强调 is a sub-headline
_DAMAGE = ("锟斤拷", "烫烫烫", "屯屯屯")  # UTF-8 or memory read as GBK
_REGION = 24  # lines after the headline within which labels stand
_BELOW = 14  # lines after the text that may name editors


@dataclass(frozen=True, slots=True)
class _Layout:
    """The lines of an article page by what they are for."""

    before: list[Line]
    above: list[Line]
    body: list[Line]
    below: list[Line]
    subtitles: tuple[str, ...]


def read_article(page: Page, hints: Hints | None = None) -> Article:
    """Read the article on a page.

    Raises ``NotAnArticleError`` for a page that is anything else. ``published`` is in Beijing
    time; ``evidence`` names the rule that gave each field. ``hints`` are those of the page's site,
    if it gives any: one that finds something wins over the evidence.
    """
    reading = read(page, hints)
    kind = classify_reading(reading)
    if kind.kind is not PageKind.ARTICLE:
        raise NotAnArticleError(page.url, kind.kind.value, kind.why)
    return with_hints(_assemble(reading), reading.hinted, hints) if hints else _assemble(reading)


def _assemble(reading: Reading) -> Article:
    document, headline, trail = reading.document, reading.headline, reading.trail
    layout = _lay_out(document, reading.main, headline.start, headline.end, trail.end)
    published = find_published(
        document,
        [line.spaced for line in layout.above],
        [line.spaced for line in layout.below],
        [line.spaced for line in layout.before],
    )
    source, source_rule = find_source(document, layout.above, layout.below, layout.before)
    persons, persons_rule = _bylines(layout, source)
    body = "\n".join(_body(layout))
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
        url=canonical_url(reading.page.url),
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
        charset=reading.decoded.charset_used,
        evidence={name: rule for name, rule in evidence.items() if rule},
        doubts=(*published.doubts, *reading.doubts, *_damage(headline.text, body)),
    )


def _damage(title: str, body: str) -> tuple[str, ...]:
    """锟斤拷 and its like were in the site's text already: it is told, not mended."""
    found = [mark for mark in _DAMAGE if mark in body or mark in title]
    return (f"the site's own text is damaged ({found[0]})",) if found else ()


def _lay_out(document: Document, main: Main, start: int, end: int, trail_end: int) -> _Layout:
    lines = document.lines
    top = end if start >= 0 else max(main.start, trail_end)
    begin = _begin_of_text(lines, top, max(main.end, top))
    while begin < main.start and (main.is_exact or _is_tool(lines[begin])):
        begin += 1  # tools between the label line and the container of the text
    stop = max(begin, end_of_text(document, main, begin))
    region = lines[top:begin]
    above_it = [
        line for line in lines[max(trail_end, start - 2) : max(0, start)] if _is_kicker(line)
    ]
    between = [line for line in region if is_marked_subtitle(line) and _is_between(line)]
    count = leading_subtitles(lines[begin:stop])
    subtitles = [line.text for line in (*above_it, *between, *lines[begin : begin + count])]
    return _Layout(
        before=lines[max(0, (start if start >= 0 else top) - 15) : max(start, 0)],
        above=region,
        body=lines[begin + count : stop],
        below=lines[stop : stop + _BELOW],
        subtitles=tuple(subtitles),
    )


def _begin_of_text(lines: list[Line], top: int, limit: int) -> int:
    """The line after the last label line between headline and text."""
    begin = top
    dated = False
    for index in range(top, min(limit, top + _REGION)):
        text = lines[index].text
        if is_paragraph(text) and not is_label_line(text):
            break
        labelled = any(found.kind is not Label.OTHER for found in lex(text))
        if is_label_line(text) and not labelled and dated:
            break  # a second bare date signs the text, it does not label the page
        if is_label_line(text) or is_furniture(text) or bylines_.is_byline_line(text):
            begin = index + 1
            dated = dated or first_date(text) is not None
            if _awaits_value(text) and index + 1 < limit and len(lines[index + 1].text) <= 30:
                begin = index + 2
    return begin


def _is_tool(line: Line) -> bool:
    return line.is_link or is_furniture(line.text) or len(line.text) <= _LONGEST_TOOL


def _awaits_value(text: str) -> bool:
    """A label at the end of a line, whose value stands in the next block."""
    found = lex(text)
    return bool(found) and not found[-1].value and found[-1].kind is Label.SOURCE


def _is_between(line: Line) -> bool:
    """Between headline and label line stands also what shares, zooms and counts."""
    return not lex(line.text) and not begins_page_again(line.text)


def _is_kicker(line: Line) -> bool:
    """引题: above the headline only what the template calls so; a section's name stands there too."""
    return is_marked_subtitle(line) and len(line.text) >= _SHORTEST_KICKER and _is_between(line)


def _bylines(layout: _Layout, source: str | None) -> tuple[tuple[Byline, ...], str]:
    found: list[Byline] = []
    rules = []
    for rule, persons in _offers(layout, source):
        fresh = [one for one in persons if one.name not in {known.name for known in found}]
        if fresh:
            found.extend(fresh)
            rules.append(rule)
    return bylines_.unique(found), ", ".join(dict.fromkeys(rules))


def _offers(layout: _Layout, source: str | None) -> list[tuple[str, list[Byline]]]:
    offers: list[tuple[str, list[Byline]]] = []
    for line in layout.above:
        offers.append(("label line", bylines_.from_labels(line.marked)))
        offers.append(("line above the text", bylines_.from_line(line.text)))
        offers.append(("name/source", _slashed(line.text)))
        offers.append(("label line", bylines_.from_mixed(line.text)))
        offers.append(("class that says author", bylines_.from_cells(line)))
    offers.append(("names in 来源", _in_source(source or "")))
    texts = [line.text for line in layout.body]
    offers.extend(("head of the text", bylines_.from_head(text)) for text in texts[:2])
    for text in texts:
        offers.append(("byline in the text", bylines_.from_line(text)))
        offers.append(("caption", bylines_.from_credit(text)))
    for text in texts[-2:]:
        offers.append(("end of the text", bylines_.from_tail(text)))
        offers.append(("end of the text", bylines_.from_signature(text)))
    offers.extend(
        ("line below the text", bylines_.from_labels(line.text))
        for line in layout.below
        if not line.is_link and len(line.text) <= 160
    )
    return offers


def _in_source(source: str) -> list[Byline]:
    """Persons whom a site prints as the source."""
    return [Byline(name, Part.REPORTER) for name in names_in_company(source)]


def _slashed(text: str) -> list[Byline]:
    """石某/中国某报: a writer and the source."""
    name, mark, organ = text.partition("/")
    if not mark or len(text) > 30 or not organ or is_name(organ):
        return []
    names = split_names(name)
    return [Byline(one, Part.WRITER) for one in names] if names and all(map(is_name, names)) else []


def _body(layout: _Layout) -> list[str]:
    """The paragraphs: without byline lines, and without the date line that signs off under one."""
    texts = paragraphs(layout.body)
    kept = [
        text for text in texts if not _is_label_only(text) and not bylines_.is_byline_line(text)
    ]
    if len(kept) > 1 and len(kept) < len(texts) and _is_date_only(kept[-1]):
        kept.pop()
    return kept


def _is_label_only(text: str) -> bool:
    found = lex(text) if len(text) < 60 else []
    return (
        bool(found) and found[0].start <= 1 and found[0].kind is Label.SOURCE and ("，" not in text)
    )


def _is_date_only(text: str) -> bool:
    return len(text) <= 16 and is_label_line(text)
