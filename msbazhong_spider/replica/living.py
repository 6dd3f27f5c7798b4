"""A portal that lives in time: what it shows depends on a moment that the caller sets.

Its chronicle says what is published, edited and taken away, and when. Within one moment it stands
still, so that a harvest meets one state of the site, and what is true is known for any moment.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar
from zlib import crc32

from .chronicle import Calendar, Edit, Life, Manner, draw_lives
from .portal import COUNTIES, PER_PAGE, mix
from .replica import Serving
from .site import Answer, Site
from .skins import Anchor
from .skins.cmstop import CmstopSkin
from .skins.portal import PortalSkin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from .server import Fault
    from .skins import Channel, Skin
    from .truth import Truth
    from .writing import Writer

_CHALLENGE = "/specimens/jiasule.html"
_DEAD = 1  # a number that no report ever had
_KINDS_OF_PAGES = 3
_PINS = 15  # a section pins one of so many


class MovedSkin(PortalSkin):
    """The portal after the listing of one section was given another address."""

    def __init__(self, moved: str) -> None:
        """Take the code of the section; its articles stay where they are."""
        self._moved = moved

    def listing_path(self, section: Channel, page: int, pages: int) -> str:
        """Give the new folder of the section that has moved, the usual one of all others."""
        return super().listing_path(self._now(section), page, pages)

    def further_paths(self, section: Channel, page: int, pages: int) -> tuple[str, ...]:
        """Give the second name of a first page."""
        return super().further_paths(self._now(section), page, pages)

    def _now(self, section: Channel) -> Channel:
        if section.code != self._moved:
            return section
        return replace(section, code=f"{section.code}xw")


class RenewedSkin(MovedSkin):
    """The portal after it was given other templates: all addresses are as they were."""

    templates: ClassVar[str] = CmstopSkin.name
    stamped: ClassVar[str] = "%Y-%m-%d"
    bodies: ClassVar[tuple[str, ...]] = CmstopSkin.bodies
    gone: ClassVar[tuple[str, str]] = CmstopSkin.gone


class LivingSite(Site):
    """The pages of a portal as they are at a moment.

    A third of its pages carries ETag and Last-Modified, a third none of them but counters that
    change with every answer, a third only one of the two. The first section's listing has a dead
    link for ever.
    """

    now: datetime

    def __init__(
        self, seed: int, calendar: Calendar, a_day: float, *, counties: int, per_page: int
    ) -> None:
        """Draw the chronicle; the site stands at its very beginning."""
        super().__init__(seed, 1, PortalSkin(), counties=counties, per_page=per_page)
        self.calendar = calendar
        names = [section.channel.name for section in self.sections]
        self.lives = draw_lives(seed, calendar, names, a_day, per_page)
        self.articles = len(self.lives)
        self.moved = len(self.sections) // 2
        self._skins = self._make_skins()
        self._events = [sorted(self._changes(i)) for i in range(len(self.sections))]
        self._views: Counter[str] = Counter()
        self.now = self.lives[0].published
        self.go_to(self.now)

    def _make_skins(self) -> tuple[Skin, Skin, Skin, Skin]:
        """Give the skins by whether the section has moved and the templates are new."""
        code = self.sections[self.moved].channel.code
        return PortalSkin(), RenewedSkin(""), MovedSkin(code), RenewedSkin(code)

    def _changes(self, section: int) -> Iterator[datetime]:
        """Give the times at which a page of a section may change; pins change once a month."""
        yield from (self.calendar.renewed, self.calendar.moved)
        for number, life in enumerate(self.lives, 1):
            if section in self.placed(number):
                yield from life.moments()

    # Time

    def go_to(self, moment: datetime) -> None:
        """Let it be that moment. Not while somebody is being answered."""
        self.now = moment
        renewed, moved = moment >= self.calendar.renewed, moment >= self.calendar.moved
        skin = self._skins[2 * moved + renewed]
        if skin is not self.skin:
            self._kept.cache_clear()  # reports say how their skin prints the time
        self.skin = skin
        for name in ("index", "listings"):
            self.__dict__.pop(name, None)

    def life(self, number: int) -> Life:
        """Give what becomes of a report."""
        return self.lives[number - 1]

    # What there is

    def own(self, number: int) -> int:
        """Give the section that a report's own breadcrumb names."""
        return self.life(number).section

    def moment(self, number: int) -> datetime:
        """Say when a report was published; a later number is never earlier."""
        return self.life(number).published

    @property
    def numbers(self) -> Sequence[int]:
        """The reports that are there, newest first."""
        return [n for n in range(self.articles, 0, -1) if self.life(n).is_there(self.now)]

    @property
    def listed(self) -> Sequence[int]:
        """The reports that listings link to, newest first."""
        return [n for n in range(self.articles, 0, -1) if self.life(n).is_listed(self.now)]

    def state(self, number: int) -> int:
        """Say how often a report has been edited."""
        return self.life(number).state(self.now)

    def truth_of(self, number: int, state: int, base: str) -> Truth:
        """Give what is true of a report after so many edits, served under ``base``."""
        return self.rooted(self._kept(number, state), base)

    def amend(self, number: int, edits: int, writer: Writer) -> None:
        """Edit a report that was just written so many times."""
        for count, (_, edit) in enumerate(self.life(number).edits[:edits], 1):
            writer.rng = random.Random(f"edit/{self.seed}/{number}/{count}")
            amend(writer, edit, count)

    # Pages

    def answer(self, path: str, form: bytes = b"") -> Answer:
        """Answer an address as the site does at this moment."""
        calendar = self.calendar
        if calendar.broken.holds(self.now):
            return Answer(_BAD_GATEWAY, status=502, tagged=False)
        if calendar.challenged.holds(self.now) and path != "/robots.txt":
            return super().answer(_CHALLENGE)
        answer = super().answer(path, form)
        if answer.status != 200 or answer.content_type != "text/html":  # noqa: PLR2004 - of HTTP
            return answer
        return self._dressed(path, answer)

    def _dressed(self, path: str, answer: Answer) -> Answer:
        """Give a page the headers that it comes with, or a counter that never stands still."""
        kind = crc32(path.encode()) % _KINDS_OF_PAGES
        modified = self._modified(path)
        if kind == 0 and modified:
            return replace(answer, modified=modified)
        if kind == 1:
            return replace(answer, modified=modified, tagged=modified is None)
        self._views[path] += 1
        body = _counted(answer.body, 100 + self._views[path])
        return replace(answer, body=body, modified=None, tagged=False)

    def _modified(self, path: str) -> datetime | None:
        """Say when a page changed last, None if that is not kept: pages of counties."""
        if path in self.listings:
            section = self.listings[path][0]
        elif wanted := self.skin.article_of(path):
            number = self.number_of(wanted[0])
            if not number:
                return None
            section = self.own(number)
        else:
            return None
        events = self._events[section]
        past = events[: bisect_right(events, self.now)]
        return max([self._month, *past[-1:]])

    def _article(self, path: str, identity: int, part: int) -> Answer | None:
        number = self.number_of(identity)
        if not number or self.identity(number) != identity or self.path(number, part) != path:
            return super()._article(path, identity, part)
        life = self.life(number)
        if life.is_there(self.now):
            return super()._article(path, identity, part)
        if life.absence is None or life.published > self.now:
            return None
        match life.absence.manner:
            case Manner.NOT_FOUND:
                return None
            case Manner.SAYS_SO:
                return self._notice(*self.skin.gone)
            case Manner.FRONT_PAGE:
                return Answer(b"", status=302, headers=(("Location", "/"),), tagged=False)

    def items(self, section: int, page: int) -> tuple[Anchor, ...]:
        """Give what a page of a listing links to; the first section also a page that never was."""
        items = super().items(section, page)
        if section or page > 1:
            return items
        path = self.skin.article_path(self.sections[0].channel, _DEAD, self.lives[0].published)
        return (*items, Anchor(path, "专题：家乡的春天", moment=self.lives[0].published))

    def pinned(self, section: int) -> int:
        """Give a report of a month before this one."""
        row = self.index[section]
        month = self._month
        older = [n for n in row if self.moment(n) < month] or row
        return older[mix(section, month.year * 12 + month.month) % min(_PINS, len(older))]

    @property
    def _month(self) -> datetime:
        """When this month began: then sections pin something else."""
        return self.now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


