"""One compact text of a report: no white space, one form of punctuation, and the way back.

Chinese names are printed with white space inside (何　芳, 李 刚), between them, and sometimes with
none. Rules are simpler on text without any; where it stood is kept in ``breaks``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.lexicon import any_of, words
from msbazhong_spider.items import Field, Span

if TYPE_CHECKING:
    from msbazhong_spider.items import HasText

LINE = "\n"
# White space that is no line end, and the invisible characters that editors leave behind.
_BLANK = re.compile(r"[^\S\n]+|[\u200b-\u200f\u2060\ufeff\u00ad]+")
_BROKEN = re.compile(f"(?:{any_of(words('heads'))})(?:{any_of(words('surnames'))})$")
_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
# Typed on a Latin keyboard: 热合曼.艾力 is one name, …讲话.县委书记 the end of a sentence.
_SOUND = f"[{''.join(sorted(words('transliteration')))}]"
_TYPED_DOT = re.compile(rf"(?<={_SOUND})\.(?={_SOUND})")
_TYPED_STOP = re.compile(r"(?<=[\u4e00-\u9fff”）])\.(?=[\u4e00-\u9fff\n]|$)")
# One character for one: offsets must survive.
_FORMS = str.maketrans(
    ",;:!?()[]•・‧∙⋅･．﹒●▲△■□★☆※➤▶►◎○▼◇↑↓→←",
    "，；：！？（）【】·····" + "···◆" + "◆" * 18,
) | str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the compact text: where it stands, and of which field it is."""

    start: int
    end: int
    field: Field


@dataclass(frozen=True, slots=True)
class Compact:
    """A report without white space.

    ``text`` has its punctuation in one form, ``raw`` as printed, character for character beside it.
    ``breaks`` holds the offsets before which white space was dropped.
    """

    text: str
    raw: str
    breaks: frozenset[int]
    lines: tuple[Line, ...]
    _starts: tuple[int, ...]
    _origins: tuple[tuple[Field, int], ...]

    def is_headline(self, offset: int) -> bool:
        """Tell whether an offset stands in the title, where white space parts clauses."""
        return self.lines[0].field is Field.TITLE and offset < self.lines[0].end

    def span(self, start: int, end: int) -> Span:
        """Return where the characters ``start`` to ``end`` stand in the field they came from."""
        field, first = self._origin(start)
        _, last = self._origin(end - 1)
        return Span(field, first, last + 1)

    def _origin(self, offset: int) -> tuple[Field, int]:
        block = bisect_right(self._starts, offset) - 1
        field, first = self._origins[block]
        return field, first + offset - self._starts[block]


class _Builder:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.breaks: list[int] = []
        self.lines: list[Line] = []
        self.opened: int | None = None  # where a line began that the next one goes on with
        self.starts: list[int] = []
        self.origins: list[tuple[Field, int]] = []

    def add_field(self, field: Field, text: str) -> None:
        offset = 0
        lines = text.split(LINE)
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            self._add_line(field, line, offset, joined=bool(following) and _goes_on(line))
            offset += len(line) + 1

    def _add_line(self, field: Field, line: str, offset: int, *, joined: bool) -> None:
        start, position = self.length if self.opened is None else self.opened, 0
        for blank in _BLANK.finditer(line):
            self._add_block(field, line[position : blank.start()], offset + position)
            position = blank.end()
            if self.length > start:
                self.breaks.append(self.length)
        self._add_block(field, line[position:], offset + position)
        self.opened = start if joined else None
        if joined:
            self.breaks.append(self.length)
        elif self.length > start:
            self.lines.append(Line(start, self.length, field))
            self._add_block(field, LINE, offset + len(line))

    def _add_block(self, field: Field, block: str, offset: int) -> None:
        if block:
            self.starts.append(self.length)
            self.origins.append((field, offset))
            self.parts.append(block)
            self.length += len(block)


def compact(report: HasText) -> Compact:
    """Return the compact text of title, sub-headlines and body, in this order."""
    builder = _Builder()
    builder.add_field(Field.TITLE, _one_line(report.title))
    # One string, as the database stores it: spans of sub-headlines count in the joined text.
    builder.add_field(Field.SUBTITLES, LINE.join(map(_one_line, report.subtitles)))
    builder.add_field(Field.BODY, _LINE_ENDS.sub(_same_length, report.body))
    raw = "".join(builder.parts)
    return Compact(
        text=_in_one_form(raw),
        raw=raw,
        breaks=frozenset(builder.breaks),
        lines=tuple(builder.lines),
        _starts=tuple(builder.starts),
        _origins=tuple(builder.origins),
    )


def _in_one_form(raw: str) -> str:
    text = raw.translate(_FORMS)
    if "." not in text:
        return text
    return _TYPED_STOP.sub("。", _TYPED_DOT.sub("·", text))


def _goes_on(line: str) -> bool:
    """Tell a line that was broken inside a list or a name: behind 、 or behind post and surname."""
    return line.endswith("、") or _BROKEN.search(line[-8:]) is not None


def _one_line(text: str) -> str:
    return _LINE_ENDS.sub(_same_length, text).replace(LINE, " ")


def _same_length(match: re.Match[str]) -> str:
    return " " * (len(match[0]) - 1) + LINE
