"""WARC files: what servers answered, byte for byte; writing, reading, checking."""

from msbazhong_spider.archive.read import iter_pages
from msbazhong_spider.archive.records import ReceivedResponse, SentRequest
from msbazhong_spider.archive.sink import Earlier, WarcPlace, WarcSink
from msbazhong_spider.archive.verify import Flaw, verify

__all__ = [
    "Earlier",
    "Flaw",
    "ReceivedResponse",
    "SentRequest",
    "WarcPlace",
    "WarcSink",
    "iter_pages",
    "verify",
]
