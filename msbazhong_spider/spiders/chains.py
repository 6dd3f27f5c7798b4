"""The pages of one listing after another, and where that ends. Asks for nothing itself.

A page beyond the end shows the first or the last page again with status 200, 下一页 of a last page
points anywhere, and one listing has several addresses: without a look at what a page brings, a
harvest would go round for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msbazhong_spider.items import Link, Listing
    from msbazhong_spider.spiders.explorer import Place


class Chains:
    """Remembers what the pages of each listing have brought."""

    def __init__(self, longest: int) -> None:
        """Take the number of pages after which a listing ends, whatever it brings."""
        self._longest = longest
        self._seen: dict[tuple[str, str], set[str]] = {}
        self._begun: dict[tuple[str | None, str | None, tuple[str, ...]], str] = {}

    def fresh(self, links: Sequence[Link], here: Place) -> list[Link]:
        """Give those links of a page that no page of the same listing has brought before.

        Two readings of one listing may be under way, each with an end of its own.
        """
        seen = self._seen.setdefault((here.first, here.before), set())
        new = [link for link in links if link.url not in seen]
        seen.update(link.url for link in new)
        return new

    def goes_on(self, listing: Listing, here: Place, new: int) -> bool:
        """Tell whether the next page is worth asking for, after a page with so many new links.

        A first page may have none where a script would fetch them. A first page that another
        address has brought already, for the same section, is the same listing under another name.
        """
        if here.page >= self._longest:
            return False
        if here.page > 1:
            return new > 0
        shown = tuple(link.url for link in (*listing.items, *listing.external))
        if not shown:
            return True
        key = (here.county, here.section, shown)
        return self._begun.setdefault(key, here.first) == here.first
