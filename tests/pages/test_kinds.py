"""What a page is: every kind of page that a county's site serves, and articles that look like one.

The pages are written in the charset that such systems use, GB2312 as a rule.
"""

from __future__ import annotations

import pytest

from msbazhong_spider.items import Page, PageKind
from msbazhong_spider.pages import classify, read_article

OWN = "http://www.yunling.example/xw/2024/0305/1234.html"
NAV = (
    '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/xw/">新闻</a></li><li><a href="/zw/">政务</a></li>'
    '<li><a href="/ms/">民生</a></li><li><a href="/sp/">视频</a></li></ul></div>'
)
FOOT = (
    '<div class="foot"><p>版权所有：云岭新闻网　主办单位：云岭县融媒体中心</p><p>地址：云岭县城关镇建设路1号 邮编：600001</p>'
    "<p>蜀ICP备00000001号-1</p></div>"
)
HOT = '<div class="hot"><h3>热点新闻</h3><ul>' + "".join(
    f'<li><a href="/xw/2024/0304/{number}.html">{title}</a><span>2024-03-04</span></li>'
    for number, title in enumerate(
        [
            "云岭县召开春季农业生产现场会",
            "青溪村举办首届采茶文化节活动",
            "石桥镇开展森林防火应急演练",
            "全县重点项目集中开工仪式举行",
            "城关小学师生走进气象站研学",
            "县医院新院区投入试运行",
        ],
        1200,
    )
) + "</ul></div>"  # fmt: skip
LABEL = "<div class=info>时间：2024-03-05 09:12　来源：云岭县融媒体中心　点击：<script src=/plus/count.php?aid=1234></script></div>"
TITLE = "沈怀谷到石桥镇调研春耕生产"


def page(  # noqa: PLR0913, PLR0917 - each case names the few that it changes
    body: str,
    title: str = "云岭新闻网",
    status: int = 200,
    head: str = "",
    charset: str = "gb2312",
    url: str = OWN,
    **headers: str,
) -> Page:
    """Make a page in the charset that it declares."""
    text = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>{title}</title>{head}</head><body>{body}</body></html>'
    encoded = text.encode("gb18030" if charset == "gb2312" else charset)
    return Page(
        url, encoded, status, {name.replace("_", "-"): text for name, text in headers.items()}
    )


def bare(text: str, status: int = 200, url: str = OWN, **headers: str) -> Page:
    """Make a page out of its whole source."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Page(url, text.encode("gb18030"), status, named)


def article(
    text: str, title: str = TITLE, label: str = LABEL, around: str = "", **more: str
) -> Page:
    """Make the page of a report in a site's frame."""
    body = f"{NAV}<h1>{title}</h1>{label}<div class=content>{text}</div>{around}{FOOT}"
    return page(body, f"{title}-云岭新闻网", **more)


