"""WACZ: a zip file with WARC files in its ``archive/``, and their digests in a datapackage.json."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msbazhong_spider.archive.takein import UNPACKED
from msbazhong_spider.errors import StoreError, UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile, ZipInfo

ZIP = b"PK\x03\x04"
_PACKAGE = "datapackage.json"
_LARGEST_PACKAGE = 1 << 26
_PIECE = 1 << 20
_WARCS = (".warc", ".warc.gz")


def iter_warcs(source: Path, scratch: Path) -> Iterator[tuple[Path, str]]:
    """Unpack the WARC files of a WACZ one after the other, each beside what is wrong with it.

    They lie in a folder of their own in ``scratch`` for as long as the caller looks at one. The
    fault is empty if the digest is the one that the datapackage promises, or it promises none.

    Raises:
        UnreadableInputError: no zip file, a zip file that is no WACZ, or one that is damaged.
        StoreError: there is no room to unpack.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            promised = _promised(archive)
            members = [one for one in archive.infolist() if _is_warc(one)]
            if not members:
                raise UnreadableInputError(
                    f"{source}: a zip file, but no WACZ (it has no archive/*.warc.gz);"
                    " unpack it and import the folder"
                )
            for member in members:
                yield from _unpacked(source, archive, member, promised, scratch)
    except zipfile.BadZipFile as error:
        raise UnreadableInputError(
            f"{source}: no zip file, or a damaged or cut off one ({error}); get it again"
        ) from error
    except OSError as error:
        raise UnreadableInputError(f"{source}: {error.strerror or error}") from error


def _is_warc(member: ZipInfo) -> bool:
    return member.filename.startswith("archive/") and member.filename.lower().endswith(_WARCS)


def _promised(archive: ZipFile) -> dict[str, str]:
    """Give the sha256 of each file that the datapackage lists; none if it can't be read."""
    try:
        info = archive.getinfo(_PACKAGE)
        if info.file_size > _LARGEST_PACKAGE:
            return {}
        listed = json.loads(archive.read(info))["resources"]
        named = {one["path"]: one.get("hash", "") for one in listed}
    except (KeyError, ValueError, TypeError, zlib.error):
        return {}
    return {
        path: value.removeprefix("sha256:")
        for path, value in named.items()
        if isinstance(value, str) and value.startswith("sha256:")
    }


def _unpacked(
    source: Path, archive: ZipFile, member: ZipInfo, promised: dict[str, str], scratch: Path
) -> Iterator[tuple[Path, str]]:
    with TemporaryDirectory(prefix=UNPACKED, dir=scratch) as folder:
        path = Path(folder, Path(member.filename).name)
        try:
            digest, fault = _unpack(archive, member, path)
        except OSError as error:
            raise StoreError(f"{scratch}: no room for {member.filename} ({error})") from error
        wanted = promised.get(member.filename)
        if not fault and wanted and wanted != digest:
            fault = "its digest is not the one that datapackage.json promises: it was altered"
        yield path, f"{source}: {member.filename}: {fault}" if fault else ""


def _unpack(archive: ZipFile, member: ZipInfo, path: Path) -> tuple[str, str]:
    """Unpack one file as far as it goes; give its sha256 and its fault."""
    digest, fault = hashlib.sha256(), ""
    with path.open("wb") as target:
        try:
            with archive.open(member) as packed:
                while piece := packed.read(_PIECE):
                    digest.update(piece)
                    target.write(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            fault = f"damaged in the zip file ({error}); get it again"
    return digest.hexdigest(), fault
