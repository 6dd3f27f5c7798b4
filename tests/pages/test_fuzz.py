"""Damaged pages: whatever arrives, the readers answer or raise what they document.

The tests read a few hundred mutations of the invented pages. For many, or of other pages::

    python tests/pages/test_fuzz.py 20000 [FOLDER OF PAGES]

prints how many were articles and lists each number whose page made a reader fail; a number always
gives the same page.
"""

from __future__ import annotations

import random
import re
import sys
import traceback
from pathlib import Path

import pytest

from msbazhong_spider.errors import NotAnArticleError
from msbazhong_spider.items import Page
from msbazhong_spider.pages import classify, read_article, read_listing

FOLDER = Path(__file__).parent / "pages"
FEW = 300
TAG = re.compile(rb"<[^<>]{1,200}>")
JUNK = [
    b"<", b">", b"</div>", b"<div>", b"<table><tr><td>", b"</html>", b"<!--", b"-->", b"<![CDATA[",
    b"\x00", b"\xff\xfe", b"\x81", b"&#xD800;", b"&#1114112;", b"&nbsp;", b"<p " + b"a" * 300,
    b"<style>", b"<textarea>", b"<plaintext>", b"<base href='http://[bad'>", b"<a href='http://[::1'>x</a>",
    b"<meta charset=utf-16>", b"<meta charset=hex>", b"<title></title>", b"<img width=9e9 src='//['>",
    "来源：".encode(), "（记者 ".encode(), "2024年2月31日".encode(), b"99:99", "上一篇".encode(),
    "时间：二〇二四年十三月".encode("gb18030"), b"createPageHTML(9999999999, -1, '', '')", b"\xe3\x80\x80" * 50,
]  # fmt: skip


def cut(page: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    """Leave out the beginning or the end."""
    at = dice.randrange(len(page) + 1)
    return page[:at] if dice.random() < 0.7 else page[at:]


def lose(page: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    """Leave out a piece in the middle."""
    start = dice.randrange(len(page) + 1)
    return page[:start] + page[start + dice.randrange(400) :]


def splice(page: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    """Go on with another page, maybe of another charset."""
    other = dice.choice(others)
    return page[: dice.randrange(len(page) + 1)] + other[dice.randrange(len(other) + 1) :]


def flip(page: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    """Change single bytes."""
    changed = bytearray(page)
    for _ in range(dice.randrange(1, 60)):
        if changed:
            changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def double(page: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    """Write some tags several times."""
    times = dice.choice([2, 2, 3, 200])
    share = 0.2 if times < 10 else 0.02
    return TAG.sub(lambda tag: tag[0] * (times if dice.random() < share else 1), page)


def drop(page: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    """Leave out some tags."""
    return TAG.sub(lambda tag: b"" if dice.random() < 0.2 else tag[0], page)


def insert(page: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    """Put in what templates and writers leave behind."""
    for _ in range(dice.randrange(1, 12)):
        at = dice.randrange(len(page) + 1)
        page = page[:at] + dice.choice(JUNK) + page[at:]
    return page


MUTATIONS = (cut, lose, splice, flip, double, drop, insert)


def mutated(number: int, pages: list[bytes]) -> Page:
    """The page of a number: one to three mutations of one of the pages."""
    dice = random.Random(number)
    body = dice.choice(pages)
    for _ in range(dice.randrange(1, 4)):
        body = dice.choice(MUTATIONS)(body, dice, pages)
    headers = dice.choice(
        [{}, {}, {"content-type": "text/html; charset=gb2312"}, {"content-type": "text/plain"}]
    )
    url = dice.choice(
        ["http://www.lanhe.example/xw/t20240305_1.html", "file:///a.html", "http://[", ""]
    )
    return Page(url, body, dice.choice([200, 200, 404, 503]), headers)


def read_all(page: Page) -> bool:
    """Ask every reader; whether the page was an article."""
    classify(page)
    read_listing(page)
    try:
        article = read_article(page)
    except NotAnArticleError:
        return False
    return bool(article.title or article.body)


def load(folder: Path) -> list[bytes]:
    """The pages of a folder."""
    return [path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix != ".json"]


PAGES = load(FOLDER)


@pytest.mark.parametrize("first", range(0, FEW, 50))
def test_no_reader_fails_on_a_damaged_page(first: int) -> None:
    """Pages that were cut, spliced, flipped, doubled or stuffed are read like any other."""
    for number in range(first, first + 50):
        read_all(mutated(number, PAGES))


def test_a_number_always_gives_the_same_page() -> None:
    """A failure can be looked at again."""
    assert [mutated(number, PAGES) for number in range(20)] == [
        mutated(number, PAGES) for number in range(20)
    ]
    assert len({mutated(number, PAGES).body for number in range(100)}) > 90


def main() -> int:
    """Read as many mutations as asked for, and tell of those that made a reader fail."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else FEW
    pages = load(Path(sys.argv[2])) if len(sys.argv) > 2 else PAGES
    articles, failed = 0, 0
    for number in range(count):
        try:
            articles += read_all(mutated(number, pages))
        except Exception:  # noqa: BLE001 - each is told, with its number and where it came from
            failed += 1
            print(f"page {number}:", file=sys.stderr)  # noqa: T201 - a script for the terminal
            traceback.print_exc()
    print(f"{count} pages: {articles} articles, {failed} failures")  # noqa: T201 - same
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
