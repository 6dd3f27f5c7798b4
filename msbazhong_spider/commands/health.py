"""``msbazhong health``: one line and an exit code for watchdogs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path  # noqa: TC003 - click reads the annotation

import click

from msbazhong_spider.commands.options import data_option


@click.command(
    short_help="Tell in one line whether the harvest works, for watchdogs.",
    epilog="Example: msbazhong health msbazhong --max-age 26h --data /srv/news",
)
@click.argument("site", required=False)
@click.option(
    "--max-age",
    default="26h",
    show_default=True,
    metavar="DURATION",
    help="How long ago a good run must have ended at most: 90m, 26h, 2d.",
)
@data_option
@click.pass_context
def health(ctx: click.Context, /, site: str | None, max_age: str, data: Path) -> None:
    """Tell whether SITE (all of the folder, if none is named) is harvested as it should be.

    Not well: no good run for longer than --max-age, an open alarm, a run that does not end, no
    database. Reads only, so it works while a run is under way.

    \b
    Exit codes: 0 well · 1 not well · 2 usage
    """  # noqa: D301 - click reads the mark
    from msbazhong_spider.amounts import read_duration
    from msbazhong_spider.harvest.health import check_health

    found = check_health(data, site, timedelta(seconds=read_duration(max_age)))
    click.echo(found.line)
    ctx.exit(0 if found.is_well else 1)
