"""The headline: the line that the page's ``<title>`` repeats, or the one a template makes big."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from msbazhong_spider.pages.bylines import is_byline_line
from msbazhong_spider.pages.dates import first_date, leading_host
from msbazhong_spider.pages.declared import declared_titles
from msbazhong_spider.pages.document import HEADINGS, ancestors, name_of, names_of
from msbazhong_spider.pages.furniture import is_furniture
from msbazhong_spider.pages.labels import Label, is_register, lex
from msbazhong_spider.pages.subtitles import is_tool_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

    from msbazhong_spider.pages.body import Main
    from msbazhong_spider.pages.dates import Dated
    from msbazhong_spider.pages.document import Document, Line

_COUNTED = re.compile(r"[\d\s.万+次人点赞大中小()（）\[\]【】:：]*")
_BUTTONS = 5  # lines between headline and label line that may be buttons and counters
_LONGEST_BUTTON, _LONGEST_COUNTER = 12, 20
_WITHIN = 60  # lines above the text among which the headline stands
_SHORTEST, _LONGEST = 4, 120
_RELATIVE = re.compile(
    r"(?:昨天|前天|刚刚|今天(?:\s?\d\d:\d\d)?|\d{1,3}\s?(?:分钟|小时|天|个?月|年)前)$"
)
_RELATIVE_ENDS = re.compile(r"[天刚前\d]")
_HOME = re.compile(r"(?:网站)?首\s?页(?:$|[^\u3400-\u9fff])")
_PLACE = re.compile(r".{0,6}(?:当前|所在|现在).{0,3}位置")
_CLOCK = re.compile(r"\W{0,3}(?:今天是|今日是|现在是|现在时间|当前时间|欢迎)")
_ALMANAC = re.compile(r".*星期.{0,8}农历")
_FARTHEST = 16  # lines between text and a headline that nothing else repeats
_COLUMN_LIKE, _FAR = 8, 4  # characters of a section's name; lines between it and the text
_REPEATED = 9.0  # points of a line that the head of the page repeats but for site and column
_TRUSTED = 5.0  # points under which a line is a headline only if <title> has none to offer
_TAG = 4  # 原创, 组图 and the like, set behind a headline
_CALLED_TITLE = re.compile(r"title|headline|biaoti|\btit\b|\bbt\b|_tit|tit_|-tit|h1|artitit|arti_")
_CALLED_OTHER = re.compile(r"sub-?title|futi|nav|menu|crumb|position|logo|list|hot|rank|side|foot")
_DASHES = re.compile(r"(\s*(?:--+|_+|\s[-–—|｜]\s?|[-–—|｜]\s|——|\s*[|｜丨]\s*|-|–|—)\s*)")
_FONT_SIZE = re.compile(r"font-size\s?:\s?(\d{1,3}(?:\.\d)?)\s?(px|pt)", re.IGNORECASE)
_BIG_LETTERS = 18.0  # pixels
_HAN = re.compile(r"[\u3400-\u9fff]")
_SITE = re.compile(
    r"^Powered by|网|频道|门户|官方|政府|日报|晚报|新闻|客户端|在线|传媒|融媒|电视台|大学|学院|学校|[小中]学|局|委员会|中心|协会|公司|集团|栏目|首页|正文"
)


@dataclass(frozen=True, slots=True)
class Headline:
    """The title, the lines it fills (``end`` excluded; both -1 if it stands on none), the rule."""

    text: str
    start: int
    end: int
    rule: str


_LONGEST_SITE, _COLONS = 18, (":", "：")
_IS_SITE = re.compile(
    r"(?:网|网站|门户|政府|频道|局|委员会|中心|大学|学院|学校|[小中]学|日报|晚报|协会|在线|新闻)$"
)


def squeeze(text: str) -> str:
    """A text for comparison: compatibility forms unified, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def say_the_same(one: str, other: str) -> bool:
    """Whether two texts are the same but for white space and compatibility forms."""
    first, second = one[:1], other[:1]
    if first != second and "㐀" <= first <= "鿿" and "㐀" <= second <= "鿿":
        return False  # neither is a compatibility form
    return one == other or squeeze(one) == squeeze(other)


