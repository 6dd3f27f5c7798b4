"""Other readers of article pages, each taken by its usual entry and asked for all it knows.

They get the text of a page as this project decodes it, so that a wrong charset costs none of them
anything. A reader gives a prediction in the scorer's words: title, datetime, source, authors, body.
"""

from __future__ import annotations

import logging
import re
import warnings
from functools import partial
from typing import TYPE_CHECKING, Any

from parsel import Selector

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[str], dict[str, Any]]

_SEPARATORS = re.compile(r"[,，、;；\s]+")


def trafilatura(*, with_metadata: bool = True) -> Reader:
    """Return ``trafilatura.bare_extraction``; ImportError where it is not installed."""
    import trafilatura as package

    def read(text: str) -> dict[str, Any]:
        found = package.bare_extraction(text, with_metadata=with_metadata)
        return {} if found is None else _prediction(found.as_dict(), "date", "text", "source")

    return read


def gne() -> Reader:
    """Return GeneralNewsExtractor; ImportError where it is not installed."""
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()
    return lambda text: _prediction(extractor.extract(text), "publish_time", "content", "source")


def newspaper4k() -> Reader:
    """Return newspaper4k's ``Article.parse`` for Chinese; ImportError where it is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells of extras that it could use
        import newspaper

    def read(text: str) -> dict[str, Any]:
        article = newspaper.Article("http://page.example/a.html", language="zh")
        article.download(input_html=text)
        article.parse()
        return {
            "title": article.title,
            "datetime": str(article.publish_date or ""),
            "authors": list(article.authors),
            "body": article.text,
        }

    return read


def readability() -> Reader:
    """Return readability-lxml, which knows titles and texts; ImportError where not installed."""
    from readability import Document

    logging.getLogger("readability").setLevel(logging.CRITICAL)

    def read(text: str) -> dict[str, Any]:
        document = Document(text)
        body = "\n".join(Selector(text=document.summary()).xpath("//text()").getall())
        return {"title": document.short_title(), "body": body}

    return read


READERS: dict[str, Callable[[], Reader]] = {
    "trafilatura": trafilatura,
    " text only": partial(trafilatura, with_metadata=False),
    "gne": gne,
    "newspaper4k": newspaper4k,
    "readability-lxml": readability,
}


def _prediction(found: dict[str, Any], date: str, body: str, source: str) -> dict[str, Any]:
    author = found.get("author") or ""
    return {
        "title": found.get("title"),
        "datetime": found.get(date),
        "source": found.get(source),
        "authors": [name for name in _SEPARATORS.split(author) if name],
        "body": found.get(body),
    }
