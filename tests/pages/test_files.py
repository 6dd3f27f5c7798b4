"""Pictures and attachments: which of a page's files are the article's, and their addresses."""

from __future__ import annotations

import pytest

from msbazhong_spider.items import Article, Page
from msbazhong_spider.pages import read_article

URL = "http://www.lanhe.example/xw/202403/t20240305_12.html"
FOLDER = "http://www.lanhe.example/xw/202403/"
TEXT = (
    "3月4日，岚河县召开春季农业生产现场会，安排部署春耕备耕工作，县级有关部门负责同志参加。",
    "会议要求，要抢抓农时、精心组织，把各项强农惠农政策落到田间地头，确保全年粮食丰收。",
)


def read(inside: str = "", below: str = "", head: str = "", above: str = "") -> Article:
    """The article of a page with something between its two paragraphs, below them, or above."""
    html = (
        f"<html><head><title>岚河县召开现场会-岚河新闻网</title>{head}</head><body><div class=top><img src=/skin/logo.png></div>"
        f"<h1>岚河县召开现场会</h1><div>时间：2024-03-05 来源：岚河新闻网</div>{above}<div class=text><p>{TEXT[0]}</p>{inside}<p>{TEXT[1]}</p></div>{below}"
        "<div class=side><h3>图片新闻</h3><a href=/p/1.html><img src=/p/1.jpg></a></div><p>版权所有：岚河新闻网</p></body></html>"
    )
    return read_article(Page(URL, html.encode()))


PICTURES = {
    "beside the page": ("<img src='./W020240305.jpg'>", f"{FOLDER}W020240305.jpg"),
    "from the root": ("<img src='/u/1.jpg'>", "http://www.lanhe.example/u/1.jpg"),
    "of another host, without a scheme": (
        "<img src='//p.example/1.jpg'>",
        "http://p.example/1.jpg",
    ),
    "in upper case, without quotes": ("<IMG SRC=1.jpg>", f"{FOLDER}1.jpg"),
    "in data-src": ("<img src='/i/loading.gif' data-src='1.jpg'>", f"{FOLDER}1.jpg"),
    "in data-original": ("<img src='/i/grey.gif' data-original='1.jpg'>", f"{FOLDER}1.jpg"),
    "in oldsrc only": ("<img oldsrc='W020240305.jpg'>", f"{FOLDER}W020240305.jpg"),
    "within a link and sections": (
        "<section><a href='1.jpg'><img src='1.jpg'></a></section>",
        f"{FOLDER}1.jpg",
    ),
    "named twice": ("<img src='1.jpg'><img src='./1.jpg'>", f"{FOLDER}1.jpg"),
}


@pytest.mark.parametrize(("inside", "expected"), PICTURES.values(), ids=PICTURES)
def test_a_picture_of_the_text_is_listed(inside: str, expected: str) -> None:
    """By its absolute address, once, wherever the template keeps it."""
    assert [picture.url for picture in read(inside).images] == [expected]


NO_PICTURES = {
    "a spacer": "<img src='/i/spacer.gif'>",
    "an icon": "<img src='/u/pdf.gif' width=16 height=16>",
    "an icon of the template": "<img src='/icons/doc.png'>",
    "data in the page": "<img src='data:image/gif;base64,R0lGOD'>",
    "a code to scan": "<img src='/u/qrcode.png'>",
    "a picture on somebody's disk": "<img src='file:///C:/Users/1.jpg'>",
    "an address that is none": "<img src='http://[1'>",
}


