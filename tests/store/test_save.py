"""Saving: new, changed, unchanged; a batch is whole or not there."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msbazhong_spider.errors import StoreError
from msbazhong_spider.items import Action, Byline, Field, Part, Precision, Span
from msbazhong_spider.store import SaveCounts, open_store

LAST_SEEN = ("last_seen",)
TABLES = (
    "section", "capture", "article", "article_version", "article_section", "byline", "person",
    "attendance", "collective", "index_by_hand", "article_fts_docsize",
)  # fmt: skip


def dump(store, without=LAST_SEEN):
    """All that is stored, but for some columns."""
    tables = {}
    for table in TABLES:
        found = store.db.query(f"SELECT * FROM {table}")  # noqa: S608 - our own names
        rows = [{key: row[key] for key in row if key not in without} for row in found]
        tables[table] = sorted(rows, key=str)
    return tables


def test_an_article_as_stored(store, harvested, rows):
    """Fields come out as they went in, times of the site as exact as the site is."""
    assert store.save([harvested()], None) == SaveCounts(new=1)
    (row,) = store.db.query("SELECT * FROM article")
    assert {
        "site": "yunxi",
        "county": "云溪县",
        "section": "时政新闻",
        "title": "云溪县召开工业发展大会",
        "subtitles": "李甲强调\n加快建设工业强县",
        "published": "2022-07-24",
        "precision": "day",
        "source": "云溪融媒",
        "incomplete": 1,
        "mentioned": '["孙戊"]',
        "breadcrumb": '["首页", "云溪县", "时政新闻"]',
        "first_seen": "2024-03-05T04:00:00Z",
        "version": 1,
    }.items() <= row.items()
    assert rows("SELECT position, name, part FROM byline") == [
        (1, "赵丙", "reporter"),
        (2, "钱丁", "editor"),
    ]


def test_attendances_as_stored(store, harvested, rows):
    """Each action has its column; the span leads to the name in the text."""
    store.save([harvested()], None)
    assert rows(
        "SELECT position, t.name, post, chair, speak, attend, observe, accompany, inspect, meet,"
        " substr(body, name_start + 1, name_end - name_start)"
        " FROM attendance AS t JOIN article AS a ON a.id = article_id ORDER BY position"
    ) == [
        (1, "李甲", "县委书记", 1, 1, 0, 0, 0, 0, 0, "李甲"),
        (2, "王乙", "县长", 0, 0, 1, 0, 0, 0, 0, "王乙"),
    ]
    assert rows("SELECT name, action, span_field FROM collective") == [
        ("各乡镇负责同志", "attend", "body")
    ]


def test_all_spans_are_kept(store, harvested, attendee, rows):
    """Also the second mention of a name, and each place that a post was read from."""
    spans = (Span(Field.TITLE, 0, 2), Span(Field.BODY, 12, 14))
    store.save([harvested(attendees=(attendee(names=spans, posts=spans[1:]),))], None)
    ((names, posts),) = rows("SELECT name_spans, post_spans FROM attendance")
    assert json.loads(names) == [["title", 0, 2], ["body", 12, 14]]
    assert json.loads(posts) == [["body", 12, 14]]


def test_sections_of_an_article(store, harvested, rows):
    """All listings that linked to it, and its own breadcrumb."""
    store.save([harvested()], None)
    assert rows(
        "SELECT county, name, own FROM article_section JOIN section ON id = section_id ORDER BY own"
    ) == [("云溪县", "要闻", 0), ("云溪县", "时政新闻", 1)]


def test_saving_twice_changes_nothing(store, harvested):
    """The same articles again count as unchanged, and the tables stay as they are."""
    batch = [harvested(1), harvested(2)]
    store.save(batch, None)
    before = dump(store, without=())
    assert store.save(batch, None) == SaveCounts(unchanged=2)
    assert dump(store, without=()) == before


def test_seen_again_later(store, harvested):
    """The same words in a later answer move last_seen and nothing else of the article."""
    store.save([harvested()], None)
    before = dump(store)
    assert store.save([harvested(hours=5)], None) == SaveCounts(unchanged=1)
    after = dump(store)
    assert len(after.pop("capture")) == 2
    before.pop("capture")
    assert after == before
    assert list(store.db.query("SELECT last_seen FROM article")) == [
        {"last_seen": "2024-03-05T09:00:00Z"}
    ]


def test_the_same_article_twice_in_a_batch(store, harvested):
    """A batch that holds two states of one article leaves the later state and one version."""
    batch = [harvested(), harvested(hours=1), harvested(hours=2, title="云溪县工业大会召开")]
    assert store.save(batch, None) == SaveCounts(new=1, changed=1, unchanged=1, edited=1)
    assert [row.title for row in store.newest()] == ["云溪县工业大会召开"]
    assert store.db["article_version"].count == 1


def test_a_changed_article_keeps_its_earlier_state(store, harvested, rows):
    """The earlier text stays, with the fields that differ and the time it was valid."""
    store.save([harvested()], None)
    changed = {"title": "云溪县工业大会召开", "bylines": (Byline("赵丙", Part.REPORTER),)}
    assert store.save([harvested(hours=30, **changed)], None) == SaveCounts(changed=1, edited=1)
    assert rows(
        "SELECT version, valid_from, valid_to, changed_fields, title, bylines FROM article_version"
    ) == [
        (
            1,
            "2024-03-05T04:00:00Z",
            "2024-03-06T10:00:00Z",
            '["title", "bylines"]',
            "云溪县召开工业发展大会",
            '[["赵丙", "reporter"], ["钱丁", "editor"]]',
        )
    ]
    assert rows("SELECT version, version_since, first_seen, title FROM article") == [
        (2, "2024-03-06T10:00:00Z", "2024-03-05T04:00:00Z", "云溪县工业大会召开")
    ]
    assert rows("SELECT count(*) FROM byline") == [(1,)]


@pytest.mark.parametrize(
    "change",
    [
        {"subtitles": ("李甲 强调", "\u3000加快建设工业强县")},
        {"evidence": {"title": "og:title"}},
        {"published_raw": "2022年7月24日"},
        {"doubts": ("two dates",)},
    ],
    ids=["blanks", "another rule found it", "printed in another way", "a doubt"],
)
def test_what_makes_no_version(store, harvested, rows, change):
    """The row takes the new reading, but the site said nothing new."""
    store.save([harvested()], None)
    assert store.save([harvested(hours=1, **change)], None) == SaveCounts(changed=1)
    assert rows("SELECT count(*) FROM article_version") == [(0,)]
    assert rows("SELECT version FROM article") == [(1,)]


def test_a_better_reading_replaces_attendances(store, harvested, attendee, rows):
    """Rows of the earlier reading go, and so does a person whom nothing mentions any more."""
    store.save([harvested(), harvested(2, attendees=(attendee("周己"),))], None)
    better = (attendee("李甲", "县委书记"), attendee("吴庚", None, (Action.ATTEND,)))
    assert store.save([harvested(attendees=better)], None) == SaveCounts(changed=1)
    assert rows("SELECT name FROM attendance ORDER BY article_id, position") in (
        [("周己",), ("李甲",), ("吴庚",)],
        [("李甲",), ("吴庚",), ("周己",)],
    )
    assert sorted(rows("SELECT name FROM person")) == [("吴庚",), ("周己",), ("李甲",)]
    assert rows("SELECT count(*) FROM article_version") == [(0,)]


def test_one_person_for_a_name_in_a_county(store, harvested, rows):
    """The same name in another county is another person."""
    store.save([harvested(1), harvested(2), harvested(3, county="青石县")], None)
    assert rows("SELECT name, county FROM person ORDER BY county, name") == [
        ("李甲", "云溪县"),
        ("王乙", "云溪县"),
        ("李甲", "青石县"),
        ("王乙", "青石县"),
    ]


def test_ids_do_not_depend_on_order(tmp_path, harvested):
    """Two databases that got the same articles in another order hold the same rows."""
    dumps = []
    for name, order in (("a", (1, 2, 3)), ("b", (3, 1, 2))):
        with open_store(tmp_path / f"{name}.db") as store:
            for number in order:
                store.save([harvested(number)], None)
            dumps.append(dump(store, without=("seq",)))
            dumps[-1].pop("article_fts_docsize")  # its ids are places in time, seq
    assert dumps[0] == dumps[1]


def test_id_is_the_digest_of_the_address(store, harvested, rows):
    """16 hexadecimal digits of SHA-256 of the canonical URL, written down here for ever."""
    store.save([harvested()], None)
    assert rows("SELECT id FROM article") == [("4def8dac9cf5c68a",)]


@pytest.mark.parametrize(
    ("precision", "stored"),
    [
        (Precision.DAY, "2022-07-24"),
        (Precision.MINUTE, "2022-07-24T00:30"),
        (Precision.SECOND, "2022-07-24T00:30:15"),
    ],
)
def test_published_is_local(store, harvested, rows, precision, stored):
    """An aware time of any zone is written in the site's own, only as exact as it is."""
    when = datetime(2022, 7, 23, 16, 30, 15, tzinfo=UTC)
    store.save([harvested(published=when, precision=precision)], None)
    assert rows("SELECT published, precision FROM article") == [(stored, precision.value)]


