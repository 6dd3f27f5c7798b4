"""The next page of a listing or of an article, by whatever form the page has for it.

The order is that of how much a form can be trusted: calls of the template's own paging function,
links by their text, what a click on them would do, select lists, row of numbers, "1/24页", and at
last a form that must be posted.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from msbazhong_spider.items import Query
from msbazhong_spider.pages.scripts import address_of_click, called_with_number, without_comments
from msbazhong_spider.pages.urls import absolute_url, canonical_url, same_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from msbazhong_spider.pages.document import Anchor, Document

PAGING_WORD = re.compile(
    r"^\W*(?:上一?页|下一?页|前一?页|后一?页|上一頁|下一頁|首页|尾页|末页|最后一?页|最末页|第一页|最前页|第?\s?\d{1,5}\s?页?|next(?:\s?page)?|prev(?:ious)?|last|first|跳转|转到?|GO|共.{0,12}[页条]|\d+/\d+页?|加载更多|点击加载更多)\W*$|^[<>«»‹›＜＞》《.…\s]+$",
    re.IGNORECASE,
)
_NEXT = re.compile(r"^\W*(?:下一?页|下一頁|后一?页|下翻页?|next(?:\s?page)?)\W*$", re.IGNORECASE)
_LAST = re.compile(r"^\W*(?:尾页|末页|最后一?页|最末页|last(?:\s?page)?)\W*$", re.IGNORECASE)
_MORE = re.compile(r"^\W*(?:点击)?(?:加载|查看|显示|浏览)?更多\W*$")
_ARROW = re.compile(r"^\s*(?:>|＞|»|›|》|→|&gt;)\s*$")
_LONGEST_ARROW, _LONGEST_NUMBER = 4, 6
_WORD = re.compile(r"\w")
_NUMBER = re.compile(r"[\[【]?\d{1,4}[\]】]?")
_CALLED_NEXT = frozenset({"next", "nextpage", "p_next"})
_CALL = re.compile(
    r"createPageHTML\w{0,10}\s{0,3}\((?P<container>\s{0,3}[\"'][\w#-]{0,60}[\"']\s{0,3},)?\s{0,3}[\"']?(?P<count>\d{1,6})[\"']?\s{0,3},\s{0,3}[\"']?(?P<at>\d{1,6})[\"']?\s{0,3},\s{0,3}[\"'](?P<name>[\w./-]{1,80})[\"']\s{0,3},\s{0,3}[\"']\.?(?P<extension>\w{2,6})[\"']"
)
_COUNT = re.compile(r"\bcountPage\s{0,3}=\s{0,3}[\"']?(\d{1,6})")
_CURRENT = re.compile(r"\bcurrentPage\s{0,3}=\s{0,3}[\"']?(\d{1,6})")
_NAMED = re.compile(
    r"[\"'](?:[^\"'\n]{0,80}[\"'/=])?(?P<name>[A-Za-z][\w-]{0,40}?)(?:[\"']\s{0,3}\+\s{0,3}[\"'])?_[\"']\s{0,3}\+\s{0,3}\(?\s?(?:nextPage|currentPage|i\b)"
)
_EXTENSION = re.compile(r"[\"']\.?(s?html?)\b")
_ANSWER = re.compile(
    r"(?<!\d)(?:第\s?)?(\d{1,5})\s{0,2}(?:页)?\s{0,2}/\s{0,2}(?:共\s?)?(\d{1,5})\s{0,2}页"
)
_AT_FIRST = re.compile(r"(?:第|当前)\s?(\d{1,5})\s?页.{0,30}?共\s?(\d{1,5})\s?页")
_TOTAL_FIRST = re.compile(r"共\s?(\d{1,5})\s?页.{0,30}?(?:第|当前)(?:第)?\s?(\d{1,5})\s?页")
_POST_BACK = re.compile(
    r"__doPostBack\s?\(\s?['\"]([^'\"]{1,200})['\"]\s?,\s?['\"]([^'\"]{0,80})['\"]"
)
_PAGE_FIELD = re.compile(r"(?:page|cur|current|to)?_?(?:no|num|index|page|number)", re.IGNORECASE)
_WITH_NUMBER = re.compile(r"^(?P<stem>.*?)(?:[_-](?P<number>\d{1,3}))?(?P<extension>\.\w{2,6})?$")
_PAGE_KEY = re.compile(r"^(?:page|pageno|p|pn|pageindex|page_no|currentpage)$", re.IGNORECASE)
_SOME = 8  # links called 下一页; a page prints its pager twice at most
_MOST_FIELDS = 2_000_000  # characters of a form's state that are sent back


def find_next(document: Document, own: str) -> Query | None:
    """What to ask for to get the page that follows; None on the last one.

    A query with a body is a form that must be posted: no address leads there. A 下一页 that points
    to its own page, as some systems print it on the last one, ends the list.
    """
    base = absolute_url(own, document.base or "") or own
    pager = _Pager(document, own, base)
    for form in (pager.by_call, pager.by_count, pager.by_text):
        known, url = form()
        if known:
            return Query(url, "") if url else pager.by_post_back()
    url = pager.by_options() or pager.by_numbers() or pager.by_answer()
    return Query(url, "") if url else pager.by_post_back()


def find_next_page(document: Document, own: str) -> str | None:
    """The address of the page that follows; None on the last one, and where something is posted."""
    following = find_next(document, own)
    return following.url if following and not following.body else None


def is_next_part(own: str, following: str) -> bool:
    """Whether an address is that of the part of an article after the one at ``own``.

    >>> is_next_part("http://a.example/345.html", "http://a.example/345_2.html")
    True
    >>> is_next_part("http://a.example/345.html", "http://a.example/346.html")
    False
    """
    one, other = part_of(own), part_of(following)
    if one is None or other is None or one[0] != other[0]:
        return False
    number, next_number = one[1], other[1]
    return next_number == number + 1 if number is not None else next_number in (1, 2)


def part_of(url: str) -> tuple[tuple[str, ...], int | None] | None:
    """An address without the number of its part, and that number; None without a file's name."""
    parts = urlsplit(url)
    folder, _, name = parts.path.rpartition("/")
    pairs = [pair for pair in parts.query.split("&") if pair]
    pages = [pair for pair in pairs if _PAGE_KEY.match(pair.partition("=")[0])]
    others = tuple(sorted(pair for pair in pairs if pair not in pages))
    if pages or others:
        value = pages[0].partition("=")[2] if pages else ""
        number = int(value) if value.isdecimal() else None
        return (parts.netloc, parts.path, *others), number
    found = _WITH_NUMBER.match(name)
    if not found or not found["stem"]:
        return None
    number = int(found["number"]) if found["number"] else None
    return (parts.netloc, folder, found["stem"], found["extension"] or ""), number


