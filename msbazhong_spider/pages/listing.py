"""Listings and front pages: which links are articles, which lead to other listings."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msbazhong_spider.items import Link, Listing, Page
from msbazhong_spider.pages.breadcrumb import county_of, find_trail, section_of
from msbazhong_spider.pages.dates import BEIJING, date_of_url, first_date
from msbazhong_spider.pages.document import Anchor, Document, ancestors, names_of
from msbazhong_spider.pages.paging import PAGING_WORD, find_next_page
from msbazhong_spider.pages.parse import parse_html
from msbazhong_spider.pages.reading import read
from msbazhong_spider.pages.urls import absolute_url, canonical_url, same_site

if TYPE_CHECKING:
    from datetime import datetime

_NO_CHANNEL = re.compile(
    r"^(?:(?:网站)?首页|主页|返回.*|更多.*|more.*|\W*|登录|注册|.*登录.*|设为首页|加入收藏|收藏.*|联系我们|关于我们|网站地图|法律声明|免责声明|隐私.*|广告.*|版权.*|.*ICP备.*|.*公网安备.*|English|繁体.*|简体.*|手机版|客户端|.*留言.*|管理|后台.*|无障碍.*|RSS|举报.*|投稿.*|搜索|\d+|TOP|顶部|打印|关闭|详细.*|\[?详情\]?|阅读全文|查看.*|友情链接|技术支持.*)$",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:…|\.{2,}|。{2,})$")
_BULLET = re.compile(r"^[\s·•◆■□●○▪▲△★☆>»›\-—*※]+|[\s]+$")
_FILE_LIKE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|jpe?g|png|gif|bmp|mp[34]|avi|exe|apk|css|js|xml|rss)$",
    re.IGNORECASE,
)
_INDEX_LIKE = re.compile(
    r"/(?:index|default|list|column-index|node|channel|col)[-_]?\w{0,3}\d{0,6}\.\w{3,5}$|/$|/(?:list|index|channels?|columns?|col|node|category|lanmu|list\w{0,4})[/_-]",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r"(?<![\d.\-/])\s*[\[(（【]?\s*(0?[1-9]|1[0-2])\s*[-/月.]\s*(3[01]|[12]\d|0?[1-9])\s*日?\s*[\])）】]?\s*$|[\[(（【]\s*(0?[1-9]|1[0-2])[-/月.](3[01]|[12]\d|0?[1-9])日?\s*[\])）】]"
)
_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.DOTALL)
_DIGITS = re.compile(r"\d+")
_HEXES = re.compile(r"[0-9a-f]{16,}", re.IGNORECASE)
_ITEM = 3  # points that make a link an item
_MOST_LINKS = 20_000


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A link with what speaks for its being an article."""

    link: Link
    shape: str
    points: int


def read_listing(page: Page) -> Listing:
    """Read what a listing or a front page offers. Any page gives a listing, maybe an empty one.

    Items and channels are told apart by the evidence on the page: a date beside the link, the
    length of its text, the shape of its address and of its neighbours' addresses.
    """
    document = read(page).document
    trail = find_trail(document, min(len(document.lines), 120))
    own = canonical_url(page.url)
    candidates = [*_candidates(document, own, page.fetched), *_from_data(document, own, page)]
    items, channels = _sorted_out(candidates)
    return Listing(
        url=own,
        breadcrumb=trail.steps,
        county=county_of(trail.steps),
        section=section_of(trail.steps),
        items=tuple(_merged(items)),
        channels=tuple(_merged(channels)),
        next_page=find_next_page(document, own),
    )


def _from_data(document: Document, own: str, page: Page) -> list[_Candidate]:
    """Records that stand as data inside a script, as one publishing system writes them."""
    if "<record>" not in document.text:
        return []
    records = "".join(found[1] for found in _RECORD.finditer(document.text))
    inner = parse_html(f"<ul>{records}</ul>", page.url)
    return _candidates(inner, own, page.fetched)


def _candidates(document: Document, own: str, fetched: datetime | None) -> list[_Candidate]:
    base = absolute_url(own, document.base or "") or own
    found = []
    for anchor in document.anchors[:_MOST_LINKS]:
        url = absolute_url(base, anchor.href)
        text = _full_text(anchor)
        if not url or url == own or not text or PAGING_WORD.match(text) or _FILE_LIKE.search(url):
            continue
        if same_site(own, url):
            date = _date_beside(document, anchor, fetched)
            link = Link(url, _without_date(text), date)
            found.append(_Candidate(link, _shape(url), _points(anchor, link)))
    return found


def _full_text(anchor: Anchor) -> str:
    text = _BULLET.sub("", anchor.text)
    title = _BULLET.sub("", anchor.title)
    cut = _CUT.sub("", text)
    is_cut = cut != text or not text
    if title and (is_cut or (title.startswith(text) and len(title) <= 120)):
        return title
    return text


def _without_date(text: str) -> str:
    dated = first_date(text)
    if dated and dated.end >= len(text) - 2 and dated.start >= 4:
        return text[: dated.start].rstrip(" [(（【")
    if dated and dated.start <= 1 and len(text) - dated.end >= 4:
        return text[dated.end :].lstrip(" ])）】")
    return text


