"""What a run knows before it asks: listings and their readings, links, and which looks are due."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from msbazhong_spider.store import Absence, open_store
from msbazhong_spider.store.frontier import (
    Due,
    Frontier,
    LinkState,
    ListingPlace,
    Settled,
    Shown,
    Walk,
)
from msbazhong_spider.store.merge.databases import Source, merge_databases
from msbazhong_spider.store.rows import utc

SITE = "yunxi"
NIGHT = datetime(2024, 3, 5, 18, 30, tzinfo=UTC)  # half past two of the 6th in Shanghai
DAY = timedelta(days=1)
LIST = ListingPlace("https://www.yunxi.example/sz/", "云溪县", "时政新闻", 2)
OTHER_LIST = ListingPlace("https://www.yunxi.example/bm/", "云溪县", "部门动态", 2)
LOOKS = (1, 2, 4, 7, 14, 30)


def address(number):
    """The address of an article, as make_article has it."""
    return f"https://www.yunxi.example/news/{number}.html"


def shown(*numbers, **changes):
    """Links as a listing shows them."""
    return [Shown(address(number), f"第{number}篇", **changes) for number in numbers]


@pytest.fixture
def frontier(store):
    """The state of a site about which nothing is known yet."""
    return Frontier(store, SITE)


@pytest.fixture
def put(store, harvested):
    """Store an article, as it was had at some time."""

    def save(number, now=NIGHT, published=NIGHT):
        item = harvested(number, published=published)
        answer = replace(item.capture, fetched=now)
        store.save([replace(item, capture=answer, found_in=())], None)

    return save


# --- Listings ---


@pytest.mark.parametrize(
    ("reached", "wanted", "begins"),
    [
        pytest.param(None, "", False, id="never read to its end: nothing may be left out"),
        pytest.param("", "", True, id="read to its end"),
        pytest.param("", "2024-01-01", True, id="read to its end, less is wanted"),
        pytest.param("2024-01-01", "", False, id="read back to a day, all is wanted"),
        pytest.param("2024-01-01", "2024-02-01", True, id="read back to an earlier day"),
        pytest.param("2024-02-01", "2024-01-01", False, id="read back to a later day"),
    ],
)
def test_what_a_reading_may_leave_out(frontier, reached, wanted, begins):
    """What a listing showed before is known only if it was read as far as is wanted now."""
    frontier.enter(LIST, 1, shown(1), NIGHT)
    if reached is not None:
        frontier.walked(LIST.url, "", reached, NIGHT)
    later = NIGHT + DAY
    assert frontier.begin(LIST, wanted, later) == ("2024-03-06T18:30:00Z" if begins else "")


def test_a_listing_knows_what_it_has_shown(frontier):
    """Another listing that shows the same shows it for the first time."""
    first = frontier.enter(LIST, 1, shown(1, 2), NIGHT)
    assert [one.listed for one in first] == [None, None]
    again = frontier.enter(LIST, 1, shown(3, 1), NIGHT + DAY)
    assert [one.listed for one in again] == [None, "2024-03-05T18:30:00Z"]
    other = frontier.enter(OTHER_LIST, 1, shown(1), NIGHT + DAY)
    assert [(one.state, one.listed) for one in other] == [(LinkState.WAITING, None)]


def test_an_article_that_is_stored_is_known(frontier, put):
    """Also if no listing led to it: it may have been imported."""
    put(1)
    known, new = frontier.enter(LIST, 1, shown(1, 2), NIGHT)
    assert (known.state, known.article) == (LinkState.ARTICLE, address(1))
    assert (new.state, new.article) == (LinkState.WAITING, None)


def test_a_reading_goes_on_where_it_was_broken_off(frontier):
    """Two readings of one listing are told apart by their beginning; each ends for itself."""
    frontier.enter(LIST, 1, shown(1), NIGHT)
    all_of_it = Walk("", "", 7, f"{LIST.url}index_7.html")
    began = "2024-03-06T18:30:00Z"
    the_news = Walk(began, "", 2, f"{LIST.url}?p=2", "page=2", "text/x", is_query=True)
    frontier.goes_on(LIST.url, all_of_it)
    frontier.goes_on(LIST.url, the_news)
    assert list(frontier.open_walks("")) == [(LIST, all_of_it), (LIST, the_news)]
    frontier.ended(LIST.url, the_news.before, "")
    assert list(frontier.open_walks("")) == [(LIST, all_of_it)]
    frontier.walked(LIST.url, "", "", NIGHT)
    assert list(frontier.open_walks("")) == []


def test_a_reading_nearer_to_the_first_page_stays_open(frontier):
    """What it has not seen yet, one that began earlier and comes to the end has not seen either."""
    frontier.enter(LIST, 1, shown(1), NIGHT)
    earlier = Walk("", "", 7, f"{LIST.url}index_7.html")
    later = Walk("2024-03-06T18:30:00Z", "", 2, f"{LIST.url}index_2.html")
    frontier.goes_on(LIST.url, earlier)
    frontier.goes_on(LIST.url, later)
    frontier.goes_on(LIST.url, replace(earlier, page=8))
    assert {walk.page for _, walk in frontier.open_walks("")} == {8, 2}
    frontier.walked(LIST.url, earlier.before, "", NIGHT)
    assert list(frontier.open_walks("")) == [(LIST, later)]
    frontier.goes_on(LIST.url, earlier)
    frontier.walked(LIST.url, later.before, "", NIGHT)
    assert list(frontier.open_walks("")) == []


def test_a_reading_takes_over_from_the_one_that_reaches_it(frontier):
    """From the page where a later one would go on; it has one more look at that page."""
    frontier.enter(LIST, 1, shown(1), NIGHT)
    earlier = Walk("", "", 2, f"{LIST.url}index_2.html")
    later = Walk(utc(NIGHT), "", 5, f"{LIST.url}index_5.html")
    for walk in (earlier, later):
        frontier.goes_on(LIST.url, walk)
    frontier.met(LIST.url, earlier.before, (later.url, "page=5"), NIGHT + DAY)
    frontier.met(LIST.url, later.before, (later.url, ""), NIGHT + DAY)
    assert [walk for _, walk in frontier.open_walks("")] == [earlier, later]
    frontier.met(LIST.url, earlier.before, (later.url, ""), NIGHT + DAY)
    after = utc(NIGHT + DAY + timedelta(seconds=1))
    assert [walk for _, walk in frontier.open_walks("")] == [earlier, replace(later, before=after)]


def test_a_full_reading_starts_over(frontier):
    """It passes all places where others were broken off, but for those that want more."""
    frontier.enter(LIST, 1, shown(1), NIGHT)
    whole = Walk("2024-03-06T18:30:00Z", "", 7, f"{LIST.url}index_7.html")
    back = replace(whole, since="2024-01-01")
    for walk in (whole, back):
        frontier.goes_on(LIST.url, walk)
    frontier.start_over(LIST.url, "2024-01-01")
    assert [walk for _, walk in (*frontier.open_walks(""), *frontier.open_walks("2024-01-01"))] == [
        whole
    ]
    frontier.start_over(LIST.url, "")
    assert list(frontier.open_walks("")) == []


def test_a_reading_that_wanted_more_stays_open(frontier):
    """To read back to a day ends no reading of the whole, and goes on with none."""
    frontier.enter(LIST, 1, shown(1), NIGHT)
    whole = Walk("", "", 7, f"{LIST.url}index_7.html")
    frontier.goes_on(LIST.url, whole)
    frontier.goes_on(LIST.url, Walk("", "2024-01-01", 3, f"{LIST.url}index_3.html"))
    frontier.walked(LIST.url, "", "2024-01-01", NIGHT)
    assert list(frontier.open_walks("2024-01-01")) == []
    assert list(frontier.open_walks("")) == [(LIST, whole)]


def test_what_is_done_together_is_done_whole_or_not_at_all(frontier):
    """Links whose page is no place to go on from would never be asked for."""

    def broken_off():
        with frontier.together():
            frontier.enter(LIST, 1, shown(1), NIGHT)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert list(frontier.leftovers(NIGHT)) == []
    assert frontier.begin(LIST, "", NIGHT) == ""


# --- Links ---


@pytest.mark.parametrize(
    ("led_to", "stored", "became"),
    [
        pytest.param(LinkState.ARTICLE, True, ("article", 0), id="an article"),
        pytest.param(LinkState.ARTICLE, False, ("failed", 1), id="an article that was not stored"),
        pytest.param(LinkState.MISSING, False, ("missing", 1), id="a page that is not there"),
        pytest.param(LinkState.FAILED, False, ("failed", 1), id="no answer"),
        pytest.param(LinkState.LISTING, False, ("listing", 0), id="a listing"),
        pytest.param(LinkState.WAITING, False, ("waiting", 0), id="an article of another time"),
    ],
)
def test_what_became_of_a_link(frontier, put, led_to, stored, became):
    """A link leads to an article only if that is stored."""
    frontier.enter(LIST, 1, shown(1), NIGHT)
    if stored:
        put(1)
    frontier.settle([Settled(address(1), led_to, NIGHT, article=address(1), day="2024-03-01")])
    row = frontier.store.db.execute("SELECT state, failures, day, asked FROM link").fetchone()
    assert row == (*became, "2024-03-01", "2024-03-05T18:30:00Z")


def test_the_link_of_an_article_that_is_missing_today_stays_its_link(frontier, put):
    """Whether the article is gone is for its looks to say."""
    frontier.enter(LIST, 1, shown(1), NIGHT)
    put(1)
    frontier.settle([Settled(address(1), LinkState.ARTICLE, NIGHT, article=address(1))])
    frontier.settle([Settled(address(1), LinkState.MISSING, NIGHT + DAY)])
    assert frontier.store.db.execute("SELECT state FROM link").fetchone() == ("article",)


def test_failed_links_are_tried_again_ever_less(frontier):
    """In the next run, then after about two, four, eight days and so on; at last no more."""
    frontier.enter(LIST, 1, shown(1), NIGHT)
    tried = []
    for night in range(400):
        now = NIGHT + night * DAY
        if list(frontier.leftovers(now)):
            tried.append(night)
            frontier.settle([Settled(address(1), LinkState.FAILED, now)])
    assert tried == [0, 1, 3, 7, 15, 31, 63, 127]
    assert [one.url for one in frontier.leftovers(NIGHT + 400 * DAY, full=True)] == [address(1)]


def test_leftovers_bring_their_sections(frontier):
    """Of all listings that show them; in any number, each once, in the order of their finding."""
    frontier.enter(LIST, 1, shown(*range(1, 1201), day="2024-03-01"), NIGHT)
    frontier.enter(OTHER_LIST, 1, shown(7), NIGHT)
    found = list(frontier.leftovers(NIGHT))
    assert [one.url for one in found] == [address(number) for number in range(1, 1201)]
    assert frontier.count_waiting() == 1200
    seventh = found[6]
    assert (seventh.day, seventh.county, seventh.depth) == ("2024-03-01", "云溪县", 3)
    assert set(seventh.sections) == {("云溪县", "时政新闻"), ("云溪县", "部门动态")}


def test_what_another_site_holds_is_never_left_over(frontier):
    """Nor is what only a script can show."""
    frontier.enter(LIST, 1, shown(1, state=LinkState.EXTERNAL), NIGHT)
    frontier.enter(LIST, 1, shown(2), NIGHT)
    frontier.settle([Settled(address(2), LinkState.SCRIPT, NIGHT)])
    assert list(frontier.leftovers(NIGHT, full=True)) == []


def test_an_article_stands_in_the_sections_that_list_it(frontier, put, rows):
    """Whether they showed it before it was stored or after."""
    frontier.enter(LIST, 1, shown(1), NIGHT - DAY)
    put(1)
    frontier.settle([Settled(address(1), LinkState.ARTICLE, NIGHT, article=address(1))])
    frontier.enter(OTHER_LIST, 1, shown(1), NIGHT)
    frontier.add_sections(NIGHT)
    names = rows("SELECT s.name FROM article_section JOIN section AS s ON s.id = section_id")
    assert sorted(name for (name,) in names) == ["时政新闻", "部门动态"]


# --- Second looks ---


@pytest.fixture
def looked(frontier, put):
    """Harvest an article on the first night, then look whenever that is due; give the nights."""

    def play(published, missing=()):
        nights = []
        for night in range(60):
            now = NIGHT + night * DAY + timedelta(minutes=7 * (night % 3))
            put(2, now, datetime(2001, 1, 1, tzinfo=UTC))  # the site is well
            if night and not any(one.url == address(1) for one in frontier.due(now, LOOKS)):
                continue
            nights.append(night)
            if night in missing:
                frontier.store.record_missing(address(1), now, Absence.NOT_FOUND)
            else:
                put(1, now, published)
        return nights

    return play


def test_news_are_looked_at_with_falling_frequency(looked):
    """After one, two, four, seven, fourteen and thirty days, to the night."""
    assert looked(NIGHT) == [0, 1, 2, 4, 7, 14, 30]


def test_old_reports_are_not_looked_at(looked):
    """The first harvest of a site brings years of them."""
    assert looked(NIGHT - 31 * DAY) == [0]


def test_a_missing_article_is_looked_at_every_night_until_it_is_gone(frontier, looked):
    """It is confirmed on three different days; then nobody asks any more."""
    assert looked(NIGHT, range(7, 60)) == [0, 1, 2, 4, 7, 8, 9]
    assert frontier.gone() == {address(1)}


def test_a_missing_article_that_is_there_again_is_not_gone(frontier, looked):
    """One look finds it: the schedule goes on as if nothing had been."""
    assert looked(NIGHT, {4, 5}) == [0, 1, 2, 4, 5, 6, 7, 14, 30]
    assert frontier.gone() == set()


def test_a_full_run_looks_at_all(frontier, store, harvested):
    """Under the address that led to each, newest or not, gone or not."""
    count = 1100
    store.save([harvested(number) for number in range(1, count + 1)], None)
    found = list(frontier.due(NIGHT, LOOKS, full=True))
    assert len(found) == len({one.url for one in found}) == count
    assert all(isinstance(one, Due) for one in found)


# --- Merging ---


def test_what_several_archives_know_is_merged(tmp_path, harvested):
    """In any order, also twice: the later request counts, and a walk only if all have made it."""
    folders = [tmp_path / name for name in ("a.db", "b.db")]
    for number, path in enumerate(folders):
        now = NIGHT + number * DAY
        with open_store(path) as store:
            frontier = Frontier(store, SITE)
            frontier.enter(LIST, 1, shown(1, 2, 3 + number), now)
            frontier.settle([Settled(address(2), (LinkState.FAILED, LinkState.OTHER)[number], now)])
            if number:
                frontier.walked(LIST.url, "", "", now)
            else:
                store.save([harvested(1)], None)
                frontier.settle([Settled(address(1), LinkState.ARTICLE, now, address(1))])
    orders = [folders, folders[::-1], [*folders, folders[0]]]
    merged = [tmp_path / f"{number}.db" for number in range(len(orders))]
    for path, order in zip(merged, orders, strict=True):
        merge_databases([Source(one) for one in order], path)
    tables = [rows_of(path) for path in (*merged, *again(tmp_path, merged[0], folders[1]))]
    assert all(one == tables[0] for one in tables)
    with open_store(merged[0]) as store:
        states = store.db.execute("SELECT url, state FROM link ORDER BY url").fetchall()
        assert [state for _, state in states] == ["article", "other", "waiting", "waiting"]
        assert Frontier(store, SITE).begin(LIST, "", NIGHT + 2 * DAY) == ""
        assert store.db.execute("SELECT count(*) FROM listed").fetchone() == (4,)


def again(folder, merged, part):
    """Merge what is merged with a part of it."""
    merge_databases([Source(part), Source(merged)], folder / "again.db")
    return [folder / "again.db"]


def rows_of(path):
    """All rows of the tables in question."""
    with open_store(path) as store:
        return [
            sorted(store.db.execute(f"SELECT * FROM {table}").fetchall(), key=repr)  # noqa: S608 - our own names
            for table in ("listing", "link", "listed")
        ]
