"""Bytes to text: every combination of what a page declares and what it is."""

from __future__ import annotations

import pytest

from msbazhong_spider.items import Page
from msbazhong_spider.pages import decode, read_article

NAMES = "朱镕基、陶喆、李堃、张㼆、刘玥"  # outside GB2312, the fourth outside GBK too
TEXT = (
    f"3月4日，云岭县委书记沈怀谷到石桥镇调研春耕生产，{NAMES}参加调研。沈怀谷指出，要抢抓农时、精心组织，"
    "把各项强农惠农政策落到田间地头，确保全年粮食播种面积只增不减。县级有关部门负责人参加会议。"
)
HEAD = "<html><head>{meta}<title>沈怀谷到石桥镇调研春耕生产-云岭新闻网</title></head>"
BODY = (
    "<body><h1>沈怀谷到石桥镇调研春耕生产</h1><p>时间：2024-03-05 来源：云岭网</p>"
    + f"<p>{TEXT}</p>" * 3
)
METAS = {
    "no meta": "",
    "http-equiv": '<meta http-equiv="Content-Type" content="text/html; charset={0}">',
    "short": '<meta charset="{0}">',
    "unquoted": "<meta charset={0}>",
    "malformed": '<meta httpequiv="ContentType" content="text/html; charset={0}" />',
    "upper case and blanks": '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; CHARSET = {0}">',
    "behind much else": "<!--" + "x" * 3000 + '--><meta charset="{0}">',
    "two that differ": '<meta charset="{0}"><meta http-equiv="Content-Type" content="text/html; charset={1}">',
    "XML declaration": '<?xml version="1.0" encoding="{0}"?>',
}
REAL = {"utf-8": "utf-8", "gb18030": "gb18030"}
NAMED = ["utf-8", "gb2312", "gbk", "gb18030", "iso-8859-1", "big5", "chinese", None]


@pytest.mark.parametrize("header", NAMED)
@pytest.mark.parametrize("named", NAMED)
@pytest.mark.parametrize("meta", METAS.values(), ids=METAS)
@pytest.mark.parametrize("real", REAL)
def test_no_declaration_misleads(
    real: str, meta: str, named: str | None, header: str | None
) -> None:
    """Whatever header and meta say, right or wrong, a Chinese page is decoded as what it is."""
    markup = meta.format(named or "", "gb2312" if real == "utf-8" else "utf-8")
    text = HEAD.format(meta=markup) + BODY
    decoded = decode(text.encode(real), f"text/html; charset={header}" if header else "text/html")
    assert (decoded.text, decoded.charset_used, decoded.replaced) == (text, real, 0)


DECLARED = {
    "header before meta": ("text/html; charset=GBK", '<meta charset="utf-8">', "gbk"),
    "meta without a header's": ("text/html", '<meta charset="GB2312">', "gb2312"),
    "header with quotes": ('text/html; charset="gb2312"', "", "gb2312"),
    "XML declaration": ("text/html", '<?xml version="1.0" encoding="GB2312"?>', "gb2312"),
    "nothing": ("text/html", "", None),
}


@pytest.mark.parametrize(("header", "meta", "declared"), DECLARED.values(), ids=DECLARED)
def test_what_was_declared_is_kept(header: str, meta: str, declared: str | None) -> None:
    """The declaration is kept as it was, beside what was used."""
    decoded = decode((HEAD.format(meta=meta) + BODY).encode("gb18030"), header)
    assert (decoded.charset_declared, decoded.charset_used) == (declared, "gb18030")


