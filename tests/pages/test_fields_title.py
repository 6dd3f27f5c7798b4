"""The headline and its sub-headlines, in whatever element they stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from msbazhong_spider.items import Article
from msbazhong_spider.pages.title import cut_suffix

Read = Callable[..., Article]

TITLE = "沈怀谷到石桥镇调研春耕生产"
LABELS = "<p>发布时间：2024-03-05 09:12 来源：云岭网 点击：12</p>"
SITE_ONLY = "云岭新闻网"
COLUMN_ONLY = "时政要闻-云岭新闻网"

PLACES: dict[str, dict[str, str]] = {
    "td with a class": {"headline": f"<table><tr><td class='titlebt' align='center'>{TITLE}</td></tr></table>"},
    "td without a class": {"headline": f"<table><tr><td height='60' align='center'>{TITLE}</td></tr></table>"},
    "font in a td": {"headline": f"<table><tr><td align='center'><font size='5' color='#cc0000'><b>{TITLE}</b></font></td></tr></table>"},
    "span with a class": {"headline": f"<span class='STYLE1'>{TITLE}</span><br>"},
    "strong in a p": {"headline": f"<p align='center'><strong>{TITLE}</strong></p>"},
    "p with a class": {"headline": f"<p class='bt'>{TITLE}</p>"},
    "div with an id": {"headline": f"<div id='title'>{TITLE}</div>"},
    "div without a name": {"headline": f"<div>{TITLE}</div>"},
    "h2": {"headline": f"<h2>{TITLE}</h2>"},
    "h3 beside the sections' h3": {"headline": f"<h3>时政要闻</h3><h3>{TITLE}</h3>"},
    "h1 beside a logo's h1": {"top": "<h1><a href='/'>云岭新闻网</a></h1>"},
    "h1 beside a section's h1": {"top": "<h1>时政要闻</h1>"},
    "a founder tag": {"headline": f"<founder-title><h2>{TITLE}</h2></founder-title>"},
    "with comment marks of a publishing system": {"headline": f"<p><!--<$[标题]>begin-->{TITLE}<!--<$[标题]>end--></p>"},
    "over two lines with a br": {"headline": "<h1>沈怀谷到石桥镇<br>调研春耕生产</h1>"},
    "with blanks and line ends within": {"headline": "<h1>\n\t沈怀谷到石桥镇调研春耕生产\n</h1>"},
    "in a centre with a bigger font": {"headline": f"<center><font style='font-size:24px'>{TITLE}</font></center>"},
    "dt of a list": {"headline": f"<dl><dt>{TITLE}</dt></dl>"},
    "li of a list": {"headline": f"<ul class='detail'><li class='t'>{TITLE}</li></ul>"},
}  # fmt: skip


@pytest.mark.parametrize("slots", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("page_title", [f"{TITLE}-云岭新闻网", f"{TITLE}_时政要闻_云岭县人民政府"])
def test_a_headline_that_the_page_title_repeats(
    read_shape: Read, slots: dict[str, str], page_title: str
) -> None:
    """The headline is found in any element, with help of <title>."""
    article = read_shape(page_title=page_title, labels=LABELS, **slots)
    assert article.title.replace(" ", "") == TITLE
    assert article.body.startswith("3月4日，")


@pytest.mark.parametrize("slots", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize(
    "page_title",
    [SITE_ONLY, COLUMN_ONLY, "", "欢迎访问云岭县人民政府门户网站", "新闻详情", "时政要闻"],
)
def test_a_headline_that_the_page_title_does_not_know(
    read_shape: Read, slots: dict[str, str], page_title: str
) -> None:
    """Where <title> holds only site or column, the line above the label line is the headline."""
    article = read_shape(page_title=page_title, labels=LABELS, **slots)
    assert article.title.replace(" ", "") == TITLE


@pytest.mark.parametrize("slots", PLACES.values(), ids=PLACES)
def test_a_headline_without_a_label_line(read_shape: Read, slots: dict[str, str]) -> None:
    """A headline directly above the text, with <title> that holds the site only."""
    assert read_shape(page_title=SITE_ONLY, **slots).title.replace(" ", "") == TITLE


CARRIED: dict[str, dict[str, str]] = {
    "government metadata": {"head": f'<meta name="ArticleTitle" content="{TITLE}">'},
    "open graph": {"head": f'<meta property="og:title" content="{TITLE}">'},
    "Founder's comment": {"tail": f"<!--enpproperty <articleid>1</articleid><date>2024-03-05</date><title>{TITLE}</title>/enpproperty-->"},
    "JSON-LD": {"head": f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2024-03-05T09:12:33+08:00"}}</script>'},
    "<title> with site": {"page_title": f"{TITLE}-云岭新闻网"},
    "<title> with section and site": {"page_title": f"{TITLE}_时政要闻_云岭新闻网"},
    "<title> with the site before": {"page_title": f"云岭新闻网-{TITLE}"},
}  # fmt: skip


@pytest.mark.parametrize("slots", CARRIED.values(), ids=CARRIED)
def test_a_headline_that_is_an_image(read_shape: Read, slots: dict[str, str]) -> None:
    """Where no line shows the headline, what the page carries for machines gives it."""
    given = {
        "page_title": SITE_ONLY,
        "headline": "<img src='/title.gif'>",
        "labels": LABELS,
    } | slots
    assert read_shape(**given).title == TITLE


HEADLINES = {
    "hyphen": "云岭-青溪高速公路今日通车",
    "hyphen before figures": "1-10月云岭县固定资产投资同比增长-5%",
    "full-width bar": "管理育人｜以精准谋发展向管理要质量",
    "thin bar": "春耕进行时|石桥镇机器轰鸣备耕忙",
    "underscore": "云岭_绿色家园建设五年回望",
    "colon": "沈怀谷：抢抓农时全力做好春耕生产",
    "exclamation marks": "定了！云岭南站3月5日开工！",
    "question mark": "云岭的路为什么越修越宽？",
    "dots at the end": "他放弃高薪回到云岭 只为这件事……",
    "quotation marks": "“春风行动”送岗位 “家门口”好就业",
    "book marks": "《云岭县志（1986—2005）》出版发行",
    "square brackets": "【新春走基层】石桥镇：田间地头备耕忙",
    "round brackets": "云岭县人民政府任免通知（2024年第3号）",
    "a blank in the middle": "沈怀谷到石桥镇调研时强调 抢抓农时抓好春耕生产",
    "dashes in the middle": "奋进新征程——云岭县高质量发展综述",
    "a dot between": "云岭·石桥镇油菜花节开幕",
    "figures first": "12345！这条热线去年办了8万件事",
    "a date within": "云岭县2024年3月5日新增岗位信息",
    "very short": "春到云岭",
    "very long": "云岭县人民政府办公室关于印发云岭县第三次全国土壤普查实施方案和云岭县高标准农田建设规划（2021—2030年）的通知",
    "letters": "5G+AI让云岭茶园更“聪明”",
    "ends in 网": "云岭织就一张农村电商服务网",
    "ends in 新闻": "石桥镇村民说起身边的好新闻",
    "begins with 首页": "首页推荐的云岭景点你去过几个",
    "contains 来源": "云岭查清一批传言来源",
    "begins with 关于": "关于开展全县春季农资打假工作的公告",
    "ends in an institution": "沈怀谷调研云岭县融媒体中心",
    "ends in a bureau": "李暮云任云岭县农业农村局局长",
    "begins with 评论": "评论：让改革红利惠及更多群众",
    "begins with a poster's bar": "海报丨春耕时节看云岭",
    "begins with a poster in a box": "【海报】春耕时节看云岭",
    "begins with a box for readers": "【来稿】春天里的云岭",
    "begins with 策划": "策划：乡村振兴在行动",
    "begins with a key word": "关键词：开局",
    "begins with a video": "视频｜云岭县春耕生产忙",
    "begins with what is counted": "阅读伴成长 书香润云岭",
    "begins with a button's word": "收藏云岭春天的十个理由",
    "names a telephone": "手机上看云岭 十处美景等你来",
    "ampersand": "云岭春茶&石桥油菜花 这个周末去看看",
    "slash": "云岭/石桥两镇签订合作协议",
}  # fmt: skip
SUFFIXES = (
    "-云岭新闻网",
    "_时政要闻_云岭县人民政府",
    " - 云岭县融媒体中心",
    "--云岭新闻网",
    "|云岭发布",
    "",
)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("title", HEADLINES.values(), ids=HEADLINES)
def test_marks_within_a_headline(read_shape: Read, title: str, suffix: str) -> None:
    """Marks that also separate headline and site stay where the headline has them."""
    shown = title.replace("&", "&amp;")
    slots = {"page_title": f"{shown}{suffix}", "headline": f"<div class='a'>{shown}</div>"}
    assert read_shape(**slots, labels=LABELS).title == title


@pytest.mark.parametrize("title", HEADLINES.values(), ids=HEADLINES)
def test_marks_within_a_headline_unknown_to_the_page_title(read_shape: Read, title: str) -> None:
    """The same where <title> is the column's."""
    shown = title.replace("&", "&amp;")
    slots = {"page_title": COLUMN_ONLY, "headline": f"<h2>{shown}</h2>"}
    assert read_shape(**slots, labels=LABELS).title == title


