"""What the hints of a site find on a listing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msbazhong_spider.pages.hints import Selection, address_of, missed
from msbazhong_spider.pages.urls import absolute_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from msbazhong_spider.items import Link, Listing
    from msbazhong_spider.pages.document import Document
    from msbazhong_spider.pages.hints import Hints

    LinksOf = Callable[[str], tuple[Link, ...]]


def with_hints(listing: Listing, document: Document, hints: Hints, links: LinksOf) -> Listing:
    """The listing with what the hints found in place of what the evidence found.

    ``links`` makes links of what a selector matches. A hint that found nothing is a doubt only
    where the evidence found something: a front page has no next page, and need not have one.
    """
    listing = _with_channels(_with_items(listing, hints, links), hints, links)
    listing = _with_next_page(listing, document, hints.next_page)
    trail = hints.breadcrumb and next(Selection(document).texts(hints.breadcrumb), None)
    return (
        listing if trail else _doubted(listing, "breadcrumb", hints.breadcrumb, listing.breadcrumb)
    )


def _with_items(listing: Listing, hints: Hints, links: LinksOf) -> Listing:
    items = links(hints.items) if hints.items else ()
    if not items:
        return _doubted(listing, "items", hints.items, instead=listing.items)
    taken = {link.url for link in items}
    channels = tuple(link for link in listing.channels if link.url not in taken)
    return replace(listing, items=items, channels=channels)


def _with_channels(listing: Listing, hints: Hints, links: LinksOf) -> Listing:
    channels = links(hints.channels) if hints.channels else ()
    if not channels:
        return _doubted(listing, "channels", hints.channels, instead=listing.channels)
    taken = {link.url for link in channels}
    items = tuple(link for link in listing.items if link.url not in taken)
    return replace(listing, items=items, channels=channels)


def _with_next_page(listing: Listing, document: Document, selector: str | None) -> Listing:
    """A link to its own page is what some systems print on the last one."""
    href = address_of(document, selector) if selector else None
    base = absolute_url(listing.url, document.base or "") or listing.url
    url = absolute_url(base, href) if href else None
    if url is None:
        return _doubted(listing, "next_page", selector, instead=listing.next_page)
    return replace(listing, next_page=None if url == listing.url else url, next_query=None)


def _doubted(listing: Listing, hint: str, selector: str | None, instead: object) -> Listing:
    if not selector or not instead:
        return listing
    return replace(listing, doubts=(*listing.doubts, missed(hint, selector)))
