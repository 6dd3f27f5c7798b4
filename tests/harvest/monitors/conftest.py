"""An archive of invented articles, night after night, and a finished run over it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from msbazhong_spider.harvest.monitors import Scene, look_over
from msbazhong_spider.harvest.thresholds import Thresholds
from msbazhong_spider.items import (
    Article,
    Attendee,
    Byline,
    Capture,
    Field,
    Harvested,
    PageKind,
    Part,
    Participation,
    Precision,
    Span,
)
from msbazhong_spider.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from msbazhong_spider.harvest.monitors import Judged
    from msbazhong_spider.store import Store

SHANGHAI = ZoneInfo("Asia/Shanghai")
TEXT = "县委书记李甲到青石镇调研春耕生产工作。" * 10
LI = Attendee(
    "李甲", "县委书记", (), (Span(Field.BODY, 4, 6),), (), TEXT[:19], rule="r", confidence=0.9
)


@dataclass
class Archive:
    """An archive that is filled night by night. ``site`` is the only one in it."""

    store: Store
    site: str = "yunxi"
    number: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def article(self, day: date, section: str | None = "时政新闻", **changes: Any) -> Harvested:
        """Make an article published on a day at ten o'clock, and read in the night after."""
        self.number += 1
        url = f"https://www.yunxi.example/{section}/{self.number}.html"
        attended = changes.pop("attended", True)
        read = changes.pop("read", day + timedelta(days=1))
        values = {
            "url": url,
            "title": f"第{self.number}次会议召开",
            "body": TEXT,
            "published": datetime(day.year, day.month, day.day, 10, 5, tzinfo=SHANGHAI),
            "precision": Precision.MINUTE,
            "source": "云溪融媒",
            "bylines": (Byline("赵丙", Part.REPORTER),),
            "county": "云溪县",
            "section": section,
        }
        article = Article(**values | changes)
        return Harvested(
            site=self.site,
            article=article,
            participation=Participation((LI,) if attended else (), ()),
            capture=Capture(url, night(read), 200, PageKind.ARTICLE, 9, f"{self.number:064x}"),
            found_in=(("云溪县", section),) if section else (),
        )

    def past(self, days: int, until: date, section: str = "时政新闻", **changes: Any) -> None:
        """Fill in an article a day, up to a day that is not among them."""
        span = [until - timedelta(days=count) for count in range(days, 0, -1)]
        self.store.save([self.article(day, section, **changes) for day in span], None)

    def run(self, day: date, *articles: Harvested, **scope: Any) -> Scene:
        """Play the run of the night before a day, which reads articles."""
        started = night(day) - timedelta(minutes=5)
        run = self.store.begin_run(self.site, scope, started)
        self.store.save(articles, run)
        counts = {"pages": 100, "links": 50, "articles": len(articles), **self.counts}
        self.store.end_run(run, night(day), "finished", 0, counts)
        return Scene(
            connection=self.store.db.conn,
            site=self.site,
            run_id=run,
            started=started,
            scope=scope,
            counts=counts,
            is_whole=True,
            limits=Thresholds(),
        )

    def judge(self, day: date, *articles: Harvested, **scope: Any) -> Judged:
        """Play a run and look it over."""
        return look_over(self.run(day, *articles, **scope))


def night(day: date) -> datetime:
    """Give three o'clock in the morning of a day, where the site is."""
    return datetime(day.year, day.month, day.day, 3, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Give an empty archive."""
    with open_store(tmp_path / "news.db") as store:
        yield Archive(store)
