"""Listings without an end and calendars, by what came of their links."""

from __future__ import annotations

from msbazhong_spider.spiders.traps import UNPROVEN, Traps

LISTING = "http://a.example/sz/"
LATE = UNPROVEN + 1


def after(articles: int, others: int) -> Traps:
    """Ask for so many articles of a listing that are there, and that are not."""
    traps = Traps()
    for number in range(articles + others):
        traps.came_of(LISTING, is_article=number < articles)
    return traps


def test_a_listing_whose_articles_are_there_is_none() -> None:
    """Some dead links stand in any of them."""
    assert not after(20, 80).is_endless(LISTING, LATE)


def test_a_long_listing_with_nothing_behind_its_links_is_one() -> None:
    """Also if a few articles of elsewhere are pinned to it."""
    assert after(0, 60).is_endless(LISTING, LATE)
    assert after(5, 95).is_endless(LISTING, LATE)


def test_nothing_is_said_of_a_short_listing_or_after_a_few_links() -> None:
    """A section may have been emptied."""
    assert not after(0, 60).is_endless(LISTING, UNPROVEN)
    assert not after(0, 59).is_endless(LISTING, LATE)


def test_what_came_of_no_listing_proves_nothing() -> None:
    """The front page, and what earlier runs left."""
    traps = Traps()
    traps.came_of("", is_article=True)
    assert not traps.is_proven("")


def test_many_pages_of_a_kind_that_list_nothing_are_a_calendar() -> None:
    """Whatever their numbers."""
    traps = Traps()
    for month in range(30):
        assert not traps.is_barren("http://a.example/rili/?year=1999&month=1")
        traps.listed(f"http://a.example/rili/?year={2000 + month}&month={month % 12}", 0)
    assert traps.is_barren("http://a.example/rili/?year=1999&month=1")
    assert not traps.is_barren("http://a.example/rili/?day=1")
    assert not traps.is_barren("http://a.example/sz/")


def test_one_that_lists_something_clears_them_all() -> None:
    """Sections that are empty so far."""
    traps = Traps()
    traps.listed("http://a.example/list/7/", 3)
    for number in range(50):
        traps.listed(f"http://a.example/list/{number}/", 0)
    assert not traps.is_barren("http://a.example/list/99/")


def test_a_trap_is_told_of_once() -> None:
    """Each kind, not each page."""
    traps = Traps()
    told = [traps.is_new(f"http://a.example/rili/?year={year}") for year in (1, 2, 3)]
    assert told == [True, False, False]
