"""Pages whose text only a script shows: the text is there, in a holder that no reader sees.

Old portals put an article's markup into a hidden field, a ``<textarea>`` or a template and let a
script copy it out. It is looked for only in pages that show no text of their own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from msbazhong_spider.pages.charset import as_decoded
from msbazhong_spider.pages.document import content_of
from msbazhong_spider.pages.parse import is_hidden, parse_root, walk

if TYPE_CHECKING:
    from msbazhong_spider.pages.document import Document

_HOLDERS = ("textarea", "xmp", "template", "script", "input")
_TEXT = re.compile(r"[\u3400-\u9fff][^<>]{0,200}?[，。；！？、][^<>]{0,200}?[。！？；]")
_MARKUP = re.compile(r"<(?:p|div|br|span|section|font|table|strong)\b", re.IGNORECASE)
_DATA = re.compile(r"<(?:datastore|record)\b", re.IGNORECASE)  # a listing, which has its own reader
_SCRIPTS = re.compile(r"template|html|plain", re.IGNORECASE)


def unpack(document: Document) -> Document | None:
    """The page as it is once its scripts have run, None if nothing is hidden in it."""
    root = parse_root(document.source)
    if root is None:
        return None
    found = [_opened(element) for element in list(root.iter(*_HOLDERS))]
    found += [_shown(element) for element in list(root.iter(etree.Element)) if is_hidden(element)]
    return walk(root, document.source, document.url) if any(found) else None


def _opened(element: etree._Element) -> bool:
    """Put the markup that a holder keeps in the holder's place."""
    if element.tag == "script" and not _SCRIPTS.search(element.get("type") or ""):
        return False
    markup = element.get("value") if element.tag == "input" else content_of(element)
    if not markup or _DATA.search(markup) or not _TEXT.search(markup):
        return False
    if element.tag == "input" and not _MARKUP.search(markup):
        return False  # the site's description, or words somebody searched for
    inner = parse_root(as_decoded(f"<div>{markup}</div>"))
    tail = element.tail
    element.clear()
    element.tag, element.tail = "div", tail
    element.extend([] if inner is None else list(inner.iter("body"))[:1])
    return True


def _shown(element: etree._Element) -> bool:
    element.attrib.pop("style")
    return _TEXT.search(content_of(element)) is not None
