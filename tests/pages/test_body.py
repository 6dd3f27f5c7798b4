"""The text of an article: every shape of body, in every frame, above every kind of ending."""

from __future__ import annotations

import pytest

from msbazhong_spider.items import Page
from msbazhong_spider.pages import read_article

URL = "http://www.yunxi.example/xw/202309/t20230913_123.html"
TITLE = "云溪县召开第三季度安全生产工作会议"
P = (
    "9月12日，云溪县召开第三季度安全生产工作会议，深入学习贯彻上级有关会议精神，总结前一阶段工作，安排部署下一步重点任务。",
    "县委副书记、县长程望舒出席会议并讲话，副县长陆一鸣主持会议，县应急管理局、县住房和城乡建设局等部门负责同志参加会议。",
    "会议指出，今年以来，全县上下坚持人民至上、生命至上，持续开展重点行业领域专项整治，安全生产形势总体平稳。",
    "会议要求，要紧盯道路交通、建筑施工、城镇燃气、森林防火等重点领域，全面排查风险隐患，逐项落实整改措施。",
    "会议强调，各级各部门要压紧压实责任，强化值班值守，严格执行领导带班制度，确保遇有突发情况能够快速反应、妥善处置。",
)
MENU = "".join(
    f'<li><a href="/c{number}/">{name}</a></li>'
    for number, name in enumerate(
        ["首页", "新闻中心", "政务公开", "办事服务", "互动交流", "专题专栏"]
    )
)
HOT = "".join(
    f'<li><a href="/a/{number}.html">{text}</a><span>09-1{number}</span></li>'
    for number, text in enumerate(
        [
            "全县秋收工作现场推进会在双河镇召开",
            "云溪县开展节前食品安全检查",
            "云溪：小小黄花菜 铺就致富路",
            "我县举行庆祝教师节表彰大会",
        ]
    )
)
LABELS = "发布时间：2023-09-13 09:21　来源：云溪县融媒体中心　浏览次数：<span id='hits'>0</span>次"
IMPRINT = (
    "<p>版权所有：云溪县人民政府办公室　主办单位：云溪县人民政府</p>"
    "<p>地址：云溪县人民路1号　邮编：636000　电话：0800-1234567</p><p>蜀ICP备00000001号　网站标识码：5100000000</p>"
)
TEASERS = (
    '<dl><dt><a href="/x">双河镇召开秋收会议</a></dt><dd>近日，双河镇召开秋收工作会议，对秋收秋种工作进行全面安排部署，确保颗粒归仓。</dd></dl>'
    '<dl><dt><a href="/y">黄花菜丰收</a></dt><dd>八月，云溪县的黄花菜进入盛产期，种植户们忙着采摘、晾晒，喜迎丰收。</dd></dl>'
)
HEAD = f"<head><meta charset=utf-8><title>{TITLE}-云溪新闻网</title><style>.a{{color:red}}</style></head>"

