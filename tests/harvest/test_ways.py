"""Whole runs over small sites: the ways that sites have, and where each of them ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Answer = tuple[int, dict[str, str], bytes]

QUICK = ("--data", "data", "--delay", "0")
PLACES = ("青石", "白马", "双桥", "石门", "龙泉", "平溪", "高峰", "云台", "新店")
TITLES = [f"李甲到{place}镇调研春耕生产工作" for place in PLACES]
NAV = "<div class=nav><a href=/>首页</a> <a href=/sz/>时政</a> <a href=/ms/>民生</a></div>"


def entries(
    first: int, last: int, form: str = "<li><a href={href}>{title}</a><span>2024-03-05</span></li>"
) -> str:
    """Print the entries of a list, from a number to another."""
    return "".join(
        form.format(href=f"/news/2024/{number}.html", title=TITLES[number - 1])
        for number in range(first, last + 1)
    )


@pytest.fixture
def news(article_page: Callable[..., Answer]) -> Callable[..., dict[str, Answer]]:
    """Make the pages of so many articles."""

    def make(count: int) -> dict[str, Answer]:
        return {
            f"/news/2024/{number}.html": article_page(TITLES[number - 1])
            for number in range(1, count + 1)
        }

    return make


@pytest.fixture
def harvest(
    run: Callable[..., Any], serve: Callable[..., Any], query: Callable[..., Any]
) -> Callable[..., Any]:
    """Serve a small site, harvest it, give the run, the site and the titles that were kept."""

    def start(answers: dict[str, Any], *options: object, at: str = "") -> Any:
        with serve(answers) as site:
            done = run("harvest", "--start", f"{site.url}{at}", *QUICK, *options)
        titles = query("SELECT title FROM article ORDER BY title")
        return done, site, titles

    return start


# --- Pictures and attachments ---


def test_pictures_and_attachments_are_kept(
    harvest: Callable[..., Any],
    page: Callable[..., Answer],
    article_page: Callable[..., Answer],
    query: Callable[..., Any],
) -> None:
    """With their addresses and labels, in the order of the page; nobody asks for the files."""
    picture = "<img src=../../p/1.jpg?t=7 alt=会议现场>"
    file = "<a href='/down.jsp?wbfileid=9'>附件：报名表.doc</a>"
    answers = {
        "/": page(f"{NAV}<ul>{entries(1, 1)}</ul>"),
        "/news/2024/1.html": article_page(TITLES[0], TEXTS[0], picture, TEXTS[1], file),
    }
    done, site, _ = harvest(answers)
    assert done.returncode == 0, done.stderr
    assert query("SELECT kind, url, label FROM media ORDER BY position") == [
        ("image", f"{site.url}p/1.jpg?t=7", "会议现场"),
        ("attachment", f"{site.url}down.jsp?wbfileid=9", "附件：报名表.doc"),
    ]
    assert query("SELECT images, attachments FROM article_now") == [(1, 1)]
    assert not [path for path in site.asked if ".jpg" in path or "down" in path]


# --- Articles in parts ---

TEXTS = [
    "3月4日，县委书记李甲到青石镇调研春耕生产工作，看了两个合作社，问了种子和化肥的价格。",
    "李甲指出，要抓紧农时，把技术送到田间地头，让种粮的农户心里有底、手里有招、秋后有收成。",
    "在白马村，李甲走进大棚，同农户算起了增收账，叮嘱随行部门把好政策用好。",
    "副县长王乙、县农业农村局局长赵丙参加调研，就高标准农田建设作了汇报。",
    "下午，李甲一行又来到双桥水库，查看蓄水情况，要求提前做好抗旱准备工作。",
]


def part(
    page: Callable[..., Answer], number: int, names: list[str], *, back: bool = True
) -> Answer:
    """Make one page of an article in three parts, as DedeCMS prints it."""
    cells = [f"<li>共{len(names)}页: </li>"]
    if number > 1 and back:
        cells.append(f"<li><a href={names[number - 2]}>上一页</a></li>")
    cells += [
        f"<li class=thisclass>{one}</li>" if one == number else f"<li><a href={name}>{one}</a></li>"
        for one, name in enumerate(names, 1)
    ]
    if number < len(names):
        cells.append(f"<li><a href={names[number]}>下一页</a></li>")
    texts = {1: TEXTS[:2], 2: TEXTS[2:4], 3: TEXTS[4:]}[number]
    body = "".join(f"<p>　　{text}</p>" for text in texts) + (
        "<p>（责任编辑：赵丙）</p>" if number == len(names) else ""
    )
    label = "<p>时间：2024-03-05 来源：岚河县融媒体中心</p>"
    title = TITLES[0] if number == 1 else f"{TITLES[0]}({number})"
    following = "<p>下一篇：<a href=/news/2024/2.html>全县经济工作会议召开</a></p>"
    pages = f"<ul class=pagelist>{''.join(cells)}</ul>"
    return page(
        f"{NAV}<h1>{TITLES[0]}</h1>{label}<div class=content>{body}</div>{pages}{following}", title
    )


NAMES = ["1.html", "1_2.html", "1_3.html"]


@pytest.fixture
def in_parts(page: Callable[..., Answer], news: Callable[..., dict[str, Answer]]) -> dict[str, Any]:
    """Make a site of two reports, one of them in three parts."""
    pages = {
        f"/news/2024/{name}": part(page, number, NAMES) for number, name in enumerate(NAMES, 1)
    }
    return {**news(2), **pages, "/": page(f"{NAV}<ul>{entries(1, 2)}</ul>")}


def test_an_article_in_parts_is_one(
    harvest: Callable[..., Any], in_parts: dict[str, Any], query: Callable[..., Any]
) -> None:
    """Its text is that of all parts in their order, its address that of the first."""
    done, site, titles = harvest(in_parts)
    assert done.returncode == 0, done.stderr
    assert titles == sorted(TITLES[:2])
    assert f"{site.url}news/2024/1.html" in query("SELECT url FROM article")
    assert query("SELECT body FROM article WHERE url LIKE '%/1.html'") == ["\n".join(TEXTS)]
    assert query("SELECT b.name FROM byline AS b JOIN article AS a ON a.id = b.article_id") == [
        "赵丙"
    ]
    assert site.asked.count("/news/2024/1_2.html") == 1
    assert query("SELECT count(*) FROM capture WHERE url LIKE '%/1!_%' ESCAPE '!'") == [2]


def test_a_part_that_a_listing_links_to_leads_to_the_whole(
    harvest: Callable[..., Any],
    in_parts: dict[str, Any],
    page: Callable[..., Answer],
    query: Callable[..., Any],
) -> None:
    """Page 2 is no article of its own."""
    link = f"<li><a href=/news/2024/1_2.html>{TITLES[0]}（续）</a><span>2024-03-05</span></li>"
    _, _, titles = harvest({**in_parts, "/": page(f"{NAV}<ul>{link}{entries(2, 2)}</ul>")})
    assert titles == sorted(TITLES[:2])
    assert query("SELECT body FROM article WHERE url LIKE '%/1.html'") == ["\n".join(TEXTS)]


def test_a_part_that_is_gone_is_told(
    serve: Callable[..., Any],
    run: Callable[..., Any],
    in_parts: dict[str, Any],
    query: Callable[..., Any],
) -> None:
    """When it was gone three times, the article is kept without; the gap is on record each time."""
    with serve({**in_parts, "/news/2024/1_2.html": (404, {}, b"gone")}) as site:
        for how in ([], ["--full"]):
            run("harvest", "--start", site.url, *QUICK, *how)
            assert query("SELECT title FROM article") == TITLES[1:2]
        run("harvest", "--start", site.url, *QUICK, "--full")
    assert query("SELECT title FROM article ORDER BY title") == sorted(TITLES[:2])
    assert query("SELECT body FROM article WHERE url LIKE '%/1.html'") == ["\n".join(TEXTS[:2])]
    missing = query("SELECT url FROM problem WHERE kind = 'missing' AND url LIKE '%news%'")
    assert missing == [f"{site.url}news/2024/1_2.html"] * 3


FOR_NOW = {
    "the connection broke off": (200, {"Content-Length": "99999"}, b"<html>"),
    "an error of the server": (500, {}, b"error"),
    "a refusal": (403, {}, b"no"),
}


@pytest.mark.parametrize("answer", FOR_NOW.values(), ids=FOR_NOW)
def test_a_part_that_could_not_be_had_for_now(
    serve: Callable[..., Any],
    run: Callable[..., Any],
    in_parts: dict[str, Any],
    query: Callable[..., Any],
    answer: Answer,
) -> None:
    """The article waits for the next run, lest its other half would look like a later version."""
    whole = in_parts["/news/2024/1_2.html"]
    with serve({**in_parts, "/news/2024/1_2.html": answer}) as site:
        options = ("--start", site.url, *QUICK)
        run("harvest", *options)
        assert query("SELECT title FROM article") == [TITLES[1]]
        site.answers["/news/2024/1_2.html"] = whole
        assert run("harvest", *options).returncode == 0
    assert query("SELECT body FROM article WHERE url LIKE '%/1.html'") == ["\n".join(TEXTS)]
    assert query("SELECT count(*) FROM article_version") == [0]


def test_a_limit_waits_for_the_parts(
    harvest: Callable[..., Any],
    in_parts: dict[str, Any],
    page: Callable[..., Answer],
    query: Callable[..., Any],
) -> None:
    """One article is wanted: all of it."""
    in_parts["/"] = page(f"{NAV}<ul>{entries(1, 1)}</ul>")
    _, _, titles = harvest(in_parts, "--limit", 1)
    assert titles == TITLES[:1]
    assert query("SELECT body FROM article") == ["\n".join(TEXTS)]


def test_parts_that_go_round_end(
    harvest: Callable[..., Any],
    in_parts: dict[str, Any],
    page: Callable[..., Answer],
    query: Callable[..., Any],
) -> None:
    """下一页 of the last part that points to a part that is there already ends the article."""
    status, headers, body = in_parts["/news/2024/1_3.html"]
    more = body.replace(b"</ul>", "<li><a href=1_4.html>下一页</a></li></ul>".encode())
    in_parts["/news/2024/1_3.html"] = (status, headers, more)
    in_parts["/news/2024/1_4.html"] = (302, {"Location": "/news/2024/1_3.html"}, b"")
    _, site, _ = harvest(in_parts)
    assert len(site.asked) < 15
    assert query("SELECT body FROM article WHERE url LIKE '%/1.html'")[0].startswith(
        "\n".join(TEXTS)
    )


# --- Listings ---


def test_the_data_proxy_is_posted_to(
    harvest: Callable[..., Any], page: Callable[..., Answer], news: Callable[..., dict[str, Answer]]
) -> None:
    """The first records stand on the page, the others come by POST, until the total is reached."""
    link = "<li><a href={href} title={title}>李甲到…</a><b>[2024-03-05]</b></li>"
    record = f"<record><![CDATA[{link}]]></record>"
    proxy = "/module/web/jpage/dataproxy.jsp"
    options = f"totalRecord:9, perPage:1, proxyUrl:'{proxy}'"
    values = "{'columnid':12,'unitid':34,'webname':'岚河'}"
    script = f"<script>$('#1').jpage({{{options}, ajaxParam:{values}}})</script>"
    store = "<script type=text/xml><datastore><recordset>{}</recordset></datastore></script>"
    form = "columnid=12&unitid=34&webname=%E5%B2%9A%E6%B2%B3"
    answers: dict[str, Any] = {
        **news(9),
        "/": page(f"{NAV}{store.format(entries(1, 3, record))}{script}"),
    }
    for first in (4, 7):
        rows = entries(first, first + 2, record)
        xml = f"<datastore><totalrecord>9</totalrecord><recordset>{rows}</recordset></datastore>"
        asked = f"{proxy}?startrecord={first}&endrecord={first + 2}&perpage=1"
        answers[f"POST {asked} {form}"] = (
            200,
            {"Content-Type": "text/xml; charset=utf-8"},
            xml.encode(),
        )
    done, site, titles = harvest(answers)
    assert done.returncode == 0, done.stderr
    assert titles == sorted(TITLES)
    assert [media for _, media, _ in site.posted] == ["application/x-www-form-urlencoded"] * 2


def test_a_list_that_a_script_fills_is_asked_for(
    harvest: Callable[..., Any],
    page: Callable[..., Answer],
    news: Callable[..., dict[str, Answer]],
    query: Callable[..., Any],
) -> None:
    """The endpoint that the page names is asked page by page, as its script would."""
    script = "axios.post('/api/list', {channelId: 12, pageNo: 1, pageSize: 4})"
    answers: dict[str, Any] = {**news(9), "/": page(f"<div id=app></div><script>{script}</script>")}
    for number in (1, 2, 3):
        rows: list[dict[str, Any]] = [
            {
                "title": TITLES[index],
                "publishTime": 1709600000000,
                "url": f"/news/2024/{index + 1}.html",
            }
            for index in range((number - 1) * 4, min(number * 4, 9))
        ]
        if number == 3:
            rows.append({"title": "只有脚本能打开的报道", "url": "/#/detail?id=3"})
        asked = json.dumps({"channelId": 12, "pageNo": number, "pageSize": 4})
        body = json.dumps({"data": {"records": rows, "total": 10}}).encode()
        answers[f"POST /api/list {asked}"] = (200, {"Content-Type": "application/json"}, body)
    done, site, titles = harvest(answers)
    assert done.returncode in (0, 3), done.stderr
    assert titles == sorted(TITLES)
    assert len(site.posted) == 3
    assert query("SELECT url FROM problem WHERE kind = 'script_only'") == [
        f"{site.url}#/detail?id=3"
    ]


def test_a_form_is_posted_back(
    harvest: Callable[..., Any], page: Callable[..., Answer], news: Callable[..., dict[str, Answer]]
) -> None:
    """WebForms: the next page is the answer to the page's own form, with its state."""

    def listing(first: int, last: int, number: int) -> Answer:
        pager = f"<span>{number}</span>" + (
            f"<a href=\"javascript:__doPostBack('P','{number + 1}')\">下一页</a>"
            if number < 3
            else "<a>下一页</a>"
        )
        values = {"__VIEWSTATE": f"s{number}", "__EVENTTARGET": "", "__EVENTARGUMENT": ""}
        state = "".join(
            f'<input type=hidden name={name} value="{value}">' for name, value in values.items()
        )
        inner = f"{state}<ul>{entries(first, last)}</ul>{pager}"
        return page(f"{NAV}<form method=post action=/list.aspx>{inner}</form>")

    answers = {**news(9), "/list.aspx": listing(1, 3, 1)}
    for number in (1, 2):
        form = f"__VIEWSTATE=s{number}&__EVENTTARGET=P&__EVENTARGUMENT={number + 1}"
        answers[f"POST /list.aspx {form}"] = listing(number * 3 + 1, number * 3 + 3, number + 1)
    done, site, titles = harvest(answers, at="list.aspx")
    assert done.returncode == 0, done.stderr
    assert titles == sorted(TITLES)
    assert len(site.posted) == 2


