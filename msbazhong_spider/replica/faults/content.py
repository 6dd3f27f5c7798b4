"""Answers with status 200 that are not the page: empty, in the wrong characters, of a wall."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msbazhong_spider.replica.site import Answer
    from msbazhong_spider.replica.wire import Message, Wire

_GONE = (
    "<html><head><meta charset=utf-8><title>提示信息</title></head><body>"
    "对不起，您访问的信息不存在或已被删除！<a href='/'>返回首页</a></body></html>"
).encode()
_WALL = (
    b"<html><body><script>var arg1='0123456789ABCDEF0123456789ABCDEF01234567';"
    b"document.cookie='acw_sc__v2='+x;</script></body></html>"
)


def _charset(body: bytes) -> str:
    """Say what a page of the replica is written in."""
    try:
        body.decode()
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def empty(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """Nothing, with status 200."""
    return replace(answer, body=b"", modified=None)


def wrong_charset(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """The header names another charset than the page is in; the bytes are as they should be."""
    other = "gb2312" if _charset(answer.body) == "utf-8" else "utf-8"
    return replace(answer, charset=other)


def mojibake(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """The page was taken for Latin-1 and written again as UTF-8: valid, and nonsense."""
    return replace(answer, body=answer.body.decode("latin-1").encode(), charset="utf-8")


def wrong_table(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """The page was read with the wrong table, and what did not fit replaced: valid UTF-8 again."""
    other = "gb18030" if _charset(answer.body) == "utf-8" else "utf-8"
    return replace(answer, body=answer.body.decode(other, "replace").encode(), charset="utf-8")


def question_marks(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """Every Chinese character was replaced by a question mark."""
    text = answer.body.decode(_charset(answer.body))
    return replace(answer, body=text.encode("ascii", "replace"))


def soft_404(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """A page that says that it is not there, with status 200."""
    return replace(answer, body=_GONE, modified=None, charset="utf-8")


def challenge(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """An anti-crawl page, with status 200."""
    return replace(answer, body=_WALL, modified=None)


def cookies(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """A page that differs for whoever sends the cookie that it has set."""
    return replace(answer, sender=_varied)


def _varied(message: Message, wire: Wire) -> None:
    if "Cookie" in wire.asked:
        message = replace(
            message.but(Content_Length=str(len(_GONE)), Content_Encoding=None), body=_GONE
        )
    wire.send(message.but(Set_Cookie="visited=1; path=/", Vary="Cookie").head, message.body)
