"""Writing what servers answered into WARC files, a gzip member for each record."""

from __future__ import annotations

import os
import re
from collections import OrderedDict
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, BinaryIO, Protocol, Self
from uuid import uuid4

from warcio.warcwriter import WARCWriter

from msbazhong_spider import __version__
from msbazhong_spider.archive.locks import lock
from msbazhong_spider.archive.records import ExactHeaders, payload_digest, safe_address
from msbazhong_spider.archive.repair import OPEN, close_left_over, finish
from msbazhong_spider.archive.sums import list_new, read_sums
from msbazhong_spider.errors import StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from warcio.recordloader import ArcWarcRecord

    from msbazhong_spider.archive.records import ReceivedResponse, SentRequest

_SAFE_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_VERSION = "1.1"
_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
_SAME_PAYLOAD = f"{_PROFILES}identical-payload-digest"
_NOT_MODIFIED = f"{_PROFILES}server-not-modified"
# What crawlers and archives agree on as the size of a WARC file.
LARGEST = 1 << 30
_LATEST = 256


@dataclass(frozen=True, slots=True)
class WarcPlace:
    """Where an answer's record is: the file's lasting name, the offset, and the record's id.

    ``digest`` is that of the payload. ``refers_to`` is the id of the record that holds the payload,
    if this one is a revisit.
    """

    file: str
    offset: int
    digest: str
    record_id: str = ""
    refers_to: str | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A record that holds a payload: its id, address, time, the payload's digest, and its file."""

    record_id: str
    url: str
    fetched: datetime
    digest: str
    file: str


class Known(Protocol):
    """What the archive knows of earlier answers. Only records that hold their payload count."""

    def same_payload(self, digest: str) -> Earlier | None:
        """Give a record whose payload has that digest (``sha1:...``)."""

    def same_address(self, url: str) -> Earlier | None:
        """Give the latest record of an address: what a 304 says has not changed."""


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return f"<urn:uuid:{uuid4()}>"


