"""Whole runs by the command line: what they tell, whom, in which form, and what they keep."""

from __future__ import annotations

import fcntl
import json
import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.replica import Replica
from msbazhong_spider.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


QUICK = ("--data", "data", "--delay", "0")
KEY = "k3y-k3y-k3y"


class Robot:
    """A robot of 企业微信 on loopback, which takes everything or nothing."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.answer = {"errcode": 0, "errmsg": "ok"}
        robot = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                robot.texts.append(json.loads(raw)["text"]["content"])
                body = json.dumps(robot.answer).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/send?key={KEY}"


@pytest.fixture(scope="module")
def few() -> Iterator[Replica]:
    """Serve a portal of 30 invented reports."""
    with Replica(seed=7, articles=30) as replica:
        yield replica


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[Robot]:
    """Serve a robot, and name it in the data folder."""
    one = Robot()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "alerts.toml").write_text(f'[wecom]\nurl = "{one.url}"\n')
    thread = Thread(target=one.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield one
    one.server.shutdown()
    thread.join()
    one.server.server_close()


@contextmanager
def turned_back(path: Path) -> Iterator[sqlite3.Connection]:
    """Change a database as if time had passed; it is sealed by the next run."""
    with closing(sqlite3.connect(path)) as database:
        yield database
        database.commit()
    path.with_name(f"{path.name}.sha256").unlink(missing_ok=True)


def report_of(folder: Path) -> dict[str, Any]:
    """Read the report of the latest run of a folder."""
    return json.loads(max((folder / "runs").glob("*.json")).read_text("utf-8"))


def test_the_report_tells_everything(few: Replica, run: Callable[..., Any], tmp_path: Path) -> None:
    """Beside the log, and where --report says; by section, with the first errors of each kind."""
    done = run("harvest", "--start", few.url, *QUICK, "--report", "r.json", "--metrics", "m.prom")
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert report == report_of(tmp_path / "data")
    assert (report["version"], report["run"], report["exit_code"], report["why"]) == (1, 1, 0, "")
    assert (report["new"], report["edited"], report["gone"]) == (30, 0, 0)
    assert report["scope"] == {"start": few.url}
    assert sum(one["new"] for one in report["sections"]) >= 30
    assert {one["county"] for one in report["sections"]} >= {
        one.article.county for one in few.truth
    }
    assert report["requests_per_article"] == round(report["requests"] / 30, 2)
    (missing,) = [one for one in report["errors"] if one["kind"] == "missing"]
    assert missing["number"] == report["counts"]["problem/missing"]
    assert 1 <= len(missing["examples"]) <= 3
    assert report["coverage"]["title"] == 1.0
    assert report["findings"] == []
    assert {"no_links", "errors", "pages_missing"} <= {one["name"] for one in report["fine"]}
    assert 'msbazhong_last_run_new_articles{site="msbazhong"} 30.0' in (
        (tmp_path / "m.prom").read_text()
    )


def test_a_second_run_tells_of_what_is_new_by_section(
    few: Replica, run: Callable[..., Any], tmp_path: Path
) -> None:
    """What was there before is known, and counts as such."""
    run("harvest", "--start", few.url, *QUICK)
    done = run("harvest", "--start", few.url, *QUICK)
    report = report_of(tmp_path / "data")
    assert (report["new"], report["edited"]) == (0, 0)
    assert sum(one["known"] for one in report["sections"]) >= 30
    assert "By section" not in done.stdout


def test_a_bad_night_is_told_once_and_so_is_the_good_one(
    few: Replica,
    run: Callable[..., Any],
    serve: Callable[..., Any],
    robot: Robot,
    tmp_path: Path,
) -> None:
    """A front page that is gone: an alert, none the night after, and a recovery; the codes stay."""
    with serve({"/": (404, {}, b"no")}) as gone:
        for _ in range(2):
            done = run("harvest", "--start", gone.url, *QUICK, "--quiet")
            assert (done.returncode, done.stdout) == (4, "")
            assert "answers with status 404" in done.stderr
    done = run("harvest", "--start", few.url, *QUICK, "--quiet", "--limit", 3)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    bad, good = robot.texts
    assert bad.startswith("msbazhong 采集 msbazhong: front_missing")
    assert f"next: msbazhong read --explain {gone.url}" in bad
    assert good.startswith("msbazhong 采集 msbazhong: front_missing is over")
    assert report_of(tmp_path / "data")["alert"]["recovered"] == ["front_missing"]
    assert "answers with status 404" in run("runs").stdout
    kept = "".join(path.read_text() for path in (tmp_path / "data" / "runs").iterdir())
    assert KEY not in kept


def test_a_robot_that_refuses_changes_no_data_and_makes_no_good_night(
    few: Replica,
    run: Callable[..., Any],
    robot: Robot,
    tmp_path: Path,
    query: Callable[..., Any],
) -> None:
    """The articles are there; the exit code says that nobody could be told; the next run tells."""
    run("harvest", "--start", few.url, *QUICK, "--limit", 5)
    with turned_back(tmp_path / "data" / "news.db") as database:
        database.execute(
            "INSERT INTO alarm VALUES ('msbazhong', 'no_links', '2026-01-01T00:00:00Z',"
            " '2026-01-01T00:00:00Z', 1, '2026-01-01T00:00:00Z', 'no link', NULL)"
        )
    robot.answer = {"errcode": 93000, "errmsg": f"invalid webhook url {KEY}"}
    done = run("harvest", "--start", few.url, *QUICK, "--quiet", "--limit", 5)
    assert done.returncode == 3
    assert "nobody could be told" in done.stderr
    assert "93000, invalid webhook url ***" in done.stderr
    assert query("SELECT exit_code FROM run ORDER BY id") == [0, 3]
    robot.answer = {"errcode": 0}
    assert run("harvest", "--start", few.url, *QUICK, "--quiet", "--limit", 5).returncode == 0
    assert query("SELECT recovered IS NULL FROM alarm") == [0]
    assert len(robot.texts) == 2
    assert KEY not in done.stderr


def test_a_wrong_line_of_a_crontab_is_told(run: Callable[..., Any], robot: Robot) -> None:
    """Also one that the command line can't read; each once a run, since nothing remembers."""
    unknown = ["nosite", "--start", "http://127.0.0.1:9/"]
    for options in (["--conty", "x"], unknown, [], ["--jitter", "soon"]):
        assert run("harvest", *options, "--data", "data").returncode == 2
    assert "No such option" in robot.texts[0]
    assert "there is: lanhe, msbazhong" in robot.texts[1]
    assert "export MSBAZHONG_CONTACT" in robot.texts[2]
    assert "'soon' is no length of time" in robot.texts[3]
    assert all("exit code 2" in text for text in robot.texts)


