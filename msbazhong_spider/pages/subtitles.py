"""引题 and 副题: the short lines between headline and text that are neither labels nor text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msbazhong_spider.pages.bylines import is_byline_line
from msbazhong_spider.pages.dates import first_date
from msbazhong_spider.pages.document import name_of
from msbazhong_spider.pages.furniture import is_furniture
from msbazhong_spider.pages.labels import is_register
from msbazhong_spider.pages.names import is_name, split_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msbazhong_spider.pages.document import Line

_MOST = 6
_SUB_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_CALLED_SUBTITLE = re.compile(
    r"sub-?_?tit|subhead|futi|fubiao|yinti|yinbiao|kicker|shoulder|\bsub\b|\bpre\b"
)
_LONGEST = 44
_ENDS_A_SENTENCE = re.compile(r"[。！？；：，、…,.!?;:～~）)】\]]$")
_NO_SUBTITLE = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．]|第[一二三四五六七八九十]{1,3}[章节条]|[\[【（(△▲●■◆★图])"
    r"|(?:图|摄|供图|资料|视频|照片|截图|提供)$|^(?:尊敬的|各位|同志们|朋友们)|^https?:|〔\d{4}〕"
)
# What stands around label lines and is no text: codes to scan, players, buttons.
_TOOL = re.compile(
    r"^\W{0,3}(?:扫一扫|扫码|扫描|用?微信(?:扫|$)|使用微信|听新闻|听全文|语音播|我要(?:评论|纠错|分享|举报)|分享(?:[至到给:：]|$)|\W{0,2}\d*\s?点赞|字号|打印(?:本|$)|收藏(?:本|$)"
    r"|用?手机(?:看新闻|版$|阅读$|扫)|(?:QQ空间|新浪微博|微博|朋友圈)(?:$|\s)|(?:打开|下载).{0,8}客户端)"
    r"|视力保护|二维码(?:$|分享)|分享至好友|\d\d:\d\d\s?/|微信.{0,4}微博"
)
_ENTRY = re.compile(r"[\u3400-\u9fff]{2,6}\s?[:：]\s?[^\s，。！？]{1,6}")  # 栏目主持：城东
_FINAL = re.compile(r"[。！？”…；：）)!?:;]$")


def leading_subtitles(lines: Sequence[Line]) -> int:
    """How many of the lines at the start of a body are sub-headlines.

    All or none: as soon as one of the lines before the first paragraph is neither, the block is
    the beginning of the text (a speech, a poem, a table).
    """
    for count, line in enumerate(lines):
        if is_paragraph(line.text):
            return count
        if count >= _MOST or not could_be_subtitle(line):
            return 0
    return 0


def is_marked_subtitle(line: Line) -> bool:
    """Whether the template, or a dash before it, makes a line a sub-headline."""
    if not could_be_subtitle(line):
        return False
    called = name_of(line.element) if line.element is not None else ""
    return (
        line.text.startswith(("——", "--", "—"))
        or line.tag in _SUB_HEADINGS
        or _CALLED_SUBTITLE.search(called) is not None
    )


def could_be_subtitle(line: Line) -> bool:
    """Whether a line has the form of a sub-headline."""
    text = line.text
    return (
        4 <= len(text) <= _LONGEST
        and not _ENDS_A_SENTENCE.search(text)
        and not _NO_SUBTITLE.search(text)
        and not is_furniture(text)
        and not is_tool_line(text)
        and not is_register(text)
        and not is_entry(text)
        and not line.is_link
        and first_date(text) is None
        and not is_byline_line(text)
        and not all(map(is_name, split_names(text, glued=False)))
        and re.search(r"[\u3400-\u9fff]{3}", text) is not None
    )


def is_tool_line(text: str) -> bool:
    """Whether a short line is what a reader clicks, scans or listens to."""
    return len(text) <= _LONGEST and _TOOL.search(text) is not None


def is_entry(text: str) -> bool:
    """Whether a line is a short word, a colon and another: a label that no list knows."""
    return _ENTRY.fullmatch(text) is not None


def is_paragraph(text: str) -> bool:
    """Whether a line is text of the article for sure: a finished sentence, or long."""
    return len(text) > 60 or (len(text) >= 20 and _FINAL.search(text) is not None)
