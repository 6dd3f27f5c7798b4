"""The site without its sockets: what stands at which address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from . import epaper
from .portal import NEWEST, SPAN, Portal
from .skins import Anchor, ArticleView, HomeView, ListingView, ScriptedSkin
from .specimens import PREFIX, specimens

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from .counties import County
    from .skins import Channel
    from .wire import Sender

NAME = "岚山新闻网"
_INTRO = 60  # characters of the text that some listings show below the headline
_IN_A_BOX = 6  # articles of a section that a county's page shows; fewer than a listing's page


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site answers to one address.

    ``charset`` is what the header says of a text, None for what the skin declares, empty for
    nothing. ``modified`` goes into Last-Modified, ``tagged`` says whether an ETag is sent.
    ``sender`` sends it in another way than HTTP wants; such an answer is never a 304.
    """

    body: bytes
    content_type: str = "text/html"
    status: int = 200
    modified: datetime | None = None
    charset: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    tagged: bool = True
    sender: Sender | None = None


class Site(Portal):
    """All pages of the portal, as its skin prints them. ``now`` None is the time of the machine."""

    now: datetime | None = None

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
        if not isinstance(self.skin, ScriptedSkin):
            return None
        rows = self.skin.rows_of(path, form)
        known = {section.channel.number: i for i, section in enumerate(self.sections)}
        if rows is None or rows.section not in known:
            return None
        section = known[rows.section]
        numbers = self.index[section][max(0, rows.first - 1) : rows.last]
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
        number = self.number_of(identity)
        if not number:
            return None
        if self.identity(number) != identity or self.path(number, part) != path:
            return self._notice(*self.skin.gone)  # a soft 404: status 200
        parts = self.skin.split(self.report(number).article.body)
        if part > len(parts):
            return None
        view = self._article_view(path, number, part, parts)
        return Answer(self.skin.article_page(view), modified=self.moment(number))

    def _article_view(
        self, path: str, number: int, part: int, parts: list[tuple[str, ...]]
    ) -> ArticleView:
        own = self.placed(number)[0]
        row = self.index[own]
        at = row.index(number)
        return ArticleView(
            path=path,
            article=self.report(number).article,
            number=self.identity(number),
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

    def _listing(self, path: str, section: int, page: int) -> Answer:
        row = self.index[section]
        view = self._listing_view(path, section, page, self.items(section, page))
        return Answer(self.skin.listing_page(view), modified=self.moment(row[0]) if row else None)

    def items(self, section: int, page: int) -> tuple[Anchor, ...]:
        """Give what a page of a listing links to, what is pinned (置顶) first."""
        row = self.index[section]
        items = self._anchors(row[(page - 1) * self.per_page : page * self.per_page])
        if page == 1 and self.skin.numbered and len(row) > self.per_page:
            pinned = self._anchor(self.pinned(section))
            items = (replace(pinned, pinned=True), *items)
        return items

    def pinned(self, section: int) -> int:
        """Give the report that a section has pinned above the newest ones."""
        row = self.index[section]
        return row[self.per_page * 3 // 2 % len(row)]

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
        return self.skin.article_path(section, self.unused, NEWEST - SPAN)

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


_ABOUT = "岚山新闻网是一个虚构的网站，供测试使用。站内的地名、人名和单位都是虚构的。"
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)
