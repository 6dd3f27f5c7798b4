"""Pictures and attachments: kept with the article, with each of its states, and never a version."""

import gzip
import json
import sqlite3
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest

from msbazhong_spider.items import Link
from msbazhong_spider.store import open_store
from msbazhong_spider.store.compare import Stored
from msbazhong_spider.store.merge import Source, merge_databases
from msbazhong_spider.store.upgrade import upgrade

URL = "https://www.yunxi.example/news/1.html"
PICTURE = Link("https://www.yunxi.example/p/1.jpg?t=1", "会议现场")
FILE = Link("https://www.yunxi.example/down.jsp?wbfileid=7", "附件：报名表.doc")
OTHER = Link("https://www.yunxi.example/p/2.jpg", "")
SHOWN = [["image", PICTURE.url, "会议现场"], ["attachment", FILE.url, "附件：报名表.doc"]]
UNREAD = Path(__file__).with_name("schemas") / "schema-4.db.gz"


def shown(store):
    """The article's counts, and its rows of media."""
    counts = store.db.execute("SELECT images, attachments FROM article WHERE url = ?", [URL])
    rows = store.db.execute(
        "SELECT position, kind, m.url, label FROM media AS m"
        " INNER JOIN article AS a ON a.id = article_id WHERE a.url = ? ORDER BY position",
        [URL],
    )
    return counts.fetchone(), rows.fetchall()


@pytest.fixture
def unread(tmp_path):
    """A database that was written before pictures and attachments were kept, brought forward."""
    path = tmp_path / "unread" / "news.db"
    path.parent.mkdir()
    path.write_bytes(gzip.decompress(UNREAD.read_bytes()))
    upgrade(path)
    return path


def test_they_are_rows_in_the_order_of_the_page(store, harvested):
    """Pictures first; the article says how many of each it has."""
    store.save([harvested(1, images=(PICTURE, OTHER), attachments=(FILE,))], None)
    assert shown(store) == (
        (2, 1),
        [
            (1, "image", PICTURE.url, "会议现场"),
            (2, "image", OTHER.url, ""),
            (3, "attachment", FILE.url, "附件：报名表.doc"),
        ],
    )


def test_a_page_without_any_says_so(store, harvested):
    """None is 0, not NULL: the page was looked through."""
    store.save([harvested(1)], None)
    assert shown(store) == ((0, 0), [])


def test_what_a_database_cannot_hold_is_replaced(store, harvested):
    """A NUL or a lone surrogate in a label does not cost the article."""
    store.save([harvested(1, images=(Link("http://a.example/1.jpg", "会\x00议\ud800"),))], None)
    assert shown(store)[1] == [(1, "image", "http://a.example/1.jpg", "会\ufffd议\ufffd")]


def test_another_picture_makes_no_version(store, harvested):
    """The rows are those of the later look; the site's words are what they were."""
    store.save([harvested(1, images=(PICTURE,), attachments=(FILE,))], None)
    assert store.save([harvested(1, hours=24, images=(OTHER,))], None).changed == 1
    assert shown(store) == ((1, 0), [(1, "image", OTHER.url, "")])
    assert store.db.execute("SELECT version FROM article").fetchall() == [(1,)]
    assert store.db.execute("SELECT * FROM article_version").fetchall() == []


QUERIES = {
    "a clock behind a picture's name": ("http://a.example/1.JPG?t=1", "http://a.example/1.JPG?t=2"),
    "a counter behind a file's name": ("http://a.example/1.pdf?c=8", "http://a.example/1.pdf"),
}


@pytest.mark.parametrize(("first", "then"), QUERIES.values(), ids=QUERIES)
def test_what_only_counts_changes_nothing(store, harvested, first, then):
    """The file is the same, so the row stays as it was first seen."""
    store.save([harvested(1, images=(Link(first, ""),))], None)
    assert store.save([harvested(1, hours=24, images=(Link(then, ""),))], None).unchanged == 1
    assert shown(store)[1] == [(1, "image", first, "")]


