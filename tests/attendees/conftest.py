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
FLOOR = Path(__file__).parent / "floor.toml"
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
    entry.pop("theme", None)  # of an unsolved case: the file that it will belong to
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


def tables() -> dict[str, str]:
    """Return every table that the documentation shows, by its name there."""
    examples = {theme: as_markdown(cases) for theme, cases in themes().items()}
    return examples | {"floor": pinned()}


def themes() -> dict[str, list[Case]]:
    """Return the cases of each theme, and those that are not solved."""
    return {path.stem: read_cases(path) for path in (*sorted(CASES.glob("*.toml")), UNSOLVED)}


def as_markdown(cases: list[Case]) -> str:
    """Return cases as the table that the documentation shows."""
    lines = ["| phenomenon | report | who took part |", "|---|---|---|"]
    lines += [f"| {case.name} | {_printed(case.report)} | {_answer(case)} |" for case in cases]
    return "\n".join(lines)


def pinned() -> str:
    """Return the scores that may not fall, as the table that the documentation shows."""
    scores = tomllib.loads(FLOOR.read_text(encoding="utf-8"))["scores"]
    head = " | ".join(scores)
    return "\n".join(
        (
            f"| {head} |",
            f"|{'---|' * len(scores)}",
            f"| {' | '.join(f'{value:.4f}' for value in scores.values())} |",
        )
    )


def _printed(report: Report) -> str:
    fields = [("title", report.title), *(("sub", text) for text in report.subtitles)]
    parts = [f"{label} `{_visible(text)}`" for label, text in (*fields, ("", report.body)) if text]
    return "<br>".join(part.strip() for part in parts) or "(empty)"


def _visible(text: str) -> str:
    """Show line ends as ⏎ and odd white space by its number."""
    shown = (
        char if char.isprintable() or char == "\u3000" else f"\\u{ord(char):04x}"
        for char in text.replace("\n", "⏎")
    )
    return "".join(shown)


def _answer(case: Case) -> str:
    lines = [_person(*map(str.strip, line.split("|"))) for line in case.attendees]
    lines += [f"group: {group}" for group in case.groups]
    lines += ["incomplete"] * case.incomplete
    return "<br>".join(lines) or "nobody"


def _person(name: str, post: str, actions: str) -> str:
    return f"{name}, {post or 'no post'}: {actions.replace(' ', ', ')}"


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


@pytest.fixture(scope="session", name="tables")
def all_tables():
    """The tables that docs/attendees.md shows, by their names there."""
    return tables()


@pytest.fixture(scope="session")
def casebook():
    """Every case that must hold, but for those that are about names."""
    return [case for theme, case in solved() if theme != "names"]
