"""The pages in a real browser: they work without a script, and a hostile article stays text."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from msbazhong_spider.items import (
    Action,
    Article,
    Attendee,
    Byline,
    Capture,
    Collective,
    Field,
    Harvested,
    Link,
    PageKind,
    Part,
    Participation,
    Span,
)
from msbazhong_spider.store import Absence, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not on the PATH")

NOON = datetime(2024, 7, 1, 4, 0, 0, tzinfo=UTC)
EVIL = (
    "\"'><script>window.ran=1</script><img src=x onerror=window.ran=1><svg/onload=window.ran=1>"
    '<iframe srcdoc="<script>parent.ran=1</script>"></iframe><link rel=stylesheet'
    " href=http://evil.example/a.css><meta http-equiv=refresh content=0;url=http://evil.example/>"
    "<base href=http://evil.example/><form action=http://evil.example/><a href=javascript:ran=1>"
    "</textarea></title></style></script><!--{{7*7}}{%"
)
SCRIPT_ADDRESS = "javascript:window.ran=1//<script>window.ran=1</script>"
# What a page of ours never holds; where it does, something of the article became markup.
FOREIGN = """() => {
  const bad = [...document.querySelectorAll(
    'script, iframe, object, embed, base, svg, img, [style], meta[http-equiv], body link'
  )].map(found => found.outerHTML);
  for (const found of document.querySelectorAll('*'))
    for (const name of found.getAttributeNames())
      if (name.startsWith('on')) bad.push(found.outerHTML);
  for (const form of document.forms)
    if (!form.action.startsWith(location.origin)) bad.push(form.outerHTML);
  for (const link of document.links)
    if (!/^https?:$/.test(link.protocol) || (link.origin !== location.origin
        && link.hostname !== 'datasette.io' && link.className !== 'outside'))
      bad.push(link.outerHTML);
  if (window.ran !== undefined) bad.push('it ran');
  return bad;
}"""


def evil_report(title: str, hours: int) -> Harvested:
    """A report that is markup in every value that a site or a server gives."""
    span = Span(Field.BODY, 0, 9)
    person = Attendee(
        name=EVIL,
        post=EVIL,
        actions=(Action.CHAIR, Action.MEET),
        names=(span, Span(Field.TITLE, 3, 12)),
        posts=(span,),
        sentence=EVIL,
        rule=EVIL,
    )
    article = Article(
        url=SCRIPT_ADDRESS,
        title=title,
        body=f"{EVIL}\n{EVIL}",
        subtitles=(EVIL,),
        published_raw=EVIL,
        source=EVIL,
        bylines=(Byline(EVIL, Part.REPORTER),),
        breadcrumb=(EVIL, EVIL),
        county=EVIL,
        section=EVIL,
        charset=EVIL,
        evidence={EVIL: EVIL},
        doubts=(EVIL,),
        images=(Link(SCRIPT_ADDRESS, EVIL), Link(f"http://evil.example/{EVIL}", "")),
        attachments=(Link("data:text/html,<script>window.ran=1</script>", EVIL),),
    )
    capture = Capture(
        url=SCRIPT_ADDRESS,
        fetched=NOON + timedelta(hours=hours),
        status=200,
        kind=PageKind.ARTICLE,
        size=1,
        sha256="0" * 64,
        charset_declared=EVIL,
        charset_used=EVIL,
        warc_file=EVIL,
        warc_offset=1,
        etag=EVIL,
        last_modified=EVIL,
        origin=EVIL,
        record_id=EVIL,
    )
    took_part = Participation(
        (person,), (Collective(EVIL, Action.ATTEND, span),), mentioned=(EVIL,)
    )
    return Harvested(EVIL, article, took_part, capture, ((EVIL, EVIL),))


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of one hostile article, changed once, then gone; a hostile run and problem."""
    data = tmp_path_factory.mktemp("evil")
    with open_store(data / "news.db") as store:
        run = store.begin_run(EVIL, {EVIL: EVIL}, NOON)
        store.save([evil_report(f"{EVIL}一", 0), evil_report(f"{EVIL}二", 5)], run)
        store.save([evil_report(f"{EVIL}二", 5)], run)
        store.record_missing(SCRIPT_ADDRESS, NOON + timedelta(days=1), Absence.NOT_FOUND)
        store.confirm_gone_after(1)
        store.record_problem(run, SCRIPT_ADDRESS, EVIL, EVIL, NOON)
        store.end_run(run, NOON, EVIL, 0, {EVIL: 1})
    with closing(sqlite3.connect(data / "news.db")) as database, database:
        # Where the site showed nothing else on that day, an absence counts for nothing.
        database.execute(
            "INSERT INTO look (article_id, seen, day, text_sha256)"
            " SELECT id, '2024-07-02T01:00:00Z', '2024-07-02', text_sha256 FROM article"
        )
        database.execute("UPDATE article SET published = ?, precision = 'day'", (EVIL,))
    return data


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


