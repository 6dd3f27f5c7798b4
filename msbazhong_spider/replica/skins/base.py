"""What the portal asks of a skin, and what it hands over. A skin knows no report and no socket.

A skin is a folder: its ``__init__`` says charset, addresses and page numbers, its templates print
the pages (``home.html`` for the portal and its counties, ``listing.html``, ``article.html``,
``notice.html``, mostly on top of a ``page.html`` with all that stands around).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from zlib import crc32

from msbazhong_spider.items import Article, Part, Precision

from .printing import macro, render

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Channel:
    """A county or a section: its name, its opaque code, and its number."""

    name: str
    code: str
    number: int
    parent: Channel | None = None

    @property
    def county(self) -> Channel:
        """The county that a section belongs to; a county itself."""
        return self.parent or self


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link: address, full text; to an article also its ISO day, and whether it is pinned.

    ``intro`` is how the text of the article begins, ``moment`` when it was published.
    """

    href: str
    text: str
    date: str = ""
    pinned: bool = False
    intro: str = ""
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class HomeView:
    """The portal's front page, or a county's: boxes of news, and the newest or hottest articles.

    ``county`` is None on the portal's own. ``menu`` links the counties or the county's sections,
    ``blocks`` are a channel's link and some of its articles.
    """

    path: str
    name: str
    menu: tuple[Anchor, ...]
    blocks: tuple[tuple[Anchor, tuple[Anchor, ...]], ...]
    newest: tuple[Anchor, ...]
    crumbs: tuple[Anchor, ...] = ()
    county: Channel | None = None


