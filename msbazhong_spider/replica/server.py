"""The HTTP server of the replica: real sockets, one thread a connection."""

from __future__ import annotations

import errno
import gzip
import sys
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import TYPE_CHECKING, Any

from msbazhong_spider.errors import ReplicaError

from .wire import Message, Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .site import Answer, Site

    Fault = Callable[[str, Answer], Answer]


_SMALL = 512  # bytes that are not worth to be compressed


class Server(ThreadingHTTPServer):
    """Serves a site and notes what was asked for.

    ``faults`` are called in turn with the path and the answer so far, and give the answer to send:
    the place where a test makes the site slow, broken or wrong (see ``faults``). A fault that has a
    ``route`` may lead a path to another one's answer.
    """

    daemon_threads = True
    request_queue_size = 128  # a burst of new connections waits instead of being refused

    def __init__(self, site: Site, port: int, faults: Sequence[Fault] = ()) -> None:
        """Bind to loopback. Raises ReplicaError when the port can't be had."""
        self.site, self.faults = site, tuple(faults)
        self._asked: list[str] = []
        self._lock = Lock()
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except (OSError, OverflowError) as error:
            raise ReplicaError(_why(port, error)) from error

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that went away in the midst; the rest is told as it always is."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def requests(self) -> tuple[str, ...]:
        """The paths asked for so far, with their queries, in order."""
        with self._lock:
            return tuple(self._asked)

    def forget(self) -> None:
        """Forget what was asked for so far."""
        with self._lock:
            self._asked.clear()

    def note(self, path: str) -> None:
        """Remember that a path was asked for."""
        with self._lock:
            self._asked.append(path)

    def answer(self, path: str, form: bytes = b"") -> Answer:
        """Give the site's answer, changed by the faults."""
        known = path
        for fault in self.faults:
            known = getattr(fault, "route", str)(known)
        answer = self.site.answer(known, form)
        for fault in self.faults:
            answer = fault(path, answer)
        return answer


def _why(port: int, error: Exception) -> str:
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        reason = "is in use"
    else:
        reason = f"can't be served ({error})"
    return f"port {port} on 127.0.0.1 {reason}; choose another, or 0 for any free port"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "nginx"
    sys_version = ""
    wbufsize = -1  # head and body leave in one packet
    server: Server

    def do_GET(self) -> None:
        self._send(with_body=True)

    def do_HEAD(self) -> None:
        self._send(with_body=False)

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        self._send(with_body=True, form=self.rfile.read(int(length) if length.isdecimal() else 0))

    def _send(self, *, with_body: bool, form: bytes = b"") -> None:
        self.server.note(self.path)
        answer = self.server.answer(self.path, form)
        body, headers = self._prepare(answer)
        if answer.sender is not None:
            self.close_connection = True
            said = {"Server": self.server_version, "Date": self.date_time_string(), **headers}
            message = Message(answer.status, tuple(said.items()), body if with_body else b"")
            answer.sender(message, Wire(self.connection, self.wfile, self.headers))
            return
        if self._unchanged(headers):
            self.send_response(304)
            for name in ("ETag", "Last-Modified"):
                if name in headers:
                    self.send_header(name, headers[name])
            self.end_headers()
            return
        self.send_response(answer.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _prepare(self, answer: Answer) -> tuple[bytes, dict[str, str]]:
        headers = {"Content-Type": answer.content_type}
        declared = self.server.site.skin.declared if answer.charset is None else answer.charset
        if declared and answer.content_type.startswith("text/"):
            headers["Content-Type"] += f"; charset={declared}"
        headers.update(answer.headers)
        if answer.tagged:
            headers["ETag"] = f'"{sha256(answer.body).hexdigest()[:16]}"'
        if answer.modified:
            headers["Last-Modified"] = format_datetime(answer.modified.astimezone(UTC), usegmt=True)
        body = answer.body
        if "gzip" in self.headers.get("Accept-Encoding", "") and len(body) > _SMALL:
            body = gzip.compress(body, 5, mtime=0)
            headers["Content-Encoding"] = "gzip"
            headers["Vary"] = "Accept-Encoding"
        headers["Content-Length"] = str(len(body))
        return body, headers

    def _unchanged(self, headers: dict[str, str]) -> bool:
        if tags := self.headers.get("If-None-Match"):
            return headers.get("ETag", "none") in tags
        since, modified = self.headers.get("If-Modified-Since"), headers.get("Last-Modified")
        if not since or not modified:
            return False
        try:
            return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Give the time that a portal which lives in time has, else that of the machine."""
        now = self.server.site.now if timestamp is None else None
        if now is None:
            return super().date_time_string(timestamp)
        return format_datetime(now.astimezone(UTC), usegmt=True)

    def log_message(self, *_: Any) -> None:
        """Say nothing: what was asked is in ``requests``."""
