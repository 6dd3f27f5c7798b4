"""The portal that lives in time: each moment shows what the chronicle says, on a real socket."""

from datetime import datetime, timedelta
from http.client import HTTPConnection
from zlib import crc32

import pytest

from msbazhong_spider.items import Page, PageKind
from msbazhong_spider.pages import classify, read_article
from msbazhong_spider.replica import LivingReplica
from msbazhong_spider.replica.chronicle import Calendar, Edit, Manner
from msbazhong_spider.replica.portal import ZONE

START = datetime(2025, 1, 1, 2, 30, tzinfo=ZONE)
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def replica():
    """Serve a living portal of two counties."""
    with LivingReplica(3, counties=2) as serving:
        yield serving


def ask(replica: LivingReplica, path: str, **headers: str):
    """Give status, headers and body of one answer."""
    connection = HTTPConnection("127.0.0.1", replica.port)
    connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body


def lives(replica: LivingReplica):
    """Give numbers and lives."""
    return list(enumerate(replica.site.lives, 1))


def read(replica: LivingReplica, number: int):
    """Read what the page of a report says."""
    url = replica.base + replica.site.path(number)
    status, headers, body = ask(replica, replica.site.path(number))
    assert status == 200
    return read_article(Page(url, body, status, headers))


def test_a_report_is_served_from_its_moment_on(replica):
    """A second before it is a 404, and no listing links to it."""
    site = replica.site
    number = next(n for n, life in lives(replica) if life.published > START)
    listing = site.skin.listing_path(site.sections[site.own(number)].channel, 1, 1)
    replica.go_to(site.moment(number) - SECOND)
    path = site.path(number)
    assert ask(replica, path)[0] == 404
    assert path not in ask(replica, listing)[2].decode()
    replica.go_to(site.moment(number))
    assert ask(replica, path)[0] == 200
    assert path in ask(replica, listing)[2].decode()


@pytest.mark.parametrize("edit", Edit)
def test_an_edit_shows_from_its_moment_on(replica, edit):
    """The page says something else, and the truth says the same as the page."""
    site = replica.site
    number, life = next(
        (n, life)
        for n, life in lives(replica)
        if life.edits and life.edits[0][1] is edit and not life.absence
    )
    when = life.edits[0][0]
    replica.go_to(when - SECOND)
    before, old = read(replica, number), site.report(number)
    replica.go_to(when)
    after, new = read(replica, number), site.report(number)
    assert (before.title, before.body) == (old.article.title, old.article.body)
    assert (after.title, after.body) == (new.article.title, new.article.body)
    assert (before.title == after.title) is (edit is not Edit.TITLE)
    assert (before.body == after.body) is (edit is Edit.TITLE)
    if edit is Edit.ATTENDEE:
        added = set(new.participation.attendees) - set(old.participation.attendees)
        assert any(person.name in after.body for person in added)
        assert len(new.participation.attendees) == len(old.participation.attendees) + 1


@pytest.mark.parametrize("manner", Manner)
def test_what_was_taken_away_answers_in_its_manner(replica, manner):
    """404, a page with status 200 that says so, or a redirect to the front page."""
    number, absence = next(
        (n, life.absence)
        for n, life in lives(replica)
        if life.absence and life.absence.manner is manner and life.absence.until is None
    )
    replica.go_to(absence.since - SECOND)
    path = replica.site.path(number)
    assert ask(replica, path)[0] == 200
    replica.go_to(absence.since)
    status, headers, body = ask(replica, path)
    assert status == {"not_found": 404, "says_so": 200, "front_page": 302}[manner]
    if manner is Manner.FRONT_PAGE:
        assert headers["location"] == "/"
    else:
        page = Page(replica.base + path, body, status, headers)
        assert classify(page).kind is PageKind.MISSING
    assert all(one.article.url != replica.base + path for one in replica.truth)


def test_some_listings_go_on_to_link_what_is_gone(replica):
    """For three days."""
    site = replica.site
    number, absence = next(
        (n, life.absence)
        for n, life in lives(replica)
        if life.absence and life.absence.unlisted > life.absence.since
    )
    replica.go_to(absence.since)
    assert number in site.index[site.own(number)]
    assert number not in site.numbers
    replica.go_to(absence.unlisted)
    assert number not in site.index[site.own(number)]


def test_one_that_comes_back_is_there_again(replica):
    """With the words that it had."""
    number, absence = next(
        (n, life.absence) for n, life in lives(replica) if life.absence and life.absence.until
    )
    replica.go_to(absence.until - SECOND)
    assert number not in replica.site.numbers
    replica.go_to(absence.until)
    assert read(replica, number).title == replica.site.report(number).article.title


def test_new_templates_change_the_page_and_nothing_that_it_says(replica):
    """In March; addresses are as they were."""
    site, renewed = replica.site, replica.site.calendar.renewed
    replica.go_to(renewed - SECOND)
    numbers = site.numbers[:20]
    paths = [site.path(number) for number in numbers]
    before = [read(replica, number) for number in numbers]
    plain = ask(replica, paths[0])[2]
    replica.go_to(renewed)
    assert [site.path(number) for number in numbers] == paths
    assert b"cmstop" in ask(replica, paths[0])[2]
    assert b"cmstop" not in plain
    for old, number in zip(before, numbers, strict=True):
        new = read(replica, number)
        said = ("title", "body", "published", "precision", "source", "bylines", "breadcrumb")
        assert [getattr(old, name) for name in said] == [getattr(new, name) for name in said]


