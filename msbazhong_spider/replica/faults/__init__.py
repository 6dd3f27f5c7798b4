"""What can go wrong with the answers of a site, one idea a module, by name.

A fault is a function from path and answer to the answer that is sent. ``make_fault`` gives one by
its name, limited to some paths and to some of the requests.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msbazhong_spider.errors import UsageError

from . import clock, content, cut, escapes, hostile, redirects, size, slow, statuses, traps
from .choose import Struck

if TYPE_CHECKING:
    from msbazhong_spider.replica.server import Fault

__all__ = ["FAULTS", "Struck", "make_fault", "read_fault"]

FAULTS: dict[str, Fault] = {
    "broken": statuses.broken,
    "busy": statuses.busy,
    "busy-until": statuses.busy_until,
    "too-many": statuses.too_many,
    "forbidden": statuses.forbidden,
    "reset": cut.reset,
    "closed": cut.closed,
    "length-long": cut.length_long,
    "length-short": cut.length_short,
    "unmeasured": cut.unmeasured,
    "cut-gzip": cut.cut_gzip,
    "bad-gzip": cut.bad_gzip,
    "no-gzip": cut.no_gzip,
    "cut-chunks": cut.cut_chunks,
    "bomb": size.bomb,
    "double-bomb": size.double_bomb,
    "endless": size.endless,
    "huge": size.huge,
    "endless-headers": size.endless_headers,
    "many-headers": size.many_headers,
    "drip": slow.drip,
    "drip-headers": slow.drip_headers,
    "silence": slow.silence,
    "loop": redirects.loop,
    "two": redirects.Two(),
    "maze": redirects.Maze(),
    "private": redirects.private,
    "offsite": redirects.offsite,
    "file": redirects.to_file,
    "data": redirects.to_data,
    "nowhere": redirects.nowhere,
    "no-address": redirects.no_address,
    "empty": content.empty,
    "wrong-charset": content.wrong_charset,
    "mojibake": content.mojibake,
    "wrong-table": content.wrong_table,
    "question-marks": content.question_marks,
    "soft-404": content.soft_404,
    "challenge": content.challenge,
    "cookies": content.cookies,
    "ahead": clock.ahead,
    "behind": clock.behind,
    "deep": hostile.deep,
    "attribute": hostile.attribute,
    "attributes": hostile.attributes,
    "entities": hostile.entities,
    "scripts": hostile.scripts,
    "nul-bytes": hostile.nul_bytes,
    "headers": hostile.headers,
    "long-header": hostile.long_header,
    "endless-listing": traps.EndlessListing(),
    "repeated-listing": traps.RepeatedListing(),
    "calendar": traps.Calendar(),
    "sessions": traps.Sessions(),
    "section-name": escapes.section,
    "attachments": escapes.attachments,
    "paths": escapes.Paths(),
}
_SPEC = re.compile(
    r"(?P<name>[\w-]+?)(?:\+(?P<after>\d+))?(?:@(?P<glob>.+?))?(?::(?P<chance>[01]?(?:\.\d+)?))?"
)


def make_fault(
    name: str, glob: str = "*", chance: float = 1.0, *, seed: int = 0, after: int = 0
) -> Struck:
    """Give a fault by its name; ``Struck`` says what the rest means. Raises UsageError."""
    if name not in FAULTS:
        raise UsageError(f"there is no fault {name!r}; there are: {', '.join(FAULTS)}")
    if not 0 <= chance <= 1:
        raise UsageError(f"a chance of {chance:g} is none; give a number from 0 to 1")
    return Struck(name, FAULTS[name], glob, chance, seed, after)


def read_fault(text: str, seed: int = 0) -> Struck:
    """Read a fault as the command line has it: ``NAME[+AFTER][@GLOB][:CHANCE]``.

    >>> found = read_fault("reset@/pc/*.html:0.2")
    >>> found.name, found.glob, found.chance
    ('reset', '/pc/*.html', 0.2)

    Raises UsageError.
    """
    found = _SPEC.fullmatch(text)
    if not found:
        raise UsageError(f"{text!r} is no fault; write NAME[+AFTER][@GLOB][:CHANCE]")
    chance = float(found["chance"]) if found["chance"] else 1.0
    return make_fault(
        found["name"], found["glob"] or "*", chance, seed=seed, after=int(found["after"] or 0)
    )
