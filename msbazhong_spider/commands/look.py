"""``msbazhong search`` and ``msbazhong runs``: looking into the database."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - click reads the annotation

import click

from msbazhong_spider.commands.lines import fit
from msbazhong_spider.commands.options import data_option


@click.command(
    short_help="Find articles by words of any length.",
    epilog="Example: msbazhong search 调研 工业园区",
)
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@data_option
def search(words: tuple[str, ...], limit: int, data: Path) -> None:
    """Find articles that hold all WORDS, the newest first; also words of one or two characters."""
    from msbazhong_spider.store import open_store

    with open_store(data / "news.db", create=False) as store:
        hits = store.search(" ".join(words), limit)
    for hit in hits:
        click.echo(f"{hit.published or '?':10.10}  {fit(hit.county or '', 8)}  {hit.title}")
        click.echo(f"            {hit.snippet}\n            {hit.url}")
    click.echo(f"{len(hits)} found" if hits else "nothing found", err=True)


@click.command(short_help="List the latest runs and how they ended.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@data_option
def runs(limit: int, data: Path) -> None:
    """List the latest runs: when, what was asked for, what came of it, and why it ended so."""
    from msbazhong_spider.harvest.findings import plain
    from msbazhong_spider.store import open_store

    with open_store(data / "news.db", create=False) as store:
        rows = store.runs(limit)
    for row in rows:
        scope = " ".join(f"{key}={value}" for key, value in row.scope.items())
        counts = ", ".join(f"{row.counts.get(what, 0)} {name}" for what, name in _COUNTED)
        ended = row.finish_reason or "did not end"
        code = "-" if row.exit_code is None else row.exit_code
        click.echo(
            f"{row.id:4}  {row.started}  exit {code} ({ended})  {counts}  {row.site} {scope}"
        )
        if row.why:
            click.echo(f"      {plain(row.why)}")


_COUNTED = (
    ("articles", "articles"),
    ("new", "new"),
    ("edited", "edited"),
    ("gone", "gone"),
    ("problems", "problems"),
)
