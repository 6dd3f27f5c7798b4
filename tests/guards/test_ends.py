"""Pages without their end: cut off, or printed so."""

from __future__ import annotations

import pytest

from msbazhong_spider.guards.ends import Ends, has_no_end

WHOLE = b"<!DOCTYPE html><html><body><p>x</p></body></html>"
OPEN = b"<HTML><body><p>x</p>"
PAGES = {
    "a page": (WHOLE, False),
    "a page without its end": (OPEN, True),
    "a page that ends in capitals": (OPEN + b"</BODY>", False),
    "frames": (b"<html><frameset><frame src=a></frameset>", False),
    "a fragment": (b"<li><a href=1.html>x</a></li>", False),
    "data": (b'{"rows": []}', False),
    "nothing": (b"", False),
}


@pytest.mark.parametrize(("body", "is_open"), PAGES.values(), ids=PAGES)
def test_a_document_that_does_not_end(body: bytes, is_open: bool) -> None:
    """One that begins as a document of HTML, and is not closed."""
    assert has_no_end(body) is is_open


def told(ends: Ends, number: int, *bodies: bytes) -> list[bool]:
    """Show the bodies of several attempts at one address."""
    earlier: list[str] = []
    last = len(bodies) - 1
    return [
        ends.is_whole(f"http://a.example/sz/{number}.html", body, earlier, is_last=at == last)
        for at, body in enumerate(bodies)
    ]


def test_a_template_that_closes_its_pages_prints_none_without_an_end() -> None:
    """However often it comes."""
    ends = Ends()
    assert told(ends, 1, WHOLE) == [True]
    assert told(ends, 2, OPEN, OPEN, OPEN) == [False, False, False]


def test_a_page_that_comes_three_times_the_same_is_printed_so() -> None:
    """If no page of its template is known to be closed."""
    assert told(Ends(), 1, OPEN, OPEN, OPEN) == [False, False, True]


def test_a_page_that_differs_each_time_is_cut_off() -> None:
    """A connection breaks where it likes."""
    assert told(Ends(), 1, OPEN, OPEN + b"<p>", OPEN + b"<p>y") == [False, False, False]


def test_a_template_that_never_closes_is_asked_only_at_first() -> None:
    """Three of its pages are asked for again, the others are believed."""
    ends = Ends()
    for number in range(3):
        assert told(ends, number, OPEN, OPEN, OPEN)[-1]
    assert told(ends, 4, OPEN + b"<p>another") == [True]


def test_other_templates_tell_nothing() -> None:
    """An address of another shape is printed by another one."""
    ends = Ends()
    assert ends.is_whole("http://a.example/", WHOLE, [], is_last=False)
    assert told(ends, 1, OPEN, OPEN, OPEN)[-1]
