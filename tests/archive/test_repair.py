"""A crash costs at most the record that was being written."""

import logging
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from msbazhong_spider.archive import ReceivedResponse, SentRequest, WarcSink, iter_pages, verify

NOON = datetime(2024, 3, 5, 4, 0, 0, tzinfo=UTC)


@pytest.fixture
def written(tmp_path):
    """The bytes of a good file of three answers, and where its records begin."""
    folder = tmp_path / "good"
    with WarcSink(folder) as sink:
        places = [
            sink.write(
                f"https://www.yunxi.example/{number}",
                SentRequest("GET", f"/{number}"),
                ReceivedResponse("HTTP/1.1 200 OK", (), os.urandom(500)),
                NOON,
            )
            for number in range(3)
        ]
    (path,) = folder.iterdir()
    return path.read_bytes(), [place.offset for place in places]


def left_open(tmp_path, data):
    """What a crash leaves."""
    folder = tmp_path / "warc"
    folder.mkdir()
    (folder / "yunxi-1.warc.gz.open").write_bytes(data)
    return folder


@pytest.mark.parametrize("lost", [1, 7, 300])
def test_whole_records_stay_at_their_places(tmp_path, written, caplog, lost):
    """The file is closed without the record that was cut off, and the log tells of it."""
    data, offsets = written
    folder = left_open(tmp_path, data[: offsets[2] + lost])
    with caplog.at_level(logging.WARNING), WarcSink(folder):
        pass
    (path,) = folder.iterdir()
    assert path.name == "yunxi-1.warc.gz"
    assert path.read_bytes() == data[: offsets[2]]
    assert verify([path]) == []
    assert [page.url[-1] for page in iter_pages([path])] == ["0", "1"]
    assert f"its last {lost} bytes dropped" in caplog.text


def test_a_whole_file_is_only_renamed(tmp_path, written, caplog):
    """A crash between two records costs nothing."""
    folder = left_open(tmp_path, written[0])
    WarcSink(folder).close()
    (path,) = folder.iterdir()
    assert path.read_bytes() == written[0]
    assert caplog.text == ""


@pytest.mark.parametrize("data", [b"", b"\x1f\x8b\x08"], ids=["empty", "no whole record"])
def test_a_file_without_a_whole_record_goes(tmp_path, data):
    """Where nothing whole is in a file, nothing of it stays."""
    folder = left_open(tmp_path, data)
    WarcSink(folder).close()
    assert list(folder.iterdir()) == []


def test_a_taken_name_is_not_written_over(tmp_path, written):
    """A closed file of that name stays what it is; the operator is told."""
    folder = left_open(tmp_path, written[0])
    (folder / "yunxi-1.warc.gz").write_bytes(b"other")
    with pytest.raises(Exception, match="is there already"):
        WarcSink(folder)
    assert (folder / "yunxi-1.warc.gz").read_bytes() == b"other"
    assert (folder / "yunxi-1.warc.gz.open").read_bytes() == written[0]


_WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from msbazhong_spider.archive import ReceivedResponse, SentRequest, WarcSink
sink = WarcSink(Path(sys.argv[1]))
for number in range(10**9):
    asked = SentRequest("GET", f"/{number}")
    answer = ReceivedResponse("HTTP/1.1 200 OK", (), b"x" * 3000)
    sink.write(f"https://www.yunxi.example/{number}", asked, answer, datetime.now(UTC))
    print(number, flush=True)
"""


def test_kill_9(tmp_path):
    """Every answer that the writer reported as written is there after it was killed."""
    command = [sys.executable, "-c", _WRITER, tmp_path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        told = [int(writer.stdout.readline()) for _ in range(20)]
        os.kill(writer.pid, signal.SIGKILL)
    WarcSink(tmp_path).close()
    (path,) = tmp_path.iterdir()
    assert verify([path]) == []
    found = [int(page.url.rsplit("/", 1)[1]) for page in iter_pages([path])]
    assert found == list(range(len(found)))
    assert len(found) > told[-1]