def test_undated(store, harvested, rows):
    """An article without a date has neither date nor precision, and comes last."""
    store.save([harvested(1, published=None, precision=None), harvested(2)], None)
    assert [row.published for row in store.newest()] == ["2022-07-24", None]
    assert rows("SELECT precision FROM article WHERE published IS NULL") == [(None,)]


def test_a_corrected_date_moves_the_article(store, harvested):
    """The newest list follows the date that the site gives now, and search finds it still."""
    later = {"published": datetime(2023, 1, 1, tzinfo=UTC)}
    store.save([harvested(1), harvested(2, **later)], None)
    assert [row.published for row in store.newest()] == ["2023-01-01", "2022-07-24"]
    store.save([harvested(2, published=datetime(2021, 1, 1, tzinfo=UTC))], None)
    assert [row.published for row in store.newest()] == ["2022-07-24", "2021-01-01"]
    assert len(store.search("李甲")) == 2


def test_a_full_day_flows_over(store, harvested, rows):
    """When the places of a day are used up, an article takes the next free one."""
    store.save([harvested(1)], None)
    (first,) = rows("SELECT seq FROM article")[0]
    day_end = first - first % 16384 + 16383
    store.db.execute("UPDATE article SET seq = ?", [day_end])
    store.save([harvested(2), harvested(3)], None)
    assert rows("SELECT seq FROM article ORDER BY seq") == [
        (day_end,),
        (day_end + 2,),
        (day_end + 3,),
    ]