def find_headline(document: Document, main: Main, crumbs: Sequence[str] = ()) -> Headline:
    """The headline of an article page."""
    judge = _Judge(document, main, crumbs)
    stop = min(main.first + 1, len(document.lines))
    # A line that the head of the page repeats needs no comparison with those that it does not, and
    # a single one needs none at all: it has more points than a headline needs, wherever it stands.
    repeated = list(filter(judge.is_plain, _candidates(document, stop, judge.heads)))
    start, end, text = repeated[0] if len(repeated) == 1 else (0, 0, "")
    if end - start == 1 and not _is_no_headline(text):
        return Headline(text, start, end, judge.agreement(text)[1])
    best, best_score = judge.best(repeated or _candidates(document, stop))
    if best and best_score >= _TRUSTED:
        return best
    fallback = _from_head(document, judge.known)
    return fallback if fallback.text or best is None else best


def rated_headlines(
    document: Document, main: Main, crumbs: Sequence[str] = ()
) -> list[tuple[float, Headline]]:
    """All that could be the headline with its points, for a person who asks why; the best first.

    What the head of the page gives has no points: it counts where no line has enough.
    """
    judge = _Judge(document, main, crumbs)
    rated = []
    for start, end, text in _candidates(document, min(main.first + 1, len(document.lines))):
        score, rule = judge.score(text, start, end)
        if score > 0:
            rated.append((score, Headline(text, start, end, rule)))
    said = [*judge.known, ("<title>", cut_suffix(document.title))]
    rated += [(0.0, Headline(text, -1, -1, rule)) for rule, text in said if text]
    return sorted(rated, key=lambda one: -one[0])


def _from_head(document: Document, known: list[tuple[str, str]]) -> Headline:
    """The headline as the head of the page gives it, when no line of the page shows it."""
    for name, text in known:
        return Headline(text, -1, -1, name)
    text = cut_suffix(document.title)
    nothing = len(text) < 2 * _SHORTEST or _names_a_site(text)
    return Headline("" if nothing else text, -1, -1, "<title>")


def _is_other_text(text: str) -> bool:
    """Whether a line that ``<title>`` does not repeat is a sentence, a label or a sub-headline."""
    return (
        text.endswith(("。", "；", ";"))
        or text.startswith(("——", "--"))
        or is_label_line(text)
        or is_byline_line(text)
        or _is_button(text)
    )


def _awaits(text: str) -> bool:
    """Whether a line ends with a label (作者：) whose value the next line is."""
    found = lex(text) if text[-1:] in _COLONS else ()
    return bool(found) and not found[-1].value and found[-1].kind is not Label.OTHER


def _names_a_site(text: str) -> bool:
    """Whether a text is the name of a site, a column or an institution and no headline."""
    return len(text) <= _LONGEST_SITE and _IS_SITE.search(text) is not None


def _known_titles(document: Document) -> list[tuple[str, str]]:
    """What the page tells machines its headline is, without site and column."""
    cut = ((name, cut_suffix(text)) for name, text in declared_titles(document))
    return [(name, text) for name, text in cut if len(text) >= _SHORTEST]


def _candidates(
    document: Document, stop: int, heads: str | None = None
) -> list[tuple[int, int, str]]:
    """Lines, the two or three lines of one heading, and lines without the tag at their end.

    With ``heads`` only those whose first letters stand in it.
    """
    first = max(0, stop - _WITHIN)
    ranges = []
    for index, line in enumerate(document.lines[first:stop], first):
        if heads is None or line.text[:_SHORTEST] in heads:
            ranges.append((index, index + 1, line.text))
        if len(line.runs) > 1 or line.text[0] == "标":
            ranges += [(index, index + 1, text) for text in _parts_of(line, heads)]
    ranges += _headings(document, first, stop, heads)
    return ranges


def _parts_of(line: Line, heads: str | None) -> Iterator[str]:
    """What could be the headline on a line that holds more: a label before it, a tag at an end."""
    text = line.text
    named = lex(text) if text[0] == "标" else ()
    if named and named[0].word == "标题" and named[0].start == 0:
        yield named[0].value
    cells = line.cells if len(line.runs) > 1 else ()
    if len(cells) < 2:
        return
    first = cells[0]
    is_long = len(first) >= _SHORTEST and (heads is None or first[:_SHORTEST] in heads)
    if is_long and _is_beside(" ".join(cells[1:])):
        yield first
    if len(first) <= _TAG and text.startswith(first):
        yield text[len(first) :].strip()


