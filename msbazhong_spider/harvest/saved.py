"""Saved pages: files of HTML or text, and what can be known of their address and time.

The surest thing that speaks of a page counts: the JSON file beside it that ``new-site`` writes, the
note of a browser or a copier in the page, the page's own canonical address, a folder named as a
host (``wget -m``). A page of which nothing tells the address is known by its bytes, so that it is
the same article however often, and from wherever, it is imported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from html import unescape
from ipaddress import IPv4Address
from typing import TYPE_CHECKING
from urllib.parse import quote

from msbazhong_spider.errors import UnreadableInputError
from msbazhong_spider.harvest.origins import Origin, original_of
from msbazhong_spider.harvest.reading import LONGEST
from msbazhong_spider.pages import canonical_url, decode
from msbazhong_spider.pages.forwarding import is_home
from msbazhong_spider.pages.saved import page_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from msbazhong_spider.harvest.origins import Original

_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|div|p|table|meta)\b", re.IGNORECASE)
_MHTML = re.compile(rb"\A(?:From|MIME-Version|Subject|Snapshot-Content-Location):", re.IGNORECASE)
_CHINESE = re.compile("[\u3400-\u9fff]")
_LOOK = 1 << 16
_OK = 200
_FROM_URL = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S{1,2000}?)\s*-->")
_SINGLE_FILE = re.compile(
    rb"Page saved with SingleFile\s{1,40}url:\s*(\S{1,2000})\s{1,40}saved date:\s*([^\n(]{10,60})"
)
_HTTRACK = re.compile(
    rb"<!--\s*Mirrored from (\S{1,2000}) by HTTrack Website Copier/[^,]{1,60},"
    rb"\s*([^>]{10,60}?)\s*-->"
)
_CANONICAL = re.compile(
    rb"<link\b(?=[^>]{0,500}\brel\s*=\s*[\"']?canonical\b)[^>]{0,500}\bhref\s*=\s*[\"']?([^\s\"'>]+)",
    re.IGNORECASE,
)
_OG_URL = re.compile(
    rb"<meta\b(?=[^>]{0,500}\bproperty\s*=\s*[\"']og:url)[^>]{0,500}\bcontent\s*=\s*[\"']([^\"'>]+)",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+([a-z]{2,})(?::\d+)?", re.IGNORECASE)
_HOST_ENDINGS = frozenset({"cn", "com", "net", "org", "gov", "edu", "info", "tv", "cc", "example"})
_INDEX = re.compile(r"(?:index|default)\.\w{1,5}")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page out of a file: bytes, address and time, and what told them.

    ``notes`` go into the archive beside the page.
    """

    url: str
    body: bytes
    media_type: str
    dated: datetime
    origin: Origin
    notes: dict[str, str] = field(default_factory=dict)


def read_saved(path: Path, is_host: Callable[[str], bool] = lambda _: False) -> SavedPage:
    """Take a file as a saved page. ``is_host`` knows the hosts of the sites that there are.

    Raises:
        UnreadableInputError: the file can't be read, is empty, binary, or no page at all.
    """
    body = _bytes(path)
    beside = page_beside(path, body)
    if beside is not None and beside.status != _OK:
        raise UnreadableInputError(
            f"{path}: the JSON file beside it says status {beside.status}; that is no page to keep"
        )
    claims = list(_claims(path, body, is_host))
    url, when, told_by = next(iter(claims), (_by_bytes(body), None, "its bytes"))
    original = original_of(url)
    if original is not None:
        url, when = original.url, original.when
    dated = when or datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return SavedPage(
        url=url,
        body=body,
        media_type=_media_type(path, body, beside.headers.get("content-type") if beside else None),
        dated=dated.replace(microsecond=0),
        origin=_origin(when, told_by, original),
        notes={"source": str(path), "address-told-by": told_by},
    )


def _origin(when: datetime | None, told_by: str, original: Original | None) -> Origin:
    if original is not None:
        return Origin.WAYBACK if original.is_raw else Origin.REWRITTEN
    if when is None:
        return Origin.SAVED_FILE_TIME
    return Origin.SAVED_SIDECAR if told_by == _SIDECAR else Origin.SAVED_NOTE


