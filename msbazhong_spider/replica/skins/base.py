"""What the portal asks of a skin, and what it hands over. A skin knows no report and no socket."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from msbazhong_spider.items import Article, Precision


@dataclass(frozen=True, slots=True)
class Channel:
    """A county or a section: its name, its opaque code, and a section's number."""

    name: str
    code: str
    number: int = 0
    parent: Channel | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link to an article: address, full title, ISO day, and whether it is pinned (置顶)."""

    href: str
    text: str
    date: str = ""
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article page: the text, its number for the view counter, and the links around it."""

    article: Article
    number: int
    crumbs: tuple[tuple[str, str], ...]
    previous: Anchor | None = None
    following: Anchor | None = None
    related: tuple[Anchor, ...] = ()
    channels: tuple[Channel, ...] = ()


@dataclass(frozen=True, slots=True)
class ListingView:
    """One page of a section's listing. Pages are counted from 1."""

    section: Channel
    items: tuple[Anchor, ...]
    page: int
    pages: int
    total: int
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class CountyView:
    """A county's front page: its sections with their newest articles, and a hot list (热点)."""

    county: Channel
    blocks: tuple[tuple[Channel, tuple[Anchor, ...]], ...]
    hot: tuple[Anchor, ...]
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class FrontView:
    """The portal's front page: its counties with some articles."""

    name: str
    blocks: tuple[tuple[Channel, tuple[Anchor, ...]], ...]
    headline: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """What an address asks for: an article by its number, a section's page, a county."""

    kind: Literal["article", "section", "county"]
    key: str
    page: int = 1


class Skin(ABC):
    """A publishing system. Subclasses state ``name`` and ``charset`` and print the pages.

    All addresses are paths from the root, so that a page's bytes don't depend on host and port.
    """

    name: ClassVar[str]
    charset: ClassVar[str]

    @abstractmethod
    def article_path(self, section: Channel, number: int, moment: datetime) -> str:
        """Give the address of an article."""

    @abstractmethod
    def listing_path(self, section: Channel, page: int) -> str:
        """Give the address of a page of a section's listing."""

    @abstractmethod
    def county_path(self, county: Channel) -> str:
        """Give the address of a county's front page."""

    @abstractmethod
    def route(self, path: str) -> Route | None:
        """Say what an address asks for, None if it has no shape of this skin."""

    @abstractmethod
    def stamp(self, moment: datetime) -> tuple[datetime, Precision, str]:
        """Give the time that a page shows: cut to its precision, the precision, and as printed."""

    @abstractmethod
    def front_page(self, view: FrontView) -> bytes:
        """Print the portal's front page."""

    @abstractmethod
    def county_page(self, view: CountyView) -> bytes:
        """Print a county's front page."""

    @abstractmethod
    def listing_page(self, view: ListingView) -> bytes:
        """Print one page of a section's listing."""

    @abstractmethod
    def article_page(self, view: ArticleView) -> bytes:
        """Print an article."""

    @abstractmethod
    def notice_page(self, title: str, text: str) -> bytes:
        """Print a page that is no news: 关于我们, 页面不存在."""
