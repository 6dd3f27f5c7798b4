"""The next page, in every form that publishing systems print it, and where it ends."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urljoin

import pytest

from msbazhong_spider.items import Listing, Page, Query
from msbazhong_spider.pages import read_listing
from msbazhong_spider.pages.paging import is_next_part

FOLDER = "http://www.yunling.example/yl/sz/"
ENTRIES = "".join(
    f'<li><a href="/yl/sz/2024/030{day}/{40 + day}.html">沈怀谷到石桥镇调研春耕生产之{day}</a><span>2024-03-0{day}</span></li>'
    for day in range(1, 6)
)


def listing(inner: str, name: str = "", head: str = "", entries: str = ENTRIES) -> Listing:
    """The listing that a page at an address is read as."""
    html = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>时政新闻</title>{head}</head><body><ul>{entries}</ul>{inner}</body></html>'
    now = datetime(2024, 3, 10, tzinfo=UTC)
    return read_listing(Page(urljoin(FOLDER, name), html.encode("gb18030"), fetched=now))


TRS_TEMPLATE = """<script>
var currentPage = {at};//所在页从0开始
var prevPage = currentPage-1//上一页
var nextPage = currentPage+1//下一页
var countPage = {count}//共多少页
if(countPage>1&&currentPage!=(countPage-1))
 document.write("<a href=\\"{name}"+"_" + nextPage + "."+"{ext}\\">下一页</a>");
