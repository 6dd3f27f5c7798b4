"""The documentation says what is: code that it shows, commands and names that it uses."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields
from pathlib import Path

import click
import pytest

from msbazhong_spider.cli import cli
from msbazhong_spider.pages import Hints

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "adding-a-site.md").read_text("utf-8")


def commands(text: str) -> list[str]:
    """List the commands of ours that stand in a text: in blocks, or in back quotes."""
    found = re.findall(r"^(?:\$ )?(msbazhong .*)$|`(msbazhong [^`]+)`", text, re.MULTILINE)
    return [one or other for one, other in found]


@pytest.mark.parametrize("line", sorted({*commands(GUIDE)}))
def test_commands_of_the_guide_are_real(line: str) -> None:
    """Name and options are those of the command line."""
    name, *arguments = shlex.split(line, comments=True)[1:]
    command = cli.commands[name]
    with click.Context(command, resilient_parsing=True) as context:
        command.make_parser(context).parse_args(list(arguments))


def test_the_guide_shows_the_site_as_it_is() -> None:
    """A spider that was changed is changed in the guide too."""
    assert (ROOT / "msbazhong_spider/spiders/lanhe.py").read_text("utf-8") in GUIDE


def test_the_guide_names_every_hint() -> None:
    """The table has a row for each, in order."""
    rows = re.findall(r"^\| `(\w+)` \|", GUIDE.partition("| hint | selects |")[2], re.MULTILINE)
    assert rows == [field.name for field in fields(Hints)]


@pytest.mark.parametrize(
    "path", ["README.md", "README.zh.md", "docs/adding-a-site.md", "docs/archive.md"]
)
def test_links_lead_somewhere(path: str) -> None:
    """To files that exist, and to headings of the same page."""
    text = (ROOT / path).read_text("utf-8")
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in text.splitlines()
        if line.startswith("#")
    }
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in headings, target
        elif not target.startswith("http"):
            assert (ROOT / path).parent.joinpath(target.partition("#")[0]).exists(), target