BEYOND = {"the first page again": (1, 3), "the last page again": (4, 6)}


@pytest.mark.parametrize("again", BEYOND.values(), ids=BEYOND)
def test_a_listing_beyond_its_end(
    harvest: Callable[..., Any],
    page: Callable[..., Answer],
    news: Callable[..., dict[str, Answer]],
    again: tuple[int, int],
) -> None:
    """A page number that does not exist shows some page with status 200: nothing new ends it."""
    more = "<a href=?page={}>下一页</a>"
    answers = {**news(6), "/": page(f"{NAV}<ul>{entries(1, 3)}</ul>{more.format(2)}"),
               "/?page=2": page(f"{NAV}<ul>{entries(4, 6)}</ul>{more.format(3)}")}  # fmt: skip
    for number in range(3, 20):
        answers[f"/?page={number}"] = page(
            f"{NAV}<ul>{entries(*again)}</ul>{more.format(number + 1)}"
        )
    _, site, titles = harvest(answers)
    assert titles == sorted(TITLES[:6])
    assert "/?page=4" not in site.asked


def test_a_first_page_under_two_names_is_walked_once(
    harvest: Callable[..., Any], page: Callable[..., Answer], news: Callable[..., dict[str, Answer]]
) -> None:
    """/sz/ and /sz/list_12_1.html are one listing, though their next pages could differ."""
    crumbs = "<div>当前位置：<a href=/>首页</a> &gt; 时政</div>"
    first = page(f"{NAV}{crumbs}<ul>{entries(1, 5)}</ul><a href=list_12_2.html>下一页</a>")
    other = page(f"{NAV}{crumbs}<ul>{entries(1, 5)}</ul><a href=list_12_2.html?again>下一页</a>")
    menu = "<a href=/sz/>时政</a> <a href=/sz/list_12_1.html>时政要闻</a> <a href=/ms/>民生</a>"
    second = page(f"{NAV}{crumbs}<ul>{entries(6, 9)}</ul>")
    answers = {**news(9), "/": page(menu),
               "/sz/": first, "/sz/list_12_1.html": other,
               "/sz/list_12_2.html": second, "/sz/list_12_2.html?again": second}  # fmt: skip
    _, site, titles = harvest(answers)
    assert titles == sorted(TITLES)
    assert sum("list_12_2" in path for path in site.asked) == 1


