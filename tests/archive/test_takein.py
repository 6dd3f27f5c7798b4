"""WARC files of others in the folder: their records as they were, whatever the file was like."""

from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING, Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from msbazhong_spider.archive.read import read_page
from msbazhong_spider.archive.scan import iter_entries
from msbazhong_spider.archive.takein import sweep, take_in
from msbazhong_spider.archive.verify import verify
from msbazhong_spider.errors import UnreadableInputError

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://www.yunxi.example/{}.html"
BODIES = [f"<html><body>云溪县第{n}期</body></html>".encode("gb18030") * 50 for n in range(4)]


def made(*, packed: bool) -> tuple[bytes, list[int]]:
    """Make a WARC file of four answers, and say where each begins."""
    buffer, starts = io.BytesIO(), []
    writer = WARCWriter(buffer, gzip=packed)
    for number, body in enumerate(BODIES):
        starts.append(buffer.tell())
        headers = StatusAndHeaders("200 OK", [("X-A", "1"), ("X-A", "2")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                URL.format(number),
                "response",
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": "2019-03-05T04:00:00Z"},
            )
        )
    return buffer.getvalue(), starts


def records(path: Path) -> list[tuple[Any, bytes]]:
    """Give all records of a file: headers, and the block as it is."""
    with path.open("rb") as file:
        return [
            (record.rec_headers.headers, record.raw_stream.read())
            for record in ArchiveIterator(file, no_record_parse=True)
        ]


def test_a_file_with_a_member_for_each_record_is_copied(tmp_path: Path) -> None:
    """It stays the same to the byte, and its name tells whence it came."""
    source = tmp_path / "crawl one.warc.gz"
    source.write_bytes(made(packed=True)[0])
    taken = take_in(source, tmp_path / "warc")
    assert taken.path.read_bytes() == source.read_bytes()
    assert taken.path.name.startswith("import-crawl-one-")
    assert (taken.is_new, taken.fault) == (True, "")


FORMS = {
    "plain": lambda plain: plain,
    "packed as a whole": gzip.compress,
    "packed as a whole, in two members": lambda plain: (
        gzip.compress(plain[: len(plain) // 2]) + gzip.compress(plain[len(plain) // 2 :])
    ),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_other_files_get_a_member_for_each_record(tmp_path: Path, form: Any) -> None:
    """Each record keeps its bytes; each can be read at its offset; all digests hold."""
    plain = tmp_path / "plain.warc"
    plain.write_bytes(made(packed=False)[0])
    source = tmp_path / "crawl.warc.gz"
    source.write_bytes(form(plain.read_bytes()))
    taken = take_in(source, tmp_path / "warc")
    assert records(taken.path) == records(plain)
    assert taken.fault == ""
    assert verify([taken.path]) == []
    pages = [read_page(taken.path, entry.offset) for entry in iter_entries(taken.path)]
    assert [page and page.body for page in pages] == BODIES
    assert [file.name for file in (tmp_path / "warc").iterdir()] == [taken.path.name]


def test_the_same_file_is_taken_in_once(tmp_path: Path) -> None:
    """The second time nothing is written."""
    source = tmp_path / "crawl.warc.gz"
    source.write_bytes(made(packed=True)[0])
    first = take_in(source, tmp_path / "warc")
    again = take_in(source, tmp_path / "warc")
    assert (again.path, again.is_new) == (first.path, False)


CUTS = {
    "packed, in its last record": (True, -5, 3),
    "packed, in the middle": (True, "third", 2),
    "plain, in its last record": (False, -40, 3),
}


@pytest.mark.parametrize(("packed", "cut", "whole"), CUTS.values(), ids=CUTS)
def test_of_a_file_that_is_cut_off_the_whole_records_are_taken(
    tmp_path: Path, packed: bool, cut: Any, whole: int
) -> None:
    """What is left out is told, with the place."""
    content, starts = made(packed=packed)
    end = starts[2] + 30 if cut == "third" else len(content) + cut
    source = tmp_path / "crawl.warc.gz"
    source.write_bytes(content[:end])
    taken = take_in(source, tmp_path / "warc")
    assert len(list(iter_entries(taken.path))) == whole
    assert f"cut off at byte {starts[whole]}" in taken.fault
    assert "get the file again" in taken.fault


def test_of_a_damaged_file_what_stands_before_is_taken(tmp_path: Path) -> None:
    """A flipped bit in the third record costs that one and what follows it."""
    content, starts = made(packed=True)
    broken = bytearray(content)
    broken[starts[2] + 60] ^= 0xFF
    source = tmp_path / "crawl.warc.gz"
    source.write_bytes(broken)
    taken = take_in(source, tmp_path / "warc")
    assert len(list(iter_entries(taken.path))) == 2
    assert "damaged" in taken.fault
    assert str(starts[2]) in taken.fault


def test_of_a_file_packed_as_a_whole_what_can_be_unpacked_is_taken(tmp_path: Path) -> None:
    """Also where its end is missing."""
    packed = gzip.compress(made(packed=False)[0])
    source = tmp_path / "crawl.warc.gz"
    source.write_bytes(packed[:-9])
    taken = take_in(source, tmp_path / "warc")
    assert len(list(iter_entries(taken.path))) == 4
    assert "cut off" in taken.fault


REFUSED = {
    "an empty file": (b"", "empty; get the file again"),
    "a page": (b"<html>", "no WARC file; give"),
    "gzip of something else": (gzip.compress(b"hello"), "no WARC file"),
    "an ARC file": (b"filedesc://x.arc 0.0.0.0 2009", "warcio recompress"),
    "gzip that is damaged at once": (b"\x1f\x8b\x08\xff" + b"\xff" * 90, "damaged from its begin"),
    "a first record that is cut off": (made(packed=True)[0][:60], "holds no whole record"),
}


@pytest.mark.parametrize(("content", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_warc_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    """The message names the file and what is wrong; nothing is left in the folder."""
    source = tmp_path / "crawl.warc.gz"
    source.write_bytes(content)
    with pytest.raises(UnreadableInputError, match=words) as caught:
        take_in(source, tmp_path / "warc")
    assert str(source) in str(caught.value)
    assert list((tmp_path / "warc").iterdir()) == []


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """It is an input that can't be read, not a fault of the folder."""
    with pytest.raises(UnreadableInputError, match=r"none\.warc: No such file"):
        take_in(tmp_path / "none.warc", tmp_path / "warc")


def test_what_a_killed_import_left_is_swept_away(tmp_path: Path) -> None:
    """Half a file and an unpacked folder go; archives stay."""
    (tmp_path / "import-a.warc.gz.part").write_bytes(b"x")
    (tmp_path / "wacz-abc").mkdir()
    (tmp_path / "wacz-abc" / "data.warc.gz").write_bytes(b"x")
    (tmp_path / "a.warc.gz").write_bytes(b"x")
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.warc.gz"]