TAGGED = {
    "原创, which <title> does not repeat": (f"{TITLE}_云岭号", "<span class='logo'>原创</span>", TITLE),
    "a tag and a blank": (f"{TITLE}-云岭新闻网", "<i>图集</i> ", TITLE),
    "a tag that <title> repeats": (f"快讯 {TITLE}-云岭新闻网", "<em>快讯</em> ", f"快讯 {TITLE}"),
    "a tag where <title> is the site's": ("云岭新闻网", "<em>快讯</em> ", f"快讯 {TITLE}"),
}  # fmt: skip


@pytest.mark.parametrize(("page_title", "tag", "title"), TAGGED.values(), ids=TAGGED)
def test_a_tag_before_the_headline(read_shape: Read, page_title: str, tag: str, title: str) -> None:
    """A tag in an element of its own belongs to the headline only if nothing says otherwise."""
    headline = f"<h1>{tag}<span>{TITLE}</span></h1>"
    assert read_shape(page_title=page_title, headline=headline, labels=LABELS).title == title


CUT = {
    "site": ("春耕生产有序展开-云岭新闻网", "春耕生产有序展开"),
    "section and site": ("春耕生产有序展开_要闻_云岭县人民政府", "春耕生产有序展开"),
    "double hyphens": ("春耕生产有序展开--时政--云岭网", "春耕生产有序展开"),
    "section within the site": ("春耕生产有序展开-时政要闻-新闻中心-云岭县人民政府门户网站", "春耕生产有序展开"),
    "blanks around a bar": ("春耕生产有序展开 | 云岭发布", "春耕生产有序展开"),
    "two sites": ("春耕生产有序展开_云岭新闻_云岭在线", "春耕生产有序展开"),
    "a slogan of the site": ("春耕生产有序展开 - 云岭新闻网 - 云岭第一门户", "春耕生产有序展开"),
    "正文": ("春耕生产有序展开-正文-云岭网", "春耕生产有序展开"),
    "Powered by": ("春耕生产有序展开 - 时政 - 云岭网 - Powered by Demo!", "春耕生产有序展开"),
    "a rate that falls": ("工业利润同比增长-5%", "工业利润同比增长-5%"),
    "a bar of the headline's own": ("管理育人｜以精准谋发展--学校新闻-某某中学", "管理育人｜以精准谋发展"),
    "a route": ("云岭-青溪公路通车-云岭网", "云岭-青溪公路通车"),
}  # fmt: skip


