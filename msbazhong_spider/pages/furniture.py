"""Lines that stand on a page and belong to no article: footers, share bars, counters, disclaimers."""

from __future__ import annotations

import re
from functools import lru_cache

_OPENING = r"[\[【（(「\s·•>》|*※■◆●▪-]{0,4}"
# Headings and tools with which the page itself begins again below an article. They are no
# sentences: 相关内容将纳入考核。 is text.
_AFTER = re.compile(
    _OPENING
    + r"""(?:
      上一?[篇条页则]|下一?[篇条则]|前一?[篇条]|后一?[篇条]|上篇|下篇|没有(?:上|下)一?[篇条]
    | 相关(?:阅读|新闻|链接|文章|推荐|报道|信息|资讯|内容|附件|专题|文档|热词|稿件|评论)
    | 推荐(?:阅读|新闻|文章|视频|图文|资讯|专题)|为您推荐|猜你喜欢|热门(?:推荐|文章|新闻|评论|排行)|热点(?:推荐|新闻|排行|专题)
    | 更多精彩|精彩推荐|精彩图集|今日推荐|编辑推荐|最新(?:新闻|文章|资讯|评论)|大家都在看|新闻排行|阅读排行|点击排行|排行榜|延伸阅读
    | 打印(?:本页|正文|此页|文章|此文|稿件|页面)|(?:我要)?打印\b|关闭(?:窗口|本页|页面|此页)|返回(?:首页|列表|上一?[级页]|顶部|目录)|回到?顶部|收藏本页|推荐给朋友
    | 分享(?:到|至|：|:|按钮|本文|让更多)|(?:用|使用)?微信扫一?扫|扫一扫|扫描?二维码|长按(?:识别)?二维码|我要(?:评论|反馈|纠错|举报|留言)
    | 特别声明[:：]?$|网友评论|评论(?:区|列表|\s?[（(]?\d)|全部评论|最新评论|发表评论|文明上网|登录(?:后)?(?:发表|评论|参与)|文章评论
    | (?:我要|我来|参与|用户|读者|最热|热门|精彩|查看)(?:评论|留言|点评)|说点什么|来说两句|写(?:留言|评论)
    | (?:已有|共有?)\s?\d*\s?(?:人|条|位)(?:参与|评论|网友|发表|读者)|(?:您|你)?看(?:到|完|了)(?:此篇|这篇|本|该)(?:文章|新闻)?.{0,6}(?:感受|心情)|新闻表情|[顶踩]一下
    | 友情链接|网站(?:地图|声明|首页|简介|导航)|关于我们|联系我们|法律声明|版权所有|Copyright|©|ICP备|.{0,14}公网安备|.{0,10}ICP备
    | 关键[词字]\s?(?:>>|》|：|:)|标签\s?[:：]|本文标签|TAGS?\s?[:：]|阅读原文|原文链接|原标题链接|(?:本文|文章|原文|网页|本页)(?:地址|链接|网址|标题)\s?[:：]
    | 网站标识码|备案号|投稿(?:及|邮箱)|本网(?:站)?(?:律师|法律)|法律顾问|手机(?:扫|看|版|阅读|访问|浏览)
    | 纠错|\S{0,4}纠错[】\]]|附件下载|点击进入专题|进入专题|推荐\d+$|为您推荐|分享按钮|责任编辑\s?[:：]?$
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# What a site says in whole sentences below its articles.
_STATEMENT = re.compile(
    _OPENING
    + r"""(?:
      (?:免责|版权|特别|郑重)?(?:声明|申明)\s?[:：]|(?:免责|版权)(?:声明|申明)|请自觉遵守
    | 遵守(?:中华人民共和国|国家)[^。]{0,12}法规[，、]\s?尊重网上道德
    | (?:.{2,12})?(?:未经授权|未经书面)[^。]{0,16}(?:转载|使用)|凡(?:本网|注明|来源).{0,40}(?:作品|稿件|来源)
    | (?:如需)?转载(?:请|须|需|时)(?:注明|标明)|本文(?:转载自|版权)|(?:以上|本)(?:文章|内容|信息|稿件)(?:仅|系|均|来|由).{0,12}(?:转载|网络|参考|观点)
    | (?:本文|文章)(?:来自|系).{2,14}(?:，更多|客户端)|(?:下载|打开).{0,8}(?:客户端|APP)
    | (?:更多)?(?:精彩)?(?:内容|资讯|新闻)?[，,]?(?:敬?请)?(?:关注|搜索)[^，。]{0,20}(?:公众号|微信号|微博|客户端|APP)
    | (?:扫码|扫描|长按|识别)[^，。]{0,14}(?:关注|下载|分享|手机)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# Headings of lists of other articles (推荐内容, 热点新闻排行): two or three such words, nothing else.
_HEADING = (
    r"(?:推荐|热门|热点|最新|最热|图片|图文|本类|本周|本月|今日|精彩|精华|猜你|你可能|您可能|大家|编辑|专题|栏目|频道|同类|更多|相关|点击|阅读|新闻)"
    r"(?:内容|新闻|文章|信息|动态|推荐|资讯|报道|图文|图片|视频|专题|关注|热点|话题|标签|阅读|喜欢|感兴趣|都在看|在看|精选|导航|排行|更新|发布|热文|评论|点击|浏览|链接|稿件|附件){1,3}榜?"
    r"\s?[:：]?\s?(?:更多|MORE)?[>»+]*$"
)
_LIST_HEADING = re.compile(_OPENING + _HEADING)
# The same again, as far as no article uses it as a heading of its own.
_FOR_SURE = re.compile(
    _OPENING
    + r"(?:上一?[篇条]|下一?[篇条]|网友评论|发表评论|全部评论|最新评论|评论列表|评论区|相关(?:阅读|新闻|推荐|文章|资讯)|推荐阅读|为您推荐"
    r"|猜你喜欢|责任编辑|责编|编辑|分享到|打印|关闭窗口|友情链接|版权所有|返回列表|扫一扫|(?:您|你)?看(?:到|完|了)(?:此篇|这篇|本|该)(?:文章|新闻)?.{0,6}(?:感受|心情)|[顶踩]一下|请自觉遵守"
    rf"|(?:版权|免责)(?:声明|申明)|声明[:：]|(?:如需)?转载(?:请|须|需|时)(?:注明|标明)|凡本网|(?:更多)?精彩(?:内容|资讯)|(?:扫码|扫描|长按)[^，。]{{0,14}}(?:下载|关注)|{_HEADING})"
)
# The ideographs that such lines begin with, and what those hold that may begin with any: most lines
# are told to be none by a look at their first letter, and the patterns above are dear.
_BEGINS_AGAIN = frozenset(
    "上下前后没相推为猜热更精今编最大新阅点排延打我关返回到收分用使微扫长特网评全发文登来参读查说写已共您你看顶踩友联法版标"
    "本原备投手纠附进责图专栏频同声申免郑请遵凡如转以识内资敬搜"
)
_HOLDS = re.compile("公网安备|I[Cc][Pp]备|i[Cc][Pp]备|纠错|未经")
_HOLDS_WITHIN = 24  # characters: those before the words, and the words
_BEGINS_FURNITURE = frozenset(
    "返点阅浏访分字调大图均来打收超标举关评纠播听朗您视正加展查赞喜推挑复转微朋新腾人顶踩感路高难愤无搞同支震开鲜握雷鸡好中差小"
    "上下首尾末共已被手用扫"
)
_SENTENCE_END = "。！？；"
_LONGEST_STATEMENT = 400
_LONGEST_FURNITURE = 60
# Furniture wherever it stands, also within a body.
_ANYWHERE = re.compile(
    r"""^[\[【（(\s>·]{0,3}(?:
      点击(?:进入|查看|阅读|关注|下载|播放|图片)[^，。]{0,24}|点击数?[:：]?\s?\d*次?|(?:阅读|浏览|访问)(?:量|数|次数)?\s?[:：(（]\s?\d*\s?次?
    | (?:已有|共有?|被|已)\s?\d*\s?[人次]?\s?(?:阅读|浏览|点击|访问|查看|参与)\s?[:：]?\s?\d*\s?[人次]?
    | (?:用?手机|微信)?扫(?:一扫|码|描)[^，。]{0,10}
    | 分享到?[:：]?.{0,12}|(?:分享到?微信(?:朋友圈|好友)?\s?)?打开微信[，,].{0,50}|[—–―·•\s-]{0,6}(?:THE\s)?END[—–―·•\s-]{0,6}|字号?体?[:：].{0,24}|【?字[体号].{0,16}|调整字体|大\s中\s小|[+-]?[AＡ][+-]?
    | (?:图片)?(?:均)?来自网络|图片均来自网络|打印|收藏|字号|超大|标准|举报|关注|评论|点赞|\d{1,6}|\d+\s?人参与.{0,12}|纠错|播报|听新闻|朗读|分享
    | 返回[^，。]{2,6}，查看更多
    | 您的浏览器不支持.{0,24}|视频加载中.{0,10}|Your\ browser.{0,60}|正在加载.{0,8}|加载更多|展开全文|查看更多|阅读全文
    | (?:(?:点赞|赞|收藏|评论|分享|喜欢|打赏|推荐|挑错|复制链接|转发|微信|微博|朋友圈|QQ空间|QQ|新浪微博|腾讯微博|人人网|顶|踩|感动|路过|高兴|难过|愤怒|无聊|搞笑|同情|支持|震惊|新奇|开心|鲜花|握手|雷人|鸡蛋|好评|中立|差评|打印|关闭|复制|大|中|小)(?:\s?[（(]?\d{1,6}%?[)）]?)?[\s|/、·]*){2,16}
    | (?:[【\[]\s?\d{1,2}\s?[】\]]\s?){2,12}|(?:上一页|下一页|首页|尾页|末页|\d{1,2}|共\d+页[:：]?|\s|[<>«»|.…])+
    )[\]】）)\s>»]{0,3}$""",
    re.VERBOSE | re.IGNORECASE,
)
# [推荐朋友] [打印本稿] [字号 大 中 小]
_TOOL_BOXES = re.compile(
    r"(?:[\[【（(]\s?(?:推荐|打印|字号|字体|关闭|收藏|评论|分享|纠错|大\s|投稿|我要|返回)[^\]】）)]{0,10}[\]】）)]\s*){2,6}"
)
# Each alternative begins with a fixed character, and none ignores its case: the search for such a
# pattern skips from one of these characters to the next, ten times faster than trying all of it.
_LICENCE = (
    "版权所有|ICP备|ICP证|icp备|icp证|公网安备|Copyright|CopyRight|copyright|COPYRIGHT|All Rights Reserved"
    "|All rights reserved|ALL RIGHTS RESERVED|网站标识码|许可证"
)
_FOOTER = re.compile(
    rf"{_LICENCE}|技术支持|主办单位|主管单位|承办单位|邮政编码|邮编[:：]|地址[:：]|联系电话|投稿邮箱|新闻热线|举报电话"
    r"|备案序?号|建议使用.{0,20}(?:浏览器|分辨率)|IE\d"
)
_OWNER = re.compile(f"{_LICENCE}|备案")


def surely_begins_page_again(text: str) -> bool:
    """The same for the marks that no article uses as a heading of its own."""
    if "㐀" <= text[:1] <= "鿿" and text[0] not in _BEGINS_AGAIN:
        return False
    if len(text) >= _LONGEST_STATEMENT or _FOR_SURE.match(text) is None:
        return False
    return not _is_sentence(text) or _STATEMENT.match(text) is not None


def names_the_owner(text: str) -> bool:
    """Whether a line is a site's imprint; an address or telephone number alone may be a report's."""
    return _OWNER.search(text) is not None and is_footer(text)


@lru_cache(maxsize=4096)  # each line of a page is asked about by several readers
def begins_page_again(text: str) -> bool:
    """Whether a line is the first below an article: previous and next, related, share, footer."""
    if len(text) >= _LONGEST_STATEMENT:
        return False
    if (
        "㐀" <= text[:1] <= "鿿"
        and text[0] not in _BEGINS_AGAIN
        and not _HOLDS.search(text, 0, _HOLDS_WITHIN)
    ):
        return False
    if _STATEMENT.match(text):
        return True
    found = len(text) < 120 and (_AFTER.match(text) or _LIST_HEADING.match(text))
    return bool(found) and not _is_sentence(text)


def _is_sentence(text: str) -> bool:
    return len(text) >= 16 and text[-1] in _SENTENCE_END


@lru_cache(maxsize=4096)
def is_furniture(text: str) -> bool:
    """Whether a line is page furniture wherever it stands."""
    if "㐀" <= text[:1] <= "鿿" and text[0] not in _BEGINS_FURNITURE:
        return False
    if len(text) >= _LONGEST_FURNITURE:
        return False
    return _ANYWHERE.match(text) is not None or _TOOL_BOXES.fullmatch(text) is not None


def is_footer(text: str) -> bool:
    """Whether a line tells of the site, its owner and its licences."""
    found = _FOOTER.search(text)
    return found is not None and (len(text) < 80 or len(_FOOTER.findall(text)) > 1)
