"""The small readers: charset, dates, labels, names, addresses, headlines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msbazhong_spider.errors import NotAnArticleError
from msbazhong_spider.items import Page, Part, Precision
from msbazhong_spider.pages import canonical_url, classify, decode, read_article, read_listing
from msbazhong_spider.pages.bylines import from_head, from_line, from_tail, parse_byline
from msbazhong_spider.pages.dates import date_of_url, first_date
from msbazhong_spider.pages.labels import lex
from msbazhong_spider.pages.names import is_name, split_names
from msbazhong_spider.pages.title import cut_suffix

SHARED = Path(__file__).resolve().parents[3] / "shared" / "pages"
SAMPLE = "县委书记主持召开会议，朱镕、陶喆、李堃、张㼆在会上发言，对下一步的工作作了安排。" * 5


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "gb18030", "gb_2312-80", "x-gbk"])
def test_the_gb_family_loses_no_name(declared: str) -> None:
    """Characters outside GB2312 survive whatever member of the family is declared."""
    decoded = decode(SAMPLE.encode("gb18030"), f"text/html; charset={declared}")
    assert (decoded.text, decoded.charset_used, decoded.replaced) == (SAMPLE, "gb18030", 0)
    assert decoded.charset_declared == declared.lower()


LYING = {
    "header says UTF-8, bytes are GBK": ("gb18030", "text/html; charset=utf-8"),
    "header says GBK, bytes are UTF-8": ("utf-8", "text/html; charset=gbk"),
    "nothing declared, bytes are GBK": ("gb18030", None),
    "nothing declared, bytes are UTF-8": ("utf-8", None),
    "a charset that does not exist": ("gb18030", "text/html; charset=chinese"),
    "Latin-1 declared by a server's default": ("gb18030", "text/html; charset=ISO-8859-1"),
}


@pytest.mark.parametrize(("real", "header"), LYING.values(), ids=LYING)
def test_the_text_decides(real: str, header: str | None) -> None:
    """A declaration that the bytes contradict is not believed."""
    decoded = decode(SAMPLE.encode(real), header)
    assert (decoded.text, decoded.charset_used) == (SAMPLE, real)


def test_stray_bytes_cost_only_themselves() -> None:
    """A UTF-8 page with a few foreign bytes keeps all its other characters."""
    body = SAMPLE.encode() + "巴".encode("gb18030") + SAMPLE.encode()
    decoded = decode(body, "text/html; charset=utf-8")
    assert decoded.charset_used == "utf-8"
    assert decoded.text.replace("\ufffd", "") == SAMPLE * 2
    assert decoded.replaced == decoded.text.count("\ufffd") > 0


def test_a_replacement_character_of_the_page_itself_is_not_counted() -> None:
    """U+FFFD that the page already holds is damage of the site, not of the decoding."""
    assert decode("县\ufffd委".encode()).replaced == 0


def test_big5_is_found_without_a_declaration() -> None:
    """A traditional page without any declaration is detected."""
    text = "縣長主持會議，與會人員就農業發展進行討論，並提出意見。" * 20
    assert decode(text.encode("big5"), "text/html; charset=big5").text == text


@given(st.binary(max_size=400), st.one_of(st.none(), st.text(max_size=40)))
@settings(max_examples=200, deadline=None)
def test_any_bytes_decode(body: bytes, content_type: str | None) -> None:
    """Whatever the bytes and the header are, there is a text."""
    assert isinstance(decode(body, content_type).text, str)


def outcome(page: Page) -> str:
    """Read a page in every way; the title of its article or the reason why it is none."""
    read_listing(page)
    kind = classify(page).kind
    try:
        return read_article(page).title
    except NotAnArticleError as error:
        return f"{kind}: {error.why}"


PIECES = st.sampled_from(
    ["<div>", "</div>", "<p>", "<a href='/1.html'>", "</a>", "<h1>", "<table><tr><td>", "<br>", "</html>", "<!--",
     "-->", "<script>", "</script>", "来源：", "时间：2024-13-41", "2024-03-05", "（记者 张三）", "首页 > 某县 > ", "<title>",
     "会议在县城召开，各镇负责人参加会议。" * 3, "上一篇：", "责编：", "\x00", "&#0;", "&nbsp;", "<pre>\n", "【", "<option value=2.html>2"]
)  # fmt: skip


@given(
    st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=40),
    st.sampled_from([200, 404, 412, 503]),
)
@settings(max_examples=300, deadline=None)
def test_any_page_gives_a_result_or_says_what_it_is(pieces: list[str], status: int) -> None:
    """No page raises anything but the error that says it is no article."""
    page = Page(
        "http://www.yunling.example/a.html", "".join(pieces).encode("utf-8", "replace"), status
    )
    assert outcome(page)


@given(
    st.binary(max_size=2000), st.sampled_from(["text/html", "text/plain", "application/pdf", ""])
)
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_some_kind_of_page(body: bytes, content_type: str) -> None:
    """Bytes of any kind are classified, listed and read without another exception."""
    page = Page("not an address", body, 200, {"content-type": content_type})
    assert outcome(page)


@pytest.mark.parametrize("tag", ["div", "span", "a href=x", "table><tr><td", "b", "ul><li"])
def test_deep_nesting_ends_with_a_clear_result(tag: str) -> None:
    """A hundred thousand nested tags are no article, and no crash."""
    page = Page("http://www.yunling.example/a.html", f"<{tag}>".encode() * 100_000)
    with pytest.raises(NotAnArticleError):
        read_article(page)


DATES = {
    "dashes": ("2024-03-05", "2024-03-05T00:00", Precision.DAY),
    "without zeros": ("2024/3/5", "2024-03-05T00:00", Precision.DAY),
    "Chinese": ("2024年03月05日", "2024-03-05T00:00", Precision.DAY),
    "Chinese with the time set close": (
        "2024年03月05日08:18",
        "2024-03-05T08:18",
        Precision.MINUTE,
    ),
    "with seconds": ("2024-03-05 10:11:12", "2024-03-05T10:11:12", Precision.SECOND),
    "with T and zone": ("2024-03-05T10:11:12+08:00", "2024-03-05T10:11:12", Precision.SECOND),
    "with the weekday between": ("2024年3月5日 星期二 10:11", "2024-03-05T10:11", Precision.MINUTE),
    "hours and minutes in words": ("2024年3月5日10时11分", "2024-03-05T10:11", Precision.MINUTE),
    "24:00 is the next midnight": ("2024-03-05 24:00", "2024-03-06T00:00", Precision.MINUTE),
    "two-digit year": ("24-03-05", "2024-03-05T00:00", Precision.DAY),
    "Chinese numerals": ("二〇二四年三月十五日", "2024-03-15T00:00", Precision.DAY),
    "twenty and thirty": ("二○二四年十二月三十一日", "2024-12-31T00:00", Precision.DAY),
    "full-width dashes": ("2024－03－05", "2024-03-05T00:00", Precision.DAY),
    "dots": ("2024.03.05", "2024-03-05T00:00", Precision.DAY),
    "afternoon": ("2024-03-05 下午 2:30", "2024-03-05T14:30", Precision.MINUTE),
    "year apart from the day": ("2024 03/05 10:11:12", "2024-03-05T10:11:12", Precision.SECOND),
}


@pytest.mark.parametrize(("text", "when", "precision"), DATES.values(), ids=DATES)
def test_date(text: str, when: str, precision: Precision) -> None:
    """A date is read in Beijing time, with its precision."""
    found = first_date(f"发布时间：{text} 来源：某报")
    assert found is not None
    assert found.when.replace(tzinfo=None).isoformat()[: len(when)] == when
    assert found.precision is precision
    assert found.when.utcoffset() is not None


@pytest.mark.parametrize(
    "text", ["2024-02-31", "2024-13-05", "11.3.20", "GB/T 1.1-2020", "电话0817-1234567", "3月5日"]
)
def test_no_date(text: str) -> None:
    """What only looks like a date, or has no year, is none."""
    assert first_date(text) is None


ADDRESS_DATES = {
    "/202403/t20240305_123456.html": "2024-03-05",
    "/2024/0305/1234.html": "2024-03-05",
    "/art/2024/3/5/art_1_2.html": "2024-03-05",
    "/2024-03/05/content_1.htm": "2024-03-05",
    "/info/1012/3456.htm": None,
    "/show/20240399.html": None,
}


@pytest.mark.parametrize(("path", "day"), ADDRESS_DATES.items(), ids=ADDRESS_DATES)
def test_date_of_address(path: str, day: str | None) -> None:
    """The day in an article's address, in the forms of the publishing systems."""
    found = date_of_url(f"http://www.yunling.example{path}")
    assert (found.when.date().isoformat() if found else None) == day


