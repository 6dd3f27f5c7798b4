"""``msbazhong export``: the archive in forms that other programs read."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from msbazhong_spider.commands.options import data_option

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from msbazhong_spider.store.export import Relation
    from msbazhong_spider.store.export.release import Details

    RowWriter = Callable[[sqlite3.Connection, Relation, BinaryIO], Any]

_STANDARD_OUTPUT = Path("-")
_NOT_SOUND = 9

_table = click.option(
    "--table", "names", multiple=True, metavar="NAME", help="A table or view; may be repeated."
)
_views = click.option("--views", is_flag=True, help="Without --table: the views as well.")
_no_text = click.option(
    "--no-text", is_flag=True, help="Leave out the words of articles: bodies, sentences, labels."
)
_force = click.option("--force", is_flag=True, help="Replace files that are there already.")
_out_of_tables = click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="A file for one table, a folder for several; without it: standard output, one table.",
)
_out_of_one = click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=_STANDARD_OUTPUT,
    help="The file; .gz packs it. Without it: standard output.",
)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the options of a form that is written table by table say."""

    names: tuple[str, ...]
    views: bool
    no_text: bool
    out: Path | None
    force: bool
    data: Path


def _rows(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of all forms that are written table by table."""
    for option in (data_option, _force, _out_of_tables, _no_text, _views, _table):
        command = option(command)
    return command


@click.group(
    short_help="The archive as CSV, JSON lines, Parquet, SQL, Popolo, or as a release to cite.",
    epilog="Example: msbazhong export csv --table attendance_flat --out attendance.csv",
)
def export() -> None:
    """Write the archive in forms that other programs read.

    A file is complete or not there: it is written beside its place and then renamed. What is there
    already is never overwritten without --force. Names of tables and views: docs/data.md.
    """


@export.command(
    "csv", epilog="Example: msbazhong export csv --table article_now --out articles.csv.gz"
)
@_rows
@click.option("--excel", is_flag=True, help="Begin with the mark by which Excel knows UTF-8.")
def export_csv(excel: bool, **options: Any) -> None:
    """Tables as CSV, in UTF-8: an empty cell is NULL, "" is an empty text."""
    from msbazhong_spider.store.export import write_csv

    _write_tables("csv", partial(write_csv, excel=excel), _Wanted(**options))


@export.command(epilog="Example: msbazhong export jsonl --table attendance_flat | head -1")
@_rows
def jsonl(**options: Any) -> None:
    """Tables as JSON lines: an object a row, JSON columns as real lists and objects."""
    from msbazhong_spider.store.export import write_jsonl

    _write_tables("jsonl", write_jsonl, _Wanted(**options))


@export.command(epilog="Example: msbazhong export parquet --views --out tables/")
@_rows
def parquet(**options: Any) -> None:
    """Tables as Parquet, with the meaning of each column. Needs pyarrow (the extra parquet)."""
    from msbazhong_spider.store.export import write_parquet

    _write_tables("parquet", write_parquet, _Wanted(**options))


@export.command(epilog="Example: msbazhong export sql --out news.sql.gz")
@_no_text
@_out_of_one
@_force
@data_option
def sql(no_text: bool, out: Path, force: bool, data: Path) -> None:
    """The whole database as one script that sqlite3 reads back, with its search."""
    from msbazhong_spider.store.export import write_sql

    _write_whole(partial(write_sql, text=not no_text), "rows", out, force=force, data=data)


@export.command(epilog="Example: msbazhong export popolo --out people.json")
@_out_of_one
@_force
@data_option
def popolo(out: Path, force: bool, data: Path) -> None:
    """People, posts and organizations as Popolo JSON, each with the reports that name them."""
    from msbazhong_spider.store.export import write_popolo

    _write_whole(write_popolo, "people", out, force=force, data=data)


@export.command(epilog="Example: msbazhong export wacz --out news.wacz")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("archive.wacz"),
    show_default=True,
    help="The file to make.",
)
@_force
@data_option
def wacz(out: Path, force: bool, data: Path) -> None:
    """The WARC files as one WACZ that replays in a browser. Needs wacz (the extra wacz)."""
    from msbazhong_spider.archive.into_wacz import ReplayedPage, make_wacz
    from msbazhong_spider.store import open_store
    from msbazhong_spider.store.export import new_path, one_moment
    from msbazhong_spider.store.export.release import closed_warcs
    from msbazhong_spider.store.export.replayed import iter_replayed, title_of

    with (
        open_store(data / "news.db", create=False) as store,
        one_moment(store) as connection,
        new_path(out, force=force) as part,
    ):
        pages = (ReplayedPage(*row) for row in iter_replayed(connection))
        warcs = closed_warcs(data / "warc")
        count = make_wacz(warcs, pages, part, title_of(connection))
    _tell(out, f"{count} pages in {len(warcs)} WARC files")


@export.command(
    epilog="Example: msbazhong export release --author '李, 甲' --license CC-BY-4.0 --no-text"
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The folder to make.  [default: msbazhong-release-VERSION]",
)
@click.option("--version", help="Version of the release.  [default: the day, 2026-11-23]")
@click.option("--title", help="Title of the data set.  [default: names its counties]")
@click.option(
    "--author",
    "authors",
    multiple=True,
    help="'Family, Given' for a person, a name without comma for a group; may be repeated.",
)
@click.option("--license", "terms", help="Terms of the tables, an SPDX identifier: CC-BY-4.0.")
@click.option("--doi", help="DOI of the release, if it has one already.")
@_no_text
@data_option
def release(
    out: Path | None, version: str | None, terms: str | None, no_text: bool, data: Path, **said: Any
) -> None:
    """A folder to cite: database, tables, WARC, index, digests, and what is covered and missing.

    --no-text leaves out the words of the articles, in the search index too, and the WARC files.
    """
    from datetime import UTC, datetime

    from msbazhong_spider.store.export.release import Details

    today = datetime.now(UTC).date()
    version = version or today.isoformat()
    details = Details(version, today, license=terms, text=not no_text, **said)
    if not details.authors:
        click.echo("no --author: the citation names the archive's keepers", err=True)
    suffix = "-no-text" if no_text else ""
    _make_release(data, out or Path(f"msbazhong-release-{version}{suffix}"), details)


def _make_release(data: Path, out: Path, details: Details) -> None:
    """Make a release of what is sound; a damaged WARC file ends it, with exit code 9."""
    from msbazhong_spider.archive import verify
    from msbazhong_spider.archive.repair import close_left_over
    from msbazhong_spider.store import open_store
    from msbazhong_spider.store.export.release import check_release, closed_warcs, make_release

    with open_store(data / "news.db", create=False) as store:
        check_release(out, details)
        close_left_over(data / "warc")
        for flaw in (flaws := verify(closed_warcs(data / "warc"))):
            click.echo(f"msbazhong: {flaw}", err=True)
        if flaws:
            click.echo("no release is made; mend these files or move them out of warc/", err=True)
            raise SystemExit(_NOT_SOUND)
        scope = make_release(store, data / "warc", out, details)
    for name, captures in scope.missing_warcs:
        click.echo(f"not in warc/: {name}, which {captures} captures name", err=True)
    click.echo(f"{out}: {scope.abstract}", err=True)


def _write_whole(
    write: Callable[[sqlite3.Connection, BinaryIO], int],
    what: str,
    out: Path,
    *,
    force: bool,
    data: Path,
) -> None:
    """Write what is one document."""
    from msbazhong_spider.store import open_store
    from msbazhong_spider.store.export import one_moment

    with (
        open_store(data / "news.db", create=False) as store,
        one_moment(store) as connection,
        _opened(out, force=force) as file,
    ):
        count = write(connection, file)
    _tell(out, f"{count} {what}")


def _write_tables(suffix: str, write: RowWriter, wanted: _Wanted) -> None:
    """Write each table into its file, all as they are at one moment."""
    from msbazhong_spider.store import open_store
    from msbazhong_spider.store.export import catalog, check_target, choose, one_moment

    with (
        open_store(wanted.data / "news.db", create=False) as store,
        one_moment(store) as connection,
    ):
        chosen = choose(catalog(connection), wanted.names, views=wanted.views)
        targets = _targets(wanted.out, chosen, suffix, one=len(wanted.names) == 1)
        for target in targets:
            if target != _STANDARD_OUTPUT:
                check_target(target, force=wanted.force)
        for relation, target in zip(chosen, targets, strict=True):
            with _opened(target, force=wanted.force) as file:
                write(connection, relation.without_text() if wanted.no_text else relation, file)
            _tell(target, relation.name)


def _targets(out: Path | None, chosen: Sequence[Relation], suffix: str, *, one: bool) -> list[Path]:
    """Say where each table goes; the folder for several is made."""
    from msbazhong_spider.errors import StoreError, UsageError

    if out is None:
        if one:
            return [_STANDARD_OUTPUT]
        known = ", ".join(relation.name for relation in chosen)
        raise UsageError(
            f"name one --table for standard output, or a folder with --out; chosen are: {known}"
        )
    if one and not out.is_dir():
        return [out]
    if out == _STANDARD_OUTPUT:
        raise UsageError("several tables don't fit into standard output; name a folder with --out")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{out}: cannot make this folder ({error.strerror})") from error
    return [out / f"{relation.name}.{suffix}" for relation in chosen]


@contextmanager
def _opened(target: Path, *, force: bool) -> Iterator[BinaryIO]:
    from msbazhong_spider.store.export import new_file

    if target != _STANDARD_OUTPUT:
        with new_file(target, force=force) as file:
            yield file
        return
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


def _tell(target: Path, what: str) -> None:
    if target != _STANDARD_OUTPUT:
        click.echo(f"{what} -> {os.fspath(target)}", err=True)