def _headings(
    document: Document, first: int, stop: int, heads: str | None
) -> Iterator[tuple[int, int, str]]:
    """The headings of two or three lines."""
    for element, start, end, _ in document.blocks:
        if start >= stop:
            break  # they are in the order of their first lines
        if not 2 <= end - start <= 3 or start < first or end > stop:
            continue
        if heads is not None and document.lines[start].text[:_SHORTEST] not in heads:
            continue
        if _is_heading(element):
            texts = [line.text for line in document.lines[start:end]]
            if not any(map(is_label_line, texts)):
                yield start, end, " ".join(texts)


def _is_beside(text: str) -> bool:
    """Whether what follows a headline on its line is a tag (原创, 组图) or the label line."""
    return len(text) <= _TAG or is_label_line(text)


def _is_heading(element: etree._Element) -> bool:
    return element.tag in HEADINGS or _CALLED_TITLE.search(name_of(element)) is not None


class _Judge:
    """Gives points to the lines that could be a page's headline, with the rule that gave most."""

    def __init__(self, document: Document, main: Main, crumbs: Sequence[str]) -> None:
        self.document, self.main, self.crumbs = document, main, crumbs
        self.known = _known_titles(document)
        self.declared = [(name, squeeze(text)) for name, text in self.known]
        self.heads = "\n".join((document.title, *(text for _, text in self.known)))
        self.whole = squeeze(document.title)
        shown = squeeze(cut_suffix(document.title))
        self.head = shown.rstrip(".…")
        self.is_cut = self.head != shown
        self.letters = "".join((self.whole, *(text for _, text in self.declared)))

    def is_plain(self, candidate: tuple[int, int, str]) -> bool:
        """Whether the head of the page repeats a line that labels follow, or that is a heading."""
        _, end, text = candidate
        if not _COLUMN_LIKE < len(text) <= _LONGEST or text[:_SHORTEST] not in self.heads:
            return False
        if _names_a_site(text) or text in self.crumbs:
            return False
        line = self.document.lines[end - 1]
        is_set = _label_follows(self.document, end) or line.tag in HEADINGS
        return is_set and not line.is_link and self.agreement(text)[0] >= _REPEATED

    def best(self, candidates: Iterable[tuple[int, int, str]]) -> tuple[Headline | None, float]:
        """The candidate with the most points, and those; of several the first."""
        best: Headline | None = None
        best_score = 0.0
        for start, end, text in candidates:
            score, rule = self.score(text, start, end)
            if score > best_score:
                best, best_score = Headline(text, start, end, rule), score
        return best, best_score

    def score(self, text: str, start: int, end: int) -> tuple[float, str]:
        """The points of the line or lines ``start`` to ``end``; 0 for what is no headline."""
        line = self.document.lines[start]
        if not _SHORTEST <= len(text) <= _LONGEST:
            return 0.0, ""
        score, rule = self.agreement(text)
        if not score and self._is_menu(line, end):
            return 0.0, ""  # asked first: most lines above a text are links
        if _is_no_headline(text) or (not score and self._is_no_line_for_one(text, start)):
            return 0.0, ""
        if score and _names_a_site(text):
            score = 1.0
        look, look_rule = _look(line)
        if end - start > 1 and line.element is not None and line.element.tag in HEADINGS:
            look += 1.5  # a heading over two lines is one headline
        place, place_rule = self._place(line, text, end, known=score > 0)
        score += look + place + max(0.0, 3.0 - max(0, self.main.first - end) * 0.125)
        return score, rule or look_rule or place_rule

    def _is_no_line_for_one(self, text: str, start: int) -> bool:
        """Whether a line that ``<title>`` does not repeat is no headline, or a label's value."""
        return _is_other_text(text) or (start > 0 and _awaits(self.document.lines[start - 1].text))

    def _place(self, line: Line, text: str, end: int, *, known: bool) -> tuple[float, str]:
        """The points for where a line stands: a headline above its labels, a column at the top."""
        points = -4.0 if line.is_link else 0.0
        if _label_follows(self.document, end) or self._heads_subtitles(line, text, end):
            between = 1 if self._is_framed(end) else 0
            return points + 4 + between, "the line above the label line"
        if text in self.crumbs:
            points -= 8  # a section's name as a heading of its own
        if known and len(text) <= _COLUMN_LIKE:
            # <title> that begins with the column, as the top of the page or the line above does
            points -= 6 if self.main.first - end > _FAR else 0
            points -= 10 if _label_follows(self.document, end + 1) else 0
        return points, "the line above the text"

    def _is_framed(self, end: int) -> bool:
        """Whether the lines above and below are set alike, and the line itself is not: 引题, 副题."""
        around = self.document.lines[max(0, end - 2) : end + 1]
        if len(around) < 3 or any(line.element is None for line in around):
            return False
        above, own, below = (name_of(line.element) for line in around if line.element is not None)
        return above == below != own

    def _heads_subtitles(self, line: Line, text: str, end: int) -> bool:
        """Whether sub-headlines of the same box stand between a line and the label line."""
        if len(text) <= _COLUMN_LIKE or _names_a_site(text) or text in self.crumbs:
            return False
        for index in range(end, min(end + 2, len(self.document.lines) - 1)):
            between = self.document.lines[index]
            if between.is_link or is_furniture(between.text) or not share_box(line, between):
                return False
            if _label_follows(self.document, index + 1):
                return True
        return False

    def _is_menu(self, line: Line, end: int) -> bool:
        """Whether a line that <title> does not repeat is a link, or far above the text, and no heading."""
        if line.element is not None and line.element.tag in HEADINGS:
            return False
        return line.is_link or self.main.first - end > _FARTHEST

    def agreement(self, text: str) -> tuple[float, str]:
        """The points for how much of a line the head of the page repeats."""
        if text[0] not in self.letters and "㐀" <= text[0] <= "鿿":
            return 0.0, ""  # most lines, told without a look at the rest
        plain = squeeze(text)
        for name, content in self.declared:
            if content == plain:
                return 12.0, f"line that {name} repeats"
        if not self.whole or not plain:
            return 0.0, ""
        if self.whole.startswith(plain):
            return self._beginning(plain)
        if plain in self.whole and len(plain) >= 8:
            return 7.0, "line that <title> contains"
        return self._shortened(plain)

    def _beginning(self, plain: str) -> tuple[float, str]:
        if self.whole == plain:
            return 12.0, "line that <title> repeats"
        fits = self.whole[len(plain)] in "-_|｜丨–—―·»>/([（【" or len(plain) >= 10
        points = 10.0 + min(len(plain), 20) / 10 if fits else 3.0
        return points, "line that <title> begins with"

    def _shortened(self, plain: str) -> tuple[float, str]:
        """Where the line or ``<title>`` was cut. A site's name that begins a greeting is no cut."""
        cut = plain.rstrip(".…")
        if cut != plain and len(cut) >= 8 and self.whole.startswith(cut):
            return 8.0, "line that <title> begins with"
        if len(self.head) >= 8 and plain.startswith(self.head):
            return (9.0 if self.is_cut else 2.0), "line that begins with <title>"
        return 0.0, ""


