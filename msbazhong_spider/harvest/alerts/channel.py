"""A way to reach somebody, and what can go wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msbazhong_spider.harvest.findings import plain

if TYPE_CHECKING:
    from msbazhong_spider.harvest.alerts.message import Message

SECONDS = 10.0  # for each step of talking to a server; nobody waits longer for an alert
HIDDEN = "***"


class DeliveryError(Exception):
    """A channel did not take a message. Raised by ``Channel.send``; says why, without secrets."""


class Channel(Protocol):
    """One way to reach somebody."""

    @property
    def name(self) -> str:
        """Tell it apart from the others, without secrets: ``dingtalk (oapi.dingtalk.com)``."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Give what must never be shown: passwords, tokens, keys in addresses."""

    def send(self, message: Message) -> None:
        """Send, once. Raises DeliveryError if the server does not say that it took the message."""


def scrub(text: str, secrets: tuple[str, ...]) -> str:
    """Take secrets out of a text that comes from elsewhere; make it one line of bearable length.

    >>> scrub("invalid token  abc123 in request", ("abc123",))
    'invalid token *** in request'
    """
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    line = plain(text)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


_LONGEST = 200
