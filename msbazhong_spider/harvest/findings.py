"""What is found wrong at the end of a run: a name that stays, a sentence with numbers, examples."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from msbazhong_spider.harvest.codes import ExitCode

MOST_EXAMPLES = 3


class Sign(StrEnum):
    """The names of findings. They are in alarm rows, reports and filters of others: never change.

    The first group is about how a run ended, the second about what it brought.
    """

    INTERNAL = "internal"
    USAGE = "usage"
    BLOCKED = "blocked"
    LOCKED = "locked"
    DISK = "disk"
    NETWORK = "network_down"
    NO_FRONT = "front_missing"

    ALERTS = "alerts_undelivered"
    ERRORS = "errors"
    NO_LINKS = "no_links"
    NO_ARTICLES = "no_articles"
    FIELD = "field_missing"
    TIMES = "times_missing"
    SHORT = "bodies_short"
    MISSING = "pages_missing"
    CHALLENGES = "challenges"
    LISTING = "listing_changed"
    SECTION = "section_silent"
    SITE = "site_silent"


ENDINGS = frozenset(
    {
        Sign.INTERNAL, Sign.USAGE, Sign.BLOCKED, Sign.LOCKED, Sign.DISK, Sign.NETWORK,
        Sign.NO_FRONT,
    }
)  # fmt: skip
CODES = {
    Sign.INTERNAL: ExitCode.INTERNAL,
    Sign.USAGE: ExitCode.USAGE,
    Sign.BLOCKED: ExitCode.BLOCKED,
    Sign.LOCKED: ExitCode.LOCKED,
    Sign.DISK: ExitCode.DISK_FULL,
    Sign.NETWORK: ExitCode.NETWORK_DOWN,
    Sign.ALERTS: ExitCode.PROBLEMS,
    Sign.ERRORS: ExitCode.PROBLEMS,
}


def key_of(sign: Sign, subject: str) -> str:
    """Name a finding about one thing: ``section_silent: 平昌县 > 时政新闻``."""
    return f"{sign}: {subject}" if subject else sign.value


def plain(text: str) -> str:
    """Make a text one line that does nothing to a terminal or a chat: sites may have written it.

    >>> plain("status 404" + chr(27) + "[2J of  a page")
    'status 404 [2J of a page'
    """
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong. ``subject`` is the field, section or listing it is about; empty: the site.

    ``why`` is one sentence with the numbers; ``examples`` are addresses or the like, three at most.
    """

    sign: Sign
    why: str
    subject: str = ""
    examples: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Give the name under which it is remembered from run to run."""
        return key_of(self.sign, self.subject)

    @property
    def code(self) -> ExitCode:
        """Give the exit code that stands for it: 4, suspicious, if it has none of its own."""
        return CODES.get(self.sign, ExitCode.SUSPICIOUS)

    def __str__(self) -> str:
        """Say it in one line."""
        return plain(f"{self.key}: {self.why}")


@dataclass(frozen=True, slots=True)
class Fine:
    """Something that was looked at and is as it should be; ``why`` says so with numbers."""

    sign: Sign
    why: str
    subject: str = ""

    @property
    def key(self) -> str:
        """Give the name of the finding that it would be."""
        return key_of(self.sign, self.subject)
