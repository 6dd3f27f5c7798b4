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
    from collections.abc import Iterator

    from msbazhong_spider.items import Page

LONGEST = 16 * 1024 * 1024
BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF")
MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|div|p|table|meta)\b", re.IGNORECASE)
CHINESE = re.compile("[\u3400-\u9fff]")
UTF16 = (b"\xff\xfe", b"\xfe\xff")


@click.command(
    short_help="Show fields and attendees of pages, and why.",
    epilog="Example: msbazhong read article.html --json",
)
@click.argument("pages", nargs=-1, required=True, metavar="FILE|URL...")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON a page.")
@click.option(
    "--explain", "as_marks", is_flag=True, help="The report with the marks of who took part."
)
@click.option("--contact", help="Whom a site can write to. Or set MSBAZHONG_CONTACT.")
@click.pass_context
def read(
    ctx: click.Context, pages: tuple[str, ...], as_json: bool, as_marks: bool, contact: str | None
) -> None:
    """Show the fields and attendees of saved pages (.html, .txt, - for standard input) or URLs.

    A URL is asked for politely: robots.txt is obeyed, and a contact is needed.
    """
    failed = 0
    for name, result in _all_pages(pages, contact):
        if isinstance(result, MsbazhongError):
            click.echo(f"msbazhong: {result}", err=True)
            failed = result.exit_code
            continue
        if as_marks:
            _explain(name, result)
        else:
            _show(name, result, as_json=as_json)
    ctx.exit(failed)


def _show(name: str, page: Page, *, as_json: bool) -> None:
    from msbazhong_spider.commands.record import page_record
    from msbazhong_spider.commands.sheet import sheet

    key = "url" if _is_url(name) else "file"
    record: dict[str, Any] = {key: name, **page_record(page)}
    click.echo(json_line(record) if as_json else sheet(record))


def _explain(name: str, page: Page) -> None:
    from msbazhong_spider.attendees import extract_attendees
    from msbazhong_spider.commands.explain import explain
    from msbazhong_spider.errors import NotAnArticleError
    from msbazhong_spider.pages import read_article

    try:
        article = read_article(page)
    except NotAnArticleError as error:
        click.echo(f"{name}: not an article but {error.kind} ({error.why})\n")
    else:
        click.echo(f"{name}\n\n{explain(article, extract_attendees(article))}")


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

    body = _bytes(name)
    if not body.strip():
        raise UnreadableInputError(f"{name}: empty; give a saved page (.html or .txt)")
    if body.startswith(BINARY) or (b"\0" in body[:4096] and not body.startswith(UTF16)):
        raise UnreadableInputError(f"{name}: binary, no page; give a saved page (.html or .txt)")
    if not (MARKUP.search(body) or CHINESE.search(decode(body).text)):
        raise UnreadableInputError(
            f"{name}: no page, it has neither markup nor Chinese text; give a saved news page"
        )
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