</script>"""
JEECMS = """<div>共480条记录 {at}/24页 <a disabled="disabled">上一页</a>
<a href="javascript:void(0);" onclick="_gotoPage('{next}');">下一页</a> <a href="javascript:void(0);" onclick="_gotoPage('24');">尾页</a></div>
<script>function _gotoPage(pageNo) {{ {body} }}</script>"""
FORM = '<form id="tableForm" action="list.jspx" method="get"><input type="hidden" name="channelId" value="12"><input type="hidden" name="pageNo" value="1"></form>'
FIRST, SECOND = "index.html", "index_1.html"
# What stands on the page, its name, and the name of the next one.
NEXT: dict[str, tuple[str, str, str | None]] = {
    "TRS: createPageHTML counts from 0": ('<script>createPageHTML(25, 0, "index", "html");</script>', FIRST, "index_1.html"),
    "TRS: in the middle": ('<script>createPageHTML(25, 3, "index", "html");</script>', "index_3.html", "index_4.html"),
    "TRS: on the last page": ('<script>createPageHTML(25, 24, "index", "html");</script>', "index_24.html", None),
    "TRS: one page": ('<script>createPageHTML(1, 0, "index", "html");</script>', FIRST, None),
    "TRS: a call in a comment is no call": ('<script>//createPageHTML(9, 5, "old", "html")\ncreatePageHTML(25, 0, "index", "shtml");</script>', "", "index_1.shtml"),
    "TRS: a call in a comment of several lines": ('<script>/* createPageHTML(9, 5,\n "old", "html") */ createPageHTML(25, 0, "default", "htm")</script>', "", "default_1.htm"),
    "TRS: with the number of records": ('<script>createPageHTML(25, 0, "index", "html", 480);</script>', FIRST, "index_1.html"),
    "TRS: numbers as text": ("<script>createPageHTML('25', '1', 'index', 'html')</script>", "index_1.html", "index_2.html"),
    "with the name of a container, counted from 1": ("<script>createPageHTML('page_div', 25, 1, 'szyw', 'shtml', 480);</script>", "szyw.shtml", "szyw_2.shtml"),
    "the same on the last page": ("<script>createPageHTML('page_div', 25, 25, 'szyw', 'shtml', 480);</script>", "szyw_25.shtml", None),
    "TRS: countPage, one of them in a comment": ("<script>//createPageHTML(9, 0, 'x', 'html')\nvar currentPage = 0;//所在页从0开始\nvar countPage = 25//共多少页</script>", FIRST, "index_1.html"),
    "TRS: countPage names its pages": (TRS_TEMPLATE.format(at=0, count=25, name="default", ext="shtml"), "", "default_1.shtml"),
    "TRS: countPage in the middle": (TRS_TEMPLATE.format(at=7, count=25, name="index", ext="html"), "index_7.html", "index_8.html"),
    "TRS: countPage at the end": (TRS_TEMPLATE.format(at=24, count=25, name="index", ext="html"), "index_24.html", None),
    "VSB counts down": ('<a href="sz/57.htm" class="Next">下页</a><a href="sz/1.htm" class="Last">尾页</a>', "../sz.htm", "sz/57.htm"),
    "VSB in the middle": ('<span class="PrevDisabled">上页</span><a href="56.htm">下页</a><a href="1.htm">尾页</a>', "57.htm", "56.htm"),
    "VSB at the end": ('<a href="2.htm" class=Prev>上页</a><span class="NextDisabled">下页</span><span>尾页</span>', "1.htm", None),
    "DedeCMS: link": ("<ul class=pagelist><li class=thisclass>1</li><li><a href='list_12_2.html'>2</a></li><li><a href='list_12_2.html'>下一页</a></li></ul>", "", "list_12_2.html"),
    "DedeCMS: select list": ("<select onchange='location.href=this.options[this.selectedIndex].value;'><option value='list_12_1.html'>1</option><option value='list_12_2.html' selected>2</option><option value='list_12_3.html'>3</option></select>", "list_12_2.html", "list_12_3.html"),
    "DedeCMS: select list on the first page under its short name": ("<select><option value='list_12_1.html'>1</option><option value='list_12_2.html'>2</option></select>", "", "list_12_2.html"),
    "DedeCMS: dynamic, the total is no part of the address": ("<a href='/plus/list.php?tid=12&amp;TotalResult=480&amp;PageNo=2'>下一页</a>", "", "/plus/list.php?tid=12&PageNo=2"),
    "PHPCMS": ('<div id="pages"><a class="a1">480条</a> <span>1</span> <a href="2.html">2</a> ..<a href="24.html">24</a> <a class="a1" href="2.html">下一页</a></div>', "", "2.html"),
    "PHPCMS: on the last page it points to itself": ('<div id="pages"><a class="a1" href="23.html">上一页</a> <a href="23.html">23</a> <span>24</span> <a class="a1" href="24.html">下一页</a></div>', "24.html", None),
    "PHPCMS goes on dynamically": ('<a href="/index.php?m=content&c=index&a=lists&catid=12&page=21">下一页</a>', "20.html", "/index.php?m=content&c=index&a=lists&catid=12&page=21"),
    "EmpireCMS": ('<div class="epages"><a title="Total record">&nbsp;<b>480</b> </a>&nbsp;<b>1</b>&nbsp;<a href="index_2.html">2</a>&nbsp;<a href="index_2.html">下一页</a>&nbsp;<a href="index_24.html">尾页</a></div>', "", "index_2.html"),
    "EmpireCMS: dynamic, counted from 0": ('<b>1</b>&nbsp;<a href="/e/action/ListInfo/?classid=3&page=1">2</a>&nbsp;<a href="/e/action/ListInfo/?classid=3&page=1">下一页</a>', "/e/action/ListInfo/?classid=3&page=0", "/e/action/ListInfo/?classid=3&page=1"),
    "EmpireCMS: a total before numbers alone": ('<div class="epages"><a title="Total record">&nbsp;<b>7</b> </a>&nbsp;<b>1</b>&nbsp;<a href="index_2.html">2</a>&nbsp;<a href="index_2.html">尾页</a></div>', "", "index_2.html"),
    "EmpireCMS: a total as large as the number of pages": ('<div class="epages"><a title="Total record">&nbsp;<b>3</b> </a>&nbsp;<b>1</b>&nbsp;<a href="index_2.html">2</a>&nbsp;<a href="index_2.html">尾页</a></div>', "", "index_2.html"),
    "EmpireCMS: numbers alone, counted from 0": ('<div class="epages"><b>2</b>&nbsp;<a href="?classid=3&page=0">1</a>&nbsp;<a href="?classid=3&page=2">3</a></div>', "?classid=3&page=1", "?classid=3&page=2"),
    "SiteServer": ('<a href="/channels/12_2.html">下一页</a>', "/channels/12.html", "/channels/12_2.html"),
    "WebPlus": ('<li class="page_nav"><a class="next" href="/123/list2.htm" target="_self"><span>下一页&gt;&gt;</span></a></li>', "/123/list.htm", "/123/list2.htm"),
    "a platform of column-index pages": ('<a href="column-index-2.shtml">下一页</a>', "column-index-1.shtml", "column-index-2.shtml"),
    "JEECMS: link": ('<a disabled="disabled">上一页</a> <a href="index_2.jhtml" onclick="">下一页</a> 共480条记录 1/24页 <input type="button" onclick="_gotoPage(this.value)">', "index.jhtml", "index_2.jhtml"),
    "JEECMS: a function with the address in it": (JEECMS.format(at=1, next=2, body='location.href = "index_" + pageNo + ".jhtml";'), "index.jhtml", "index_2.jhtml"),
    "JEECMS: a function that changes the address": (JEECMS.format(at=1, next=2, body='var url = location.href; location.href = url.replace(/index(_\\d+)?/, "index_" + pageNo);'), "index.jhtml", "index_2.jhtml"),
    "JEECMS: a function that sends a form": (FORM + JEECMS.format(at=1, next=2, body="var tableForm = getTableForm(); $('input[name=pageNo]').val(pageNo); tableForm.submit();"), "index.jhtml", "list.jspx?channelId=12&pageNo=2"),
    "a javascript address": ('<a href="javascript:goPage(3)">下一页</a><script>function goPage(n){window.location="?cid=5&page="+n;}</script>', "?cid=5&page=2", "?cid=5&page=3"),
    "a javascript address that counts by itself": ('<a href="javascript:toPage(2)">下一页</a><script>var toPage = function(n){location.replace("list_" + (n - 1) + ".html");}</script>', "list.html", "list_1.html"),
    "numbers, the own one without a link": ('<div><span>1</span> <a href="list_12_2.html">2</a> <a href="list_12_3.html">3</a></div>', "", "list_12_2.html"),
    "numbers in brackets": ('<div>[1] <a href="list_12_2.html">[2]</a> <a href="list_12_3.html">[3]</a></div>', "", "list_12_2.html"),
    "numbers, all of them links": ('<div><a href="index.html">1</a><a href="index_2.html">2</a></div>', FIRST, "index_2.html"),
    "numbers, the last one": ('<div><a href="index.html">1</a><span>2</span></div>', "index_2.html", None),
    "an arrow": ('<a href="p1.html">&lt;</a><a href="p2.html">&gt;</a>', "p1.html", "p2.html"),
    "an arrow to somewhere else": ('<a href="/zt/2024/">»</a>', "p1.html", None),
    "a picture": ('<a href="p2.html"><img src="next.gif" alt="下一页"></a>', "p1.html", "p2.html"),
    "a class": ('<a class="next" href="p2.html"><i class="icon"></i></a>', "p1.html", "p2.html"),
    "加载更多 with a page number": ('<a href="?page=2">加载更多</a>', "?page=1", "?page=2"),
    "更多 without one is no next page": ('<a href="/yl/">更多</a>', "", None),
    "1/24页 and the last page": ('<span>1/24页</span><a href="index_24.html">尾页</a>', "", "index_2.html"),
    "1/24页 and the own address": ("<span>第3页/共24页</span>", "list_3.html", "list_4.html"),
    "第3页 共24页 and the own address": ("<span>当前第3页，共24页</span>", "?page=3", "?page=4"),
    "共24页 第3页 and the own address": ("<span>共24页 第3页</span>", "?page=3", "?page=4"),
    "24/24页": ('<span>24/24页</span><a href="index_24.html">尾页</a>', "index_24.html", None),
    "a link to another site": ('<a href="http://www.other.example/2.html">下一页</a>', "", None),
    "nothing": ("<p>共1页</p>", "", None),
}  # fmt: skip


@pytest.mark.parametrize(("inner", "name", "expected"), NEXT.values(), ids=NEXT)
def test_next_page(inner: str, name: str, expected: str | None) -> None:
    """The next page in each form that a listing names it, and None where there is none."""
    own = urljoin(FOLDER, name)
    found = listing(inner, name)
    assert found.next_page == (expected and urljoin(own, expected))
    assert found.next_query is None


def test_base_address_moves_the_next_page_too() -> None:
    """A script's call names a page in the folder that <base> names."""
    found = listing(
        '<script>createPageHTML(3, 0, "index", "html");</script>',
        head='<base href="http://www.yunling.example/x/">',
    )
    assert found.next_page == "http://www.yunling.example/x/index_1.html"


