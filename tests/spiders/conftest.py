"""Crawls in a process of their own, for Twisted's reactor starts once in a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent.parent

SCRIPT = """
import json, sys
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from msbazhong_spider.harvest.run import site_settings

urls, changed = json.loads(sys.argv[1])
answers = []

class Probe(Spider):
    name = "probe"
    fronts = urls  # this machine, as whoever asks has said

    async def start(self):
        for url in urls:
            yield Request(url, errback=self.failed, dont_filter=True)

    def parse(self, response):
        answers.append([response.url, response.status])

    def failed(self, failure):
        answers.append([failure.request.url, type(failure.value).__name__])

settings = site_settings()
settings.setdict({"DOWNLOAD_DELAY": 0, "MSBAZHONG_DATA": "", "ITEM_PIPELINES": {},
                  "LOG_LEVEL": "ERROR", **changed}, priority="cmdline")
process = AsyncCrawlerProcess(settings)
crawler = process.create_crawler(Probe)
process.crawl(crawler)
process.start()
stats = crawler.stats.get_stats()
seconds = stats["finish_time"] - stats["start_time"]
print(json.dumps({"answers": answers, "seconds": seconds.total_seconds(),
                  "reason": stats["finish_reason"]}))
"""


@pytest.fixture
def probe() -> Callable[..., dict[str, Any]]:
    """Ask for addresses with the settings of a harvest; tell what came back, and how long."""

    def start(urls: list[str], **changed: object) -> dict[str, Any]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("MSBAZHONG")}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, json.dumps([urls, changed])],
            capture_output=True,
            cwd=ROOT,
            env={**kept, "no_proxy": "127.0.0.1"},
            timeout=60,
            check=True,
        )
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return start
