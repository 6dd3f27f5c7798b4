"""The quick look at a line's first letter passes over no line that the patterns know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from msbazhong_spider.pages import furniture

if TYPE_CHECKING:
    from collections.abc import Callable

# The patterns are what the answers have to agree with.
KNOWN = {
    "marks below an article": (furniture._AFTER, furniture.begins_page_again),
    "headings of lists": (furniture._LIST_HEADING, furniture.begins_page_again),
    "statements": (furniture._STATEMENT, furniture.begins_page_again),
    "sure marks below an article": (furniture._FOR_SURE, furniture.surely_begins_page_again),
    "furniture anywhere": (furniture._ANYWHERE, furniture.is_furniture),
}


@pytest.mark.parametrize(("pattern", "knows"), KNOWN.values(), ids=KNOWN)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_line_that_a_pattern_knows_is_told(
    pattern: re.Pattern[str], knows: Callable[[str], bool], data: st.DataObject
) -> None:
    """Whatever a pattern matches, and is short and no sentence, the answer is yes."""
    anchored = re.compile(rf"\A(?:{pattern.pattern})", pattern.flags)
    line = data.draw(st.from_regex(anchored))
    assume(len(line) < furniture._LONGEST_FURNITURE and line[-1] not in "。！？；")
    assert knows(line)
