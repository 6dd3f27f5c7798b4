"""``msbazhong harvest``: one run, for a person or for cron."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from msbazhong_spider.commands.options import data_option


@click.command(
    short_help="Harvest a site into SQLite and WARC files.",
    epilog="Example: msbazhong harvest --county 平昌县 --section 时政新闻 --since 2022-01-01",
)
@click.argument("site", default="msbazhong")
@click.option("--county", help="Only this county (县), as the site calls it.")
@click.option("--section", help="Only this section (栏目), as the site calls it.")
@click.option("--since", metavar="DAY", help="Only reports since this day, like 2022-01-31.")
@click.option(
    "--full",
    is_flag=True,
    help="Walk all listings to their end, look at every article again. So far every run does.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop after N articles.")
@click.option("--start", metavar="URL", help="Take this instead of the site's front page.")
@data_option
@click.option("--delay", type=click.FloatRange(min=0), help="Seconds between requests.")
@click.option("--contact", help="Whom the site can write to. Or set MSBAZHONG_CONTACT.")
@click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help="Write a report (JSON) here."
)
@click.option("--quiet", is_flag=True, help="Print nothing unless something is wrong.")
@click.pass_context
def harvest(
    ctx: click.Context,
    /,
    site: str,
    full: bool,
    report: Path | None,
    quiet: bool,
    **wanted: object,
) -> None:
    """Harvest SITE (msbazhong, if none is named) into a SQLite file and WARC files.

    An unknown SITE tells which there are; "msbazhong new-site" makes another.

    \b
    Exit codes: 0 done · 1 internal error · 2 usage · 3 many problems · 4 suspicious ·
    5 blocked · 6 another run is at work · 7 disk full · 8 interrupted · 75 network down
    """  # noqa: D301 - click reads the mark
    del full  # every run is a full one until runs remember what they know
    from msbazhong_spider.commands import summary
    from msbazhong_spider.harvest import Plan
    from msbazhong_spider.harvest import harvest as run
    from msbazhong_spider.harvest.plan import progress_for

    progress = progress_for(sys.stderr, quiet=quiet)
    outcome = run(Plan(site=site, progress=progress, **wanted))  # type: ignore[arg-type] # click's names are the plan's
    if not quiet or outcome.verdict.code:
        summary.show(outcome)
    if report is not None:
        summary.write_report(outcome, report)
    ctx.exit(outcome.verdict.code)
