"""One address for one page, so that the same article is never kept twice."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

# Parameters that say where a reader came from, or count things: no part of the page's identity.
_TRACKING = re.compile(
    r"""^(?:
      utm_\w+ | spm(?:_\w+)? | scm | from | fromid | from_source | isappinstalled | nsukey
      | share(?:_?\w+)? | wxshare_\w+ | weixin\w* | wfr | gclid | fbclid | msclkid | bd_vid | hmsr | hmpl
      | jsessionid | phpsessid | sessionid | session_id | sid | aspsessionid\w*
      | totalresult | chksm | scene | clicktime | enterid | _t | timestamp
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
# As servlets write it, and as ASP.NET does where it does without cookies: /(S(key))/.
_SESSION_IN_PATH = re.compile(
    r";(?:jsessionid|sid|phpsessid)=[^/?#;]*|/\((?:[A-Z]\([^()/?#]{8,200}\)){1,4}\)(?=/)",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_SPACES = re.compile(r"[\t\r\n]+")
_UNESCAPED = "/:?#@!$&'()*+,;=%~"  # all but the brackets of a broken IPv6 address
# A fragment that a script reads as an address of its own (#/detail?id=3, #!/news/3).
_ROUTE = re.compile(r"!?/.")
# Addresses that count a view when they are asked for: to ask would change the site's numbers.
_COUNTER = re.compile(
    r"""addclick=1 | [?&]op=count\b | /(?:count|counter|hits?|click|clicks|stat)\.(?:php|aspx?|jspx?|js)\b
      | dynclicks | visitcount | articlehits | /ViewClick\b | [?&]action=(?:stat|count|hits?)\b
      | content_view\.jspx | /(?:addHits|add_hits|pv_count|readcount|updateClick|clickcount)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def canonical_url(url: str) -> str:
    """The form of an address under which a page is known.

    Scheme and host in lower case, without default port and fragment, without tracking and session
    parameters. A fragment that a script takes for an address (``#/detail?id=3``) is part of it.
    The order of the others and their percent escapes stay as they are: ``%C6%BD`` is GBK on many
    sites and means something else in UTF-8. An address that can't be parsed is returned stripped
    of spaces and escaped, so that it can be taken apart like any other.

    >>> canonical_url("HTTP://WWW.Example.COM:80/a.html?from=timeline&id=3#top")
    'http://www.example.com/a.html?id=3'
    """
    cleaned = _SPACES.sub("", url.strip())
    try:
        parts = urlsplit(cleaned)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return quote(cleaned, safe=_UNESCAPED)
    if not parts.scheme or not host:
        return cleaned
    scheme = parts.scheme.lower()
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and str(port) != _DEFAULT_PORTS.get(scheme):
        netloc = f"{netloc}:{port}"
    path = _SESSION_IN_PATH.sub("", parts.path).replace(" ", "%20") or "/"
    fragment = parts.fragment if _ROUTE.match(parts.fragment) else ""
    return urlunsplit((scheme, netloc, path, _kept_query(parts.query), fragment))


def _kept_query(query: str) -> str:
    pairs = [pair for pair in query.replace(" ", "%20").split("&") if pair]
    return "&".join(pair for pair in pairs if not _TRACKING.match(pair.partition("=")[0]))


def absolute_url(base: str, href: str) -> str | None:
    """The canonical address that a link points to; None for what is no web page (mailto, script).

    As in a browser, line ends and tabs inside of it don't count and a backslash is a slash.
    """
    cleaned = _SPACES.sub("", href.strip()).replace("\\", "/").replace("&amp;", "&")
    if not cleaned or (cleaned.startswith("#") and not _ROUTE.match(cleaned[1:])):
        return None
    try:
        joined = urljoin(base, cleaned)
        scheme = urlsplit(joined).scheme.lower()
    except ValueError:
        return None
    return canonical_url(joined) if scheme in _DEFAULT_PORTS else None


def is_counter(url: str) -> bool:
    """Whether asking for an address would count a view.

    >>> is_counter("http://www.example.com/e/public/ViewClick/?classid=3&id=345&addclick=1")
    True
    """
    return _COUNTER.search(url) is not None


def is_script_route(url: str) -> bool:
    """Whether only a script can show what an address means: its fragment never reaches a server."""
    return "#" in url


def host_of(url: str) -> str:
    """The host of an address in lower case, without ``www.``; empty if there is none."""
    try:
        return (urlsplit(url).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""


_SECOND_LEVEL = frozenset({"com", "gov", "org", "net", "edu", "ac", "mil"})


def same_site(first: str, second: str) -> bool:
    """Whether two addresses belong to one site: one host, or hosts under one registered name.

    >>> same_site("http://www.example.com/", "http://pc.example.com/a.html")
    True
    """
    one, other = host_of(first), host_of(second)
    return one == other or (bool(one) and _registered(one) == _registered(other))


def _registered(host: str) -> str:
    if re.fullmatch(r"[\d.]+|.*:.*", host):
        return host  # an IP address is no name under which others could be registered
    labels = host.split(".")
    keep = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else 2
    return ".".join(labels[-keep:])
