"""WARC in: the answers of any crawler as pages."""

import gzip
import zlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from msbazhong_spider.archive import ReceivedResponse, SentRequest, WarcSink, iter_pages
from msbazhong_spider.errors import UnreadableInputError
from msbazhong_spider.items import Page

NOON = datetime(2024, 3, 5, 4, 0, 0, tzinfo=UTC)
URL = "https://www.yunxi.example/news/1.html"
PAGE = "<title>云溪县</title>".encode("gb18030")


def chunked(data):
    """The same in chunks of five bytes."""
    pieces = [data[at : at + 5] for at in range(0, len(data), 5)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def one_page(folder, headers, payload, status="200 OK"):
    """Write one answer and read it."""
    with WarcSink(folder) as sink:
        answer = ReceivedResponse(f"HTTP/1.1 {status}", headers, payload)
        sink.write(URL, SentRequest("GET", "/news/1.html"), answer, NOON)
    return next(iter_pages(folder.iterdir()), None)


CODINGS = {
    "as it is": ((), PAGE),
    "gzip": (((b"Content-Encoding", b"gzip"),), gzip.compress(PAGE)),
    "deflate": (((b"Content-Encoding", b"deflate"),), zlib.compress(PAGE)),
    "chunks": (((b"Transfer-Encoding", b"chunked"),), chunked(PAGE)),
    "gzip in chunks": (
        ((b"Content-Encoding", b"GZIP"), (b"Transfer-Encoding", b"chunked")),
        chunked(gzip.compress(PAGE)),
    ),
    "chunks promised, but taken apart before": (((b"Transfer-Encoding", b"chunked"),), PAGE),
}


@pytest.mark.parametrize(("headers", "payload"), CODINGS.values(), ids=CODINGS)
def test_codings(tmp_path, headers, payload):
    """The body is the page's own bytes, in the charset of the page."""
    assert one_page(tmp_path, headers, payload).body == PAGE


def test_page(tmp_path):
    """Address, status, time, and headers with lower-case names; the last of two counts."""
    headers = ((b"Content-Type", b"text/html"), (b"X-A", b"1"), (b"x-a", b"2"))
    assert one_page(tmp_path, headers, PAGE, "404 Not Found") == Page(
        url=URL,
        body=PAGE,
        status=404,
        headers={"content-type": "text/html", "x-a": "2"},
        fetched=NOON,
    )


def test_unknown_coding_is_passed_over(tmp_path, caplog):
    """Bytes that cannot be decoded never pass for a page; the log names the file."""
    assert one_page(tmp_path, ((b"Content-Encoding", b"x-odd"),), PAGE) is None
    assert "content coding 'x-odd' is not known" in caplog.text


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_other_crawlers(tmp_path, packed):
    """WARC/1.0 of others, packed or plain; what is no answer is left out."""
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("other.warc", {"software": "other"}))
    for kind, line in (("response", "200 OK"), ("request", "GET / HTTP/1.1")):
        headers = StatusAndHeaders(line, [("A", "b")], protocol="HTTP/1.0")
        record = writer.create_warc_record(
            URL,
            kind,
            payload=BytesIO(PAGE),
            length=len(PAGE),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2009-01-02T03:04:05Z"},
        )
        writer.write_record(record)
    path = tmp_path / "other.warc"
    path.write_bytes(buffer.getvalue())
    (page,) = iter_pages([path])
    assert (page.url, page.body) == (URL, PAGE)
    assert page.fetched == datetime(2009, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_no_warc(tmp_path):
    """A file of something else is named in one line."""
    path = tmp_path / "page.html"
    path.write_text("<html>\n<body>云溪县</body>", "utf-8")
    with pytest.raises(UnreadableInputError, match=r"page\.html: no WARC") as caught:
        list(iter_pages([path]))
    assert "\n" not in str(caught.value)


def test_missing_file(tmp_path):
    """So is a file that is not there."""
    with pytest.raises(UnreadableInputError, match=r"none\.warc: No such file"):
        list(iter_pages([tmp_path / "none.warc"]))
