"""``msbazhong attendees``: reports in, attendees out, as JSON lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from msbazhong_spider.commands.lines import json_line
from msbazhong_spider.errors import UnreadableInputError

if TYPE_CHECKING:
    from msbazhong_spider.items import Report

USAGE = 2


@click.command(
    short_help="Say who took part in reports (JSON lines).",
    epilog="Example: msbazhong attendees reports.jsonl > attendees.jsonl",
)
@click.argument("file", type=click.File("rb"), default="-")
@click.pass_context
def attendees(ctx: click.Context, file: BinaryIO) -> None:
    """Say who took part in reports.

    Takes JSON lines with id, title, subtitles and body; gives JSON lines with id, attendees, groups
    and incomplete. A line that can't be read is named on standard error, the others are done.
    """
    from msbazhong_spider.attendees import extract_attendees
    from msbazhong_spider.commands.record import participation_record

    failed = 0
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            key, report = read_line(line)
        except UnreadableInputError as error:
            click.echo(f"msbazhong: line {number}: {error}", err=True)
            failed = USAGE
            continue
        click.echo(json_line({"id": key, **participation_record(extract_attendees(report))}))
    ctx.exit(failed)


def read_line(line: bytes) -> tuple[Any, Report]:
    """Read one report from a line of JSON; give its id too. Raises UnreadableInputError."""
    from msbazhong_spider.items import Report

    try:
        case = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableInputError(f"no JSON ({error})") from error
    if not isinstance(case, dict):
        raise UnreadableInputError('no JSON object; it looks like {"id": 1, "body": "..."}')
    if not {"title", "subtitles", "body"} & case.keys():
        raise UnreadableInputError("has neither title nor subtitles nor body")
    title, body = case.get("title") or "", case.get("body") or ""
    subtitles = case.get("subtitles") or []
    if isinstance(subtitles, str):
        subtitles = subtitles.split("\n")
    texts = [title, body, *subtitles] if isinstance(subtitles, list) else [subtitles]
    if not all(isinstance(text, str) for text in texts):
        raise UnreadableInputError("title and body must be text, subtitles a list of texts")
    return case.get("id"), Report(title, tuple(subtitles), body)
