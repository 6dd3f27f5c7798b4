"""The label line as a whole: every order of its labels, in every way in which templates set them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from msbazhong_spider.items import Article

Read = Callable[..., Article]

LABELS = {
    "时间": "2024年3月5日 09:12",
    "来源": "云岭县融媒体中心",
    "作者": "张禾 李暮云",
    "阅读": "123",
}
SETTINGS: dict[str, Callable[[str, str], str]] = {
    "glued": lambda label, value: f"{label}：{value}",
    "blanks": lambda label, value: f"{label}：{value} &nbsp;",
    "colons between blanks": lambda label, value: f"{label} : {value}　",
    "square brackets": lambda label, value: f"【{label}：{value}】",
    "bars": lambda label, value: f"{label}：{value} | ",
    "spans": lambda label, value: f"<span>{label}：{value}</span> ",
    "a span for each label": lambda label, value: f"<span>{label}：</span><span>{value}</span>",
    "list items": lambda label, value: f"<li>{label}:{value}</li>",
    "blocks": lambda label, value: f"<div>{label}：{value}</div>",
    "cells": lambda label, value: f"<td>{label}：</td><td>{value}</td>",
    "terms": lambda label, value: f"<dt>{label}：</dt><dd>{value}</dd>",
    "letters set apart": lambda label, value: f"{label[0]}　{label[1]}：{value}　　",
}
HOLDERS = {"list items": "ul", "cells": "table", "terms": "dl"}


@pytest.mark.parametrize("order", [" ".join(order) for order in permutations(LABELS)])
@pytest.mark.parametrize("setting", SETTINGS)
def test_any_order_in_any_setting(read_shape: Read, setting: str, order: str) -> None:
    """Time, source and author are read whatever stands around them, and none of it is text."""
    set_as = SETTINGS[setting]
    holder = HOLDERS.get(setting, "div")
    pieces = "".join(set_as(label, LABELS[label]) for label in order.split())
    article = read_shape(labels=f"<{holder}>{pieces}</{holder}>")
    assert article.published is not None
    assert (
        article.published.isoformat()[:16],
        article.source,
        [one.name for one in article.bylines],
        article.subtitles,
    ) == ("2024-03-05T09:12", "云岭县融媒体中心", ["张禾", "李暮云"], ())
    assert article.body.startswith("3月4日，")


@pytest.mark.parametrize("missing", ["来源", "作者", "来源 作者"])
@pytest.mark.parametrize("setting", SETTINGS)
def test_empty_values(read_shape: Read, setting: str, missing: str) -> None:
    """A label without a value takes nothing from its neighbours."""
    set_as = SETTINGS[setting]
    values = LABELS | dict.fromkeys(missing.split(), "")
    holder = HOLDERS.get(setting, "div")
    pieces = "".join(set_as(label, value) for label, value in values.items())
    article = read_shape(labels=f"<{holder}>{pieces}</{holder}>")
    assert article.source == ("云岭县融媒体中心" if "来源" not in missing else None)
    assert bool(article.bylines) == ("作者" not in missing)
    assert article.body.startswith("3月4日，")
