"""A post (职务) as printed, taken apart: single posts, and the organ that each one names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Post:
    """One post: ``label`` as printed, ``role`` without the organ, ``organ`` if one is named."""

    label: str
    role: str
    organ: str | None = None


@cache
def _titles() -> re.Pattern[str]:
    words = files(__package__).joinpath("titles.txt").read_text("utf-8").split()
    titles = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(
        rf"(?P<organ>.*?)(?P<role>(?:第一|常务|执行|名誉|代理|代|原)?副?(?:{titles}))"
        r"(?:（[^（）]*）)?"
    )


def split_post(printed: str) -> list[Post]:
    """Take a printed post apart where 、 stands between posts, not inside the name of an organ.

    >>> [(post.organ, post.role) for post in split_post("县委副书记、县长")]
    [('县委', '副书记'), (None, '县长')]
    >>> [(post.organ, post.role) for post in split_post("县文化、体育和旅游局局长")]
    [('县文化、体育和旅游局', '局长')]
    """
    pieces = printed.split("、")
    if not all(_titles().fullmatch(piece) for piece in pieces):
        pieces = [printed]
    return [_read(piece) for piece in pieces]


def _read(label: str) -> Post:
    match = _titles().fullmatch(label)
    if match is None:
        return Post(label, label)
    return Post(label, match["role"], match["organ"] or None)