PAGER = "<a href=\"javascript:__doPostBack('AspNetPager1','{number}')\">{text}</a>"
STATE = '<form id="form1" method="post" action="./list.aspx?id=3"><input type="hidden" name="__VIEWSTATE" value="dDw+/=="><input type="hidden" name="__EVENTTARGET" value=""><input type="hidden" name="__EVENTARGUMENT" value=""><input type="submit" name="go" value="GO">'
POST_BACK = {
    "by the text": STATE + "<span>1</span>" + PAGER.format(number=2, text="2") + PAGER.format(number=2, text="下一页") + "</form>",
    "by the number": STATE + "<span>1</span>" + PAGER.format(number=2, text="2") + PAGER.format(number=3, text="3") + "</form>",
}  # fmt: skip


@pytest.mark.parametrize("inner", POST_BACK.values(), ids=POST_BACK)
def test_a_form_that_is_posted_back(inner: str) -> None:
    """WebForms want their state back: the form is posted, since ?page=2 shows the first page again."""
    found = listing(inner, "list.aspx?id=3")
    assert found.next_page is None
    assert found.next_query is not None
    assert found.next_query.url == f"{FOLDER}list.aspx?id=3"
    assert dict(parse_qsl(found.next_query.body)) == {
        "__VIEWSTATE": "dDw+/==",
        "__EVENTTARGET": "AspNetPager1",
        "__EVENTARGUMENT": "2",
    }


