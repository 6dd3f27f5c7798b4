"""Faults of a whole site: traps, walls, names, sizes. A run ends by itself, and says the truth."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.replica import Replica
from msbazhong_spider.replica.faults import make_fault

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "www.lanhe-news.cn"


def portal(*faults: Any) -> Replica:
    """Serve a small portal on which something is wrong."""
    return Replica(7, 40, counties=1, faults=faults)


# The most requests that a trap may cost, besides the sixty of the portal itself.
TRAPS = {
    "a listing of reports that are not there": ("endless-listing", 300, "trap: 11 pages"),
    "a listing that repeats itself": ("repeated-listing", 10, ""),
    "a calendar of all times": ("calendar", 120, "trap: one of many pages of its kind"),
}


@pytest.mark.parametrize(("name", "most", "told"), TRAPS.values(), ids=TRAPS)
def test_a_trap_ends(house: Any, name: str, most: int, told: str) -> None:
    """All articles are there, and nothing that is none; where the way was left is told once."""
    with portal(make_fault(name, "/")) as replica:
        house.harvest(replica.url)
        house.check(replica)
        assert house.is_complete(replica)
        assert len(replica.requests) < 60 + most
    traps = [why for why in house.problems.values() if why.startswith("trap")]
    assert [why[: len(told)] for why in traps] == [told][: bool(told)]


def test_addresses_with_sessions_are_the_same_ones(house: Any) -> None:
    """Each link has another session each time; no page is asked for, or kept, twice."""
    with portal(make_fault("sessions")) as replica:
        assert house.harvest(replica.url).code == 0
        first = len(replica.requests)
        assert first < 60
        assert house.harvest(replica.url, "--full").code == 0
        assert len(replica.requests) <= 2 * first
        house.check(replica)
        assert house.is_complete(replica)


def test_names_that_lead_out_of_the_folder_lead_nowhere(house: Any) -> None:
    """Of sections, of files and in addresses: all that is written lies in the data folder."""
    faults = [make_fault("section-name"), make_fault("attachments"), make_fault("paths", "/?*/")]
    before = {path for path in house.folder.parent.rglob("*") if house.data not in path.parents}
    with portal(*faults) as replica:
        house.harvest(replica.url)
    after = {path for path in house.folder.parent.rglob("*") if house.data not in path.parents}
    assert after - before == {house.data}
    assert {path.name.partition(".")[0] for path in house.data.iterdir()} == {
        "news", "warc", "runs", "harvest",
    }  # fmt: skip
    assert house.rows("SELECT count(*) FROM article") >= [40]
    assert house.flaws == []


def test_a_wall_in_the_midst_takes_nothing_away(house: Any) -> None:
    """All articles are known; a challenge at the fifteenth request ends the run with code 5."""
    wall = make_fault("challenge", after=200)
    with portal(wall) as replica:
        assert house.harvest(replica.url).code == 0
        wall.after = len(replica.requests) + 15
        ended = house.harvest(replica.url, "--full")
        assert ended.code == 5, ended.said
        assert "challenge page" in ended.said
        assert len(replica.requests) < wall.after + 15
        house.check(replica)
        assert house.is_complete(replica)
    assert house.rows("SELECT count(*) FROM look WHERE why IS NOT NULL AND run_id = 2") == [0]


def test_a_name_that_stands_for_this_machine_is_not_asked(house: Any) -> None:
    """Exit code 75, the problem told with its address, and no request, not even for robots.txt."""
    with portal() as replica:
        start = f"http://{NAME}:{replica.port}/"
        ended = house.harvest(
            start, "--contact", "a@b.example", names={NAME: "127.0.0.1"}, HTTPPROXY_ENABLED=False
        )
        assert ended.code == 75, ended.said
        assert f"{NAME} stands for 127.0.0.1" in ended.said
        assert replica.requests == ()
        ended = house.harvest(
            start,
            *("--contact", "a@b.example"),
            names={NAME: "127.0.0.1"},
            HTTPPROXY_ENABLED=False,
            MSBAZHONG_PRIVATE_HOSTS=NAME,
        )
        assert ended.code == 0, ended.said


def test_a_name_that_stands_for_nothing(house: Any) -> None:
    """Exit code 75."""
    ended = house.harvest(
        "http://nowhere.invalid/", "--contact", "a@b.example", HTTPPROXY_ENABLED=False
    )
    assert ended.code == 75, ended.said
    assert "can't be resolved" in ended.said or "robots.txt" in ended.said


def test_memory_and_disk_stay_bounded(house: Any, path_of: Callable[[Any], str]) -> None:
    """Eight answers at a time, each as large as it may be, of every large kind."""
    kinds = ("endless", "huge", "bomb", "double-bomb", "endless-headers", "many-headers")
    faults = [make_fault(name, f"*{digit}.html") for digit, name in enumerate(kinds)]
    with portal(*faults) as replica:
        ended = house.harvest(replica.url, DOWNLOAD_MAXSIZE=16 << 20, DOWNLOAD_TIMEOUT=20)
        assert ended.code in (3, 4), ended.said
        house.check(replica)
    assert ended.memory < 600
    assert house.size < 8 << 20


def test_an_address_that_is_too_long_is_told(
    house: Any, serve: Callable[..., Any], page: Callable[..., Any]
) -> None:
    """A site that adds to its own addresses."""
    link = f"<li><a href=/{'a/' * 1500}1.html>李甲到青石镇调研春耕生产工作</a> 2024-03-05</li>"
    with serve({"/": page(f"<ul>{link}</ul>")}) as site:
        house.harvest(site.url)
        assert [path for path in site.asked if len(path) > 100] == []
    assert [why for why in house.problems.values() if "address_too_long" in why] != []


def test_a_page_of_a_listing_that_is_missing_for_a_night_hides_nothing(house: Any) -> None:
    """What stands behind it is read in the next run, without being told to."""
    night = make_fault("soft-404", "*list_*_2.html")
    with Replica(7, 120, counties=1, faults=[night]) as replica:
        house.harvest(replica.url)
        assert len(house.check(replica)) < 120
        night.chance = 0
        assert house.harvest(replica.url).code == 0
        house.check(replica)
        assert house.is_complete(replica)


def test_the_database_has_no_odd_text(house: Any) -> None:
    """What hostile headers and pages bring is text that any program can read."""
    faults = [make_fault(name) for name in ("headers", "nul-bytes")]
    with portal(*faults) as replica:
        house.harvest(replica.url)
    with closing(sqlite3.connect(Path(house.data, "news.db"))) as database:
        dump = "".join(database.iterdump())
    assert "\0" not in dump