def test_the_folder_of_the_environment_is_found_too(
    run: Callable[..., Any], robot: Robot, tmp_path: Path
) -> None:
    """Where the options can't be read, MSBAZHONG_DATA names it."""
    run("harvest", "--conty", "x", MSBAZHONG_DATA=str(tmp_path / "data"))
    assert len(robot.texts) == 1


@pytest.mark.parametrize(("hours", "told"), [(2, 0), (40, 1)], ids=["2 h", "40 h"])
def test_a_lock_is_told_of_when_it_is_held_too_long(
    run: Callable[..., Any], robot: Robot, tmp_path: Path, hours: int, told: int
) -> None:
    """A run that takes its time turns others away without a word to anybody."""
    since = datetime.now(UTC) - timedelta(hours=hours)
    with (tmp_path / "data" / "harvest.lock").open("w") as file:
        file.write(f"process 4711 on elsewhere since {since:%Y-%m-%dT%H:%M:%SZ}: msbazhong")
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        done = run("harvest", "--start", "http://127.0.0.1:9/", *QUICK)
    assert done.returncode == 6
    assert [text.startswith("msbazhong 采集 msbazhong: locked") for text in robot.texts] == (
        [True] * told
    )


def test_no_network_is_told_of_from_the_second_night_on(
    run: Callable[..., Any], serve: Callable[..., Any], robot: Robot, tmp_path: Path
) -> None:
    """The first night is on record only."""
    with serve({}) as site:
        pass
    assert run("harvest", "--start", site.url, *QUICK).returncode == 75
    assert robot.texts == []
    with turned_back(tmp_path / "data" / "news.db") as database:
        database.execute("UPDATE alarm SET since = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-1 day')")
    assert run("harvest", "--start", site.url, *QUICK).returncode == 75
    assert len(robot.texts) == 1
    assert f"curl -I {site.url}" in robot.texts[0]


