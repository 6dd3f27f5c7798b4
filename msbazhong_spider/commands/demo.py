"""``msbazhong demo``: the whole way on this machine, without the network."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from msbazhong_spider.errors import ReplicaError

if TYPE_CHECKING:
    from msbazhong_spider.harvest.demo import Comparison
    from msbazhong_spider.replica import Replica

PORT = 8627


@click.command(short_help="Harvest an invented portal for real; compare with the truth.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("msbazhong-demo"),
    show_default=True,
    help="The folder to harvest into.",
)
@click.option("--articles", type=click.IntRange(min=1), default=600, show_default=True)
@click.pass_context
def demo(ctx: click.Context, out: Path, articles: int) -> None:
    """Harvest an invented county portal for real, and compare with what it knows of itself."""
    from msbazhong_spider.commands import summary
    from msbazhong_spider.harvest import Plan, harvest
    from msbazhong_spider.harvest.demo import compare, usual_port
    from msbazhong_spider.harvest.plan import progress_for

    plan = Plan(data=out, delay=0, progress=progress_for(sys.stderr))
    with _served(articles, usual_port(plan.database, PORT)) as replica:
        click.echo(f"An invented county portal of {articles} reports is served at {replica.url}")
        click.echo(f"Harvesting it into {out} ...")
        outcome = harvest(replace(plan, start=replica.url))
        summary.show(outcome)
        if outcome.is_whole:
            click.echo("\n".join(in_words(compare(plan.database, replica.truth))))
    ctx.exit(outcome.verdict.code)


def _served(articles: int, port: int) -> Replica:
    """Build the replica on the usual port, or on any other if that is in use."""
    from msbazhong_spider.replica import Replica

    try:
        with Replica(articles=articles, port=port):
            pass
    except ReplicaError:
        port = 0
    return Replica(articles=articles, port=port)


def in_words(comparison: Comparison) -> list[str]:
    """Say how much of the harvest is as it is in truth."""
    equal = ", ".join(f"{field} {count}" for field, count in comparison.equal.items())
    names = (
        f"precision {comparison.precision:.3f}, recall {comparison.recall:.3f}, "
        f"F1 {comparison.f1:.3f} ({comparison.names_true} in truth)"
    )
    return [
        "",
        f"Compared with the truth about all {comparison.articles} reports:",
        f"  equal: {equal}",
        f"  attendees' names: {names}",
        *(f"  not equal: {line:.150}" for line in comparison.wrong[:5]),
    ]
