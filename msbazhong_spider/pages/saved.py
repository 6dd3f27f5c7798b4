"""Saved pages of a site: the bytes as they came, what came with them, and what must be read.

``NAME.html`` holds the bytes; ``NAME.json`` beside it the address, status, headers and time of the
answer, and the expected fields, as a person has found them right.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msbazhong_spider.items import Page, PageKind, Precision
from msbazhong_spider.pages.article import read_article
from msbazhong_spider.pages.kinds import classify
from msbazhong_spider.pages.listing import read_listing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from msbazhong_spider.items import Article, Listing
    from msbazhong_spider.pages.hints import Hints

_TIMES = {Precision.DAY: "%Y-%m-%d", Precision.MINUTE: "%Y-%m-%d %H:%M"}
_TO_THE_SECOND = "%Y-%m-%d %H:%M:%S"
_KEPT_HEADERS = ("content-type", "last-modified")  # what reading, or dating a page, may ask for


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page and the fields that must be read from it, as ``read_values`` gives them."""

    name: str
    page: Page
    expected: Mapping[str, Any]

    def read(self, hints: Hints | None) -> dict[str, Any]:
        """Read the page as a harvest does, with the hints of its site."""
        return read_values(self.page, hints)


def read_values(page: Page, hints: Hints | None = None) -> dict[str, Any]:
    """What is read from a page, in values that JSON can hold: a field with nothing stands too."""
    kind = classify(page, hints).kind
    values: dict[str, Any] = {"kind": kind.value}
    if kind is PageKind.ARTICLE:
        values |= _of_article(read_article(page, hints))
    elif kind is PageKind.LISTING:
        values |= _of_listing(read_listing(page, hints))
    return values


def _of_article(article: Article) -> dict[str, Any]:
    layout = _TIMES.get(article.precision or Precision.DAY, _TO_THE_SECOND)
    return {
        "title": article.title,
        "subtitles": list(article.subtitles),
        "published": article.published.strftime(layout) if article.published else None,
        "source": article.source,
        "bylines": [f"{one.name} ({one.part.value})" for one in article.bylines],
        "breadcrumb": list(article.breadcrumb),
        "county": article.county,
        "section": article.section,
        "body": article.body.split("\n"),
    }


def _of_listing(listing: Listing) -> dict[str, Any]:
    return {
        "breadcrumb": list(listing.breadcrumb),
        "items": [" ".join(filter(None, (link.date, link.text))) for link in listing.items],
        "next_page": listing.next_page,
    }


def as_json(page: Page, expected: Mapping[str, Any]) -> str:
    """What stands in ``NAME.json`` beside the bytes of a page."""
    record = {
        "url": page.url,
        "status": page.status,
        "headers": {name: page.headers[name] for name in _KEPT_HEADERS if name in page.headers},
        "fetched": page.fetched.isoformat(timespec="seconds") if page.fetched else None,
        "expected": dict(expected),
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def saved_pages(folder: Path) -> list[SavedPage]:
    """All saved pages of a folder, by name."""
    return [_load(path) for path in sorted(folder.glob("*.json"))]


def _load(path: Path) -> SavedPage:
    record = json.loads(path.read_text("utf-8"))
    page = _page(record, path.with_suffix(".html").read_bytes())
    return SavedPage(path.stem, page, record["expected"])


def _page(record: Mapping[str, Any], body: bytes) -> Page:
    fetched = datetime.fromisoformat(record["fetched"]) if record.get("fetched") else None
    return Page(record["url"], body, record["status"], record["headers"], fetched)


def page_beside(path: Path, body: bytes) -> Page | None:
    """The page whose bytes lie in ``path``, if a JSON file beside it tells what came with them."""
    beside = path.with_suffix(".json")
    if path.suffix != ".html" or not beside.is_file():
        return None
    try:
        record = json.loads(beside.read_text("utf-8"))
    except (ValueError, OSError):
        return None  # somebody else's file that has the same name
    is_ours = isinstance(record, dict) and record.keys() >= {"url", "status", "headers"}
    return _page(record, body) if is_ours else None


def saved_fields(folder: Path) -> dict[str, tuple[SavedPage, str]]:
    """One case for each expected field of each saved page, so that a failure names the field.

    Raises LookupError for a folder without any, so that no test passes for want of cases.
    """
    cases = {
        f"{saved.name}: {field}": (saved, field)
        for saved in saved_pages(folder)
        for field in saved.expected
    }
    if not cases:
        raise LookupError(f"{folder} holds no saved page with expected fields")
    return cases