LABELS = {
    "a value runs into the next label": (
        "时间:2022年07月24日来源:吴某 李某阅读:",
        [("时间", "2022年07月24日"), ("来源", "吴某 李某"), ("阅读", "")],
    ),
    "brackets": ("【来源：某日报 】【字体： 】", [("来源", "某日报"), ("字体", "")]),
    "an empty value": ("来源： 作者：张三", [("来源", ""), ("作者", "张三")]),
    "a longer label wins": ("责任编辑：张三", [("责任编辑", "张三")]),
    "letters set apart": ("来　源：某日报", [("来源", "某日报")]),
    "bars for colons": ("编辑|张三", [("编辑", "张三")]),
    "no colon before a date": ("发布时间2018年4月12日", [("发布时间", "2018年4月12日")]),
    "a counter ends a value": ("来源：某日报 浏览 12 次", [("来源", "某日报"), ("浏览", "12 次")]),
}


@pytest.mark.parametrize(("text", "expected"), LABELS.values(), ids=LABELS)
def test_label_line(text: str, expected: list[tuple[str, str]]) -> None:
    """A label line falls apart into labels and values."""
    found = [(one.word, one.value) for one in lex(text) if one.word not in "【】"]
    assert found == expected


@pytest.mark.parametrize(
    "name", ["吴定君", "欧阳明月", "陶喆", "张㼆", "阿依·古丽", "司徒晖", "白玛央宗"]
)
def test_names(name: str) -> None:
    """Names of two to four characters, with rare characters and dots, and Tibetan ones."""
    assert is_name(name)


