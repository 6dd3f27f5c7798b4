"""Any text at all gives a result, and the result keeps its promises."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msbazhong_spider.attendees import extract_attendees
from msbazhong_spider.items import Action, Field, Report

# Sentences are made of these, so that random texts reach the rules and not only the reader.
OPENINGS = (
    "",
    "3月5日，",
    "会上，",
    "在",
    "由",
    "会议由",
    "受",
    "为",
    "率",
    "听取了",
    "传达了",
    "任命",
    "记者",
)
POSTS = (
    "",
    "县委书记",
    "县委常委、组织部部长",
    "副主席",
    "县领导",
    "县政协主席",
    "村民",
    "原副市长",
)
NAMES = (
    "方凯",
    "骆 娟",
    "诸葛文清",
    "阿迪力·库尔班",
    "祝\n明远",
    "和志刚",
    "习近平",
    "黄庚和",
    "毛羽(女)",
)
JOINTS = ("、", "，", " ", "", "和", "\n", ",", "；")
VERBS = (
    *("主持会议", "讲话", "出席", "列席", "参加", "陪同下", "调研", "会见", "分别致辞", "强调，"),
    *(
        "等陪同",
        "等县领导参加",
        "及各镇负责人参加",
        "一行",
        "同志",
        "委托",
        "的汇报",
        "为副县长",
        "请假",
    ),
)
NOISE = ("（", "）", "“", "”", "《", "》", "等3人", "右一", "\u200b", "\r\n", "\t", "１", "\ud83d")
ANY = st.text(max_size=200) | st.text(alphabet=st.characters(), max_size=50)
PERSON = st.builds("".join, st.tuples(st.sampled_from(POSTS), st.sampled_from(NAMES)))
PEOPLE = st.builds(str.join, st.sampled_from(JOINTS), st.lists(PERSON, min_size=1, max_size=5))
CLAUSE = st.tuples(
    st.sampled_from(OPENINGS),
    PEOPLE,
    st.sampled_from(VERBS),
    st.sampled_from(("，", "。", "", "\n")),
).map("".join)
LIKELY = st.lists(
    CLAUSE | CLAUSE | st.sampled_from(NOISE) | st.characters(), min_size=1, max_size=12
).map("".join)
TEXTS = LIKELY | ANY
REPORTS = st.builds(
    Report, title=TEXTS, subtitles=st.lists(TEXTS, max_size=3).map(tuple), body=TEXTS
)

PARAGRAPH = (
    "3月5日，县委书记方凯到云台镇调研春耕工作，县委副书记、县长卢卓，县委常委颜虹、邓昭阳等陪同。"
    "方凯强调，要把每一块地种好，让每一户都有收成。县农业农村局局长蒋丰汇报了有关情况。"
    "县级有关部门负责人，各镇党委书记参加。村民康有福告诉记者，今年的种子早早就备好了。\n"
)
SURNAMES = "赵钱孙周吴郑冯陈卫蒋沈韩杨朱秦许何吕施孔曹严金魏陶姜"
GIVEN = "国建文志明海春秋云山玉林芳华军平"


def names(count, *, seed=7):
    """Return that many different invented names of three characters."""
    chance = random.Random(seed)
    found = set()
    while len(found) < count:
        found.add(chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2)))
    return sorted(found)


def field_text(report, field):
    """Return the text that spans of a field count in."""
    texts = {
        Field.TITLE: report.title,
        Field.SUBTITLES: "\n".join(report.subtitles),
        Field.BODY: report.body,
    }
    return texts[field]


def without_blanks(text):
    """Drop white space and invisible characters, as names are written down."""
    return "".join(char for char in text if not char.isspace() and char.isprintable())


def check(report, participation):
    """Assert what holds for every report."""
    people = [person.name for person in participation.attendees]
    assert len(people) == len(set(people))
    assert not set(people) & set(participation.mentioned)
    for person in participation.attendees:
        assert person.name
        assert person.names
        assert person.actions
        assert len(set(person.actions)) == len(person.actions)
        assert 0 <= person.confidence <= 1
        assert person.rule
        assert person.post is None or person.post.strip()
        for span in (*person.names, *person.posts):
            assert 0 <= span.start < span.end <= len(field_text(report, span.field))
    for group in participation.collectives:
        assert group.name
        assert 0 <= group.span.start < group.span.end <= len(field_text(report, group.span.field))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(REPORTS)
def test_any_report_gives_a_sound_result(report):
    """No exception; names are unique, actions never empty, spans lie inside their field."""
    check(report, extract_attendees(report))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LIKELY)
def test_spans_show_the_name(text):
    """What a name's first span covers, white space aside, is the name."""
    report = Report(body=text)
    for person in extract_attendees(report).attendees:
        span = person.names[0]
        assert without_blanks(field_text(report, span.field)[span.start : span.end]) == person.name


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(REPORTS)
def test_the_same_report_tells_the_same_twice(report):
    """The result depends on nothing but the text."""
    assert extract_attendees(report) == extract_attendees(report)


