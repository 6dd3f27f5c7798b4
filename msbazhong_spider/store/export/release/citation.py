"""CITATION.cff: how to cite the release (Citation File Format 1.2.0)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msbazhong_spider.store.export.release.details import bare_doi

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msbazhong_spider.store.export.release.details import Details
    from msbazhong_spider.store.export.release.scope import Scope


def citation_file(details: Details, scope: Scope) -> str:
    """Write the file. JSON's strings are YAML's too, so that any title or name is quoted right."""
    return "\n".join(_lines(details, scope)) + "\n"


def cite(details: Details, scope: Scope) -> str:
    """Write the reference as one line of text."""
    authors = "; ".join(scope.authors)
    doi = f" https://doi.org/{bare_doi(details.doi)}" if details.doi else ""
    return (
        f"{authors} ({details.released.year}). {scope.title}, version {details.version}"
        f" [data set].{doi}"
    )


def _lines(details: Details, scope: Scope) -> Iterator[str]:
    yield "cff-version: 1.2.0"
    yield f"message: {_quoted('If you use this data set, please cite it as below.')}"
    yield "type: dataset"
    yield f"title: {_quoted(scope.title)}"
    yield f"abstract: {_quoted(scope.abstract)}"
    yield "authors:"
    for author in scope.authors:
        family, comma, given = author.partition(",")
        if comma and family.strip() and given.strip():
            yield f"  - family-names: {_quoted(family.strip())}"
            yield f"    given-names: {_quoted(given.strip())}"
        else:
            yield f"  - name: {_quoted(author)}"
    yield f"version: {_quoted(details.version)}"
    yield f"date-released: {_quoted(details.released.isoformat())}"
    if details.doi:
        yield f"doi: {_quoted(bare_doi(details.doi))}"
    if details.license:
        yield f"license: {_quoted(details.license)}"
    yield "keywords:"
    for word in scope.keywords:
        yield f"  - {_quoted(word)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