FRAMES = {
    "a portal of blocks": f"""{HEAD}<body><div class=clock>今天是2024年5月6日 星期一</div><ul class=nav>{MENU}</ul>
        <div class=main><div class=place>当前位置：<a href="/">首页</a> &gt; <a href="/xw/">时政要闻</a></div><h1>{TITLE}</h1>
        <div class=info>{LABELS}</div><div id=zoom>BODY</div>BELOW</div><div class=side><h3>热点新闻</h3><ul>{HOT}</ul></div>
        <div class=foot>{IMPRINT}</div></body>""",
    "tables within tables": f"""{HEAD}<body><table><tr><td><table><tr>{MENU.replace("li>", "td>")}</tr></table></td></tr><tr>
        <td width=200><table>{HOT.replace("li>", "td>").replace("<td>", "<tr><td>").replace("</td>", "</td></tr>")}</table></td><td><table>
        <tr><td align=center><font size=5><b>{TITLE}</b></font></td></tr><tr><td align=center>{LABELS}</td></tr>
        <tr><td class=content>BODY</td></tr><tr><td>BELOW</td></tr></table></td></tr></table>
        <table><tr><td>{IMPRINT.replace("<p>", "").replace("</p>", "<br>")}</td></tr></table></body>""",
    "all in one block": f"""{HEAD}<body><ul>{MENU}</ul><div class=c><h2>{TITLE}</h2><p class=m>{LABELS}</p>BODY BELOW</div>
        <div>{IMPRINT}</div></body>""",
    "a form around the text": f"""{HEAD}<body><ul>{MENU}</ul><div>您所在的位置：<a href="/">首页</a> / <a href="/x">要闻</a> / 正文</div>
        <form name=_newscontent_fromname><h3 align=center>{TITLE}</h3><p><span>日期：2023-09-13</span><span>点击：[<script>
        _showDynClicks("wbnews",1,2)</script>]</span></p><div id=vsb_content><div class=v_news_content>BODY</div></div>BELOW</form>
        <div>{IMPRINT}</div></body>""",
    "a summary above the text, teasers beside it": f"""{HEAD}<body><div class=left><div class=title><h2>{TITLE}</h2></div>
        <div class=info><small>时间:</small>2023-09-13 09:21 <small>作者:</small>admin <small>点击:</small>12次</div>
        <div class=intro>SUMMARY...</div><div class=content><table><tr><td>BODY</td></tr></table></div>BELOW</div>
        <div class=right><h3>推荐内容</h3>{TEASERS}</div><div>{IMPRINT}</div></body>""",
    "teasers above the headline": f"""{HEAD}<body><ul>{MENU}</ul><div class=l><h3>热门</h3>{TEASERS}<ul>{HOT}</ul></div><div class=r>
        <div class=t>{TITLE}</div><div class=i><span>2023-09-13 09:21</span><span>来源：云溪县融媒体中心</span></div>
        <div class=text>BODY</div>BELOW</div>{IMPRINT}</body>""",
    "an article element": f"""{HEAD}<body><header><nav><ul>{MENU}</ul></nav></header><main><article><header><h1>{TITLE}</h1>
        <time>2023-09-13 09:21</time> <span class=source>云溪发布</span></header><section>BODY</section></article>BELOW</main>
        <footer>{IMPRINT}</footer></body>""",
    "a long imprint": f"""{HEAD}<body><div><ul>{MENU}</ul></div><div><h2 class=tit>{TITLE}</h2><div class=meta><span>时间：2023-09-13</span>
        <span>作者：</span> <span>点击：12</span></div><div class=bd>BODY</div>BELOW</div><div id=f><p>云溪新闻网是经批准成立的综合性新闻门户网站，
        是云溪对外宣传的重要窗口和平台，日均访问量超过一万人次。</p>{IMPRINT}</div></body>""",
}

RUBBISH = "<style>.x P{line-height:2}</style>"
WORD = '<p class="MsoNormal"><span lang="EN-US">{0}<o:p></o:p></span><span>{1}</span><o:p>&nbsp;</o:p></p>'
VERSES = ("大江东去浪淘沙", "千里云山是我家", "一夜春风吹绿柳", "满城烟雨看飞花")
SPEECH = (
    "各位领导、同志们：",
    "今天，我们召开这次会议，主要任务是总结工作，安排下一步任务。",
    "一、认清形势",
    "当前，形势依然严峻复杂，不容乐观，必须高度重视。",
    "谢谢大家！",
)
EVENT = (
    "金秋时节，云溪县将举办首届湿地文化节，欢迎广大市民朋友前来参加，现将有关事项公告如下。",
    "一、组织机构",
    "主办单位：云溪县文化和旅游局",
    "承办单位：双河镇人民政府",
    "二、活动时间",
    "2023年9月20日至10月7日",
    "请广大游客文明游览，爱护环境，服从现场工作人员安排。",
    "特此公告。",
)
RECRUITED = (
    "因工作需要，云溪县融媒体中心面向社会公开招聘工作人员，现将有关事项公告如下。",
    "记者2名，编辑1名，主持人1名。",
    "联系电话：0800-7654321",
    "地址：云溪县人民路8号",
    "云溪县融媒体中心",
    "2023年9月10日",
)
LIKE_MARKERS = (
    *P[:3],
    "最新资讯平台显示，全县已完成隐患排查三百余处，整改率达到九成以上。",
    "相关内容将纳入年度考核，评论区里网友纷纷点赞，大家都说这样的会议开得好。",
    "打印好的宣传手册已经发放到各乡镇，分享到每一个村民小组，确保家喻户晓。",
    "关注民生、守护平安，云溪县还将持续发力，推动各项措施落地见效。",
)
ROWS = ("序号 项目 金额", "1 道路维修 12.5", "2 绿化补植 3.2")
TALLY = "".join(
    f"<tr>{''.join(f'<td><p>{cell}</p></td>' for cell in row.split())}</tr>" for row in ROWS
)


def in_tags(texts: tuple[str, ...], tag: str = "p") -> str:
    """Each text in an element of its own."""
    return "".join(f"<{tag}>{text}</{tag}>\n" for text in texts)


