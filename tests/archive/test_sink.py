"""WARC out: what the server said, as it said it, in files that other tools accept."""

import gzip
import subprocess
import sys
from datetime import UTC, datetime
from itertools import count

import pytest
from warcio.archiveiterator import ArchiveIterator

from msbazhong_spider.archive import ReceivedResponse, SentRequest, WarcSink, iter_pages, verify
from msbazhong_spider.errors import StoreError, UsageError

NOON = datetime(2024, 3, 5, 4, 0, 0, tzinfo=UTC)
URL = "https://www.yunxi.example/news/1.html"
ASKED = SentRequest("GET", "/news/1.html", ((b"Host", b"www.yunxi.example"),))
PAGE = "<title>云溪县</title>".encode("gb18030")
ANSWER = ReceivedResponse(
    "HTTP/1.1 200 OK",
    (
        (b"Content-Type", b"text/html; charset=gb2312"),
        (b"Set-Cookie", b"one=1"),
        (b"Set-Cookie", b"two=2"),
        (b"Content-Encoding", b"gzip"),
        (b"X-Raw", "云".encode("gb18030")),
    ),
    gzip.compress(PAGE, mtime=0),
)


@pytest.fixture
def sink(tmp_path):
    """A sink with a clock that stands still and ids that count."""
    numbers = count(1)
    with WarcSink(
        tmp_path,
        info={"operator": "archive@yunxi.example"},
        clock=lambda: NOON,
        new_id=lambda: f"<urn:x:{next(numbers)}>",
    ) as opened:
        yield opened


def only_file(folder):
    """The one file that is there."""
    (path,) = folder.iterdir()
    return path


def test_whole_file(sink, tmp_path):
    """warcinfo, response and request, byte for byte; only digests and sizes are left out here."""
    sink.write(URL, ASKED, ANSWER, NOON)
    sink.close()
    lines = gzip.decompress(only_file(tmp_path).read_bytes()).split(b"\r\n")
    kept = [line for line in lines if not line.startswith((b"WARC-Block", b"WARC-Payload"))]
    text = b"\n".join(kept)
    assert text.startswith(
        b"WARC/1.1\nWARC-Record-ID: <urn:x:1>\nWARC-Date: 2024-03-05T04:00:00Z\n"
        b"WARC-Filename: msbazhong-20240305040000-00000.warc.gz\nWARC-Type: warcinfo\n"
        b"Content-Type: application/warc-fields\n"
    )
    assert b"\noperator: archive@yunxi.example\n" in text
    assert (
        b"HTTP/1.1 200 OK\nContent-Type: text/html; charset=gb2312\nSet-Cookie: one=1\n"
        b"Set-Cookie: two=2\nContent-Encoding: gzip\nX-Raw: \xd4\xc6\n\n" + ANSWER.payload
    ) in text
    assert text.endswith(b"\n\nGET /news/1.html HTTP/1.1\nHost: www.yunxi.example\n\n\n\n")
    assert b"\nWARC-Concurrent-To: <urn:x:2>\n" in text


def test_warcio_check_passes(sink, tmp_path):
    """The checker that archivists use finds all digests right."""
    for number in range(3):
        sink.write(f"{URL}?{number}", ASKED, ANSWER, NOON)
    sink.close()
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", only_file(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout.count("digest pass") == 7


def test_place_leads_to_the_record(sink, tmp_path):
    """Name and offset are where the response is found, whatever was written before."""
    places = [sink.write(f"{URL}?{number}", ASKED, ANSWER, NOON) for number in range(3)]
    sink.close()
    for number, place in enumerate(places):
        with (tmp_path / place.file).open("rb") as file:
            file.seek(place.offset)
            record = next(iter(ArchiveIterator(file)))
            assert record.rec_type == "response"
            assert record.rec_headers.get_header("WARC-Target-URI") == f"{URL}?{number}"
            assert record.rec_headers.get_header("WARC-Payload-Digest") == place.digest
            assert record.content_stream().read() == PAGE


