"""What starts a harvest every night: a line for crontab, or units for systemd."""

from __future__ import annotations

import getpass
import os
import re
import shlex
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from msbazhong_spider.amounts import CHINA
from msbazhong_spider.errors import UsageError
from msbazhong_spider.harvest.codes import ExitCode

if TYPE_CHECKING:
    from datetime import tzinfo

_CLOCK = re.compile(r"(\d\d?):(\d\d)")
_FOR_SHORT = 900  # seconds beyond --max-time in which a run has surely ended by itself
# A run that found another at work, or that ended by plan, has not failed.
_NO_FAILURES = (ExitCode.LOCKED, ExitCode.INTERRUPTED)


@dataclass(frozen=True, slots=True)
class Job:
    """A harvest to be started every day at a time of China's clock.

    ``command`` is how this program is called, ``arguments`` come after ``harvest``; ``folder`` is
    where it is called (sites of one's own lie there), ``data`` where it writes. ``jitter`` and
    ``longest`` (0: nobody knows) are in seconds.
    """

    site: str
    at: time
    command: tuple[str, ...]
    arguments: tuple[str, ...]
    folder: Path
    data: Path
    contact: str
    user: str
    jitter: float = 900.0
    longest: float = 0.0

    @property
    def harvest(self) -> tuple[str, ...]:
        """The whole command."""
        return (*self.command, "harvest", *self.arguments, "--data", str(self.data), "--quiet")

    @property
    def name(self) -> str:
        """What its units are called."""
        return f"msbazhong-{re.sub(r'[^A-Za-z0-9_.-]', '_', self.site)}"


def read_clock(text: str) -> time:
    """Read a time of day like 02:30. Raises UsageError."""
    found = _CLOCK.fullmatch(text.strip())
    try:
        hour, minute = map(int, found.groups() if found else (24, 0))
        return time(hour, minute)
    except ValueError as error:
        raise UsageError(f"{text!r} is no time of day; one is written like 02:30") from error


def this_command() -> tuple[str, ...]:
    """Give how this program can be called from anywhere: its script, or Python with its name."""
    script = Path(sys.argv[0]).absolute()
    if script.name == "msbazhong" and os.access(script, os.X_OK):
        return (str(script),)
    return (sys.executable, "-m", "msbazhong_spider")


def this_user() -> str:
    """Give the name of the user who runs this; their number, if they have no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def check_text(job: Job) -> None:
    """Refuse what no line can hold. Raises UsageError."""
    for text in (*job.harvest, job.contact, str(job.folder)):
        if any(mark < " " for mark in text):
            raise UsageError(f"{text!r} has a line end or another mark that no line can hold")


# --- cron ---


def crontab_line(job: Job, zone: tzinfo | None = None) -> str:
    """Write the line for crontab, with a comment above it. Cron goes by the clock of the machine.

    ``zone`` is that clock's, None for this machine's own.
    """
    here = datetime.combine(datetime.now(UTC).astimezone(CHINA), job.at, CHINA).astimezone(zone)
    clock = f"{job.at:%H:%M} in China is {here:%H:%M} here ({here.tzname()})"
    options = ("--jitter", _short(job.jitter)) if job.jitter else ()
    words = [*job.harvest, *options]
    contact = f"MSBAZHONG_CONTACT={shlex.quote(job.contact)} " if job.contact else ""
    command = f"cd {shlex.quote(str(job.folder))} && {contact}{shlex.join(words)}"
    # Cron takes a bare % for a line end.
    escaped = command.replace("%", "\\%")
    return f"# {clock}\n{here.minute} {here.hour} * * * {escaped}\n"


def _short(seconds: float) -> str:
    """Write a length of time as an option takes it."""
    return f"{round(seconds / 60)}m" if seconds % 60 == 0 else f"{seconds:g}s"


# --- systemd ---


def units(job: Job) -> dict[str, str]:
    """Write the units for systemd, by file name: service, timer, and what follows a failure."""
    return {
        f"{job.name}.service": _service(job),
        f"{job.name}.timer": _timer(job),
        f"{job.name}-failed.service": _failed(job),
    }


def _service(job: Job) -> str:
    contact = f"Environment={_quoted(f'MSBAZHONG_CONTACT={job.contact}')}\n" if job.contact else ""
    stop = f"{job.longest + _FOR_SHORT:.0f}" if job.longest else "23h"
    return f"""\
