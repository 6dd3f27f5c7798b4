"""What a chronicle draws: enough of everything that happens to a site, and when it should."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from msbazhong_spider.replica.chronicle import (
    Absence,
    Calendar,
    Edit,
    Life,
    Manner,
    draw_lives,
)
from msbazhong_spider.replica.portal import ZONE

SECTIONS = ("时政新闻", "综合新闻", "乡镇动态", "公示公告", "文化旅游")
YEAR = Calendar.of_2025()
LIVES = draw_lives(1, YEAR, SECTIONS, 4, 20)
NEW = datetime(2025, 1, 1, tzinfo=ZONE)


def at(day: int, hour: int = 12) -> datetime:
    """Give a time in May 2025."""
    return datetime(2025, 5, day, hour, tzinfo=ZONE)


def delays() -> list[timedelta]:
    """Give how long after it was published each new report was edited first."""
    edited = [life for life in LIVES if life.edits and life.published >= NEW]
    return [life.edits[0][0] - life.published for life in edited]


def test_equal_seeds_draw_equal_lives():
    """And others draw others."""
    assert draw_lives(1, YEAR, SECTIONS, 4, 20) == LIVES
    assert draw_lives(2, YEAR, SECTIONS, 4, 20) != LIVES


def test_lives_are_in_order_and_within_their_days():
    """Some are older than the first day, none is younger than the last."""
    moments = [life.published for life in LIVES]
    assert moments == sorted(moments)
    assert moments[0] < NEW < moments[-1] < NEW + timedelta(days=365)
    events = [when for life in LIVES for when, _ in life.edits]
    assert min(events) >= NEW


def test_holidays_are_quiet():
    """Over Chinese New Year and the October week hardly anything is published."""
    days = Counter(life.published.date() for life in LIVES)
    quiet = [days[day] for day in map(YEAR.first.__add__, _every_day()) if YEAR.is_quiet(day)]
    assert len(quiet) == 16
    assert max(quiet) <= 1


def _every_day() -> list[timedelta]:
    return [timedelta(number) for number in range(YEAR.days)]


@pytest.mark.parametrize(("section", "weekday"), [("公示公告", 2), ("文化旅游", 4)])
def test_some_sections_are_weekly(section, weekday):
    """They publish on their weekday and on no other."""
    number = SECTIONS.index(section)
    seen = {
        life.published.weekday()
        for life in LIVES
        if life.section == number
        and life.published >= NEW
        and life.published.date() != YEAR.crowded
    }
    assert seen == {weekday}


def test_one_day_brings_more_than_a_page_of_a_listing_holds():
    """All in one section."""
    crowd = Counter(life.section for life in LIVES if life.published.date() == YEAR.crowded)
    assert max(crowd.values()) >= 50


def test_edits_come_after_hours_days_and_months():
    """And change titles, texts and who took part."""
    after = delays()
    assert min(after) < timedelta(hours=10)
    assert any(timedelta(days=1) < delay < timedelta(days=20) for delay in after)
    assert max(after) > timedelta(days=30)
    assert {edit for life in LIVES for _, edit in life.edits} == set(Edit)
    assert any(len(life.edits) > 1 for life in LIVES)


def test_reports_are_taken_away_in_all_manners_and_some_come_back():
    """New ones within a day, and old ones; some stay linked for a while."""
    away = [(life, life.absence) for life in LIVES if life.absence]
    assert {absence.manner for _, absence in away} == set(Manner)
    assert any(absence.until for _, absence in away)
    assert any(absence.unlisted > absence.since for _, absence in away)
    assert any(absence.since - life.published < timedelta(hours=10) for life, absence in away)
    assert any(life.published < NEW for life, _ in away)


def test_a_life_tells_its_state_at_any_time():
    """Edited on the second, away from the fourth to the sixth, linked until the fifth."""
    absence = Absence(at(4), at(6), at(5), Manner.SAYS_SO)
    life = Life(0, at(1), ((at(2), Edit.TITLE), (at(3), Edit.PARAGRAPH)), absence)
    assert [life.state(at(day)) for day in (1, 2, 3, 4)] == [0, 1, 2, 2]
    assert [life.is_there(at(day)) for day in (1, 3, 4, 5, 6)] == [True, True, False, False, True]
    assert not life.is_there(at(1, 11))
    assert [life.is_listed(at(day)) for day in (3, 4, 5, 6)] == [True, True, False, True]
    assert list(life.moments()) == [at(1), at(2), at(3), at(4), at(5), at(6)]


def test_all_that_befalls_the_site_fits_into_twelve_days_too():
    """The short calendar has each event of the long one, one after another."""
    short = Calendar.of_twelve_days()
    events = (
        short.renewed,
        short.moved,
        short.refusing.start,
        short.broken.start,
        short.challenged.start,
        short.challenged.end,
    )
    assert list(events) == sorted(events)
    last = short.first + timedelta(days=short.days - 1)
    assert short.first < events[0].date() <= events[-1].date() < last
    assert short.is_quiet(date(2025, 3, 13))
    assert short.first < short.crowded < last