@pytest.mark.parametrize(
    "text",
    [
        "宣传部",
        "党委办",
        "新华社",
        "佚名",
        "管理员",
        "本报讯",
        "团县委",
        "校办",
        "张",
        "张三李四王五",
    ],
)
def test_no_names(text: str) -> None:
    """Organisations and words of the trade are nobody."""
    assert not is_name(text)


def test_names_set_with_blanks_or_none() -> None:
    """王 勃 is one name; names without a mark between are several."""
    assert split_names("王 勃、陶然　李暮云张禾") == ["王勃", "陶然", "李暮云", "张禾"]


BYLINES = {
    "roles before names": (
        parse_byline("本报记者 张禾 通讯员 李暮云"),
        [("张禾", Part.REPORTER), ("李暮云", Part.CORRESPONDENT)],
    ),
    "roles after names": (
        parse_byline("张禾/文 李暮云/图"),
        [("张禾", Part.WRITER), ("李暮云", Part.PHOTOGRAPHER)],
    ),
    "a quotation is no head": (from_head("他说（笑）：今年的收成好。"), []),
    "a head in brackets": (
        from_head("某某融媒讯（李暮云 文/图）3月5日，"),
        [("李暮云", Part.WRITER)],
    ),
    "a bracket of other things is no tail": (from_tail("会议还研究了其他事项（略）"), []),
    "an organisation is no tail": (from_tail("活动圆满结束。（县委办公室）"), []),
    "a sentence with 记者 is no byline": (from_line("记者从会上了解到，今年全县粮食增产。"), []),
    "editor with a telephone number": (
        from_line("【编辑：王朔风 QQ：12345；TEL：13800000000】"),
        [("王朔风", Part.EDITOR)],
    ),
}


