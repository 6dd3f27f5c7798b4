"""The list of a folder's files, which finds what digests inside of a file can't."""

import subprocess
from datetime import UTC, datetime

import pytest

from msbazhong_spider.archive import ReceivedResponse, SentRequest, WarcSink, verify
from msbazhong_spider.archive.sums import add_sum, list_new, list_of, read_sums, sum_of

NOON = datetime(2024, 3, 5, 4, 0, 0, tzinfo=UTC)


def fill(folder, number=1):
    """Write one small file."""
    with WarcSink(folder) as sink:
        answer = ReceivedResponse("HTTP/1.1 200 OK", (), b"body %d" % number)
        place = sink.write("https://www.yunxi.example/", SentRequest("GET", "/"), answer, NOON)
    return folder / place.file


@pytest.fixture
def folder(tmp_path):
    """A folder of a data directory."""
    return tmp_path / "warc"


def test_each_closed_file_is_listed(folder):
    """One after the other, in a form that stock tools check."""
    files = [fill(folder, number) for number in range(3)]
    assert read_sums(folder).of == {path.name: sum_of(path) for path in files}
    done = subprocess.run(
        ["sha256sum", "-c", "warc.sha256"], cwd=folder.parent, capture_output=True, check=True
    )
    assert done.stdout.count(b": OK") == 3


def test_every_bit_of_a_file_counts(folder):
    """Every single flip is found, those too that unpack to the very same bytes."""
    path = fill(folder)
    whole, said = path.read_bytes(), read_sums(folder).of[path.name]
    silent = 0
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert sum_of(path) != said, at
        silent += not verify([path])
    assert silent, "bytes that only the list speaks for"


def test_every_bit_of_the_list_counts(folder):
    """A flip makes a line unreadable, or names another digest, or a file that is not there."""
    path = fill(folder)
    listed = list_of(folder)
    whole, good = listed.read_bytes(), read_sums(folder)
    for at in range(len(whole)):
        for bit in range(8):
            listed.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
            sums = read_sums(folder)
            assert sums.bad_lines or sums.of != good.of, (at, bit)
    assert good.of == {path.name: sum_of(path)}


def test_files_of_others_are_listed_by_the_next_sink(folder):
    """What was copied into the folder while no one looked is listed once, as it is then."""
    path = fill(folder)
    other = path.with_name("other.warc.gz")
    other.write_bytes(path.read_bytes())
    WarcSink(folder).close()
    WarcSink(folder).close()
    assert list_of(folder).read_text().count("other.warc.gz") == 1
    assert list_new(folder) == []


def test_a_line_that_was_cut_off_is_written_again(folder):
    """A power cut may leave half a line at the end of the list."""
    path = fill(folder)
    listed = list_of(folder)
    listed.write_bytes(listed.read_bytes()[:-5])
    assert read_sums(folder).bad_lines == (1,)
    assert list_new(folder) == [path]
    assert read_sums(folder).bad_lines == ()


def test_no_list(folder):
    """A folder of an earlier version has none, and an empty one needs none."""
    folder.mkdir()
    assert (read_sums(folder).of, list_new(folder)) == ({}, [])
    assert not list_of(folder).exists()
    path = folder / "a.warc.gz"
    path.write_bytes(b"x")
    add_sum(path)
    assert list(read_sums(folder).of) == ["a.warc.gz"]
