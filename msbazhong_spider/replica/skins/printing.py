"""Filling templates: Jinja2, with the few filters that all skins share."""

from __future__ import annotations

from datetime import date
from functools import cache
from posixpath import relpath
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markupsafe import Markup


def render(template: str, /, **values: object) -> str:
    """Fill a template; its name is a path in the folder of the skins."""
    return _environment().get_template(template).render(values)


def macro(template: str, name: str) -> Callable[[Sequence[str]], Markup]:
    """Give a macro of a template as a function."""
    made: Callable[[Sequence[str]], Markup] = getattr(_module(template), name)
    return made


def relative(href: str, page: str) -> str:
    """Write an address as seen from the page that links to it.

    >>> relative("/qx/kaf/202403/t1.html", "/qx/kaf/index_1.html"), relative("/", "/qx/kaf.htm")
    ('./202403/t1.html', '../')
    """
    folder = page.rpartition("/")[0] or "/"
    found = relpath(href, folder) + ("/" if href.endswith("/") else "")
    return found if found.startswith(".") else f"./{found}"


def cut(text: str, size: int, mark: str = "…") -> str:
    """Cut a headline to the room that a listing has for it.

    >>> cut("全县春耕生产工作会召开", 6)
    '全县春耕生…'
    """
    return text if len(text) <= size else text[: size - 1] + mark


def day(iso: str, layout: str = "%Y-%m-%d") -> str:
    """Print an ISO day in another layout.

    >>> day("2024-03-05", "%m/%d")
    '03/05'
    """
    return date.fromisoformat(iso).strftime(layout)


def near(page: int, pages: int, reach: int = 4) -> range:
    """Give the page numbers that a row of them shows around the present one."""
    return range(max(1, page - reach), min(pages, page + reach) + 1)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("msbazhong_spider.replica", "skins"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    made.filters.update(relative=relative, cut=cut, day=day)
    made.globals.update(near=near)
    return made


@cache
def _module(template: str) -> object:
    return _environment().get_template(template).module
