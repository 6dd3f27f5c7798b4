"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import msbazhong_spider

MODULES = [
    module.name
    for module in pkgutil.walk_packages(msbazhong_spider.__path__, "msbazhong_spider.")
    if not module.name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    """Every example gives what it says."""
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0
