"""What is a person's name in a byline, and what is an organisation or a word of the trade."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

_SEPARATORS = re.compile(
    r"[\s、，,;；/／|｜丨&＆+\x1f]+|(?<=[\u3400-\u9fff]{2})[和与](?=[\u3400-\u9fff]{2})"
)
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0002ffff]+")
_DOTTED = re.compile(r"[\u3400-\u9fff]{1,8}(?:[·•．・][\u3400-\u9fff]{1,8}){1,3}")
# What a sub-headline says of a person: 某某强调 is no name.
_DOES = re.compile(r"(?:强调|主持|出席|讲话|指出|要求|调研|参加|致辞|致词|督导|陪同|会见)$")
_FROM = re.compile("发自|摄于|写于|编译自")  # a place, not a name
_ORGAN_ENDS = frozenset("部局处科办室厅委院校系社报台网站厂所队组县市区省镇乡村刊栏频协联")
_LONGEST, _LONGEST_WITHOUT_SURNAME = 5, 4
_NO_GIVEN_NAME = 4  # characters with which a word that could be a given name is none
_SHORT_ORGAN_ENDS = frozenset("委办局部厅校")  # 张社 and 李会 are people


@cache
def words(name: str) -> frozenset[str]:
    """The entries of a word list beside this module."""
    text = (files(__package__) / f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line)


@cache
def _word_list(name: str) -> tuple[str, ...]:
    """The same as ``startswith`` and ``endswith`` want them."""
    return tuple(words(name))


def is_name(text: str) -> bool:
    """Whether a text by itself is a person's name: a surname that exists, and a given name.

    Names of Tibetans have no surname: they are two words of a small stock.

    >>> is_name("吴定君"), is_name("欧阳明月"), is_name("宣传部"), is_name("阿依·古丽")
    (True, True, False, True)
    >>> is_name("扎西卓玛"), is_name("扎西德勒")
    (True, False)
    """
    if _DOES.search(text):
        return False
    if _DOTTED.fullmatch(text):
        return not is_organ(text)
    if not _HAN.fullmatch(text) or not 2 <= len(text) <= 4 or is_organ(text):
        return False
    if {text[:2], text[2:]} <= words("tibetan_names"):
        return True
    if text[:2] in words("surnames"):
        return len(text) > 2
    return text[0] in words("surnames") and len(text) <= 3


def is_signature(text: str) -> bool:
    """Whether a text after a label such as 作者 is a person: pen names have no surname."""
    if is_name(text):
        return True
    if _DOES.search(text) or _FROM.match(text):
        return False
    longest = _LONGEST if text[:1] in words("surnames") else _LONGEST_WITHOUT_SURNAME
    return bool(_HAN.fullmatch(text)) and 2 <= len(text) <= longest and not is_organ(text)


def is_announced_name(text: str) -> bool:
    """Whether a text behind a role or a label that announces persons is one.

    Some people's names are words too, which by themselves are none: 通讯员 耿直.
    """
    return is_signature(text) or text in words("names_and_words")


def split_names(text: str, *, glued: bool = True) -> list[str]:
    """The names in a list of names; 王 勃 with its blank is one name.

    ``glued`` looks for names without a mark between them too, which may be a sentence as well.

    >>> split_names("王 勃、陶然 朱镕")
    ['王勃', '陶然', '朱镕']
    """
    tokens = [token for token in _SEPARATORS.split(text) if token]
    names: list[str] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        following = tokens[position + 1] if position + 1 < len(tokens) else ""
        if len(token) == 1 == len(following) and is_name(token + following):
            names.append(token + following)
            position += 2
            continue
        names.extend(_unglued(token) if glued else [token])
        position += 1
    return names


def names_in_company(text: str) -> list[str]:
    """The persons of a list that nothing announces: beside surnames that exist, some may be rare.

    >>> names_in_company("洛古子日 范书林"), names_in_company("本报综合")
    (['洛古子日', '范书林'], [])
    """
    names = split_names(text)
    known = sum(map(is_name, names))
    if not known or known * 2 < len(names) or not all(map(is_signature, names)):
        return []
    return names


def _unglued(token: str) -> list[str]:
    """张三丰李四海, written without a mark between, are two names."""
    if 4 <= len(token) <= 6 and _HAN.fullmatch(token) and not (is_name(token) or is_organ(token)):
        for cut in (3, 2):
            first, second = token[:cut], token[cut:]
            if is_name(first) and is_name(second):
                return [first, second]
    return [token]


@lru_cache(maxsize=4096)
def is_organ(text: str) -> bool:
    """Whether a text is an organisation's name or a word of the trade, by its marks and ending."""
    ends = _ORGAN_ENDS if len(text) != 2 else _SHORT_ORGAN_ENDS
    if text in words("not_names") or text[-1] in ends:
        return True
    if len(text) >= _NO_GIVEN_NAME and (
        text.endswith(_word_list("organ_sectors")) or text.startswith(_word_list("organ_heads"))
    ):
        return True  # 云岭水利 or 清风云岭, not 张水利
    return _organ_marks().search(text) is not None


@cache
def _organ_marks() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words("organ_marks"))))
