"""The portal without its sockets: what stands at which address.

Reports are numbered from 1, the oldest. Where a report stands follows from the seed and its number
alone, by arithmetic, so that a hundred thousand of them cost nothing until somebody looks; a report
is written when it is asked for and kept for a while.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msbazhong_spider.items import Article

from . import epaper, reports
from .banks import bank
from .counties import County, make_counties
from .skins import Anchor, ArticleView, Channel, HomeView, ListingView
from .specimens import PREFIX, specimens
from .truth import Truth
from .writing import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .skins import Skin

NAME = "岚山新闻网"
PER_PAGE = 20  # articles on a page of a listing
COUNTIES = 5
_NEWEST = datetime(2024, 12, 20, 18, tzinfo=ZoneInfo("Asia/Shanghai"))
_SPAN = timedelta(days=4 * 365)
_TWICE = 12  # one report of so many is listed in a second section
_KEPT = 4096  # reports kept in memory
_ID_STEP = 3  # numbers of real articles have gaps: deleted ones, drafts
_ID_START = 4000
_IN_A_BOX = 6  # articles of a section that a county's page shows; fewer than a listing's page
_INTRO = 60  # characters of the text that some listings show below the headline


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site answers to one address.

    ``charset`` is what the header says of a text, None for what the skin declares, empty for
    nothing.
    """

    body: bytes
    content_type: str = "text/html"
    status: int = 200
    modified: datetime | None = None
    charset: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Section:
    channel: Channel
    county: County


