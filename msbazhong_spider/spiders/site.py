"""Whose pages a spider may ask for, and how it introduces itself."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msbazhong_spider import __version__
from msbazhong_spider.errors import UsageError
from msbazhong_spider.pages import Hints

if TYPE_CHECKING:
    from msbazhong_spider.spiders.portal import PortalSpider

HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*|\[[0-9a-f:]+\]", re.IGNORECASE)
CONTACT = re.compile(r"(?:[^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+)")
DEFAULT_PORTS = {"http": 80, "https": 443}


def place_of(url: str) -> tuple[str, int]:
    """Give host and port of an address. Raises UsageError if it is no web address."""
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS[parts.scheme]
    except (ValueError, KeyError) as error:
        raise UsageError(
            f"{url!r} is no web address; one begins with http:// or https://"
        ) from error
    if not parts.hostname:
        raise UsageError(f"{url!r} names no host")
    return parts.hostname, port


def is_on_this_machine(url: str) -> bool:
    """Tell whether an address is a loopback one, so that nobody else is bothered."""
    host = place_of(url)[0]
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def user_agent(contact: str) -> str:
    """Say who asks: product, version, and whom to write to."""
    return f"msbazhong-spider/{__version__}" + (f" (+{contact})" if contact else "")


def check_contact(contact: str, url: str) -> None:
    """Refuse to ask a site of somebody else without saying who we are. Raises UsageError."""
    if contact and not (CONTACT.fullmatch(contact) and contact.isascii()):
        raise UsageError(
            f"MSBAZHONG_CONTACT={contact!r} is neither an e-mail address nor a web page"
        )
    if not contact and not is_on_this_machine(url):
        raise UsageError(
            f"{url} is not asked without a contact for its operator; "
            "set one: export MSBAZHONG_CONTACT=you@example.org"
        )


def check_facts(site: type[PortalSpider]) -> None:
    """Check the facts of a site's class. Raises UsageError, which says what to write instead."""
    where = f"{site.__module__}.{site.__name__}"
    for fact in ("hosts", "counties"):
        given = getattr(site, fact)
        if not isinstance(given, tuple) or not all(isinstance(one, str) for one in given):
            raise UsageError(f"{where}: {fact} is a tuple of texts, like ({given!r},)")
    if wrong := [host for host in site.hosts if not HOST.fullmatch(host)]:
        raise UsageError(f"{where}: {wrong[0]!r} is no host; write www.a.example, without http://")
    if site.hints is not None and not isinstance(site.hints, Hints):
        raise UsageError(f"{where}: hints is written Hints(title=...), not {site.hints!r}")
    if site.front_page:
        try:
            place_of(site.front_page)
        except UsageError as error:
            raise UsageError(f"{where}: front_page: {error}") from error


class Site:
    """The hosts that belong to one harvest."""

    def __init__(self, front_page: str, hosts: tuple[str, ...] = ()) -> None:
        """Take the front page, and the hosts by name if the site has several.

        Named hosts are allowed on the usual ports; the host of the front page on its own port only,
        so that a replica or mirror on a port of its own is a site of its own.
        """
        self.front_page = front_page
        self._places = {place_of(front_page)}
        self._places.update((host, port) for host in hosts for port in DEFAULT_PORTS.values())

    def has(self, url: str) -> bool:
        """Tell whether an address belongs to the site."""
        try:
            return place_of(url) in self._places
        except UsageError:
            return False
