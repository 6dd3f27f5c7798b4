"""``msbazhong export``: what goes where, and one line for whatever is wrong."""

from __future__ import annotations

import gzip
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
TITLE = "李甲到青石镇调研春耕生产工作"


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the place where what was harvested once is kept for all tests."""
    return tmp_path_factory.mktemp("harvested") / "data"


@pytest.fixture
def answers(article_page: Callable[..., Any], page: Callable[..., Any]) -> dict[str, Any]:
    """Give a site of one article."""
    front = page(f"<ul><li><a href=/news/2024/1.html>{TITLE}</a> 2024-03-05</li></ul>")
    return {"/": front, "/news/2024/1.html": article_page(TITLE)}


@pytest.fixture
def export(
    run: Callable[..., Any],
    serve: Callable[..., Any],
    answers: dict[str, Any],
    harvested: Path,
    tmp_path: Path,
) -> Callable[..., Any]:
    """Harvest one article into ``data``, and export from there."""
    if not harvested.exists():
        with serve(answers) as site:
            assert run("harvest", "--start", site.url, "--delay", 0).returncode == 0
        shutil.copytree(tmp_path / "data", harvested)
    shutil.copytree(harvested, tmp_path / "data", dirs_exist_ok=True)
    return lambda *arguments, **more: run("export", *arguments, **more)


def complaint(done: Any) -> str:
    """Give the one line that a failed command says, without a traceback."""
    assert done.returncode != 0
    assert "Traceback" not in done.stderr + done.stdout
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return str(lines[0])


def test_one_table_goes_to_standard_output(export: Callable[..., Any]) -> None:
    """Where the next program takes it; nothing else is said."""
    done = export("csv", "--table", "attendance_flat")
    assert (done.returncode, done.stderr) == (0, "")
    first, second, *_ = done.stdout.splitlines()
    assert first.startswith("article_id,url,published,")
    assert "李甲" in second
    record = json.loads(export("jsonl", "--table", "article").stdout)
    assert record["title"] == TITLE
    assert isinstance(record["breadcrumb"], list)


def test_all_tables_go_into_a_folder(export: Callable[..., Any], tmp_path: Path) -> None:
    """The folder is made; views come when they are asked for."""
    done = export("csv", "--out", "tables")
    assert done.returncode == 0
    assert "attendance -> tables/attendance.csv" in done.stderr.splitlines()
    assert done.stdout == ""
    names = {path.name for path in (tmp_path / "tables").iterdir()}
    assert {"article.csv", "data_dictionary.csv"} <= names
    assert "coverage.csv" not in names
    assert export("parquet", "--views", "--out", "more").returncode == 0
    assert (tmp_path / "more" / "coverage.parquet").exists()
    path = str(tmp_path / "more" / "article.parquet")
    assert duckdb.sql("SELECT title FROM read_parquet(?)", params=[path]).fetchall() == [(TITLE,)]


def test_some_tables_and_one_file(export: Callable[..., Any], tmp_path: Path) -> None:
    """One table takes the name that --out gives, or a place in a folder that is there."""
    assert export("jsonl", "--table", "person", "--out", "people.jsonl.gz").returncode == 0
    assert "李甲" in gzip.decompress((tmp_path / "people.jsonl.gz").read_bytes()).decode()
    two = ("--table", "person", "--table", "coverage")
    assert export("csv", *two, "--out", "two", "--excel").returncode == 0
    assert {path.name for path in (tmp_path / "two").iterdir()} == {"person.csv", "coverage.csv"}
    assert (tmp_path / "two" / "person.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert export("csv", "--table", "run", "--out", "two").returncode == 0
    assert (tmp_path / "two" / "run.csv").exists()


def test_nothing_is_overwritten_without_force(export: Callable[..., Any], tmp_path: Path) -> None:
    """One file that is there stops all, before any other is written."""
    target = tmp_path / "out" / "run.csv"
    target.parent.mkdir()
    target.write_text("mine")
    assert "--force" in complaint(export("csv", "--out", "out"))
    assert target.read_text() == "mine"
    assert list(target.parent.iterdir()) == [target]
    assert export("csv", "--out", "out", "--force").returncode == 0
    assert target.read_text().startswith("id,site")


WRONG = {
    "a table that is not there": (("csv", "--table", "articles"), 2, "there are: run, section"),
    "no table for standard output": (("csv",), 2, "a folder with --out"),
    "several tables for standard output": (("csv", "--out", "-"), 2, "several tables"),
    "no such folder": (("sql", "--out", "nowhere/a.sql"), 2, "nowhere: no such folder"),
    "a device": (("popolo", "--out", "/dev/null", "--force"), 2, "no plain file"),
    "a folder where a file is": (("csv", "--out", "data/news.db"), 2, "cannot make this folder"),
    "no database": (("csv", "--table", "run", "--data", "x"), 2, "no such database"),
    "a license that is none": (("release", "--author", "a", "--license", "?"), 2, "SPDX"),
}


@pytest.mark.parametrize(("arguments", "code", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_one_line(
    export: Callable[..., Any], arguments: tuple[str, ...], code: int, message: str
) -> None:
    """And the exit code of a wrong argument."""
    done = export(*arguments)
    assert message in complaint(done)
    assert done.returncode == code


def test_words_of_articles_can_be_left_out(export: Callable[..., Any]) -> None:
    """Everywhere that they stand."""
    assert "种子" in export("jsonl", "--table", "article").stdout
    assert "种子" not in export("jsonl", "--table", "article", "--no-text").stdout
    assert "种子" in export("sql").stdout
    assert "种子" not in export("sql", "--no-text").stdout


def test_sql_and_popolo_are_whole_documents(export: Callable[..., Any], tmp_path: Path) -> None:
    """In a file, packed if its name says so, or on standard output."""
    done = export("sql", "--out", "news.sql.gz")
    assert (done.returncode, done.stdout) == (0, "")
    assert "rows -> news.sql.gz" in done.stderr
    with closing(sqlite3.connect(":memory:")) as again:
        again.executescript(gzip.decompress((tmp_path / "news.sql.gz").read_bytes()).decode())
        assert again.execute("SELECT title FROM article").fetchall() == [(TITLE,)]
    people = json.loads(export("popolo").stdout)["persons"]
    assert [person["name"] for person in people] == ["李甲"]


def test_a_release(export: Callable[..., Any], run: Callable[..., Any], tmp_path: Path) -> None:
    """One command makes it; it is a data directory too, which the other commands read."""
    done = export("release", "--author", "李, 甲", "--version", "1", "--out", "r")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("r: 1 news reports of ")
    check = ["sha256sum", "--check", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path / "r", check=False).returncode == 0
    entries = [
        line.split(" ", 2)[2] for line in (tmp_path / "r/index.cdxj").read_text().splitlines()
    ]
    assert {Path(json.loads(entry)["url"]).name for entry in entries} >= {"1.html"}
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "news.db").write_bytes((tmp_path / "r" / "news.db").read_bytes())
    assert TITLE in run("search", "农时", "--data", "copy").stdout


def test_a_release_has_a_name_of_its_own(export: Callable[..., Any], tmp_path: Path) -> None:
    """By its version, and whether it has the texts; without an author it says what it cites."""
    done = export("release", "--version", "2026.1", "--no-text")
    assert done.returncode == 0
    assert "no --author" in done.stderr
    folder = tmp_path / "msbazhong-release-2026.1-no-text"
    assert (folder / "withheld-SHA256SUMS").exists()
    assert "never overwritten" in complaint(
        export("release", "--version", "2026.1", "--no-text", "--author", "a")
    )


def test_a_release_of_damaged_files(export: Callable[..., Any], tmp_path: Path) -> None:
    """The damage is named, the exit code is that of a fixity failure, nothing is made."""
    (warc,) = (tmp_path / "data" / "warc").glob("*.warc.gz")
    data = bytearray(warc.read_bytes())
    data[len(data) // 2] ^= 1
    warc.write_bytes(data)
    done = export("release", "--author", "a", "--out", "r")
    assert done.returncode == 9
    assert str(warc.name) in done.stderr
    assert "no release is made" in done.stderr
    assert not (tmp_path / "r").exists()


def test_a_crash_left_a_warc_file_open(export: Callable[..., Any], tmp_path: Path) -> None:
    """It is closed first, as the next harvest would; one that is being written is waited for."""
    (warc,) = (tmp_path / "data" / "warc").glob("*.warc.gz")
    warc.rename(f"{warc}.open")
    assert export("release", "--author", "a", "--out", "r").returncode == 0
    assert (tmp_path / "r" / "warc" / warc.name).exists()


def test_a_full_disk(export: Callable[..., Any], tmp_path: Path) -> None:
    """In the middle of the copy of the database: one line, and no half release."""
    resource = pytest.importorskip("resource", reason="limits of the system are set through it")
    assert export("csv", "--out", "tables").returncode == 0
    done = subprocess.run(
        [sys.executable, "-m", "msbazhong_spider", "export", "release", "--out", "r"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        check=False,
    )
    assert done.returncode == 2
    said = done.stderr.splitlines()[-1]
    assert said.startswith("msbazhong: ")
    assert "the disk" in said
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith((".r", "r"))] == []


def test_a_full_disk_while_a_wacz_is_made(export: Callable[..., Any], tmp_path: Path) -> None:
    """The package that makes it says so in a traceback; we in one line, with exit code 7."""
    package = tmp_path / "fake" / "wacz"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "main.py").write_text(
        "def main():\n    raise OSError(28, 'No space left on device')"
    )
    done = export("wacz", PYTHONPATH=os.pathsep.join((str(tmp_path / "fake"), str(ROOT))))
    assert (done.returncode, done.stdout) == (7, "")
    assert "archive.wacz: the disk is full" in done.stderr
    assert not list(tmp_path.glob(".archive*"))


def test_a_reader_that_goes_away_is_no_fault(export: Callable[..., Any], tmp_path: Path) -> None:
    """``msbazhong export ... | head -1`` ends quietly."""
    assert export("csv", "--table", "run").returncode == 0
    pipe = f"{sys.executable} -m msbazhong_spider export sql | head -1"
    done = subprocess.run(  # noqa: S602 - a pipe is what is tested
        pipe, shell=True, capture_output=True, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True,
    )  # fmt: skip
    assert done.stderr == b""


def shown(path: str) -> list[str]:
    """List the exports that a page of documentation shows."""
    text = (ROOT / path).read_text("utf-8")
    return re.findall(r"^(msbazhong export .*?)(?: *\||  +#|$)", text, re.MULTILINE)


DOCUMENTED = [
    line for path in ("docs/archive.md", "README.md", "README.zh.md") for line in shown(path)
]


@pytest.mark.parametrize("line", DOCUMENTED)
def test_what_the_documentation_shows_works(
    export: Callable[..., Any], tmp_path: Path, line: str
) -> None:
    """As it stands there; what it writes is there afterwards."""
    before = set(tmp_path.iterdir())
    done = export(*shlex.split(line)[2:])
    assert done.returncode == 0, done.stderr
    assert (set(tmp_path.iterdir()) > before) != bool(done.stdout)


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "sql", "popolo", "release"])
def test_every_form_explains_itself(run: Callable[..., Any], form: str) -> None:
    """With an example that is a command of ours."""
    text = run("export", form, "--help").stdout
    assert f"Example: msbazhong export {form}" in text
