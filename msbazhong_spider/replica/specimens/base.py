"""What a specimen is, and how its page is filled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from msbazhong_spider.items import Article, PageKind

PREFIX = "/specimens/"


@dataclass(frozen=True, slots=True)
class Specimen:
    """A page, what a server sends with it, and what it is in truth.

    ``charset`` is what the header says, empty for nothing. ``product`` is who made a challenge
    page, ``article`` the truth of an article. ``damaged`` says that the site itself has lost
    characters.
    """

    name: str
    kind: PageKind
    body: bytes
    status: int = 200
    charset: str = "utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    product: str = ""
    article: Article | None = None
    damaged: bool = False

    @property
    def path(self) -> str:
        """The address from the root."""
        return f"{PREFIX}{self.name}.html"


def fill(template: str, /, **values: object) -> str:
    """Fill a template of this folder."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("msbazhong_spider.replica", "specimens"),
        autoescape=True,
        undefined=StrictUndefined,
    )
