"""Lists that come as data: JSON (bare or as a call's argument), XML, and records inside scripts.

Either the data hold markup, which is then read like any other listing, or records with a title and
an address. Their keys differ from system to system; what they hold does not.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from msbazhong_spider.items import Link
from msbazhong_spider.pages.dates import BEIJING, first_date
from msbazhong_spider.pages.document import clean
from msbazhong_spider.pages.urls import absolute_url, is_script_route

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_CALLED = re.compile(r"^[\w$.]{1,60}\s?\((.*)\)\s*;?\s*$", re.DOTALL)
_TITLES = (
    "title", "articletitle", "newstitle", "contenttitle", "doctitle", "infotitle", "listtitle",
    "maintitle", "headline", "subject", "name",
)  # fmt: skip
_ADDRESSES = (
    "url", "link", "href", "linkurl", "articleurl", "newsurl", "contenturl", "docpuburl", "puburl",
    "publishurl", "staticurl", "htmlurl", "detailurl", "shareurl", "pcurl", "weburl", "path",
)  # fmt: skip
_DATES = (
    "publishtime", "publishdate", "publishedat", "publishat", "pubtime", "pubdate", "docreltime",
    "docpubtime", "releasetime", "releasedate", "showtime", "displaytime", "inputtime", "date",
    "time", "addtime", "createtime", "createdate", "createdat", "updatetime",
)  # fmt: skip
_MARKUP = re.compile(r"<a\s[^<>]{0,400}?href", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,200}>")
_SECONDS, _MILLISECONDS = 10, 13  # digits of the time since 1970
_DEEPEST = 8
_MOST = 5000


@dataclass(frozen=True, slots=True)
class Records:
    """What data hold: links with titles and dates, and markup that is still to be read."""

    links: tuple[Link, ...] = ()
    markup: str = ""


def has_records(text: str) -> bool:
    """Whether a text holds records of a list, be it a page's source or an answer to a script."""
    if next(_marked(text), None) is not None:
        return True
    found = _from_json(text, "http://localhost/")
    return bool(found.links or found.markup)


def read_records(text: str, own: str) -> Records:
    """The records of a page's source or of an answer to a script; none if there are none."""
    inner = "\n".join(_marked(text))
    return Records(markup=inner) if inner else _from_json(text, own)


def _marked(text: str) -> Iterator[str]:
    """What stands between <record> and </record>, without the marks of a CDATA section."""
    for piece in text.split("</record>")[:-1]:
        _, begun, inner = piece.rpartition("<record")
        _, closed, content = inner.partition(">")
        if begun and closed and content.strip():
            yield content.strip().removeprefix("<![CDATA[").removesuffix("]]>")


def _from_json(text: str, own: str) -> Records:
    data = _load(text)
    if data is None:
        return Records()
    lists = list(_lists(data, 0))
    best = max((_links(rows, own) for rows in lists), key=len, default=())
    if best:
        return Records(links=best)
    return Records(markup="\n".join(one for one in _strings(data, 0) if _MARKUP.search(one)))


def _load(text: str) -> object:
    bare = text.strip().lstrip("\ufeff")
    called = _CALLED.match(bare) if bare[:1] not in ("{", "[", "<", "") else None
    bare = called[1].strip() if called else bare
    if bare[:1] not in ("{", "["):
        return None
    try:
        return json.loads(bare)
    except (ValueError, RecursionError):
        return None


def _lists(data: object, depth: int) -> Iterator[Sequence[Mapping[str, object]]]:
    """All lists of objects, wherever they stand."""
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        rows = [one for one in data[:_MOST] if isinstance(one, dict)]
        if rows:
            yield rows
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for one in inner:
        if isinstance(one, (dict, list)):
            yield from _lists(one, depth + 1)


def _strings(data: object, depth: int) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif depth <= _DEEPEST and isinstance(data, (dict, list)):
        for one in data.values() if isinstance(data, dict) else data[:_MOST]:
            yield from _strings(one, depth + 1)


def _links(rows: Sequence[Mapping[str, object]], own: str) -> tuple[Link, ...]:
    return tuple(link for link in (_link(row, own) for row in rows) if link)


def _link(row: Mapping[str, object], own: str) -> Link | None:
    plain = {key.lower().replace("_", "").replace("-", ""): row[key] for key in row}
    title = next((text for key in _TITLES if (text := _text(plain.get(key)))), "")
    url = _address(plain, own)
    if not title or url is None:
        return None
    day = next((day for key in _DATES if (day := day_of(plain.get(key)))), None)
    return Link(url, title, day)


def _text(value: object) -> str:
    return clean(_TAG.sub("", value)) if isinstance(value, str) else ""


def _address(plain: Mapping[str, object], own: str) -> str | None:
    """The record's address; one that a server can answer before one that only a script can."""
    found = [
        url
        for key in _ADDRESSES
        if isinstance(value := plain.get(key), str) and value and (url := absolute_url(own, value))
    ]
    return next((url for url in found if not is_script_route(url)), found[0] if found else None)


def day_of(value: object) -> str | None:
    """The day of a date as data hold it: as text, or as seconds or milliseconds since 1970.

    >>> day_of("2024-03-05T01:02:03"), day_of(1709600000000), day_of("1709600000"), day_of(True)
    ('2024-03-05', '2024-03-05', '2024-03-05', None)
    """
    text = (
        str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
    )
    number = text.partition(".")[0]
    if number.isdecimal() and len(number) in (_SECONDS, _MILLISECONDS):
        seconds = int(number[:_SECONDS])
        return datetime.fromtimestamp(seconds, BEIJING).date().isoformat()
    dated = first_date(text)
    return dated.when.date().isoformat() if dated else None
