"""Writing what servers answered into WARC files, a gzip member for each record."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, BinaryIO, Self
from uuid import uuid4

from warcio.warcwriter import WARCWriter

from msbazhong_spider import __version__
from msbazhong_spider.archive.locks import lock
from msbazhong_spider.archive.records import ExactHeaders, safe_address
from msbazhong_spider.archive.repair import OPEN, close_left_over, finish
from msbazhong_spider.errors import StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import TracebackType

    from warcio.recordloader import ArcWarcRecord

    from msbazhong_spider.archive.records import ReceivedResponse, SentRequest

_SAFE_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_VERSION = "1.1"


@dataclass(frozen=True, slots=True)
class WarcPlace:
    """Where a response record is: the file's lasting name, the offset, the payload's digest."""

    file: str
    offset: int
    digest: str


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return f"<urn:uuid:{uuid4()}>"


class WarcSink:
    """Writes answers, with their requests, into one WARC file of a folder.

    The file is made with the first record and is named ``….warc.gz.open`` until ``close``. Files
    that a crash left open are closed first. Use it as a context manager, or call ``close``.
    """

    def __init__(
        self,
        folder: Path,
        *,
        prefix: str = "msbazhong",
        info: Mapping[str, str] | None = None,
        clock: Callable[[], datetime] = _now,
        new_id: Callable[[], str] = _new_id,
    ) -> None:
        """Take the folder, which is made if need be, and the beginning of the file's name.

        ``info`` goes into the warcinfo record (``operator``, ``robots``, ``description`` ...).

        Raises:
            UsageError: a prefix that is not made of letters, digits, ``-`` and ``_``.
            StoreError: the folder can't be made or written.
        """
        if not _SAFE_PREFIX.fullmatch(prefix):
            raise UsageError(f"WARC prefix {prefix!r}: only letters, digits, - and _")
        self._folder, self._prefix, self._clock, self._new_id = folder, prefix, clock, new_id
        self._info = dict(info or {})
        self._path: Path | None = None
        self._file: BinaryIO | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            close_left_over(folder)
        except OSError as error:
            raise StoreError(_cannot(folder, error)) from error

    def __enter__(self) -> Self:
        """Hand over the sink."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close, whatever happened."""
        self.close()

    def write(
        self, url: str, request: SentRequest, response: ReceivedResponse, fetched: datetime
    ) -> WarcPlace:
        """Write a response record and its request record, and tell where the response is.

        Raises:
            StoreError: the disk is full, or the file can't be written. What was written of the
                pair is taken back.
        """
        file = self._opened()
        start = file.tell()
        try:
            return self._pair(url, request, response, fetched)
        except OSError as error:
            with suppress(OSError):  # the next sink repairs what cannot be taken back now
                os.ftruncate(file.fileno(), start)
                file.seek(start)
            raise StoreError(_cannot(self._folder, error)) from error

    def close(self) -> None:
        """Close the file and give it its lasting name. More may be written: into a new file."""
        if self._file is None or self._path is None:
            return
        try:
            os.fsync(self._file.fileno())
            self._file.close()
            finish(self._path)
        except OSError as error:
            raise StoreError(_cannot(self._path, error)) from error
        finally:
            self._file = self._path = None

    def _opened(self) -> BinaryIO:
        if self._file is not None:
            return self._file
        try:
            self._path, self._file = self._new_file()
            lock(self._file)
            self._warcinfo()
        except OSError as error:
            raise StoreError(_cannot(self._folder, error)) from error
        return self._file

    def _new_file(self) -> tuple[Path, BinaryIO]:
        """Make a file that is not there yet, under no name that was ever closed."""
        stamp = self._clock().astimezone(UTC).strftime("%Y%m%d%H%M%S")
        for number in count():
            path = self._folder / f"{self._prefix}-{stamp}-{number:05d}.warc.gz{OPEN}"
            if path.with_name(path.name.removesuffix(OPEN)).exists():
                continue
            with suppress(FileExistsError):
                # Without a buffer: a record is on its way to the disk when write() returns.
                return path, path.open("xb", buffering=0)
        raise AssertionError  # count() never ends

    def _warcinfo(self) -> None:
        fields = {
            "software": f"msbazhong-spider/{__version__}",
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            **self._info,
        }
        lines = "".join(f"{key}: {' '.join(value.split())}\r\n" for key, value in fields.items())
        self._info_id = self._new_id()
        headers = {
            "WARC-Record-ID": self._info_id,
            "WARC-Date": _stamp(self._clock()),
            "WARC-Filename": self._name,
        }
        self._record("warcinfo", None, headers, None, lines.encode())

    @property
    def _name(self) -> str:
        return self._path.name.removesuffix(OPEN) if self._path else ""

    def _pair(
        self, url: str, request: SentRequest, response: ReceivedResponse, fetched: datetime
    ) -> WarcPlace:
        answer_id = self._new_id()
        common = {"WARC-Date": _stamp(fetched), "WARC-Warcinfo-ID": self._info_id}
        place = self._record(
            "response",
            url,
            {"WARC-Record-ID": answer_id, **common},
            ExactHeaders(response.status_line, response.headers),
            response.payload,
        )
        asked = f"{request.method} {safe_address(request.target)} HTTP/1.1"
        ids = {"WARC-Record-ID": self._new_id(), "WARC-Concurrent-To": answer_id}
        headers = ExactHeaders(asked, request.headers)
        self._record("request", url, {**ids, **common}, headers, request.body)
        return place

    def _record(
        self,
        kind: str,
        url: str | None,
        headers: dict[str, str],
        http: ExactHeaders | None,
        payload: bytes,
    ) -> WarcPlace:
        """Write one record, packed in memory first, so that it goes out in one piece."""
        packed = BytesIO()
        writer = WARCWriter(packed, gzip=True, warc_version=_VERSION)
        record: ArcWarcRecord = writer.create_warc_record(
            safe_address(url) if url else "",
            kind,
            payload=BytesIO(payload),
            length=len(payload),
            warc_headers_dict=headers,
            http_headers=http,
        )
        writer.write_record(record)
        file = self._opened()
        place = file.tell()
        _write_all(file, packed.getvalue())
        digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
        return WarcPlace(self._name, place, digest)


def _write_all(file: BinaryIO, data: bytes) -> None:
    """Write to an unbuffered file, which may take less than it is given."""
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _stamp(when: datetime) -> str:
    aware = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return aware.strftime("%Y-%m-%dT%H:%M:%SZ")


def _cannot(where: Path, error: OSError) -> str:
    return f"{where}: cannot write the archive ({error.strerror or error}); choose another --data"
