"""署名: who made the report, and as what, read from every place where reports say so."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msbazhong_spider.items import Byline, Part
from msbazhong_spider.pages.dates import first_date, iter_dates
from msbazhong_spider.pages.document import name_of
from msbazhong_spider.pages.english import (
    english_byline,
    english_names,
    is_english_byline,
)
from msbazhong_spider.pages.labels import (
    CREDITS,
    PART_WORDS,
    PARTS,
    Label,
    Labelled,
    is_label,
    lex,
    may_begin_with_label,
)
from msbazhong_spider.pages.names import (
    is_announced_name,
    is_name,
    is_organ,
    is_signature,
    names_in_company,
    split_names,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from msbazhong_spider.pages.document import Line

_ROLE_PARTS = {
    "记者": Part.REPORTER,
    "实习生": Part.REPORTER,
    "通讯员": Part.CORRESPONDENT,
    "报道员": Part.CORRESPONDENT,
    "摄影": Part.PHOTOGRAPHER,
    "供图": Part.PHOTOGRAPHER,
    "图片": Part.PHOTOGRAPHER,
    "摄像": Part.PHOTOGRAPHER,
    "配图": Part.PHOTOGRAPHER,
    "摄": Part.PHOTOGRAPHER,
    "图": Part.PHOTOGRAPHER,
    "文字": Part.WRITER,
    "撰文": Part.WRITER,
    "撰稿": Part.WRITER,
    "执笔": Part.WRITER,
    "供稿": Part.WRITER,
    "作者": Part.WRITER,
    "整理": Part.WRITER,
    "采写": Part.REPORTER,
    "编译": Part.WRITER,
    "翻译": Part.WRITER,
    "责任编辑": Part.EDITOR,
    "责编": Part.EDITOR,
    "编辑": Part.EDITOR,
    "图片编辑": Part.EDITOR,
    "版面编辑": Part.EDITOR,
    "美术编辑": Part.EDITOR,
    "编绘": Part.PHOTOGRAPHER,
    "绘图": Part.PHOTOGRAPHER,
    "制图": Part.PHOTOGRAPHER,
    "审核": Part.REVIEWER,
    "校对": Part.REVIEWER,
    "编审": Part.REVIEWER,
    "监制": Part.REVIEWER,
    "文": Part.WRITER,
}
_ROLE = re.compile(
    r"(?P<both>文\s?[/、／&]?\s?图|图\s?[/、／&]?\s?文|文并摄)(?:报道)?"
    r"|(?P<role>特约记者|记者|实习生|特约通讯员|通讯员|报道员|摄影|供图|图片|摄像|配图|文字|撰文|撰稿|执笔|供稿|作者|整理"
    r"|采写|编译|翻译|责任编辑|图片编辑|版面编辑|美术编辑|责编|编辑|编绘|绘图|制图|审核|校对|编审|监制)"
    r"|(?:(?<=[\s/／|｜:：、，（(])|^)(?P<one>[文图摄])(?=[\s/／|｜:：、，）)]|$)|(?P<glued>摄)(?=$|[\s）)，,/])"
)
# What every text must have that labels or roles name persons in: most label lines tell when and
# whence alone. A set of characters at its beginning makes a pattern quick to search for.
_NAMING = [word for word in (*PART_WORDS, *_ROLE_PARTS) if len(word) > 1]
_MAY_LABEL = re.compile(
    "[文图摄]|[{}](?=[\\s{}])".format(
        *("".join(sorted({re.escape(word[at]) for word in _NAMING})) for at in (0, 1))
    )
)
_SLASHES, _COLONS = tuple("/／|｜丨"), (":", "：", "/", "／", "|", "｜", "丨")
_WHO_WRITE = (Part.REPORTER, Part.CORRESPONDENT)
_BEHIND = frozenset(
    {"供稿", "供图", "摄影", "摄像", "撰文", "撰稿", "整理", "采写", "编译", "翻译"}
)
_BRACKETS = re.compile(r"[（(【\[]([^（）()【】\[\]]{2,70})[)）】\]]")
_CLOSERS = frozenset(")）】]")
_HEAD = re.compile(r"(?:讯|电|报道|消息)\s{0,3}$")
_UNBRACKETED_HEAD = re.compile(
    r"^.{0,30}?(?:讯|电)\s{1,3}[（(]?(?P<who>(?:[\u3400-\u9fff]{0,8})记者[^，。]{2,30}?)(?:报道|摄影报道|\s{2,}|[）)])"
)
_REPORTS = re.compile(  # 某某融媒记者张某 李某报道
    r"^(?P<who>[\u3400-\u9fff]{0,10}记者[^，。；：]{2,24}?)\s?(?:摄影|综合)?报道(?=[\s\u3000:：])"
)
_OPENERS = "（(【[ "
_HEAD_WITHIN = 110
_SHORTEST_ORGAN = 4  # characters of an organisation before those who write for it
_LONGEST_CELL = 30  # characters of a piece of a line that is names
LONGEST_LINE = 110  # characters of a line that holds nothing but a byline
_BEFORE_EDITION = re.compile(r"([^《》：:]{2,30})《[^《》]{3,14}》\s?[（(]?\s?(?:19|20)\d\d")
_ORNAMENTS = " \u3000（()）【】[]〔〕□■●▲◎★☆○◇◆△▷▶►※*•·▍▎丨|｜"
# Papers set these before the names of those who wrote: ○ 张某 李某.
_MARKED_NAMES = re.compile(r"^[○◎●□■◇◆]\s*(?P<names>[\u3400-\u9fff·、，\s\u3000]{2,24})$")
_BRACKETED = re.compile(r"^[（(【\[]\s*(?P<names>[\u3400-\u9fff·、，\s\u3000]{2,24})[)）】\]]$")
_BEFORE_NAMES = frozenset("○◎●□■◇◆（(【[")
_LINE = re.compile(
    r"^[\s（(【\[□■●▲◎★☆]*(?:[\u3400-\u9fff]{0,10}?(?:记者|通讯员|实习生)|文\s?[/、／|｜:：]|图\s?[/、／|｜:：]|文图|图文|撰文|撰稿|执笔|供稿|作者|摄影|编辑|责编|责任编辑|审核|校对|编审|监制|初审|复审|终审|一审|二审|三审|来源|稿源)"
)
_QUALIFIER = 2  # characters of a paper's short name before a role
_HAN_END = re.compile(r"[\u3400-\u9fff]+$")
_REPORTED = re.compile(r"(?<=\s)[\u3400-\u9fff]{0,6}报道|(?:摄影|综合)?报道\s*$")
_NO_NAMES = re.compile(r"[（()）【】\[\]:：｜|/／。.…\"“”0-9A-Za-z_—-]+")
_PHOTOGRAPHED = re.compile(r"(?<![文/、])\s?(?:摄|摄影|供图)\s?[）)】]?\s?$")
# What every line must have that holds nothing but who made the report: most lines of a text are
# told so without a closer look. Each alternative begins with a fixed character, by which such a
# pattern is searched for quickly.
_MAY_NAME = re.compile(
    r"】|:|：|︰|\||｜|丨|/|／|记者|通讯员|实习生|文图|图文|文\s?、|图\s?、|撰|执笔|供稿|作者|摄影|编辑|责编|审"
    r"|校对|监制|来源|稿源|作\s|者\s|编\s|辑\s|责\s"
)
_REMARK = re.compile(r"(?<=[\u3400-\u9fff])[（(][^（）()]{0,14}[)）]")  # （实习生）, （除署名外）
_CREDIT = re.compile(r"(?:摄|摄影|供图|图|制图|资料图|图片)[）)】\]]?$")
_CREDITED = re.compile(
    r"(?:^|[。！？；）)\s▲△])([^。！？；，]{2,30}?)\s?(?:摄|摄影|供图)\s?[）)】]?$"
    r"|(?:摄影|供图|拍摄)\s?[:：/]\s?([^。！？；，]{2,20})$"
)
_TO_ROLE = re.compile(r"^.*(?:记者|通讯员)")
_CALLED_AUTHOR = re.compile(
    r"author(?!i[tz])|\bauth\b|writer|reporter|jizhe|zuozhe|\bzz\b|editor|bianji"
)
_WHO_REPORTS = re.compile("记者|通讯员")
_BEGINS_IN_ENGLISH = frozenset({"By ", "by ", "BY "})
# 记者观察：… is a heading, and what is quoted is no name.
_COLUMN = re.compile("记者(?:观察|手记|调查|直击|视点|连线|追问|探访|体验|述评|札记|感言)|[“”]")
_SENTENCE = re.compile("[。？！?!…]")
_WRITTEN = re.compile(r"文|通讯员|编辑|责编")
_NAME_SLASH_ROLE = re.compile(r"^[（(【\[]?\s*[\u3400-\u9fff·]{2,5}\s?[/／]\s?(?:文|图|摄)")


def parse_byline(text: str, default: Part | None = None, *, strict: bool = False) -> list[Byline]:
    """Names with their parts, where roles stand before names (记者 张三) or after (张三/文 李四/图).

    ``default`` is the part of names without a role; without it they are left out. ``strict``
    takes only names with a real surname, for text that no label announced.
    """
    accepts = is_name if strict else is_signature
    if default is not None:
        text = _REMARK.sub(" ", text)  # 责编：张某（通讯员） is an editor
    found: list[Byline] = []
    current: Part | None = None
    position = 0
    for role in [*_ROLE.finditer(text), None]:
        chunk = text[position : role.start() if role else len(text)]
        if role is not None and role["role"] and not _follows(role, chunk):
            chunk = _without_qualifier(chunk, text[role.end() :], first=current is None)
        announced = current or (default and not strict) or chunk.rstrip()[-1:] in _SLASHES
        takes = is_announced_name if announced else accepts
        names = [n for n in split_names(_bare(chunk)) if takes(n) and not is_label(n)]
        if role is None:
            part = current or default
            found.extend(Byline(name, part) for name in names if part)
            break
        part = _part_of(role)
        if names and _stands_behind(role, text, current):
            if current in _WHO_WRITE and part is Part.WRITER:
                part = current  # 记者 张某/文
            found.extend(Byline(name, part) for name in names)
            current = None
        else:
            before = current or default or Part.WRITER
            found.extend(Byline(name, before) for name in names)
            current = part
        position = role.end()
    return _photographed(found, text)


def _without_qualifier(chunk: str, rest: str, *, first: bool) -> str:
    """What stands before a role without the word that is set close to it: 某报 in 某报记者.

    Behind the names that another role announced it is told by its shape: 某经记者 张某 某经编辑 李某.
    """
    if first:
        return _HAN_END.sub("", chunk)
    word = _HAN_END.search(chunk)
    if word is None or len(word[0]) != _QUALIFIER or is_name(word[0]) or not rest[:1].isspace():
        return chunk
    names = chunk[: word.start()]
    return names if names[-1:].isspace() and names.strip() else chunk


def _stands_behind(role: re.Match[str], text: str, current: Part | None) -> bool:
    """Whether a role belongs to the names before it: 张某/文, 张某 摄, 张某供稿.

    Behind names that a role announced (记者 张某 图 李某) only what ends a list does.
    """
    rest = text[role.end() :]
    if rest[:1] in _COLONS:
        return False
    if text[: role.start()].rstrip()[-1:] in _SLASHES and not role["role"]:
        return True
    if not rest.strip(_ORNAMENTS):
        return True
    short = bool(role["one"] or role["glued"] or role["both"]) or role["role"] in _BEHIND
    return short and (current is None or rest[0] in "）)，,；;")


def _follows(role: re.Match[str], chunk: str) -> bool:
    """Whether a role stands behind its name without a blank: 张某供稿, but not 某报记者."""
    return role["role"] in _BEHIND and is_name(chunk.strip(_ORNAMENTS).split(" ")[-1])


def _bare(chunk: str) -> str:
    """Names and blanks only: brackets, numbers, and 某地报道 behind a name taken away."""
    chunk = _REMARK.sub(" ", chunk)
    if "报道" in chunk:
        chunk = _REPORTED.sub(" ", chunk)
    return _NO_NAMES.sub(" ", chunk)


def _part_of(role: re.Match[str]) -> Part:
    if role["both"]:
        return Part.WRITER
    word = role["role"] or role["one"] or role["glued"]
    return _ROLE_PARTS[word.removeprefix("特约")]


def _photographed(found: list[Byline], text: str) -> list[Byline]:
    """本报记者 张三 摄 is a photographer's line."""
    is_pictured = "摄" in text or "供图" in text
    if is_pictured and _PHOTOGRAPHED.search(text) and not ("文" in text or "通讯员" in text):
        return [Byline(one.name, Part.PHOTOGRAPHER) for one in found]
    return found


