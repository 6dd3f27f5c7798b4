"""Pages that lead a harvest on for ever. Each has a way in from the pages that it strikes."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from msbazhong_spider.replica.site import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable

_HREF = re.compile(rb'(href=")(/[^"?#;]*)(")')
_SESSION = re.compile(r";jsessionid=\w+|[?&](?:PHPSESSID|sid)=\w+|/\(S\(\w+\)\)")
_PER_PAGE = 20


def _html(title: str, *lines: str) -> Answer:
    head = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head>"
    return Answer(f"{head}<body>{''.join(lines)}</body></html>".encode(), charset="utf-8")


def _entry(answer: Answer, href: str, text: str) -> Answer:
    """Put a way into the menu of a page, in ASCII, whatever its charset is."""
    escaped = text.encode("ascii", "xmlcharrefreplace")
    link = b'<li><a href="%s">%s</a></li>' % (href.encode(), escaped)
    head, found, tail = answer.body.partition(b"</ul>")
    return replace(answer, body=head + link + found + tail) if found else answer


class EndlessListing:
    """A listing whose next page always shows reports that nobody has heard of; none is there."""

    _root = "/zt/jx/"

    def owns(self, path: str) -> bool:
        """Tell whether a path lies within the trap."""
        return path.startswith(self._root)

    def __call__(self, path: str, answer: Answer) -> Answer:
        """Give a page of the listing, 404 for its reports, and the way in for any other page."""
        if not self.owns(path):
            return _entry(answer, f"{self._root}list_1.html", "精选专题")
        found = re.fullmatch(rf"{self._root}list_(\d+)\.html", path)
        if not found:
            return replace(_html("404", "<h1>404</h1>"), status=404)
        page = int(found[1])
        items = self._items(range(page * _PER_PAGE, (page + 1) * _PER_PAGE))
        more = f'<a href="{self._root}list_{page + 1}.html">下一页</a>'
        return _html("精选专题", '<ul class="list">', items, "</ul>", f"<div>{more}</div>")

    def _items(self, numbers: Iterable[int]) -> str:
        return "".join(
            f'<li><a href="{self._root}2024/0305/{number}.html">干部群众同心协力建设美丽乡村之'
            f"{number}</a><span>2024-03-05</span></li>"
            for number in numbers
        )


class RepeatedListing:
    """A listing in which every page is the first one again, under a new address."""

    _root = "/zt/cf/"

    def owns(self, path: str) -> bool:
        """Tell whether a path lies within the trap."""
        return path.startswith(self._root)

    def __call__(self, path: str, answer: Answer) -> Answer:
        """Give the page, whatever its number, and the way in for any other page."""
        if not self.owns(path):
            return _entry(answer, f"{self._root}list_1.html", "重复专题")
        found = re.fullmatch(rf"{self._root}list_(\d+)\.html", path)
        if not found:
            return replace(_html("404", "<h1>404</h1>"), status=404)
        items = "".join(
            f'<li><a href="{self._root}2024/0305/{number}.html">各乡镇认真做好春耕备耕工作之'
            f"{number}</a><span>2024-03-05</span></li>"
            for number in range(5)
        )
        more = f'<a href="{self._root}list_{int(found[1]) + 1}.html">下一页</a>'
        return _html("重复专题", '<ul class="list">', items, "</ul>", f"<div>{more}</div>")


class Calendar:
    """A calendar of reports that has no report, and a link to every other month of all times."""

    _root = "/rili/"

    def owns(self, path: str) -> bool:
        """Tell whether a path lies within the trap."""
        return path.startswith(self._root)

    def __call__(self, path: str, answer: Answer) -> Answer:
        """Give a month, and the way in for any page that is none."""
        if not self.owns(path):
            return _entry(answer, f"{self._root}?year=2024&month=1", "往期回顾")
        asked = dict(parse_qsl(urlsplit(path).query))
        year = int(asked.get("year", "2024"))
        months = [(y, m) for y in range(year - 2, year + 3) for m in range(1, 13)]
        links = (f'<a href="{self._root}?year={y}&amp;month={m}">{y}年{m}月</a>' for y, m in months)
        return _html("往期回顾", "<div>", " ".join(links), "</div><p>本月没有内容。</p>")


class Sessions:
    """Every link of a page carries a session of its own, in one of four spellings."""

    def __call__(self, path: str, answer: Answer) -> Answer:
        """Write a session into each link of a page."""
        rng = random.Random(f"{path}/{random.random()}")

        def mark(found: re.Match[bytes]) -> bytes:
            key, at = f"{rng.getrandbits(64):x}", found[2].decode()
            spelled = rng.choice(
                (
                    f"{at};jsessionid={key}",
                    f"{at}?PHPSESSID={key}",
                    f"{at}?sid={key}",
                    f"/(S({key})){at}",
                )
            )
            return found[1] + spelled.encode() + found[3]

        return replace(answer, body=_HREF.sub(mark, answer.body), modified=None)

    def route(self, path: str) -> str:
        """Give the path without its session."""
        return _SESSION.sub("", path)
