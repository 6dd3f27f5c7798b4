"""``msbazhong new-site``: a spider, its saved pages and its test, from one address."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msbazhong_spider.harvest.scout import Seen
    from msbazhong_spider.spiders.scaffold import Facts, Layout

WORTH_A_HINT = ("published", "source", "bylines", "breadcrumb", "county", "section")


@click.command(
    "new-site",
    short_help="Write a spider, its saved page and its test.",
    epilog="Example: msbazhong new-site http://www.lanhe.example/news/2024/0305/17.html",
)
@click.argument("url")
@click.option("--name", help="The site's name in commands, like lanhe. Else it is from the host.")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The folder to write into, instead of the one where you are.",
)
@click.option("--contact", help="Whom the site can write to. Or set MSBAZHONG_CONTACT.")
def new_site(url: str, name: str | None, into: Path, contact: str | None) -> None:
    """Write what a new site needs, from the URL of an article or of the front page.

    The site is asked for at most six pages, as politely as in a harvest. Written are a spider of
    some 20 lines, the pages as they came beside what is read from them, and the test that compares
    both. In a checkout of this project they go to msbazhong_spider/spiders and tests/sites;
    elsewhere to msbazhong_sites, where "msbazhong harvest" finds them too. No file is overwritten.
    """
    from msbazhong_spider.harvest.run import site_settings
    from msbazhong_spider.harvest.scout import scout
    from msbazhong_spider.spiders import scaffold
    from msbazhong_spider.spiders.sites import load_sites

    name = scaffold.check_name(name or scaffold.name_from(url), load_sites(site_settings()))
    layout = scaffold.layout_of(into)
    scaffold.refuse_existing([layout.spider(name), layout.test(name), layout.saved(name)])
    seen = scout(url, contact)
    facts = scaffold.facts_of(name, seen.front_page, seen.article, seen.front)
    files = scaffold.files_of(facts, seen.pages, layout)
    scaffold.write_files(files)
    click.echo("\n".join([*_written(facts, files), *_read(seen), *_next_steps(name, layout, into)]))


def _written(facts: Facts, files: Iterable[Path]) -> list[str]:
    return [f"The site {facts.name} ({facts.title}):", *(f"  {path}" for path in files), ""]


def _read(seen: Seen) -> list[str]:
    """Say what was read from the article, why, and what a hint could be wanted for."""
    from msbazhong_spider.commands.record import page_record
    from msbazhong_spider.commands.sheet import field_lines

    record = page_record(seen.article)
    lines = [f"Read from {seen.article.url}:", *field_lines(record, record["evidence"])]
    if missing := [field for field in WORTH_A_HINT if not record[field]]:
        lines.append(f"Not found: {', '.join(missing)}. What the page does show, a hint can name.")
    if seen.front is None:
        lines.append(f"{seen.front_page} is no list of news: correct front_page in the spider.")
    return [*lines, ""]


def _next_steps(name: str, layout: Layout, into: Path) -> list[str]:
    where = "" if into == Path() else f"cd {into}\n     "
    command = "msbazhong" if layout.is_found else "python -m msbazhong_spider"
    return [
        "Next:",
        f"  1. Compare {layout.saved(name) / 'article.json'} with the page in a browser.",
        f"  2. {where}python -m pytest {layout.test(name).relative_to(into)}",
        f"  3. {command} harvest {name} --limit 20",
    ]
