"""What a page is. Whatever its status says, only a page with an article's evidence is one."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msbazhong_spider.items import PageKind
from msbazhong_spider.pages.challenges import find_challenge
from msbazhong_spider.pages.dates import first_date
from msbazhong_spider.pages.labels import Label, lex
from msbazhong_spider.pages.reading import Reading, read
from msbazhong_spider.pages.title import is_label_line

if TYPE_CHECKING:
    from msbazhong_spider.items import Page

_MAGIC = (
    (b"%PDF", "PDF"), (b"\xff\xd8\xff", "picture"), (b"\x89PNG", "picture"), (b"GIF8", "picture"),
    (b"PK\x03\x04", "archive or office file"), (b"\xd0\xcf\x11\xe0", "office file"),
    (b"RIFF", "media file"), (b"\x1f\x8b", "compressed file"), (b"BM", "picture"),
)  # fmt: skip
_CONTROL = tuple(bytes([value]) for value in range(32) if value not in b"\t\n\r\f\x1a\x1b")
_TYPES = re.compile(
    r"^(?:image|audio|video|font)/|^application/(?:pdf|zip|msword|vnd\.|octet-stream|x-rar|javascript|json)|^text/(?:css|javascript)",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"(?:页面|网页|文章|信息|内容|文档|新闻|稿件|链接|资源|地址|该页|记录|数据)[^。，]{0,12}(?:不存在|已(?:经)?(?:被)?(?:删除|移除|下线|下架|撤销)|找不到|无法找到|没有找到|未找到|已失效)"
    r"|(?:找不到|没有找到|未找到|无法找到)[^。]{0,10}(?:页面|网页|文件|内容|信息|文章|资源)|404\s{0,3}(?:错误|not\s?found|页面|-)|not\s?found|没有找到相关内容|您(?:要)?(?:访问|查看|浏览)的[^。]{0,10}不存在"
    r"|该内容已被发布者删除|此内容因违规无法查看|把数据传递给模板时出错|文档id错误|此信息不存在|信息不存在|(?:已被|被)发布者删除",
    re.IGNORECASE,
)
_MAINTAINED = re.compile(
    r"(?:网站|系统|站点|服务器?)[^。]{0,8}(?:维护|升级|改版|建设)中|正在(?:维护|升级|建设)|(?:网站|本站)已(?:经)?(?:迁移|搬迁|关闭)|该网站暂时无法(?:访问|进行访问)|域名(?:已)?(?:过期|到期|出售|未备案)|未备案|网站暂停"
)
_REFRESH = re.compile(r"http-equiv\s?=\s?[\"']?refresh[^>]{0,200}", re.IGNORECASE)
_HOME_SCRIPT = re.compile(
    r"(?:window\.|document\.|top\.|self\.|parent\.)?location(?:\.href|\.replace)?\s{0,3}[=(]\s{0,3}[\"'](?P<to>[^\"']{1,200})[\"']"
)
_SHORT = 600
_LITTLE = 40
_ENOUGH = 150


@dataclass(frozen=True, slots=True)
class Classified:
    """What a page is, and the evidence for it; ``why`` of a challenge names the product."""

    kind: PageKind
    why: str


def classify(page: Page) -> Classified:
    """Say what a page is: article, listing (front pages too), challenge, missing or other."""
    return classify_reading(read(page)) if _binary(page) is None else _as_other(page)


def _as_other(page: Page) -> Classified:
    return Classified(PageKind.OTHER, _binary(page) or "no page")


def _binary(page: Page) -> str | None:
    for mark, name in _MAGIC:
        if page.body.startswith(mark) and b"<html" not in page.body[:2000].lower():
            return name
    content_type = page.headers.get("content-type", "")
    if _TYPES.match(content_type) and b"<html" not in page.body[:2000].lower():
        return f"content type {content_type}"
    if not page.body.strip():
        return "no body"
    start = page.body[:4096]
    control = sum(start.count(byte) for byte in _CONTROL)
    is_wide = start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return "binary data" if control * 50 > len(start) and not is_wide else None


def classify_reading(reading: Reading) -> Classified:
    """The same for a page that was taken in already."""
    page = reading.page
    if page.status in (404, 410):
        return Classified(PageKind.MISSING, f"status {page.status}")
    binary = _binary(page)
    if binary:
        return Classified(PageKind.OTHER, binary)
    article = _article_evidence(reading)
    early = _refusal(reading, has_article=article is not None)
    if early:
        return early
    if page.status >= 400:
        return Classified(PageKind.OTHER, f"status {page.status}")
    if article:
        return Classified(PageKind.ARTICLE, article)
    return _without_article(reading)


def _refusal(reading: Reading, *, has_article: bool) -> Classified | None:
    page, visible = reading.page, reading.document.visible
    product = find_challenge(
        reading.document.text, visible, page.status, page.headers, has_article=has_article
    )
    if product:
        return Classified(PageKind.CHALLENGE, product)
    if has_article and not _is_message(reading):
        return None
    found = _GONE.search(f"{reading.document.title}\n{visible}") if len(visible) < _SHORT else None
    if found:
        return Classified(PageKind.MISSING, f"says {found[0].strip()[:40]}")
    return None


def _is_message(reading: Reading) -> bool:
    """A page of a few sentences without date, source or byline says something of itself."""
    return len(reading.document.visible) < _SHORT and not _labels_near_headline(reading)


def _without_article(reading: Reading) -> Classified:
    document, visible = reading.document, reading.document.visible
    links = sum(len(anchor.text or anchor.title) >= 2 for anchor in document.anchors)
    home = _sends_home(reading) if len(visible) < _SHORT else None
    if home:
        return Classified(PageKind.MISSING, home)
    if len(visible) < _SHORT:
        found = _MAINTAINED.search(f"{document.title}\n{visible}")
        if found:
            return Classified(PageKind.OTHER, f"maintenance: {found[0]}")
    if links >= 3 or _has_data_list(document.text):
        return Classified(PageKind.LISTING, f"{links} links and no running text")
    if len(visible) < _LITTLE:
        return Classified(PageKind.OTHER, "empty shell: filled by a script, or nothing at all")
    return Classified(PageKind.OTHER, "neither an article nor a list of links")


def _has_data_list(text: str) -> bool:
    return "<datastore>" in text and "<record>" in text


def _sends_home(reading: Reading) -> str | None:
    """A page that sends its reader to the front page instead of saying that it is gone."""
    text = reading.document.text
    refresh = _REFRESH.search(text)
    if refresh and re.search(
        r"url\s?=\s?['\"]?\s?(?:/|https?://[^/'\"]+/?|(?:\.\./)*index\.\w+)\s?['\"]?\s?/?$",
        refresh[0].rstrip("> "),
        re.IGNORECASE,
    ):
        return "redirects to the front page"
    for found in _HOME_SCRIPT.finditer(text[:20_000]):
        if re.fullmatch(r"/|https?://[^/]+/?|/?index\.\w{3,5}|\.\./?", found["to"]):
            return "redirects to the front page by script"
    return None


def _article_evidence(reading: Reading) -> str | None:
    """Why a page is an article; None if it is none."""
    main, document = reading.main, reading.document
    labelled = _labels_near_headline(reading)
    agreed = "<title>" in reading.headline.rule or "meta" in reading.headline.rule
    if not reading.headline.text or _is_list(reading):
        return None
    if main.weight == 0:
        short = agreed and labelled and reading.headline.start >= 0
        return "headline and label line" if short else None
    if labelled and (main.weight >= 30 or (agreed and reading.headline.start >= 0)):
        return "headline, label line and running text"
    if main.weight >= _ENOUGH and (agreed or document.is_plain or reading.headline.start >= 0):
        return "headline and running text"
    if agreed and main.weight >= _LITTLE and len(document.anchors) < 40 and _bodies(reading):
        return "headline that <title> repeats, and running text"
    return None


def _bodies(reading: Reading) -> bool:
    return reading.headline.start >= 0 and reading.headline.end <= reading.main.first


def _labels_near_headline(reading: Reading) -> bool:
    headline, lines = reading.headline, reading.document.lines
    if headline.start < 0:
        return False
    for line in lines[headline.end : headline.end + 8]:
        if line.is_link:
            continue
        kinds = {found.kind for found in lex(line.text)} if len(line.text) < 200 else set()
        if kinds & {Label.TIME, Label.SOURCE, Label.WRITER, Label.EDITOR}:
            return True
        if is_label_line(line.text) and line.linked == 0 and first_date(line.text):
            return True
    tail = lines[reading.main.last + 1 : reading.main.last + 10]
    return any(
        {found.kind for found in lex(line.text)} & {Label.TIME, Label.EDITOR}
        for line in tail
        if len(line.text) < 120 and not line.linked
    )


def _is_list(reading: Reading) -> bool:
    """Links as long as headlines between the lines of text, or many with dates: a listing."""
    main, lines = reading.main, reading.document.lines
    if reading.document.is_plain or main.weight == 0:
        return False
    between = lines[main.first : main.last + 1]
    texts = sum(not line.linked and len(line.text) >= 14 for line in between)
    headlines = [line for line in between if line.linked >= 8 and line.linked * 3 >= len(line.text)]
    dated = sum(first_date(line.text) is not None for line in headlines)
    return len(headlines) >= 4 and (len(headlines) * 2 >= texts or dated >= 4)
