"""Lines that stand on a page and belong to no article: footers, share bars, counters, disclaimers."""

from __future__ import annotations

import re

# Where the page itself begins again below an article.
_AFTER = re.compile(
    r"""^[\[【（(「\s·•>》|*※◆●▪-]{0,4}(?:
      上一?[篇条页则]|下一?[篇条则]|前一?[篇条]|后一?[篇条]|上篇|下篇|没有(?:上|下)一?[篇条]
    | 相关(?:阅读|新闻|链接|文章|推荐|报道|信息|资讯|内容|附件|专题|文档|热词|稿件|评论)
    | 推荐(?:阅读|新闻|文章|视频|图文|资讯|专题)|为您推荐|猜你喜欢|热门(?:推荐|文章|新闻|评论|排行)|热点(?:推荐|新闻|排行|专题)
    | 更多精彩|精彩推荐|精彩图集|今日推荐|编辑推荐|最新(?:新闻|文章|资讯|评论)|大家都在看|新闻排行|阅读排行|点击排行|排行榜
    | 打印(?:本页|正文|此页|文章|此文|稿件|页面)|(?:我要)?打印\b|关闭(?:窗口|本页|页面|此页)|返回(?:首页|列表|上一?[级页]|顶部|目录)|回到?顶部|收藏本页|推荐给朋友
    | 分享(?:到|至|：|:|按钮|本文|让更多)|(?:用|使用)?微信扫一?扫|扫一扫|扫描?二维码|长按(?:识别)?二维码|我要(?:评论|反馈|纠错|举报|留言)
    | 特别声明[:：]?$|(?:免责|版权)声明|网友评论|评论(?:区|列表|\s?[（(]?\d)|全部评论|最新评论|发表评论|文明上网|登录(?:后)?(?:发表|评论|参与)
    | 友情链接|网站(?:地图|声明|首页|简介|导航)|关于我们|联系我们|法律声明|版权所有|Copyright|©|ICP备|.{0,14}公网安备|.{0,10}ICP备
    | 关键[词字]\s?(?:>>|》|：|:)|标签\s?[:：]|本文标签|TAGS?\s?[:：]|阅读原文|原文链接|原标题链接
    | (?:.{2,12})?(?:未经授权|未经书面)[^。]{0,16}(?:转载|使用)|凡(?:本网|注明|来源).{0,40}(?:作品|稿件|来源)
    | 声明[:：]|【?(?:免责|版权)(?:声明|申明)|(?:本文|文章)(?:来自|系).{2,14}(?:，更多|客户端)|下载.{0,8}(?:客户端|APP)
    | 主管单位|主办单位|承办单位|技术支持|网站标识码|备案号|投稿(?:及|邮箱)|本网(?:站)?(?:律师|法律)|法律顾问
    | 纠错|\S{0,4}纠错[】\]]|附件下载|延伸阅读[:：]?$|点击进入专题|进入专题|推荐\d+$|为您推荐|分享按钮|责任编辑\s?[:：]?$
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# Furniture wherever it stands, also within a body.
_ANYWHERE = re.compile(
    r"""^[\[【（(\s>·]{0,3}(?:
      点击(?:进入|查看|阅读|关注|下载|播放|图片)[^，。]{0,24}|点击数?[:：]?\s?\d*次?|(?:阅读|浏览|访问)(?:量|数|次数)?\s?[:：(（]\s?\d*\s?次?
    | 分享到?[:：]?.{0,12}|字号?体?[:：].{0,24}|【?字[体号].{0,16}|调整字体|大\s中\s小|[+-]?[AＡ][+-]?
    | (?:图片)?(?:均)?来自网络|图片均来自网络|打印|收藏|字号|超大|标准|举报|关注|评论|点赞|\d{1,6}|\d+\s?人参与.{0,12}|纠错|播报|听新闻|朗读|分享
    | 您的浏览器不支持.{0,24}|视频加载中.{0,10}|Your\ browser.{0,60}|正在加载.{0,8}|加载更多|展开全文|查看更多|阅读全文
    | (?:[【\[]\s?\d{1,2}\s?[】\]]\s?){2,12}|(?:上一页|下一页|首页|尾页|末页|\d{1,2}|共\d+页|\s|[<>«»|.…])+
    )[\]】）)\s>»]{0,3}$""",
    re.VERBOSE | re.IGNORECASE,
)
_FOOTER = re.compile(
    r"版权所有|ICP备|ICP证|公网安备|Copyright|All Rights Reserved|技术支持|主办单位|主管单位|承办单位|网站标识码|邮政编码|邮编[:：]|"
    r"(?:联系|办公|通信|通讯|公司|单位)?地址[:：]|联系电话|投稿邮箱|新闻热线|举报电话|许可证|备案(?:序)?号|建议使用.{0,20}(?:浏览器|分辨率)|IE\d",
    re.IGNORECASE,
)


_FOR_SURE = re.compile(
    r"^[\[【（(「\s·•>|*]{0,4}(?:上一?[篇条]|下一?[篇条]|网友评论|发表评论|全部评论|最新评论|评论列表|评论区|相关(?:阅读|新闻|推荐|文章|资讯)|推荐阅读|为您推荐"
    r"|猜你喜欢|热门|热点|责任编辑|责编|编辑|分享到|打印|关闭窗口|友情链接|版权所有|返回列表|扫一扫)"
)


def surely_begins_page_again(text: str) -> bool:
    """The same for the marks that no article uses as a heading of its own."""
    return len(text) < 80 and _FOR_SURE.match(text) is not None


_OWNER = re.compile(
    r"版权所有|ICP备|ICP证|公网安备|Copyright|All Rights Reserved|技术支持|主办单位|主管单位|网站标识码|许可证|备案",
    re.IGNORECASE,
)


def names_the_owner(text: str) -> bool:
    """Whether a line is a site's imprint; an address or telephone number alone may be a report's."""
    return _OWNER.search(text) is not None and is_footer(text)


def begins_page_again(text: str) -> bool:
    """Whether a line is the first below an article: previous and next, related, share, footer."""
    return len(text) < 120 and _AFTER.match(text) is not None


def is_furniture(text: str) -> bool:
    """Whether a line is page furniture wherever it stands."""
    return len(text) < 60 and _ANYWHERE.match(text) is not None


def is_footer(text: str) -> bool:
    """Whether a line tells of the site, its owner and its licences."""
    found = _FOOTER.search(text)
    return found is not None and (len(text) < 80 or len(_FOOTER.findall(text)) > 1)
