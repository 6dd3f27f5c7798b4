"""Listings and front pages: which links are articles, which lead to other listings."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from msbazhong_spider.items import Link, Listing, Page, Query
from msbazhong_spider.pages.breadcrumb import county_of, find_trail, section_of
from msbazhong_spider.pages.charset import as_decoded
from msbazhong_spider.pages.dates import date_of_url
from msbazhong_spider.pages.document import Anchor, Document, ancestors, names_of
from msbazhong_spider.pages.endpoints import find_endpoint, find_following, find_proxy
from msbazhong_spider.pages.entries import date_beside, full_text, now_of, without_date
from msbazhong_spider.pages.hinted_listing import with_hints
from msbazhong_spider.pages.hints import only_links
from msbazhong_spider.pages.media import is_data
from msbazhong_spider.pages.paging import PAGING_WORD, find_next
from msbazhong_spider.pages.parse import parse_html
from msbazhong_spider.pages.reading import Reading, read, release
from msbazhong_spider.pages.records import read_records
from msbazhong_spider.pages.scripts import address_of_click
from msbazhong_spider.pages.urls import absolute_url, canonical_url, is_counter, same_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from msbazhong_spider.pages.hints import Hints

_NO_CHANNEL = re.compile(
    r"^(?:(?:网站)?首页|主页|返回.*|更多.*|more.*|\W*|登录|注册|.*登录.*|设为首页|加入收藏|收藏.*|联系我们|关于我们|网站地图|法律声明|免责声明|隐私.*|广告.*|版权.*|.*ICP备.*|.*公网安备.*|English|繁体.*|简体.*|手机版|客户端|.*留言.*|管理|后台.*|无障碍.*|RSS|举报.*|投稿.*|搜索|\d+|TOP|顶部|打印|关闭|详细.*|\[?详情\]?|阅读全文|查看.*|友情链接|技术支持.*)$",
    re.IGNORECASE,
)
_FILE_LIKE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|ofd|zip|rar|7z|jpe?g|png|gif|bmp|mp[34]|avi|exe|apk|css|js|xml|rss)$",
    re.IGNORECASE,
)
_INDEX_LIKE = re.compile(
    r"/(?:index|default|list|column-index|node|channel|col)[-_]?\w{0,3}\d{0,6}\.\w{3,5}$|/$|/(?:list|index|channels?|columns?|col|node|category|lanmu|list\w{0,4})[/_-]",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"^https?://mp\.weixin\.qq\.com/s(?:[/?]|$)")
_DIGITS = re.compile(r"\d+")
_HEXES = re.compile(r"[0-9a-f]{16,}", re.IGNORECASE)
_ITEM = 3  # points that make a link an item
_LIST = 5  # items of a page that holds its own list; fewer may stand beside one that a script fills


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A link with what speaks for its being an article."""

    link: Link
    shape: str
    points: int
    on_site: bool = True


@dataclass(frozen=True, slots=True)
class _Source:
    """What links are read from: a document, where it stands, and when it was."""

    document: Document
    own: str
    now: datetime | None
    charset: str = "utf-8"


def read_listing(page: Page, hints: Hints | None = None, asked: Query | None = None) -> Listing:
    """Read what a listing or a front page offers. Any page gives a listing, maybe an empty one.

    Items and channels are told apart by the evidence on the page: a date beside the link, the
    length of its text, the shape of its address and of its neighbours' addresses. ``hints`` are
    those of the page's site, if it gives any: one that finds something wins over the evidence.
    ``asked`` is the query that the page answers, where it was more than an address.
    """
    reading = read(page, hints)
    release(reading)
    document = reading.document
    trail = reading.hinted.breadcrumb or find_trail(document, min(len(document.lines), 120))
    own = canonical_url(page.url)
    source = _Source(document, own, now_of(page), reading.decoded.charset_used)
    candidates = list(_candidates(source))
    links, inner = _from_records(reading, source)
    items, channels = _sorted_out([*candidates, *inner])
    items = _merged([*items, *links])
    following = _following(reading, own, asked, len(inner) + len(links), len(items))
    listing = Listing(
        url=own,
        breadcrumb=trail.steps,
        county=county_of(trail.steps),
        section=section_of(trail.steps),
        items=tuple(items),
        channels=tuple(_merged(channels)),
        next_page=following.url if following and not following.body else None,
        next_query=following if following and following.body else None,
        external=tuple(_merged(_abroad(candidates))),
    )
    return _with_hints(listing, source, hints) if hints else listing