def share_box(one: Line, other: Line) -> bool:
    """Whether a template sets two lines in one box: neighbours, or single cells of one table."""
    if one.element is None or other.element is None:
        return False
    first, second = one.element.getparent(), other.element.getparent()
    if first is None or second is None:
        return False
    if first is second:
        return True
    in_rows = first.tag == "tr" == second.tag and len(first) == 1 == len(second)
    return in_rows and first.getparent() is second.getparent()


def _look(line: Line) -> tuple[float, str]:
    around = [element for element, _ in zip(ancestors(line.element), range(3), strict=False)]
    names = " ".join((names_of(around[:2]), *line.styles)).lower()
    tags = {str(element.tag) for element in around[:2]}
    for tag, points in (("h1", 5.0), ("h2", 3.0), ("h3", 2.0), ("h4", 1.0)):
        if tag in tags:
            return points - (3.0 if _CALLED_OTHER.search(names) else 0.0), f"<{tag}>"
    if _CALLED_OTHER.search(names):
        return -2.0, ""
    if _CALLED_TITLE.search(names):
        return 2.5, "class that says title"
    big = 2.0 if _is_big((*around[:2], *line.holders[:1])) else 0.0
    return big + (1.0 if line.bold else 0.0), "large letters" if big else ""


def _is_big(elements: Iterable[etree._Element | None]) -> bool:
    """Whether a template sets letters larger than its text's: <font size=5>, font-size:24px."""
    for element in elements:
        if element is None:
            continue
        size = _FONT_SIZE.search(element.get("style") or "")
        if size and float(size[1]) * (1.33 if size[2] == "pt" else 1) >= _BIG_LETTERS:
            return True
        if element.tag == "font" and (element.get("size") or "").lstrip("+") in tuple("34567"):
            return True
    return False