def test_open_until_closed(sink, tmp_path):
    """While it is written the file says so by its name; nothing written, no file."""
    assert list(tmp_path.iterdir()) == []
    place = sink.write(URL, ASKED, ANSWER, NOON)
    assert only_file(tmp_path).name == f"{place.file}.open"
    sink.close()
    sink.close()
    assert only_file(tmp_path).name == place.file


def test_a_closed_file_is_never_written_again(sink, tmp_path):
    """More records after close go into a file of another name, in the same second too."""
    first = sink.write(URL, ASKED, ANSWER, NOON)
    sink.close()
    before = (tmp_path / first.file).read_bytes()
    second = sink.write(URL, ASKED, ANSWER, NOON)
    sink.close()
    assert second.file != first.file
    assert (tmp_path / first.file).read_bytes() == before
    assert verify(sorted(tmp_path.iterdir())) == []


def test_two_sinks_in_one_folder(tmp_path):
    """A file that is being written is neither taken nor repaired by another sink."""
    with (
        WarcSink(tmp_path, clock=lambda: NOON) as one,
        WarcSink(tmp_path, clock=lambda: NOON) as two,
    ):
        places = {one.write(URL, ASKED, ANSWER, NOON), two.write(URL, ASKED, ANSWER, NOON)}
        with WarcSink(tmp_path):
            assert len(list(tmp_path.glob("*.open"))) == 2
    assert {path.name for path in tmp_path.iterdir()} == {place.file for place in places}
    assert len(list(iter_pages(sorted(tmp_path.iterdir())))) == 2


@pytest.mark.parametrize("prefix", ["../evil", "a/b", "", "-x", "云溪", "a b", "x" * 65])
def test_unsafe_prefix(tmp_path, prefix):
    """A name from outside can't leave the folder."""
    with pytest.raises(UsageError, match="WARC prefix"):
        WarcSink(tmp_path / "warc", prefix=prefix)
    assert not (tmp_path / "warc").exists()


def test_nothing_from_outside_breaks_a_record(sink, tmp_path):
    """Line ends in addresses, targets, headers and notes make no headers of their own."""
    headers = ((b"X-Evil", b"1\r\nWARC-Type: response\r\n\r\n"),)
    answer = ReceivedResponse("HTTP/1.1 200 OK", headers, b"x")
    asked = SentRequest("GET", "/\r\nHost: evil", headers)
    sink.write("https://www.yunxi.example/a b\r\nWARC-Type: x", asked, answer, NOON)
    sink.close()
    path = only_file(tmp_path)
    assert verify([path]) == []
    (page,) = iter_pages([path])
    assert page.url == "https://www.yunxi.example/a%20b%0D%0AWARC-Type:%20x"
    assert page.headers == {"x-evil": "1 WARC-Type: response"}


def test_impossible_folder(tmp_path):
    """Where no folder can be made, one line says so."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot write the archive"):
        WarcSink(tmp_path / "file" / "warc")


def test_a_failed_write_leaves_whole_records(sink, tmp_path, monkeypatch):
    """If the disk fills up in the midst of a pair, what was written of it is taken back."""
    sink.write(URL, ASKED, ANSWER, NOON)
    file = sink._file
    size = only_file(tmp_path).stat().st_size

    class Full:
        """A disk with room for ten bytes more."""

        def __getattr__(self, name):
            return getattr(file, name)

        def write(self, data):
            file.write(data[:10])
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sink, "_file", Full())
    with pytest.raises(StoreError, match="No space left"):
        sink.write(URL, ASKED, ANSWER, NOON)
    assert only_file(tmp_path).stat().st_size == size
    monkeypatch.setattr(sink, "_file", file)
    sink.write(URL, ASKED, ANSWER, NOON)
    sink.close()
    assert verify([only_file(tmp_path)]) == []
    assert len(list(iter_pages([only_file(tmp_path)]))) == 2


def test_times_are_utc(sink, tmp_path):
    """A time in the zone of the site is written in UTC."""
    sink.write(URL, ASKED, ANSWER, datetime.fromisoformat("2024-03-05T20:00:00+08:00"))
    sink.close()
    (page,) = iter_pages([only_file(tmp_path)])
    assert page.fetched == datetime(2024, 3, 5, 12, 0, tzinfo=UTC)
