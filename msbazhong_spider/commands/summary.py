"""The end of a run in words, for a person, and as JSON, for a program."""

from __future__ import annotations

import shlex
import shutil
import sys
from typing import TYPE_CHECKING, Any

from msbazhong_spider.commands.lines import fit
from msbazhong_spider.errors import StoreError
from msbazhong_spider.harvest.findings import plain
from msbazhong_spider.store import open_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msbazhong_spider.harvest.outcome import Outcome
    from msbazhong_spider.store import NewestRow

NEWEST = 8
MOST_SECTIONS = 12
MOST_FINDINGS = 8
EXAMPLE = "SELECT name, post, published, title FROM attendance_flat LIMIT 5"
WIDEST_TITLE = 46


def show(outcome: Outcome) -> None:
    """Print what a run brought, and where it lies."""
    complain(outcome)
    newest = newest_of(outcome)
    opening = opening_of(outcome) if newest else []
    lines = [*counts_of(outcome), *sections_of(outcome), *newest, *opening]
    lines += [f"Log: {outcome.log}", ""]
    sys.stdout.write("\n".join(lines))
    sys.stdout.flush()


def complain(outcome: Outcome) -> None:
    """Say briefly on standard error what is wrong; nothing if nothing is."""
    lines = [f"msbazhong: {plain(outcome.verdict.why)}"] if outcome.verdict.why else []
    if len(outcome.verdict.findings) > 1:
        lines += _listed([f"  - {finding}" for finding in outcome.verdict.findings], MOST_FINDINGS)
    lines += [f"  {trouble}" for trouble in outcome.troubles]
    if lines:
        sys.stderr.write("\n".join([*lines, ""]))
        sys.stderr.flush()


def counts_of(outcome: Outcome) -> list[str]:
    """Say what was fetched and found."""
    count = outcome.count
    # Another reading of the same words is no change of the site's.
    same = count("unchanged") + count("changed") - count("edited")
    line = (
        f"{count('articles')} articles in {outcome.seconds:.0f} s: {count('new')} new, "
        f"{count('edited')} changed, {same} unchanged"
        f"{_if_any(outcome, gone='gone', known='known and not asked for')}; "
        f"{count('attendances')} attendances, {count('pages')} pages fetched, "
        f"{count('problems')} problems{_if_any(outcome, waiting='left for the next run')}"
    )
    if outcome.verdict.code:
        line += f" (exit code {outcome.verdict.code.value})"
    return ["", line, *problems_of(outcome), *hints_of(outcome)]


def _if_any(outcome: Outcome, **names: str) -> str:
    counted = ((outcome.count(what), name) for what, name in names.items())
    return "".join(f", {number} {name}" for number, name in counted if number)


def problems_of(outcome: Outcome) -> list[str]:
    """Count the problems by kind, the first of each kind below; the table ``problem`` has all."""
    prefix = "problem/"
    kinds = {
        name.removeprefix(prefix): count
        for name, count in outcome.counts.items()
        if name.startswith(prefix)
    }
    if not kinds:
        return []
    listed = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in sorted(kinds.items()))
    firsts = [_first_of(kind) for kind in outcome.report.get("errors", ())]
    return [f"not taken: {listed} (see the table problem)", *firsts]


def _first_of(kind: Mapping[str, Any]) -> str:
    first = kind["examples"][0]
    return "  " + plain(f"{kind['kind'].replace('_', ' ')}: {first['url']} ({first['why']})")


def sections_of(outcome: Outcome) -> list[str]:
    """List the sections that a run brought something, those with most first."""
    changes = [_section(one) for one in outcome.report.get("sections", ())]
    lines = [line for _, line in sorted((one for one in changes if one[0]), reverse=True)]
    if not lines:
        return []
    return ["", "By section:", *_listed(lines, MOST_SECTIONS)]


def _listed(lines: list[str], most: int) -> list[str]:
    more = [f"  and {len(lines) - most} more"] if len(lines) > most else []
    return [*lines[:most], *more]


def _section(one: Mapping[str, Any]) -> tuple[int, str]:
    name = plain(" > ".join(filter(None, (one["county"], one["section"]))))
    whats = [what for what in ("new", "edited", "gone") if one[what]]
    told = ", ".join(f"{one[what]} {what}" for what in whats)
    return sum(one[what] for what in whats), f"  {fit(name, 30)}  {told} ({one['known']} known)"


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
    try:
        with open_store(outcome.database, create=False) as store:
            rows = store.newest(NEWEST)
    except StoreError:  # what is wrong with it has been told
        return []
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
