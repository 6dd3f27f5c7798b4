"""When a report was published: every form of label line, and every date that is another thing's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from msbazhong_spider.items import Article

Read = Callable[..., Article]

LABELLED = {
    "时间 with full-width colon": ("<div>时间：2024-03-05 09:12:33</div>", "2024-03-05T09:12:33"),
    "发布时间 and slashes without zeros": ("<p>发布时间：2024/3/5 9:12</p>", "2024-03-05T09:12"),
    "发布日期 in Chinese": ("<p>发布日期：2024年3月5日</p>", "2024-03-05"),
    "编辑日期 in brackets": ("<div>【字体：<a>大</a> <a>中</a> <a>小</a>】 【编辑日期：2024/3/5】 【作者：本站编辑】【阅读：<script src='/c.asp?id=1'></script>次】</div>", "2024-03-05"),
    "a bare date in brackets": ("<p>【2024-03-05】【来源：云岭日报 】【字体： 】</p>", "2024-03-05"),
    "the site's host before the label": ("<p>www.yunling.example&nbsp; 时间：2024/3/5 来源：云岭热线</p>", "2024-03-05"),
    "label and value in neighbouring spans": ("<ul><li><span>时间：</span><span>2024-03-05</span><span>来源：</span><span><a href='#'>本站原创</a></span></li></ul>", "2024-03-05"),
    "label and value in neighbouring blocks": ("<dl><dt>发布时间：</dt><dd>2024-03-05 20:30</dd><dt>来源：</dt><dd>云岭发布</dd></dl>", "2024-03-05T20:30"),
    "label and value in cells of a table": ("<table><tr><td>发布日期</td><td>2024-03-05</td><td>信息来源</td><td>云岭县农业农村局</td></tr></table>", "2024-03-05"),
    "behind bars, last": ("<p>文/图 张禾 李暮云 | 责编：王朔风 | 2024年03月05日 09:12</p>", "2024-03-05T09:12"),
    "Chinese numerals": ("<p align='center'>发布时间：二〇二四年三月五日　阅读(128)</p>", "2024-03-05"),
    "two-digit year with a label": ("<p>日期：24-03-05 点击：12</p>", "2024-03-05"),
    "two-digit year of the last century": ("<p>日期：99-3-5 点击：12</p>", "1999-03-05"),
    "two-digit year and a time": ("<p>发表于：24-3-5 9:12</p>", "2024-03-05T09:12"),
    "dots with a label": ("<p>发布时间：2024.3.5</p>", "2024-03-05"),
    "dots and a time without label": ("<p>2024.03.05 09:12 云岭发布</p>", "2024-03-05T09:12"),
    "square brackets around": ("<p>[2024-03-05 09:12:33] [来源：云岭新闻网]</p>", "2024-03-05T09:12:33"),
    "24:00": ("<p>发布时间：2024-03-05 24:00 来源：云岭网</p>", "2024-03-06T00:00"),
    "weekday between day and time": ("<p>2024年03月05日 星期二 09:12 云岭网</p>", "2024-03-05T09:12"),
    "weekday in brackets and full-width colon": ("<p>2024年3月5日（星期二）09：12</p>", "2024-03-05T09:12"),
    "hours and minutes in words": ("<p>发布时间：2024年3月5日9时12分</p>", "2024-03-05T09:12"),
    "in the afternoon": ("<p>发布时间：2024-03-05 下午 2:30</p>", "2024-03-05T14:30"),
    "noon with PM behind": ("<p>发布时间：2024-3-5 2:30:15 PM</p>", "2024-03-05T14:30:15"),
    "AM before noon": ("<p>发布时间：2024-3-5 12:05:15 AM</p>", "2024-03-05T00:05:15"),
    "ISO with T and zone": ("<p><time>2024-03-05T09:12:33+08:00</time></p>", "2024-03-05T09:12:33"),
    "milliseconds behind the seconds": ("<p>时间：2024-03-05 09:12:33.0 来源：云岭网</p>", "2024-03-05T09:12:33"),
    "value glued to label and next label": ("<p>时间:2024年03月05日来源:吴某某 李某某阅读:</p>", "2024-03-05"),
    "no colon": ("<p>发布时间 2024-03-05 09:12</p>", "2024-03-05T09:12"),
    "发布于": ("<p>云岭融媒 发布于 2024-03-05 09:12</p>", "2024-03-05T09:12"),
    "发表于 with 日前 words": ("<p>李暮云 发表于 2024-3-5 09:12:33</p>", "2024-03-05T09:12:33"),
    "加入时间": ("<p>点击数：123 | 加入时间：2024-03-05</p>", "2024-03-05"),
    "发布 with the counter before": ("<p>浏览量：1234 发布日期：2024-03-05</p>", "2024-03-05"),
    "letters of the label set apart": ("<p>日　　期：2024-03-05　　来　　源：云岭网</p>", "2024-03-05"),
    "发布时间 beats 更新时间": ("<p>更新时间：2024-03-09 10:00 发布时间：2024-03-05 09:12</p>", "2024-03-05T09:12"),
    "更新时间 alone": ("<p>更新时间：2024-03-05 09:12 来源：云岭网</p>", "2024-03-05T09:12"),
    "发布时间 beats 成文日期": ("<table><tr><td>成文日期：2024-02-27</td><td>发布日期：2024-03-05</td></tr></table>", "2024-03-05"),
    "the time of day of a line beats a bare day": ("<p>2024-03-05</p><p>2024-03-05 09:12 云岭网</p>", "2024-03-05T09:12"),
    "time in an element by itself": ("<div class='info'><i>2024-03-05</i> <em>09:12</em> <b>云岭网</b></div>", "2024-03-05T09:12"),
    "year and day apart": ("<div class='date'><span>2024</span><div>03/05</div><div>09:12:33</div></div>", "2024-03-05T09:12:33"),
    "day apart from year and month": ("<div class='date'><div>05</div><div>2024-03</div></div>", "2024-03-05"),
    "day before month and year": ("<div class='date'><strong>05</strong><span>2024/03</span></div>", "2024-03-05"),
    "reporter before the date": ("<p>云岭新闻网记者 张禾 2024-03-05 09:12</p>", "2024-03-05T09:12"),
    "Beijing time named": ("<p>2024-03-05 09:12（北京时间） 来源：云岭网</p>", "2024-03-05T09:12"),
    "hyphen between day and time": ("<p>2024-03-05-09:12 来源：云岭网</p>", "2024-03-05T09:12"),
    "an edition in a paper": ("<p>云岭日报 2024年03月05日 星期二 第01版：要闻</p>", "2024-03-05"),
    "a paper's date without a mark": ("<p>《云岭日报》（2024年03月05日 01 版）</p>", "2024-03-05"),
    "eight digits with a label": ("<p>发布日期：20240305</p>", "2024-03-05"),
    "wide digits": ("<p>发布时间：２０２４－０３－０５ ０９：１２</p>", "2024-03-05T09:12"),
    "US order in an English interface": ("<p>Date: 03/05/2024 Source: 云岭网</p>", "2024-03-05"),
    "month by its English name": ("<p>发布时间：Mar 5, 2024 9:12 AM</p>", "2024-03-05T09:12"),
    "Unix date as a server prints it": ("<p>发布时间：Tue Mar 05 09:12:33 CST 2024</p>", "2024-03-05T09:12:33"),
    "hidden copy of the update beside the shown date": ("<p>时间：2024-03-05 09:12<span style='display:none'>更新：2024-03-09 09:12</span></p>", "2024-03-05T09:12"),
    "no label, before the source's label": ("<p>2024-03-05 09:12:33　来源：云岭网　作者：张禾　编辑：李暮云</p>", "2024-03-05T09:12:33"),
    "behind the source's name": ("<p>云岭网　2024-03-05 09:12:33</p>", "2024-03-05T09:12:33"),
    "信息时间": ("<p>【信息时间：2024-03-05&nbsp;&nbsp;阅读次数：<span></span>】【我要打印】【关闭】</p>", "2024-03-05"),
    "发布人 before the date": ("<p>发布人：李暮云 发布时间：2024-03-05 阅读：12次</p>", "2024-03-05"),
    "a host, the date and a source without labels": ("<p><a href='/'>http://www.yunling.example</a>&nbsp;&nbsp;2024年03月05日09:12&nbsp;&nbsp;<a href='/zb/'>云岭早报</a></p>", "2024-03-05T09:12"),
    "the site's name, its address and the date": ("<p>云岭网　http://www.yunling.example　 2024-03-05 09:12　[<a href='/bbs'>发表评论</a>] [大 中 小]</p>", "2024-03-05T09:12"),
    "a script that writes the date behind its label": ("<div>发布时间：<script>var day = '2024年03月05日';if (day) {document.write(day);}</script> 字体：大 中 小</div>", "2024-03-05"),
    "with an icon's name": ("<p><i class='icon-time'></i>2024-03-05 <i class='icon-eye'></i>1234</p>", "2024-03-05"),
}  # fmt: skip


def shown(article: Article) -> str | None:
    """The time in the form in which the tables write it."""
    if article.published is None:
        return None
    text = article.published.replace(tzinfo=None).isoformat()
    return {"day": text[:10], "minute": text[:16], "second": text}[article.precision or "second"]


@pytest.mark.parametrize(("labels", "when"), LABELLED.values(), ids=LABELLED)
def test_the_visible_label_line(read_shape: Read, labels: str, when: str) -> None:
    """A date in the label line is read in every form in which sites print it."""
    assert shown(read_shape(labels=labels)) == when


CARRIED: dict[str, tuple[dict[str, str], str]] = {
    "government metadata": ({"head": '<meta name="PubDate" content="2024-03-05 09:12">'}, "2024-03-05T09:12"),
    "government metadata in small letters": ({"head": '<meta name="pubDate" content="2024-03-05 09:12:33">'}, "2024-03-05T09:12:33"),
    "Maketime is the time of rebuilding": ({"head": '<meta name="Maketime" content="2026-01-01 01:01:01"><meta name="PubDate" content="2024-03-05">'}, "2024-03-05"),
    "open graph": ({"head": '<meta property="article:published_time" content="2024-03-05T09:12:33+08:00"><meta property="article:modified_time" content="2024-03-09T09:12:33+08:00">'}, "2024-03-05T09:12:33"),
    "open graph in Greenwich time": ({"head": '<meta property="article:published_time" content="2024-03-05T01:12:33Z">'}, "2024-03-05T09:12:33"),
    "publishdate": ({"head": '<meta name="publishdate" content="2024-03-05">'}, "2024-03-05"),
    "weibo card": ({"head": '<meta name="weibo:article:create_at" content="2024-03-05 09:12:33">'}, "2024-03-05T09:12:33"),
    "JSON-LD": ({"head": '<script type="application/ld+json">{"@context":"https://ziyuan.baidu.com/contexts/cambrian.jsonld","title":"x","pubDate":"2024-03-05T09:12:33","upDate":"2024-03-09T09:12:33"}</script>'}, "2024-03-05T09:12:33"),
    "JSON-LD, published behind modified": ({"head": '<script type="application/ld+json">{"@type":"NewsArticle","dateModified":"2024-03-09T00:00:00+08:00","datePublished": "2024-03-05T09:12:33+08:00"}</script>'}, "2024-03-05T09:12:33"),
    "Founder's comment": ({"tail": "<!--enpproperty <articleid>1</articleid><date>2024-03-05 09:12:33.0</date><author></author><title>沈怀谷到石桥镇调研春耕生产</title><keyword></keyword><subtitle></subtitle><introtitle></introtitle><siteid>2</siteid>/enpproperty-->"}, "2024-03-05T09:12:33"),
    "Founder's newer tags": ({"tail": "<!--enpproperty <founder-date>2024-03-05</founder-date><founder-title>沈怀谷到石桥镇调研春耕生产</founder-title>/enpproperty-->"}, "2024-03-05"),
    "a publishing system's comment marks": ({"labels": "<p>发布日期：<!--<$[信息时间]>begin-->2024-03-05<!--<$[信息时间]>end--></p>"}, "2024-03-05"),
    "epoch in a script": ({"head": '<script>var ct = "1709601153";</script>'}, "2024-03-05T09:12:33"),
    "epoch in milliseconds": ({"head": "<script>window.__DATA__ = {publishTime: 1709601153000, title: 'x'}</script>"}, "2024-03-05T09:12:33"),
    "epoch as JSON": ({"head": '<script>var info={"publish_time":1709601153,"read":12};</script>'}, "2024-03-05T09:12:33"),
    "a time element's attribute": ({"labels": '<p><time datetime="2024-03-05T09:12:33+08:00">3小时前</time></p>'}, "2024-03-05T09:12:33"),
    "date in a script's variable": ({"head": "<script>var pubtime='2024-03-05 09:12:33';</script>"}, "2024-03-05T09:12:33"),
    "address of a month folder": ({"url": "http://www.yunling.example/sz/202403/t20240305_123.html"}, "2024-03-05"),
    "address of year and day folders": ({"url": "http://www.yunling.example/2024/0305/c1a2/page.htm"}, "2024-03-05"),
    "address with one-digit folders": ({"url": "http://www.yunling.example/art/2024/3/5/art_1_2.html"}, "2024-03-05"),
    "address of a paper": ({"url": "http://szb.yunling.example/html/2024-03/05/content_1_2.htm"}, "2024-03-05"),
    "address with a day folder": ({"url": "http://www.yunling.example/sz/2024-03-05/345.html"}, "2024-03-05"),
    "address with a script-made folder": ({"url": "http://www.yunling.example/system/2024/03/05/012345678.shtml"}, "2024-03-05"),
    "address with month and day in one number": ({"url": "http://www.yunling.example/sz/20240305/345.jhtml"}, "2024-03-05"),
    "the time of day of 更新时间 for metadata of the same day": ({"head": '<meta name="PubDate" content="2024-03-05">', "labels": "<p>来源：区水务局 更新时间：2024-03-05 10:46</p>"}, "2024-03-05T10:46"),
    "no time of day of an 更新时间 of another day": ({"head": '<meta name="PubDate" content="2024-03-05">', "labels": "<p>来源：区水务局 更新时间：2024-03-06 10:46</p>"}, "2024-03-05"),
    "a line with the time of day over metadata of the same day": ({"head": '<meta name="publishdate" content="2024-03-05">', "labels": "<div class='summaryNew'><strong>2024-03-05 09:12</strong><strong><a href='/'>云岭之窗</a> 张禾</strong> <a>我有话说(<span>0人参与</span>)</a> 字号：<a>T</a>|<a>T</a></div>"}, "2024-03-05T09:12"),
    "the same above the headline": ({"head": '<meta name="publishdate" content="2024-03-05">', "headline": "<div class='t'>2024-03-05 09:12</div><h1>沈怀谷到石桥镇调研春耕生产</h1>"}, "2024-03-05T09:12"),
    "a label's day, with its time of day above the headline": ({"headline": "<div class='t'>云岭网 2024-03-05 09:12</div><h1>沈怀谷到石桥镇调研春耕生产</h1>", "labels": "<p>发布日期：2024-03-05</p>"}, "2024-03-05T09:12"),
    "更新日期 above the headline": ({"headline": "<div>作者：云岭中学 更新日期：2024-03-05 阅读次数：63</div><h1>沈怀谷到石桥镇调研春耕生产</h1>", "below": "<h4>-----相关新闻</h4><p><a href='/1.html'>石桥镇召开春耕生产会议</a> 2024-3-1</p>"}, "2024-03-05"),
    "below the text": ({"tail": "<p align=right>发布时间：2024-03-05 09:12</p>"}, "2024-03-05T09:12"),
    "signed below the text": ({"tail": "<p align=right>云岭县农业农村局</p><p align=right>2024年3月5日</p>"}, "2024-03-05"),
    "above the headline": ({"headline": "<div class='time'>2024-03-05 09:12 云岭网</div><h1>沈怀谷到石桥镇调研春耕生产</h1>"}, "2024-03-05T09:12"),
}  # fmt: skip


@pytest.mark.parametrize(("slots", "when"), CARRIED.values(), ids=CARRIED)
def test_metadata_scripts_addresses_and_places(
    read_shape: Read, slots: dict[str, str], when: str
) -> None:
    """Where no label line tells, what the page carries elsewhere does."""
    assert shown(read_shape(**slots)) == when


OTHERS: dict[str, dict[str, str]] = {
    "a clock in the header": {"top": "<div>今天是：2026年11月22日 星期日 10:11</div>"},
    "a clock without its words": {"top": "<div class='time' id='clock'>2026年11月22日 星期日 农历十月十四</div>"},
    "the copyright's years": {"below": "<p>Copyright © 2003-2026 云岭网 2026-01-01</p>"},
    "dates of related reports": {"below": "<h3>相关新闻</h3><ul><li><a href='/1.html'>云岭县部署春季防火</a> 2026-02-28 10:12</li></ul>"},
    "the date of what the text tells": {"body": "<p>2023年12月28日 10:30，云岭县委农村工作会议在县城召开，县委书记沈怀谷出席会议并讲话，县长主持会议。</p><p>会议强调，要抢抓农时、精心组织，把各项强农惠农政策落到田间地头，确保全年粮食播种面积只增不减。</p><p>各镇党委书记、县级各部门主要负责人参加会议，会议还对先进集体和先进个人进行了表彰。</p>"},
    "a comment's date": {"below": "<div class='comment'><h3>网友评论</h3><p>云岭人 2026-03-06 10:12:13</p><p>好消息，支持！</p></div>"},
    "a stale date in an alt": {"below": "<img src='/1.gif' alt='时间：2026-11-08 20:26'>"},
    "a commented-out date": {"below": "<!-- 时间：2026-11-08 20:26 -->"},
    "a deadline": {"tail": "<p>报名截止时间：2026年3月31日。</p>"},
    "a version in a script's address": {"head": "<script src='/js/a.js?v=20261101'></script><link href='/css/20261102/a.css' rel=stylesheet>"},
}  # fmt: skip


@pytest.mark.parametrize("slots", OTHERS.values(), ids=OTHERS)
def test_dates_of_other_things(read_shape: Read, slots: dict[str, str]) -> None:
    """A date that stands on the page and belongs to something else is passed over."""
    article = read_shape(url="http://www.yunling.example/sz/202403/t20240305_123.html", **slots)
    assert shown(article) == "2024-03-05"


@pytest.mark.parametrize("slots", OTHERS.values(), ids=OTHERS)
def test_dates_of_other_things_beside_a_label(read_shape: Read, slots: dict[str, str]) -> None:
    """The label line wins over all other dates of the page."""
    article = read_shape(labels="<p>2024-03-05 09:12 来源：云岭网</p>", **slots)
    assert shown(article) == "2024-03-05T09:12"


EVIDENCE: dict[str, tuple[dict[str, str], str]] = {
    "label line": ({"labels": "<p>发布时间：2024-03-05</p>"}, "label 发布时间"),
    "metadata": ({"head": '<meta name="PubDate" content="2024-03-05">'}, "meta pubdate"),
    "address": ({"url": "http://www.yunling.example/202403/t20240305_1.html"}, "URL"),
}


@pytest.mark.parametrize(("slots", "rule"), EVIDENCE.values(), ids=EVIDENCE)
def test_the_evidence_names_the_winner(read_shape: Read, slots: dict[str, str], rule: str) -> None:
    """The rule that gave the date is named."""
    assert read_shape(**slots).evidence["published"] == rule


DOUBTED: dict[str, dict[str, str]] = {
    "label line and metadata": {"labels": "<p>发布时间：2024-03-05</p>", "head": '<meta name="PubDate" content="2024-03-01">'},
    "label line and address": {"labels": "<p>发布时间：2024-03-05</p>", "url": "http://www.yunling.example/202402/t20240201_1.html"},
    "metadata and address": {"head": '<meta name="PubDate" content="2024-03-05">', "url": "http://www.yunling.example/202402/t20240201_1.html"},
    "label line and script": {"labels": "<p>发布时间：2024-03-05</p>", "head": '<script type="application/ld+json">{"pubDate":"2024-03-01T09:12:33"}</script>'},
}  # fmt: skip


@pytest.mark.parametrize("slots", DOUBTED.values(), ids=DOUBTED)
def test_dates_apart_by_more_than_a_day_are_a_doubt(
    read_shape: Read, slots: dict[str, str]
) -> None:
    """Two sources of the date that disagree by more than a day are told, each with its date."""
    article = read_shape(**slots)
    assert shown(article) == "2024-03-05"
    assert any("2024-03-05" in doubt and " says " in doubt for doubt in article.doubts)


def test_dates_that_agree_are_no_doubt(read_shape: Read) -> None:
    """A day, and the day before it in metadata and address, are near enough."""
    article = read_shape(
        labels="<p>发布时间：2024-03-05 08:00</p>",
        head='<meta name="PubDate" content="2024-03-04">',
        url="http://www.yunling.example/202403/t20240304_1.html",
    )
    assert (shown(article), article.doubts) == ("2024-03-05T08:00", ())
