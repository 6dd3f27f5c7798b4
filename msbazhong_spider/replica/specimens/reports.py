"""One report in the odd forms that articles come in: label lines, charsets, WeChat."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msbazhong_spider.items import Article, Byline, PageKind, Part, Precision

from .base import Specimen, fill

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEIJING = ZoneInfo("Asia/Shanghai")
_LINES = (
    "3月4日，青垭县委书记李甲到石桥镇调研春耕生产，实地察看了玥湖村的秧田和农机合作社。",
    "李甲指出，要抓紧农时，把技术送到田间地头。县委常委、常务副县长王镕，副县长朱喆堃参加调研。",
    "合作社负责人介绍，今年新添了六台插秧机，流转土地一千二百亩，预计月底前可以完成栽插。",
)
_REPORT = Article(
    url="",
    title="李甲到石桥镇调研春耕生产",
    body="\n".join(_LINES),
    breadcrumb=("首页", "青垭县", "时政新闻"),
    county="青垭县",
    section="时政新闻",
)
_DAY = datetime(2024, 3, 5, tzinfo=_BEIJING)
_MINUTE = datetime(2024, 3, 5, 9, 12, tzinfo=_BEIJING)
_CENTRE = "青垭县融媒体中心"
_EDITOR = (Byline("赵丁一", Part.EDITOR),)

# name: the line between headline and text, and what it says (F.3 of the forms met)
_LABEL_LINES: dict[str, tuple[str, datetime, str | None, tuple[Byline, ...]]] = {
    "brackets": (
        (
            "<div>【字体：<a>大</a> <a>中</a> <a>小</a>】 【编辑日期：2024/3/5】 【作者：本站编辑】"
            '【阅读：<script src="/count.asp?id=99224"></script>次】</div>'
        ),
        _DAY,
        None,
        (),
    ),
    "bare-date-in-brackets": (
        "<p>【2024-03-05】【来源：青垭县融媒体中心】【字体： 】</p>",
        _DAY,
        _CENTRE,
        (),
    ),
    "host-before-the-date": (
        "<p>www.example.com&nbsp; 时间：2024/3/5 来源：青垭县融媒体中心</p>",
        _DAY,
        _CENTRE,
        (),
    ),
    "comment-marks": (
        (
            '<div class="small-title"><span>发布日期：2024-03-05</span><span>浏览次数： </span>'
            "<span>信息来源：<!--<$[信息来源]>begin-->青垭县融媒体中心<!--<$[信息来源]>end--></span></div>"
        ),
        _DAY,
        _CENTRE,
        (),
    ),
    "one-line": (
        (
            '<div class="info">时间：2024-03-05 09:12:00&nbsp;&nbsp;来源：青垭县融媒体中心'
            "&nbsp;&nbsp;编辑：赵丁一&nbsp;&nbsp;点击："
            '<script src="/plus/count.php?view=yes&amp;aid=1234&amp;mid=1"></script> 次</div>'
        ),
        _MINUTE,
        _CENTRE,
        _EDITOR,
    ),
    "time-without-label": (
        (
            '<div class="art-meta"><span class="pub-time">2024-03-05 09:12</span> '
            '<span class="sour">来源: 青垭县融媒体中心</span></div>'
        ),
        _MINUTE,
        _CENTRE,
        (),
    ),
    "names-and-bars": (
        "<p>文/图 钱文山 | 责编：赵丁一 | 2024年03月05日 09:12</p>",
        _MINUTE,
        None,
        (Byline("钱文山", Part.WRITER), *_EDITOR),
    ),
    "chinese-numerals": (
        '<p align="center">发布时间：二〇二四年三月五日　阅读(128)</p>',
        _DAY,
        None,
        (),
    ),
    "values-apart": (
        (
            "<ul><li><span>时间：</span><span>2024-03-05</span><span>来源：</span>"
            '<span><a href="#">青垭县融媒体中心</a></span></li></ul>'
        ),
        _DAY,
        _CENTRE,
        (),
    ),
}


def label_lines() -> Iterator[Specimen]:
    """Give the report with each of the lines between headline and text that sites print."""
    for name, (line, published, source, bylines) in _LABEL_LINES.items():
        article = replace(
            _REPORT,
            published=published,
            precision=Precision.DAY if published is _DAY else Precision.MINUTE,
            source=source,
            bylines=bylines,
        )
        if "09:12:00" in line:
            article = replace(article, precision=Precision.SECOND)
        page = _plain(line=line).encode()
        yield Specimen(f"line-{name}", PageKind.ARTICLE, page, article=article)


_DATED = replace(_REPORT, published=_MINUTE, precision=Precision.MINUTE, source=_CENTRE)
_LINE = "<p>时间：2024-03-05 09:12 来源：青垭县融媒体中心</p>"
_SAYS_UTF8 = '<meta charset="utf-8">'
_SAYS_GB = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
_PADDING = "<!--" + "=" * 1100 + "-->\n"

# name: what the page's head says, what the page is written in, what the header says
_CHARSETS = {
    "header-utf8-page-gbk": (_SAYS_GB, "gb18030", "utf-8"),
    "header-gb2312-page-utf8": (_SAYS_UTF8, "utf-8", "gb2312"),
    "header-and-head-utf8-page-gbk": (_SAYS_UTF8, "gb18030", "utf-8"),
    "head-gb2312-page-utf8": (_SAYS_GB, "utf-8", ""),
    "head-after-1024-bytes": (_PADDING + _SAYS_GB, "gb18030", ""),
    "malformed-head": (
        '<meta httpequiv="ContentType" content="text/html; charset=gb2312">',
        "gb18030",
        "",
    ),
    "two-heads-that-differ": (_SAYS_UTF8 + "\n" + _SAYS_GB, "gb18030", ""),
    "nothing-said-gbk": ("", "gb18030", ""),
    "nothing-said-utf8": ("", "utf-8", ""),
    "byte-order-mark-and-head-gb2312": (_SAYS_GB, "utf-8-sig", ""),
}


def charsets() -> Iterator[Specimen]:
    """Give the report where page, head and header do not agree on how it is written."""
    for name, (meta, written, header) in _CHARSETS.items():
        page = _plain(meta=meta).encode(written)
        article = replace(_DATED, charset=written.removesuffix("-sig"))
        yield Specimen(f"charset-{name}", PageKind.ARTICLE, page, charset=header, article=article)
    entities = _plain().encode("ascii", "xmlcharrefreplace")
    yield Specimen("charset-entities", PageKind.ARTICLE, entities, article=_DATED)
    yield _damaged()


def _damaged() -> Specimen:
    """A page whose text was lost before it was published: the site itself prints 锟斤拷."""
    lost = "，比上年增加锟斤拷锟斤拷亩"
    lines = (*_LINES[:2], _LINES[2].replace("，预计", f"{lost}，预计"))
    return Specimen(
        "charset-damaged-by-the-site",
        PageKind.ARTICLE,
        _plain(lines=lines).encode(),
        article=replace(_DATED, body="\n".join(lines)),
        damaged=True,
    )


def wechat() -> Specimen:
    """Give the report as a WeChat account prints it, which tells its time only to its script."""
    source = "岚江发布"
    page = fill(
        "articles/wechat.html",
        title=_REPORT.title,
        source=source,
        lines=_LINES,
        seconds=int(_MINUTE.timestamp()),
    )
    article = replace(
        _REPORT,
        published=_MINUTE,
        precision=Precision.SECOND,
        source=source,
        breadcrumb=(),
        county=None,
        section=None,
    )
    return Specimen("wechat", PageKind.ARTICLE, page.encode(), article=article)


def _plain(*, meta: str = _SAYS_UTF8, line: str = _LINE, lines: tuple[str, ...] = _LINES) -> str:
    return fill(
        "articles/plain.html",
        meta=meta,
        line=line,
        lines=lines,
        title=_REPORT.title,
        county=_REPORT.county,
        section=_REPORT.section,
    )