def test_a_page_of_reports_of_other_sites_does_not_end_a_listing(
    harvest: Callable[..., Any],
    page: Callable[..., Answer],
    news: Callable[..., dict[str, Answer]],
    query: Callable[..., Any],
) -> None:
    """They are on record, never asked for, and no fault."""
    away = entries(4, 6).replace("/news/2024/", "http://paper.other.example/2024/")
    answers = {**news(9), "/": page(f"{NAV}<ul>{entries(1, 3)}</ul><a href=2.html>下一页</a>"),
               "/2.html": page(f"{NAV}<ul>{away}</ul><a href=3.html>下一页</a>"),
               "/3.html": page(f"{NAV}<ul>{entries(7, 9)}</ul>")}  # fmt: skip
    done, _, titles = harvest(answers)
    assert done.returncode == 0, done.stderr
    assert titles == sorted([*TITLES[:3], *TITLES[6:]])
    assert sorted(query("SELECT url FROM problem WHERE kind = 'external'")) == [
        f"http://paper.other.example/2024/{number}.html" for number in (4, 5, 6)
    ]


def test_a_page_about_the_site_is_on_record_and_no_fault(
    harvest: Callable[..., Any],
    page: Callable[..., Answer],
    news: Callable[..., dict[str, Answer]],
    query: Callable[..., Any],
) -> None:
    """A menu that leads to 会员登录 must not make every short run a bad one."""
    login = "<h1>会员登录</h1><form><input name=user><input name=pass type=password></form>"
    menu = "<div><a href=/member/>会员中心</a></div>"
    answers = {**news(3), "/": page(f"{NAV}{menu}<ul>{entries(1, 3)}</ul>"),
               "/member/": page(f"{NAV}{login}")}  # fmt: skip
    done, site, titles = harvest(answers)
    assert done.returncode == 0, done.stderr
    assert titles == sorted(TITLES[:3])
    assert query("SELECT url FROM problem WHERE kind = 'imprint'") == [f"{site.url}member/"]


