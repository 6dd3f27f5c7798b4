"""The command `serve`: an address that answers, an end without complaint, refusals in one line."""

from __future__ import annotations

import gzip
import shutil
import signal
import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest
from click.testing import CliRunner

from msbazhong_spider.cli import cli
from msbazhong_spider.errors import MsbazhongError

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent.parent
SCHEMAS = ROOT / "tests" / "store" / "schemas"


def get(address: str) -> str:
    """Get a page, by no proxy."""
    with build_opener(ProxyHandler({})).open(address, timeout=60) as answer:
        return str(answer.read().decode())


def test_serves_until_ctrl_c(serving: Callable[..., Any], path: Path) -> None:
    """Only for this machine; a wrong address is nothing to complain of; then a clean end."""
    with serving(path.parent) as (process, address):
        assert address.startswith("http://127.0.0.1:")
        assert "云溪县召开工业发展大会" in get(address)
        with pytest.raises(HTTPError, match="404"):
            get(f"{address}nothing")
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=60) == ("Stopped.\n", "")
        assert process.returncode == 0


def test_serves_another_host_until_sigterm(serving: Callable[..., Any], path: Path) -> None:
    """What that means is said; the end is that of any program that a service manager ends."""
    with serving(path.parent, "--host", "0.0.0.0") as (process, address):  # noqa: S104 - that is tested
        assert address.startswith("http://0.0.0.0:")
        assert "云溪县召开工业发展大会" in get(address.replace("0.0.0.0", "127.0.0.1"))  # noqa: S104
        process.send_signal(signal.SIGTERM)
        warning = "Everybody who reaches this address can read all of it.\n"
        assert process.communicate(timeout=60) == ("", warning)
        assert process.returncode == -signal.SIGTERM


def refusal(data: Path, *options: object) -> str:
    """Give what the command says when it serves nothing; the exit code is 2."""
    result = CliRunner().invoke(cli, ["serve", "--data", str(data), *map(str, options)])
    assert isinstance(result.exception, MsbazhongError), result.output
    assert (result.exception.exit_code, result.output) == (2, "")
    return str(result.exception)


def test_a_port_in_use(path: Path) -> None:
    """It is named, with what to do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert refusal(path.parent, "--port", port) == (
            f"port {port} on 127.0.0.1 is in use; choose another --port, or 0 for any free one"
        )


def test_a_host_that_is_none_of_ours(path: Path) -> None:
    """It is named."""
    told = refusal(path.parent, "--host", "192.0.2.1")
    assert told.startswith("192.0.2.1 port 8001 can't be served on (")


def schema_of(number: int) -> Callable[[Path], None]:
    """Make what writes a database of another schema into a folder."""

    def write(data: Path) -> None:
        path = data / "news.db"
        if number < 900:
            with gzip.open(SCHEMAS / f"schema-{number}.db.gz") as packed, path.open("wb") as file:
                shutil.copyfileobj(packed, file)
            return
        write_newest(path, number)

    return write


def write_newest(path: Path, number: int) -> None:
    """Write a database of a schema to come."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA application_id = 0x6d736264")
        database.execute(f"PRAGMA user_version = {number}")
        database.execute("CREATE TABLE article (id TEXT)")


REFUSED = {
    "no database": (lambda _: None, "no such database; make one with `msbazhong harvest`"),
    "an earlier schema": (schema_of(1), "run `msbazhong upgrade` once"),
    "a later schema": (schema_of(999), "install a newer msbazhong-spider"),
    "no database at all": (
        lambda data: (data / "news.db").write_text("县委书记" * 999, "utf-8"),
        "is no SQLite database",
    ),
}


@pytest.mark.parametrize(("write", "told"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_shown(tmp_path: Path, write: Callable[[Path], Any], told: str) -> None:
    """Is refused before anything is served, and left as it was."""
    write(tmp_path)
    before = sorted((file.name, file.read_bytes()) for file in tmp_path.iterdir())
    assert told in refusal(tmp_path, "--port", 0)
    assert sorted((file.name, file.read_bytes()) for file in tmp_path.iterdir()) == before


def test_without_datasette(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The command that installs it is named."""
    monkeypatch.setitem(sys.modules, "datasette", None)
    assert "python -m pip install 'msbazhong-spider[serve]'" in refusal(path.parent)
