"""An alert in words: why, with examples, where, when, and which command to run next."""

from __future__ import annotations

import shlex
import socket
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from msbazhong_spider.harvest.alerts.message import Message
from msbazhong_spider.harvest.findings import MOST_EXAMPLES, Sign, plain
from msbazhong_spider.store.rows import SITE_ZONE, utc

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from msbazhong_spider.harvest.alerts.news import News, Over
    from msbazhong_spider.harvest.findings import Finding

VERSION = 1  # of the record that a webhook gets
# Robots in chats can ask for a keyword in each message: these two are in every subject.
NAMES = "msbazhong 采集"

READ = "msbazhong read --explain {example}"
PROBLEMS = 'sqlite3 {database} "SELECT kind, url, why FROM problem WHERE run_id = {run}"'
FULL = "msbazhong harvest {site} --full --data {data}"
RUNS = "msbazhong runs --data {data}"
NEXT = {
    Sign.INTERNAL: "less {log}",
    Sign.USAGE: "run the command of the crontab by hand; it says what is wrong",
    Sign.BLOCKED: "look at {example} in a browser, and leave the site alone until it shows itself",
    Sign.LOCKED: "cat {data}/harvest.lock",
    Sign.DISK: "df -h {data}",
    Sign.NETWORK: "curl -I {example}",
    Sign.NO_FRONT: READ,
    Sign.ERRORS: PROBLEMS,
    Sign.NO_LINKS: READ,
    Sign.NO_ARTICLES: PROBLEMS,
    Sign.FIELD: READ,
    Sign.TIMES: READ,
    Sign.SHORT: READ,
    Sign.MISSING: PROBLEMS,
    Sign.CHALLENGES: PROBLEMS,
    Sign.LISTING: READ,
    Sign.SECTION: f"look at the section in a browser; if it has moved: {FULL}",
    Sign.SITE: f"look at the site in a browser; then {FULL}",
}


@dataclass(frozen=True, slots=True)
class Situation:
    """The run that an alert is about, as far as there was one. ``when`` is UTC."""

    site: str
    when: datetime
    data: Path
    exit_code: int
    run_id: int | None = None
    start: str = ""
    log: Path | None = None
    note: str = ""

    @property
    def local(self) -> str:
        """Give the time where the site is."""
        return f"{self.when.astimezone(SITE_ZONE):%Y-%m-%d %H:%M} (Asia/Shanghai)"


def message_of(situation: Situation, news: News) -> Message:
    """Put what there is to tell into one message."""
    return Message(
        _subject(situation, news),
        "\n".join([*_head(situation), *_body(situation, news)]),
        _record(situation, news),
    )


def trial_message(situation: Situation) -> Message:
    """Make the message of ``msbazhong alert test``."""
    text = [*_head(situation), "", "This is a test. A real alert comes the same way."]
    return Message(
        f"{NAMES} {situation.site}: test",
        "\n".join(text),
        {**_facts(situation), "event": "test", "new": [], "recovered": [], "going_on": []},
    )


def _subject(situation: Situation, news: News) -> str:
    counts = ((len(news.new), "new"), (len(news.over), "over"))
    said = ", ".join(f"{count} {what}" for count, what in counts if count)
    first = news.new[0].key if news.new else f"{news.over[0].name} is over"
    more = f" ({said})" if len(news.new) + len(news.over) > 1 else ""
    return plain(f"{NAMES} {situation.site}: {first}{more}")


def _head(situation: Situation) -> list[str]:
    run = f"run {situation.run_id}" if situation.run_id is not None else "no run"
    where = f"site {situation.site}, {run}, exit code {situation.exit_code}"
    lines = [f"{situation.local}, {where}, on {socket.gethostname()}"]
    return [*lines, situation.note] if situation.note else lines


def _body(situation: Situation, news: News) -> list[str]:
    lines: list[str] = []
    for _, alike in groupby(sorted(news.new, key=_sign_of), key=_sign_of):
        lines += ["", *_told_together(situation, list(alike))]
    for over in news.over:
        lines += ["", plain(f"over: {over.name}, open since {over.since}: {over.why}")]
    if news.going_on:
        lines += ["", plain(f"going on, told before: {', '.join(news.going_on)}")]
    return [*lines, "", f"more: {RUNS.format(data=shlex.quote(str(situation.data)))}"]


def _sign_of(finding: Finding) -> Sign:
    return finding.sign


def _told_together(situation: Situation, alike: list[Finding]) -> list[str]:
    """Tell of findings of one name: thirty silent sections are one matter, and three are shown."""
    first, shown = alike[0], alike[:MOST_EXAMPLES]
    examples = len(first.examples) if len(alike) == 1 else 1
    lines = []
    for one in shown:
        lines += [str(one), *(f"  {plain(what)}" for what in one.examples[:examples])]
    if len(alike) > len(shown):
        lines.append(f"and {len(alike) - len(shown)} more {first.sign}")
    return [*lines, f"  next: {next_step(situation, first)}"]


def next_step(situation: Situation, finding: Finding) -> str:
    """Give the command that shows more of a finding."""
    fallback = situation.start or "the site"
    example = next(reversed(plain(" ".join(finding.examples[:1])).split()), fallback)
    data = str(situation.data)
    return NEXT.get(finding.sign, RUNS).format(
        example=shlex.quote(example) if example != "the site" else example,
        data=shlex.quote(data),
        database=shlex.quote(f"{data}/news.db"),
        site=situation.site,
        run=situation.run_id,
        log=shlex.quote(str(situation.log or f"{data}/runs")),
    )


def _record(situation: Situation, news: News) -> dict[str, Any]:
    return {
        **_facts(situation),
        "event": "alarm" if news.new else "recovery",
        "new": [finding_record(one) | {"next": next_step(situation, one)} for one in news.new],
        "recovered": [_over_record(one) for one in news.over],
        "going_on": list(news.going_on),
    }


def _facts(situation: Situation) -> dict[str, Any]:
    return {
        "version": VERSION,
        "site": situation.site,
        "run": situation.run_id,
        "time": utc(situation.when),
        "local_time": situation.local,
        "exit_code": situation.exit_code,
        "host": socket.gethostname(),
        "data": str(situation.data),
    }


def finding_record(finding: Finding) -> dict[str, Any]:
    """Give a finding as plain values, for reports and webhooks."""
    return {
        "name": finding.sign.value,
        "subject": finding.subject,
        "why": finding.why,
        "examples": list(finding.examples),
        "exit_code": finding.code.value,
    }


def _over_record(over: Over) -> dict[str, Any]:
    return {"name": over.name, "since": over.since, "why": over.why}
