"""The archive through today's reader: what changes is told, then applied, and only that."""

from __future__ import annotations

import io
import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.harvest.outcome import ExitCode
from msbazhong_spider.harvest.rereading import Changes, Reread, Wish, rereading

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://www.yunxi.example/news/{}.html"
TEXT = "3月4日，县委书记李甲到青石镇调研春耕生产工作，看了两个合作社，问了种子和化肥的价格。"


@pytest.fixture
def filled(archive: Any, warc: Any, body: Any, tmp_path: Path) -> Any:
    """Give an archive of two articles, one of which has an earlier state, and a plain page."""
    crawl = warc().add(URL.format(1), body("李甲到青石镇调研"), date="2019-01-01T00:00:00Z")
    crawl.add(URL.format(1), body("李甲到青石镇调研农业"), date="2020-01-01T00:00:00Z")
    crawl.add(URL.format(1), body("李甲到青石镇调研农业"), date="2021-01-01T00:00:00Z")
    crawl.add(URL.format(2), body("王乙到白石镇调研")).add(URL.format(3), b"<p>x</p>")
    archive.bring(crawl.save(tmp_path / "crawl.warc.gz"))
    return archive


def read_again(archive: Any, **more: Any) -> tuple[Changes, Reread]:
    """Read an archive again, in this process."""
    with rereading(Wish(archive.data, **{"processes": 1, **more})) as job:
        found = job.compare()
        job.apply()
    return found, job


def test_the_same_reader_finds_nothing_and_changes_nothing(filled: Any) -> None:
    """All answers are read, the repeated ones too."""
    before = filled.dump()
    found, job = read_again(filled)
    assert (found.articles, found.fields) == (0, {})
    assert (job.counts["pages"], job.counts["articles"], job.code) == (5, 2, ExitCode.DONE)
    assert filled.dump() == before


WORSE = """\
UPDATE article SET source = '岚河', text_sha256 = 'x', reader_version = '0.0.1'
WHERE url LIKE '%1.html';
UPDATE article_version SET source = '岚河', text_sha256 = 'y', reader_version = '0.0.1';
UPDATE look SET text_sha256 = iif(seen < '2020', 'y', 'x')
WHERE article_id = (SELECT id FROM article WHERE url LIKE '%1.html');
DELETE FROM attendance;
UPDATE article SET reading_sha256 = 'z';
UPDATE capture SET kind = 'listing' WHERE url LIKE '%3.html';
"""


def test_a_dry_run_lists_and_changes_nothing(filled: Any) -> None:
    """By field, with values before and after, and each change as a line of JSON."""
    filled.tell(WORSE)
    before, lines = filled.dump(), io.StringIO()
    found, _ = read_again(filled, dry_run=True, every=lines)
    assert found.fields == {"source": 1, "attendances": 2, "kind": 1}
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    wanted = {
        "url": URL.format(1), "field": "source", "before": "岚河",
        "after": "岚河县融媒体中心", "version": 1,
    }  # fmt: skip
    assert wanted in told
    assert {**wanted, "version": None} in told
    assert filled.dump() == before
    assert filled.ask("SELECT site FROM run") == [("import",)]


def test_what_was_listed_is_applied(filled: Any) -> None:
    """The archive is as a harvest with today's reader would have left it; no version was made."""
    before = filled.dump()
    filled.tell(WORSE)
    _, job = read_again(filled)
    assert job.code is ExitCode.DONE
    assert (
        filled.ask("SELECT source, reader_version <> '0.0.1' FROM article")
        == [("岚河县融媒体中心", 1)] * 2
    )
    assert filled.ask("SELECT version, source FROM article_version") == [(1, "岚河县融媒体中心")]
    assert filled.ask("SELECT name FROM attendance") == [("李甲",), ("李甲",)]
    assert filled.ask("SELECT kind FROM capture WHERE url LIKE '%3.html'") == [("other",)]
    assert filled.ask("SELECT site, finish_reason, exit_code FROM run WHERE id = 2") == [
        ("reread", "finished", 0)
    ]
    kept = [line for line in before if line.startswith('INSERT INTO "capture"')]
    assert [line for line in filled.dump() if line.startswith('INSERT INTO "capture"')] == kept


