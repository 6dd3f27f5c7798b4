"""datapackage.json: the release described for programs (Frictionless Data Package)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msbazhong_spider.store.export.release.details import bare_doi
from msbazhong_spider.store.export.release.sums import file_digest
from msbazhong_spider.store.export.release.tables import table_schema

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from msbazhong_spider.store.export.release.details import Details
    from msbazhong_spider.store.export.release.scope import Scope
    from msbazhong_spider.store.export.release.tables import TableFile

_OTHERS = {
    "news.db": ("sqlite", "application/vnd.sqlite3"),
    "index.cdxj": ("cdxj", "text/plain"),
    "schema.sql": ("sql", "application/sql"),
}
_WARC = ("warc", "application/warc")


def data_package(
    folder: Path, tables: Sequence[TableFile], details: Details, scope: Scope
) -> dict[str, Any]:
    """Describe the files of a release that is all written, but for this description."""
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": _name(f"msbazhong-{details.version}"),
        "title": scope.title,
        "description": scope.abstract,
        "version": details.version,
        "created": f"{details.released.isoformat()}T00:00:00Z",
        "keywords": list(scope.keywords),
        "contributors": [{"title": author, "role": "author"} for author in scope.authors],
    }
    if details.license:
        package["licenses"] = [{"name": details.license}]
    if details.doi:
        package["id"] = f"https://doi.org/{bare_doi(details.doi)}"
    present = {file.relation.name for file in tables}
    package["resources"] = [
        *(_table(folder, file, present) for file in tables),
        *(_other(folder, folder / name, name, *kind) for name, kind in _OTHERS.items()),
        *(
            _other(folder, path, f"warc-{number}", *_WARC)
            for number, path in enumerate(sorted(folder.glob("warc/**/*.warc*")), 1)
        ),
    ]
    return package


def _table(folder: Path, file: TableFile, present: set[str]) -> dict[str, Any]:
    relation = file.relation
    return {
        "name": _name(relation.name),
        "profile": "tabular-data-resource",
        **_file(folder, file.path),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "title": relation.name,
        "description": relation.meaning_en,
        "description_zh": relation.meaning_zh,
        "rows": file.rows,
        "schema": table_schema(file, present),
    }


def _other(folder: Path, path: Path, name: str, form: str, mediatype: str) -> dict[str, Any]:
    return {"name": name, **_file(folder, path), "format": form, "mediatype": mediatype}


def _file(folder: Path, path: Path) -> dict[str, Any]:
    return {
        "path": path.relative_to(folder).as_posix(),
        "bytes": path.stat().st_size,
        "hash": f"sha256:{file_digest(path)}",
    }


def _name(text: str) -> str:
    """Make a name of what Data Packages allow in names."""
    return re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip("-")
