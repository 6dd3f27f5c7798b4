"""Pieces that several kinds of reports share."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msbazhong_spider.replica.banks import theme
from msbazhong_spider.replica.counties import Person
from msbazhong_spider.replica.writing import invent_firm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from msbazhong_spider.replica.writing import Writer

_LISTS = (("要", "；要"), ("要", "。要"), ("要", "，"))
_NUMBERS = "一二三四五"


class Material:
    """What there is to say on one theme, drawn without repetition as long as it lasts.

    Binds ``theme``, ``topic``, ``paper``, and ``head``, who answers for it; ``fresh`` binds what a
    pattern uses up: ``demands``, ``fact``, ``fact2``, ``site``, ``scene``.
    """

    def __init__(self, writer: Writer, *themes: str) -> None:
        """Draw one of the themes, of all that fit the season if none is named."""
        self._writer = writer
        fitting = set(writer.lines("themes"))
        names = [name for name in themes if name in fitting] or sorted(fitting)
        self._phrases = theme(writer.pick(names), writer.day.month)
        self._left: dict[str, list[str]] = {}
        for kind, role in (("name", "theme"), ("topic", "topic"), ("paper", "paper")):
            writer.bind(**{role: writer.say(self.take(kind))})
        self.head = self._head()
        writer.bind(head=self.head)
        self.fresh()

    def take(self, kind: str) -> str:
        """Draw a phrase of a kind that was not drawn before."""
        if not self._left.get(kind):
            self._left[kind] = list(self._phrases[kind])
            self._writer.rng.shuffle(self._left[kind])
        return self._left[kind].pop()

    def fresh(self) -> None:
        """Bind new phrases for the next pattern."""
        site, _, scene = self.take("visit").partition("｜")
        say = self._writer.say
        self._writer.bind(
            demands=self._demands(),
            fact=say(self.take("fact")),
            fact2=say(self.take("fact")),
            site=say(site),
            scene=say(scene),
        )

    def _demands(self) -> str:
        rng = self._writer.rng
        count = rng.randint(3, 5)
        chosen = [self._writer.say(self.take("speech")) for _ in range(count)]
        if rng.random() < 0.15:
            return "；".join(f"{_NUMBERS[i]}要{text}" for i, text in enumerate(chosen)) + "。"
        first, joint = rng.choice(_LISTS)
        return first + joint.join(chosen) + "。"

    def _head(self) -> Person:
        county = self._writer.county
        posts = [self._writer.say(post) for post in self._phrases["bureau"]]
        heads = [person for person in county.bureaus if person.post in posts]
        return self._writer.rng.choice(heads or county.bureaus)


def when(writer: Writer) -> str:
    """Say the day of the event: that of the report or one before."""
    day = writer.day - timedelta(days=writer.rng.randint(0, 2))
    half = writer.pick(("", "", "", "上午", "下午"))
    if not half and writer.chance(0.2):
        return writer.pick(("近日", "日前"))
    return f"{day.month}月{day.day}日{half}"


def speak(writer: Writer, material: Material, who: Person, times: int) -> None:
    """Add paragraphs in which somebody who was introduced makes demands."""
    writer.bind(who=who)
    for _ in range(times):
        material.fresh()
        writer.par(writer.choose("shared/speech"))


def but(people: Sequence[Person], *without: Person) -> tuple[Person, ...]:
    """Leave some people out of a list."""
    names = {person.name for person in without}
    return tuple(person for person in people if person.name not in names)


def subtitles(
    writer: Writer, bank_name: str, share: float, *, never: Iterable[str] = ()
) -> None:
    """Add sub-headlines to a share of the reports. Lines of one pattern are parted by ／."""
    if writer.chance(share):
        for line in writer.choose(bank_name, never=never).split("／"):
            if line:
                writer.sub(line)


def manager(writer: Writer) -> Person:
    """Invent the head of a company of the county."""
    firm = invent_firm(writer.rng, writer.county.short)
    return writer.stranger(firm + writer.pick(("董事长", "总经理", "负责人")))


def session(writer: Writer) -> None:
    """Bind the number of the county's present congress, the same all over the portal."""
    writer.bind(
        session="十" + "五六七八九"[len(writer.county.secretary.name + writer.county.name) % 5],
        nth="二三四五六"[writer.day.year % 5],
    )
