"""What else a field could have been: asked for by a person, never by a harvest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from msbazhong_spider.errors import NotAnArticleError
from msbazhong_spider.items import Page
from msbazhong_spider.pages import Hints
from msbazhong_spider.pages.candidates import Candidate, find_candidates

ROOT = Path(__file__).parent.parent.parent
PAGE = """<html><head><title>青石镇春茶开采-岚河新闻网</title>
<meta name="PubDate" content="2024-03-09 10:00"><meta name="ContentSource" content="岚河发布">
</head><body><div class="top">岚河县融媒体中心主办的新闻门户</div>
<h1>青石镇春茶开采</h1>
<div class="info">发布时间：2024-03-05　来源：岚河县融媒体中心　编辑：乔麦</div>
<div class="text"><p>本报讯（记者 王丙）3月4日，青石镇三百亩春茶开采，镇党委书记到茶园查看长势。</p>
<p>他说，要把加工车间建到茶园边上，让鲜叶不出村就能卖上好价钱，让茶农在家门口增收。</p></div>
<div class="side"><a href="/2.html">青石镇新建茶园</a><a href="/3.html">河口村修通公路</a><a href="/4.html">县医院新楼启用</a>
<p>青石镇去年新建茶园五百亩，茶叶产值两千万元，带动三百户茶农每户增收四千元。</p></div>
</body></html>"""


def candidates(field: str, hints: Hints | None = None) -> list[tuple[str, str, bool]]:
    """Give value, rule and outcome of what a field of the page could have been."""
    page = Page("http://www.lanhe.example/2024/0301/1.html", PAGE.encode())
    return [(one.value, one.rule, one.won) for one in find_candidates(page, hints)[field]]


def test_what_won_comes_first_and_what_lost_follows() -> None:
    """Dates of label, metadata and address, in the order of their evidence."""
    assert candidates("published") == [
        ("2024-03-05", "label 发布时间", True),
        ("2024-03-09 10:00", "meta pubdate", False),
        ("2024/0301", "URL", False),
    ]
    assert candidates("source") == [
        ("岚河县融媒体中心", "label 来源", True),
        ("岚河发布", "meta contentsource", False),
    ]


def test_a_headline_has_points() -> None:
    """The winner has the most of all lines."""
    page = Page("http://www.lanhe.example/1.html", PAGE.encode())
    winner, *rest = find_candidates(page)["title"]
    assert (winner.value, winner.won) == ("青石镇春茶开采", True)
    assert winner.points is not None
    assert all((one.points or 0) < winner.points and not one.won for one in rest)
    assert Candidate("青石镇春茶开采", "<title>", 0.0, agrees=True) in rest


def test_evidence_that_agrees() -> None:
    """Of dates the same day counts, however it is printed."""
    text = PAGE.replace("2024-03-09 10:00", "2024年03月05日").replace(
        "岚河发布", "岚河县融媒体中心"
    )
    found = find_candidates(Page("http://www.lanhe.example/2024/0305/1.html", text.encode()))
    for field in ("published", "source"):
        assert [one.won for one in found[field]].count(True) == 1
        assert all(one.agrees for one in found[field])
    assert len(found["published"]) == 3


def test_persons_by_all_evidence() -> None:
    """Each with the rule that named it."""
    assert {
        ("王丙 (reporter)", "head of the text", True),
        ("乔麦 (editor)", "label line", True),
    } <= {*candidates("bylines")}


def test_blocks_of_text_by_weight() -> None:
    """The container that was taken, and what stands beside or around it with text of its own."""
    page = Page("http://www.lanhe.example/1.html", PAGE.encode())
    taken, *others = find_candidates(page)["body"]
    assert (taken.value, taken.won) == ("div.text", True)
    assert taken.rule.startswith("2 lines from 本报讯")
    assert "div.side" in [one.value for one in others]
    weights = [one.points for one in others]
    assert weights == sorted(weights, reverse=True)


def test_a_hint_that_won_stands_first() -> None:
    """What the evidence says instead follows as lost."""
    hints = Hints(title=".top, #top", published="meta[name=PubDate]::attr(content)", source=".top")
    assert candidates("title", hints)[0] == (
        "岚河县融媒体中心主办的新闻门户",
        "hint .top, #top",
        True,
    )
    selector = "hint meta[name=PubDate]::attr(content)"
    assert candidates("published", hints)[:2] == [
        ("2024-03-09 10:00", selector, True),
        ("2024-03-05", "label 发布时间", False),
    ]


def test_only_an_article_has_fields() -> None:
    """Other pages are told apart as everywhere."""
    with pytest.raises(NotAnArticleError):
        find_candidates(Page("http://www.lanhe.example/1.html", b"", 404))


def test_reading_never_asks_for_candidates() -> None:
    """Nobody pays for what nobody asks for: the module is not even loaded."""
    code = "import sys, msbazhong_spider.pages; print('msbazhong_spider.pages.candidates' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "False\n"