def _without_dates(text: str) -> str:
    for dated in iter_dates(text) if first_date(text) else ():
        text = f"{text[: dated.start]}{' ' * (dated.end - dated.start)}{text[dated.end :]}"
    return text


def plain_names(text: str) -> list[str]:
    """The names of a text that is names and remarks in brackets and nothing else; else none."""
    names = split_names(_bare(text), glued=False)
    return names if names and all(map(is_name, names)) else []


def from_labels(text: str) -> list[Byline]:
    """The persons of a label line (作者：… 编辑：…)."""
    if not _MAY_LABEL.search(text):
        return []
    text = _without_dates(text)
    lexed = lex(text)
    found: list[Byline] = []
    if lexed and _ROLE.search(text[: lexed[0].start]):
        found = parse_byline(text[: lexed[0].start])
    for labelled in lexed:
        part = PARTS.get(labelled.kind)
        if part is not None and labelled.value:
            value = labelled.value[:80]
            if labelled.end < len(text) and _HAN_END.search(text[: labelled.end][-1:]):
                value = _without_qualifier(value, " ", first=False)  # 某经编辑：… behind it
            if value.isascii():
                found.extend(Byline(name, part) for name in english_names(value))
            else:
                found.extend(parse_byline(value, part))
    return found


def from_cells(line: Line) -> list[Byline]:
    """The persons in pieces of a line, or on a line, that the template calls author or editor."""
    block = line.element
    if block is None:
        return []
    found = _called(line.text, _block_called(block)) if len(line.text) <= _LONGEST_CELL else []
    called = line.called
    if any(map(_CALLED_AUTHOR.search, called)):
        for cell, name in zip(line.cells, called, strict=False):
            found.extend(_called(cell, name) if len(cell) <= _LONGEST_CELL else ())
    return found


