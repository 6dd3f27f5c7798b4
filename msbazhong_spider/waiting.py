"""Requests that wait for their turn: on disk, so that a large site takes no more memory."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from types import SimpleNamespace
from typing import TYPE_CHECKING

from scrapy.squeues import PickleLifoDiskQueue

from msbazhong_spider.errors import StoreError
from msbazhong_spider.keeper import Keeper

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class WaitingRequests(PickleLifoDiskQueue):  # type: ignore[misc,valid-type] # Scrapy makes the class
    """Last in, first out, as Scrapy's queue in memory; in a file of the system's temporary folder.

    Listings are read before articles, so that most articles of a site wait at the same time. The
    file has no name once it is open: it is gone with the process, however that ends. What waits is
    not kept for the next run, which finds by itself what is new. A file that can't grow closes the
    spider.
    """

    def __init__(self, crawler: Crawler, key: str) -> None:  # noqa: ARG002 - as the base has it
        """Open an empty file. ``key`` is where a queue that is to last would lie."""
        self._crawler = crawler
        with TemporaryDirectory(prefix="msbazhong-") as folder:
            super().__init__(crawler, str(Path(folder, "requests")))
        # Scrapy looks through all that a spider has for the name of a callback: this has those only
        # that requests came with.
        self.spider = SimpleNamespace()

    def push(self, request: Request) -> None:
        """Keep a request."""
        for method in filter(None, (request.callback, request.errback)):
            setattr(self.spider, method.__name__, method)
        try:
            super().push(request)
            self.f.flush()  # a full disk is told here, not where the request would be needed
        except OSError as error:
            keeper = self._crawler.get_extension(Keeper)
            if keeper is None:
                raise
            failure = StoreError(f"{gettempdir()}: can't be written: {error}")
            failure.__cause__ = error
            keeper.stop(failure)

    def close(self) -> None:
        """Close the file, and lose what is still in it."""
        self.f.close()