def test_spans_of_every_field_show_names_and_posts():
    """Title, sub-headlines and body each count their own characters, padding included."""
    report = Report(
        title="方凯到云台镇调研",
        subtitles=("骆 娟陪同", "颜虹参加"),
        body="\u3000\u3000县委书记方\u3000凯到云台镇调研。\n副县长骆 娟陪同，县委常委颜虹参加。",
    )
    found = extract_attendees(report).attendees
    assert {person.name for person in found} == {"方凯", "骆娟", "颜虹"}
    for person in found:
        for span in person.names:
            shown = field_text(report, span.field)[span.start : span.end]
            assert without_blanks(shown) == person.name
        shown = [field_text(report, span.field)[span.start : span.end] for span in person.posts]
        assert shown == [person.post]


EXTREMES = {
    "nothing": "",
    "somebody absent in the first character": "县长柳青委托副县长方凯主持会议。",
    "only white space": " \u3000\n\t\r\n" * 1000,
    "no Chinese at all": "The committee met on Tuesday. " * 2000,
    "no punctuation at all": PARAGRAPH.translate(str.maketrans("", "", "，。、；：\n")) * 200,
    "only punctuation": "，。、；：（）《》“”·" * 5000,
    "half of a surrogate pair": "县委书记方凯\ud83d主持会议。\udc4d" * 50,
    "control characters": "县委书记方凯\x00主持\x1b会议\x7f。\x9f" * 500,
    "deep brackets": "（" * 20_000 + "县委书记方凯主持会议" + "）" * 20_000,
    "quotes that never close": "“县委书记方凯强调，《" * 5000,
    "a megabyte of reports": PARAGRAPH * (1_000_000 // len(PARAGRAPH.encode())),
    "a megabyte of one character": "王" * 333_333,
    "a megabyte of one label": "县领导" * 111_111,
    "a megabyte of one post": "县委常委、" * 66_666,
    "a megabyte of one verb": "主持" * 166_666,
    "a megabyte of digits": "0" * 1_000_000,
    "a megabyte of spaces inside a name": "县委书记方" + " " * 1_000_000 + "凯主持会议。",
    "a megabyte of line ends": "县委书记方凯主持会议。" + "\n" * 1_000_000,
}


@pytest.mark.parametrize("text", EXTREMES.values(), ids=EXTREMES)
def test_extreme_texts(text):
    """The largest and oddest texts are read to their end."""
    report = Report(title=text[:2000], body=text)
    check(report, extract_attendees(report))


# A tenth of a megabyte of each: what is looked for again and again from every place in the text
# must not make the time grow faster than the text.
REPEATED = (
    *("听取了", "传达了", "任命", "率", "在方凯陪同下", "由方凯", "副县长方凯", "方凯、", "方 "),
    *("各镇负责人、", "负责人", "局", "记者", "“", "《", "阿·", "等", "县委常委、县领导方凯，出席"),
    "县领导方凯、柳青，县发改局局长毛羽，",
    *("县领导钱开来到会，", "县长滚朝晖到。", "县长方凯率代表团来访。市长柳青会见代表团一行。"),
    *("出席会议的领导：方凯、柳青", "5月，县长方凯来到三溪村。", "缺席方凯、柳青"),
)


@pytest.mark.parametrize("piece", REPEATED)
def test_one_piece_over_and_over(piece):
    """A text that repeats one piece without end is read to its end."""
    report = Report(body=piece * (33_000 // len(piece)))
    check(report, extract_attendees(report))


def test_a_megabyte_of_reports_keeps_its_people():
    """Length changes nothing: the same six people as in one paragraph."""
    once = extract_attendees(Report(body=PARAGRAPH))
    often = extract_attendees(Report(body=PARAGRAPH * 1000))
    assert [person.name for person in often.attendees] == [person.name for person in once.attendees]


def test_a_list_of_five_thousand_names():
    """A list of any length is read to its end, and its post holds for all of it."""
    everybody = names(5000)
    body = f"县领导{'、'.join(everybody)}出席会议。"
    found = extract_attendees(Report(body=body)).attendees
    assert [person.name for person in found] == everybody
    assert {person.post for person in found} == {"县领导"}


def test_five_thousand_people_with_posts_of_their_own():
    """Each has the post that stands before the name."""
    everybody = names(5000)
    body = "，".join(f"{name[0]}家镇副镇长{name}" for name in everybody) + "出席会议。"
    found = extract_attendees(Report(body=body)).attendees
    assert {person.name for person in found} == set(everybody)


def test_thousands_who_went_somewhere_each_and_thousands_who_mourn():
    """One verb for all of them, and one sentence for all of them, are read in one pass."""
    everybody = names(3000)
    went = "，".join(f"副镇长{name}前往石桥镇" for name in everybody) + "，分别督查工作。"
    found = extract_attendees(Report(body=went)).attendees
    assert {person.name for person in found} == set(everybody)
    # The verb is given to the last of them: a row without end would cost its square.
    assert all(Action.INSPECT in person.actions for person in found[-40:])
    mourn = "、".join(f"镇长{name}" for name in everybody) + "等以不同方式表示哀悼。县长方凯讲话。"
    found = extract_attendees(Report(body=mourn)).attendees
    assert [person.name for person in found] == ["方凯"]
