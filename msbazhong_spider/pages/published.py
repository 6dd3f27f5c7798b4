"""When a page was published: what its reader sees before what it tells machines, never a clock.

Order of precedence: a label (发布时间：…) between headline and text, a line there that is a date, a
label below the text or above the headline, metadata and publishing systems' comments, a date in a
script, 更新时间 and its like, a bare date farther off, the address, the date that signs the text.
Metadata of a publishing system are often the time of entry, so that they come after what is shown;
but two of them that agree outweigh an unlabelled date that they contradict, and they make exact
what is shown as a day only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time
from itertools import chain
from typing import TYPE_CHECKING

from msbazhong_spider.items import Precision
from msbazhong_spider.pages.dates import (
    Dated,
    announced_date,
    date_of_url,
    first_date,
    is_date_piece,
    leading_host,
)
from msbazhong_spider.pages.declared import declared_dates, scripted_dates
from msbazhong_spider.pages.labels import Label, is_edition, lex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from msbazhong_spider.pages.document import Document, Line

_CLOCK = re.compile(
    r"今天是|现在是|现在时间|当前时间|北京时间\s*[:：]|星期.{0,6}农历|版权"
    # Each alternative begins with a fixed character, by which places are searched for quickly.
    r"|c[Oo][Pp][Yy][Rr][Ii][Gg][Hh][Tt]|C[Oo][Pp][Yy][Rr][Ii][Gg][Hh][Tt]"
)
# Below these the dates are other people's: comments, and other reports.
_OTHERS_BELOW = re.compile(
    r"^\W{0,4}(?:网友|最新|全部|热门|精彩|发表)?(?:评论|留言|跟帖|回复)|^\W{0,4}(?:上一?|下一?|前一|后一)[篇条]"
    r"|^\W{0,4}(?:相关|推荐|热门|热点|最新|点击|阅读)(?:阅读|新闻|推荐|文章|资讯|排行|报道|内容|信息|链接)"
)
_MIDNIGHT = time()  # a time of day that publishing systems print where they have none
_BELOW, _BEFORE = 10, 12  # lines after the text and before the headline that may be label lines
_SHORTLY_BEFORE = 8
_LONGEST_LABEL_LINE, _LONGEST_DATE_LINE = 300, 160
_VALUE = 60  # characters after a label among which its date stands
_LONGEST_SIGNATURE = 24
_OTHER_TIME = re.compile(
    r"[\u3400-\u9fff](?:时间|日期)\s{0,2}[:：]?\s{0,2}$"
)  # 活动时间：, also 发布时间：


@dataclass(frozen=True, slots=True)
class Published:
    """The date, the rule that found it, and what does not fit to it."""

    dated: Dated | None
    rule: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The lines of a page around an article's text.

    ``above`` stand between headline and text, ``below`` after the text, ``before`` above the
    headline; ``signed`` are the text's own last lines.
    """

    above: Sequence[Line]
    below: Sequence[Line]
    before: Sequence[Line]
    signed: Sequence[Line] = ()


def find_published(document: Document, lines: Surroundings) -> Published:
    """The date of publication, with a doubt for each kind of evidence more than a day apart."""
    declared = list(declared_dates(document))
    beside = _with_address(document, declared)
    for rule, dated in _offers(document, lines, beside):
        finer = _finer(dated, chain(_shown(lines), declared))
        doubts = _doubts(dated, rule, beside)
        if finer is None:
            return Published(dated, rule, doubts)
        exact = replace(dated, when=finer[1].when, precision=finer[1].precision)
        return Published(exact, f"{rule}, time of day by {finer[0]}", doubts)
    return Published(None)


def all_dates(document: Document, lines: Surroundings) -> list[tuple[str, Dated]]:
    """Rule and date of all evidence, the best first, for a person who asks why."""
    return list(_offers(document, lines, _with_address(document, declared_dates(document))))


def _with_address(
    document: Document, declared: Iterable[tuple[str, Dated]]
) -> list[tuple[str, Dated]]:
    address = date_of_url(document.url)
    return [*declared, *([("URL", address)] if address else [])]


def _offers(
    document: Document, lines: Surroundings, beside: Sequence[tuple[str, Dated]]
) -> Iterator[tuple[str, Dated]]:
    """The dates of a page, the best evidence first."""
    above = _texts(lines.above)
    yield from _labelled(above, Label.TIME)
    yield from (one for one in _bare(above) if not _is_outvoted(one[1], beside))
    below = _until_others(_texts(lines.below[:_BELOW]))
    before = _texts(lines.before[-_BEFORE:])
    yield from _labelled(below, Label.TIME)
    yield from _labelled(before, Label.TIME)
    declared = [one for one in beside if one[0] != "URL"]
    yield from declared
    yield from scripted_dates(document)
    yield from _labelled([*above, *below, *before], Label.UPDATED)
    # Bare dates outside the place of the label line; the address must not speak against them.
    others = (
        *_bare(above, announced=True),
        *_bare(before[-_SHORTLY_BEFORE:]),
        *_bare(below[:5]),
    )
    for rule, dated in others:
        if all(_days_apart(other, dated) <= 2 for _, other in beside):
            yield rule, dated
    yield from beside
    yield from _signed(_texts(lines.signed))


