"""``msbazhong import``: pages that others have kept, into the archive."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from msbazhong_spider.commands.options import data_option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from msbazhong_spider.harvest.importing import Imported

processes_option = click.option(
    "--processes",
    type=click.IntRange(min=1),
    metavar="N",
    help="Read pages in N processes instead of one a core.",
)
quiet_option = click.option(
    "--quiet", is_flag=True, help="Print nothing unless something is wrong."
)


@click.command(
    "import",
    short_help="Take in WARC, WACZ and saved pages.",
    epilog="Example: msbazhong import crawl.wacz www.yunxi.example/ page.html",
)
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)
@click.option("--site", help="Whose pages these are, for pages that tell no address.")
@data_option
@processes_option
@quiet_option
@click.pass_context
def import_(  # noqa: PLR0913 - click hands over each option
    ctx: click.Context,
    /,
    *,
    paths: tuple[Path, ...],
    site: str | None,
    data: Path,
    processes: int | None,
    quiet: bool,
) -> None:
    """Take pages that others have kept into the archive, with their origin and original date.

    PATH is a WARC or WACZ file (of wget, browsertrix, the Wayback Machine ...), a saved page
    (.html, .txt), or a folder that is searched for all of these. What was imported before is
    passed over.

    \b
    Exit codes: 0 done · 1 internal error · 2 nothing could be imported · 3 done, but some of it
    could not be read · 6 another run is at work · 7 disk full · 8 interrupted
    """  # noqa: D301 - click reads the mark
    from msbazhong_spider.harvest.importing import Wish, import_pages

    with progress(quiet=quiet) as watch:
        done = import_pages(Wish(paths, data, site, processes, watch=watch))
    _show(done, data, quiet=quiet)
    ctx.exit(int(done.code))


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[Mapping[str, int]], None]]:
    """Give what shows counts: a bar on a terminal, a line now and then anywhere else."""
    from time import monotonic

    from msbazhong_spider.harvest.plan import Progress, progress_for
    from msbazhong_spider.harvest.progress import Bar, Lines

    style = progress_for(sys.stderr, quiet=quiet)
    if style is Progress.NONE:
        yield lambda _: None
        return
    screen = Bar() if style is Progress.BAR else Lines()
    shown, last = monotonic(), dict[str, int]()

    def watch(counts: Mapping[str, int]) -> None:
        nonlocal shown, last
        last = dict(counts)
        if monotonic() - shown >= screen.every:
            shown = monotonic()
            screen.show(last)

    try:
        yield watch
    finally:
        screen.end(last)


def _show(done: Imported, data: Path, *, quiet: bool) -> None:
    """Say what came of it: what was wrong on standard error, the rest on standard output."""
    for fault in done.faults:
        click.echo(f"msbazhong: {' '.join(fault.split())}", err=True)
    if (more := done.counts.get("problems", 0) - len(done.faults)) > 0:
        click.echo(f"msbazhong: {more} more; see the table problem", err=True)
    if quiet:
        return
    get = done.counts.get
    click.echo(
        f"{get('pages', 0)} pages read, {get('known', 0)} known already;"
        f" {get('articles', 0)} articles: {get('new', 0)} new, {get('changed', 0)} changed,"
        f" {get('unchanged', 0)} unchanged; {get('attendances', 0)} attendances"
    )
    others = {
        key.removeprefix("problem/"): number
        for key, number in sorted(done.counts.items())
        if key.startswith("problem/")
    }
    if others:
        told = ", ".join(f"{number} {kind}" for kind, number in others.items())
        click.echo(f"not taken: {told} (see the table problem)")
    click.echo(f"Database: {data / 'news.db'}")
