"""Features: people at their work and what they told a reporter. Nobody takes part in an event."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msbazhong_spider.attendees.lexicon import words
from msbazhong_spider.attendees.verbs import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msbazhong_spider.attendees.ledger import Deed, Ledger
    from msbazhong_spider.attendees.mentions import Mention
    from msbazhong_spider.attendees.text import Compact

    People = Mapping[str, list[Mention]]

LEADER = re.compile("[县市区旗州省盟](?:委|长|人大|政协|政府|领导|人民政府)|人大常委会|政协副?主席")
_CITED = words("cited_leaders")
# Words that a feature has, and news of an event hardly ever.
_ASKED = re.compile(
    "(?:记者|笔者)(?:跟[随着]|随(?!后)|[和与])|(?:记者|笔者)(?!团|会|组|站|协)[^，。；：\n团]{0,12}(?:见到|看到|走进|来到|采访|走访|发现|面前|问)|告诉(?:记者|笔者)"
    "|[对向](?:记者|笔者)|接受[^，。；]{0,10}采访|[对向]《[^》]{2,12}》(?:记者)?(?:说|表示|介绍|坦言)"
)
_QUOTED = re.compile(
    "回忆(?!录)|[他她](?:常|总)?说[，：“]|”[^“”。；\n]{1,24}(?:说|道|介绍|感慨|感叹)[。，]"
    "|打开了?话匣|算(?:了|起)一?笔账|[乐笑]呵呵地?说"
)
_YEARS_AGO = re.compile(r"(?<=[，。；：\n])(?:19|20)\d\d年(?=，|[底初])")
# Unless they come in person, their words are cited.
_CENTRAL = re.compile("中央政治局|国务院总理|总书记")
# 5月3日上午，|县长甲
_DATED = re.compile(r"(?:(?<![年月\d])(?:\d{1,2}月)?\d{1,2}日|昨[日天]|今[日天])[^\n]*$")
_NEAR = 24  # characters
_HELD = re.compile(
    "(?:召开|举行)[^，。；]{0,24}(?:会|仪式)[，。；]"
    "|(?:会议|[谈大进度]会|论坛|仪式)(?:在[^，。；]{2,30})?(?:正式|隆重|顺利|成功)?(?:召开|举行)[，。；]"
)
_AT_MEETING = re.compile("(?:座谈|(?<!社)会|仪式)上|仪式(?:正式)?开始")
# What people do without an event, too.
_VISITS = frozenset((Kind.INSPECT, Kind.VISIT, Kind.LOOK))
_DAILY = _VISITS | {Kind.ACT, Kind.REMARK, Kind.TELL, Kind.SAY}
_COMES = _VISITS | {Kind.ACT}
# Posts of another time.
_OLD_POST = re.compile("公社|革委会|革命委员会|生产大?队|农会")
_OF_OTHERS = re.compile(f"时任|{_CENTRAL.pattern}|{_OLD_POST.pattern}")


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
    told = any(Kind.SAY in of_name for of_name in kinds.values())
    if demands or (told and _HELD.search(page.text)) or _AT_MEETING.search(page.text):
        return False
    if _leaders_act(page, ledger, people):
        return False
    if _ASKED.search(page.text):
        return True
    if any(m.post and LEADER.search(m.post.text) for name in visitors for m in people[name]):
        return False
    years_ago = len(_YEARS_AGO.findall(page.text)) > 1 and not visitors
    return years_ago or _QUOTED.search(page.text) is not None


def _leaders_act(page: Compact, ledger: Ledger, people: People) -> bool:
    """Tell 县委书记甲、县长乙等赶到现场, and 5月3日，县长甲带队赶到…: an event all the same."""
    leaders: dict[int, str] = {}
    for name, deeds in ledger.deeds.items():
        if not any(m.post and LEADER.search(m.post.text) for m in people[name]):
            continue
        if any(leaders.setdefault(deed.at, name) != name for deed in deeds):
            return True
        comes = any(deed.kind in _COMES for deed in deeds)
        if comes and any(_is_dated(page, m.left) for m in people[name]):
            return True
    return False


def _is_dated(page: Compact, left: int) -> bool:
    return _DATED.search(page.text, max(0, left - _NEAR), left) is not None


def leave_out_absent(page: Compact, ledger: Ledger, people: People) -> None:
    """Drop what is said of the dead, of cited leaders, and of people of another time."""
    for name in ledger.deeds.keys() & (ledger.ruled_out | _CITED):
        del ledger.deeds[name]
    # The cheap question first: few texts name such a post.
    if _OF_OTHERS.search(page.text):
        for name, deeds in list(ledger.deeds.items()):
            titled = [mention for mention in people[name] if mention.post is not None]
            if _is_of_another_time(page, titled, deeds) or _is_quoted_from_above(titled, deeds):
                del ledger.deeds[name]


def _is_of_another_time(page: Compact, titled: list[Mention], deeds: list[Deed]) -> bool:
    """Tell 公社书记李甲, and 时任县长李甲 who did but what people do day by day."""
    if any(m.post and _OLD_POST.search(m.post.text) for m in titled):
        return True
    former = titled and all(page.text.endswith("时任", 0, m.left) for m in titled)
    return bool(former) and all(deed.kind in _DAILY for deed in deeds)


def _is_quoted_from_above(titled: list[Mention], deeds: list[Deed]) -> bool:
    """Tell leaders of the country who are not said to have come: what they said is cited."""
    central = any(m.post and _CENTRAL.search(m.post.text) for m in titled)
    return central and not any(d.kind in _VISITS or d.kind is Kind.MEET for d in deeds)
