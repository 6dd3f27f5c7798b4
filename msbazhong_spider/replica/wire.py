"""How an answer goes out: the message as it would be sent, and the connection for other ways."""

from __future__ import annotations

import os
import select
import socket
import struct
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import Message as Headers
    from io import BufferedIOBase

    Sender = Callable[["Message", "Wire"], None]

_RESET = struct.pack("ii", 1, 0)  # closing sends a reset instead of an end


@dataclass(frozen=True, slots=True)
class Message:
    """An answer as the server would send it: all headers in their order, the body as packed."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def but(self, **changed: str | None) -> Message:
        """Give the same message with other headers (``Content_Length="9"``); None takes one out.

        A header that there was stays in its place, a new one comes last.
        """
        wanted = {name.replace("_", "-"): value for name, value in changed.items()}
        kept = [(name, wanted.pop(name, value)) for name, value in self.headers]
        added = [(name, value) for name, value in (*kept, *wanted.items()) if value is not None]
        return replace(self, headers=tuple(added))

    @property
    def head(self) -> bytes:
        """The status line and the headers, with the empty line that ends them."""
        lines = [
            f"HTTP/1.1 {self.status} Said",
            *(f"{name}: {value}" for name, value in self.headers),
        ]
        return "\r\n".join([*lines, "", ""]).encode()


class Wire:
    """The connection of one answer, in the hands of whoever sends it. It is closed afterwards."""

    def __init__(self, connection: socket.socket, out: BufferedIOBase, asked: Headers) -> None:
        """Take the connection, its buffered side, and the headers of the request."""
        self._connection, self._out, self.asked = connection, out, asked

    def send(self, *pieces: bytes) -> None:
        """Send bytes at once. Raises ConnectionError when the client has gone."""
        for piece in pieces:
            self._out.write(piece)
        self._out.flush()

    def wait(self, seconds: float) -> bool:
        """Let time go by; tell early, with True, when the client has gone."""
        ready, _, _ = select.select([self._connection], [], [], seconds)
        return bool(ready) and not self._connection.recv(1, socket.MSG_PEEK)

    def reset(self) -> None:
        """Break the connection off: the client is told that it was reset."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        # The server's own files hold on to the socket; only its number can be closed at once.
        os.close(self._connection.detach())
