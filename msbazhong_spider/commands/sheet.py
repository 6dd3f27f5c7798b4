"""A page's record for a person to read."""

from __future__ import annotations

from typing import Any

from msbazhong_spider.commands.lines import fit, wrap

LABEL = 12
ACTIONS = {
    "chair": "主持",
    "speak": "讲话",
    "attend": "出席",
    "observe": "列席",
    "accompany": "陪同",
    "inspect": "调研",
    "meet": "会见",
}


def sheet(record: dict[str, Any]) -> str:
    """Lay a record out in lines: fields with their evidence, then who took part, then the text."""
    name = record.get("file") or record.get("url")
    evidence = record["evidence"]
    lines = [f"{name}: {record['kind']} ({evidence['kind']})"]
    if record["kind"] == "article":
        lines += field_lines(record, evidence)
        lines += _people(record)
        lines += ["", *_paragraphs(record["body"] or "")]
    return "\n".join([*lines, ""])


def field_lines(record: dict[str, Any], evidence: dict[str, str]) -> list[str]:
    """Lay out the fields of an article's record, each with the evidence for it."""
    time = f"{record['published']} (to the {record['precision']})" if record["published"] else None
    rows = [
        ("title", record["title"]),
        *(("subtitles", line) for line in record["subtitles"]),
        ("published", time),
        ("source", record["source"]),
        ("bylines", "、".join(f"{line['name']} ({line['part']})" for line in record["bylines"])),
        ("breadcrumb", " > ".join(record["breadcrumb"])),
        ("county", record["county"]),
        ("section", record["section"]),
    ]
    lines, last = [], ""
    for field, value in rows:
        if value:
            why = f"   [{evidence[field]}]" if field in evidence and field != last else ""
            lines.append(f"  {fit(field if field != last else '', LABEL)}{value}{why}")
            last = field
    lines += [f"  {fit('doubt', LABEL)}{doubt}" for doubt in record["doubts"]]
    return lines


def _people(record: dict[str, Any]) -> list[str]:
    lines = ["", f"  {len(record['attendees'])} attendees{_more(record)}"]
    for person in record["attendees"]:
        actions = " ".join(f"{action} {ACTIONS[action]}" for action in person["actions"])
        lines.append(f"    {fit(person['name'], 10)}{fit(actions, 26)}{person['post'] or ''}")
    if record["groups"]:
        lines.append(f"  {len(record['groups'])} groups")
        lines += [f"    {group}" for group in record["groups"]]
    if record["mentioned"]:
        lines.append(f"  only mentioned: {'、'.join(record['mentioned'])}")
    return lines


def _more(record: dict[str, Any]) -> str:
    return ", and others whom the report does not name (等)" if record["incomplete"] else ""


def _paragraphs(body: str) -> list[str]:
    return [f"    {line}" for text in body.split("\n") for line in wrap(text, 84)]
