"""Score and time the page reader on a folder of saved pages with labels, beside other readers.

    python benchmarks/pages.py [FOLDER]

FOLDER holds ``pages.jsonl`` (one label a line, ``file`` names the page), ``html/`` with the pages
and ``score_pages.py``; without an argument the folder ``../shared/pages`` beside the checkout is
used. Prints the scorer's report on this project's reader, then one line for each reader that is
installed (``pip install '.[bench]'``): its scores, pages a second, and what reading costs beside
``parsel.Selector`` on the same pages. Reading is from bytes to ``Article``; the others start from
the decoded text. What this reader remembers of earlier lines is forgotten before each round. Below
it stands what a page costs in a harvest, which looks at each before it reads it.

The extra needs a pip newer than the 23.2 that some virtual environments begin with, which stops at
"Candidate is not for this requirement" over it: ``pip install --upgrade pip`` first.
"""

from __future__ import annotations

import argparse
import json
import logging
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from parsel import Selector
from readers import READERS

from msbazhong_spider.errors import NotAnArticleError
from msbazhong_spider.items import Article, Page, PageKind, Part
from msbazhong_spider.pages import (
    classify,
    decode,
    find_first_part,
    find_next_part,
    read_article,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_AUTHORS = {Part.REPORTER, Part.CORRESPONDENT, Part.WRITER, Part.EDITOR}
_DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "pages"
_PATIENCE = 5.0  # seconds
_COLUMNS = {
    "title": "title",
    "day": "day",
    "minute": "minute",
    "source": "source",
    "authors": "authors_where_some",
    "body": "body_f1",
    "≥.95": "body_f1_ge95",
}


def main() -> None:
    """Read the arguments, score, time, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=_DEFAULT)
    parser.add_argument("--half", choices=["odd", "even"], help="only the odd or even labels")
    parser.add_argument("--no-speed", action="store_true", help="only this project's scores")
    parser.add_argument(
        "--rounds", type=int, default=3, help="of which the quickest counts for each page"
    )
    parser.add_argument("--worst", default="10")
    parser.add_argument("--misses", default=None)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    bench = Bench(options.folder, options.half)
    rest = ["--worst", options.worst, *(["--misses", options.misses] if options.misses else [])]
    own = [prediction(page) for page in bench.pages]
    print(bench.score(own, rest))
    if not options.no_speed:
        _compare(bench, own, options.rounds)


class Bench:
    """The labelled pages of a folder, and its scorer."""

    def __init__(self, folder: Path, half: str | None) -> None:
        self.folder = folder
        lines = (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines()
        labels = [json.loads(line) for line in lines if line.strip()]
        self.labels = labels if half is None else labels[(0 if half == "odd" else 1) :: 2]
        self.pages = [self._page(label["file"]) for label in self.labels]
        self.texts = [decode(page.body).text for page in self.pages]

    def _page(self, name: str) -> Page:
        return Page(url=f"file:///{name}", body=(self.folder / "html" / name).read_bytes())

    def score(self, predictions: Iterable[dict[str, Any]], options: list[str]) -> str:
        """What the scorer says of predictions, in the order of the pages."""
        with tempfile.TemporaryDirectory() as scratch:
            known, predicted = Path(scratch, "labels.jsonl"), Path(scratch, "predictions.jsonl")
            known.write_text("".join(f"{json.dumps(one)}\n" for one in self.labels))
            named = zip(self.labels, predictions, strict=True)
            rows = [{"file": label["file"], **one} for label, one in named]
            predicted.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
            command = [sys.executable, str(self.folder / "score_pages.py")]
            command += ["--predictions", str(predicted), "--pages", str(self.folder / "html")]
            command += ["--labels", str(known), *options]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")
            return done.stdout.rstrip()


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


def _compare(bench: Bench, own: list[dict[str, Any]], rounds: int) -> None:
    """Print a line for each reader: its scores, its speed, and its cost beside parsing alone."""
    parsing, reading = _Timed(Selector, bench.texts), _Timed(_read, bench.pages)
    harvest = _Timed(_as_in_a_harvest, bench.pages)
    for _ in range(max(rounds, 5)):  # in turn, so that a busy moment falls on all of them
        for timed in (parsing, reading, harvest):
            timed.once_more()
    print(f"\n{'':17}{''.join(f'{name:>8}' for name in _COLUMNS)} pages/s  × parsing")
    _print_row("msbazhong_spider", bench, own, reading.seconds, parsing.seconds)
    _print_speed(" in a harvest", len(bench.pages), harvest.seconds, parsing.seconds)
    for name, load in READERS.items():
        try:
            read = load()
        except ImportError as error:
            print(f"{name:17}is not installed ({error})")
            continue
        found = [read(text) for text in bench.texts]
        timed = _Timed(read, bench.texts)
        while timed.rounds < rounds and timed.spent < _PATIENCE:
            timed.once_more()
        _print_row(name, bench, found, timed.seconds, parsing.seconds)
    _print_speed("parsel.Selector", len(bench.texts), parsing.seconds, parsing.seconds)


class _Timed:
    """What a reader takes for pages: of each page the quickest round counts, and their sum.

    Whatever else the machine does costs time, and hardly ever in all rounds of one page.
    """

    def __init__(self, read: Callable[[Any], object], pages: Sequence[Any]) -> None:
        self._read, self._pages = read, pages
        self._best = [float("inf")] * len(pages)
        self.rounds, self.spent = 0, 0.0

    def once_more(self) -> None:
        """Read all pages as if for the first time."""
        _forget()
        for index, page in enumerate(self._pages):
            start = time.perf_counter()
            self._read(page)
            taken = time.perf_counter() - start
            self._best[index] = min(self._best[index], taken)
            self.spent += taken
        self.rounds += 1

    @property
    def seconds(self) -> float:
        """The time that all pages take."""
        return sum(self._best)


def _print_row(
    name: str, bench: Bench, found: list[dict[str, Any]], taken: float, parsing: float
) -> None:
    rates = json.loads(bench.score(found, ["--json"]))
    scores = "".join(f"{rates[key]:>8.3f}" for key in _COLUMNS.values())
    print(f"{name:17}{scores}{len(bench.texts) / taken:>8.0f}{taken / parsing:>11.2f}")


def _print_speed(name: str, pages: int, taken: float, parsing: float) -> None:
    print(f"{name:17}{'':{8 * len(_COLUMNS)}}{pages / taken:>8.0f}{taken / parsing:>11.2f}")


def _forget() -> None:
    """Forget what is remembered of lines, so that a second round is worth a first."""
    for name, module in list(sys.modules.items()):
        if name.startswith("msbazhong_spider.pages."):
            for member in vars(module).values():
                parameters = getattr(member, "cache_parameters", dict)()
                if parameters.get("maxsize"):  # word lists are loaded once, and kept without limit
                    member.cache_clear()


def _read(page: Page) -> Article | None:
    """Read a page as if for the first time: the last page read is remembered by identity."""
    try:
        return read_article(Page(page.url, page.body))
    except NotAnArticleError:
        return None


def _as_in_a_harvest(page: Page) -> None:
    """Look at a page, note its charset, look for its other parts, and read it."""
    fresh = Page(page.url, page.body)
    kind = classify(fresh).kind
    decode(fresh.body)
    if kind is PageKind.ARTICLE:
        find_first_part(fresh)
        find_next_part(fresh)
        read_article(fresh)


if __name__ == "__main__":
    main()
