"""The portal's pages: what is reachable, what the listings hold, what the pages look like."""

import re
from html import unescape
from urllib.parse import urljoin

import pytest

from msbazhong_spider.items import Part
from msbazhong_spider.replica.site import Site
from msbazhong_spider.replica.skins import make_skin

_HREF = re.compile(r'(?:href|src|action)="([^"]+)"')
_ITEM = re.compile(r'<li>(<em class="top">.*?</em>)?<a href="([^"]+)" title="([^"]*)">([^<]*)</a>')


def site(articles: int = 400, seed: int = 3) -> Site:
    """Give a portal."""
    return Site(seed, articles, make_skin("portal"))


def text(portal: Site, path: str) -> str:
    """Give the text of a page."""
    return portal.answer(path).body.decode()


def links(portal: Site, path: str) -> set[str]:
    """Give the addresses on this site that a page links to."""
    hrefs = map(unescape, _HREF.findall(text(portal, path)))
    whole = (urljoin(f"http://here{path}", href) for href in hrefs)
    return {href.removeprefix("http://here") for href in whole if href.startswith("http://here")}


def walk(portal: Site) -> dict[str, int]:
    """Give the status of everything that can be reached from the front page."""
    seen: dict[str, int] = {}
    todo = ["/"]
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        answer = portal.answer(path)
        seen[path] = answer.status
        if answer.content_type == "text/html":
            todo += links(portal, path)
    return seen


def test_everything_that_is_linked_is_served():
    """From the front page, every page of the site answers 200."""
    seen = walk(site(150))
    assert set(seen.values()) == {200}
    assert "/plus/guestbook.php" in seen
    assert "/admin/login.html" in seen


def test_walking_the_listings_finds_every_article():
    """Following 下一页 through every section meets every report, newest first, in its sections."""
    portal = site()
    found: dict[str, list[str]] = {}
    for section in portal.sections:
        path = portal.skin.listing_path(section.channel, 1, 1)
        dates: list[str] = []
        while path:
            page = text(portal, path)
            for pinned, href, _, _ in _ITEM.findall(page):
                if not pinned:
                    found.setdefault(href, []).append(section.channel.name)
            rows = re.findall(r'<li><a .*?<span class="date">([\d-]+)</span>', page)
            dates += rows
            following = re.search(r'<a href="(list_\d+_\d+\.html)">下一页</a>', page)
            path = path[: path.rindex("/") + 1] + following[1] if following else ""
        assert dates == sorted(dates, reverse=True)
    assert len(found) == 400
    for number in range(1, 401):
        truth = portal.truth(number, "")
        assert sorted(found[truth.article.url]) == sorted(name for _, name in truth.sections)
    assert any(len(sections) == 2 for sections in found.values())


def test_a_listing_tells_its_pages_pins_an_article_and_cuts_long_titles():
    """共N页, 尾页, 置顶, and the full title in ``title=`` where the text is cut."""
    portal = site(2000)
    page = text(portal, portal.skin.listing_path(portal.sections[0].channel, 1, 1))
    total = len(portal.index[0])
    assert f"共{-(-total // 20)}页 {total}条" in page
    assert "尾页" in page
    assert "[置顶]" in page
    items = [
        item
        for section in portal.sections
        for item in _ITEM.findall(text(portal, portal.skin.listing_path(section.channel, 1, 1)))
    ]
    cut = [(full, short) for _, _, full, short in items if short.endswith("…")]
    assert cut
    assert all(full.startswith(short[:-1]) and len(full) > len(short) for full, short in cut)


def test_the_same_seed_gives_the_same_bytes():
    """Two portals of one seed and number are equal page by page; another seed is not."""
    one, two, other = site(60), site(60), site(60, seed=4)
    paths = [one.path(number) for number in range(1, 61)] + ["/", *sorted(links(one, "/"))]
    assert [one.answer(path) for path in paths] == [two.answer(path) for path in paths]
    assert one.answer("/") != other.answer("/")


