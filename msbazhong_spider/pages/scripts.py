"""What a click would do: the address that a script's call leads to, without running anything.

Only the forms that templates use are read: an address as it stands, or one put together by a named
function from literals and its arguments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_LITERAL = r"\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'"
_TERM = rf"(?:{_LITERAL}|[A-Za-z_$][\w$]{{0,40}}|\(\s?[\w$]{{1,40}}\s?[-+]\s?\d\s?\)|\d{{1,9}})"
_EXPRESSION = rf"(?P<expression>{_TERM}(?:\s{{0,3}}\+\s{{0,3}}{_TERM}){{0,8}})"
_GOES_TO = re.compile(
    rf"(?:\blocation(?:\.href)?\s{{0,3}}=|\.open\s{{0,3}}\(|location\.(?:replace|assign)\s{{0,3}}\(|\bhref\s{{0,3}}=|\burl\s{{0,3}}=)\s{{0,3}}{_EXPRESSION}",
    re.IGNORECASE,
)
_REPLACES = re.compile(
    rf"\.replace\(\s{{0,3}}/(?P<pattern>[\w\\/.?()*+=&-]{{1,60}}?)/g?i?\s{{0,3}},\s{{0,3}}{_EXPRESSION}\s{{0,3}}\)"
)
_CALL = re.compile(r"(?P<name>[A-Za-z_$][\w$]{0,60})\s{0,3}\((?P<arguments>[^()]{0,300})\)")
_ARGUMENT = re.compile(rf"\s{{0,9}}({_LITERAL}|[\w.-]{{1,60}})\s{{0,9}}(?:,|$)")
_REPEATED_GROUP = re.compile(r"\)[*+]")
_BODY = 1500
_LINE_COMMENT = re.compile(r"(?<![:\"'\w])//[^\n]{0,500}")
_FUNCTION = re.compile(
    r"(?:function\s{1,3}(?P<name>[A-Za-z_$][\w$]{0,60})|\b(?P<other>[A-Za-z_$][\w$]{0,60})\s{0,3}[=:]\s{0,3}function)"
    r"\s{0,3}\((?P<parameters>[^()]{0,200})\)\s{0,9}\{"
)


@dataclass(frozen=True, slots=True)
class _Function:
    """A function of a page's scripts: what it calls its arguments, and where its body begins."""

    parameters: tuple[str, ...]
    start: int


def without_comments(text: str) -> str:
    """A script without its comments. A ``//`` within an address is none."""
    kept, at = [], 0
    while (begin := text.find("/*", at)) >= 0 and (end := text.find("*/", begin + 2)) >= 0:
        kept.append(text[at:begin])
        at = end + 2
    return _LINE_COMMENT.sub("", "".join((*kept, text[at:])))


@lru_cache(maxsize=2)  # each link of a page asks
def _functions(text: str) -> dict[str, _Function]:
    """The functions that a page defines, by name; of several the first."""
    known: dict[str, _Function] = {}
    for found in _FUNCTION.finditer(text):
        parameters = tuple(one.strip() for one in found["parameters"].split(","))
        known.setdefault(found["name"] or found["other"], _Function(parameters, found.end()))
    return known


@lru_cache(maxsize=32)
def address_of_click(code: str, text: str, own: str) -> str | None:
    """The address that a click leads to, not yet resolved; None if that can't be read.

    ``code`` is an onclick or a ``javascript:`` href, ``text`` the page in whose scripts the called
    function stands, ``own`` the page's address, which some functions change.
    """
    direct = _GOES_TO.search(code)
    if direct and (address := _value(direct["expression"], {})):
        return address
    for call in _CALL.finditer(code):
        address = _by_function(call["name"], _arguments(call["arguments"]), text, own)
        if address:
            return address
    return None


def called_with_number(code: str) -> int | None:
    """The number that a click hands to its function (``_gotoPage('2')``)."""
    for call in _CALL.finditer(code):
        numbers = [
            int(one) for one in _arguments(call["arguments"]) if re.fullmatch(r"\d{1,6}", one)
        ]
        if len(numbers) == 1:
            return numbers[0]
    return None


def _arguments(text: str) -> list[str]:
    return [_bare(found[1]) for found in _ARGUMENT.finditer(text)]


def _bare(literal: str) -> str:
    return literal[1:-1] if literal[:1] in "'\"" else literal


def _by_function(name: str, arguments: list[str], text: str, own: str) -> str | None:
    called = _functions(text).get(name)
    if called is None:
        return None
    known = dict(zip(called.parameters, arguments, strict=False))
    body = without_comments(text[called.start : called.start + _BODY])
    replaced = _REPLACES.search(body)
    if replaced and (changed := _replaced(replaced, known, own)):
        return changed
    values = (_value(found["expression"], known) for found in _GOES_TO.finditer(body))
    return next((value for value in values if value and re.search(r"[./?]", value)), None)


def _replaced(replaced: re.Match[str], known: dict[str, str], own: str) -> str | None:
    r"""``url.replace(/index(_\d+)?/, "index_" + n)``, done to the page's own address."""
    value = _value(replaced["expression"], known)
    if value is None or _REPEATED_GROUP.search(replaced["pattern"]):
        return None
    try:
        changed = re.sub(replaced["pattern"], lambda _: value, own, count=1)
    except re.error:
        return None
    return changed if changed != own else None


def _value(expression: str, known: dict[str, str]) -> str | None:
    """Literals and known names joined; None if a name is not known."""
    parts = []
    for term in re.findall(_TERM, expression):
        value = _term(term, known)
        if value is None:
            return None
        parts.append(value)
    return "".join(parts) or None


def _term(term: str, known: dict[str, str]) -> str | None:
    if term[0] in "'\"":
        return term[1:-1]
    if term[0] == "(":
        name, sign, step = re.findall(r"[\w$]+|[-+]", term)
        number = known.get(name, "")
        if not number.isdecimal():
            return None
        return str(int(number) + (int(step) if sign == "+" else -int(step)))
    return term if term.isdecimal() else known.get(term)
