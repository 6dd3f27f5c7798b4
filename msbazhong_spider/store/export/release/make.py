"""Making a release: all of it beside its place, then one renaming."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msbazhong_spider.store.export.as_sql import schema_script
from msbazhong_spider.store.export.output import check_folder, new_folder
from msbazhong_spider.store.export.reading import frozen
from msbazhong_spider.store.export.relations import catalog
from msbazhong_spider.store.export.release.citation import citation_file
from msbazhong_spider.store.export.release.database import copy_database
from msbazhong_spider.store.export.release.datapackage import data_package
from msbazhong_spider.store.export.release.details import Details, check_details
from msbazhong_spider.store.export.release.papers import data_dictionary, papers
from msbazhong_spider.store.export.release.scope import Scope, read_scope
from msbazhong_spider.store.export.release.sums import sums, write_sums
from msbazhong_spider.store.export.release.tables import write_tables
from msbazhong_spider.store.export.release.warcs import (
    closed_warcs,
    copy_warcs,
    find_indexer,
    write_index,
)

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from msbazhong_spider.store.store import Store

_READ_ONLY = 0o444


def make_release(store: Store, warc: Path, out: Path, details: Details) -> Scope:
    """Make the folder ``out`` from a store and its folder of WARC files; give what it covers.

    Everything is read from one copy of the database, so that all files of the release agree. What
    fails leaves nothing under the name.

    Raises:
        UsageError: the name is taken, or what is said about the release can't be cited.
        DiskFullError: there is no room.
        StoreError: a WARC file is still being written, or something is damaged.
    """
    check_release(out, details)
    archived = closed_warcs(warc)
    with new_folder(out) as folder:
        copy_database(store, folder / "news.db", text=details.text)
        write_index(archived, warc, folder / "index.cdxj")
        if details.text:
            copy_warcs(archived, warc, folder / "warc")
        else:
            folder.joinpath("withheld-SHA256SUMS").write_text(sums(archived, warc), "utf-8")
        with frozen(folder / "news.db") as connection:
            names = {path.name for path in archived}
            scope = read_scope(connection, details, names)
            _write_papers(connection, folder, details, scope)
        write_sums(folder)
        for path in folder.rglob("*"):
            if path.is_file():
                path.chmod(_READ_ONLY)
    return scope


def check_release(out: Path, details: Details) -> None:
    """Refuse what can't become a release, before any work is done.

    Raises:
        UsageError: the name is taken, or what is said about the release can't be cited.
        StoreError: there is no folder to make it in.
    """
    find_indexer()
    check_details(details)
    check_folder(out)


def _write_papers(
    connection: sqlite3.Connection, folder: Path, details: Details, scope: Scope
) -> None:
    """Write all that is told by the copied database."""
    tables = write_tables(connection, catalog(connection).values(), folder / "tables")
    texts = {
        "schema.sql": schema_script(connection),
        "DATA_DICTIONARY.md": data_dictionary(connection),
        "CITATION.cff": citation_file(details, scope),
        **papers(details, scope),
    }
    for name, text in texts.items():
        folder.joinpath(name).write_text(text, encoding="utf-8", newline="\n")
    package = data_package(folder, tables, details, scope)
    described = json.dumps(package, ensure_ascii=False, indent=2)
    folder.joinpath("datapackage.json").write_text(f"{described}\n", encoding="utf-8")
