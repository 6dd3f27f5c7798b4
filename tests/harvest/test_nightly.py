"""Night after night: what a run asks for when the archive knows the site already."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.harvest.demo import compare
from msbazhong_spider.replica import Replica
from tests.conftest import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Answer = tuple[int, dict[str, str], bytes]

QUICK = ("--data", "data", "--delay", "0")
AT_ONCE = 8  # requests under way with --delay 0
PLACES = ("青石", "白马", "双桥", "石门", "龙泉", "平溪", "高峰", "云台", "新店", "柳林", "大坪")
TITLES = [f"李甲到{place}镇调研春耕生产工作" for place in PLACES]


def entries(*numbers: int) -> str:
    """Print the entries of a list; a later number was published later."""
    return "".join(
        f"<li><a href=/news/{number}.html>{TITLES[number]}</a><span>2024-03-{number + 1:02}</span>"
        for number in numbers
    )


class Town:
    """A site of one section, whose list is set anew for each night."""

    def __init__(
        self,
        run: Callable[..., Any],
        serve: Callable[..., Any],
        page: Callable[..., Answer],
        article_page: Callable[..., Answer],
    ) -> None:
        self._run, self._serve, self._page = run, serve, page
        self._articles = {
            f"/news/{number}.html": article_page(title, day=f"2024-03-{number + 1:02}")
            for number, title in enumerate(TITLES)
        }
        self._port = 0
        self.broken: set[str] = set()
        self.missing: set[str] = set()

    def answers(self, pages: list[list[int]]) -> dict[str, Any]:
        """Print the front page and the pages of the list, which lead on by 下一页."""
        made = {**self._articles, "/": self._page("<div class=nav><a href=/sz/>时政新闻</a></div>")}
        for number, shown in enumerate(pages, 1):
            more = f"<a href=/sz/{number + 1}.html>下一页</a>" if number < len(pages) else ""
            crumbs = "<div>您的位置：<a href=/>首页</a> &gt; <a href=/sz/>时政新闻</a></div>"
            path = "/sz/" if number == 1 else f"/sz/{number}.html"
            made[path] = self._page(f"{crumbs}<ul>{entries(*shown)}</ul>{more}", "时政新闻")
        made |= dict.fromkeys(self.missing, (404, {}, b"missing"))
        return made | dict.fromkeys(self.broken, (500, {}, b"broken"))

    def night(self, pages: list[list[int]], *options: object) -> list[str]:
        """Harvest the site as it is tonight; give what was asked for, but robots.txt, sorted."""
        with self._serve(self.answers(pages), self._port) as site:
            self._port = site.server.server_port
            self._run("harvest", "--start", site.url, *QUICK, *options)
        return sorted(path for path in set(site.asked) if path != "/robots.txt")


@pytest.fixture
def town(
    run: Callable[..., Any],
    serve: Callable[..., Any],
    page: Callable[..., Answer],
    article_page: Callable[..., Answer],
) -> Town:
    """A site that is set anew for each night."""
    return Town(run, serve, page, article_page)


def test_a_list_is_read_until_what_is_known_begins(town: Town, query: Callable[..., Any]) -> None:
    """Past the pinned ones: a page on which all is known, and no page behind it."""
    first = town.night([[6, 5, 4], [3, 2], [1, 0]])
    assert len(first) == 2 + 2 + 7
    news = ["/news/7.html", "/news/8.html"]
    assert town.night([[2, 8, 7], [6, 5, 4], [3, 2], [1, 0]]) == ["/", *news, "/sz/", "/sz/2.html"]
    assert town.night([[2, 8, 7], [6, 5, 4], [3, 2], [1, 0]]) == ["/", "/sz/"]
    assert query("SELECT count(*) FROM article") == [9]


def test_news_behind_a_page_of_pinned_ones(town: Town) -> None:
    """The second page is read every night where the first shows old reports only."""
    town.night([[2, 1, 0], [8, 7, 6], [5, 4, 3]])
    assert town.night([[2, 1, 0], [9, 8, 7], [6, 5, 4], [3]]) == [
        "/", "/news/9.html", "/sz/", "/sz/2.html", "/sz/3.html",
    ]  # fmt: skip
    assert town.night([[2, 1, 0], [9, 8, 7], [6, 5, 4], [3]]) == ["/", "/sz/", "/sz/2.html"]


def test_a_list_that_was_broken_off_is_read_on(town: Town, query: Callable[..., Any]) -> None:
    """Its second page fails one night: the next night goes on there, besides what is new.

    Where the news lead to a page that the first reading has read, they are at their end, but for
    one more look at it on the night after.
    """
    town.broken = {"/sz/2.html"}
    town.night([[6, 5, 4], [3, 2], [1, 0]])
    assert query("SELECT count(*) FROM article") == [3]
    town.broken = set()
    asked = town.night([[7, 6, 5], [4, 3, 2], [1, 0]])
    assert asked == ["/", *(f"/news/{n}.html" for n in (0, 1, 2, 3, 7)),
                     "/sz/", "/sz/2.html", "/sz/3.html"]  # fmt: skip
    assert query("SELECT count(*) FROM article") == [8]
    assert town.night([[7, 6, 5], [4, 3, 2], [1, 0]]) == ["/", "/sz/", "/sz/2.html"]
    assert town.night([[7, 6, 5], [4, 3, 2], [1, 0]]) == ["/", "/sz/"]


def test_a_page_that_is_missing_once_ends_no_reading(town: Town, query: Callable[..., Any]) -> None:
    """Not one that is read on either: only where it is missing twice, the list ends before it."""
    pages = [[9, 8], [7, 6], [5, 4], [3, 2]]
    town.broken = {"/sz/2.html"}
    town.night(pages)
    town.broken, town.missing = set(), {"/sz/3.html"}
    town.night(pages)
    assert query("SELECT count(*) FROM article") == [4]
    town.missing = {"/sz/4.html"}
    assert "/sz/4.html" in town.night(pages)
    assert "/sz/4.html" in town.night(pages)
    assert query("SELECT count(*) FROM article") == [6]
    assert "/sz/4.html" not in town.night(pages)


def test_what_slipped_past_two_readings_is_read_the_next_night(
    town: Town, query: Callable[..., Any]
) -> None:
    """News may push a report from one page to another, just when the other was read already."""
    town.broken = {"/sz/2.html"}
    town.night([[6, 5, 4], [3, 2], [1, 0]])
    town.broken = set()
    town.night([[9, 8, 7], [5, 4, 3], [2, 1, 0]])
    town.night([[9, 8, 7], [10, 5, 4], [3, 2, 1]])
    assert query("SELECT count(*) FROM article WHERE url LIKE '%/10.html'") == [1]


def test_a_full_run_leaves_out_nothing(town: Town) -> None:
    """Every page of the list, every article."""
    pages = [[6, 5, 4], [3, 2], [1, 0]]
    first = town.night(pages)
    assert town.night(pages, "--full") == first


def test_a_small_run_leaves_the_rest_to_the_next(town: Town, query: Callable[..., Any]) -> None:
    """What --limit kept from being asked for waits, and what was read is not asked for again."""
    pages = [[6, 5, 4], [3, 2], [1, 0]]
    first = town.night(pages, "--limit", 2)
    assert query("SELECT count(*) FROM article") == [2]
    assert query("SELECT counts ->> 'waiting' FROM run") == query(
        "SELECT count(*) FROM link WHERE state = 'waiting'"
    )
    second = town.night(pages)
    both = {path for path in first if path.startswith("/news/")} & set(second)
    assert len(both) <= AT_ONCE - 2  # those under way when the second article was read
    assert query("SELECT count(*) FROM article") == [7]


def test_a_run_back_to_a_day_leaves_earlier_ones_to_others(
    town: Town, query: Callable[..., Any]
) -> None:
    """A later run that wants all reads the list to its end."""
    pages = [[6, 5, 4], [3, 2], [1, 0]]
    town.night(pages, "--since", "2024-03-05")
    assert query("SELECT count(*) FROM article") == [3]
    town.night(pages)
    assert query("SELECT count(*) FROM article") == [7]


def test_an_unchanged_site_costs_a_request_for_each_list(
    portal: Replica, run: Callable[..., Any], query: Callable[..., Any]
) -> None:
    """None for an article; nearly all are answered with 304, which tells that all is as it was."""
    run("harvest", "--start", portal.url, *QUICK)
    before = len(portal.requests)
    done = run("harvest", "--start", portal.url, *QUICK)
    run("harvest", "--start", portal.url, *QUICK)
    assert done.returncode == 0, done.stderr
    asked = Counter(portal.requests[before:])
    articles = {one.article.url[len(portal.url) - 1 :] for one in portal.truth}
    assert not articles & set(asked)
    (sections,) = query("SELECT count(*) FROM section")
    assert sum(asked.values()) <= 2 * 2 * sections  # in two nights
    assert query("SELECT count(*) > 10 FROM capture WHERE status = 304") == [1]
    assert query("SELECT count(*) FROM article_version") == [0]


STATUSES = "SELECT status, count(*) FROM capture WHERE run_id = {} GROUP BY status ORDER BY status"


def test_a_server_is_not_believed_for_ever(
    town_portal: Replica, run: Callable[..., Any], query: Callable[..., Any]
) -> None:
    """It says that pages are as they were (304), for so many days; then they are had whole."""
    start = ("harvest", "--start", town_portal.url, *QUICK)
    run(*start)
    run(*start)
    run(*start, MSBAZHONG_TRUST_DAYS="0")
    (_, believed), *_ = [row for row in query(STATUSES.format(2)) if row[0] == 304]
    assert believed > 2
    assert [status for status, _ in query(STATUSES.format(3))] == [200]


def test_what_is_lost_from_the_archive_is_had_whole(
    town_portal: Replica, run: Callable[..., Any], query: Callable[..., Any], tmp_path: Path
) -> None:
    """A 304 about a page whose bytes somebody has taken away leads to another request."""
    start = ("harvest", "--start", town_portal.url, *QUICK)
    run(*start)
    for file in (tmp_path / "data" / "warc").glob("*.warc.gz"):
        file.unlink()
    done = run(*start)
    assert done.returncode == 0, done.stderr
    told = dict(query(STATUSES.format(2)))
    assert told[200] > told[304] > 2
    assert query("SELECT count(*) FROM article") == [30]


@pytest.fixture
def town_portal() -> Iterator[Replica]:
    """Serve a portal of 30 invented reports of one county."""
    with Replica(seed=7, articles=30, counties=1) as replica:
        yield replica


def test_a_killed_run_is_taken_up(tmp_path: Path, query: Callable[..., Any]) -> None:
    """No more is asked for again than was under way; nothing is lost, nothing doubled."""
    data = tmp_path / "data"
    with Replica(seed=5, articles=240) as replica:
        command = [sys.executable, "-m", "msbazhong_spider", "harvest", "--start", replica.url]
        options = ["--delay", "0", "--quiet", "--data", str(data)]
        with subprocess.Popen([*command, *options], env=environment()) as running:
            while len(replica.requests) < 150:
                assert running.poll() is None
                time.sleep(0.01)
            running.send_signal(signal.SIGKILL)
        killed = len(replica.requests)
        subprocess.run([*command, *options], env=environment(), check=True)
        articles = {one.article.url[len(replica.url) - 1 :] for one in replica.truth}
        first, second = set(replica.requests[:killed]), set(replica.requests[killed:])
        assert len(first & articles) > 30
        assert len(first & second & articles) <= AT_ONCE
        assert compare(data / "news.db", replica.truth).wrong == ()
    assert query("SELECT count(*) FROM article_version") == [0]
    assert query("SELECT count(*) - count(DISTINCT url || fetched) FROM capture") == [0]
