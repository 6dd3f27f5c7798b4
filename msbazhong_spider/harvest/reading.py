"""Reading pages out of the archive: what a harvest does with an answer, done with a kept one.

Imports and rereads share it. A task is a few plain values, so that it can go to another process or
machine, and what comes back are items; a worker opens the archive by itself, for reading only.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from msbazhong_spider.archive.read import measure, read_page
from msbazhong_spider.archive.repair import OPEN
from msbazhong_spider.attendees import extract_attendees
from msbazhong_spider.errors import MsbazhongError, NotAnArticleError, UnreadableInputError
from msbazhong_spider.items import Capture, Harvested, Page, PageKind
from msbazhong_spider.pages import (
    canonical_url,
    classify,
    decode,
    find_first_part,
    find_next_part,
    join_parts,
    read_article,
    read_listing,
)
from msbazhong_spider.store.captured import Finder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from msbazhong_spider.items import Article
    from msbazhong_spider.pages import Hints

_log = logging.getLogger(__name__)

LONGEST = 16 * 1024 * 1024  # bytes of a body; what is longer is no page (a film, a program)
MOST_PARTS = 60  # of one article
WAYBACK = "wayback"
NOT_MODIFIED = 304  # an answer without a page
_ARCHIVED_HEADER = "x-archive-orig-"


@dataclass(frozen=True, slots=True)
class Task:
    """Answers of one address, in the order of time, and whose pages they are.

    ``with_parts`` says whether further pages of an article are looked for in the archive; if not,
    an article that has some, or is one, comes back as ``waits``.
    """

    data: Path
    site: str
    hints: Hints | None
    answers: tuple[Capture, ...]
    with_parts: bool = True


@dataclass(frozen=True, slots=True)
class Seen:
    """What an answer turned out to be.

    ``fault`` is (kind, why) of what went wrong with it. ``listed`` are the articles that a listing
    shows: (address, county, section). ``was`` is the kind that the answer was known as.
    """

    capture: Capture
    harvested: Harvested | None = None
    fault: tuple[str, str] | None = None
    waits: bool = False
    listed: tuple[tuple[str, str, str], ...] = ()
    was: PageKind | None = None


def read_tasks(tasks: tuple[Task, ...]) -> list[list[Seen]]:
    """Read all answers of several tasks. This is what a worker is asked to do."""
    return [
        [replace(_look(task, answer), was=answer.kind) for answer in task.answers] for task in tasks
    ]


def _look(task: Task, answer: Capture) -> Seen:
    """Look at one answer; whatever is wrong with it is told, never raised."""
    if answer.status == NOT_MODIFIED:
        return Seen(answer)
    shelf = _shelf(task.data)
    try:
        page = shelf.page(answer)
        if len(page.body) > LONGEST:
            return Seen(shelf.measured(answer, page))
        _check(answer, page)
    except UnreadableInputError as error:
        return Seen(answer, fault=("unreadable", str(error)))
    return _classify(task, shelf, page, answer)


def _check(answer: Capture, page: Page) -> None:
    """Refuse to read what is not what the row speaks of."""
    if answer.sha256 and answer.sha256 != hashlib.sha256(page.body).hexdigest():
        raise UnreadableInputError(
            f"{answer.warc_file} at byte {answer.warc_offset} holds other bytes than were kept of"
            f" {answer.url}; see `msbazhong verify`"
        )


def _classify(task: Task, shelf: Shelf, page: Page, answer: Capture) -> Seen:
    try:
        capture, why = _classified(answer, page, task.hints)
    except Exception as error:  # noqa: BLE001 - one bad page is recorded, never fatal
        _log.exception("the reader failed with %s", answer.url)
        capture = _as_other(answer, page)
        return Seen(capture, fault=("internal", f"the reader failed: {error!r}"))
    if capture.kind is PageKind.CHALLENGE:
        return Seen(capture, fault=("challenge", why))
    return _read(task, shelf, page, capture)


def _read(task: Task, shelf: Shelf, page: Page, capture: Capture) -> Seen:
    try:
        if capture.kind is PageKind.LISTING:
            return Seen(capture, listed=_listed(page, task.hints))
        if capture.kind is PageKind.ARTICLE:
            return _article(task, shelf, page, capture)
    except NotAnArticleError as error:
        return Seen(capture, fault=(f"not_article_{error.kind}", error.why))
    except MsbazhongError as error:
        return Seen(capture, fault=("unreadable", str(error)))
    except Exception as error:  # noqa: BLE001 - one bad page is recorded, never fatal
        _log.exception("the reader failed with %s", capture.url)
        return Seen(capture, fault=("internal", f"the reader failed: {error!r}"))
    return Seen(capture)


def _article(task: Task, shelf: Shelf, page: Page, capture: Capture) -> Seen:
    """Read an article, all its parts as one; a later part whose first one is kept is none."""
    first, following = find_first_part(page, task.hints), find_next_part(page, task.hints)
    if (first or following) and not task.with_parts:
        return Seen(capture, waits=True)
    if first and shelf.near(first, capture) is not None:
        return Seen(capture)
    article = read_article(page, task.hints)
    parts: tuple[Capture, ...] = ()
    if following:
        article, parts = _joined(task, shelf, capture, article, following)
    participation = extract_attendees(article)
    own = own_section(article)
    found_in = (own,) if own else ()
    return Seen(capture, Harvested(task.site, article, participation, capture, found_in, parts))


def own_section(article: Article) -> tuple[str, str] | None:
    """Give the county and section in which an article says that it stands, if it does."""
    return (article.county or "", article.section) if article.section else None


def _joined(
    task: Task, shelf: Shelf, capture: Capture, article: Article, following: str
) -> tuple[Article, tuple[Capture, ...]]:
    """Join an article's parts, as far as the archive has them; give the answers beside it."""
    parts: list[Article] = []
    answers: list[Capture] = []
    seen = {capture.url, article.url}
    url: str | None = following
    while url is not None and url not in seen and len(seen) < MOST_PARTS:
        seen.add(url)
        answer = shelf.near(url, capture)
        if answer is None:
            return join_parts(article, parts, is_whole=False), tuple(answers)
        page = shelf.page(answer)
        parts.append(read_article(page, task.hints))
        answers.append(answer)
        url = find_next_part(page, task.hints)
    return join_parts(article, parts), tuple(answers)


