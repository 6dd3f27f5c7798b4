"""What the reader makes of a page, as a record of plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msbazhong_spider.items import Part

if TYPE_CHECKING:
    from msbazhong_spider.items import Article, Attendee, Page, Participation, Span
    from msbazhong_spider.pages import Hints

AUTHORS = frozenset({Part.REPORTER, Part.CORRESPONDENT, Part.WRITER, Part.EDITOR})


def page_record(page: Page, hints: Hints | None = None) -> dict[str, Any]:
    """Read a page as far as it goes: every page has its kind, an article has all the rest."""
    from msbazhong_spider.attendees import extract_attendees
    from msbazhong_spider.errors import NotAnArticleError
    from msbazhong_spider.items import PageKind, Participation
    from msbazhong_spider.pages import classify, decode, read_article

    classified = classify(page, hints)
    kind, why = classified.kind.value, classified.why
    article, participation = None, Participation()
    if classified.kind is PageKind.ARTICLE:
        try:
            article = read_article(page, hints)
            participation = extract_attendees(article)
        except NotAnArticleError as error:
            kind, why = error.kind, error.why
    charset = decode(page.body, page.headers.get("content-type")).charset_used
    return {
        "kind": str(kind),
        **article_record(article),
        **participation_record(participation),
        "mentioned": list(participation.mentioned),
        "evidence": {"kind": why, **(article.evidence if article else {})},
        "doubts": list(article.doubts) if article else [],
        "charset": article.charset if article else charset,
    }


def article_record(article: Article | None) -> dict[str, Any]:
    """Give the fields of an article; of no article the same fields, empty."""
    if article is None:
        from msbazhong_spider.items import Article as Empty

        article = Empty(url="", title="", body="")
    return {
        "title": article.title or None,
        "subtitles": list(article.subtitles),
        "published": printed_time(article),
        "precision": article.precision.value if article.precision else None,
        "published_raw": article.published_raw,
        "source": article.source,
        "bylines": [{"name": line.name, "part": line.part.value} for line in article.bylines],
        "authors": authors(article),
        "county": article.county,
        "section": article.section,
        "breadcrumb": list(article.breadcrumb),
        "body": article.body or None,
    }


def printed_time(article: Article) -> str | None:
    """Write the time of publication (ISO 8601, of the site), as exactly as the page tells it."""
    if article.published is None:
        return None
    if article.precision == "day":
        return article.published.date().isoformat()
    return article.published.isoformat(timespec="seconds")


def authors(article: Article) -> list[str]:
    """Name those who wrote the report, in order, each once; photographers and reviewers did not."""
    return list(dict.fromkeys(line.name for line in article.bylines if line.part in AUTHORS))


def participation_record(participation: Participation) -> dict[str, Any]:
    """Give who took part, in the form of the gold files, with the spans beside it."""
    return {
        "attendees": [attendee_record(attendee) for attendee in participation.attendees],
        "groups": [collective.name for collective in participation.collectives],
        "incomplete": participation.incomplete,
    }


def attendee_record(attendee: Attendee) -> dict[str, Any]:
    """Give one person."""
    return {
        "name": attendee.name,
        "post": attendee.post,
        "actions": [action.value for action in attendee.actions],
        "spans": [span_record(span) for span in (*attendee.names, *attendee.posts)],
        "rule": attendee.rule,
    }


def span_record(span: Span) -> dict[str, Any]:
    """Give the place of a name or a post in one of the texts."""
    return {"field": span.field.value, "start": span.start, "end": span.end}