def test_what_sqlite_cannot_hold(store, harvested, rows):
    """NUL and lone surrogates become U+FFFD, one for one, so that spans still fit."""
    store.save([harvested(title="甲\x00乙\ud800丙")], None)
    assert rows("SELECT title, length(title) FROM article") == [("甲\ufffd乙\ufffd丙", 5)]


def test_rare_characters_survive(store, harvested):
    """Characters beyond the basic plane and private ones are kept and found."""
    store.save([harvested(title="书记李𠮷与王\ue123出席")], None)
    assert [hit.title for hit in store.search("李𠮷")] == ["书记李𠮷与王\ue123出席"]
    assert len(store.search("王\ue123")) == 1


def test_a_batch_is_whole_or_not_there(store, harvested, attendee):
    """One impossible row, and nothing of the batch is stored."""
    impossible = harvested(2, attendees=(attendee(confidence=7.0),))
    with pytest.raises(StoreError, match="SQLite says: CHECK constraint failed"):
        store.save([harvested(1), impossible], None)
    assert set(map(len, dump(store).values())) == {0}
    assert store.save([harvested(1)], None).new == 1


_WRITER = """
import importlib.util, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("samples", sys.argv[2])
samples = importlib.util.module_from_spec(spec)
spec.loader.exec_module(samples)
from msbazhong_spider.store import open_store
store = open_store(Path(sys.argv[1]))
number = 0
while True:
    store.save([samples.make_harvested(number + n) for n in range(10)], None)
    number += 10
    print(number, flush=True)
"""


def test_kill_9_leaves_whole_batches(tmp_path):
    """A writer killed in the midst leaves a sound database of whole batches."""
    path = tmp_path / "news.db"
    samples = Path(__file__).with_name("conftest.py")
    command = [sys.executable, "-c", _WRITER, path, samples]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        told = [int(writer.stdout.readline()) for _ in range(5)]
        os.kill(writer.pid, signal.SIGKILL)
    with open_store(path) as store:
        articles = store.counts().articles
        assert articles >= told[-1]
        assert articles % 10 == 0
        assert store.counts().attendances == 2 * articles
        assert len(store.search("李甲", limit=10_000)) == articles
        assert store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert store.db.execute("PRAGMA foreign_key_check").fetchall() == []
        store.db.execute(
            "INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)"
        )
        store.db.conn.commit()