def _shown(lines: Surroundings) -> Iterator[tuple[str, Dated]]:
    """The dates without a label right above the text or the headline, and 更新时间 there."""
    yield from _bare(_texts(lines.above))
    yield from _bare(_texts(lines.before[-_SHORTLY_BEFORE:]))
    yield from _labelled(_texts(lines.above), Label.UPDATED)


def _texts(lines: Iterable[Line]) -> list[str]:
    return [line.spaced for line in lines]


def _until_others(lines: Sequence[str]) -> list[str]:
    """The lines below a text up to comments and related reports, whose dates are not its own."""
    for index, text in enumerate(lines):
        if _OTHERS_BELOW.match(text):
            return list(lines[:index])
    return list(lines)


def _labelled(lines: Sequence[str], kind: Label) -> Iterator[tuple[str, Dated]]:
    for index, text in enumerate(lines):
        if len(text) > _LONGEST_LABEL_LINE or _CLOCK.search(text):
            continue
        for found in lex(text):
            if found.kind is not kind:
                continue
            value = found.value
            if not value and found.end >= len(text) and index + 1 < len(lines):
                value = lines[index + 1][:40]  # label and value in two blocks
            dated = announced_date(value[:_VALUE])
            if dated:
                yield f"label {found.word}", dated


def _bare(lines: Sequence[str], *, announced: bool = False) -> Iterator[tuple[str, Dated]]:
    """A line that is a date and not much more; of several, the first with a time of day.

    ``announced`` are those that a label announces which we do not know (活动时间：…).
    """
    found = []
    for text in [*lines, *_composed(lines)]:
        if len(text) > _LONGEST_DATE_LINE or _CLOCK.search(text):
            continue
        dated = first_date(text)
        if dated is None or not _is_mostly_date(text, dated):
            continue
        labelled = _OTHER_TIME.search(text[: dated.start]) is not None
        if labelled is announced and not (announced and _has_known_label(text)):
            found.append(dated)
    found.sort(key=lambda dated: dated.precision is Precision.DAY)
    for dated in found:
        yield "line with a date", dated


def _has_known_label(text: str) -> bool:
    return any(found.kind in (Label.TIME, Label.UPDATED) for found in lex(text))


def _composed(lines: Sequence[str]) -> Iterator[str]:
    """Dates that a template sets in parts: 2024, 03/05 and 10:11; or 05 above 2024-03."""
    for index, text in enumerate(lines):
        if len(text) <= 24 and all(map(is_date_piece, text.split())):
            pieces = text.split()
            for following in lines[index + 1 : index + 3]:
                if not is_date_piece(following):
                    break
                pieces.append(following)
            composed = _compose(pieces[:3])
            if composed:
                yield composed


def _compose(pieces: Sequence[str]) -> str | None:
    year = next((piece for piece in pieces if re.match(r"(?:19|20)\d\d", piece)), None)
    rest = [piece for piece in pieces if piece is not year and ":" not in piece]
    if year is None or not rest:
        return None
    day = "-".join(re.sub(r"\D+", "-", piece).strip("-") for piece in rest)
    clock = next((piece for piece in pieces if ":" in piece), "")
    return f"{re.sub(r'[^0-9]+', '-', year).strip('-')}-{day} {clock}".strip()


def _is_mostly_date(text: str, dated: Dated) -> bool:
    rest = len(text) - leading_host(text) - (dated.end - dated.start)
    return (rest <= 30 and "，" not in text) or bool(lex(text)) or is_edition(text)


def _is_outvoted(dated: Dated, beside: Sequence[tuple[str, Dated]]) -> bool:
    """Whether two kinds of evidence agree on another day than a date without a label."""
    others = [other for _, other in beside if _days_apart(other, dated) > 1]
    kinds = {rule.split()[0] for rule, other in beside if other in others}
    agree = bool(others) and all(_days_apart(one, others[0]) <= 1 for one in others)
    return len(kinds) > 1 and agree and len(others) == len(beside)


def _signed(lines: Sequence[str]) -> Iterator[tuple[str, Dated]]:
    """The day under which a notice is signed."""
    for text in reversed(lines):
        dated = first_date(text)
        if dated and len(text) <= _LONGEST_SIGNATURE and _is_mostly_date(text, dated):
            yield "date below the signature", dated


def _finer(dated: Dated, others: Iterable[tuple[str, Dated]]) -> tuple[str, Dated] | None:
    """Other evidence for the same day that has a time of day, where what won has none."""
    if dated.precision is not Precision.DAY:
        return None
    for rule, other in others:
        has_time = other.precision is not Precision.DAY and other.when.time() != _MIDNIGHT
        if has_time and other.when.date() == dated.when.date():
            return rule, other
    return None


def _days_apart(one: Dated, other: Dated) -> int:
    return abs((one.when.date() - other.when.date()).days)


def _doubts(dated: Dated, rule: str, beside: Sequence[tuple[str, Dated]]) -> tuple[str, ...]:
    """A sentence for each kind of evidence that lies more than a day beside what won."""
    told: dict[str, str] = {}
    for other_rule, other in beside:
        if other_rule != rule and _days_apart(other, dated) > 1:
            told.setdefault(
                other_rule.split()[0], f"{rule} says {dated.raw}, {other_rule} says {other.raw}"
            )
    return tuple(told.values())
