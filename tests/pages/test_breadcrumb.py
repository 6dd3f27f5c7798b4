"""The breadcrumb, in the forms in which publishing systems print it."""

from __future__ import annotations

import pytest

from msbazhong_spider.pages.breadcrumb import find_trail
from msbazhong_spider.pages.charset import as_decoded
from msbazhong_spider.pages.parse import parse_html

STEPS = ("首页", "云岭县", "时政要闻")
A, B, C = (f"<a href=/{i}/>{step}</a>" for i, step in enumerate(STEPS))
BOX = "<div class=tit><a href=/z/>综合新闻</a><a href=/z/>更多...</a></div><p>3月4日，全县召开大会。</p>"
FORMS = {
    "in one line": f"<div>当前位置：{A} &gt; {B} &gt; {C}</div>",
    "a separator after every step": f"<div>当前位置：{A} &gt; {B} &gt; {C} &gt; </div>",
    "正文 as a last step": f"<div>您的位置：{A} &gt; {B} &gt; {C} &gt; 正文</div>",
    "列表 as a last step": f"<div>{A}<span> &gt; </span>{B}<span> &gt; </span>{C} &gt; 列表</div>",
    "a list entry for each step": (
        f"<ul><li>当前位置：</li><li>{A}</li><li>&nbsp;</li><li>{B}</li><li>{C}</li></ul>"
    ),
    "the words in a block of their own": (
        f"<div><div>您现在的位置：</div><div>{A} &gt; {B} &gt; {C}</div></div>"
    ),
    "steps in cells": (
        f"<table><tr><td>当前位置：</td><td>{A} &gt;</td><td>{B} &gt; {C}</td></tr></table>"
    ),
    "a step that begins with the separator": f"<div>当前位置：{A} &gt; {B}<p>&gt; {C}</p></div>",
}


def trail_of(crumb: str, after: str = BOX) -> tuple[str, ...]:
    """Give the steps that are read from a page with a breadcrumb and what follows it."""
    page = as_decoded(f"<body><div>{crumb}{after}</div></body>")
    document = parse_html(page, "http://x.example/")
    return find_trail(document, len(document.lines)).steps


@pytest.mark.parametrize("form", FORMS)
def test_the_steps_and_nothing_else(form: str) -> None:
    """Whatever stands in the next box is none of them."""
    assert trail_of(FORMS[form]) == STEPS


def test_the_headline_in_the_same_box_is_no_step() -> None:
    """On a page of few lines everything stands in one box."""
    crumb = f"<div>当前位置：</div><div>{A} &gt; {B} &gt; {C}</div><h1>李甲到石桥镇调研</h1>"
    assert trail_of(crumb, "<p>2024-03-05</p><p>3月4日，李甲调研春耕。</p>") == STEPS


def test_a_trail_of_two_steps_does_not_take_the_next_box() -> None:
    """A county's page prints a separator after the county, and then its first section."""
    assert trail_of(f"<div>当前位置:{A} &gt; {B} &gt; </div>") == STEPS[:2]


def test_a_trail_of_two_steps_does_not_take_the_page_numbers_of_an_empty_listing() -> None:
    """Nothing stands between them."""
    pages = "<ul><li>首页</li><li>1</li><li>末页</li></ul>"
    assert trail_of(f"<div>当前位置:{A} &gt; {B} &gt; {C} &gt;</div>", pages) == STEPS
