"""Articles in several parts (1234.html, 1234_2.html): the way from part to part, and the joining."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from msbazhong_spider.items import Field, Span
from msbazhong_spider.pages.paging import find_next_page, is_next_part, part_of
from msbazhong_spider.pages.reading import read
from msbazhong_spider.pages.urls import absolute_url, canonical_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from msbazhong_spider.items import Article, Link, Page
    from msbazhong_spider.pages.hints import Hints

_BACK = re.compile(r"^\W*(?:上一?页|前一?页|首页|第一页|第?1页?)\W*$")
_REPEATED = 8  # characters of a first line that a part may share with the one before by chance


def find_next_part(page: Page, hints: Hints | None = None) -> str | None:
    """The address of the part that follows on an article's page; None on the last one.

    下一页 of an article leads to its next part, unless the address says otherwise: then it is the
    next article, or the next page of some list beside the text.
    """
    own = canonical_url(page.url)
    if part_of(own) is None:
        return None
    following = find_next_page(read(page, hints).document, own)
    return following if following and is_next_part(own, following) else None


def find_first_part(page: Page, hints: Hints | None = None) -> str | None:
    """The address of the first part, where a page is a later one; None on a first one.

    Only a link back tells (上一页, 1, 首页): a number at the end of an address may mean anything.
    """
    own = canonical_url(page.url)
    known = part_of(own)
    if known is None or not known[1]:
        return None
    document = read(page, hints).document
    base = absolute_url(own, document.base or "") or own
    for anchor in document.anchors:
        url = absolute_url(base, anchor.href) if _BACK.match(anchor.text) else None
        other = part_of(url) if url else None
        if other and other[0] == known[0] and (other[1] or 0) < known[1]:
            return url
    return None


def join_parts(first: Article, others: Sequence[Article], *, is_whole: bool = True) -> Article:
    """One article out of its parts, in their order; its address and labels are the first one's.

    Later parts give text, bylines, pictures and files. ``is_whole`` says that no part is missing; else it is told
    among the doubts.
    """
    lines = first.body.split("\n") if first.body else []
    bylines = dict.fromkeys(first.bylines)
    spans: list[Span] = []
    for other in others:
        start = len("\n".join((*lines, "")))
        lines += _new_lines(first, other, lines)
        spans.append(Span(Field.BODY, start, max(start, len("\n".join(lines)))))
        bylines.update(dict.fromkeys(other.bylines))
    doubts = dict.fromkeys(doubt for one in (first, *others) for doubt in one.doubts)
    if not is_whole:
        doubts[f"only {len(others) + 1} parts of the article could be had"] = None
    evidence = dict(first.evidence)
    if others:
        evidence["body"] = f"{evidence.get('body', 'text')}, {len(others) + 1} parts"
    return replace(
        first,
        body="\n".join(lines),
        bylines=tuple(bylines),
        images=_each_once(one.images for one in (first, *others)),
        attachments=_each_once(one.attachments for one in (first, *others)),
        evidence=evidence,
        doubts=tuple(doubts),
        parts=tuple(spans),
    )


def _each_once(links: Iterable[tuple[Link, ...]]) -> tuple[Link, ...]:
    return tuple(dict.fromkeys(link for of_part in links for link in of_part))


def _new_lines(first: Article, other: Article, known: Sequence[str]) -> list[str]:
    """The text of a later part, without what is printed at the head of every part.

    A line that looked like a sub-headline is text, unless the first part has it as one.
    """
    head = [line for line in other.subtitles if line not in first.subtitles]
    lines = [*head, *(other.body.split("\n") if other.body else [])]
    while lines and (
        lines[0] in first.subtitles or (len(lines[0]) >= _REPEATED and lines[0] in known[:2])
    ):
        lines.pop(0)
    return lines
