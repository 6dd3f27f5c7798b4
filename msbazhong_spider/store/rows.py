"""Items of the vocabulary turned into rows: pure functions, no database."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from msbazhong_spider import __version__
from msbazhong_spider.items import Action, Precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from msbazhong_spider.items import Article, Attendee, Capture, Harvested, Participation, Span

Row = dict[str, Any]

SITE_ZONE = ZoneInfo("Asia/Shanghai")
_ID_DIGITS = 16
SEQ_OF_A_DAY = 1 << 14
_EPOCH_DAY = datetime(1970, 1, 1, tzinfo=UTC).date().toordinal()
_LAYOUT = {
    Precision.DAY: "%Y-%m-%d",
    Precision.MINUTE: "%Y-%m-%dT%H:%M",
    Precision.SECOND: "%Y-%m-%dT%H:%M:%S",
}
# A file that is handed out as it lies there: what follows its name only counts or dates it.
_FILE_WITH_QUERY = re.compile(
    r"(\.(?:jpe?g|png|gif|webp|bmp|pdf|docx?|xlsx?|pptx?|wps|et|rtf|ofd|zip|rar|7z))\?.*",
    re.IGNORECASE | re.DOTALL,
)
# What SQLite's TEXT or UTF-8 cannot hold. One character for one character, so that spans hold.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# What the site says. A difference in one of these makes a version; blanks make none.
VERSIONED = (
    "county", "section", "breadcrumb", "title", "subtitles", "published", "precision",
    "source", "body", "bylines",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows that one harvested article gives. ``article`` has no ``seq`` and no times yet."""

    id: str
    article: Row
    bylines: tuple[Row, ...]
    attendances: tuple[Row, ...]
    collectives: tuple[Row, ...]
    media: tuple[Row, ...]
    persons: tuple[Row, ...]
    sections: tuple[Row, ...]
    article_sections: tuple[Row, ...]
    capture: Capture | None
    parts: tuple[Row, ...] = ()
    part_captures: tuple[Capture, ...] = ()


def storable(text: str) -> str:
    """Put U+FFFD for what a database cannot hold: NUL and lone surrogates."""
    return _UNSTORABLE.sub("\ufffd", text)


def stable_id(*parts: str) -> str:
    """Give 16 hexadecimal digits that always are the same for the same parts.

    >>> stable_id("https://www.tongjiang.example/a/1.html")
    '75d3e99ae436e474'
    """
    return sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:_ID_DIGITS]


def utc(when: datetime) -> str:
    """Write a time of ours: UTC, to the second. A time without a zone is taken as UTC."""
    aware = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return aware.strftime("%Y-%m-%dT%H:%M:%SZ")


def site_time(when: datetime | None, precision: Precision | None) -> str | None:
    """Write a time of a site as it stands there: local, and only as exact as the site was."""
    if when is None:
        return None
    local = when if when.tzinfo is None else when.astimezone(SITE_ZONE)
    return local.strftime(_LAYOUT[precision or Precision.DAY])


def day_of(published: str | None) -> int:
    """Give the first ``seq`` of the day of publication; undated articles come before all others."""
    if published is None:
        return 0
    day = datetime.strptime(published[:10], "%Y-%m-%d").replace(tzinfo=UTC).date().toordinal()
    return max(day - _EPOCH_DAY, 0) * SEQ_OF_A_DAY


def as_json(value: object) -> str:
    """Write JSON that is the same for the same value, with Chinese readable."""
    return storable(json.dumps(value, ensure_ascii=False, sort_keys=True))


def to_rows(item: Harvested) -> Rows:
    """Turn one harvested article into the rows it gives."""
    article_id = stable_id(item.article.url)
    county = storable(item.article.county or "")
    bylines = tuple(_bylines(article_id, item.article))
    attendances = tuple(_attendances(article_id, item.participation.attendees, county))
    collectives = tuple(_collectives(article_id, item.participation))
    media = tuple(_media(article_id, item.article))
    fields = _article(item, article_id)
    fields["text_sha256"] = text_digest(fields, [[row["name"], row["part"]] for row in bylines])
    fields["reading_sha256"] = _reading_digest(
        fields, bylines, attendances, collectives, tuple(map(_without_query, media))
    )
    sections = tuple(_sections(item))
    return Rows(
        id=article_id,
        article=fields,
        bylines=bylines,
        attendances=attendances,
        collectives=collectives,
        media=media,
        persons=tuple(
            {"id": row["person_id"], "name": row["name"], "county": county} for row in attendances
        ),
        sections=sections,
        article_sections=tuple(_article_sections(article_id, item, sections)),
        capture=item.capture,
        parts=tuple(part_rows(item)),
        part_captures=item.parts,
    )


