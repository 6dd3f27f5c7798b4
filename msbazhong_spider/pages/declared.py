"""What a page says of itself to machines: metadata, JSON-LD, publishing systems' comments.

The forms: the meta names of the standard for government sites (PubDate, ContentSource,
ArticleTitle), Open Graph, the names that search engines and Weibo ask for, JSON-LD of schema.org
and of Baidu, Founder's ``<!--enpproperty … /enpproperty-->`` with its older and newer tags, and
comments around a field such as ``<!--<$[信息来源]>begin-->``.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from msbazhong_spider.pages.dates import Dated, announced_date, date_of_epoch
from msbazhong_spider.pages.document import FOUNDER_TAGS, JSON_LD
from msbazhong_spider.pages.memo import remember

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from msbazhong_spider.pages.document import Document

_DATES = (
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publish_time",
    "publishtime",
    "publish-time",
    "article:published_time",
    "og:time",
    "og:release_date",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "firstpublishedtime",
    "weibo:article:create_at",
    "bytedance:published_time",
    "apub:time",
    "pubtime",
    "ptime",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "date",
    "article:create_at",
    "releasedate",
)
_SOURCES = ("contentsource", "source", "og:source", "mediaid", "article:source", "copyfrom")
_TITLES = (
    "articletitle",
    "og:title",
    "title",
    "twitter:title",
    "contenttitle",
    "headline",
    "weibo:article:title",
    "pagetitle",
)
_AUTHORS = ("author", "article:author", "og:author", "og:article:author", "dc.creator")
_EDITORS = ("editor", "responsibleeditor")

_LD = re.compile(
    r"<script[^>]{1,80}application/ld\+json[^>]{0,80}>(.{1,20000}?)</script",
    re.DOTALL | re.IGNORECASE,
)
_FOUNDER = re.compile(
    r"<!--\s*enpproperty(.{1,4000}?)(?:/enpproperty\s*)?-->", re.DOTALL | re.IGNORECASE
)
_FOUNDER_TAG = re.compile(r"<(?:founder-)?(\w{2,12})>([^<]{1,400})</")
_NEWER_TAG = re.compile(r"<founder-(\w{2,12})>([^<]{1,400})</")
_MARKED = re.compile(r"<!--\s*<\$\[([^\]]{2,8})\]>\s*begin\s*-->([^<]{2,200})<!--")
# A pattern that begins with one of many words, in letters of either case, is tried at every
# character of a page, and takes several times as long as to parse it. So values are looked for
# first, by their first digit, and then the name before each.
_STAMP_PLACE = re.compile(r"[12](?=\d{9}|\d{3}[-/年]\d)")
_STAMP = re.compile(
    r"1\d{9}(?:\d{3})?(?!\d)|(?:19|20)\d\d[-/年]\d[^\"'<>,;}]{3,28}",
)
_STAMP_NAME = re.compile(
    r"\b(?:ct|(?:ori_)?create_?time|publish(?:ed)?_?(?:time|date)|pub_?(?:time|date)|ptime"
    r"|release_?(?:time|date)|input_?time|date_?published)"
    r"[\"']?\s{0,3}[:=]\s{0,3}[\"']?$",
    re.IGNORECASE,
)
_LONGEST_NAME = 40  # characters of the longest name, with the marks behind it
# 发布时间：<script>var day = '2018年02月13日'; document.write(day)</script>
_SCRIPT_TAG = "[sS][cC][rR][iI][pP][tT]"
_WRITTEN = re.compile(
    rf"(?:时间|日期)\s{{0,20}}[:：]\s{{0,40}}(?:<(?!{_SCRIPT_TAG})[^<>]{{0,80}}>\s{{0,20}}){{0,3}}"
    rf"<{_SCRIPT_TAG}[^<>]{{0,80}}>[^<\"']{{0,80}}[\"'](?P<value>(?:19|20)\d\d[-/年.]\d[^\"']{{3,24}})[\"']"
)
_HEAD = 10_000  # characters
_PAGE_NUMBER = re.compile(r"\s*[(（]\d{1,2}[)）]$")


def declared_dates(document: Document) -> Iterator[tuple[str, Dated]]:
    """The dates of publication by metadata, Founder's comment, JSON-LD and comment marks."""
    for name in filter(document.metas.__contains__, _DATES):
        dated = announced_date(document.metas[name])
        if dated:
            yield f"meta {name}", dated
    yield from _dated("enpproperty", founder(document).get("date"))
    for item in json_ld(document):
        for name in ("datePublished", "pubDate", "uploadDate"):
            yield from _dated("JSON-LD", item.get(name))
    for word, value in _marked(document):
        if word.endswith(("时间", "日期")):
            yield from _dated("comment mark", value)


def scripted_dates(document: Document) -> Iterator[tuple[str, Dated]]:
    """The dates that time elements and the page's own scripts carry; asked last, for a look at it all."""
    if document.root is not None:
        for element in document.root.iter("time"):
            yield from _dated("time element", element.get("datetime"))
    for found in _WRITTEN.finditer(document.text):
        yield from _dated("date that a script writes", found["value"])
    for value in _stamps(document.text):
        dated = date_of_epoch(value[:10]) if value.isdecimal() else announced_date(value)
        if dated:
            yield "time stamp in a script", dated


