"""The facts of a site: what is wrong with them is told where they are written, with the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.errors import UsageError
from msbazhong_spider.pages import Hints
from msbazhong_spider.spiders.lanhe import LanheSpider
from msbazhong_spider.spiders.msbazhong import MsbazhongSpider
from msbazhong_spider.spiders.portal import PortalSpider
from msbazhong_spider.spiders.sites import site_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WRONG: dict[str, tuple[dict[str, object], str]] = {
    "one host without its comma": ({"hosts": "a.example"}, "hosts is a tuple of texts, like"),
    "a list of hosts": ({"hosts": ["a.example"]}, "hosts is a tuple of texts"),
    "an address among the hosts": ({"hosts": ("http://a.example",)}, "without http://"),
    "a county without its comma": ({"counties": "岚河县"}, "counties is a tuple of texts"),
    "a front page without its scheme": ({"front_page": "a.example"}, "is no web address"),
    "hints that are no Hints": ({"hints": {"title": "h1"}}, "is written Hints"),
}


@pytest.mark.parametrize(("facts", "said"), WRONG.values(), ids=WRONG)
def test_facts_that_cannot_be(facts: dict[str, object], said: str) -> None:
    """The message names the class and what to write instead."""
    with pytest.raises(UsageError, match="WrongSpider") as told:
        type("WrongSpider", (PortalSpider,), facts)
    assert said in str(told.value)


def test_facts_that_can_be() -> None:
    """Ports are the front page's; a base of several sites has no front page of its own."""
    facts = {"front_page": "http://127.0.0.1:8627/", "hosts": ("127.0.0.1",), "hints": Hints()}
    assert type("RightSpider", (PortalSpider,), facts)
    assert type("BaseSpider", (PortalSpider,), {})


OWNERS = {
    "http://www.lanhe.example/show/1.html": LanheSpider,
    "https://msbazhong.com/a.html": MsbazhongSpider,
    "http://www.a.example/": None,
    "file:///tmp/a.html": None,
}


@pytest.mark.parametrize(("url", "site"), OWNERS.items())
def test_whose_page_it_is(url: str, site: type[PortalSpider] | None) -> None:
    """An address tells the site, and so the hints to read it with."""
    assert site_of(url, [PortalSpider, LanheSpider, MsbazhongSpider]) is site


OWN_SITES = {
    "one of one's own": ("hosts = ('a.example',)", "there is no site 'nowhere'; there is: lanhe, "),
    "a mistyped line": ("hosts = (", "mine.py, line"),
    "a name that is not there": ("hosts = HOSTS", "mine.py, line 3: NameError: name 'HOSTS'"),
    "a module that is not there": ("import nothing_here", "ModuleNotFoundError: No module named"),
    "facts that cannot be": ("hosts = 'a.example'", "mine.py, line 3: msbazhong_sites.mine"),
    "a selector that is none": ("hints = Hints(title='h1[')", "hint title='h1[' is neither CSS"),
}


@pytest.mark.parametrize(("line", "said"), OWN_SITES.values(), ids=OWN_SITES)
def test_sites_of_the_working_directory(
    run: Callable[..., Any], tmp_path: Path, line: str, said: str
) -> None:
    """They are known by name like the others; one that can't be loaded is named with its line."""
    (tmp_path / "msbazhong_sites").mkdir()
    (tmp_path / "msbazhong_sites" / "mine.py").write_text(
        "from msbazhong_spider.pages import Hints\n"
        "from msbazhong_spider.spiders.portal import PortalSpider\n"
        f"class MineSpider(PortalSpider):\n    name = 'mine'\n    {line}\n"
    )
    done = run("harvest", "nowhere")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr
    assert ("mine, " in done.stderr) is ("there is no site" in said)