def _listed(page: Page, hints: Hints | None) -> tuple[tuple[str, str, str], ...]:
    """Give what a listing tells of its articles: the section in which they stand."""
    listing = read_listing(page, hints)
    if not listing.section:
        return ()
    county, section = listing.county or "", listing.section
    return tuple((canonical_url(link.url), county, section) for link in listing.items)


def _classified(answer: Capture, page: Page, hints: Hints | None) -> tuple[Capture, str]:
    classified = classify(page, hints)
    decoded = decode(page.body, page.headers.get("content-type"))
    capture = replace(
        _as_other(answer, page),
        kind=classified.kind,
        charset_declared=decoded.charset_declared,
        charset_used=decoded.charset_used,
    )
    return capture, classified.why


def _as_other(answer: Capture, page: Page) -> Capture:
    return replace(
        answer,
        status=page.status,
        kind=PageKind.OTHER,
        size=len(page.body),
        sha256=hashlib.sha256(page.body).hexdigest(),
        etag=page.headers.get("etag"),
        last_modified=page.headers.get("last-modified"),
    )


class Shelf:
    """The archive of one data folder, as a reader of pages sees it."""

    def __init__(self, data: Path) -> None:
        """Take the folder of ``news.db`` and ``warc/``."""
        self._warcs = data / "warc"
        self._finder = Finder(data / "news.db")

    def near(self, url: str, capture: Capture) -> Capture | None:
        """Give the answer of an address that is an article, the one nearest in time to another."""
        return self._finder.near(url, capture.fetched)

    def page(self, answer: Capture) -> Page:
        """Give the page of an answer; of one that repeats another, with the bytes of that one.

        Raises UnreadableInputError if its bytes are not there.
        """
        file, offset = _place(answer)
        page = read_page(self._path(file), offset, LONGEST + 1)
        if page is None:
            page = self._repeated(answer)
        return replace(
            page, url=answer.url, headers=_own_headers(answer, page), fetched=answer.fetched
        )

    def measured(self, answer: Capture, page: Page) -> Capture:
        """Give the row of an answer that is too long for a page."""
        file, offset = _place(answer)
        size, digest = measure(self._path(file), offset)
        return replace(_as_other(answer, page), size=size, sha256=digest)

    def _path(self, file: str) -> Path:
        """Where a file lies: one that is still being written has a name of its own."""
        path = self._warcs / file
        return path if path.exists() else path.with_name(path.name + OPEN)

    def _repeated(self, answer: Capture) -> Page:
        for other in self._finder.same_bytes(answer):
            file, offset = _place(other)
            page = read_page(self._path(file), offset, LONGEST + 1)
            if page is not None:
                return page
        raise UnreadableInputError(
            f"{answer.url}: the answer repeats another one, which is not in the archive"
        )


def _place(answer: Capture) -> tuple[str, int]:
    if answer.warc_file is None or answer.warc_offset is None:
        raise UnreadableInputError(f"{answer.url}: its bytes were not kept")
    return answer.warc_file, answer.warc_offset


def _own_headers(answer: Capture, page: Page) -> Mapping[str, str]:
    """Give the site's own headers, which the Wayback Machine hands on under other names."""
    if not answer.origin.startswith(WAYBACK):
        return page.headers
    own = {
        name.removeprefix(_ARCHIVED_HEADER): value
        for name, value in page.headers.items()
        if name.startswith(_ARCHIVED_HEADER) and name != f"{_ARCHIVED_HEADER}content-encoding"
    }
    kept = {name: page.headers[name] for name in ("content-type",) if name in page.headers}
    return {**kept, **own}


@lru_cache(maxsize=4)
def _shelf(data: Path) -> Shelf:
    return Shelf(data)
