"""Human-interest stories and notices: whoever is named there attends nothing.

A story is a bank: its title, its sub-headlines (parted by ／, or - for none), its paragraphs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msbazhong_spider.replica.banks import bank

from .parts import Material, more, session

if TYPE_CHECKING:
    from msbazhong_spider.replica.writing import Writer

_THEMES = {
    "village": ("farming", "village"),
    "health": ("health",),
    "education": ("education",),
    "tourism": ("tourism",),
    "civil": ("city", "work"),
}
_STRANGERS = ("one", "two", "three", "four")


def tell(writer: Writer, kind: str) -> None:
    """Print one of the stories of a kind (``banks/story/KIND.txt`` lists them)."""
    name = writer.pick(bank(f"story/{kind}"))
    county = writer.county
    writer.settle(writer.rng.choice(county.towns))
    session(writer)
    writer.bind(**{role: writer.stranger() for role in _STRANGERS})
    he, she = writer.relative(woman=False), writer.relative(woman=True)
    writer.bind(
        he=he,
        she=she,
        son=writer.relative(woman=False, of=he.name),
        man=writer.relative(woman=False),
    )
    writer.bind(
        date=f"{writer.day.year}年{writer.day.month}月{writer.day.day}日",
    )
    for role, leader in zip(("l1", "l2", "l3", "l4"), county.protocol, strict=False):
        writer.bind(**{role: leader})
    title, subs, *paragraphs = writer.lines(f"story/{name}")
    writer.head(title)
    for line in subs.split("／"):
        if line != "-":
            writer.sub(line)
    last = paragraphs.pop()
    for pattern in paragraphs:
        writer.par(pattern)
    if kind in _THEMES:
        Material(writer, *_THEMES[kind])
        more(writer, f"story/more_{kind}", 1, 3)
    writer.par(last)