RETURN = "3秒后自动返回首页"
MISSING = {
    "the wording family": page(
        f"<div>对不起，您访问的页面不存在或已被删除！{RETURN}</div>", "提示信息"
    ),
    "the same, in a site's frame with a hot list": page(
        f"{NAV}<div class=msg>抱歉，您要查看的文章不存在或已被删除。</div>{HOT}{FOOT}"
    ),
    "the same, which then reloads the front page": page(
        f"<p>您访问的页面不存在，{RETURN}。</p>", head='<meta http-equiv="refresh" content="3;url=/">'
    ),
    "a title alone": page("<p>返回</p>", "系统提示"),
    "DedeCMS, no template": page("<div>把数据传递给模板时出错，可能是文档id错误！</div>", "DedeCMS提示信息"),
    "DedeCMS, deleted": page("<div>该文档已被删除，或尚未通过审核！</div>", "提示信息"),
    "PHPCMS, no such information": page("<div class=content>信息不存在！</div>", "提示信息"),
    "PHPCMS, nothing found": page(f"{NAV}<p>没有找到相关内容</p>"),
    "EmpireCMS": page("<b>此信息不存在</b><br><a href='javascript:history.go(-1)'>返回</a>", "信息提示"),
    "VSB, an empty title and a script that goes home": page("<script>location.href='/'</script>", "-云岭新闻网"),
    "JEECMS": page("<h1>出错了</h1><p>您可以返回上一页</p>", "出错了"),
    "a refresh to the front page": page("", head='<META HTTP-EQUIV="Refresh" CONTENT="0; URL=http://www.yunling.example/">'),
    "a refresh to index.html": page("正在跳转", head='<meta http-equiv=refresh content="1;url=/index.html">'),
    "a script after a pause that goes home": page("<script>setTimeout(function(){window.location.href='/index.html';},3000)</script>请稍候"),
    "the server's own words": page("<center><h1>404 Not Found</h1></center><hr><center>nginx</center>", "404 Not Found"),
    "status 404, whatever it shows": article("<p>" + "县委书记沈怀谷到石桥镇调研春耕生产工作。" * 9, status=404),
    "status 410": page("", status=410),
    "a redirect to the front page": page("", status=302, location="/"),
    "a redirect to the front page by its name": page("", status=301, location="http://www.yunling.example/index.html"),
    "no right to see it": page("<p>您没有访问该信息的权限！</p>", "提示信息"),
    "WeChat, deleted by its author": page("<div class=weui-msg__title>该内容已被发布者删除</div>", "", charset="utf-8"),
    "WeChat, taken down": page("<h2>此内容因违规无法查看</h2><p>接相关投诉，此内容违反《互联网用户公众账号信息服务管理规定》</p>", "", charset="utf-8"),
    "WeChat, a complaint": page("<h2>此内容被投诉且经审核涉嫌侵权，无法查看</h2>", "", charset="utf-8"),
    "WeChat, the account is gone": page("<h2>此帐号已被屏蔽, 内容无法查看</h2>", "", charset="utf-8"),
}  # fmt: skip

OTHER = {
    "maintenance": (page("<h1>网站维护中</h1><p>给您带来不便，敬请谅解。</p>", "网站维护中"), "maintenance"),
    "maintenance, upgrading": (page("<p>为提供更好的服务，系统正在升级，请稍后访问。</p>"), "maintenance"),
    "maintenance, moved": (page("<p>本站已迁移至新址，请更新收藏。</p>"), "maintenance"),
    "hoster's stop page": (page("<p>该网站暂时无法访问，请联系网站管理员。</p>", "提示"), "hoster"),
    "hoster's stop page, no licence": (page("<p>您访问的网站未备案，暂时无法访问</p>"), "hoster"),
    "hoster's stop page, unpaid": (page("<p>您的主机已到期，请及时续费。</p>"), "hoster"),
    "hoster's page, no such site": (page("<h1>没有找到站点</h1><p>您的请求在Web服务器中没有找到对应的站点！</p>", "没有找到站点"), "hoster"),
    "hoster's page, nothing there yet": (bare("<html><title>Welcome to nginx!</title><body><h1>Welcome to nginx!</h1></body></html>"), "hoster"),
    "a folder's index": (bare("<html><title>Index of /</title><body><h1>Index of /</h1><a href=../>../</a></body></html>"), "hoster"),
    "parked domain, for sale": (page("<h1>yunling.example</h1><p>该域名正在出售，有意者请联系。</p>", "yunling.example"), "parked"),
    "parked domain, expired": (page("<p>域名已过期，请尽快续费</p>"), "parked"),
    "parked domain, in English": (bare("<html><title>yunling.example</title><body>This domain may be for sale. Buy this domain</body></html>"), "parked"),
    "empty shell": (page('<div id="app"></div><script src="/js/app.js"></script>', charset="utf-8"), "empty shell"),
    "no body": (bare("", content_length="0"), "no body"),
    "status 403": (page("<h1>403 Forbidden</h1>", "403 Forbidden", status=403), "status 403"),
    "status 500": (page("<p>服务器内部错误</p>", "500", status=500), "status 500"),
    "a redirect elsewhere": (page("", status=302, location="/xw/new/1234.html"), "redirects to"),
    "an e-paper's root": (page("", head='<META HTTP-EQUIV="REFRESH" CONTENT="0; URL=html/2024-03/05/node_2.htm">', url="http://paper.yunling.example/"), "node_2.htm"),
    "a frameset": (bare('<html><head><title>云岭日报</title></head><frameset cols="200,*"><frame src="left.htm"><frame src="main.htm"></frameset></html>', url="http://paper.yunling.example/"), "left.htm"),
}  # fmt: skip

