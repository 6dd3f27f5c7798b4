"""Redirects that lead nowhere, round and round, or where no harvest has any business."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msbazhong_spider.replica.server import Fault
    from msbazhong_spider.replica.site import Answer

# Each is a way to say an address that is not public, or a machine of its own.
PRIVATE = (
    "http://10.0.0.1/",
    "http://172.16.3.4/news/1.html",
    "http://192.168.1.1/admin",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://0.0.0.0:9/",
    "http://127.0.0.1:9/",
    "http://127.1:9/",
    "http://localhost:9/",
    "http://2130706433:9/",
    "http://0x7f000001:9/",
    "http://0177.0.0.1:9/",
    "http://[::1]:9/",
    "http://[::ffff:10.0.0.1]/",
    "http://[fd00::1]/",
    "http://user@10.0.0.1/",
    "//10.0.0.1/",
)


def _to(answer: Answer, location: str, status: int = 302) -> Answer:
    headers = (*answer.headers, ("Location", location))
    return replace(answer, status=status, body=b"", modified=None, headers=headers)


def _always(location: str, what: str) -> Fault:
    def fault(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
        return _to(answer, location)

    fault.__doc__ = what
    return fault


def loop(path: str, answer: Answer) -> Answer:
    """A page that redirects to itself."""
    return _to(answer, path)


class Two:
    """Two pages that redirect to each other."""

    _mark = "round=2"

    def owns(self, path: str) -> bool:
        """Tell whether a path is the second one of a pair."""
        return path.endswith(self._mark)

    def __call__(self, path: str, answer: Answer) -> Answer:
        """Send the first page to the second one and back."""
        if self.owns(path):
            return _to(answer, path[: -len(self._mark) - 1], 301)
        return _to(answer, f"{path}{'&' if '?' in path else '?'}{self._mark}", 301)


class Maze:
    """A page that redirects to ever new addresses."""

    _mark = "step="

    def owns(self, path: str) -> bool:
        """Tell whether a path lies within the maze."""
        return self._mark in path

    def __call__(self, path: str, answer: Answer) -> Answer:
        """Lead one step further."""
        before, found, step = path.partition(self._mark)
        if found:
            return _to(answer, f"{before}{self._mark}{int(step) + 1}")
        return _to(answer, f"{path}{'&' if '?' in path else '?'}{self._mark}1")


def private(path: str, answer: Answer) -> Answer:
    """Redirects to addresses that are not public, each in one of many spellings."""
    return _to(answer, random.Random(path).choice(PRIVATE))


offsite = _always("http://www.example.com/news/1.html", "Redirects to another site.")
to_file = _always("file:///etc/passwd", "Redirects to a file of the reader's own machine.")
to_data = _always("data:text/html,<h1>x</h1>", "Redirects to a page inside of the address.")
nowhere = _always("http://nowhere.invalid/1.html", "Redirects to a name that does not resolve.")
no_address = _always("http://[/", "Redirects to what is no address.")