def _label_follows(document: Document, index: int) -> bool:
    """Whether the label line stands next, but for buttons and counters between."""
    for line in document.lines[index : index + _BUTTONS]:
        if is_label_line(line.text) or is_byline_line(line.text):
            return True
        if not _is_button(line.text) and not (line.is_link and len(line.text) <= _LONGEST_BUTTON):
            return False
    return False


def _is_button(text: str) -> bool:
    """Whether a line is what a reader clicks, or a counter."""
    labelled = lex(text) if len(text) <= _LONGEST_COUNTER else ()
    counts = [one for one in labelled[:1] if one.start == 0 and one.kind is Label.OTHER]
    counted = bool(counts) and _COUNTED.fullmatch(counts[0].value) is not None
    return counted or is_furniture(text) or is_tool_line(text)


@lru_cache(maxsize=4096)
def is_label_line(text: str) -> bool:
    """Whether a line tells when, whence and by whom, and nothing else."""
    if len(text) > 160 or _CLOCK.match(text) or ("星期" in text and _ALMANAC.match(text)):
        return False
    if len(text) <= 40 and _RELATIVE_ENDS.search(text, len(text) - 2) and _RELATIVE.search(text):
        return True
    if any(found.kind is not Label.OTHER for found in lex(text)):
        dated = first_date(text)
        return len(text) < 60 or dated is not None
    dated = first_date(text)
    if dated is None or _is_within_words(text, dated):
        return False
    if is_register(text):
        return True
    counters = (one.start for one in lex(text) if one.start >= dated.end)  # 阅读：…, 字号：…
    end = next(counters, len(text))
    length = end - leading_host(text) - (dated.end - dated.start)
    return length < 24 and "，" not in text[:end].rstrip("， ")


def _is_within_words(text: str, dated: Dated) -> bool:
    """Whether a date is a part of a headline: 某县2024年3月5日新增岗位信息."""
    before, after = text[: dated.start][-1:], text[dated.end :][:1]
    return bool(_HAN.match(before) and _HAN.match(after)) and "年" in dated.raw


def _is_no_headline(text: str) -> bool:
    if is_furniture(text) or text.startswith(("当前位置", "您的位置", "您现在的位置", "你的位置")):
        return True
    if _HOME.match(text) or ("位置" in text and _PLACE.match(text)):
        return True
    dated = first_date(text)
    if dated and len(text) - (dated.end - dated.start) < 8:
        return True
    labelled = lex(text)
    begun = bool(labelled) and labelled[0].start == 0 and labelled[0].kind is not Label.OTHER
    return begun or is_register(text)


def cut_suffix(page_title: str) -> str:
    """``<title>`` without the site and column that follow the headline.

    A part is cut from the end as long as it names a site or column, or is short beside what is
    left; a mark within the headline (同比-5%, A|B) stays.

    >>> cut_suffix("春运方案出台 - 某县新闻网")
    '春运方案出台'
    """
    pieces = _DASHES.split(page_title)
    parts, marks = pieces[::2], pieces[1::2]
    while len(parts) > 1:
        last, rest = parts[-1], "".join(parts[:-1])
        if not (_SITE.search(last) and len(last) <= 24) and not (
            2 <= len(last) <= 8 and last[0] > "\u3400" and len(rest) >= 2 * len(last)
        ):
            break
        parts.pop()
        marks.pop()
    if len(parts) > 1 and _names_a_site(parts[0]) and len("".join(parts[1:])) >= 2 * _SHORTEST:
        parts, marks = parts[1:], marks[1:]  # the site's name stands first on some
    text = parts[0]
    for mark, part in zip(marks, parts[1:], strict=False):
        text += mark + part
    return text.strip() or page_title.strip()
