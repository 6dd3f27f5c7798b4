"""A page with the evidence for each of its fields, and with what else could have been read.

Under a field stand, as ``same``, other evidence for the same value (of dates: the same day), and as
``lost`` the values that other evidence would have given, the best first; points where evidence is
weighed by points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msbazhong_spider.attendees import extract_attendees
from msbazhong_spider.commands.explain import explain
from msbazhong_spider.commands.lines import fit
from msbazhong_spider.commands.record import printed_time
from msbazhong_spider.items import PageKind
from msbazhong_spider.pages import classify, read_article, read_listing
from msbazhong_spider.pages.candidates import find_candidates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msbazhong_spider.items import Article, Link, Page
    from msbazhong_spider.pages import Hints
    from msbazhong_spider.pages.candidates import Candidate

_LABEL = 12
_WIDEST = 60
_MOST_LINKS = 10


def explain_page(name: str, page: Page, hints: Hints | None = None) -> str:
    """Lay a page out: what it is and why; its fields; an article's text with who took part."""
    classified = classify(page, hints)
    lines = [f"{name}: {classified.kind.value} ({classified.why})", ""]
    if classified.kind is PageKind.LISTING:
        lines += _listing(page, hints)
    if classified.kind is PageKind.ARTICLE:
        article = read_article(page, hints)
        lines += [*_fields(article, find_candidates(page, hints)), ""]
        lines.append(explain(article, extract_attendees(article)))
    return "\n".join(lines)


def _fields(article: Article, candidates: dict[str, tuple[Candidate, ...]]) -> list[str]:
    values = {
        "title": article.title,
        "subtitles": " / ".join(article.subtitles),
        "published": printed_time(article),
        "source": article.source,
        "bylines": "、".join(f"{one.name} ({one.part.value})" for one in article.bylines),
        "breadcrumb": " > ".join(article.breadcrumb),
        "county": article.county,
        "section": article.section,
        "body": f"{len(article.body)} characters, below",
    }
    lines = []
    for field, value in values.items():
        rule = f"   [{article.evidence[field]}]" if field in article.evidence else ""
        lines.append(f"  {fit(field, _LABEL)}{value or '-'}{rule}")
        lines += _others(candidates.get(field, ()))
    return [*lines, *_doubts(article.doubts)]


def _others(candidates: tuple[Candidate, ...]) -> list[str]:
    """What won is told with its points; then what agrees with it, and what does not."""
    lines = []
    for one in candidates:
        if one.won and one.points is None:
            continue  # the line of the field says all of it
        word = "won" if one.won else "same" if one.agrees else "lost"
        points = "" if one.points is None else f"   {one.points:g} points"
        value = one.value if len(one.value) <= _WIDEST else f"{one.value[:_WIDEST]}…"
        lines.append(f"    {fit(word, _LABEL - 2)}{value}   [{one.rule}]{points}")
    return lines


def _listing(page: Page, hints: Hints | None) -> list[str]:
    if page.url.startswith("file:"):
        note = "links are told only of a page with an address: a URL, or one that new-site saved"
        return [f"  ({note})", ""]
    listing = read_listing(page, hints)
    return [
        f"  {fit('breadcrumb', _LABEL)}{' > '.join(listing.breadcrumb) or '-'}",
        *_links("items", listing.items),
        *_links("channels", listing.channels),
        f"  {fit('next page', _LABEL)}{listing.next_page or '-'}",
        *_doubts(listing.doubts),
        "",
    ]


def _links(name: str, links: tuple[Link, ...]) -> list[str]:
    shown = [f"    {fit(link.date or '', _LABEL)}{link.text}   {link.url}" for link in links]
    more = len(links) - _MOST_LINKS
    rest = [f"    and {more} more"] if more > 0 else []
    return [f"  {fit(name, _LABEL)}{len(links)}", *shown[:_MOST_LINKS], *rest]


def _doubts(doubts: Iterable[str]) -> list[str]:
    return [f"  {fit('doubt', _LABEL)}{doubt}" for doubt in doubts]
