"""The portal without its sockets: what stands at which address.

Reports are numbered from 1, the oldest. Where a report stands follows from the seed and its number
alone, by arithmetic, so that a hundred thousand of them cost nothing until somebody looks; a report
is written when it is asked for and kept for a while.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msbazhong_spider.items import Article

from . import reports
from .banks import bank
from .counties import County, make_counties
from .skins import Anchor, ArticleView, Channel, CountyView, FrontView, ListingView
from .truth import Truth
from .writing import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .skins import Route, Skin

NAME = "岚山新闻网"
PAGE = 20  # articles on a page of a listing
_NEWEST = datetime(2024, 12, 20, 18, tzinfo=ZoneInfo("Asia/Shanghai"))
_SPAN = timedelta(days=4 * 365)
_TWICE = 12  # one report of so many is listed in a second section
_KEPT = 4096  # reports kept in memory
_ID_STEP = 3  # numbers of real articles have gaps: deleted ones, drafts
_ID_START = 4000


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site answers to one address."""

    body: bytes
    content_type: str = "text/html"
    status: int = 200
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Section:
    channel: Channel
    county: County


class Site:
    """All pages of the portal of one seed and one number of reports."""

    def __init__(self, seed: int, articles: int, skin: Skin) -> None:
        """Draw the counties; write no report yet."""
        self.seed, self.articles, self.skin = seed, articles, skin
        self.counties = make_counties(seed)
        self.county_channels, self.sections = _make_channels(seed, self.counties)
        self._weights = [_weight(section.channel.name) for section in self.sections]
        self._table = [i for i, weight in enumerate(self._weights) for _ in range(weight)]
        self.report = lru_cache(maxsize=_KEPT)(self._report)

    # Where a report stands

    def placed(self, number: int) -> tuple[int, ...]:
        """Give the sections of a report: its own, and for some a second one of the same county."""
        bits = _mix(self.seed, number)
        own = self._table[bits % len(self._table)]
        if (bits >> 24) % _TWICE:
            return (own,)
        county = self.sections[own].county
        others = [
            i
            for i, section in enumerate(self.sections)
            if section.county is county and i != own and section.channel.name != "公示公告"
        ]
        return (own, others[(bits >> 40) % len(others)])

    def moment(self, number: int) -> datetime:
        """Say when a report was published; a later number is never earlier."""
        step = _SPAN / self.articles
        shake = (_mix(self.seed, -number) % 1000) / 1000
        return _NEWEST - step * (self.articles - number) - step * shake

    def path(self, number: int) -> str:
        """Give the address of a report."""
        section = self.sections[self.placed(number)[0]].channel
        return self.skin.article_path(section, self.identity(number), self.moment(number))

    def identity(self, number: int) -> int:
        """Give the number that addresses show: growing, with gaps."""
        return _ID_START + number * _ID_STEP + _mix(self.seed, number) % _ID_STEP

    @cached_property
    def index(self) -> tuple[tuple[int, ...], ...]:
        """The reports of each section, newest first."""
        rows: list[list[int]] = [[] for _ in self.sections]
        for number in range(self.articles, 0, -1):
            for section in self.placed(number):
                rows[section].append(number)
        return tuple(map(tuple, rows))

    # Reports

    def truth(self, number: int, base: str) -> Truth:
        """Give what is true of a report that is served under ``base``."""
        known = self.report(number)
        return replace(known, article=replace(known.article, url=base + known.article.url))

    def _report(self, number: int) -> Truth:
        places = [self.sections[i] for i in self.placed(number)]
        channel, county = places[0].channel, places[0].county
        moment = self.moment(number)
        writer = Writer(random.Random(f"{self.seed}/{number}"), county, moment.date())
        reports.fill(writer, channel.name)
        published, precision, raw = self.skin.stamp(moment)
        article = Article(
            url=self.path(number),
            title=writer.title,
            body="\n".join(writer.paragraphs),
            subtitles=tuple(writer.subtitles),
            published=published,
            precision=precision,
            published_raw=raw,
            source=writer.source,
            bylines=tuple(writer.bylines),
            breadcrumb=("首页", county.name, channel.name),
            county=county.name,
            section=channel.name,
            charset=self.skin.charset,
        )
        names = tuple((place.county.name, place.channel.name) for place in places)
        return Truth(article, writer.facts.participation(writer.texts()), names)

    # Pages

    def answer(self, path: str) -> Answer:
        """Answer an address (path from the root, with its query)."""
        path = path.partition("#")[0]
        if path == "/":
            return self._front()
        if fixed := self._fixed(path.partition("?")[0]):
            return fixed
        route = self.skin.route(path)
        found = self._routed(path, route) if route else None
        return found or Answer(self.skin.notice_page("404", "您访问的地址有误。"), status=404)

    def _fixed(self, path: str) -> Answer | None:
        if path == "/robots.txt":
            return Answer(_ROBOTS.encode(), "text/plain")
        if path.startswith("/plus/") and path.endswith("count.php"):
            return Answer(b"document.write('128');", "application/javascript")
        if path.startswith(("/plus/", "/admin/")):
            return Answer(self.skin.notice_page("会员登录", "请登录后再操作。"))
        if path.endswith((".css", ".js")):
            kind = "text/css" if path.endswith(".css") else "application/javascript"
            return Answer(b"/* */\n", kind)
        if path.endswith((".png", ".jpg")):
            return Answer(_PIXEL, "image/png")
        title = {"/about.html": "关于我们", "/contact.html": "联系我们"}.get(path)
        return Answer(self.skin.notice_page(title, _ABOUT)) if title else None

    def _routed(self, path: str, route: Route) -> Answer | None:
        match route.kind:
            case "article":
                return self._article(path, int(route.key))
            case "section":
                return self._listing(path, route)
        for county, channel in zip(self.counties, self.county_channels, strict=True):
            if self.skin.county_path(channel) == path:
                return self._county(county, channel)
        return None

    def _article(self, path: str, identity: int) -> Answer | None:
        number = (identity - _ID_START) // _ID_STEP
        if not 0 < number <= self.articles:
            return None
        if self.identity(number) != identity or self.path(number) != path:
            return Answer(self.skin.notice_page("页面不存在", _GONE))  # a soft 404: status 200
        own = self.placed(number)[0]
        row = self.index[own]
        at = row.index(number)
        view = ArticleView(
            article=self.report(number).article,
            number=identity,
            crumbs=self._crumbs(own),
            previous=self._anchor(row[at + 1]) if at + 1 < len(row) else None,
            following=self._anchor(row[at - 1]) if at else None,
            related=self._anchors(n for n in row[:9] if n != number),
            channels=self._siblings(self.sections[own].county),
        )
        return Answer(self.skin.article_page(view), modified=self.moment(number))

    def _listing(self, path: str, route: Route) -> Answer | None:
        homes = [self.skin.listing_path(section.channel, 1) for section in self.sections]
        if route.key not in homes:
            return None
        section = self.sections[homes.index(route.key)]
        channel, row = section.channel, self.index[homes.index(route.key)]
        pages = max(1, -(-len(row) // PAGE))
        firsts = (route.key, f"{route.key}list_{channel.number}_1.html")
        known = firsts if route.page == 1 else (self.skin.listing_path(channel, route.page),)
        if path not in known or route.page > pages:
            return None
        items = self._anchors(row[(route.page - 1) * PAGE : route.page * PAGE], dated=True)
        if route.page == 1 and len(row) > PAGE:
            items = (replace(self._anchor(row[PAGE * 3 // 2 % len(row)]), pinned=True), *items)
        view = ListingView(
            channel, items, route.page, pages, len(row), self._siblings(section.county)
        )
        newest = self.moment(row[0]) if row else None
        return Answer(self.skin.listing_page(view), modified=newest)

    def _county(self, county: County, channel: Channel) -> Answer:
        rows = [
            (section.channel, self.index[i])
            for i, section in enumerate(self.sections)
            if section.county is county
        ]
        newest = [row[0] for _, row in rows if row]
        gone = Anchor(self._gone_path(rows[0][0]), "图片专题：家乡的春天")
        view = CountyView(
            channel,
            tuple((section, self._anchors(row[:6], dated=True)) for section, row in rows),
            (*self._anchors(newest), gone),
            tuple(section for section, _ in rows),
        )
        return Answer(self.skin.county_page(view))

    def _front(self) -> Answer:
        blocks, newest = [], []
        for county, channel in zip(self.counties, self.county_channels, strict=True):
            rows = [self.index[i] for i, s in enumerate(self.sections) if s.county is county]
            firsts = sorted((n for row in rows for n in row[:3]), reverse=True)
            blocks.append((channel, self._anchors(dict.fromkeys(firsts[:5]))))
            newest += firsts[:2]
        headline = self._anchors(sorted(set(newest), reverse=True), dated=True)
        return Answer(self.skin.front_page(FrontView(NAME, tuple(blocks), headline)))

    def _gone_path(self, section: Channel) -> str:
        """Give the address of a page that was taken down but still answers 200."""
        identity = self.identity(1)
        return self.skin.article_path(section, identity - identity % _ID_STEP + 4, _NEWEST - _SPAN)

    def _crumbs(self, index: int) -> tuple[tuple[str, str], ...]:
        channel = self.sections[index].channel
        county = channel.parent or channel
        return (
            ("首页", "/"),
            (county.name, self.skin.county_path(county)),
            (channel.name, self.skin.listing_path(channel, 1)),
        )

    def _siblings(self, county: County) -> tuple[Channel, ...]:
        return tuple(section.channel for section in self.sections if section.county is county)

    def _anchors(self, numbers: Iterable[int], *, dated: bool = False) -> tuple[Anchor, ...]:
        return tuple(self._anchor(number, dated=dated) for number in numbers)

    def _anchor(self, number: int, *, dated: bool = True) -> Anchor:
        date = f"{self.moment(number):%Y-%m-%d}" if dated else ""
        return Anchor(self.path(number), self.report(number).article.title, date)


def _make_channels(
    seed: int, counties: tuple[County, ...]
) -> tuple[tuple[Channel, ...], tuple[_Section, ...]]:
    rng = random.Random(f"channels/{seed}")
    letters = "abcdefghijkmnpqrstuvwxyz"
    codes: set[str] = set()

    def code(length: int) -> str:
        while (drawn := "".join(rng.choices(letters, k=length))) in codes:
            pass
        codes.add(drawn)
        return drawn

    channels: list[Channel] = []
    sections: list[_Section] = []
    for county in counties:
        channel = Channel(county.name, code(2))
        channels.append(channel)
        extra = rng.sample(bank("sections/some"), rng.randint(0, 2))
        for name in (*bank("sections/all"), *extra):
            number = 11 + 2 * len(sections)
            sections.append(_Section(Channel(name, code(3), number, channel), county))
    return tuple(channels), tuple(sections)


def _weight(section: str) -> int:
    return {"时政新闻": 6, "综合新闻": 4, "公示公告": 1}.get(section, 2)


def _mix(seed: int, number: int) -> int:
    """Scatter two numbers over 64 bits (the finaliser of SplitMix64)."""
    bits = (number * 0x9E3779B97F4A7C15 + seed * 0xD1B54A32D192ED03) & 0xFFFFFFFFFFFFFFFF
    bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return bits ^ (bits >> 31)


_ROBOTS = """User-agent: *
Disallow: /plus/
Disallow: /admin/
"""
_ABOUT = "岚山新闻网是一个虚构的网站，供测试使用。站内的地名、人名和单位都是虚构的。"
_GONE = "页面不存在或已被删除，请返回首页浏览其他内容。"
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)
