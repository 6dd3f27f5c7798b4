"""Values on a page: text stays text, links lead to pages of ours or to the web."""

from __future__ import annotations

from typing import Any

import pytest

from msbazhong_spider.front.article import highlighted, marked
from msbazhong_spider.front.cells import cell, outside

ID = "0123456789abcdef"
SEEN = "2024-03-05T20:00:01Z"
WEB = "http://a.example/?a=1&amp;b=2"
ASKED = "name=%E6%9D%8E%E7%94%B2&amp;county=%E4%BA%91%E6%BA%AA%E5%8E%BF"
CELLS: dict[str, tuple[Any, str, dict[str, Any], str | None, str]] = {
    "nothing": (None, "title", {}, "article", ""),
    "markup is text": ("<b>李甲</b>", "body", {}, "article", "&lt;b&gt;李甲&lt;/b&gt;"),
    "an address in a text is no link": (
        "https://evil.example/", "title", {}, "look", "https://evil.example/",
    ),
    "an address of the web": (
        "http://a.example/?a=1&b=2", "url", {}, "article",
        f'<a href="{WEB}" rel="noopener noreferrer nofollow" class="outside">{WEB}</a>',
    ),
    "an address that is a script": (
        "javascript:alert(1)", "url", {}, "article", "javascript:alert(1)",
    ),
    "a script with a blank before it": (
        "\x01javascript:alert(1)", "url", {}, "capture", "\x01javascript:alert(1)",
    ),
    "an address that is data": (
        "data:text/html,<script>", "url", {}, "capture", "data:text/html,&lt;script&gt;",
    ),
    "an address that a saved page lacks": ("urn:sha256:00", "url", {}, "article", "urn:sha256:00"),
    "an address that is broken": ("http://[", "url", {}, "article", "http://["),
    "a headline leads to its article": (
        "<i>", "title", {"title": "<i>", "id": ID}, "article",
        f'<a href="/news/article/{ID}">&lt;i&gt;</a>',
    ),
    "a headline beside the id of its article": (
        "a", "title", {"title": "a", "article_id": ID}, None, f'<a href="/news/article/{ID}">a</a>',
    ),
    "a headline beside what is no id": (
        "a", "title", {"title": "a", "article_id": "../x"}, None, "a",
    ),
    "a reference with its label": (
        {"value": ID, "label": '"<a>'}, "article_id", {}, "byline",
        f'<a href="/news/article/{ID}">&#34;&lt;a&gt;</a>',
    ),
    "a person": (
        "李甲", "name", {"name": "李甲", "county": "云溪县"}, "attendance_flat",
        f'<a href="/news/appearances?{ASKED}">李甲</a>',
    ),
    "a name that is none of a person": ("<b>", "name", {"name": "<b>"}, "section", "&lt;b&gt;"),
    "a run": (7, "run_id", {}, "look", '<a href="/news/run/7">7</a>'),
    "an id is quoted in a path": (
        '"/../x', "capture_id", {}, "article",
        '<a href="/news/capture/%22%2F..%2Fx">&#34;/../x</a>',
    ),
    "did": (1, "chair", {}, "attendance_flat", "✓"),
    "did not": (0, "chair", {}, "attendance_flat", "&nbsp;"),
    "a word of a closed set": (
        "reporter", "part", {}, "byline", '<span title="reporter">记者</span>',
    ),
    "a word beside a closed set": ("<b>", "part", {}, "byline", "&lt;b&gt;"),
    "a list": ('["首页", "<b>"]', "breadcrumb", {}, "article", "首页 › &lt;b&gt;"),
    "fields by their names": ('["title", "body"]', "changed_fields", {}, "changes", "标题、正文"),
    "pairs": ('[["赵丙", "reporter"]]', "bylines", {}, "article_version", "赵丙 记者"),
    "pairs that are none": ("[7, null]", "bylines", {}, "article_version", "7、"),
    "an object": ('{"a": 1, "b": ["c"]}', "counts", {}, "run", "a: 1、b: c"),
    "a list that is none": ("[<b>", "doubts", {}, "article", "[&lt;b&gt;"),
    "a list that is a number": ("7", "changed_fields", {}, None, "7"),
    "a time of ours, by the clock of the sites": (
        SEEN, "seen", {}, "look",
        f'<time datetime="{SEEN}" title="{SEEN} (UTC)">2024-03-06 04:00</time>',
    ),
    "a time beyond all clocks": ("9999-12-31T23:00:00Z", "seen", {}, None, "9999-12-31T23:00:00Z"),
    "a time that is none": ("2024-13-05T20:00:01Z", "seen", {}, "look", "2024-13-05T20:00:01Z"),
    "a time of the site": ("2024-03-05T09:30", "published", {}, "article", "2024-03-05 09:30"),
}  # fmt: skip


@pytest.mark.parametrize(("value", "column", "row", "table", "shown"), CELLS.values(), ids=CELLS)
def test_cells(value: Any, column: str, row: dict[str, Any], table: str | None, shown: str) -> None:
    """What a value becomes in its column."""
    assert str(cell(value, column, row, table)) == shown


def test_marks_stand_in_escaped_text() -> None:
    """Spans that overlap, lie outside or run backwards cost no character and make no markup."""
    text = "<李甲>&\n<王乙>"
    lines = marked(text, [(1, 3), (2, 4), (9, 4), (7, 9), (90, 99)])
    assert [str(line) for line in lines] == [
        "&lt;<mark>李甲</mark>&gt;&amp;",
        "&lt;<mark>王乙</mark>&gt;",
    ]
    assert str(highlighted("<b>张　杰</b>", ["张杰", "<b>"])) == (
        "<mark>&lt;b&gt;</mark><mark>张　杰</mark>&lt;/b&gt;"
    )


def test_an_address_may_have_other_words() -> None:
    """They are shown, linked or not."""
    assert str(outside("ftp://a.example/", "<x>")) == "&lt;x&gt;"
    assert str(outside("https://a.example/", "<x>")).endswith(">&lt;x&gt;</a>")
