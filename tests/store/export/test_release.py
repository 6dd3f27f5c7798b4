"""A release: complete, in agreement with itself, checked by other people's programs."""

import gzip
import json
import os
import shlex
import shutil
import subprocess
import sys
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from sqlite3 import connect

import pytest
import yaml
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from msbazhong_spider.errors import StoreError, UsageError
from msbazhong_spider.store import open_store
from msbazhong_spider.store.export.release import Details, make_release

DETAILS = Details(
    "2026.1",
    date(2026, 11, 23),
    authors=("Li, Jia", "岚河档案组"),
    license="CC-BY-4.0",
    doi="https://doi.org/10.5281/zenodo.1234567",
)
# Words of bodies in ``filled``, which stand in no headline.
WORDS = ("主持会议并讲话", "推进会", "负责同志参加")


def answer(writer, url, body, kind="response", when="2024-03-05T04:00:00Z"):
    """Write an answer of a server."""
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
    ids = {"WARC-Date": when}
    if kind == "revisit":
        http = StatusAndHeaders("304 Not Modified", [], protocol="HTTP/1.1")
        digest = "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        record = writer.create_revisit_record(url, digest, url, when, http, ids)
    else:
        record = writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(body),
            length=len(body),  # without it warcio leaves a temporary file open
            http_headers=http,
            warc_headers_dict=ids,
        )
    writer.write_record(record)


