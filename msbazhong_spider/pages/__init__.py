"""Bytes to fields: what a page is, and what it says. Knows nothing of how the page was got."""

from msbazhong_spider.pages.article import read_article
from msbazhong_spider.pages.charset import Decoded, decode
from msbazhong_spider.pages.forwarding import find_forwarding
from msbazhong_spider.pages.hints import Hints, missed_hints
from msbazhong_spider.pages.kinds import Classified, classify
from msbazhong_spider.pages.listing import read_listing
from msbazhong_spider.pages.parts import find_first_part, find_next_part, join_parts
from msbazhong_spider.pages.urls import canonical_url

__all__ = [
    "Classified",
    "Decoded",
    "Hints",
    "canonical_url",
    "classify",
    "decode",
    "find_first_part",
    "find_forwarding",
    "find_next_part",
    "join_parts",
    "missed_hints",
    "read_article",
    "read_listing",
]
