"""The publishing systems: what is true of each, and what only some of them do."""

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest

from msbazhong_spider.errors import ReplicaError
from msbazhong_spider.items import Precision
from msbazhong_spider.replica import epaper, skins
from msbazhong_spider.replica.site import Answer, Site
from msbazhong_spider.replica.skins import SKINS, make_skin

HERE = "http://here"
LINK = re.compile(r"""<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b.*?</script>", re.IGNORECASE | re.DOTALL)
META = re.compile(rb"""<meta[^>]*?charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
EVERY = pytest.mark.parametrize("name", SKINS)


def site(name: str) -> Site:
    """Give a small portal in a skin."""
    return Site(3, 40, make_skin(name), counties=2, per_page=4)


def text(portal: Site, answer: Answer) -> str:
    """Give the text of an answer."""
    return answer.body.decode(portal.skin.charset)


def links(portal: Site, path: str) -> set[str]:
    """Give the addresses on this site that a page links to."""
    page = SCRIPT.sub("", text(portal, portal.answer(path)))
    hrefs = (unescape(next(filter(None, found), "")) for found in LINK.findall(page))
    whole = {urljoin(HERE + path, href) for href in hrefs if not href.startswith("#")}
    return {href[len(HERE) :].partition("#")[0] for href in whole if href.startswith(HERE)}


def content(page: str) -> str:
    """Give a page's text without markup and spaces."""
    return "".join(unescape(re.sub(r"<[^>]+>", "", page)).split())


@EVERY
def test_everything_that_a_page_links_is_served(name):
    """From the front page on, by links alone, nothing answers 404."""
    portal = site(name)
    seen, todo = set(), [portal.skin.front_path()]
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = portal.answer(path)
        assert answer.status == 200, path
        if answer.content_type == "text/html":
            todo += links(portal, path)
    assert len(seen) > 60 or not portal.skin.numbered


@EVERY
def test_the_page_of_an_article_holds_its_truth(name):
    """Title, source, time as printed, editors, and the text, in one page or in several."""
    portal = site(name)
    for number in range(1, 41):
        article = portal.truth(number, "").article
        parts = range(1, len(portal.skin.split(article.body)) + 1)
        pages = [text(portal, portal.answer(portal.path(number, part))) for part in parts]
        read = [content(page) for page in pages]
        for line in (
            article.title,
            article.published_raw,
            article.source or "",
            *article.subtitles,
        ):
            assert content(line or "") in read[0], (number, line)
        for line in article.body.split("\n"):
            assert any(content(line) in page for page in read), (number, line)
        assert all(any(line.name in page for page in read) for line in article.bylines)


@EVERY
def test_every_crumb_is_on_the_page_in_order(name):
    """The breadcrumb names the front page, the county and the section."""
    portal = site(name)
    article = portal.truth(40, "").article
    page = content(text(portal, portal.answer(article.url)))
    places = [re.escape(step) for step in article.breadcrumb]
    assert re.search(r"\W{0,9}".join(places), page.replace("正文", ""))


@EVERY
def test_pages_are_written_in_the_charset_that_they_name(name):
    """GB2312 is what pages in GB18030 call themselves."""
    portal = site(name)
    named = META.search(portal.answer(portal.path(40)).body)
    assert named
    charset = named[1].decode().lower()
    assert {"gb2312": "gb18030"}.get(charset, charset) == portal.skin.charset


@EVERY
def test_the_same_seed_gives_the_same_bytes(name):
    """Nothing depends on the day or on what was asked before."""
    one, two = site(name), site(name)
    paths = [one.skin.front_path(), *(one.path(number) for number in range(1, 41, 7))]
    assert [one.answer(path) for path in paths] == [two.answer(path) for path in reversed(paths)][
        ::-1
    ]


@EVERY
def test_an_article_that_was_taken_down_says_so_with_status_200(name):
    """In the system's own words, or by sending its reader home; never with an article's text."""
    portal = site(name)
    gone = portal.answer(portal._gone_path(portal.sections[0].channel))
    assert gone.status == 200
    page = text(portal, gone)
    assert re.search(r"不存在|删除|找不到|没有找到|错误|location\.href=\"/\"|url=/", page)
    assert len(content(page)) < 300


@EVERY
def test_counters_answer_and_are_named_on_article_pages(name):
    """Where a system counts, its pages say where, as they do in the world."""
    portal = site(name)
    page = unescape(text(portal, portal.answer(portal.path(40))))
    scripts = {"vsb": "_showDynClicks", "jeecms": "Cms.viewCount"}  # which know the address
    for counter in portal.skin.counters:
        assert portal.answer(counter).content_type == "application/javascript"
    named = [
        scripts.get(name, counter.removeprefix("/")) in page for counter in portal.skin.counters
    ]
    assert any(named) or not named


def test_each_skin_is_a_folder_of_its_name():
    """So that it is found; and no folder is without a skin."""
    folder = Path(skins.__file__).parent
    found = {path.parent.name for path in folder.glob("*/__init__.py")}
    assert found == set(SKINS)
    assert all(make_skin(name).name == name for name in SKINS)


def test_an_unknown_skin_is_one_clear_error():
    """The message lists those that there are."""
    with pytest.raises(ReplicaError, match=r"no skin 'joomla'; there are: portal, dedecms"):
        make_skin("joomla")


PAGES = {
    "dedecms": ("/a/QX/KAF/", "/a/QX/KAF/list_11_2.html"),
    "phpcms": ("/html/QX/KAF/", "/html/QX/KAF/2.html"),
    "empirecms": ("/QX/KAF/", "/QX/KAF/index_2.html"),
    "siteserver": ("/channels/11.html", "/channels/11_2.html"),
    "trs": ("/QX/KAF/", "/QX/KAF/index_1.html"),
    "vsb": ("/QX/KAF.htm", "/QX/KAF/8.htm"),
    "webplus": ("/11/list.htm", "/11/list2.htm"),
    "jeecms": ("/QXKAF/index.jhtml", "/QXKAF/index_2.jhtml"),
    "founder": ("/node_11.htm", "/node_11_2.htm"),
    "cmstop": ("/QX/KAF/", "/QX/KAF/2.shtml"),
    "cluster": ("/c100011/common_list.shtml", "/c100011/column-index-2.shtml"),
    "asp": ("/news_list.asp?classid=11", "/news_list.asp?classid=11&page=2"),
}


@pytest.mark.parametrize("name", PAGES)
def test_how_the_pages_of_a_listing_are_called(name):
    """Of nine pages the first and the second; one system counts down."""
    portal = site(name)
    channel = portal.sections[0].channel
    codes = {"QX": channel.county.code, "KAF": channel.code}
    wanted = [re.sub("QX|KAF", lambda hit: codes[hit[0]], path) for path in PAGES[name]]
    assert [portal.skin.listing_path(channel, page, 9) for page in (1, 2)] == wanted


@pytest.mark.parametrize("name", [n for n in SKINS if make_skin(n).numbered])
def test_every_name_of_a_listing_s_page_gives_the_same_articles(name):
    """The first page often has two names."""
    portal = site(name)
    channel = portal.sections[0].channel
    names = (portal.skin.listing_path(channel, 1, 3), *portal.skin.further_paths(channel, 1, 3))
    items = [links(portal, path) & {portal.path(n) for n in portal.index[0]} for path in names]
    assert all(one == items[0] and one for one in items)


@pytest.mark.parametrize("name", ["dedecms", "phpcms", "empirecms", "trs", "jeecms"])
def test_long_articles_stand_in_parts(name):
    """The parts hold all paragraphs; there is none after the last."""
    portal = site(name)
    split = {n: portal.skin.split(portal.truth(n, "").article.body) for n in range(1, 41)}
    long = {number: parts for number, parts in split.items() if len(parts) > 1}
    assert long
    for number, parts in long.items():
        assert sum(parts, ()) == tuple(portal.truth(number, "").article.body.split("\n"))
        assert min(map(len, parts)) >= 2
        assert portal.answer(portal.path(number, len(parts) + 1)).status == 404


def test_times_are_as_exact_as_the_system_prints_them():
    """To the day, the minute, or the second."""
    exact = {name: make_skin(name).precision for name in SKINS}
    assert set(exact.values()) == set(Precision)
    moment = site("asp").moment(7)
    shown, precision, raw = make_skin("asp").stamp(moment)
    assert (shown.date(), shown.hour, precision) == (moment.date(), 0, Precision.DAY)
    assert raw == f"{moment.year}/{moment.month}/{moment.day}"


def test_the_data_proxy_gives_the_records_asked_for():
    """JCMS: posted column, first and last record in the query; XML with the total."""
    portal = site("jcms")
    query = "/module/web/jpage/dataproxy.jsp?startrecord=5&endrecord=7&perpage=4"
    answer = portal.answer(query, b"col=1&webid=1&columnid=11&unitid=6011")
    page = text(portal, answer)
    found = re.findall(r'<a href="([^"]+)"', page)
    assert answer.content_type == "text/xml"
    assert found == [portal.path(number) for number in portal.index[0][4:7]]
    assert f"<totalrecord>{len(portal.index[0])}</totalrecord>" in page


def test_the_list_of_records_as_json():
    """SPA: channel, page and size posted as JSON; times are milliseconds."""
    portal = site("spa")
    longest = max(range(len(portal.index)), key=lambda i: len(portal.index[i]))
    asked = {"channelId": portal.sections[longest].channel.number, "pageNo": 2, "pageSize": 3}
    data = json.loads(portal.answer("/api/content/list", json.dumps(asked).encode()).body)["data"]
    numbers = portal.index[longest][3:6]
    assert [record["url"] for record in data["records"]] == [portal.path(n) for n in numbers]
    assert data["records"][0]["publishTime"] == int(portal.moment(numbers[0]).timestamp() * 1000)
    assert data["total"] == len(portal.index[longest])


@pytest.mark.parametrize("name", ["jcms", "spa"])
def test_a_script_s_question_that_makes_no_sense_finds_nothing(name):
    """No column, or one that there is not."""
    portal = site(name)
    path = {
        "jcms": "/module/web/jpage/dataproxy.jsp?columnid=",
        "spa": "/api/content/list?channelId=",
    }
    assert portal.skin.rows_of(path[name], b"") is None
    assert portal.skin.rows_of(f"{path[name]}x&pageNo=1", b"") is None
    assert b"record" not in portal.answer(f"{path[name]}9999").body


def test_the_last_page_of_a_phpcms_listing_leads_to_itself():
    """下一页 is there and is the page's own address."""
    portal = site("phpcms")
    channel, pages = portal.sections[0].channel, portal.pages(0)
    path = portal.skin.listing_path(channel, pages, pages)
    following = re.search(r'<a href="([^"]+)" class="a1">下一页', text(portal, portal.answer(path)))
    assert following
    assert unescape(following[1]) == path


def test_the_front_page_of_a_newspaper_stands_behind_a_refresh():
    """/ holds nothing but META REFRESH."""
    portal = site("founder")
    door = text(portal, portal.answer("/"))
    assert re.search(r'HTTP-EQUIV="REFRESH" CONTENT="0; URL=node_1.htm"', door)
    assert links(portal, "/") == set()
    assert len(links(portal, "/node_1.htm")) > 10


def test_the_newspaper_as_printed_stands_behind_a_refresh_of_its_own():
    """Root, pages and articles of the newest issue; the web site does not link to it."""
    portal = site("founder")
    root = text(portal, portal.answer("/epaper/"))
    sheets = epaper.issue(portal)
    assert f"URL={sheets[0].path.removeprefix('/epaper/')}" in root
    for sheet in sheets:
        assert {one.url for one in sheet.articles} <= links(portal, sheet.path)
        for article in sheet.articles:
            page = content(text(portal, portal.answer(article.url)))
            lines = (article.title, *article.subtitles, *article.body.split("\n"))
            assert all(content(line) in page for line in lines)
    assert not [path for path in links(portal, "/node_1.htm") if path.startswith("/epaper/")]
    assert portal.answer("/epaper/html/nothing.htm").status == 404