def test_a_form_on_its_last_page_is_not_posted() -> None:
    """下一页 without a link, and no number behind the present one."""
    inner = f"{STATE}{PAGER.format(number=1, text='1')}<span>2</span><a disabled>下一页</a></form>"
    assert listing(inner, "list.aspx?id=3").next_query is None


RECORDS = "".join(
    f'<record><![CDATA[<li><a href="/art/2024/3/{day}/art_123_{day}.html" title="沈怀谷主持召开县委常委会会议之{day}">沈怀谷主持…</a><b>[2024-03-{day:02}]</b></li>]]></record>'
    for day in range(1, 10)
)
PROXY = "/module/web/jpage/dataproxy.jsp"
GROUP = f'<nextgroup><![CDATA[<a href="{PROXY}?page=1&webid=1&columnid=123&unitid=6793"></a>]]></nextgroup>'
STORE = f'<div id="6793"><script type="text/xml"><datastore>{{group}}<recordset>{RECORDS}</recordset></datastore></script></div>'
SCRIPT = """<script>$("#6793").jpage({{ showMode:'full', totalRecord:{total}, perPage:3, proxyUrl:'/module/web/jpage/dataproxy.jsp',
ajaxParam:{{'col':1,'appid':1,'webid':1,'path':'/','columnid':123,'sourceContentType':1,'unitid':6793,'webname':'云岭县政府','permissiontype':0}} }});</script>"""


def test_records_in_a_script_are_read() -> None:
    """JCMS prints the first records as data, with full titles and dates."""
    found = listing(STORE.format(group=GROUP), "col/col123/index.html", entries="")
    assert len(found.items) == 9
    assert found.items[2].url == "http://www.yunling.example/art/2024/3/3/art_123_3.html"
    assert (found.items[2].text, found.items[2].date) == (
        "沈怀谷主持召开县委常委会会议之3",
        "2024-03-03",
    )


