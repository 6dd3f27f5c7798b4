"""The replica: the invented portal, served on loopback, with its truth."""

from __future__ import annotations

from functools import cached_property
from threading import Event, Thread
from typing import TYPE_CHECKING, Self

from msbazhong_spider.errors import ReplicaError

from .server import Server
from .site import Site
from .skins import ArticleView, DedeSkin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from msbazhong_spider.items import Article

    from .server import Fault
    from .skins import Skin
    from .truth import Truth


class Replica:
    """An invented county news portal on a real HTTP server, as a context manager.

    ``seed`` decides everything that it tells, ``articles`` how many reports there are; equal seeds
    and numbers give equal bytes. ``port`` 0 takes any free port. ``skin`` prints the pages,
    ``faults`` may change answers (see ``server.Server``). Entering raises ReplicaError when the
    port can't be had.
    """

    def __init__(
        self,
        seed: int = 1,
        articles: int = 600,
        port: int = 0,
        *,
        skin: Skin | None = None,
        faults: Sequence[Fault] = (),
    ) -> None:
        """Prepare the portal; nothing is written or served yet."""
        if articles < 1:
            raise ReplicaError(f"a replica needs at least 1 article, not {articles}")
        self.site = Site(seed, articles, skin or DedeSkin())
        self._port, self._faults = port, tuple(faults)
        self._server: Server | None = None
        self._thread: Thread | None = None

    def __enter__(self) -> Self:
        """Start to serve."""
        self._server = Server(self.site, self._port, self._faults)
        self._thread = Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop to serve and free the port. ``requests`` stays readable."""
        if self._server and self._thread:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()

    def wait(self) -> None:
        """Sleep until Ctrl-C, which is raised as KeyboardInterrupt."""
        Event().wait()

    @property
    def port(self) -> int:
        """The port that is served."""
        return self._running.server_port

    @property
    def url(self) -> str:
        """The address of the front page, ``http://127.0.0.1:PORT/``."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def requests(self) -> tuple[str, ...]:
        """The paths asked for so far, with their queries, in order."""
        return self._running.requests

    @cached_property
    def truth(self) -> tuple[Truth, ...]:
        """The truth of all reports, newest first. Writes them all: costly for very many."""
        base = self.url.rstrip("/")
        return tuple(self.site.truth(n, base) for n in range(self.site.articles, 0, -1))

    @property
    def _running(self) -> Server:
        if self._server is None:
            raise ReplicaError("the replica is not served yet: use it in a with statement")
        return self._server


def render_article(article: Article) -> bytes:
    """Print any article as an HTML page of the replica's form (UTF-8)."""
    crumbs = tuple((text, "/" if not i else f"/{i}/") for i, text in enumerate(article.breadcrumb))
    return DedeSkin().article_page(ArticleView(article, 1, crumbs))