@pytest.mark.parametrize(("whole", "cut"), CUT.values(), ids=CUT)
def test_what_follows_the_headline_in_the_page_title(whole: str, cut: str) -> None:
    """Sites and columns are cut from <title>, marks of the headline stay."""
    assert cut_suffix(whole) == cut


SUBTITLES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "below the headline, h2": ({"headline": f"<h1>{TITLE}</h1><h2>抢抓农时做好春季田管工作</h2>"}, ("抢抓农时做好春季田管工作",)),
    "below the headline, called so": ({"headline": f"<h1>{TITLE}</h1><div class='subtitle'>抢抓农时做好春季田管工作</div>"}, ("抢抓农时做好春季田管工作",)),
    "below the headline with a dash": ({"headline": f"<h1>{TITLE}</h1><p>——抢抓农时做好春季田管工作</p>"}, ("——抢抓农时做好春季田管工作",)),
    "above the headline, called so": ({"headline": f"<div class='yinti'>在全县春季农业生产现场会上强调</div><h1>{TITLE}</h1>"}, ("在全县春季农业生产现场会上强调",)),
    "above and below": ({"headline": f"<h4 class='introtitle'>在全县春季农业生产现场会上强调</h4><h1>{TITLE}</h1><h4 class='subtitle'>抢抓农时做好春季田管工作</h4>"}, ("在全县春季农业生产现场会上强调", "抢抓农时做好春季田管工作")),
    "Founder's tags": ({"headline": f"<founder-introtitle><h3>在全县春季农业生产现场会上强调</h3></founder-introtitle><founder-title><h1>{TITLE}</h1></founder-title><founder-subtitle><h3>抢抓农时做好春季田管工作</h3></founder-subtitle>"}, ("在全县春季农业生产现场会上强调", "抢抓农时做好春季田管工作")),
    "e-paper's rows of a table": ({"headline": f"<table><tr><td class='bt2'>在全县春季农业生产现场会上强调</td></tr><tr><td class='bt1'><strong>{TITLE}</strong></td></tr><tr><td class='bt2'>抢抓农时做好春季田管工作</td></tr></table>"}, ("在全县春季农业生产现场会上强调", "抢抓农时做好春季田管工作")),
    "first lines of the text, centred": ({"lead": "<p align='center'>沈怀谷在全县春季农业生产现场会上强调</p><p align='center'>抢抓农时 精心组织</p><p align='center'>全力做好春季田管工作</p>"}, ("沈怀谷在全县春季农业生产现场会上强调", "抢抓农时 精心组织", "全力做好春季田管工作")),
    "first lines of the text, bold": ({"lead": "<p><strong>沈怀谷在全县春季农业生产现场会上强调</strong></p><p><strong>抢抓农时做好春季田管工作</strong></p>"}, ("沈怀谷在全县春季农业生产现场会上强调", "抢抓农时做好春季田管工作")),
    "first line of the text with a dash": ({"lead": "<p>——云岭县春耕生产走笔</p>"}, ("——云岭县春耕生产走笔",)),
    "names without a mark between": ({"lead": "<p>沈怀谷在会上强调</p><p>抢抓农时做好春季田管工作</p><p>陶喆 李堃出席 王朔风主持</p>"}, ("沈怀谷在会上强调", "抢抓农时做好春季田管工作", "陶喆 李堃出席 王朔风主持")),
    "Founder's comment": ({"tail": f"<!--enpproperty <date>2024-03-05</date><title>{TITLE}</title><subtitle>抢抓农时做好春季田管工作</subtitle><introtitle>在全县春季农业生产现场会上强调</introtitle>/enpproperty-->"}, ("在全县春季农业生产现场会上强调", "抢抓农时做好春季田管工作")),
}  # fmt: skip


