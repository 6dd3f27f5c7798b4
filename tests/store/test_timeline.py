"""States follow from looks: late answers, answers read again, articles that go and come back."""

from datetime import timedelta

import pytest

from msbazhong_spider.errors import UsageError
from msbazhong_spider.items import Capture, PageKind
from msbazhong_spider.store import Absence, absence_of
from msbazhong_spider.store import rows as store_rows

URL = "https://www.yunxi.example/news/1.html"
OTHER = "https://www.yunxi.example/news/2.html"


@pytest.fixture
def noon(harvested):
    """The time that hours are counted from."""
    return harvested().capture.fetched


def titles(store):
    """The headlines of all states in their order, and since when each stood."""
    return [(state.fields["title"], state.since[8:13]) for state in store.history(URL).states]


def test_an_older_answer_takes_its_place_in_time(store, harvested):
    """An import of last year's page is an earlier state, not a new one."""
    store.save([harvested(hours=48, title="今天的标题")], None)
    store.save([harvested(hours=0, title="去年的标题")], None)
    assert titles(store) == [("去年的标题", "05T04"), ("今天的标题", "07T04")]
    assert [row.title for row in store.newest()] == ["今天的标题"]
    assert store.search("去年的标题") == []


def test_an_answer_between_two_that_agree(store, harvested):
    """What looked like one state was two, with another between them."""
    store.save([harvested(hours=0), harvested(hours=48)], None)
    store.save([harvested(hours=24, title="中间的标题")], None)
    assert [title for title, _ in titles(store)] == [
        "云溪县召开工业发展大会", "中间的标题", "云溪县召开工业发展大会",
    ]  # fmt: skip


def test_an_older_answer_that_agrees(store, harvested, rows):
    """The state is older than was known; nothing else changes."""
    store.save([harvested(hours=48)], None)
    assert store.save([harvested(hours=0)], None).unchanged == 1
    assert rows("SELECT version, first_seen, version_since, last_seen FROM article") == [
        (1, "2024-03-05T04:00:00Z", "2024-03-05T04:00:00Z", "2024-03-07T04:00:00Z")
    ]


def test_any_order_gives_the_same_states(tmp_path, harvested):
    """Answers that are saved in whatever order tell the same story."""
    from itertools import permutations

    from msbazhong_spider.store import open_store

    looks = [(0, "甲"), (10, "乙"), (20, "甲"), (30, "丙")]
    stories = []
    for number, order in enumerate(permutations(looks)):
        with open_store(tmp_path / f"{number}.db") as store:
            for hours, title in order:
                store.save([harvested(hours=hours, title=title)], None)
            stories.append(titles(store))
            assert len(store.search("李甲")) == 1
    assert all(story == stories[0] for story in stories)
    assert [title for title, _ in stories[0]] == ["甲", "乙", "甲", "丙"]


def test_reading_an_answer_again_makes_no_version(store, harvested, monkeypatch):
    """A better reader finds another headline in the same bytes: the site changed nothing."""
    store.save([harvested(title="栏目名"), harvested(hours=24, title="栏目名")], None)
    monkeypatch.setattr(store_rows, "__version__", "99.0")
    assert store.save([harvested(title="真正的标题")], None).changed == 1
    assert titles(store) == [("真正的标题", "05T04")]
    assert [hit.title for hit in store.search("真正的标题")] == ["真正的标题"]
    assert store.save([harvested(hours=24, title="真正的标题")], None).unchanged == 1
    assert titles(store) == [("真正的标题", "05T04")]


def test_reading_an_earlier_state_again(store, harvested, rows):
    """A state that has passed is read anew in its place; the present one stays."""
    store.save([harvested(title="旧"), harvested(hours=24, title="新")], None)
    store.save([harvested(title="旧，读得更好")], None)
    assert [title for title, _ in titles(store)] == ["旧，读得更好", "新"]
    assert rows("SELECT changed_fields FROM article_version") == [('["title"]',)]


def test_a_better_reading_joins_states(store, harvested):
    """Where the reader alone made two states of one, reading again makes them one."""
    store.save([harvested(title="标题 阅读12"), harvested(hours=24, title="标题 阅读99")], None)
    assert len(titles(store)) == 2
    store.save([harvested(title="标题"), harvested(hours=24, title="标题")], None)
    assert titles(store) == [("标题", "05T04")]


@pytest.mark.parametrize(
    ("status", "kind", "url", "absence"),
    [
        (404, PageKind.MISSING, URL, Absence.NOT_FOUND),
        (410, PageKind.OTHER, URL, Absence.GONE),
        (200, PageKind.MISSING, URL, Absence.SAYS_SO),
        (200, PageKind.LISTING, "https://www.yunxi.example/", Absence.FRONT_PAGE),
        (200, PageKind.ARTICLE, URL, None),
        (404, PageKind.CHALLENGE, URL, None),
        (200, PageKind.CHALLENGE, "https://www.yunxi.example/", None),
        (200, PageKind.LISTING, "https://login.example/", None),
        (200, PageKind.LISTING, "https://www.yunxi.example/?error=1", None),
        (403, PageKind.OTHER, URL, None),
        (429, PageKind.OTHER, URL, None),
        (500, PageKind.MISSING, URL, None),
        (503, PageKind.OTHER, URL, None),
        (304, PageKind.OTHER, URL, None),
    ],
)
def test_what_proves_an_absence(noon, status, kind, url, absence):
    """Missing pages do; challenges, refusals and faults of the server do not."""
    answer = Capture(url, noon, status, kind, 10, "a" * 64)
    assert absence_of(URL, answer) is absence


