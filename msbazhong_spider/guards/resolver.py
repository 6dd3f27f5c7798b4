"""What names stand for: a site of the internet stands at an address of the internet.

Whoever holds a name can let it stand for 10.0.0.5 or 127.0.0.1 whenever he likes, and have our own
network asked through us. So it is the address that is looked at, each time a name is resolved.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from msbazhong_spider.guards.addresses import host_of, is_private_place, is_public

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from scrapy.crawler import CrawlerRunnerBase
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred


class PublicResolver(CachingThreadedResolver):
    """Resolves names as Scrapy does, and takes no private address for an answer.

    Three kinds of names may stand for one: this machine's or a neighbour's where a spider was told
    to start there, the proxies of the environment, and those in MSBAZHONG_PRIVATE_HOSTS.
    ``refused`` tells which other names did, and the address of each.
    """

    def __init__(self, reactor: ReactorBase, process: CrawlerRunnerBase) -> None:
        """Take the process, whose spiders tell where they were told to start."""
        settings = process.settings
        size = settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0
        super().__init__(reactor, size, settings.getfloat("DNS_TIMEOUT"))
        self.refused: dict[str, str] = {}
        self._process = process

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: ReactorBase) -> Self:
        """Build it as Scrapy wants it; what it hands over is the process, not a crawler."""
        return cls(reactor, crawler)

    def getHostByName(  # noqa: N802 - Twisted's
        self, name: str, timeout: Sequence[int] = ()
    ) -> Deferred[str]:
        """Give the address of a name; a private one fails as a name that stands for nothing."""
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if is_public(ip_address(address)) or self._may_be_private(name):
            return address
        self.refused[name] = address
        raise DNSLookupError(f"{name} stands for {address}, which is no public address")

    def _may_be_private(self, name: str) -> bool:
        settings = self._process.settings
        known = {*settings.getlist("MSBAZHONG_PRIVATE_HOSTS")}
        known |= {host_of(proxy) for proxy in getproxies().values()}
        for crawler in self._process.crawlers:
            fronts = getattr(crawler.spider, "fronts", ())
            known |= {host_of(front) for front in fronts if is_private_place(front)}
        return name in known
