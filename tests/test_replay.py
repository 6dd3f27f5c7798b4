"""Other people's tools replay the archive: pywb from the WARC files, and the WACZ."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import pytest

from msbazhong_spider.archive.read import read_page
from msbazhong_spider.replica import Replica

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TOOLS = os.environ.get("MSBAZHONG_PYWB") or str(Path(sys.executable).parent)
PYWB = shutil.which("wayback", path=TOOLS)
needs_pywb = pytest.mark.skipif(PYWB is None, reason="pywb wants an environment of its own: replay")
_SECONDS = 60


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Harvest a portal of the demo's kind twice, so that the second time repeats the first."""
    folder = tmp_path_factory.mktemp("replay") / "data"
    with Replica(seed=1, articles=12) as replica:
        for _ in range(2):
            command = [sys.executable, "-m", "msbazhong_spider", "harvest", "--start", replica.url]
            options = ["--delay", "0", "--data", folder, "--quiet", "--full"]
            subprocess.run([*command, *options], check=True)
            time.sleep(1.1)  # times in an archive are seconds
    return folder


def ask(data: Path, sql: str) -> list[Any]:
    """Ask the database."""
    with closing(sqlite3.connect(data / "news.db")) as database:
        return database.execute(sql).fetchall()


@contextmanager
def pywb(folder: Path, *warcs: Path) -> Iterator[Callable[[str], bytes]]:
    """Let pywb serve WARC files; give what gets a path from it."""
    manager = [Path(PYWB or "").with_name("wb-manager")]
    for arguments in (["init", "news"], ["add", "news", *warcs]):
        subprocess.run([*manager, *arguments], cwd=folder, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = [PYWB, "--bind", "127.0.0.1", "--port", str(port)]
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(server, cwd=folder, stdout=log, stderr=log) as process,
    ):
        opener = build_opener(ProxyHandler({}))
        try:
            yield lambda path: fetch(opener, f"http://127.0.0.1:{port}/{path}")
        finally:
            process.terminate()


def fetch(opener: Any, address: str) -> bytes:
    """Get a page; while the server starts, ask again."""
    last = time.monotonic() + _SECONDS
    while True:
        try:
            with opener.open(address, timeout=_SECONDS) as answer:
                return bytes(answer.read())
        except ConnectionError:
            raise
        except URLError as error:
            if hasattr(error, "code") or time.monotonic() > last:
                raise
            time.sleep(0.2)


@needs_pywb
def test_pywb_replays_an_article(data: Path, tmp_path: Path) -> None:
    """Of both harvests, byte for byte, although the second one holds only that nothing changed."""
    pages = ask(
        data,
        "SELECT c.url, replace(replace(replace(c.fetched, '-', ''), ':', ''), 'T', ''), c.sha256,"
        " c.refers_to IS NOT NULL, a.title FROM article AS a JOIN capture AS c ON c.url = a.url"
        " ORDER BY a.seq, c.fetched LIMIT 4",
    )
    assert {repeats for *_, repeats, _ in pages} == {0, 1}
    with pywb(tmp_path, *(data / "warc").iterdir()) as get:
        for url, fetched, digest, _, title in pages:
            moment = fetched.rstrip("Z")
            assert sha256(get(f"news/{moment}id_/{url}")).hexdigest() == digest
            assert title in get(f"news/{moment}mp_/{url}").decode()


def test_wacz(data: Path, run: Callable[..., Any], tmp_path: Path) -> None:
    """The package's own checker accepts it; it holds the WARC files and lists the articles."""
    done = run("export", "wacz", "--data", data, "--out", "news.wacz")
    assert done.returncode == 0, done.stderr
    assert "12 pages in 2 WARC files" in done.stderr
    command = [sys.executable, "-c", "from wacz.main import main; raise SystemExit(main())"]
    checked = subprocess.run(
        [*command, "validate", "-f", tmp_path / "news.wacz"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (checked.returncode, "is valid" in checked.stdout) == (0, True), checked.stdout
    with zipfile.ZipFile(tmp_path / "news.wacz") as packed:
        for path in (data / "warc").iterdir():
            assert packed.read(f"archive/{path.name}") == path.read_bytes()
        _, *listed = map(json.loads, packed.read("pages/pages.jsonl").splitlines())
    known = ask(data, "SELECT url, title FROM article")
    assert sorted((page["url"], page["title"]) for page in listed) == sorted(known)


def test_wacz_is_not_written_over(data: Path, run: Callable[..., Any], tmp_path: Path) -> None:
    """A file that is there stays, and an archive without WARC files makes none."""
    (tmp_path / "archive.wacz").write_bytes(b"mine")
    done = run("export", "wacz", "--data", data)
    assert (done.returncode, (tmp_path / "archive.wacz").read_bytes()) == (2, b"mine")
    shutil.copytree(data, tmp_path / "bare")
    shutil.rmtree(tmp_path / "bare" / "warc")
    (tmp_path / "bare" / "warc").mkdir()
    done = run("export", "wacz", "--data", "bare", "--out", "none.wacz")
    assert (done.returncode, "no WARC file" in done.stderr) == (2, True)
    assert not list(tmp_path.glob("*none*"))


def test_from_an_attendance_to_the_bytes(data: Path) -> None:
    """One view leads from a name in a text to the record; its page is the one that was read."""
    rows = ask(
        data,
        "SELECT name, sentence, name_field, name_start, name_end, bytes_file, bytes_offset, sha256,"
        " article_id FROM attendance_record",
    )
    assert len(rows) == ask(data, "SELECT count(*) FROM attendance")[0][0] > 0
    for name, sentence, field, start, end, file, offset, digest, article in rows:
        page = read_page(data / "warc" / file, offset)
        assert sha256(page.body).hexdigest() == digest
        ((text,),) = ask(data, f"SELECT {field} FROM article WHERE id = '{article}'")  # noqa: S608 - our own id
        assert "".join(text[start:end].split()) == name  # 李　甲 in the text
        assert name in "".join(sentence.split())


def test_each_answer_is_a_row(data: Path) -> None:
    """As many rows as response and revisit records; each with its record, digest and times."""
    from warcio.archiveiterator import ArchiveIterator

    records = set()
    for path in (data / "warc").iterdir():
        with path.open("rb") as file:
            for one in ArchiveIterator(file):
                if one.rec_type in ("response", "revisit"):
                    records.add(one.rec_headers.get_header("WARC-Record-ID"))
    assert records == {row for (row,) in ask(data, "SELECT record_id FROM capture")}
    assert ask(data, "SELECT count(*) FROM capture WHERE payload_digest IS NULL") == [(0,)]
    assert ask(data, "SELECT count(*) FROM article WHERE capture_id IS NULL") == [(0,)]
