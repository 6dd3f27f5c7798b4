"""Times and sizes as people write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from msbazhong_spider.amounts import Hours, day_began, read_duration, read_size
from msbazhong_spider.errors import UsageError

DURATIONS = {
    "a bare number is in seconds": ("90", 90),
    "seconds": ("1.5s", 1.5),
    "minutes": ("15m", 900),
    "hours and minutes": ("2h30m", 9000),
    "days, in any case, with room around": (" 1D ", 86400),
}


@pytest.mark.parametrize(("text", "seconds"), DURATIONS.values(), ids=DURATIONS)
def test_lengths_of_time(text: str, seconds: float) -> None:
    """They are read in seconds."""
    assert read_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "-5", "2h30", "1 hour", "m"])
def test_what_is_no_length_of_time(text: str) -> None:
    """It is refused with an example of one that is."""
    with pytest.raises(UsageError, match="like 90s, 15m or 2h30m"):
        read_duration(text)


SIZES = {
    "bytes": ("900", 900),
    "megabytes": ("500M", 500_000_000),
    "with a unit in full, small and apart": ("1.5 gb", 1_500_000_000),
    "nothing": ("0", 0),
}


@pytest.mark.parametrize(("text", "number"), SIZES.values(), ids=SIZES)
def test_sizes(text: str, number: int) -> None:
    """They are read in bytes."""
    assert read_size(text) == number


@pytest.mark.parametrize("text", ["", "much", "-1", "5X", "5MM"])
def test_what_is_no_size(text: str) -> None:
    """It is refused with an example of one that is."""
    with pytest.raises(UsageError, match="like 500M or 2G"):
        read_size(text)


# Times of UTC; China is eight hours ahead.
LEFT = {
    "in the evening of hours over midnight": ("22:00-06:00", (14, 0), timedelta(hours=8)),
    "in the morning of hours over midnight": ("22:00-06:00", (21, 59), timedelta(minutes=1)),
    "when they are over": ("22:00-06:00", (22, 0), timedelta()),
    "by day": ("22:00-06:00", (4, 0), timedelta()),
    "in the midst of hours of one day": ("1:30-5:00", (19, 0), timedelta(hours=2)),
    "before hours of one day": ("1:30-5:00", (17, 29), timedelta()),
    "up to midnight": ("22:00-00:00", (15, 0), timedelta(hours=1)),
}


@pytest.mark.parametrize(("text", "clock", "left"), LEFT.values(), ids=LEFT)
def test_what_is_left_of_the_hours(text: str, clock: tuple[int, int], left: timedelta) -> None:
    """By China's clock, wherever this machine stands."""
    assert Hours.read(text).left(datetime(2026, 11, 23, *clock, tzinfo=UTC)) == left


@pytest.mark.parametrize("text", ["", "22", "22:00", "25:00-06:00", "22:00-06:60", "6:00-6:00"])
def test_what_are_no_hours(text: str) -> None:
    """They are refused."""
    with pytest.raises(UsageError, match=r"22:00-06:00|leave it out"):
        Hours.read(text)


def test_the_day_begins_at_midnight_in_china() -> None:
    """Late in the evening of London it is tomorrow there."""
    assert day_began(datetime(2026, 11, 23, 17, tzinfo=UTC)).isoformat() == (
        "2026-11-24T00:00:00+08:00"
    )
