"""The files of a new site: a spider of facts, its saved pages, and the test that reads them."""

from __future__ import annotations

import json
import keyword
import re
import unicodedata
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from parsel import Selector

from msbazhong_spider.errors import UsageError
from msbazhong_spider.pages import decode, read_listing
from msbazhong_spider.pages.saved import as_json, read_values
from msbazhong_spider.pages.urls import same_site
from msbazhong_spider.spiders.scope import looks_like_county
from msbazhong_spider.spiders.sites import OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from msbazhong_spider.items import Page

_NAME = re.compile(r"[a-z][a-z0-9]{1,30}")
_TAKEN = frozenset({"test", "tests", "sites"})
_COMMON_HOSTS = frozenset({"www", "m", "wap", "news", "xw", "web"})
_MARKS = re.compile(r"\s*[-_|｜丨—–·>»]+\s*")
_NO_SITE = re.compile(r"(?:网站)?(?:首页|主页)|欢迎.*|home|index|正文|", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[^\w（）().·:-]+")  # what is not let into a comment
_LONGEST_TITLE, _LONGEST_COMMENT = 40, 20
_MOST_COUNTIES = 40
_WIDTH = 100

_SPIDER = '''"""{title}: where its news begins, and what belongs to it."""

from msbazhong_spider.spiders.portal import PortalSpider


class {name_of_class}(PortalSpider):
    """{title} ({host}).

    Its pages are read by their evidence. What that misses, hints can name: a line like
    hints = Hints(source="span.from"), see docs/adding-a-site.md.
    """

    name = {name}
    # PortalSpider
    title = {site_title}
    front_page = {front_page}
    hosts = {hosts}
    counties = {counties}
'''
_TEST = '''"""{title}: its saved pages are read as a person found them right."""

from pathlib import Path

import pytest

{imports}

CASES = saved_fields(Path(__file__).parent / {name})


@pytest.mark.parametrize(("saved", "field"), CASES.values(), ids=CASES)
def test_a_field_of_a_saved_page(saved: SavedPage, field: str) -> None:
    """Each field is what the JSON file beside the page says."""
    assert saved.read({name_of_class}.hints).get(field) == saved.expected[field]
'''


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the files of sites lie: in a checkout of this project, or in a folder of one's own."""

    spiders: Path
    tests: Path
    package: str

    @property
    def is_found(self) -> bool:
        """Whether this program, as it runs now, looks there for sites.

        An installed copy does not look into a checkout; ``python -m`` in the checkout does.
        """
        return self.spiders.name == OWN or self.spiders.resolve() == Path(__file__).parent.resolve()

    def spider(self, name: str) -> Path:
        """The module of a site."""
        return self.spiders / f"{name}.py"

    def test(self, name: str) -> Path:
        """The test of a site."""
        return self.tests / f"test_{name}.py"

    def saved(self, name: str) -> Path:
        """The folder of a site's saved pages."""
        return self.tests / name


def layout_of(folder: Path) -> Layout:
    """A checkout has its places; elsewhere a folder ``msbazhong_sites`` holds all."""
    spiders = folder / "msbazhong_spider" / "spiders"
    if (spiders / "portal.py").is_file():
        return Layout(spiders, folder / "tests" / "sites", "msbazhong_spider.spiders")
    own = folder / OWN
    return Layout(own, own / "tests", own.name)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a site's class states."""

    name: str
    title: str
    front_page: str
    hosts: tuple[str, ...]
    counties: tuple[str, ...]

    @property
    def name_of_class(self) -> str:
        """``lanhe`` is ``LanheSpider``."""
        return f"{self.name.capitalize()}Spider"


def name_from(url: str) -> str:
    """A name out of an address: of www.lan-he.example it is ``lanhe``. Raises UsageError."""
    labels = [label for label in (urlsplit(url).hostname or "").split(".") if label]
    while len(labels) > 1 and labels[0] in _COMMON_HOSTS:
        labels.pop(0)
    name = labels[0].replace("-", "") if labels else ""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{url} gives no name for the site; give one with --name, like lanhe")
    return name


def check_name(name: str, known: Iterable[str]) -> str:
    """Take a name for a new site, or raise UsageError if it can't be one."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise UsageError(
            f"{name!r} is no name for a site; it has small letters a to z and digits, like lanhe"
        )
    if name in known:
        raise UsageError(f"there is a site {name!r} already; give another name with --name")
    if name in _TAKEN or find_spec(f"msbazhong_spider.spiders.{name}"):
        raise UsageError(f"the name {name!r} is taken by a part of this program; give another")
    return name


def facts_of(name: str, front_page: str, article: Page, front: Page | None) -> Facts:
    """What can be told of a site by an article and its front page, if that could be had."""
    offered = read_listing(front) if front else None
    items = [link.url for link in offered.items] if offered else []
    channels = [link.text for link in offered.channels] if offered else []
    own = [url for url in (front_page, article.url, *items) if same_site(front_page, url)]
    counties = [text for text in channels if looks_like_county(text)]
    return Facts(
        name=name,
        title=_title_of(article, front) or urlsplit(front_page).netloc,
        front_page=front_page,
        hosts=tuple(dict.fromkeys(filter(None, map(_host, own)))),
        counties=tuple(dict.fromkeys(counties))[:_MOST_COUNTIES],
    )


def _host(url: str) -> str | None:
    return urlsplit(url).hostname


def _title_of(article: Page, front: Page | None) -> str:
    """The site's own name: the part of the front page's ``<title>`` that the article's repeats."""
    of_article, of_front = _parts(article), _parts(front) if front else []
    shared = [part for part in of_front if part in of_article]
    return next(iter([*shared, *of_front, *of_article[1:][-1:]]), "")[:_LONGEST_TITLE]


def _parts(page: Page) -> list[str]:
    text = decode(page.body, page.headers.get("content-type")).text
    title = " ".join(Selector(text, type="html").xpath("string(//title)").get("").split())
    return [part for part in _MARKS.split(title) if not _NO_SITE.fullmatch(part)]


def files_of(facts: Facts, pages: Mapping[str, Page], layout: Layout) -> dict[Path, bytes]:
    """The files of a new site, by where they belong; ``pages`` are named as they are saved."""
    files = {
        layout.spider(facts.name): spider_text(facts).encode(),
        layout.test(facts.name): _test_text(facts, layout.package).encode(),
    }
    for name, page in pages.items():
        saved = layout.saved(facts.name) / name
        files[saved.with_suffix(".html")] = page.body
        files[saved.with_suffix(".json")] = as_json(page, read_values(page)).encode()
    return files


def refuse_existing(paths: Iterable[Path]) -> None:
    """Raise UsageError if one of the paths is there already."""
    for path in paths:
        if path.exists():
            raise UsageError(f"{path} exists, and no file is overwritten; give another --name")


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write all files or none. Raises UsageError if one exists or can't be written."""
    refuse_existing(files)
    written: list[Path] = []
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                written.append(path)
                file.write(content)
    except OSError as error:
        for path in written:
            path.unlink()
        raise UsageError(
            f"{error.filename or path}: can't be written ({error.strerror})"
        ) from error


def spider_text(facts: Facts) -> str:
    """The module of a site."""
    return _SPIDER.format(
        title=_as_comment(facts.title),
        name_of_class=facts.name_of_class,
        host=_as_comment(facts.hosts[0]) if facts.hosts else "no host",
        name=_literal(facts.name),
        site_title=_literal(facts.title),
        front_page=_literal(facts.front_page),
        hosts=_tuple("hosts", facts.hosts),
        counties=_tuple("counties", facts.counties),
    )


def _test_text(facts: Facts, package: str) -> str:
    ours = "from msbazhong_spider.pages.saved import SavedPage, saved_fields"
    own = f"from {package}.{facts.name} import {facts.name_of_class}"
    # Import sorters set what lies in the working directory apart.
    is_apart = not package.startswith("msbazhong_spider.")
    return _TEST.format(
        title=_as_comment(facts.title),
        imports=f"{ours}\n\n{own}" if is_apart else f"{ours}\n{own}",
        name=_literal(facts.name),
        name_of_class=facts.name_of_class,
    )


def _as_comment(text: str) -> str:
    """A text of somebody else's page, without any mark that could end a docstring."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())[:_LONGEST_COMMENT] or "A site"


def _literal(text: str) -> str:
    """A text as Python writes it, in double quotes; JSON's escapes are Python's too."""
    return json.dumps("".join(filter(str.isprintable, text)), ensure_ascii=False)


def _tuple(fact: str, values: tuple[str, ...]) -> str:
    """A tuple on one line, or on a line for each value if that is too long."""
    literals = [_literal(value) for value in values]
    line = f"({', '.join(literals)}{',' if len(literals) == 1 else ''})"
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in line)
    if len(f"    {fact} = {line}") + wide <= _WIDTH:
        return line
    return "(\n" + "".join(f"        {literal},\n" for literal in literals) + "    )"
