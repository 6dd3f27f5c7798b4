"""What is imported stands as what is harvested: two ways, one archive."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from msbazhong_spider.replica import Replica

# All that was read, whoever fetched it; which run and record it came from may differ.
ARTICLE = """\
SELECT id, url, county, section, breadcrumb, title, subtitles, published, precision, source, body,
  incomplete, mentioned, charset, evidence, doubts, version, first_seen, text_sha256
FROM article ORDER BY id
"""
READ = (
    ARTICLE,
    "SELECT * FROM attendance ORDER BY article_id, position",
    "SELECT * FROM collective ORDER BY article_id, position",
    "SELECT * FROM byline ORDER BY article_id, position",
    "SELECT * FROM person ORDER BY id",
    "SELECT id, url, fetched, status, kind, size, sha256, charset_used FROM capture ORDER BY id",
)


def read(data: Path) -> list[list[Any]]:
    """Give all that an archive has read."""
    with closing(sqlite3.connect(data / "news.db")) as database:
        return [database.execute(sql).fetchall() for sql in READ]


def test_the_warc_of_a_harvest_imports_to_what_the_harvest_has_stored(
    run: Any, portal: Replica, tmp_path: Path
) -> None:
    """Articles, attendees, bylines, persons and captures are equal; a reread finds nothing else."""
    harvested, imported = tmp_path / "harvested", tmp_path / "imported"
    done = run("harvest", "--start", portal.url, "--delay", 0, "--data", harvested, "--quiet")
    assert done.returncode == 0, done.stderr
    done = run("import", harvested / "warc", "--site", "msbazhong", "--data", imported, "--quiet")
    assert done.returncode == 0, done.stderr
    assert read(imported) == read(harvested)
    done = run("reread", "--dry-run", "--data", harvested)
    assert done.returncode == 0, done.stderr
    assert "120 articles: 0 differ" in done.stdout