class _Pager:
    """The forms, one method each. ``(True, None)`` says: the form is there, and this is the end."""

    def __init__(self, document: Document, own: str, base: str) -> None:
        self.document, self.own, self.base = document, own, base
        self.anchors = document.anchors

    def by_call(self) -> tuple[bool, str | None]:
        """``createPageHTML(25, 0, "index", "html")``, with or without the name of a container."""
        if not self.document.source.holds("createPageHTML"):
            return False, None
        call = _CALL.search(without_comments(self.document.text))
        if not call:
            return False, None
        count, at = int(call["count"]), int(call["at"])
        from_one = self._counts_from_one(call)
        if at + (0 if from_one else 1) >= count:
            return True, None
        return True, self._elsewhere(f"{call['name']}_{at + 1}.{call['extension']}")

    def _counts_from_one(self, call: re.Match[str]) -> bool:
        """The first page is 0, but 1 in the form that names a container; its address tells too."""
        at, count = int(call["at"]), int(call["count"])
        own_name = urlsplit(self.own).path.rpartition("/")[2]
        is_first = own_name in ("", f"{call['name']}.{call['extension']}")
        return bool(call["container"]) or at >= count or (is_first and at == 1)

    def by_count(self) -> tuple[bool, str | None]:
        """``var currentPage = 0; var countPage = 25``, with names as the script puts them together."""
        if not self.document.source.holds("countPage"):
            return False, None
        bare = without_comments(self.document.text)
        count, current = _COUNT.search(bare), _CURRENT.search(bare)
        if not count or not current:
            return False, None
        following = int(current[1]) + 1
        if following >= int(count[1]):
            return True, None
        return True, self._numbered(bare, following)

    def _numbered(self, script: str, number: int) -> str | None:
        own_name = urlsplit(self.own).path.rpartition("/")[2]
        stem, _, extension = own_name.rpartition(".")
        named, ending = _NAMED.search(script), _EXTENSION.search(script)
        stem = re.sub(r"_\d+$", "", stem) or (named["name"] if named else "index")
        extension = extension if "." in own_name else (ending[1] if ending else "html")
        return self._elsewhere(f"{stem}_{number}.{extension}")

    def by_text(self) -> tuple[bool, str | None]:
        """下一页, an arrow, or 加载更多: its address, or what a click on it would do."""
        named = [anchor for anchor in self.anchors if self._says_next(anchor)][:_SOME]
        for anchor in named:
            url = self._target(anchor)
            if url:
                return True, url
        if any(absolute_url(self.base, anchor.href) == self.own for anchor in named):
            return True, None
        for anchor in self.anchors:
            url = self._target(anchor) if self._looks_next(anchor) else None
            if url and self._is_sibling(url):
                return True, url
        return False, None

    def _says_next(self, anchor: Anchor) -> bool:
        if _NEXT.match(anchor.text):
            return True
        return not anchor.text and _NEXT.match(anchor.title or _picture_text(anchor)) is not None

    def _looks_next(self, anchor: Anchor) -> bool:
        text = anchor.text
        if len(text) <= _LONGEST_ARROW and _ARROW.match(text):
            return True
        if _WORD.search(text):
            is_more = "更多" in text and _MORE.match(text) is not None
            return is_more and _PAGED.search(anchor.href) is not None
        called = (anchor.element.get("class") or "").lower().split()
        return not _CALLED_NEXT.isdisjoint(called)

    def _target(self, anchor: Anchor) -> str | None:
        url = absolute_url(self.base, anchor.href)
        if url is None or url == self.own:
            url = self._by_click(anchor) or url
        return url if url and url != self.own and same_site(self.own, url) else None

    def _by_click(self, anchor: Anchor) -> str | None:
        href, onclick = anchor.href.strip(), anchor.element.get("onclick") or ""
        for code in (onclick, href if href.lower().startswith("javascript") else ""):
            address = address_of_click(code, self.document.text, self.own) if code else None
            url = absolute_url(self.base, address) if address else self._by_form(code)
            if url:
                return url
        return None

    def _by_form(self, code: str) -> str | None:
        """A function that fills the page's number into a form that is sent by GET."""
        number = called_with_number(code)
        form = self._form_with_page() if number is not None else None
        if form is None or (form.get("method") or "get").lower() != "get":
            return None
        pairs = _fields(form, {_page_name(form): str(number)})
        action = absolute_url(self.base, form.get("action") or "") or self.own
        return canonical_url(f"{action.partition('?')[0]}?{urlencode(pairs)}")

    def _form_with_page(self) -> etree._Element | None:
        root = self.document.root
        forms = root.iter("form") if root is not None else iter(())
        return next((form for form in forms if _page_name(form)), None)

    def by_options(self) -> str | None:
        """A select list of pages: the option after this page's own."""
        options = list(self._options())
        for (url, selected), (following, _) in pairwise(options):
            if (selected or url == self.own) and following != self.own:
                return following if same_site(self.own, following) else None
        is_folder = urlsplit(self.own).path.rpartition("/")[2] in ("", "index.html", "index.htm")
        unmarked = not any(selected or url == self.own for url, selected in options)
        if unmarked and is_folder and len(options) > 1:
            return options[1][0]  # the first page under its other name
        return None

    def _options(self) -> Iterator[tuple[str, bool]]:
        root = self.document.root
        if root is None:
            return
        for option in root.iter("option"):
            value = option.get("value") or ""
            url = absolute_url(self.base, value) if re.search(r"[./]", value) else None
            if url and re.search(r"\d", "".join(map(str, option.itertext()))):
                yield url, option.get("selected") is not None

    def by_numbers(self) -> str | None:
        """1 [2] [3]: the number after the one that is no link."""
        numbers = {
            int(anchor.text.strip("[]【】")): anchor
            for anchor in self.anchors
            if len(anchor.text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(anchor.text)
        }
        current = self._current(numbers) if numbers else None
        if current is None or current + 1 not in numbers:
            return None
        return self._target(numbers[current + 1])

    def _current(self, numbers: dict[int, Anchor]) -> int | None:
        for number, anchor in numbers.items():
            if absolute_url(self.base, anchor.href) == self.own:
                return number
        row = self._row(numbers)
        unlinked = [at for at, number in enumerate(row) if number not in numbers]
        # A total stands in the row too; the page's own number continues its neighbours.
        for at in unlinked:
            if row[at + 1 : at + 2] == [row[at] + 1] or row[max(0, at - 1) : at] == [row[at] - 1]:
                return row[at]
        return row[unlinked[0]] if unlinked else None

    def _row(self, numbers: dict[int, Anchor]) -> list[int]:
        """The numbers that stand where the links with numbers do, in order."""
        lines = sorted({anchor.line for anchor in numbers.values()})
        around = self.document.lines[max(0, lines[0] - 3) : lines[-1] + 2]
        cells = (cell.strip("[]【】") for line in around for cell in line.cells)
        return [int(cell) for cell in cells if re.fullmatch(r"\d{1,4}", cell)]

    def by_answer(self) -> str | None:
        """1/24页 or 第1页 共24页, where another link or the page's own address has the form."""
        place = self._place()
        if place is None or place[0] >= place[1]:
            return None
        current, count = place
        last = (absolute_url(self.base, a.href) for a in self.anchors if _LAST.match(a.text))
        candidates: Iterable[tuple[str | None, int]] = [
            *((url, count) for url in last),
            (self.own, current),
        ]
        for url, number in candidates:
            following = _renumbered(url, number, current + 1) if url else None
            if following and following != self.own and same_site(self.own, following):
                return following
        return None

    def _place(self) -> tuple[int, int] | None:
        for line in self.document.lines:
            if "页" not in line.text or len(line.text) > 200:
                continue
            if found := _ANSWER.search(line.text) or _AT_FIRST.search(line.text):
                return int(found[1]), int(found[2])
            if found := _TOTAL_FIRST.search(line.text):
                return int(found[2]), int(found[1])
        return None

    def by_post_back(self) -> Query | None:
        """``__doPostBack('Pager','2')``: the page's own form, sent back with its hidden state."""
        target = self._post_back_target()
        root = self.document.root
        if target is None or root is None:
            return None
        for form in root.iter("form"):
            pairs = _fields(form, {"__EVENTTARGET": target[0], "__EVENTARGUMENT": target[1]})
            if not any(name == "__VIEWSTATE" for name, _ in pairs):
                continue
            body = urlencode(pairs)
            action = absolute_url(self.base, form.get("action") or "") or self.own
            fits = len(body) <= _MOST_FIELDS and same_site(self.own, action)
            return Query(action, body) if fits else None
        return None

    def _post_back_target(self) -> tuple[str, str] | None:
        """What the script is called with for the next page: by its text, or by its number."""
        found = [
            (anchor, call)
            for anchor in self.anchors
            if "__doPostBack" in anchor.href and (call := _POST_BACK.search(anchor.href))
        ]
        for anchor, call in found:
            if self._says_next(anchor) or _ARROW.match(anchor.text):
                return call[1], call[2]
        numbers = {int(a.text): call for a, call in found if re.fullmatch(r"\d{1,4}", a.text)}
        anchors = {int(a.text): a for a, _ in found if re.fullmatch(r"\d{1,4}", a.text)}
        current = self._current(anchors) if anchors else None
        call = numbers.get((current or 0) + 1) if current else None
        return (call[1], call[2]) if call else None

    def _elsewhere(self, name: str) -> str | None:
        url = absolute_url(self.base, name)
        return url if url != self.own else None

    def _is_sibling(self, url: str) -> bool:
        """Whether an address lies where a page of the same list would: an arrow may mean anything."""
        own, other = urlsplit(self.own).path, urlsplit(url).path
        folder = own.rpartition("/")[0]
        stem = re.sub(r"\.\w+$", "", own)
        return other.rpartition("/")[0] in (folder, stem) or other == own


_PAGED = re.compile(r"(?:[?&](?:page|pageno|p|pn)=|[_-])\d{1,5}\b", re.IGNORECASE)


def _picture_text(anchor: Anchor) -> str:
    picture = anchor.element.find(".//img")
    return "" if picture is None else (picture.get("alt") or picture.get("title") or "")


def _page_name(form: etree._Element) -> str:
    names = (field.get("name") or "" for field in form.iter("input"))
    return next((name for name in names if _PAGE_FIELD.fullmatch(name)), "")


def _fields(form: etree._Element, changed: dict[str, str]) -> list[tuple[str, str]]:
    """What a form sends when no button is pressed: its hidden and text fields, some changed."""
    pairs = []
    for field in form.iter("input"):
        name = field.get("name")
        if name and (field.get("type") or "text").lower() in ("hidden", "text"):
            pairs.append((name, changed.get(name, field.get("value") or "")))
    missing = [(name, value) for name, value in changed.items() if name not in dict(pairs)]
    return [*pairs, *missing]


def _renumbered(url: str, number: int, wanted: int) -> str | None:
    """An address with another number in the place of its last one, if that one is ``number``."""
    found = list(re.finditer(r"\d+", url))
    fitting = [one for one in found if int(one[0]) == number]
    if not fitting or fitting[-1] is not found[-1]:
        return None
    return f"{url[: fitting[-1].start()]}{wanted}{url[fitting[-1].end() :]}"
