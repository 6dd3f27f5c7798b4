"""The vocabulary: what the rooms hand to one another.

All are frozen: a page that was read twice gives equal values. Times carry a zone: times of ours
are UTC, times of a site are Asia/Shanghai with the text as printed beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class PageKind(StrEnum):
    """What a page is. Only an ``ARTICLE`` is ever stored as one.

    An ``IMPRINT`` tells of the site itself (关于我们, 联系我们, 会员登录): every menu leads to
    some, and they have nothing to harvest. ``OTHER`` is what nothing could be made of.
    """

    ARTICLE = "article"
    LISTING = "listing"
    CHALLENGE = "challenge"
    MISSING = "missing"
    IMPRINT = "imprint"
    OTHER = "other"


class Precision(StrEnum):
    """How exactly a page tells when it was published."""

    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


class Part(StrEnum):
    """What a person named in a byline (署名) did for the report."""

    REPORTER = "reporter"
    CORRESPONDENT = "correspondent"
    PHOTOGRAPHER = "photographer"
    WRITER = "writer"
    EDITOR = "editor"
    REVIEWER = "reviewer"


class Action(StrEnum):
    """What an attendee did (行为), by the annotation guideline, in the guideline's order."""

    CHAIR = "chair"
    SPEAK = "speak"
    ATTEND = "attend"
    OBSERVE = "observe"
    ACCOMPANY = "accompany"
    INSPECT = "inspect"
    MEET = "meet"


class Field(StrEnum):
    """A text of an article that a span can point into."""

    TITLE = "title"
    SUBTITLES = "subtitles"
    BODY = "body"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    r"""Characters ``start`` (included) to ``end`` (excluded) of one text of an article.

    Offsets count Unicode code points, as Python and SQLite's ``substr`` do. Sub-headlines are
    counted in the text that joins them with ``\n``, as the database stores it; the body likewise.
    """

    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a server, or one file: the bytes as they came, and what came with them.

    ``headers`` have lower-case names; of a header sent twice the last value stands here (the WARC
    keeps all). ``fetched`` is UTC.
    """

    url: str
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    fetched: datetime | None = None


class HasText(Protocol):
    """Anything that attendees can be read from."""

    @property
    def title(self) -> str:
        """The headline."""

    @property
    def subtitles(self) -> tuple[str, ...]:
        """引题 and 副题, in the order of the page."""

    @property
    def body(self) -> str:
        """Paragraphs joined by a line end."""


@dataclass(frozen=True, slots=True)
class Report:
    """The text of a report and nothing else, for text that came from no page."""

    title: str = ""
    subtitles: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True)
class Byline:
    """A person who made the report, and the part (记者, 通讯员, 编辑 ...)."""

    name: str
    part: Part


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says, field by field.

    ``url`` is canonical: the archive's key is derived from it. ``published`` is Asia/Shanghai and
    exact to ``precision``; ``published_raw`` is the text as printed. ``source`` is as printed, even
    where a site prints reporters' names there. ``images`` and ``attachments`` are those of the
    text, by absolute address with the words that the page gives them. ``evidence`` names the label,
    tag or rule that gave each field. ``doubts`` are sentences on what did not fit together.
    ``parts`` says where in the body the text of an article's second and further pages stands.
    """

    url: str
    title: str
    body: str
    subtitles: tuple[str, ...] = ()
    published: datetime | None = None
    precision: Precision | None = None
    published_raw: str | None = None
    source: str | None = None
    bylines: tuple[Byline, ...] = ()
    breadcrumb: tuple[str, ...] = ()
    county: str | None = None
    section: str | None = None
    images: tuple[Link, ...] = ()
    attachments: tuple[Link, ...] = ()
    charset: str = "utf-8"
    evidence: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    parts: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: absolute, canonical address, full text, and the date printed beside it.

    ``date`` is an ISO day (``2024-03-05``) or None.
    """

    url: str
    text: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A request that a page's form or script would make for more of a list.

    ``body`` is what it posts, in the form that ``media_type`` names.
    """

    url: str
    body: str
    media_type: str = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Listing:
    """What a listing (列表页) or a front page offers.

    ``items`` are links to articles, ``channels`` links to other listings (navigation: counties,
    sections), ``next_page`` the address of the following page of the same listing; where that can
    only be had by posting something, ``next_query`` says what. ``external`` are links to reports
    that another site holds: they are told, never followed. ``doubts`` are sentences on what did not
    fit together.
    """

    url: str
    breadcrumb: tuple[str, ...] = ()
    county: str | None = None
    section: str | None = None
    items: tuple[Link, ...] = ()
    channels: tuple[Link, ...] = ()
    next_page: str | None = None
    next_query: Query | None = None
    external: tuple[Link, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person whom the report says took part, by the annotation guideline.

    ``post`` (职务) is the office held, None if the text gives none. ``names`` are the spans of the
    mentions used, in the order of the text; ``posts`` the spans that the post was read from.
    ``sentence`` is the sentence of the first mention, ``rule`` names the rule that took the person
    in. ``confidence`` lies between 0 and 1.
    """

    name: str
    post: str | None
    actions: tuple[Action, ...]
    names: tuple[Span, ...]
    posts: tuple[Span, ...] = ()
    sentence: str = ""
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Collective:
    """Attendees named as a group (各镇党政主要负责同志): as written, with its action and span."""

    name: str
    action: Action
    span: Span


@dataclass(frozen=True, slots=True)
class Participation:
    """Who took part in what a report tells.

    ``incomplete`` is true where a list of names ends in 等, so that unnamed others were there.
    ``mentioned`` are names that stand in the text and are no attendees, as far as recognised.
    """

    attendees: tuple[Attendee, ...] = ()
    collectives: tuple[Collective, ...] = ()
    incomplete: bool = False
    mentioned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer of the server to one request, and where its bytes are kept.

    ``sha256`` is of the body as decoded from its transfer and content codings (what ``Page.body``
    holds). ``origin`` is ``live`` for a harvest; imports name theirs. ``payload_digest`` is that of
    the bytes as they came, in the form of WARC; ``refers_to`` is the id of the record that holds
    them, where the answer's own record (``record_id``) only says that they came again.
    """

    url: str
    fetched: datetime
    status: int
    kind: PageKind
    size: int
    sha256: str
    charset_declared: str | None = None
    charset_used: str | None = None
    warc_file: str | None = None
    warc_offset: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    origin: str = "live"
    payload_digest: str | None = None
    record_id: str | None = None
    refers_to: str | None = None


@dataclass(frozen=True, slots=True)
class Harvested:
    """An article on its way to the store, with all that belongs to it.

    ``found_in`` are the (county, section) pairs of the listings that linked to it and of its own
    breadcrumb. ``parts`` are the answers that gave the article's ``parts``, in their order.
    ``asked`` is the address under which a listing showed it, where one did.
    """

    site: str
    article: Article
    participation: Participation
    capture: Capture | None = None
    found_in: tuple[tuple[str, str], ...] = ()
    parts: tuple[Capture, ...] = ()
    asked: str | None = None
