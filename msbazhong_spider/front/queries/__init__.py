"""The queries that people come for, one file of SQL each."""

from __future__ import annotations

import re
from copy import deepcopy
from functools import cache
from importlib.resources import files
from typing import Any

# Name: title, what it gives, in Chinese and in English.
_TOLD = {
    "appearances": (
        "一个人的活动，按时间排列",
        "某人历次出席的时间、职务、行为和原句；同名者可用县（区）区分。",
        "One person's appearances in time order.",
    ),
    "together": (
        "与某人同场的人",
        "与某人出现在同一篇报道中的人，次数多者在前。",
        "Who takes part in what a person takes part in.",
    ),
    "posts": (
        "谁任过某职",
        "职务中含所填字样的人，及可见的最早与最晚发布日；并非任免日期。",
        "Who has held a post, with the first and last day of publication that shows it.",
    ),
    "search": (
        "全文检索",
        "含所填词语的文章及摘录，新者在前，至多 200 篇；更多请用“文章”表的检索框。",
        "Articles that hold the words, the newest first, with a piece of the text.",
    ),
    "about": (
        "谁参加了与某话题有关的活动",
        "含所填词语的报道中的与会人员，篇数多者在前。",
        "Who takes part in what articles with these words tell of.",
    ),
    "months": (
        "各栏目每月收录篇数",
        "某县（区）某栏目逐月的文章数，及之前空缺的月数；空缺可能出于站点，也可能出于采集。",
        "A section's coverage by month, with its gaps.",
    ),
    "changed": (
        "站点改过的文章",
        "发布之后被站点改动的文章，新近发现者在前。",
        "What the site changed after publication.",
    ),
    "vanished": (
        "站点撤下的文章",
        "在足够多的不同日期确认已不在的文章；验证页面和故障不作数。",
        "What the site has taken away, confirmed on different days.",
    ),
}


def canned() -> dict[str, dict[str, Any]]:
    """Give Datasette's canned queries by name; whoever gets them may change them."""
    return deepcopy(_canned())


@cache
def _canned() -> dict[str, dict[str, Any]]:
    sql = {name: files(__package__).joinpath(f"{name}.sql").read_text("utf-8") for name in _TOLD}
    return {
        name: {
            "sql": sql[name].strip(),
            "params": [*dict.fromkeys(re.findall(r":([a-z]+)", sql[name]))],
            "title": title,
            "description": f"{chinese} {english}",
            "chinese": chinese,
            "english": english,
            "hide_sql": True,
        }
        for name, (title, chinese, english) in _TOLD.items()
    }
