"""``msbazhong import`` and ``reread`` as a shell runs them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

SAVED = Path(__file__).parent / "sites" / "lanhe"


def test_import_and_reread(run: Any, tmp_path: Path) -> None:
    """Saved pages of a site become articles; rereading them finds nothing else."""
    done = run("import", SAVED, "--data", tmp_path / "d", "--processes", 2)
    assert done.returncode == 0, done.stderr
    assert "2 pages read, 0 known already; 1 articles: 1 new" in done.stdout
    with closing(sqlite3.connect(tmp_path / "d" / "news.db")) as database:
        assert database.execute("SELECT site, count(*) FROM article").fetchall() == [("lanhe", 1)]
    checked = run("verify", "--data", tmp_path / "d")
    assert checked.returncode == 0, checked.stdout
    again = run("import", SAVED, "--data", tmp_path / "d", "--quiet")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    for arguments, words in (((), "Applied."), (("--dry-run",), "Nothing was changed.")):
        reread = run("reread", "--data", tmp_path / "d", *arguments)
        assert reread.returncode == 0, reread.stderr
        assert "2 pages read again, 1 articles: 0 differ" in reread.stdout
        assert words in reread.stdout


def test_a_file_that_is_not_there(run: Any, tmp_path: Path) -> None:
    """One line, exit code 2."""
    done = run("import", "none.warc.gz", "--data", tmp_path / "d", "--quiet")
    assert done.returncode == 2
    assert done.stderr == (
        "msbazhong: none.warc.gz: can't be read (No such file or directory);"
        " check its name and who may read it\n"
    )


def test_an_unknown_site(run: Any, tmp_path: Path) -> None:
    """It tells which there are, before anything is made."""
    done = run("import", SAVED, "--site", "nowhere", "--data", tmp_path / "d")
    assert done.returncode == 2
    assert "there is no site 'nowhere'" in done.stderr
    assert not (tmp_path / "d").exists()


def test_reread_without_an_archive(run: Any, tmp_path: Path) -> None:
    """There is nothing to read, and nothing is made."""
    done = run("reread", "--dry-run", "--data", tmp_path / "d")
    assert done.returncode == 2
    assert "no such database" in done.stderr
