"""One article out of what several databases know of it: pure functions.

All that is chosen here is the greatest by an order over contents, and all that is gathered is a
set. So neither the order of the databases nor a repetition changes the result:

- Looks are gathered; where two databases tell of the same second differently (an answer that was
  read by two versions of this program), the later reader's word stands, a look that found the
  article stands against one that did not.
- The article as it stands now, with all that hangs on it, is that of the latest look.
- What is told of a state that has passed is that of its latest look. Only looks that stand count:
  the result keeps no others, and has to weigh as much as its sources when it is merged again.
- Versions, and the fields that changed, follow from the looks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from msbazhong_spider.store.rows import Row, as_json, reader_rank
from msbazhong_spider.store.timeline import numbers_of, payload_of, states_of, versions_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Rank = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What one database knows of one article. ``run_id`` holds the lasting name of a run here.

    ``versions`` are the payloads of its past states in their order, ``parts`` the further pages of
    all answers that it was read from.
    """

    article: Row
    versions: tuple[Row, ...]
    looks: tuple[Row, ...]
    bylines: tuple[Row, ...]
    attendances: tuple[Row, ...]
    collectives: tuple[Row, ...]
    media: tuple[Row, ...]
    sections: tuple[Row, ...]
    parts: tuple[Row, ...] = ()

    @property
    def payload(self) -> Row:
        """Give the present state as one that has passed would be kept."""
        return payload_of(self.article, self.bylines, self.media)


def merge_article(known: Sequence[Known]) -> Known:
    """Make one of what several databases know of the same article."""
    looks = _looks(look for one in known for look in one.looks)
    known = _without_overruled(known, looks)
    payloads = _payloads(known)
    found = {look["seen"]: look["text_sha256"] for look in looks if look["text_sha256"] in payloads}
    states = states_of(found)
    latest = [one for one in known if one.article["text_sha256"] == states[-1].text]
    now = max(latest or known, key=_rank_of_now)
    payloads[states[-1].text] = now.payload
    article = now.article | numbers_of(states)
    versions = versions_of(article["id"], states, payloads)
    answers = {row["capture_id"] for row in (article, *versions, *looks)}
    return Known(
        article=article,
        versions=tuple(versions),
        looks=tuple(looks),
        bylines=now.bylines,
        attendances=now.attendances,
        collectives=now.collectives,
        media=now.media,
        sections=tuple(_sections(known, article)),
        parts=tuple(row for row in _parts(known, now) if row["capture_id"] in answers),
    )


def _looks(looks: Iterable[Row]) -> list[Row]:
    best: dict[str, Row] = {}
    for look in looks:
        rival = best.get(look["seen"])
        if rival is None or _rank_of_look(look) > _rank_of_look(rival):
            best[look["seen"]] = look
    return [best[seen] for seen in sorted(best)]


def _rank_of_look(look: Row) -> Rank:
    return (
        look["text_sha256"] is not None,
        reader_rank(look["reader_version"]),
        look["text_sha256"] or "",
        as_json(look),
    )


def _without_overruled(known: Sequence[Known], looks: Iterable[Row]) -> list[Known]:
    """Leave out looks that found other words than the look that stands for the same second."""
    standing = {(look["seen"], look["text_sha256"]) for look in looks}
    return [
        replace(
            one,
            looks=tuple(
                look for look in one.looks if (look["seen"], look["text_sha256"]) in standing
            ),
        )
        for one in known
    ]


def _payloads(known: Sequence[Known]) -> dict[str, Row]:
    """Give for each state, by its digest, what the database says that saw it last."""
    best: dict[str, tuple[Rank, Row]] = {}
    for one in known:
        own = {row["text_sha256"]: row for row in (*one.versions, one.payload)}
        for text, payload in own.items():
            rank = _rank_of_payload(one, payload)
            if text not in best or rank > best[text][0]:
                best[text] = rank, payload
    return {text: payload for text, (_, payload) in best.items()}


def _rank_of_payload(one: Known, payload: Row) -> Rank:
    """Order what is told of one state: a reading that knows its media before one that does not."""
    return (
        *_last_look(one, payload["text_sha256"]),
        payload["media"] is not None,
        as_json(payload),
    )


def _last_look(one: Known, text: str) -> Rank:
    """Tell when a database saw a state last, and by which reader; least if no such look stands."""
    ranks = [
        (look["seen"], reader_rank(look["reader_version"]))
        for look in one.looks
        if look["text_sha256"] == text
    ]
    return max(ranks, default=("", reader_rank(None)))


def _rank_of_now(one: Known) -> Rank:
    """Order databases that agree on the present words; begins as the order of payloads does."""
    return (
        *_rank_of_payload(one, one.payload),
        one.article["reading_sha256"],
        *_rank_of_parts(_parts_of(one).get(one.article["capture_id"], [])),
    )


def _parts_of(one: Known) -> dict[str, list[Row]]:
    """Give the further pages that a database knows, by the answer of the first page."""
    parts: dict[str, list[Row]] = {}
    for row in one.parts:
        parts.setdefault(row["capture_id"], []).append(row)
    return parts


def _rank_of_parts(rows: list[Row]) -> Rank:
    return (len(rows), as_json(rows))


def _parts(known: Sequence[Known], now: Known) -> Iterable[Row]:
    """Give for each answer the further pages of one database: of the present text, of that one."""
    best: dict[str, list[Row]] = {}
    for one in known:
        for capture_id, rows in _parts_of(one).items():
            best[capture_id] = max(best.get(capture_id, []), rows, key=_rank_of_parts)
    best[now.article["capture_id"]] = _parts_of(now).get(now.article["capture_id"], [])
    return (row for capture_id in sorted(filter(None, best)) for row in best[capture_id])


def _sections(known: Sequence[Known], article: Row) -> Iterable[Row]:
    """Gather the sections; ``own`` is what the article says now."""
    first: dict[str, Row] = {}
    for row in (row for one in known for row in one.sections):
        rival = first.get(row["section_id"])
        if rival is None or row["first_seen"] < rival["first_seen"]:
            first[row["section_id"]] = row
    own = (article["county"] or "", article["section"])
    for section_id in sorted(first):
        row = first[section_id]
        is_own = int((row["county"], row["name"]) == own)
        yield {
            "article_id": row["article_id"],
            "section_id": section_id,
            "own": is_own,
            "first_seen": row["first_seen"],
        }
