"""``msbazhong schedule``: what starts a harvest every night."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import click

from msbazhong_spider.amounts import read_duration
from msbazhong_spider.commands.harvest import harvest
from msbazhong_spider.commands.options import data_option
from msbazhong_spider.errors import UsageError

if TYPE_CHECKING:
    from msbazhong_spider.harvest import Plan

KINDS = ("cron", "systemd")


@click.command(
    short_help="Print a crontab line and systemd units for every night.",
    epilog="Example: msbazhong schedule --at 02:30 --data /srv/news --contact you@example.org",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("arguments", metavar="[SITE] [HARVEST OPTIONS]", nargs=-1, type=click.UNPROCESSED)
@click.option("--at", default="02:30", show_default=True, help="When, by China's clock.")
@click.option(
    "--jitter",
    default="15m",
    show_default=True,
    metavar="DURATION",
    help="Begin at a random moment within this time.",
)
@data_option
@click.option(
    "--contact", envvar="MSBAZHONG_CONTACT", help="Whom the site can write to. [MSBAZHONG_CONTACT]"
)
@click.option("--cron", "kinds", flag_value="cron", help="Print the crontab line only.")
@click.option("--systemd", "kinds", flag_value="systemd", help="Print the systemd units only.")
@click.option(
    "--write",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the systemd units into DIR.",
)
def schedule(  # noqa: PLR0913 - click hands over each option
    *,
    arguments: tuple[str, ...],
    at: str,
    jitter: str,
    data: Path,
    contact: str | None,
    kinds: str | None,
    write: Path | None,
) -> None:
    """Print what starts a harvest of SITE every night: a crontab line, and systemd units.

    Nothing is installed. Options of harvest (--county, --budget, --max-time ...) are checked and
    handed on. Call it as the user and in the folder in which the harvest is to run; the command,
    the folder and the data folder are written down with their full paths.
    """
    from msbazhong_spider.harvest.schedule import (
        Job,
        check_text,
        in_words,
        read_clock,
        this_command,
        this_user,
        write_units,
    )

    plan = plan_of(arguments, contact)
    job = Job(
        site=plan.site,
        at=read_clock(at),
        command=this_command(),
        arguments=arguments,
        folder=Path.cwd(),
        data=data.absolute(),
        contact=contact or "",
        user=this_user(),
        jitter=read_duration(jitter),
        longest=read_duration(plan.max_time) if plan.max_time else 0.0,
    )
    check_text(job)
    if write is not None:
        for path in write_units(job, write):
            click.echo(path)
    else:
        click.echo(in_words(job, (kinds,) if kinds else KINDS), nl=False)


def plan_of(arguments: tuple[str, ...], contact: str | None) -> Plan:
    """Give what harvest would make of its arguments. Raises UsageError where it would refuse."""
    from msbazhong_spider.harvest import Plan
    from msbazhong_spider.harvest.run import check

    with harvest.make_context("harvest", list(arguments)) as context:
        wanted = context.params
    if wanted["quiet"]:
        raise UsageError("--quiet: is there already; leave it out")
    names = {field.name for field in fields(Plan)} - {"contact"}
    plan = Plan(contact=contact, **{name: wanted[name] for name in names & wanted.keys()})
    check(plan)
    return plan
