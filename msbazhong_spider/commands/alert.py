"""``msbazhong alert test``: does an alert arrive?"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - click reads the annotation

import click

from msbazhong_spider.commands.options import data_option


@click.group(short_help="Try the channels through which alerts are sent.")
def alert() -> None:
    """Try the channels through which alerts are sent.

    They are told in DATA/alerts.toml or by MSBAZHONG_ALERT_... in the environment; docs/alerts.md
    says how.
    """


@alert.command(
    short_help="Send a test message through every channel.",
    epilog="Example: msbazhong alert test --data /srv/news",
)
@click.argument("site", default="msbazhong")
@data_option
@click.pass_context
def test(ctx: click.Context, /, site: str, data: Path) -> None:
    """Send a test message about SITE through every channel, the way of a real alert.

    \b
    Exit codes: 0 every channel accepted it · 1 one did not · 2 there is none, or a wrong key
    """  # noqa: D301 - click reads the mark
    from datetime import UTC, datetime

    from msbazhong_spider.errors import UsageError
    from msbazhong_spider.harvest.alerts.config import NAME, channels, is_open_to_others
    from msbazhong_spider.harvest.alerts.deliver import deliver
    from msbazhong_spider.harvest.alerts.words import Situation, trial_message

    listed = channels(data)
    if not listed:
        raise UsageError(f"{data / NAME}: no channel yet; docs/alerts.md says how to add one")
    if is_open_to_others(data):
        click.echo(f"msbazhong: others can read {data / NAME}; chmod 600 keeps it yours", err=True)
    deliveries = deliver(listed, trial_message(Situation(site, datetime.now(UTC), data, 0)))
    for one in deliveries:
        click.echo(str(one))
    ctx.exit(0 if all(one.is_taken for one in deliveries) else 1)
