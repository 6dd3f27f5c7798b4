"""Bytes that are no page: files, known by their first bytes and by what the header calls them."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msbazhong_spider.items import Page

_MAGIC = (
    (b"%PDF", "PDF"), (b"\xff\xd8\xff", "picture"), (b"\x89PNG", "picture"), (b"GIF8", "picture"),
    (b"PK\x03\x04", "archive or office file"), (b"\xd0\xcf\x11\xe0", "office file"),
    (b"RIFF", "media file"), (b"\x1f\x8b", "compressed file"), (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"), (b"{\\rtf", "office file"), (b"ID3", "media file"),
)  # fmt: skip
_BITMAP = re.compile(rb"BM.{4}\x00\x00\x00\x00", re.DOTALL)  # two letters alone begin texts too
_MOVIE = re.compile(rb".{4}ftyp", re.DOTALL)
_CONTROL = bytes(value for value in range(32) if value not in b"\t\n\r\f\x1a\x1b")
_TYPES = re.compile(
    r"^(?:image|audio|video|font)/"
    r"|^application/(?:pdf|zip|msword|vnd\.|octet-stream|x-rar|x-7z|x-shockwave|javascript|x-javascript)"
    r"|^text/(?:css|javascript)",
    re.IGNORECASE,
)
_DATA_TYPES = re.compile(r"^(?:application|text)/(?:json|xml|[\w.-]+\+json)", re.IGNORECASE)
_HEAD = 2000


def media_of(page: Page) -> str | None:
    """Say what a body is that holds no page, None for text of any kind."""
    start = page.body[:_HEAD].lower()
    has_markup = b"<html" in start or b"<!doctype html" in start
    if not has_markup:
        named = _by_first_bytes(page.body)
        if named:
            return named
        content_type = page.headers.get("content-type", "")
        if _TYPES.match(content_type) and not is_data(page):
            return f"content type {content_type}"
    if not page.body or page.body.isspace():
        return "no body"
    return "binary data" if _is_binary(page.body[:4096]) else None


def is_data(page: Page) -> bool:
    """Whether a body is JSON (bare, or as the argument of a call) or XML: a script's food.

    Servers call it by every name, so that the first characters count as much as the header.
    """
    start = page.body[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"<html" in start.lower():
        return False
    is_named = _DATA_TYPES.match(page.headers.get("content-type", "")) is not None
    return is_named or _DATA_START.match(start) is not None


_DATA_START = re.compile(
    rb"""\{\s*["'] | \[\s*\{\s*["'] | [\w$.]{1,60}\(\s*[\[{]\s*["'{]
      | <\?xml[^>]*>\s*<(?!!?\s*(?:doctype|html)) | <datastore>""",
    re.VERBOSE | re.IGNORECASE,
)


def _by_first_bytes(body: bytes) -> str | None:
    if _BITMAP.match(body):
        return "picture"
    if _MOVIE.match(body):
        return "media file"
    return next((name for mark, name in _MAGIC if body.startswith(mark)), None)


def _is_binary(start: bytes) -> bool:
    control = len(start) - len(start.translate(None, _CONTROL))
    is_wide = start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return control * 50 > len(start) and not is_wide
