"""SHA256SUMS: the digest of every file, in the form that ``sha256sum -c`` reads."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAME = "SHA256SUMS"


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file in hexadecimal digits, without holding the file in memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sums(paths: Iterable[Path], root: Path) -> str:
    """Write a line for each file: digest, two blanks, path from ``root``."""
    lines = (f"{file_digest(path)}  {path.relative_to(root).as_posix()}\n" for path in paths)
    return "".join(lines)


def write_sums(folder: Path) -> None:
    """Write the digests of all files below a folder into ``SHA256SUMS`` in it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    folder.joinpath(NAME).write_text(sums(paths, folder), encoding="utf-8")
