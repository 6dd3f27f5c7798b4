"""A new reading of an answer beside what is stored of it, field by field. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msbazhong_spider.items import Action
from msbazhong_spider.store.captured import capture_id
from msbazhong_spider.store.open import connect_to_read, friendly
from msbazhong_spider.store.plan import LISTS, children
from msbazhong_spider.store.rows import VERSIONED, Row, Rows, to_rows, utc, without_blanks
from msbazhong_spider.store.timeline import lists_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import Self

    from msbazhong_spider.items import Capture, Harvested

_STATE = (*VERSIONED, "media")
_READ = ("published_raw", "incomplete", "mentioned", "charset", "doubts", "evidence")
_ACTS = tuple(action.value for action in Action)
_ATTENDANCE = ("name", "post", *_ACTS)


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one article that a new reading changes, before and after, as people read it.

    ``version`` is the number of the earlier state whose field it is, None for the present one. The
    field ``article`` stands for a whole article that is new; ``spans`` for places in the text,
    sentences and rules alone; ``history`` for when which state was seen, ``missing`` for when the
    article was not found.
    """

    url: str
    field: str
    before: str | None
    after: str | None
    version: int | None = None


class Stored:
    """A database that new readings are compared with; another process may be writing it.

    Use it as a context manager. Every method raises StoreError if SQLite cannot do what is asked.
    """

    def __init__(self, path: Path) -> None:
        """Open the database for reading.

        Raises:
            StoreError: no such file, no database, not ours, or of another schema.
        """
        self._path, self._db = path, connect_to_read(path).conn

    def __enter__(self) -> Self:
        """Hand it over."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the database."""
        self._db.close()

    def differences(self, item: Harvested) -> list[Change]:
        """Tell what a reading changes in the state that was read from the same answer.

        An answer that showed a state which was known already is compared with that state's words
        alone.
        """
        with friendly(self._path):
            return list(_differences(self._db, to_rows(item), item))

    def unnoted_absence(self, url: str, answer: Capture) -> list[Change]:
        """Tell of a stored article that an answer shows to be missing, and no look knows that."""
        with friendly(self._path):
            found = self._db.execute(
                "SELECT 1 FROM article AS a WHERE a.url = ?1 AND NOT EXISTS"
                " (SELECT 1 FROM look WHERE article_id = a.id AND seen = ?2)",
                (url, utc(answer.fetched)),
            ).fetchone()
        return [Change(url, "missing", None, utc(answer.fetched))] if found else []


def _differences(db: sqlite3.Connection, rows: Rows, item: Harvested) -> Iterator[Change]:
    url = rows.article["url"]
    old = _row(db, "SELECT * FROM article WHERE id = ?", rows.id)
    if old is None or item.capture is None:
        yield Change(url, "article", None, rows.article["title"])
        return
    own = capture_id(item.capture)
    if old["capture_id"] == own:
        yield from _of_present(db, url, old, rows) or _of_parts(db, url, own, rows)
        return
    sql = "SELECT * FROM article_version WHERE article_id = ? AND capture_id = ? ORDER BY version"
    earlier = _row(db, sql, rows.id, own)
    if earlier is not None:
        version = earlier["version"]
        found = list(_fields(url, earlier, _with_lists(rows), _STATE, version))
        yield from found or _of_parts(db, url, own, rows, version)
    elif not _is_known(db, rows, utc(item.capture.fetched)):
        yield Change(url, "history", None, utc(item.capture.fetched))


def _is_known(db: sqlite3.Connection, rows: Rows, seen: str) -> bool:
    """Whether the look at that time found these words already."""
    sql = "SELECT text_sha256 FROM look WHERE article_id = ? AND seen = ?"
    look = _row(db, sql, rows.id, seen)
    return look is not None and look["text_sha256"] == rows.article["text_sha256"]


def _of_parts(
    db: sqlite3.Connection, url: str, own: str, rows: Rows, version: int | None = None
) -> list[Change]:
    """Compare which answers are known to have given which part of a text in several pages."""
    stored = db.execute(
        "SELECT part, part_capture_id, body_start, body_end FROM capture_part"
        " WHERE capture_id = ? ORDER BY part",
        (own,),
    ).fetchall()
    same = stored == [tuple(row.values())[1:] for row in rows.parts]
    return [] if same else [Change(url, "spans", "", "", version)]


def _of_present(db: sqlite3.Connection, url: str, old: Row, rows: Rows) -> list[Change]:
    """Compare with the present state: its words, its people, and all else that was read."""
    if old["reading_sha256"] == rows.article["reading_sha256"]:
        return []
    hanging = (children(db, *one, rows.id) for one in LISTS.items())
    found = list(_fields(url, {**old, **lists_of(old, *hanging)}, _with_lists(rows)))
    for name, columns, new in (
        ("attendances", _ATTENDANCE, rows.attendances),
        ("collectives", ("name", "action"), rows.collectives),
    ):
        stored = children(db, name.removesuffix("s"), columns, rows.id)
        before, after = ("、".join(map(_told, one)) for one in (stored, new))
        if before != after:
            found.append(Change(url, name, before, after))
    return found or [Change(url, "spans", "", "")]


def _fields(
    url: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    names: Iterable[str] = (*_STATE, *_READ),
    version: int | None = None,
) -> Iterator[Change]:
    for name in names:
        if without_blanks(before[name]) != without_blanks(after[name]):
            yield Change(url, name, _text(before[name]), _text(after[name]), version)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _with_lists(rows: Rows) -> Row:
    """Give an article's row with its bylines and media, as those of a passed state are kept."""
    return {**rows.article, **lists_of(rows.article, rows.bylines, rows.media)}


def _told(row: Mapping[str, Any]) -> str:
    """Say a person or a group as a line: 李甲 (县委书记; chair speak)."""
    acts = [row["action"]] if "action" in row else [name for name in _ACTS if row[name]]
    about = "; ".join(filter(None, (row.get("post"), " ".join(acts))))
    return f"{row['name']} ({about})" if about else str(row["name"])


def _row(db: sqlite3.Connection, sql: str, *values: object) -> Row | None:
    cursor = db.execute(sql, values)
    found = cursor.fetchone()
    names = [column[0] for column in cursor.description]
    return dict(zip(names, found, strict=True)) if found is not None else None
