"""Every site, as it stands: a few facts that hold together. A new site is tested without a line."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from scrapy.spiderloader import get_spider_loader

from msbazhong_spider.harvest.run import site_settings
from msbazhong_spider.spiders.portal import PortalSpider
from msbazhong_spider.spiders.scope import looks_like_county

if TYPE_CHECKING:
    from collections.abc import Callable

LOADER = get_spider_loader(site_settings())
SITES = [LOADER.load(name) for name in LOADER.list()]


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_a_site_is_a_few_facts(site: type[PortalSpider]) -> None:
    """File, name and class agree; there are facts and no logic."""
    assert issubclass(site, PortalSpider)
    assert site.__module__.rpartition(".")[2] == site.name
    assert site.__name__.lower() == f"{site.name}spider"
    assert not [name for name, it in vars(site).items() if inspect.isfunction(it)]
    assert len(inspect.getsource(site).splitlines()) <= 60


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_the_facts_hold_together(site: type[PortalSpider]) -> None:
    """The front page lies on the site's own hosts; the counties are names of counties."""
    assert urlsplit(site.front_page).hostname in site.hosts
    assert site.title
    assert all(looks_like_county(county) for county in site.counties)


@pytest.mark.parametrize(
    ("command", "said"), [("list", "msbazhong"), ("check", "OK")], ids=["list", "check"]
)
def test_scrapy_knows_the_sites(run: Callable[..., Any], command: str, said: str) -> None:
    """``scrapy list`` and ``scrapy check`` work in the checkout, without a request."""
    done = run(command, module="scrapy")
    assert done.returncode == 0
    assert said in done.stdout + done.stderr


def test_a_wrong_argument_is_one_error_line(run: Callable[..., Any], tmp_path: Any) -> None:
    """``scrapy crawl`` tells in its log what is wrong, and asks for nothing."""
    done = run(
        *("crawl", "msbazhong", "-a", "since=tomorrow", "-s", f"MSBAZHONG_DATA={tmp_path}"),
        module="scrapy",
    )
    errors = [line for line in done.stderr.splitlines() if " ERROR: " in line]
    assert len(errors) == 1
    assert "since='tomorrow' is no day" in errors[0]
    assert "'finish_reason': 'usage'" in done.stderr
    assert "downloader/request_count" not in done.stderr
