"""The next page of a listing, by whatever form the page has: links, script calls, lists."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msbazhong_spider.pages.urls import absolute_url, canonical_url, same_site

if TYPE_CHECKING:
    from msbazhong_spider.pages.document import Anchor, Document

PAGING_WORD = re.compile(
    r"^\W*(?:上一?页|下一?页|前一?页|后一?页|下一頁|首页|尾页|末页|最后一?页|第一页|第?\s?\d{1,5}\s?页?|next|prev(?:ious)?|last|first|跳转|GO|共.{0,8}[页条])\W*$|^[<>«»‹›.…\s]+$",
    re.IGNORECASE,
)
_NEXT = re.compile(r"^\W*(?:下一?页|下一頁|后一?页|next(?:\s?page)?)\W*$", re.IGNORECASE)
_ARROW = re.compile(r"^\s*(?:>{1,2}|＞{1,2}|»|›)\s*$")
_COMMENTS = re.compile(r"/\*.{0,5000}?\*/|(?<![:\"'\w])//[^\n]{0,500}", re.DOTALL)
_CALL = re.compile(
    r"createPageHTML\w{0,10}\s{0,3}\(\s{0,3}(\d{1,6})\s{0,3},\s{0,3}(\d{1,6})\s{0,3},\s{0,3}[\"']([\w./-]{1,80})[\"']\s{0,3},\s{0,3}[\"'](\w{2,6})[\"']"
)
_COUNT = re.compile(r"\bcountPage\s{0,3}=\s{0,3}(\d{1,6})")
_CURRENT = re.compile(r"\bcurrentPage\s{0,3}=\s{0,3}(\d{1,6})")


def find_next_page(document: Document, own: str) -> str | None:
    """The address of the page that follows; None on the last one.

    A 下一页 that points to its own page (as some systems print it on the last one) is None, as is
    one that only a script could follow.
    """
    base = absolute_url(own, document.base or "") or own
    for anchor in document.anchors:
        if _NEXT.match(anchor.text) or (not anchor.text and _NEXT.match(anchor.title)):
            return _other(base, anchor, own)
    script = _by_script(document.text, own)
    if script:
        return script if script != own else None
    return _by_numbers(document, base, own) or _by_options(document, base, own)


def _other(base: str, anchor: Anchor, own: str) -> str | None:
    url = absolute_url(base, anchor.href)
    return url if url and url != own and same_site(own, url) else None


def _by_script(text: str, own: str) -> str | None:
    if "createPageHTML" not in text and "countPage" not in text:
        return None
    bare = _COMMENTS.sub("", text)
    call = _CALL.search(bare)
    if call:
        count, current, name, extension = int(call[1]), int(call[2]), call[3], call[4]
        if current + 1 >= count:
            return None
        return absolute_url(own, f"{name}_{current + 1}.{extension}")
    count_found, current_found = _COUNT.search(bare), _CURRENT.search(bare)
    if not count_found or not current_found:
        return None
    following = int(current_found[1]) + 1
    return _numbered(own, following) if following < int(count_found[1]) else None


def _numbered(own: str, number: int) -> str | None:
    """index.html or index_3.html with another number, as the counting templates name their pages."""
    name = urlsplit(own).path.rpartition("/")[2] or "index.html"
    stem, _, extension = name.rpartition(".")
    stem = re.sub(r"_\d+$", "", stem)
    return absolute_url(own, f"{stem}_{number}.{extension}") if stem else None


def _by_numbers(document: Document, base: str, own: str) -> str | None:
    """1 [2] [3]: the number after the one that is no link."""
    numbers = {int(a.text): a for a in document.anchors if re.fullmatch(r"\d{1,4}", a.text)}
    if not numbers:
        return None
    arrow = [anchor for anchor in document.anchors if _ARROW.match(anchor.text)]
    current = _current_number(document, base, own, numbers)
    if current is not None and current + 1 in numbers:
        return _other(base, numbers[current + 1], own)
    if current is None:
        return next(filter(None, (_other(base, anchor, own) for anchor in arrow[:1])), None)
    return None


def _current_number(
    document: Document, base: str, own: str, numbers: dict[int, Anchor]
) -> int | None:
    for number, anchor in numbers.items():
        if absolute_url(base, anchor.href) == own:
            return number
    lines = sorted({anchor.line for anchor in numbers.values()})
    for index in range(max(0, lines[0] - 3), min(len(document.lines), lines[-1] + 2)):
        for cell in document.lines[index].cells:
            if re.fullmatch(r"\[?\d{1,4}\]?", cell) and int(cell.strip("[]")) not in numbers:
                return int(cell.strip("[]"))
    return None


def _by_options(document: Document, base: str, own: str) -> str | None:
    """A select list of pages: the option after this page's own."""
    if document.root is None:
        return None
    urls = []
    for option in document.root.iter("option"):
        value = option.get("value") or ""
        url = absolute_url(base, value) if re.search(r"[./]", value) else None
        if url and re.search(r"\d", "".join(map(str, option.itertext()))):
            urls.append((url, option.get("selected") is not None))
    for (url, selected), (following, _) in pairwise(urls):
        if (selected or url == own) and canonical_url(following) != own:
            return following if same_site(own, following) else None
    return None