def _with_hints(listing: Listing, source: _Source, hints: Hints) -> Listing:
    """The listing with what the site's hints find in place of what the evidence found."""

    def links(selector: str) -> tuple[Link, ...]:
        chosen = replace(source, document=only_links(source.document, selector))
        return tuple(_merged([one.link for one in _candidates(chosen) if one.on_site]))

    return with_hints(listing, source.document, hints, links)


def _from_records(reading: Reading, source: _Source) -> tuple[list[Link], list[_Candidate]]:
    """What stands on a page as data: links ready to use, and markup inside of it."""
    if not source.document.source.holds("<record") and not is_data(reading.page):
        return [], []
    records = read_records(source.document.text, source.own)
    links = [link for link in records.links if same_site(source.own, link.url)]
    if not records.markup:
        return links, []
    inner = parse_html(as_decoded(f"<ul>{records.markup}</ul>"), source.own)
    return links, list(_candidates(replace(source, document=inner)))


def _following(
    reading: Reading, own: str, asked: Query | None, records: int, items: int
) -> Query | None:
    """What to ask for next: as the page itself says, or by the page's own data."""
    text = reading.document.text
    if is_data(reading.page):
        return find_following(asked or Query(own, ""), text, records)
    if records:
        return find_proxy(text, own, records) or find_next(reading.document, own)
    following = find_next(reading.document, own)
    return following if following or items >= _LIST else find_endpoint(text, own)


def _candidates(source: _Source) -> Iterator[_Candidate]:
    """The links of a document that could be articles or listings, each with its points."""
    base = absolute_url(source.own, source.document.base or "") or source.own
    for anchor in source.document.anchors:
        url = _address(anchor, source, base)
        text = full_text(anchor)
        if not url or url == source.own or not text or PAGING_WORD.match(text):
            continue
        if _FILE_LIKE.search(urlsplit(url).path) or is_counter(url):
            continue
        date = date_beside(source.document, anchor, source.now)
        link = Link(url, without_date(text), date)
        yield _Candidate(link, _shape(url), _points(anchor, link), same_site(source.own, url))


def _address(anchor: Anchor, source: _Source, base: str) -> str | None:
    """Where a link leads: its address, or what a click on it would open."""
    href = anchor.href.strip()
    is_script = href.lower().startswith("javascript")
    onclick = anchor.element.get("onclick") or ""
    if not is_script and (href not in ("", "#") or not onclick):
        return absolute_url(base, _escaped(href, source.charset))
    address = None
    for code in (onclick, href if is_script else ""):
        address = address or (
            address_of_click(code, source.document.text, source.own) if code else None
        )
    return absolute_url(base, address) if address else None


def _escaped(href: str, charset: str) -> str:
    """A query in the page's own charset, as a browser sends it; escapes that are there stay."""
    address, mark, query = href.partition("?")
    if not mark or query.isascii() or charset == "utf-8":
        return href
    return f"{address}?{quote(query, safe='%&=+#/?:;,@!$()*~', encoding=charset, errors='replace')}"


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


def _abroad(candidates: list[_Candidate]) -> list[Link]:
    """Reports that another site holds: with a date beside them or in their address.

    Without one a link to another site is most often a friend of this one (友情链接).
    """
    return [
        one.link
        for one in candidates
        if not one.on_site
        and len(one.link.text) >= 6
        and (one.link.date or date_of_url(one.link.url) or _ACCOUNT.match(one.link.url))
    ]


def _sorted_out(candidates: list[_Candidate]) -> tuple[list[Link], list[Link]]:
    candidates = [one for one in candidates if one.on_site]
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
