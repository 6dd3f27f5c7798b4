"""WARC files as other crawlers make them, saved pages, and an archive to import them into."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from msbazhong_spider.harvest.importing import Imported, Wish, import_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOON = "2019-03-05T04:00:00Z"
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def record(  # noqa: PLR0913 - all that a record can say
    writer: Any,
    url: str,
    body: bytes,
    *,
    kind: str = "response",
    status: str = "200 OK",
    headers: tuple[tuple[str, str], ...] = HTML,
    date: str = NOON,
    **warc_headers: str,
) -> Any:
    """Make a record as a crawler would."""
    http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
    return writer.create_warc_record(
        url,
        kind,
        payload=BytesIO(body),
        length=len(body),
        http_headers=http if kind != "resource" else None,
        warc_headers_dict={
            "WARC-Date": date,
            **{name.replace("_", "-"): value for name, value in warc_headers.items()},
        },
    )


class Warc:
    """A WARC file that is being made."""

    def __init__(self, *, packed: bool = True) -> None:
        self.buffer = BytesIO()
        self.writer = WARCWriter(self.buffer, gzip=packed)
        info = self.writer.create_warcinfo_record("other.warc", {"software": "other/1.0"})
        self.writer.write_record(info)

    def add(self, url: str, body: bytes, **more: Any) -> Warc:
        """Write one more record."""
        self.writer.write_record(record(self.writer, url, body, **more))
        return self

    def revisit(self, url: str, of: str, of_date: str, digest: str, date: str) -> Warc:
        """Write a record that repeats another."""
        http = StatusAndHeaders("200 OK", list(HTML), protocol="HTTP/1.1")
        self.writer.write_record(
            self.writer.create_revisit_record(
                url,
                digest,
                of,
                of_date,
                http_headers=http,
                warc_headers_dict={"WARC-Date": date},
            )
        )
        return self

    def save(self, path: Path) -> Path:
        """Write the file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.buffer.getvalue())
        return path


@pytest.fixture
def warc() -> Callable[..., Warc]:
    """Make an empty WARC file; ``packed=False`` for one without gzip."""
    return Warc


@pytest.fixture
def body(article_page: Any) -> Callable[..., bytes]:
    """Make the bytes of an invented report."""
    return lambda title, *texts, **more: article_page(title, *texts, **more)[2]


class Archive:
    """An archive to import into."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def bring(self, *paths: Path, **more: Any) -> Imported:
        """Import paths, in this process."""
        return import_pages(Wish(paths, self.data, **{"processes": 1, **more}))

    def ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask by SQL."""
        with closing(sqlite3.connect(self.data / "news.db")) as database:
            return database.execute(sql, values).fetchall()

    def tell(self, script: str) -> None:
        """Change something behind the program's back."""
        with closing(sqlite3.connect(self.data / "news.db")) as database, database:
            database.executescript(script)

    def dump(self) -> list[str]:
        """Give all that is in the database as text, but the rows of runs."""
        with closing(sqlite3.connect(self.data / "news.db")) as database:
            return [
                line for line in database.iterdump() if not line.startswith('INSERT INTO "run"')
            ]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Give an empty archive."""
    return Archive(tmp_path / "data")