# --- Signposts, and pages that are gone ---


def test_the_root_of_an_e_paper_sends_on(
    harvest: Callable[..., Any], page: Callable[..., Answer], news: Callable[..., dict[str, Answer]]
) -> None:
    """META REFRESH, then a frameset, then the day's reports."""
    refresh = b'<META HTTP-EQUIV="REFRESH" CONTENT="0; URL=html/2024-03/05/node_2.htm">'
    inside = '<frame src="menu.htm"><frame src="main.htm">'
    frames = f'<html><frameset cols="20,80">{inside}</frameset></html>'.encode()
    answers = {**news(5), "/": (200, {"Content-Type": "text/html"}, refresh),
               "/html/2024-03/05/node_2.htm": (200, {"Content-Type": "text/html"}, frames),
               "/html/2024-03/05/menu.htm": page("<a href=/a.htm>一版</a><a href=/b.htm>二版</a>"),
               "/html/2024-03/05/main.htm": page(f"<ul>{entries(1, 5)}</ul>")}  # fmt: skip
    _, _, titles = harvest(answers)
    assert titles == sorted(TITLES[:5])


def test_signposts_that_go_round_end(harvest: Callable[..., Any]) -> None:
    """Pages that only send on to each other are a front page without an article."""
    answers = {
        f"/{number or ''}": (
            200,
            {"Content-Type": "text/html"},
            f"<meta http-equiv=refresh content='0;url=/{number + 1}'>".encode(),
        )
        for number in range(40)
    }
    done, site, _ = harvest(answers)
    assert done.returncode == 4
    assert len(site.asked) < 10


