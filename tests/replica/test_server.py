"""The replica on its socket."""

import gzip
import socket
import struct
from dataclasses import replace
from http.client import HTTPConnection, HTTPResponse
from threading import Thread
from time import sleep

import pytest

from msbazhong_spider.errors import ReplicaError
from msbazhong_spider.replica import Replica


@pytest.fixture(scope="module")
def replica():
    """Serve sixty articles."""
    with Replica(seed=2, articles=60) as serving:
        yield serving


def ask(replica: Replica, path: str, method: str = "GET", **headers: str):
    """Give status, headers and body of one answer."""
    connection = HTTPConnection("127.0.0.1", replica.port)
    connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer: HTTPResponse = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body


def test_the_front_page_is_html_with_a_length(replica):
    """Content-Type names the charset, Content-Length is the body's."""
    status, headers, body = ask(replica, "/")
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert int(headers["content-length"]) == len(body)


def test_the_truth_is_what_is_served(replica):
    """Every article's address answers with its title."""
    assert len(replica.truth) == 60
    for truth in replica.truth:
        assert truth.article.url.startswith(replica.url)
        status, _, body = ask(replica, truth.article.url[len(replica.url) - 1 :])
        assert status == 200
        assert truth.article.title in body.decode()


def test_the_truth_is_newest_first(replica):
    """As listings are."""
    days = [truth.article.published for truth in replica.truth]
    assert days == sorted(days, reverse=True)


def test_head_sends_no_body(replica):
    """HEAD gives the same headers as GET."""
    get, head = ask(replica, "/"), ask(replica, "/", "HEAD")
    assert head[2] == b""
    assert head[1]["content-length"] == get[1]["content-length"]


def test_what_is_posted_reaches_the_skin():
    """A listing's script posts for its records; whoever posts nothing asks for none."""
    with Replica(seed=2, articles=60, skin="jcms") as serving:
        path = "/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=3&perpage=3"
        number = serving.site.sections[0].channel.number
        connection = HTTPConnection("127.0.0.1", serving.port)
        connection.request("POST", path, body=f"webid=1&columnid={number}".encode())
        posted = connection.getresponse().read().decode()
        connection.close()
        assert serving.site.path(serving.site.index[0][0]) in posted
        assert "<record>" not in ask(serving, path)[2].decode()


@pytest.mark.parametrize(
    ("skin", "said"), [("dedecms", "text/html"), ("empirecms", "text/html; charset=gb2312")]
)
def test_the_header_says_of_the_charset_what_the_system_says(skin, said):
    """Some servers name it, others leave it to the page."""
    with Replica(articles=5, skin=skin) as serving:
        assert ask(serving, "/")[1]["content-type"] == said


def test_gzip_when_accepted(replica):
    """The plain bytes are the same."""
    plain, packed = ask(replica, "/"), ask(replica, "/", Accept_Encoding="gzip")
    assert packed[1]["content-encoding"] == "gzip"
    assert gzip.decompress(packed[2]) == plain[2]


def test_an_unchanged_page_answers_304(replica):
    """By ETag and by date, and not by another ETag or an older date."""
    path = replica.truth[0].article.url[len(replica.url) - 1 :]
    _, headers, _ = ask(replica, path)
    assert ask(replica, path, If_None_Match=headers["etag"])[0] == 304
    assert ask(replica, path, If_Modified_Since=headers["last-modified"])[0] == 304
    assert ask(replica, path, If_None_Match='"other"')[0] == 200
    assert ask(replica, path, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT")[0] == 200
    assert ask(replica, path, If_Modified_Since="nonsense")[0] == 200
    assert ask(replica, path, If_None_Match=headers["etag"])[2] == b""


def test_an_unknown_address_answers_404(replica):
    """With a page, as sites do."""
    status, headers, body = ask(replica, "/nothing-here.html")
    assert status == 404
    assert headers["content-type"].startswith("text/html")
    assert body


def test_requests_are_noted_in_order():
    """Whoever asks for what is remembered, also after the server has stopped."""
    with Replica(articles=5) as replica:
        assert replica.requests == ()
        ask(replica, "/")
        ask(replica, "/plus/count.php?aid=1")
    assert replica.requests == ("/", "/plus/count.php?aid=1")


def test_requests_of_many_threads_are_all_noted():
    """Nothing is lost under concurrency."""
    with Replica(articles=5) as replica:
        threads = [Thread(target=ask, args=(replica, f"/{i}.png")) for i in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(replica.requests) == sorted(f"/{i}.png" for i in range(20))


def test_a_fault_changes_answers():
    """A fault gets path and answer and gives what is sent."""

    def closed(path, answer):
        return replace(answer, status=503) if path == "/" else answer

    with Replica(articles=5, faults=[closed]) as replica:
        assert ask(replica, "/")[0] == 503
        assert ask(replica, "/robots.txt")[0] == 200


def test_a_port_in_use_is_one_clear_error(replica):
    """The message names the port and what to do."""
    with pytest.raises(ReplicaError, match=rf"port {replica.port} .* in use; choose another"):
        Replica(port=replica.port).__enter__()


def test_an_impossible_port_is_one_clear_error():
    """Ports end at 65535."""
    with pytest.raises(ReplicaError, match="port 99999"):
        Replica(port=99999).__enter__()


def test_a_port_is_free_again_after_the_replica():
    """Leaving the context closes the socket."""
    with Replica(articles=1) as first:
        port = first.port
    with Replica(articles=1, port=port) as second:
        assert second.port == port


def test_no_articles_make_no_replica():
    """Zero is refused."""
    with pytest.raises(ReplicaError, match="at least 1 article"):
        Replica(articles=0)


def test_a_replica_that_is_not_served_has_no_address():
    """The message says how to serve it."""
    with pytest.raises(ReplicaError, match="with statement"):
        _ = Replica().url


def test_a_hundred_thousand_articles_start_at_once():
    """The front page of a very large portal writes only what it shows."""
    with Replica(articles=100_000) as replica:
        assert ask(replica, "/")[0] == 200
        assert replica.site.written < 100


def test_a_client_that_goes_away_is_no_fault(replica, capfd):
    """A harvest that is killed leaves connections cut off, and the server says nothing of them."""
    with socket.create_connection(("127.0.0.1", replica.port)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        reset = struct.pack("ii", 1, 0)  # closing sends a reset instead of an end
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
    assert ask(replica, "/")[0] == 200
    sleep(0.2)  # the thread of the connection that was cut off
    assert capfd.readouterr().err == ""
