"""Looks that tell whether an article is still there: found missing, found present, gone.

An article is gone when it was found missing on several different days of the site's calendar (3,
or what ``setting`` says) after it was last seen. What is no proof is never a look: a challenge
page, a refusal, a fault of the server or the network. And a day counts only if the site showed
another of its articles on that day (view ``gone``), so that a site that answers 404 to everything
while it is being rebuilt loses nothing. An article that comes back has been seen again, and is no
longer gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msbazhong_spider.items import PageKind
from msbazhong_spider.store.rows import site_day, stable_id
from msbazhong_spider.store.save import insert, transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from msbazhong_spider.items import Capture
    from msbazhong_spider.store.rows import Row

_NOT_FOUND, _GONE = 404, 410
_FRONT_PATH = {"", "/"}
_FOUND = """\
ON CONFLICT (article_id, seen) DO UPDATE SET text_sha256 = excluded.text_sha256, why = NULL
"""

# What absence_of tells of an answer to its own address, in SQL.
_PROOF = """\
CASE
  WHEN c.kind = 'challenge' THEN NULL
  WHEN c.status = 404 THEN 'not_found'
  WHEN c.status = 410 THEN 'gone'
  WHEN c.kind = 'missing' AND c.status BETWEEN 200 AND 299 THEN 'says_so'
END"""
_PROVED = f"""
INSERT INTO look (article_id, seen, day, why, run_id, capture_id)
SELECT a.id, c.fetched, date(c.fetched, '+8 hours'), {_PROOF}, c.run_id, c.id
FROM capture AS c
CROSS JOIN article AS a ON a.url = key_of(c.url)
WHERE (c.kind = 'missing' OR c.status IN (404, 410)) AND {_PROOF} IS NOT NULL
ON CONFLICT DO NOTHING
"""  # noqa: S608 - our own words
_DISPROVED = f"""
DELETE FROM look WHERE why IN ('not_found', 'gone', 'says_so')
AND EXISTS (SELECT 1 FROM capture AS c WHERE c.id = look.capture_id AND {_PROOF} IS NULL
  AND c.status NOT BETWEEN 300 AND 399)
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Look:
    """One look at an article's canonical address at a time (UTC), and the answer that it got."""

    url: str
    when: str
    run_id: int | None = None
    capture_id: str | None = None


class Absence(StrEnum):
    """What stood in the place of an article that is not there. Nothing else proves an absence."""

    NOT_FOUND = "not_found"
    GONE = "gone"
    SAYS_SO = "says_so"
    FRONT_PAGE = "front_page"


def absence_of(asked: str, answer: Capture) -> Absence | None:
    """Tell what an answer to the address ``asked`` proves; None: nothing, the look is void.

    Proof is: status 404 or 410, a page that says that it is missing (whatever its status), a
    redirect to the front page of the same site. A challenge is none, whatever its status, nor are
    refusals (401, 403, 429) and faults of the server (5xx).
    """
    if answer.kind is PageKind.CHALLENGE:
        return None
    if answer.status == _NOT_FOUND:
        return Absence.NOT_FOUND
    if answer.status == _GONE:
        return Absence.GONE
    if not 200 <= answer.status < 300:  # noqa: PLR2004 - the classes of HTTP
        return None
    if answer.kind is PageKind.MISSING:
        return Absence.SAYS_SO
    return Absence.FRONT_PAGE if _led_home(asked, answer.url) else None


def _led_home(asked: str, answered: str) -> bool:
    there, here = urlsplit(answered), urlsplit(asked)
    return (
        there.hostname == here.hostname
        and there.path in _FRONT_PATH
        and not there.query
        and here.path not in _FRONT_PATH
    )


def record_missing(connection: sqlite3.Connection, look: Look, why: Absence) -> bool:
    """Keep a look that did not find an article; False if no such article is stored.

    If the article was found in the same second, that is what stays.
    """
    row = _row(look) | {"text_sha256": None, "why": why.value}
    with transaction(connection):
        if not _is_stored(connection, row["article_id"]):
            return False
        insert(connection, "look", [row], "ON CONFLICT DO NOTHING")
    return True


def note_absences(connection: sqlite3.Connection, key: Callable[[str], str]) -> None:
    """Keep a look for every stored answer that proves that a stored article was not there.

    ``key`` gives the address of the article that an answer's address stands for. Whatever order
    articles and answers came in, and however often this is done, the looks are the same. A look
    whose answer is taken for something else today is taken back. An answer that was redirected
    is no concern of this: its own address is not the one that was asked for.
    """
    connection.create_function("key_of", 1, key, deterministic=True)
    with transaction(connection):
        connection.execute(_DISPROVED)
        connection.execute(_PROVED)


def record_present(connection: sqlite3.Connection, look: Look) -> bool:
    """Keep a look that found an article as it was, unread (304); False if none such is stored.

    It found the state that was seen last before it; before the first look there is none.
    """
    row = _row(look)
    with transaction(connection):
        found = connection.execute(
            "SELECT text_sha256 FROM look WHERE article_id = ? AND seen <= ?"
            " AND text_sha256 IS NOT NULL ORDER BY seen DESC LIMIT 1",
            (row["article_id"], look.when),
        ).fetchone()
        if found is None:
            return False
        row |= {"text_sha256": found[0], "why": None}
        insert(connection, "look", [row], _FOUND)
        connection.execute(
            "UPDATE article SET last_seen = max(last_seen, :seen) WHERE id = :article_id",
            {name: row[name] for name in ("seen", "article_id")},
        )
    return True


def confirm_after(connection: sqlite3.Connection, days: int) -> None:
    """Set on how many different days an article must be missing to be gone."""
    with transaction(connection):
        connection.execute("UPDATE setting SET value = ? WHERE name = 'gone_days'", (str(days),))


def _row(look: Look) -> Row:
    return {
        "article_id": stable_id(look.url),
        "seen": look.when,
        "day": site_day(look.when),
        "reader_version": None,
        "run_id": look.run_id,
        "capture_id": look.capture_id,
    }


def _is_stored(connection: sqlite3.Connection, article_id: str) -> bool:
    found = connection.execute("SELECT 1 FROM article WHERE id = ?", (article_id,))
    return found.fetchone() is not None
