"""Lists that a script fetches: the endpoint that a page names, and the request that comes next.

Nothing is guessed: address, method and parameters are those that stand in the page's own script.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from msbazhong_spider.items import Query
from msbazhong_spider.pages.scripts import without_comments
from msbazhong_spider.pages.urls import absolute_url, is_counter, same_site

if TYPE_CHECKING:
    from collections.abc import Iterator

_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"
_PAGE_KEYS = (
    "pageno|page_no|pagenum|page_num|pageindex|page_index|pagenumber|page_number|currentpage"
    "|current_page|curpage|cur_page|cpage|current|page|pn|p"
)
_OFFSET_KEYS = "startrecord|endrecord|start|offset|skip"
_SIZE_KEYS = "pagesize|page_size|perpage|per_page|limit|rows|size|count"
_PAGED = re.compile(
    rf"(?P<before>(?:^|[^\w])(?:{_PAGE_KEYS})[\"']?\s{{0,3}}[=:]\s{{0,3}}[\"']?)(?P<number>\d{{1,6}})(?!\d)",
    re.IGNORECASE,
)
_SHIFTED = re.compile(
    rf"(?P<before>(?:^|[^\w])(?:{_OFFSET_KEYS})[\"']?\s{{0,3}}[=:]\s{{0,3}}[\"']?)(?P<number>\d{{1,7}})(?!\d)",
    re.IGNORECASE,
)
_SIZED = re.compile(
    rf"(?:^|[^\w])(?:{_SIZE_KEYS})[\"']?\s{{0,3}}[=:]\s{{0,3}}[\"']?(?P<number>\d{{1,4}})(?!\d)",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"""(?:(?<![\w$.])(?P<by>axios|fetch|\$http|http|request|jQuery|\$|uni|service|ajax)
          (?:\.(?P<verb>get|post|getJSON|ajax|request))?\s{0,3}\(\s{0,9}
          (?:\{(?P<before>[^{}]{0,300}?)\burl\s{0,3}:\s{0,3})?
        | \bproxyUrl\s{0,3}:\s{0,3} | \bdata-(?:url|api|src|list)\s{0,3}=\s{0,3})
        (?P<quote>["'`])(?P<url>[^"'`\s]{2,300})(?P=quote)""",
    re.VERBOSE,
)
_OBJECT = re.compile(r"\{([^{}]{0,1500})\}")
_PAIR = re.compile(
    r"""["']?(?P<key>[A-Za-z_]\w{0,40})["']?\s{0,3}:\s{0,3}
        (?P<value>-?\d{1,18}(?![\w.])|"[^"]{0,200}"|'[^']{0,200}'|true\b|false\b|null\b)""",
    re.VERBOSE,
)
_PROXY = re.compile(r"dataproxy\.jsp", re.IGNORECASE)
_NEXT_GROUP = re.compile(
    r"<nextgroup>\s{0,9}(?:<!\[CDATA\[)?\s{0,9}<a\b[^<>]{0,40}?href=[\"']([^\"'<>]{5,600})[\"']",
    re.IGNORECASE,
)
_OPTION = r"\b{name}[\"']?\s{{0,3}}[:=]\s{{0,3}}[\"']?(\d{{1,7}})"
_WINDOW = 1500
_LONGEST = 500_000  # characters of a page among which its own scripts stand
_GROUP = 3  # pages that the data proxy is asked for at once by its own script


def find_endpoint(text: str, own: str) -> Query | None:
    """The request by which a page without a list of its own fetches one; None if it names none.

    A GET request has an empty body.
    """
    for found in _REQUEST.finditer(text, 0, _LONGEST):
        query = _request(found, text, own)
        if query and (_PAGED.search(query.url) or _PAGED.search(query.body)):
            return query
    return None


def _request(found: re.Match[str], text: str, own: str) -> Query | None:
    url = absolute_url(own, found["url"])
    if url is None or is_counter(url) or not same_site(own, url):
        return None
    after = text[found.end() : found.end() + _WINDOW]
    following = _REQUEST.search(after)
    after = after[: following.start()] if following else after
    pairs = next(filter(None, map(_pairs, _OBJECT.findall(after))), [])
    around = f"{found['before'] or ''} {after}"
    is_post = found["verb"] == "post" or re.search(
        r"\b(?:type|method)[\"']?\s{0,3}:\s{0,3}[\"']post[\"']", around, re.IGNORECASE
    )
    if not is_post:
        return Query(_with(url, pairs), "")
    if _sends_json(found["by"], around):
        return Query(url, json.dumps(dict(pairs), ensure_ascii=False), _JSON)
    return Query(url, urlencode([(key, _plain(value)) for key, value in pairs]))


def _sends_json(by: str | None, around: str) -> bool:
    """JQuery posts forms unless it is told otherwise, all others post JSON."""
    if "JSON.stringify" in around or _JSON in around:
        return True
    return by not in ("$", "jQuery", "ajax") and "urlencoded" not in around


def _pairs(inside: str) -> list[tuple[str, object]]:
    """The pairs of an object literal, if one of them numbers a page."""
    found: list[tuple[str, object]] = [
        (pair["key"], _read(pair["value"])) for pair in _PAIR.finditer(inside)
    ]
    return found if any(re.fullmatch(_PAGE_KEYS, key, re.IGNORECASE) for key, _ in found) else []


def _read(value: str) -> object:
    return value[1:-1] if value[0] in "'\"" else json.loads(value)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _with(url: str, pairs: list[tuple[str, object]]) -> str:
    if not pairs:
        return url
    query = urlencode([(key, _plain(value)) for key, value in pairs])
    return f"{url}{'&' if '?' in url else '?'}{query}"


def find_proxy(text: str, own: str, shown: int) -> Query | None:
    """The request for the records after those ``shown``, by a page whose records stand in a script.

    Its script posts to a data proxy with the first and last number wanted; where the page has no
    such script, its data hold a link to the next group.
    """
    bare = without_comments(text) if "proxyUrl" in text else ""
    for found in _REQUEST.finditer(bare):
        if _PROXY.search(found["url"]):
            return _posted(found, bare, own, shown)
    group = _NEXT_GROUP.search(text) if "<nextgroup>" in text else None
    url = absolute_url(own, group[1]) if group else None
    return Query(url, "") if url and url != own and same_site(own, url) else None


def _posted(found: re.Match[str], text: str, own: str, shown: int) -> Query | None:
    url = absolute_url(own, found["url"])
    around = text[max(0, found.start() - _WINDOW) : found.end() + _WINDOW]
    per_page = _option("perPage", around) or 15
    total = _option("totalRecord", around)
    if url is None or not same_site(own, url) or (total is not None and shown >= total):
        return None
    objects = (_PAIR.finditer(inside) for inside in _OBJECT.findall(around))
    pairs = next((found for found in map(list, objects) if _is_unit(found)), [])
    body = urlencode([(pair["key"], _plain(_read(pair["value"]))) for pair in pairs])
    return Query(f"{url}?{_range(shown, per_page)}&perpage={per_page}", body) if body else None


def _range(shown: int, per_page: int) -> str:
    return f"startrecord={shown + 1}&endrecord={shown + _GROUP * per_page}"


def _is_unit(pairs: list[re.Match[str]]) -> bool:
    return {"columnid", "unitid"} <= {pair["key"].lower() for pair in pairs}


def _option(name: str, text: str) -> int | None:
    found = re.search(_OPTION.format(name=name), text, re.IGNORECASE)
    return int(found[1]) if found else None


def find_following(asked: Query, answer: str, shown: int) -> Query | None:
    """The request after one that was answered with ``shown`` records; None at the end.

    ``answer`` is searched for a total; without one the list ends where nothing new comes.
    """
    if shown == 0:
        return None
    for pattern in (_SHIFTED, _PAGED):
        step = _step(pattern, asked, shown)
        if step and not _is_last(pattern, asked, answer, shown):
            return Query(
                _advanced(pattern, asked.url, step),
                _advanced(pattern, asked.body, step),
                asked.media_type,
            )
        if step:
            return None
    return None


def _step(pattern: re.Pattern[str], asked: Query, shown: int) -> int:
    if not any(True for _ in _numbers(pattern, asked)):
        return 0
    if pattern is _PAGED:
        return 1
    bounds = [int(found["number"]) for found in _numbers(pattern, asked)]
    return bounds[-1] - bounds[0] + 1 if len(bounds) > 1 else shown


def _numbers(pattern: re.Pattern[str], asked: Query) -> Iterator[re.Match[str]]:
    yield from pattern.finditer(asked.url)
    yield from pattern.finditer(asked.body)


def _advanced(pattern: re.Pattern[str], text: str, step: int) -> str:
    return pattern.sub(lambda found: f"{found['before']}{int(found['number']) + step}", text)


def _is_last(pattern: re.Pattern[str], asked: Query, answer: str, shown: int) -> bool:
    """Whether the totals that the answer tells leave nothing to ask for."""
    number = max(int(found["number"]) for found in _numbers(pattern, asked))
    pages, records = _total(_PAGES, answer), _total(_RECORDS, answer)
    if pattern is _SHIFTED:
        return records is not None and number >= records
    if pages is not None:
        return number >= pages
    size = _SIZED.search(asked.url) or _SIZED.search(asked.body)
    per_page = int(size["number"]) if size else shown
    return records is not None and number * per_page >= records


_PAGES = re.compile(r"(?:total_?pages?|page_?count|pages)\W{1,6}(\d{1,6})", re.IGNORECASE)
_RECORDS = re.compile(
    r"(?:total_?records?|total_?count|total_?elements|total)\W{1,6}(\d{1,8})", re.IGNORECASE
)


def _total(pattern: re.Pattern[str], answer: str) -> int | None:
    found = pattern.search(answer)
    return int(found[1]) if found else None
