"""From the last answer of a crawl to its verdict, its row, its alert and its report."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msbazhong_spider.errors import StoreError
from msbazhong_spider.harvest.alerts.tell import Told, tell, tell_without_run
from msbazhong_spider.harvest.alerts.words import Situation
from msbazhong_spider.harvest.findings import MOST_EXAMPLES, Finding, Fine, Sign
from msbazhong_spider.harvest.metrics import write_metrics
from msbazhong_spider.harvest.monitors import Judged, Scene, look_over
from msbazhong_spider.harvest.monitors.answers import learn_listings
from msbazhong_spider.harvest.outcome import WENT_WELL, WHOLE, Outcome, Verdict, judge
from msbazhong_spider.harvest.report import (
    Details,
    alert_record,
    details_of,
    record_of,
    write_report,
)
from msbazhong_spider.harvest.thresholds import Thresholds
from msbazhong_spider.keeper import is_disk_full
from msbazhong_spider.store import open_store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scrapy.settings import BaseSettings

    from msbazhong_spider.harvest.report import ErrorKind
    from msbazhong_spider.store import Store

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class End:
    """What is known when a crawl has stopped. ``started`` is UTC; ``scope`` what it was asked for.

    ``run_id`` is None if it had no row, because its database could not be used. ``is_attended``
    says that somebody sits before the terminal and sees how it ends.
    """

    site: str
    reason: str
    counts: Mapping[str, int]
    failure: object
    run_id: int | None
    scope: Mapping[str, Any]
    started: datetime
    data: Path
    log: Path
    is_attended: bool = False

    @property
    def database(self) -> Path:
        """Where the rows are."""
        return self.data / "news.db"


def conclude(end: End, settings: BaseSettings) -> Outcome:
    """Judge a crawl, write the verdict into its row, tell whom there is to tell, and report.

    What fails on the way takes nothing from the rest: it is in ``troubles`` of the outcome.
    """
    limits = Thresholds.from_settings(settings)
    try:
        verdict, told, details = (_without_row if end.run_id is None else _with_row)(end, limits)
    except StoreError as error:  # the disk is full, or the file was taken away
        if end.reason in WENT_WELL:
            reason = "disk_full" if is_disk_full(error) else "store_unusable"
            end = replace(end, reason=reason, failure=error)
        verdict, told, details = _without_row(end, limits)
    outcome = Outcome(
        verdict=verdict,
        finish_reason=end.reason,
        counts=end.counts,
        run_id=end.run_id,
        started=end.started,
        finished=datetime.now(UTC),
        database=end.database,
        log=end.log,
    )
    record = record_of(outcome, end.site, end.scope, details) | {"alert": alert_record(told)}
    troubles = _write(record, end.log.with_suffix(".json"), settings.get("MSBAZHONG_METRICS"))
    return replace(outcome, report=record, troubles=(*told.complaints, *troubles))


def _without_row(end: End, limits: Thresholds) -> tuple[Verdict, Told, Details]:
    verdict = judge(end.reason, end.counts, end.failure, limits)
    told = tell_without_run(_worth_telling(end, verdict), _situation(end, verdict), limits)
    return _with_failed_alert(verdict, told), told, Details()


def _with_row(end: End, limits: Thresholds) -> tuple[Verdict, Told, Details]:
    with open_store(end.database) as store:
        scene = _scene(end, store, limits)
        details = details_of(scene)
        verdict = _verdict(end, scene, details.errors)
        _keep(store, end, verdict)
        if end.reason in WHOLE:
            learn_listings(scene)
        worth = _worth_telling(end, verdict)
        told = tell(scene.connection, worth, _situation(end, verdict), limits)
        if told.failed is not None:
            verdict = _with_failed_alert(verdict, told)
            _keep(store, end, verdict)
        store.seal()
    return verdict, told, details


def _worth_telling(end: End, verdict: Verdict) -> Verdict:
    """Leave out what is nobody else's concern.

    One page that somebody looks at says nothing of the site, and who mistypes a county sees it.
    """
    if "url" in end.scope:
        return replace(verdict, findings=(), fine=())
    if end.is_attended:
        others = tuple(one for one in verdict.findings if one.sign is not Sign.USAGE)
        return replace(verdict, findings=others)
    return verdict


def _keep(store: Store, end: End, verdict: Verdict) -> None:
    """Write how the run ended into its row."""
    if end.run_id is not None:
        store.end_run(end.run_id, datetime.now(UTC), end.reason, verdict.code, end.counts)
        store.explain_run(end.run_id, verdict.why)


def _scene(end: End, store: Store, limits: Thresholds) -> Scene:
    return Scene(
        connection=store.db.conn,
        site=end.site,
        run_id=end.run_id or 0,
        started=end.started,
        scope=end.scope,
        counts=end.counts,
        is_whole=end.reason in WHOLE,
        limits=limits,
    )


def _verdict(end: End, scene: Scene, errors: Sequence[ErrorKind]) -> Verdict:
    """Judge by reason, counts and what the monitors say; they pass over a run that broke off."""
    judged = look_over(scene) if end.reason in WENT_WELL else Judged()
    found: list[Finding | Fine] = [*judged.findings, *judged.fine]
    verdict = judge(end.reason, end.counts, end.failure, scene.limits, found)
    shown = tuple(_with_examples(one, errors, end) for one in verdict.findings)
    return replace(verdict, findings=shown)


def _with_examples(finding: Finding, errors: Sequence[ErrorKind], end: End) -> Finding:
    """Give a finding that has none the first problems of the run, or where the crawl began."""
    if finding.examples:
        return finding
    if finding.sign in (Sign.ERRORS, Sign.NO_ARTICLES, Sign.INTERNAL):
        first = [f"{one.kind}: {url}" for one in errors for url, _ in one.examples[:1]]
        return replace(finding, examples=tuple(first[:MOST_EXAMPLES]))
    start = str(end.scope.get("start") or "")
    return replace(finding, examples=(start,) if start else ())


def _with_failed_alert(verdict: Verdict, told: Told) -> Verdict:
    """Say in the verdict that nobody could be told; what else went wrong weighs more."""
    failed = told.failed
    if failed is None:
        return verdict
    findings = (*verdict.findings, failed)
    if verdict.code:
        return replace(verdict, findings=findings)
    return replace(verdict, code=failed.code, why=failed.why, findings=findings)


def _situation(end: End, verdict: Verdict) -> Situation:
    return Situation(
        site=end.site,
        when=datetime.now(UTC),
        data=end.data,
        exit_code=verdict.code.value,
        run_id=end.run_id,
        start=str(end.scope.get("start") or ""),
        log=end.log,
    )


def _write(record: Mapping[str, Any], report: Path, metrics: str | None) -> list[str]:
    """Write report and metrics; give what went wrong, a line each."""
    troubles = []
    for write, path in ((write_report, report), (write_metrics, metrics)):
        if not path:
            continue
        try:
            write(record, Path(path))
        except StoreError as error:
            logger.error("%s", error)  # noqa: TRY400 - it says what is wrong
            troubles.append(str(error))
    return troubles