_SIDECAR = "the JSON file beside it"


def _claims(
    path: Path, body: bytes, is_host: Callable[[str], bool]
) -> Iterator[tuple[str, datetime | None, str]]:
    """Give what speaks of a page's address (and time), the surest first."""
    beside = page_beside(path, body)
    if beside is not None:
        yield beside.url, beside.fetched, _SIDECAR
    head = body[:_LOOK]
    if found := _SINGLE_FILE.search(head):
        yield _text(found[1]), _browser_date(_text(found[2])), "SingleFile's note"
    if found := _HTTRACK.search(body):
        yield f"http://{_text(found[1])}", _mail_date(_text(found[2])), "HTTrack's note"
    if found := _FROM_URL.search(head):
        yield _text(found[1]), None, "the browser's note"
    for pattern, name in ((_CANONICAL, "its canonical link"), (_OG_URL, "its og:url")):
        found = pattern.search(head)
        if found and _text(found[1]).startswith(("http://", "https://")):
            url = canonical_url(_text(found[1]))
            if not is_home(url):  # templates give every page the address of the front page
                yield url, None, name
    by_folder = _by_folder(path, is_host)
    if by_folder is not None:
        yield by_folder, None, "the folder named as its host"


def _text(found: bytes) -> str:
    return unescape(found.decode("utf-8", "backslashreplace")).strip()


def _browser_date(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.strip(), "%a %b %d %Y %H:%M:%S GMT%z").astimezone(UTC)
    except ValueError:
        return None


def _mail_date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        return None


def _by_folder(path: Path, is_host: Callable[[str], bool]) -> str | None:
    """Give the address of a file in a mirror: the folder named as a host, and what is below it."""
    parts = path.resolve().parts
    for place in range(len(parts) - 2, 0, -1):
        host = parts[place]
        if not _is_named_as_host(host, is_host):
            continue
        below = [*parts[place + 1 : -1], "" if _INDEX.fullmatch(parts[-1]) else parts[-1]]
        return canonical_url(f"http://{host}/{quote('/'.join(below), safe='/?=&%+,;:@~!$()*')}")
    return None


def _is_named_as_host(name: str, is_host: Callable[[str], bool]) -> bool:
    """Whether a folder's name is that of a host, known or likely, or an address of numbers."""
    found = _HOST.fullmatch(name)
    if found is not None:
        return is_host(name) or found[1].lower() in _HOST_ENDINGS
    try:
        IPv4Address(name.partition(":")[0])
    except ValueError:
        return False
    return True


def _by_bytes(body: bytes) -> str:
    return f"urn:sha256:{sha256(body).hexdigest()}"


def _media_type(path: Path, body: bytes, declared: str | None) -> str:
    """Tell HTML from text, by what came with the page, by its name, by its bytes."""
    if declared:
        return declared
    is_text = path.suffix.lower() == ".txt" or not _MARKUP.search(body)
    return "text/plain" if is_text else "text/html"


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            body = file.read(LONGEST + 1)
    except OSError as error:
        raise UnreadableInputError(
            f"{path}: can't be read ({error.strerror}); check its name and who may read it"
        ) from error
    if len(body) > LONGEST:
        raise UnreadableInputError(
            f"{path}: larger than {LONGEST >> 20} MiB, no page; leave it out"
        )
    if not body.strip():
        raise UnreadableInputError(f"{path}: empty; save the page again")
    if body.startswith(_BINARY) or (b"\0" in body[:4096] and not body.startswith(_UTF16)):
        raise UnreadableInputError(
            f"{path}: binary, no page; give saved pages (.html, .txt), WARC or WACZ files"
        )
    if _MHTML.match(body) and b"multipart/related" in body[:_LOOK]:
        raise UnreadableInputError(
            f"{path}: an MHTML file; open it in a browser and save it as HTML"
        )
    if not (_MARKUP.search(body) or _CHINESE.search(decode(body).text)):
        raise UnreadableInputError(
            f"{path}: no page, it has neither markup nor Chinese text; give a saved news page"
        )
    return body
