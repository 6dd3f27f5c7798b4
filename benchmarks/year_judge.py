"""Judging a year of nights: the database beside the chronicle and what could be seen of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from msbazhong_spider.attendees import extract_attendees
from msbazhong_spider.harvest.demo import compare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from year_watch import Watch

    from msbazhong_spider.replica import LivingReplica

SHOWN = 5  # first examples of each fault
_STATES = """
SELECT url, title, body, version, version_since FROM article
UNION ALL
SELECT a.url, v.title, v.body, v.version, v.valid_from
FROM article_version AS v INNER JOIN article AS a ON a.id = v.article_id
ORDER BY 1, 4
"""


@dataclass(slots=True)
class Verdict:
    """What was counted, in words, and what is wrong; nothing wrong is a year that holds."""

    lines: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def check(self, what: str, faults: Iterator[str]) -> None:
        """Note a check and its first faults."""
        found = list(faults)
        self.lines.append(f"{'WRONG' if found else 'holds'}  {what}")
        self.wrong += [f"{what}: {one}" for one in found[:SHOWN]]
        if len(found) > SHOWN:
            self.wrong.append(f"{what}: and {len(found) - SHOWN} more")


def gone_now(database: Path) -> dict[str, datetime]:
    """Give the addresses of articles that are gone, and when each was last found missing."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT url, last_missing FROM gone").fetchall()
    return {url: datetime.fromisoformat(when) for url, when in rows}


def falsely_gone(replica: LivingReplica, database: Path) -> Iterator[str]:
    """Give the articles that are gone now and were not away when they were last looked at."""
    gone = gone_now(database)
    for number, life in enumerate(replica.site.lives, 1):
        when = gone.get(replica.base + replica.site.path(number)) if gone else None
        if when is not None and not life.is_away(when):
            yield f"{replica.site.path(number)}, missing on {when}"


class Judge:
    """Compares a database with the replica's truth at its last moment."""

    def __init__(self, replica: LivingReplica, watch: Watch, database: Path) -> None:
        """Read all states of all articles."""
        self._replica, self._site, self._watch = replica, replica.site, watch
        self._database = database
        self._urls = {self._url(number): number for number in range(1, self._site.articles + 1)}
        self._stored: dict[int, list[tuple[str, str, datetime]]] = {}
        self._strange: list[str] = []
        for url, title, body, _, since in self.rows(_STATES):
            if (number := self._urls.get(url)) is None:
                self._strange.append(url)
            else:
                state = (title, body, datetime.fromisoformat(since))
                self._stored.setdefault(number, []).append(state)

    def rows(self, sql: str) -> list[tuple[str, ...]]:
        """Ask the database."""
        with closing(sqlite3.connect(self._database)) as database:
            return database.execute(sql).fetchall()

    def verdict(self) -> Verdict:
        """Check all that the articles in the database must be like."""
        made = Verdict()
        made.check("every published article is in the archive", self.not_stored())
        made.check("nothing else is", iter(self._strange))
        made.check("every edit that a look could see is a version", self.unseen_edits())
        made.check("no version is false", self.false_versions())
        made.check("every deletion that was looked at on three days is gone", self.not_gone())
        made.check("every article stands as it is in truth", self.differences())
        made.check("attendances are those of the last state", self.other_names())
        made.lines += self.counts()
        return made

    # --- Articles ---

    def not_stored(self) -> Iterator[str]:
        """Give the articles that could be seen and are not stored."""
        for number in self._watch.articles.keys() - self._stored.keys():
            yield self._name(number)

    def unseen_edits(self) -> Iterator[str]:
        """Give the states that a look found in the play and that are not stored."""
        for number, watched in self._watch.articles.items():
            stored = {(title, body) for title, body, _ in self._stored.get(number, ())}
            for state in watched.states:
                if self._text(number, state) not in stored:
                    yield f"{self._name(number)} after {state} edits"

    def false_versions(self) -> Iterator[str]:
        """Give the stored states that are none of the truth, come twice, or in a wrong time."""
        for number, states in self._stored.items():
            life, seen = self._site.life(number), []
            true = [self._text(number, state) for state in range(len(life.edits) + 1)]
            for title, body, since in states:
                if (title, body) not in true:
                    yield f"{self._name(number)} of {since} was never so"
                    continue
                seen.append(true.index((title, body)))
                if seen[-1] != life.state(self._watch.night_of(since)):
                    yield f"{self._name(number)} was not so on {since}"
            if seen != sorted(set(seen)):
                yield f"{self._name(number)} went through states {seen}"

    def _text(self, number: int, state: int) -> tuple[str, str]:
        article = self._site.truth_of(number, state, self._replica.base).article
        return article.title, article.body

    def _url(self, number: int) -> str:
        return self._replica.base + self._site.path(number)

    def _name(self, number: int) -> str:
        return f"{self._site.path(number)} ({self._site.life(number)})"

    # --- Deletions ---

    def not_gone(self) -> Iterator[str]:
        """Give the articles that were missing on enough days and are not gone."""
        gone = gone_now(self._database)
        for number, watched in self._watch.articles.items():
            if self._watch.is_gone(watched) and self._url(number) not in gone:
                yield self._name(number)

    # --- What is said ---

    def differences(self) -> Iterator[str]:
        """Give the fields of articles that are there and not as they are in truth."""
        yield from compare(self._database, self._replica.truth).wrong

    def other_names(self) -> Iterator[str]:
        """Give the articles whose attendances are not what the reader finds in their last state.

        How good the reader is does not matter here; it is measured in the counts.
        """
        stored: dict[str, set[str]] = {}
        for url, name in self.rows("SELECT url, name FROM attendance_flat"):
            stored.setdefault(url, set()).add(name)
        for one in self._replica.truth:
            names = {person.name for person in extract_attendees(one.article).attendees}
            if names != stored.get(one.article.url, set()):
                yield f"{one.article.url}: {names ^ stored.get(one.article.url, set())}"

    def _count_edits(self) -> Iterator[str]:
        """Tell what became of all edits."""
        every = versions = early = between = 0
        for number, states in self._stored.items():
            life = self._site.life(number)
            true = [self._text(number, state) for state in range(life.state(self._site.now) + 1)]
            seen = [true.index(state[:2]) for state in states if state[:2] in true]
            every, versions = every + len(true) - 1, versions + len(seen) - 1
            early, between = early + seen[0], between + seen[-1] - seen[0] - len(seen) + 1
        late = every - versions - early - between
        yield f"{every} edits of the others, {versions} versions: {early} came before the first"
        yield f"  look, {between} were followed by another and {late} by the end before any look"

    def counts(self) -> Iterator[str]:
        """Tell how much there was of everything, and what nobody could see."""
        lives = [life for life in self._site.lives if life.published <= self._site.now]
        seen = self._watch.articles
        away = sum(life.is_away(self._site.now) for life in lives)
        names = compare(self._database, self._replica.truth)
        unseen = len(lives) - len(seen)
        yield f"{len(lives)} articles published, {unseen} of them taken away before any night"
        yield from self._count_edits()
        yield f"{away} articles away, {len(gone_now(self._database))} gone"
        yield f"names of who took part: precision {names.precision:.3f}, recall {names.recall:.3f}"
