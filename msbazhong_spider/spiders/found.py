"""What a spider hands to the pipelines: an article's page or pages, and what led to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msbazhong_spider.middlewares import Look

MOST_PARTS = 60  # of one article; more than any report has


@dataclass(frozen=True, slots=True)
class Found:
    """An article's page on its way through the pipelines, and the listings that led to it.

    ``parts`` are its further pages, in their order; ``is_whole`` is false if one could not be had.
    ``asked`` is the address that a listing showed.
    """

    look: Look
    found_in: tuple[tuple[str, str], ...] = ()
    since: str | None = None
    parts: tuple[Look, ...] = ()
    is_whole: bool = True
    asked: str | None = None

    def with_part(self, look: Look) -> Found:
        """Give the same article with one more part."""
        return replace(self, parts=(*self.parts, look))

    def has(self, url: str) -> bool:
        """Tell whether a part is there already; one part more than there can be never is needed."""
        known = {look.page.url for look in (self.look, *self.parts)}
        return url in known or len(known) >= MOST_PARTS
