"""Alarms from night to night: told once, again after a recovery, later if nobody could be told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.harvest.alerts.state import open_alarms
from msbazhong_spider.harvest.alerts.tell import tell, tell_without_run
from msbazhong_spider.harvest.alerts.words import NEXT, Situation, next_step
from msbazhong_spider.harvest.codes import ExitCode
from msbazhong_spider.harvest.findings import Finding, Fine, Sign
from msbazhong_spider.harvest.outcome import Verdict
from msbazhong_spider.harvest.thresholds import Thresholds
from msbazhong_spider.store import open_store
from msbazhong_spider.store.seal import Seal, check_seal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from msbazhong_spider.store import Store

FIRST = datetime(2026, 6, 1, 19, 0, tzinfo=UTC)  # three in the morning of the second, in Shanghai
BAD = Finding(Sign.FIELD, "8 of 20 have source", "source", ("https://a.example/1.html",))
OTHER = Finding(Sign.FIELD, "3 of 20 have bylines", "bylines")
GOOD = Fine(Sign.FIELD, "20 of 20 have source", "source")
NETWORK = Finding(Sign.NETWORK, "the connection was refused")
NETWORK_FINE = Fine(Sign.NETWORK, "a run went through")
SECRET = "s3cret-t0ken"

TAKEN = (200, {}, b'{"errcode": 0}')
REFUSED = (200, {}, b'{"errcode": 93000, "errmsg": "invalid webhook url"}')


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "news.db") as opened:
        yield opened


class Nights:
    """Runs of one site, and the robot that is told of them."""

    def __init__(self, store: Store, folder: Path, receiver: Any) -> None:
        self.store, self.folder, self.receiver = store, folder, receiver
        text = f'[wecom]\nurl = "{receiver.url}/send?key={SECRET}"\n'
        (folder / "alerts.toml").write_text(text, "utf-8")

    def run(self, night: float, *found: Finding | Fine, site: str = "yunxi") -> Any:
        """Let a run end on a night with findings; gives what was told."""
        findings = tuple(one for one in found if isinstance(one, Finding))
        fine = tuple(one for one in found if isinstance(one, Fine))
        verdict = Verdict(ExitCode.SUSPICIOUS, "why", findings, fine)
        when = FIRST + timedelta(days=night)
        situation = Situation(site, when, self.folder, 4, run_id=7, start="https://a.example/")
        return tell(self.store.db.conn, verdict, situation, Thresholds())

    @property
    def messages(self) -> list[str]:
        """Give the texts that arrived."""
        return [asked.json["text"]["content"] for asked in self.receiver.asked]


@pytest.fixture
def nights(store: Store, tmp_path: Path, receive: Callable[..., Any]) -> Iterator[Nights]:
    """Give runs whose robot accepts everything."""
    with receive(lambda _: TAKEN) as receiver:
        yield Nights(store, tmp_path, receiver)


def test_an_alert_says_why_where_when_and_what_to_do(nights: Nights) -> None:
    """In the time of the site, with examples."""
    nights.run(0, BAD)
    (text,) = nights.messages
    assert text.startswith("msbazhong 采集 yunxi: field_missing: source\n")
    assert "2026-06-02 03:00 (Asia/Shanghai), site yunxi, run 7, exit code 4" in text
    assert "field_missing: source: 8 of 20 have source\n  https://a.example/1.html\n" in text
    assert "next: msbazhong read --explain https://a.example/1.html" in text
    assert SECRET not in text


def test_once_until_it_is_over_and_then_once_more(nights: Nights) -> None:
    """Bad, bad, not judged, bad, fine, fine, bad: three messages."""
    told = [
        bool(nights.run(number, *found).news)
        for number, found in enumerate([(BAD,), (BAD,), (), (BAD,), (GOOD,), (GOOD,), (BAD,)])
    ]
    assert told == [True, False, False, False, True, False, True]
    assert (
        "over: field_missing: source, open since 2026-06-01T19:00:00Z: 20 of 20"
        in (nights.messages[1])
    )
    assert "field_missing: source is over" in nights.messages[1]


def test_each_finding_is_told_by_itself(nights: Nights) -> None:
    """A second field is news although the first is told of; both together are one message."""
    nights.run(0, BAD)
    nights.run(1, BAD, OTHER)
    assert len(nights.messages) == 2
    assert "bylines" in nights.messages[1]
    assert "going on, told before: field_missing: source" in nights.messages[1]
    nights.run(2, Finding(Sign.SITE, "silent"), Finding(Sign.MISSING, "30 of 40"), BAD, OTHER)
    assert "site_silent (2 new)" in nights.messages[2]


def test_many_alike_are_one_matter(nights: Nights) -> None:
    """Of thirty silent sections three are told, and how many more there are."""
    silent = [
        Finding(Sign.SECTION, f"why {number}", f"栏目{number}", (f"https://a.example/{number}",))
        for number in range(30)
    ]
    nights.run(0, *silent, BAD)
    (text,) = nights.messages
    assert text.count("section_silent: ") == 4  # three, and the first of them as the subject
    assert "https://a.example/2" in text
    assert "https://a.example/3" not in text
    assert "and 27 more section_silent\n" in text
    assert text.count("next: ") == 2
    assert not nights.run(1, *silent).news


def test_what_a_site_wrote_does_nothing_to_a_chat(nights: Nights) -> None:
    """Its words stand in reasons and addresses: no line of their own, no turning of the writing."""
    evil = "x\n\x1b[2J\u202e@all\r\nover: all is well"
    nights.run(
        0, Finding(Sign.SECTION, evil, evil, (evil, "\x1b")), Finding(Sign.SITE, "y", "", ("\n",))
    )
    nights.run(1, Fine(Sign.SECTION, evil, evil))
    for text in nights.messages:
        assert all(sign.isprintable() or sign == "\n" for sign in text)
        lines = [line for line in text.splitlines() if line.startswith("over: ")]
        assert len(lines) == nights.messages.index(text)


def test_each_site_has_its_own_alarms(nights: Nights) -> None:
    """Two sites in one archive."""
    nights.run(0, BAD)
    nights.run(0.1, BAD, site="lanhe")
    assert len(nights.messages) == 2


def test_what_nobody_took_is_tried_again(nights: Nights) -> None:
    """Until it is delivered, and then never again; the failure is told in the vendor's words."""
    nights.receiver.answer = lambda _: REFUSED
    told = nights.run(0, BAD)
    assert told.failed.sign is Sign.ALERTS
    assert "invalid webhook url" in told.failed.why
    assert told.complaints[0].startswith("alert: wecom (127.0.0.1:")
    nights.receiver.answer = lambda _: TAKEN
    assert [bool(nights.run(number, BAD).deliveries) for number in (1, 2)] == [True, False]
    assert SECRET not in f"{told.failed} {told.complaints}"


