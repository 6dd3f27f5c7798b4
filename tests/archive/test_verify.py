"""Fixity: what was changed on disk is found."""

import gzip
from datetime import UTC, datetime

import pytest

from msbazhong_spider.archive import ReceivedResponse, SentRequest, WarcSink, verify

NOON = datetime(2024, 3, 5, 4, 0, 0, tzinfo=UTC)


@pytest.fixture
def good(tmp_path):
    """A good file of two answers."""
    with WarcSink(tmp_path) as sink:
        for number in range(2):
            sink.write(
                f"https://www.yunxi.example/{number}",
                SentRequest("GET", f"/{number}"),
                ReceivedResponse("HTTP/1.1 200 OK", ((b"A", b"b"),), b"body of a page" * 10),
                NOON,
            )
    (path,) = tmp_path.iterdir()
    return path


def test_good(good):
    """Nothing to report."""
    assert verify([good]) == []


def test_plain_file(good):
    """A file that is not packed is checked by its digests alone."""
    plain = good.with_name("plain.warc")
    plain.write_bytes(gzip.decompress(good.read_bytes()))
    assert verify([plain]) == []
    plain.write_bytes(plain.read_bytes().replace(b"body of", b"Body of", 1))
    flaws = verify([plain])
    assert {flaw.what.split(" digest")[0] for flaw in flaws} == {"block", "payload"}
    assert all(flaw.offset for flaw in flaws)


def test_flipped_bytes_are_found(good):
    """A flip that changes what is unpacked, or its checksum, is found.

    Some bits of a gzip file say nothing: the time and system in a member's header, and the bits
    that fill the last byte of its data. A file with one of these flipped still unpacks, checksum
    and all, to the very same bytes.
    """
    data = good.read_bytes()
    text = gzip.decompress(data)
    found = 0
    for at in range(0, len(data), 5):
        good.write_bytes(data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :])
        if verify([good]):
            found += 1
        else:
            assert gzip.decompress(good.read_bytes()) == text, f"flip at {at} not found"
    assert found > len(data) // 5 * 0.9


def test_cut_off(good):
    """A file without its end is reported with the record that is cut."""
    data = good.read_bytes()
    good.write_bytes(data[:-5])
    (flaw,) = verify([good])
    assert "cut off" in flaw.what
    assert str(flaw) == f"{good} at byte {flaw.offset}: gzip member cut off"


def test_changed_but_packed_again(good):
    """Whoever packs changed bytes anew is found by the digests."""
    text = gzip.decompress(good.read_bytes()).split(b"WARC/1.1")
    changed = [part.replace(b"body of", b"Body of", 1) for part in text[1:]]
    good.write_bytes(b"".join(gzip.compress(b"WARC/1.1" + part) for part in changed))
    assert len(verify([good])) == 4


def test_open_missing_and_foreign(tmp_path, good):
    """A file still open, one that is not there, one that holds nothing or something else."""
    still_open = good.rename(f"{good}.open")
    (flaw,) = verify([still_open])
    assert "still open" in flaw.what
    (flaw,) = verify([tmp_path / "none.warc.gz"])
    assert flaw.what == "No such file or directory"
    empty = tmp_path / "empty.warc"
    empty.write_bytes(b"")
    (flaw,) = verify([empty])
    assert flaw.what == "holds no records"
    other = tmp_path / "other.warc"
    other.write_text("something else\n")
    assert verify([other])
    other.write_text("five words in a 5\r\n\r\nlines")  # an ARC record, for who reads those too
    assert verify([other])