[Unit]
Description=Harvest of {_plain(job.site)}
Wants=network-online.target
After=network-online.target
OnFailure={job.name}-failed.service

[Service]
Type=oneshot
User={_plain(job.user)}
WorkingDirectory={_plain(str(job.folder))}
{contact}ExecStart={_line(job.harvest)}
# 6: another run is at work; 8: ended by plan, the next run goes on.
SuccessExitStatus={" ".join(str(code.value) for code in _NO_FAILURES)}
TimeoutStartSec={stop}
TimeoutStopSec=60
Nice=10

{_HARDENING}ReadWritePaths={_quoted(str(job.data))}
"""


# What a harvest needs: the network, to read the system, to write its data folder and into /tmp.
_HARDENING = """\
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
CapabilityBoundingSet=
LockPersonality=yes
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
"""


def _timer(job: Job) -> str:
    return f"""\
[Unit]
Description=Every night: harvest of {_plain(job.site)}

[Timer]
OnCalendar=*-*-* {job.at:%H:%M}:00 Asia/Shanghai
RandomizedDelaySec={job.jitter:.0f}
# A night on which the machine was off is made up for.
Persistent=true

[Install]
WantedBy=timers.target
"""


def _failed(job: Job) -> str:
    health = (*job.command, "health", job.site, "--data", str(job.data))
    return f"""\
[Unit]
Description=After a failed harvest of {_plain(job.site)}

# What the run itself could tell, it has told (alerts). This writes into the journal how things
# stand, also after a run that was killed; a mail or a call of your own can take its place.
[Service]
Type=oneshot
User={_plain(job.user)}
WorkingDirectory={_plain(str(job.folder))}
ExecStart={_line(health)}
SuccessExitStatus=1
"""


def _plain(text: str) -> str:
    """Write a text that takes the rest of a line: only % means something in it."""
    return text.replace("%", "%%")


def _quoted(word: str) -> str:
    """Write one word of a list, in quotes where it needs them."""
    escaped = _plain(word.replace("\\", "\\\\").replace('"', '\\"'))
    return escaped if re.fullmatch(r"[\w@%+=:,./-]+", escaped) else f'"{escaped}"'


def _line(words: tuple[str, ...]) -> str:
    """Write a command line, in which $ would stand for a variable.

    Of a program's path systemd wants letters, spaces and little else; ``env`` takes any.
    """
    if not re.fullmatch(r"[\w/.,:=@+ -]+", words[0]):
        words = ("/usr/bin/env", *words)
    return " ".join(_quoted(word).replace("$", "$$") for word in words)


# --- Both ---


def in_words(job: Job, kinds: tuple[str, ...]) -> str:
    """Write all of it for a person, each part under a line that says where it goes."""
    parts = []
    if "cron" in kinds:
        parts.append(f"# Add to the crontab of {job.user} (crontab -e):\n{crontab_line(job)}")
    if "systemd" in kinds:
        parts += [f"# /etc/systemd/system/{name}\n{text}" for name, text in units(job).items()]
        parts.append(
            f"# Then: systemctl daemon-reload && systemctl enable --now {job.name}.timer\n"
        )
    return "\n".join(parts)


def write_units(job: Job, folder: Path) -> list[Path]:
    """Write the units into a folder, and give their paths. Raises UsageError."""
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in units(job).items():
            paths.append(folder / name)
            paths[-1].write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{folder}: can't be written ({error.strerror})") from error
    return paths
