"""Invented article pages put together from slots, each in the frames of several kinds of sites."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

import pytest

from msbazhong_spider.items import Article, Page
from msbazhong_spider.pages import read_article

if TYPE_CHECKING:
    from collections.abc import Callable

TITLE = "沈怀谷到石桥镇调研春耕生产"
BODY = (
    "3月4日，云岭县委书记沈怀谷到石桥镇调研春耕生产，实地察看育秧大棚和高标准农田，详细了解种子、化肥储备情况。",
    "沈怀谷指出，要抢抓农时、精心组织，把各项强农惠农政策落到田间地头，确保全年粮食播种面积只增不减。",
    "在青溪村，沈怀谷与种粮大户亲切交谈，询问种植规模、收益情况和生产中遇到的困难，勉励大家安心发展生产。",
    "沈怀谷强调，农业农村部门要加强技术指导，供销系统要保障农资供应，水利部门要抓紧检修渠系设施。",
    "县领导陶喆、李堃参加调研。",
)
SLOTS = {
    "page_title": f"{TITLE}-云岭新闻网",
    "head": "",
    "top": "",
    "crumb": '当前位置：<a href="/">首页</a> > <a href="/ylx/">云岭县</a> > <a href="/ylx/sz/">时政要闻</a>',
    "headline": f"<h1>{TITLE}</h1>",
    "labels": "",
    "lead": "",
    "body": "".join(f"<p>　　{text}</p>\n" for text in BODY),
    "tail": "",
    "below": "",
}

# A portal of today: a menu, blocks, a side column, a footer.
DIVS = Template("""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>$page_title</title>$head
<style>.wrap{width:1200px}</style></head><body>$top
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/xw/">新闻</a></li><li><a href="/zw/">政务</a></li>
<li><a href="/ms/">民生</a></li><li><a href="/wh/">文化</a></li><li><a href="/zt/">专题</a></li></ul></div>
<div class="crumbs">$crumb</div>
<div class="wrap"><div class="left">
$headline
$labels
<div class="article-content">$lead$body$tail</div>
$below
<div class="pages"><p>上一篇：<a href="/xw/101.html">云岭县召开安全生产工作会议</a></p><p>下一篇：<a href="/xw/103.html">全县学校食堂开展检查</a></p></div>
</div><div class="right"><h3>热点新闻</h3><ul><li><a href="/xw/90.html">云岭县公布今年重点项目清单</a><span>2024-02-20</span></li>
<li><a href="/xw/91.html">城区三条公交线路优化调整</a><span>2024-02-18</span></li></ul></div></div>
<div class="footer"><p>版权所有：云岭新闻网　主办单位：云岭县融媒体中心</p><p>地址：云岭县城关镇建设路1号 电话：0800-1234567</p>
<p>蜀ICP备00000001号-1</p></div></body></html>""")

# A portal of 2008: tables within tables, a clock in the header, fonts.
TABLES = Template("""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=utf-8">
<TITLE>$page_title</TITLE>$head</HEAD><BODY bgcolor="#ffffff">$top
<TABLE width=960 align=center><TR><TD>今天是2026年11月22日 星期日</TD><TD><A href="/">首页</A></TD><TD><A href="/xw/">新闻</A></TD>
<TD><A href="/zw/">政务</A></TD><TD><A href="/ms/">民生</A></TD></TR></TABLE>
<TABLE width=960 align=center><TR><TD width=700 valign=top><TABLE width="100%"><TR><TD class=place>$crumb</TD></TR>
<TR><TD>$headline</TD></TR><TR><TD align=center>$labels</TD></TR>
<TR><TD class=content>$lead$body$tail</TD></TR><TR><TD>$below</TD></TR>
<TR><TD><A href="/xw/101.html">上一篇：云岭县召开安全生产工作会议</A><BR><A href="/xw/103.html">下一篇：全县学校食堂开展检查</A></TD></TR></TABLE></TD>
<TD valign=top><TABLE><TR><TD>点击排行</TD></TR><TR><TD><A href="/xw/90.html">云岭县公布今年重点项目清单</A></TD></TR>
<TR><TD><A href="/xw/91.html">城区三条公交线路优化调整</A></TD></TR></TABLE></TD></TR></TABLE>
<TABLE width=960 align=center><TR><TD align=center>版权所有 云岭新闻网 蜀ICP备00000001号<BR>建议使用IE6.0以上浏览器 Copyright 2003-2024</TD></TR></TABLE>
</BODY></HTML>""")

# A page for telephones: hardly anything but the article.
NARROW = Template("""<!doctype html><html><head><meta charset="utf-8"><title>$page_title</title>$head</head><body>$top
<section><header>$headline</header>$labels<section class="main">$lead$body$tail</section>$below</section>
<footer>云岭县融媒体中心</footer></body></html>""")

FRAMES = {"divs": DIVS, "tables": TABLES, "narrow": NARROW}


@pytest.fixture(params=FRAMES.values(), ids=FRAMES)
def read_shape(request: pytest.FixtureRequest) -> Callable[..., Article]:
    """Read an article from slots that differ from the usual, in each frame."""

    def read(url: str = "http://www.yunling.example/xw/102.html", **slots: str) -> Article:
        text = request.param.substitute(SLOTS | slots)
        return read_article(Page(url, text.encode()))

    return read
