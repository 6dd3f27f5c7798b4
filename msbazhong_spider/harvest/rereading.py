"""The whole archive through today's reader: what would change is told first, and then applied."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msbazhong_spider import __version__
from msbazhong_spider.harvest.comparing import compare_tasks
from msbazhong_spider.harvest.keeping import Batches
from msbazhong_spider.harvest.lock import only_run
from msbazhong_spider.harvest.outcome import ExitCode
from msbazhong_spider.harvest.owners import Owners
from msbazhong_spider.harvest.reading import Task
from msbazhong_spider.harvest.scratch import Scratch
from msbazhong_spider.harvest.workers import chunked, in_order, workers
from msbazhong_spider.pages import canonical_url
from msbazhong_spider.store import open_store
from msbazhong_spider.store.captured import (
    archived,
    note_reader,
    note_readings,
    readers_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor
    from pathlib import Path
    from typing import TextIO

    from msbazhong_spider.harvest.comparing import Outcome
    from msbazhong_spider.items import Harvested
    from msbazhong_spider.store import Store
    from msbazhong_spider.store.compare import Change

_TASKS = 16  # addresses that go to a worker together
_LOOK_UP = 256
_EXAMPLES = 3
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """How the archive is to be read again.

    ``older`` leaves out articles that today's version has read already. ``executor`` reads the
    pages; without one there are ``processes`` (None: one a core). ``every`` gets each change as a
    line of JSON. ``watch`` is shown the counts now and then.
    """

    data: Path
    dry_run: bool = False
    older: bool = False
    processes: int | None = None
    executor: Executor | None = None
    every: TextIO | None = None
    watch: Callable[[Mapping[str, int]], object] = field(default=lambda _: None)


@dataclass(slots=True)
class Changes:
    """What a new reading changes: how many articles in each field, with a few examples of each."""

    fields: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Change]] = field(default_factory=dict)
    articles: int = 0

    def add(self, changes: Iterable[Change]) -> None:
        """Count the changes of one article."""
        listed = list(changes)
        self.articles += bool(listed)
        self.fields.update({change.field for change in listed})
        for change in listed:
            shown = self.examples.setdefault(change.field, [])
            if len(shown) < _EXAMPLES:
                shown.append(change)


@contextmanager
def rereading(wish: Wish) -> Iterator[Reread]:
    """Open an archive to be read again. Call ``compare``, show what it gives, then ``apply``.

    A dry run takes no lock and writes nothing. Whatever ends the block, the row of the run says so.

    Raises:
        LockedError: another run works on the same folder.
        StoreError: there is no database, or it can't be used.
    """
    with ExitStack() as stack:
        if not wish.dry_run:
            stack.enter_context(only_run(wish.data))
        store = stack.enter_context(open_store(wish.data / "news.db", create=False))
        scratch = stack.enter_context(Scratch())
        executor = wish.executor or stack.enter_context(workers(wish.processes))
        job = Reread(wish, store, scratch, executor)
        try:
            yield job
        except KeyboardInterrupt:
            job.end("shutdown", ExitCode.INTERRUPTED)
            raise
        except BaseException:
            job.end("internal", ExitCode.INTERNAL)
            raise
        job.end("finished", job.code)


class Reread:
    """One rereading under way."""

    def __init__(self, wish: Wish, store: Store, scratch: Scratch, executor: Executor) -> None:
        """Take what it works with; ``rereading`` makes it."""
        self._wish, self._store, self._scratch, self._executor = wish, store, scratch, executor
        self._owners = Owners()
        self.counts: Counter[str] = Counter()
        self.changes = Changes()
        self.run_id: int | None = None
        if not wish.dry_run:
            scope = {"older": wish.older}
            self.run_id = store.begin_run("reread", scope, datetime.now(UTC))

    @property
    def code(self) -> ExitCode:
        """How it went: with answers that could not be read again, there are problems."""
        return ExitCode.PROBLEMS if self.counts["problems"] else ExitCode.DONE

    def compare(self) -> Changes:
        """Read everything again, and tell what is different. Writes nothing."""
        pieces = chunked(self._tasks(), _TASKS)
        for outcomes in in_order(compare_tasks, pieces, self._executor):
            for outcome in outcomes:
                self._take(outcome)
            self._wish.watch(self.counts)
        return self.changes

    def apply(self) -> None:
        """Save the new readings. An article whose reading is the same learns who read it."""
        if self.run_id is None:
            return
        batches = Batches(self._store, self.run_id)
        for url, kind, why in self._scratch.take("fault"):
            batches.problem(url, kind, why)
        for kinds in chunked(self._scratch.take("kind"), _BATCH):
            note_readings(self._store, kinds)
        for changed in chunked(self._scratch.take("changed"), _BATCH):
            self._save(changed)
        for same in chunked(self._scratch.take("read"), _BATCH):
            note_reader(self._store, same, __version__)
        self._store.note_absences(canonical_url)

    def end(self, reason: str, code: ExitCode) -> None:
        """Write into the row of the run how it ended."""
        if self.run_id is not None:
            now = datetime.now(UTC)
            self._store.end_run(self.run_id, now, reason, int(code), dict(self.counts))
            self._store.seal()

    def _save(self, changed: Iterable[Harvested]) -> None:
        batch = list(changed)
        saved = self._store.save(batch, self.run_id)
        self.counts["new"] += saved.new
        self.counts["changed"] += saved.changed
        self._wish.watch(self.counts)

    def _tasks(self) -> Iterator[Task]:
        for piece in chunked(archived(self._store, canonical_url), _LOOK_UP):
            urls = [canonical_url(group[0].url) for group in piece]
            stored = readers_of(self._store, urls)
            for url, group in zip(urls, piece, strict=True):
                site, version = stored.get(url, (None, None))
                if self._wish.older and version == __version__:
                    continue
                owner = self._owners.of(url) if site is None else self._owners.named(site)
                yield Task(self._wish.data, owner.site, owner.hints, tuple(group))

    def _take(self, outcome: Outcome) -> None:
        """Count what one address gave, and put aside what is to be applied."""
        self.counts.update(outcome.counts)
        self._put_off("fault", outcome.faults)
        self._put_off("kind", outcome.kinds)
        self._put_off("changed", outcome.changed)
        self._put_off("read", outcome.read)
        self.changes.add(outcome.changes)
        if self._wish.every is not None:
            for change in outcome.changes:
                self._wish.every.write(json.dumps(asdict(change), ensure_ascii=False) + "\n")

    def _put_off(self, name: str, items: Sequence[object]) -> None:
        """Keep what is to be applied; in a dry run nothing is."""
        if items and not self._wish.dry_run:
            self._scratch.put_off(name, items)