class Site:
    """All pages of the portal of one seed and one number of reports."""

    def __init__(
        self,
        seed: int,
        articles: int,
        skin: Skin,
        *,
        counties: int = COUNTIES,
        per_page: int = PER_PAGE,
    ) -> None:
        """Draw the counties; write no report yet."""
        self.seed, self.articles, self.skin, self.per_page = seed, articles, skin, per_page
        self.counties = make_counties(seed)[:counties]
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

    def path(self, number: int, part: int = 1) -> str:
        """Give the address of a report, or of one of its parts."""
        section = self.sections[self.placed(number)[0]].channel
        return self.skin.article_path(section, self.identity(number), self.moment(number), part)

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

    def pages(self, section: int) -> int:
        """Say how many pages the listing of a section has."""
        return max(1, -(-len(self.index[section]) // self.per_page))

    @cached_property
    def listings(self) -> dict[str, tuple[int, int]]:
        """The section and the page of every address of a listing."""
        return dict(self._all_listings())

    def _all_listings(self) -> Iterator[tuple[str, tuple[int, int]]]:
        for i, section in enumerate(self.sections):
            pages = self.pages(i)
            for page in range(1, pages + 1 if self.skin.numbered else 2):
                yield self.skin.listing_path(section.channel, page, pages), (i, page)
                for path in self.skin.further_paths(section.channel, page, pages):
                    yield path, (i, page)

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
            breadcrumb=(self.skin.home, county.name, channel.name),
            county=county.name,
            section=channel.name,
            charset=self.skin.charset,
        )
        names = tuple((place.county.name, place.channel.name) for place in places)
        return Truth(article, writer.facts.participation(writer.texts()), names)

    # Pages

    def answer(self, path: str, form: bytes = b"") -> Answer:
        """Answer an address (path from the root, with its query), and what was posted to it."""
        path = path.partition("#")[0]
        found = self._static(path) or self._rows(path, form) or self._page(path)
        return found or self._program(path) or self._notice("404", "您访问的地址有误。", status=404)

    def _static(self, path: str) -> Answer | None:
        path = path.partition("?")[0]
        if path.startswith(PREFIX):
            return _specimen(path)
        if self.skin.has_epaper and path.startswith(epaper.ROOT):
            page = epaper.answer(self, path)
            return Answer(page) if page else None
        if path == "/robots.txt":
            return Answer(self.skin.robots.encode(), "text/plain")
        if path.endswith((".css", ".js")):
            kind = "text/css" if path.endswith(".css") else "application/javascript"
            return Answer(b"/* */\n", kind)
        if path.endswith((".png", ".jpg", ".gif")):
            return Answer(_PIXEL, "image/png")
        return None

    def _program(self, path: str) -> Answer | None:
        if path.startswith(self.skin.counters):
            return Answer(b"document.write('128');", "application/javascript")
        if path.startswith(self.skin.programs):
            return self._notice("会员登录", "请登录后再操作。")
        title = {"/about.html": "关于我们", "/contact.html": "联系我们"}.get(path)
        return self._notice(title, _ABOUT) if title else None

    def _notice(self, title: str, text: str, *, status: int = 200) -> Answer:
        return Answer(self.skin.notice_page(title, text), status=status)

    def _rows(self, path: str, form: bytes) -> Answer | None:
        rows = self.skin.rows_of(path, form)
        known = {section.channel.number: i for i, section in enumerate(self.sections)}
        if rows is None or rows.section not in known:
            return None
        section = known[rows.section]
        numbers = self.index[section][rows.first - 1 : rows.last]
        page = (rows.first - 1) // self.per_page + 1
        view = self._listing_view(path, section, page, self._anchors(numbers))
        body, content_type = self.skin.rows_page(view)
        return Answer(body, content_type)

    def _page(self, path: str) -> Answer | None:
        if path == self.skin.front_path():
            return self._front()
        if path == "/":
            return Answer(self.skin.door_page())
        if path in self.listings:
            return self._listing(path, *self.listings[path])
        for county, channel in zip(self.counties, self.county_channels, strict=True):
            if self.skin.county_path(channel) == path:
                return self._county(county, channel)
        wanted = self.skin.article_of(path)
        return self._article(path, *wanted) if wanted else None

    def _article(self, path: str, identity: int, part: int) -> Answer | None:
        number = (identity - _ID_START) // _ID_STEP
        if not 0 < number <= self.articles:
            return None
        if self.identity(number) != identity or self.path(number, part) != path:
            return self._notice(*self.skin.gone)  # a soft 404: status 200
        article = self.report(number).article
        parts = self.skin.split(article.body)
        if part > len(parts):
            return None
        own = self.placed(number)[0]
        row = self.index[own]
        at = row.index(number)
        view = ArticleView(
            path=path,
            article=article,
            number=identity,
            section=self.sections[own].channel,
            lines=parts[part - 1],
            crumbs=self._crumbs(own),
            menu=self._siblings(self.sections[own].county),
            previous=self._anchor(row[at + 1]) if at + 1 < len(row) else None,
            following=self._anchor(row[at - 1]) if at else None,
            related=self._anchors(n for n in row[:9] if n != number),
            moment=self.moment(number),
            part=part,
            parts=len(parts),
            at=partial(self.path, number),
        )
        return Answer(self.skin.article_page(view), modified=self.moment(number))

    def _listing(self, path: str, section: int, page: int) -> Answer:
        row = self.index[section]
        items = self._anchors(row[(page - 1) * self.per_page : page * self.per_page])
        if page == 1 and self.skin.numbered and len(row) > self.per_page:
            pinned = self._anchor(row[self.per_page * 3 // 2 % len(row)])
            items = (replace(pinned, pinned=True), *items)
        view = self._listing_view(path, section, page, items)
        return Answer(self.skin.listing_page(view), modified=self.moment(row[0]) if row else None)

    def _listing_view(
        self, path: str, section: int, page: int, items: tuple[Anchor, ...]
    ) -> ListingView:
        pages = self.pages(section)
        channel = self.sections[section].channel
        return ListingView(
            path=path,
            section=channel,
            crumbs=self._crumbs(section),
            menu=self._siblings(self.sections[section].county),
            items=items,
            page=page,
            pages=pages,
            total=len(self.index[section]),
            per_page=self.per_page,
            at=lambda number: self.skin.listing_path(channel, number, pages),
        )

    def _county(self, county: County, channel: Channel) -> Answer:
        own = [i for i, section in enumerate(self.sections) if section.county is county]
        menu = tuple(map(self._section_anchor, own))
        rows = [self.index[i] for i in own]
        hot = self._anchors((row[0] for row in rows if row), dated=False)
        gone = Anchor(self._gone_path(self.sections[own[0]].channel), "图片专题：家乡的春天")
        shown = min(_IN_A_BOX, -(-self.per_page // 2))
        path = self.skin.county_path(channel)
        view = HomeView(
            path=path,
            name=channel.name,
            menu=menu,
            blocks=tuple(
                (anchor, self._anchors(row[:shown])) for anchor, row in zip(menu, rows, strict=True)
            ),
            newest=(*hot, gone),
            crumbs=(self._front_anchor, Anchor(path, channel.name)),
            county=channel,
        )
        return Answer(self.skin.home_page(view))

    def _front(self) -> Answer:
        blocks, newest = [], []
        for county, channel in zip(self.counties, self.county_channels, strict=True):
            rows = [self.index[i] for i, s in enumerate(self.sections) if s.county is county]
            firsts = sorted((n for row in rows for n in row[:3]), reverse=True)
            home = Anchor(self.skin.county_path(channel), channel.name)
            blocks.append((home, self._anchors(dict.fromkeys(firsts[:5]), dated=False)))
            newest += firsts[:2]
        view = HomeView(
            path=self.skin.front_path(),
            name=NAME,
            menu=tuple(home for home, _ in blocks),
            blocks=tuple(blocks),
            newest=self._anchors(sorted(set(newest), reverse=True)),
        )
        return Answer(self.skin.home_page(view))

    def _gone_path(self, section: Channel) -> str:
        """Give the address of a page that was taken down but still answers 200."""
        unused = (self.identity(1) - _ID_START + 1) % _ID_STEP  # a number that no report has
        return self.skin.article_path(section, _ID_START + _ID_STEP + unused, _NEWEST - _SPAN)

    @property
    def _front_anchor(self) -> Anchor:
        return Anchor(self.skin.front_path(), self.skin.home)

    def _section_anchor(self, index: int) -> Anchor:
        channel = self.sections[index].channel
        return Anchor(self.skin.listing_path(channel, 1, self.pages(index)), channel.name)

    def _crumbs(self, index: int) -> tuple[Anchor, ...]:
        county = self.sections[index].channel.county
        home = Anchor(self.skin.county_path(county), county.name)
        return (self._front_anchor, home, self._section_anchor(index))

    def _siblings(self, county: County) -> tuple[Anchor, ...]:
        return tuple(
            self._section_anchor(i)
            for i, section in enumerate(self.sections)
            if section.county is county
        )

    def _anchors(self, numbers: Iterable[int], *, dated: bool = True) -> tuple[Anchor, ...]:
        return tuple(self._anchor(number, dated=dated) for number in numbers)

    def _anchor(self, number: int, *, dated: bool = True) -> Anchor:
        article, moment = self.report(number).article, self.moment(number)
        return Anchor(
            href=self.path(number),
            text=article.title,
            date=f"{moment:%Y-%m-%d}" if dated else "",
            intro=article.body[:_INTRO],
            moment=moment,
        )


def _specimen(path: str) -> Answer | None:
    found = specimens().get(path)
    if found is None:
        return None
    return Answer(found.body, status=found.status, charset=found.charset, headers=found.headers)


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
        channel = Channel(county.name, code(2), 2 + 2 * len(channels))
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


_ABOUT = "岚山新闻网是一个虚构的网站，供测试使用。站内的地名、人名和单位都是虚构的。"
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)
