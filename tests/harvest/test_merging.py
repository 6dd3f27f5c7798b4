"""Whole archives merged: databases, WARC files and logs, found again from every row."""

import fcntl
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from warcio.archiveiterator import ArchiveIterator

from msbazhong_spider.archive import ReceivedResponse, SentRequest, WarcSink, verify
from msbazhong_spider.errors import DiskFullError, LockedError, StoreError, UsageError
from msbazhong_spider.harvest.merging import merge
from msbazhong_spider.items import Article, Capture, Harvested, PageKind, Participation
from msbazhong_spider.store import open_store
from msbazhong_spider.store.seal import Seal, check_seal

NOON = datetime(2024, 3, 5, 4, tzinfo=UTC)


def archive(folder, *looks):
    """Make an archive of looks: (number of the article, hour, title)."""
    with (
        open_store(folder / "news.db") as store,
        WarcSink(folder / "warc", clock=lambda: NOON) as warc,
    ):
        run_id = store.begin_run("lanhe", {}, NOON)
        for number, hour, title in looks:
            url = f"http://lanhe.example/{number}.html"
            when, body = NOON + timedelta(hours=hour), title.encode()
            answer = ReceivedResponse("HTTP/1.1 200 OK", (), body)
            place = warc.write(url, SentRequest("GET", f"/{number}.html"), answer, when)
            capture = Capture(
                url, when, 200, PageKind.ARTICLE, len(body), body.hex().ljust(64, "0")[:64],
                warc_file=place.file, warc_offset=place.offset,
            )  # fmt: skip
            article = Article(url, title, f"{title}。")
            store.save([Harvested("lanhe", article, Participation(), capture)], run_id)
    (folder / "runs").mkdir()
    (folder / "runs" / "20240305T040000Z.log").write_text(f"{looks}", "utf-8")
    return folder


def answers(folder):
    """Follow every capture to its record: address, time and the bytes there."""
    with closing(sqlite3.connect(folder / "news.db")) as db:
        rows = db.execute("SELECT url, fetched, warc_file, warc_offset FROM capture").fetchall()
    for url, fetched, name, offset in rows:
        with (folder / "warc" / name).open("rb") as file:
            file.seek(offset)
            record = next(iter(ArchiveIterator(file)))
            assert record.rec_headers["WARC-Target-URI"] == url
            assert record.rec_headers["WARC-Date"] == fetched
            yield url, fetched, record.content_stream().read().decode()


def dump(folder):
    """All that a database holds, but for what differs by the time of making it."""
    with closing(sqlite3.connect(folder / "news.db")) as db:
        return [
            line
            for line in db.iterdump()
            if "_sqlite_migrations" not in line and "_fts_" not in line
        ]


def names(folder):
    """The names of what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def two(tmp_path):
    """Two archives whose WARC files have the same name."""
    return [
        archive(tmp_path / "a", (1, 0, "一号甲"), (2, 1, "二号")),
        archive(tmp_path / "b", (1, 5, "一号乙"), (3, 6, "三号")),
    ]


def test_every_capture_leads_to_its_record(two, tmp_path):
    """Also where files of one name held different records; all records are sound."""
    done = merge(two, tmp_path / "all")
    assert (done.counts.articles, done.copied, done.renamed) == (3, 2, 2)
    assert sorted(text for _, _, text in answers(tmp_path / "all")) == [
        "一号乙",
        "一号甲",
        "三号",
        "二号",
    ]
    assert verify(sorted((tmp_path / "all" / "warc").iterdir())) == []
    assert len(list((tmp_path / "all" / "runs").iterdir())) == 2
    assert check_seal(tmp_path / "all" / "news.db") is Seal.WHOLE


def test_step_by_step_or_at_once(two, tmp_path):
    """The result depends neither on order nor on steps, and repeating changes nothing."""
    merge(two, tmp_path / "once")
    merge(two[::-1], tmp_path / "turned")
    for source in (two[1] / "news.db", two[0], two[1]):
        merge([source], tmp_path / "steps")
    expected = dump(tmp_path / "once")
    for name in ("turned", "steps"):
        assert dump(tmp_path / name) == expected
        assert sorted(answers(tmp_path / name)) == sorted(answers(tmp_path / "once"))
        for folder in ("warc", "runs"):
            assert names(tmp_path / name / folder) == names(tmp_path / "once" / folder)


def test_into_an_archive_that_is_there(two, tmp_path):
    """It takes part; its database as it was stays beside it."""
    shutil.copyfile(two[0] / "news.db", tmp_path / "before.db")
    done = merge([two[1]], two[0])
    assert done.counts.articles == 3
    assert sorted(text for _, _, text in answers(two[0])) == ["一号乙", "一号甲", "三号", "二号"]
    assert done.backup.name == "news.before-merge.db"
    with open_store(done.backup, create=False) as store:
        assert store.counts().articles == 2
    assert verify(sorted((two[0] / "warc").iterdir())) == []
    assert check_seal(two[0] / "news.db") is Seal.WHOLE


def test_a_reader_of_the_target_is_not_disturbed(two):
    """Who has the database open sees the old content whole, then the new."""
    with closing(sqlite3.connect(two[0] / "news.db")) as reader:
        count = "SELECT count(*) FROM article"
        reader.execute("BEGIN")
        assert reader.execute(count).fetchone() == (2,)
        merge([two[1]], two[0])
        assert reader.execute(count).fetchone() == (2,)
        reader.rollback()
        assert reader.execute(count).fetchone() == (3,)


def test_the_target_itself_among_the_sources(two):
    """Naming it changes nothing: it takes part anyway."""
    assert merge([two[1], two[0]], two[0]).counts.articles == 3


def test_a_run_at_work_is_not_disturbed(two, tmp_path):
    """In a source or in the target: exit code 6, as for a second run; nothing is written."""
    for folder in two:
        (folder / "harvest.lock").touch()
    with (two[0] / "harvest.lock").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        for files, target in ((two, tmp_path / "all"), (two[1:], two[0])):
            with pytest.raises(LockedError):
                merge(files, target)
    assert not (tmp_path / "all").exists()


def test_what_is_damaged_is_not_passed_on_as_good(two, tmp_path):
    """A database that its seal does not fit is refused; verify tells more."""
    merge(two, tmp_path / "all")
    with (tmp_path / "all" / "news.db").open("r+b") as file:
        file.seek(-10, os.SEEK_END)
        file.write(b"x")
    with pytest.raises(StoreError, match="msbazhong verify"):
        merge([tmp_path / "all"], tmp_path / "more")


def test_no_room(two, tmp_path, monkeypatch):
    """It is told before anything is copied."""
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("usage", (), {"free": 1 << 10}))
    with pytest.raises(DiskFullError, match="make room"):
        merge(two, tmp_path / "all")
    assert names(tmp_path / "all") == ["harvest.lock"]


def test_a_file_that_is_not_there(tmp_path):
    """It is named."""
    with pytest.raises(UsageError, match=r"none/news\.db|none: no such file"):
        merge([tmp_path / "none"], tmp_path / "all")


def test_the_command(run, two, tmp_path):
    """One line for what there is, one for the files; a second time it says what it kept."""
    done = run("merge", *two, "--data", tmp_path / "all")
    assert done.returncode == 0, done.stderr
    assert "3 articles" in done.stdout
    assert "2 copied, 2 under another name" in done.stdout
    assert "news.before-merge.db" in run("merge", two[0], "--data", tmp_path / "all").stdout
