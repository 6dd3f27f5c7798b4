"""The week of the county's leaders (一周要闻): many small events in one report."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from .parts import Material

if TYPE_CHECKING:
    from msbazhong_spider.replica.writing import Writer


def write(writer: Writer) -> None:
    """Give each leader one event and one day."""
    county, rng = writer.county, writer.rng
    writer.head(writer.choose("roundup/title"))
    bosses = [*county.protocol[:5], *writer.some(county.standing, 0, 3)]
    seconds = rng.sample([p for p in county.leaders if p not in bosses], len(bosses))
    for i, (boss, second) in enumerate(zip(bosses, seconds, strict=True)):
        day = writer.day - timedelta(days=len(bosses) - i)
        writer.settle(rng.choice(county.towns))
        Material(writer)
        writer.bind(
            date=f"{day.month}月{day.day}日",
            boss=boss,
            second=second,
            gathering=writer.word("gathering"),
            guest=writer.stranger(writer.say("{=firm}") + "董事长"),
        )
        writer.par(writer.choose("roundup/item"))
