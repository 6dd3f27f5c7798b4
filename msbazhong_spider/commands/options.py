"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("data"),
    envvar="MSBAZHONG_DATA",
    show_default=True,
    show_envvar=True,
    help="The folder of news.db, warc/ and runs/.",
)
