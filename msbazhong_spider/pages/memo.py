"""Remembering the answers about a page for as long as the page is kept."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from msbazhong_spider.pages.document import Document

_Found = TypeVar("_Found")


def remember(function: Callable[[Document], _Found]) -> Callable[[Document], _Found]:
    """Keep the answer to a question about a page with the page.

    ``lru_cache`` would hash a page, for a quarter of the time that it takes to parse it, and keep
    its tree when nobody needs it any more.
    """

    @wraps(function)
    def remembered(document: Document) -> _Found:
        known = document.answers.get(function)
        if known is None:
            known = document.answers[function] = function(document)
        found: _Found = known
        return found

    return remembered
