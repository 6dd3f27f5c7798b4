"""What whoever makes a release says about it: who, which version, under which terms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msbazhong_spider.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")
_LICENSE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+")
_RESOLVER = re.compile(r"(?:https?://)?(?:dx\.)?doi\.org/|doi:")


@dataclass(frozen=True, slots=True)
class Details:
    """A release as its makers describe it.

    ``authors`` are ``Family, Given`` for a person, a name without a comma for a group. ``license``
    is an SPDX identifier and speaks of the tables, never of the texts. ``text`` is False for a
    release without the words of the articles.
    """

    version: str
    released: date
    title: str | None = None
    authors: tuple[str, ...] = ()
    license: str | None = None
    doi: str | None = None
    text: bool = True


def check_details(details: Details) -> None:
    """Refuse what a citation can't hold.

    Raises:
        UsageError: a version with odd characters, no SPDX identifier, no DOI, no name or title.
    """
    if not _VERSION.fullmatch(details.version):
        raise UsageError(f"version {details.version!r}: only letters, digits and . _ + - make one")
    if not all(author.strip() for author in details.authors):
        raise UsageError("an empty author can't be cited")
    if details.title is not None and not details.title.strip():
        raise UsageError("an empty title can't be cited")
    if details.license is not None and not _LICENSE.fullmatch(details.license):
        raise UsageError(f"license {details.license!r}: no SPDX identifier such as CC-BY-4.0")
    if details.doi is not None and not _DOI.fullmatch(bare_doi(details.doi)):
        raise UsageError(f"doi {details.doi!r}: no DOI such as 10.5281/zenodo.1234567")


def bare_doi(doi: str) -> str:
    """Give a DOI without the address of its resolver.

    >>> bare_doi("https://doi.org/10.5281/zenodo.1234567")
    '10.5281/zenodo.1234567'
    """
    return _RESOLVER.sub("", doi.strip(), count=1)
