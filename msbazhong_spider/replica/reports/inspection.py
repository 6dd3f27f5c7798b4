"""Inspections: 调研, 督导, 检查."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .parts import demands, draw_theme, when

if TYPE_CHECKING:
    from msbazhong_spider.replica.writing import Writer


def write(writer: Writer) -> None:
    """Write up an inspection in one township."""
    county = writer.county
    phrases = draw_theme(writer)
    town = writer.rng.choice(county.towns)
    boss = writer.rng.choice((county.secretary, county.mayor, *county.standing, *county.vice_mayors))
    others = tuple(person for person in writer.some(county.leaders, 1, 4) if person != boss)
    writer.bind(
        date=when(writer), town=town.name, boss=boss, others=others or (county.deputy_secretary,), host=town.secretary
    )
    writer.head("{boss.name+inspect}到{town}调研{theme}工作")
    writer.par("{date}，{boss.full+inspect}到{town}调研{theme}工作。{others.full+inspect}参加调研。")
    scenes = writer.rng.sample(phrases["scene"], 2)
    sites = writer.rng.sample(phrases["site"], 2)
    writer.par(f"在{sites[0]}，{scenes[0]}。", "{host.full+speak}汇报了{topic}。")
    writer.par(f"随后，{{boss.name}}来到{sites[1]}。{scenes[1]}。")
    writer.par("{boss.name+speak}强调，", demands(writer, phrases))
