"""The documentation says what is: code that it shows, commands and names that it uses."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields
from pathlib import Path

import click
import pytest

from msbazhong_spider.cli import cli
from msbazhong_spider.harvest.codes import ExitCode
from msbazhong_spider.harvest.outcome import BY_REASON, WHOLE
from msbazhong_spider.pages import Hints

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "adding-a-site.md").read_text("utf-8")
CRON = (ROOT / "docs" / "cron.md").read_text("utf-8")


def commands(text: str) -> list[str]:
    """List the commands of ours that stand in a text: in blocks, or in back quotes."""
    found = re.findall(r"^(?:\$ )?(msbazhong .*)$|`(msbazhong [^`]+)`", text, re.MULTILINE)
    return [one or other for one, other in found]


@pytest.mark.parametrize("line", sorted({*commands(GUIDE), *commands(CRON)}))
def test_commands_of_the_guides_are_real(line: str) -> None:
    """Name and options are those of the command line."""
    name, *arguments = shlex.split(line, comments=True)[1:]
    command = cli.commands[name]
    if isinstance(command, click.Group):
        command = command.commands[arguments.pop(0)]
    with click.Context(command, resilient_parsing=True) as context:
        command.make_parser(context).parse_args(list(arguments))


def test_the_guide_shows_the_site_as_it_is() -> None:
    """A spider that was changed is changed in the guide too."""
    assert (ROOT / "msbazhong_spider/spiders/lanhe.py").read_text("utf-8") in GUIDE


def test_the_guide_names_every_hint() -> None:
    """The table has a row for each, in order."""
    rows = re.findall(r"^\| `(\w+)` \|", GUIDE.partition("| hint | selects |")[2], re.MULTILINE)
    assert rows == [field.name for field in fields(Hints)]


def test_every_exit_code_and_every_reason_is_explained() -> None:
    """Each has its row in docs/cron.md, a reason with the code that it stands for."""
    codes = re.findall(r"^\| (\d+) \|", CRON, re.MULTILINE)
    assert codes == [str(code.value) for code in ExitCode]
    reasons = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", CRON, re.MULTILINE))
    assert reasons == {reason: str(code.value) for reason, code in BY_REASON.items()}
    assert all(f"| `{reason}` | 0" in CRON for reason in WHOLE)


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "README.zh.md",
        "docs/adding-a-site.md",
        "docs/alerts.md",
        "docs/archive.md",
        "docs/cron.md",
        "docs/report.md",
    ],
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


def test_every_finding_and_threshold_is_explained() -> None:
    """A finding that nobody can look up wakes somebody for nothing."""
    from msbazhong_spider.harvest.findings import CODES, ExitCode, Sign
    from msbazhong_spider.harvest.thresholds import Thresholds

    text = (ROOT / "docs" / "alerts.md").read_text("utf-8")
    findings = text.partition("## Alerts")[0]
    rows = dict(re.findall(r"^\| `([a-z_]+)` \| (\d+) \|", findings, re.MULTILINE))
    assert rows == {sign.value: str(CODES.get(sign, ExitCode.SUSPICIOUS).value) for sign in Sign}
    settings = dict(re.findall(r"^\| `(MSBAZHONG_\w+)` \| ([\d.]+) \|", text, re.MULTILINE))
    assert {name: float(value) for name, value in settings.items()} == {
        f"MSBAZHONG_{field.name.upper()}": field.default for field in fields(Thresholds)
    }


def test_every_key_of_a_report_is_explained() -> None:
    """As a run writes them, in order."""
    from datetime import UTC, datetime

    from msbazhong_spider.harvest.outcome import ExitCode, Outcome, Verdict
    from msbazhong_spider.harvest.report import Details, record_of

    now = datetime.now(UTC)
    outcome = Outcome(Verdict(ExitCode.DONE), "finished", {}, 1, now, now, ROOT, ROOT)
    keys = [*record_of(outcome, "a", {}, Details()), "alert"]
    text = (ROOT / "docs" / "report.md").read_text("utf-8")
    cells = re.findall(r"^\| (`.+?`) \|", text, re.MULTILINE)
    assert re.findall(r"`(\w+)`", " ".join(cells)) == keys


def test_every_metric_is_explained() -> None:
    """Those that a run leaves for Prometheus."""
    from msbazhong_spider.harvest.metrics import NUMBERS, TIMES

    text = (ROOT / "docs" / "alerts.md").read_text("utf-8")
    named = set(re.findall(r"^\| `msbazhong_(\w+)", text, re.MULTILINE))
    plain = {name for name, *_ in (*NUMBERS, *TIMES)}
    assert named == plain | {"last_run_errors", "finding", "coverage_ratio"}


def test_the_settings_are_the_defaults() -> None:
    """Of the thresholds, each with its reason in settings.py."""
    import os
    from unittest.mock import patch

    from msbazhong_spider.harvest.run import site_settings
    from msbazhong_spider.harvest.thresholds import Thresholds

    kept = {name: value for name, value in os.environ.items() if not name.startswith("MSBAZHONG_")}
    with patch.dict(os.environ, kept, clear=True):
        assert Thresholds.from_settings(site_settings()) == Thresholds()
