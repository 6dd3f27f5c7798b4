"""Pages whose characters are lost, and pages that only look a little odd."""

from __future__ import annotations

import pytest

from msbazhong_spider.items import Page, PageKind
from msbazhong_spider.pages import classify
from msbazhong_spider.pages.garbled import find_garbling

TEXT = "岚河县召开春耕生产工作会议，县委书记李甲主持会议并讲话，县领导王乙、赵丙出席。" * 4
LOST = {
    "taken for Latin-1": (TEXT.encode().decode("latin-1"), "taken for Latin ones"),
    "question marks": (TEXT.encode("ascii", "replace").decode(), "question marks"),
    "UTF-8 read as GBK": (TEXT.encode().decode("gb18030", "replace"), "the wrong table"),
    "GBK read as UTF-8": (TEXT.encode("gb18030").decode("utf-8", "replace"), "were replaced"),
}
KEPT = {
    "a good page": TEXT,
    "nothing": "",
    "English": "County holds a meeting on spring ploughing. " * 9,
    "a few questions": TEXT + "真的吗？？为什么??" * 3,
    "a stray fragment": TEXT + "\ufffd" * 30,
    "a list of names": "李甲　王乙　赵丙　钱丁　孙戊　周己　吴庚　郑辛　冯壬　陈癸　褚子　卫丑",
    "French names": TEXT + "François Hébert, Zoé Lefèvre, Noël Béranger. " * 3,
}


@pytest.mark.parametrize(("visible", "why"), LOST.values(), ids=LOST)
def test_characters_that_are_lost(visible: str, why: str) -> None:
    """It is said how."""
    assert why in (find_garbling(visible) or "")


@pytest.mark.parametrize("visible", KEPT.values(), ids=KEPT)
def test_a_page_that_can_be_read(visible: str) -> None:
    """Is read."""
    assert find_garbling(visible) is None


def test_a_page_of_lost_characters_is_no_article() -> None:
    """Neither an article nor a listing: nothing on it means anything."""
    title = "岚河县召开春耕生产工作会议"
    label = "<p>时间：2024-03-05 来源：岚河县融媒体中心</p>"
    html = f"<title>{title}</title><h1>{title}</h1>{label}<div><p>{TEXT}</p></div>"
    good = Page("http://a.example/1.html", html.encode())
    assert classify(good).kind is PageKind.ARTICLE
    found = classify(Page("http://a.example/1.html", html.encode("ascii", "replace")))
    assert (found.kind, found.why[:8]) == (PageKind.OTHER, "garbled:")
