"""Whence a report comes: as printed, wherever it is printed, and nothing where nothing is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from msbazhong_spider.items import Article

Read = Callable[..., Article]

NAMED: dict[str, tuple[dict[str, str], str]] = {
    "来源 with full-width colon": ({"labels": "<div>时间：2024-03-05 来源：云岭日报 作者：张禾</div>"}, "云岭日报"),
    "信息来源": ({"labels": "<p>发布日期：2024-03-05 信息来源：县农业农村局 浏览次数：12</p>"}, "县农业农村局"),
    "稿件来源": ({"labels": "<p>2024-03-05 稿件来源：云岭县融媒体中心</p>"}, "云岭县融媒体中心"),
    "文章来源 before the date": ({"labels": "<p>文章来源：云岭日报 2024-03-05 09:12:33</p>"}, "云岭日报"),
    "新闻来源": ({"labels": "<p>新闻来源：云岭电视台　日期：2024-03-05</p>"}, "云岭电视台"),
    "出处": ({"labels": "<p>出处：云岭日报　2024-03-05</p>"}, "云岭日报"),
    "稿源": ({"labels": "<p>2024-03-05 09:12 稿源：云岭发布</p>"}, "云岭发布"),
    "letters set apart": ({"labels": "<p>来　源：云岭日报　　日　期：2024-03-05</p>"}, "云岭日报"),
    "a blank for a colon": ({"labels": "<p>2024-03-05 09:12 来源 云岭日报</p>"}, "云岭日报"),
    "the value in a link": ({"labels": "<p>2024年03月05日 来源：<a href='http://www.ylrb.example/'>云岭日报</a></p>"}, "云岭日报"),
    "the label in a span of its own": ({"labels": "<p><span>来源：</span><span>云岭日报</span><span>2024-03-05</span></p>"}, "云岭日报"),
    "the label in a block of its own": ({"labels": "<dl><dt>来源</dt><dd>云岭县农业农村局</dd><dt>时间</dt><dd>2024-03-05</dd></dl>"}, "云岭县农业农村局"),
    "cells of a table without colons": ({"labels": "<table><tr><td>信息来源</td><td>云岭县农业农村局</td><td>发布日期</td><td>2024-03-05</td></tr></table>"}, "云岭县农业农村局"),
    "brackets": ({"labels": "<p>【2024-03-05】【来源：云岭日报 】【字体： 】</p>"}, "云岭日报"),
    "round brackets": ({"labels": "<p>2024-03-05 （来源：云岭日报）</p>"}, "云岭日报"),
    "a value with a bracket": ({"labels": "<p>2024-03-05 来源：云岭日报（数字报）　阅读：12</p>"}, "云岭日报（数字报）"),
    "a value with a hyphen": ({"labels": "<p>2024-03-05 来源：云岭网-农业频道　阅读：12</p>"}, "云岭网-农业频道"),
    "a value with a dot": ({"labels": "<p>2024-03-05 来源：云岭网·农业　阅读：12</p>"}, "云岭网·农业"),
    "a value with book marks": ({"labels": "<p>2024-03-05 来源：《云岭日报》　阅读：12</p>"}, "《云岭日报》"),
    "several values": ({"labels": "<p>2024-03-05 来源：县委办公室、县农业农村局　阅读：12</p>"}, "县委办公室、县农业农村局"),
    "a value in Latin letters": ({"labels": "<p>2024-03-05 来源：CCTV-13　阅读：12</p>"}, "CCTV-13"),
    "a host name": ({"labels": "<p>2024-03-05 来源：www.ylrb.example　阅读：12</p>"}, "www.ylrb.example"),
    "a prefix before the value": ({"labels": "<p>2024-03-05 来源：来源：云岭日报</p>"}, "云岭日报"),
    "the author glued behind": ({"labels": "<p>时间：2024-03-05 来源：云岭日报作者：张禾</p>"}, "云岭日报"),
    "the counter glued behind": ({"labels": "<p>时间:2024-03-05来源:云岭日报阅读:12</p>"}, "云岭日报"),
    "the date glued behind": ({"labels": "<p>来源:云岭日报2024-03-05</p>"}, "云岭日报"),
    "the time label glued behind": ({"labels": "<p>来源:云岭日报发布时间:2024-03-05</p>"}, "云岭日报"),
    "责任编辑 glued behind": ({"labels": "<p>来源：云岭日报责任编辑：张禾 2024-03-05</p>"}, "云岭日报"),
    "reporters behind the source's name": ({"labels": "<p>2024-03-05 来源：云岭日报 记者 张禾 李暮云</p>"}, "云岭日报"),
    "a paper's own reporter as the source": ({"labels": "<p>时间：2024-03-05 来源：云岭侨乡记者 张禾 通讯员 李暮云</p>"}, "云岭侨乡"),
    "reporters' names as the source": ({"labels": "<p>时间:2024年03月05日来源:张禾 李暮云阅读:</p>"}, "张禾 李暮云"),
    "本站原创": ({"labels": "<p>2024-03-05 来源：本站原创</p>"}, "本站原创"),
    "本站": ({"labels": "<p>2024-03-05 来源：本站 点击：12</p>"}, "本站"),
    "原创": ({"labels": "<p>2024-03-05 来源：原创 点击：12</p>"}, "原创"),
    "an element that is called source, no label": ({"labels": "<p><span class='date'>2024-03-05 09:12</span><span class='source'>云岭融媒</span></p>"}, "云岭融媒"),
    "an element with the id source, block": ({"labels": "<div id='pubtime'>2024-03-05 09:12</div><div id='source'>云岭县气象台</div>"}, "云岭县气象台"),
    "beside the date, no label": ({"labels": "<p>2024-03-05 09:12:33　云岭日报</p>"}, "云岭日报"),
    "before the date, no label": ({"labels": "<p>云岭县人民政府办公室　2024-03-05 09:12</p>"}, "云岭县人民政府办公室"),
    "a logo's alt text": ({"labels": "<p>2024-03-05 09:12 来源：<img src='/ylrb.gif' alt='云岭日报'></p>"}, "云岭日报"),
    "the first line of the text": ({"labels": "<p>2024-03-05</p>", "lead": "<p>来源：云岭日报</p>"}, "云岭日报"),
    "the last line of the text": ({"labels": "<p>2024-03-05</p>", "tail": "<p>来源：云岭日报</p>"}, "云岭日报"),
    "the last line of the text in brackets": ({"labels": "<p>2024-03-05</p>", "tail": "<p>（来源：云岭日报）</p>"}, "云岭日报"),
    "稿源 and editor below the text": ({"labels": "<p>2024-03-05</p>", "tail": "<p>[稿源：云岭新闻网]</p><p>[编辑：张禾]</p>"}, "云岭新闻网"),
    "below the text with the editor": ({"labels": "<p>2024-03-05</p>", "below": "<div>来源：云岭日报　责任编辑：张禾</div>"}, "云岭日报"),
    "转载自": ({"labels": "<p>2024-03-05 转载自：云岭日报</p>"}, "云岭日报"),
    "摘自": ({"labels": "<p>2024-03-05 摘自：《云岭日报》</p>"}, "《云岭日报》"),
    "供稿单位": ({"labels": "<p>2024-03-05 供稿单位：县农业农村局</p>"}, "县农业农村局"),
    "发布机构": ({"labels": "<p>发布日期：2024-03-05 发布机构：云岭县农业农村局</p>"}, "云岭县农业农村局"),
    "发布单位": ({"labels": "<p>发布日期：2024-03-05 发布单位：云岭县农业农村局 点击：12</p>"}, "云岭县农业农村局"),
    "发布 by an organisation": ({"labels": "<p>发布：云岭县融媒体中心 2024-03-05 09:12</p>"}, "云岭县融媒体中心"),
    "来源 before 发布机构": ({"labels": "<p>发布机构：县政府办 发布日期：2024-03-05 来源：云岭日报</p>"}, "云岭日报"),
    "metadata only": ({"labels": "<p>2024-03-05</p>", "head": '<meta name="ContentSource" content="云岭县融媒体中心">'}, "云岭县融媒体中心"),
    "metadata with its label": ({"labels": "<p>2024-03-05</p>", "head": '<meta name="source" content="来源：云岭日报">'}, "云岭日报"),
    "the label line before metadata": ({"labels": "<p>2024-03-05 来源：云岭日报</p>", "head": '<meta name="ContentSource" content="办公室">'}, "云岭日报"),
    "a publishing system's comment marks": ({"labels": "<p>2024-03-05 信息来源：<!--<$[信息来源]>begin-->县发改局<!--<$[信息来源]>end--></p>"}, "县发改局"),
    "JSON-LD": ({"labels": "<p>2024-03-05</p>", "head": '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","author":{"@type":"Organization","name":"云岭日报"},"publisher":{"@type":"Organization","name":"云岭日报社"}}</script>'}, "云岭日报"),
    "a counter in a script behind": ({"labels": "<p>来源：云岭日报 点击数：<script>document.write('12')</script></p>"}, "云岭日报"),
    "fonts to choose behind": ({"labels": "<p>2024-03-05 来源：云岭日报 字体：[大 中 小]</p>"}, "云岭日报"),
    "分享 glued behind": ({"labels": "<p>2024-03-05 来源：云岭日报 分享到：微信</p>"}, "云岭日报"),
    "a bar behind": ({"labels": "<p>来源：云岭日报 | 2024-03-05 | 阅读：12</p>"}, "云岭日报"),
    "a long name of an institution": ({"labels": "<p>2024-03-05 来源：云岭县人民政府办公室（县外事办公室、县金融工作局）</p>"}, "云岭县人民政府办公室（县外事办公室、县金融工作局）"),
    "来源于": ({"labels": "<p>来源于：云岭日报 2024-03-05</p>"}, "云岭日报"),
    "客户端": ({"labels": "<p>来源：云岭日报客户端 2024-03-05 09:12:33</p>"}, "云岭日报客户端"),
    "公众号": ({"labels": "<p>来源：微信公众号“云岭发布” 2024-03-05</p>"}, "微信公众号“云岭发布”"),
    "an element that is called fromSummary, a link in it": ({"labels": "<div class='summaryNew'><strong class='timeSummary'>2024-03-05 09:12</strong><strong class='fromSummary'><a href='/'>云岭之窗</a> <span class='editorSummary'>张禾</span></strong><span> <a>我有话说(<span>0人参与</span>)</a></span><span>字号：<a>T</a>|<a>T</a></span></div>"}, "云岭之窗"),
    "an element that is called where": ({"labels": "<p><span class='where color-a'><a href='/'>云上石桥</a></span><span class='pubTime'>2024年03月05日09:12</span></p>"}, "云上石桥"),
    "an element with the id newsSource and no organisation's ending": ({"labels": "<p><span>2024-03-05 09:12</span> <span id='newsSource'>青溪树下</span></p>"}, "青溪树下"),
    "the paper, its day and page": ({"labels": "<p align=center>《云岭日报》（ 2024年03月05日　A06版）</p>"}, "云岭日报"),
    "the paper, its day and page, digits apart": ({"labels": "<p><span>本报记者 张禾</span> 《云岭晚报》（2024年03月05日 第 04 版）</p>"}, "云岭晚报"),
    "the paper without its marks, its day and page": ({"labels": "<p>云岭日报数字报 2024年03月05日 第06版：副刊</p>"}, "云岭日报"),
    "the paper and its day in the head of an e-paper": ({"top": "<table><tr><td>第A06版：副刊</td></tr></table>", "headline": "<div>云岭日报 2024年03月05日 星期二 <a href='/'>返回首页</a></div><h1>沈怀谷到石桥镇调研春耕生产</h1>"}, "云岭日报"),
    "the paper that a report is reprinted from, as its last line": ({"labels": "<p>2024-03-05</p>", "tail": "<p>（原载《云岭日报》2024年3月5日第4版）</p>"}, "云岭日报"),
    "the same, metadata name another": ({"labels": "<p>2024-03-05</p>", "head": '<meta name="ContentSource" content="云岭县融媒体中心">', "tail": "<p>《云岭日报》（2024年3月5日 04版）</p>"}, "云岭县融媒体中心"),
    "day, page and paper": ({"labels": "<p>2024年03月05日　第A06版　石桥周刊</p>"}, "石桥周刊"),
    "an account whose class says nothing and whose id does": ({"labels": "<p>2024-03-05 <a class='tap_link' id='js_name'>云岭观察员</a></p>"}, "云岭观察员"),
    "between date and author, behind an address": ({"labels": "<p>http://news.yunling.example 2024年03月05日 09:12:33 云岭晚报　作者：张禾</p>"}, "云岭晚报"),
    "in English, between bars": ({"labels": "<p>By Zhang He | Yunling Post | Updated: 2024-03-05 09:12</p>"}, "Yunling Post"),
    "in English, in brackets": ({"labels": "<p>( Yunling Today ) Updated: March 5, 2024</p>"}, "Yunling Today"),
    "who provides it": ({"labels": "<p>2024-03-05 信息提供：县农业农村局 点击：12</p>"}, "县农业农村局"),
    "who provides it, an office beside a person": ({"labels": "<p>2024-03-05 作者：张禾 稿件提供：县农业农村局</p>"}, "县农业农村局"),
    "a time without day behind": ({"labels": "<p>2024-03-05 来源：云岭日报 09:12</p>"}, "云岭日报"),
}  # fmt: skip


@pytest.mark.parametrize(("slots", "source"), NAMED.values(), ids=NAMED)
def test_the_source_as_printed(read_shape: Read, slots: dict[str, str], source: str) -> None:
    """A source is read in every form and place in which sites print it, and as they print it."""
    assert read_shape(**slots).source == source


NONE: dict[str, dict[str, str]] = {
    "nothing printed": {"labels": "<p>2024-03-05</p>"},
    "an empty value": {"labels": "<p>时间：2024-03-05 来源： 作者：张禾</p>"},
    "an empty value, last": {"labels": "<p>时间：2024-03-05 来源：</p>"},
    "an empty value before a counter": {"labels": "<p>来源： 点击数：<span>12</span> 2024-03-05</p>"},
    "an empty value before a count with its word behind": {"labels": "<p><span>2024-03-05</span> <span>来源: </span> <span><i>0</i> 阅读</span></p>"},
    "an empty value, then a link of the page": {"labels": "<p>时间：2024-03-05 来源：</p><p><a href='#'>打印</a></p>"},
    "未知": {"labels": "<p>2024-03-05 来源：未知</p>"},
    "不详": {"labels": "<p>2024-03-05 来源：不详</p>"},
    "the site's own head of the text": {"labels": "<p>2024-03-05</p>", "body": "<p>本报讯（记者 张禾）3月4日，云岭县委书记沈怀谷到石桥镇调研春耕生产，实地察看育秧大棚和高标准农田。</p><p>沈怀谷指出，要抢抓农时、精心组织，把各项强农惠农政策落到田间地头，确保全年粮食播种面积只增不减。</p>"},
    "the source of a picture": {"labels": "<p>2024-03-05</p>", "tail": "<p>（图片来源：云岭网）</p>"},
    "the source of figures": {"labels": "<p>2024-03-05</p>", "tail": "<p>数据来源：云岭县统计局</p>"},
    "a sentence with 来源": {"labels": "<p>2024-03-05</p>", "lead": "<p>收入来源：主要是外出务工和种养殖，今年全县农民人均可支配收入预计增长百分之八点五以上。</p>"},
    "the footer's owner": {"labels": "<p>2024-03-05</p>", "below": "<p>主办单位：云岭县融媒体中心</p>"},
    "a disclaimer": {"labels": "<p>2024-03-05</p>", "below": "<p>凡注明来源：云岭网的作品，未经授权不得转载。</p>"},
    "only the author": {"labels": "<p>2024-03-05 作者：张禾</p>"},
    "发布 by a person": {"labels": "<p>发布：张禾 2024-03-05 09:12</p>"},
    "the section beside the date": {"labels": "<p>2024-03-05 <a href='/sz/'>时政新闻</a></p>"},
    "a person whom the template calls source": {"labels": "<p><span>2024-03-05</span> <span class='source'>张禾</span></p>"},
    "a button whom the template calls source": {"labels": "<p><span>2024-03-05</span> <span class='source'>我要评论</span></p>"},
    "原创 in an element that is called source": {"labels": "<p><span>2024-03-05</span> <span class='source'>原创</span></p>"},
    "what a template calls resource": {"labels": "<p><span>2024-03-05</span> <span class='resource'>石桥春色</span></p>"},
    "a paper that the text tells of at its end": {"labels": "<p>2024-03-05</p>", "tail": "<p>这组照片曾登上《云岭日报》2024年3月1日第4版。</p>"},
    "day and page without the paper": {"labels": "<p>2024年03月05日　第A06版：副刊</p>"},
    "a counter only": {"labels": "<p>2024-03-05 阅读：12</p>"},
}  # fmt: skip


@pytest.mark.parametrize("slots", NONE.values(), ids=NONE)
def test_no_source(read_shape: Read, slots: dict[str, str]) -> None:
    """Where a page prints no source there is none."""
    assert read_shape(**slots).source is None


def test_the_evidence_names_the_label(read_shape: Read) -> None:
    """The label that gave the source is named."""
    article = read_shape(labels="<p>2024-03-05 稿件来源：云岭日报</p>")
    assert article.evidence["source"] == "label 稿件来源"