@pytest.mark.parametrize(("slots", "subtitles"), SUBTITLES.values(), ids=SUBTITLES)
def test_subtitles(read_shape: Read, slots: dict[str, str], subtitles: tuple[str, ...]) -> None:
    """引题 and 副题 are told apart from headline and text, in the order of the page."""
    article = read_shape(labels=LABELS, **slots)
    assert (article.title, article.subtitles) == (TITLE, subtitles)
    assert article.body.startswith("3月4日，")


NO_SUBTITLES: dict[str, dict[str, str]] = {
    "a section's name above the headline": {"headline": f"<div class='column'>时政要闻</div><h1>{TITLE}</h1>"},
    "a lead in bold": {"lead": "<p><strong>核心提示：三月的云岭，春意盎然，田间地头一派繁忙的春耕备耕景象。</strong></p>"},
    "an editor's note": {"lead": "<p>【编者按】</p>"},
    "an address to the reader": {"lead": "<p>各镇人民政府：</p>"},
    "a speech's opening": {"lead": "<p>同志们：</p>"},
    "a reporter's line": {"lead": "<p>云岭融媒记者 张禾 李暮云</p>"},
    "a label line in the text": {"lead": "<p>来源：云岭日报</p>"},
    "a share bar": {"lead": "<div>分享到：<a href='#'>微信</a> <a href='#'>微博</a></div>"},
    "a picture's caption": {"lead": "<p><img src='1.jpg'></p><p>沈怀谷（右二）在青溪村查看育秧情况。 张禾 摄</p>"},
    "a document's number in the text": {"lead": "<p>云岭府办发〔2024〕3号</p>"},
    "the headline again": {"lead": f"<p><strong>{TITLE}</strong></p>"},
    "names and nothing else": {"lead": "<p>张禾 李暮云 王朔风</p>"},
    "a numbered heading": {"lead": "<p>一、工作目标和任务要求</p>"},
    "a document's number": {"headline": f"<h1>{TITLE}</h1><p>云岭府办发〔2024〕3号</p>"},
    "who published it": {"headline": f"<h1>{TITLE}</h1><p>云岭县人民政府办公室</p>"},
    "a button for telephones": {"headline": f"<h1>{TITLE}</h1><p>扫码用手机阅读本文</p>"},
    "a summary, its word in an element of its own": {"headline": f"<h1>{TITLE}</h1><div class='about'><strong>简介</strong>沈怀谷到石桥镇调研春耕生产情况</div>"},
    "a summary box": {"lead": "<div class='summary'>摘要：三月的云岭，春意盎然，田间地头一派繁忙的春耕备耕景象。</div>"},
}  # fmt: skip


