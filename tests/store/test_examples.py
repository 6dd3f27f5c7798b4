"""The examples in the docstrings hold."""

import doctest

import pytest

from msbazhong_spider.store import query, rows, search, words


@pytest.mark.parametrize("module", [query, rows, search, words], ids=lambda module: module.__name__)
def test_examples(module):
    """Every example of a module gives what it says."""
    result = doctest.testmod(module)
    assert result.attempted
    assert result.failed == 0
