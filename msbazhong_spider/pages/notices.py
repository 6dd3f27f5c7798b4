"""What a page says of itself instead of showing its content: gone, under repair, for sale.

A report may say every one of these sentences. So they count only on pages that say little else and
that have no headline with its label line: the caller sees to that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msbazhong_spider.items import PageKind
from msbazhong_spider.pages.furniture import is_footer

if TYPE_CHECKING:
    from msbazhong_spider.pages.document import Document

_THINGS = (
    "页面|网页|文章|信息|内容|文档|新闻|稿件|链接|资源|地址|该页|记录|数据|栏目|网址|文件|路径"
)
_GONE = re.compile(
    rf"(?:{_THINGS})[^。，！\n]{{0,12}}(?:不存在|已(?:经)?(?:被)?(?:删除|移除|下线|下架|撤销|撤回|屏蔽)|找不到|无法找到|没有找到|未找到|已失效|已过期|走丢了)"
    rf"|(?:找不到|没有找到|未找到|无法找到|查无)[^。\n]{{0,10}}(?:{_THINGS})"
    r"|404\s{0,3}(?:错误|not\s?found|页面|-|error)|(?:file|page|object)?\s?not\s?found|找不到对象"
    r"|您(?:所)?(?:要)?(?:请求|访问|查看|浏览)的[^。]{0,10}(?:不存在|已(?:被)?删除)"
    r"|把数据传递给模板时出错|文档\s?id\s?错误|(?:已被|被)(?:发布者|作者|管理员)删除"
    r"|此?内容因违规无法查看|被投诉且经审核涉嫌|(?:公众号|帐号|账号)已(?:被屏蔽|迁移|注销|停止使用)|内容无法查看"
    r"|没有访问(?:该|此)?(?:信息|文章|内容)的权限",
    re.IGNORECASE,
)
_TITLE_GONE = re.compile(
    r"^\W*(?:(?:404|410)\b|提示信息|系统(?:提示|信息)|信息提示|错误(?:提示|信息|页面?)?\W|错误$|出错(?:了|啦|页面)|error\b|抱歉|对不起|操作提示|页面(?:不存在|找不到|出错|没有找到))",
    re.IGNORECASE,
)
_MAINTAINED = re.compile(
    r"(?:网站|系统|站点|服务器?|平台|栏目)[^。，]{0,8}(?:维护|升级|改版|建设|调整)(?:中|期间|，)"
    r"|正在(?:进行)?(?:系统)?(?:维护|升级|改版|建设)|(?:网站|本站)已(?:经)?(?:迁移|搬迁|搬家|改版|关闭|停止)"
    r"|under (?:construction|maintenance)|service (?:temporarily )?unavailable",
    re.IGNORECASE,
)
_STOPPED = re.compile(
    r"(?:该|此|您访问的)?(?:网站|站点|主机|空间|服务)(?:已)?(?:暂时无法(?:进行)?访问|暂停(?:服务|访问|使用)?|被(?:管理员|服务商|系统)?(?:停止|暂停|关闭)|(?:已)?到期|欠费)"
    r"|(?:域名|网站|站点)[^。，]{0,10}(?:未|没有)[^。，]{0,6}备案|未备案|备案(?:信息)?[^。，]{0,8}(?:不符|注销|阻断)"
    r"|没有找到(?:对应的)?站点|没有找到对应的站点|站点创建成功|恭喜[，,]?\s?站点|welcome to nginx|test page for|apache2? .{0,20}default page|iis windows server|^it works!|^index of /"
    r"|(?:web server's|site) default page",
    re.IGNORECASE | re.MULTILINE,
)
_PARKED = re.compile(
    r"域名[^。]{0,10}(?:出售|转让|停放|停靠|已?过期|到期|可以?购买|竞价|待售)|(?:出售|转让|购买|求购)(?:此|该|本|这个)?域名"
    r"|domain[^.]{0,24}(?:for sale|is parked|parking|has expired)|buy this domain|sedoparking|related searches",
    re.IGNORECASE,
)
_SHORT, _VERY_SHORT = 400, 160  # characters that are no link and no imprint


@dataclass(frozen=True, slots=True)
class Notice:
    """What a page that shows no content says of itself."""

    kind: PageKind
    why: str


def own_words(document: Document) -> str:
    """The lines of a page that are neither links nor imprint, as one text."""
    return "\n".join(
        line.text for line in document.lines if not line.is_link and not is_footer(line.text)
    )


def find_notice(title: str, words: str) -> Notice | None:
    """What a page without an article says of itself, None if it says nothing of the kind.

    ``words`` are its own words, see ``own_words``.
    """
    if len(words) >= _SHORT:
        return None
    said = f"{title}\n{words}"
    for pattern, name in ((_STOPPED, "hoster's page"), (_PARKED, "parked domain")):
        if found := pattern.search(said):
            return Notice(PageKind.OTHER, f"{name}: {_shown(found)}")
    if found := _GONE.search(said):
        return Notice(PageKind.MISSING, f"says {_shown(found)}")
    if found := _MAINTAINED.search(said):
        return Notice(PageKind.OTHER, f"maintenance: {_shown(found)}")
    heading = _TITLE_GONE.search(title) or _TITLE_GONE.search(words)
    if heading and len(words) < _VERY_SHORT:
        return Notice(PageKind.MISSING, f"is titled {_shown(heading)}")
    return None


def _shown(found: re.Match[str]) -> str:
    return found[0].strip()[:40]