def _article(item: Harvested, article_id: str) -> Row:
    article = item.article
    return {
        "id": article_id,
        "url": storable(article.url),
        "site": storable(item.site),
        "county": _maybe(article.county),
        "section": _maybe(article.section),
        "breadcrumb": as_json(list(article.breadcrumb)),
        "title": storable(article.title),
        "subtitles": storable("\n".join(article.subtitles)),
        "published": site_time(article.published, article.precision),
        "precision": _precision(article),
        "published_raw": _maybe(article.published_raw),
        "source": _maybe(article.source),
        "body": storable(article.body),
        "incomplete": int(item.participation.incomplete),
        "mentioned": as_json(list(item.participation.mentioned)),
        "charset": article.charset,
        "evidence": as_json(dict(article.evidence)),
        "doubts": as_json(list(article.doubts)),
        "images": len(article.images),
        "attachments": len(article.attachments),
        "reader_version": __version__,
    }


def _precision(article: Article) -> str | None:
    if article.published is None:
        return None
    return (article.precision or Precision.DAY).value


def _maybe(text: str | None) -> str | None:
    return None if text is None else storable(text)


def _bylines(article_id: str, article: Article) -> Iterable[Row]:
    for position, byline in enumerate(article.bylines, 1):
        yield {
            "article_id": article_id,
            "position": position,
            "name": storable(byline.name),
            "part": byline.part.value,
        }


_ACTIONS = tuple((action.value, action) for action in Action)  # to walk an enum takes time


def _attendances(article_id: str, attendees: Iterable[Attendee], county: str) -> Iterable[Row]:
    for position, attendee in enumerate(attendees, 1):
        name = storable(attendee.name)
        yield {
            "article_id": article_id,
            "position": position,
            "person_id": stable_id(name, county),
            "name": name,
            "post": _maybe(attendee.post),
            **{column: int(action in attendee.actions) for column, action in _ACTIONS},
            "sentence": storable(attendee.sentence),
            **_first_span("name", attendee.names),
            **_first_span("post", attendee.posts),
            "name_spans": _spans(attendee.names),
            "post_spans": _spans(attendee.posts),
            "rule": attendee.rule,
            "confidence": float(attendee.confidence),
        }


def _first_span(what: str, spans: tuple[Span, ...]) -> Row:
    first = spans[0] if spans else None
    return {
        f"{what}_field": first.field.value if first else None,
        f"{what}_start": first.start if first else None,
        f"{what}_end": first.end if first else None,
    }


def _spans(spans: tuple[Span, ...]) -> str:
    return as_json([[span.field.value, span.start, span.end] for span in spans])


def _collectives(article_id: str, participation: Participation) -> Iterable[Row]:
    for position, collective in enumerate(participation.collectives, 1):
        yield {
            "article_id": article_id,
            "position": position,
            "name": storable(collective.name),
            "action": collective.action.value,
            "span_field": collective.span.field.value,
            "span_start": collective.span.start,
            "span_end": collective.span.end,
        }


def _media(article_id: str, article: Article) -> Iterable[Row]:
    both = [
        *(("image", link) for link in article.images),
        *(("attachment", link) for link in article.attachments),
    ]
    for position, (kind, link) in enumerate(both, 1):
        yield {
            "article_id": article_id,
            "position": position,
            "kind": kind,
            "url": storable(link.url),
            "label": storable(link.text),
        }


def _without_query(media: Row) -> Row:
    """Leave out of a file's address what sites change from look to look: counters, clocks.

    A script's address stays as it is, because its parameters say which file it hands out.
    """
    return {**media, "url": _FILE_WITH_QUERY.sub(r"\1", media["url"])}


