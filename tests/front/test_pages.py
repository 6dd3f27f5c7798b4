"""The pages of `serve`: what they show, what is found, what the queries give."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.front.meanings import labels, shown
from msbazhong_spider.front.queries import canned
from msbazhong_spider.store import open_store
from msbazhong_spider.store.dictionary import dictionary_rows

if TYPE_CHECKING:
    from pathlib import Path

SPRING, MEETING = "李甲到青石镇调研春耕生产工作", "云溪县召开工业发展大会"
SPORTS, FIRE = "县第一小学举行运动会", "岚河县检查森林防火工作"
COLUMNS = {(row["table_name"], row["column_name"]) for row in dictionary_rows()}


def test_front_page(visitor: Any) -> None:
    """How much there is, the queries, and the newest articles."""
    page = visitor.get("/").text
    for shown_there in ("<b>4</b> 篇文章", "<b>4</b> 个人物", "<b>5</b> 人次出席", "2023-12-01"):
        assert shown_there in page
    assert all(query["title"] in page for query in canned().values())
    assert page.index(SPORTS) < page.index(MEETING) < page.index(FIRE)


SEARCHES = {
    "one character": ("学", [SPORTS]),
    "a name": ("王乙", [SPRING]),
    "a name that is printed with a blank in it": ("张杰", [MEETING]),
    "ten characters": ("召开工业发展大会。县", [MEETING]),
    "two words must both be there": ("李甲 工作", [SPRING, FIRE]),
    "AND": ("李甲 AND 工业", [MEETING]),
    "OR": ("运动会 OR 防火", [SPORTS, FIRE]),
    "NOT": ("李甲 NOT 防火", [MEETING, SPRING]),
    "brackets": ("李甲 (防火 OR 春耕)", [SPRING, FIRE]),
    "full-width brackets and blanks": ("李甲　（防火 OR 春耕）", [SPRING, FIRE]),
    "a phrase": ('"Windows XP"', [SPORTS]),
    "nothing like it": ("高速公路", []),
    "half of a query finds nothing": ("李甲 NOT", []),
}


@pytest.mark.parametrize(("words", "titles"), SEARCHES.values(), ids=SEARCHES)
def test_search(visitor: Any, words: str, titles: list[str]) -> None:
    """The box of the table and the canned query find the same, the newest first."""
    assert [row["title"] for row in visitor.rows("/news/article", _search=words)] == titles
    assert [row["title"] for row in visitor.rows("/news/search", q=words)] == titles


@pytest.mark.parametrize("length", range(1, 11))
def test_words_of_any_length(visitor: Any, path: Path, length: int) -> None:
    """Every word of one to ten characters is found wherever it stands, as `search` finds it."""
    with open_store(path) as store:
        ((text,),) = store.db.execute("SELECT body FROM article WHERE title = ?", [MEETING])
        for start in range(0, len(text) - length, 7):
            word = text[start : start + length]
            if "。" in word or "，" in word or "　" in word:
                continue
            found = visitor.rows("/news/article", _search=f'"{word}"')
            assert [row["title"] for row in found] == [
                hit.title for hit in store.search(f'"{word}"')
            ]
            assert MEETING in [row["title"] for row in found]


def test_what_was_found_is_marked(visitor: Any) -> None:
    """In the headline and in the piece of the text, also across a blank."""
    page = visitor.get("/news/article", _search="张杰 工业").text
    assert "云溪县召开<mark>工业</mark>发展大会</a>" in page
    assert "副县长<mark>张　杰</mark>参加" in page
    assert "<mark>工业</mark>" in visitor.get("/news/search", q="工业").text


def test_half_of_a_query_is_told(visitor: Any) -> None:
    """With how it should be, instead of an error of SQLite."""
    for page in (
        visitor.get("/news/article", _search="李甲 NOT"),
        visitor.get("/news/search", q="("),
    ):
        assert page.status_code == 200
        assert "检索式不完整" in page.text
    assert "检索式不完整" not in visitor.get("/news/search", q="").text


def test_a_person_in_time_order(visitor: Any) -> None:
    """All that a name took part in, with post, actions and sentence; a county tells namesakes."""
    rows = visitor.rows("/news/appearances", name="李　甲", county="")
    assert [row["published"] for row in rows] == ["2023-12-01", "2024-03-05", "2024-04-10"]
    assert [row["post"] for row in rows] == ["副县长", "县委书记", "县委书记"]
    assert [row["actions"] for row in rows] == ["调研", "讲话、调研", "主持、讲话"]
    rows = visitor.rows("/news/appearances", name="李甲", county="云溪县")
    assert [row["title"] for row in rows] == [SPRING, MEETING]


def test_who_was_there_too(visitor: Any) -> None:
    """Namesakes of another county are not mixed in."""
    rows = visitor.rows("/news/together", name="李甲", county="云溪县")
    assert {row["name"]: row["together"] for row in rows} == {"王乙": 1, "张杰": 1}


def test_who_held_a_post(visitor: Any) -> None:
    """By any part of its words, with the first and last day that shows it."""
    rows = visitor.rows("/news/posts", post="县委书记", county="")
    assert [(row["name"], row["first_day"], row["last_day"]) for row in rows] == [
        ("李甲", "2024-03-05", "2024-04-10")
    ]


def test_who_took_part_in_a_matter(visitor: Any) -> None:
    """Those of the articles that hold the words."""
    rows = visitor.rows("/news/about", q="工作 OR 工业")
    found = [(row["name"], row["county"], row["articles"]) for row in rows]
    assert (found[0], len(found)) == (("李甲", "云溪县", 2), 4)


def test_coverage_by_month(visitor: Any) -> None:
    """Of one section, with the months that are missing."""
    rows = visitor.rows("/news/months", county="云溪县", section="时政新闻")
    assert [(row["month"], row["articles"], row["empty_months_before"]) for row in rows] == [
        ("2024-03", 1, None),
        ("2024-04", 1, 0),
    ]


def test_what_changed_and_what_went(visitor: Any) -> None:
    """The headline with what it was before; the article with the days that show it."""
    (row,) = visitor.rows("/news/changed", county="")
    assert (row["title"], row["title_before"]) == (SPRING, "李甲调研春耕")
    (row,) = visitor.rows("/news/vanished", county="云溪县")
    assert (row["title"], row["days"], row["why"]) == (SPORTS, 3, "not_found")
    assert visitor.rows("/news/vanished", county="岚河县") == []


def test_an_article_has_a_page(visitor: Any) -> None:
    """Its text with the names marked, who took part, what changed, where it comes from."""
    (row,) = visitor.rows("/news/article", title=SPRING)
    page = visitor.get(f"/news/article/{row['id']}").text
    for shown_there in (
        "县委书记<mark>李甲</mark>到青石镇",
        "记者：赵丙",
        "讲话、调研",
        "各村（出席）",
        "提及而未与会：孙戊",
        '图片：<a href="https://www.yunxi.example/1.jpg"',
        ">春耕现场</a>",
        "第 1 版</a>：",
        "之后改动了标题",
        "yunxi.warc.gz，自第 99 字节",
        "首页 › 云溪县 › 时政新闻",
    ):
        assert shown_there in page, shown_there
    in_order = visitor.get(f"/news/article/{row['seq']}")
    assert in_order.url.path == f"/news/article/{row['id']}"
    (gone,) = visitor.rows("/news/gone")
    assert "站点已撤下这篇文章" in visitor.get(f"/news/article/{gone['article_id']}").text


@pytest.mark.parametrize("table", shown())
def test_every_table_has_a_page(visitor: Any, table: str) -> None:
    """With its Chinese name, its meaning, and those of its columns."""
    page = visitor.get(f"/news/{table}", _size="5")
    assert page.status_code == 200, page.text
    assert labels()[table] in page.text
    meaning = next(row for row in dictionary_rows() if row["table_name"] == table)
    assert meaning["meaning_zh"] in unescape(page.text)


def test_tables_and_columns_have_names(visitor: Any) -> None:
    """What is shown, faceted and sorted by is there, and each table and column has a label."""
    tables = {table for table, column in COLUMNS if not column}
    assert set(shown()) == tables
    assert tables | {column for _, column in COLUMNS if column} <= set(labels())
    assert all(name in tables for name, dot, _ in (one.partition(".") for one in labels()) if dot)
    for table, told in shown().items():
        for column in (*told.listed, *told.facets, *filter(None, [told.sort.lstrip("-")])):
            assert column == "Link" or (table, column) in COLUMNS, (table, column)
    for name, query in canned().items():
        (row, *_) = visitor.rows(f"/news/{name}", **_asked(query["params"]))
        assert set(row) | set(query["params"]) <= set(labels()), name
        assert name not in tables, "Datasette would show the query in place of the table"


def _asked(parameters: list[str]) -> dict[str, str]:
    return {"name": "李甲", "q": "工作", "post": "县"} | dict.fromkeys(
        {*parameters} - {"name", "q", "post"}, ""
    )


def test_facets(visitor: Any) -> None:
    """Articles are told apart by county and section, one click each."""
    page = visitor.get("/news/article").text
    assert "?county=%E5%B2%9A%E6%B2%B3%E5%8E%BF" in page
    facets = visitor.get("/news/article.json").json()["facet_results"]
    counted = {value["value"]: value["count"] for value in facets["county"]["results"]}
    assert counted == {"云溪县": 3, "岚河县": 1}


def test_a_row_of_any_table(visitor: Any) -> None:
    """Column by column, with links to what it speaks of."""
    (row, *_) = visitor.rows("/news/capture")
    page = visitor.get(f"/news/capture/{row['id']}").text
    assert "gb2312" in page
    assert "抓取时间" in page


def test_what_is_not_there(visitor: Any) -> None:
    """An address of nothing, an article that nobody stored."""
    for address in (
        "/nothing",
        "/news/nothing",
        "/news/article/0123456789abcdef",
        "/news/article/7",
    ):
        answer = visitor.get(address)
        assert (answer.status_code, "没有这一页" in answer.text) == (404, True)


def test_sql_of_ones_own(visitor: Any) -> None:
    """Any question may be asked, with our functions; what SQLite says of a wrong one is shown."""
    asked = "SELECT count(*) AS n FROM article_fts WHERE words MATCH search_words('李甲 NOT 防火')"
    assert visitor.rows("/news", sql=asked) == [{"n": 2}]
    wrong = visitor.get("/news", sql="SELECT nobody FROM article")
    assert "no such column: nobody" in wrong.text


def test_a_question_that_takes_too_long_is_stopped(visitor: Any) -> None:
    """And says so; the time is what the settings allow, less if the asker wishes."""
    endless = (
        "WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k) SELECT count(*) FROM k"
    )
    answer = visitor.get("/news", sql=endless, _timelimit="50")
    assert answer.status_code == 400
    assert "时限" in answer.text
    assert "<script" not in answer.text