@pytest.mark.parametrize("inside", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_illustrates_nothing_is_no_picture(inside: str) -> None:
    """Nor are the logo above the text and the picture in the side column."""
    assert read(inside).images == ()


def test_a_picture_keeps_its_words() -> None:
    """The alt text, as the page gives it."""
    assert read("<img src=1.jpg alt='会议现场 '>").images[0].text == "会议现场"


def test_the_base_of_a_page_counts() -> None:
    """Relative addresses are relative to <base href>."""
    found = read("<img src=1.jpg><a href=1.doc>1.doc</a>", head="<base href='http://f.example/d/'>")
    assert found.images[0].url == "http://f.example/d/1.jpg"
    assert found.attachments[0].url == "http://f.example/d/1.doc"


FILES = {
    "TRS, relative to the article": ("<a href='./P020240305312.pdf'>名单</a>", f"{FOLDER}P020240305312.pdf"),
    "a sheet in upper case": ("<a href='/u/A.XLSX'>附件1</a>", "http://www.lanhe.example/u/A.XLSX"),
    "VSB, by a number": (
        "<a href='/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=3'>1.名单</a>",
        "http://www.lanhe.example/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=3",
    ),
    "PHPCMS": (
        "<a href='/index.php?m=content&c=down&a_k=ab'>下载</a>",
        "http://www.lanhe.example/index.php?m=content&c=down&a_k=ab",
    ),
    "JCMS, with the name in the query": (
        "<a href='/module/download/downfile.jsp?classid=0&filename=ab.doc'>通知</a>",
        "http://www.lanhe.example/module/download/downfile.jsp?classid=0&filename=ab.doc",
    ),
    "WebPlus": ("<a href='/_upload/article/files/1/a.docx'>附件</a>", "http://www.lanhe.example/_upload/article/files/1/a.docx"),
    "UEditor": ("<a href='/ueditor/php/upload/file/2024/1.zip'>附件</a>", "http://www.lanhe.example/ueditor/php/upload/file/2024/1.zip"),
    "named in the link's text only": ("<a href='/d/77'>签到表.xls</a>", "http://www.lanhe.example/d/77"),
    "in a viewer": (
        "<iframe src='/pdf/viewer.html?file=/u/1.pdf'></iframe>",
        "http://www.lanhe.example/u/1.pdf",
    ),
    "embedded": ("<embed src='/u/1.pdf'>", "http://www.lanhe.example/u/1.pdf"),
    "as an object": ("<object data='/u/1.pdf'></object>", "http://www.lanhe.example/u/1.pdf"),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "expected"), FILES.values(), ids=FILES)
def test_an_attachment_in_the_text_is_listed(inside: str, expected: str) -> None:
    """By its absolute address, in all the forms in which publishing systems hand files out."""
    assert [one.url for one in read(f"<p>{inside}</p>").attachments] == [expected]


def test_attachments_stand_below_the_text_too() -> None:
    """A list of its own below the text, with the words of the links."""
    below = "<ul><li>附件：</li><li><a href='1.doc'>1.签到表.doc</a></li><li><a href='2.doc'>2.名单</a></li></ul>"
    found = read(below=below).attachments
    assert [(one.url, one.text) for one in found] == [
        (f"{FOLDER}1.doc", "1.签到表.doc"),
        (f"{FOLDER}2.doc", "2.名单"),
    ]


def test_a_file_that_a_script_shows_is_an_attachment() -> None:
    """VSB shows a PDF by a call in the text."""
    found = read("<p><script>showVsbpdfIframe('/__local/1/notice.pdf','100%','900');</script></p>")
    assert [one.url for one in found.attachments] == [
        "http://www.lanhe.example/__local/1/notice.pdf"
    ]


NO_FILES = {
    "another page": "<a href='/xw/1.html'>岚河县召开会议</a>",
    "a script": "<a href='javascript:download()'>下载</a>",
    "a mark on the page": "<a href='#file'>附件</a>",
    "an empty address": "<a href=''>1.doc</a>",
    "a video player": "<iframe src='https://v.example/player.html?vid=1'></iframe>",
}


@pytest.mark.parametrize("inside", NO_FILES.values(), ids=NO_FILES)
def test_other_links_are_no_attachments(inside: str) -> None:
    """A link is one only by its address or by a file's name as its text."""
    assert read(f"<p>{inside}</p>").attachments == ()


def test_a_file_above_the_headline_is_the_sites() -> None:
    """The regulations in a site's header belong to no article."""
    html = "<html><head><title>岚河县召开现场会</title></head><body><a href='/rule.pdf'>章程.pdf</a><h1>岚河县召开现场会</h1>"
    html += f"<p>时间：2024-03-05</p><p>{TEXT[0]}</p><p>{TEXT[1]}</p></body></html>"
    assert read_article(Page(URL, html.encode())).attachments == ()
