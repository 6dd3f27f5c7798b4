"""Pages that lead on for ever, and how they give themselves away. Asks for nothing itself.

A listing whose reports are not there, a calendar with a page for every month of all times: each
page is new, and none brings an article. It is what comes of them that tells.
"""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

UNPROVEN = 10  # pages of a listing that are asked for before any of its articles
_SOME = 60  # links of a listing whose articles were asked for
_FEW = 0.1  # the share of them that must be articles
_BARREN = 30  # pages of one shape of address that list nothing
_NUMBERS = re.compile(r"\d+")


class Traps:
    """Remembers what came of the links of each listing, and of the listings of each shape."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._articles: Counter[str] = Counter()
        self._asked: Counter[str] = Counter()
        self._with: set[str] = set()
        self._without: Counter[str] = Counter()
        self._told: set[str] = set()

    def came_of(self, listing: str, *, is_article: bool) -> None:
        """Note what a link of a listing led to. A listing goes by the address of its first page."""
        if listing:
            self._asked[listing] += 1
            self._articles[listing] += is_article

    def is_proven(self, listing: str) -> bool:
        """Tell whether a listing is known to lead to articles."""
        articles = self._articles[listing]
        return articles > 0 and articles >= self._asked[listing] * _FEW

    def is_endless(self, listing: str, page: int) -> bool:
        """Tell whether a listing is a trap: many pages, and next to nothing behind its links."""
        return page > UNPROVEN and self._asked[listing] >= _SOME and not self.is_proven(listing)

    def listed(self, url: str, items: int) -> None:
        """Note how many articles a page lists."""
        if items:
            self._with.add(_shape(url))
        else:
            self._without[_shape(url)] += 1

    def is_barren(self, url: str) -> bool:
        """Tell whether an address has the shape of a calendar: many such pages, and no article."""
        shape = _shape(url)
        return self._without[shape] >= _BARREN and shape not in self._with

    def is_new(self, url: str) -> bool:
        """Tell whether no address of this shape was told of as a trap before."""
        shape = _shape(url)
        is_new = shape not in self._told
        self._told.add(shape)
        return is_new


def _shape(url: str) -> str:
    """Give an address without its numbers and the values of its query."""
    parts = urlsplit(url)
    keys = "&".join(pair.partition("=")[0] for pair in parts.query.split("&"))
    return f"{parts.netloc}{_NUMBERS.sub('0', parts.path)}?{_NUMBERS.sub('0', keys)}"
