"""Which channels there are: ``alerts.toml`` in the data folder, and variables of the environment.

A variable ``MSBAZHONG_ALERT_<KIND>_<KEY>`` takes the place of the key in the file, or makes a
channel where the file has none: ``MSBAZHONG_ALERT_DINGTALK_URL``. The file may have several
channels of a kind (``[[dingtalk]]``); variables then make one more.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msbazhong_spider.errors import UsageError
from msbazhong_spider.harvest.alerts.mail import Mail, Security
from msbazhong_spider.harvest.alerts.post import LOOPBACK
from msbazhong_spider.harvest.alerts.robots import DingTalk, Feishu, Webhook, WeCom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from msbazhong_spider.harvest.alerts.channel import Channel

NAME = "alerts.toml"
PREFIX = "MSBAZHONG_ALERT_"
OTHERS_READ = 0o044

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of channel: what must be told of it, what can be, and what makes it."""

    needs: tuple[str, ...]
    takes: tuple[str, ...]
    make: Callable[[Table, str], Channel]


def channels(folder: Path, environment: Mapping[str, str] | None = None) -> tuple[Channel, ...]:
    """Give the channels of a data folder; none is a good answer too.

    Raises:
        UsageError: a file that can't be read, a key that is missing, unknown or makes no sense.
            No value stands in the message.
    """
    path = folder / NAME
    env = os.environ if environment is None else environment
    tables = _tables(path)
    if unknown := tables.keys() - KINDS.keys():
        raise UsageError(f"{path}: no kind of channel is called {min(unknown)!r}; {_KNOWN}")
    return tuple(
        _made(name, table, where)
        for name in KINDS
        for table, where in _with_environment(name, tables.get(name, []), env, path)
    )


def is_open_to_others(folder: Path) -> bool:
    """Whether others on this machine may read the file, which holds secrets."""
    path = folder / NAME
    return path.is_file() and bool(path.stat().st_mode & OTHERS_READ)


def _tables(path: Path) -> dict[str, list[Table]]:
    try:
        text = path.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: can't be read ({type(error).__name__})") from error
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: is no TOML: {error}") from error
    return {name: _listed(path, name, value) for name, value in parsed.items()}


def _listed(path: Path, name: str, value: object) -> list[Table]:
    given: list[Any] = value if isinstance(value, list) else [value]
    tables: list[Table] = [table for table in given if isinstance(table, dict)]
    if len(tables) < len(given):
        raise UsageError(f"{path}: {name} is a table, written [{name}]")
    return tables


def _with_environment(
    name: str, tables: list[Table], env: Mapping[str, str], path: Path
) -> Iterator[tuple[Table, str]]:
    """Give the channels of a kind, each with the place that names it in messages."""
    prefix = f"{PREFIX}{name.upper()}_"
    told = {
        key.removeprefix(prefix).lower(): value
        for key, value in env.items()
        if key.startswith(prefix) and value
    }
    if told and len(tables) < 2:  # noqa: PLR2004 - one channel is changed, several gain one more
        tables, where = [{**(tables[0] if tables else {}), **told}], f"{prefix}... or {path}"
        told = {}
    else:
        where = str(path)
    yield from ((table, where) for table in tables)
    if told:
        yield told, f"{prefix}..."


def _made(name: str, table: Table, where: str) -> Channel:
    kind, at = KINDS[name], f"{where}: {name}"
    if unknown := table.keys() - {*kind.needs, *kind.takes}:
        known = ", ".join((*kind.needs, *kind.takes))
        raise UsageError(f"{at} has no {min(unknown)!r}; it has {known}")
    if missing := [key for key in kind.needs if not table.get(key)]:
        raise UsageError(f"{at} lacks {' and '.join(missing)}")
    return kind.make(table, at)


def _text(table: Table, key: str, at: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise UsageError(f"{at}: {key} is a text in quotation marks")
    return value.strip()


def _url(table: Table, at: str) -> str:
    url = _text(table, "url", at)
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and url.isascii()
        _ = parts.port
    except ValueError:
        is_web = False
    if not is_web:
        raise UsageError(f"{at}: url is no web address; one begins with http:// or https://")
    return url


def _mail(table: Table, at: str) -> Mail:
    host, user, password = (_text(table, key, at) for key in ("host", "user", "password"))
    security = _security(_text(table, "security", at) or Security.TLS.value, at)
    if password and security is Security.NONE and not host.startswith(LOOPBACK):
        raise UsageError(f"{at}: a password is not sent in the clear; security is tls or starttls")
    if not (user + password).isascii():
        raise UsageError(f"{at}: user and password are ASCII; mail servers agree on nothing else")
    sender = _text(table, "from", at) or user
    receivers = _receivers(table["to"], at)
    if wrong := [one for one in (sender, *receivers) if "@" not in one or "\n" in one]:
        key = "to" if wrong[0] in receivers else "from"
        raise UsageError(f"{at}: {key} is no e-mail address")
    return Mail(host, sender, receivers, _port(table, at), security, user, password)


def _security(text: str, at: str) -> Security:
    try:
        return Security(text)
    except ValueError as error:
        raise UsageError(f"{at}: security is tls, starttls or none") from error


def _port(table: Table, at: str) -> int:
    given = str(table.get("port", 0))
    if not given.isdecimal() or int(given) > 65535:  # noqa: PLR2004 - the last port
        raise UsageError(f"{at}: port is a number up to 65535")
    return int(given)


def _receivers(given: object, at: str) -> tuple[str, ...]:
    listed = given.split(",") if isinstance(given, str) else given
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise UsageError(f"{at}: to is an address or a list of addresses")
    return tuple(one.strip() for one in listed)


KINDS: dict[str, Kind] = {
    "smtp": Kind(("host", "to"), ("port", "security", "user", "password", "from"), _mail),
    "webhook": Kind(
        ("url",), ("token",), lambda table, at: Webhook(_url(table, at), _text(table, "token", at))
    ),
    "wecom": Kind(("url",), (), lambda table, at: WeCom(_url(table, at))),
    "dingtalk": Kind(
        ("url",),
        ("secret",),
        lambda table, at: DingTalk(_url(table, at), _text(table, "secret", at)),
    ),
    "feishu": Kind(
        ("url",), ("secret",), lambda table, at: Feishu(_url(table, at), _text(table, "secret", at))
    ),
}
_KNOWN = f"there are {', '.join(KINDS)}"
