"""The documentation shows the casebook as it is."""

import doctest
import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs" / "attendees.md"
BLOCK = re.compile(r"<!-- table: (\w+) -->\n(.*?)\n<!-- end -->", re.DOTALL)


def test_the_documentation_shows_every_case_and_the_pinned_scores(tables):
    """Each theme has its table, the floor too; tests/attendees/write_docs.py writes them anew."""
    shown = dict(BLOCK.findall(DOCS.read_text(encoding="utf-8")))
    assert shown == tables


def test_every_phenomenon_has_a_name_of_its_own(tables):
    """No two cases are called the same, in whatever theme."""
    names = [
        row.split("|")[1].strip()
        for theme, table in tables.items()
        if theme != "floor"
        for row in table.splitlines()[2:]
    ]
    assert len(names) == len(set(names))


def test_the_examples_of_the_documentation_are_true():
    """The Python in docs/attendees.md gives what the page says."""
    result = doctest.testfile(str(DOCS), module_relative=False, encoding="utf-8")
    assert result.attempted
    assert result.failed == 0
