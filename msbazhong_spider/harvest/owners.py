"""Whose page an address is: the site's name, and the hints by which its pages are read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from msbazhong_spider.harvest.run import site_settings
from msbazhong_spider.pages.urls import host_of
from msbazhong_spider.spiders.sites import find_site, load_sites, site_of

if TYPE_CHECKING:
    from msbazhong_spider.pages import Hints

NOBODY = "saved"  # the site of pages that tell no address


@dataclass(frozen=True, slots=True)
class Owner:
    """The name of a site, or of a host that is no site of ours, and hints if there are any."""

    site: str
    hints: Hints | None = None


class Owners:
    """Knows the sites that there are."""

    def __init__(self, site: str | None = None) -> None:
        """Load them. ``site`` owns the pages that tell no address.

        Raises UsageError if there is no site of this name.
        """
        settings = site_settings()
        self._sites = list(load_sites(settings).values())
        own = find_site(site, settings) if site is not None else None
        self._rest = Owner(own.name, own.hints) if own is not None else Owner(NOBODY)
        self._of_host = cache(self._find)

    def of(self, url: str) -> Owner:
        """Give the owner of a page by its address."""
        host = host_of(url)
        return self._of_host(url.partition("//")[0], url.split("/")[2]) if host else self._rest

    def named(self, site: str) -> Owner:
        """Give the owner that a stored article names: a site of ours, or a host that is none."""
        known = next((one for one in self._sites if one.name == site), None)
        return Owner(site, known.hints if known is not None else None)

    def is_host(self, name: str) -> bool:
        """Whether a site of ours has a host of this name."""
        return site_of(f"http://{name}/", self._sites) is not None

    def _find(self, scheme: str, place: str) -> Owner:
        url = f"{scheme}//{place}/"
        site = site_of(url, self._sites)
        return Owner(site.name, site.hints) if site is not None else Owner(host_of(url))
