"""When a page was published: the label line before the metadata, and never a header's clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msbazhong_spider.items import Precision
from msbazhong_spider.pages.dates import BEIJING, Dated, date_of_url, first_date
from msbazhong_spider.pages.labels import Label, lex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from msbazhong_spider.pages.document import Document

_CLOCK = re.compile(r"今天是|现在是|现在时间|当前时间|星期.{0,6}农历|版权|Copyright", re.IGNORECASE)
_METAS = [
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_time",
    "publishtime",
    "article:published_time",
    "og:time",
    "og:release_date",
    "og:published_time",
    "datepublished",
    "firstpublishedtime",
    "weibo:article:create_at",
    "bytedance:published_time",
    "apub:time",
    "ptime",
    "dc.date",
    "date",
    "article:create_at",
]
_JSON_LD = re.compile(
    r'"(?:datePublished|pubDate|publish_time|pubtime|ptime)"\s{0,3}:\s{0,3}"([^"]{8,40})"'
)
_FOUNDER = re.compile(r"<date>([^<]{8,30})</date>")
_SCRIPTED = (
    ("JSON-LD", ("datePublished", "pubDate", "publish_time", "pubtime", "ptime"), _JSON_LD),
    ("enpproperty", ("<date>",), _FOUNDER),
)
_EPOCH = re.compile(r"\b(?:var\s{1,3}ct|createTime|ori_create_time)\s{0,3}=\s{0,3}[\"']?(\d{10})\b")


@dataclass(frozen=True, slots=True)
class Published:
    """The date, the rule that found it, and what does not fit to it."""

    dated: Dated | None
    rule: str = ""
    doubts: tuple[str, ...] = ()


def find_published(
    document: Document, above: Sequence[str], below: Sequence[str], before: Sequence[str]
) -> Published:
    """The date of publication.

    ``above`` are the lines between headline and text, ``below`` those after the text, ``before``
    those above the headline.
    """
    declared = _declared(document)
    for rule, dated in _offers(document, above, below, before, declared):
        return Published(dated, rule, _doubts(dated, rule, declared))
    return Published(None)


def _offers(
    document: Document,
    above: Sequence[str],
    below: Sequence[str],
    before: Sequence[str],
    declared: tuple[str, Dated] | None,
) -> Iterable[tuple[str, Dated]]:
    yield from _labelled(above, Label.TIME)
    yield from _bare(above)
    yield from _labelled(below[:10], Label.TIME)
    yield from _labelled(before[-12:], Label.TIME)
    if declared:
        yield declared
    yield from _scripted(document.text)
    yield from _labelled([*above, *below[:10]], Label.UPDATED)
    yield from _bare(before[-8:])
    yield from _bare(below[:5])
    dated = date_of_url(document.url)
    if dated:
        yield "URL", dated


def _labelled(lines: Sequence[str], kind: Label) -> Iterable[tuple[str, Dated]]:
    for index, text in enumerate(lines):
        if len(text) > 300 or _CLOCK.search(text):
            continue
        for found in lex(text):
            if found.kind is not kind:
                continue
            value = found.value
            if not value and found.end >= len(text) and index + 1 < len(lines):
                value = lines[index + 1][:40]  # label and value in two blocks
            dated = first_date(value[:60])
            if dated:
                yield f"label {found.word}", dated


def _bare(lines: Sequence[str]) -> Iterable[tuple[str, Dated]]:
    """A line that is a date and not much more; of several, the first with a time of day."""
    found = []
    for text in [*lines, *_joined(lines)]:
        if len(text) > 160 or _CLOCK.search(text):
            continue
        dated = first_date(text)
        if dated and _is_mostly_date(text, dated):
            found.append(dated)
    found.sort(key=lambda dated: dated.precision == "day")
    for dated in found:
        yield "line with a date", dated


def _joined(lines: Sequence[str]) -> Iterable[str]:
    """2024, 03/05 and 10:11, each on a line of its own."""
    for index, text in enumerate(lines[:-1]):
        if re.fullmatch(r"20\d\d\s?[年/-]?", text):
            yield " ".join(lines[index : index + 3])


def _is_mostly_date(text: str, dated: Dated) -> bool:
    rest = len(text) - (dated.end - dated.start)
    if rest <= 30:
        return "，" not in text
    return bool(lex(text))


def _declared(document: Document) -> tuple[str, Dated] | None:
    """What the page says of itself to machines."""
    for name in _METAS:
        dated = first_date(document.metas.get(name, ""))
        if dated:
            return f"meta {name}", dated
    return None


def _scripted(text: str) -> Iterable[tuple[str, Dated]]:
    """What scripts and comments say; they are asked last, for it takes a look at the whole page."""
    for rule, hints, pattern in _SCRIPTED:
        # A look for a fixed word is many times quicker than a pattern, and most pages have none.
        found = pattern.search(text) if any(hint in text for hint in hints) else None
        dated = first_date(found[1]) if found else None
        if dated:
            yield rule, dated
    epoch = _EPOCH.search(text) if "var ct" in text or "reateTime" in text else None
    if epoch:
        when = datetime.fromtimestamp(int(epoch[1]), BEIJING)
        yield "time stamp in a script", Dated(when, Precision.SECOND, epoch[1], *epoch.span(1))


def _doubts(dated: Dated, rule: str, declared: tuple[str, Dated] | None) -> tuple[str, ...]:
    if declared is None or declared[0] == rule:
        return ()
    if abs(declared[1].when - dated.when) <= timedelta(days=1):
        return ()
    return (f"{rule} says {dated.raw}, {declared[0]} says {declared[1].raw}",)
