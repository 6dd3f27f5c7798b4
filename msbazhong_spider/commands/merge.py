"""``msbazhong merge``: archives of several machines or years into one."""

from __future__ import annotations

from pathlib import Path

import click

from msbazhong_spider.commands.options import data_option


@click.command(
    short_help="Make one archive of several.",
    epilog="Example: msbazhong merge /mnt/office/data /mnt/2023/news.db --data all",
)
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@data_option
def merge(files: tuple[Path, ...], data: Path) -> None:
    """Merge archives into the folder --data; what is there already is one of them.

    A FILE is a news.db, with warc/ and runs/ beside it, or the folder of one; it is only read. The
    result is the same in any order, and the same again when repeated. Where archives disagree, the
    later words of the site stand and the others become versions.
    """
    from msbazhong_spider.harvest.merging import merge as merge_archives

    done = merge_archives(files, data)
    counts = done.counts
    click.echo(
        f"{data / 'news.db'}: {counts.articles} articles, {counts.attendances} attendances, "
        f"{counts.captures} captures"
    )
    click.echo(f"WARC files: {done.copied} copied, {done.renamed} under another name")
    if done.backup is not None:
        click.echo(f"as it was: {done.backup.name}")