def test_what_monitors_find_makes_the_exit_code_and_is_told(
    portal: Replica, run: Callable[..., Any], robot: Robot, tmp_path: Path
) -> None:
    """The portal's last report is of 2024: a site that we had been watching fell silent."""
    run("harvest", "--start", portal.url, *QUICK)
    with turned_back(tmp_path / "data" / "news.db") as database:
        database.execute("UPDATE article SET first_seen = '2020-01-01T00:00:00Z'")
    ended = {"MSBAZHONG_ENDED_DAYS": "99999"}
    done = run("harvest", "--start", portal.url, *QUICK, "--quiet", **ended)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("msbazhong: no news since 2024-")
    (finding,) = report_of(tmp_path / "data")["findings"]
    assert (finding["name"], finding["exit_code"]) == ("site_silent", 4)
    assert finding["why"] in robot.texts[0]
    assert all(example in robot.texts[0] for example in finding["examples"])
    health = run("health", "--data", "data")
    assert (health.returncode, "open alarms: site_silent" in health.stdout) == (1, True)


def test_alert_test_goes_the_way_of_a_real_alert(
    run: Callable[..., Any], robot: Robot, tmp_path: Path
) -> None:
    """Exit code 0 only if every channel took it; a file that others can read is told of."""
    done = run("alert", "test", "--data", "data")
    assert done.returncode == 0
    assert done.stdout.endswith(": accepted\n")
    assert "others can read" in done.stderr
    assert robot.texts[0].startswith("msbazhong 采集 msbazhong: test")
    (tmp_path / "data" / "alerts.toml").chmod(0o600)
    robot.answer = {"errcode": 45009, "errmsg": "api freq out of limit"}
    done = run("alert", "test", "--data", "data")
    assert (done.returncode, done.stderr) == (1, "")
    assert "refuses: errcode 45009, api freq out of limit" in done.stdout


def test_alert_test_without_a_channel(run: Callable[..., Any]) -> None:
    """Exit code 2, and where to look."""
    done = run("alert", "test", "--data", "data")
    assert done.returncode == 2
    assert "no channel yet" in done.stderr


def test_settings_that_make_no_sense_are_told_before_a_run(run: Callable[..., Any]) -> None:
    """A threshold that is no number, metrics that nobody could read."""
    start = ("--start", "http://127.0.0.1:9/", *QUICK)
    done = run("harvest", *start, MSBAZHONG_SILENT_DAYS="soon")
    assert (done.returncode, "MSBAZHONG_SILENT_DAYS='soon' is no number" in done.stderr) == (
        2,
        True,
    )
    done = run("harvest", *start, "--metrics", "none/m.prom")
    assert (done.returncode, "metrics go to a file" in done.stderr) == (2, True)


def test_a_run_is_kept_where_the_database_can_be_used_no_more(
    run: Callable[..., Any], robot: Robot, tmp_path: Path
) -> None:
    """A database of a later program: exit code 2, and somebody is told."""
    open_store(tmp_path / "data" / "news.db").close()
    with turned_back(tmp_path / "data" / "news.db") as database:
        database.execute("PRAGMA user_version = 9999")
    done = run("harvest", "--start", "http://127.0.0.1:9/", *QUICK)
    assert done.returncode == 2
    assert "has schema 9999" in robot.texts[0]
    assert "told by every run" in robot.texts[0]
