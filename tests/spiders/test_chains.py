"""Where a listing ends, by what its pages bring."""

from __future__ import annotations

from dataclasses import replace

from msbazhong_spider.items import Link, Listing
from msbazhong_spider.spiders.chains import Chains
from msbazhong_spider.spiders.explorer import Place

FIRST = Place(county="岚河县", section="时政新闻", depth=2, first="http://a.example/sz/")


def listing(*numbers: int) -> Listing:
    """Make a page of a listing with items by number."""
    return Listing("u", items=tuple(Link(f"http://a.example/{n}.html", "x") for n in numbers))


def brings(chains: Chains, shown: Listing, place: Place) -> bool:
    """Take a page in, and tell whether the next one is worth asking for."""
    return chains.goes_on(shown, place, len(chains.fresh(shown.items, place)))


def test_a_listing_goes_on_while_it_brings_something_new() -> None:
    """One new link is enough: pinned ones stand on every page."""
    chains = Chains(100)
    assert brings(chains, listing(9, 1, 2), FIRST)
    assert brings(chains, listing(9, 2, 3), replace(FIRST, page=2))
    assert not brings(chains, listing(9, 2, 3), replace(FIRST, page=3))


def test_an_empty_page_ends_a_listing_unless_it_is_the_first() -> None:
    """A first page without items may have a script that fetches them."""
    chains = Chains(100)
    assert brings(chains, listing(), FIRST)
    assert not brings(chains, listing(), replace(FIRST, page=2))


def test_a_listing_has_so_many_pages_at_most() -> None:
    """Whatever it brings."""
    chains = Chains(3)
    assert brings(chains, listing(1), replace(FIRST, page=2))
    assert not brings(chains, listing(2), replace(FIRST, page=3))


def test_one_listing_under_two_names_is_walked_once() -> None:
    """The same items for the same section; for another section they are walked again."""
    chains = Chains(100)
    second = replace(FIRST, first="http://a.example/sz/list_12_1.html")
    assert brings(chains, listing(1, 2), FIRST)
    assert not brings(chains, listing(1, 2), second)
    assert brings(chains, listing(1, 2), replace(second, section="要闻"))


def test_listings_do_not_take_from_each_other() -> None:
    """What one listing has brought is new in another."""
    chains = Chains(100)
    other = replace(FIRST, first="http://a.example/ms/", section="民生")
    assert len(chains.fresh(listing(1, 2).items, FIRST)) == 2
    assert len(chains.fresh(listing(2, 3).items, other)) == 2
