"""Bytes to text: what a page declares is heard, and then checked against what the bytes say.

Names are our product, and 镕, 堃, 喆 or 㼆 exist in no GB2312: whatever calls itself GB2312 or GBK
is decoded as GB18030, which holds both and loses nothing.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEADER_CHARSET = re.compile(r"charset\s{0,4}=\s{0,4}[\"']?\s{0,4}([\w.:-]{2,40})", re.IGNORECASE)
# Any meta that says charset=, however mangled the tag is (httpequiv, missing quotes).
_META_CHARSET = re.compile(
    rb"<meta\b[^>]{0,300}?charset\s{0,4}=\s{0,4}[\"']?\s{0,4}([\w.:-]{2,40})", re.IGNORECASE
)
_XML_CHARSET = re.compile(rb"<\?xml\b[^>]{0,80}?encoding\s?=\s?[\"']([\w.:-]{2,40})", re.IGNORECASE)
_META_WITHIN = 65536  # templates put scripts and comments before their meta; browsers stop at 1024
_GB_FAMILY = frozenset({"gb2312", "gbk", "gb18030", "hz-gb-2312"})
_BEGINNING = 40_004  # bytes; a character takes up to four, and a byte order mark may stand before
_PIECE = 16_384
_SAMPLE = 20_000  # characters looked at when a decoding is judged
_REPLACEMENT = "\ufffd"
_FOREIGN = re.compile("[^\\x00-\\x7f]+")
_WIDE = re.compile("[\u3400-\u9fff]+")
_CHINESE = 0.1
# One wrong byte in a thousand characters is a stray; more is a wrong charset.
_STRAY_SHARE = 0.001
# The hundred commonest characters make up about 40 % of any Chinese text; of a text that was
# decoded with the wrong table, under 3 %.
_COMMON = re.compile(
    "[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子"
    "说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当"
    "使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反"
    "市县区委网站新闻首页会议领导工作]+"
)


@dataclass(slots=True)
class Decoded:
    """The text of a page, and how it was got.

    ``charset_used`` is a Python codec name; ``charset_declared`` what the page or its header said,
    None if neither did; ``replaced`` counts the U+FFFD that decoding put in. ``beginning`` are at
    least the first ten thousand characters.

    ``utf8`` is the page in UTF-8, where that is what it came in, without a fault: the parser wants
    nothing else, and few articles are asked for their whole source. To make text of it, which
    takes twice its memory, waits until somebody asks.
    """

    charset_used: str
    charset_declared: str | None
    beginning: str
    replaced: int = 0
    utf8: bytes = b""
    _text: str | None = None

    @property
    def text(self) -> str:
        """The page's source."""
        if self._text is None:
            self._text = self.utf8.decode()
        return self._text

    def holds(self, word: str) -> bool:
        """Whether a word of ASCII stands in the source."""
        return word in self._text if self._text is not None else word.encode() in self.utf8