@pytest.mark.parametrize(("found", "expected"), BYLINES.values(), ids=BYLINES)
def test_byline(found: list[object], expected: list[tuple[str, Part]]) -> None:
    """Who is named in a byline, and as what."""
    assert [(one.name, one.part) for one in found] == expected


TITLES = {
    "春耕生产有序展开-云岭新闻网": "春耕生产有序展开",
    "春耕生产有序展开_要闻_云岭县人民政府": "春耕生产有序展开",
    "春耕生产有序展开--时政--云岭网": "春耕生产有序展开",
    "工业利润同比增长-5%": "工业利润同比增长-5%",
    "管理育人｜以精准谋发展--学校新闻-某某中学": "管理育人｜以精准谋发展",
}


@pytest.mark.parametrize(("whole", "cut"), TITLES.items(), ids=TITLES)
def test_title_suffix(whole: str, cut: str) -> None:
    """Site and column are cut from <title>, marks of the headline stay."""
    assert cut_suffix(whole) == cut


ADDRESSES = {
    "scheme and host in lower case": ("HTTP://WWW.Yunling.Example/A.html", "http://www.yunling.example/A.html"),
    "default port": ("http://a.example:80/x", "http://a.example/x"),
    "other port": ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
    "fragment": ("http://a.example/x#top", "http://a.example/x"),
    "no path": ("http://a.example", "http://a.example/"),
    "tracking": ("http://a.example/x?utm_source=1&id=3&from=timeline&spm=a.b", "http://a.example/x?id=3"),
    "session in the path": ("http://a.example/x.jsp;jsessionid=AB12?id=3", "http://a.example/x.jsp?id=3"),
    "a count that changes daily": ("http://a.example/l.php?tid=1&TotalResult=480&PageNo=2", "http://a.example/l.php?tid=1&PageNo=2"),
    "order is kept": ("http://a.example/x?b=2&a=1", "http://a.example/x?b=2&a=1"),
    "GBK escapes stay": ("http://a.example/s?key=%C6%BD%B2%FD", "http://a.example/s?key=%C6%BD%B2%FD"),
    "blanks around": (" http://a.example/x\n", "http://a.example/x"),
}  # fmt: skip


@pytest.mark.parametrize(("url", "canonical"), ADDRESSES.values(), ids=ADDRESSES)
def test_canonical_address(url: str, canonical: str) -> None:
    """One address for one page."""
    assert canonical_url(url) == canonical


@given(st.text(max_size=60))
def test_any_address_has_a_canonical_form(url: str) -> None:
    """The canonical form of any text exists and is its own canonical form."""
    assert canonical_url(canonical_url(url)) == canonical_url(url)


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared/ is not beside the checkout")
def test_the_real_article_saved_as_text() -> None:
    """The real page of the first site gives every field that was written down for it."""
    expected = json.loads((SHARED / "msbazhong-article.json").read_text(encoding="utf-8"))
    body = (SHARED / "msbazhong-article.txt").read_bytes()
    article = read_article(Page("http://www.msbazhong.example/1.txt", body))
    assert article.published is not None
    assert {
        "title": article.title,
        "published": article.published.date().isoformat(),
        "precision": article.precision,
        "source": article.source,
        "subtitles": list(article.subtitles),
        "breadcrumb": list(article.breadcrumb),
        "county": article.county,
        "section": article.section,
        "reporters": [one.name for one in article.bylines if one.part is Part.REPORTER],
        "body_paragraphs": len(article.body.split("\n")),
    }.items() <= expected.items()
    assert article.body.startswith(expected["body_begins"])
    assert article.body.endswith(expected["body_ends"])