@pytest.fixture
def warc(tmp_path):
    """A folder with a WARC file of two answers and a revisit, in no order."""
    folder = tmp_path / "data" / "warc"
    folder.mkdir(parents=True)
    with (folder / "yunxi.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        writer.write_record(writer.create_warcinfo_record("yunxi.warc.gz", {"software": "x"}))
        for number in (2, 1):
            body = f"<p>{WORDS[0]}{number}</p>".encode()
            answer(writer, f"https://www.yunxi.example/news/{number}.html", body)
        answer(
            writer, "https://www.yunxi.example/news/1.html", b"", "revisit", "2024-03-06T04:00:00Z"
        )
    return folder


@pytest.fixture
def make(filled, warc, tmp_path):
    """Make a release and give its folder."""

    def make_one(name="release", details=DETAILS):
        make_release(filled, warc, tmp_path / name, details)
        return tmp_path / name

    return make_one


@pytest.fixture
def without_text(make):
    """A release without the words of articles."""
    return make("no-text", Details("1", date(2026, 1, 1), text=False))


def test_it_has_all_that_a_reader_needs(make):
    """And nothing else: no WAL, no half file."""
    folder = make()
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {name for name in files if not name.startswith("tables/")} == {
        "news.db", "warc/yunxi.warc.gz", "index.cdxj", "SHA256SUMS", "datapackage.json",
        "DATA_DICTIONARY.md", "CITATION.cff", "README.md", "README.zh.md", "SCOPE.md", "schema.sql",
    }  # fmt: skip
    assert {"tables/article.csv", "tables/run.csv", "tables/coverage.csv"} <= files
    assert not [path for path in folder.parent.iterdir() if path.name.startswith(".")]


def test_the_database_is_one_file_at_rest(make, filled):
    """Its header names the rollback journal, it is sound, and holds the same rows."""
    path = make() / "news.db"
    assert path.read_bytes()[18:20] == b"\x01\x01"
    with closing(connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in ("article", "article_version", "attendance", "capture", "data_dictionary"):
            both = [
                c.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608 - our own names
                for c in (copy, filled.db.conn)
            ]
            assert both[0] == both[1]
            assert both[0]


def test_the_digests_hold(make):
    """sha256sum finds every file, but its own list, as it was."""
    folder = make()
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    listed = {line[66:] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert listed == files - {"SHA256SUMS"}


def validated(folder):
    """Let the frictionless command check a package; give the kinds of what it finds wrong."""
    command = [sys.executable, "-m", "frictionless", "validate", "--json", "datapackage.json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["stats"]["tasks"] > 10
    assert done.returncode == (0 if report["valid"] else 1)
    return {error["type"] for task in report["tasks"] for error in task["errors"]}


@pytest.mark.parametrize("text", [True, False], ids=["with text", "without text"])
def test_frictionless_finds_the_package_valid(make, text):
    """Every table fits its schema, with types, keys and references; every file its digest."""
    folder = make("release", Details("1", date(2026, 1, 1), text=text))
    assert validated(folder) == set()
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    resources = {one["name"]: one for one in package["resources"]}
    article = resources["article"]["schema"]
    fields = {field["name"]: field for field in article["fields"]}
    assert article["primaryKey"] == ["seq"]
    assert fields["first_seen"]["type"] == "datetime"
    assert fields["first_seen"]["constraints"] == {"required": True}
    assert "constraints" not in fields["subtitles"]
    assert fields["evidence"]["type"] == "object"
    referred = [key["reference"]["resource"] for key in article["foreignKeys"]]
    assert referred == ["capture", "run"]
    assert ("warc-1" in resources) is text


def test_frictionless_would_find_what_is_wrong(make):
    """The check above can fail: a reference to nothing, a word for a number."""
    folder = make()
    table = folder / "tables" / "byline.csv"
    table.chmod(0o644)
    lines = table.read_bytes().decode().splitlines(keepends=True)
    table.write_bytes("".join([*lines, "no such article,one,李甲,reporter\r\n"]).encode())
    assert validated(folder) == {
        "type-error", "foreign-key", "hash-count", "byte-count", "row-count",
    }  # fmt: skip


def test_each_table_has_its_schema_and_every_column_its_meaning(make):
    """In both languages."""
    package = json.loads((make() / "datapackage.json").read_text("utf-8"))
    tables = [one for one in package["resources"] if "schema" in one]
    assert len(tables) > 10
    for table in tables:
        for field in table["schema"]["fields"]:
            assert field["description"].endswith(".")
            assert field["description_zh"]
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]
    assert package["id"] == "https://doi.org/10.5281/zenodo.1234567"


def test_the_index_leads_to_each_answer(make):
    """A line each response and revisit, sorted; offset and length hold the record alone."""
    folder = make()
    lines = (folder / "index.cdxj").read_text("utf-8").splitlines()
    assert lines == sorted(lines)
    seen = []
    for line in lines:
        key, stamp, described = line.split(" ", 2)
        entry = json.loads(described)
        data = (folder / "warc" / entry["filename"]).read_bytes()
        start = int(entry["offset"])
        member = data[start : start + int(entry["length"])]
        (record,) = ArchiveIterator(BytesIO(member))
        assert record.rec_headers.get_header("WARC-Target-URI") == entry["url"]
        seen.append((key, stamp, record.rec_type, entry["mime"]))
    assert seen == [
        ("example,yunxi)/news/1.html", "20240305040000", "response", "text/html"),
        ("example,yunxi)/news/1.html", "20240306040000", "revisit", "warc/revisit"),
        ("example,yunxi)/news/2.html", "20240305040000", "response", "text/html"),
    ]


def test_the_citation_says_who_what_and_when(make):
    """In CFF, as YAML readers read it, and in the README."""
    folder = make(details=DETAILS)
    cff = yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))
    assert cff["cff-version"] == "1.2.0"
    assert cff["type"] == "dataset"
    assert cff["authors"] == [
        {"family-names": "Li", "given-names": "Jia"},
        {"name": "岚河档案组"},
    ]
    assert (cff["version"], cff["date-released"]) == ("2026.1", "2026-11-23")
    assert (cff["doi"], cff["license"]) == ("10.5281/zenodo.1234567", "CC-BY-4.0")
    assert "云溪县" in cff["title"]
    for name in ("README.md", "README.zh.md"):
        text = (folder / name).read_text("utf-8")
        assert "Li, Jia; 岚河档案组 (2026). " in text
        assert "version 2026.1 [data set]. https://doi.org/10.5281/zenodo.1234567" in text


ODD = '云溪: "新闻" #1 \\ \n- x'


@pytest.mark.parametrize(
    "details", [DETAILS, Details("1", date(2026, 1, 1), title=ODD)], ids=["full", "odd"]
)
def test_cffconvert_finds_the_citation_valid(make, details):
    """Also without authors, and with a title that is hard to quote."""
    command = os.environ.get("MSBAZHONG_CFFCONVERT") or shutil.which("cffconvert")
    if command is None:
        pytest.skip("cffconvert wants an environment of its own: the extra cff")
    path = make(details=details) / "CITATION.cff"
    assert yaml.safe_load(path.read_text("utf-8"))["authors"]
    done = subprocess.run(
        [command, "--validate", "-i", path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "valid" in done.stdout


def test_the_commands_of_the_readme_work(make):
    """As they stand there, in the folder; and the way back from a value to its record."""
    folder = make()
    text = (folder / "README.md").read_text("utf-8")
    shell = text.partition("```sh\n")[2].partition("```")[0].splitlines()
    programs = [shlex.split(line) for line in shell]
    assert [program[0] for program in programs] == ["sqlite3", "duckdb", "python"]
    _, (_, _, query), (_, *python) = programs
    for command in (
        programs[0],
        [sys.executable, "-c", f"import duckdb; duckdb.sql({query!r}).fetchall()"],
        [sys.executable, *python],
    ):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), command
    sql = text.partition("```sql\n")[2].partition("```")[0]
    with closing(connect(folder / "news.db")) as copy:
        assert copy.execute(sql).fetchone()[-2:] == ("yunxi.warc.gz", 99)
    assert sql in (folder / "README.zh.md").read_text("utf-8")


def test_scope_tells_what_is_covered_and_what_is_missing(make):
    """Sections with their gaps, the undated, problems, runs, and WARC files that are not there."""
    text = (make() / "SCOPE.md").read_text("utf-8")
    assert "| articles | 文章 | 3 |" in text
    assert "| yunxi | 云溪县 | 时政新闻 | 2022-07 | 2022-07 | 2 | 1 | 0 | 0 |" in text
    assert "| 没有发布时间的文章（不在以上栏目统计之内） | 1 |" in text
    assert "| missing | 1 | 1 |" in text
    assert "| finished | 0 | 1 | " in text
    assert "No section has a month without an article" in text
    assert "WARC file that the archive lacks" not in text
    assert "gone from their site" not in text


def test_scope_counts_what_is_gone(make, filled):
    """As the view of that name lists it."""
    filled.db.execute("DROP VIEW IF EXISTS gone")
    filled.db.execute("CREATE VIEW gone AS SELECT id AS article_id FROM article LIMIT 2")
    assert "网站已下线的文章 | 2 |" in (make() / "SCOPE.md").read_text("utf-8")


def test_a_missing_warc_file_is_told(make, filled, capture, warc):
    """By its name, with the number of captures that point into it."""
    filled.save_captures([capture("https://www.yunxi.example/y", warc_file="lost.warc.gz")], None)
    text = (make() / "SCOPE.md").read_text("utf-8")
    assert "captures in a WARC file that the archive lacks: lost.warc.gz | 存档中缺失" in text


def test_months_without_articles_are_told(make, filled, harvested):
    """The longest first, and nothing that a site prints breaks the table."""
    days = [datetime(2023, month, 3, tzinfo=UTC) for month in (1, 5)]
    section = {"section": "要闻|<b>", "breadcrumb": ("首页",)}
    filled.save([harvested(20 + day.month, published=day, **section) for day in days], None)
    text = (make() / "SCOPE.md").read_text("utf-8")
    assert "| yunxi | 云溪县 | 要闻\\|&lt;b> | 3 | 2023-05 |" in text


def test_the_dictionary_is_there_for_people(make):
    """Every table and column, in both languages."""
    text = (make() / "DATA_DICTIONARY.md").read_text("utf-8")
    assert "## attendance" in text
    assert "| `post` | text |  | Office held (职务)" in text
    assert "Generated" not in text


def test_the_schema_makes_the_same_tables(make):
    """As sqlite3 reads it, without the shadows of the index."""
    statements = (make() / "schema.sql").read_text("utf-8")
    assert "CREATE TABLE attendance" in statements
    assert "CREATE VIEW coverage" in statements
    assert "article_fts_data" not in statements
    with closing(connect(":memory:")) as fresh:
        fresh.executescript(statements)


def test_no_word_of_a_body_without_text(without_text):
    """In no file, in no charset, not in the index nor in the free pages of the database."""
    for path in without_text.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            for word in WORDS:
                for charset in ("utf-8", "gb18030", "utf-16-le"):
                    assert word.encode(charset) not in data, path.name
                assert " ".join(word).encode() not in data
    assert not list(without_text.rglob("*.warc*"))
    assert (without_text / "withheld-SHA256SUMS").read_text().endswith("  yunxi.warc.gz\n")
    assert len((without_text / "index.cdxj").read_text().splitlines()) == 3


def test_the_words_would_be_found_with_text(make):
    """The check above can fail."""
    folder = make()
    assert all(word.encode() in (folder / "news.db").read_bytes() for word in WORDS)
    with gzip.open(folder / "warc" / "yunxi.warc.gz") as file:
        assert WORDS[0].encode() in file.read()


def test_the_index_has_no_body_without_text(without_text, tmp_path):
    """Headlines are found, words of bodies are not, and the index is in step with what is there."""
    copy = tmp_path / "copy.db"
    shutil.copyfile(without_text / "news.db", copy)
    with open_store(copy, create=False) as store:
        assert store.search("工业")
        assert store.search("推进会") == []
        store.db.execute(
            "INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)"
        )
        terms = "CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'article_fts', 'row')"
        store.db.execute(terms)
        found = {term for (term,) in store.db.execute("SELECT term FROM temp.terms")}
    assert "工业" in found
    assert not {"推进", "乡镇", "负责"} & found


def test_the_length_and_digest_of_each_text_stay(without_text, filled):
    """Of every version, so that who has the text can check it; views count as before."""
    with closing(connect(without_text / "news.db")) as copy:
        withheld = set(
            copy.execute("SELECT article_id, version, characters, sha256 FROM withheld_text")
        )
        counted = copy.execute("SELECT id, characters FROM article_now").fetchall()
        told = copy.execute(
            "SELECT meaning_en, meaning_zh FROM data_dictionary"
            " WHERE table_name = 'article' AND column_name = 'body'"
        ).fetchone()
    bodies = filled.db.execute(
        "SELECT id, version, body FROM article"
        " UNION SELECT article_id, version, body FROM article_version"
    ).fetchall()
    assert len(bodies) == 4
    assert withheld == {
        (id_, version, len(body), sha256(body.encode()).hexdigest())
        for id_, version, body in bodies
    }
    assert counted == filled.db.execute("SELECT id, characters FROM article_now").fetchall()
    assert told[0].endswith("Left out of this release: empty.")
    assert told[1].endswith("本发布版未收录，为空。")


def test_a_release_without_text_says_so(without_text):
    """In both READMEs and in the statement of scope."""
    assert "## Without texts" in (without_text / "README.md").read_text("utf-8")
    assert "## 不含正文" in (without_text / "README.zh.md").read_text("utf-8")
    assert "有意未收录" in (without_text / "SCOPE.md").read_text("utf-8")
    assert "withheld_text" in (without_text / "DATA_DICTIONARY.md").read_text("utf-8")


def test_the_store_is_left_as_it_is(without_text, filled):
    """What a release leaves out is taken out of the copy."""
    assert without_text.is_dir()
    assert filled.search("推进会")
    assert filled.db.execute("SELECT count(*) FROM article WHERE body = ''").fetchone() == (0,)


BAD = {
    "a version that is no name of a folder": ({"version": "../1"}, "version '../1'"),
    "no SPDX identifier": ({"license": "mine, all mine"}, "no SPDX identifier"),
    "no DOI": ({"doi": "zenodo"}, "no DOI such as"),
    "an empty author": ({"authors": (" ",)}, "an empty author"),
    "an empty title": ({"title": ""}, "an empty title"),
}


@pytest.mark.parametrize(("said", "message"), BAD.values(), ids=BAD)
def test_what_cannot_be_cited(filled, warc, tmp_path, said, message):
    """It is told before anything is made."""
    with pytest.raises(UsageError, match=message):
        make_release(filled, warc, tmp_path / "r", replace(DETAILS, **said))
    assert not (tmp_path / "r").exists()


def test_a_release_is_never_overwritten(make):
    """The second one needs another name."""
    first = make()
    before = (first / "SHA256SUMS").read_bytes()
    with pytest.raises(UsageError, match="never overwritten"):
        make()
    assert (first / "SHA256SUMS").read_bytes() == before


@pytest.mark.parametrize("text", [True, False], ids=["with text", "without text"])
def test_the_same_archive_gives_the_same_release(make, text):
    """To the byte, so that anybody can make it again and compare."""
    details = replace(DETAILS, text=text)
    first, second = make("first", details), make("second", details)
    assert (first / "SHA256SUMS").read_text() == (second / "SHA256SUMS").read_text()


def test_a_warc_file_that_is_being_written(make, warc, tmp_path):
    """The release waits for its end."""
    (warc / "b.warc.gz.open").touch()
    with pytest.raises(StoreError, match="make the release when no harvest runs"):
        make()
    assert not (tmp_path / "release").exists()


def test_a_file_that_is_no_warc_leaves_nothing(make, warc, tmp_path):
    """Neither the release nor a part of it."""
    (warc / "a.warc.gz").write_bytes(b"no WARC at all")
    with pytest.raises(StoreError, match=r"a\.warc\.gz: cannot be indexed"):
        make()
    assert [path.name for path in tmp_path.iterdir() if "release" in path.name] == []


def test_an_unsound_database_is_not_released(make, filled, tmp_path):
    """A reference to nothing is found in the copy."""
    filled.db.execute("PRAGMA foreign_keys = OFF")
    filled.db.execute("INSERT INTO byline VALUES ('no such article', 1, '李甲', 'reporter')")
    with pytest.raises(StoreError, match="the database is not sound"):
        make()
    assert not (tmp_path / "release").exists()


def test_an_empty_archive(store, tmp_path):
    """It makes a valid release that says that it is empty."""
    make_release(store, tmp_path / "nowhere", tmp_path / "r", Details("1", date(2026, 1, 1)))
    assert validated(tmp_path / "r") == set()
    assert "No runs are on record" in (tmp_path / "r" / "SCOPE.md").read_text("utf-8")


def test_it_can_be_packed_and_unpacked(make, tmp_path):
    """Names of files are plain: a ZIP of it holds the same bytes."""
    folder = make()
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", folder)
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path / "again")
    for path in Path(folder).rglob("*"):
        if path.is_file():
            again = tmp_path / "again" / path.relative_to(folder)
            assert again.read_bytes() == path.read_bytes()
