"""Serving the pages: a socket, uvicorn, and words about what does not work."""

from __future__ import annotations

import errno
import socket
from contextlib import closing
from typing import TYPE_CHECKING

import uvicorn

from msbazhong_spider.errors import ServeError
from msbazhong_spider.front.cells import DATABASE
from msbazhong_spider.front.site import make_site
from msbazhong_spider.store.open import connect_to_read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType

    from msbazhong_spider.front.archive import ArchiveDatabase

_LAST_ANSWERS = 3  # seconds for answers that are on their way when the server is told to end


def serve_archive(path: Path, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve an archive until a signal ends it. ``announce`` is told the address when it answers.

    Raises:
        StoreError: no such database, or one that this version can't read.
        ServeError: the port or the host can't be had.
        KeyboardInterrupt: the signal was Ctrl-C.
    """
    connect_to_read(path).close()
    with closing(_bound(host, port)) as listening:
        site = make_site(path)
        config = uvicorn.Config(
            site.app(),
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=_LAST_ANSWERS,
        )
        announce(_address(listening))
        _Server(config, site.get_database(DATABASE)).run(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that does not wait for long queries when it is told to end."""

    def __init__(self, config: uvicorn.Config, database: ArchiveDatabase) -> None:
        super().__init__(config)
        self._database = database

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._database.end()
        super().handle_exit(sig, frame)


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen()
        except OSError:
            listening.close()
            raise
    except OSError as error:
        raise ServeError(_why(host, port, error)) from error
    return listening


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use; choose another --port, or 0 for any free one"
    return (
        f"{host} port {port} can't be served on ({error.strerror}); choose another --host or --port"
    )


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
