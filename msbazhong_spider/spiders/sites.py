"""The sites there are: those of this package, and those in the folder where one works."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.spiderloader import get_spider_loader

from msbazhong_spider.errors import MsbazhongError, UsageError
from msbazhong_spider.spiders.portal import PortalSpider
from msbazhong_spider.spiders.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy.settings import BaseSettings

OWN = "msbazhong_sites"  # a folder of this name in the working directory holds sites of one's own


def add_own_sites(settings: BaseSettings) -> None:
    """Let sites be found in the working directory too, if it has a folder for them."""
    folder = Path.cwd()
    if (folder / OWN).is_dir():
        if str(folder) not in sys.path:
            sys.path.append(str(folder))
        modules = [*settings.getlist("SPIDER_MODULES"), OWN]
        settings.set("SPIDER_MODULES", modules, priority="cmdline")


def load_sites(settings: BaseSettings) -> dict[str, type[PortalSpider]]:
    """Give all sites by their names. Raises UsageError if the module of one can't be loaded."""
    try:
        loader = get_spider_loader(settings)
    except Exception as error:
        raise UsageError(_where_it_failed(error)) from error
    found = {name: loader.load(name) for name in loader.list()}
    return {name: site for name, site in found.items() if issubclass(site, PortalSpider)}


def _where_it_failed(error: Exception) -> str:
    """Name the file and line of the module that was being loaded, and what is wrong with it."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}, line {error.lineno}: {error.msg}"
    frames = traceback.extract_tb(error.__traceback__)
    module = next((frame for frame in reversed(frames) if frame.name == "<module>"), frames[-1])
    kind = "" if isinstance(error, MsbazhongError) else f"{type(error).__name__}: "
    return f"{module.filename}, line {module.lineno}: {kind}{error}"


def find_site(name: str, settings: BaseSettings) -> type[PortalSpider]:
    """Give the site of a name. Raises UsageError, which names those that there are."""
    sites = load_sites(settings)
    if name not in sites:
        raise UsageError(f"there is no site {name!r}; there is: {', '.join(sorted(sites))}")
    return sites[name]


def site_of(url: str, sites: Iterable[type[PortalSpider]]) -> type[PortalSpider] | None:
    """Give the site that an address belongs to, None if it is nobody's."""
    known = (site for site in sites if site.front_page)
    return next((site for site in known if Site(site.front_page, site.hosts).has(url)), None)
