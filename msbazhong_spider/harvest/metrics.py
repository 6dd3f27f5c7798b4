"""The end of a run as a Prometheus text file, for the textfile collector of the node exporter.

The file is written anew by every run and put in place by a rename. It is small, but its rules for
quoting are not, so ``prometheus_client`` writes it: the extra ``metrics``.
"""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msbazhong_spider.errors import StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

PREFIX = "msbazhong_"
# name, what it is, and the field of the report that has it
NUMBERS = (
    ("last_run_exit_code", "Exit code of the latest run.", "exit_code"),
    ("last_run_duration_seconds", "How long the latest run took.", "seconds"),
    ("last_run_new_articles", "Articles that the latest run brought.", "new"),
    ("last_run_changed_articles", "Articles that the latest run found edited.", "edited"),
    ("last_run_gone_articles", "Articles that became gone in the latest run.", "gone"),
    ("last_run_known_links", "Links to known articles that it did not follow.", "known"),
    ("last_run_unchanged_articles", "Articles that it found as they were.", "unchanged"),
    ("last_run_requests", "Answers that the latest run got.", "requests"),
    ("waiting_addresses", "Addresses that are left for the next run.", "waiting"),
)
TIMES = (
    ("last_run_timestamp_seconds", "When the latest run ended.", "finished"),
    ("last_success_timestamp_seconds", "When a run last ended with exit code 0.", "last_success"),
)


def check_metrics(path: Path) -> None:
    """Raise UsageError, before anything is done, if metrics can't be written at the end."""
    if path.suffix != ".prom" or not os.access(path.parent, os.W_OK):
        raise UsageError(f"{path}: metrics go to a file *.prom in a folder that can be written")
    try:
        import prometheus_client  # noqa: F401 - only whether it is there
    except ImportError as error:
        raise UsageError(
            "metrics need the extra metrics: pip install 'msbazhong-spider[metrics]'"
        ) from error


def write_metrics(record: Mapping[str, Any], path: Path) -> None:
    """Write the metrics of a run, as its report tells them. Raises StoreError."""
    from prometheus_client import CollectorRegistry, write_to_textfile

    registry = CollectorRegistry()
    registry.register(_Metrics(record))
    try:
        write_to_textfile(str(path), registry)
    except OSError as error:
        raise StoreError(f"{path}: the metrics can't be written ({error.strerror})") from error


class _Metrics:
    """The metrics of one run. Prometheus calls it a collector."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._record, self._site = record, str(record["site"])

    def collect(self) -> Iterator[Any]:
        """Give each metric with its help text and samples."""
        for name, meaning, field in NUMBERS:
            yield self._gauge(name, meaning, {(): self._record[field]})
        for name, meaning, field in TIMES:
            if self._record.get(field):
                when = datetime.fromisoformat(self._record[field]).timestamp()
                yield self._gauge(name, meaning, {(): when})
        errors = {(one["kind"],): one["number"] for one in self._record["errors"]}
        yield self._gauge("last_run_errors", "Problems of the latest run.", errors, "kind")
        findings = {(one["name"], one["subject"]): 1 for one in self._record["findings"]}
        yield self._gauge("finding", "What is wrong with a site.", findings, "name", "subject")
        shares = {(field,): share for field, share in self._record["coverage"].items()}
        meaning = "Share of the latest articles that have a field."
        yield self._gauge("coverage_ratio", meaning, shares, "field")

    def _gauge(self, name: str, meaning: str, samples: Mapping[Any, float], *labels: str) -> Any:
        from prometheus_client.core import GaugeMetricFamily

        gauge = GaugeMetricFamily(f"{PREFIX}{name}", meaning, labels=["site", *labels])
        for values, number in samples.items():
            gauge.add_metric([self._site, *values], number)
        return gauge
