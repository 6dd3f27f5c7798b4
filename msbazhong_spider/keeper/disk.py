"""Telling a full disk from the other faults that keep something from being kept."""

from __future__ import annotations

import errno
import sqlite3

from msbazhong_spider.errors import StoreError

DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def is_disk_full(error: BaseException) -> bool:
    """Tell a full disk (or quota) from every other fault, also behind an error of the store."""
    if isinstance(error, StoreError) and error.__cause__ is not None:
        return is_disk_full(error.__cause__)
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return isinstance(error, OSError) and error.errno in DISK_FULL


def is_about_the_disk(error: BaseException) -> bool:
    """Tell a folder or database that can't be written from an article that can't be stored."""
    cause = error.__cause__ if isinstance(error, StoreError) and error.__cause__ else error
    return isinstance(cause, (OSError, sqlite3.OperationalError, StoreError))
