"""Views for people who only know SELECT."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from msbazhong_spider.items import Action


def day(text):
    """A day in the site's zone."""
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def test_article_now(store, harvested, rows):
    """One line an article, with names joined in the order of the page."""
    store.save([harvested()], None)
    assert rows("SELECT title, bylines, attendees, characters FROM article_now") == [
        ("云溪县召开工业发展大会", "赵丙、钱丁", "李甲、王乙", 40)
    ]


def test_attendance_flat_leads_to_the_bytes(store, harvested, rows):
    """One statement leads from an attendance to the sentence and to the WARC record."""
    store.save([harvested()], None)
    assert rows(
        "SELECT name, post, chair, sentence, warc_file, warc_offset FROM attendance_flat"
        " WHERE name = '李甲'"
    ) == [("李甲", "县委书记", 1, "7月22日,云溪县委书记李甲主持会议并讲话。", "yunxi.warc.gz", 99)]


def test_post_spell(store, harvested, attendee, rows):
    """A person in a post from the first to the last day seen; no post, no spell."""
    no_post = attendee("王乙", None, (Action.ATTEND,))
    store.save(
        [
            harvested(1, published=day("2022-07-24"), attendees=(attendee(), no_post)),
            harvested(2, published=day("2021-01-02"), attendees=(attendee(),)),
            harvested(3, published=day("2023-05-01"), attendees=(attendee(post="市委副书记"),)),
        ],
        None,
    )
    assert rows(
        "SELECT name, county, post, first_seen, last_seen, appearances FROM post_spell"
        " ORDER BY first_seen"
    ) == [
        ("李甲", "云溪县", "县委书记", "2021-01-02", "2022-07-24", 2),
        ("李甲", "云溪县", "市委副书记", "2023-05-01", "2023-05-01", 1),
    ]


def test_co_attendance(store, harvested, attendee, rows):
    """Each pair once an article, weighted against the size of the meeting."""
    three = tuple(attendee(name) for name in ("李甲", "王乙", "周己"))
    store.save([harvested(1, attendees=three), harvested(2, attendees=three[:1])], None)
    found = rows("SELECT name_a, name_b, attendees, weight FROM co_attendance")
    assert {frozenset(row[:2]) for row in found} == {
        frozenset(pair) for pair in (("李甲", "王乙"), ("李甲", "周己"), ("王乙", "周己"))
    }
    assert [row[2:] for row in found] == [(3, pytest.approx(0.5))] * 3


def test_changes(store, harvested, rows):
    """What the site changed, and the headline before and now."""
    store.save([harvested()], None)
    store.save([harvested(hours=1, title="云溪县工业大会召开")], None)
    assert rows("SELECT version, changed_fields, title_before, title_now FROM changes") == [
        (1, '["title"]', "云溪县召开工业发展大会", "云溪县工业大会召开")
    ]


def test_coverage_shows_gaps(store, harvested, rows):
    """Articles a month and section, and how many months before were empty."""
    days = ("2022-11-05", "2022-11-30", "2022-12-01", "2023-03-01")
    store.save([harvested(number, published=day(text)) for number, text in enumerate(days)], None)
    assert rows(
        "SELECT month, articles, empty_months_before FROM coverage WHERE section = '要闻'"
        " ORDER BY month"
    ) == [("2022-11", 2, None), ("2022-12", 1, 0), ("2023-03", 1, 2)]
