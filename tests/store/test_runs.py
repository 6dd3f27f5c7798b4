"""Runs, problems, counts and the newest articles."""

from datetime import UTC, datetime, timedelta, timezone

from msbazhong_spider.store import StoreCounts

START = datetime(2024, 3, 5, 9, 30, tzinfo=timezone(timedelta(hours=8)))


def test_a_run_from_start_to_end(store):
    """A run is there from its start, in UTC, and tells how it ended."""
    number = store.begin_run("yunxi", {"county": "云溪县", "section": None}, START)
    (going,) = store.runs()
    assert (going.started, going.finished, going.counts) == ("2024-03-05T01:30:00Z", None, {})
    assert going.scope == {"county": "云溪县", "section": None}
    store.end_run(number, START + timedelta(minutes=5), "finished", 0, {"articles_new": 3})
    (ended,) = store.runs()
    assert (ended.finished, ended.finish_reason) == ("2024-03-05T01:35:00Z", "finished")
    assert (ended.exit_code, ended.counts) == (0, {"articles_new": 3})


def test_runs_latest_first(store):
    """The list begins with the last run and ends at the limit."""
    numbers = [store.begin_run("yunxi", {}, START) for _ in range(3)]
    assert [run.id for run in store.runs(limit=2)] == numbers[:0:-1]


def test_a_run_knows_its_versions(store, rows):
    """Which program made the data, years later."""
    store.begin_run("yunxi", {}, START)
    ((versions,),) = rows("SELECT versions FROM run")
    assert all(name in versions for name in ("msbazhong_spider", "python", "sqlite", "scrapy"))


def test_counts(store, harvested, capture):
    """Articles, attendances, people, captures and problems."""
    number = store.begin_run("yunxi", {}, START)
    store.save([harvested(1), harvested(2)], number)
    store.save_captures([capture("https://www.yunxi.example/")], number)
    store.record_problem(number, "https://www.yunxi.example/x", "missing", "404", START)
    assert store.counts() == StoreCounts(
        articles=2, attendances=4, people=2, captures=3, problems=1
    )


def test_a_problem_is_kept(store, rows):
    """What went wrong with which URL, when and why; also outside of a run."""
    store.record_problem(None, "https://x.example/\ud800", "unreadable", "no text\x00", START)
    assert rows("SELECT run_id, url, kind, why, happened FROM problem") == [
        (None, "https://x.example/\ufffd", "unreadable", "no text\ufffd", "2024-03-05T01:30:00Z")
    ]


def test_newest(store, harvested, attendee):
    """Date, county, title and the first five attendees in the order of the text."""
    many = tuple(attendee(f"李{name}") for name in "子丑寅卯辰巳午")
    store.save(
        [
            harvested(1),
            harvested(2, published=datetime(2023, 1, 1, tzinfo=UTC), attendees=many),
            harvested(3, published=datetime(2021, 1, 1, tzinfo=UTC), attendees=()),
        ],
        None,
    )
    first, second = store.newest(limit=2)
    assert (first.published, first.county) == ("2023-01-01", "云溪县")
    assert first.attendees == ("李子", "李丑", "李寅", "李卯", "李辰")
    assert second.attendees == ("李甲", "王乙")
