"""Everything that this project raises on purpose.

::

    MsbazhongError
    ├── UsageError            a wrong argument or setting: exit code 2
    │   ├── UnknownScopeError   a county or section that the site does not have
    │   └── HintError           a selector of a site that is none
    ├── NotAnArticleError     a page that is something else: counted, never stored
    ├── UnreadableInputError  a file that is no page
    ├── StoreError            the database or the data directory can't be used
    │   ├── NewerSchemaError    the database was written by a later version
    │   ├── OlderSchemaError    the database was written by an earlier version: upgrade it
    │   └── DiskFullError       no room for what is to be written
    ├── LockedError           another run works on the same data directory
    ├── NotDueError           a run that is not to begin now, by its own limits
    ├── ReplicaError          the replica can't be served
    ├── ServeError            the archive can't be served
    └── BlockedError          the site put up a challenge page or refuses us

The command line turns each of them into one line and a non-zero exit code; ``exit_code`` is the
code that ``harvest`` promises for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence


class MsbazhongError(Exception):
    """Base of all errors of this project. The message says what, where and what to do."""

    exit_code: ClassVar[int] = 1


class UsageError(MsbazhongError):
    """A wrong argument or setting. Raised before any request is made."""

    exit_code = 2


class UnknownScopeError(UsageError):
    """A county (县) or section (栏目) that the site does not have.

    Raised by the spider when the site's own navigation has been read.
    """

    def __init__(self, what: str, wanted: str, known: Sequence[str], where: str) -> None:
        """Take what was asked for (``county`` or ``section``) and what the site has instead."""
        self.what, self.wanted, self.known, self.where = what, wanted, tuple(known), where
        has = "、".join(self.known) if self.known else "none that could be recognised"
        super().__init__(f"{where} has no {what} {wanted!r}; it has: {has}")


class HintError(UsageError):
    """A hint of a site that is no selector. Raised where the site's class is made."""

    def __init__(self, hint: str, selector: object, why: str) -> None:
        """Take the hint's name, what was given as its selector, and what is wrong with it."""
        self.hint, self.selector, self.why = hint, selector, why
        super().__init__(f"hint {hint}={selector!r} is neither CSS nor XPath: {why}")


class NotAnArticleError(MsbazhongError):
    """A page that is no article. Raised by ``read_article``."""

    def __init__(self, url: str, kind: str, why: str) -> None:
        """Take the page's address, what it is instead, and the evidence for that."""
        self.url, self.kind, self.why = url, kind, why
        super().__init__(f"{url}: not an article but {kind} ({why})")


class UnreadableInputError(UsageError):
    """A file that is no page: missing, a folder, empty, or binary."""


class StoreError(MsbazhongError):
    """The database or the data directory can't be used."""

    exit_code = 2


class NewerSchemaError(StoreError):
    """The database was written by a later version of this program."""


class OlderSchemaError(StoreError):
    """The database was written by an earlier version and has not been upgraded."""


class DiskFullError(StoreError):
    """There is no room for what is to be written. Raised by exports, which then leave nothing."""

    exit_code = 7


class LockedError(MsbazhongError):
    """Another run works on the same data directory."""

    exit_code = 6


class NotDueError(MsbazhongError):
    """A run that is not to begin now, by its own limits. Nothing was done, and nothing is wrong."""

    exit_code = 0


class ReplicaError(MsbazhongError):
    """The replica can't be served, most often because its port is in use."""

    exit_code = 2


class ServeError(MsbazhongError):
    """The archive can't be served, most often because the port is in use."""

    exit_code = 2


class BlockedError(MsbazhongError):
    """The site put up a challenge page or refuses us. Raised by nothing that tries to pass it."""

    exit_code = 5