def as_decoded(text: str) -> Decoded:
    """A source that is text already, in the form in which pages are parsed."""
    return Decoded("utf-8", None, text, _text=text)


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Decode a page: byte order mark, header, meta and detection propose, the text itself decides.

    Any bytes give a text. Nothing is dropped: what can't be decoded becomes U+FFFD, counted.
    The last page is remembered: who reads a page and who records it ask for the same.
    """
    if not (_last and _last[0] is body and _last[1] == content_type):
        _last.clear()  # first, so that the new text takes the place of the old one in memory
        _last[:] = body, content_type, _decide(body, content_type)
    decoded: Decoded = _last[2]
    return decoded


_last: list[Any] = []  # the bytes, their content type, and what became of them


def _decide(body: bytes, content_type: str | None) -> Decoded:
    declared = _from_header(content_type) or _from_meta(body)
    bom = next((name for mark, name in _BOMS if body.startswith(mark)), None)
    best: Decoded | None = None
    best_score = -1.0
    for charset in _candidates(bom, declared, body):
        tried = _decode_as(body, charset, declared)
        score = _plausibility(tried)
        if score > best_score:
            best, best_score = tried, score
        if score >= _GOOD:
            break
    if best is None or best_score < _POOR:
        best = _better(best, _detected(body, declared))
    return best or _decode_as(body, "utf-8", declared)


_GOOD = 1.0
_POOR = 0.5


def _candidates(bom: str | None, declared: str | None, body: bytes) -> Iterator[str]:
    """Charsets to try, the likeliest first."""
    named = _codec(declared)
    if named == "gb18030" and _is_surely_utf8(body):
        named = None  # without a look at every character that is none in GB18030
    offered = [bom, named, "utf-8", "gb18030"]
    yield from dict.fromkeys(name for name in offered if name)


def _is_surely_utf8(body: bytes) -> bool:
    """Whether bytes are UTF-8 without a fault, and are no GB18030.

    Either is told at the first byte that does not fit, which is soon.
    """
    if _beginning_of_utf8(body) is None:
        return False
    try:
        body.decode("gb18030")
    except UnicodeDecodeError as error:
        return body[error.start] != _EURO
    return False


def _beginning_of_utf8(body: bytes) -> str | None:
    """The beginning of bytes that are UTF-8 without a fault, None if they are not.

    The rest is looked through in pieces that stay in the processor's cache: to make one text of
    it all takes longer.
    """
    view, size = memoryview(body), len(body)
    try:
        beginning, at = codecs.utf_8_decode(view[:_BEGINNING], "strict", size <= _BEGINNING)
        while at < size:
            end = at + _PIECE
            at += codecs.utf_8_decode(view[at:end], "strict", end >= size)[1]
    except UnicodeDecodeError:
        return None
    return beginning.removeprefix("\ufeff")


def _codec(name: str | None) -> str | None:
    if name is None:
        return None
    lowered = name.strip().lower().replace("_", "-")
    if lowered in _GB_FAMILY or lowered.startswith(("gb", "x-gb", "cp936", "ms936")):
        return "gb18030"
    try:
        info = codecs.lookup(lowered)
    except (LookupError, ValueError):
        return None
    # Codecs such as hex or zlib are no charsets.
    return info.name if getattr(info, "_is_text_encoding", True) else None


def _from_header(content_type: str | None) -> str | None:
    found = _HEADER_CHARSET.search(content_type or "")
    return found[1].lower() if found else None


def _from_meta(body: bytes) -> str | None:
    found = _META_CHARSET.search(body, 0, _META_WITHIN) or _XML_CHARSET.search(body, 0, 1000)
    return found[1].decode("ascii", "replace").lower() if found else None


def _replaced(error: UnicodeError) -> tuple[str, int]:
    """U+FFFD for what can't be decoded, but the euro sign for the byte that Windows' GBK has for it."""
    if isinstance(error, UnicodeDecodeError) and error.object[error.start] == _EURO:
        return "€", error.start + 1
    return codecs.replace_errors(error)  # type: ignore[return-value]  # str when decoding


_EURO = 0x80
codecs.register_error("msbazhong.replace", _replaced)


def _decode_as(body: bytes, charset: str, declared: str | None) -> Decoded:
    handler = "replace"
    if charset == "gb18030":
        # A template's byte order mark stands before some pages that are GBK all the same.
        body, handler = body.removeprefix(codecs.BOM_UTF8), "msbazhong.replace"
    beginning = _beginning_of_utf8(body) if charset == "utf-8" else None
    if beginning is not None:
        return Decoded(charset, declared, beginning, utf8=body.removeprefix(codecs.BOM_UTF8))
    try:
        text = body.decode(charset, handler)
    except (UnicodeError, LookupError):
        # Some stateful codecs (idna, punycode) raise whatever error handler they are given.
        text, charset = body.decode("utf-8", "replace"), "utf-8"
    text = text.removeprefix("﻿")
    replaced = text.count(_REPLACEMENT)
    if replaced and charset == "utf-8":
        replaced = max(0, replaced - body.count(b"\xef\xbf\xbd"))  # the site's own
    return Decoded(charset, declared, text, replaced, _text=text)


def _plausibility(decoded: Decoded) -> float:
    """1 or more: good. Lower: replaced characters, or Chinese that is no Chinese.

    Text in another charset is hardly ever valid UTF-8, so that UTF-8 without a fault needs no
    further look; a few faults in a long text (an included file, a cut counter) weigh little.
    """
    if decoded.utf8:
        return _GOOD
    text = decoded.text
    if not decoded.replaced and (decoded.charset_used == "utf-8" or text.isascii()):
        return _GOOD
    foreign = _sample(text)
    wide = _count(_WIDE, foreign)
    if not wide:
        return 0.0
    common = _count(_COMMON, foreign) / wide
    faults = decoded.replaced / max(len(foreign), len(text) * _STRAY_SHARE)
    score = min(1.0, common * 4) * min(1.0, wide / len(foreign) * 1.5) - min(1.0, faults * 4)
    bonus = 0.2 if not decoded.replaced and common > _CHINESE else 0.0
    return max(0.0, score) + bonus


def count_common(text: str) -> int:
    """How many characters of a text are of those that every Chinese text is full of."""
    return _count(_COMMON, text)


def count_wide(text: str) -> int:
    """How many characters of a text are Chinese."""
    return _count(_WIDE, text)


def _count(characters: re.Pattern[str], text: str) -> int:
    """How many characters the pieces that a pattern finds have together."""
    return sum(map(len, characters.findall(text)))


def _sample(text: str) -> str:
    """The first characters of a text that are not ASCII."""
    pieces: list[str] = []
    missing = _SAMPLE
    for found in _FOREIGN.finditer(text, 0, _SAMPLE * 20):
        pieces.append(found[0][:missing])
        missing -= len(pieces[-1])
        if not missing:
            break
    return "".join(pieces)


def _detected(body: bytes, declared: str | None) -> Decoded | None:
    """What charset-normalizer makes of a page that neither UTF-8 nor GB18030 explains."""
    from charset_normalizer import from_bytes

    guess = from_bytes(body[:50_000]).best()
    codec = _codec(guess.encoding) if guess else None
    return _decode_as(body, codec, declared) if codec else None


def _better(first: Decoded | None, second: Decoded | None) -> Decoded | None:
    if first is None or second is None:
        return first or second
    if second.replaced == first.replaced:
        return second if _plausibility(second) > _plausibility(first) else first
    return second if second.replaced < first.replaced else first
