"""Which addresses are public: a site never has a reason to lead us to any other."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

_LOCAL_NAMES = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".intranet")


def address_of(host: str) -> IPv4Address | IPv6Address | None:
    """Give the address that a host is, in whatever way it is spelled; None for a name.

    The old spellings are those that the system's own functions still take: one number, octal or
    hexadecimal parts, fewer parts than four. An IPv4 address inside of an IPv6 one is taken out.

    >>> address_of("2130706433"), address_of("0x7f.1"), address_of("www.example.com")
    (IPv4Address('127.0.0.1'), IPv4Address('127.0.0.1'), None)
    """
    try:
        found = ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return _old_spelling(host)
    inner = (found.ipv4_mapped or found.sixtofour) if isinstance(found, IPv6Address) else None
    return inner or found


def _old_spelling(host: str) -> IPv4Address | None:
    try:
        return IPv4Address(socket.inet_aton(host.rstrip(".")))
    except (OSError, UnicodeEncodeError):
        return None


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address belongs to the internet: none of a machine, a house or a cloud."""
    return address.is_global and not address.is_multicast


def host_of(url: str) -> str:
    """Give the host of an address as it is spelled, in lower case; empty if it names none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def is_private_place(url: str) -> bool:
    """Tell whether an address of the web names a machine that is not on the internet.

    Only its spelling is looked at; what a name stands for is for the resolver to say.

    >>> is_private_place("http://169.254.169.254/latest/"), is_private_place("http://a.example/")
    (True, False)
    """
    host = host_of(url)
    address = address_of(host)
    if address is not None:
        return not is_public(address)
    # A name without a dot is a neighbour's; the internet has none such.
    return bool(host) and ("." not in host or host.endswith(_LOCAL_NAMES))
