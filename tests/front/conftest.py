"""A small archive with a bit of everything, and a browser's way of asking for its pages."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from msbazhong_spider.front.site import make_site
from msbazhong_spider.items import (
    Action,
    Article,
    Attendee,
    Byline,
    Capture,
    Collective,
    Field,
    Harvested,
    Link,
    PageKind,
    Part,
    Participation,
    Precision,
    Span,
)
from msbazhong_spider.store import Absence, Store, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

ROOT = Path(__file__).parent.parent.parent
NOON = datetime(2024, 7, 1, 4, 0, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
SPRING = "3月4日，县委书记李甲到青石镇调研春耕生产工作，县长王乙陪同。\n李甲指出，要抓紧农时。"
MEETING = "4月9日，云溪县召开工业发展大会。县委书记李甲主持会议并讲话，副县长张　杰参加。"
SPORTS = "5月31日，县第一小学举行运动会，八百名学生参加了比赛，用上了 Windows XP 的记分牌。"
FIRE = "11月30日，岚河县副县长李甲检查森林防火工作，要求各村不漏一户一人。"


def attendee(text: str, printed: str, post: str, *actions: Action) -> Attendee:
    """An attendee whose name stands in a text, perhaps with a blank in it."""
    at = text.index(printed)
    return Attendee(
        name=printed.replace("　", ""),
        post=post,
        actions=actions,
        names=(Span(Field.BODY, at, at + len(printed)),),
        sentence=text.partition("。")[0] + "。",
        rule="subject of its verb",
        confidence=0.9,
    )


def report(
    number: int,
    title: str,
    body: str,
    day: str,
    *people: Attendee,
    seen: int = 0,
    **changes: Any,
) -> Harvested:
    """A report on its way to the store, seen so many hours after noon."""
    fields = {
        "url": f"https://www.yunxi.example/news/{number}.html",
        "title": title,
        "body": body,
        "published": datetime.fromisoformat(day).replace(tzinfo=SHANGHAI),
        "precision": Precision.DAY,
        "published_raw": day,
        "source": "云溪融媒",
        "bylines": (Byline("赵丙", Part.REPORTER),),
        "breadcrumb": ("首页", "云溪县", "时政新闻"),
        "county": "云溪县",
        "section": "时政新闻",
        "evidence": {"title": "h1"},
    }
    article = Article(**fields | changes)
    capture = Capture(
        url=article.url,
        fetched=NOON + timedelta(hours=seen),
        status=200,
        kind=PageKind.ARTICLE,
        size=1234,
        sha256=f"{number:064}",
        charset_declared="gb2312",
        charset_used="gb18030",
        warc_file="yunxi.warc.gz",
        warc_offset=99,
    )
    group = Collective("各村", Action.ATTEND, Span(Field.BODY, 0, 2))
    return Harvested(
        site="yunxi",
        article=article,
        participation=Participation(people, (group,), incomplete=True, mentioned=("孙戊",)),
        capture=capture,
        found_in=((article.county or "", article.section or ""),),
    )


def spring(title: str = "李甲到青石镇调研春耕生产工作", *, seen: int = 0) -> Harvested:
    """The report whose headline the site changes."""
    people = (
        attendee(SPRING, "李甲", "县委书记", Action.SPEAK, Action.INSPECT),
        attendee(SPRING, "王乙", "县长", Action.ACCOMPANY),
    )
    pictures = (Link("https://www.yunxi.example/1.jpg", "春耕现场"),)
    return report(1, title, SPRING, "2024-03-05", *people, seen=seen, images=pictures)


def meeting() -> Harvested:
    """A report with a name that is printed with a blank in it."""
    people = (
        attendee(MEETING, "李甲", "县委书记", Action.CHAIR, Action.SPEAK),
        attendee(MEETING, "张　杰", "副县长", Action.ATTEND),
    )
    return report(2, "云溪县召开工业发展大会", MEETING, "2024-04-10", *people)


def sports() -> Harvested:
    """The report that the site takes away."""
    return report(3, "县第一小学举行运动会", SPORTS, "2024-06-01", section="教育卫生")


def fire() -> Harvested:
    """Somebody else of the same name, in another county, before all others."""
    person = attendee(FIRE, "李甲", "副县长", Action.INSPECT)
    return report(4, "岚河县检查森林防火工作", FIRE, "2023-12-01", person, county="岚河县")


def fill(store: Store) -> None:
    """Save the four reports; the site changes the first one and takes the third one away."""
    store.save([spring("李甲调研春耕"), meeting(), sports(), fire()], None)
    for day in (1, 2, 3):
        store.save([spring(seen=24 * day)], None)
        store.record_missing(sports().article.url, NOON + timedelta(days=day), Absence.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Asks the pages of an archive, as a browser would."""

    site: Any
    app: Any

    def get(self, path: str, **asked: str) -> httpx.Response:
        """Ask for a page; redirects are followed."""
        return asyncio.run(self._get(path, asked))

    async def _get(self, path: str, asked: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1", follow_redirects=True
        ) as client:
            return await client.get(path, params=asked or None)

    def rows(self, path: str, **asked: str) -> list[dict[str, Any]]:
        """Ask for the rows of a table or a query."""
        answer = self.get(f"{path}.json", _shape="array", **asked)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()
        return found


@contextmanager
def visiting(path: Path) -> Iterator[Visitor]:
    """Open an archive in Datasette while a block lasts."""
    site = make_site(path)
    try:
        yield Visitor(site, site.app())
    finally:
        site.executor.shutdown()
        for database in site.databases.values():
            database.close()


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with four reports, which no test changes."""
    made = tmp_path_factory.mktemp("archive") / "news.db"
    with open_store(made) as store:
        fill(store)
    return made


@pytest.fixture(scope="session")
def visitor(path: Path) -> Iterator[Visitor]:
    """Somebody who visits that archive."""
    with visiting(path) as opened:
        yield opened


@pytest.fixture
def visit() -> Callable[[Path], AbstractContextManager[Visitor]]:
    """Open any other archive in Datasette while a block lasts."""
    return visiting


@pytest.fixture
def reports() -> dict[str, Harvested]:
    """The reports, to be saved into another archive."""
    return {"spring": spring(), "meeting": meeting(), "sports": sports(), "fire": fire()}


@contextmanager
def running(data: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the command while a block lasts; give it and the address that it tells."""
    command = [sys.executable, "-m", "msbazhong_spider", "serve", "--data", str(data)]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([*command, "--port", "0", *options], cwd=ROOT, **pipes) as process:
        try:
            assert process.stdout is not None
            told = process.stdout.readline()
            assert told.startswith("Serving "), told
            yield process, told.split(" at ")[1].split(" ")[0]
        finally:
            process.kill()


@pytest.fixture(scope="session")
def serving() -> Callable[..., AbstractContextManager[tuple[subprocess.Popen[str], str]]]:
    """Run `serve` in a process of its own while a block lasts."""
    return running
