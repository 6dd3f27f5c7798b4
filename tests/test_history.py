"""``msbazhong history``: what changed, readable on a terminal and in a pipe."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from msbazhong_spider.cli import cli
from msbazhong_spider.commands.difference import Fate, Piece, difference
from msbazhong_spider.items import (
    Article,
    Byline,
    Capture,
    Harvested,
    PageKind,
    Part,
    Participation,
    Precision,
)
from msbazhong_spider.store import Absence, open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

URL = "https://www.yunxi.example/news/1.html"
NOON = datetime(2024, 3, 5, 4, tzinfo=UTC)
FIRST = "3月4日，县委书记李甲到青石镇调研春耕生产工作，看了两个合作社，问了种子和化肥的价格。"
SECOND = "李甲指出，要抓紧农时，把技术送到田间地头。"


def look(hours: int, title: str, *paragraphs: str, reporter: str = "赵丙") -> Harvested:
    """An article as it was seen at some hour."""
    article = Article(
        URL,
        title,
        "\n".join(paragraphs),
        published=datetime(2024, 3, 5, tzinfo=UTC),
        precision=Precision.DAY,
        bylines=(Byline(reporter, Part.REPORTER),),
    )
    when = NOON + timedelta(hours=hours)
    capture = Capture(
        URL, when, 200, PageKind.ARTICLE, 9, f"{hours:064}", warc_file="y.warc.gz", warc_offset=7
    )
    return Harvested("yunxi", article, Participation(), capture)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An archive of one article in three states, missing once."""
    with open_store(tmp_path / "news.db") as store:
        looks = [
            look(0, "李甲调研春耕", FIRST, SECOND),
            look(24, "李甲调研春耕工作", FIRST, SECOND),
            look(
                48,
                "李甲调研春耕工作",
                FIRST.replace("价格", "供应"),
                SECOND,
                "完。",
                reporter="钱丁",
            ),
        ]
        store.save(looks, None)
        store.record_missing(URL, NOON + timedelta(hours=72), Absence.SAYS_SO)
    return tmp_path


def shown(data: Path, *arguments: str, color: bool = False) -> str:
    """What the command prints."""
    done = CliRunner().invoke(cli, ["history", *arguments, "--data", str(data)], color=color)
    assert done.exit_code == 0, done.output
    return done.output


def test_every_state_and_what_changed(data: Path) -> None:
    """In a pipe changes are marked by signs, within what stayed around them."""
    lines = shown(data, URL).splitlines()
    assert lines[0] == "李甲调研春耕工作"
    assert lines[2:4] == [
        "seen 3 times, from 2024-03-05T04:00:00Z to 2024-03-07T04:00:00Z",
        "missing 2024-03-08T04:00:00Z (says_so)",
    ]
    text = "\n".join(lines[4:])
    assert "version 1: 2024-03-05T04:00:00Z until 2024-03-06T04:00:00Z  y.warc.gz at byte 7" in text
    assert "  title       李甲调研春耕{+工作+}" in text
    assert "version 3: 2024-03-07T04:00:00Z to this day" in text
    assert "  bylines     [-赵丙-]{+钱丁+} (reporter)" in text
    assert "…甲到青石镇调研春耕生产工作，看了两个合作社，问了种子和化肥的[-价格-]{+供应+}。" in text
    assert "  body        {+完。+}" in text
    assert SECOND not in text
    assert "\x1b" not in text


def test_what_became_empty_or_was_is_marked_on_one_side(tmp_path: Path) -> None:
    """An empty value has no paragraph that could be added or removed."""
    with open_store(tmp_path / "news.db") as store:
        states = [look(0, "甲", FIRST), look(1, "甲"), look(2, "甲", SECOND)]
        store.save(states, None)
    text = shown(tmp_path, URL)
    assert f"[-{FIRST}-]\n" in text
    assert f"{{+{SECOND}+}}\n" in text
    assert "{++}" not in text
    assert "[--]" not in text


def test_colours_on_a_terminal(data: Path) -> None:
    """There, what went is red and what came is green, and the signs stay for who sees no red."""
    text = shown(data, URL, color=True)
    assert "\x1b[31m[-价格-]\x1b[0m\x1b[32m{+供应+}\x1b[0m" in text


