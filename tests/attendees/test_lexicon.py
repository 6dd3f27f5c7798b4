"""Entries in a text: what is found without a pattern is what a pattern finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from msbazhong_spider.attendees.lexicon import any_of, places_of

TEXTS = st.text("王李军伟·", max_size=30)
ENTRIES = st.sets(st.text("王李军伟·", min_size=1, max_size=4), min_size=1, max_size=6)


@given(entries=ENTRIES, text=TEXTS)
def test_places_are_those_of_the_pattern(entries: set[str], text: str) -> None:
    """From left to right, the longest of those that begin at a place, none within another."""
    by_pattern = [match.span() for match in re.finditer(any_of(entries), text)]
    assert list(places_of(entries, text)) == by_pattern