class LivingReplica(Serving[LivingSite]):
    """An invented portal on a real HTTP server that lives in time, as a context manager.

    ``seed``, ``calendar``, ``a_day`` (reports on a mean day), ``counties`` and ``per_page`` decide
    everything; equal ones give equal bytes, if equal requests come in equal order (pages count
    their views). It stands at a moment until ``go_to`` sets another; ``truth`` is that of the
    moment, ``site.lives`` tells what becomes of each report. While the calendar says so, nobody
    listens at its port. ``port`` and ``faults`` are as those of ``Replica``.
    """

    def __init__(  # noqa: PLR0913 - each is a keyword of its own
        self,
        seed: int = 1,
        calendar: Calendar | None = None,
        *,
        a_day: float = 4,
        counties: int = COUNTIES,
        per_page: int = PER_PAGE,
        port: int = 0,
        faults: Sequence[Fault] = (),
    ) -> None:
        """Draw what will happen; nothing is written or served yet."""
        made = calendar or Calendar.of_2025()
        site = LivingSite(seed, made, a_day, counties=counties, per_page=per_page)
        super().__init__(site, port, faults)

    def go_to(self, moment: datetime) -> None:
        """Let it be that moment at the site, forward or backward. ``requests`` begin anew."""
        self._port = self.port
        if self.site.calendar.refusing.holds(moment):
            self._stop()
        elif self._thread is None:
            self._start()
        self._running.forget()
        self.site.go_to(moment)
        self.__dict__.pop("truth", None)

    @property
    def base(self) -> str:
        """The address of the site without the slash at its end: addresses of articles go on it."""
        return self.url.rstrip("/")


def amend(writer: Writer, edit: Edit, count: int) -> None:
    """Edit a finished report, for the ``count``-th time: what it says and what is true of it."""
    if edit is Edit.ATTENDEE:
        people = [p for p in writer.county.leaders if not writer.facts.names(p.name)]
        if people:
            writer.bind(late=writer.one(people))
            _insert(writer, "edits/attendee")
            return
        edit = Edit.PARAGRAPH
    if edit is Edit.PARAGRAPH:
        _insert(writer, "edits/paragraph")
    else:
        writer.title += "（更新）" if count == 1 else f"（第{count}次更新）"


def _insert(writer: Writer, name: str) -> None:
    """Write a paragraph behind the first one: the last one may bear the reporters' names."""
    writer.par(writer.choose(name))
    writer.paragraphs.insert(1, writer.paragraphs.pop())


def _counted(page: bytes, views: int) -> bytes:
    """Print how often a page was asked for, beside the label that its template has, and below."""
    count = str(views).encode()
    for label in ("阅读:".encode(), b'<em id="pv">'):
        page = page.replace(label, label + count, 1)
    return page.replace(b"</body>", "<p>您是第{}位访客</p></body>".encode().replace(b"{}", count))


_BAD_GATEWAY = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>"
)
