"""What names may stand for, each time they are resolved."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.resolver import dnscache
from scrapy.settings import Settings
from twisted.internet.error import DNSLookupError
from twisted.python.failure import Failure

from msbazhong_spider.guards.resolver import PublicResolver

NAME = "www.a.example"


@pytest.fixture(autouse=True)
def _stands_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no proxies, and let nothing be remembered."""
    for variable in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    dnscache.clear()


def resolver(*fronts: str, **settings: object) -> PublicResolver:
    """Make the resolver of a crawl that begins at those addresses."""
    crawlers = [SimpleNamespace(spider=SimpleNamespace(fronts=fronts))]
    process: Any = SimpleNamespace(settings=Settings(settings), crawlers=crawlers)
    return PublicResolver(SimpleNamespace(), process)  # type: ignore[arg-type]


def asked(found: PublicResolver, name: str, address: str) -> object:
    """Ask for a name that stands for an address at this moment."""
    dnscache[name] = address
    answers: list[object] = []
    found.getHostByName(name).addBoth(answers.append)
    return answers[0].type if isinstance(answers[0], Failure) else answers[0]


def test_a_site_stands_at_a_public_address() -> None:
    """As nearly all do."""
    assert asked(resolver(f"http://{NAME}/"), NAME, "93.184.215.14") == "93.184.215.14"


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.5", "169.254.169.254", "100.64.0.1"])
def test_a_site_that_stands_elsewhere_does_not_resolve(address: str) -> None:
    """Whoever holds the name would have us ask our own network; the address is told."""
    found = resolver(f"http://{NAME}/")
    assert asked(found, NAME, address) is DNSLookupError
    assert found.refused == {NAME: address}


def test_a_name_is_looked_at_each_time() -> None:
    """It may stand for something else the next moment."""
    found = resolver(f"http://{NAME}/")
    assert asked(found, NAME, "93.184.215.14") == "93.184.215.14"
    assert asked(found, NAME, "10.0.0.5") is DNSLookupError


ALLOWED = {
    "this machine, where the run begins": (["http://localhost:8000/"], {}, "localhost"),
    "this machine by its number": (["http://127.0.0.1:8000/"], {}, "127.0.0.1"),
    "a neighbour where the run begins": (["http://mirror/"], {}, "mirror"),
    "one that the operator names": ([], {"MSBAZHONG_PRIVATE_HOSTS": f"nas,{NAME}"}, NAME),
}


@pytest.mark.parametrize(("fronts", "settings", "name"), ALLOWED.values(), ids=ALLOWED)
def test_what_the_operator_chose_may_be_private(
    fronts: list[str], settings: dict[str, object], name: str
) -> None:
    """A mirror or the replica."""
    assert asked(resolver(*fronts, **settings), name, "10.0.0.5") == "10.0.0.5"


def test_a_proxy_may_be_private(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands in the house, and asks for us."""
    monkeypatch.setenv("http_proxy", "http://proxy.house.example:3128")
    assert asked(resolver(), "proxy.house.example", "10.0.0.5") == "10.0.0.5"


def test_another_name_of_this_machine_is_none_where_the_run_begins() -> None:
    """Only the very host that was named."""
    assert asked(resolver("http://127.0.0.1:8000/"), "localhost", "127.0.0.1") is DNSLookupError
