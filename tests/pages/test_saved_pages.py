"""Invented pages as raw bytes, each with what must be read from it.

``NAME.html`` holds the bytes; ``NAME.json`` the address, status, headers and the expected fields.
A field that the expectation does not name is not judged.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from msbazhong_spider.errors import NotAnArticleError
from msbazhong_spider.items import Page
from msbazhong_spider.pages import classify, read_article

FOLDER = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def load(name: str) -> tuple[Page, dict[str, Any]]:
    """The saved page of a name and what is expected of it."""
    meta = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    body = (FOLDER / f"{name}.html").read_bytes()
    return Page(meta["url"], body, meta["status"], meta["headers"]), meta["expected"]


def as_expected(page: Page, field: str) -> Any:
    """A field of the article in the form in which expectations are written down."""
    article = read_article(page)
    value = getattr(article, field)
    if field == "published":
        return value.replace(tzinfo=None).isoformat() if value else None
    if field == "bylines":
        return [[one.name, one.part.value] for one in value]
    return list(value) if isinstance(value, tuple) else value


def cases() -> list[Any]:
    """One case for each expected field, so that a failure names it."""
    found = []
    for name in NAMES:
        _, expected = load(name)
        found += [pytest.param(name, field, id=f"{name}: {field}") for field in expected]
    return found


@pytest.mark.parametrize(("name", "field"), cases())
def test_field_of_a_saved_page(name: str, field: str) -> None:
    """Every expected field of every saved page is read."""
    page, expected = load(name)
    if field in ("kind", "why"):
        classified = classify(page)
        shown = classified.kind.value if field == "kind" else classified.why
        assert expected[field] in shown if field == "why" else shown == expected[field]
        return
    wanted = expected[field]
    if field == "published" and wanted:
        wanted = wanted if "T" in wanted else f"{wanted}T00:00"
        wanted = wanted if wanted.count(":") == 2 else f"{wanted}:00"
    assert as_expected(page, field) == wanted


@pytest.mark.parametrize("name", [n for n in NAMES if load(n)[1]["kind"] != "article"])
def test_other_pages_are_no_articles(name: str) -> None:
    """A page that is no article raises the error that says so."""
    with pytest.raises(NotAnArticleError):
        read_article(load(name)[0])
