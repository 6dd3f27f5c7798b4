"""Merging databases: the same result in any order and when repeated, and nothing lost."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from msbazhong_spider.errors import OlderSchemaError, StoreError
from msbazhong_spider.items import Field, PageKind, Span
from msbazhong_spider.store import Absence, open_store
from msbazhong_spider.store import rows as store_rows
from msbazhong_spider.store.merge import Source, merge_databases

_spec = spec_from_file_location("samples", Path(__file__).with_name("conftest.py"))
samples = module_from_spec(_spec)
_spec.loader.exec_module(samples)
NOON = samples.NOON
TITLES = ("云溪县召开大会", "云溪县大会召开", "云溪县 召开大会", "云溪县今日召开大会")
IN_PARTS = 3  # the number of an article that has two pages
HIDDEN = ("sqlite_", "_sqlite_", "nums", "article_fts_")


def everything(path):
    """All rows of all tables and views, and what the index holds, whatever their order."""
    with closing(sqlite3.connect(path)) as db:
        names = [
            name
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type <> 'index'")
            if not name.startswith(HIDDEN) and "words_" not in name
        ]
        content = {
            name: sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=repr)  # noqa: S608 - our own names
            for name in names
        }
        content["integrity"] = db.execute("PRAGMA integrity_check").fetchall()
        content["lost"] = db.execute("PRAGMA foreign_key_check").fetchall()
        db.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)")
    return content


def same(one, other):
    """Compare table by table, so that a failure names the table."""
    assert one.keys() == other.keys()
    for name, rows in one.items():
        assert rows == other[name], name


class Bench:
    """A folder in which archives are made and merged."""

    def __init__(self, folder):
        self.folder, self.count = folder, 0
        self.empty = folder / "empty.db"
        open_store(self.empty).close()

    def place(self):
        """Give a path that is not taken."""
        self.count += 1
        return self.folder / f"{self.count}.db"

    def merge(self, *paths):
        """Merge databases into a new one."""
        target = self.place()
        merge_databases([Source(path) for path in paths], target)
        return target

    def archive(self, events, *, reader="0.1.0", site="yunxi"):
        """Make a database of looks at articles: (article, hour, title or None if missing)."""
        path = self.place()
        shutil.copyfile(self.empty, path)
        before, store_rows.__version__ = store_rows.__version__, reader
        try:
            with open_store(path) as store:
                run_id = store.begin_run(site, {"events": len(events)}, NOON)
                for number, hour, title in events:
                    _look(store, run_id, number, hour, title)
                if len(events) % 2:
                    store.end_run(run_id, NOON + timedelta(hours=40), "finished", 0, {})
        finally:
            store_rows.__version__ = before
        return path


def _look(store, run_id, number, hour, title):
    when = NOON + timedelta(hours=hour)
    url = f"https://www.yunxi.example/news/{number}.html"
    if title is None:
        store.record_missing(url, when, Absence.NOT_FOUND, run_id)
        store.record_problem(run_id, url, "http_404", "not there", when)
        return
    item = samples.make_harvested(number, hours=hour, title=TITLES[title])
    digest = sha256(TITLES[title].encode()).hexdigest()
    capture = samples.make_capture(url, when, sha256=digest)
    item = replace(item, capture=capture)
    if number == IN_PARTS:
        second = samples.make_capture(url.replace(".html", "_2.html"), when, sha256=digest)
        span = Span(Field.BODY, len(samples.BODY) // 2, len(samples.BODY))
        item = replace(item, article=replace(item.article, parts=(span,)), parts=(second,))
    store.save([item], run_id)


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """A folder for a module's archives."""
    return Bench(tmp_path_factory.mktemp("merge"))


ARTICLE, HOUR = st.integers(1, 3), st.integers(0, 12).map(lambda number: number * 7)
# What the site showed at each hour, and which of that each archive saw.
WORLD = st.dictionaries(
    st.tuples(ARTICLE, HOUR), st.none() | st.integers(0, len(TITLES) - 1), min_size=1, max_size=14
)


@st.composite
def seen_by_three(draw):
    """What three archives saw of one world, each in its own order."""
    world = [(number, hour, title) for (number, hour), title in draw(WORLD).items()]
    looks = st.lists(st.sampled_from(world), max_size=8, unique=True)
    return [draw(looks) for _ in range(3)]


