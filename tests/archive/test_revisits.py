"""What is in the archive already is not written again: a revisit record says where it is."""

import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator

from msbazhong_spider.archive import Earlier, ReceivedResponse, SentRequest, WarcSink, verify
from msbazhong_spider.archive.facts import facts_at
from msbazhong_spider.errors import UnreadableInputError

NOON = datetime(2024, 3, 5, 4, 0, 0, tzinfo=UTC)
URL = "https://www.yunxi.example/news/1.html"
ASKED = SentRequest("GET", "/news/1.html", ((b"Host", b"www.yunxi.example"),))
PAGE = "<title>云溪县</title>".encode("gb18030")
ANSWER = ReceivedResponse("HTTP/1.1 200 OK", ((b"Server", b"one"),), PAGE)
UNCHANGED = ReceivedResponse("HTTP/1.1 304 Not Modified", ((b"ETag", b'"x"'),))
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


@dataclass
class Rows:
    """What a database would know."""

    of: dict[str, Earlier] = field(default_factory=dict)

    def same_payload(self, digest):
        return self.of.get(digest)

    def same_address(self, url):
        return self.of.get(url)


def write(folder, *answers, known=None, **more):
    """Write answers of one address, a minute apart; give their places."""
    with WarcSink(folder, known=known, **more) as sink:
        return [
            sink.write(URL, ASKED, answer, NOON + timedelta(minutes=minute))
            for minute, answer in enumerate(answers)
        ]


def record(folder, place):
    """Read the record at a place: its kind, its headers, its HTTP headers and payload."""
    with (folder / place.file).open("rb") as file:
        file.seek(place.offset)
        found = next(iter(ArchiveIterator(file)))
        return found, dict(found.rec_headers.headers), found.raw_stream.read()


def earlier(place):
    """What a row says of a record."""
    return Earlier(place.record_id, URL, NOON, place.digest, place.file)


def test_the_same_payload_twice(tmp_path):
    """The second record has the answer's own headers, and where its payload is."""
    again = ReceivedResponse("HTTP/1.1 200 OK", ((b"Server", b"two"),), PAGE)
    first, second = write(tmp_path, ANSWER, again, known=Rows())
    found, headers, payload = record(tmp_path, second)
    assert (found.rec_type, payload) == ("revisit", b"")
    assert found.http_headers.get_header("Server") == "two"
    assert headers["WARC-Profile"] == SAME_PAYLOAD
    assert headers["WARC-Refers-To"] == first.record_id == second.refers_to
    assert headers["WARC-Refers-To-Target-URI"] == URL
    assert headers["WARC-Refers-To-Date"] == "2024-03-05T04:00:00Z"
    assert headers["WARC-Date"] == "2024-03-05T04:01:00Z"
    assert headers["WARC-Payload-Digest"] == first.digest == second.digest


def test_the_same_payload_as_in_another_run(tmp_path):
    """What the rows know counts as what this sink wrote."""
    (first,) = write(tmp_path, ANSWER)
    (second,) = write(tmp_path, ANSWER, known=Rows({first.digest: earlier(first)}))
    assert second.refers_to == first.record_id
    assert second.file != first.file


def test_not_modified(tmp_path):
    """A 304 names the record that the server says still holds."""
    (first,) = write(tmp_path, ANSWER)
    (second,) = write(tmp_path, UNCHANGED, known=Rows({URL: earlier(first)}))
    found, headers, _ = record(tmp_path, second)
    assert (found.rec_type, found.http_headers.get_statuscode()) == ("revisit", "304")
    assert headers["WARC-Profile"] == NOT_MODIFIED
    assert headers["WARC-Refers-To"] == first.record_id
    assert found.http_headers.get_header("ETag") == '"x"'


def test_not_modified_since_nothing(tmp_path):
    """A 304 of which nothing earlier is known is a response like any other."""
    (place,) = write(tmp_path, UNCHANGED, known=Rows())
    assert record(tmp_path, place)[0].rec_type == "response"
    assert place.refers_to is None


def test_bytes_that_are_gone_are_written_again(tmp_path):
    """A record in a file that somebody has taken away is not relied on."""
    (first,) = write(tmp_path, ANSWER)
    (tmp_path / first.file).rename(tmp_path / "moved")
    (second,) = write(tmp_path, ANSWER, known=Rows({first.digest: earlier(first)}))
    assert second.refers_to is None
    assert record(tmp_path, second)[2] == PAGE


def test_nothing_is_no_payload(tmp_path):
    """Two empty answers are two responses."""
    empty = ReceivedResponse("HTTP/1.1 302 Found", ((b"Location", b"/"),))
    places = write(tmp_path, empty, empty, known=Rows())
    assert [place.refers_to for place in places] == [None, None]


def test_without_rows_each_payload_is_written(tmp_path):
    """Who does not say what is known gets every answer in full."""
    places = write(tmp_path, ANSWER, ANSWER)
    assert [record(tmp_path, place)[2] for place in places] == [PAGE, PAGE]


def test_other_tools_accept_them(tmp_path):
    """Warcio's checker and ours find all digests right."""
    places = write(tmp_path, ANSWER, ANSWER, UNCHANGED, known=Rows())
    path = tmp_path / places[0].file
    command = [sys.executable, "-m", "warcio.cli", "check", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert verify([path]) == []


def test_facts_of_a_revisit(tmp_path):
    """A row can be compared with it: whom it repeats, and that it holds no bytes."""
    first, second = write(tmp_path, ANSWER, ANSWER, known=Rows())
    with (tmp_path / second.file).open("rb") as file:
        facts = facts_at(file, second.offset)
        assert (facts.kind, facts.size, facts.status) == ("revisit", 0, 200)
        assert facts.refers_to == first.record_id
        with pytest.raises(UnreadableInputError, match="no answer"):
            facts_at(file, 0)
        with pytest.raises(UnreadableInputError, match="no readable record"):
            facts_at(file, 5)
        with pytest.raises(UnreadableInputError, match="ends before"):
            facts_at(file, 1 << 30)


def test_five_words_in_a_line_are_no_record():
    """The older ARC format begins so, and now and then some packed bytes do."""
    with pytest.raises(UnreadableInputError, match="no readable record"):
        facts_at(BytesIO(b"a b c d 5\r\n\r\nbytes"), 0)


def test_a_file_that_is_large_enough_is_closed(tmp_path):
    """The next answer goes into a new file, with a warcinfo of its own."""
    places = write(tmp_path, *[ANSWER] * 5, largest=1500)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert len(files) > 1
    assert files == sorted({place.file for place in places})
    for name in files:
        path = tmp_path / name
        with path.open("rb") as file:
            kinds = [one.rec_type for one in ArchiveIterator(file)]
        assert kinds[0] == "warcinfo"
        assert kinds[1:] == ["response", "request"] * (len(kinds) // 2)
        assert verify([path]) == []
    sizes = [(tmp_path / name).stat().st_size for name in files]
    assert all(1500 <= size < 1500 + 1200 for size in sizes[:-1])
