"""Features: people at their work and what they told a reporter. Nobody takes part in an event."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.lexicon import words
from msbazhong_spider.attendees.verbs import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msbazhong_spider.attendees.ledger import Ledger
    from msbazhong_spider.attendees.mentions import Mention
    from msbazhong_spider.attendees.text import Compact

    People = Mapping[str, list[Mention]]

LEADER = re.compile("[县市区旗州省盟](?:委|长|人大|政协|政府|领导|人民政府)|人大常委会|政协副?主席")
_CITED = words("cited_leaders")
# Words that a feature has, and news of an event hardly ever.
_ASKED = re.compile(
    "(?:记者|笔者)(?!团|会|组|站|协)[^，。；：\n团]{0,12}(?:见到|看到|走进|来到|采访|走访|发现|面前|问)|告诉(?:记者|笔者)"
    "|[对向](?:记者|笔者)|接受[^，。；]{0,10}采访"
)
_QUOTED = re.compile(
    "回忆(?!录)|[他她](?:常|总)?说[，：“]|”[^“”。；\n]{1,24}(?:说|道|介绍|感慨|感叹)[。，]"
)
_YEARS_AGO = re.compile(r"(?<=[，。；：\n])(?:19|20)\d\d年(?=，|[底初])")
_AT_MEETING = re.compile("(?:座谈|(?<!社)会|仪式)上")
# What people do without an event, too.
_VISITS = frozenset((Kind.INSPECT, Kind.VISIT, Kind.LOOK))
_DAILY = _VISITS | {Kind.ACT, Kind.REMARK, Kind.TELL, Kind.SAY}


def is_feature(page: Compact, ledger: Ledger, people: People) -> bool:
    """Tell a feature: people at their work, who talk to a reporter, and nothing of a meeting."""
    kinds = {
        name: {deed.kind for deed in deeds if not deed.mention.is_commoner}
        for name, deeds in ledger.deeds.items()
    }
    if not any(kinds.values()) or not all(of_name <= _DAILY for of_name in kinds.values()):
        return False
    visitors = [name for name, of_name in kinds.items() if of_name & _VISITS]
    # A leader who visits and demands, and villagers who praise it, make an event.
    demands = any(Kind.SAY in kinds[name] for name in visitors)
    if demands or _AT_MEETING.search(page.text):
        return False
    if _ASKED.search(page.text):
        return True
    if any(m.post and LEADER.search(m.post.text) for name in visitors for m in people[name]):
        return False
    years_ago = len(_YEARS_AGO.findall(page.text)) > 1 and not visitors
    return years_ago or _QUOTED.search(page.text) is not None


def leave_out_absent(page: Compact, ledger: Ledger, people: People) -> None:
    """Drop what is said of the dead and of cited leaders, and what 时任 people did day by day."""
    for name in ledger.deeds.keys() & (ledger.dead | _CITED):
        del ledger.deeds[name]
    if "时任" not in page.text:
        return
    for name, deeds in list(ledger.deeds.items()):
        titled = [mention for mention in people[name] if mention.post is not None]
        former = titled and all(page.text.endswith("时任", 0, m.left) for m in titled)
        if former and all(deed.kind in _DAILY for deed in deeds):
            del ledger.deeds[name]
