"""Writing lines: JSON that any terminal takes, and columns that hold Chinese."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from typing import Any


def json_line(record: dict[str, Any]) -> str:
    """Write a record as one line of JSON: readable Chinese where the output is UTF-8."""
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    return json.dumps(record, ensure_ascii=encoding != "utf8")


def width(text: str) -> int:
    """Count the columns that a text takes on a terminal; Chinese characters take two."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of so many columns: between Chinese characters, not inside words.

    >>> wrap("县委书记李甲 read the report", 14)
    ['县委书记李甲 ', 'read the ', 'report']
    """
    lines = [""]
    for piece in re.findall(r"[!-~]{1,40}|.", text):
        if lines[-1] and width(lines[-1] + piece) > columns:
            lines.append("")
        lines[-1] += piece
    return lines


def fit(text: str, columns: int) -> str:
    """Pad or cut a text to so many columns.

    >>> fit("平昌县", 8), fit("时政新闻", 5)
    ('平昌县  ', '时政…')
    """
    if width(text) > columns:
        kept = ""
        for sign in text:
            if width(kept + sign) > columns - 1:
                break
            kept += sign
        text = kept + "…"
    return text + " " * (columns - width(text))