def test_the_query_of_a_script_says_which_file(store, harvested):
    """Another number is another file."""
    other = Link(FILE.url.replace("=7", "=8"), FILE.text)
    store.save([harvested(1, attachments=(FILE,))], None)
    assert store.save([harvested(1, hours=24, attachments=(other,))], None).changed == 1
    assert shown(store)[1] == [(1, "attachment", other.url, other.text)]


def test_a_passed_state_keeps_its_own(store, harvested):
    """So do states that come in later than they were seen; ``history`` shows them."""
    both = {"images": (PICTURE,), "attachments": (FILE,)}
    store.save([harvested(1, title="一", **both), harvested(1, hours=48, images=(OTHER,))], None)
    store.save([harvested(1, hours=24, title="二")], None)
    passed = store.db.execute("SELECT title, media FROM article_version ORDER BY version")
    assert [(title, json.loads(media)) for title, media in passed] == [("一", SHOWN), ("二", [])]
    assert [state.media for state in store.history(URL).states] == [
        f"image {PICTURE.url} 会议现场\nattachment {FILE.url} 附件：报名表.doc",
        "",
        f"image {OTHER.url}",
    ]


def test_what_was_never_read_is_unknown(unread):
    """Neither the present state nor a passed one claims to have had none."""
    with open_store(unread) as store:
        assert shown(store) == ((None, None), [])
        assert [state.media for state in store.history(URL).states] == [None, None]


def test_what_was_never_read_stays_unknown_when_it_passes(unread, harvested):
    """A new state does not know what the one before it showed."""
    with open_store(unread) as store:
        store.save([harvested(1, hours=72, title="新的标题", images=(OTHER,))], None)
        states = store.history(URL).states
    assert [state.media for state in states] == [None, None, f"image {OTHER.url}"]


def test_reading_again_fills_it_in(unread, harvested):
    """In the present state and in the passed one, each from its own answer, without a version."""
    first = harvested(1, images=(PICTURE,), attachments=(FILE,))
    second = harvested(1, hours=24, title="云溪县工业大会召开", images=(OTHER,))
    with open_store(unread) as store, Stored(unread) as stored:
        told = [change for item in (first, second) for change in stored.differences(item)]
        store.save([first, second], None)
        states = store.history(URL).states
        assert [state.media for state in states] == [
            f"image {PICTURE.url} 会议现场\nattachment {FILE.url} 附件：报名表.doc",
            f"image {OTHER.url}",
        ]
        assert shown(store) == ((1, 0), [(1, "image", OTHER.url, "")])
        assert [c for item in (first, second) for c in stored.differences(item)] == []
    assert [(change.field, change.version, change.before) for change in told] == [
        ("media", 1, None),
        ("media", None, None),
    ]
    assert [json.loads(change.after) for change in told] == [SHOWN, [["image", OTHER.url, ""]]]


def test_merging_keeps_what_one_archive_knows(unread, harvested, tmp_path):
    """The same answers, read with and without media: what is known stands, in any order."""
    known = tmp_path / "known.db"
    with open_store(known) as store:
        store.save([harvested(1, images=(PICTURE,), attachments=(FILE,))], None)
        store.save([harvested(1, hours=24, title="云溪县工业大会召开", images=(OTHER,))], None)
    for number, paths in enumerate(permutations((unread, known))):
        target = tmp_path / f"merged-{number}.db"
        merge_databases([Source(path) for path in paths], target)
        with open_store(target) as store:
            assert shown(store) == ((1, 0), [(1, "image", OTHER.url, "")])
            assert json.loads(
                store.db.execute("SELECT media FROM article_version").fetchone()[0]
            ) == SHOWN  # fmt: skip


def test_only_images_and_attachments_are_media(store, harvested):
    """A third kind is refused by the file itself, whoever writes."""
    store.save([harvested(1)], None)
    with closing(sqlite3.connect(store.path)) as other, pytest.raises(sqlite3.IntegrityError):
        other.execute(
            "INSERT INTO media SELECT id, 1, 'video', 'http://a.example/', '' FROM article"
        )
