"""A fresh database, and invented articles to put into it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from msbazhong_spider.items import (
    Action,
    Article,
    Attendee,
    Byline,
    Capture,
    Collective,
    Field,
    Harvested,
    PageKind,
    Part,
    Participation,
    Precision,
    Span,
)
from msbazhong_spider.store import open_store

BODY = "7月22日,云溪县委书记李甲主持会议并讲话。\n县长王乙出席，各乡镇负责同志参加。"
NOON = datetime(2024, 3, 5, 4, 0, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def make_attendee(name="李甲", post="县委书记", actions=(Action.CHAIR, Action.SPEAK), **changes):
    """An attendee whose spans are right where the name stands in BODY."""
    at = max(BODY.find(name), 0)
    values = {
        "name": name,
        "post": post,
        "actions": actions,
        "names": (Span(Field.BODY, at, at + len(name)),),
        "sentence": BODY.split("\n", maxsplit=1)[0],
        "rule": "subject of chair",
        "confidence": 0.9,
    }
    return Attendee(**values | changes)


def make_article(number=1, **changes):
    """An article of an invented county."""
    values = {
        "url": f"https://www.yunxi.example/news/{number}.html",
        "title": "云溪县召开工业发展大会",
        "body": BODY,
        "subtitles": ("李甲强调", "加快建设工业强县"),
        "published": datetime(2022, 7, 24, tzinfo=SHANGHAI),
        "precision": Precision.DAY,
        "published_raw": "2022-07-24",
        "source": "云溪融媒",
        "bylines": (Byline("赵丙", Part.REPORTER), Byline("钱丁", Part.EDITOR)),
        "breadcrumb": ("首页", "云溪县", "时政新闻"),
        "county": "云溪县",
        "section": "时政新闻",
        "evidence": {"title": "h1"},
    }
    return Article(**values | changes)


def make_capture(url, fetched=NOON, **changes):
    """The answer that an article was read from."""
    values = {
        "url": url,
        "fetched": fetched,
        "status": 200,
        "kind": PageKind.ARTICLE,
        "size": 1234,
        "sha256": "a" * 64,
        "charset_declared": "gb2312",
        "charset_used": "gb18030",
        "warc_file": "yunxi.warc.gz",
        "warc_offset": 99,
    }
    return Capture(**values | changes)


def make_harvested(number=1, *, hours=0, attendees=None, **changes):
    """An article on its way to the store, seen ``hours`` after noon."""
    article = make_article(number, **changes)
    if attendees is None:
        attendees = (make_attendee(), make_attendee("王乙", "县长", (Action.ATTEND,)))
    group = Collective("各乡镇负责同志", Action.ATTEND, Span(Field.BODY, 32, 39))
    return Harvested(
        site="yunxi",
        article=article,
        participation=Participation(attendees, (group,), incomplete=True, mentioned=("孙戊",)),
        capture=make_capture(article.url, NOON + timedelta(hours=hours)),
        found_in=(("云溪县", "时政新闻"), ("云溪县", "要闻")),
    )


@pytest.fixture
def harvested():
    """The maker of articles."""
    return make_harvested


@pytest.fixture
def attendee():
    """The maker of attendees."""
    return make_attendee


@pytest.fixture
def capture():
    """The maker of captures."""
    return make_capture


@pytest.fixture
def store(tmp_path):
    """A fresh store."""
    with open_store(tmp_path / "news.db") as opened:
        yield opened


@pytest.fixture
def rows(store):
    """Ask the fresh store by SQL: a list of tuples."""
    return lambda sql, *values: store.db.execute(sql, values).fetchall()