def test_the_next_group_is_a_link_in_the_data() -> None:
    """Where the page has no script with parameters, the data name the next group."""
    found = listing(STORE.format(group=GROUP), "col/col123/index.html", entries="")
    assert (
        found.next_page
        == f"http://www.yunling.example{PROXY}?page=1&webid=1&columnid=123&unitid=6793"
    )


def test_the_data_proxy_is_asked_as_the_script_asks() -> None:
    """By POST, with the script's own parameters, for the records after those shown."""
    found = listing(
        STORE.format(group=GROUP) + SCRIPT.format(total=480), "col/col123/index.html", entries=""
    )
    assert found.next_query is not None
    assert (
        found.next_query.url
        == f"http://www.yunling.example{PROXY}?startrecord=10&endrecord=18&perpage=3"
    )
    body = dict(parse_qsl(found.next_query.body))
    assert (body["columnid"], body["unitid"], body["webname"]) == ("123", "6793", "云岭县政府")


def test_the_data_proxy_is_not_asked_for_more_than_there_is() -> None:
    """All records stand on the page already."""
    found = listing(
        STORE.format(group="") + SCRIPT.format(total=9), "col/col123/index.html", entries=""
    )
    assert (found.next_query, found.next_page) == (None, None)


def answer(text: str, asked: Query, content_type: str = "text/xml") -> Listing:
    """The listing that an answer to a script's query is read as."""
    return read_listing(
        Page(asked.url, text.encode(), 200, {"content-type": content_type}), asked=asked
    )


def test_the_data_proxy_is_asked_on_from_its_answer() -> None:
    """The next range follows the last one, until the total is reached."""
    asked = Query(
        f"http://www.yunling.example{PROXY}?startrecord=10&endrecord=18&perpage=3",
        "columnid=123&unitid=6793",
    )
    xml = f"<datastore><totalrecord>{{total}}</totalrecord><recordset>{RECORDS}</recordset></datastore>"
    found = answer(xml.format(total=480), asked)
    assert len(found.items) == 9
    assert found.next_query == Query(
        f"http://www.yunling.example{PROXY}?startrecord=19&endrecord=27&perpage=3",
        "columnid=123&unitid=6793",
    )
    assert answer(xml.format(total=18), asked).next_query is None
    assert (
        answer(
            "<datastore><totalrecord>480</totalrecord><recordset></recordset></datastore>", asked
        ).next_query
        is None
    )


SHELL = '<div id="app"></div><script>{script}</script>'
API = "http://www.yunling.example/api/content/list"
ENDPOINTS = {
    "axios posts JSON": ("axios.post('/api/content/list', {channelId: 12, pageNo: 1, pageSize: 20}).then(r => show(r))", Query(API, '{"channelId": 12, "pageNo": 1, "pageSize": 20}', "application/json")),
    "axios by its options": ("axios({method: 'post', url: '/api/content/list', data: {channelId: 12, pageNo: 1}})", Query(API, '{"channelId": 12, "pageNo": 1}', "application/json")),
    "fetch posts JSON": ('fetch("/api/content/list", {method: "POST", body: JSON.stringify({channelId: 12, pageNo: 1})})', Query(API, '{"channelId": 12, "pageNo": 1}', "application/json")),
    "jQuery posts a form": ("$.post('/api/content/list', {channelId: 12, page: 1}, function(d){})", Query(API, "channelId=12&page=1")),
    "jQuery by its options": ("$.ajax({url: '/api/content/list', type: 'post', data: {cid: '12', pageIndex: 1}})", Query(API, "cid=12&pageIndex=1")),
    "jQuery gets": ("$.getJSON('/api/content/list', {cid: 12, page: 1})", Query(f"{API}?cid=12&page=1", "")),
    "an address with its query": ("fetch('/api/content/list?cid=12&page=1')", Query(f"{API}?cid=12&page=1", "")),
}  # fmt: skip