HTML = {"Content-Type": "text/html; charset=utf-8"}
REFRESH = '<meta http-equiv="refresh" content="3;url=/"><p>您访问的页面不存在</p>'
GONE = {
    "a redirect to the front page": (302, {"Location": "/"}, b""),
    "a redirect to a page that says so": (302, {"Location": "/404.html"}, b""),
    "a refresh to the front page": (200, HTML, REFRESH.encode()),
    "a script that goes home": (200, HTML, b"<title>-</title><script>location.href='/'</script>"),
    "a soft 404": (200, HTML, "<title>提示信息</title>对不起，您访问的信息不存在！".encode()),
}


def test_what_is_gone_is_on_record_under_its_own_address(
    harvest: Callable[..., Any],
    page: Callable[..., Answer],
    news: Callable[..., dict[str, Answer]],
    query: Callable[..., Any],
) -> None:
    """Two reports of each kind are two rows, whatever the site shows in their place."""
    gone = [f"news/2023/{number}.html" for number in range(2 * len(GONE))]
    links = "".join(
        f"<li><a href=/{path}>李甲到别处调研的报道{path[-6:-5]}</a></li>" for path in gone
    )
    answers = {**news(3), "/": page(f"{NAV}<ul>{links}{entries(1, 3)}</ul>")}
    answers["/404.html"] = page("<h1>您访问的页面不存在</h1>", "404")
    for path, answer in zip(gone, [*GONE.values(), *GONE.values()], strict=True):
        answers[f"/{path}"] = answer
    _, site, titles = harvest(answers)
    assert titles == sorted(TITLES[:3])
    told = query("SELECT url FROM problem WHERE kind = 'missing' AND url LIKE '%news%'")
    assert sorted(told) == sorted(f"{site.url}{path}" for path in gone)


