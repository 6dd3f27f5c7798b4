"""The exit codes, which crontabs of others rely on."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What ``harvest`` promises to whoever started it."""

    DONE = 0
    INTERNAL = 1
    USAGE = 2
    PROBLEMS = 3
    SUSPICIOUS = 4
    BLOCKED = 5
    LOCKED = 6
    DISK_FULL = 7
    INTERRUPTED = 8
    NOT_SOUND = 9
    NETWORK_DOWN = 75
