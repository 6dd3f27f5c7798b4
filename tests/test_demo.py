"""What the project is for, from end to end: the demo, and the real article of the first site."""

from __future__ import annotations

import json
import re
import socket
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.harvest.demo import compare
from msbazhong_spider.items import Article, Byline, Part, Precision
from msbazhong_spider.replica import Replica, render_article

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

ROOT = Path(__file__).parent.parent
NAME_F1 = 0.97  # what issue 2 asks for; it may only rise


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Harvest 600 reports over real HTTP once, in a process of its own, and compare."""
    import os
    import subprocess
    import sys

    folder = tmp_path_factory.mktemp("demo")
    with Replica(seed=1, articles=600) as replica:
        options = ["--start", replica.url, "--delay", "0", "--data", folder / "data"]
        kept = {key: value for key, value in os.environ.items() if not key.startswith("MSBAZHONG")}
        done = subprocess.run(
            [sys.executable, "-m", "msbazhong_spider", "harvest", *options],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=kept,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return folder / "data" / "news.db", compare(folder / "data" / "news.db", replica.truth)


@pytest.mark.parametrize(
    "field", ["title", "subtitles", "published", "source", "county", "section", "body", "sections"]
)
def test_every_field_of_every_article_is_as_it_is_in_truth(harvested: Any, field: str) -> None:
    """Of more than 500 articles, each one equals what the portal knows of itself."""
    _, comparison = harvested
    assert comparison.articles >= 500
    assert comparison.equal[field] == comparison.articles, comparison.wrong[:3]


def test_nothing_else_was_stored(harvested: Any) -> None:
    """Pages that are gone, notices and listings are no articles."""
    database, comparison = harvested
    with closing(sqlite3.connect(database)) as connection:
        (articles,) = connection.execute("SELECT count(*) FROM article").fetchone()
        (counties,) = connection.execute("SELECT count(DISTINCT county) FROM article").fetchone()
    assert articles == comparison.articles
    assert counties >= 3


def test_names_of_attendees(harvested: Any) -> None:
    """Who took part is right, by name."""
    _, comparison = harvested
    assert comparison.names_true > 1000
    assert comparison.f1 >= NAME_F1


def test_a_comparison_sees_what_is_wrong(harvested: Any) -> None:
    """The measure itself: of an empty database nothing is equal."""
    from msbazhong_spider.store import open_store

    database, _ = harvested
    empty = database.parent / "empty.db"
    open_store(empty).close()
    with Replica(seed=1, articles=20) as replica:
        comparison = compare(empty, replica.truth)
    assert (comparison.found, set(comparison.equal.values())) == (0, {0})
    assert comparison.f1 == 0


def test_the_demo_twice(run: Callable[..., Any], tmp_path: Path) -> None:
    """The first run brings all, the second nothing new, into the folder that is named."""
    first = run("demo", "--out", "here", "--articles", 60)
    assert first.returncode == 0, first.stderr
    assert "60 new, 0 changed, 0 unchanged" in first.stdout
    assert "Newest articles:" in first.stdout
    assert re.search(r"equal: title 60, .*county 60", first.stdout)
    second = run("demo", "--out", "here", "--articles", 60)
    assert second.returncode == 0, second.stderr
    assert "0 new, 0 changed" in second.stdout
    assert (tmp_path / "here" / "news.db").is_file()


def test_the_demo_when_its_port_is_taken(run: Callable[..., Any]) -> None:
    """It takes another one."""
    from msbazhong_spider.commands.demo import PORT

    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", PORT))
        taken.listen()
        done = run("demo", "--articles", 10)
    assert done.returncode == 0, done.stderr
    assert f":{PORT}/" not in done.stdout


needs_shared = pytest.mark.skipif(
    not (ROOT.parent / "shared").is_dir(), reason="shared/ is not beside the checkout"
)


@needs_shared
@pytest.mark.parametrize("form", ["as plain text", "in the replica's page form"])
def test_the_real_article(run: Callable[..., Any], shared: Path, tmp_path: Path, form: str) -> None:
    """``read --json`` gives everything that was written down about it by hand."""
    page = shared / "pages" / "msbazhong-article.txt"
    truth = json.loads((shared / "pages" / "msbazhong-article.json").read_text("utf-8"))
    said = json.loads(run("read", page, "--json").stdout)
    if form != "as plain text":
        (tmp_path / "a.html").write_bytes(render_article(article_of(said, truth)))
        said = json.loads(run("read", "a.html", "--json").stdout)
    for field in ("title", "published", "precision", "source", "county", "section", "subtitles"):
        assert said[field] == truth[field], field
    assert said["breadcrumb"] == truth["breadcrumb"]
    assert said["authors"] == truth["reporters"]
    paragraphs = said["body"].split("\n")
    assert len(paragraphs) == truth["body_paragraphs"]
    assert paragraphs[0].startswith(truth["body_begins"])
    assert paragraphs[-1].endswith(truth["body_ends"])
    people = [{key: one[key] for key in ("name", "post", "actions")} for one in said["attendees"]]
    assert sorted(people, key=by_name) == sorted(truth["attendees"], key=by_name)
    assert said["groups"] == truth["groups"]
    assert said["incomplete"] is truth["incomplete"]
    assert not {one["name"] for one in people} & set(truth["mentioned"])


def by_name(person: dict[str, Any]) -> str:
    """Sort people."""
    return str(person["name"])


def article_of(said: dict[str, Any], truth: dict[str, Any]) -> Article:
    """Make the article again, to print it in another form."""
    return Article(
        url="http://127.0.0.1/a.html",
        title=truth["title"],
        subtitles=tuple(truth["subtitles"]),
        body=said["body"],
        published=day(truth["published"]),
        precision=Precision.DAY,
        published_raw=said["published_raw"],
        source=truth["source"],
        bylines=tuple(Byline(name, Part.REPORTER) for name in truth["reporters"]),
        breadcrumb=tuple(truth["breadcrumb"]),
        county=truth["county"],
        section=truth["section"],
    )


def day(text: str) -> datetime:
    """Read a day of the site's time zone."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
