"""The skin of the portal: a small site on a PHP publishing system, as many county portals are.

Its article page has the form of the real article that this project started from: breadcrumb
当前位置, title, one line 时间…来源…阅读, sub-headlines as lines of the text, a footer with
telephone numbers, address and ICP number.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, ClassVar
from zlib import crc32

from msbazhong_spider.items import Part, Precision

from .base import ArticleView, Channel, CountyView, FrontView, ListingView, Route, Skin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msbazhong_spider.items import Article

    from .base import Anchor

_CUT = 24  # characters of a title that a listing has room for
_NEIGHBOURS = 4  # page numbers shown on either side of the present one
_ARTICLE = re.compile(r"/[a-z]{2}/[a-z]{3}/\d{4}/\d{4}/(\d+)\.html")
_LISTING = re.compile(r"/[a-z]{2}/[a-z]{3}/(?:list_\d+_(\d+)\.html)?")
_COUNTY = re.compile(r"/[a-z]{2}/")


class DedeSkin(Skin):
    """Opaque folders by county, section and day; listings ``list_12_2.html``; UTF-8."""

    name: ClassVar[str] = "dede"
    charset: ClassVar[str] = "utf-8"

    def article_path(self, section: Channel, number: int, moment: datetime) -> str:
        """Give ``/qx/kaf/2022/0724/4711.html``."""
        return f"{_folder(section)}{moment:%Y/%m%d}/{number}.html"

    def listing_path(self, section: Channel, page: int) -> str:
        """Give the folder for the first page, ``list_12_2.html`` in it for the second."""
        return _folder(section) + ("" if page == 1 else f"list_{section.number}_{page}.html")

    def county_path(self, county: Channel) -> str:
        """Give the county's folder."""
        return f"/{county.code}/"

    def route(self, path: str) -> Route | None:
        """Tell addresses apart by their shape."""
        if hit := _ARTICLE.fullmatch(path):
            return Route("article", hit[1])
        if hit := _LISTING.fullmatch(path):
            return Route("section", path[: path.rindex("/") + 1], int(hit[1] or 1))
        return Route("county", path) if _COUNTY.fullmatch(path) else None

    def stamp(self, moment: datetime) -> tuple[datetime, Precision, str]:
        """Show the day: 2022年07月24日."""
        day = datetime(moment.year, moment.month, moment.day, tzinfo=moment.tzinfo)
        return day, Precision.DAY, f"{day:%Y}年{day:%m}月{day:%d}日"

    def front_page(self, view: FrontView) -> bytes:
        """Print the front page: a bar of counties, and a box of news for each."""
        boxes = "".join(
            _box(county, self.county_path(county), items) for county, items in view.blocks
        )
        return self._page(
            view.name,
            _fill("front", headline=_list(view.headline), boxes=boxes, name=escape(view.name)),
            self._bar(county for county, _ in view.blocks),
        )

    def county_page(self, view: CountyView) -> bytes:
        """Print a county's page: a bar of sections, and a box of news for each."""
        boxes = "".join(
            _box(section, self.listing_path(section, 1), items) for section, items in view.blocks
        )
        crumbs = _crumbs([("首页", "/"), (view.county.name, self.county_path(view.county))])
        body = _fill("county", crumbs=crumbs, boxes=boxes, hot=_list(view.hot))
        return self._page(view.county.name, body, self._bar(view.channels))

    def listing_page(self, view: ListingView) -> bytes:
        """Print one page of a listing, with its row of page numbers."""
        county = view.section.parent or view.section
        crumbs = _crumbs(
            [
                ("首页", "/"),
                (county.name, self.county_path(county)),
                (view.section.name, self.listing_path(view.section, 1)),
            ]
        )
        body = _fill("listing", crumbs=crumbs, items=_list(view.items), pages=_pages(view))
        title = f"{view.section.name}_{county.name}"
        return self._page(title, body, self._bar(view.channels))

    def article_page(self, view: ArticleView) -> bytes:
        """Print an article."""
        article = view.article
        raw = article.published_raw
        if raw is None and article.published:
            raw = self.stamp(article.published)[2]
        body = _fill(
            "article",
            crumbs=_crumbs(view.crumbs),
            title=escape(article.title, quote=False),
            info=f"时间:{raw or ''}来源:{escape(article.source or '')}阅读:",
            number=str(view.number),
            text=_text(article),
            editor=_editor(article),
            previous=_neighbour("上一篇", view.previous),
            following=_neighbour("下一篇", view.following),
            related=_list(view.related),
        )
        return self._page(article.title, body, self._bar(view.channels))

    def notice_page(self, title: str, text: str) -> bytes:
        """Print a page that is no news."""
        return self._page(title, _fill("notice", title=escape(title), text=escape(text)), "")

    def _bar(self, channels: Iterable[Channel]) -> str:
        return "".join(
            f'<li><a href="{self._home(channel)}">{escape(channel.name)}</a></li>'
            for channel in channels
        )

    def _home(self, channel: Channel) -> str:
        return self.listing_path(channel, 1) if channel.parent else self.county_path(channel)

    def _page(self, title: str, body: str, bar: str) -> bytes:
        page = _fill("page", title=escape(title), bar=bar, body=body)
        return page.encode(self.charset)


