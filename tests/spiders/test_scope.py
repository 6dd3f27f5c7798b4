"""Matching what is asked for with what a site calls its counties and sections."""

from __future__ import annotations

import pytest

from msbazhong_spider.errors import UsageError
from msbazhong_spider.spiders.scope import Scope, looks_like_county, read_day, same_name

NAMES = {
    "a county": ("平昌县", True),
    "a district": ("巴州区", True),
    "a city": ("阆中市", True),
    "a county of two characters": ("蒲县", True),
    "blanks inside": ("平 昌 县", True),
    "a section": ("时政新闻", False),
    "a corner of the site": ("视频专区", False),
    "all counties": ("全县", False),
    "counties and districts": ("区县", False),
    "a housing market": ("楼市", False),
    "a sentence that ends so": ("我们走遍了这里所有的县", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("text", "county"), NAMES.values(), ids=NAMES)
def test_names_of_counties(text: str, county: bool) -> None:
    """An anchor text is a county's name by its form."""
    assert looks_like_county(text) is county


SAME = {
    "the same": ("平昌县", "平昌县", True),
    "without the unit": ("平昌", "平昌县", True),
    "the site leaves the unit out": ("平昌县", "平昌", True),
    "full-width letters": ("ABC新闻", "ＡＢＣ新闻", True),
    "another county": ("平昌县", "通江县", False),
    "another unit": ("巴中市", "巴中县", False),
    "part of a name": ("新闻", "时政新闻", False),
    "no name": ("平昌县", None, False),
}


@pytest.mark.parametrize(("wanted", "found", "same"), SAME.values(), ids=SAME)
def test_same_name(wanted: str, found: str | None, same: bool) -> None:
    """A name may be printed with blanks or without its unit, and is no other name."""
    assert same_name(wanted, found) is same


def test_too_old_is_only_what_is_known_to_be() -> None:
    """The first day itself is wanted, and so is what has no date."""
    scope = Scope(since="2024-03-05")
    assert scope.is_too_old("2024-03-04")
    assert not scope.is_too_old("2024-03-05")
    assert not scope.is_too_old(None)
    assert not Scope().is_too_old("1999-01-01")


@pytest.mark.parametrize("text", ["2024-13-01", "yesterday", "", "2024-3-5"])
def test_a_bad_day_is_told_with_the_right_form(text: str) -> None:
    """The message shows how a day is written."""
    with pytest.raises(UsageError, match="like 2022-01-31"):
        read_day(text)


def test_a_day_may_stand_among_blanks() -> None:
    """As copied from a table."""
    assert read_day(" 2024-03-05 ") == "2024-03-05"
