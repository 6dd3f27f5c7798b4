"""Write the tables of examples in docs/attendees.md anew from the casebook.

python tests/attendees/write_docs.py
"""

from __future__ import annotations

import re
from pathlib import Path

from conftest import as_markdown, themes

DOCS = Path(__file__).parents[2] / "docs" / "attendees.md"
BLOCK = re.compile(r"(<!-- examples: (\w+) -->\n).*?(\n<!-- end -->)", re.DOTALL)


def main() -> None:
    """Replace what stands between the marks, and nothing else."""
    tables = {theme: as_markdown(cases) for theme, cases in themes().items()}
    text = DOCS.read_text(encoding="utf-8")
    new = BLOCK.sub(lambda block: block[1] + tables[block[2]] + block[3], text)
    DOCS.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