ODD = {
    "UTF-8 with a byte order mark, GBK declared": (BODY.encode("utf-8-sig"), "gbk", BODY, "utf-8"),
    "GBK behind a byte order mark of UTF-8": (b"\xef\xbb\xbf" + BODY.encode("gb18030"), "gbk", BODY, "gb18030"),
    "UTF-16 with a byte order mark": (BODY.encode("utf-16"), None, BODY, "utf-16"),
    "full-width letters": ("Ａ１：".encode("gb18030") + BODY.encode("gb18030"), "gb2312", "Ａ１：" + BODY, "gb18030"),
    "entities": (b"&#21016;&#29605;" + BODY.encode("gb18030"), "gb2312", "&#21016;&#29605;" + BODY, "gb18030"),
    "private use characters": ("\ue000\ue4c6".encode("gb18030") + BODY.encode("gb18030"), "gbk", "\ue000\ue4c6" + BODY, "gb18030"),
    "almost all ASCII": (b"<script>" + b"var a = 1;" * 9000 + b"</script>" + "县委书记会议".encode("gb18030"), "utf-8", "<script>" + "var a = 1;" * 9000 + "</script>县委书记会议", "gb18030"),
    "traditional characters, Big5": ("縣長主持會議，與會人員就農業發展進行討論，並提出意見。".encode("big5") * 20, "big5", "縣長主持會議，與會人員就農業發展進行討論，並提出意見。" * 20, "big5"),
    "ASCII only": (b"<p>1234</p>", "gb2312", "<p>1234</p>", "gb18030"),
    "nothing": (b"", None, "", "utf-8"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "header", "text", "used"), ODD.values(), ids=ODD)
def test_odd_pages(body: bytes, header: str | None, text: str, used: str) -> None:
    """Byte order marks, entities, private characters and long stretches of ASCII cost nothing."""
    decoded = decode(body, f"text/html; charset={header}" if header else None)
    assert (decoded.text, decoded.charset_used, decoded.replaced) == (text, used, 0)


STRAYS = {
    "a GBK fragment in a UTF-8 page": (BODY.encode() + "巴中".encode("gb18030") + BODY.encode(), "utf-8"),
    "a UTF-8 fragment in a GBK page": (BODY.encode("gb18030") * 3 + "巴中热线".encode() + BODY.encode("gb18030"), "gb18030"),
    "a character cut at the end, GBK": (BODY.encode("gb18030") + b"\xc4", "gb18030"),
    "a character cut at the end, UTF-8": (BODY.encode() + b"\xe4\xba", "utf-8"),
    "a character cut in the middle, GBK": (BODY.encode("gb18030") + b"\xc4\n" + BODY.encode("gb18030"), "gb18030"),
    "a lone byte, UTF-8": (BODY.encode() + b"\xff" + BODY.encode(), "utf-8"),
}  # fmt: skip


@pytest.mark.parametrize("header", ["utf-8", "gb2312", None])
@pytest.mark.parametrize(("body", "used"), STRAYS.values(), ids=STRAYS)
def test_strays_cost_only_themselves(body: bytes, used: str, header: str | None) -> None:
    """A foreign fragment or a cut character is counted, and all other characters stay."""
    decoded = decode(body, f"text/html; charset={header}" if header else None)
    assert decoded.charset_used == used
    assert BODY in decoded.text
    assert decoded.text.count("县") >= BODY.count("县")


def test_a_euro_sign_of_windows_is_no_damage() -> None:
    """0x80 is the euro sign in the GBK of Windows."""
    decoded = decode(BODY.encode("gb18030") + b"\x80100", "text/html; charset=gbk")
    assert (decoded.text, decoded.replaced) == (BODY + "€100", 0)


@pytest.mark.parametrize("mark", ["锟斤拷锟斤拷", "烫烫烫烫", "屯屯屯屯"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_damage_of_the_site_is_told_and_not_mended(mark: str, charset: str) -> None:
    """Text that was broken before it was published is kept as it is, with a doubt."""
    text = HEAD.format(meta="") + BODY.replace("石桥镇调研春耕生产，", f"{mark}调研春耕生产，")
    article = read_article(Page("http://www.yunling.example/1.html", text.encode(charset)))
    assert mark in article.body
    assert any(mark[:3] in doubt for doubt in article.doubts)


def test_replaced_characters_are_a_doubt() -> None:
    """What could not be decoded is counted in the article's doubts."""
    body = (HEAD.format(meta="") + BODY).encode() + b"\xff"
    article = read_article(Page("http://www.yunling.example/1.html", body))
    assert any("could not be decoded" in doubt for doubt in article.doubts)


def test_names_outside_gb2312_reach_the_article() -> None:
    """A page that declares GB2312 and holds other characters loses none of its names."""
    text = HEAD.format(meta='<meta charset="gb2312">') + BODY
    article = read_article(Page("http://www.yunling.example/1.html", text.encode("gb18030")))
    assert NAMES in article.body
    assert (article.charset, article.doubts) == ("gb18030", ())
