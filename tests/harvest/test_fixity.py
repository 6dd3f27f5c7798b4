"""`verify`: whatever is changed in a data folder after a harvest is found."""

from __future__ import annotations

import gzip
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.archive import ReceivedResponse, SentRequest, WarcSink
from msbazhong_spider.archive.members import iter_members
from msbazhong_spider.archive.sums import add_sum
from msbazhong_spider.errors import StoreError
from msbazhong_spider.harvest.fixity import Fixity
from msbazhong_spider.keeper.archived import Archived, unrecorded
from msbazhong_spider.replica import Replica
from msbazhong_spider.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)
FLIPS = 40  # in each file of the folder; the places come from a seed


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Harvest a small portal twice: two WARC files, the second full of revisits."""
    folder = tmp_path_factory.mktemp("fixity")
    with Replica(seed=3, articles=24) as replica:
        for _ in range(2):
            command = [sys.executable, "-m", "msbazhong_spider", "harvest", "--start", replica.url]
            options = ["--delay", "0", "--data", folder / "data", "--quiet"]
            subprocess.run([*command, *options], check=True)
    return folder / "data"


@pytest.fixture
def data(harvested: Path, tmp_path: Path) -> Path:
    """Give a copy to spoil."""
    return shutil.copytree(harvested, tmp_path / "data")


def flaws(data: Path) -> list[str]:
    """Check a folder; give what is wrong."""
    return [str(found) for found in Fixity(data).findings() if found.is_flaw]


def notes(data: Path) -> list[str]:
    """Give what is only worth knowing."""
    return [str(found) for found in Fixity(data).findings() if not found.is_flaw]


def sql(data: Path, *statements: str) -> None:
    """Write into the database as a stock sqlite3 would."""
    with closing(sqlite3.connect(data / "news.db")) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def unseal(data: Path) -> None:
    """Let the database speak for itself alone."""
    (data / "news.db.sha256").unlink()


def test_a_good_archive_is_good(data: Path, run: Callable[..., Any]) -> None:
    """The command says how much it looked at, and prints no finding."""
    done = run("verify", "--data", data)
    assert (done.returncode, done.stdout) == (0, "")
    assert "checked 2 WARC files" in done.stderr
    assert done.stderr.endswith("the database: nothing wrong\n")


def test_checking_changes_nothing(data: Path) -> None:
    """Each file is byte for byte what it was."""
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    assert flaws(data) == notes(data) == []
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before


def test_no_archive(tmp_path: Path) -> None:
    """Where there is no database nothing is called good."""
    with pytest.raises(StoreError, match=r"news\.db: no such database"):
        Fixity(tmp_path)


def test_every_flipped_byte_is_found(data: Path) -> None:
    """One bit of one byte, anywhere in any file: WARC, its list, database, seal."""
    chance = random.Random(5)
    files = sorted(path for path in data.rglob("*") if path.suffix in (".gz", ".db", ".sha256"))
    assert len(files) == 5
    for path in files:
        whole = path.read_bytes()
        edges = [at % len(whole) for at in (0, 9, 18, 24, 60, 96, -1, -9)]
        for at in [*edges, *(chance.randrange(len(whole)) for _ in range(FLIPS))]:
            bit = 1 << chance.randrange(8)
            path.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
            first = next((one for one in Fixity(data).findings() if one.is_flaw), None)
            assert first is not None, f"{path.name}: bit {bit} of byte {at}"
        path.write_bytes(whole)
    assert flaws(data) == []


def test_the_command_names_what_is_wrong(data: Path, run: Callable[..., Any]) -> None:
    """Exit code 9, and a line for each finding on standard output."""
    path = min((data / "warc").iterdir())
    whole = path.read_bytes()
    path.write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
    done = run("verify", "--data", data)
    assert done.returncode == 9
    assert f"warc/{path.name}: not the file that was closed" in done.stdout
    assert f"warc/{path.name} at byte " in done.stdout
    assert len(done.stdout.splitlines()) == int(done.stderr.split()[-2])


ROWS = {
    "a text": ("UPDATE article SET body = body || '又'", "its text is not the one that was read"),
    "a headline without its index": (
        "UPDATE article SET title = title || '又'",
        "its text is not the one that was read",
    ),
    "the place of a record": (
        "UPDATE capture SET warc_offset = warc_offset + 1",
        "no readable record begins there",
    ),
    "a place beyond the end": (
        "UPDATE capture SET warc_offset = 1 << 40",
        "the file ends before",
    ),
    "the digest of a body": (
        "UPDATE capture SET sha256 = replace(sha256, 'a', 'b')",
        "the body is not the one of the row",
    ),
    "the address": ("UPDATE capture SET url = url || 'x'", "the row says"),
    "the time": ("UPDATE capture SET fetched = '2001-01-01T00:00:00Z'", "the row says"),
    "the status": ("UPDATE capture SET status = status + 1", "the row says"),
    "the id of the record": ("UPDATE capture SET record_id = record_id || 'x'", "record_id is"),
    "the digest of the payload": (
        "UPDATE capture SET payload_digest = payload_digest || 'x'",
        "payload_digest is",
    ),
    "which record is repeated": (
        "UPDATE capture SET refers_to = record_id WHERE refers_to IS NOT NULL",
        "refers_to is",
    ),
    "the name of a file": (
        "UPDATE capture SET warc_file = 'none.warc.gz'",
        "rows of capture name it",
    ),
    "a row that others point to": (
        "DELETE FROM person WHERE id = (SELECT min(person_id) FROM attendance)",
        "points to a row of person that is not there",
    ),
    "the search index": (
        (
            "INSERT INTO article_fts (article_fts, rowid, words)"
            " SELECT 'delete', seq, words FROM article_words LIMIT 1"
        ),
        "the search index is not that of the texts",
    ),
}


@pytest.mark.parametrize(("statement", "finding"), ROWS.values(), ids=ROWS)
def test_rows_speak_for_themselves(data: Path, statement: str, finding: str) -> None:
    """Without the seal too: rows are compared with their records, texts with their digests."""
    sql(data, statement)
    unseal(data)
    assert any(finding in flaw for flaw in flaws(data))


def test_a_page_that_has_not_changed_is_good(tmp_path: Path) -> None:
    """The row of a 304 tells of no bytes; its record repeats one that has some."""
    page = ReceivedResponse("HTTP/1.1 200 OK", ((b"Content-Type", b"text/html"),), b"<p>1</p>")
    with open_store(tmp_path / "news.db") as store:
        for hour, answer in enumerate((page, ReceivedResponse("HTTP/1.1 304 Not Modified"))):
            with WarcSink(tmp_path / "warc", known=Archived(store)) as sink:
                asked = SentRequest("GET", "/1.html")
                when = NOON.replace(hour=hour)
                file = sink.write("http://a.example/1.html", asked, answer, when).file
            rows = unrecorded(store, tmp_path / "warc" / file, None)
            store.save_captures(list(rows), None)
        assert store.db.execute("SELECT status, size FROM capture").fetchall()[1] == (304, 0)
        store.seal()
    assert flaws(tmp_path) == []
    sql(tmp_path, "UPDATE capture SET size = 8 WHERE status = 304")
    assert any("the body is not the one" in flaw for flaw in flaws(tmp_path))


def test_a_packed_again_record_is_found_by_its_digests(data: Path) -> None:
    """Without the list too: who changes a page and packs it anew contradicts digest and row."""
    path = min((data / "warc").iterdir())
    (data / "warc.sha256").unlink()
    with closing(sqlite3.connect(data / "news.db")) as database:
        (start,) = database.execute(
            "SELECT max(warc_offset) FROM capture WHERE warc_file = ? AND refers_to IS NULL",
            (path.name,),
        ).fetchone()
    whole = path.read_bytes()
    with path.open("rb") as file:
        file.seek(start)
        end = next(iter_members(file)).end
    record = gzip.decompress(whole[start:end])
    last = len(record) - len("\r\n\r\n") - 1
    changed = record[:last] + bytes([record[last] ^ 1]) + record[last + 1 :]
    path.write_bytes(whole[:start] + gzip.compress(changed) + whole[end:])
    found = flaws(data)
    assert any("payload digest failed" in flaw for flaw in found)
    assert any("the body is not the one of the row" in flaw for flaw in found)


def test_files_that_come_and_go(data: Path) -> None:
    """A listed file that is gone is a flaw; one that nobody listed is told, and then listed."""
    one, two = sorted((data / "warc").iterdir())
    one.rename(one.with_name("other.warc.gz"))
    found = flaws(data)
    assert any(f"warc/{one.name}: listed in warc.sha256, but not there" in flaw for flaw in found)
    assert any("rows of capture name it" in flaw for flaw in found)
    assert ["other.warc.gz: not listed" in note for note in notes(data)] == [True]
    one.with_name("other.warc.gz").rename(one)
    shutil.copy(two, two.with_name("copy.warc.gz"))
    assert ["copy.warc.gz: not listed" in note for note in notes(data)] == [True]
    add_sum(two.with_name("copy.warc.gz"))
    assert flaws(data) == notes(data) == []


def test_a_writer_takes_the_seal_away(data: Path) -> None:
    """What it wrote is no flaw, but cannot be vouched for until it has sealed the file again."""
    with open_store(data / "news.db") as store:
        store.confirm_gone_after(5)
        assert flaws(data) == []
        assert ["not sealed" in note for note in notes(data)] == [True]
        assert store.seal()
    assert flaws(data) == notes(data) == []


@pytest.mark.parametrize("without", [(), ("--no-text",)], ids=["whole", "without texts"])
def test_a_release_is_checked_against_its_own_list(
    data: Path, run: Callable[..., Any], tmp_path: Path, without: tuple[str, ...]
) -> None:
    """A release is good as it was made; each file that changes or goes is told."""
    done = run("export", "release", "--data", data, "--out", "r", "--author", "a", *without)
    assert done.returncode == 0, done.stderr
    released = tmp_path / "r"
    assert flaws(released) == []
    assert len(notes(released)) == len(without)
    scope, schema = released / "SCOPE.md", released / "schema.sql"
    scope.chmod(0o644)
    scope.write_bytes(scope.read_bytes() + b"\n")
    schema.unlink()
    assert [line.partition(":")[0] for line in flaws(released)] == ["SCOPE.md", "schema.sql"]
    if not without:
        path = next((released / "warc").iterdir())
        path.chmod(0o644)
        spoiled = bytearray(path.read_bytes())
        spoiled[len(spoiled) // 2] ^= 0xFF
        path.write_bytes(spoiled)
        assert any("not the file that was released" in line for line in flaws(released))
        assert any("gzip member damaged" in line for line in flaws(released))


@pytest.mark.parametrize("content", [b"no database", None], ids=["no database", "another schema"])
def test_what_cannot_be_opened_is_told_once(data: Path, content: bytes | None) -> None:
    """Not once for each check that it spoils."""
    unseal(data)
    if content is None:
        sql(data, "PRAGMA user_version = 999")
    else:
        (data / "news.db").write_bytes(content)
    assert len(flaws(data)) == 1


def test_a_harvest_does_not_hide_a_broken_seal(data: Path) -> None:
    """It seals the file anew, but first it records that somebody else had changed it."""
    sql(data, "UPDATE person SET county = county || '又'")
    with Replica(seed=3, articles=24) as replica:
        command = [sys.executable, "-m", "msbazhong_spider", "harvest", "--start", replica.url]
        options = ["--delay", "0", "--data", data, "--quiet"]
        subprocess.run([*command, *options], check=True)
    assert flaws(data) == []
    with closing(sqlite3.connect(data / "news.db")) as database:
        found = database.execute("SELECT url FROM problem WHERE kind = 'altered'").fetchall()
    assert found == [(str(data / "news.db"),)]


def test_no_seal_while_others_write(data: Path) -> None:
    """A database that somebody else is reading at an older state is not sealed."""
    with (
        open_store(data / "news.db") as store,
        closing(sqlite3.connect(data / "news.db")) as reader,
    ):
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM run").fetchone()
        store.confirm_gone_after(5)
        store.db.execute("PRAGMA busy_timeout = 10")
        assert not store.seal()
    assert ["not sealed" in note for note in notes(data)] == [True]


def test_a_medium_that_cannot_be_written(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search index is checked in a copy."""
    monkeypatch.setattr(
        "msbazhong_spider.store.sound.os.access", lambda path, _: "verify" in str(path)
    )
    sql(data, ROWS["the search index"][0])
    unseal(data)
    (flaw,) = flaws(data)
    assert "the search index is not that of the texts" in flaw
