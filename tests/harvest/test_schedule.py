"""The crontab line and the systemd units, tried with what reads them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from cronsim import CronSim

from msbazhong_spider.amounts import CHINA
from msbazhong_spider.errors import UsageError
from msbazhong_spider.harvest.schedule import Job, check_text, crontab_line, read_clock, units

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDERS = {
    "plain": "news",
    "with spaces and Chinese": "新闻 档案",
    "with marks that mean something": "50% $HOME `x` \"a\" 'b' \\n; #",
}
TELL = f"""#!{sys.executable}
import json, os, sys
contact = os.environ.get("MSBAZHONG_CONTACT")
open(sys.argv[0] + ".json", "w").write(json.dumps([os.getcwd(), contact, sys.argv[1:]]))
"""


@pytest.fixture(params=FOLDERS.values(), ids=FOLDERS)
def job(request: pytest.FixtureRequest, tmp_path: Path) -> Job:
    """Make a job whose command tells how it was called, in a folder with a name of its own."""
    folder = tmp_path / request.param
    folder.mkdir()
    script = folder / "msbazhong"
    script.write_text(TELL)
    script.chmod(0o755)
    return Job(
        site="lanhe",
        at=time(2, 30),
        command=(str(script),),
        arguments=("lanhe", "--county", "岚河 县", "--budget", "3000"),
        folder=folder,
        data=folder / "data",
        contact="you@example.org",
        user="root",
    )


def test_cron_starts_what_was_asked_for(job: Job, tmp_path: Path) -> None:
    """As cron reads a line: five words are the time, a bare % would end it, sh gets the rest."""
    _, line = crontab_line(job).splitlines()
    command = line.split(" ", 5)[5]
    assert "%" not in command.replace("\\%", "")
    (tmp_path / "home").mkdir()
    subprocess.run(
        ["/bin/sh", "-c", command.replace("\\%", "%")], check=True, cwd=tmp_path / "home"
    )
    told = json.loads((job.folder / "msbazhong.json").read_text("utf-8"))
    arguments = ["harvest", *job.arguments, "--data", str(job.data), "--quiet", "--jitter", "15m"]
    assert told == [str(job.folder), "you@example.org", arguments]


ZONES = ["Asia/Shanghai", "UTC", "Asia/Kolkata", "Pacific/Honolulu"]


@pytest.mark.parametrize("zone", ZONES)
def test_the_time_is_that_of_china(zone: str) -> None:
    """Whatever clock the machine goes by, which is the one that cron looks at."""
    here = ZoneInfo(zone)
    job = Job("lanhe", time(2, 30), ("x",), (), Path("/"), Path("/data"), "", "root")
    fields = " ".join(crontab_line(job, here).splitlines()[1].split()[:5])
    begins = next(CronSim(fields, datetime.now(here)))
    assert f"{begins.astimezone(CHINA):%H:%M}" == "02:30"


def test_crontab_takes_the_line(job: Job, tmp_path: Path) -> None:
    """The program itself checks it, without installing anything."""
    if shutil.which("crontab") is None:
        pytest.skip("this system has no crontab")
    usage = subprocess.run(["crontab", "-h"], capture_output=True, text=True, check=False).stderr
    # Cronie, in which -n means something else, has -T.
    check = next((option for option in ("-T", "-n") if f"\t{option}\t" in usage), None)
    if check is None:
        pytest.skip("this crontab can't check a file")
    file = tmp_path / "crontab"
    file.write_text(crontab_line(job))
    done = subprocess.run(["crontab", check, file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def systemd_analyze(*arguments: object) -> str:
    """Run systemd-analyze; give all that it says."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("this system has no systemd-analyze")
    done = subprocess.run(
        ["systemd-analyze", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8", "SYSTEMD_COLORS": "0"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_systemd_takes_the_units(job: Job, tmp_path: Path) -> None:
    """It has nothing to say about any of them."""
    (tmp_path / "units").mkdir()
    paths = [tmp_path / "units" / name for name in units(job)]
    for path, text in zip(paths, units(job).values(), strict=True):
        path.write_text(text, encoding="utf-8")
    said = systemd_analyze("verify", "--man=no", *paths)
    assert [line for line in said.splitlines() if "msbazhong" in line] == []


def test_the_timer_goes_by_the_clock_of_china(job: Job) -> None:
    """Half past two there is half past six in the evening of London's winter."""
    (when,) = (
        line.removeprefix("OnCalendar=")
        for line in units(job)["msbazhong-lanhe.timer"].splitlines()
        if line.startswith("OnCalendar=")
    )
    assert "18:30:00 UTC" in systemd_analyze("calendar", when)


def test_what_systemd_is_told(job: Job) -> None:
    """Exit codes that are no failures, a time limit, and one folder that can be written."""
    service = units(job)["msbazhong-lanhe.service"]
    for line in (
        "SuccessExitStatus=6 8",
        "OnFailure=msbazhong-lanhe-failed.service",
        "TimeoutStartSec=23h",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
    ):
        assert line in service.splitlines()
    assert service.count("ReadWritePaths=") == 1
    timer = units(job)["msbazhong-lanhe.timer"]
    assert {"Persistent=true", "RandomizedDelaySec=900"} < set(timer.splitlines())


def test_the_command_prints_both(run: Callable[..., Any], tmp_path: Path) -> None:
    """With full paths, the options of harvest as they were given, and nothing installed."""
    done = run("schedule", "--at", "3:05", "--county", "平昌县", "--data", "我的 data",
               "--max-time", "3h", MSBAZHONG_CONTACT="you@example.org")  # fmt: skip
    assert done.returncode == 0, done.stderr
    data = tmp_path / "我的 data"
    assert f"harvest --county '平昌县' --max-time 3h --data '{data}' --quiet" in done.stdout
    assert f'ReadWritePaths="{data}"' in done.stdout
    assert "TimeoutStartSec=11700" in done.stdout
    assert "OnCalendar=*-*-* 03:05:00 Asia/Shanghai" in done.stdout
    assert list(tmp_path.iterdir()) == []


PARTS = {
    "the crontab line alone": (["--cron"], "crontab -e", "[Unit]"),
    "the units alone": (["--systemd"], "[Unit]", "crontab -e"),
}


@pytest.mark.parametrize(("options", "there", "away"), PARTS.values(), ids=PARTS)
def test_a_part_of_it(run: Callable[..., Any], options: list[str], there: str, away: str) -> None:
    """One can ask for what one uses."""
    done = run("schedule", *options, "--contact", "you@example.org")
    assert (there in done.stdout, away in done.stdout) == (True, False)


def test_the_units_can_be_written(run: Callable[..., Any], tmp_path: Path) -> None:
    """Three files, whose names are told."""
    done = run("schedule", "lanhe", "--write", "units", "--contact", "you@example.org")
    assert sorted(map(str, (tmp_path / "units").iterdir())) == [
        str(tmp_path / "units" / name)
        for name in ("msbazhong-lanhe-failed.service", "msbazhong-lanhe.service",
                     "msbazhong-lanhe.timer")
    ]  # fmt: skip
    assert done.stdout.count("msbazhong-lanhe") == 3


WRONG = {
    "no contact": ([], "is not asked without a contact"),
    "an option that harvest has not": (["--fast"], "No such option '--fast'"),
    "a limit that is none": (["--max-time", "long", "--contact", "a@b.example"], "is no length"),
    "a site that is none": (["nosite", "--contact", "a@b.example"], "there is: lanhe, msbazhong"),
    "a time that is none": (["--at", "25:00", "--contact", "a@b.example"], "is no time of day"),
    "--quiet twice": (["--quiet", "--contact", "a@b.example"], "is there already"),
}


@pytest.mark.parametrize(("options", "message"), WRONG.values(), ids=WRONG)
def test_what_could_not_run_at_night_is_refused_by_day(
    run: Callable[..., Any], options: list[str], message: str
) -> None:
    """Whatever harvest would refuse is refused here, with exit code 2."""
    done = run("schedule", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_a_name_that_no_line_can_hold(job: Job) -> None:
    """A line end in a path would end the line, and begin another one."""
    from dataclasses import replace

    with pytest.raises(UsageError, match="no line can hold"):
        check_text(replace(job, folder=job.folder / "a\nb"))


@pytest.mark.parametrize("text", ["", "2", "24:00", "2:60", "at night"])
def test_what_is_no_time_of_day(text: str) -> None:
    """It is refused."""
    with pytest.raises(UsageError, match="02:30"):
        read_clock(text)
