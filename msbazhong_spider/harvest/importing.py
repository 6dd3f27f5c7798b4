"""Pages that others have kept, into the archive: as if they had been harvested when they were made.

Each WARC file goes into ``warc/`` first, byte for byte, and is read there, so that every row of an
import leads to its bytes as that of a harvest does. A saved page becomes a record of its own.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msbazhong_spider.archive import WarcSink
from msbazhong_spider.archive.scan import iter_entries
from msbazhong_spider.archive.takein import sweep, take_in
from msbazhong_spider.archive.wacz import iter_warcs
from msbazhong_spider.errors import StoreError, UnreadableInputError
from msbazhong_spider.harvest.coming import coming
from msbazhong_spider.harvest.keeping import Batches
from msbazhong_spider.harvest.lock import only_run
from msbazhong_spider.harvest.origins import Origin
from msbazhong_spider.harvest.outcome import ExitCode
from msbazhong_spider.harvest.owners import Owners
from msbazhong_spider.harvest.reading import NOT_MODIFIED, Seen, Task, read_tasks
from msbazhong_spider.harvest.saved import read_saved
from msbazhong_spider.harvest.scratch import Scratch
from msbazhong_spider.harvest.sources import Form, Source, find_sources
from msbazhong_spider.harvest.workers import chunked, in_order, workers
from msbazhong_spider.items import Capture, PageKind
from msbazhong_spider.keeper import is_disk_full
from msbazhong_spider.pages import canonical_url
from msbazhong_spider.store import open_store
from msbazhong_spider.store.captured import by_record, in_archive, same_page, stored_urls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Executor
    from pathlib import Path

    from msbazhong_spider.harvest.coming import Coming
    from msbazhong_spider.store import Store

_MOST_TOLD = 100  # faults that are shown one by one
_TASKS = 8  # answers that go to a worker together
_LOOK_UP = 256  # answers whose rows are looked up together
_ORPHANS = (
    "records that only repeat what is in none of the files (revisit);"
    " import the other files of that crawl too, then this one again"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be imported, and how.

    ``site`` names the site whose pages these are, for pages that don't say so. ``executor`` reads
    the pages; without one there are ``processes`` (None: one a core). ``watch`` is shown the counts
    now and then.
    """

    paths: tuple[Path, ...]
    data: Path
    site: str | None = None
    processes: int | None = None
    executor: Executor | None = None
    watch: Callable[[Mapping[str, int]], object] = field(default=lambda _: None)


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import ended: its exit code, its counts, and what was wrong in its input."""

    code: ExitCode
    counts: Mapping[str, int]
    faults: tuple[str, ...] = ()


def import_pages(wish: Wish) -> Imported:
    """Import files and folders. What can't be read is told, and the rest is imported.

    Raises:
        UsageError: there is no such site.
        LockedError: another run works on the same folder.
        StoreError: the folder or the database can't be used, or the disk is full.
    """
    owners = Owners(wish.site)
    with only_run(wish.data), ExitStack() as stack:
        store = stack.enter_context(open_store(wish.data / "news.db"))
        sweep(wish.data / "warc")
        scratch = stack.enter_context(Scratch())
        sink = stack.enter_context(
            WarcSink(wish.data / "warc", prefix="saved", info={"description": "saved pages"})
        )
        executor = wish.executor or stack.enter_context(workers(wish.processes))
        scope = {"paths": [str(path) for path in wish.paths], "site": wish.site}
        run_id = store.begin_run("import", scope, datetime.now(UTC))
        job = Import(wish, Tools(owners, store, sink, scratch, executor), run_id)
        return _run(job, store, run_id)


def _run(job: Import, store: Store, run_id: int) -> Imported:
    """Do it, and write into the row of the run how it ended."""
    reason, code = "internal", ExitCode.INTERNAL
    try:
        job.all()
        reason, code = "finished", job.verdict()
    except KeyboardInterrupt:
        reason, code = "shutdown", ExitCode.INTERRUPTED
        job.stop()
    except (StoreError, OSError, sqlite3.Error) as error:
        is_full = is_disk_full(error)
        reason = "disk_full" if is_full else "store_unusable"
        code = ExitCode.DISK_FULL if is_full else ExitCode.USAGE
        job.faults.append(str(error))
    finally:
        store.end_run(run_id, datetime.now(UTC), reason, int(code), dict(job.batches.counts))
        store.seal()
    return Imported(code, dict(job.batches.counts), tuple(job.faults))


@dataclass(frozen=True, slots=True)
class Tools:
    """What is open while an import lasts."""

    owners: Owners
    store: Store
    sink: WarcSink
    scratch: Scratch
    executor: Executor


class Import:
    """One import under way."""

    def __init__(self, wish: Wish, tools: Tools, run_id: int) -> None:
        """Take what it works with; ``import_pages`` makes it."""
        self._wish, self._tools, self._run_id = wish, tools, run_id
        self._store, self._scratch = tools.store, tools.scratch
        self._warcs = wish.data / "warc"
        self.batches = Batches(tools.store, run_id)
        self.faults: list[str] = []
        self._files = 0

    def all(self) -> None:
        """Import everything that there is."""
        saved: list[Capture] = []
        for source in find_sources(self._wish.paths, self._warcs):
            if isinstance(source, UnreadableInputError):
                self._fault(str(source).partition(": ")[0], "unreadable", source)
                continue
            self._files += 1
            if source.form is Form.PAGE:
                saved += self._page(source)
            else:
                self._archive(source)
            if len(saved) >= _LOOK_UP:
                self._read(saved)
                saved = []
        self._read(saved)
        self._read(self._orphans())
        self._finish()

    def stop(self) -> None:
        """Keep what was read before the interruption."""
        self.batches.flush()
        self._finish()

    def verdict(self) -> ExitCode:
        """Say how it went: nothing to import at all is a wrong argument."""
        counts = self.batches.counts
        if not self.faults and not counts["problems"]:
            if self._files:
                return ExitCode.DONE
            self.faults.append("nothing to import: no WARC, WACZ, HTML or text file was found")
            return ExitCode.USAGE
        return ExitCode.PROBLEMS if counts["pages"] or counts["known"] else ExitCode.USAGE

    def _tell(self, why: str) -> None:
        """Have a fault shown at the end; of very many the first ones. All are in ``problem``."""
        if len(self.faults) < _MOST_TOLD:
            self.faults.append(why)

    def _fault(self, where: str, kind: str, why: object) -> None:
        self._tell(str(why))
        self.batches.problem(where, kind, str(why))

    # --- Files ---

    def _archive(self, source: Source) -> None:
        try:
            if source.form is Form.WARC:
                self._warc(source.path, source.path.name, Origin.WARC)
                return
            for path, fault in iter_warcs(source.path, self._warcs):
                if fault:
                    self._fault(str(source.path), "damaged", fault)
                self._warc(path, f"{source.path.stem}-{path.name}", Origin.WACZ, source.path)
        except UnreadableInputError as error:
            self._fault(str(source.path), "unreadable", error)

    def _warc(self, path: Path, name: str, origin: Origin, package: Path | None = None) -> None:
        where = package or path
        try:
            taken = take_in(path, self._warcs, name=name)
        except UnreadableInputError as error:
            self._fault(str(where), "unreadable", error)
            return
        if taken.fault:
            self._fault(str(where), "damaged", f"{where}: {taken.fault}")
        self._read(self._answers(taken.path, origin))
        self._read(self._repeats())

    def _answers(self, path: Path, origin: Origin) -> Iterator[Capture]:
        """Give the answers of a file that are to be read; revisits are put off to its end."""
        entries = (one for one in self._entries(path, origin) if one is not None)
        for piece in chunked(entries, _LOOK_UP):
            fresh = self._unknown(piece)
            self._scratch.put_off("revisit", (one for one in fresh if _is_repeat(one)))
            yield from (one.capture for one in fresh if not _is_repeat(one))

    def _entries(self, path: Path, origin: Origin) -> Iterator[Coming | None]:
        try:
            for entry in iter_entries(path):
                try:
                    one = coming(entry, path.name, origin)
                except UnreadableInputError as error:
                    self._fault(path.name, "unreadable", error)
                    continue
                yield one
        except UnreadableInputError as error:
            self._fault(path.name, "damaged", error)

    def _unknown(self, piece: tuple[Coming, ...]) -> list[Coming]:
        """Leave out answers that were imported before, with the article that they gave."""
        known = in_archive(self._store, [(c.capture.url, c.capture.fetched) for c in piece])
        pages = [canonical_url(c.capture.url) for c in piece]
        articles = stored_urls(self._store, pages)
        fresh = []
        for one, url in zip(piece, pages, strict=True):
            rows = known.get(one.capture.url, ())
            if any(_is_same(row, one.capture) and _is_done(row, url, articles) for row in rows):
                self.batches.counts["known"] += 1
            else:
                fresh.append(one)
        return fresh

    def _repeats(self) -> Iterator[Capture]:
        """Give the answers of revisit records, with the digest of what each repeats.

        The original may be in a file that comes later: then the record waits for the end.
        """
        self.batches.flush()
        for one in self._scratch.take("revisit"):
            if one.entry.status == NOT_MODIFIED:
                self.batches.seen(_unmodified(one.capture))
            elif (answer := self._repeated(one)) is not None:
                yield answer
            else:
                self._scratch.put_off("orphan", [one])
        self._scratch.forget("revisit")

    def _orphans(self) -> Iterator[Capture]:
        """Give the answers of records that waited; tell of those that repeat nothing known.

        All of a file's are told as one, because one missing file is to blame.
        """
        lost: Counter[str] = Counter()
        for one in self._scratch.take("orphan"):
            if (answer := self._repeated(one)) is not None:
                yield answer
                continue
            lost[str(one.capture.warc_file)] += 1
            self.batches.problem(one.capture.url, "unreadable", f"1 {_ORPHANS}")
        for file, count in lost.items():
            self._tell(f"{file}: {count} {_ORPHANS}")
        self._scratch.forget("orphan")

    def _repeated(self, one: Coming) -> Capture | None:
        """Give the answer of a revisit record; None if what it repeats is nowhere."""
        original = self._original(one)
        if original is None:
            return None
        return replace(
            one.capture,
            status=original.status,
            sha256=original.sha256,
            refers_to=one.entry.refers_to_id or original.record_id,
        )

    def _original(self, one: Coming) -> Capture | None:
        """Find what a revisit repeats: by what it names, else by the digest of its payload."""
        entry = one.entry
        if entry.refers_to_url and entry.refers_to_date:
            place = (entry.refers_to_url, entry.refers_to_date)
            if found := in_archive(self._store, [place]).get(entry.refers_to_url):
                return found[0]
        return by_record(self._store, entry.refers_to_id, entry.digest)

    def _page(self, source: Source) -> list[Capture]:
        """Put a saved page into the archive; give its answer, or none if it is there already."""
        try:
            page = read_saved(source.path, self._tools.owners.is_host)
        except UnreadableInputError as error:
            self._fault(str(source.path), "unreadable", error)
            return []
        digest = hashlib.sha256(page.body).hexdigest()
        when = None if page.origin is Origin.SAVED_FILE_TIME else page.dated
        known = same_page(self._store, page.url, digest, when)
        if known is not None:
            if _is_done(known, url := canonical_url(page.url), stored_urls(self._store, [url])):
                self.batches.counts["known"] += 1
                return []
            return [known]
        notes = {**page.notes, "origin": page.origin.value}
        place = self._tools.sink.write_file(page.url, page.body, page.media_type, page.dated, notes)
        row = Capture(page.url, page.dated, 200, PageKind.OTHER, len(page.body), digest)
        kept = replace(
            row,
            warc_file=place.file,
            warc_offset=place.offset,
            payload_digest=place.digest,
            record_id=place.record_id or None,
            origin=page.origin.value,
        )
        return [kept]

    # --- Pages ---

    def _read(self, answers: Iterable[Capture]) -> None:
        """Read answers and keep what they are; articles in parts when all pages are there."""
        self._read_some(self._tasks(answers, with_parts=False))
        self.batches.flush()
        self._read_some(self._tasks(self._scratch.take("parts"), with_parts=True))
        self.batches.flush()
        self._scratch.forget("parts")
        self._wish.watch(self.batches.counts)

    def _read_some(self, tasks: Iterator[Task]) -> None:
        for results in in_order(read_tasks, chunked(tasks, _TASKS), self._tools.executor):
            for seen in (one for result in results for one in result):
                self._keep(seen)
            self._wish.watch(self.batches.counts)

    def _keep(self, seen: Seen) -> None:
        if seen.waits:
            self._scratch.put_off("parts", [seen.capture])
            self._store.save_captures([seen.capture], self._run_id)
            return
        if seen.fault is not None and seen.fault[0] == "unreadable":
            self._tell(seen.fault[1])
        if seen.capture.origin == Origin.REWRITTEN and seen.harvested is not None:
            self.batches.problem(
                seen.capture.url,
                "rewritten",
                "the Wayback Machine has rewritten this page; get its id_ form for the page itself",
            )
        if seen.listed:
            site = self._tools.owners.of(seen.capture.url).site
            self._scratch.put_off("listed", [(site, seen.listed)])
        self.batches.seen(seen)

    def _tasks(self, answers: Iterable[Capture], *, with_parts: bool) -> Iterator[Task]:
        for answer in answers:
            owner = self._tools.owners.of(answer.url)
            yield Task(self._wish.data, owner.site, owner.hints, (answer,), with_parts)

    def _finish(self) -> None:
        """Link articles to the sections whose listings show them, now that all are there.

        And to the answers that did not find them, in whichever order they came.
        """
        for site, listed in self._scratch.take("listed"):
            self._store.add_sections(site, listed, datetime.now(UTC))
        self._scratch.forget("listed")
        self._store.note_absences(canonical_url)


def _is_repeat(one: Coming) -> bool:
    return one.entry.kind == "revisit"


def _is_same(row: Capture, answer: Capture) -> bool:
    return (row.warc_file, row.warc_offset) == (answer.warc_file, answer.warc_offset)


def _is_done(row: Capture, url: str, articles: set[str]) -> bool:
    """Whether an answer was read to its end: an import may have been killed before that."""
    return row.kind is not PageKind.ARTICLE or url in articles


def _unmodified(capture: Capture) -> Seen:
    return Seen(replace(capture, sha256=hashlib.sha256(b"").hexdigest()))