SHAPES = {
    "paragraphs with an ideographic indent": ("".join(f"<p>　　{text}</p>" for text in P), P),
    "line breaks and full-width spaces": ("<br><br>".join(f"　　{text}" for text in P), P),
    "line breaks and hard blanks": ("<br />\n".join(f"&nbsp;&nbsp;&nbsp;{text}" for text in P), P),
    "nested blocks and spans": (
        "".join(f"<div><span><span>{text[:20]}</span>{text[20:]}</span></div>" for text in P),
        P,
    ),
    "paragraphs that are never closed": ("".join(f"<p>　　{text}" for text in P), P),
    "Word's markup and conditional comments": (
        "<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]-->"
        + "".join(WORD.format(text[:5], text[5:]) for text in P),
        P,
    ),
    "sections within sections, as pasted from WeChat": (
        "<section><section><section><p><img data-src='https://mmbiz.example/x'></p></section></section>"
        + "".join(
            f"<section><section><p><span>{text}</span></p></section></section>" for text in P[:3]
        )
        + "".join(f"<section><section>{text}</section></section>" for text in P[3:])
        + "</section>",
        P,
    ),
    "text directly in the block beside paragraphs": (
        f"　　{P[0]}<p>{P[1]}</p>{P[2]}<p>{P[3]}</p>",
        P[:4],
    ),
    "a style block and a script": (
        f"{RUBBISH}<p>{P[0]}</p><script>var a='会议强调，要落实。';</script>{in_tags(P[1:])}",
        P,
    ),
    "</html> in the middle": (f"<p>{P[0]}</p><p>{P[1]}</p></body></html>{in_tags(P[2:])}", P),
    "preformatted lines": ("<pre>" + "\n".join(P) + "</pre>", P),
    "a table of one cell for each paragraph": (
        "".join(f"<table width=100%><tr><td><p>{text}</p></td></tr></table>" for text in P),
        P,
    ),
    "a text in thirty nested blocks": (f"{'<div>' * 30}{in_tags(P)}{'</div>' * 30}", P),
    "a text over three sibling blocks": (
        f"<div>{in_tags(P[:2])}</div><div>{in_tags(P[2:4])}</div><div>{in_tags(P[4:])}</div>",
        P,
    ),
    "a text over two columns": (
        f"<table><tr><td>{in_tags(P[:3])}</td><td>{in_tags(P[3:])}</td></tr></table>",
        P,
    ),
    "captions": (
        f"<p>{P[0]}</p><p align=center><img src=1.jpg></p><p align=center>图为会议现场</p>{in_tags(P[1:])}",
        (P[0], "图为会议现场", *P[1:]),
    ),
    "a table with columns, row by row": (
        f"<p>{P[0]}</p><table border=1>{TALLY}</table><p>{P[1]}</p>",
        (P[0], *ROWS, P[1]),
    ),
    "links within sentences": (
        "".join(
            f"<p>{text[:10]}<a href='http://k.example/'>{text[10:16]}</a>{text[16:]}</p>"
            for text in P
        ),
        P,
    ),
    "one sentence": (
        "<p>　　今日，云溪县部分乡镇出现降雨。</p>",
        ("今日，云溪县部分乡镇出现降雨。",),
    ),
    "short sentences": (
        in_tags(("秋风起，稻谷黄。", "收割机来回穿梭。", "云溪的秋天，真美。")),
        ("秋风起，稻谷黄。", "收割机来回穿梭。", "云溪的秋天，真美。"),
    ),
    "a poem": (f"<p align=center>{'<br>'.join(VERSES)}</p>", VERSES),
    "pictures and captions only": (
        "<p><img src=1.jpg></p><p>图一：会议现场</p><p><img src=2.jpg></p><p>图二：参观企业</p>",
        ("图一：会议现场", "图二：参观企业"),
    ),
    "a speech": (in_tags(SPEECH), SPEECH),
    "an announcement that names its hosts": (in_tags(EVENT), EVENT),
    "an announcement that ends in an address": (in_tags(RECRUITED), RECRUITED),
    "sentences that begin like a marker": (in_tags(LIKE_MARKERS), LIKE_MARKERS),
    "a byline at the end": (f"{in_tags(P)}<p>（记者 沈知远 通讯员 叶明达）</p>", P),
    "editor and reviewer at the end": (f"{in_tags(P)}<p>编辑：白云生</p><p>审核：顾清和</p>", P),
    "source and byline lines around the text": (
        f"<p>来源：云溪发布</p>{in_tags(P)}<p>编辑：白云生 | 审核：顾清和</p>",
        P,
    ),
}

