"""Prints docs/data.md: what is in the database."""

import sys

from msbazhong_spider.store.dictionary import as_markdown

sys.stdout.write(as_markdown())