def _stamps(text: str) -> Iterator[str]:
    """The times that scripts give names (``publish_time = "2024-03-05 10:11"``, ``ct:1709604671``)."""
    done = 0
    for place in _STAMP_PLACE.finditer(text):
        at = place.start()
        name = _STAMP_NAME.search(text, max(done, at - _LONGEST_NAME), at)
        value = _STAMP.match(text, at) if name else None
        if value:
            yield value[0]
            done = value.end()


def declared_titles(document: Document) -> Iterator[tuple[str, str]]:
    """The headline by metadata, Founder's comment and JSON-LD."""
    yield from _in_metas(document, _TITLES)
    title = founder(document).get("title", "")
    yield from _said("enpproperty", _PAGE_NUMBER.sub("", title))
    for item in json_ld(document):
        for name in ("headline", "title"):
            yield from _said("JSON-LD", item.get(name))


def declared_subtitles(document: Document) -> tuple[str, ...]:
    """引题 and 副题 by Founder's comment."""
    said = founder(document)
    return tuple(text for name in ("introtitle", "subtitle") if (text := said.get(name)))


def declared_sources(document: Document) -> Iterator[tuple[str, str]]:
    """The source by comment marks, metadata, Founder's comment, and an organisation as author."""
    for word, value in _marked(document):
        if word.endswith("来源"):
            yield "comment mark", value
    yield from _in_metas(document, _SOURCES)
    yield from _said("enpproperty", founder(document).get("source"))
    for kind, name in _authors(document):
        if kind == "Organization":
            yield "JSON-LD", name


def declared_persons(document: Document) -> Iterator[tuple[str, str, bool]]:
    """Rule, text and whether it names editors: authors by metadata, Founder's comment, JSON-LD."""
    for names, edits in ((_AUTHORS, False), (_EDITORS, True)):
        for rule, text in _in_metas(document, names):
            yield rule, text, edits
    for name, edits in (("author", False), ("editor", True)):
        for rule, text in _said("enpproperty", founder(document).get(name)):
            yield rule, text, edits
    for kind, name in _authors(document):
        if kind != "Organization":
            yield "JSON-LD", name, False


def _in_metas(document: Document, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The metadata of these names, in their order."""
    for name in filter(document.metas.__contains__, names):
        yield f"meta {name}", document.metas[name]


def _said(rule: str, text: Any) -> Iterator[tuple[str, str]]:
    if isinstance(text, str) and text.strip():
        yield rule, text.strip()


def _dated(rule: str, value: Any) -> Iterator[tuple[str, Dated]]:
    dated = announced_date(str(value)) if isinstance(value, (str, int)) else None
    if dated:
        yield rule, dated


def _notes(document: Document, word: str) -> bool:
    """Whether a comment begins with a word, or the head of the page holds it."""
    return word in document.noted or document.source.beginning.find(word, 0, _HEAD) >= 0


@remember  # asked for several fields of one page
def founder(document: Document) -> dict[str, str]:
    """The fields of Founder's comment that say something; the same names for both kinds of tags."""
    found = _FOUNDER.search(document.text) if _notes(document, "enpproperty") else None
    tags = _FOUNDER_TAG.findall(found[1]) if found else []
    if not tags and not document.told.isdisjoint(FOUNDER_TAGS):
        tags = _NEWER_TAG.findall(document.text)
    said: dict[str, str] = {}
    for name, value in tags:
        if value.strip():
            said.setdefault(name.lower(), " ".join(value.split()))
    return said


@remember  # asked for several fields of one page
def json_ld(document: Document) -> tuple[dict[str, Any], ...]:
    """The objects of a page's JSON-LD that tell of an article; broken ones are passed over."""
    if JSON_LD not in document.told and JSON_LD not in document.noted:
        return ()
    return tuple(item for found in _LD.finditer(document.text) for item in _objects(found[1]))


def _objects(source: str) -> Iterable[dict[str, Any]]:
    try:
        value = json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return
    listed = value if isinstance(value, list) else [value]
    for item in listed:
        graph = item.get("@graph") if isinstance(item, dict) else None
        for one in graph if isinstance(graph, list) else [item]:
            if isinstance(one, dict) and one.get("@type") not in (
                "BreadcrumbList",
                "WebSite",
                "Organization",
            ):
                yield one


def _authors(document: Document) -> Iterator[tuple[str, str]]:
    """Type and name of each author of the JSON-LD."""
    for item in json_ld(document):
        authors = item.get("author")
        for one in authors if isinstance(authors, list) else [authors]:
            if isinstance(one, dict) and isinstance(one.get("name"), str):
                yield str(one.get("@type")), one["name"]
            elif isinstance(one, str):
                yield "Person", one


@remember  # asked for dates and for sources
def _marked(document: Document) -> list[tuple[str, str]]:
    """Field and value of comment marks such as ``<!--<$[信息来源]>begin-->``."""
    if not _notes(document, "<$["):
        return []
    return [(found[1], " ".join(found[2].split())) for found in _MARKED.finditer(document.text)]
