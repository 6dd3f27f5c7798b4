"""The record of a run for programs; docs/report.md tells what stands where."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from msbazhong_spider import __version__
from msbazhong_spider.errors import StoreError
from msbazhong_spider.harvest.alerts.words import finding_record
from msbazhong_spider.harvest.findings import MOST_EXAMPLES
from msbazhong_spider.harvest.monitors.fields import coverage_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from msbazhong_spider.harvest.alerts.tell import Told
    from msbazhong_spider.harvest.monitors import Scene
    from msbazhong_spider.harvest.outcome import Outcome, Verdict

VERSION = 1

_ERRORS = """
SELECT kind, url, why, number FROM (
  SELECT
    kind, url, why, count(*) OVER (PARTITION BY kind) AS number,
    row_number() OVER (PARTITION BY kind ORDER BY id) AS place
  FROM problem WHERE run_id = :run
) AS ordered
WHERE place <= :most ORDER BY kind, place
"""
_LAST_SUCCESS = """
SELECT max(finished) FROM run WHERE site = :site AND exit_code = 0 AND id <> :run
"""
_SECTIONS = """
SELECT
  s.county, s.name,
  sum(a.first_seen >= :since) AS new,
  sum(a.first_seen < :since AND a.version_since >= :since) AS edited,
  sum(a.id IN (SELECT value FROM json_each(:gone))) AS gone,
  sum(a.first_seen < :since) AS known
FROM section AS s
INNER JOIN article_section AS l ON l.section_id = s.id
INNER JOIN article AS a ON a.id = l.article_id
WHERE s.site = :site
GROUP BY s.id ORDER BY s.county, s.name
"""
# Those that this run's looks made gone: without them the number of days would not be reached.
_GONE = """
SELECT g.article_id FROM gone AS g
WHERE g.site = :site AND g.last_missing >= :since AND (
  SELECT count(DISTINCT m.day) FROM look AS m
  WHERE m.article_id = g.article_id AND m.text_sha256 IS NULL AND m.seen > g.last_seen
    AND m.seen < :since
) < (SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'gone_days')
"""


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """Problems of one kind: how many, and the first of them with their reasons."""

    kind: str
    number: int
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SectionNews:
    """What a run brought a section; ``known`` are the articles that it had before."""

    county: str
    section: str
    new: int
    edited: int
    gone: int
    known: int


@dataclass(frozen=True, slots=True)
class Details:
    """What a report tells beside counts and findings; nothing of it without a database.

    ``coverage`` is the share of the latest articles that have a field; ``last_success`` when a run
    of the site last ended with exit code 0 (UTC text), this one not among them.
    """

    errors: tuple[ErrorKind, ...] = ()
    sections: tuple[SectionNews, ...] = ()
    coverage: Mapping[str, float] = field(default_factory=dict)
    last_success: str | None = None


def details_of(scene: Scene) -> Details:
    """Read them. An article that stands in two sections counts in both."""
    gone = json.dumps([article for (article,) in scene.rows(_GONE)])
    return Details(
        errors_of(scene),
        tuple(SectionNews(*row) for row in scene.rows(_SECTIONS, gone=gone)),
        coverage_of(scene),
        scene.rows(_LAST_SUCCESS)[0][0],
    )


def errors_of(scene: Scene) -> tuple[ErrorKind, ...]:
    """Read the problems of the run by kind, with the first three of each."""
    kinds: dict[str, tuple[int, list[tuple[str, str]]]] = {}
    for kind, url, why, number in scene.rows(_ERRORS, most=MOST_EXAMPLES):
        kinds.setdefault(kind, (number, []))[1].append((url, why))
    return tuple(
        ErrorKind(kind, number, tuple(examples)) for kind, (number, examples) in kinds.items()
    )


def record_of(
    outcome: Outcome, site: str, scope: Mapping[str, Any], details: Details
) -> dict[str, Any]:
    """Make the record of a run."""
    return {
        "version": VERSION,
        "program": __version__,
        "site": site,
        "scope": dict(scope),
        "run": outcome.run_id,
        "started": outcome.started.isoformat(timespec="seconds"),
        "finished": outcome.finished.isoformat(timespec="seconds"),
        "seconds": round(outcome.seconds, 1),
        "finish_reason": outcome.finish_reason,
        "exit_code": outcome.verdict.code.value,
        "why": outcome.verdict.why,
        **_judgements(outcome.verdict),
        **_numbers(outcome),
        "last_success": _last_success(outcome, details),
        "errors": [_error_record(one) for one in details.errors],
        "sections": [asdict(one) for one in details.sections],
        "coverage": {name: round(share, 4) for name, share in details.coverage.items()},
        "database": str(outcome.database),
        "log": str(outcome.log),
        "counts": dict(sorted(outcome.counts.items())),
    }


def _judgements(verdict: Verdict) -> dict[str, Any]:
    return {
        "findings": [finding_record(one) for one in verdict.findings],
        "fine": [
            {"name": one.sign.value, "subject": one.subject, "why": one.why} for one in verdict.fine
        ],
    }


def _numbers(outcome: Outcome) -> dict[str, Any]:
    count = outcome.count
    requests, articles = count("pages"), count("articles")
    return {
        "new": count("new"),
        "edited": count("edited"),
        "gone": count("gone"),
        "known": count("known"),
        "unchanged": count("unchanged"),
        "waiting": count("waiting"),
        "requests": requests,
        "requests_per_article": round(requests / articles, 2) if articles else None,
    }


def _error_record(one: ErrorKind) -> dict[str, Any]:
    examples = [{"url": url, "why": why} for url, why in one.examples]
    return {"kind": one.kind, "number": one.number, "examples": examples}


def _last_success(outcome: Outcome, details: Details) -> str | None:
    if outcome.verdict.code:
        return details.last_success
    return outcome.finished.isoformat(timespec="seconds")


def alert_record(told: Told) -> dict[str, Any]:
    """Say what became of the alert of a run."""
    return {
        "new": [one.key for one in told.news.new],
        "recovered": [one.name for one in told.news.over],
        "going_on": list(told.news.going_on),
        "deliveries": [{"channel": one.channel, "error": one.error} for one in told.deliveries],
    }


def write_report(record: Mapping[str, Any], path: Path) -> None:
    """Write a record as JSON. Raises StoreError if the file can't be written."""
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{path}: the report can't be written ({error.strerror})") from error
