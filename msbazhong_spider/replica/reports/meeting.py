"""Meetings of the county: leading bodies and whole fields of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .parts import demands, draw_theme, when

if TYPE_CHECKING:
    from msbazhong_spider.replica.writing import Writer


def write(writer: Writer) -> None:
    """Write up a meeting on one field of work."""
    county = writer.county
    phrases = draw_theme(writer)
    writer.bind(
        date=when(writer),
        boss=county.secretary,
        chair=county.mayor,
        others=writer.some(county.leaders, 3, 7),
        heads=writer.some(county.bureaus, 1, 3),
    )
    writer.head("全{县}{theme}工作[推进会|调度会|会议]召开")
    writer.par(
        "{date}，全{县}{theme}工作会议召开，总结前段工作，安排部署下一步任务。",
        "{boss.full+attend+speak}出席会议并讲话，{chair.full+chair}主持会议。",
    )
    writer.par("会上，{heads.full+speak}分别汇报了{topic}。" if len(writer.roles["heads"]) > 1 else "会上，{heads.full+speak}汇报了{topic}。")
    writer.par("{boss.name+speak}强调，", demands(writer, phrases))
    writer.par("{boss.name+speak}要求，", demands(writer, phrases))
    writer.par("{others.ledetc+attend}出席会议。{@各{县}级部门主要负责同志+attend}参加会议。".replace("{县}", county.level))