@pytest.mark.parametrize("slots", NO_SUBTITLES.values(), ids=NO_SUBTITLES)
def test_no_subtitles(read_shape: Read, slots: dict[str, str]) -> None:
    """Short lines near the headline that are something else are no sub-headlines."""
    article = read_shape(labels=LABELS, **slots)
    assert (article.title, article.subtitles) == (TITLE, ())


def test_a_subtitle_is_no_value_of_an_empty_label(read_shape: Read) -> None:
    """作者： without a value, and a sub-headline that begins with a name in the next line."""
    article = read_shape(
        labels="<p>时间：2024-03-05 来源：云岭网 作者：</p>",
        lead="<p>沈怀谷强调</p><p>抢抓农时做好春季田管工作</p>",
    )
    assert article.subtitles == ("沈怀谷强调", "抢抓农时做好春季田管工作")
    assert article.bylines == ()


def test_the_value_of_a_label_is_no_headline(read_shape: Read) -> None:
    """作者：, and in the next cell names that no list knows."""
    cells = "<td>时间：</td><td>24-03-05</td><td>作者：</td><td>阿依古丽·热合曼　张禾苗</td>"
    cells += "</tr><tr><td>来源：</td><td>控申科</td><td>点击数：</td><td>12 次</td>"
    article = read_shape(
        page_title="云岭县人民检察院",
        headline=f"<table><tr><td colspan=4><span>{TITLE}</span></td></tr>",
        labels=f"<tr>{cells}</tr></table>",
    )
    assert article.title == TITLE
    assert [one.name for one in article.bylines] == ["阿依古丽·热合曼", "张禾苗"]