def test_the_order_of_asking_does_not_matter():
    """A report is the same whether it is written first or last."""
    one, two = site(50), site(50)
    backward = [two.truth(number, "") for number in range(50, 0, -1)][::-1]
    assert [one.truth(number, "") for number in range(1, 51)] == backward


@pytest.mark.parametrize("articles", [1, 5, 20_000])
def test_few_and_many_articles(articles):
    """Dates grow with the number and reports are only written when somebody looks."""
    portal = site(articles)
    assert portal.answer(portal.path(articles)).status == 200
    moments = [portal.moment(number) for number in range(1, min(articles, 500) + 1)]
    assert moments == sorted(moments)
    assert portal.written < 100


def test_years_are_spread():
    """The reports of a portal come from several years."""
    portal = site()
    assert len({portal.moment(number).year for number in range(1, 401)}) >= 4


def test_an_article_that_was_taken_down_answers_200():
    """A county's hot list links to a soft 404: status 200, 页面不存在."""
    portal = site()
    county = portal.skin.county_path(portal.county_channels[0])
    pages = [path for path in links(portal, county) if path.endswith(".html")]
    soft = [path for path in pages if "页面不存在" in text(portal, path)]
    assert len(soft) == 1
    assert portal.answer(soft[0]).status == 200


@pytest.mark.parametrize(
    "path",
    ["/nothing.html", "/zz/", "/zz/zzz/", "/zz/zzz/2022/0101/9999999.html", "/index.php?id=1"],
)
def test_unknown_addresses_answer_404(path):
    """What was never there is a real 404."""
    assert site().answer(path).status == 404


def test_a_listing_has_no_page_after_its_last():
    """Counting on beyond 尾页 gives a 404."""
    portal = site()
    channel = portal.sections[0].channel
    assert portal.answer(portal.skin.listing_path(channel, 99, 99)).status == 404


def test_robots_txt_closes_the_program_folders():
    """/plus/ and /admin/ are disallowed, though pages link to them."""
    robots = text(site(), "/robots.txt")
    assert "Disallow: /plus/" in robots
    assert "Disallow: /admin/" in robots


def test_an_article_page_has_the_form_of_the_real_one():
    """Breadcrumb, title, the line of time and source, footer."""
    portal = site()
    article = portal.truth(400, "").article
    page = text(portal, article.url)
    trail = re.search(r"当前位置:(.*?)</div>", page)
    assert trail
    assert tuple(re.findall(r">([^<>]+)</a>", trail[1])) == article.breadcrumb
    assert f"<h2>{article.title}</h2>" in page
    assert f"时间:{article.published_raw}来源:{article.source or ''}阅读:" in page
    for mark in ("投稿及商务合作电话", "邮政编码", "Copyright", "ICP备", "法律顾问"):
        assert mark in page


def test_paths_do_not_tell_the_section():
    """Folders are drawn from the seed: no two sections share one, and each seed has others."""
    one, two = site(), site(seed=4)
    codes = [section.channel.code for section in one.sections]
    assert len(set(codes)) == len(codes)
    assert codes != [section.channel.code for section in two.sections][: len(codes)]


def test_counties_and_sections_are_many():
    """At least four counties, each with at least five sections, no name twice in a county."""
    portal = site()
    assert len({county.name for county in portal.counties}) >= 4
    for county in portal.counties:
        names = [s.channel.name for s in portal.sections if s.county is county]
        assert len(set(names)) == len(names) >= 5


def test_the_editor_stands_below_the_text():
    """责任编辑 is furniture of the page, not a paragraph of the report."""
    portal = site()
    articles = [portal.report(number).article for number in range(1, 401)]
    edited = [(a, line) for a in articles for line in a.bylines if line.part is Part.EDITOR]
    article, line = edited[0]
    assert f"责任编辑:{line.name}<" in text(portal, article.url)
    assert line.name not in article.body