def _block_called(block: etree._Element) -> str:
    """What a template calls a block, and the block around it unless that is what texts are set in."""
    own, around = name_of(block), block.getparent()
    outer = name_of(around) if around is not None else ""
    return own if "edit" in outer else f"{own} {outer}"


def _called(text: str, called: str) -> list[Byline]:
    """The names of a text that is names and nothing else, by what its template calls it."""
    if not _CALLED_AUTHOR.search(called) or lex(text):
        return []
    if _WHO_REPORTS.search(text) and _all_names(text):
        return parse_byline(text, strict=True)
    names = split_names(_bare(text).strip(" ·•"))
    if not names or not all(map(is_name, names)):
        return []
    reports = "reporter" in called or "jizhe" in called
    edits = "edit" in called or "bianji" in called
    part = Part.REPORTER if reports else Part.EDITOR if edits else Part.WRITER
    return [Byline(name, part) for name in names]


def from_edition(text: str) -> list[Byline]:
    """The writers whose names stand before the paper's, its day and page (张某 李某 《某报》2024年…)."""
    found = _BEFORE_EDITION.match(text)
    return [Byline(name, Part.WRITER) for name in plain_names(found[1])] if found else []


def names_of_line(line: Line) -> list[Byline]:
    """The writers of a line below a headline that is names and nothing else.

    A single word of two characters (党建, 文化) is no name there, unless it is set as one: 张　禾.
    Their organisation may stand before them: 县委党校教研室　张禾苗.
    """
    text = _without_organ(line.text)
    names = split_names(text, glued=False) if len(text) <= 24 and not line.is_link else []
    if not names or not all(map(is_name, names)) or (len(names) == 1 and len(text) < 3):
        return []
    return [Byline(name, Part.WRITER) for name in names]


