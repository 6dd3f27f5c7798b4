"""Anti-crawl pages, known by their vendor's marks. They are named and reported, never passed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Marks that no article carries: they are looked for in the whole page.
_TECHNICAL = (
    ("阿里云 WAF", re.compile(r"acw_sc__v2|var\s{1,3}arg1\s{0,3}=\s{0,3}['\"][0-9A-F]{40}['\"]")),
    ("阿里云 WAF", re.compile(r"errors\.aliyun\.com")),
    ("知道创宇 加速乐", re.compile(r"__jsl_clearance")),
    (
        "知道创宇 加速乐",
        re.compile(
            r"document\.cookie\s{0,3}=.{0,3000}?location\.href\s{0,3}=\s{0,3}location\.pathname\s{0,3}\+\s{0,3}location\.search",
            re.DOTALL,
        ),
    ),
    ("知道创宇 创宇盾", re.compile(r"已被创宇盾拦截|help\.365cyd\.com")),
    (
        "瑞数",
        re.compile(
            r"\$_ts\s{0,3}=\s{0,3}window\s{0,3}(?:\[\s{0,3}['\"]\$_ts['\"]\s{0,3}\]|\.\$_ts)|\br\s{0,2}=\s{0,2}['\"]m['\"]"
        ),
    ),
    ("云锁", re.compile(r"(?:yunsuo_session_verify|security_session_(?:mid_)?verify)")),
    (
        "网站卫士 wzws",
        re.compile(r"wzwschallenge|wzws_cid|请开启\s?JavaScript\s?并刷新该页", re.IGNORECASE),
    ),
    ("宝塔 btwaf", re.compile(r"[?&]btwaf=\d|btwaf_(?:captcha|auth)|/Getbtwaf")),
    ("腾讯云 WAF", re.compile(r"TencentCaptcha\(|waf\.tencent-cloud|__tst_status")),
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
            r"网站防火墙.{0,60}(?:不合法参数|拦截)|您的请求带有不合法参数|safedog", re.DOTALL
        ),
    ),
    ("宝塔 btwaf", re.compile(r"宝塔.{0,12}(?:防火墙|WAF)|人机(?:识别|验证)")),
    (
        "verification",
        re.compile(
            r"(?:请|需要?)?完成.{0,4}(?:安全)?验证|滑动验证|拖动.{0,6}滑块|请输入验证码.{0,12}(?:继续|访问)|正在(?:进行)?(?:安全检查|检测您的浏览器)|浏览器安全检查"
        ),
    ),
    (
        "frequency limit",
        re.compile(
            r"访问过?于?(?:太|过于)?频繁|请求(?:太|过于)频繁|操作过于频繁|您的(?:IP|访问).{0,12}(?:被(?:限制|禁止|拦截|封)|受限)"
        ),
    ),
    (
        "firewall",
        re.compile(
            r"(?:请求|访问|行为).{0,16}(?:已被|被).{0,12}(?:拦截|阻断|拒绝)|疑似黑客攻击|存在(?:安全)?威胁.{0,8}(?:拦截|阻断)|Web应用防火墙|WAF.{0,20}(?:block|拦截)",
            re.IGNORECASE,
        ),
    ),
)
_COOKIES = (
    ("知道创宇 加速乐", "__jsl_clearance"),
    ("云锁", "security_session_mid_verify"),
    ("瑞数", "wzws_cid"),
)
_STATUSES = {521: "知道创宇 加速乐", 412: "瑞数", 405: "阿里云 WAF"}
_REFUSED, _TOO_MANY = 400, 429
SHORT = 500  # characters of visible text under which a spoken sentence is the page's message


def find_challenge(
    text: str, visible: str, status: int, headers: Mapping[str, str], *, has_article: bool
) -> str | None:
    """The product that put up a page instead of its content, None for an ordinary page.

    ``has_article`` says that running text was found: a report may quote what challenge pages say,
    and many sites embed a vendor's script in pages that they serve whole.
    """
    short = len(visible) < SHORT
    product = None if has_article else _by_marks(text, headers.get("set-cookie", ""), short=short)
    if product is None and short and (not has_article or status >= _REFUSED):
        product = _first(_SPOKEN, visible)
    if product is None and short and status in _STATUSES:
        product = f"{_STATUSES[status]} (status {status})"
    return product or ("frequency limit (status 429)" if status == _TOO_MANY else None)


def _by_marks(text: str, cookies: str, *, short: bool) -> str | None:
    product = _first(_TECHNICAL, text)
    if product is None and short:
        product = next((name for name, mark in _COOKIES if mark in cookies), None)
    return product


def _first(patterns: Sequence[tuple[str, re.Pattern[str]]], text: str) -> str | None:
    return next((product for product, pattern in patterns if pattern.search(text)), None)
