"""Anti-crawl pages, known by their vendor's marks. They are named and reported, never passed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Marks that no article carries: they are looked for in the whole page.
_TECHNICAL = (
    (
        "阿里云 WAF",
        re.compile(
            r"acw_sc__v2|var\s{1,3}arg1\s{0,3}=\s{0,3}['\"][0-9A-Fa-f]{40}['\"]|errors\.aliyun\.com|aliyun_waf_\w{2}"
        ),
    ),
    (
        "知道创宇 加速乐",
        re.compile(
            r"__jsl_clearance"
            r"|location(?:\.href)?\s{0,3}=\s{0,3}location\.pathname\s{0,3}\+\s{0,3}location\.search"
        ),
    ),
    ("知道创宇 创宇盾", re.compile(r"已被创宇盾拦截|help\.365cyd\.com|创宇盾.{0,20}拦截")),
    (
        "瑞数",
        re.compile(
            r"\$_ts\s{0,3}=\s{0,3}window\s{0,3}(?:\[\s{0,3}['\"]\$_ts['\"]\s{0,3}\]|\.\$_ts)"
            r"|<(?:meta|script|link)\b[^<>]{0,2000}?\sr\s{0,2}=\s{0,2}['\"]?m\b"
        ),
    ),
    (
        "云锁",
        re.compile(
            r"yunsuo_session_verify|security_session_(?:mid_)?verify|security_verify_data|\bscreendate\s{0,3}="
        ),
    ),
    (
        "网站卫士 wzws",
        re.compile(
            r"wzwschallenge|wzws_cid|wzws-waf|请开启\s?JavaScript\s?并刷新该页", re.IGNORECASE
        ),
    ),
    ("宝塔 btwaf", re.compile(r"[?&]btwaf=\d|btwaf_(?:captcha|auth)|/[Gg]et_?btwaf")),
    ("腾讯云 WAF", re.compile(r"TencentCaptcha\(|waf\.tencent-cloud|__tst_status")),
    ("安全狗", re.compile(r"safedog\.cn|404\.safedog|WebShield|safedog_auth")),
    ("百度云加速", re.compile(r"yunjiasu-nginx|yunjiasu\.baidu|_yunjiasu_")),
    (
        "奇安信 网站卫士",
        re.compile(r"wangzhan\.(?:360|qianxin)\.\w{2,3}/(?:block|intercept|verify)|qianxin-waf"),
    ),
    (
        "长亭 雷池",
        re.compile(r"safeline[_-](?:challenge|bot)|/\.safeline/|SafeLine\s?WAF", re.IGNORECASE),
    ),
    ("WeChat", re.compile(r"mmbizwap:secitptpage|当前环境异常，完成验证后即可继续访问")),
    (
        "Cloudflare",
        re.compile(
            r"cf-browser-verification|cdn-cgi/challenge-platform.{0,200}?(?:_cf_chl|chl_opt)|cf_chl_opt"
        ),
    ),
)
# Sentences that a report may quote: they count only on a page that says little else.
_SPOKEN = (
    (
        "安全狗",
        re.compile(
            r"网站防火墙.{0,60}(?:不合法参数|拦截)|您的请求带有不合法参数|safedog|安全狗", re.DOTALL
        ),
    ),
    ("宝塔 btwaf", re.compile(r"宝塔.{0,12}(?:防火墙|WAF)|人机(?:识别|验证)", re.IGNORECASE)),
    ("云锁", re.compile(r"云锁.{0,12}(?:拦截|防护|提示)|(?:被|已被)云锁")),
    ("创宇盾", re.compile(r"创宇盾|知道创宇")),
    (
        "verification",
        re.compile(
            r"(?:请|需要?|先)(?:先)?完成.{0,6}验证|(?:滑动|滑块|图形|点击|行为|安全)验证|拖动.{0,8}滑块|按住.{0,4}滑块|向右(?:滑动|拖动)"
            r"|请输入(?:图片|图形|下方)?.{0,4}验证码|输入验证码.{0,12}(?:继续|访问)|正在(?:进行)?(?:安全(?:检查|检测|验证)|检[查测](?:您的)?(?:浏览器|访问环境))|浏览器安全检查"
            r"|确认您?不是机器人|verify (?:that )?you are (?:a )?human|checking your browser",
            re.IGNORECASE,
        ),
    ),
    (
        "frequency limit",
        re.compile(
            r"(?:访问|请求|操作|刷新|点击)(?:次数)?(?:过于|太过|过|太|较为)频繁|(?:访问|请求)(?:次数|频率|速度)(?:已)?(?:过多|过高|过快|超[过出])|(?:您的|当前)\s?(?:IP|访问).{0,24}(?:被(?:限制|禁止|拦截|封)|受限|加入黑名单)"
            r"|too many requests",
            re.IGNORECASE,
        ),
    ),
    (
        "firewall",
        re.compile(
            r"(?:请求|访问|行为|操作).{0,16}(?:已被|被).{0,12}(?:拦截|阻断|拒绝|禁止)|疑似(?:黑客)?攻击|(?:造成|存在)(?:安全)?威胁.{0,12}(?:拦截|阻断)|Web应用防火墙|(?:WAF|firewall).{0,20}(?:block|拦截)"
            r"|请求(?:包含|带有|含有)(?:非法|恶意|危险)|your (?:request|access|ip).{0,30}(?:blocked|denied|forbidden)",
            re.IGNORECASE,
        ),
    ),
)
# Cookies of vendors whose other cookies (acw_tc, __jsluid, safedog-flow-item) come with good pages.
_COOKIES = (
    ("知道创宇 加速乐", re.compile(r"__jsl_clearance")),
    ("云锁", re.compile(r"security_session_(?:mid_)?verify|yunsuo_session_verify")),
    ("网站卫士 wzws", re.compile(r"wzws_(?:cid|sessionid)")),
    ("宝塔 btwaf", re.compile(r"btwaf")),
    ("瑞数", re.compile(r"^\w{8,24}[STPO]=(?=[\w.]{20})")),
)
_STATUSES = {521: "知道创宇 加速乐", 412: "瑞数"}
_REFUSED, _TOO_MANY = 400, 429
_SHORT = 500  # characters of visible text under which a spoken sentence is the page's message
_EMPTY = 40  # characters under which a page shows nothing
_LONGEST = 400_000  # characters of the longest script that a vendor sends
_MANY = 15  # links: a page that has so many is no vendor's


def find_challenge(  # noqa: PLR0913 - all of it is evidence, and each part is a plain value
    text: str,
    visible: str,
    status: int,
    headers: Mapping[str, str],
    *,
    has_article: bool = False,
    links: int = 0,
) -> str | None:
    """The product that put up a page instead of its content, None for an ordinary page.

    ``text`` is the page's source, ``visible`` what a reader sees of it. ``has_article`` says that
    an article was found and ``links`` how many links there are: a report may quote what challenge
    pages say, and many sites embed a vendor's script in pages that they serve whole.
    """
    short = len(visible) < _SHORT
    whole = has_article or (links >= _MANY and not short)
    product = None if whole else _by_marks(text, visible, headers.get("set-cookie", ""))
    if product is None and short and links < _MANY and (not has_article or status >= _REFUSED):
        product = _first(_SPOKEN, visible)
    if product is None and short and status in _STATUSES:
        product = f"{_STATUSES[status]} (status {status})"
    return product or ("frequency limit (status 429)" if status == _TOO_MANY else None)


def _by_marks(text: str, visible: str, cookies: str) -> str | None:
    """By what the source holds; by its cookies a page that shows nothing."""
    product = _first(_TECHNICAL, text[:_LONGEST])
    if product is None and len(visible) < _EMPTY:
        product = _first(_COOKIES, cookies)
    return product


def _first(patterns: Sequence[tuple[str, re.Pattern[str]]], text: str) -> str | None:
    return next((product for product, pattern in patterns if pattern.search(text)), None)
