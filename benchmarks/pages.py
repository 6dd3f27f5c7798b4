"""Score and time the page reader on a folder of saved pages with labels.

    python benchmarks/pages.py [FOLDER]

FOLDER holds ``pages.jsonl`` (one label a line, ``file`` names the page), ``html/`` with the pages
and ``score_pages.py``; without an argument the folder ``../shared/pages`` beside the checkout is
used. Prints the scorer's report, and pages a second beside ``parsel.Selector`` on the same pages.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from parsel import Selector

from msbazhong_spider.errors import NotAnArticleError
from msbazhong_spider.items import Article, Page, Part
from msbazhong_spider.pages import decode, read_article

_AUTHORS = {Part.REPORTER, Part.CORRESPONDENT, Part.WRITER, Part.EDITOR}
_DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "pages"


def main() -> None:
    """Read the arguments, score, time, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=_DEFAULT)
    parser.add_argument("--half", choices=["odd", "even"], help="only the odd or even labels")
    parser.add_argument("--no-speed", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--worst", default="10")
    parser.add_argument("--misses", default=None)
    options = parser.parse_args()
    rest = ["--worst", options.worst, *(["--misses", options.misses] if options.misses else [])]
    labels = _labels(options.folder, options.half)
    pages = [_page(options.folder, label["file"]) for label in labels]
    _score(options.folder, labels, pages, rest)
    if not options.no_speed:
        _time(pages, options.rounds)


def _labels(folder: Path, half: str | None) -> list[dict[str, Any]]:
    lines = (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    labels = [json.loads(line) for line in lines if line.strip()]
    return labels if half is None else labels[(0 if half == "odd" else 1) :: 2]


def _page(folder: Path, name: str) -> Page:
    return Page(url=f"file:///{name}", body=(folder / "html" / name).read_bytes())


def _score(
    folder: Path, labels: list[dict[str, Any]], pages: list[Page], options: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        known = Path(scratch, "labels.jsonl")
        known.write_text("".join(f"{json.dumps(one)}\n" for one in labels), encoding="utf-8")
        predicted = Path(scratch, "predictions.jsonl")
        with predicted.open("w", encoding="utf-8") as out:
            for label, page in zip(labels, pages, strict=True):
                out.write(json.dumps({"file": label["file"], **prediction(page)}) + "\n")
        command = [sys.executable, str(folder / "score_pages.py"), "--predictions", str(predicted)]
        command += ["--pages", str(folder / "html"), "--labels", str(known), *options]
        subprocess.run(command, check=True)


def prediction(page: Page) -> dict[str, Any]:
    """What the reader makes of a page, in the scorer's words; empty for what is no article."""
    try:
        article = read_article(page)
    except NotAnArticleError as error:
        print(f"no article: {error}", file=sys.stderr)
        return {}
    return {
        "title": article.title,
        "datetime": _stamp(article),
        "source": article.source,
        "authors": [one.name for one in article.bylines if one.part in _AUTHORS],
        "body": article.body,
    }


def _stamp(article: Article) -> str | None:
    if article.published is None:
        return None
    text = article.published.isoformat()
    return text[:10] if article.precision == "day" else text[:19]


def _time(pages: list[Page], rounds: int) -> None:
    reading, parsing = [], []
    texts = [decode(page.body).text for page in pages]
    for _ in range(rounds):
        start = time.perf_counter()
        for page in pages:
            try:
                read_article(Page(page.url, page.body))
            except NotAnArticleError:
                continue
        reading.append(time.perf_counter() - start)
        start = time.perf_counter()
        for text in texts:
            Selector(text=text)
        parsing.append(time.perf_counter() - start)
    ours, theirs = len(pages) / min(reading), len(pages) / min(parsing)
    print(f"speed: read_article {ours:.0f} pages/s, parsel.Selector {theirs:.0f} pages/s")
    print(f"       reading costs {theirs / ours:.2f} times the parsing alone")


if __name__ == "__main__":
    main()
