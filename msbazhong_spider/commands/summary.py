"""The end of a run in words, for a person, and as JSON, for a program."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from typing import TYPE_CHECKING

from msbazhong_spider.commands.lines import fit
from msbazhong_spider.errors import StoreError
from msbazhong_spider.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from msbazhong_spider.harvest.outcome import Outcome
    from msbazhong_spider.store import NewestRow

NEWEST = 8
EXAMPLE = "SELECT name, post, published, title FROM attendance_flat LIMIT 5"
WIDEST_TITLE = 46


def show(outcome: Outcome) -> None:
    """Print what a run brought, and where it lies."""
    if outcome.verdict.why:
        sys.stderr.write(f"msbazhong: {outcome.verdict.why}\n")
        sys.stderr.flush()
    newest = newest_of(outcome)
    opening = opening_of(outcome) if newest else []
    lines = [*counts_of(outcome), *newest, *opening, f"Log: {outcome.log}", ""]
    sys.stdout.write("\n".join(lines))
    sys.stdout.flush()


def counts_of(outcome: Outcome) -> list[str]:
    """Say what was fetched and found."""
    count = outcome.count
    line = (
        f"{count('articles')} articles in {outcome.seconds:.0f} s: {count('new')} new, "
        f"{count('changed')} changed, {count('unchanged')} unchanged; "
        f"{count('attendances')} attendances, {count('pages')} pages fetched, "
        f"{count('problems')} problems"
    )
    if outcome.verdict.code:
        line += f" (exit code {outcome.verdict.code.value})"
    return ["", line, *problems_of(outcome), *hints_of(outcome)]


def problems_of(outcome: Outcome) -> list[str]:
    """Count the problems by kind; the table ``problem`` has the address and reason of each."""
    prefix = "problem/"
    kinds = {
        name.removeprefix(prefix): count
        for name, count in outcome.counts.items()
        if name.startswith(prefix)
    }
    if not kinds:
        return []
    listed = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in sorted(kinds.items()))
    return [f"not taken: {listed} (see the table problem)"]


def hints_of(outcome: Outcome) -> list[str]:
    """Count the pages on which a hint of the site found nothing, so that the evidence was asked."""
    prefix = "hint_missed/"
    listed = [
        f"{name.removeprefix(prefix)} {count}"
        for name, count in sorted(outcome.counts.items())
        if name.startswith(prefix)
    ]
    if not listed:
        return []
    return [f"hints that found nothing, with the number of pages: {', '.join(listed)}"]


def newest_of(outcome: Outcome) -> list[str]:
    """List the newest articles of the database with date, county, title and first attendees."""
    with open_store(outcome.database, create=False) as store:
        rows = store.newest(NEWEST)
    if not rows:
        return []
    columns = max(shutil.get_terminal_size((110, 24)).columns, 80)
    return ["", "Newest articles:", *(_row(row, columns) for row in rows)]


def _row(row: NewestRow, columns: int) -> str:
    title = min(WIDEST_TITLE, (columns - 26) * 3 // 5)
    day, county = (row.published or "?")[:10], fit(row.county or "", 8)
    people = "、".join(row.attendees) or "-"
    start = f"  {day:10}  {county}  {fit(row.title, title)}  "
    return start + fit(people, columns - title - 27).rstrip()


def opening_of(outcome: Outcome) -> list[str]:
    """Say where the database lies and how to look into it."""
    database = shlex.quote(str(outcome.database))
    folder = shlex.quote(str(outcome.database.parent))
    return [
        "",
        f"Database: {outcome.database}",
        f"  msbazhong search 调研 --data {folder}",
        f'  sqlite3 {database} "{EXAMPLE}"',
    ]


def write_report(outcome: Outcome, path: Path) -> None:
    """Write what a run brought as JSON. Raises StoreError if the file can't be written."""
    record = {
        "exit_code": outcome.verdict.code.value,
        "why": outcome.verdict.why,
        "finish_reason": outcome.finish_reason,
        "run": outcome.run_id,
        "started": outcome.started.isoformat(timespec="seconds"),
        "finished": outcome.finished.isoformat(timespec="seconds"),
        "database": str(outcome.database),
        "log": str(outcome.log),
        "counts": dict(outcome.counts),
    }
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{path}: the report can't be written ({error.strerror})") from error