@dataclass(frozen=True, slots=True)
class ListingView:
    """One page of a section's listing. Pages are counted from 1; ``at`` gives their addresses."""

    path: str
    section: Channel
    crumbs: tuple[Anchor, ...]
    menu: tuple[Anchor, ...]
    items: tuple[Anchor, ...]
    page: int
    pages: int
    total: int
    per_page: int
    at: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article, or one of its parts, with the links around it.

    ``lines`` are the paragraphs of this part, ``at`` gives the addresses of the parts. ``moment``
    is exact, ``article.published`` is what the page shows.
    """

    path: str
    article: Article
    number: int
    section: Channel
    lines: tuple[str, ...]
    crumbs: tuple[Anchor, ...] = ()
    menu: tuple[Anchor, ...] = ()
    previous: Anchor | None = None
    following: Anchor | None = None
    related: tuple[Anchor, ...] = ()
    moment: datetime | None = None
    part: int = 1
    parts: int = 1
    at: Callable[[int], str] = str

    @property
    def editors(self) -> str:
        """The names of the editors, parted by spaces."""
        return " ".join(line.name for line in self.article.bylines if line.part is Part.EDITOR)

    @property
    def habit(self) -> int:
        """A number of its own for each headline, to choose among ways of printing."""
        return crc32(self.article.title.encode())


@dataclass(frozen=True, slots=True)
class Rows:
    """What a script of a listing asks for: rows ``first`` to ``last`` of a section, from 1."""

    section: int
    first: int
    last: int


class Skin(ABC):
    """A publishing system.

    All addresses are paths from the root, so that a page's bytes don't depend on host and port.
    Subclasses state:

    ``name`` and ``title``: what it is called here, and by those who sell it.
    ``shape``: the addresses of its articles, with the groups ``number`` and, if it parts them,
    ``part``.
    ``charset``: what the pages are written in; ``declared`` is what the header says, empty for
    a server that says nothing.
    ``precision`` and ``stamped``: how exactly pages tell the time, and in which form.
    ``home``: what the breadcrumb calls the front page.
    ``numbered``: whether further pages of a listing have addresses; else only scripts get them.
    ``per_part``: paragraphs in one part of an article in several parts, 0 if there are none.
    ``heads``, ``bodies``: the ways in which its editors paste sub-headlines and paragraphs (macros
    of ``shared/text.html``).
    ``has_epaper``: whether the paper as it was printed is served too (see ``epaper``).
    ``counters``: how addresses begin that count a visit, as the pages name them; ``programs`` how
    those begin that ask for a login; ``robots`` is the robots.txt.
    ``templates``: the folder of its templates, empty if that is called like the skin.
    ``gone``: headline and text of the page that stands (with status 200) in the place of one that
    was taken down.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    shape: ClassVar[re.Pattern[str]]
    charset: ClassVar[str] = "utf-8"
    declared: ClassVar[str] = "utf-8"
    precision: ClassVar[Precision] = Precision.MINUTE
    stamped: ClassVar[str] = "%Y-%m-%d %H:%M"
    home: ClassVar[str] = "首页"
    numbered: ClassVar[bool] = True
    per_part: ClassVar[int] = 0
    heads: ClassVar[tuple[str, ...]] = ("centred", "one_block", "plain")
    bodies: ClassVar[tuple[str, ...]] = ("indented", "spanned", "broken")
    has_epaper: ClassVar[bool] = False
    counters: ClassVar[tuple[str, ...]] = ()
    programs: ClassVar[tuple[str, ...]] = ("/admin/",)
    templates: ClassVar[str] = ""
    robots: ClassVar[str] = "User-agent: *\nDisallow: /admin/\n"
    gone: ClassVar[tuple[str, str]] = (
        "页面不存在",
        "页面不存在或已被删除，请返回首页浏览其他内容。",
    )

    # Addresses

    @abstractmethod
    def article_path(self, section: Channel, number: int, moment: datetime, part: int = 1) -> str:
        """Give the address of an article, or of one of its parts."""

    def article_of(self, path: str) -> tuple[int, int] | None:
        """Say which article and part an address asks for, None if it has not their shape."""
        hit = self.shape.fullmatch(path)
        if hit is None:
            return None
        found = hit.groupdict()
        return int(found["number"]), int(found.get("part") or 1)

    @abstractmethod
    def listing_path(self, section: Channel, page: int, pages: int) -> str:
        """Give the address under which the site links a page of a section's listing."""

    def further_paths(self, section: Channel, page: int, pages: int) -> tuple[str, ...]:
        """Give the other addresses under which the same page of a listing is served."""
        del section, page, pages
        return ()

    @abstractmethod
    def county_path(self, county: Channel) -> str:
        """Give the address of a county's front page."""

    def front_path(self) -> str:
        """Give the address of the front page, to which ``/`` may only be the door."""
        return "/"

    # What it prints

    def stamp(self, moment: datetime) -> tuple[datetime, Precision, str]:
        """Give the time that a page shows: cut to its precision, the precision, and as printed."""
        shown = moment.replace(microsecond=0)
        if self.precision is not Precision.SECOND:
            shown = shown.replace(second=0)
        if self.precision is Precision.DAY:
            shown = shown.replace(hour=0, minute=0)
        return shown, self.precision, self.printed(shown)

    def printed(self, moment: datetime) -> str:
        """Print a time as the article pages do."""
        return moment.strftime(self.stamped)

    def split(self, body: str) -> list[tuple[str, ...]]:
        """Give the paragraphs of an article in their parts."""
        lines = tuple(body.split("\n"))
        size = self.per_part
        if not size or len(lines) <= size + 1:
            return [lines]
        cuts = range(0, len(lines) - 1, size)  # the last part has two paragraphs or more
        return [lines[at : at + size if at != cuts[-1] else None] for at in cuts]

    def door_page(self) -> bytes:
        """Print what stands at ``/`` if the front page has an address of its own."""
        return self._print("door", to=self.front_path())

    def home_page(self, view: HomeView) -> bytes:
        """Print the portal's front page, or a county's."""
        return self._print("home", view=view)

    def listing_page(self, view: ListingView) -> bytes:
        """Print one page of a section's listing."""
        return self._print("listing", view=view)

    def article_page(self, view: ArticleView) -> bytes:
        """Print an article, or one of its parts."""
        heads = () if view.part > 1 else view.article.subtitles
        return self._print(
            "article",
            view=view,
            heads=self._pasted(self.heads, view.habit, heads),
            text=self._pasted(self.bodies, view.habit // 3, view.lines),
        )

    def notice_page(self, title: str, text: str) -> bytes:
        """Print a page that is no news: 关于我们, 页面不存在."""
        return self._print("notice", title=title, text=text)

    def _pasted(self, ways: Sequence[str], habit: int, lines: Sequence[str]) -> Markup | str:
        return macro("shared/text.html", ways[habit % len(ways)])(lines) if lines else ""

    def _print(self, template: str, /, **values: object) -> bytes:
        return render(f"{self.templates or self.name}/{template}.html", skin=self, **values).encode(
            self.charset
        )


class ScriptedSkin(Skin):
    """A system whose listings are filled by a script that asks for rows."""

    @abstractmethod
    def rows_of(self, path: str, form: bytes) -> Rows | None:
        """Say which rows of a listing a script asks for, None if the address is no such one."""

    @abstractmethod
    def rows_page(self, view: ListingView) -> tuple[bytes, str]:
        """Print the rows that the script asked for, with the type of the answer."""
