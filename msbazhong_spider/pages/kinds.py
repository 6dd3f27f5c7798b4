"""What a page is. Whatever its status says, only a page with an article's evidence is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msbazhong_spider.items import PageKind
from msbazhong_spider.pages.challenges import find_challenge
from msbazhong_spider.pages.endpoints import find_endpoint
from msbazhong_spider.pages.evidence import article_evidence, is_imprint
from msbazhong_spider.pages.forwarding import forwarding_of, is_home, sends_home
from msbazhong_spider.pages.garbled import find_garbling
from msbazhong_spider.pages.media import is_data, media_of
from msbazhong_spider.pages.notices import find_notice, own_words
from msbazhong_spider.pages.reading import Reading, keep, read
from msbazhong_spider.pages.records import has_records
from msbazhong_spider.pages.urls import absolute_url

if TYPE_CHECKING:
    from msbazhong_spider.items import Page
    from msbazhong_spider.pages.hints import Hints

_GONE = (404, 410)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REFUSED = 400  # the first status that tells of an error
_WITH_FIELDS = (PageKind.ARTICLE, PageKind.LISTING)
_LITTLE = 40
_SHORT = 600  # characters of visible text; a page that sends its reader away has fewer
_FEWEST_LINKS = 3


@dataclass(frozen=True, slots=True)
class Classified:
    """What a page is, and the evidence for it; ``why`` of a challenge names the product."""

    kind: PageKind
    why: str


def classify(page: Page, hints: Hints | None = None) -> Classified:
    """Say what a page is: article, listing (front pages too), challenge, missing, imprint or other.

    ``hints`` are those of the page's site, if it gives any.
    """
    told = _by_header(page) or _by_bytes(page)
    if told:
        return told
    reading = read(page, hints)
    classified = classify_reading(reading)
    if classified.kind in _WITH_FIELDS:
        keep(reading)
    return classified


def classify_reading(reading: Reading) -> Classified:
    """The same for a page that was taken in already. Who classifies it first, does so for all."""
    answers = reading.document.answers
    if classify_reading not in answers:
        answers[classify_reading] = _classify(reading)
    classified: Classified = answers[classify_reading]
    return classified


def _classify(reading: Reading) -> Classified:
    page = reading.page
    if reading.refusal:
        return Classified(PageKind.OTHER, reading.refusal)
    by_bytes = _by_header(page) or _by_bytes(page)
    if by_bytes:
        return by_bytes
    garbled = find_garbling(reading.document.visible)
    if garbled:
        return Classified(PageKind.OTHER, f"garbled: {garbled}")
    if is_data(page) and has_records(reading.decoded.text):
        return Classified(PageKind.LISTING, "records with titles and addresses, as data")
    evidence = article_evidence(reading)
    is_good = page.status < _REFUSED
    if evidence and is_good and (evidence.labelled or not _notice(reading)):
        return Classified(PageKind.ARTICLE, evidence.why)
    product = _challenge(reading, has_article=evidence is not None)
    return Classified(PageKind.CHALLENGE, product) if product else _without_article(reading)


def _challenge(reading: Reading, *, has_article: bool) -> str | None:
    document, page = reading.document, reading.page
    return find_challenge(
        document.text,
        document.visible,
        page.status,
        page.headers,
        has_article=has_article,
        links=len(document.links),
    )


def _by_header(page: Page) -> Classified | None:
    """What status and headers say alone."""
    if page.status in _GONE:
        return Classified(PageKind.MISSING, f"status {page.status}")
    target = page.headers.get("location")
    if page.status not in _REDIRECTS or not target:
        return None
    if "btwaf=" in target:
        return Classified(PageKind.CHALLENGE, "宝塔 btwaf")
    url = absolute_url(page.url, target)
    if url and is_home(url) and not is_home(page.url):
        return Classified(PageKind.MISSING, "redirects to the front page")
    return Classified(PageKind.OTHER, f"redirects to {target[:200]}")


def _by_bytes(page: Page) -> Classified | None:
    media = media_of(page)
    if media is None:
        return None
    product = None if page.body else find_challenge("", "", page.status, page.headers)
    kind = PageKind.CHALLENGE if product else PageKind.OTHER
    return Classified(kind, product or media)


def _notice(reading: Reading) -> Classified | None:
    found = find_notice(reading.document.title, own_words(reading.document))
    return Classified(found.kind, found.why) if found else None


def _without_article(reading: Reading) -> Classified:
    document, page = reading.document, reading.page
    notice = _notice(reading)
    if notice:
        return notice
    if page.status >= _REFUSED:
        return Classified(PageKind.OTHER, f"status {page.status}")
    size = sum(len(line.text) for line in document.lines)
    home = sends_home(document, page.url) if size < _SHORT else None
    if home:
        return Classified(PageKind.MISSING, home)
    found = forwarding_of(document, page.url)
    for url in (*found.onward, found.abroad):
        if url:
            return Classified(PageKind.OTHER, f"sends its reader on to {url}")
    if is_imprint(reading):
        return Classified(PageKind.IMPRINT, "a page about the site itself")
    return _by_links(reading, size)


def _by_links(reading: Reading, size: int) -> Classified:
    document = reading.document
    links = sum(len(anchor.text or anchor.title) >= 2 for anchor in document.anchors)
    if links >= _FEWEST_LINKS or has_records(document.text):
        return Classified(PageKind.LISTING, f"{links} links and no running text")
    endpoint = find_endpoint(document.text, reading.page.url)
    if endpoint:
        return Classified(PageKind.LISTING, f"filled by a script from {endpoint.url}")
    if size < _LITTLE:
        return Classified(PageKind.OTHER, "empty shell: filled by a script, or nothing at all")
    return Classified(PageKind.OTHER, "neither an article nor a list of links")
