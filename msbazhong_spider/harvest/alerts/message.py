"""What is sent: one message a run, whatever the number of channels and findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

CUT = "…"


@dataclass(frozen=True, slots=True)
class Message:
    """A message for people, and the same as a record for programs (the JSON of a webhook)."""

    subject: str
    text: str
    record: dict[str, Any] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        """Give subject and text as one, for what knows no subject."""
        return f"{self.subject}\n\n{self.text}"


def cut_to(text: str, size: int) -> str:
    """Cut a text to so many bytes of UTF-8, between two characters.

    >>> cut_to("平昌县", 8), cut_to("平昌县", 9)
    ('平…', '平昌县')
    """
    raw = text.encode("utf-8", "replace")
    if len(raw) <= size:
        return raw.decode()
    return raw[: size - len(CUT.encode())].decode("utf-8", "ignore") + CUT