UNHURRIED = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@UNHURRIED
@given(looks=seen_by_three())
def test_any_order_and_any_repetition_give_the_same(looks):
    """All at once or one after the other, in any order, again and again: table by table equal."""
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        a, b, c = (bench.archive(events) for events in looks)
        expected = everything(bench.merge(a, b, c))
        assert expected["lost"] == []
        for order in list(permutations((a, b, c)))[1:]:
            same(everything(bench.merge(*order)), expected)
        for first, second, third in ((a, b, c), (c, a, b), (b, c, a)):
            merged = bench.merge(bench.merge(first, second), third)
            same(everything(merged), expected)
        same(everything(bench.merge(merged, a, b, b)), expected)


@UNHURRIED
@given(
    looks=st.lists(
        st.lists(st.tuples(ARTICLE, HOUR, st.integers(0, len(TITLES) - 1)), max_size=6),
        min_size=2,
        max_size=3,
    ),
    readers=st.permutations(["0.1.0", "0.10.0", "0.9.0"]),
)
# The last look of one archive at a past state is overruled by the other's at the same second.
@example(looks=[[(1, 0, 1), (1, 7, 0)], [(1, 7, 1)]], readers=["0.10.0", "0.1.0", "0.9.0"])
def test_disagreeing_archives(looks, readers):
    """Archives that tell of one second differently, read by different readers: any order."""
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        archives = [
            bench.archive(events, reader=reader)
            for events, reader in zip(looks, readers, strict=False)
        ]
        merged = bench.merge(*archives)
        expected = everything(merged)
        for order in permutations(archives):
            same(everything(bench.merge(*order)), expected)
            same(everything(bench.merge(merged, order[0])), expected)


@UNHURRIED
@given(looks=seen_by_three())
@example(looks=[[], [], [(1, 28, 2), (1, 7, 3), (1, 14, 0), (1, 0, 0)]])
def test_merging_is_as_if_one_machine_had_seen_it_all(looks):
    """The states of each article are those that one archive has, saved in order of time.

    Words that came back with other blanks are one wording after merging: that of the last look.
    """
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        merged = bench.merge(*(bench.archive(events) for events in looks))
        seen = sorted({event for events in looks for event in events}, key=lambda one: one[1])
        seen = [one for one in seen if one[2] is not None]
        one = bench.archive(seen)
        ask = {
            "article_version": "article_id, version, valid_from, valid_to, changed_fields,"
            " replace(title, ' ', '')",
            "article": "id, version, version_since, first_seen, last_seen, title",
            "attendance": "article_id, position, person_id",
            "section": "id, first_seen, last_seen",
            "article_section": "article_id, section_id, own, first_seen",
        }
        with closing(sqlite3.connect(merged)) as left, closing(sqlite3.connect(one)) as right:
            for table, columns in ask.items():
                sql = f"SELECT {columns} FROM {table} ORDER BY 1, 2"  # noqa: S608 - our own names
                assert left.execute(sql).fetchall() == right.execute(sql).fetchall(), table


def test_conflicts_become_versions(bench):
    """Two machines saw different words: the later ones stand, the earlier ones are a version."""
    merged = bench.merge(bench.archive([(1, 8, 1)]), bench.archive([(1, 3, 0), (1, 20, 3)]))
    with open_store(merged) as store:
        history = store.history("https://www.yunxi.example/news/1.html")
        assert [state.fields["title"] for state in history.states] == [
            TITLES[0], TITLES[1], TITLES[3],
        ]  # fmt: skip
        assert history.looks == 3
        assert [hit.title for hit in store.search("今日召开")] == [TITLES[3]]
        assert store.search("大会召开") == []


def test_runs_are_numbered_anew(bench):
    """Both archives have a run 1; afterwards each row hangs on the run that made it."""
    one, other = (
        bench.archive([(1, 1, 0)], site="yunxi"),
        bench.archive([(2, 2, 0)], site="qingshi"),
    )
    with closing(sqlite3.connect(bench.merge(one, other))) as db:
        found = db.execute(
            "SELECT r.site, a.url, c.url, l.article_id = a.id FROM article AS a"
            " JOIN run AS r ON r.id = a.run_id JOIN capture AS c ON c.run_id = r.id"
            " JOIN look AS l ON l.run_id = r.id ORDER BY 2"
        ).fetchall()
        assert db.execute("SELECT id FROM run ORDER BY id").fetchall() == [(1,), (2,)]
    urls = [f"https://www.yunxi.example/news/{number}.html" for number in (1, 2)]
    assert found == [("yunxi", urls[0], urls[0], 1), ("qingshi", urls[1], urls[1], 1)]