ENDINGS = {
    "nothing": "",
    "the neighbours": "<p>上一篇：<a href=1>云溪县开展秋季义务植树活动，干部群众踊跃参加</a></p><p>下一篇：没有了</p>",
    "print and close": "<div>【<a href='javascript:print()'>打印本页</a>】 【<a href='#'>关闭窗口</a>】</div>",
    "an editor and letter sizes": "<div>责任编辑：白云生</div><div>【字体：大 中 小】</div>",
    "a share bar": "<div>分享到：<a href=#>QQ空间</a><a href=#>新浪微博</a><a href=#>微信</a></div>",
    "a code to scan": "<div>扫一扫在手机打开当前页</div><div><a href=#>【我要纠错】</a></div>",
    "related links": f"<h3>相关新闻</h3><ul>{HOT}</ul>",
    "related reports with their beginnings": f"<div>相关推荐</div>{TEASERS}",
    "a disclaimer": "<p>免责声明：本网站部分文章转载自其他媒体，版权归原作者所有，如涉及作品内容、版权等问题，请在30日内与本网联系，我们将在第一时间删除内容。</p>",
    "two statements on rights": "<p>声明：凡本网注明“来源：云溪新闻网”的所有作品，版权均属于云溪新闻网，未经授权不得转载、摘编。</p>"
    "<p>凡本网注明“来源：其他媒体”的作品，均转载自其它媒体，目的在于传递更多信息，并不代表本网赞同其观点。</p>",
    "votes and a comment form": "<div>顶一下</div><div>(0)</div><div>0%</div><div>踩一下</div><div>(0)</div><div>发表评论</div>"
    "<div>请自觉遵守互联网相关的政策法规，严禁发布色情、暴力、反动的言论。</div>",
    "rules for comments": "<div>顶(0)踩(0)</div><h3>网友评论</h3><textarea></textarea>"
    "<p>遵守中华人民共和国有关法律、法规，尊重网上道德，承担一切因您的行为而直接或间接引起的法律责任。</p>",
    "the pages of an article in parts": "<ul><li><a>共3页: </a></li><li><a href='#'>上一页</a></li>"
    "<li><a href='#'>1</a></li><li><a href='a_2.html'>2</a></li><li><a href='a_2.html'>下一页</a></li></ul>",
    "an app to load": "<p>扫描二维码下载“云溪观察”客户端，获取更多本地资讯</p>",
    "moods": "<div>您看到此篇文章时的感受是：</div><div>感动 路过 高兴 难过 愤怒 无聊</div>",
    "key words": "<div>关键词：<a href=/t1>安全生产</a> <a href=/t2>会议</a></div>",
    "where it may be reprinted": "<p>转载请注明来源：云溪新闻网</p><p>本文地址：http://www.yunxi.example/a/1.html</p>",
    "an invitation to follow": "<p>更多精彩内容，请关注“云溪发布”微信公众号</p>",
    "hot reports": f"<div>热门推荐</div><ul>{HOT}</ul>",
    "back to the list": f"<a href=/more>返回列表</a><h4>最新文章</h4><ul>{HOT}</ul>",
}


def body_of(frame: str, body: str, below: str, summary: str = "") -> list[str]:
    """The paragraphs that are read from a page."""
    html = FRAMES[frame].replace("SUMMARY", summary).replace("BODY", body).replace("BELOW", below)
    article = read_article(Page(URL, f"<!DOCTYPE html><html>{html}</html>".encode()))
    return article.body.split("\n")


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_read_in_every_frame(shape: str, frame: str) -> None:
    """Exactly the article's paragraphs, in their order, whatever holds them."""
    body, expected = SHAPES[shape]
    below = ENDINGS["the neighbours"] + ENDINGS["related links"]
    assert body_of(frame, body, below, expected[0][:50]) == list(expected)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("ending", ENDINGS)
def test_the_text_ends_where_the_page_begins_again(ending: str, frame: str) -> None:
    """None of what a site prints below its articles is text."""
    assert body_of(frame, in_tags(P), ENDINGS[ending], P[0][:50]) == list(P)


@pytest.mark.parametrize("ending", [name for name in ENDINGS if "reports with" not in name])
def test_a_short_text_ends_there_too(ending: str) -> None:
    """Also where what follows is longer than the text."""
    text = "今日，云溪县部分乡镇出现降雨。"
    assert body_of("a portal of blocks", f"<p>{text}</p>", ENDINGS[ending]) == [text]


HOLDERS = {
    "a hidden text area": "<textarea style='display:none'>{escaped}</textarea><div id=show></div>",
    "a template": "<div id=show></div><script type='text/template'>{markup}</script>",
    "a hidden field": '<input type=hidden value="{escaped}"><div id=show></div>',
    "a block that is shown later": "<div style='display:none'>{markup}</div>",
}


