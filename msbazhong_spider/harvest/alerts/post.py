"""Posting JSON to somebody's server: once, patiently for ten seconds, to that address alone."""

from __future__ import annotations

import json
import ssl
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qsl, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from msbazhong_spider import __version__
from msbazhong_spider.harvest.alerts.channel import SECONDS, DeliveryError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.request import OpenerDirector

MOST_READ = 64 * 1024
LOOPBACK = ("localhost", "127.", "::1")
LEAST_SECRET = 6  # characters; what is shorter would take ordinary words out of messages


class _NoRedirects(HTTPRedirectHandler):
    """A POST that is sent elsewhere becomes a GET, and whoever answers that took no message."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def post_json(url: str, payload: Mapping[str, Any], headers: Mapping[str, str]) -> bytes:
    """Post and give what is answered with a status from 200 to 299.

    Raises:
        DeliveryError: no answer, or another status. The text may hold what the server said.
    """
    body = json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")
    own = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"msbazhong-spider/{__version__}",
    }
    request = Request(url, data=body, headers={**own, **headers}, method="POST")  # noqa: S310 - config.py lets http and https through alone
    try:
        with _opener(url).open(request, timeout=SECONDS) as response:
            return bytes(response.read(MOST_READ))
    except HTTPError as error:
        with error:
            said = _said(error)
        raise DeliveryError(f"answers with status {error.code}{said}") from error
    except URLError as error:
        raise DeliveryError(in_words(error.reason)) from error
    except (OSError, HTTPException, ValueError) as error:
        raise DeliveryError(in_words(error)) from error


def _opener(url: str) -> OpenerDirector:
    # A proxy of the environment has no way to a server on this machine.
    own = (urlsplit(url).hostname or "").startswith(LOOPBACK)
    return build_opener(_NoRedirects, *([ProxyHandler({})] if own else []))


def _said(error: HTTPError) -> str:
    try:
        said = error.read(MOST_READ).decode("utf-8", "replace").strip()
    except (OSError, HTTPException):
        return ""
    return f": {said}" if said else ""


def in_words(error: object) -> str:
    """Say what a failed connection means; nothing of the address stands in it."""
    if isinstance(error, TimeoutError):
        return f"no answer within {SECONDS:.0f} s"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({error.verify_message})"
    if isinstance(error, OSError) and error.strerror:
        return f"can't be reached ({error.strerror})"
    return f"can't be reached ({type(error).__name__})"


def host_of(url: str) -> str:
    """Give host and port of an address: what can be shown of it."""
    parts = urlsplit(url)
    return parts.netloc.rpartition("@")[2]


def secrets_of(url: str) -> tuple[str, ...]:
    """Give the parts of an address that let anybody who knows them send: path, query, password."""
    parts = urlsplit(url)
    pieces = [parts.query, parts.path.strip("/"), *parts.path.split("/"), parts.password or ""]
    pieces += [value for _, value in parse_qsl(parts.query)]
    return (url, *(piece for piece in pieces if len(piece) >= LEAST_SECRET))
