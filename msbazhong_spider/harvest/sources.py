"""What there is to import under the paths that were named, each file once, in order of names."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from msbazhong_spider.archive.takein import GZIP
from msbazhong_spider.archive.wacz import ZIP
from msbazhong_spider.errors import UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PAGE = re.compile(
    r"\.(?:s?html?|xhtml|mht(?:ml)?|txt|aspx?|php|jspx?|do|action)(?:[?@].*)?$", re.IGNORECASE
)
_WARC = re.compile(r"\.w?arc(?:\.gz)?$", re.IGNORECASE)
_WACZ = re.compile(r"\.wacz$", re.IGNORECASE)


class Form(StrEnum):
    """What a file is taken for."""

    WARC = "warc"
    WACZ = "wacz"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import. ``is_named`` is true if the user named it, false if a folder holds it."""

    path: Path
    form: Form
    is_named: bool


def find_sources(paths: Sequence[Path], without: Path) -> Iterator[Source | UnreadableInputError]:
    """Give what is to be imported, or what is wrong with a path, in the order of the paths.

    In a folder, files whose names are not those of pages or archives are passed over, and so are
    hidden folders and ``without``, the archive that is imported into.
    """
    seen: set[Path] = set()
    own = without.resolve()
    for path in paths:
        for source in _of(path, own):
            if isinstance(source, Source):
                real = source.path.resolve()
                if real in seen:
                    continue
                seen.add(real)
            yield source


def _of(path: Path, own: Path) -> Iterator[Source | UnreadableInputError]:
    if path.is_dir():
        yield from _in_folder(path, own)
        return
    try:
        yield Source(path, _form_of(path), is_named=True)
    except OSError as error:
        yield UnreadableInputError(
            f"{path}: can't be read ({error.strerror}); check its name and who may read it"
        )


def _form_of(path: Path) -> Form:
    """Tell by the first bytes what a named file is; its name decides where they don't."""
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(ZIP) or _WACZ.search(path.name):
        return Form.WACZ
    is_warc = head.startswith((b"WARC/", GZIP)) or _WARC.search(path.name)
    return Form.WARC if is_warc else Form.PAGE


def _in_folder(folder: Path, own: Path) -> Iterator[Source | UnreadableInputError]:
    unread: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=unread.append):
        folders[:] = sorted(
            name for name in folders if name[0] != "." and Path(place, name).resolve() != own
        )
        for name in sorted(names):
            form = _form_by_name(name)
            if form is not None:
                yield Source(Path(place, name), form, is_named=False)
        while unread:
            error = unread.pop()
            yield UnreadableInputError(
                f"{error.filename}: this folder can't be read ({error.strerror});"
                " check who may read it"
            )


def _form_by_name(name: str) -> Form | None:
    for pattern, form in ((_WARC, Form.WARC), (_WACZ, Form.WACZ), (_PAGE, Form.PAGE)):
        if pattern.search(name):
            return form
    return None
