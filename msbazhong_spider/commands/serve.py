"""``msbazhong serve``: the archive in a browser."""

from __future__ import annotations

from contextlib import suppress
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path  # noqa: TC003 - click reads the annotation

import click

from msbazhong_spider.commands.options import data_option
from msbazhong_spider.errors import UsageError


@click.command(
    short_help="Show the archive in a browser, to read only.",
    epilog="Example: msbazhong serve --data msbazhong-demo",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to answer on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="0 takes a free one.",
)
@data_option
def serve(host: str, port: int, data: Path) -> None:
    """Show the archive in a browser until Ctrl-C: search, people, changes, coverage, every table.

    It is Datasette, in Chinese, and comes with an extra: pip install 'msbazhong-spider[serve]'.
    Nothing is ever written, and a harvest may go on beside it. Only this machine is answered,
    unless --host names an address of its network: then everybody who reaches it can read all.
    """
    if find_spec("datasette") is None:
        raise UsageError("serve needs Datasette: python -m pip install 'msbazhong-spider[serve]'")
    from msbazhong_spider.front.server import serve_archive

    path = data / "news.db"

    def announce(address: str) -> None:
        if not _is_loopback(host):
            click.echo("Everybody who reaches this address can read all of it.", err=True)
        click.echo(f"Serving {path} at {address} until Ctrl-C.")

    with suppress(KeyboardInterrupt):
        serve_archive(path, host, port, announce)
    click.echo("Stopped.")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
