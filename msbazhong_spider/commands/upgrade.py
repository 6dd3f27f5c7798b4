"""``msbazhong upgrade``: an archive of an earlier version made fit for this one."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - click reads the annotation

import click

from msbazhong_spider.commands.options import data_option


@click.command(
    short_help="Bring an archive of an earlier version forward.",
    epilog="Example: msbazhong upgrade --data /srv/news",
)
@data_option
def upgrade(data: Path) -> None:
    """Bring news.db to the schema that this version works with, after a copy of it was made.

    The copy stays beside it (news.schema-1.db); take it away when you are content. No other command
    changes the schema of a database.
    """
    from msbazhong_spider.harvest.lock import only_run
    from msbazhong_spider.store.upgrade import upgrade as bring_forward

    path = data / "news.db"
    if not path.is_file():
        raise click.BadParameter(f"{path} is not there", param_hint="--data")
    with only_run(data):
        done = bring_forward(path)
    if done.backup is None:
        click.echo(f"{path}: has schema {done.before} already, nothing to do")
    else:
        click.echo(f"{path}: schema {done.before} -> {done.after}; as it was: {done.backup.name}")