BEFORE_MEDIA = """\
DELETE FROM media;
UPDATE article SET images = NULL, attachments = NULL, reading_sha256 = 'z';
UPDATE article_version SET media = NULL;
"""


def test_an_archive_from_before_media_gets_them(
    archive: Any, warc: Any, body: Any, tmp_path: Path
) -> None:
    """Pictures and attachments of all states come out of the archive, and make no version."""
    texts = (TEXT, "<img src=/p/{0}.jpg alt=会场>", "<a href=/f/{0}.pdf>附件{0}.pdf</a>", TEXT)
    crawl = warc()
    for year, title in ((2019, "李甲到青石镇调研"), (2020, "李甲到青石镇调研农业")):
        page = body(title, *(text.format(year) for text in texts))
        crawl.add(URL.format(1), page, date=f"{year}-01-01T00:00:00Z")
    archive.bring(crawl.save(tmp_path / "crawl.warc.gz"))
    known = (
        "SELECT * FROM media ORDER BY position",
        "SELECT version, changed_fields, text_sha256, media FROM article_version",
        "SELECT version, text_sha256, reading_sha256, images, attachments FROM article",
    )
    before = [archive.ask(sql) for sql in known]
    archive.tell(BEFORE_MEDIA)
    found, job = read_again(archive)
    assert (found.fields, job.code) == ({"media": 1}, ExitCode.DONE)
    assert [archive.ask(sql) for sql in known] == before
    assert archive.ask("SELECT kind, url, label FROM media ORDER BY position") == [
        ("image", "http://www.yunxi.example/p/2020.jpg", "会场"),
        ("attachment", "http://www.yunxi.example/f/2020.pdf", "附件2020.pdf"),
    ]
    assert "2019.jpg" in archive.ask("SELECT media FROM article_version")[0][0]


MISSED = """\
UPDATE capture SET kind = 'other' WHERE url LIKE '%2.html';
CREATE TEMP TABLE missed AS SELECT id FROM article WHERE url LIKE '%2.html';
DELETE FROM attendance WHERE article_id IN missed;
DELETE FROM byline WHERE article_id IN missed;
DELETE FROM article_section WHERE article_id IN missed;
DELETE FROM look WHERE article_id IN missed;
DELETE FROM article WHERE id IN missed;
"""


def test_a_page_that_was_taken_for_none_becomes_an_article(filled: Any) -> None:
    """A better reader finds articles that an earlier one missed."""
    filled.tell(MISSED)
    found, _ = read_again(filled)
    assert found.fields == {"kind": 1, "article": 1}
    assert filled.ask("SELECT title FROM article WHERE url LIKE '%2.html'") == [
        ("王乙到白石镇调研",)
    ]


def test_answers_that_show_an_article_to_be_missing_become_looks(
    filled: Any, warc: Any, tmp_path: Path
) -> None:
    """They are told first; a look at what is no proof to today's reader is taken back."""
    says_so = "<title>提示信息</title>对不起，您访问的信息不存在！".encode()
    later = warc().add(URL.format(1), says_so, date="2022-01-01T00:00:00Z")
    later.add(URL.format(2), b"<p>x</p>", date="2022-01-02T00:00:00Z")
    filled.bring(later.save(tmp_path / "later.warc.gz"))
    before = filled.dump()
    filled.tell(
        "UPDATE look SET seen = '2022-01-02T00:00:00Z', capture_id ="
        " (SELECT id FROM capture WHERE fetched = '2022-01-02T00:00:00Z') WHERE why = 'says_so';"
    )
    found, _ = read_again(filled, dry_run=True)
    assert found.fields == {"missing": 1}
    assert found.examples["missing"][0].after == "2022-01-01T00:00:00Z"
    read_again(filled)
    assert filled.dump() == before