def from_head(paragraph: str) -> list[Byline]:
    """The reporters at the head of a text: 本报讯（记者 …）, 某地3月5日电（张三）, 【通讯员 …】."""
    head = paragraph[:_HEAD_WITHIN]
    for group in _BRACKETS.finditer(head):
        inside = group[1]
        if group.start() > 45:
            break
        if _ROLE.search(inside) and _all_names(inside):
            return parse_byline(inside, strict="记者" not in inside)
        if _HEAD.search(head[: group.start()]) and _all_names(inside):
            return parse_byline(inside, Part.REPORTER, strict=True)
    found = _UNBRACKETED_HEAD.match(head) or _REPORTS.match(head)
    return parse_byline(found["who"], strict=True) if found else []


def from_tail(paragraph: str) -> list[Byline]:
    """The persons in the bracket that ends a text: （刘某/文 杨某/图）, （记者 …）, （张三 李四）."""
    closed = not _CLOSERS.isdisjoint(paragraph[-3:])
    groups = list(_BRACKETS.finditer(paragraph)) if closed else []
    inside = groups[-1][1] if groups else ""
    if not inside or len(paragraph) - groups[-1].end() > 2 or is_label(inside):
        return []  # 【终审】李堃 is a label and its value
    lexed = lex(inside)
    if lexed and _all_labels(inside[lexed[0].start :]):
        before = parse_byline(inside[: lexed[0].start], Part.WRITER, strict=True)
        return [*before, *from_labels(inside[lexed[0].start :])]
    if lexed or not _all_names(inside):
        return []
    if _ROLE.search(inside):
        return parse_byline(inside)
    names = names_in_company(_without_organ(inside))
    if names:
        return [Byline(name, Part.WRITER) for name in names]
    return parse_byline(inside, Part.WRITER, strict=True)


