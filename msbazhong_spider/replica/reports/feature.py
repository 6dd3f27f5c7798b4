"""Human-interest stories: nobody attends anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .parts import draw_theme

if TYPE_CHECKING:
    from msbazhong_spider.replica.writing import Writer


def write(writer: Writer) -> None:
    """Tell of a villager and a harvest."""
    phrases = draw_theme(writer, "farming")
    writer.bind(one=writer.stranger(), two=writer.stranger())
    writer.head("小{=product}走出致富路")
    writer.par("清晨，{=village}的薄雾还没散尽，村民{one.name}已经在地里忙开了。")
    writer.par("“今年行情好，一亩地能多挣{#800-3600}元。”{one.name}告诉记者。")
    writer.par(writer.pick(phrases["fact"]) + "。")
    writer.par("回乡青年{two.name}说，好日子还在后头。")
