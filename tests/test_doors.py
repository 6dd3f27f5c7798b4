"""The doors between the rooms: who may import whom."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "msbazhong_spider"
CRAWL = {"spiders", "settings", "pipelines", "middlewares", "keeper", "waiting"}
CRAWL |= {"gate", "limits", "pace", "revisits", "room", "guards"}
TEXT_ROOMS = ("pages", "attendees", "archive", "store")
MAY_IMPORT = {
    "items": set(),
    "errors": set(),
    "amounts": {"errors"},
    **{room: {"items", "errors"} for room in TEXT_ROOMS},
    "replica": {"items", "errors"},
    **{room: {"items", "errors", "amounts", *TEXT_ROOMS, *CRAWL} for room in CRAWL},
    "harvest": {"items", "errors", "amounts", *TEXT_ROOMS, *CRAWL, "replica"},
    "front": {"items", "errors", "store"},
    "commands": {"items", "errors", "amounts", *TEXT_ROOMS, *CRAWL, "replica", "harvest", "front"},
    "cli": {"errors", "commands"},
}


def modules(room: str) -> list[Path]:
    """List the files of a room."""
    folder = PACKAGE / room
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [PACKAGE / f"{room}.py"]


def imported(path: Path) -> set[str]:
    """List what a file imports, with full names, also inside functions and for types."""
    package = ("msbazhong_spider", *path.relative_to(PACKAGE).parent.parts)
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            start = ".".join((*base, *filter(None, [node.module])))
            names.update(f"{start}.{alias.name}" for alias in node.names)
    return names


def rooms_of(names: set[str]) -> set[str]:
    """Give the rooms of ours among imported names."""
    ours = {name.split(".")[1] for name in names if name.startswith("msbazhong_spider.")}
    return ours - {"__version__"}


def output_of(code: str) -> str:
    """Run a line of Python in a fresh interpreter."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    return done.stdout.strip()


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_what_the_design_allows(room: str) -> None:
    """A room knows the rooms before it on the way, and no others."""
    files = modules(room)
    assert files
    for path in files:
        assert rooms_of(imported(path)) <= MAY_IMPORT[room] | {room}, path.name


@pytest.mark.parametrize("room", sorted(TEXT_ROOMS))
def test_rooms_of_text_import_no_crawler(room: str) -> None:
    """What reads, keeps and stores works without Scrapy and Twisted, in the source ..."""
    for path in modules(room):
        first = {name.split(".")[0] for name in imported(path)}
        assert not first & {"scrapy", "twisted"}, path.name


@pytest.mark.parametrize("room", sorted(TEXT_ROOMS))
def test_rooms_of_text_load_no_crawler(room: str) -> None:
    """... and when they are loaded."""
    code = (
        f"import sys, msbazhong_spider.{room}; "
        "print(*[name for name in sys.modules if name in ('scrapy', 'twisted')])"
    )
    assert output_of(code) == ""


def test_every_room_has_its_rule() -> None:
    """A new room gets a line above."""
    files = {path.stem for path in PACKAGE.glob("*.py") if not path.stem.startswith("__")}
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert files | folders == set(MAY_IMPORT)


def test_help_is_instant() -> None:
    """The command line loads neither the crawler nor the parser before it needs them."""
    code = (
        "import sys, msbazhong_spider.cli; "
        "print(*[name for name in ('scrapy', 'twisted', 'lxml', 'sqlite_utils', 'rich',"
        " 'datasette')"
        " if name in sys.modules])"
    )
    assert output_of(code) == ""