def test_full_shows_passages_whole(data: Path) -> None:
    """Without it only what stands around a change is shown."""
    assert "3月4日，县委书记李甲到青石镇调研" in shown(data, URL, "--full")
    assert "3月4日" not in shown(data, URL)


@pytest.mark.parametrize(
    "name",
    ["4def8dac9cf5c68a", URL + "#top", "HTTPS://WWW.YUNXI.EXAMPLE/news/1.html?from=timeline"],
)
def test_an_article_by_id_or_any_form_of_its_address(data: Path, name: str) -> None:
    """The id, or an address as a browser shows it."""
    assert shown(data, name).startswith("李甲调研春耕工作\n4def8dac9cf5c68a")


def test_json(data: Path) -> None:
    """All states in full, for a program."""
    record = json.loads(shown(data, URL, "--json"))
    assert [state["fields"]["title"] for state in record["states"]] == [
        "李甲调研春耕",
        "李甲调研春耕工作",
        "李甲调研春耕工作",
    ]
    assert record["missing"] == [{"seen": "2024-03-08T04:00:00Z", "why": "says_so"}]
    assert record["gone"] is False


def test_an_unknown_article(run: Callable[..., Any], data: Path) -> None:
    """One line and exit code 2."""
    done = run("history", "https://www.yunxi.example/none.html", "--data", data)
    assert done.returncode == 2
    assert "no article has this id or address" in done.stderr


def removed(text: str) -> Piece:
    """A piece that went."""
    return Piece(Fate.REMOVED, text)


def added(text: str) -> Piece:
    """A piece that came."""
    return Piece(Fate.ADDED, text)


def kept(text: str) -> Piece:
    """A piece that stayed."""
    return Piece(Fate.KEPT, text)


DIFFERENCES: dict[str, tuple[str, str, list[list[Piece]]]] = {
    "nothing": ("甲\n乙", "甲\n乙", []),
    "blanks are nothing": ("　　甲乙", "甲 乙", []),
    "a word": (
        "会议由李甲主持召开",
        "会议由王乙主持召开",
        [[kept("会议由"), removed("李甲"), added("王乙"), kept("主持召开")]],
    ),
    "a paragraph more": ("甲\n丙", "甲\n乙\n丙", [[added("乙")]]),
    "a paragraph less": ("甲\n乙\n丙", "甲\n丙", [[removed("乙")]]),
    "a paragraph cut in two": (
        "李甲出席会议。王乙列席会议。",
        "李甲出席会议。\n王乙列席会议。",
        [[kept("李甲出席会议。"), added("\n"), kept("王乙列席会议。")]],
    ),
    "another text altogether": ("甲乙丙丁", "子丑寅卯", [[removed("甲乙丙丁"), added("子丑寅卯")]]),
    "one character between two changes": (
        "会议指出要甲的乙办好事情",
        "会议指出要丙的丁办好事情",
        [[kept("会议指出要"), removed("甲的乙"), added("丙的丁"), kept("办好事情")]],
    ),
    "from nothing": ("", "甲", [[removed(""), added("甲")]]),
}


@pytest.mark.parametrize(("before", "after", "expected"), DIFFERENCES.values(), ids=DIFFERENCES)
def test_differences(before: str, after: str, expected: list[list[Piece]]) -> None:
    """By paragraph, and within a paragraph by character."""
    found = difference(before, after)
    assert [[piece for piece in passage if piece.text] for passage in found] == [
        [piece for piece in passage if piece.text] for passage in expected
    ]


TEXT = st.text("甲乙丙 \n，。", max_size=60)


@settings(max_examples=200, deadline=None)
@given(before=TEXT, after=TEXT)
def test_a_difference_tells_all_of_both(before: str, after: str) -> None:
    """What was kept or went are passages of the text before; kept or come, of the one after."""
    for passage in difference(before, after):
        for text, gone in ((before, Fate.ADDED), (after, Fate.REMOVED)):
            assert "".join(piece.text for piece in passage if piece.fate is not gone) in text


def test_long_texts_are_compared_in_a_moment() -> None:
    """Passages too long to be compared by character are shown whole."""
    before, after = "甲乙丙丁" * 5000, "丁丙乙甲" * 5000
    assert difference(before, after) == [[removed(before), added(after)]]
