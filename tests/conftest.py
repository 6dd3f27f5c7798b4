"""What tests of several rooms share: the command line in a process of its own, small sites."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

ROOT = Path(__file__).parent.parent
OURS = ("MSBAZHONG_", "PYTHON", "SCRAPY_")

Answer = tuple[int, dict[str, str], bytes]

# Started in the background of a script, we would ignore Ctrl-C, and so would all that we start.
signal.signal(signal.SIGINT, signal.default_int_handler)


def environment(**more: str) -> dict[str, str]:
    """Give an environment without settings of ours, in which the checkout is found."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **more}


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run ``msbazhong`` with arguments, as a shell would."""

    def start(
        *arguments: object, stdin: bytes = b"", module: str = "msbazhong_spider", **env: str
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", module, *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=ROOT if module == "scrapy" else tmp_path,
            env=environment(**env),
            timeout=120,
            check=False,
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return start


class SmallSite:
    """A site of a few answers on loopback that notes what it was asked for."""

    def __init__(self, answers: dict[str, Answer | list[Answer]], port: int = 0) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.posted: list[tuple[str, str, str]] = []
        self.agents: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.agents.append(self.headers["User-Agent"])
                status, headers, body = site.answer(self.path)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                site.posted.append((self.path, self.headers["Content-Type"], body))
                self.path = f"POST {self.path} {body}"
                self.do_GET()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def answer(self, path: str) -> Answer:
        """Give an answer; of a list, the next one each time, and the last one for ever.

        What is posted is looked up as ``POST PATH BODY``.
        """
        found = self.answers.get(path, (404, {}, b"nothing here"))
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        return found


@contextmanager
def serving(answers: dict[str, Answer | list[Answer]], port: int = 0) -> Iterator[SmallSite]:
    """Serve a small site while the block lasts, on a port if it is to be the same site again."""
    site = SmallSite(answers, port)
    thread = Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        thread.join()
        site.server.server_close()


@pytest.fixture
def serve() -> Callable[..., object]:
    """Give what serves a small site while a block lasts, from a mapping of paths to answers."""
    return serving


def html(body: str, title: str = "岚河新闻网") -> Answer:
    """Make an answer out of what stands in a page's body."""
    text = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head>"
    page = f"{text}<body>{body}</body></html>".encode()
    return 200, {"Content-Type": "text/html; charset=utf-8"}, page


@pytest.fixture
def page() -> Callable[..., Answer]:
    """Make an answer out of what stands in a page's body."""
    return html


@pytest.fixture
def article_page() -> Callable[..., Answer]:
    """Make the page of an invented report."""

    def make(title: str, *paragraphs: str, day: str = "2024-03-05", crumbs: str = "") -> Answer:
        texts = paragraphs or (
            "3月4日，县委书记李甲到青石镇调研春耕生产工作，看了两个合作社，问了种子和化肥的价格。",
            "李甲指出，要抓紧农时，把技术送到田间地头，让种粮的农户心里有底、手里有招、秋后有收成。",
        )
        label = f"<p>时间：{day} 来源：岚河县融媒体中心 阅读：</p>"
        text = "".join(f"<p>{paragraph}</p>" for paragraph in texts)
        trail = f"<div>当前位置：<a href=/>首页</a> &gt; {crumbs}</div>" if crumbs else ""
        return html(f"{trail}<h1>{title}</h1>{label}<div class=content>{text}</div>", title)

    return make


@contextmanager
def reading_alone(folder: Path) -> Iterator[None]:
    """Be somebody who may not write into ``folder``; root may write everywhere, so be nobody."""
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.fixture
def only_reading() -> Callable[[Path], AbstractContextManager[None]]:
    """Be somebody who may not write into a folder, while a block lasts."""
    return reading_alone


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that others can reach; pytest's own cannot be."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture
def shared() -> Path:
    """Give the folder of pages and gold files beside the checkout."""
    return ROOT.parent / "shared"
