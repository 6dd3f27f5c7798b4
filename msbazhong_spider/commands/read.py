"""``msbazhong read``: what the reader makes of pages, and why."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from msbazhong_spider.commands.lines import json_line
from msbazhong_spider.errors import MsbazhongError, UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from msbazhong_spider.items import Page
    from msbazhong_spider.pages import Hints

LONGEST = 16 * 1024 * 1024
BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF")
MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|div|p|table|meta)\b", re.IGNORECASE)
CHINESE = re.compile("[\u3400-\u9fff]")
UTF16 = (b"\xff\xfe", b"\xfe\xff")


@click.command(
    short_help="Show fields and attendees of pages, and why.",
    epilog="Example: msbazhong read article.html --explain",
)
@click.argument("pages", nargs=-1, required=True, metavar="FILE|URL...")
@click.option("--json", "form", flag_value="json", help="One line of JSON a page.")
@click.option(
    "--explain",
    "form",
    flag_value="explain",
    help="Each field with its evidence and what else it could have been; the text with marks.",
)
@click.option("--site", help="Read with the hints of this site. A URL has those of its own site.")
@click.option("--contact", help="Whom a site can write to. Or set MSBAZHONG_CONTACT.")
@click.pass_context
def read(
    ctx: click.Context,
    pages: tuple[str, ...],
    form: str | None,
    site: str | None,
    contact: str | None,
) -> None:
    """Show the fields and attendees of saved pages (.html, .txt, - for standard input) or URLs.

    A URL is asked for politely: robots.txt is obeyed, and a contact is needed. A page that
    new-site has saved is read with the address and headers in the JSON file beside it.
    """
    failed = 0
    hints_of = _hints_finder(site, pages)
    for name, result in _all_pages(pages, contact):
        if isinstance(result, MsbazhongError):
            click.echo(f"msbazhong: {result}", err=True)
            failed = result.exit_code
            continue
        if form == "explain":
            _explain(name, result, hints_of(name))
        else:
            _show(name, result, hints_of(name), as_json=form == "json")
    ctx.exit(failed)


def _hints_finder(site: str | None, names: tuple[str, ...]) -> Callable[[str], Hints | None]:
    """Give what tells the hints to read a page with; sites are loaded only if one is needed."""
    if site is None and not any(map(_is_url, names)):
        return lambda _: None
    from msbazhong_spider.harvest.run import site_settings
    from msbazhong_spider.spiders.sites import find_site, load_sites, site_of

    settings = site_settings()
    if site is not None:
        hints = find_site(site, settings).hints
        return lambda _: hints
    sites = load_sites(settings).values()

    def hints_of(name: str) -> Hints | None:
        owner = site_of(name, sites)
        return owner.hints if owner else None

    return hints_of


def _show(name: str, page: Page, hints: Hints | None, *, as_json: bool) -> None:
    from msbazhong_spider.commands.record import page_record
    from msbazhong_spider.commands.sheet import sheet

    key = "url" if _is_url(name) else "file"
    record: dict[str, Any] = {key: name, **page_record(page, hints)}
    click.echo(json_line(record) if as_json else sheet(record))


def _explain(name: str, page: Page, hints: Hints | None) -> None:
    from msbazhong_spider.commands.explain_page import explain_page

    click.echo(explain_page(name, page, hints))


def _all_pages(
    names: tuple[str, ...], contact: str | None
) -> Iterator[tuple[str, Page | MsbazhongError]]:
    """Give each page or what is wrong with it, in the order of the command line."""
    urls = [name for name in names if _is_url(name)]
    fetched: dict[str, Page | MsbazhongError] = {}
    if urls:
        from msbazhong_spider.harvest.fetch import fetch_pages

        fetched = fetch_pages(urls, contact)
    for name in names:
        if name in fetched:
            yield name, fetched[name]
            continue
        try:
            yield name, _file_page(name)
        except MsbazhongError as error:
            yield name, error


def _is_url(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def _file_page(name: str) -> Page:
    """Take a file as a page. Raises UnreadableInputError."""
    from msbazhong_spider.items import Page
    from msbazhong_spider.pages import decode
    from msbazhong_spider.pages.saved import page_beside

    body = _bytes(name)
    if not body.strip():
        raise UnreadableInputError(f"{name}: empty; give a saved page (.html or .txt)")
    if body.startswith(BINARY) or (b"\0" in body[:4096] and not body.startswith(UTF16)):
        raise UnreadableInputError(f"{name}: binary, no page; give a saved page (.html or .txt)")
    if not (MARKUP.search(body) or CHINESE.search(decode(body).text)):
        raise UnreadableInputError(
            f"{name}: no page, it has neither markup nor Chinese text; give a saved news page"
        )
    saved = page_beside(Path(name), body) if name != "-" else None
    if saved is not None:
        return saved
    plain = name.lower().endswith(".txt")
    url = Path(name).resolve().as_uri() if name != "-" else "file:///dev/stdin"
    return Page(url, body, headers={"content-type": "text/plain"} if plain else {})


def _bytes(name: str) -> bytes:
    try:
        if name == "-":
            body = sys.stdin.buffer.read(LONGEST + 1)
        else:
            with Path(name).open("rb") as file:
                body = file.read(LONGEST + 1)
    except OSError as error:
        raise UnreadableInputError(f"{name}: can't be read ({error.strerror})") from error
    except ValueError as error:
        raise UnreadableInputError(f"{name!r}: no file can have this name ({error})") from error
    if len(body) > LONGEST:
        raise UnreadableInputError(f"{name}: larger than {LONGEST >> 20} MiB, no page")
    return body