class WarcSink:
    """Writes answers, with their requests, into WARC files of a folder, one after the other.

    A file is made with its first record and is named ``….warc.gz.open`` until it is closed, which
    happens when it has grown to its size and by ``close``. Files that a crash left open are closed
    first. A payload that is known to be in the archive is not written again: a revisit record says
    where it is. Use it as a context manager, or call ``close``.
    """

    def __init__(  # noqa: PLR0913 - settings by name, each with its default
        self,
        folder: Path,
        *,
        prefix: str = "msbazhong",
        info: Mapping[str, str] | None = None,
        known: Known | None = None,
        largest: int = LARGEST,
        clock: Callable[[], datetime] = _now,
        new_id: Callable[[], str] = _new_id,
    ) -> None:
        """Take the folder, which is made if need be, and the beginning of the file's name.

        ``info`` goes into the warcinfo record (``operator``, ``robots``, ``description`` ...).
        ``known`` finds earlier answers, those of other runs too; without it every payload is
        written. A file that has reached ``largest`` bytes is closed.

        Raises:
            UsageError: a prefix that is not made of letters, digits, ``-`` and ``_``.
            StoreError: the folder can't be made or written.
        """
        if not _SAFE_PREFIX.fullmatch(prefix):
            raise UsageError(f"WARC prefix {prefix!r}: only letters, digits, - and _")
        self._folder, self._prefix, self._clock, self._new_id = folder, prefix, clock, new_id
        self._info = dict(info or {})
        self._known, self._largest = known, largest
        self._latest: OrderedDict[str, Earlier] = OrderedDict()
        self._path: Path | None = None
        self._file: BinaryIO | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # Files that a crash left open; their last records may be in no database yet.
            self.left_over = close_left_over(folder)
            list_new(folder)
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
        """Write a response (or revisit) record and its request record, and tell where it is.

        Raises:
            StoreError: the disk is full, or the file can't be written. What was written of the
                pair is taken back.
        """
        with self._all_or_nothing():
            place = self._pair(url, request, response, fetched)
        self._rotate()
        return place

    def write_file(
        self, url: str, body: bytes, media_type: str, dated: datetime, notes: Mapping[str, str]
    ) -> WarcPlace:
        """Write a saved page as a resource record, and a metadata record that says whence it came.

        ``dated`` is when the page was as it is; ``notes`` are lines of the metadata record.

        Raises:
            StoreError: as ``write`` does.
        """
        with self._all_or_nothing():
            place = self._file_and_notes(url, body, media_type, dated, notes)
        self._rotate()
        return place

    def sync(self) -> None:
        """Have all that was written on the disk, before anything else that speaks of it.

        Raises:
            StoreError: the disk says that it can't.
        """
        if self._file is None:
            return
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise StoreError(_cannot(self._folder, error)) from error

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        """Take back what was written of several records, if one of them can't be written."""
        file = self._opened()
        start = file.tell()
        try:
            yield
        except OSError as error:
            with suppress(OSError):  # the next sink repairs what cannot be taken back now
                os.ftruncate(file.fileno(), start)
                file.seek(start)
            raise StoreError(_cannot(self._folder, error)) from error

    def _rotate(self) -> None:
        if self._file is not None and self._file.tell() >= self._largest:
            self._finish()

    def close(self) -> None:
        """Close the file and give it its lasting name. More may be written: into a new file.

        Files that somebody else has put into the folder meanwhile are listed too (see sums.py).
        """
        self._finish()
        try:
            list_new(self._folder)
        except OSError as error:
            raise StoreError(_cannot(self._folder, error)) from error

    def _finish(self) -> None:
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
        """Make a file under a name that none ever had, also none that was taken away since."""
        taken = read_sums(self._folder).of
        stamp = self._clock().astimezone(UTC).strftime("%Y%m%d%H%M%S")
        for number in count():
            path = self._folder / f"{self._prefix}-{stamp}-{number:05d}.warc.gz{OPEN}"
            final = path.with_name(path.name.removesuffix(OPEN))
            if final.exists() or final.name in taken:
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
        common = {"WARC-Date": _stamp(fetched), "WARC-Warcinfo-ID": self._info_id}
        place = self._answer(url, response, {"WARC-Record-ID": self._new_id(), **common})
        if place.refers_to is None and response.payload:
            self._remember(Earlier(place.record_id, url, fetched, place.digest, place.file))
        asked = f"{request.method} {safe_address(request.target)} HTTP/1.1"
        ids = {"WARC-Record-ID": self._new_id(), "WARC-Concurrent-To": place.record_id}
        headers = ExactHeaders(asked, request.headers)
        self._record("request", url, {**ids, **common}, headers, request.body)
        return place

    def _answer(self, url: str, response: ReceivedResponse, headers: dict[str, str]) -> WarcPlace:
        http = ExactHeaders(response.status_line, response.headers)
        earlier, profile = self._earlier(url, response)
        if earlier is None:
            return self._record("response", url, headers, http, response.payload)
        said = {
            **headers,
            "WARC-Profile": profile,
            "WARC-Refers-To": earlier.record_id,
            "WARC-Refers-To-Target-URI": safe_address(earlier.url),
            "WARC-Refers-To-Date": _stamp(earlier.fetched),
            "WARC-Payload-Digest": earlier.digest,
        }
        place = self._record("revisit", url, said, http, b"")
        return replace(place, refers_to=earlier.record_id)

    def _earlier(self, url: str, response: ReceivedResponse) -> tuple[Earlier | None, str]:
        """Find the record whose payload an answer repeats, if its file is still there."""
        if self._known is None:
            return None, ""
        if response.is_not_modified:
            return self._if_there(self._known.same_address(url)), _NOT_MODIFIED
        if not response.payload:
            return None, ""
        digest = payload_digest(response.payload)
        found = self._latest.get(digest) or self._known.same_payload(digest)
        return self._if_there(found), _SAME_PAYLOAD

    def _if_there(self, found: Earlier | None) -> Earlier | None:
        """Never rely on bytes that somebody has taken away."""
        if found is None:
            return None
        path = self._folder / found.file
        there = path.exists() or path.with_name(path.name + OPEN).exists()
        return found if there else None

    def _remember(self, written: Earlier) -> None:
        self._latest[written.digest] = written
        if len(self._latest) > _LATEST:
            self._latest.popitem(last=False)

    def _file_and_notes(
        self, url: str, body: bytes, media_type: str, dated: datetime, notes: Mapping[str, str]
    ) -> WarcPlace:
        file_id = self._new_id()
        common = {"WARC-Date": _stamp(dated), "WARC-Warcinfo-ID": self._info_id}
        headers = {"WARC-Record-ID": file_id, **common, "Content-Type": media_type}
        place = self._record("resource", url, headers, None, body)
        lines = "".join(f"{key}: {' '.join(value.split())}\r\n" for key, value in notes.items())
        said = {"WARC-Record-ID": self._new_id(), "WARC-Concurrent-To": file_id, **common}
        said["Content-Type"] = "application/warc-fields"
        self._record("metadata", url, said, None, lines.encode("utf-8", "backslashreplace"))
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
        said = record.rec_headers.get_header
        digest = said("WARC-Payload-Digest") or ""
        return WarcPlace(self._name, place, digest, said("WARC-Record-ID") or "")


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