IMPRINTS = {
    "about us": page(f"{NAV}<h1>关于我们</h1><p>{'云岭新闻网是云岭县融媒体中心主办的新闻网站，为全县群众提供权威、及时的新闻服务。' * 6}</p>{FOOT}", "关于我们-云岭新闻网"),
    "log-in": page(f"{NAV}<h1>会员登录</h1><form><input name=user><input name=pass type=password></form>{FOOT}", "会员登录-云岭新闻网"),
    "contact": page(f"{NAV}<h1>联系我们</h1><p>编辑部电话：0000-1234567</p>{FOOT}", "联系我们-云岭新闻网"),
}  # fmt: skip

FILES = {
    "PDF by its first bytes": (Page(OWN, b"%PDF-1.4\n%\xe2\xe3", 200, {"content-type": "text/html"}), "PDF"),
    "PDF by the header": (Page(OWN, b"garbled", 200, {"content-type": "application/pdf"}), "application/pdf"),
    "a picture": (Page(OWN, b"\xff\xd8\xff\xe0\x00\x10JFIF", 200, {}), "picture"),
    "a picture by the header": (Page(OWN, b"x", 200, {"content-type": "image/png"}), "image/png"),
    "a bitmap": (Page(OWN, b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36", 200, {}), "picture"),
    "a document": (Page(OWN, b"\xd0\xcf\x11\xe0\xa1\xb1", 200, {}), "office file"),
    "a script": (Page(OWN, b"var a = 1;", 200, {"content-type": "application/javascript"}), "javascript"),
}  # fmt: skip

CHALLENGES = {
    "阿里云 WAF, by script": (bare("<html><script>var arg1='3F2A0C5B7D9E1F4A6B8C0D2E4F6A8B0C1D3E5F70';document.cookie='acw_sc__v2='+x</script></html>", set_cookie="acw_tc=1"), "阿里云"),
    "阿里云 WAF, hard block": (bare('<html><body><a href="https://errors.aliyun.com/images/">很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</a></body></html>', 405), "阿里云"),
    "加速乐, first page": (bare("<script>document.cookie=('_')+('_jsluid');location.href=location.pathname+location.search</script>", 521), "加速乐"),
    "加速乐, second page": (bare('<script>;go({"bts":["16.1"],"ct":"a","ha":"sha1","tn":"__jsl_clearance_s","vt":"3600","wt":"1500"})</script>', 521), "加速乐"),
    "加速乐, status and nothing else": (bare("<html></html>", 521), "加速乐"),
    "创宇盾": (page("<p>当前访问疑似黑客攻击，已被创宇盾拦截</p><a href='http://help.365cyd.com/'>帮助</a>", status=403), "创宇盾"),
    "瑞数, by its script": (bare("<html><head><meta id='a' content='xyz' r='m'><script type='text/javascript' r='m'>$_ts=window['$_ts'];</script></head><body></body></html>", 412), "瑞数"),
    "瑞数, by the mark on an outer script": (bare("<html><head><meta content='xyz' r='m'></head><body><script src='/a/b.js' r='m'></script></body></html>", 202), "瑞数"),
    "云锁": (bare("<html><script>document.cookie='security_session_mid_verify=1';self.location='/?security_verify_data='+screen.width</script></html>"), "云锁"),
    "云锁, by what it asks": (bare("<html><body onload='f()'><script>var screendate = screen.width+','+screen.height;</script></body></html>"), "云锁"),
    "安全狗": (page("<h1>网站防火墙</h1><p>您的请求带有不合法参数，已被网站管理员设置拦截！</p>", "网站防火墙"), "安全狗"),
    "网站卫士": (bare("<html><body><noscript>请开启JavaScript并刷新该页</noscript><script>eval(function(p,a,c,k,e,d){}())</script></body></html>"), "网站卫士"),
    "宝塔, by a redirect": (bare("", 302, location="/xw/1234.html?btwaf=12345678"), "宝塔"),
    "宝塔, a page": (page("<h2>人机识别</h2><p>为了您的正常访问，请点击按钮</p>", "宝塔防火墙"), "宝塔"),
    "frequency": (page("<p>您的访问过于频繁，请稍后再试</p>"), "frequency"),
    "frequency, by status": (page("<p>稍后</p>", status=429), "429"),
    "slider": (page("<p>为保障您的访问安全，请拖动滑块完成验证</p>", "滑动验证页面"), "verification"),
    "verification": (page("<p>请完成安全验证</p>", "安全验证"), "verification"),
    "a firewall without a name": (page("<p>您的请求已被管理员设置的规则拦截</p>", status=403), "firewall"),
    "WeChat": (page("<p>当前环境异常，完成验证后即可继续访问。</p>", "", charset="utf-8"), "WeChat"),
}  # fmt: skip


@pytest.mark.parametrize("given", MISSING.values(), ids=MISSING)
def test_missing(given: Page) -> None:
    """A page that is gone is known by what it says or does, for its status is 200 as a rule."""
    assert classify(given).kind is PageKind.MISSING


@pytest.mark.parametrize(("given", "why"), OTHER.values(), ids=OTHER)
def test_neither_article_nor_listing(given: Page, why: str) -> None:
    """A page that has nothing to give says so in ``why``."""
    found = classify(given)
    assert found.kind is PageKind.OTHER
    assert why in found.why


@pytest.mark.parametrize("given", IMPRINTS.values(), ids=IMPRINTS)
def test_imprint(given: Page) -> None:
    """A page about the site itself is told from one of which nothing can be made."""
    assert classify(given).kind is PageKind.IMPRINT


@pytest.mark.parametrize(("given", "why"), FILES.values(), ids=FILES)
def test_files(given: Page, why: str) -> None:
    """A file is no page, by its first bytes or by its header."""
    found = classify(given)
    assert found.kind is PageKind.OTHER
    assert why in found.why


@pytest.mark.parametrize(("given", "product"), CHALLENGES.values(), ids=CHALLENGES)
def test_challenge(given: Page, product: str) -> None:
    """Every anti-crawl page is named."""
    found = classify(given)
    assert found.kind is PageKind.CHALLENGE
    assert product in found.why


REPORT = (
    "<p>　　3月4日，县委书记沈怀谷到石桥镇调研春耕生产，实地察看育秧大棚和高标准农田建设情况。</p>"
    "<p>　　沈怀谷指出，要抢抓农时、精心组织，把各项强农惠农政策落到田间地头。</p>"
)
QUOTES = {
    "a queue that is too long": "<p>有市民反映，登录预约平台时提示“您的访问过于频繁，请稍后再试”。</p>",
    "verification": "<p>用户须先完成安全验证、拖动滑块，输入验证码后才能继续访问平台。</p>",
    "404": "<p>点击链接后显示404 Not Found，页面不存在，令不少人一头雾水。</p>",
    "deleted": "<p>该内容已被发布者删除，警方已介入调查。</p>",
    "a firewall": "<p>攻击请求已被防火墙拦截，系统未受影响。</p>",
    "maintenance": "<p>网站维护中，预约业务暂停办理，给您带来不便敬请谅解。</p>",
    "a domain": "<p>域名已过期被他人抢注，网站暂停服务。</p>",
}


@pytest.mark.parametrize("text", QUOTES.values(), ids=QUOTES)
def test_a_report_may_say_what_other_pages_say(text: str) -> None:
    """A headline with its label line makes it a report, however short it is."""
    assert classify(article(text)).kind is PageKind.ARTICLE
    assert classify(article(text + REPORT)).kind is PageKind.ARTICLE


MENU = "首页 | 学校概况 | 校园新闻 | 德育之窗 | 教学研究 | 少先队活动 | 家长学校 | 校长信箱"
SCHOOL_HOT = "".join(
    f'<TR><TD>·<A href="/{n}.html">石桥小学第{n}届读书节开幕</A>' for n in range(9)
)
# A school's site of 2007: tables, cells and paragraphs that nobody closes, a column on the left.
SCHOOL = (
    f"<TABLE><TR><TD>{MENU}</TD></TR></TABLE><TABLE><TR><TD vAlign=top width=170><TABLE>"
    f"<TR><TD><B>用户登录</B><TR><TD>用户：<INPUT><TR><TD><B>热门文章</B>{SCHOOL_HOT}"
    "</TABLE></TD><TD width=608><TABLE><TR><TD>您的位置：<A>首页</A> >> 校园新闻 >> 浏览文章"
    "<TR><TD align=center><FONT style='font-size: 14pt'><B>我校举行春季植树活动</B></FONT>"
    "<TR><TD align=center>[ 作者：政教处 张禾&nbsp;&nbsp; 来源：本站原创&nbsp;&nbsp; 点击数：63&nbsp;&nbsp; 更新时间：2007-3-12&nbsp;&nbsp; 文章录入：admin ]"
    "<TR><TD><P>　　3月12日下午，五、六年级的同学带着铁锹和水桶来到青溪河边，一共栽下柳树六十棵。<P>　　同学们分成小组，挖坑、扶苗、培土、浇水，忙得满头大汗。"
    "<TR><TD>【<A href='#'>打印此文</A>】【<A href='#'>关闭窗口</A>】<TR><TD>上一篇：<A href='/1.asp'>春季开学通知</A></TABLE></TABLE>"
)
ARTICLES = {
    "two paragraphs": article(REPORT),
    "one sentence": article("<p>石桥镇3月4日召开防汛工作会议。</p>"),
    "one sentence beside a hot list": article("<p>石桥镇3月4日召开防汛工作会议。</p>", around=HOT),
    "a picture and no word": article("<p><img src=1.jpg></p>"),
    "a picture and no word beside a hot list": article("<p><img src=1.jpg></p>", around=HOT * 2),
    "a picture with a caption": article("<p><img src=1.jpg></p><p>图为活动现场</p>", around=HOT),
    "a film": article("<video src=1.mp4></video>", around=HOT),
    "the hot list stands before it": page(f"{NAV}{HOT}<h1>{TITLE}</h1>{LABEL}<p>{REPORT}</p>{FOOT}", f"{TITLE}-云岭新闻网"),
    "the page title is the site's": page(f"{NAV}<h1>{TITLE}</h1>{LABEL}{REPORT}{HOT}{FOOT}"),
    "the page title is the section's": page(f"{NAV}<div class=tit>{TITLE}</div>{LABEL}{REPORT}{HOT}{FOOT}", "时政新闻"),
    "the page title is the section's, and a menu without links and a login stand above": page(SCHOOL, "云岭县石桥小学--校园新闻"),
    "the label line above the headline, the page title the site's": page(
        f"<table><tr><td><table><tr><td>作者：云岭中学&nbsp;张禾 更新日期：2006-3-5 阅读次数：63</td></tr></table><table><tr><td>查看:[ <a href=#>大字</a> <a href=#>小字</a> ]</td></tr></table>"
        f"<table><tr><td><div align=center><b>{TITLE}</b></div><br>{REPORT}</td></tr></table></td><td>{HOT}</td></tr></table>{FOOT}"
    ),
    "a greeting and a hot list above it, a label line without labels": page(
        f"<p>热烈欢迎各位领导、老师、同学光临本站，祝大家学习进步，身体健康！</p><table><tr><td>热门文章{SCHOOL_HOT}</td><td><table><tr><td align=center><font size=4>{TITLE}</font></td></tr>"
        f"<tr><td>2008-3-5 9:12:00　　云岭县石桥小学</td></tr><tr><td>{REPORT}</td></tr></table></td></tr></table>{FOOT}", "云岭县石桥小学"
    ),
    "a headline like a section": article("<p>根据工作需要，现将拟任职人员名单予以公示。</p>", title="任前公示", around=HOT),
    "no label line": article(REPORT * 3, label=""),
    "no label line, one paragraph, beside many links": article(
        REPORT[: REPORT.index("</p>")], label="", around=HOT * 8
    ),
    "the headline links to its own page": page(
        f'{NAV}<h1><a href="{OWN}">{TITLE}</a></h1>{LABEL}{REPORT}{HOT}{FOOT}'
    ),
    "with an XML declaration and a comment on top": bare(
        f'<?xml version="1.0" encoding="gb2312"?><!-- made today --><html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{LABEL}{REPORT}</body></html>',
        content_type="text/xml",
    ),
    "the labels below the text": article(REPORT + "<p>责任编辑：李堃</p><p>发布日期：2024-03-05</p>", label=""),
    "links within the text": article(
        "<p>　　记者从县<a href=/a>教育体育局</a>获悉，<a href=/b>城关小学</a>、<a href=/c>石桥小学</a>等学校开展研学活动，"
        "<a href=/d>详细安排见通知全文</a>。</p>" + "".join(f'<p><a href="/f/{n}.doc">附件{n}：云岭县中小学研学活动安排表</a></p>' for n in range(6))
    ),
    "an attachment list longer than the text": article(
        "<p>　　现将有关文件印发给你们，请认真贯彻执行。</p>"
        + "".join(f'<p><a href="/f/{n}.pdf">云岭县第{n}批重点项目清单（2024年度）</a></p>' for n in range(9))
    ),
    "a vendor's script in a page that is served whole": article(REPORT, label=LABEL + "<script>$_ts=window['$_ts'];</script>"),
    "status 403 would be refused, 200 is not": article(REPORT, around=HOT),
    "named an article by its metadata": page(f"{NAV}<div>{TITLE}</div>{REPORT}{HOT}{FOOT}", head=f'<meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2024-03-05 09:12">'),
    "WeChat": page(
        f'<h1 id="activity-name">{TITLE}</h1><div><a id="js_name">云岭发布</a> <em id="publish_time">昨天</em></div><div id="js_content" style="visibility:hidden"><section>{REPORT}</section></div><script>var ct = "1709600000";</script>',
        "", charset="utf-8", url="http://mp.weixin.example/s/abc",
    ),
}  # fmt: skip


def test_a_headline_that_only_its_label_line_tells() -> None:
    """Where <title> is the section's, what stands above the label line is no text."""
    found = read_article(
        ARTICLES[
            "the page title is the section's, and a menu without links and a login stand above"
        ]
    )
    assert found.title == "我校举行春季植树活动"
    assert (found.source, [one.name for one in found.bylines]) == ("本站原创", ["张禾"])
    assert found.body.startswith("3月12日下午，")
    assert found.body.endswith("忙得满头大汗。")


@pytest.mark.parametrize("given", ARTICLES.values(), ids=ARTICLES)
def test_article(given: Page) -> None:
    """A report is a report, however little it says and however much stands around it."""
    assert classify(given).kind is PageKind.ARTICLE


ROWS = [
    ("沈怀谷主持召开县委常委会会议", "03-01"),
    ("全县春季农业生产现场会召开", "03-02"),
    ("陶喆到石桥镇调研乡村振兴工作", "03-03"),
    ("李堃率队开展安全生产检查", "03-04"),
    ("云岭县举行政银企对接会", "03-05"),
]
CRUMBS = '<div>当前位置：<a href="/">首页</a> &gt; <a href="/yl/">云岭县</a> &gt; 时政新闻</div>'


def rows(form: str) -> str:
    """Print the entries of a list in one form."""
    return "".join(
        form.format(
            url=f"/xw/2024/0305/{number}.html", title=title, day=f"2024-{day}", month_day=day
        )
        for number, (title, day) in enumerate(ROWS, 1)
    )


SUMMARY = (
    "会议传达学习上级有关精神，研究部署我县下一步重点工作，各乡镇和县级部门主要负责同志参加会议。"
)
LISTINGS = {
    "dates behind links": rows("<li><a href={url}>{title}</a><span>{day}</span></li>"),
    "dates before links": rows("<li><span>{day}</span><a href={url}>{title}</a></li>"),
    "dates in blocks of their own before links": rows("<div class=d>{day}</div><h3><a href={url}>{title}</a></h3>"),
    "dates in blocks of their own behind links": rows("<h3><a href={url}>{title}</a></h3><div class=d>{day}</div>"),
    "summaries": rows("<div><h3><a href={url}>{title}</a></h3><p>" + SUMMARY + "</p><p>{day}</p></div>"),
    "summaries with sources": rows("<div><h3><a href={url}>{title}</a></h3><p>" + SUMMARY + "</p><p>来源：云岭县融媒体中心 时间：{day}</p></div>"),
    "summaries with dates first": rows("<div><p>{day}</p><h3><a href={url}>{title}</a></h3><p>" + SUMMARY + "</p></div>"),
    "a table": "<table>" + rows("<tr><td>·<A HREF={url}>{title}</A></td><td>{day}</td></tr>") + "</table>",
    "no dates": rows("<li><a href={url}>{title}</a></li>"),
    "a label line for each": rows("<div><h3><a href={url}>{title}</a></h3><p>" + SUMMARY + "</p><p>作者：张禾 时间：{day} 点击：12</p></div>"),
}  # fmt: skip


ONE = ("2024-03-05", "/xw/2024/0305/1.html", "沈怀谷主持召开县委常委会会议")
SHORT_LISTINGS = {
    "one entry": "<li><a href={1}>{2}</a><span>{0}</span></li>",
    "one entry with a summary": "<li>[<a href=/sz/>时政新闻</a>] <a href={1}>{2}</a><span>日期：{0} 点击：37</span><p>"
    + SUMMARY
    + "</p></li>",
    "one entry with a label line and a summary": "<div><h3><a href={1}>{2}</a></h3><p>作者：张禾 时间：{0} 点击：12</p><p>"
    + SUMMARY
    + "</p></div>",
    "one entry with a summary before its date": "<div><h3><a href={1}>{2}</a></h3><p>"
    + SUMMARY
    + "</p><p>{0} 09:12</p></div>",
    "one entry of few characters with a summary before its date": "<div><h3><a href={1}>守艺三十年</a></h3><p>"
    + SUMMARY
    + "…</p><p>{0} 09:12</p></div>",
    "entries with short names": "<h1>时政新闻</h1><div>1<a href={1}>守山人的四季</a></div><div>{0}</div><div>2<a href=/2.html>老支书</a></div><div>{0}</div>",
    "one entry and a field to jump to a page": "<li><a href={1}>{2}</a><span>{0}</span></li>"
    "<script>$(function(){{ $('.jump').click(function(){{ if(!n){{ return; }} window.location = '/17/list' + n + '.htm'; }}); }});</script>",
    "one entry and a link home by script": "<li><a href={1}>{2}</a><span>{0}</span></li><b onclick=\"location.href='/'\">回首页</b>",
}


@pytest.mark.parametrize("inner", SHORT_LISTINGS.values(), ids=SHORT_LISTINGS)
def test_a_short_listing(inner: str) -> None:
    """A section with one report is a listing still."""
    given = page(
        f"{NAV}{CRUMBS}{inner.format(*ONE)}{FOOT}",
        "云岭县时政新闻_云岭新闻网",
        url="http://www.yunling.example/yl/sz/",
    )
    assert classify(given).kind is PageKind.LISTING


@pytest.mark.parametrize("inner", LISTINGS.values(), ids=LISTINGS)
@pytest.mark.parametrize(
    "heading", ["", "<h1>时政新闻</h1>", "<h2 class=title>云岭县时政新闻</h2>"]
)
def test_listing(inner: str, heading: str) -> None:
    """A list of reports is none itself, whatever it prints beside its links."""
    given = page(
        f"{NAV}{CRUMBS}{heading}{inner}{FOOT}",
        "时政新闻-云岭新闻网",
        url="http://www.yunling.example/yl/sz/",
    )
    assert classify(given).kind is PageKind.LISTING


def test_a_front_page_is_a_listing() -> None:
    """Blocks of headlines under the names of sections, with a large headline on top."""
    top = f'<h1><a href="/xw/2024/0305/9.html">{TITLE}</a></h1><p>{SUMMARY}[<a href="/xw/2024/0305/9.html">详细</a>]</p>'
    blocks = "".join(
        f"<h2><a href=/{name}/>{name}</a></h2>{LISTINGS['dates behind links']}"
        for name in ("时政", "民生", "乡镇")
    )
    given = page(
        f"{NAV}<div>今天是2024年3月5日 星期二</div>{top}{blocks}{FOOT}",
        url="http://www.yunling.example/",
    )
    assert classify(given).kind is PageKind.LISTING


def test_a_front_page_with_a_vendors_script_is_a_listing() -> None:
    """Some vendors put their script into every page that they let through."""
    given = page(
        f"<script>$_ts=window['$_ts'];</script>{NAV}{HOT}{HOT}{LISTINGS['summaries']}{FOOT}",
        url="http://www.yunling.example/",
    )
    assert classify(given).kind is PageKind.LISTING


DATA = {
    "JSON": ("application/json", '{"code":0,"data":{"records":[{"title":"沈怀谷主持召开会议","publishTime":1709600000000,"url":"/a/1.html"}]}}'),
    "JSON that is called HTML": ("text/html", '{"list":[{"title":"沈怀谷主持召开会议","url":"/a/1.html"}]}'),
    "the argument of a call": ("text/javascript", 'jsonp123({"data":[{"title":"沈怀谷主持召开会议","link":"/a/1.html"}]});'),
    "XML with markup": ("text/xml", '<?xml version="1.0"?><datastore><recordset><record><![CDATA[<li><a href="/art/1.html">沈怀谷主持召开会议</a></li>]]></record></recordset></datastore>'),
}  # fmt: skip


@pytest.mark.parametrize(("content_type", "text"), DATA.values(), ids=DATA)
def test_records_are_a_listing(content_type: str, text: str) -> None:
    """An answer to a script that lists reports is a listing."""
    given = Page(OWN, text.encode(), 200, {"content-type": content_type})
    assert classify(given).kind is PageKind.LISTING


def test_other_data_are_no_listing() -> None:
    """An answer that tells a count or an error lists nothing."""
    given = Page(OWN, b'{"code":500,"msg":"error"}', 200, {"content-type": "application/json"})
    assert classify(given).kind is PageKind.OTHER
