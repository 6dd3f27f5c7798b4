"""The casebook: invented reports, each named for the phenomenon it shows, and what they tell."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.items import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msbazhong_spider.items import Participation

CASES = Path(__file__).parent / "cases"
UNSOLVED = Path(__file__).parent / "unsolved.toml"
# Posts are joined by any of these; which one a page prints makes no difference.
_MARKS = str.maketrans(",，", "、、")


@dataclass(frozen=True, slots=True)
class Case:
    """One invented report and what the guideline makes of it.

    ``attendees`` are lines of name, post and actions: ``方凯 | 县委书记 | chair speak``.
    """

    name: str
    report: Report
    attendees: tuple[str, ...]
    groups: tuple[str, ...] = ()
    incomplete: bool = False

    @property
    def expected(self) -> dict[str, Any]:
        """The facts that are compared, in the form of ``told``."""
        return {
            "attendees": sorted(self.attendees),
            "groups": list(self.groups),
            "incomplete": self.incomplete,
        }


def read_cases(path: Path) -> list[Case]:
    """Return the cases of one file, in its order."""
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("case", [])
    return [_case(dict(entry)) for entry in entries]


def _case(entry: dict[str, Any]) -> Case:
    report = Report(
        title=entry.pop("title", ""),
        subtitles=tuple(entry.pop("subtitles", ())),
        body=entry.pop("body"),
    )
    lists = {key: tuple(entry.pop(key, ())) for key in ("attendees", "groups")}
    return Case(report=report, **lists, **entry)


def told(participation: Participation) -> dict[str, Any]:
    """Return what was extracted in the form of ``Case.expected``."""
    return {
        "attendees": sorted(
            f"{person.name} | {(person.post or '').translate(_MARKS)} | {' '.join(person.actions)}"
            for person in participation.attendees
        ),
        "groups": [group.name for group in participation.collectives],
        "incomplete": participation.incomplete,
    }


def solved() -> Iterator[tuple[str, Case]]:
    """Yield every case that must hold, with its theme."""
    for path in sorted(CASES.glob("*.toml")):
        for case in read_cases(path):
            yield path.stem, case


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Hand the cases to the tests that ask for one; the phenomenon is the test's id."""
    if "case" in metafunc.fixturenames:
        cases = list(solved())
        ids = [f"{theme}: {case.name}" for theme, case in cases]
        metafunc.parametrize("case", [case for _, case in cases], ids=ids)
    if "unsolved" in metafunc.fixturenames:
        cases = read_cases(UNSOLVED)
        metafunc.parametrize("unsolved", cases, ids=[case.name for case in cases])


@pytest.fixture(scope="session")
def tell():
    """What was extracted, in the form that cases are compared in."""
    return told
