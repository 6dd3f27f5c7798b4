"""The newspaper as it was printed, beside the web site of a newspaper group.

It stands under ``/epaper/`` as under a host of its own: nothing of the web site links to it. Its
root is a META REFRESH to the newest issue, an issue has two pages (版), and its articles are the
newest reports that name their makers in the text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import TYPE_CHECKING

from msbazhong_spider.items import Part, Precision

from .skins.printing import macro, render

if TYPE_CHECKING:
    from msbazhong_spider.items import Article

    from .portal import Portal

ROOT = "/epaper/"
_ON_A_PAGE = 4
_PAGES = ("要闻", "综合")
_FIRST_NODE = 2  # Founder's systems number the pages of an issue from 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page (版) of the issue: its number, its name, its address, its articles."""

    number: int
    name: str
    path: str
    articles: tuple[Article, ...]


def issue(portal: Portal) -> tuple[Sheet, ...]:
    """Give the pages of the newest issue; the articles are the truth of what they print."""
    day = portal.moment(portal.articles).date()
    numbers = _printed(portal, _ON_A_PAGE * len(_PAGES))
    sheets = []
    for i, name in enumerate(_PAGES):
        chosen = numbers[i * _ON_A_PAGE : (i + 1) * _ON_A_PAGE]
        folder = f"{ROOT}html/{day:%Y-%m/%d}/"
        articles = tuple(
            _as_printed(portal, number, f"{folder}content_{portal.identity(number)}.htm")
            for number in chosen
        )
        path = f"{folder}node_{_FIRST_NODE + i}.htm"
        sheets.append(Sheet(i + 1, name, path, articles))
    return tuple(sheet for sheet in sheets if sheet.articles)


def answer(portal: Portal, path: str) -> bytes | None:
    """Give the bytes of one of its pages, None for an address that it has not."""
    sheets = issue(portal)
    if path in (ROOT, f"{ROOT}index.htm"):
        return render("founder/door.html", to=f"/{sheets[0].path.removeprefix(ROOT)}").encode()
    for sheet in sheets:
        if path == sheet.path:
            return render("founder/sheet.html", sheet=sheet, sheets=sheets).encode()
        for article in sheet.articles:
            if path == article.url:
                return _article(article, sheet, sheets)
    return None


def _article(article: Article, sheet: Sheet, sheets: tuple[Sheet, ...]) -> bytes:
    text = macro("shared/text.html", "indented")(article.body.split("\n"))
    page = render("founder/printed.html", article=article, sheet=sheet, sheets=sheets, text=text)
    return page.encode()


def _printed(portal: Portal, count: int) -> list[int]:
    """Choose the newest reports whose makers are named in the text and not as the source."""
    chosen: list[int] = []
    for number in range(portal.articles, 0, -1):
        article = portal.report(number).article
        text = "".join(article.body.split())
        makers = [line.name for line in article.bylines if line.part is not Part.EDITOR]
        if all(name in text for name in makers):
            chosen.append(number)
        if len(chosen) == count:
            break
    return chosen


def _as_printed(portal: Portal, number: int, path: str) -> Article:
    day = portal.moment(portal.articles).date()
    article = portal.report(number).article
    return replace(
        article,
        url=path,
        published=datetime.combine(day, time(), portal.moment(number).tzinfo),
        precision=Precision.DAY,
        published_raw=f"{day:%Y-%m-%d}",
        source=None,
        bylines=tuple(line for line in article.bylines if line.part is not Part.EDITOR),
        breadcrumb=(),
        county=None,
        section=None,
    )
