"""``msbazhong reread``: the archive through today's reader."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from msbazhong_spider.commands.import_ import processes_option, progress, quiet_option
from msbazhong_spider.commands.options import data_option

if TYPE_CHECKING:
    from msbazhong_spider.harvest.rereading import Changes
    from msbazhong_spider.store.compare import Change

_COLUMNS = 60  # of a value that is shown as an example


@click.command(
    short_help="Read archived pages again with today's reader.",
    epilog="Example: msbazhong reread --dry-run --changes changes.jsonl",
)
@click.option("--dry-run", is_flag=True, help="List what would change, and change nothing.")
@click.option(
    "--changes",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write every change here: a line of JSON with url, field, before, after, version.",
)
@click.option("--older", is_flag=True, help="Leave out what this version has read already.")
@data_option
@processes_option
@quiet_option
@click.pass_context
def reread(  # noqa: PLR0913 - click hands over each option
    ctx: click.Context,
    /,
    *,
    dry_run: bool,
    changes: Path | None,
    older: bool,
    data: Path,
    processes: int | None,
    quiet: bool,
) -> None:
    """Read all archived pages again, from the WARC files, with today's reader.

    What changes is listed by field before it is applied. A change of our reading makes no version
    of an article; the site's own changes keep theirs.

    \b
    Exit codes: 0 done · 1 internal error · 2 no archive there · 3 done, but some pages could not be
    read again · 6 another run is at work · 7 disk full · 8 interrupted
    """  # noqa: D301 - click reads the mark
    from msbazhong_spider.harvest.rereading import Wish, rereading

    every = changes.open("w", encoding="utf-8") if changes else nullcontext(None)
    with every as lines, progress(quiet=quiet) as watch:
        wish = Wish(data, dry_run, older, processes, every=lines, watch=watch)
        with rereading(wish) as job:
            found = job.compare()
            if not quiet:
                click.echo(told(found, job.counts["pages"], job.counts["articles"]))
            job.apply()
    if not quiet:
        click.echo("Nothing was changed." if dry_run else "Applied.")
    if job.counts["problems"]:
        click.echo(
            f"msbazhong: {job.counts['problems']} pages could not be read again"
            + ("" if dry_run else "; see the table problem"),
            err=True,
        )
    ctx.exit(int(job.code))


def told(changes: Changes, pages: int, articles: int) -> str:
    """Lay out what changes, the fields with the most articles first, with examples."""
    lines = [f"{pages} pages read again, {articles} articles: {changes.articles} differ"]
    for field, number in changes.fields.most_common():
        lines.append(f"  {field}: {number}")
        for change in changes.examples[field]:
            lines += [f"    {change.url}{_version(change)}", *_values(change)]
    return "\n".join(lines)


def _version(change: Change) -> str:
    return "" if change.version is None else f" (version {change.version})"


def _values(change: Change) -> list[str]:
    """Give the values from where they begin to differ, so that a long text shows its difference."""
    from msbazhong_spider.commands.lines import fit

    before, after = change.before or "", change.after or ""
    same = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    start = max(0, same - 10) if same > _COLUMNS // 3 else 0
    shown = (fit(" ".join(text[start:].split()), _COLUMNS).rstrip() for text in (before, after))
    mark = "…" if start else ""
    return [f"      {sign} {mark}{text}" for sign, text in zip("-+", shown, strict=True) if text]