def _without_organ(text: str) -> str:
    """The names behind an organisation: 农技推广中心 张某 李某."""
    organ, *names = text.split(maxsplit=1)
    return names[0] if names and len(organ) >= _SHORTEST_ORGAN and is_organ(organ) else text


def from_signature(text: str) -> list[Byline]:
    """The writers who sign with their organisation: 某县融媒体中心 张某 李某."""
    tokens = text.strip(" （()）").split() if len(text) <= 40 else ()
    if len(tokens) < 2 or not is_organ(tokens[0]) or lex(text):
        return []
    names = split_names(" ".join(tokens[1:]))
    return [Byline(name, Part.WRITER) for name in names] if all(map(is_name, names)) else []


def from_english(text: str) -> list[Byline]:
    """The writers of a line that begins with a byline in English."""
    return [Byline(name, Part.WRITER) for name in english_byline(text)]


def from_line(text: str) -> list[Byline]:
    """The persons of a line that holds nothing but a byline."""
    if not is_byline_line(text):
        return []
    if text[:3] in _BEGINS_IN_ENGLISH:
        return from_english(text)
    if lex(text):
        return from_labels(text)
    marked = _MARKED_NAMES.match(text)
    names = names_in_company(marked["names"]) if marked else []
    if names:
        return [Byline(name, Part.WRITER) for name in names]
    return parse_byline(text.strip(_ORNAMENTS))