def _shape(url: str) -> str:
    """An address without its numbers: articles of one site have one shape, or few."""
    parts = urlsplit(url)
    folders, _, name = _DIGITS.sub("0", _HEXES.sub("0", parts.path)).rpartition("/")
    path = f"{re.sub('[^/0]+', 'a', folders)}/{name}"
    keys = "&".join(pair.partition("=")[0] for pair in parts.query.split("&"))
    return f"{parts.netloc}{path}?{keys}"


def _points(anchor: Anchor, link: Link) -> int:
    size = len(link.text)
    points = 4 if link.date else 0
    points += 2 if size >= 12 else 1 if size >= 9 else -2 if size <= 6 else 0
    path = urlsplit(link.url).path
    if date_of_url(link.url):
        points += 3
    elif re.search(r"\d{2,}[^/]*$", path) or re.search(
        r"(?:id|aid|newsid)=\d", link.url, re.IGNORECASE
    ):
        points += 1
    if _INDEX_LIKE.search(path) and not link.date and not urlsplit(link.url).query:
        points -= 2
    around = names_of(
        [element for element, _ in zip(ancestors(anchor.element), range(5), strict=False)]
    )
    if re.search(r"\bnav|menu|crumb|footer|\bfoot|position|\bdh\b|location", around):
        points -= 3
    return points


def _sorted_out(candidates: list[_Candidate]) -> tuple[list[Link], list[Link]]:
    groups: dict[str, list[_Candidate]] = defaultdict(list)
    for candidate in candidates:
        groups[candidate.shape].append(candidate)
    company = {shape: _company(group) for shape, group in groups.items()}
    items, channels = [], []
    for candidate in candidates:
        if candidate.points + company[candidate.shape] >= _ITEM:
            items.append(candidate.link)
        elif 2 <= len(candidate.link.text) <= 12 and not _NO_CHANNEL.match(candidate.link.text):
            channels.append(replace(candidate.link, date=None))
    known = {link.url for link in items}
    return items, [link for link in channels if link.url not in known]


def _company(group: list[_Candidate]) -> int:
    """What the other links of the same shape say of one."""
    if len(group) < 3:
        return 0
    size = median(len(candidate.link.text) for candidate in group)
    dated = sum(candidate.link.date is not None for candidate in group) * 2 >= len(group)
    if dated or size >= 11:
        return 2
    return -2 if size <= 7 else 0


def _merged(links: list[Link]) -> list[Link]:
    """Each address once: a picture and a headline often link to the same article."""
    merged: dict[str, Link] = {}
    for link in links:
        known = merged.get(link.url)
        if known is None:
            merged[link.url] = link
            continue
        text = known.text if len(known.text) >= len(link.text) else link.text
        merged[link.url] = Link(link.url, text, known.date or link.date)
    return list(merged.values())


def _date_beside(document: Document, anchor: Anchor, fetched: datetime | None) -> str | None:
    for text in _texts_beside(document, anchor):
        dated = first_date(text)
        if dated:
            return dated.when.date().isoformat()
        day = _day_without_year(text, fetched)
        if day:
            return day
    return None


def _texts_beside(document: Document, anchor: Anchor) -> list[str]:
    """The line of the link without the link's text, and the lines that share its list entry."""
    if anchor.line >= len(document.lines):
        return []
    line = document.lines[anchor.line]
    rest = line.text.replace(anchor.text, " ", 1) if anchor.text else line.text
    texts = [rest if rest.strip() else anchor.text, anchor.text[-20:]]
    entry = next(
        (one for one in ancestors(anchor.element) if one.tag in ("li", "tr", "dd", "dl")), None
    )
    if entry is None:
        return texts
    beside = [
        near
        for near in document.lines[max(0, anchor.line - 2) : anchor.line + 5]
        if near is not line and any(one is entry for one in ancestors(near.element))
    ]
    if sum(near.is_link and first_date(near.text) is None for near in beside) > 1:
        return texts  # an entry that holds a list of its own: whose date is it?
    return texts + [near.text[:80] for near in beside]


def _day_without_year(text: str, fetched: datetime | None) -> str | None:
    """[03-05]: the last such day before the page was fetched."""
    if fetched is None:
        return None
    now = fetched.astimezone(BEIJING)
    if re.search(r"(?:刚刚|\d+\s?(?:秒|分钟|小时)前|今天)", text) and len(text) < 40:
        hours = re.search(r"(\d+)\s?小时前", text)
        return (now - timedelta(hours=int(hours[1]) if hours else 0)).date().isoformat()
    if "昨天" in text and len(text) < 20:
        return (now - timedelta(days=1)).date().isoformat()
    found = _MONTH_DAY.search(text) if len(text) < 60 else None
    if not found:
        return None
    month, day = int(found[1] or found[3]), int(found[2] or found[4])
    for year in (now.year, now.year - 1):
        try:
            when = now.replace(year=year, month=month, day=day)
        except ValueError:
            continue
        if when <= now + timedelta(days=1):
            return when.date().isoformat()
    return None
