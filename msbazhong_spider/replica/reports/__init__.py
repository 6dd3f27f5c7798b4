"""The kinds of reports: a module each, with one function that fills a ``Writer``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import feature, inspection, meeting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from msbazhong_spider.replica.writing import Writer

KINDS: Mapping[str, Callable[[Writer], None]] = {
    "meeting": meeting.write,
    "inspection": inspection.write,
    "feature": feature.write,
}

# Which kinds a section prints, and how often.
SECTIONS: Mapping[str, Mapping[str, int]] = {
    "时政新闻": {"meeting": 6, "inspection": 5},
    "综合新闻": {"meeting": 2, "inspection": 3, "feature": 4},
    "乡镇动态": {"meeting": 2, "inspection": 3, "feature": 2},
    "部门动态": {"meeting": 4, "inspection": 3},
    "教育卫生": {"inspection": 2, "feature": 3},
    "公示公告": {"feature": 1},
    "文化旅游": {"feature": 2, "inspection": 1},
    "民生在线": {"feature": 1},
}


def fill(writer: Writer, section: str) -> None:
    """Write a report of a kind that the section prints."""
    shares = SECTIONS[section]
    kind = writer.rng.choices(tuple(shares), tuple(shares.values()))[0]
    KINDS[kind](writer)