def test_a_recovery_that_nobody_took_is_tried_again(nights: Nights) -> None:
    """The alarm stays open until somebody knows that it is over."""
    nights.run(0, BAD)
    nights.receiver.answer = lambda _: REFUSED
    nights.run(1, GOOD)
    nights.receiver.answer = lambda _: TAKEN
    assert bool(nights.run(2, GOOD).news)
    assert not nights.run(3, GOOD).news
    assert open_alarms(nights.store.db.conn, "yunxi") == {}


def test_what_was_over_before_anybody_knew_is_not_told(nights: Nights) -> None:
    """Nobody is told that something is over of which he never heard."""
    nights.receiver.answer = lambda _: REFUSED
    nights.run(0, BAD)
    nights.receiver.answer = lambda _: TAKEN
    assert not nights.run(1, GOOD).news
    assert open_alarms(nights.store.db.conn, "yunxi") == {}


def test_one_channel_that_works_is_enough(
    nights: Nights, receive: Callable[..., Any], tmp_path: Path
) -> None:
    """The other one is complained of, and the alert counts as told."""
    with receive(lambda _: REFUSED) as other:
        with (tmp_path / "alerts.toml").open("a") as file:
            file.write(f'[dingtalk]\nurl = "{other.url}/?access_token={SECRET}"\n')
        told = nights.run(0, BAD)
    assert told.failed is None
    assert len(told.complaints) == 1
    assert not nights.run(1, BAD).news


def test_alarms_are_kept_where_there_is_nobody_to_tell(store: Store, tmp_path: Path) -> None:
    """`health` shows them; a channel that is added later is told of what is open."""
    verdict = Verdict(ExitCode.SUSPICIOUS, "why", (BAD,))
    situation = Situation("yunxi", FIRST, tmp_path, 4)
    assert tell(store.db.conn, verdict, situation, Thresholds()).failed is None
    (alarm,) = open_alarms(store.db.conn, "yunxi").values()
    assert (alarm.name, alarm.told, alarm.nights) == ("field_missing: source", None, 1)


