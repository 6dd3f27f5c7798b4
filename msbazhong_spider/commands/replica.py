"""``msbazhong replica``: the invented portal, served until Ctrl-C."""

from __future__ import annotations

import click


@click.command(
    short_help="Serve an invented portal, to try things out on.",
    epilog="Example: msbazhong replica --port 8000 --articles 5000 --fault 'reset@*.html:0.05'",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="0 (the default) takes a free one."
)
@click.option("--articles", type=click.IntRange(min=1), default=600, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="What is invented.")
@click.option(
    "--skin",
    default="portal",
    show_default=True,
    help="The publishing system that prints it; an unknown one lists those that there are.",
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="NAME[+AFTER][@GLOB][:CHANCE]",
    help="What goes wrong, at which paths, how often, and after how many requests;"
    " an unknown one lists those that there are. Can be given several times.",
)
def replica(port: int, articles: int, seed: int, skin: str, faults: tuple[str, ...]) -> None:
    """Serve an invented county news portal on this machine, to try things out on."""
    from msbazhong_spider.replica import Replica
    from msbazhong_spider.replica.faults import read_fault

    wrong = [read_fault(text, seed) for text in faults]
    with Replica(seed=seed, articles=articles, port=port, skin=skin, faults=wrong) as served:
        click.echo(f"Serving {articles} invented reports at {served.url} until Ctrl-C.")
        click.echo(f"Harvest them: msbazhong harvest --start {served.url} --delay 0 --data DIR")
        try:
            served.wait()
        except KeyboardInterrupt:
            click.echo("Stopped.")