def test_a_run_at_two_stages_is_one_run(bench):
    """A copy made while a run went on tells less of it than the database afterwards."""
    later = bench.archive([(1, 1, 0)])
    earlier = bench.place()
    shutil.copyfile(later, earlier)
    with closing(sqlite3.connect(earlier)) as db, db:
        db.execute("UPDATE run SET finished = NULL, exit_code = NULL, finish_reason = NULL")
    for order in ((earlier, later), (later, earlier)):
        with open_store(bench.merge(*order)) as store:
            assert [run.finish_reason for run in store.runs()] == ["finished"]


def test_renamed_warc_files(bench):
    """A capture points to the name that its file has in the result."""
    paths = bench.archive([(1, 1, 0)]), bench.archive([(2, 2, 0)])
    target = bench.place()
    merge_databases(
        [Source(paths[0], {"yunxi.warc.gz": "other.warc.gz"}), Source(paths[1])], target
    )
    with closing(sqlite3.connect(target)) as db:
        found = db.execute("SELECT warc_file, warc_offset FROM capture ORDER BY fetched")
        assert found.fetchall() == [("other.warc.gz", 99), ("yunxi.warc.gz", 99)]


def test_what_one_archive_lacks_of_an_answer(bench):
    """Of an answer that two archives have, each value is taken where it is known."""
    paths = [bench.archive([]) for _ in range(2)]
    url = "https://www.yunxi.example/"
    lacking = ({"warc_file": None, "warc_offset": None}, {"charset_used": None})
    for path, known in zip(paths, lacking, strict=True):
        with open_store(path) as store:
            store.save_captures([samples.make_capture(url, kind=PageKind.LISTING, **known)], None)
    for order in (paths, paths[::-1]):
        with closing(sqlite3.connect(bench.merge(*order))) as db:
            found = db.execute("SELECT charset_used, warc_file, warc_offset FROM capture")
            assert found.fetchall() == [("gb18030", "yunxi.warc.gz", 99)]


def test_the_most_careful_setting_stays(bench):
    """Who waits longer before an article counts as gone is heard."""
    paths = [bench.archive([]) for _ in range(2)]
    for path, days in zip(paths, (10, 9), strict=True):
        with open_store(path) as store:
            store.confirm_gone_after(days)
    for order in (paths, paths[::-1]):
        with closing(sqlite3.connect(bench.merge(*order))) as db:
            assert db.execute("SELECT * FROM setting").fetchall() == [("gone_days", "10")]


def test_absences_seen_by_different_machines_add_up(bench):
    """One machine was there on one day, the other on two: together the article is gone."""
    one = bench.archive([(1, 0, 0), (2, 30, 0), (1, 30, None)])
    other = bench.archive([(1, 1, 0), (2, 54, 0), (1, 54, None), (2, 78, 0), (1, 78, None)])
    for path, days in ((one, []), (other, []), (bench.merge(one, other), [(3,)])):
        with closing(sqlite3.connect(path)) as db:
            assert db.execute("SELECT days FROM gone").fetchall() == days


def test_another_schema_is_refused(bench, tmp_path):
    """A database of an earlier version is to be upgraded first; nothing is written to it."""
    old = tmp_path / "old.db"
    shutil.copyfile(bench.empty, old)
    with closing(sqlite3.connect(old)) as db:
        db.execute("PRAGMA user_version = 1")
    before = old.read_bytes()
    with pytest.raises(OlderSchemaError, match="msbazhong upgrade"):
        bench.merge(bench.empty, old)
    assert old.read_bytes() == before


def test_sources_stay_as_they_are(bench):
    """Merging reads only, also a database that was released without a WAL."""
    path = bench.archive([(1, 1, 0)])
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
    before = path.read_bytes()
    bench.merge(path, bench.empty)
    assert path.read_bytes() == before
    assert not path.with_name(path.name + "-wal").exists()


def test_a_damaged_source_is_named(bench):
    """It is the source that is broken, not the result."""
    path = bench.archive([(number, 1, 0) for number in range(1, 40)])
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = db.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'attendance'"
        ).fetchone()[0]
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(data)
    with pytest.raises(StoreError, match=rf"{path.name}: is damaged"):
        bench.merge(bench.empty, path)