def test_a_wrong_key_in_the_file_is_a_finding(store: Store, tmp_path: Path) -> None:
    """Also on a night on which there is nothing to tell: it would be too late then."""
    (tmp_path / "alerts.toml").write_text('[wecom]\nkey = "x"\n')
    told = tell(
        store.db.conn, Verdict(ExitCode.DONE), Situation("yunxi", FIRST, tmp_path, 0), Thresholds()
    )
    assert "wecom has no 'key'" in told.failed.why


OUTAGES = {
    "one night": ([0], [False]),
    "two nights": ([0, 1], [False, True]),
    "three nights are told once": ([0, 1, 2], [False, True, False]),
    "four times in one night": ([0, 0.05, 0.1, 0.15], [False] * 4),
    "evening and next morning": ([0.7, 1], [False, True]),
    "two runs with a week between": ([0, 7], [False, True]),
}


@pytest.mark.parametrize(("when", "told"), OUTAGES.values(), ids=OUTAGES)
def test_no_network(nights: Nights, when: list[float], told: list[bool]) -> None:
    """Somebody is told from the second night on, counted in days of the site."""
    assert [bool(nights.run(night, NETWORK).news) for night in when] == told


def test_an_outage_that_was_over_in_between_begins_anew(nights: Nights) -> None:
    """Down, up, down: no two nights in a row."""
    runs = enumerate([NETWORK, NETWORK_FINE, NETWORK, NETWORK_FINE])
    assert not any(nights.run(number, found).news for number, found in runs)


def test_an_alarm_of_which_nothing_is_heard_any_more_ends(nights: Nights) -> None:
    """A listing that is no longer linked is judged by no run."""
    nights.run(0, BAD)
    assert not nights.run(90).news
    assert "nothing was seen of it for 91 days" in nights.run(91).news.over[0].why


def test_a_run_that_could_not_start_is_told_once(nights: Nights, tmp_path: Path) -> None:
    """What is remembered in the database is remembered here too, and the database stays sealed."""
    nights.store.seal()
    nights.store.close()
    verdict = Verdict(ExitCode.USAGE, "no such site", (Finding(Sign.USAGE, "no such site"),))
    situation = Situation("yunxi", FIRST, tmp_path, 2)
    told = [bool(tell_without_run(verdict, situation, Thresholds()).deliveries) for _ in range(2)]
    assert told == [True, False]
    assert "no run, exit code 2" in nights.messages[0]
    assert check_seal(tmp_path / "news.db") is Seal.WHOLE


def test_a_database_that_was_altered_is_left_as_it_is(nights: Nights, tmp_path: Path) -> None:
    """The broken seal is what `verify` goes by."""
    nights.store.seal()
    nights.store.close()
    with (tmp_path / "news.db").open("ab") as file:
        file.write(b"\0")
    verdict = Verdict(ExitCode.USAGE, "x", (Finding(Sign.USAGE, "no such site"),))
    tell_without_run(verdict, Situation("yunxi", FIRST, tmp_path, 2), Thresholds())
    assert "told by every run" in nights.messages[0]
    assert check_seal(tmp_path / "news.db") is Seal.BROKEN


def test_without_a_database_it_is_told_every_time(
    receive: Callable[..., Any], tmp_path: Path
) -> None:
    """And says so; no database is made."""
    with receive(lambda _: TAKEN) as receiver:
        (tmp_path / "alerts.toml").write_text(f'[wecom]\nurl = "{receiver.url}/"\n')
        verdict = Verdict(ExitCode.USAGE, "x", (Finding(Sign.USAGE, "no contact"),))
        for _ in range(2):
            tell_without_run(verdict, Situation("yunxi", FIRST, tmp_path, 2), Thresholds())
    assert len(receiver.asked) == 2
    assert "told by every run" in receiver.asked[0].json["text"]["content"]
    assert not (tmp_path / "news.db").exists()


def test_every_finding_has_its_next_step() -> None:
    """A command, or what to look at; no placeholder is left over."""
    situation = Situation("yunxi", FIRST, Path("/srv/my news"), 4, 7)
    for sign in set(Sign) - {Sign.ALERTS}:
        assert sign in NEXT
        step = next_step(situation, Finding(sign, "why", examples=("2026-01-01 https://a/?b=1&c",)))
        assert "{" not in step
        for piece in step.split("/srv/my news")[:-1]:
            assert piece.endswith("'")
