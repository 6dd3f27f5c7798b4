"""Pieces that several kinds of reports share."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msbazhong_spider.replica.banks import theme
from msbazhong_spider.replica.counties import Person
from msbazhong_spider.replica.writing import invent_firm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from msbazhong_spider.replica.writing import Bound, Writer

_JOINTS = ("；要", "。要")
_NUMBERS = "一二三四五"
_STERN = ("safety", "flood", "fire", "nature", "traffic", "order")


class Material:
    """What there is to say on one theme, drawn without repetition.

    Binds ``theme``, ``topic``, ``paper``, ``act`` (调研, 督导, 检查), ``head``, who answers for the
    theme, and by ``fresh`` what a pattern uses up: ``demands``, ``general``, ``fact``.
    """

    def __init__(self, writer: Writer, *themes: str) -> None:
        """Draw one of the themes, of all that fit the season if none is named."""
        self._writer = writer
        fitting = set(writer.lines("themes"))
        names = [name for name in themes if name in fitting] or sorted(fitting)
        name = writer.pick(names)
        self._phrases = dict(theme(name, writer.day.month))
        self._phrases["general"] = writer.lines("words/general")
        self._left: dict[str, list[str]] = {}
        for kind, role in (("name", "theme"), ("topic", "topic"), ("paper", "paper")):
            writer.bind(**{role: writer.say(self._take(kind))})
        self.head = self._head()
        writer.bind(act=writer.pick(writer.lines("words/act")) if name in _STERN else "调研")
        writer.bind(head=self.head)
        self.fresh(forced=True)

    def left(self, kind: str) -> list[str]:
        """Give the phrases of a kind that were not drawn yet, in random order."""
        if kind not in self._left:
            self._left[kind] = list(self._phrases[kind])
            self._writer.rng.shuffle(self._left[kind])
        return self._left[kind]

    def _take(self, kind: str) -> str:
        if not self.left(kind):
            del self._left[kind]
        return self.left(kind).pop()

    def fresh(self, *, forced: bool = False) -> None:
        """Bind new phrases in place of those that were printed (of all, if ``forced``)."""
        # A fact is told once: told again, it would have other numbers.
        for role, draw in (
            ("demands", self._demands),
            ("general", self._general),
            ("fact", self.fact),
        ):
            if forced or self._writer.said(role):
                self._writer.bind(**{role: draw()})
                self._writer.unsay(role)

    def visit(self, host: Person | None = None) -> bool:
        """Bind ``site``, ``scene`` and ``guide``, who tells about it; say whether a site was left.

        With a ``host`` the site lies in the township where the report happens.
        """
        sites = self.left("visit")
        local = [visit for visit in sites if "{=town}" in visit or "{=village}" in visit]
        if not (chosen := local if host else sites):
            return False
        visit = chosen[-1]
        sites.remove(visit)
        site, _, scene = visit.partition("｜")
        guide = host or self.head
        self._writer.bind(
            site=self._writer.say(site),
            scene=self._writer.say(scene),
            guide="" if self._writer.spoken(guide) else guide,
            elder=self._elder(site),
        )
        return True

    @property
    def local(self) -> bool:
        """Whether enough of the sites lie in a township for a tour of one."""
        return sum("{=town}" in v or "{=village}" in v for v in self._phrases["visit"]) > 1

    def _elder(self, site: str) -> Bound:
        elder = self._writer.roles["villager"] if "{=village}" in site else ""
        known = isinstance(elder, Person) and self._writer.facts.names(elder.name)
        return "" if known else elder

    def _demands(self) -> str:
        rng = self._writer.rng
        kind = "speech" if len(self.left("speech")) > 1 else "general"
        if kind == "general":
            return "".join(self._take("general") for _ in range(rng.randint(2, 3)))
        count = min(rng.randint(2, 5), len(self.left("speech")))
        chosen = [self._writer.say(self._take("speech")) for _ in range(count)]
        if self._writer.chance(0.15):
            return "；".join(f"{_NUMBERS[i]}要{text}" for i, text in enumerate(chosen)) + "。"
        return "要" + rng.choice(_JOINTS).join(chosen) + "。"

    def _general(self) -> str:
        return self._take("general")

    def fact(self) -> str:
        """Give a sentence on how things stand, empty when all have been told."""
        facts = self.left("fact")
        return self._writer.say(facts.pop()) if facts else ""

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


def speak(
    writer: Writer, material: Material, who: Person, times: int, bank_name: str = "shared/speech"
) -> None:
    """Add paragraphs in which somebody who was introduced makes demands."""
    writer.bind(who=who)
    for _ in range(times):
        material.fresh()
        writer.par(writer.choose(bank_name))


def speak_widely(writer: Writer, who: Person, times: int) -> None:
    """Add paragraphs of a speech that goes through several of the county's fields of work."""
    fields = writer.rng.sample(_FIELDS, times)
    for field in fields:
        speak(writer, Material(writer, field), who, 1)


_FIELDS = ("industry", "farming", "city", "village", "business", "nature", "party", "work", "order")


def more(writer: Writer, bank_name: str, low: int, high: int) -> None:
    """Add so many paragraphs of background, each at most once."""
    for _ in range(writer.rng.randint(low, high)):
        writer.par(writer.choose(bank_name))


def but(people: Sequence[Person], *without: Person) -> tuple[Person, ...]:
    """Leave some people out of a list."""
    names = {person.name for person in without}
    return tuple(person for person in people if person.name not in names)


def subtitles(writer: Writer, bank_name: str, share: float, *, never: Iterable[str] = ()) -> None:
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