def test_a_report_that_redirects_to_another_site_is_on_record(
    harvest: Callable[..., Any],
    page: Callable[..., Answer],
    news: Callable[..., dict[str, Answer]],
    query: Callable[..., Any],
) -> None:
    """By the server or by script: the original stands elsewhere, and is not asked for."""
    script = b"<script>window.location.href='http://paper.other.example/2.html'</script>"
    answers = {**news(3), "/": page(f"{NAV}<ul>{entries(1, 3)}</ul>"),
               "/news/2024/1.html": (302, {"Location": "http://paper.other.example/1.html"}, b""),
               "/news/2024/2.html": (200, {"Content-Type": "text/html"}, script)}  # fmt: skip
    _, site, titles = harvest(answers)
    assert titles == TITLES[2:3]
    assert sorted(query("SELECT url FROM problem WHERE kind = 'external'")) == [
        f"{site.url}news/2024/1.html",
        f"{site.url}news/2024/2.html",
    ]


ARG = "3F2A0C5B7D9E1F4A6B8C0D2E4F6A8B0C1D3E5F70"
CHALLENGES = {
    "a script": (200, HTML, f"<script>var arg1='{ARG}';</script>".encode()),
    "a redirect with a sign": (302, {"Location": "/news/2024/8.html?btwaf=12345678"}, b""),
    "words": (200, HTML, "<p>您的访问过于频繁，请稍后再试</p>".encode()),
}


@pytest.mark.parametrize("answer", CHALLENGES.values(), ids=CHALLENGES)
def test_a_challenge_ends_the_run(
    harvest: Callable[..., Any],
    page: Callable[..., Answer],
    news: Callable[..., dict[str, Answer]],
    query: Callable[..., Any],
    answer: Answer,
) -> None:
    """Nothing more is asked of the host, nothing false is kept, the exit code is 5."""
    more = "".join(
        f"<li><a href=/news/2023/{n}.html>李甲到别处调研的报道{n}</a></li>" for n in range(60)
    )
    front = page(f"{NAV}<ul>{more}{entries(1, 9)}</ul>")
    answers = {**news(9), "/": front, "/news/2024/8.html": answer}
    done, site, titles = harvest(answers)
    assert done.returncode == 5, done.stderr
    assert len(site.asked) < 40
    assert TITLES[7] not in titles
    assert query("SELECT kind FROM capture WHERE url LIKE '%/8.html'") == ["challenge"]


def test_counters_are_never_asked_for(
    harvest: Callable[..., Any], page: Callable[..., Answer], news: Callable[..., dict[str, Answer]]
) -> None:
    """Neither as links of a page nor by a redirect."""
    counters = "".join(
        f"<li><a href={href}>李甲到别处调研的报道{number}</a> 2024-03-05</li>"
        for number, href in enumerate(
            [
                "/e/public/ViewClick/?id=3&addclick=1",
                "/plus/count.php?aid=3",
                "/system/resource/code/news/click/dynclicks.jsp?clickid=3",
                "/_visitcount?id=3",
            ]
        )
    )
    answers = {**news(3), "/": page(f"{NAV}<ul>{entries(1, 3)}{counters}</ul>"),
               "/news/2024/3.html": (302, {"Location": "/plus/count.php?aid=3"}, b"")}  # fmt: skip
    _, site, titles = harvest(answers)
    assert titles == sorted(TITLES[:2])
    assert not [path for path in site.asked if "ount" in path or "lick" in path]
