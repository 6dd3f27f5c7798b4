"""From each attendance to the span that it was read from and to the bytes that the site sent."""

from __future__ import annotations

import html
import re
import sqlite3
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from warcio.archiveiterator import ArchiveIterator

from msbazhong_spider.replica import Replica

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TRACE = """\
SELECT r.name, r.sha256, r.bytes_file, r.bytes_offset,
  substr(CASE r.name_field WHEN 'body' THEN a.body WHEN 'title' THEN a.title ELSE a.subtitles END,
    r.name_start + 1, r.name_end - r.name_start)
FROM attendance_record AS r INNER JOIN article AS a ON a.id = r.article_id
"""


def bare(text: str) -> str:
    """Leave out tags and blanks, which a page may have within a name."""
    return re.sub(r"<[^>]*>|\s", "", html.unescape(text))


def traced(data: Path) -> int:
    """Follow every attendance as an archivist would, and count them."""
    with closing(sqlite3.connect(data / "news.db")) as database:
        rows = database.execute(TRACE).fetchall()
        assert database.execute("SELECT count(*) FROM attendance").fetchone() == (len(rows),)
    for name, digest, file, offset, read in rows:
        with (data / "warc" / file).open("rb") as warc:
            warc.seek(offset)
            page = next(iter(ArchiveIterator(warc))).content_stream().read()
        assert sha256(page).hexdigest() == digest
        assert bare(name) in bare(page.decode("gb18030"))
        assert bare(read) == bare(name)
    return len(rows)


def test_every_attendance_leads_to_bytes_that_hold_the_name(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    """Harvested, imported, merged and read again; also from a report's second page."""
    first, other, both = (tmp_path / name for name in ("first", "other", "both"))
    with Replica(seed=3, articles=40, counties=2, skin="dedecms") as replica:
        for _ in range(2):
            done = run("harvest", "--start", replica.url, "--delay", 0, "--data", first)
            assert done.returncode == 0, done.stderr
    count = traced(first)
    assert count > 50
    assert run("import", first / "warc", "--data", other).returncode == 0
    assert run("merge", first, other, "--data", both).returncode == 0
    assert (traced(other), traced(both)) == (count, count)
    with closing(sqlite3.connect(first / "news.db")) as database, database:
        assert database.execute("DELETE FROM capture_part").rowcount > 10  # as before schema 6
    done = run("reread", "--data", first)
    assert re.search(r"^  spans: [1-9]", done.stdout, re.MULTILINE)
    assert traced(first) == count
    assert "0 differ" in run("reread", "--dry-run", "--data", first).stdout
    assert run("verify", "--data", first).returncode == 0