def test_a_listing_moves_and_its_articles_do_not(replica):
    """In June: the old address answers 404, the pages of the county link the new one."""
    site, moved = replica.site, replica.site.calendar.moved
    channel = site.sections[site.moved].channel
    replica.go_to(moved - SECOND)
    old = site.skin.listing_path(channel, 1, 1)
    path = site.path(site.index[site.moved][0])
    assert ask(replica, old)[0] == 200
    replica.go_to(moved)
    new = site.skin.listing_path(channel, 1, 1)
    assert new != old
    assert ask(replica, old)[0] == 404
    assert ask(replica, path)[0] == 200
    assert path in ask(replica, new)[2].decode()
    assert f'href="{new}"' in ask(replica, site.skin.county_path(channel.county))[2].decode()


def test_the_server_has_the_time_of_the_site(replica):
    """Date is the moment at which the site stands: days without a year are told by it."""
    replica.go_to(START)
    assert ask(replica, "/")[1]["date"] == "Tue, 31 Dec 2024 18:30:00 GMT"


def test_a_site_that_is_down_refuses_or_its_gateway_answers(replica):
    """In August: first nobody listens, then 502; afterwards it is served at the same port."""
    calendar, port = replica.site.calendar, replica.port
    replica.go_to(calendar.refusing.start)
    with pytest.raises(ConnectionRefusedError):
        ask(replica, "/")
    assert replica.requests == ()
    replica.go_to(calendar.broken.start)
    assert ask(replica, "/")[0] == 502
    replica.go_to(calendar.broken.end)
    assert ask(replica, "/")[0] == 200
    assert replica.port == port


def test_a_night_of_challenges(replica):
    """In November every page is one; robots.txt is not."""
    calendar = replica.site.calendar
    replica.go_to(calendar.challenged.start)
    status, headers, body = ask(replica, "/")
    page = Page(replica.url, body, status, headers)
    assert classify(page).kind is PageKind.CHALLENGE
    assert ask(replica, "/robots.txt")[0] == 200
    replica.go_to(calendar.challenged.end)
    assert ask(replica, "/")[0] == 200


def test_an_unchanged_page_answers_304_by_what_it_was_sent_with(replica):
    """A third of the pages has ETag and date, a third one of the two, a third none of them."""
    replica.go_to(START)
    seen = {}
    for number in replica.site.numbers:
        path = replica.site.path(number)
        _, headers, _ = ask(replica, path)
        names = frozenset({"etag", "last-modified"} & headers.keys())
        seen[crc32(path.encode()) % 3] = names
        if "etag" in names:
            assert ask(replica, path, If_None_Match=headers["etag"])[0] == 304
        if "last-modified" in names:
            assert ask(replica, path, If_Modified_Since=headers["last-modified"])[0] == 304
    assert seen == {0: {"etag", "last-modified"}, 1: {"last-modified"}, 2: frozenset()}


def test_whatever_changes_a_page_changes_its_date(replica):
    """Over a fortnight no page differs from the day before under one Last-Modified."""
    site = replica.site
    replica.go_to(START)
    paths = [site.path(number) for number in site.numbers[:60]]
    paths += [site.skin.listing_path(s.channel, 1, 1) for s in site.sections]
    earlier: dict[str, tuple[str, bytes]] = {}
    changed = 0
    for day in range(14):
        replica.go_to(START + timedelta(days=day))
        for path in paths:
            answer = site.answer(path)
            if answer.status != 200 or answer.modified is None:
                continue
            date, body = earlier.get(path, (None, b""))
            assert date != answer.modified or body == answer.body, path
            changed += date != answer.modified
            earlier[path] = answer.modified, answer.body
    assert changed > len(earlier)


def test_counters_change_with_every_answer(replica):
    """On pages that carry neither ETag nor date."""
    replica.go_to(START)
    site = replica.site
    path = next(p for p in map(site.path, site.numbers) if crc32(p.encode()) % 3 == 2)
    assert ask(replica, path)[2] != ask(replica, path)[2]


def test_a_listing_has_a_dead_link_and_pins_something_old(replica):
    """The link was never a page; the pin changes with the month."""
    site = replica.site
    replica.go_to(START)
    items = site.items(0, 1)
    assert ask(replica, items[-1].href)[0] == 404
    pins = set()
    for month in range(4, 10):
        replica.go_to(START.replace(month=month, day=20))
        first = site.items(6, 1)[0]
        assert first.pinned
        assert first.moment < START.replace(month=month, day=1)
        pins.add(first.href)
    assert len(pins) > 3


def test_equal_seeds_give_equal_bytes_in_whatever_order_time_goes():
    """Forward, or back from the end; pages with counters are left out."""
    calendar = Calendar.of_twelve_days()
    days = [START.replace(month=3, day=day) for day in (3, 6, 11, 14)]
    seen: list[dict[tuple[datetime, str], object]] = []
    for order in (days, days[::-1]):
        site = LivingReplica(5, calendar, counties=1, per_page=5).site
        pages = {}
        for moment in order:
            site.go_to(moment)
            paths = ["/", *map(site.path, site.numbers), *site.listings]
            steady = [path for path in paths if crc32(path.encode()) % 3 != 2]
            pages |= {(moment, path): site.answer(path) for path in steady}
        seen.append(pages)
    assert seen[0] == seen[1]
    assert len(seen[0]) > 100