def _folder(section: Channel) -> str:
    county = section.parent or section
    return f"/{county.code}/{section.code}/"


@cache
def _template(name: str) -> Template:
    text = (files(__package__) / "dede_templates" / f"{name}.html").read_text(encoding="utf-8")
    return Template(text)


def _fill(name: str, /, **values: str) -> str:
    return _template(name).substitute(values)


def _crumbs(crumbs: Iterable[tuple[str, str]]) -> str:
    return " > ".join(f'<a href="{href}">{escape(text)}</a>' for text, href in crumbs)


def _list(items: Iterable[Anchor]) -> str:
    return "\n".join(map(_item, items))


def _item(item: Anchor) -> str:
    text = item.text if len(item.text) <= _CUT else item.text[: _CUT - 1] + "…"
    pin = '<em class="top">[置顶]</em>' if item.pinned else ""
    date = f'<span class="date">{item.date}</span>' if item.date else ""
    link = f'<a href="{item.href}" title="{escape(item.text)}">{escape(text)}</a>'
    return f"<li>{pin}{link}{date}</li>"


def _box(channel: Channel, home: str, items: Iterable[Anchor]) -> str:
    return _fill("box", name=escape(channel.name), home=home, items=_list(items))


def _editor(article: Article) -> str:
    names = " ".join(line.name for line in article.bylines if line.part is Part.EDITOR)
    return f'<div class="editor">责任编辑:{escape(names)}</div>\n' if names else ""


def _neighbour(label: str, anchor: Anchor | None) -> str:
    link = f'<a href="{anchor.href}">{escape(anchor.text)}</a>' if anchor else "没有了"
    return f"<li>{label}：{link}</li>"


def _pages(view: ListingView) -> str:
    def link(page: int, text: str) -> str:
        return f'<li><a href="list_{view.section.number}_{page}.html">{text}</a></li>'

    cells = []
    if view.page > 1:
        cells += [link(1, "首页"), link(view.page - 1, "上一页")]
    near = range(max(1, view.page - _NEIGHBOURS), min(view.pages, view.page + _NEIGHBOURS) + 1)
    for page in near:
        here = f'<li class="thisclass">{page}</li>'
        cells.append(here if page == view.page else link(page, str(page)))
    if view.page < view.pages:
        cells += [link(view.page + 1, "下一页"), link(view.pages, "尾页")]
    cells.append(f'<li><span class="pageinfo">共{view.pages}页 {view.total}条</span></li>')
    return "".join(cells)


def _text(article: Article) -> str:
    """Print sub-headlines and paragraphs the way one of several editors pastes them."""
    habit = crc32(article.title.encode())
    heads = [escape(line, quote=False) for line in article.subtitles]
    body = [escape(line, quote=False) for line in article.body.split("\n")]
    picture = _PICTURE.format(habit) if habit % 5 == 0 else ""
    return _SUBTITLES[habit % 3](heads) + picture + _BODIES[habit // 3 % 3](body)


def _centred(lines: list[str]) -> str:
    return "".join(f'<p style="text-align:center"><strong>{line}</strong></p>\n' for line in lines)


def _one_block(lines: list[str]) -> str:
    return f'<p align="center">{"<br />".join(lines)}</p>\n<p>&nbsp;</p>\n' if lines else ""


def _plain(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>\n" for line in lines) + ("<p>&nbsp;</p>\n" if lines else "")


def _indented(lines: list[str]) -> str:
    return "".join(f"<p>　　{line}</p>\n" for line in lines)


def _spanned(lines: list[str]) -> str:
    style = "font-size:16px;font-family:宋体;line-height:2"
    return "".join(
        f'<p style="text-indent:2em"><span style="{style}">{line}</span></p>\n<p><br /></p>\n'
        for line in lines
    )


def _broken(lines: list[str]) -> str:
    return "<div>" + "<br />\n<br />\n".join(f"　　{line}" for line in lines) + "</div>\n"


_PICTURE = '<p style="text-align:center"><img src="/uploads/{}.jpg" width="600" alt="" /></p>\n'
_SUBTITLES = (_centred, _one_block, _plain)
_BODIES = (_indented, _spanned, _broken)