def watched(page: Page, host: str) -> list[str]:
    """Note what a page does that it should not: dialogs, complaints, requests to others."""
    seen: list[str] = []
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    page.on("popup", lambda _: seen.append("popup"))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("console", lambda said: seen.append(said.text) if "status of 4" not in said.text else 0)
    page.on(
        "request",
        lambda asked: seen.append(asked.url) if urlsplit(asked.url).netloc != host else 0,
    )
    return seen


def test_a_hostile_article_stays_text(
    browser: Browser, serving: Callable[..., Any], evil: Path
) -> None:
    """On every page that links lead to, with the policy against scripts switched off."""
    asked = quote(EVIL)
    waiting = [
        "",
        *(f"news/{name}?name={asked}&county={asked}" for name in ("appearances", "together")),
        *(f"news/{name}?q={asked}" for name in ("search", "about")),
        f"news/search?q={quote('window')}",
        f"news/article?_search={quote('window')}",
        f"news/article?_search={asked}",
        f"news/article?title={asked}&title__contains={asked}",
        f"news/article?_where={quote('1=1 /*' + EVIL + '*/')}",
        f"news/article?_sort={asked}",
        f"news/article?_facet=url&_facet=title&_col=title&_col=url&county={asked}",
        f"news?sql={asked}",
        f"news?sql={quote('SELECT 1 AS a /* ' + EVIL + '*/')}",
        f"news?sql={quote('SELECT :a AS title, :a AS url, :a AS [<script>]')}&a={asked}",
        f"news/{asked}",
        f"{asked}",
    ]
    with serving(evil) as (_, address):
        origin = address.rstrip("/")
        context = browser.new_context(bypass_csp=True)
        page = context.new_page()
        seen = watched(page, urlsplit(address).netloc)
        visited: set[str] = set()
        per_folder: Counter[str] = Counter()
        while waiting:
            path = waiting.pop(0)
            page.goto(f"{origin}/{path}")
            assert page.evaluate(FOREIGN) == [], path
            assert seen == [], path
            for link in page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)"):
                to = urlsplit(link).path
                folder = to.rpartition("/")[0]
                if not link.startswith(origin) or to in visited or to.endswith((".json", ".csv")):
                    continue
                per_folder[folder] += 1
                if folder == "/news" or per_folder[folder] <= 2:  # of rows that are alike, two
                    visited.add(to)
                    waiting.append(link.removeprefix(f"{origin}/"))
        assert {
            "/news/article",
            "/news/changes",
            "/news/gone",
            "/news/media",
            "/news/run/1",
        } <= visited
        page.goto(f"{origin}/news/article?_search=window")
        page.click("td.col-title a")
        assert EVIL in page.inner_text("article h1")
        assert page.inner_text("article .body").count("<script>window.ran=1</script>") == 2
        assert seen == []
        context.close()


def test_the_policy_lets_nothing_run(
    browser: Browser, serving: Callable[..., Any], path: Path
) -> None:
    """Even markup that got into a page after all: no script, no frame, no word to others."""
    with serving(path.parent) as (_, address):
        page = browser.new_page()
        seen = watched(page, urlsplit(address).netloc)
        page.goto(address)
        assert seen == []
        page.evaluate(
            "html => { document.querySelector('main').innerHTML = html;"
            " const script = document.createElement('script'); script.text = 'window.ran = 1';"
            " document.body.append(script) }",
            EVIL.replace("http-equiv=refresh", ""),  # which no policy forbids
        )
        page.wait_for_timeout(200)
        assert page.evaluate("window.ran") is None
        assert any("Content Security Policy" in said for said in seen)
        assert not [said for said in seen if said.startswith("http://evil.example")]
        page.close()


def test_a_reader_finds_the_way(browser: Browser, serving: Callable[..., Any], path: Path) -> None:
    """From a word to the article, to a person, to all that person's appearances; no script runs."""
    with serving(path.parent) as (_, address):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(address)
        page.fill("header input[type=search]", "张杰 工业")
        page.press("header input[type=search]", "Enter")
        page.click("text=云溪县召开工业发展大会")
        assert page.inner_text("article h1") == "云溪县召开工业发展大会"
        page.click("td.col-name >> text=李甲")
        titles = page.locator("td.col-title")  # each is waited for: a click returns before its page
        expect(titles).to_have_text(["李甲到青石镇调研春耕生产工作", "云溪县召开工业发展大会"])
        page.fill("input[name=county]", "")
        page.click("main input[type=submit]")
        expect(titles).to_have_count(3)
        page.click("nav >> text=下线")
        expect(titles).to_have_text(["县第一小学举行运动会"])
        context.close()
