"""The replica: the invented portal, served on loopback, with its truth."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from threading import Event, Thread
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from msbazhong_spider.errors import ReplicaError

from .portal import COUNTIES, PER_PAGE
from .server import Server
from .site import Site
from .skins import Anchor, ArticleView, Channel, make_skin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from msbazhong_spider.items import Article

    from .server import Fault
    from .skins import Skin
    from .truth import Truth

S = TypeVar("S", bound=Site)


class Serving(Generic[S]):
    """A site on a real HTTP server, as a context manager."""

    def __init__(self, site: S, port: int, faults: Sequence[Fault]) -> None:
        """Take the site; it is not served yet."""
        self.site = site
        self._port, self._faults = port, tuple(faults)
        self._server: Server | None = None
        self._thread: Thread | None = None

    def __enter__(self) -> Self:
        """Start to serve."""
        self._start()
        return self

    def _start(self) -> None:
        self._server = Server(self.site, self._port, self._faults)
        self._thread = Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop to serve and free the port. ``requests`` stays readable."""
        self._stop()

    def _stop(self) -> None:
        if self._server and self._thread:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._thread = None

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
        return tuple(self.site.truth(number, base) for number in self.site.numbers)

    @property
    def _running(self) -> Server:
        if self._server is None:
            raise ReplicaError("the replica is not served yet: use it in a with statement")
        return self._server


class Replica(Serving[Site]):
    """An invented county news portal on a real HTTP server, as a context manager.

    ``seed`` decides everything that it tells, ``articles`` how many reports there are; equal seeds
    and numbers give equal bytes. ``port`` 0 takes any free port. ``skin`` prints the pages (one of
    ``skins.SKINS``, or one of your own), ``counties`` is how many there are, ``per_page`` how many
    articles a page of a listing shows. ``faults`` may change answers (see ``server.Server``).
    Raises ReplicaError for a skin that there is not, and when the port can't be had.
    """

    def __init__(  # noqa: PLR0913 - each is a keyword of its own, most tests set one
        self,
        seed: int = 1,
        articles: int = 600,
        port: int = 0,
        *,
        skin: Skin | str = "portal",
        counties: int = COUNTIES,
        per_page: int = PER_PAGE,
        faults: Sequence[Fault] = (),
    ) -> None:
        """Prepare the portal; nothing is written or served yet."""
        if articles < 1:
            raise ReplicaError(f"a replica needs at least 1 article, not {articles}")
        made = make_skin(skin) if isinstance(skin, str) else skin
        site = Site(seed, articles, made, counties=counties, per_page=per_page)
        super().__init__(site, port, faults)


def render_article(article: Article) -> bytes:
    """Print any article as an HTML page of the replica's form (UTF-8)."""
    crumbs = tuple(
        Anchor("/" if not i else f"/{i}/", text) for i, text in enumerate(article.breadcrumb)
    )
    skin = make_skin("portal")
    if article.published and article.published_raw is None:
        article = replace(article, published_raw=skin.stamp(article.published)[2])
    section = Channel(article.section or "", "", 0)
    lines = tuple(article.body.split("\n"))
    return skin.article_page(ArticleView("/1.html", article, 1, section, lines, crumbs))
