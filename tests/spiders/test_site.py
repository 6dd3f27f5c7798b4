"""Whose pages may be asked for, and how we introduce ourselves."""

from __future__ import annotations

import pytest

from msbazhong_spider.errors import UsageError
from msbazhong_spider.spiders.msbazhong import MsbazhongSpider
from msbazhong_spider.spiders.site import Site, check_contact, is_on_this_machine, user_agent

NAMED = Site(MsbazhongSpider.front_page, MsbazhongSpider.hosts)
ADDRESSES = {
    "the front page": ("http://www.msbazhong.com/", True),
    "the same, encrypted": ("https://www.msbazhong.com/a.html", True),
    "the bare host": ("http://msbazhong.com/a.html", True),
    "in capitals": ("http://WWW.MSBAZHONG.COM/", True),
    "another port": ("http://www.msbazhong.com:8080/", False),
    "a host that ends the same": ("http://evilmsbazhong.com/", False),
    "our name as a user": ("http://www.msbazhong.com@evil.example/", False),
    "a subdomain that nobody named": ("http://bbs.msbazhong.com/", False),
    "a file": ("file:///etc/passwd", False),
    "a private address": ("http://192.168.0.1/", False),
    "a port that is none": ("http://www.msbazhong.com:http/", False),
}


@pytest.mark.parametrize(("url", "ours"), ADDRESSES.values(), ids=ADDRESSES)
def test_what_belongs_to_a_site(url: str, ours: bool) -> None:
    """Scheme, host and port decide."""
    assert NAMED.has(url) is ours


def test_a_replica_is_a_site_of_its_own() -> None:
    """Another port of the same machine is another site."""
    site = Site("http://127.0.0.1:8627/")
    assert site.has("http://127.0.0.1:8627/a.html")
    assert not site.has("http://127.0.0.1:8628/a.html")
    assert not site.has("http://localhost:8627/a.html")


LOOPBACK = {
    "http://127.0.0.1:80/": True,
    "http://[::1]:8000/": True,
    "http://localhost/": True,
    "http://10.0.0.1/": False,
    "http://a.example/": False,
    "http://127.0.0.1.a.example/": False,
}


@pytest.mark.parametrize(("url", "here"), LOOPBACK.items())
def test_this_machine(url: str, here: bool) -> None:
    """Only loopback addresses need no contact."""
    assert is_on_this_machine(url) is here


def test_a_site_of_others_needs_a_contact() -> None:
    """The message says how to set one."""
    with pytest.raises(UsageError, match="export MSBAZHONG_CONTACT=you@example"):
        check_contact("", "http://www.a.example/")
    check_contact("", "http://127.0.0.1:1/")
    check_contact("a@example.org", "http://www.a.example/")
    check_contact("https://a.example/bot", "http://www.a.example/")


@pytest.mark.parametrize("contact", ["me", "a@b", "a@b.example\r\nX: y", "张三@例.例", "a@b.c d"])
def test_a_contact_that_is_none(contact: str) -> None:
    """It goes into a header: one address, nothing else."""
    with pytest.raises(UsageError, match="MSBAZHONG_CONTACT"):
        check_contact(contact, "http://www.a.example/")


def test_the_user_agent() -> None:
    """Product, version, contact."""
    assert user_agent("a@example.org").endswith(" (+a@example.org)")
    assert user_agent("").startswith("msbazhong-spider/")
