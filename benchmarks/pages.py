"""Score and time the page reader on a folder of saved pages with labels, beside other readers.

    python benchmarks/pages.py [FOLDER]

FOLDER holds ``pages.jsonl`` (one label a line, ``file`` names the page), ``html/`` with the pages
and ``score_pages.py``; without an argument the folder ``../shared/pages`` beside the checkout is
used. Prints the scorer's report on this project's reader, then one line for each reader that is
installed (``pip install '.[bench]'``): its scores, pages a second, and what reading costs beside
``parsel.Selector`` on the same pages. Reading is from bytes to ``Article``; the others start from
the decoded text. What this reader remembers of earlier lines is forgotten before each round.
"""

from __future__ import annotations

import argparse
import json
import logging
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from parsel import Selector
from readers import READERS

from msbazhong_spider.errors import NotAnArticleError
from msbazhong_spider.items import Article, Page, Part
from msbazhong_spider.pages import decode, read_article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from readers import Reader

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
    parser.add_argument("--rounds", type=int, default=3, help="of which the quickest counts")
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
    work = (partial(_read_all, Selector, bench.texts), partial(_read_all, _read, bench.pages))
    # In turn, so that a busy moment of the machine falls on both.
    taken = [[_seconds(one, 1) for one in work] for _ in range(max(rounds, 5))]
    parsing, reading = map(min, zip(*taken, strict=True))
    print(f"\n{'':17}{''.join(f'{name:>8}' for name in _COLUMNS)} pages/s  × parsing")
    _print_row("msbazhong_spider", bench, own, reading, parsing)
    for name, load in READERS.items():
        try:
            read = load()
        except ImportError as error:
            print(f"{name:17}is not installed ({error})")
            continue
        found = [read(text) for text in bench.texts]
        taken = _seconds(partial(_read_all, read, bench.texts), rounds)
        _print_row(name, bench, found, taken, parsing)
    print(f"{'parsel.Selector':17}{'':{8 * len(_COLUMNS)}}{len(bench.texts) / parsing:>8.0f}")


def _read_all(read: Reader, texts: list[str]) -> None:
    for text in texts:
        read(text)


def _print_row(
    name: str, bench: Bench, found: list[dict[str, Any]], taken: float, parsing: float
) -> None:
    rates = json.loads(bench.score(found, ["--json"]))
    scores = "".join(f"{rates[key]:>8.3f}" for key in _COLUMNS.values())
    print(f"{name:17}{scores}{len(bench.texts) / taken:>8.0f}{taken / parsing:>11.1f}")


def _seconds(work: Callable[[], object], rounds: int) -> float:
    """The time of the quickest round; the slowest readers get only one."""
    taken: list[float] = []
    while len(taken) < rounds and sum(taken) < _PATIENCE:
        _forget()
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


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


if __name__ == "__main__":
    main()
