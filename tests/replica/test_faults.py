"""Choosing which answers go wrong, and how they leave."""

from __future__ import annotations

import gzip
import socket
from http.client import HTTPConnection, HTTPException, IncompleteRead
from typing import Any

import pytest

from msbazhong_spider.errors import UsageError
from msbazhong_spider.replica import Replica
from msbazhong_spider.replica.faults import FAULTS, make_fault, read_fault
from msbazhong_spider.replica.site import Answer

GOOD = Answer(b"<html><body>x</body></html>")
SPECS = {
    "a name": ("reset", ("reset", "*", 1.0, 0)),
    "with paths": ("reset@/pc/*.html", ("reset", "/pc/*.html", 1.0, 0)),
    "with a chance": ("soft-404:0.25", ("soft-404", "*", 0.25, 0)),
    "after so many": ("challenge+40", ("challenge", "*", 1.0, 40)),
    "with all": ("cut-gzip+2@*/1?.html:.5", ("cut-gzip", "*/1?.html", 0.5, 2)),
}
WRONG = {
    "an unknown name": ("rest", "there are: broken, busy"),
    "no name": ("@*.html", "NAME"),
    "no chance": ("reset:1.5", "from 0 to 1"),
}


@pytest.mark.parametrize(("text", "expected"), SPECS.values(), ids=SPECS)
def test_a_fault_as_the_command_line_has_it(text: str, expected: tuple[Any, ...]) -> None:
    """``NAME[+AFTER][@GLOB][:CHANCE]``."""
    found = read_fault(text)
    assert (found.name, found.glob, found.chance, found.after) == expected


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_a_fault_that_is_none(text: str, message: str) -> None:
    """The message says what there is, or how it is written."""
    with pytest.raises(UsageError, match=message):
        read_fault(text)


def struck(seed: int, paths: list[str]) -> list[str]:
    """Ask for paths one after the other; give those that were struck."""
    fault = make_fault("empty", chance=0.3, seed=seed)
    for path in paths:
        fault(path, GOOD)
    return fault.struck


def test_chance_follows_from_the_seed_the_path_and_the_attempt() -> None:
    """In whatever order others are asked for."""
    paths = [f"/{number}.html" for number in range(100)] * 2
    first = struck(1, paths)
    assert 30 < len(first) < 90
    assert sorted(struck(1, paths[::-1])) == sorted(first)
    assert struck(2, paths) != first


def test_only_paths_that_match_are_struck_and_only_after_so_many() -> None:
    """What does not match does not count."""
    fault = make_fault("empty", "*.html", after=2)
    answers = [
        fault(path, GOOD).body == b"" for path in ("/", "/1.html", "/", "/2.html", "/3.html")
    ]
    assert answers == [False, False, False, False, True]
    assert fault.struck == ["/3.html"]


def test_every_fault_says_what_it_does() -> None:
    """In one line."""
    assert [name for name, fault in FAULTS.items() if not fault.__doc__] == []


def test_what_a_fault_has_added_to_an_address_leads_to_the_page() -> None:
    """Sessions: each link has one, and the site answers as if it were not there."""
    with Replica(7, 20, counties=1, faults=[make_fault("sessions")]) as replica:
        connection = HTTPConnection("127.0.0.1", replica.port)
        path = replica.truth[0].article.url[len(replica.url) - 1 :]
        for spelled in (f"{path};jsessionid=ab12", f"{path}?sid=ab12", f"/(S(ab12)){path}"):
            connection.request("GET", spelled)
            assert replica.truth[0].article.title in connection.getresponse().read().decode()
        connection.close()


def ask(name: str) -> bytes:
    """Ask for a page that is struck; give the body as it came, or raise what the client raises."""
    with Replica(7, 20, counties=1, faults=[make_fault(name)]) as replica:
        connection = HTTPConnection("127.0.0.1", replica.port, timeout=5)
        try:
            connection.request("GET", "/", headers={"Accept-Encoding": "gzip"})
            return connection.getresponse().read()
        finally:
            connection.close()


@pytest.mark.parametrize("name", ["reset", "closed", "length-long", "cut-chunks"])
def test_an_answer_that_breaks_off(name: str) -> None:
    """A client can tell."""
    with pytest.raises((ConnectionError, IncompleteRead)):
        ask(name)


@pytest.mark.parametrize("name", ["length-short", "cut-gzip", "bad-gzip", "no-gzip"])
def test_an_answer_that_can_not_be_unpacked(name: str) -> None:
    """Its length is as it says."""
    with pytest.raises((EOFError, OSError)):
        gzip.decompress(ask(name))


def test_a_silent_server_says_nothing() -> None:
    """Until the client goes."""
    with (
        Replica(7, 20, counties=1, faults=[make_fault("silence")]) as replica,
        socket.create_connection(("127.0.0.1", replica.port)) as client,
    ):
        client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        client.settimeout(0.2)
        with pytest.raises(TimeoutError):
            client.recv(1)


def test_a_header_of_a_megabyte_is_sent() -> None:
    """The client of the standard library refuses it."""
    with pytest.raises(HTTPException):
        ask("long-header")