def _sections(item: Harvested) -> Iterable[Row]:
    for county, name in _pairs(item):
        yield {
            "id": stable_id(item.site, county, name),
            "site": storable(item.site),
            "county": storable(county),
            "name": storable(name),
        }


def _pairs(item: Harvested) -> Iterable[tuple[str, str]]:
    own = (item.article.county or "", item.article.section or "")
    return dict.fromkeys((*item.found_in, *((own,) if own[1] else ())))


def _article_sections(article_id: str, item: Harvested, sections: Iterable[Row]) -> Iterable[Row]:
    own = (_maybe(item.article.county) or "", _maybe(item.article.section))
    for section in sections:
        yield {
            "article_id": article_id,
            "section_id": section["id"],
            "own": int((section["county"], section["name"]) == own),
        }


def part_rows(item: Harvested) -> Iterable[Row]:
    """Turn the further pages of an article into rows: which answer gave which part of the body."""
    if item.capture is None:
        return
    own = capture_row(item.capture, None)["id"]
    pairs = zip(item.article.parts, item.parts, strict=True)
    for number, (span, capture) in enumerate(pairs, 2):
        yield {
            "capture_id": own,
            "part": number,
            "part_capture_id": capture_row(capture, None)["id"],
            "body_start": span.start,
            "body_end": span.end,
        }


def capture_row(capture: Capture, run_id: int | None) -> Row:
    """Turn one answer of a server into its row; its id follows from what was answered when."""
    fetched = utc(capture.fetched)
    return {
        "id": stable_id(capture.url, fetched, str(capture.status), capture.sha256),
        "run_id": run_id,
        "url": storable(capture.url),
        "fetched": fetched,
        "status": capture.status,
        "kind": capture.kind.value,
        "size": capture.size,
        "sha256": capture.sha256,
        "charset_declared": _maybe(capture.charset_declared),
        "charset_used": capture.charset_used,
        "warc_file": capture.warc_file,
        "warc_offset": capture.warc_offset,
        "etag": _maybe(capture.etag),
        "last_modified": _maybe(capture.last_modified),
        "origin": storable(capture.origin),
        "payload_digest": _maybe(capture.payload_digest),
        "record_id": _maybe(capture.record_id),
        "refers_to": _maybe(capture.refers_to),
    }


def look_row(article: Mapping[str, Any], seen: str) -> Row:
    """Turn one look that found an article into its row. ``seen`` is UTC text."""
    return {
        "article_id": article["id"],
        "seen": seen,
        "day": site_day(seen),
        "text_sha256": article["text_sha256"],
        "why": None,
        "reader_version": article["reader_version"],
        "run_id": article["run_id"],
        "capture_id": article["capture_id"],
    }


def site_day(seen: str) -> str:
    """Give the day of a time of ours, as the site's calendar has it.

    >>> site_day("2024-03-05T20:00:00Z")
    '2024-03-06'
    """
    return datetime.fromisoformat(seen).astimezone(SITE_ZONE).date().isoformat()


def reader_rank(version: str | None) -> tuple[tuple[int, ...], str]:
    """Give what versions of this program are compared by; no version comes before all others.

    >>> reader_rank("0.10.1") > reader_rank("0.9.0") > reader_rank(None)
    True
    """
    return tuple(int(number) for number in re.findall(r"[0-9]+", version or "")), version or ""


def without_blanks(value: object) -> object:
    """What of a value counts as said by the site: a text without its blanks, all else as it is."""
    return "".join(value.split()) if isinstance(value, str) else value


def text_digest(fields: Mapping[str, Any], bylines: list[list[str]]) -> str:
    """Give the digest of what the site said: the row of an article or version, its bylines."""
    said = {name: without_blanks(fields[name]) for name in VERSIONED if name != "bylines"}
    return _digest({**said, "bylines": bylines})


def _reading_digest(fields: Mapping[str, Any], *children: tuple[Row, ...]) -> str:
    known = {name: value for name, value in fields.items() if name != "reader_version"}
    return _digest([known, *(list(rows) for rows in children)])


def _digest(value: object) -> str:
    return sha256(as_json(value).encode()).hexdigest()
