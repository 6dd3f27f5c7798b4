"""The breadcrumb in all its forms, and what it says about county and section."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from msbazhong_spider.items import Article

Read = Callable[..., Article]

STEPS = ("首页", "云岭县", "时政要闻")
LINKS = ("<a href='/'>首页</a>", "<a href='/ylx/'>云岭县</a>", "<a href='/ylx/sz/'>时政要闻</a>")
LABELS = "<p>发布时间：2024-03-05 09:12 来源：云岭网</p>"
FORMS = {
    "当前位置 and >": "<div>当前位置：" + " > ".join(LINKS) + "</div>",
    "a half-width colon and &gt;": "<div>当前位置:" + "&gt;".join(LINKS) + "</div>",
    "您现在的位置 and >>": "<div>您现在的位置 >> " + " >> ".join(LINKS) + "</div>",
    "您的位置 and ＞": "<p>您的位置：" + "＞".join(LINKS) + "</p>",
    "你所在的位置": "<p>你所在的位置：" + " › ".join(LINKS) + "</p>",
    "您当前所在位置": "<p>您当前所在位置：" + " > ".join(LINKS) + "</p>",
    "the label in an element of its own": "<div class='place'><strong>当前位置:</strong> " + " > ".join(LINKS) + " ></div>",
    "正文 at the end": "<div>当前位置：" + " > ".join((*LINKS, "正文")) + "</div>",
    "» between": "<div>当前位置：" + " » ".join(LINKS) + "</div>",
    ":: between": "<div>当前位置：" + "::".join(LINKS) + "</div>",
    "→ between": "<div>当前位置：" + "→".join(LINKS) + "</div>",
    "/ between": "<div>当前位置：" + " / ".join(LINKS) + "</div>",
    "\\ between": "<div>当前位置：" + " \\ ".join(LINKS) + "</div>",
    "- between": "<div>当前位置：" + " - ".join(LINKS) + "</div>",
    "| between": "<div>当前位置：" + " | ".join(LINKS) + "</div>",
    "-> between": "<div>当前位置：" + " -&gt; ".join(LINKS) + "</div>",
    "blanks only": "<div>当前位置：" + "&nbsp;&nbsp;".join(LINKS) + "</div>",
    "pictures between": "<div>当前位置：" + "<img src='/arrow.gif'> ".join(LINKS) + "</div>",
    "separators in spans": "<div>当前位置：" + "<span class='c'>&gt;</span>".join(LINKS) + "</div>",
    "no label, begins at 首页": "<div>" + " > ".join(LINKS) + "</div>",
    "no label, a list that is called so": "<ul class='breadcrumb'>" + "".join(f"<li>{link}</li>" for link in LINKS) + "</ul>",
    "a label and list entries": "<div><span>当前位置：</span><ul>" + "".join(f"<li>{link}</li>" for link in LINKS) + "</ul></div>",
    "cells of a table": "<table><tr><td>当前位置：</td><td>" + " &gt; ".join(LINKS) + "</td></tr></table>",
    "a headline at the end": "<div>当前位置：" + " > ".join((*LINKS, "沈怀谷到石桥镇调研春耕生产")) + "</div>",
}  # fmt: skip


@pytest.mark.parametrize("crumb", FORMS.values(), ids=FORMS)
def test_steps(read_shape: Read, crumb: str) -> None:
    """All steps are read in order, whatever stands before and between them."""
    article = read_shape(
        crumb=crumb, labels=LABELS, headline=f"{crumb}<h1>沈怀谷到石桥镇调研春耕生产</h1>"
    )
    assert article.breadcrumb[:3] == STEPS
    assert (article.county, article.section) == ("云岭县", "时政要闻")
    assert article.title == "沈怀谷到石桥镇调研春耕生产"
    assert article.subtitles == ()


PLACES = {
    "a county": (("首页", "云岭县", "时政要闻"), "云岭县", "时政要闻"),
    "a district": (("首页", "青溪区", "要闻"), "青溪区", "要闻"),
    "a banner": (("首页", "白原旗", "要闻"), "白原旗", "要闻"),
    "an autonomous county": (("首页", "云岭苗族自治县", "要闻"), "云岭苗族自治县", "要闻"),
    "counties as a section of their own": (("首页", "区县", "云岭县", "要闻"), "云岭县", "要闻"),
    "no county": (("首页", "新闻中心", "要闻"), None, "要闻"),
    "a section that ends like a county": (("首页", "新闻", "景区"), None, "景区"),
    "the county last": (("首页", "县区新闻", "云岭县"), "云岭县", "县区新闻"),
}


@pytest.mark.parametrize(("steps", "county", "section"), PLACES.values(), ids=PLACES)
def test_county_and_section(
    read_shape: Read, steps: tuple[str, ...], county: str | None, section: str
) -> None:
    """The step that names a county, and the last step that is a section."""
    crumb = "当前位置：" + " > ".join(
        f"<a href='/{number}/'>{step}</a>" for number, step in enumerate(steps)
    )
    article = read_shape(
        headline=f"<div>{crumb}</div><h1>沈怀谷到石桥镇调研春耕生产</h1>", crumb="", labels=LABELS
    )
    assert (article.breadcrumb, article.county, article.section) == (steps, county, section)
