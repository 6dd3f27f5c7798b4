"""``msbazhong verify``: is the archive still what was written?"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - click reads the annotation

import click

from msbazhong_spider.commands.options import data_option


@click.command(
    short_help="Check that every byte of the archive is still what was written.",
    epilog="Example: msbazhong verify --data /srv/news || mail -s 'archive damaged' me@example.org",
)
@data_option
@click.pass_context
def verify(ctx: click.Context, /, data: Path) -> None:
    """Check WARC files, database and search index against their digests and each other.

    What is wrong goes to standard output, a line each; what is only worth knowing to standard
    error. Nothing is changed or mended.

    \b
    Exit codes: 0 all is well · 2 no archive there · 9 something is wrong
    """  # noqa: D301 - click reads the mark
    from msbazhong_spider.harvest.fixity import Fixity
    from msbazhong_spider.harvest.outcome import ExitCode

    fixity, flaws = Fixity(data), 0
    for finding in fixity.findings():
        flaws += finding.is_flaw
        click.echo(str(finding), err=not finding.is_flaw)
    looked = ", ".join(f"{fixity.counts[what]} {name}" for what, name in _COUNTED)
    click.echo(f"checked {looked}, the database: {flaws or 'nothing'} wrong", err=True)
    ctx.exit(ExitCode.NOT_SOUND if flaws else ExitCode.DONE)


_COUNTED = (("files", "WARC files"), ("captures", "answers"))
