"""Metrics for Prometheus: what its own parser makes of the file."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from msbazhong_spider.errors import StoreError, UsageError
from msbazhong_spider.harvest.metrics import check_metrics, write_metrics

if TYPE_CHECKING:
    from pathlib import Path

RECORD: dict[str, Any] = {
    "site": "yunxi",
    "exit_code": 4,
    "seconds": 12.5,
    "new": 7,
    "edited": 1,
    "gone": 0,
    "known": 300,
    "unchanged": 20,
    "requests": 48,
    "waiting": 0,
    "finished": "2026-06-01T19:00:00+00:00",
    "last_success": "2026-05-31T19:00:00Z",
    "errors": [{"kind": "network", "number": 3, "examples": []}],
    "findings": [{"name": "section_silent", "subject": '云溪县 > "要闻"\\\n', "why": "no news"}],
    "coverage": {"source": 0.4, "title": 1.0},
}


def samples(path: Path) -> dict[tuple[str, ...], float]:
    """Read the file as Prometheus does: name and labels without the site, and the number."""
    found = {}
    for family in text_string_to_metric_families(path.read_text("utf-8")):
        assert (family.type, bool(family.documentation)) == ("gauge", True)
        for sample in family.samples:
            assert sample.labels.pop("site") == "yunxi"
            found[sample.name.removeprefix("msbazhong_"), *sample.labels.values()] = sample.value
    return found


def test_every_number_is_there(tmp_path: Path) -> None:
    """With its site; times are seconds since 1970, and labels may hold anything."""
    write_metrics(RECORD, tmp_path / "m.prom")
    assert samples(tmp_path / "m.prom") == {
        ("last_run_exit_code",): 4,
        ("last_run_duration_seconds",): 12.5,
        ("last_run_new_articles",): 7,
        ("last_run_changed_articles",): 1,
        ("last_run_gone_articles",): 0,
        ("last_run_known_links",): 300,
        ("last_run_unchanged_articles",): 20,
        ("last_run_requests",): 48,
        ("waiting_addresses",): 0,
        ("last_run_timestamp_seconds",): 1780340400,
        ("last_success_timestamp_seconds",): 1780254000,
        ("last_run_errors", "network"): 3,
        ("finding", "section_silent", '云溪县 > "要闻"\\\n'): 1,
        ("coverage_ratio", "source"): 0.4,
        ("coverage_ratio", "title"): 1.0,
    }


def test_a_site_that_never_had_a_good_run(tmp_path: Path) -> None:
    """It has no time of one, rather than 1970."""
    write_metrics(RECORD | {"last_success": None}, tmp_path / "m.prom")
    assert ("last_success_timestamp_seconds",) not in samples(tmp_path / "m.prom")


def test_the_file_is_put_in_place_at_once(tmp_path: Path) -> None:
    """Nothing else is left in the folder, and the collector may read it."""
    for number in (1, 2):
        write_metrics(RECORD | {"new": number}, tmp_path / "m.prom")
    assert [path.name for path in tmp_path.iterdir()] == ["m.prom"]
    assert samples(tmp_path / "m.prom")["last_run_new_articles",] == 2


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    """One line that says what could not be written."""
    with pytest.raises(StoreError, match="the metrics can't be written"):
        write_metrics(RECORD, tmp_path / "none" / "m.prom")


@pytest.mark.parametrize("name", ["none/m.prom", "m.txt"])
def test_what_could_never_be_read_is_refused_before_a_run(tmp_path: Path, name: str) -> None:
    """A folder that is not there, a name that the collector passes over."""
    with pytest.raises(UsageError, match=r"metrics go to a file \*\.prom"):
        check_metrics(tmp_path / name)
    check_metrics(tmp_path / "m.prom")


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")
def test_promtool_finds_nothing_to_mend(tmp_path: Path) -> None:
    """Names and units are as Prometheus wants them."""
    write_metrics(RECORD, tmp_path / "m.prom")
    with (tmp_path / "m.prom").open("rb") as file:
        done = subprocess.run(
            ["promtool", "check", "metrics"], stdin=file, capture_output=True, check=False
        )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