@pytest.mark.parametrize("holder", HOLDERS)
def test_a_text_that_only_a_script_shows_is_found(holder: str) -> None:
    """It is on the page, though no reader without a script would see it."""
    markup = in_tags(P)
    escaped = markup.replace("<", "&lt;").replace(">", "&gt;")
    body = HOLDERS[holder].format(markup=markup, escaped=escaped)
    assert body_of("a portal of blocks", body, "") == list(P)


@pytest.mark.parametrize("holder", HOLDERS)
def test_hidden_text_beside_a_text_stays_hidden(holder: str) -> None:
    """What is not shown is no part of a page that shows a text of its own."""
    hidden = HOLDERS[holder].format(
        markup="<p>草稿，请勿发布，等待审核。</p>", escaped="草稿，请勿发布，等待审核。"
    )
    assert body_of("a portal of blocks", in_tags(P) + hidden, "") == list(P)


def test_a_summary_within_the_text_is_text() -> None:
    """导读 in a box of its own is left out; as a paragraph of the text it stays."""
    first = "【导读】云溪县召开会议，部署安全生产工作。"
    body = in_tags((first, *P))
    assert body_of("a portal of blocks", body, "") == [first, *P]


def test_a_very_long_text_is_read_whole() -> None:
    """Three hundred paragraphs, none lost."""
    texts = tuple(f"{text}（{number}）" for number in range(60) for text in P)
    assert body_of("a portal of blocks", in_tags(texts), ENDINGS["related links"]) == list(texts)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_date_under_an_office_s_name_is_text_and_one_under_a_byline_is_none(frame: str) -> None:
    """The office has signed and dated what it issued; the reporter has dated the report."""
    signed = (*P, "云溪县人民政府", "2024年3月5日")
    editor = "<p>（责任编辑：白云生）</p>"
    assert body_of(frame, in_tags(signed) + editor, "", P[0][:50]) == list(signed)
    dated = in_tags((*P, "文、图/白云生", "2024年3月5日")) + editor
    assert body_of(frame, dated, "", P[0][:50]) == list(P)


SET_ALIKE = (
    "<div style='text-indent:2em'>{}</div>",
    "<section class=p>{}</section>",
    "<p>{}</p>",
    "<section class=p>{}</section><section><br></section>",
    "<div class=p>{}</div><!-- -->",
)


@pytest.mark.parametrize("paragraph", SET_ALIKE)
def test_one_long_paragraph_among_short_ones_is_not_all(paragraph: str) -> None:
    """A notice has many short lines; they are set like the long one."""
    texts = ("各乡镇，县级各部门：", P[0], "任命：", "白云生为县林业局局长；", "特此通知。")
    body = f"<div class=body>{''.join(map(paragraph.format, texts))}</div>"
    assert body_of("a portal of blocks", body, ENDINGS["the neighbours"]) == list(texts)


def test_a_summary_above_the_text_names_nobody() -> None:
    """Its names are those of the text, and the last one may be cut."""
    head = "本报讯（记者 白云生）" + P[0] + "副县长陆一鸣、顾清和、沈怀谷陪同调研。"
    summary = f"<div class=box>{head[:-9]}...</div>"
    html = FRAMES["a portal of blocks"].replace(
        "BODY", f"{summary}<div>{in_tags((head, *P[1:]))}</div>"
    )
    html = html.replace("SUMMARY", "").replace("BELOW", "")
    article = read_article(Page(URL, f"<!DOCTYPE html><html>{html}</html>".encode()))
    assert [line.name for line in article.bylines] == ["白云生"]
    assert article.body.split("\n") == [head, *P[1:]]


def test_a_summary_under_its_heading_and_what_shares_are_no_text() -> None:
    """摘要 on a line of its own, the summary below it, and how a page is shared in WeChat."""
    box = (
        "<div class=tipbox><p>分享到微信朋友圈 打开微信，点击底部的“发现”，使用“扫一扫”即可将网页分享。</p></div>"
        "<div><b>摘要</b><p>【全县春耕全面展开】" + P[1] + "</p></div>"
    )
    assert body_of("a portal of blocks", f"{box}<div>{in_tags(P)}</div>", "") == list(P)


@pytest.mark.parametrize(
    "line",
    [
        "— END —",
        "返回搜狐，查看更多",
        "[推荐朋友] [打印本稿] [字号 大 中 小]",
        "（供稿单位：云岭县林业工作站）",
        "【来稿单位：云岭日报社】",
    ],
)
def test_what_ends_a_text_without_being_it(line: str) -> None:
    """An editor's full stop, and an office's byline."""
    assert body_of("a portal of blocks", in_tags((*P, line)), "") == list(P)
