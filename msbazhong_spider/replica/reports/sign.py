"""Source (来源) and bylines (署名), in the ways that county sites print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msbazhong_spider.items import Byline, Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from msbazhong_spider.replica.writing import Writer


def sign(writer: Writer) -> None:
    """Say who made the report: in the line of the source, at the head or at the tail."""
    ways: dict[Callable[[Writer], None], int] = {
        _names_as_source: 9,
        _head: 6,
        _tail: 6,
        _bare_tail: 3,
        _medium: 2,
        _nothing: 1,
    }
    writer.rng.choices(tuple(ways), tuple(ways.values()))[0](writer)
    if writer.chance(0.3):
        writer.bylines.append(Byline(writer.pick(writer.county.reporters[10:]), Part.EDITOR))


def issue(writer: Writer) -> None:
    """Name the office that issued a notice: no reporter is involved."""
    offices = [text for text in writer.paragraphs[-2:] if text.startswith(writer.county.name)]
    writer.source = offices[0] if offices else writer.say("{county}人民政府网")


def _medium(writer: Writer) -> None:
    writer.source = writer.say(writer.word("medium"))


def _nothing(writer: Writer) -> None:
    writer.source = None


def _names_as_source(writer: Writer) -> None:
    names = _reporters(writer, 1, 3)
    writer.source = " ".join(names)
    _credit(writer, names, Part.REPORTER)


def _head(writer: Writer) -> None:
    _medium(writer)
    first, second = _reporters(writer, 1, 2), writer.rng.sample(writer.county.reporters[6:10], 1)
    paper = writer.pick(("本报讯", "本网讯", "{地}融媒讯"))
    people = "记者 " + _spaced(writer, first)
    _credit(writer, first, Part.REPORTER)
    if writer.chance(0.4):
        people += " 通讯员 " + _spaced(writer, second)
        _credit(writer, second, Part.CORRESPONDENT)
    writer.paragraphs[0] = writer.say(f"{paper}（{people}）") + writer.paragraphs[0]


def _tail(writer: Writer) -> None:
    _medium(writer)
    names = _reporters(writer, 1, 2)
    label = writer.pick(("记者 ", "本报记者 ", "全媒体记者 ", "记者："))
    _credit(writer, names, Part.REPORTER)
    writer.paragraphs[-1] += f"（{label}{_spaced(writer, names)}）"


def _bare_tail(writer: Writer) -> None:
    _medium(writer)
    names = _reporters(writer, 1, 2)
    _credit(writer, names, Part.WRITER)
    writer.paragraphs[-1] += f"（{_spaced(writer, names)}）"


def _reporters(writer: Writer, low: int, high: int) -> list[str]:
    return writer.rng.sample(writer.county.reporters[:6], writer.rng.randint(low, high))


def _credit(writer: Writer, names: list[str], part: Part) -> None:
    writer.bylines += [Byline(name, part) for name in names]


def _spaced(writer: Writer, names: list[str]) -> str:
    return " ".join(writer.mention(name) for name in names)
