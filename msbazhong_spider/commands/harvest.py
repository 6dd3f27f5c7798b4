"""``msbazhong harvest``: one run, for a person or for cron."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from msbazhong_spider.amounts import read_duration
from msbazhong_spider.commands.options import data_option
from msbazhong_spider.errors import NotDueError, StoreError, UsageError

FOREVER = "forever"


def seconds_of(_ctx: click.Context, param: click.Parameter, text: str | None) -> float:
    """Read a length of time given on the command line; none is no time at all."""
    if text == FOREVER and param.name == "wait":
        return float("inf")
    return read_duration(text) if text else 0.0


class Harvest(click.Command):
    """The command, which tells somebody also of a crontab line that it can't read."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments. Raises UsageError."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except (click.UsageError, UsageError) as error:
            words = error.format_message() if isinstance(error, click.UsageError) else str(error)
            tell_failure(given_folder(given), "msbazhong", UsageError(words))
            raise


def given_folder(arguments: list[str]) -> Path:
    """Find the data folder among arguments that can't be read, as far as it can be found.

    >>> str(given_folder(["--conty", "x", "--data", "/srv/news"]))
    '/srv/news'
    """
    for one, other in zip(arguments, [*arguments[1:], ""], strict=True):
        if one == "--data":
            return Path(other)
        if one.startswith("--data="):
            return Path(one.removeprefix("--data="))
    return Path(os.environ.get("MSBAZHONG_DATA") or "data")


def tell_failure(data: Path, site: str, error: BaseException) -> None:
    """Tell of a run that did not start. Who sits before a terminal sees it and needs no alert."""
    if sys.stderr.isatty():
        return
    from msbazhong_spider.harvest.alerts.startup import tell_failure as tell

    for complaint in tell(data, site, error):
        click.echo(f"  {complaint}", err=True)


@click.command(
    cls=Harvest,
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
    help="Walk all listings to their end, and look at every known article again.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop after N articles.")
@click.option("--start", metavar="URL", help="Take this instead of the site's front page.")
@data_option
@click.option("--delay", type=click.FloatRange(min=0), help="Seconds between requests.")
@click.option("--contact", help="Whom the site can write to. Or set MSBAZHONG_CONTACT.")
@click.option(
    "--wait",
    is_flag=False,
    flag_value=FOREVER,
    metavar="[DURATION]",
    callback=seconds_of,
    help="If another run is at work, wait for its end (at most so long: --wait=30m).",
)
@click.option(
    "--jitter",
    metavar="DURATION",
    callback=seconds_of,
    help="Begin at a random moment within this time, like 15m.",
)
@click.option("--max-time", metavar="DURATION", help="End after this time, like 2h30m.")
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    metavar="N",
    help="Send the site at most N requests a day, all runs of the day together.",
)
@click.option(
    "--between", metavar="HOURS", help="Ask the site only in these hours of China: 22:00-06:00."
)
@click.option(
    "--keep-logs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Keep the logs and reports of the last N runs only (in DATA/runs).",
)
@click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help="Write a report (JSON) here."
)
@click.option(
    "--metrics",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.prom",
    help="Leave metrics for Prometheus here. Or set MSBAZHONG_METRICS.",
)
@click.option("--quiet", is_flag=True, help="Print nothing unless something is wrong.")
@click.pass_context
def harvest(
    ctx: click.Context,
    /,
    site: str,
    report: Path | None,
    quiet: bool,
    **wanted: object,
) -> None:
    """Harvest SITE (msbazhong, if none is named) into a SQLite file and WARC files.

    An unknown SITE tells which there are; "msbazhong new-site" makes another.

    \b
    Exit codes: 0 done · 1 internal error · 2 usage · 3 many problems · 4 suspicious ·
    5 blocked · 6 another run is at work · 7 too little room · 8 stopped, more next time (Ctrl-C,
    --max-time, --budget, --between) · 75 network down
    """  # noqa: D301 - click reads the mark
    from msbazhong_spider.commands import summary
    from msbazhong_spider.harvest import Plan
    from msbazhong_spider.harvest import harvest as run
    from msbazhong_spider.harvest.plan import progress_for
    from msbazhong_spider.harvest.report import write_report

    progress = progress_for(sys.stderr, quiet=quiet)
    tell = silent if quiet else aloud
    plan = Plan(site=site, progress=progress, tell=tell, **wanted)  # type: ignore[arg-type] # click's names are the plan's
    try:
        outcome = run(plan)
    except NotDueError as error:
        tell(str(error))
        return
    except Exception as error:
        tell_failure(plan.data, site, error)
        raise
    if not quiet:
        summary.show(outcome)
    elif outcome.verdict.code and (outcome.verdict.findings or not outcome.is_planned):
        summary.complain(outcome)
    if report is not None:
        try:
            write_report(outcome.report, report)
        except StoreError as error:
            if not outcome.verdict.code:
                raise
            click.echo(f"  {error}", err=True)  # what the run itself ended with weighs more
    ctx.exit(outcome.verdict.code)


def aloud(message: str) -> None:
    """Tell who looks on what is being waited for."""
    click.echo(f"msbazhong: {message}", err=True)


def silent(_message: str) -> None:
    """Tell nobody: cron mails whatever is printed."""