@pytest.mark.parametrize(("script", "expected"), ENDPOINTS.values(), ids=ENDPOINTS)
def test_a_shell_names_its_endpoint(script: str, expected: Query) -> None:
    """A page that a script fills says in its script what the script asks for."""
    counter = "$.get('/api/count.php?id=1&page=1');"
    found = listing(SHELL.format(script=counter + script), entries="")
    if expected.body:
        assert found.next_query == expected
    else:
        assert found.next_page == expected.url


JSON = '{"code":0,"data":{"total":45,"records":[{"title":"沈怀谷主持召开县委常委会会议","publish_time":1709600000000,"url":"/content/2024/1.html"},{"title":"<em>陶喆</em>调研","publish_time":"2024-03-04 10:00:00","url":"","shareUrl":"/content/2024/2.html"},{"title":"李堃讲话","publishTime":"1709400000","url":"/#/detail?id=3"}]}}'


def test_records_of_an_answer_in_json() -> None:
    """Titles, dates in seconds, milliseconds or words, and addresses that a server can answer."""
    found = answer(
        JSON, Query(API, '{"pageNo": 1, "pageSize": 20}', "application/json"), "application/json"
    )
    assert [(link.url, link.text, link.date) for link in found.items] == [
        (
            "http://www.yunling.example/content/2024/1.html",
            "沈怀谷主持召开县委常委会会议",
            "2024-03-05",
        ),
        ("http://www.yunling.example/content/2024/2.html", "陶喆调研", "2024-03-04"),
        ("http://www.yunling.example/#/detail?id=3", "李堃讲话", "2024-03-03"),
    ]


ADVANCED = {
    "a page of a posted JSON": (Query(API, '{"pageNo": 2, "pageSize": 20}', "application/json"), Query(API, '{"pageNo": 3, "pageSize": 20}', "application/json")),
    "the last page by the total": (Query(API, '{"pageNo": 3, "pageSize": 20}', "application/json"), None),
    "a page of a posted form": (Query(API, "cid=1&page=1&rows=20"), Query(API, "cid=1&page=2&rows=20")),
    "a page in the address": (Query(f"{API}?page=1&pageSize=20", ""), Query(f"{API}?page=2&pageSize=20", "")),
    "an offset": (Query(f"{API}?start=0&limit=3", ""), Query(f"{API}?start=3&limit=3", "")),
    "nothing that could be counted up": (Query(f"{API}?cid=3", ""), None),
}  # fmt: skip


@pytest.mark.parametrize(("asked", "expected"), ADVANCED.values(), ids=ADVANCED)
def test_what_is_asked_after_an_answer(asked: Query, expected: Query | None) -> None:
    """The query with its page counted up, until the answer's own total is reached."""
    found = answer(JSON, asked, "application/json")
    following = found.next_query or (Query(found.next_page, "") if found.next_page else None)
    assert following == expected


PARTS = {
    "DedeCMS, EmpireCMS, JEECMS": ("/a/1234.html", "/a/1234_2.html", True),
    "the third after the second": ("/a/1234_2.html", "/a/1234_3.html", True),
    "PHPCMS": ("/show-12-345-1.html", "/show-12-345-2.html", True),
    "TRS": ("/202403/t20240305_123456.html", "/202403/t20240305_123456_1.html", True),
    "a page in the query": ("/plus/view.php?aid=1234", "/plus/view.php?aid=1234&pageno=2", True),
    "the next article": ("/a/1234.html", "/a/1235.html", False),
    "the next article by its query": ("/plus/view.php?aid=1234", "/plus/view.php?aid=1235", False),
    "the part after the next": ("/a/1234.html", "/a/1234_3.html", False),
    "the part before": ("/a/1234_3.html", "/a/1234_2.html", False),
    "a listing": ("/a/1234.html", "/a/list_12_2.html", False),
    "another site": ("/a/1234.html", "http://b.example/a/1234_2.html", False),
}


@pytest.mark.parametrize(("own", "following", "expected"), PARTS.values(), ids=PARTS)
def test_parts_of_an_article(own: str, following: str, expected: bool) -> None:
    """Whether 下一页 of an article leads to its next part, by the two addresses."""
    base = "http://www.yunling.example/"
    assert is_next_part(urljoin(base, own), urljoin(base, following)) is expected
