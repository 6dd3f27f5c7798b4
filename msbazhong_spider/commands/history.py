"""``msbazhong history``: what the site changed in an article, and when it was not there."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise
from pathlib import Path  # noqa: TC003 - click reads the annotation
from typing import TYPE_CHECKING

import click

from msbazhong_spider.commands.difference import Fate, Piece, difference
from msbazhong_spider.commands.lines import json_line
from msbazhong_spider.commands.options import data_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msbazhong_spider.store import History, PastState

_AROUND = 30  # characters shown on either side of a change
_MARKS = {Fate.REMOVED: ("[-", "-]"), Fate.ADDED: ("{+", "+}")}
_COLOURS = {Fate.REMOVED: "red", Fate.ADDED: "green"}


@click.command(
    short_help="Show what a site changed in an article.",
    epilog="Example: msbazhong history https://www.yunxi.example/news/1.html",
)
@click.argument("article")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with all states in full.")
@click.option("--full", is_flag=True, help="Show changed passages whole, not only around changes.")
@data_option
def history(article: str, as_json: bool, full: bool, data: Path) -> None:
    """Show all states of an ARTICLE (its id or its address), and what differs between them.

    \b
    [-removed-] and {+added+} mark changes; on a terminal they are red and green.
    A counter, a clock, a sidebar or other blanks never make a state.
    """  # noqa: D301 - click reads the mark
    from msbazhong_spider.pages import canonical_url
    from msbazhong_spider.store import open_store

    known_as = canonical_url(article) if "/" in article else article
    with open_store(data / "news.db", create=False) as store:
        found = store.history(known_as)
    if as_json:
        click.echo(json_line(asdict(found)))
        return
    for line in _lines(found, full=full):
        click.echo(line)


def _lines(found: History, *, full: bool) -> Iterator[str]:
    yield found.title
    yield f"{found.id}  {found.url}"
    yield f"seen {found.looks} times, from {found.first_seen} to {found.last_seen}"
    yield from _absences(found)
    yield from ("", _heading(found.states[0]))
    for before, after in pairwise(found.states):
        yield from ("", _heading(after))
        for name in after.fields:
            yield from _changes(name, before.fields[name], after.fields[name], full=full)
        if before.media is not None and after.media is not None:
            yield from _changes("media", before.media, after.media, full=full)


def _absences(found: History) -> Iterator[str]:
    for look in found.missing:
        yield f"missing {look.seen} ({look.why})"
    if found.gone:
        yield "gone: missing on enough days since it was last seen"


def _heading(state: PastState) -> str:
    until = f"until {state.until}" if state.until else "to this day"
    place = f"{state.warc_file} at byte {state.warc_offset}" if state.warc_file else "not archived"
    return click.style(f"version {state.version}: {state.since} {until}", bold=True) + f"  {place}"


def _changes(name: str, before: str, after: str, *, full: bool) -> Iterator[str]:
    for passage in difference(before, after):
        shown = passage if full else [_shorter(passage, at) for at in range(len(passage))]
        text = "".join(_marked(piece) for piece in shown)
        yield from _indented(name, text)


def _indented(name: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n")):
        yield f"  {name if not number else '':<11} {line}"


def _shorter(passage: list[Piece], at: int) -> Piece:
    """Leave of what was kept only what stands beside a change."""
    piece = passage[at]
    after = _AROUND if at else 0
    before = _AROUND if at < len(passage) - 1 else 0
    if piece.fate is not Fate.KEPT or len(piece.text) <= after + before + 1:
        return piece
    return Piece(piece.fate, piece.text[:after] + "…" + piece.text[len(piece.text) - before :])


def _marked(piece: Piece) -> str:
    """Mark a piece, each of its lines by itself, by signs and by colours."""
    if piece.fate is Fate.KEPT:
        return piece.text
    left, right = _MARKS[piece.fate]
    return "\n".join(
        click.style(f"{left}{line}{right}", fg=_COLOURS[piece.fate]) if line else ""
        for line in piece.text.split("\n")
    )