def from_credit(text: str) -> list[Byline]:
    """The photographers whom a caption names: 张某 摄."""
    found = _CREDITED.search(text) if len(text) <= 200 else None
    who = _TO_ROLE.sub("", found[1] or found[2]) if found else ""
    names = split_names(_bare(who))
    return [Byline(name, Part.PHOTOGRAPHER) for name in names if is_name(name)]


def from_mixed(text: str) -> list[Byline]:
    """The reporters that a line with other things (date, edition) names: … 本报记者 张某."""
    role = _WHO_REPORTS.search(text) if len(text) <= 120 else None
    if role is None or any(one.kind in PARTS for one in lex(text)):
        return []
    return parse_byline(_without_dates(text[role.start() :]), strict=True)


@lru_cache(maxsize=4096)
def is_byline_line(text: str) -> bool:
    """Whether a line holds nothing but who made the report."""
    if text[:3] in _BEGINS_IN_ENGLISH:
        return is_english_byline(text)
    marked = text[:1] in _BEFORE_NAMES
    if len(text) > LONGEST_LINE or not (marked or _MAY_NAME.search(text)):
        return False
    set_apart = (_MARKED_NAMES.match(text) or _BRACKETED.match(text)) if marked else None
    if set_apart and names_in_company(set_apart["names"]):
        return all(map(is_name, split_names(set_apart["names"])))
    whole, text = text, text.strip(_ORNAMENTS)
    is_slashed = "/" in text or "／" in text
    if not (_LINE.match(text) or (is_slashed and _NAME_SLASH_ROLE.match(text))):
        return _all_labels(whole)
    if _CREDIT.search(text) and not _WRITTEN.search(text):
        return False  # a picture's caption, which belongs to the body
    return (_COLUMN.search(text) is None and _all_names(text)) or _all_labels(whole)


def _all_labels(text: str) -> bool:
    """Whether a line is labels of the trade and short values from its first character on."""
    found = lex(text) if may_begin_with_label(text.lstrip(_OPENERS)) else ()
    if not found or text[: found[0].start].strip(_OPENERS):
        return False
    if text.endswith("。") and not all(map(is_name, split_names(found[-1].value))):
        return False  # 记者：请您介绍一下。
    others = [one for one in found if one.kind is not Label.SOURCE]
    tells_who = any(map(_is_of_the_trade, found)) or all(map(_is_credit, others))
    return bool(others) and tells_who and all(map(_is_short, found))


def _is_of_the_trade(one: Labelled) -> bool:
    """Whether a label is of those who make reports; 主任：李堃 alone is of any list of people."""
    return one.kind in PARTS and one.word != "主任"


def _is_short(one: Labelled) -> bool:
    """Whether a value is a few names; commas stand between names too.

    What ends like a sentence is what somebody says: 记者：您怎么看？
    """
    if one.kind is Label.OTHER:
        return True
    if _SENTENCE.search(one.value):
        return False
    return len(one.value) <= 24 and (
        "，" not in one.value or all(map(is_name, split_names(one.value)))
    )


def _is_credit(one: Labelled) -> bool:
    """Whether a label and its value say who made what goes with a report: 剪辑：李堃."""
    names = split_names(one.value) if one.word in CREDITS else ()
    return bool(names) and all(map(is_name, names))


def _all_names(text: str) -> bool:
    """Whether nothing but names, roles and organisations of the trade stand in a text."""
    rest = _ROLE.sub(" ", text)
    tokens = split_names(_bare(rest))
    others = [token for token in tokens if not is_announced_name(token)]
    named = len(tokens) - len(others)
    return (
        named > 0
        and all(len(token) <= 10 and "，" not in token for token in others)
        and (len(others) <= named)
    )


def unique(bylines: Iterable[Byline]) -> tuple[Byline, ...]:
    """Each name once with each part, in order."""
    return tuple(dict.fromkeys(bylines))
