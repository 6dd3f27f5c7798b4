"""Which addresses are public, in whatever way they are spelled."""

from __future__ import annotations

import pytest

from msbazhong_spider.guards.addresses import address_of, is_private_place, is_public

PLACES = {
    "a name of the internet": ("http://www.example.com/", False),
    "an address of the internet": ("http://93.184.215.14/", False),
    "this machine": ("http://127.0.0.1:8000/", True),
    "this machine by name": ("http://localhost/", True),
    "a neighbour by name": ("http://mirror/", True),
    "a name of the house": ("http://nas.lan/", True),
    "a house": ("http://192.168.1.1/", True),
    "a company": ("http://10.0.0.1/", True),
    "another range of companies": ("http://172.31.0.1/", True),
    "a provider's own": ("http://100.64.0.1/", True),
    "a cloud's own": ("http://169.254.169.254/latest/meta-data/", True),
    "no address at all": ("http://0.0.0.0/", True),
    "a group": ("http://224.0.0.1/", True),
    "IPv6 of this machine": ("http://[::1]/", True),
    "IPv6 of a link": ("http://[fe80::1%25eth0]/", True),
    "IPv6 of a house": ("http://[fd00::1]/", True),
    "IPv4 inside of IPv6": ("http://[::ffff:10.0.0.1]/", True),
    "one decimal number": ("http://2130706433/", True),
    "one hexadecimal number": ("http://0x7f000001/", True),
    "octal parts": ("http://0177.0.0.1/", True),
    "two parts": ("http://127.1/", True),
    "a dot at the end": ("http://127.0.0.1./", True),
    "with a user": ("http://www.example.com@10.0.0.1/", True),
    "a public address as one number": ("http://1572395022/", False),
    "no web address": ("http://[/", False),
    "no host": ("file:///etc/passwd", False),
}


@pytest.mark.parametrize(("url", "is_private"), PLACES.values(), ids=PLACES)
def test_a_place_that_is_not_on_the_internet(url: str, is_private: bool) -> None:
    """By its spelling alone, without asking anybody."""
    assert is_private_place(url) is is_private


def test_a_name_is_no_address() -> None:
    """Also one that begins with digits, or is not ASCII."""
    assert [address_of(host) for host in ("163.com", "新闻.中国", "")] == [None, None, None]


def test_an_address_inside_of_another_is_judged_by_itself() -> None:
    """6to4 and mapped addresses carry an IPv4 address."""
    inner = [address_of(host) for host in ("2002:0a00:0001::", "::ffff:93.184.215.14")]
    assert [is_public(one) for one in inner if one is not None] == [False, True]
