"""Pages and headers that are made to break whoever reads them. The report on the page stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msbazhong_spider.replica.server import Fault
    from msbazhong_spider.replica.site import Answer
    from msbazhong_spider.replica.wire import Message, Wire

_END = b"</body>"
_DEEP = 50_000
_LONG = 1_000_000


def _before_the_end(added: bytes, what: str) -> Fault:
    def fault(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
        head, found, tail = answer.body.rpartition(_END)
        return replace(answer, body=head + added + found + tail) if found else answer

    fault.__doc__ = what
    return fault


deep = _before_the_end(b"<div>" * _DEEP, "Fifty thousand elements inside of each other.")
attribute = _before_the_end(b'<a title="%s">x</a>' % (b"x" * _LONG), "An attribute of a megabyte.")
_WRONG = b"&#x110000;&#0;&#xD800;&#99999999999999999999;&bogus;&amp&lt" * 200
entities = _before_the_end(
    b'<i title="%s"></i><i style="display:none">%s</i>' % (_WRONG, _WRONG),
    "Entities that stand for no character.",
)
scripts = _before_the_end(
    b"<script>document.write('<scr'+'ipt>');while(1){}</script><script>/*<!--" * 500
    + b"--></script>",
    "Scripts, one inside of another.",
)
_KEYS = b" ".join(b'a%d="1"' % number for number in range(20_000))
attributes = _before_the_end(b"<i %s>" % _KEYS, "An element with twenty thousand attributes.")


def nul_bytes(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """NUL bytes between the lines."""
    return replace(answer, body=answer.body.replace(b"\n", b"\n\0\0"))


def headers(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """Header values that are long, folded, not Latin, without a name, or look like more headers."""
    return replace(answer, sender=_odd_headers)


def _odd_headers(message: Message, wire: Wire) -> None:
    odd = (
        b"X-Long: " + b"x" * 10_000,
        b"X-Folded: one\r\n two\r\n\tthree",
        "X-Name: 县委书记".encode(),
        "X-Name-In-GBK: 县委书记".encode("gb18030"),
        b"no colon at all",
        b": no name",
        b"X-Escaped: a%0d%0aSet-Cookie: b=c",
        b"X-Nul: a\0b",
        b"X-Return: a\rSet-Cookie: b=c",
    )
    etag = '"' + "é" * 2000 + '"'
    head = message.but(ETag=etag, Last_Modified="yesterday").head[:-2]
    wire.send(head, b"\r\n".join(odd), b"\r\n\r\n", message.body)


def long_header(path: str, answer: Answer) -> Answer:  # noqa: ARG001 - a fault
    """One header of a megabyte."""
    return replace(answer, sender=_long_header)


def _long_header(message: Message, wire: Wire) -> None:
    wire.send(message.head[:-2], b"X-Long: %s\r\n\r\n" % (b"x" * _LONG), message.body)