def test_older_leaves_out_what_this_version_has_read(filled: Any) -> None:
    """So that an interrupted rereading of a large archive goes on where it stopped."""
    filled.tell("UPDATE article SET reader_version = '0.0.1' WHERE url LIKE '%2.html'")
    _, job = read_again(filled, older=True)
    assert job.counts["articles"] == 1
    assert filled.ask("SELECT count(DISTINCT reader_version) FROM article") == [(1,)]


def test_hints_of_the_site_reach_the_reader(
    archive: Any, body: Any, warc: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hint that a site has gained since changes what is read, and is told as such."""
    folder = tmp_path / "msbazhong_sites"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    lines = [
        "from msbazhong_spider.pages import Hints",
        "from msbazhong_spider.spiders.portal import PortalSpider",
        "class YunxiSpider(PortalSpider):",
        "    name = 'yunxi'",
        "    front_page = 'http://www.yunxi.example/'",
        "    hints = Hints(source='b.from')",
    ]
    archive.bring(
        warc()
        .add(
            URL.format(1),
            body("李甲到青石镇调研").replace(b"</h1>", "</h1><b class=from>云溪台</b>".encode()),
        )
        .save(tmp_path / "crawl.warc.gz"),
        site=None,
    )
    archive.tell("UPDATE article SET site = 'yunxi'")
    (folder / "yunxi.py").write_text("\n".join(lines))
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    found, _ = read_again(archive)
    assert found.fields["source"] == 1
    assert archive.ask("SELECT source FROM article") == [("云溪台",)]


def test_an_executor_of_somebody_elses_can_do_the_reading(filled: Any) -> None:
    """Anything with submit() will do; it is not shut down."""
    with ThreadPoolExecutor(1) as executor:
        found, job = read_again(filled, executor=executor)
        assert (found.articles, job.counts["pages"]) == (0, 5)
        assert executor.submit(lambda: 1).result() == 1


def test_bytes_that_are_not_there_any_more_are_told(filled: Any) -> None:
    """The articles that were read from them stay as they are."""
    articles = filled.ask("SELECT * FROM article ORDER BY id")
    for path in (filled.data / "warc").glob("*.warc.gz"):
        path.write_bytes(path.read_bytes()[:50])
    _, job = read_again(filled)
    assert (job.code, job.counts["problems"]) == (ExitCode.PROBLEMS, 5)
    assert filled.ask("SELECT DISTINCT kind FROM problem") == [("unreadable",)]
    assert filled.ask("SELECT * FROM article ORDER BY id") == articles


def test_an_interruption_before_anything_is_applied(filled: Any) -> None:
    """Ctrl-C while reading: nothing has changed, and the row of the run says why."""
    before = filled.dump()

    def interrupt(_: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_again(filled, watch=interrupt)
    assert filled.dump() == before
    assert filled.ask("SELECT finish_reason, exit_code FROM run WHERE id = 2") == [("shutdown", 8)]


def test_a_section_that_was_misread_is_no_section_of_the_article(
    archive: Any, warc: Any, body: Any, tmp_path: Path
) -> None:
    """The section that the page names takes its place; one whose listing shows it stays."""
    crumbs = "<a>云溪县</a> &gt; <a>时政新闻</a>"
    page = body("李甲到青石镇调研", crumbs=crumbs)
    archive.bring(warc().add(URL.format(1), page).save(tmp_path / "crawl.warc.gz"))
    asked = "SELECT name, own FROM article_section JOIN section ON id = section_id ORDER BY name"
    right = archive.ask(asked)
    assert right == [("时政新闻", 1)]
    archive.tell(
        "INSERT INTO section SELECT name, site, county, name, first_seen, last_seen FROM"
        " (SELECT '正文' AS name, site, county, first_seen, last_seen FROM section"
        " UNION SELECT '要闻', site, county, first_seen, last_seen FROM section);"
        "INSERT INTO article_section SELECT article_id, '正文', 1, first_seen FROM article_section"
        " UNION SELECT article_id, '要闻', 0, first_seen FROM article_section;"
    )
    read_again(archive)
    assert archive.ask(asked) == [("时政新闻", 1), ("要闻", 0)]