def missing_on(store, noon, *days, well=True):
    """Find the article missing on these days; another article of the site is there, or not."""
    for day in days:
        when = noon + timedelta(days=day)
        assert store.record_missing(URL, when, Absence.NOT_FOUND)
        if well:
            assert store.record_present(OTHER, when)


def gone(store):
    """What the view says is gone: since when, and on how many days that was seen."""
    return store.db.execute("SELECT first_missing, days, why FROM gone").fetchall()


def test_gone_after_three_days(store, harvested, noon):
    """Two days are not enough, nor are many looks on one day."""
    store.save([harvested(1), harvested(2)], None)
    missing_on(store, noon, 1, 1.1, 1.2, 2)
    assert gone(store) == []
    assert not store.history(URL).gone
    missing_on(store, noon, 9)
    assert gone(store) == [("2024-03-06T04:00:00Z", 3, "not_found")]
    assert store.history(URL).gone
    assert len(store.history(URL).missing) == 5


def test_days_are_those_of_the_site(store, harvested, noon):
    """Midnight is that of Shanghai: three looks in one of our days may be two of theirs."""
    store.save([harvested(1), harvested(2)], None)
    missing_on(store, noon, 1, 1.49, 1.51, 2)
    assert gone(store) == []
    assert store.db.execute(
        "SELECT count(DISTINCT day) FROM look WHERE why IS NOT NULL"
    ).fetchone() == (2,)


def test_the_number_of_days_is_a_setting(store, harvested, noon):
    """It is kept in the database, where the view finds it."""
    store.save([harvested(1), harvested(2)], None)
    missing_on(store, noon, 1, 2)
    store.confirm_gone_after(2)
    assert len(gone(store)) == 1
    store.confirm_gone_after(4)
    assert gone(store) == []
    with pytest.raises(UsageError, match="1 or more"):
        store.confirm_gone_after(0)


def test_a_site_that_is_ill_loses_nothing(store, harvested, noon):
    """Days on which nothing of the site was seen do not count, however many they are."""
    store.save([harvested(1), harvested(2)], None)
    missing_on(store, noon, 1, 2, 3, 4, 5, well=False)
    assert gone(store) == []
    missing_on(store, noon, 6, 7, 8)
    assert [days for _, days, _ in gone(store)] == [3]


def test_it_comes_back(store, harvested, noon):
    """Seen again, read or only asked for, it is gone no more; its absences stay on record."""
    store.save([harvested(1), harvested(2)], None)
    missing_on(store, noon, 1, 2, 3)
    assert store.record_present(URL, noon + timedelta(days=4))
    assert gone(store) == []
    missing_on(store, noon, 5, 6, 7)
    assert gone(store) == [("2024-03-10T04:00:00Z", 3, "not_found")]
    store.save([harvested(1, hours=24 * 8)], None)
    assert gone(store) == []
    history = store.history(URL)
    assert (len(history.missing), len(history.states), history.looks) == (6, 1, 3)


def test_found_and_missed_in_one_second(store, harvested, noon):
    """What was found is there, in whichever order it is told."""
    store.save([harvested(1)], None)
    assert store.record_missing(URL, noon, Absence.NOT_FOUND)
    later = noon + timedelta(hours=1)
    store.record_missing(URL, later, Absence.NOT_FOUND)
    store.record_present(URL, later)
    assert store.history(URL).missing == ()


def test_looks_at_what_is_not_stored(store, harvested, noon):
    """There is nothing to be missing; nor was anything there before the first look."""
    assert not store.record_missing(URL, noon, Absence.NOT_FOUND)
    assert not store.record_present(URL, noon)
    store.save([harvested(1)], None)
    assert not store.record_present(URL, noon - timedelta(days=1))


def test_present_unread_is_the_state_of_that_time(store, harvested, noon):
    """A 304 says that the words are those that were seen last before it."""
    store.save([harvested(title="旧"), harvested(hours=48, title="新")], None)
    store.record_present(URL, noon + timedelta(hours=24))
    store.save([harvested(hours=36, title="旧")], None)
    assert titles(store) == [("旧", "05T04"), ("新", "07T04")]
    assert store.history(URL).looks == 4


def test_history_of_nothing(store):
    """An id or address that is not stored is told."""
    with pytest.raises(UsageError, match="no article has this id or address"):
        store.history("https://www.yunxi.example/none.html")


def test_days_of_illness_cost_nothing(store, harvested, noon):
    """Neither presence nor absence is looked for among all looks of a day or all articles."""
    plan = store.db.execute("EXPLAIN QUERY PLAN SELECT * FROM gone").fetchall()
    steps = [step for *_, step in plan if step.startswith(("SCAN", "SEARCH"))]
    assert any("look_missing" in step for step in steps)
    assert any("look_present (day=?)" in step for step in steps)
    assert not any(step.startswith("SCAN a") for step in steps)