def test_a_capture_gains_what_it_lacked(store, capture, rows):
    """The place in the WARC may become known later; nothing that is known is taken away."""
    bare = {"warc_file": None, "warc_offset": None, "charset_used": None}
    store.save_captures([capture("https://www.yunxi.example/", **bare)], None)
    store.save_captures([capture("https://www.yunxi.example/")], None)
    store.save_captures([capture("https://www.yunxi.example/", **bare)], None)
    assert rows("SELECT warc_file, warc_offset, charset_used FROM capture") == [
        ("yunxi.warc.gz", 99, "gb18030")
    ]


def test_the_same_answer_twice_in_a_second_is_that_of_the_first_record(store, capture, rows):
    """The second record only repeats the first, whose row does not become a repetition."""
    first, second = "<urn:uuid:1>", "<urn:uuid:2>"
    whole = capture("https://www.yunxi.example/", record_id=first)
    again = capture(
        "https://www.yunxi.example/", warc_offset=500, record_id=second, refers_to=first
    )
    store.save_captures([whole, again], None)
    assert rows("SELECT warc_offset, record_id, refers_to FROM capture") == [(99, first, None)]
    store.save_captures([capture("https://www.yunxi.example/", payload_digest="sha1:A")], None)
    assert rows("SELECT payload_digest FROM capture") == [("sha1:A",)]


def test_article_points_to_its_capture(store, harvested, rows):
    """From the article one comes to the answer that its present state was read from."""
    run_id = store.begin_run("yunxi", {}, datetime(2024, 3, 5, tzinfo=UTC))
    store.save([harvested()], run_id)
    assert rows(
        "SELECT c.url, c.run_id, a.run_id FROM article AS a JOIN capture AS c ON c.id = capture_id"
    ) == [("https://www.yunxi.example/news/1.html", run_id, run_id)]


def test_an_unknown_run_is_refused(store, harvested):
    """Foreign keys are on: nothing can hang on a run that is not there."""
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        store.save([harvested()], 77)


def test_an_empty_batch(store):
    """Nothing to save is nothing saved."""
    assert store.save([], None) == SaveCounts()
    store.save_captures([], None)
    assert store.counts().captures == 0


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(texts=st.lists(st.tuples(st.text(max_size=8), st.text(max_size=40)), max_size=6))
def test_any_text_saved_twice_is_unchanged(tmp_path, harvested, texts):
    """Whatever characters an article holds, saving it again changes nothing."""
    batch = [
        harvested(number, title=title, body=body) for number, (title, body) in enumerate(texts)
    ]
    (tmp_path / "any.db").unlink(missing_ok=True)
    with open_store(tmp_path / "any.db") as store:
        assert store.save(batch, None) == SaveCounts(new=len(batch))
        before = dump(store, without=())
        assert store.save(batch, None) == SaveCounts(unchanged=len(batch))
        assert dump(store, without=()) == before


def test_readers_see_whole_batches(store, harvested):
    """A reader that is open while a batch is saved sees all of it or nothing."""
    reader = sqlite3.connect(store.path)
    seen = reader.execute("SELECT count(*) FROM article").fetchone()
    store.save([harvested(number) for number in range(5)], None)
    after = reader.execute("SELECT count(*) FROM article").fetchone()
    reader.close()
    assert (seen, after) == ((0,), (5,))


def test_sections_found_later(store, harvested, rows):
    """A listing read after its article was saved is linked too; unknown articles are left out."""
    store.save([harvested()], None)
    url = harvested().article.url
    later = datetime(2024, 3, 6, tzinfo=UTC)
    listed = [
        (url, "云溪县", "专题"),
        (url, "云溪县", "时政新闻"),
        ("https://x.example/", "", "专题"),
    ]
    for _ in range(2):
        store.add_sections("yunxi", listed, later)
    assert sorted(
        rows("SELECT name, own FROM article_section JOIN section ON id = section_id")
    ) == [
        ("专题", 0),
        ("时政新闻", 1),
        ("要闻", 0),
    ]
