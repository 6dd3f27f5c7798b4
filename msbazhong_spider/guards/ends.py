"""Pages without their end: was the answer cut off, or does the site never close its pages?

HTTP itself can't tell where a length is wrong, or where there is none and closing the connection is
the end. A template tells: pages of one shape of address are printed by one template.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from dataclasses import dataclass

_TAGS = re.compile(rb"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_END = re.compile(rb"</(?:html|body|frameset)\b", re.IGNORECASE)
_WITHIN = 4096  # bytes in which a page shows that it is one
_MOST_SHAPES = 1000
_ENOUGH = 3  # pages of one shape that were looked at closely
_NUMBERS = re.compile(r"[0-9a-f]{16,}|\d+", re.IGNORECASE)


def has_no_end(body: bytes) -> bool:
    """Tell whether a document of HTML begins and does not end.

    A fragment, which begins with neither, is none; nor is what is written in 16 bits a character.
    """
    return _TAGS.search(body, 0, _WITHIN) is not None and _END.search(body) is None


@dataclass(slots=True)
class _Shape:
    """What is known of a template: how many of its pages had an end, and how many surely none."""

    ended: int = 0
    endless: int = 0


class Ends:
    """Remembers which templates close their pages."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._shapes: OrderedDict[str, _Shape] = OrderedDict()

    def is_whole(self, url: str, body: bytes, earlier: list[str], *, is_last: bool) -> bool:
        """Tell whether a page may be taken for whole.

        One with an end is. One without is, if no page of its template has one, and it came as the
        very same bytes at every attempt, or enough others have. ``earlier`` is what this told of
        the attempts before, and is added to; ``is_last`` that no other will be made.
        """
        shape = self._shape(url)
        if not has_no_end(body):
            shape.ended += 1
            return True
        if shape.ended:
            return False
        earlier.append(hashlib.sha256(body).hexdigest())
        same = is_last and len(set(earlier)) == 1
        shape.endless += same
        return same or shape.endless >= _ENOUGH

    def _shape(self, url: str) -> _Shape:
        key = _NUMBERS.sub("0", url.partition("?")[0])
        shape = self._shapes.setdefault(key, _Shape())
        self._shapes.move_to_end(key)
        if len(self._shapes) > _MOST_SHAPES:
            self._shapes.popitem(last=False)
        return shape
