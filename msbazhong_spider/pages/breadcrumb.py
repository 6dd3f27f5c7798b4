"""当前位置：首页 > 平昌县 > 时政新闻, and what it says about county and section."""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from msbazhong_spider.pages.document import name_of

if TYPE_CHECKING:
    from msbazhong_spider.pages.document import Document

_INTRO = re.compile(
    r"^.{0,12}?(?:当前|所在|现在|目前)?(?:的)?(?:当前|所在)?(?:的)?位置\s*(?:是|为|在)?\s*[:：>»]{0,3}\s*|^(?:位置|导航|路径)\s*[:：]\s*"
)
_IS_INTRO = re.compile(r"(?:当前|所在|现在|目前|您|你)[^，。]{0,5}位置|^位置\s*[:：]")
_BEGINS_AT_HOME = re.compile(r"(?:网站)?首页|.{2,10}网\s*[>»›＞]")
_ARROWS = re.compile(r"[>＞»›→]|::")
_SEPARATOR = re.compile(r"\s*(?:>+|＞+|»|›|→|::|\\|-+>|—+>|/|(?<=\s)-(?=\s)|\|)\s*|\s{1,}")
_STRONG = re.compile(r"\s*(?:>+|＞+|»+|›+|→|::|\\|-+>|—+>|(?<=\s)[-–—/|](?=\s)|/)\s*")
_CALLED = re.compile(r"crumb|position|location|place|weizhi|dqwz|path|\bwz\b|lujing|dangqian")
_NO_STEP = frozenset(
    {
        *("正文", "文章正文", "内容", "文章内容", "详情", "详细内容", "新闻详情"),
        *("查看", "浏览", "阅读", "列表", "列表页", "文章列表"),
    }
)
_COUNTY = re.compile(r"^[\u3400-\u9fff]{1,9}(?:自治县|自治旗|林区|特区|[县区市旗])$")
_NO_COUNTY = re.compile(
    r"^(?:景区|园区|社区|校区|城区|专区|下载区|我市|全市|本市|全县|本县|城市|超市|股市|楼市|区县|市县|各区县|县区|县市|开发区|互动区|论坛区|都市)$"
)
_CONTINUES = re.compile(r"^[>»›＞→/-]")
_LONGEST_STEP = 24
_MOST_LINES = 9  # of a breadcrumb whose steps stand in lines of their own


@dataclass(frozen=True, slots=True)
class Trail:
    """The steps of a breadcrumb, the line it fills to (excluded; 0 without one), and the rule."""

    steps: tuple[str, ...]
    end: int
    rule: str


def find_trail(document: Document, stop: int) -> Trail:
    """The breadcrumb of a page, looked for in the lines before ``stop``."""
    lines = document.lines
    stop = min(stop, len(lines))
    for index in range(stop):
        text = lines[index].text
        if "位置" in text and len(text) <= 160 and _IS_INTRO.search(text):
            return _from_intro(document, index, stop)
    for index in range(stop):
        text = lines[index].text
        may_begin = "首页" in text or "网" in text  # asked of every line above the text
        if not may_begin or len(text) > 160 or not _BEGINS_AT_HOME.match(text):
            continue
        steps = _steps(text)
        if len(steps) > 1 and _ARROWS.search(text):
            return Trail(steps, index + 1, "line that begins at 首页")
    return _from_class(document, stop)


def _from_intro(document: Document, index: int, stop: int) -> Trail:
    """The line with 当前位置, and the short lines after it where each step has its own."""
    lines = document.lines
    rest = _INTRO.sub("", lines[index].text, count=1)
    pieces = [rest] if rest.strip() else []
    limit = min(stop, _box_end(document, index, len(_steps(rest))))
    end = index + 1
    while end < limit and _may_be_steps(lines[end].text):
        pieces.append(lines[end].text)
        end += 1
        if len(_steps(pieces[-1])) > 1:
            break  # a line with several steps tells all that are left
    while end < stop and _CONTINUES.match(lines[end].text):
        pieces.append(lines[end].text)
        end += 1
    steps = _steps(" > ".join(pieces))
    return Trail(steps, end, "当前位置") if steps else Trail((), 0, "")


def _may_be_steps(text: str) -> bool:
    """Whether a line is short enough for a step, or for several with marks between them."""
    return len(text) <= (_LONGEST_STEP * 3 if _STRONG.search(text) else _LONGEST_STEP)


def _box_end(document: Document, index: int, told: int) -> int:
    """Where the box ends that holds the line at ``index`` and the steps that it does not tell.

    A line with two steps or more is the whole trail, though it may end in a separator: many
    templates print one after every step.
    """
    if told > 1:
        return index + 1
    boxes = [(end - start, end) for _, start, end, _ in document.blocks if start <= index < end - 1]
    _, end = min(boxes, key=itemgetter(0), default=(0, 0))
    if not boxes or end - index > _MOST_LINES:
        return index + 1 if told else index + 2
    return end


def _from_class(document: Document, stop: int) -> Trail:
    for element, start, end, _ in document.blocks:
        if start >= stop:
            break  # they are in the order of their first lines
        if not 0 < end - start <= 6 or end > stop:
            continue
        if _CALLED.search(name_of(element)):
            text = " > ".join(line.text for line in document.lines[start:end])
            steps = _steps(text)
            if len(steps) > 1:
                return Trail(steps, end, "class that says breadcrumb")
    return Trail((), 0, "")


def steps_of(text: str) -> tuple[str, ...]:
    """The steps of a breadcrumb that is one text, with or without 当前位置 before it."""
    return _steps(_INTRO.sub("", text, count=1))


def _steps(text: str) -> tuple[str, ...]:
    separator = _STRONG if _STRONG.search(text) else _SEPARATOR
    steps = [step.strip(" :：>»›＞[]【】-") for step in separator.split(text)]
    return tuple(
        step
        for step in steps
        if re.search(r"\w", step) and step not in _NO_STEP and len(step) <= _LONGEST_STEP
    )


def county_of(steps: tuple[str, ...]) -> str | None:
    """The step that names a county, district, banner or city; the last one where several do."""
    found = [step for step in steps if _COUNTY.match(step) and not _NO_COUNTY.match(step)]
    return found[-1] if found else None


def section_of(steps: tuple[str, ...], title: str = "") -> str | None:
    """The last step that is a section: neither the home page, nor the county, nor the headline."""
    county = county_of(steps)
    for step in reversed(steps):
        shown = step.rstrip(".…")
        if step in (county, title) or (shown != step and title.startswith(shown)):
            continue  # a crumb may end in the headline, shortened
        if re.fullmatch(r"(?:网站)?(?:首页|主页)|.*网(?:站)?(?:首页)?", step):
            return None
        return step
    return None
