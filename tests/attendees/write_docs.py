"""Write the tables in docs/attendees.md anew from the casebook and the pinned scores.

python tests/attendees/write_docs.py
"""

from __future__ import annotations

import re
from pathlib import Path

from conftest import tables

DOCS = Path(__file__).parents[2] / "docs" / "attendees.md"
BLOCK = re.compile(r"(<!-- table: (\w+) -->\n).*?(\n<!-- end -->)", re.DOTALL)


def main() -> None:
    """Replace what stands between the marks, and nothing else."""
    fresh = tables()
    text = DOCS.read_text(encoding="utf-8")
    new = BLOCK.sub(lambda block: block[1] + fresh[block[2]] + block[3], text)
    DOCS.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
