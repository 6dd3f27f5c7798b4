"""The states of an article, as they follow from the looks at it: pure functions over rows.

A look is one time at which an article was read: when, and the digest of what the site said. Looks
in time order make states: neighbours with the same words are one state, whatever was seen first.
So an old page that is imported later finds its place, and archives can be merged in any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from msbazhong_spider.store.rows import VERSIONED, Row, as_json, without_blanks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# What is kept of a state that has passed.
PAYLOAD = (
    "county", "section", "breadcrumb", "title", "subtitles", "published", "precision",
    "published_raw", "source", "body", "bylines", "media", "text_sha256", "reader_version",
    "run_id", "capture_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """A state: the digest of its words, and when it was seen first and last."""

    text: str
    first: str
    last: str


def states_of(looks: Mapping[str, str]) -> list[State]:
    """Give the states in time order; ``looks`` are digests by the time (UTC) of the look.

    >>> [state.text for state in states_of({"2024-02": "b", "2024-01": "a", "2024-03": "b"})]
    ['a', 'b']
    """
    states: list[State] = []
    for seen, text in sorted(looks.items()):
        if states and states[-1].text == text:
            states[-1] = State(text, states[-1].first, seen)
        else:
            states.append(State(text, seen, seen))
    return states


def numbers_of(states: Sequence[State]) -> Row:
    """Give what an article's row says about its states."""
    return {
        "version": len(states),
        "version_since": states[-1].first,
        "first_seen": states[0].first,
        "last_seen": states[-1].last,
    }


def versions_of(article_id: str, states: Sequence[State], payloads: Mapping[str, Row]) -> list[Row]:
    """Give the rows of the states that have passed; ``payloads`` by digest hold all of them."""
    return [
        {
            "article_id": article_id,
            "version": number,
            "valid_from": state.first,
            "valid_to": following.first,
            "changed_fields": as_json(
                changed_fields(payloads[state.text], payloads[following.text])
            ),
            **{name: payloads[state.text][name] for name in PAYLOAD},
        }
        for number, (state, following) in enumerate(pairwise(states), 1)
    ]


def changed_fields(before: Row, after: Row) -> list[str]:
    """Name the fields in which two states differ by more than blanks."""
    return [
        name for name in VERSIONED if without_blanks(before[name]) != without_blanks(after[name])
    ]


def payload_of(article: Row, bylines: Iterable[Row], media: Iterable[Row]) -> Row:
    """Give of an article's rows what is kept once the state has passed."""
    whole = {**article, **lists_of(article, bylines, media)}
    return {name: whole[name] for name in PAYLOAD}


def lists_of(article: Row, bylines: Iterable[Row], media: Iterable[Row]) -> Row:
    """Write the rows that hang on an article as the values that a passed state has of them.

    ``media`` is None for an article that was read before pictures and attachments were kept.
    """
    shown = [[row["kind"], row["url"], row["label"]] for row in media]
    return {
        "bylines": as_json([[row["name"], row["part"]] for row in bylines]),
        "media": None if article["images"] is None else as_json(shown),
    }
