"""Pieces that several kinds of reports share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msbazhong_spider.replica.banks import bank, theme

if TYPE_CHECKING:
    from msbazhong_spider.replica.writing import Writer


def draw_theme(writer: Writer, *names: str) -> dict[str, tuple[str, ...]]:
    """Draw one of the themes (all if none is named) and bind its ``theme``, ``topic``, ``paper``."""
    phrases = theme(writer.pick(names or bank("themes")))
    for kind, role in (("name", "theme"), ("topic", "topic"), ("paper", "paper")):
        writer.bind(**{role: writer.say(writer.pick(phrases[kind]))})
    return phrases


def when(writer: Writer) -> str:
    """Say the day of the event: that of the report or one before."""
    from datetime import timedelta

    day = writer.day - timedelta(days=writer.rng.randint(0, 2))
    half = writer.pick(("", "", "", "上午", "下午", "晚"))
    text = f"{day.month}月{day.day}日{half}"
    return writer.rng.choices((text, "近日" if not half else text, "日前" if not half else text), (8, 1, 1))[0]


def demands(writer: Writer, phrases: dict[str, tuple[str, ...]], low: int = 2, high: int = 4) -> str:
    """Chain demands: 要…；要…。 Without a subject, which the caller prints."""
    chosen = writer.rng.sample(phrases["speech"], writer.rng.randint(low, high))
    joint = writer.pick(("；要", "。要"))
    return "要" + joint.join(chosen) + "。"
