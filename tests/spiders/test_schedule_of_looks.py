"""After how many days articles are looked at again: what the setting may say."""

import pytest

from msbazhong_spider.errors import UsageError
from msbazhong_spider.spiders.portal import read_schedule


@pytest.mark.parametrize(
    ("told", "days"),
    [
        pytest.param(["1", "2", "30"], [1, 2, 30], id="as the environment gives them"),
        pytest.param([7, 1, 7], [1, 7], id="as numbers, in any order"),
        pytest.param([], [], id="never"),
    ],
)
def test_schedules(told, days):
    """Days in order, each once."""
    assert read_schedule(told) == days


@pytest.mark.parametrize("wrong", ["0", "-1", "1.5", "tomorrow", "", "99999"])
def test_what_is_no_schedule(wrong):
    """The message names the setting, what is wrong with it, and how it is written."""
    with pytest.raises(UsageError, match=r"MSBAZHONG_LOOKS: .* is no number of days .* 1,2,4"):
        read_schedule(["1", wrong])
