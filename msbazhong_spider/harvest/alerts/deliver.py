"""Sending one message through all channels: each is tried once, and all at the same time."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING

from msbazhong_spider.harvest.alerts.channel import DeliveryError, scrub

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msbazhong_spider.harvest.alerts.channel import Channel
    from msbazhong_spider.harvest.alerts.message import Message

logger = logging.getLogger(__name__)

# Seconds for all of them. A name that is looked up, or a server that answers byte by byte, can take
# longer than any timeout of a socket; whoever is not done by then is left alone.
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message in one channel; ``error`` is empty if it was taken."""

    channel: str
    error: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the server said that it took the message."""
        return not self.error

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.channel}: {self.error or 'accepted'}"


def deliver(
    channels: Sequence[Channel], message: Message, patience: float = PATIENCE
) -> tuple[Delivery, ...]:
    """Send a message through every channel; one that fails keeps no other from being tried.

    Never raises for what a channel does, and returns after ``patience`` seconds at the latest.
    Ctrl-C interrupts it.
    """
    results: dict[int, Delivery] = {}

    def attempt(number: int, channel: Channel) -> None:
        results[number] = _send(channel, message)

    threads = [
        Thread(target=attempt, args=(number, channel), daemon=True)
        for number, channel in enumerate(channels)
    ]
    for thread in threads:
        thread.start()
    until = monotonic() + patience
    for thread in threads:
        thread.join(max(0.0, until - monotonic()))
    late = f"not done after {patience:.0f} s"
    done = dict(results)
    return tuple(
        done.get(number) or Delivery(channel.name, late) for number, channel in enumerate(channels)
    )


def _send(channel: Channel, message: Message) -> Delivery:
    try:
        channel.send(message)
    except DeliveryError as error:
        return Delivery(channel.name, scrub(str(error), channel.secrets))
    except Exception as error:  # noqa: BLE001 - a channel that breaks must not end the run, and its traceback could show a secret
        why = f"failed with {type(error).__name__}: {error}"
        return Delivery(channel.name, scrub(why, channel.secrets))
    return Delivery(channel.name)
